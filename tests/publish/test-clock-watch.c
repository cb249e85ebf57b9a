/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-clock-watch.h"

#define NOW G_GINT64_CONSTANT (1800000000)

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

/* What is due an hour after the clock went ahead is as early as what is due at once. */
static void
test_a_step_is_not_forgotten (void)
{
  CsClockWatch watch = { FALSE, };
  gint64 second = G_USEC_PER_SEC;
  gint64 now = NOW * second;

  g_assert_false (cs_clock_watch_look (&watch, now, 0, FALSE));
  g_assert_false (cs_clock_watch_look (&watch, now + 7200 * second, 0, FALSE));
  g_assert_false (watch.held);
  g_assert_true (cs_clock_watch_look (&watch, now + 10800 * second, 3600 * second, TRUE));

  cs_clock_watch_trust (&watch, now, 0);
  g_assert_false (cs_clock_watch_look (&watch, now + 7200 * second, 0, FALSE));
  g_assert_false (cs_clock_watch_look (&watch, now + 3600 * second, 3600 * second, TRUE));
}

/* At a start the time that was last noted is all there is to go by. */
static void
test_first_look (void)
{
  gint64 second = G_USEC_PER_SEC;
  gint64 now = NOW * second;
  CsClockWatch watch = { .last = now };

  g_assert_true (cs_clock_watch_look (&watch, now + 3600 * second, 9 * second, TRUE));
  g_assert_true (cs_clock_watch_look (&watch, now + 3601 * second, 10 * second, TRUE));
  g_assert_true (watch.held);

  /* Set right, so that nothing is due by it. */
  g_assert_false (cs_clock_watch_look (&watch, now + 301 * second, 10 * second, FALSE));
  g_assert_false (watch.held);

  watch = (CsClockWatch) { .last = now };
  g_assert_false (cs_clock_watch_look (&watch, now + 120 * second, 9 * second, TRUE));
  watch = (CsClockWatch) { .last = now };
  g_assert_false (cs_clock_watch_look (&watch, now - 3600 * second, 9 * second, TRUE));
}

CS_TESTS (clock_watch)
{
  g_test_add_func ("/clock-watch/a-step-forward-holds", test_clock_steps);
  g_test_add_func ("/clock-watch/a-first-look-far-on-holds", test_first_look);
  g_test_add_func ("/clock-watch/a-step-that-moved-nothing-holds-later",
                   test_a_step_is_not_forgotten);
  g_test_add_func ("/clock-watch/other-steps-do-not", test_harmless_steps);
}
