/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-composer-page.h"
#include "cs-file-row.h"
#include "cs-item.h"
#include "cs-target-row.h"
#include "cs-test.h"
#include "display.h"

static void
edit_post (Display    *display,
           const char *id)
{
  g_autofree char *action = g_strdup_printf ("win.edit-post('%s')", id);

  display_act (display, action);
}

static void
collect_rows (GtkWidget *widget,
              GPtrArray *rows)
{
  if (CS_IS_FILE_ROW (widget))
    g_ptr_array_add (rows, widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, rows);
}

/* Of the post that is open. */
static GPtrArray *
file_rows (Display *display)
{
  GPtrArray *rows = g_ptr_array_new ();

  collect_rows (GTK_WIDGET (cs_window_get_page (display->window)), rows);

  return rows;
}

static gboolean
has_two_rows (gpointer display)
{
  g_autoptr(GPtrArray) rows = file_rows (display);

  return rows->len == 2;
}

static gboolean
is_saved (gpointer window)
{
  return find_widget (window, GTK_TYPE_LABEL, "Saved") != NULL;
}

/* The ids of the files of the only post, as they are saved. */
static char *
saved_files (Display *display)
{
  g_autoptr(GVariant) posts = display_run (display, "post.list", NULL);
  g_autoptr(GVariant) post = g_variant_get_child_value (posts, 0);
  g_autoptr(GVariant) shown = display_run (display, "post.show", "{'id': <'%s'>}",
                                           cs_view_text (post, "id"));
  g_autoptr(GVariant) files = g_variant_lookup_value (shown, "attachments",
                                                      G_VARIANT_TYPE ("aa{sv}"));
  GString *ids = g_string_new (NULL);

  for (gsize i = 0; i < g_variant_n_children (files); i++)
    {
      g_autoptr(GVariant) file = g_variant_get_child_value (files, i);

      g_string_append_printf (ids, "%s ", cs_view_text (file, "media_id"));
    }

  return g_string_free_and_steal (ids);
}

static void
assert_saved (Display    *display,
              const char *first,
              const char *second,
              const char *third)
{
  g_autofree char *wanted = g_strdup_printf ("%s %s %s ", first, second, third);
  g_autofree char *saved = NULL;

  wait_until (is_saved, display->window);
  saved = saved_files (display);
  g_assert_cmpstr (saved, ==, wanted);
}

/* Those that are read take their places; what is no clip is told of, and harms no other. */
static void
test_files_are_dropped_in (void)
{
  static const char *const names[] = { "pass.mp4", "text.mp4", "picture.jpg" };
  g_autoptr(Display) display = display_new ();
  g_auto(GValue) value = G_VALUE_INIT;
  GSList *files = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = clip_path (names[i]);

      files = g_slist_append (files, g_file_new_for_path (path));
    }

  display_act (display, "win.new-post-now");
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_slist_free_full (files, g_object_unref);
  drop (GTK_WIDGET (cs_window_get_page (display->window)), &value);
  wait_for (display->window, ADW_TYPE_ACTION_ROW, "Reading picture.jpg");
  wait_until (has_two_rows, display);
  wait_for_quiet (display);
  g_assert_null (find_widget (display->window, ADW_TYPE_ACTION_ROW, "Reading picture.jpg"));
  g_assert_null (find_widget (display->window, ADW_TYPE_ACTION_ROW, "Reading text.mp4"));
  wait_until (is_saved, display->window);
}

/* By its handle, by the keys, and by its menu, which is for who has neither. */
static void
test_files_change_their_order (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *clip = display_add_clip (display, "pass.mp4");
  g_autofree char *picture = display_add_clip (display, "picture.jpg");
  g_autofree char *other = display_add_clip (display, "picture.png");
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'text': <'Three'>, 'attachments': <["
                                          "{'media_id': <'%s'>}, {'media_id': <'%s'>},"
                                          " {'media_id': <'%s'>}]>}", clip, picture, other);
  g_auto(GValue) value = G_VALUE_INIT;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) dragged = NULL;

  edit_post (display, cs_view_text (post, "id"));
  rows = file_rows (display);
  g_assert_cmpuint (rows->len, ==, 3);
  gtk_widget_grab_focus (rows->pdata[0]);
  press_key (rows->pdata[0], "<Alt>Down");
  assert_saved (display, picture, clip, other);

  /* The focus went with it. */
  press_key (gtk_window_get_focus (GTK_WINDOW (display->window)), "<Alt>Down");
  wait_for_quiet (display);
  assert_saved (display, picture, other, clip);

  dragged = file_rows (display);
  g_value_init (&value, CS_TYPE_FILE_ROW);
  g_value_set_object (&value, dragged->pdata[2]);
  drop (dragged->pdata[0], &value);
  wait_for_quiet (display);
  assert_saved (display, clip, picture, other);

  gtk_widget_activate_action (gtk_window_get_focus (GTK_WINDOW (display->window)), "strip.move",
                              "(uu)", 2, 1);
  wait_for_quiet (display);
  assert_saved (display, clip, other, picture);
}

/* With which part of the only post its third file goes. */
static gint64
saved_part (Display *display)
{
  g_autoptr(GVariant) posts = display_run (display, "post.list", NULL);
  g_autoptr(GVariant) post = g_variant_get_child_value (posts, 0);
  g_autoptr(GVariant) shown = display_run (display, "post.show", "{'id': <'%s'>}",
                                           cs_view_text (post, "id"));
  g_autoptr(GVariant) files = g_variant_lookup_value (shown, "attachments",
                                                      G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GVariant) file = g_variant_get_child_value (files, 2);

  return cs_view_int (file, "part", -1);
}

static void
act_on_chosen (Display    *display,
               const char *action)
{
  GtkWidget *chosen = gtk_window_get_focus (GTK_WINDOW (display->window));

  g_assert_true (gtk_widget_activate_action (chosen, action, NULL));
  wait_for_quiet (display);
}

/* By name alone, of the one that has the focus, which goes with it. */
static void
test_the_chosen_file_is_acted_upon (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *clip = display_add_clip (display, "pass.mp4");
  g_autofree char *picture = display_add_clip (display, "picture.jpg");
  g_autofree char *other = display_add_clip (display, "picture.png");
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'text': <'One'>, 'thread': <['Two']>,"
                                          " 'attachments': <[{'media_id': <'%s'>},"
                                          " {'media_id': <'%s'>}, {'media_id': <'%s'>}]>}",
                                          clip, picture, other);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GPtrArray) left = NULL;

  edit_post (display, cs_view_text (post, "id"));
  rows = file_rows (display);
  gtk_widget_grab_focus (rows->pdata[2]);
  act_on_chosen (display, "strip.move-up");
  assert_saved (display, clip, other, picture);
  act_on_chosen (display, "strip.move-down");
  assert_saved (display, clip, picture, other);

  act_on_chosen (display, "strip.next-part");
  wait_until (is_saved, display->window);
  g_assert_cmpint (saved_part (display), ==, 1);
  act_on_chosen (display, "strip.next-part");
  wait_until (is_saved, display->window);
  g_assert_cmpint (saved_part (display), ==, 0);

  act_on_chosen (display, "strip.take-out");
  left = file_rows (display);
  g_assert_cmpuint (left->len, ==, 2);
}

static gboolean
is_fixed (gpointer window)
{
  return find_widget (window, GTK_TYPE_BUTTON, "Fix") == NULL
      && find_widget (window, GTK_TYPE_LABEL, "Blocked") == NULL
      && find_widget (window, GTK_TYPE_PROGRESS_BAR, NULL) == NULL;
}

/* Matroska with ten bits a colour, which the network would refuse. */
static void
test_a_clip_is_made_to_fit (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *account = display_sign_in (display);
  g_autofree char *clip = display_add_clip (display, "ten-bit.mkv");
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'text': <'Fit'>, 'accounts': <['%s']>,"
                                          " 'attachments': <[{'media_id': <'%s'>}]>}",
                                          account, clip);
  g_autoptr(GVariant) renditions = NULL;
  g_autoptr(GVariant) shown = NULL;
  gpointer row;

  edit_post (display, cs_view_text (post, "id"));
  wait_for (display->window, GTK_TYPE_LABEL, "Blocked");
  row = find_widget (display->window, CS_TYPE_TARGET_ROW, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  wait_for (display->window, GTK_TYPE_BUTTON, "Fix");
  press (row, "Fix");
  g_assert_nonnull (find_widget (row, GTK_TYPE_PROGRESS_BAR, NULL));
  wait_until (is_fixed, display->window);

  shown = display_run (display, "media.show", "{'id': <'%s'>}", clip);
  renditions = g_variant_lookup_value (shown, "renditions", G_VARIANT_TYPE ("aa{sv}"));
  g_assert_cmpuint (g_variant_n_children (renditions), ==, 1);
}

CS_TESTS (strip)
{
  g_test_add_func ("/ui/strip/the-chosen-file-is-acted-upon", test_the_chosen_file_is_acted_upon);
  g_test_add_func ("/ui/strip/files-are-dropped-in", test_files_are_dropped_in);
  g_test_add_func ("/ui/strip/files-change-their-order", test_files_change_their_order);
  g_test_add_func ("/ui/strip/a-clip-is-made-to-fit", test_a_clip_is_made_to_fit);
}
