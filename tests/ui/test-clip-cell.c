/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clip-cell.h"

#include "cs-facts.h"
#include "cs-test.h"

/* A view as media.list answers it; @length in microseconds. */
static GVariant *
make_view (CsMediaKind kind,
           gint64      width,
           gint64      height,
           gint64      length,
           gint64      posts)
{
  g_autoptr(CsFacts) facts = cs_record_new (CS_RECORD_FACTS);
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);

  facts->kind = kind;
  facts->width = width;
  facts->height = height;
  facts->duration = length;
  g_variant_dict_insert (&view, "id", "s", "m1");
  g_variant_dict_insert (&view, "title", "s", "Glaze");
  g_variant_dict_insert (&view, "posts", "x", posts);
  g_variant_dict_insert_value (&view, "facts", cs_record_to_variant (facts));

  return g_variant_ref_sink (g_variant_dict_end (&view));
}

/* Whether a label that is to be seen says so. */
static gboolean
shows (GtkWidget  *widget,
       const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget)
      && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;

  return FALSE;
}

static void
assert_words (GtkWidget  *cell,
              const char *expected)
{
  g_autofree char *words = NULL;

  g_object_get (cell, "words", &words, NULL);
  g_assert_cmpstr (words, ==, expected);
}

static void
test_a_clip (void)
{
  GtkWidget *cell = g_object_ref_sink (g_object_new (CS_TYPE_CLIP_CELL, NULL));
  g_autoptr(GVariant) view = make_view (CS_MEDIA_VIDEO, 1080, 1920, 65 * G_USEC_PER_SEC, 2);

  g_object_set (cell, "view", view, NULL);
  g_assert_true (shows (cell, "Glaze"));
  g_assert_true (shows (cell, "9:16"));
  g_assert_true (shows (cell, "1:05"));
  g_assert_true (shows (cell, "In 2 posts"));
  assert_words (cell, "Glaze, 1 minute 5 seconds, 9:16, In 2 posts");
  g_assert_finalize_object (cell);
}

/* A cell that scrolls shows one thing after another: nothing stays of the one before. */
static void
test_a_picture_after_a_clip (void)
{
  GtkWidget *cell = g_object_ref_sink (g_object_new (CS_TYPE_CLIP_CELL, NULL));
  g_autoptr(GVariant) clip = make_view (CS_MEDIA_VIDEO, 1080, 1920, 65 * G_USEC_PER_SEC, 2);
  g_autoptr(GVariant) picture = make_view (CS_MEDIA_IMAGE, 800, 800, 0, 0);

  g_object_set (cell, "view", clip, NULL);
  g_object_set (cell, "view", picture, NULL);
  g_assert_false (shows (cell, "9:16"));
  g_assert_false (shows (cell, "1:05"));
  g_assert_true (shows (cell, "1:1"));
  assert_words (cell, "Glaze, 1:1, Not used yet");
  g_assert_finalize_object (cell);
}

/* A file of which only the title is known. */
static void
test_without_facts (void)
{
  GtkWidget *cell = g_object_ref_sink (g_object_new (CS_TYPE_CLIP_CELL, NULL));

  g_object_set (cell, "view", g_variant_new_parsed ("{'id': <'m1'>, 'title': <'Glaze'>}"), NULL);
  g_assert_true (shows (cell, "Glaze"));
  assert_words (cell, "Glaze, Not used yet");
  g_assert_finalize_object (cell);
}

CS_TESTS (clip_cell)
{
  g_test_add_func ("/ui/clip-cell/a-clip", test_a_clip);
  g_test_add_func ("/ui/clip-cell/a-picture-after-a-clip", test_a_picture_after_a_clip);
  g_test_add_func ("/ui/clip-cell/without-facts", test_without_facts);
}
