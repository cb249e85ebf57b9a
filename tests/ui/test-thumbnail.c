/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-thumbnail.h"

#include "cs-test.h"
#include "display.h"

/* A picture of that many pixels. */
static char *
make_picture (Display    *display,
              const char *name,
              int         width)
{
  g_autofree guchar *pixels = g_malloc0 (width * 4);
  g_autoptr(GBytes) bytes = g_bytes_new (pixels, width * 4);
  g_autoptr(GdkTexture) texture = gdk_memory_texture_new (width, 1, GDK_MEMORY_R8G8B8A8, bytes,
                                                          width * 4);
  char *path = g_build_filename (display->folder, name, NULL);

  g_assert_true (gdk_texture_save_to_png (texture, path));

  return path;
}

/* 0: none is shown. */
static int
shown_width (gpointer thumbnail)
{
  GtkPicture *picture = find_widget (thumbnail, GTK_TYPE_PICTURE, NULL);
  GdkPaintable *paintable = picture != NULL ? gtk_picture_get_paintable (picture) : NULL;

  return paintable != NULL ? gdk_paintable_get_intrinsic_width (paintable) : 0;
}

/* Waits until the worker is done, and hears nothing of it. */
static void
read_unheard (CsThumbnail *thumbnail,
              const char  *path)
{
  GMainContext *context = g_main_context_get_thread_default ();

  cs_thumbnail_set_path (thumbnail, path);
  while (!g_main_context_pending (context))
    g_thread_yield ();
}

/* A row that is used for another file while its picture comes: the one that comes is forgotten. */
static void
test_late_picture_is_of_no_other_file (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *first = make_picture (display, "first.png", 3);
  g_autofree char *second = make_picture (display, "second.png", 5);
  g_autoptr(GMainContext) own = g_main_context_new ();
  GtkWidget *window = gtk_window_new ();
  CsThumbnail *thumbnail = g_object_new (CS_TYPE_THUMBNAIL, NULL);

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (thumbnail));
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (thumbnail)));

  g_main_context_push_thread_default (own);
  read_unheard (thumbnail, first);
  cs_thumbnail_set_path (thumbnail, NULL);
  while (g_main_context_iteration (own, FALSE));
  g_assert_cmpint (shown_width (thumbnail), ==, 0);

  read_unheard (thumbnail, first);
  cs_thumbnail_set_path (thumbnail, second);
  while (shown_width (thumbnail) == 0)
    g_main_context_iteration (own, TRUE);
  g_assert_cmpint (shown_width (thumbnail), ==, 5);
  g_main_context_pop_thread_default (own);

  /* What was read is shown at once from then on. */
  cs_thumbnail_set_path (thumbnail, NULL);
  cs_thumbnail_set_path (thumbnail, second);
  g_assert_cmpint (shown_width (thumbnail), ==, 5);
  gtk_window_destroy (GTK_WINDOW (window));
}

CS_TESTS (thumbnail)
{
  g_test_add_func ("/ui/thumbnail/late-picture-is-of-no-other-file",
                   test_late_picture_is_of_no_other_file);
}
