/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#include <string.h>

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

static void
add_counts (CsTx         *tx,
            Counted      *counted,
            gint64        age,
            const gint64 *counts)
{
  g_autoptr(CsSample) sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (counted->target_id);
  sample->taken_at = MIDNIGHT + age;
  memcpy (sample->counts, counts, sizeof sample->counts);
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
}

/* On a day: twice what alone tells a number, then three times others, of which one tells least. */
static void
add_day_of (CsTx     *tx,
            Counted  *counted,
            CsMetric  alone)
{
  gint64 day = (20 + alone) * DAY;
  gint64 counts[CS_N_METRICS];

  cs_counts_clear (counts);
  for (gint64 i = 0; i < 2; i++)
    {
      counts[alone] = 100 * alone + i;
      add_counts (tx, counted, day + i, counts);
    }

  for (gint64 i = 2; i < 5; i++)
    {
      cs_counts_clear (counts);
      for (CsMetric metric = 0; metric < CS_N_METRICS; metric++)
        if (metric != alone && (i != 3 || metric == (alone + 1) % CS_N_METRICS))
          counts[metric] = 100 * alone + i;
      add_counts (tx, counted, day + i, counts);
    }
}

/* Whichever number it is; who tells less than the one after goes. */
static void
test_what_alone_tells_a_number_stays (Counted       *counted,
                                      gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  CsTx *tx = begin (&counted->store);

  add (tx, counted, 0, 0, CS_UNKNOWN);
  for (CsMetric metric = 0; metric < CS_N_METRICS; metric++)
    add_day_of (tx, counted, metric);
  commit (&tx);
  thin (counted, 60 * DAY, 1000);

  samples = list (counted);
  g_assert_cmpuint (samples->len, ==, 1 + 2 * CS_N_METRICS);
  for (CsMetric metric = 0; metric < CS_N_METRICS; metric++)
    {
      const CsSample *alone = samples->pdata[1 + 2 * metric];
      const CsSample *others = samples->pdata[2 + 2 * metric];

      g_assert_cmpint (alone->taken_at, ==, MIDNIGHT + (20 + metric) * DAY + 1);
      g_assert_cmpint (others->taken_at, ==, MIDNIGHT + (20 + metric) * DAY + 4);
    }
}

/* One a day, by its end, from then to then; each tells more than the one before. */
static void
add_daily (Counted *counted,
           gint64   from_day,
           gint64   until_day)
{
  CsTx *tx = begin (&counted->store);

  for (gint64 day = from_day; day < until_day; day++)
    add (tx, counted, (day + 1) * DAY - HOUR, day, CS_UNKNOWN);

  commit (&tx);
}

/* Days 85 to 89 stay; then the last of each week, and of what is left of one as the year ends; then
 * the last of each 28 days, and the last of all. */
static void
test_old_tiers (Counted       *counted,
                gconstpointer  data)
{
  static const gint64 ends[] = { 364, 391, 419, 447, 475, 503, 519 };
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));

  add_daily (counted, 85, 520);
  thin (counted, 540 * DAY, 1000);
  samples = list (counted);

  for (gint64 day = 85; day < 90; day++)
    g_array_append_val (wanted, day);
  for (gint64 day = 90; day < 364; day += 7)
    g_array_append_val (wanted, day);
  g_array_append_vals (wanted, ends, G_N_ELEMENTS (ends));

  g_assert_cmpuint (samples->len, ==, wanted->len);
  for (guint i = 0; i < wanted->len; i++)
    g_assert_cmpint (((CsSample *) samples->pdata[i])->counts[CS_METRIC_LIKES], ==,
                     g_array_index (wanted, gint64, i));
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

/* Of all days together; it is what the network told last, where no sum is off. */
static gint64
sum_likes (Counted *counted)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);
  g_autoptr(GPtrArray) days = cs_account_day_store_list (tx, counted->account->id, 0, 0, NULL);
  gint64 sum = 0;

  for (guint i = 0; i < days->len; i++)
    {
      gint64 likes = ((CsAccountDay *) days->pdata[i])->counts[CS_METRIC_LIKES];

      sum += likes != CS_UNKNOWN ? likes : 0;
    }

  return sum;
}

static gint64
latest_likes (Counted *counted)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);
  g_autoptr(CsTally) tally = cs_tally_store_find (tx, counted->target_id, NULL);

  return tally->counts[CS_METRIC_LIKES];
}

static void
tell_late (Counted *counted,
           gint64   age,
           gint64   likes,
           guint    n_late)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);
  gint64 n_days, n_changed;
  CsTx *tx;
  guint n;

  sample->target_id = g_strdup (counted->target_id);
  sample->taken_at = MIDNIGHT + age;
  sample->counts[CS_METRIC_LIKES] = likes;
  g_ptr_array_add (samples, sample);
  tx = begin (&counted->store);
  assert_holds (cs_sample_store_count_late (tx, samples, &n, why));
  g_assert_cmpuint (n, ==, n_late);
  assert_holds (cs_sample_store_add_all (tx, samples, NULL, why));
  assert_holds (cs_sample_store_count_late (tx, samples, &n, why));
  g_assert_cmpuint (n, ==, 0);
  commit (&tx);

  assert_holds (cs_account_day_store_rebuild (counted->store.db, NULL, &n_days, &n_changed, why));
  g_assert_cmpint (n_changed, ==, 0);
}

/* What is told too late of a frozen day is no loss of the day after it, nor is what corrects it. */
static void
test_late_is_no_loss (Counted       *counted,
                      gconstpointer  data)
{
  gint64 late = 6 * DAY - 1;
  g_autoptr(CsAccountDay) before = NULL;
  g_autoptr(CsAccountDay) open = NULL;
  CsTx *tx;

  add_until (counted, 20 * DAY);
  thin (counted, 20 * DAY, 1000);
  before = find_day (counted, 6 * DAY);
  g_assert_false (before->frozen);
  g_assert_cmpint (sum_likes (counted), ==, latest_likes (counted));

  tell_late (counted, late, 1000000, 1);
  tell_late (counted, late, 2000000, 1);
  tell_late (counted, late - HOUR / 2 + 1, 3000000, 1);

  {
    g_autoptr(CsAccountDay) after = find_day (counted, 6 * DAY);

    g_assert_true (cs_record_equal (before, after));
  }

  /* Also when what it stands beside is thinned, and when what is told of the day after is new. */
  thin (counted, 21 * DAY, 1000);
  tell_late (counted, 7 * DAY + 1, 7 * DAY / 60, 0);
  g_assert_cmpint (sum_likes (counted), ==, latest_likes (counted));

  tx = begin (&counted->store);
  assert_holds (cs_tally_store_remove (tx, counted->target_id, why));
  commit (&tx);
  open = find_day (counted, 7 * DAY);
  g_assert_null (open);
}

/* Nor is what is told of a day between gained twice: the frozen day after it has it already. */
static void
test_late_is_not_gained_twice (Counted       *counted,
                               gconstpointer  data)
{
  g_autoptr(CsAccountDay) between = NULL;
  CsTx *tx = begin (&counted->store);

  for (gint64 at = 0; at < 20 * DAY; at += HOUR / 2)
    if (at / DAY != 4)
      add (tx, counted, at, at / 60, CS_UNKNOWN);

  commit (&tx);
  thin (counted, 20 * DAY, 1000);
  tell_late (counted, 4 * DAY + HOUR, 4 * DAY / 60, 1);
  between = find_day (counted, 4 * DAY);
  g_assert_null (between);
  g_assert_cmpint (sum_likes (counted), ==, latest_likes (counted));
}

/* What it tells beyond is gained by the next day that is counted. */
static void
test_late_is_gained_later (Counted       *counted,
                           gconstpointer  data)
{
  g_autoptr(CsAccountDay) later = NULL;
  gint64 stood = (6 * DAY - HOUR / 2) / 60;

  add_until (counted, 6 * DAY);
  thin (counted, 20 * DAY, 1000);
  tell_late (counted, 6 * DAY - 1, 9000, 1);
  g_assert_cmpint (latest_likes (counted), ==, 9000);
  g_assert_cmpint (sum_likes (counted), ==, stood);

  tell_late (counted, 20 * DAY, 9100, 0);
  later = find_day (counted, 20 * DAY);
  g_assert_cmpint (later->counts[CS_METRIC_LIKES], ==, 9100 - stood);
  g_assert_cmpint (sum_likes (counted), ==, latest_likes (counted));
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

static void
add_account_sample (CsTx    *tx,
                    Counted *counted,
                    gint64   age,
                    gint64   followers,
                    gint64   following,
                    gint64   posts)
{
  g_autoptr(CsAccountSample) sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);

  sample->account_id = g_strdup (counted->account->id);
  sample->taken_at = MIDNIGHT + age;
  sample->followers = followers;
  sample->following = following;
  sample->posts = posts;
  assert_holds (cs_account_sample_store_add (tx, sample, NULL, why));
}

static GPtrArray *
list_account (Counted *counted)
{
  g_autoptr(CsTx) tx = begin_read (&counted->store);

  return cs_account_sample_store_list (tx, counted->account->id, 0, 0, NULL);
}

/* In seconds: of how long one stays that is so many days old. */
static gint64
account_step (gint64 days)
{
  return days < 90 ? DAY : days < 365 ? 7 * DAY : 28 * DAY;
}

static void
test_old_account_samples (Counted       *counted,
                          gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  CsTx *tx = begin (&counted->store);
  guint n = 0;

  for (gint64 day = 0; day < 520; day++)
    add_account_sample (tx, counted, day * DAY + HOUR, day, day, day);
  commit (&tx);
  thin (counted, 534 * DAY, 10000);
  samples = list_account (counted);

  for (gint64 day = 0; day < 520; day++)
    {
      gint64 at = MIDNIGHT + day * DAY + HOUR;
      gint64 step = account_step (533 - day);    /* an hour short of 534 - day */

      if (day == 0 || day == 519 || step != account_step (532 - day)
          || at / step != (at + DAY) / step)
        {
          g_assert_cmpuint (n, <, samples->len);
          g_assert_cmpint (((CsAccountSample *) samples->pdata[n++])->followers, ==, day);
        }
    }

  g_assert_cmpuint (n, ==, samples->len);
}

/* What a day was reckoned from is gone: it stays as it was, whoever reckons again. */
static void
test_days_without_account_samples_are_frozen (Counted       *counted,
                                              gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  CsTx *tx = begin (&counted->store);
  gint64 n_days, n_changed;
  guint next = 0;

  for (gint64 day = 0; day < 28; day++)
    add_account_sample (tx, counted, day * DAY + HOUR, 1000 + day, 1, 1);
  commit (&tx);
  thin (counted, 200 * DAY, 100);
  assert_holds (cs_account_day_store_rebuild (counted->store.db, NULL, &n_days, &n_changed, why));
  g_assert_cmpint (n_changed, ==, 0);
  samples = list_account (counted);
  g_assert_cmpuint (samples->len, <=, 1 + 5);

  for (gint64 day = 0; day < 28; day++)
    {
      g_autoptr(CsAccountDay) found = find_day (counted, day * DAY);
      gboolean has_sample = next < samples->len
          && ((CsAccountSample *) samples->pdata[next])->followers == 1000 + day;

      g_assert_nonnull (found);
      g_assert_cmpint (found->followers, ==, 1000 + day);
      g_assert_cmpint (found->frozen, ==, !has_sample);
      next += has_sample;
    }
}

/* Of an account, too, whichever number it is. */
static void
test_what_alone_tells_of_an_account_stays (Counted       *counted,
                                           gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  CsTx *tx = begin (&counted->store);

  add_account_sample (tx, counted, 0, 1, 1, 1);
  for (gint64 i = 0; i < 3; i++)
    {
      gint64 at = (i + 1) * DAY;

      add_account_sample (tx, counted, at, i == 0 ? 5 : CS_UNKNOWN, i == 1 ? 5 : CS_UNKNOWN,
                          i == 2 ? 5 : CS_UNKNOWN);
      add_account_sample (tx, counted, at + 1, i != 0 ? 6 : CS_UNKNOWN, i != 1 ? 6 : CS_UNKNOWN,
                          i != 2 ? 6 : CS_UNKNOWN);
      add_account_sample (tx, counted, at + 2, i != 0 ? 7 : CS_UNKNOWN, i != 1 ? 7 : CS_UNKNOWN,
                          i != 2 ? 7 : CS_UNKNOWN);
    }

  commit (&tx);
  thin (counted, 60 * DAY, 100);
  samples = list_account (counted);
  g_assert_cmpuint (samples->len, ==, 1 + 2 * 3);
  for (gint64 i = 0; i < 3; i++)
    {
      const CsAccountSample *alone = samples->pdata[1 + 2 * i];
      const CsAccountSample *others = samples->pdata[2 + 2 * i];

      g_assert_cmpint (alone->taken_at, ==, MIDNIGHT + (i + 1) * DAY);
      g_assert_cmpint (others->taken_at, ==, MIDNIGHT + (i + 1) * DAY + 2);
    }
}

CS_TESTS (thinning)
{
#define COUNTED_TEST(path, func) g_test_add (path, Counted, NULL, set_up, func, tear_down)
  COUNTED_TEST ("/store/thinning/tiers", test_tiers);
  COUNTED_TEST ("/store/thinning/small-steps-come-to-the-same", test_small_steps_come_to_the_same);
  COUNTED_TEST ("/store/thinning/young-days-rest", test_young_days_rest);
  COUNTED_TEST ("/store/thinning/what-no-other-tells-stays", test_what_no_other_tells_stays);
  COUNTED_TEST ("/store/thinning/what-alone-tells-a-number-stays",
                test_what_alone_tells_a_number_stays);
  COUNTED_TEST ("/store/thinning/old-tiers", test_old_tiers);
  COUNTED_TEST ("/store/thinning/frozen-days-stay", test_frozen_days_stay);
  COUNTED_TEST ("/store/thinning/late-is-no-loss", test_late_is_no_loss);
  COUNTED_TEST ("/store/thinning/late-is-not-gained-twice", test_late_is_not_gained_twice);
  COUNTED_TEST ("/store/thinning/late-is-gained-later", test_late_is_gained_later);
  COUNTED_TEST ("/store/thinning/account-samples", test_account_samples);
  COUNTED_TEST ("/store/thinning/old-account-samples", test_old_account_samples);
  COUNTED_TEST ("/store/thinning/days-without-account-samples-are-frozen",
                test_days_without_account_samples_are_frozen);
  COUNTED_TEST ("/store/thinning/what-alone-tells-of-an-account-stays",
                test_what_alone_tells_of_an_account_stays);
}
