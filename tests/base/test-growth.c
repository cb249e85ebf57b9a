/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-growth.h"
#include "cs-test.h"

#define SEED G_GINT64_CONSTANT (7)
#define BORN G_GINT64_CONSTANT (1795168800)     /* 2026-11-20 10:00:00 UTC */
#define HOUR G_GINT64_CONSTANT (3600)
#define DAY  (24 * HOUR)

static gint64
likes_of (guint  post,
          gint64 age)
{
  g_autofree char *name = g_strdup_printf ("post-%u", post);
  gint64 counts[CS_N_GROWTHS];

  cs_growth_of_post (SEED, name, BORN, BORN + age, counts);

  return counts[CS_GROWTH_LIKES];
}

static gint64
sum_likes (gint64 age)
{
  gint64 sum = 0;

  for (guint i = 0; i < 500; i++)
    sum += likes_of (i, age);

  return sum;
}

static void
test_no_count_ever_falls (void)
{
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("at://did:plc:a/app.bsky.feed.post/%u", i);
      gint64 before[CS_N_GROWTHS] = { 0, };

      for (gint64 age = -DAY; age < 20 * DAY; age += 20 * 60)
        {
          gint64 counts[CS_N_GROWTHS];

          cs_growth_of_post (SEED, name, BORN, BORN + age, counts);
          for (guint k = 0; k < CS_N_GROWTHS; k++)
            {
              g_assert_cmpint (counts[k], >=, before[k]);
              g_assert_true (age > 0 || counts[k] == 0);
              before[k] = counts[k];
            }
        }
    }
}

static void
test_the_first_hours_are_fast (void)
{
  gint64 all = sum_likes (90 * DAY);
  gint64 largest = 0;
  guint n_small = 0;

  g_assert_cmpint (sum_likes (6 * HOUR), >, all * 35 / 100);
  g_assert_cmpint (sum_likes (7 * DAY), >, all * 80 / 100);
  g_assert_cmpint (sum_likes (91 * DAY) - all, <, all / 1000);

  for (guint i = 0; i < 500; i++)
    {
      largest = MAX (largest, likes_of (i, 90 * DAY));
      n_small += likes_of (i, 90 * DAY) < 10;
    }

  /* Orders of magnitude lie between the posts of one account. */
  g_assert_cmpint (largest, >, 1000);
  g_assert_cmpuint (n_small, >, 50);
}

/* In four hours around their evening more comes in than in the four around their morning, though
 * those are earlier. */
static void
test_the_audience_sleeps (void)
{
  gint64 mornings = 0, evenings = 0;

  for (guint day = 1; day < 8; day++)
    {
      gint64 midnight = day * DAY - 10 * HOUR;

      mornings += sum_likes (midnight + 9 * HOUR) - sum_likes (midnight + 5 * HOUR);
      evenings += sum_likes (midnight + 21 * HOUR) - sum_likes (midnight + 17 * HOUR);
    }

  g_assert_cmpint (mornings, >, 0);
  g_assert_cmpint (evenings, >, 2 * mornings);
}

static void
test_names_and_seeds_differ (void)
{
  gint64 a[CS_N_GROWTHS], b[CS_N_GROWTHS], c[CS_N_GROWTHS], again[CS_N_GROWTHS];

  cs_growth_of_post (1, "114000000000000001", BORN, BORN + DAY, a);
  cs_growth_of_post (1, "114000000000000002", BORN, BORN + DAY, b);
  cs_growth_of_post (2, "114000000000000001", BORN, BORN + DAY, c);
  cs_growth_of_post (1, "114000000000000001", BORN, BORN + DAY, again);
  g_assert_cmpmem (a, sizeof a, again, sizeof again);
  g_assert_cmpint (a[CS_GROWTH_LIKES], !=, b[CS_GROWTH_LIKES]);
  g_assert_cmpint (a[CS_GROWTH_LIKES], !=, c[CS_GROWTH_LIKES]);
}

static void
test_followers_come_and_go (void)
{
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("account-%u", i);
      guint n_up = 0, n_down = 0;
      gint64 followers, following, same, before;

      cs_growth_of_account (SEED, name, BORN, &before, &following);
      for (gint64 day = 1; day <= 90; day++)
        {
          cs_growth_of_account (SEED, name, BORN + day * DAY, &followers, &same);
          g_assert_cmpint (followers, >, 300);
          g_assert_cmpint (ABS (followers - before), <, before / 20);
          g_assert_cmpint (same, ==, following);
          n_up += followers > before;
          n_down += followers < before;
          before = followers;
        }

      g_assert_cmpuint (n_up, >, 5);
      g_assert_cmpuint (n_down, >, 5);
    }
}

CS_TESTS (growth)
{
  g_test_add_func ("/growth/no-count-ever-falls", test_no_count_ever_falls);
  g_test_add_func ("/growth/the-first-hours-are-fast", test_the_first_hours_are_fast);
  g_test_add_func ("/growth/the-audience-sleeps", test_the_audience_sleeps);
  g_test_add_func ("/growth/names-and-seeds-differ", test_names_and_seeds_differ);
  g_test_add_func ("/growth/followers-come-and-go", test_followers_come_and_go);
}
