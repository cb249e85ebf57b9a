/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-backoff.h"
#include "cs-test.h"

static void
test_doubles (void)
{
  g_assert_cmpint (cs_backoff (0, 15, 300), ==, 0);
  g_assert_cmpint (cs_backoff (1, 15, 300), ==, 15);
  g_assert_cmpint (cs_backoff (2, 15, 300), ==, 30);
  g_assert_cmpint (cs_backoff (5, 15, 300), ==, 240);
  g_assert_cmpint (cs_backoff (6, 15, 300), ==, 300);
  g_assert_cmpint (cs_backoff (G_MAXUINT, 15, 300), ==, 300);
  g_assert_cmpint (cs_backoff (G_MAXUINT, 0, 300), ==, 0);
  g_assert_cmpint (cs_backoff (9, 1, G_MAXINT64), ==, 256);
}

CS_TESTS (backoff)
{
  g_test_add_func ("/base/backoff/doubles", test_doubles);
}
