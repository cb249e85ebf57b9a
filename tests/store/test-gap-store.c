/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-gap-store.h"
#include "cs-receipt-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

static void
note (CsTx            *tx,
      const CsAccount *account,
      const char      *target_id,
      const char      *code,
      gint64           from,
      gint64           until)
{
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);

  gap->account_id = g_strdup (account->id);
  gap->target_id = g_strdup (target_id);
  gap->code = g_strdup (code);
  gap->from_at = from;
  gap->until_at = until;
  gap->sentence = g_strdup_printf ("It was %s", code);
  assert_holds (cs_gap_store_note (tx, gap, why));
}

static void
test_one_row_a_cause (Store         *store,
                      gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(GPtrArray) gaps = NULL;
  g_autoptr(CsTx) tx = begin (store);
  const CsGap *gap;

  save_account (tx, account);
  note (tx, account, NULL, "offline", NOW, CS_UNKNOWN);
  note (tx, account, NULL, "offline", NOW + 60, CS_UNKNOWN);
  note (tx, account, NULL, "offline", NOW + 120, NOW + 180);    /* it ends */
  note (tx, account, NULL, "offline", NOW + 180, NOW + 240);    /* and goes on */
  note (tx, account, NULL, "server", NOW + 240, NOW + 300);
  note (tx, account, NULL, "offline", NOW + 500, CS_UNKNOWN);

  gaps = cs_gap_store_list (tx, account->id, NULL, 0, 0, NULL);
  g_assert_cmpuint (gaps->len, ==, 3);
  gap = gaps->pdata[0];
  g_assert_cmpint (gap->from_at, ==, NOW);
  g_assert_cmpint (gap->until_at, ==, NOW + 240);
  g_assert_cmpstr (gap->code, ==, "offline");
  g_assert_cmpstr (gap->sentence, ==, "It was offline");
  g_assert_cmpstr (gap->account_id, ==, account->id);
  g_assert_null (gap->target_id);
  gap = gaps->pdata[2];
  g_assert_cmpint (gap->until_at, ==, CS_UNKNOWN);
}

static void
assert_n_rows (CsTx            *tx,
               const CsAccount *account,
               guint            n)
{
  g_autoptr(GPtrArray) gaps = cs_gap_store_list (tx, account->id, NULL, 0, 0, NULL);

  g_assert_cmpuint (gaps->len, ==, n);
}

/* A row of no length is none: neither a new one, nor an open one that ended where it began. What
 * it would have been made longer by does not end earlier for it. */
static void
test_no_length (Store         *store,
                gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(GPtrArray) gaps = NULL;
  g_autoptr(CsTx) tx = begin (store);

  save_account (tx, account);
  note (tx, account, NULL, "offline", NOW, NOW);
  assert_n_rows (tx, account, 0);

  note (tx, account, NULL, "offline", NOW, CS_UNKNOWN);
  assert_n_rows (tx, account, 1);
  note (tx, account, NULL, "offline", NOW, NOW);
  assert_n_rows (tx, account, 0);

  note (tx, account, NULL, "offline", NOW, NOW + 60);
  note (tx, account, NULL, "offline", NOW + 60, NOW + 60);
  note (tx, account, NULL, "offline", NOW + 30, NOW + 30);
  gaps = cs_gap_store_list (tx, account->id, NULL, 0, 0, NULL);
  g_assert_cmpuint (gaps->len, ==, 1);
  g_assert_cmpint (((CsGap *) gaps->pdata[0])->from_at, ==, NOW);
  g_assert_cmpint (((CsGap *) gaps->pdata[0])->until_at, ==, NOW + 60);
}

/* What was told of the account goes, if all of it lies there and is over; of a post it stays. */
static void
test_taken_back (Store         *store,
                 gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(CsReceipt) receipt = new_receipt (store, account, NOW);
  g_autoptr(GPtrArray) gaps = NULL;
  g_autoptr(CsTx) tx = begin (store);

  save_account (tx, account);
  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  assert_holds (cs_tally_store_adopt (tx, NULL, why));
  note (tx, account, NULL, "busy", NOW, NOW + 60);
  note (tx, account, NULL, "offline", NOW + 60, NOW + 120);
  note (tx, account, NULL, "not-running", NOW + 120, NOW + 180);
  note (tx, account, receipt->target_id, "unseen", NOW + 120, NOW + 180);
  note (tx, account, NULL, "offline", NOW + 180, CS_UNKNOWN);
  assert_holds (cs_gap_store_take_back (tx, account->id, NOW + 60, NOW + 180, why));

  gaps = cs_gap_store_list (tx, account->id, NULL, 0, 0, NULL);
  g_assert_cmpuint (gaps->len, ==, 3);
  g_assert_cmpstr (((CsGap *) gaps->pdata[0])->code, ==, "busy");
  g_assert_cmpstr (((CsGap *) gaps->pdata[1])->code, ==, "unseen");
  g_assert_cmpint (((CsGap *) gaps->pdata[2])->until_at, ==, CS_UNKNOWN);
  assert_fails (cs_gap_store_take_back (tx, "nobody", 0, NOW, why), CS_ERROR_NOT_FOUND);
}

/* What explains the absence of a post's numbers: its own gaps and those of the whole account. */
static void
test_gaps_of_a_post (Store         *store,
                     gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(CsReceipt) first = new_receipt (store, account, NOW);
  g_autoptr(CsReceipt) second = new_receipt (store, account, NOW);
  g_autoptr(GPtrArray) gaps = NULL;
  g_autoptr(GPtrArray) later = NULL;
  g_autoptr(CsGap) foreign = cs_record_new (CS_RECORD_GAP);
  g_autoptr(CsTx) tx = begin (store);

  save_account (tx, account);
  cs_record_unref (cs_receipt_store_add (tx, first, NULL));
  cs_record_unref (cs_receipt_store_add (tx, second, NULL));
  assert_holds (cs_tally_store_adopt (tx, NULL, why));
  note (tx, account, first->target_id, "unseen", NOW, NOW + 60);
  note (tx, account, second->target_id, "unseen", NOW, NOW + 60);
  note (tx, account, NULL, "busy", NOW + 60, NOW + 90);

  gaps = cs_gap_store_list (tx, account->id, first->target_id, NOW, NOW + 90, NULL);
  g_assert_cmpuint (gaps->len, ==, 2);
  g_assert_cmpstr (((CsGap *) gaps->pdata[0])->target_id, ==, first->target_id);
  later = cs_gap_store_list (tx, account->id, first->target_id, NOW + 60, 0, NULL);
  g_assert_cmpuint (later->len, ==, 1);

  foreign->account_id = g_strdup (account->id);
  foreign->target_id = g_strdup ("nobody");
  foreign->from_at = NOW;
  assert_fails (cs_gap_store_note (tx, foreign, why), CS_ERROR_INVALID);
  foreign->code = g_strdup ("busy");
  assert_fails (cs_gap_store_note (tx, foreign, why), CS_ERROR_NOT_FOUND);

  /* They go with their post. */
  assert_holds (cs_tally_store_remove (tx, first->target_id, why));
}

CS_TESTS (gap_store)
{
  STORE_TEST ("/store/gap/one-row-a-cause", test_one_row_a_cause);
  STORE_TEST ("/store/gap/no-length", test_no_length);
  STORE_TEST ("/store/gap/taken-back", test_taken_back);
  STORE_TEST ("/store/gap/of-a-post", test_gaps_of_a_post);
}
