/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post.h"
#include "cs-test.h"

static void
test_name (void)
{
  g_assert_cmpstr (cs_post_name ("Kiln", "Opening"), ==, "Kiln");
  g_assert_cmpstr (cs_post_name ("", "Opening"), ==, "Opening");
  g_assert_cmpstr (cs_post_name (NULL, "Opening"), ==, "Opening");
  g_assert_cmpstr (cs_post_name ("", NULL), ==, "");
  g_assert_cmpstr (cs_post_name (NULL, NULL), ==, "");
}

CS_TESTS (post)
{
  g_test_add_func ("/post/is-called-by-its-title-or-its-text", test_name);
}
