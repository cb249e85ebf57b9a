/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#define HOUR (60 * 60)
#define DAY  CS_DAY_SECONDS

/* A post that went out on a midnight, so that its days are those of the calendar. */
#define MIDNIGHT (NOW / DAY * DAY)

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
  receipt = new_receipt (&counted->store, counted->account, MIDNIGHT);
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

static void
add (CsTx    *tx,
     Counted *counted,
     gint64   age,
     gint64   likes,
     gint64   quotes)
{
  g_autoptr(CsSample) sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (counted->target_id);
  sample->taken_at = MIDNIGHT + age;
  sample->counts[CS_METRIC_LIKES] = likes;
  sample->counts[CS_METRIC_QUOTES] = quotes;
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
}

/* Every half hour until that age. */
static void
add_until (Counted *counted,
           gint64   age)
{
  CsTx *tx = begin (&counted->store);

  for (gint64 at = 0; at < age; at += HOUR / 2)
    add (tx, counted, at, at / 60, CS_UNKNOWN);

  commit (&tx);
}

static void
thin (Counted *counted,
      gint64   age,
      guint    limit)
{
  guint n;

  do
    {
      CsTx *tx = cs_tx_begin_ingest (counted->store.db, NULL);

      assert_holds (cs_sample_store_thin (tx, MIDNIGHT + age, limit, &n, why));
      commit (&tx);
    }
  while (n > 0);
}

static GPtrArray *
list (Counted *counted)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);

  return cs_sample_store_list (tx, counted->target_id, 0, 0, NULL);
}

/* The day as it stands; NULL: nothing is known of it. */
static CsAccountDay *
find_day (Counted *counted,
          gint64   age)
{
  gint64 day = (MIDNIGHT + age) / DAY;
  g_autoptr(CsTx) tx = begin_read (&counted->store);
  g_autoptr(GPtrArray) days = cs_account_day_store_list (tx, counted->account->id, day, day + 1,
                                                         NULL);

  return days->len > 0 ? cs_record_ref (days->pdata[0]) : NULL;
}

/* Whether of half hours up to 120 days the one of this age stays when nothing is young any more. */
static gboolean
should_stay (gint64 age)
{
  gint64 last = 120 * DAY - HOUR / 2;
  gint64 next = age + HOUR / 2;

  if (age < 2 * DAY || age == last)
    return TRUE;
  if (age < 14 * DAY)
    return next % HOUR == 0;
  if (age < 90 * DAY)
    return next % DAY == 0;

  return next % (7 * DAY) == 0;
}

static void
assert_thinned (Counted *counted)
{
  g_autoptr(GPtrArray) samples = list (counted);
  guint i = 0;

  for (gint64 age = 0; age < 120 * DAY; age += HOUR / 2)
    if (should_stay (age))
      {
        const CsSample *sample;

        g_assert_cmpuint (i, <, samples->len);
        sample = samples->pdata[i++];
        g_assert_cmpint (sample->taken_at, ==, MIDNIGHT + age);
        g_assert_cmpint (sample->counts[CS_METRIC_LIKES], ==, age / 60);
      }

  g_assert_cmpuint (i, ==, samples->len);
}

static void
test_tiers (Counted       *counted,
            gconstpointer  data)
{
  g_autoptr(CsTally) before = NULL;
  g_autoptr(CsTally) after = NULL;
  g_autoptr(CsTx) tx = NULL;

  add_until (counted, 120 * DAY);
  tx = begin_read (&counted->store);
  before = cs_tally_store_find (tx, counted->target_id, NULL);
  g_clear_pointer (&tx, cs_tx_free);

  thin (counted, 134 * DAY, 10000);
  assert_thinned (counted);

  /* It begins each time where it had got to, and a second look finds nothing. */
  thin (counted, 200 * DAY, 10000);
  assert_thinned (counted);

  tx = begin_read (&counted->store);
  after = cs_tally_store_find (tx, counted->target_id, NULL);
  g_assert_true (cs_record_equal (before, after));
}

static void
test_small_steps_come_to_the_same (Counted       *counted,
                                   gconstpointer  data)
{
  add_until (counted, 120 * DAY);

  for (gint64 age = 14 * DAY; age < 140 * DAY; age += 5 * DAY + 1000)
    thin (counted, age, 1 + age % 97);

  assert_thinned (counted);
}

/* The last two weeks are left alone. */
static void
test_young_days_rest (Counted       *counted,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(CsAccountDay) thinned = NULL;
  g_autoptr(CsAccountDay) resting = NULL;
  guint young = 0;

  add_until (counted, 20 * DAY);
  thin (counted, 20 * DAY, 1000);
  samples = list (counted);

  for (guint i = 0; i < samples->len; i++)
    young += ((CsSample *) samples->pdata[i])->taken_at >= MIDNIGHT + 6 * DAY;

  g_assert_cmpuint (young, ==, 14 * 48);
  g_assert_cmpuint (samples->len, ==, 2 * 48 + 4 * 24 + 14 * 48);
  thinned = find_day (counted, 5 * DAY);
  resting = find_day (counted, 6 * DAY);
  g_assert_true (thinned->frozen);
  g_assert_false (resting->frozen);
}

/* What only one sample tells stays with it. */
static void
test_what_no_other_tells_stays (Counted       *counted,
                                gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(CsTx) tx = begin (&counted->store);

  add (tx, counted, 20 * DAY, 1, CS_UNKNOWN);
  add (tx, counted, 20 * DAY + 1, 2, 7);
  add (tx, counted, 20 * DAY + 2, 3, 8);
  add (tx, counted, 20 * DAY + 3, 4, CS_UNKNOWN);
  add (tx, counted, 20 * DAY + 4, 5, CS_UNKNOWN);
  commit (&tx);
  thin (counted, 60 * DAY, 1000);

  samples = list (counted);
  g_assert_cmpuint (samples->len, ==, 3);
  g_assert_cmpint (((CsSample *) samples->pdata[0])->counts[CS_METRIC_LIKES], ==, 1);    /* first */
  g_assert_cmpint (((CsSample *) samples->pdata[1])->counts[CS_METRIC_QUOTES], ==, 8);
  g_assert_cmpint (((CsSample *) samples->pdata[2])->counts[CS_METRIC_LIKES], ==, 5);
}

/* Neither what comes late, nor a rebuild, nor the end of the post changes a frozen day. */
static void
test_frozen_days_stay (Counted       *counted,
                       gconstpointer  data)
{
  g_autoptr(CsAccountDay) before = NULL;
  g_autoptr(CsAccountDay) after_late = NULL;
  g_autoptr(CsAccountDay) after_rebuild = NULL;
  g_autoptr(CsAccountDay) after_removal = NULL;
  g_autoptr(CsAccountDay) open = NULL;
  gint64 n_days, n_changed;
  CsTx *tx;

  add_until (counted, 20 * DAY);
  thin (counted, 60 * DAY, 1000);
  before = find_day (counted, 10 * DAY);
  g_assert_true (before->frozen);
  g_assert_cmpint (before->counts[CS_METRIC_LIKES], ==, DAY / 60);

  tx = begin (&counted->store);
  add (tx, counted, 10 * DAY + 1, 1000000, CS_UNKNOWN);
  commit (&tx);
  after_late = find_day (counted, 10 * DAY);
  g_assert_true (cs_record_equal (before, after_late));

  assert_holds (cs_account_day_store_rebuild (counted->store.db, NULL, &n_days, &n_changed, why));
  g_assert_cmpint (n_changed, ==, 0);
  after_rebuild = find_day (counted, 10 * DAY);
  g_assert_true (cs_record_equal (before, after_rebuild));

  tx = begin (&counted->store);
  assert_holds (cs_tally_store_remove (tx, counted->target_id, why));
  commit (&tx);
  after_removal = find_day (counted, 10 * DAY);
  g_assert_true (cs_record_equal (before, after_removal));
  open = find_day (counted, DAY);
  g_assert_null (open);
}

/* An account's samples go by their own age, and a day keeps its followers. */
static void
test_account_samples (Counted       *counted,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) daily = NULL;
  g_autoptr(GPtrArray) weekly = NULL;
  g_autoptr(CsAccountDay) whole = NULL;
  g_autoptr(CsAccountDay) frozen = NULL;
  CsTx *tx = begin (&counted->store);

  for (gint64 age = 0; age < 21 * DAY; age += HOUR)
    {
      g_autoptr(CsAccountSample) sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);

      sample->account_id = g_strdup (counted->account->id);
      sample->taken_at = MIDNIGHT + age;
      sample->followers = age / HOUR;
      assert_holds (cs_account_sample_store_add (tx, sample, NULL, why));
    }

  commit (&tx);
  thin (counted, 35 * DAY, 100);
  tx = begin_read (&counted->store);
  daily = cs_account_sample_store_list (tx, counted->account->id, 0, 0, NULL);
  cs_tx_free (tx);
  g_assert_cmpuint (daily->len, ==, 1 + 21);
  g_assert_cmpint (((CsAccountSample *) daily->pdata[0])->taken_at, ==, MIDNIGHT);
  g_assert_cmpint (((CsAccountSample *) daily->pdata[21])->followers, ==, 21 * 24 - 1);
  whole = find_day (counted, 3 * DAY);
  g_assert_cmpint (whole->followers, ==, 4 * 24 - 1);
  g_assert_false (whole->frozen);

  thin (counted, 200 * DAY, 100);
  tx = begin_read (&counted->store);
  weekly = cs_account_sample_store_list (tx, counted->account->id, 0, 0, NULL);
  cs_tx_free (tx);
  g_assert_cmpuint (weekly->len, >=, 1 + 3);
  g_assert_cmpuint (weekly->len, <=, 1 + 4);
  frozen = find_day (counted, 3 * DAY);
  g_assert_cmpint (frozen->followers, ==, 4 * 24 - 1);
}

CS_TESTS (thinning)
{
#define COUNTED_TEST(path, func) g_test_add (path, Counted, NULL, set_up, func, tear_down)
  COUNTED_TEST ("/store/thinning/tiers", test_tiers);
  COUNTED_TEST ("/store/thinning/small-steps-come-to-the-same", test_small_steps_come_to_the_same);
  COUNTED_TEST ("/store/thinning/young-days-rest", test_young_days_rest);
  COUNTED_TEST ("/store/thinning/what-no-other-tells-stays", test_what_no_other_tells_stays);
  COUNTED_TEST ("/store/thinning/frozen-days-stay", test_frozen_days_stay);
  COUNTED_TEST ("/store/thinning/account-samples", test_account_samples);
}
