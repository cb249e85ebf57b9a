/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"
#include "cs-counted.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#include <string.h>

static char *
publish (Store           *store,
         CsTx            *tx,
         const CsAccount *account,
         const char      *title,
         gint64           at)
{
  g_autoptr(CsReceipt) receipt = new_receipt (store, account, at);

  if (title != NULL)
    {
      g_autoptr(CsPost) post = new_post (store, title);

      g_set_str (&receipt->post_id, post->id);
      save_post (tx, post);
    }

  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  assert_holds (cs_tally_store_adopt (tx, NULL, why));

  return g_strdup (receipt->post_id);
}

/* The titles, “-” for what is deleted. */
static char *
titles_of (GPtrArray *list)
{
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const CsCounted *post = list->pdata[i];

      g_assert_cmpstr (post->account->id, ==, post->tally->account_id);
      g_assert_true (post->deleted == (post->title == NULL));
      g_string_append (titles, post->title != NULL ? post->title : "-");
    }

  return g_string_free (titles, FALSE);
}

static void
assert_titles (CsTx           *tx,
               CsCountedRange  range,
               const char     *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = cs_counted_list (tx, &range, &error);
  g_autofree char *titles = NULL;

  g_assert_no_error (error);
  titles = titles_of (list);
  g_assert_cmpstr (titles, ==, expected);
}

static void
test_ranges (Store         *store,
             gconstpointer  data)
{
  g_autoptr(CsAccount) ana = new_account (store, "ana");
  g_autoptr(CsAccount) bo = new_account (store, "bo");
  g_autoptr(CsTx) tx = begin (store);
  const char *only[] = { ana->id, NULL };
  g_autofree char *first = NULL;

  save_account (tx, ana);
  save_account (tx, bo);
  first = publish (store, tx, ana, "A", NOW);
  g_free (publish (store, tx, bo, "B", NOW + 10));
  g_free (publish (store, tx, ana, NULL, NOW + 20));

  assert_titles (tx, (CsCountedRange) { NULL, }, "-BA");
  assert_titles (tx, (CsCountedRange) { .account_ids = only }, "-A");
  assert_titles (tx, (CsCountedRange) { .account_ids = only, .limit = 1 }, "-");
  assert_titles (tx, (CsCountedRange) { .from = NOW + 10, .until = NOW + 20 }, "B");
  assert_titles (tx, (CsCountedRange) { .post_id = first }, "A");
  assert_titles (tx, (CsCountedRange) { .post_id = first, .from = NOW + 1 }, "");
  assert_titles (tx, (CsCountedRange) { .post_id = "nobody" }, "");
}

/* What is known of who was removed is still there, in a list of all too. */
static void
test_removed_account (Store         *store,
                      gconstpointer  data)
{
  g_autoptr(CsAccount) ana = new_account (store, "ana");
  g_autoptr(CsTx) tx = begin (store);
  const char *only[] = { ana->id, NULL };

  save_account (tx, ana);
  g_free (publish (store, tx, ana, "A", NOW));
  assert_holds (cs_account_store_remove (tx, ana->id, why));

  assert_titles (tx, (CsCountedRange) { NULL, }, "A");
  assert_titles (tx, (CsCountedRange) { .account_ids = only }, "A");
}

static void
count (CsTx       *tx,
       const char *post_id,
       gint64      likes,
       gint64      comments)
{
  g_autoptr(GPtrArray) tallies = cs_tally_store_list_for_post (tx, post_id, NULL);
  g_autoptr(CsSample) sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (((const CsTally *) tallies->pdata[0])->target_id);
  sample->taken_at = NOW + 100;
  sample->counts[CS_METRIC_LIKES] = likes;
  sample->counts[CS_METRIC_COMMENTS] = comments;
  sample->counts[CS_METRIC_SHARES] = 0;
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
}

static void
assert_top (CsTx              *tx,
            const char *const *account_ids,
            guint              metric,
            guint              limit,
            const char        *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = cs_counted_top (tx, account_ids, metric, limit, &error);
  g_autofree char *titles = NULL;

  g_assert_no_error (error);
  titles = titles_of (list);
  g_assert_cmpstr (titles, ==, expected);
}

/* The first of all accounts together, or of those that are named. */
static void
test_top (Store         *store,
          gconstpointer  data)
{
  g_autoptr(CsAccount) ana = new_account (store, "ana");
  g_autoptr(CsAccount) bo = new_account (store, "bo");
  g_autoptr(CsTx) tx = begin (store);
  const char *only[] = { ana->id, NULL };
  static const gint64 numbers[][2] = { { 5, 1 }, { 9, 0 }, { 2, 8 }, { CS_UNKNOWN, 3 } };

  save_account (tx, ana);
  save_account (tx, bo);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const char title[] = { 'A' + i, '\0' };
      g_autofree char *post_id = publish (store, tx, i == 1 ? bo : ana, title, NOW + i);

      count (tx, post_id, numbers[i][0], numbers[i][1]);
    }

  assert_top (tx, NULL, CS_METRIC_ENGAGEMENT, 10, "CBA");
  assert_top (tx, NULL, CS_METRIC_ENGAGEMENT, 2, "CB");
  assert_top (tx, NULL, CS_METRIC_LIKES, 2, "BA");
  assert_top (tx, NULL, CS_METRIC_COMMENTS, 10, "CDAB");
  assert_top (tx, only, CS_METRIC_LIKES, 10, "AC");
  assert_top (tx, NULL, CS_METRIC_VIEWS, 10, "");
}

CS_TESTS (counted)
{
  STORE_TEST ("/report/counted/top", test_top);
  STORE_TEST ("/report/counted/ranges", test_ranges);
  STORE_TEST ("/report/counted/removed-account", test_removed_account);
}
