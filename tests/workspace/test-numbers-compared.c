/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a period is compared with, and what is in neither. */

#include "cs-metric.h"
#include "cs-numbers-period.h"
#include "cs-tally-store.h"
#include "cs-test.h"
#include "numbers-fixture.h"

#include <string.h>

#define N_POSTS 4

/* Four posts of this week that were just counted, and four of the one before that are counted by
 * the case. Their account was there. */
static void
publish_both (Numbers *numbers,
              char    *before[N_POSTS])
{
  for (guint i = 0; i < N_POSTS; i++)
    {
      g_autofree char *now = publish (numbers, numbers->ana, NOW - (2 + i) * DAY, 1000);

      before[i] = publish (numbers, numbers->ana, NOW - (9 + i) * DAY, 1000);
      count (numbers, now, NOW - HOUR, 60);
    }
}

static GVariant *
engagement_of (Numbers   *numbers,
               GVariant **answer)
{
  *answer = overview (numbers, numbers->ana, DAYS_AGO (7), CS_UNKNOWN);

  return tile_of (*answer, "engagement");
}

/* A post that was counted in its first hour alone has no engagement of a week later; of one in four
 * that is told, of two nothing is compared. */
static void
test_what_was_not_counted_then_is_left_out (Numbers       *numbers,
                                            gconstpointer  data)
{
  char *before[N_POSTS];
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) without = NULL;
  g_autoptr(GVariant) without_tile = NULL;

  publish_both (numbers, before);
  for (guint i = 0; i < N_POSTS; i++)
    {
      count (numbers, before[i], NOW - (9 + i) * DAY + HOUR, 1);
      if (i >= 2)
        count (numbers, before[i], NOW - 7 * DAY - 3 * HOUR, 50);
    }

  without_tile = engagement_of (numbers, &without);
  g_assert_false (has (without_tile, "before") || has (without_tile, "change"));
  g_assert_cmpint (number_of (without_tile, "before_left_out"), ==, 2);
  assert_no_change (without, "engagement", "Too few posts of the time before were counted then");

  count (numbers, before[1], NOW - 7 * DAY, 50);
  tile = engagement_of (numbers, &answer);
  g_assert_cmpfloat (real_of (tile, "before"), ==, 0.05);
  g_assert_cmpint (number_of (tile, "before_n"), ==, 3);
  g_assert_cmpint (number_of (tile, "before_left_out"), ==, 1);
  assert_no_change (answer, "engagement", NULL);
  for (guint i = 0; i < N_POSTS; i++)
    g_free (before[i]);
}

/* Likewise of this week: what was counted long ago would fall behind what had its time. */
static void
test_what_is_not_counted_now_is_not_compared (Numbers       *numbers,
                                              gconstpointer  data)
{
  char *before[N_POSTS];
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(GVariant) one = NULL;
  g_autoptr(GVariant) one_tile = NULL;
  g_autoptr(GVariant) two = NULL;
  g_autoptr(GVariant) two_tile = NULL;

  publish_both (numbers, before);
  for (guint i = 0; i < N_POSTS; i++)
    {
      count (numbers, before[i], NOW - 7 * DAY, 50);
      g_free (before[i]);
    }

  first = publish (numbers, numbers->ana, NOW - 4 * DAY, 1000);
  count (numbers, first, NOW - 4 * DAY + HOUR, 1);
  one_tile = engagement_of (numbers, &one);
  g_assert_cmpint (number_of (one_tile, "n"), ==, N_POSTS + 1);
  g_assert_true (has (one_tile, "change"));

  second = publish (numbers, numbers->ana, NOW - 5 * DAY, 1000);
  two_tile = engagement_of (numbers, &two);
  g_assert_cmpint (number_of (two_tile, "left_out"), ==, 1);
  g_assert_false (has (two_tile, "before") || has (two_tile, "change"));
  assert_no_change (two, "engagement", "Too few of these posts were counted lately");
}

static void
assert_compared (Numbers *numbers,
                 gint64   age,
                 gint64   counted_at,
                 gint64   gone_at,
                 gboolean is_compared)
{
  g_autoptr(CsAccount) account = new_account (&numbers->store, "@else@example.social");
  g_autofree char *now = NULL;
  g_autofree char *before = NULL;
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  CsTx *tx = begin (&numbers->store);

  save_account (tx, account);
  commit (&tx);
  now = publish (numbers, account, NOW - HOUR, 1000);
  before = publish (numbers, account, NOW - 100 * DAY - age, 1000);
  count (numbers, now, NOW, 10);
  count (numbers, before, NOW - 100 * DAY - age + counted_at, 10);
  if (gone_at != CS_UNKNOWN)
    {
      tx = begin (&numbers->store);
      assert_holds (cs_tally_store_set_gone (tx, before, NOW - 100 * DAY - age + gone_at, why));
      commit (&tx);
    }

  answer = overview (numbers, account, DAYS_AGO (100), CS_UNKNOWN);
  tile = tile_of (answer, "engagement");
  g_assert_cmpint (has (tile, "before"), ==, is_compared);
  g_assert_cmpint (has (tile, "no_change"), ==, !is_compared);
}

/* Whoever is young changes quickly; who was gone by then, not at all. */
static void
test_how_near_goes_by_the_age (Numbers       *numbers,
                               gconstpointer  data)
{
  static const struct { gint64 age, counted_at, gone_at; gboolean is_compared; } cases[] = {
    { HOUR, HOUR / 2, CS_UNKNOWN, TRUE }, { HOUR, HOUR / 4, CS_UNKNOWN, FALSE },
    { 3 * DAY, 3 * DAY, CS_UNKNOWN, TRUE }, { 3 * DAY, 54 * HOUR, CS_UNKNOWN, TRUE },
    { 3 * DAY, 2 * DAY, CS_UNKNOWN, FALSE },
    { 20 * DAY, 14 * DAY, CS_UNKNOWN, TRUE }, { 20 * DAY, 13 * DAY, CS_UNKNOWN, FALSE },
    { 20 * DAY, HOUR, 2 * HOUR, FALSE }, { 20 * DAY, 2 * HOUR, 2 * HOUR, TRUE },
    { 99 * DAY, 68 * DAY, CS_UNKNOWN, TRUE }, { 99 * DAY, 67 * DAY, CS_UNKNOWN, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_compared (numbers, cases[i].age, cases[i].counted_at, cases[i].gone_at,
                     cases[i].is_compared);
}

/* A post a day is as many in each week, whatever the hour it goes out and the hour it is now. */
static void
test_a_post_a_day_is_as_many_before (Numbers       *numbers,
                                     gconstpointer  data)
{
  static const gint64 hours[] = { 6, 20 };
  gint64 midnight = NOW / DAY * DAY;
  CsAccount *const accounts[] = { numbers->ana, numbers->bo };

  for (guint i = 0; i < G_N_ELEMENTS (hours); i++)
    {
      g_autoptr(GVariant) answer = NULL;
      g_autoptr(GVariant) posts = NULL;

      for (gint64 day = 0; day < 22; day++)
        if (midnight - day * DAY + hours[i] * HOUR <= NOW)
          g_free (publish (numbers, accounts[i], midnight - day * DAY + hours[i] * HOUR, 100));

      answer = overview (numbers, accounts[i], cs_numbers_period_from (NOW, 7), CS_UNKNOWN);
      posts = tile_of (answer, "posts");
      g_assert_cmpint (number_of (answer, "from"), ==, midnight - 6 * DAY);
      g_assert_cmpint (number_of (answer, "before_from"), ==, midnight - 13 * DAY);
      g_assert_cmpint (number_of (answer, "before_until"), ==, NOW + 1 - 7 * DAY);
      g_assert_cmpfloat (real_of (posts, "value"), ==, hours[i] < 12 ? 7 : 6);
      g_assert_cmpfloat (real_of (posts, "change"), ==, 0);
    }
}

static void
assert_rate (Numbers   *numbers,
             CsAccount *account,
             double     value,
             gint64     n,
             gint64     too_few)
{
  g_autoptr(GVariant) answer = overview (numbers, account, DAYS_AGO (7), CS_UNKNOWN);
  g_autoptr(GVariant) tile = tile_of (answer, "engagement");
  g_autoptr(GVariant) why = g_variant_lookup_value (answer, "too_little", G_VARIANT_TYPE_VARDICT);

  g_assert_cmpint (number_of (tile, "n"), ==, n);
  g_assert_cmpint (number_of (tile, "left_out"), ==, too_few);
  g_assert_cmpint (number_of (tile, "too_few"), ==, too_few);
  g_assert_cmpint (has (tile, "value"), ==, n > 0);
  g_assert_cmpint (has (why, "engagement"), ==, n == 0);
  if (n > 0)
    g_assert_cmpfloat (real_of (tile, "value"), ==, value);
}

/* What ten did where nobody follows is not what the followers of another account did. */
static void
test_too_few_followers_have_no_rate (Numbers       *numbers,
                                     gconstpointer  data)
{
  g_autofree char *of_many = publish (numbers, numbers->ana, NOW - 2 * DAY, 1000);
  g_autofree char *of_nobody = publish (numbers, numbers->bo, NOW - 3 * DAY, 0);
  g_autofree char *of_three = publish (numbers, numbers->bo, NOW - 2 * DAY, 3);
  g_autofree char *least = g_strdup_printf (" %d ", CS_RATE_LEAST_FOLLOWERS);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) post = NULL;
  g_autoptr(GVariant) why = NULL;
  const char *sentence = NULL;

  count (numbers, of_many, NOW - HOUR, 20);
  count (numbers, of_nobody, NOW - HOUR, 10);
  count (numbers, of_three, NOW - HOUR, 90);
  assert_rate (numbers, NULL, 0.02, 1, 2);
  assert_rate (numbers, numbers->bo, 0, 0, 2);

  answer = overview (numbers, numbers->bo, DAYS_AGO (7), CS_UNKNOWN);
  post = child_of (answer, "posts", 0);
  why = g_variant_lookup_value (answer, "too_little", G_VARIANT_TYPE_VARDICT);
  g_assert_false (has (post, "rate"));
  g_assert_true (g_variant_lookup (why, "engagement", "&s", &sentence));
  g_assert_nonnull (strstr (sentence, least));
  g_assert_false (has (why, "posts"));
}

CS_TESTS (numbers_compared)
{
#define COMPARED_TEST(path, func) \
  g_test_add ("/workspace/numbers-compared/" path, Numbers, NULL, numbers_set_up, func, \
              numbers_tear_down)
  COMPARED_TEST ("what-was-not-counted-then-is-left-out",
                 test_what_was_not_counted_then_is_left_out);
  COMPARED_TEST ("what-is-not-counted-now-is-not-compared",
                 test_what_is_not_counted_now_is_not_compared);
  COMPARED_TEST ("how-near-goes-by-the-age", test_how_near_goes_by_the_age);
  COMPARED_TEST ("a-post-a-day-is-as-many-before", test_a_post_a_day_is_as_many_before);
  COMPARED_TEST ("too-few-followers-have-no-rate", test_too_few_followers_have_no_rate);
}
