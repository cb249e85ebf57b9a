/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-rate.h"
#include "cs-test.h"

#include <math.h>

/* Sum by sum: a post seen by few does not weigh as much as one seen by many. */
static void
test_sum_by_sum (void)
{
  CsRate rate = { 0, };

  g_assert_true (isnan (cs_rate_get (&rate)));

  cs_rate_add (&rate, 10, 20);
  cs_rate_add (&rate, 10, 980);

  g_assert_cmpfloat (cs_rate_get (&rate), ==, 0.02);
  g_assert_cmpuint (rate.n, ==, 2);
}

static void
test_unknown_is_left_out (void)
{
  CsRate rate = { 0, };

  cs_rate_add (&rate, CS_UNKNOWN, 100);
  cs_rate_add (&rate, 5, CS_UNKNOWN);
  g_assert_true (isnan (cs_rate_get (&rate)));

  cs_rate_add (&rate, 0, 100);
  g_assert_cmpfloat (cs_rate_get (&rate), ==, 0);
  g_assert_cmpuint (rate.n, ==, 1);
  g_assert_cmpuint (rate.left_out, ==, 2);
}

static void
test_nobody_to_divide_by (void)
{
  CsRate rate = { 0, };

  cs_rate_add (&rate, 3, 0);
  g_assert_true (isnan (cs_rate_get (&rate)));
  g_assert_cmpuint (rate.n, ==, 1);
}

static void
test_change (void)
{
  g_assert_cmpfloat (cs_rate_change (3, 2), ==, 0.5);
  g_assert_cmpfloat (cs_rate_change (0, 2), ==, -1);
  g_assert_true (isnan (cs_rate_change (3, 0)));
  g_assert_true (isnan (cs_rate_change (NAN, 2)));
  g_assert_true (isnan (cs_rate_change (3, NAN)));
}

CS_TESTS (rate)
{
  g_test_add_func ("/analysis/rate/is-sum-by-sum", test_sum_by_sum);
  g_test_add_func ("/analysis/rate/unknown-is-left-out-and-counted", test_unknown_is_left_out);
  g_test_add_func ("/analysis/rate/nobody-to-divide-by", test_nobody_to_divide_by);
  g_test_add_func ("/analysis/rate/change", test_change);
}
