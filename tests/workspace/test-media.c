/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

#include <glib/gstdio.h>

/* The titles that media.list answers, as one line. */
static char *
titles (Fixture    *fixture,
        const char *args)
{
  g_autoptr(GVariant) list = run_command (fixture->owner, "media.list", "%s", args);
  GString *line = g_string_new (NULL);

  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr(GVariant) media = g_variant_get_child_value (list, i);
      g_autofree char *title = text_of (media, "title");

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", title);
    }

  return g_string_free (line, FALSE);
}

static void
assert_titles (Fixture    *fixture,
               const char *args,
               const char *expected)
{
  g_autofree char *line = titles (fixture, args);

  g_assert_cmpstr (line, ==, expected);
}

static gint64
number_of (GVariant   *record,
           const char *name)
{
  gint64 number = -1;

  g_variant_lookup (record, name, "x", &number);

  return number;
}

static void
assert_text (GVariant   *record,
             const char *name,
             const char *expected)
{
  g_autofree char *text = text_of (record, name);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_what_is_asked_for (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *pass = add_media (fixture, "pass.mp4");
  g_autofree char *picture = add_media (fixture, "picture.jpg");
  g_autofree char *rotated = add_media (fixture, "rotated.mp4");

  assert_titles (fixture, "{}", "rotated.mp4 picture.jpg pass.mp4");
  assert_titles (fixture, "{'order': <'oldest'>}", "pass.mp4 picture.jpg rotated.mp4");
  assert_titles (fixture, "{'limit': <int64 1>}", "rotated.mp4");
  assert_titles (fixture, "{'limit': <int64 1>, 'offset': <int64 1>}", "picture.jpg");
  assert_titles (fixture, "{'search': <'TURE.j'>}", "picture.jpg");
  assert_titles (fixture, "{'search': <'_'>}", "");
  refuse_command (fixture->owner, "media.list", CS_ERROR_INVALID, "{'order': <'size'>}");

  g_variant_unref (run_command (fixture->owner, "media.rename",
                                "{'id': <'%s'>, 'title': <' A cup '>}", rotated));
  assert_titles (fixture, "{'order': <'title'>}", "A cup pass.mp4 picture.jpg");
  assert_titles (fixture, "{'search': <'cup'>}", "A cup");
  refuse_command (fixture->owner, "media.rename", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'title': <'  '>}", rotated);
  g_variant_unref (run_command (fixture->owner, "undo", "{}"));
  assert_titles (fixture, "{'search': <'cup'>}", "");
}

#define N_AT_ONCE 4

typedef struct
{
  char  *ids[N_AT_ONCE];
  guint  n;
} Added;

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Added *added = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) media = cs_workspace_run_finish (result, &error);

  g_assert_no_error (error);
  added->ids[added->n++] = text_of (media, "id");
}

static void
test_added_several_times_at_once (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", "pass.mp4",
                                                 NULL);
  Added added = { 0, };

  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      GVariantDict args = G_VARIANT_DICT_INIT (NULL);

      g_variant_dict_insert (&args, "path", "s", path);
      cs_workspace_run_async (fixture->owner, "media.add", g_variant_dict_end (&args), NULL, NULL,
                              on_added, &added);
    }

  while (added.n < N_AT_ONCE)
    g_main_context_iteration (NULL, TRUE);

  assert_titles (fixture, "{}", "pass.mp4");
  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      g_assert_cmpstr (added.ids[i], ==, added.ids[0]);
      if (i > 0)
        g_free (added.ids[i]);
    }
  g_free (added.ids[0]);
}

static void
test_where_it_is_used (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *used = add_media (fixture, "pass.mp4");
  g_autofree char *unused = add_media (fixture, "picture.jpg");
  g_autoptr(GVariant) post = NULL;
  g_autoptr(GVariant) list = NULL;
  g_autoptr(GVariant) last = NULL;
  g_autoptr(GVariant) with = NULL;
  g_autoptr(GVariant) without = NULL;
  g_autofree char *thumbnail = NULL;

  post = run_command (fixture->owner, "post.new",
                      "{'text': <'Twice'>, 'attachments': <[{'media_id': <'%s'>},"
                      " {'media_id': <'%s'>}]>}", used, used);
  list = run_command (fixture->owner, "media.list", "{'order': <'oldest'>}");
  last = g_variant_get_child_value (list, 0);
  g_assert_cmpint (number_of (last, "posts"), ==, 1);
  thumbnail = text_of (last, "thumbnail");
  g_assert_true (g_file_test (thumbnail, G_FILE_TEST_IS_REGULAR));

  with = run_command (fixture->owner, "post.rows", "{'media': <'%s'>}", used);
  without = run_command (fixture->owner, "post.rows", "{'media': <'%s'>}", unused);
  g_assert_cmpuint (g_variant_n_children (with), ==, 1);
  g_assert_cmpuint (g_variant_n_children (without), ==, 0);
}

static void
test_several_are_removed_as_one (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *pass = add_media (fixture, "pass.mp4");
  g_autofree char *picture = add_media (fixture, "picture.jpg");
  g_autofree char *rotated = add_media (fixture, "rotated.mp4");
  g_autoptr(GVariant) removed = NULL;
  g_autoptr(GVariant) undone = NULL;

  removed = run_command (fixture->owner, "media.remove", "{'ids': <['%s', '%s', '%s']>}", pass,
                         picture, pass);
  g_assert_cmpint (number_of (removed, "removed"), ==, 2);
  assert_titles (fixture, "{}", "rotated.mp4");
  undone = run_command (fixture->owner, "undo", "{}");
  assert_text (undone, "title", "Remove “2 files”");
  assert_titles (fixture, "{}", "rotated.mp4 picture.jpg pass.mp4");

  /* One that a post shows stays, and the others with it. */
  g_variant_unref (run_command (fixture->owner, "post.new",
                                "{'attachments': <[{'media_id': <'%s'>}]>}", picture));
  refuse_command (fixture->owner, "media.remove", CS_ERROR_INVALID, "{'ids': <['%s', '%s']>}",
                  rotated, picture);
  assert_titles (fixture, "{}", "rotated.mp4 picture.jpg pass.mp4");
  refuse_command (fixture->owner, "media.remove", CS_ERROR_USAGE, "{}");
}

static char *
copy_clip (Fixture    *fixture,
           const char *clip,
           const char *name)
{
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", clip, NULL);
  g_autofree char *bytes = NULL;
  char *path = g_build_filename (fixture->folder, name, NULL);
  gsize length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));

  return path;
}

static void
test_a_file_that_was_moved (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autofree char *here = copy_clip (fixture, "pass.mp4", "here.mp4");
  g_autofree char *there = g_build_filename (fixture->folder, "there.mp4", NULL);
  g_autofree char *other = copy_clip (fixture, "silent.mp4", "other.mp4");
  g_autoptr(GVariant) media = run_command (fixture->owner, "media.add", "{'path': <'%s'>}", here);
  g_autofree char *id = text_of (media, "id");
  g_autoptr(GVariant) before = run_command (fixture->owner, "media.show", "{'id': <'%s'>}", id);
  g_autoptr(GVariant) missing = NULL;
  g_autoptr(GVariant) found = NULL;
  g_autoptr(GVariant) changed = NULL;

  assert_text (before, "state", "there");
  g_assert_cmpint (g_rename (here, there), ==, 0);
  missing = run_command (fixture->owner, "media.show", "{'id': <'%s'>}", id);
  assert_text (missing, "state", "missing");

  refuse_command (fixture->owner, "media.locate", CS_ERROR_INVALID,
                  "{'id': <'%s'>, 'path': <'%s'>}", id, other);
  refuse_command (fixture->owner, "media.locate", CS_ERROR_NOT_FOUND,
                  "{'id': <'%s'>, 'path': <'%s'>}", id, here);
  g_variant_unref (run_command (fixture->owner, "media.locate", "{'id': <'%s'>, 'path': <'%s'>}",
                                id, there));
  found = run_command (fixture->owner, "media.show", "{'id': <'%s'>}", id);
  assert_text (found, "state", "there");
  assert_text (found, "path", there);

  g_assert_true (g_file_set_contents (there, "else", -1, NULL));
  changed = run_command (fixture->owner, "media.show", "{'id': <'%s'>}", id);
  assert_text (changed, "state", "changed");
}

CS_TESTS (media)
{
  g_test_add_func ("/workspace/media/what-is-asked-for", test_what_is_asked_for);
  g_test_add_func ("/workspace/media/added-several-times-at-once",
                   test_added_several_times_at_once);
  g_test_add_func ("/workspace/media/where-it-is-used", test_where_it_is_used);
  g_test_add_func ("/workspace/media/several-are-removed-as-one", test_several_are_removed_as_one);
  g_test_add_func ("/workspace/media/a-file-that-was-moved", test_a_file_that_was_moved);
}
