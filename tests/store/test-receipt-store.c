/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-receipt-store.h"
#include "cs-store-fixture.h"
#include "cs-test.h"

#include <string.h>

static void
add_receipts (Store *store,
              guint  n)
{
  CsTx *tx = begin (store);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(CsReceipt) receipt = cs_record_new (CS_RECORD_RECEIPT);
      g_autoptr(CsReceipt) kept = NULL;

      receipt->id = new_id (store);
      receipt->target_id = g_strdup ("target");
      receipt->handle = g_strdup ("@ana@example.social");
      receipt->url = g_strdup_printf ("https://example.social/@ana/%u", i);
      receipt->part = i;
      receipt->published_at = NOW + i;
      kept = cs_receipt_store_add (tx, receipt, NULL);
      g_assert_cmpint (kept->number, ==, i + 1);
    }

  commit (&tx);
}

static void
test_chain_holds (Store         *store,
                  gconstpointer  data)
{
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GPtrArray) range = NULL;
  gint64 n = -1;

  tx = begin_read (store);
  assert_holds (cs_receipt_store_verify (tx, &n, why));
  g_assert_cmpint (n, ==, 0);
  g_clear_pointer (&tx, cs_tx_free);

  add_receipts (store, 3);
  tx = begin_read (store);
  assert_holds (cs_receipt_store_verify (tx, &n, why));
  g_assert_cmpint (n, ==, 3);
  range = cs_receipt_store_list (tx, NOW + 1, NOW + 3, 10, NULL);
  g_assert_cmpuint (range->len, ==, 2);
  g_assert_cmpint (((CsReceipt *) range->pdata[0])->number, ==, 3);
}

/* What is hashed never changes: a receipt of today holds in ten years. */
static void
test_hash_is_as_it_always_was (Store         *store,
                               gconstpointer  data)
{
  g_autoptr(CsTx) tx = begin (store);
  g_autoptr(CsReceipt) receipt = cs_record_new (CS_RECORD_RECEIPT);
  g_autoptr(CsReceipt) kept = NULL;
  g_autofree char *hash = NULL;

  receipt->id = g_strdup ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  receipt->url = g_strdup ("https://example.social/1");
  receipt->published_at = 7;
  kept = cs_receipt_store_add (tx, receipt, NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
    "number 1 1\n"
    "id 38 '017f22e2-79b0-7cc3-98c4-dc0c0c07398f'\n"
    "target_id 1 -\npost_id 1 -\naccount_id 1 -\nnetwork 10 'mastodon'\nhandle 1 -\npart 1 -\n"
    "remote_id 1 -\nurl 26 'https://example.social/1'\npublished_at 1 7\nbody_sha256 1 -\n"
    "previous 66 '0000000000000000000000000000000000000000000000000000000000000000'\n", -1);
  g_assert_cmpstr (kept->hash, ==, hash);
}

static void
test_every_meddling_shows (Store         *store,
                           gconstpointer  data)
{
  static const struct { const char *sql; const char *words; } meddlings[] = {
    { "UPDATE receipt SET url = 'https://elsewhere/' WHERE number = 2", "Receipt 2 was changed" },
    { "UPDATE receipt SET part = NULL WHERE number = 2", "Receipt 2 was changed" },
    { "DELETE FROM receipt WHERE number = 2", "Receipt 2 is missing" },
    { "DELETE FROM receipt WHERE number = 3", "Receipt 3 is missing" },
    { "DELETE FROM receipt", "Receipt 1 is missing" },
    { "UPDATE receipt SET number = 4 WHERE number = 3", "Receipt 3 is missing" },
    { "INSERT INTO receipt SELECT 4, 'x', target_id, post_id, account_id, network, handle, part,"
      " remote_id, url, published_at, body_sha256, hash, hash FROM receipt WHERE number = 3",
      "Receipt 4 was changed" },
  };

  add_receipts (store, 3);

  for (guint i = 0; i < G_N_ELEMENTS (meddlings); i++)
    {
      g_autoptr(CsTx) tx = begin (store);
      g_autoptr(GError) error = NULL;

      g_assert_true (cs_tx_exec (tx, meddlings[i].sql, NULL));
      g_assert_false (cs_receipt_store_verify (tx, NULL, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
      g_assert_nonnull (strstr (error->message, meddlings[i].words));
    }
}

CS_TESTS (receipt_store)
{
  STORE_TEST ("/store/receipt/chain-holds", test_chain_holds);
  STORE_TEST ("/store/receipt/hash-is-as-it-always-was", test_hash_is_as_it_always_was);
  STORE_TEST ("/store/receipt/every-meddling-shows", test_every_meddling_shows);
}
