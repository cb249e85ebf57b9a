/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

#include <string.h>

static GVariant *
search (Fixture    *fixture,
        const char *query)
{
  return run_command (fixture->owner, "search", "{'query': <'%s'>}", query);
}

/* "post:Title", "media:File": what was found, in order. */
static void
assert_found (Fixture    *fixture,
              const char *query,
              const char *expected)
{
  g_autoptr(GVariant) found = search (fixture, query);
  g_autoptr(GString) all = g_string_new (NULL);

  for (gsize i = 0; i < g_variant_n_children (found); i++)
    {
      g_autoptr(GVariant) one = g_variant_get_child_value (found, i);
      g_autofree char *kind = text_of (one, "kind");
      g_autofree char *title = text_of (one, "title");

      g_string_append_printf (all, "%s%s:%s", i > 0 ? ", " : "", kind, title);
    }

  g_assert_cmpstr (all->str, ==, expected);
}

static void
test_kinds (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *account = sign_in (fixture);
  g_autofree char *media = add_media (fixture, "pass.mp4");

  g_variant_unref (run_command (fixture->owner, "post.new",
                                "{'text': <'A passage by Alice'>, 'title': <'Walk'>}"));
  assert_found (fixture, "pass", "post:Walk, media:pass.mp4");
  assert_found (fixture, "ALI", "post:Walk, account:alice.test");
  assert_found (fixture, "bluesky", "account:alice.test");
  assert_found (fixture, "mp4", "media:pass.mp4");
  assert_found (fixture, "zebra", "");
  assert_found (fixture, "\" OR *", "");
  assert_found (fixture, "", "");
  refuse_command (fixture->owner, "search", CS_ERROR_INVALID, "{}");
}

static void
test_where_the_words_stand (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GVariant) found = NULL;
  g_autoptr(GVariant) one = NULL;
  g_autoptr(GVariant) ranges = NULL;
  g_autoptr(GVariant) title_ranges = NULL;
  g_autofree char *snippet = NULL;
  g_autofree char *state = NULL;
  gint64 start;
  gint64 length;

  g_variant_unref (run_command (fixture->owner, "post.new",
                                "{'title': <'Öl und Wasser'>, 'text': <'Nothing'>,"
                                " 'thread': <['It’s the öl that matters']>}"));
  found = search (fixture, "ol");
  one = g_variant_get_child_value (found, 0);
  snippet = text_of (one, "snippet");
  state = text_of (one, "state");
  g_assert_cmpstr (snippet, ==, "It’s the öl that matters");
  g_assert_cmpstr (state, ==, "draft");
  ranges = g_variant_lookup_value (one, "ranges", G_VARIANT_TYPE ("a(xx)"));
  g_assert_cmpuint (g_variant_n_children (ranges), ==, 1);
  g_variant_get_child (ranges, 0, "(xx)", &start, &length);
  g_assert_cmpint (start, ==, 9);
  g_assert_cmpint (length, ==, 2);
  title_ranges = g_variant_lookup_value (one, "title_ranges", G_VARIANT_TYPE ("a(xx)"));
  g_variant_get_child (title_ranges, 0, "(xx)", &start, &length);
  g_assert_cmpint (start, ==, 0);
}

static void
test_undo_is_followed (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  g_variant_unref (run_command (fixture->owner, "post.new", "{'text': <'Zebra'>}"));
  assert_found (fixture, "zeb", "post:Zebra");
  g_variant_unref (run_command (fixture->owner, "undo", "{}"));
  assert_found (fixture, "zeb", "");
  g_variant_unref (run_command (fixture->owner, "redo", "{}"));
  assert_found (fixture, "zeb", "post:Zebra");
}

CS_TESTS (search)
{
  g_test_add_func ("/workspace/search/kinds", test_kinds);
  g_test_add_func ("/workspace/search/where-the-words-stand", test_where_the_words_stand);
  g_test_add_func ("/workspace/search/undo-is-followed", test_undo_is_followed);
}
