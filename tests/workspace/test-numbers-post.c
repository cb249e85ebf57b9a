/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cadence.h"
#include "cs-counted.h"
#include "cs-error.h"
#include "cs-gap-store.h"
#include "cs-numbers.h"
#include "cs-numbers-answers.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"
#include "cs-test.h"
#include "numbers-fixture.h"

static GVariant *
look_at_post (Numbers    *numbers,
              const char *target,
              guint       metric)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) posts = NULL;
  g_autoptr(CsTally) tally = NULL;
  CsTx *tx = begin_read (&numbers->store);
  GVariant *answer;

  tally = cs_tally_store_find (tx, target, NULL);
  posts = cs_counted_list (tx, &(CsCountedRange) { .post_id = tally->post_id }, &error);
  g_assert_no_error (error);
  answer = cs_numbers_post (tx, posts, metric, NOW, &error);
  g_assert_no_error (error);
  cs_tx_free (tx);

  return answer;
}

/* A post of that age now, which had twice as many likes an hour after it went out as half an
 * hour after. */
static char *
publish_and_count (Numbers *numbers,
                   gint64   age,
                   gint64   likes)
{
  char *target = publish (numbers, numbers->ana, NOW - age, 100);

  count (numbers, target, NOW - age + HOUR / 2, likes);
  count (numbers, target, NOW - age + 3 * HOUR / 4, likes);
  count (numbers, target, NOW - age + HOUR, 2 * likes);

  return target;
}

static void
test_post_against_its_band (Numbers       *numbers,
                            gconstpointer  data)
{
  g_autofree char *target = publish_and_count (numbers, DAY, 50);
  g_autoptr(GVariant) alone = look_at_post (numbers, target, CS_METRIC_LIKES);
  g_autoptr(GVariant) alone_target = child_of (alone, "targets", 0);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) record = NULL;
  g_autoptr(GVariant) points = NULL;
  g_autoptr(GVariant) band = NULL;
  gint64 age, value;
  double low, middle, high;
  guint marks, n;

  g_assert_cmpuint (length_of (alone_target, "band"), ==, 0);
  g_assert_true (has (alone_target, "too_little"));

  for (guint i = 1; i <= 5; i++)
    g_free (publish_and_count (numbers, (i + 1) * DAY, i));

  answer = look_at_post (numbers, target, CS_METRIC_LIKES);
  record = child_of (answer, "targets", 0);
  points = g_variant_lookup_value (record, "points", G_VARIANT_TYPE ("a(xxu)"));
  band = g_variant_lookup_value (record, "band", G_VARIANT_TYPE ("a(xdddu)"));
  g_assert_false (has (record, "too_little"));
  g_assert_cmpint (number_of (record, "band_posts"), ==, 5);
  g_assert_cmpuint (g_variant_n_children (points), ==, 3);
  g_variant_get_child (points, 2, "(xxu)", &age, &value, &marks);
  g_assert_cmpint (age, ==, HOUR);
  g_assert_cmpint (value, ==, 100);
  g_assert_cmpuint (marks, ==, 0);

  /* The others had 1 … 5, then 2 … 10. */
  g_assert_cmpuint (g_variant_n_children (band), ==, 2);
  g_variant_get_child (band, 1, "(xdddu)", &age, &low, &middle, &high, &n);
  g_assert_cmpint (age, ==, HOUR);
  g_assert_cmpfloat (low, ==, 4);
  g_assert_cmpfloat (middle, ==, 6);
  g_assert_cmpfloat (high, ==, 8);
  g_assert_cmpuint (n, ==, 5);
}

static const char *
text_of (GVariant   *record,
         const char *name)
{
  const char *text = NULL;

  g_variant_lookup (record, name, "&s", &text);

  return text;
}

/* A metric that the network does not tell has no curve, not one of zeros. */
static void
test_post_without_a_metric (Numbers       *numbers,
                            gconstpointer  data)
{
  g_autofree char *target = publish_and_count (numbers, DAY, 50);
  g_autoptr(GVariant) answer = look_at_post (numbers, target, CS_METRIC_VIEWS);
  g_autoptr(GVariant) record = child_of (answer, "targets", 0);

  g_assert_cmpuint (length_of (record, "points"), ==, 0);
  g_assert_cmpstr (text_of (record, "too_little"), ==,
                   "The network does not tell this number");
  g_assert_false (has (record, "definition"));
}

/* What is in the way of counting is said at the post, too, as long as it is. */
static void
test_post_that_cannot_be_counted (Numbers       *numbers,
                                  gconstpointer  data)
{
  g_autofree char *target = publish (numbers, numbers->ana, NOW - DAY, 100);
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);
  g_autoptr(GVariant) before = look_at_post (numbers, target, CS_METRIC_LIKES);
  g_autoptr(GVariant) uncounted = child_of (before, "targets", 0);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) record = NULL;
  CsTx *tx = begin (&numbers->store);

  gap->account_id = g_strdup (numbers->ana->id);
  gap->from_at = NOW - HOUR;
  gap->until_at = CS_UNKNOWN;
  gap->code = g_strdup ("config");
  gap->sentence = g_strdup ("Nobody counts there");
  assert_holds (cs_gap_store_note (tx, gap, why));
  commit (&tx);

  answer = look_at_post (numbers, target, CS_METRIC_LIKES);
  record = child_of (answer, "targets", 0);
  g_assert_true (has (uncounted, "too_little"));
  g_assert_cmpstr (text_of (uncounted, "too_little"), !=, gap->sentence);
  g_assert_cmpstr (text_of (record, "too_little"), ==, gap->sentence);
}

/* What is kept of a post, as a line; and how often that breaks after its beginning. */
static guint
count_breaks (GVariant *points,
              gsize    *n_points)
{
  GVariantIter iter;
  guint marks, n = 0;

  *n_points = g_variant_n_children (points);
  g_variant_iter_init (&iter, points);
  while (g_variant_iter_next (&iter, "(xxu)", NULL, NULL, &marks))
    n += (marks & CS_CURVE_BREAK) != 0;

  return n - 1;
}

static void
thin (Numbers *numbers)
{
  guint n_done = 1;

  while (n_done > 0)
    {
      CsTx *tx = cs_tx_begin_ingest (numbers->store.db, NULL);

      assert_holds (cs_sample_store_thin (tx, NOW, 1000, &n_done, why));
      commit (&tx);
    }
}

/* Two years of a post at the cadence, and 120 days of an account: there is no gap, neither
 * before the old ones are thinned nor after. */
static void
test_no_break_where_nothing_is_missing (Numbers       *numbers,
                                        gconstpointer  data)
{
  gint64 out = NOW - 730 * DAY;
  g_autofree char *target = publish (numbers, numbers->ana, out, 100);
  gsize n_before[2], n_after[2];

  for (gint64 at = cs_cadence_next (out, out); at <= NOW; at = cs_cadence_next (out, at))
    count (numbers, target, at, (at - out) / HOUR);
  for (gint64 at = NOW - 120 * DAY; at <= NOW; at += CS_CADENCE_ACCOUNT)
    count_followers (numbers, numbers->ana, at, 100 + (at - out) / DAY);

  for (guint round = 0; round < 2; round++)
    {
      gsize *n_points = round == 0 ? n_before : n_after;
      g_autoptr(GVariant) answer = look_at_post (numbers, target, CS_METRIC_LIKES);
      g_autoptr(GVariant) record = child_of (answer, "targets", 0);
      g_autoptr(GVariant) whole = overview (numbers, numbers->ana, CS_UNKNOWN, CS_UNKNOWN);
      g_autoptr(GVariant) account = child_of (whole, "accounts", 0);
      g_autoptr(GVariant) points = g_variant_lookup_value (record, "points", NULL);
      g_autoptr(GVariant) followers = g_variant_lookup_value (account, "followers", NULL);

      g_assert_cmpuint (count_breaks (points, &n_points[0]), ==, 0);
      g_assert_cmpuint (count_breaks (followers, &n_points[1]), ==, 0);
      thin (numbers);
    }

  g_assert_cmpuint (n_after[0], <, n_before[0]);
  g_assert_cmpuint (n_after[1], <, n_before[1] / 3);
}

static void
note_gap (Numbers    *numbers,
          const char *target,
          gint64      from,
          gint64      until)
{
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);
  CsTx *tx = begin (&numbers->store);

  gap->account_id = g_strdup (numbers->ana->id);
  gap->target_id = g_strdup (target);
  gap->from_at = from;
  gap->until_at = until;
  gap->code = g_strdup ("not-running");
  gap->sentence = g_strdup ("It was not running");
  assert_holds (cs_gap_store_note (tx, gap, why));
  commit (&tx);
}

/* Of thirty hours, forty days ago, each of two days has a sample left: the line of followers breaks
 * there as it did when it was new. A night breaks nothing, nor is the line of the post broken: it
 * was to be counted once a day, and was. */
static void
test_a_known_gap_breaks_old_lines (Numbers       *numbers,
                                   gconstpointer  data)
{
  gint64 today = NOW / DAY * DAY, out = today - 60 * DAY + 11 * HOUR;
  gint64 from = today - 40 * DAY + 12 * HOUR, until = from + 30 * HOUR;
  gint64 evening = today - 31 * DAY + 20 * HOUR, morning = evening + 12 * HOUR;
  g_autofree char *target = publish (numbers, numbers->ana, out, 100);
  gsize n_points;

  for (gint64 at = cs_cadence_next (out, out); at <= NOW; at = cs_cadence_next (out, at))
    count (numbers, target, at >= from && at < until ? until : at, (at - out) / HOUR);
  for (gint64 at = today - 60 * DAY; at <= NOW; at += CS_CADENCE_ACCOUNT)
    if (at < from || (at >= until && at < evening) || at >= morning)
      count_followers (numbers, numbers->ana, at, 100);
  note_gap (numbers, NULL, from, until);
  note_gap (numbers, NULL, evening, morning);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(GVariant) answer = look_at_post (numbers, target, CS_METRIC_LIKES);
      g_autoptr(GVariant) record = child_of (answer, "targets", 0);
      g_autoptr(GVariant) whole = overview (numbers, numbers->ana, CS_UNKNOWN, CS_UNKNOWN);
      g_autoptr(GVariant) account = child_of (whole, "accounts", 0);
      g_autoptr(GVariant) points = g_variant_lookup_value (record, "points", NULL);
      g_autoptr(GVariant) followers = g_variant_lookup_value (account, "followers", NULL);

      g_assert_cmpuint (count_breaks (points, &n_points), ==, 0);
      g_assert_cmpuint (count_breaks (followers, &n_points), ==, 1);
      thin (numbers);
    }
}

static void
test_no_post (Numbers       *numbers,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(CsTx) tx = begin_read (&numbers->store);

  assert_fails (cs_numbers_post (tx, none, CS_METRIC_LIKES, NOW, why), CS_ERROR_NOT_FOUND);
}

CS_TESTS (numbers_post)
{
#define NUMBERS_TEST(path, func) \
  g_test_add (path, Numbers, NULL, numbers_set_up, func, numbers_tear_down)
  NUMBERS_TEST ("/workspace/numbers/post-against-its-band", test_post_against_its_band);
  NUMBERS_TEST ("/workspace/numbers/post-without-a-metric", test_post_without_a_metric);
  NUMBERS_TEST ("/workspace/numbers/post-that-cannot-be-counted",
                test_post_that_cannot_be_counted);
  NUMBERS_TEST ("/workspace/numbers/no-break-where-nothing-is-missing",
                test_no_break_where_nothing_is_missing);
  NUMBERS_TEST ("/workspace/numbers/a-known-gap-breaks-old-lines",
                test_a_known_gap_breaks_old_lines);
  NUMBERS_TEST ("/workspace/numbers/post-that-is-not-out", test_no_post);
}
