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

static void
test_title (void)
{
  g_autofree char *given = cs_post_dup_title ("Kiln", "Opening");
  g_autofree char *line = cs_post_dup_title ("", "\n  \n Opening  \nat last");
  g_autofree char *none = cs_post_dup_title (NULL, " \n");

  g_assert_cmpstr (given, ==, "Kiln");
  g_assert_cmpstr (line, ==, "Opening");
  g_assert_null (none);
}

CS_TESTS (post)
{
  g_test_add_func ("/post/has-a-title-of-one-line", test_title);
  g_test_add_func ("/post/is-called-by-its-title-or-its-text", test_name);
}
