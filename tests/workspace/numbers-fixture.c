/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers-fixture.h"

#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-numbers-answers.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

void
numbers_set_up (Numbers       *numbers,
                gconstpointer  data)
{
  CsTx *tx;

  store_set_up (&numbers->store, data);
  numbers->ana = new_account (&numbers->store, "@ana@example.social");
  numbers->bo = new_account (&numbers->store, "bo.example");
  numbers->bo->network = CS_NETWORK_BLUESKY;
  tx = begin (&numbers->store);
  save_account (tx, numbers->ana);
  save_account (tx, numbers->bo);
  commit (&tx);
}

void
numbers_tear_down (Numbers       *numbers,
                   gconstpointer  data)
{
  cs_record_unref (numbers->ana);
  cs_record_unref (numbers->bo);
  store_tear_down (&numbers->store, data);
}

/* Of a post, which went out then with that many followers; its target. */
char *
publish_to (Numbers   *numbers,
            CsPost    *post,
            CsAccount *account,
            gint64     at,
            gint64     followers)
{
  g_autoptr(CsReceipt) receipt = new_receipt (&numbers->store, account, at);
  CsTx *tx = begin (&numbers->store);

  g_set_str (&receipt->post_id, post->id);
  save_post (tx, post);
  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  assert_holds (cs_tally_store_adopt (tx, NULL, why));
  assert_holds (cs_tally_store_set_followers (tx, receipt->target_id, followers, why));
  commit (&tx);

  return g_strdup (receipt->target_id);
}

/* A post of its own. */
char *
publish (Numbers   *numbers,
         CsAccount *account,
         gint64     at,
         gint64     followers)
{
  g_autoptr(CsPost) post = new_post (&numbers->store, "Kiln");

  return publish_to (numbers, post, account, at, followers);
}

void
count (Numbers    *numbers,
       const char *target,
       gint64      at,
       gint64      likes)
{
  g_autoptr(CsSample) sample = cs_record_new (CS_RECORD_SAMPLE);
  CsTx *tx = begin (&numbers->store);

  sample->target_id = g_strdup (target);
  sample->taken_at = at;
  sample->source = g_strdup ("example.social");
  cs_counts_clear (sample->counts);
  sample->counts[CS_METRIC_LIKES] = likes;
  sample->counts[CS_METRIC_SHARES] = 0;
  sample->counts[CS_METRIC_COMMENTS] = likes != CS_UNKNOWN ? 0 : CS_UNKNOWN;
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
  commit (&tx);
}

void
count_followers (Numbers   *numbers,
                 CsAccount *account,
                 gint64     at,
                 gint64     followers)
{
  g_autoptr(CsAccountSample) sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);
  CsTx *tx = begin (&numbers->store);

  sample->account_id = g_strdup (account->id);
  sample->taken_at = at;
  sample->source = g_strdup ("example.social");
  sample->followers = followers;
  assert_holds (cs_account_sample_store_add (tx, sample, NULL, why));
  commit (&tx);
}

/* Of both accounts, or of one of them. */
GVariant *
overview (Numbers   *numbers,
          CsAccount *account,
          gint64     from,
          gint64     until)
{
  g_autoptr(GPtrArray) accounts = cs_records_new ();
  g_autoptr(GError) error = NULL;
  CsTx *tx = begin_read (&numbers->store);
  GVariant *answer;

  g_ptr_array_add (accounts, cs_record_ref (account != NULL ? account : numbers->ana));
  if (account == NULL)
    g_ptr_array_add (accounts, cs_record_ref (numbers->bo));
  answer = cs_numbers_overview (tx, accounts, from, until, NOW, &error);
  g_assert_no_error (error);
  cs_tx_free (tx);

  return answer;
}

GVariant *
tile_of (GVariant   *answer,
         const char *name)
{
  g_autoptr(GVariant) tiles = g_variant_lookup_value (answer, "tiles", G_VARIANT_TYPE_VARDICT);

  return g_variant_lookup_value (tiles, name, G_VARIANT_TYPE_VARDICT);
}

void
assert_no_change (GVariant   *answer,
                  const char *name,
                  const char *wanted)
{
  g_autoptr(GVariant) tile = tile_of (answer, name);
  const char *sentence = NULL;

  g_variant_lookup (tile, "no_change", "&s", &sentence);
  g_assert_cmpstr (sentence, ==, wanted);
}

gboolean
has (GVariant   *record,
     const char *name)
{
  g_autoptr(GVariant) value = g_variant_lookup_value (record, name, NULL);

  return value != NULL;
}

double
real_of (GVariant   *record,
         const char *name)
{
  double value = 0;

  g_assert_true (g_variant_lookup (record, name, "d", &value));

  return value;
}

gint64
number_of (GVariant   *record,
           const char *name)
{
  gint64 value = 0;

  g_assert_true (g_variant_lookup (record, name, "x", &value));

  return value;
}

GVariant *
child_of (GVariant   *answer,
          const char *list,
          gsize       place)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (answer, list, G_VARIANT_TYPE ("aa{sv}"));

  g_assert_cmpuint (g_variant_n_children (all), >, place);

  return g_variant_get_child_value (all, place);
}

gsize
length_of (GVariant   *answer,
           const char *list)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (answer, list, NULL);

  return g_variant_n_children (all);
}
