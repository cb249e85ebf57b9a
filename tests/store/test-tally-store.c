/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-error.h"
#include "cs-post-store.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-target-store.h"
#include "cs-test.h"

#define DAY CS_DAY_SECONDS
#define TODAY (NOW / DAY)

/* A post that went out, and is counted. */
static char *
publish (CsTx            *tx,
         Store           *store,
         const CsAccount *account,
         gint64           published_at)
{
  g_autoptr(CsReceipt) receipt = new_receipt (store, account, published_at);
  g_autoptr(CsReceipt) kept = cs_receipt_store_add (tx, receipt, NULL);

  g_assert_nonnull (kept);
  assert_holds (cs_tally_store_adopt (tx, NULL, why));

  return g_strdup (kept->target_id);
}

static void
count (CsTx       *tx,
       const char *target_id,
       gint64      taken_at,
       gint64      likes)
{
  g_autoptr(CsSample) sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (target_id);
  sample->taken_at = taken_at;
  sample->source = g_strdup ("example.social");
  sample->counts[CS_METRIC_LIKES] = likes;
  sample->counts[CS_METRIC_SHARES] = 0;
  sample->counts[CS_METRIC_COMMENTS] = 0;
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
}

static void
test_receipts_are_adopted_once (Store         *store,
                                gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(CsReceipt) first = new_receipt (store, account, NOW);
  g_autoptr(CsReceipt) second = new_receipt (store, account, NOW + 1);
  g_autoptr(CsTally) tally = NULL;
  g_autoptr(GPtrArray) days = NULL;
  CsTx *tx = begin (store);
  guint n;

  save_account (tx, account);
  assert_holds (cs_tally_store_adopt (tx, &n, why));
  g_assert_cmpuint (n, ==, 0);

  /* The rest of a thread is not counted. */
  g_set_str (&second->target_id, first->target_id);
  second->part = 1;
  cs_record_unref (cs_receipt_store_add (tx, first, NULL));
  cs_record_unref (cs_receipt_store_add (tx, second, NULL));
  assert_holds (cs_tally_store_adopt (tx, &n, why));
  g_assert_cmpuint (n, ==, 1);
  assert_holds (cs_tally_store_adopt (tx, &n, why));
  g_assert_cmpuint (n, ==, 0);
  commit (&tx);

  tx = begin_read (store);
  tally = cs_tally_store_find (tx, first->target_id, NULL);
  g_assert_cmpstr (tally->account_id, ==, account->id);
  g_assert_cmpstr (tally->post_id, ==, first->post_id);
  g_assert_cmpstr (tally->remote_id, ==, first->remote_id);
  g_assert_cmpstr (tally->url, ==, first->url);
  g_assert_cmpint (tally->published_at, ==, NOW);
  g_assert_cmpint (tally->next_at, ==, NOW);
  g_assert_cmpint (tally->gone_at, ==, CS_UNKNOWN);
  g_assert_cmpint (tally->followers, ==, CS_UNKNOWN);
  g_assert_cmpint (tally->taken_at, ==, CS_UNKNOWN);
  g_assert_cmpint (tally->engagement, ==, CS_UNKNOWN);
  assert_fails (cs_tally_store_find (tx, "nobody", why), CS_ERROR_NOT_FOUND);

  days = cs_account_day_store_list (tx, account->id, 0, 0, NULL);
  g_assert_cmpuint (days->len, ==, 1);
  g_assert_cmpint (((CsAccountDay *) days->pdata[0])->day, ==, TODAY);
  g_assert_cmpint (((CsAccountDay *) days->pdata[0])->posts, ==, 1);
  g_assert_cmpint (((CsAccountDay *) days->pdata[0])->counts[CS_METRIC_LIKES], ==, CS_UNKNOWN);
  cs_tx_free (tx);
}

/* Numbers are no part of undo, and stay when their post goes. */
static void
test_tally_outlives_post (Store         *store,
                          gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autoptr(CsPost) post = new_post (store, "Cat");
  g_autoptr(CsTarget) target = new_target (store, post, account, NOW);
  g_autoptr(CsReceipt) receipt = new_receipt (store, account, NOW);
  g_autoptr(GPtrArray) tallies = NULL;
  CsTx *tx = begin (store);

  g_set_str (&receipt->target_id, target->id);
  g_set_str (&receipt->post_id, post->id);
  save_account (tx, account);
  save_post (tx, post);
  save_target (tx, target);
  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  assert_holds (cs_tally_store_adopt (tx, NULL, why));
  count (tx, target->id, NOW + 60, 3);
  assert_holds (cs_target_store_remove (tx, target->id, why));
  assert_holds (cs_post_store_remove (tx, post->id, why));
  commit (&tx);

  tx = begin_read (store);
  tallies = cs_tally_store_list_for_post (tx, post->id, NULL);
  g_assert_cmpuint (tallies->len, ==, 1);
  g_assert_cmpint (((CsTally *) tallies->pdata[0])->counts[CS_METRIC_LIKES], ==, 3);
  cs_tx_free (tx);
}

static void
test_what_is_due (Store         *store,
                  gconstpointer  data)
{
  g_autoptr(CsAccount) ana = new_account (store, "ana");
  g_autoptr(CsAccount) bo = new_account (store, "bo");
  g_autoptr(GPtrArray) due = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *other = NULL;
  g_autoptr(CsTally) tally = NULL;
  CsTx *tx = begin (store);

  save_account (tx, ana);
  save_account (tx, bo);
  first = publish (tx, store, ana, NOW + 20);
  second = publish (tx, store, ana, NOW + 10);
  other = publish (tx, store, bo, NOW + 5);

  due = cs_tally_store_list_due (tx, ana->id, NOW + 20, 0, NULL);
  g_assert_cmpuint (due->len, ==, 2);
  g_assert_cmpstr (((CsTally *) due->pdata[0])->target_id, ==, second);
  g_clear_pointer (&due, g_ptr_array_unref);
  due = cs_tally_store_list_due (tx, ana->id, NOW + 19, 1, NULL);
  g_assert_cmpuint (due->len, ==, 1);

  assert_holds (cs_tally_store_plan (tx, other, CS_UNKNOWN, why));
  assert_holds (cs_tally_store_plan (tx, second, NOW + 900, why));
  assert_fails (cs_tally_store_plan (tx, "nobody", NOW, why), CS_ERROR_NOT_FOUND);

  assert_holds (cs_tally_store_set_gone (tx, first, NOW + 30, why));
  assert_holds (cs_tally_store_set_followers (tx, first, 120, why));
  tally = cs_tally_store_find (tx, first, NULL);
  g_assert_cmpint (tally->gone_at, ==, NOW + 30);
  g_assert_cmpint (tally->followers, ==, 120);
  commit (&tx);
}

static void
test_lists (Store         *store,
            gconstpointer  data)
{
  g_autoptr(CsAccount) ana = new_account (store, "ana");
  g_autoptr(CsAccount) bo = new_account (store, "bo");
  g_autoptr(GPtrArray) top = NULL;
  g_autoptr(GPtrArray) top_likes = NULL;
  g_autoptr(GPtrArray) out = NULL;
  char *ids[5];
  CsTx *tx = begin (store);

  save_account (tx, ana);
  save_account (tx, bo);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = publish (tx, store, i < 4 ? ana : bo, NOW + i);

  count (tx, ids[0], NOW + 60, 5);
  count (tx, ids[1], NOW + 60, CS_UNKNOWN);
  count (tx, ids[2], NOW + 60, 9);
  count (tx, ids[4], NOW + 60, 90);

  top = cs_tally_store_list_top (tx, ana->id, CS_METRIC_ENGAGEMENT, 20, NULL);
  g_assert_cmpuint (top->len, ==, 2);
  g_assert_cmpstr (((CsTally *) top->pdata[0])->target_id, ==, ids[2]);
  g_assert_cmpint (((CsTally *) top->pdata[0])->engagement, ==, 9);
  top_likes = cs_tally_store_list_top (tx, ana->id, CS_METRIC_LIKES, 1, NULL);
  g_assert_cmpuint (top_likes->len, ==, 1);
  g_assert_cmpstr (((CsTally *) top_likes->pdata[0])->source, ==, "example.social");

  out = cs_tally_store_list_out (tx, ana->id, NOW + 1, NOW + 3, 0, NULL);
  g_assert_cmpuint (out->len, ==, 2);
  g_assert_cmpstr (((CsTally *) out->pdata[0])->target_id, ==, ids[2]);
  g_assert_cmpstr (((CsTally *) out->pdata[1])->target_id, ==, ids[1]);
  commit (&tx);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_free (ids[i]);
}

/* What a post brought goes with it; what others brought stays. */
static void
test_remove (Store         *store,
             gconstpointer  data)
{
  g_autoptr(CsAccount) account = new_account (store, "ana");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(GPtrArray) days = NULL;
  g_autoptr(GPtrArray) samples = NULL;
  CsTx *tx = begin (store);

  save_account (tx, account);
  first = publish (tx, store, account, NOW);
  second = publish (tx, store, account, NOW);
  count (tx, first, NOW + 60, 5);
  count (tx, second, NOW + 60, 7);
  count (tx, first, NOW + DAY, 9);
  assert_holds (cs_tally_store_remove (tx, first, why));
  assert_fails (cs_tally_store_find (tx, first, why), CS_ERROR_NOT_FOUND);
  assert_fails (cs_tally_store_remove (tx, first, why), CS_ERROR_NOT_FOUND);

  days = cs_account_day_store_list (tx, account->id, 0, 0, NULL);
  g_assert_cmpuint (days->len, ==, 1);
  g_assert_cmpint (((CsAccountDay *) days->pdata[0])->posts, ==, 1);
  g_assert_cmpint (((CsAccountDay *) days->pdata[0])->counts[CS_METRIC_LIKES], ==, 7);
  samples = cs_sample_store_list (tx, second, 0, 0, NULL);
  g_assert_cmpuint (samples->len, ==, 1);
  commit (&tx);
}

CS_TESTS (tally_store)
{
  STORE_TEST ("/store/tally/receipts-are-adopted-once", test_receipts_are_adopted_once);
  STORE_TEST ("/store/tally/outlives-post", test_tally_outlives_post);
  STORE_TEST ("/store/tally/what-is-due", test_what_is_due);
  STORE_TEST ("/store/tally/lists", test_lists);
  STORE_TEST ("/store/tally/remove", test_remove);
}
