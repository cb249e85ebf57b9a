/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-gap-store.h"
#include "cs-numbers.h"
#include "cs-numbers-points.h"
#include "cs-tally-store.h"
#include "cs-test.h"
#include "numbers-fixture.h"

static gboolean
is_too_little (GVariant   *answer,
               const char *name)
{
  g_autoptr(GVariant) why = g_variant_lookup_value (answer, "too_little", G_VARIANT_TYPE_VARDICT);

  return has (why, name);
}

/* Nothing is known, and it is not made up. */
static void
test_nothing (Numbers       *numbers,
              gconstpointer  data)
{
  g_autoptr(GVariant) answer = overview (numbers, NULL, DAYS_AGO (7), CS_UNKNOWN);
  g_autoptr(GVariant) followers = tile_of (answer, "followers");
  g_autoptr(GVariant) engagement = tile_of (answer, "engagement");
  g_autoptr(GVariant) posts = tile_of (answer, "posts");

  g_assert_false (has (followers, "value") || has (followers, "change"));
  g_assert_false (has (followers, "taken_at"));
  g_assert_cmpint (number_of (followers, "left_out"), ==, 2);
  g_assert_false (has (engagement, "value") || has (engagement, "numerator"));
  g_assert_cmpfloat (real_of (posts, "value"), ==, 0);
  g_assert_false (has (posts, "change"));
  g_assert_true (is_too_little (answer, "followers") && is_too_little (answer, "engagement")
                 && is_too_little (answer, "posts"));
  g_assert_cmpuint (length_of (answer, "accounts"), ==, 2);
  g_assert_cmpuint (length_of (answer, "days"), ==, 0);
}

/* Sum by sum; what is not known is left out and counted. */
static void
test_engagement (Numbers       *numbers,
                 gconstpointer  data)
{
  g_autofree char *loud = publish (numbers, numbers->ana, NOW - 2 * DAY, 100);
  g_autofree char *quiet = publish (numbers, numbers->ana, NOW - 3 * DAY, 900);
  g_autofree char *unseen = publish (numbers, numbers->ana, NOW - 4 * DAY, 900);
  g_autofree char *unasked = publish (numbers, numbers->bo, NOW - 5 * DAY, CS_UNKNOWN);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GVariant) first = NULL;

  count (numbers, loud, NOW - DAY, 40);
  count (numbers, quiet, NOW - 2 * DAY, 10);
  count (numbers, unasked, NOW - DAY, 7);
  answer = overview (numbers, NULL, DAYS_AGO (7), CS_UNKNOWN);
  tile = tile_of (answer, "engagement");
  posts = tile_of (answer, "posts");
  first = child_of (answer, "posts", 0);

  g_assert_cmpfloat (real_of (tile, "value"), ==, 0.05);
  g_assert_cmpint (number_of (tile, "numerator"), ==, 50);
  g_assert_cmpint (number_of (tile, "denominator"), ==, 1000);
  g_assert_cmpint (number_of (tile, "n"), ==, 2);
  g_assert_cmpint (number_of (tile, "left_out"), ==, 2);
  g_assert_cmpint (number_of (tile, "taken_at"), ==, NOW - 2 * DAY);
  g_assert_false (has (tile, "before"));
  g_assert_cmpfloat (real_of (posts, "value"), ==, 4);
  g_assert_cmpuint (length_of (answer, "posts"), ==, 4);
  g_assert_cmpfloat (real_of (first, "rate"), ==, 0.4);
  g_assert_cmpint (number_of (first, "engagement"), ==, 40);
  g_assert_false (has (first, "views") || has (first, "gone_at"));
  g_assert_false (is_too_little (answer, "engagement"));
  g_assert_cmpuint (length_of (answer, "days"), >, 0);
}

/* The week before is looked at as it was a week ago. */
static void
test_before_at_the_same_distance (Numbers       *numbers,
                                  gconstpointer  data)
{
  g_autofree char *now = publish (numbers, numbers->ana, NOW - 2 * DAY, 100);
  g_autofree char *before = publish (numbers, numbers->ana, NOW - 9 * DAY, 100);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GVariant) whole = NULL;
  g_autoptr(GVariant) all = NULL;

  count (numbers, now, NOW - HOUR, 30);
  count (numbers, before, NOW - 8 * DAY, 10);
  count (numbers, before, NOW - 7 * DAY - HOUR, 20);
  count (numbers, before, NOW - DAY, 90);
  answer = overview (numbers, numbers->ana, DAYS_AGO (7), CS_UNKNOWN);
  tile = tile_of (answer, "engagement");
  posts = tile_of (answer, "posts");

  g_assert_cmpfloat (real_of (tile, "value"), ==, 0.3);
  g_assert_cmpfloat (real_of (tile, "before"), ==, 0.2);
  g_assert_cmpfloat_with_epsilon (real_of (tile, "change"), 0.5, 1e-9);
  g_assert_cmpfloat (real_of (posts, "change"), ==, 0);
  g_assert_cmpint (number_of (posts, "taken_at"), ==, NOW);

  whole = overview (numbers, numbers->ana, CS_UNKNOWN, CS_UNKNOWN);
  all = tile_of (whole, "engagement");
  g_assert_false (has (whole, "before_from") || has (all, "before") || has (all, "before_n"));
  g_assert_cmpint (number_of (whole, "from"), ==, NOW - 9 * DAY);
  g_assert_cmpint (number_of (all, "n"), ==, 2);
}

/* A post that went to both accounts went out once; in the period before, too. */
static void
test_a_post_on_two_accounts_is_one (Numbers       *numbers,
                                    gconstpointer  data)
{
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GVariant) engagement = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(CsPost) post = new_post (&numbers->store, "Kiln");
      g_autofree char *target = publish_to (numbers, post, numbers->ana,
                                            NOW - (2 + 7 * i) * DAY, 100);
      g_autofree char *other = publish_to (numbers, post, numbers->bo,
                                           NOW - (2 + 7 * i) * DAY + HOUR, 100);

      count (numbers, target, NOW - DAY, 5);
      count (numbers, other, NOW - DAY, 5);
    }

  answer = overview (numbers, NULL, DAYS_AGO (7), CS_UNKNOWN);
  posts = tile_of (answer, "posts");
  g_assert_cmpuint (length_of (answer, "posts"), ==, 2);
  g_assert_cmpfloat (real_of (posts, "value"), ==, 1);
  g_assert_cmpfloat (real_of (posts, "before"), ==, 1);
  g_assert_cmpint (number_of (posts, "n"), ==, 1);
  g_assert_cmpint (number_of (posts, "times"), ==, 2);
  engagement = tile_of (answer, "engagement");
  g_assert_cmpint (number_of (engagement, "n"), ==, 2);
  g_assert_cmpint (number_of (engagement, "posts"), ==, 1);
  g_assert_cmpfloat (real_of (engagement, "value"), ==, 0.05);
}

static gboolean
is_compared (Numbers    *numbers,
             const char *name)
{
  g_autoptr(GVariant) answer = overview (numbers, numbers->ana, DAYS_AGO (7), CS_UNKNOWN);
  g_autoptr(GVariant) tile = tile_of (answer, name);

  return has (tile, "before");
}

/* Of an account that was added in the middle of the week before, half a week is not known. */
static void
test_what_was_not_seen_is_not_compared (Numbers       *numbers,
                                        gconstpointer  data)
{
  g_autofree char *now = publish (numbers, numbers->ana, NOW - 2 * DAY, 100);
  g_autofree char *before = publish (numbers, numbers->ana, NOW - 9 * DAY, 100);
  g_autofree char *earlier = NULL;
  g_autoptr(GVariant) young = NULL;
  g_autoptr(GVariant) seen = NULL;
  g_autoptr(GVariant) empty_before = NULL;
  g_autoptr(CsAccount) added = cs_record_copy (numbers->ana);
  CsTx *tx = begin (&numbers->store);

  added->added_at = NOW - 10 * DAY;
  assert_holds (cs_account_store_save (tx, added, why));
  commit (&tx);
  count (numbers, now, NOW - HOUR, 30);
  count (numbers, before, NOW - 7 * DAY - HOUR, 10);

  cs_record_unref (numbers->ana);
  numbers->ana = cs_record_ref (added);
  g_assert_false (is_compared (numbers, "posts") || is_compared (numbers, "engagement"));
  young = overview (numbers, numbers->ana, DAYS_AGO (7), CS_UNKNOWN);
  assert_no_change (young, "posts", "Not counted long enough before");
  assert_no_change (young, "engagement", "Not counted long enough before");

  earlier = publish (numbers, numbers->ana, NOW - 20 * DAY, 100);
  g_assert_true (is_compared (numbers, "posts") && is_compared (numbers, "engagement"));
  seen = overview (numbers, numbers->ana, DAYS_AGO (7), CS_UNKNOWN);
  assert_no_change (seen, "posts", NULL);
  assert_no_change (seen, "engagement", NULL);
  empty_before = overview (numbers, numbers->ana, DAYS_AGO (3), CS_UNKNOWN);
  assert_no_change (empty_before, "posts", NULL);
  assert_no_change (empty_before, "engagement", "Nothing to compare with in the time before");
}

/* A week that has only begun is compared with as much of the one before. */
static void
test_what_is_to_come_is_in_no_period (Numbers       *numbers,
                                      gconstpointer  data)
{
  g_autofree char *now = publish (numbers, numbers->ana, NOW - DAY, 100);
  g_autofree char *between = publish (numbers, numbers->ana, NOW - 3 * DAY, 100);
  g_autofree char *before = publish (numbers, numbers->ana, NOW - 8 * DAY, 100);
  g_autoptr(GVariant) answer = overview (numbers, numbers->ana, NOW - 2 * DAY, NOW + 5 * DAY);
  g_autoptr(GVariant) posts = tile_of (answer, "posts");

  g_assert_cmpint (number_of (answer, "until"), ==, NOW + 1);
  g_assert_cmpint (number_of (answer, "before_from"), ==, NOW - 9 * DAY);
  g_assert_cmpint (number_of (answer, "before_until"), ==, NOW + 1 - 7 * DAY);
  g_assert_cmpfloat (real_of (posts, "value"), ==, 1);
  g_assert_cmpfloat (real_of (posts, "before"), ==, 1);
}

/* Followers of whom nothing was told in the period did not go; whether they are the same as before
 * nobody knows. Who was never counted is in no sum. */
static void
test_followers_that_nobody_counted_stay (Numbers       *numbers,
                                                gconstpointer  data)
{
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) both = NULL;
  g_autoptr(GVariant) both_tile = NULL;
  g_autoptr(GVariant) account = NULL;
  g_autoptr(GVariant) never = NULL;
  g_autoptr(GVariant) never_tile = NULL;

  count_followers (numbers, numbers->bo, NOW - 8 * DAY, 200);
  count_followers (numbers, numbers->bo, NOW - DAY, 210);
  never = overview (numbers, NULL, DAYS_AGO (7), CS_UNKNOWN);
  never_tile = tile_of (never, "followers");
  g_assert_cmpfloat (real_of (never_tile, "value"), ==, 210);
  g_assert_cmpfloat (real_of (never_tile, "before"), ==, 200);
  g_assert_cmpint (number_of (never_tile, "left_out"), ==, 1);

  count_followers (numbers, numbers->ana, NOW - 9 * DAY, 1000);
  answer = overview (numbers, numbers->ana, DAYS_AGO (7), CS_UNKNOWN);
  tile = tile_of (answer, "followers");
  account = child_of (answer, "accounts", 0);

  g_assert_cmpfloat (real_of (tile, "value"), ==, 1000);
  g_assert_cmpint (number_of (tile, "taken_at"), ==, NOW - 9 * DAY);
  g_assert_false (has (tile, "before") || has (tile, "change"));
  g_assert_cmpint (number_of (tile, "left_out"), ==, 0);
  assert_no_change (answer, "followers", "Not counted in this time");
  g_assert_cmpuint (length_of (account, "followers"), ==, 0);
  g_assert_true (is_too_little (answer, "followers"));

  both = overview (numbers, NULL, DAYS_AGO (7), CS_UNKNOWN);
  both_tile = tile_of (both, "followers");
  g_assert_cmpfloat (real_of (both_tile, "value"), ==, 1210);
  g_assert_cmpint (number_of (both_tile, "taken_at"), ==, NOW - 9 * DAY);
  g_assert_false (has (both_tile, "before") || has (both_tile, "change"));
  g_assert_cmpint (number_of (both_tile, "left_out"), ==, 0);
  assert_no_change (both, "followers", "Not every account was counted in this time");
}

/* The (at, value, marks) of an account’s followers. */
static void
assert_follower (GVariant *answer,
                 gsize     account,
                 gsize     place,
                 gint64    at,
                 gint64    value,
                 guint     marks)
{
  g_autoptr(GVariant) record = child_of (answer, "accounts", account);
  g_autoptr(GVariant) curve = g_variant_lookup_value (record, "followers",
                                                      G_VARIANT_TYPE ("a(xxu)"));
  gint64 found_at, found;
  guint found_marks;

  g_variant_get_child (curve, place, "(xxu)", &found_at, &found, &found_marks);
  g_assert_cmpint (found_at, ==, at);
  g_assert_cmpint (found, ==, value);
  g_assert_cmpuint (found_marks, ==, marks);
}

static void
assert_begins_near (Numbers *numbers,
                    gint64   from,
                    gint64   counted_at,
                    gboolean is_near)
{
  g_autoptr(CsAccount) account = new_account (&numbers->store, "@else@example.social");
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  CsTx *tx = begin (&numbers->store);

  save_account (tx, account);
  commit (&tx);
  count_followers (numbers, account, counted_at, 1000);
  count_followers (numbers, account, NOW - HOUR, 1013);
  answer = overview (numbers, account, from, CS_UNKNOWN);
  tile = tile_of (answer, "followers");

  g_assert_cmpfloat (real_of (tile, "value"), ==, 1013);
  g_assert_cmpint (has (tile, "change"), ==, is_near);
  g_assert_cmpint (has (tile, "no_change"), ==, !is_near);
  g_assert_cmpint (number_of (tile, "before_left_out"), ==, !is_near);
}

/* What was counted long before a period did not change in it; of old ones fewer stay. */
static void
test_followers_are_compared_from_the_begin_on (Numbers       *numbers,
                                               gconstpointer  data)
{
  static const struct { gint64 period, distance; gboolean is_near; } cases[] = {
    { 30, 55, FALSE }, { 30, 3, FALSE }, { 30, 2, TRUE },
    { 100, 8, TRUE }, { 100, 9, FALSE },
    { 364, 29, TRUE }, { 365, 29, TRUE }, { 365, 30, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_begins_near (numbers, DAYS_AGO (cases[i].period),
                        DAYS_AGO (cases[i].period + cases[i].distance), cases[i].is_near);
}

/* With where the line comes from, what was corrected, and why some is missing. */
static void
test_followers (Numbers       *numbers,
                gconstpointer  data)
{
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) whole = NULL;
  g_autoptr(GVariant) both = NULL;
  g_autoptr(GVariant) both_tile = NULL;
  g_autoptr(GVariant) account = NULL;
  CsTx *tx;

  count_followers (numbers, numbers->ana, NOW - DAY - HOUR, 100);
  count_followers (numbers, numbers->ana, DAYS_AGO (1), 101);
  count_followers (numbers, numbers->ana, NOW - HOUR, 120);
  count_followers (numbers, numbers->ana, NOW - HOUR, 110);
  count_followers (numbers, numbers->ana, NOW, 105);
  gap->account_id = g_strdup (numbers->ana->id);
  gap->from_at = NOW - 20 * HOUR;
  gap->until_at = NOW - HOUR;
  gap->code = g_strdup ("offline");
  gap->sentence = g_strdup ("Nobody answered");
  tx = begin (&numbers->store);
  assert_holds (cs_gap_store_note (tx, gap, why));
  commit (&tx);

  answer = overview (numbers, numbers->ana, DAYS_AGO (1), CS_UNKNOWN);
  assert_follower (answer, 0, 0, DAYS_AGO (1), 101, 0);
  assert_follower (answer, 0, 1, NOW - HOUR, 110, CS_CURVE_BREAK | CS_CURVE_CORRECTED);
  assert_follower (answer, 0, 2, NOW, 105, 0);
  account = child_of (answer, "accounts", 0);
  g_assert_cmpuint (length_of (account, "gaps"), ==, 1);
  g_assert_false (is_too_little (answer, "followers"));

  tile = tile_of (answer, "followers");
  g_assert_cmpfloat (real_of (tile, "value"), ==, 105);
  g_assert_cmpfloat (real_of (tile, "before"), ==, 100);
  g_assert_cmpfloat_with_epsilon (real_of (tile, "change"), 0.05, 1e-9);
  g_assert_cmpint (number_of (tile, "taken_at"), ==, NOW);

  /* An account that was not there before has brought no new followers. */
  count_followers (numbers, numbers->bo, NOW - 2 * HOUR, 1000);
  whole = overview (numbers, NULL, CS_UNKNOWN, CS_UNKNOWN);
  g_assert_cmpint (number_of (whole, "from"), ==, NOW - DAY - HOUR);
  both = overview (numbers, NULL, DAYS_AGO (1), CS_UNKNOWN);
  both_tile = tile_of (both, "followers");
  g_assert_cmpfloat (real_of (both_tile, "value"), ==, 1105);
  g_assert_cmpint (number_of (both_tile, "taken_at"), ==, NOW - 2 * HOUR);
  g_assert_cmpint (number_of (both_tile, "n"), ==, 2);
  g_assert_cmpint (number_of (both_tile, "before_n"), ==, 1);
  g_assert_false (has (both_tile, "before") || has (both_tile, "change"));
  assert_no_change (both, "followers", "Not counted when this time began");
  assert_no_change (whole, "followers", NULL);
}

/* What the network took back, what was told otherwise, and what is gone. */
static void
test_marks (Numbers       *numbers,
            gconstpointer  data)
{
  g_autofree char *target = publish (numbers, numbers->ana, NOW - DAY, 100);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) post = NULL;
  guint marks = 0;
  gboolean deleted = TRUE;
  CsTx *tx;

  count (numbers, target, NOW - 3 * HOUR, 30);
  count (numbers, target, NOW - 2 * HOUR, 20);
  count (numbers, target, NOW - 2 * HOUR, 25);
  tx = begin (&numbers->store);
  assert_holds (cs_tally_store_set_gone (tx, target, NOW - HOUR, why));
  commit (&tx);

  answer = overview (numbers, numbers->ana, DAYS_AGO (7), CS_UNKNOWN);
  post = child_of (answer, "posts", 0);
  g_assert_true (g_variant_lookup (post, "marks", "u", &marks));
  g_assert_true (g_variant_lookup (post, "deleted", "b", &deleted));
  g_assert_cmpuint (marks, ==, CS_CURVE_CORRECTED | CS_CURVE_LOWERED);
  g_assert_cmpint (number_of (post, "gone_at"), ==, NOW - HOUR);
  g_assert_false (deleted);
}

/* Every number that is shown says what it means on each network. */
static void
test_definitions (Numbers       *numbers,
                  gconstpointer  data)
{
  g_autoptr(GVariant) answer = overview (numbers, NULL, DAYS_AGO (7), CS_UNKNOWN);
  guint n = length_of (answer, "definitions");
  guint expected = 2 * 3;     /* followers, engagement and its rate */

  for (guint i = 0; i < CS_N_METRICS; i++)
    expected += cs_metric_is_given (i, CS_NETWORK_MASTODON)
              + cs_metric_is_given (i, CS_NETWORK_BLUESKY);

  g_assert_cmpuint (n, ==, expected);
}

static void
assert_days (gint64      first,
             gint64      last,
             const char *days)
{
  g_autoptr(GArray) moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Pacific/Auckland");
  g_auto(GStrv) all = NULL;
  g_autofree char *line = NULL;

  g_array_append_val (moments, first);
  g_array_append_val (moments, last);
  all = cs_numbers_dup_days (moments, zone);
  line = g_strjoinv (", ", all);
  g_assert_cmpstr (line, ==, days);
}

/* Two posts of 8 November in two years are not of one day; whose days they are decides the year. */
static void
test_days_of_two_years_say_which (Numbers       *numbers,
                                  gconstpointer  data)
{
  assert_days (1794096000, 1794096000 + 20 * DAY, "8 Nov, 28 Nov");
  assert_days (1794096000, 1794096000 + 365 * DAY, "8 Nov 2026, 8 Nov 2027");
  assert_days (1794096000, 1798718400, "8 Nov 2026, 1 Jan 2027");
}

CS_TESTS (numbers)
{
#define NUMBERS_TEST(path, func) \
  g_test_add (path, Numbers, NULL, numbers_set_up, func, numbers_tear_down)
  NUMBERS_TEST ("/workspace/numbers/a-post-on-two-accounts-is-one",
                test_a_post_on_two_accounts_is_one);
  NUMBERS_TEST ("/workspace/numbers/days-of-two-years-say-which",
                test_days_of_two_years_say_which);
  NUMBERS_TEST ("/workspace/numbers/what-is-to-come-is-in-no-period",
                test_what_is_to_come_is_in_no_period);
  NUMBERS_TEST ("/workspace/numbers/followers-that-nobody-counted-stay",
                test_followers_that_nobody_counted_stay);
  NUMBERS_TEST ("/workspace/numbers/what-was-not-seen-is-not-compared",
                test_what_was_not_seen_is_not_compared);
  NUMBERS_TEST ("/workspace/numbers/nothing-is-made-up", test_nothing);
  NUMBERS_TEST ("/workspace/numbers/engagement", test_engagement);
  NUMBERS_TEST ("/workspace/numbers/followers-are-compared-from-the-begin-on",
                test_followers_are_compared_from_the_begin_on);
  NUMBERS_TEST ("/workspace/numbers/before-at-the-same-distance",
                test_before_at_the_same_distance);
  NUMBERS_TEST ("/workspace/numbers/followers", test_followers);
  NUMBERS_TEST ("/workspace/numbers/marks", test_marks);
  NUMBERS_TEST ("/workspace/numbers/definitions", test_definitions);
}
