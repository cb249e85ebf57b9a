/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-error.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#include <inttypes.h>

#define DAY CS_DAY_SECONDS
#define TODAY (NOW / DAY)

typedef struct
{
  Store      store;
  CsAccount *account;
  char      *target_id;
} Counted;

static void
set_up (Counted       *counted,
        gconstpointer  data)
{
  g_autoptr(CsReceipt) receipt = NULL;
  CsTx *tx;

  store_set_up (&counted->store, data);
  counted->account = new_account (&counted->store, "ana");
  receipt = new_receipt (&counted->store, counted->account, NOW);
  counted->target_id = g_strdup (receipt->target_id);
  tx = begin (&counted->store);
  save_account (tx, counted->account);
  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  assert_holds (cs_tally_store_adopt (tx, NULL, why));
  commit (&tx);
}

static void
tear_down (Counted       *counted,
           gconstpointer  data)
{
  cs_record_unref (counted->account);
  g_free (counted->target_id);
  store_tear_down (&counted->store, data);
}

static CsSample *
new_sample (Counted *counted,
            gint64   taken_at,
            gint64   likes,
            gint64   quotes)
{
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (counted->target_id);
  sample->taken_at = taken_at;
  sample->source = g_strdup ("example.social");
  sample->counts[CS_METRIC_LIKES] = likes;
  sample->counts[CS_METRIC_SHARES] = 1;
  sample->counts[CS_METRIC_COMMENTS] = 2;
  sample->counts[CS_METRIC_QUOTES] = quotes;

  return sample;
}

static gboolean
add (Counted *counted,
     gint64   taken_at,
     gint64   likes,
     gint64   quotes)
{
  g_autoptr(CsSample) sample = new_sample (counted, taken_at, likes, quotes);
  CsTx *tx = cs_tx_begin_ingest (counted->store.db, NULL);
  gboolean is_new;

  assert_holds (cs_sample_store_add (tx, sample, &is_new, why));
  commit (&tx);

  return is_new;
}

static gint64
gained (Counted  *counted,
        CsMetric  metric,
        gint64    day)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);
  g_autoptr(GPtrArray) days = cs_account_day_store_list (tx, counted->account->id, day, day + 1,
                                                         NULL);

  return days->len > 0 ? ((CsAccountDay *) days->pdata[0])->counts[metric] : CS_UNKNOWN;
}

static CsTally *
find_tally (Counted *counted)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);

  return cs_tally_store_find (tx, counted->target_id, NULL);
}

static GPtrArray *
list (Counted  *counted,
      gboolean  all)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);

  return all ? cs_sample_store_list_all (tx, counted->target_id, 0, 0, NULL)
             : cs_sample_store_list (tx, counted->target_id, 0, 0, NULL);
}

static void
test_sample_comes_back (Counted       *counted,
                        gconstpointer  data)
{
  g_autoptr(CsSample) sample = new_sample (counted, NOW + 60, 4, CS_UNKNOWN);
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(CsTally) tally = NULL;
  CsTx *tx = begin (&counted->store);

  sample->origin = CS_ORIGIN_IMPORT;
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
  commit (&tx);

  sample->revision = 0;
  samples = list (counted, FALSE);
  g_assert_cmpuint (samples->len, ==, 1);
  g_assert_true (cs_record_equal (samples->pdata[0], sample));

  tally = find_tally (counted);
  g_assert_cmpint (tally->taken_at, ==, NOW + 60);
  g_assert_cmpint (tally->origin, ==, CS_ORIGIN_IMPORT);
  g_assert_cmpstr (tally->source, ==, "example.social");
  g_assert_true (cs_counts_equal (tally->counts, sample->counts));
  g_assert_cmpint (tally->engagement, ==, 7);
}

/* A gain is of the day of the later sample; a lower number is as good as a higher one. */
static void
test_days_gain (Counted       *counted,
                gconstpointer  data)
{
  g_assert_true (add (counted, NOW + 60, 4, CS_UNKNOWN));
  g_assert_true (add (counted, NOW + 120, 6, CS_UNKNOWN));
  g_assert_true (add (counted, NOW + DAY, 16, CS_UNKNOWN));
  g_assert_true (add (counted, NOW + 3 * DAY, 15, CS_UNKNOWN));

  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY), ==, 6);
  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 1), ==, 10);
  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 2), ==, CS_UNKNOWN);
  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 3), ==, -1);
  g_assert_cmpint (gained (counted, CS_METRIC_VIEWS, TODAY), ==, CS_UNKNOWN);
}

static void
test_unknown_is_not_zero (Counted       *counted,
                          gconstpointer  data)
{
  g_autoptr(CsTally) tally = NULL;

  add (counted, NOW + 60, 4, 2);
  add (counted, NOW + DAY, 5, CS_UNKNOWN);
  g_assert_cmpint (gained (counted, CS_METRIC_QUOTES, TODAY + 1), ==, CS_UNKNOWN);

  /* It is compared with the last that was told. */
  add (counted, NOW + 2 * DAY, 6, 7);
  g_assert_cmpint (gained (counted, CS_METRIC_QUOTES, TODAY + 2), ==, 5);

  add (counted, NOW + 3 * DAY, CS_UNKNOWN, 7);
  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 3), ==, CS_UNKNOWN);
  g_assert_cmpint (gained (counted, CS_METRIC_QUOTES, TODAY + 3), ==, 0);
  tally = find_tally (counted);
  g_assert_cmpint (tally->counts[CS_METRIC_LIKES], ==, CS_UNKNOWN);
  g_assert_cmpint (tally->engagement, ==, CS_UNKNOWN);
}

/* The day of what comes after gains less: some of it is of an earlier day. */
static void
test_any_order (Counted       *counted,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;

  add (counted, NOW + 4 * DAY, 20, CS_UNKNOWN);
  add (counted, NOW + DAY, 5, CS_UNKNOWN);
  add (counted, NOW + 2 * DAY, CS_UNKNOWN, 3);
  add (counted, NOW + 3 * DAY, 12, CS_UNKNOWN);

  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 1), ==, 5);
  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 2), ==, CS_UNKNOWN);
  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 3), ==, 7);
  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 4), ==, 8);
  samples = list (counted, FALSE);
  g_assert_cmpuint (samples->len, ==, 4);
  g_assert_cmpint (((CsSample *) samples->pdata[0])->taken_at, ==, NOW + DAY);
}

static void
test_correction_is_a_new_row (Counted       *counted,
                              gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(CsTally) tally = NULL;

  g_assert_true (add (counted, NOW + 60, 4, 1));
  g_assert_true (add (counted, NOW + DAY, 9, 1));
  g_assert_false (add (counted, NOW + 60, 4, 1));
  g_assert_true (add (counted, NOW + 60, 6, CS_UNKNOWN));
  g_assert_false (add (counted, NOW + 60, 6, CS_UNKNOWN));
  g_assert_true (add (counted, NOW + DAY, 10, 1));

  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY), ==, 6);
  g_assert_cmpint (gained (counted, CS_METRIC_LIKES, TODAY + 1), ==, 4);
  g_assert_cmpint (gained (counted, CS_METRIC_QUOTES, TODAY), ==, CS_UNKNOWN);
  g_assert_cmpint (gained (counted, CS_METRIC_QUOTES, TODAY + 1), ==, 1);

  samples = list (counted, FALSE);
  g_assert_cmpuint (samples->len, ==, 2);
  g_assert_cmpint (((CsSample *) samples->pdata[0])->revision, ==, 1);
  all = list (counted, TRUE);
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpint (((CsSample *) all->pdata[0])->counts[CS_METRIC_LIKES], ==, 4);
  tally = find_tally (counted);
  g_assert_cmpint (tally->counts[CS_METRIC_LIKES], ==, 10);
}

static void
test_nonsense_is_refused (Counted       *counted,
                          gconstpointer  data)
{
  g_autoptr(CsSample) negative = new_sample (counted, NOW + 60, -1, 0);
  g_autoptr(CsSample) huge = new_sample (counted, NOW + 60, G_MAXINT64, 0);
  g_autoptr(CsSample) timeless = new_sample (counted, CS_UNKNOWN, 1, 0);
  g_autoptr(CsSample) foreign = new_sample (counted, NOW + 60, 1, 0);
  g_autoptr(CsTx) tx = begin (&counted->store);

  g_set_str (&foreign->target_id, "nobody");
  assert_fails (cs_sample_store_add (tx, negative, NULL, why), CS_ERROR_INVALID);
  assert_fails (cs_sample_store_add (tx, huge, NULL, why), CS_ERROR_INVALID);
  assert_fails (cs_sample_store_add (tx, timeless, NULL, why), CS_ERROR_INVALID);
  assert_fails (cs_sample_store_add (tx, foreign, NULL, why), CS_ERROR_NOT_FOUND);
}

static void
assert_last (Counted *counted,
             gint64   before,
             gint64   likes)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);
  g_autoptr(CsSample) last = NULL;

  assert_holds (cs_sample_store_find_last (tx, counted->target_id, before, &last, why));
  g_assert_cmpint (last != NULL ? last->counts[CS_METRIC_LIKES] : CS_UNKNOWN, ==, likes);
}

static void
test_last (Counted       *counted,
           gconstpointer  data)
{
  assert_last (counted, 0, CS_UNKNOWN);
  add (counted, NOW + 60, 4, 0);
  add (counted, NOW + 120, 9, 0);
  add (counted, NOW + 120, 8, 0);

  assert_last (counted, 0, 8);
  assert_last (counted, NOW + 121, 8);
  assert_last (counted, NOW + 120, 4);
  assert_last (counted, NOW + 60, CS_UNKNOWN);
}

/* Likes and revisions until the moment; 0: of all. */
static void
assert_all (Counted    *counted,
            gint64      until,
            const char *expected)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);
  g_autoptr(GPtrArray) samples = cs_sample_store_list_all (tx, counted->target_id, 0, until, NULL);
  g_autoptr(GString) told = g_string_new (NULL);

  for (guint i = 0; i < samples->len; i++)
    {
      const CsSample *sample = samples->pdata[i];

      g_string_append_printf (told, "%s%" PRId64 "/%" PRId64, i > 0 ? " " : "",
                              sample->counts[CS_METRIC_LIKES], sample->revision);
    }

  g_assert_cmpstr (told->str, ==, expected);
}

/* By time, and what was corrected before what corrects it. */
static void
test_all (Counted       *counted,
          gconstpointer  data)
{
  assert_all (counted, 0, "");
  add (counted, NOW + 180, 1, 0);
  add (counted, NOW + 120, 9, 0);
  add (counted, NOW - 60, 4, 0);
  add (counted, NOW + 180, 2, 0);
  add (counted, NOW + 120, 8, 0);
  add (counted, NOW + 180, 3, 0);

  assert_all (counted, 0, "4/0 9/0 8/1 1/0 2/1 3/2");
  assert_all (counted, NOW + 180, "4/0 9/0 8/1");
}

CS_TESTS (sample_store)
{
#define COUNTED_TEST(path, func) g_test_add (path, Counted, NULL, set_up, func, tear_down)
  COUNTED_TEST ("/store/sample/comes-back", test_sample_comes_back);
  COUNTED_TEST ("/store/sample/days-gain", test_days_gain);
  COUNTED_TEST ("/store/sample/unknown-is-not-zero", test_unknown_is_not_zero);
  COUNTED_TEST ("/store/sample/any-order", test_any_order);
  COUNTED_TEST ("/store/sample/correction-is-a-new-row", test_correction_is_a_new_row);
  COUNTED_TEST ("/store/sample/last", test_last);
  COUNTED_TEST ("/store/sample/all-with-what-was-corrected", test_all);
  COUNTED_TEST ("/store/sample/nonsense-is-refused", test_nonsense_is_refused);
}
