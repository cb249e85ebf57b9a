/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-job.h"
#include "cs-pace.h"
#include "cs-test.h"

static void
test_ten_a_second_and_the_end (void)
{
  CsPace pace = { 0, };
  gint64 begun = g_get_monotonic_time ();
  guint said = 0;

  for (gint64 done = 1; g_get_monotonic_time () - begun < G_USEC_PER_SEC / 2; done++)
    said += cs_pace_lets (&pace, done, G_MAXINT64);

  g_assert_cmpuint (said, >=, 3);
  g_assert_cmpuint (said, <=, 6);
  g_assert_true (cs_pace_lets (&pace, G_MAXINT64, G_MAXINT64));
}

static void
test_nothing_twice (void)
{
  CsPace pace = { 0, };

  g_assert_true (cs_pace_lets (&pace, 0, 0));
  g_assert_true (cs_pace_lets (&pace, 5, 5));
  g_assert_false (cs_pace_lets (&pace, 5, 5));
  cs_pause (150, NULL, NULL);
  g_assert_false (cs_pace_lets (&pace, 5, 5));
  g_assert_true (cs_pace_lets (&pace, 1, 9));
}

CS_TESTS (pace)
{
  g_test_add_func ("/base/pace/ten-a-second-and-the-end", test_ten_a_second_and_the_end);
  g_test_add_func ("/base/pace/nothing-twice", test_nothing_twice);
}
