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

  cs_rate_add (&rate, 10, 100);
  cs_rate_add (&rate, 10, 900);

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

/* Neither its numerator counts nor its denominator, or the rate would be of nobody. */
static void
test_too_few_are_left_out (void)
{
  CsRate rate = { 0, };

  cs_rate_add (&rate, 300, 0);
  cs_rate_add (&rate, 300, 3);
  cs_rate_add (&rate, 300, CS_RATE_LEAST_FOLLOWERS - 1);
  g_assert_true (isnan (cs_rate_get (&rate)));
  g_assert_cmpuint (rate.n, ==, 0);
  g_assert_cmpuint (rate.left_out, ==, 3);

  cs_rate_add (&rate, CS_UNKNOWN, 0);
  cs_rate_add (&rate, 3, CS_RATE_LEAST_FOLLOWERS);
  g_assert_cmpfloat (cs_rate_get (&rate), ==, 0.1);
  g_assert_cmpuint (rate.n, ==, 1);
  g_assert_cmpuint (rate.left_out, ==, 4);
  g_assert_cmpuint (rate.too_few, ==, 3);
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
  g_test_add_func ("/analysis/rate/too-few-are-left-out", test_too_few_are_left_out);
  g_test_add_func ("/analysis/rate/change", test_change);
}
