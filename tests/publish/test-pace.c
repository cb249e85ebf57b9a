/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-bucket.h"
#include "cs-clock-watch.h"
#include "cs-lane.h"

#define NOW G_GINT64_CONSTANT (1800000000)

static void
test_bucket (void)
{
  CsBucket bucket = cs_bucket_new (10, 100, NOW);

  for (guint i = 0; i < 8; i++)
    g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_READING, 1, NOW), ==, 0);

  /* The last fifth is for who publishes. */
  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_READING, 1, NOW), ==, NOW + 10);
  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_PUBLISHING, 2, NOW), ==, 0);
  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_PUBLISHING, 1, NOW), ==, NOW + 10);
  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_PUBLISHING, 1, NOW + 9), ==, NOW + 10);
  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_PUBLISHING, 1, NOW + 10), ==, 0);
}

static void
test_bucket_and_clock (void)
{
  CsBucket bucket = cs_bucket_new (2, 100, NOW);

  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_PUBLISHING, 2, NOW), ==, 0);
  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_PUBLISHING, 1, NOW - 5000), >, NOW - 5000);
  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_PUBLISHING, 1, NOW - 4950), ==, 0);
  g_assert_cmpint (cs_bucket_take (&bucket, CS_BUCKET_PUBLISHING, 3, NOW + 99999), ==, 0);
}

static void
test_lane_is_one_at_a_time (void)
{
  g_autofree CsLane *lane = cs_lane_new (NOW);

  g_assert_true (cs_lane_take (lane, NOW));
  g_assert_false (cs_lane_take (lane, NOW));
  g_assert_false (cs_lane_give_back (lane, FALSE, NOW));
  g_assert_true (cs_lane_take (lane, NOW));
}

static void
test_breaker (void)
{
  g_autofree CsLane *lane = cs_lane_new (NOW);
  gint64 rest = CS_LANE_REST;
  gint64 now = NOW;

  for (guint i = 0; i < CS_LANE_FAILURES - 1; i++)
    g_assert_false (cs_lane_give_back (lane, TRUE, now));

  g_assert_true (cs_lane_give_back (lane, TRUE, now));

  for (guint i = 0; i < 8; i++)
    {
      g_assert_cmpint (lane->rest_until, ==, now + rest);
      g_assert_false (cs_lane_is_free (lane, lane->rest_until - 1));
      now = lane->rest_until;
      g_assert_true (cs_lane_take (lane, now));
      g_assert_true (cs_lane_give_back (lane, TRUE, now));
      rest = MIN (2 * rest, CS_LANE_REST_MAX);
    }

  now = lane->rest_until;
  g_assert_false (cs_lane_give_back (lane, FALSE, now));
  g_assert_true (cs_lane_is_free (lane, now));
  g_assert_false (cs_lane_give_back (lane, TRUE, now));
}

static void
test_failures_far_apart (void)
{
  g_autofree CsLane *lane = cs_lane_new (NOW);

  for (guint i = 0; i < 50; i++)
    g_assert_false (cs_lane_give_back (lane, TRUE, NOW + i * (CS_LANE_WITHIN + 1)));
}

static void
test_clock_steps (void)
{
  CsClockWatch watch = { FALSE, };
  gint64 second = G_USEC_PER_SEC;
  gint64 now = NOW * second;

  g_assert_false (cs_clock_watch_look (&watch, now, 0, TRUE));
  g_assert_false (cs_clock_watch_look (&watch, now + 9 * 3600 * second, 9 * 3600 * second, TRUE));

  /* Two minutes more than passed: held until the clock is trusted or set back. */
  g_assert_true (cs_clock_watch_look (&watch, now + (10 * 3600 + 121) * second,
                                      10 * 3600 * second, TRUE));
  g_assert_true (cs_clock_watch_look (&watch, now + (10 * 3600 + 121) * second,
                                      10 * 3600 * second, FALSE));
  g_assert_false (cs_clock_watch_look (&watch, now + 10 * 3600 * second,
                                       10 * 3600 * second, TRUE));
  g_assert_true (cs_clock_watch_look (&watch, now + 99 * 3600 * second,
                                      10 * 3600 * second, TRUE));
  cs_clock_watch_trust (&watch, now + 99 * 3600 * second, 10 * 3600 * second);
  g_assert_false (cs_clock_watch_look (&watch, now + 99 * 3600 * second,
                                       10 * 3600 * second, TRUE));
}

static void
test_harmless_steps (void)
{
  CsClockWatch watch = { FALSE, };
  gint64 second = G_USEC_PER_SEC;
  gint64 now = NOW * second;

  g_assert_false (cs_clock_watch_look (&watch, now, 0, TRUE));
  g_assert_false (cs_clock_watch_look (&watch, now + 119 * second, 0, TRUE));
  g_assert_false (cs_clock_watch_look (&watch, now - 86400 * second, 0, TRUE));
  g_assert_false (cs_clock_watch_look (&watch, now, 0, FALSE));
}

CS_TESTS (pace)
{
  g_test_add_func ("/bucket/readers-leave-the-last-fifth", test_bucket);
  g_test_add_func ("/bucket/survives-a-set-clock", test_bucket_and_clock);
  g_test_add_func ("/lane/one-call-at-a-time", test_lane_is_one_at_a_time);
  g_test_add_func ("/lane/rests-double-until-a-call-succeeds", test_breaker);
  g_test_add_func ("/lane/failures-far-apart-do-not-add-up", test_failures_far_apart);
  g_test_add_func ("/clock-watch/a-step-forward-holds", test_clock_steps);
  g_test_add_func ("/clock-watch/other-steps-do-not", test_harmless_steps);
}
