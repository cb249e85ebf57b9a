/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clip-private.h"
#include "cs-item.h"
#include "cs-media-page.h"
#include "cs-media-work.h"
#include "cs-player-view.h"
#include "cs-test.h"
#include "display.h"

#include <glib/gstdio.h>
#include <gst/gst.h>

static CsPlayerView *
open_clip (Display    *display,
           const char *id)
{
  g_autofree char *action = g_strdup_printf ("win.show-media('%s')", id);

  /* The first time it reads every plugin, which may take longer than a test waits. */
  gst_init (NULL, NULL);
  display_act (display, action);

  return cs_clip_page_get_player (CS_CLIP_PAGE (cs_window_get_page (display->window)));
}

static gboolean
is_settled (gpointer player)
{
  g_assert_cmpint (cs_player_get_state (player), !=, CS_PLAYER_FAILED);

  return cs_player_is_settled (player);
}

static gboolean
has_failed (gpointer player)
{
  return cs_player_get_state (player) == CS_PLAYER_FAILED;
}

static gboolean
is_playing_on (gpointer player)
{
  return cs_player_get_playing (player) && cs_player_get_position (player) > 100000;
}

/* What is seen, as a sum over its pixels. */
static char *
sum_picture (CsPlayer *player)
{
  GdkPaintable *paintable = cs_player_get_paintable (player);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  g_autofree guchar *pixels = g_malloc0 (320 * 180 * 4);

  gdk_paintable_snapshot (paintable, snapshot, 320, 180);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_renderer_realize_for_display (renderer, gdk_display_get_default (), NULL);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, 320, 180));
  gdk_texture_download (texture, pixels, 320 * 4);
  gsk_renderer_unrealize (renderer);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, pixels, 320 * 180 * 4);
}

static void
step (CsPlayer *player,
      int       frames)
{
  cs_player_step (player, frames);
  wait_until (is_settled, player);
}

static void
assert_at (CsPlayer *player,
           gint64    usec)
{
  g_assert_cmpint (ABS (cs_player_get_position (player) - usec), <=, 2);
}

/* Also where what is read runs leftwards. */
static void
test_a_clip_runs_rightwards (void)
{
  GtkTextDirection was = gtk_widget_get_default_direction ();
  g_autoptr(Display) display = NULL;
  g_autofree char *id = NULL;
  CsPlayerView *view;
  GtkCenterBox *box;
  GtkWidget *transport;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  display = display_new ();
  id = display_add_clip (display, "pass.mp4");
  view = open_clip (display, id);
  box = wait_for (view, GTK_TYPE_CENTER_BOX, NULL);
  transport = gtk_center_box_get_center_widget (box);
  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (view)), ==, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (gtk_widget_get_direction (find_widget (view, GTK_TYPE_SCALE, NULL)), ==,
                   GTK_TEXT_DIR_LTR);
  g_assert_cmpint (gtk_widget_get_direction (transport), ==, GTK_TEXT_DIR_LTR);
  for (GtkWidget *button = gtk_widget_get_first_child (transport); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    g_assert_cmpint (gtk_widget_get_direction (gtk_button_get_child (GTK_BUTTON (button))), ==,
                     GTK_TEXT_DIR_LTR);
  gtk_widget_set_default_direction (was);
}

/* Every frame of 30 a second: n steps are n/30 seconds, and back again the same pictures. */
static void
test_steps_are_exact (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "pass.mp4");
  CsPlayer *player = cs_player_view_get_player (open_clip (display, id));
  g_autoptr(GPtrArray) pictures = g_ptr_array_new_with_free_func (g_free);

  wait_until (is_settled, player);
  assert_at (player, 0);
  g_ptr_array_add (pictures, sum_picture (player));
  for (int n = 1; n <= 8; n++)
    {
      step (player, 1);
      assert_at (player, n * G_USEC_PER_SEC / 30);
      g_ptr_array_add (pictures, sum_picture (player));
      g_assert_cmpstr (pictures->pdata[n], !=, pictures->pdata[n - 1]);
    }

  for (int n = 7; n >= 0; n--)
    {
      g_autofree char *picture = NULL;

      step (player, -1);
      assert_at (player, n * G_USEC_PER_SEC / 30);
      picture = sum_picture (player);
      g_assert_cmpstr (picture, ==, pictures->pdata[n]);
    }

  /* There is nothing before the first; several are made as several. */
  step (player, -1);
  assert_at (player, 0);
  step (player, 5);
  assert_at (player, 5 * G_USEC_PER_SEC / 30);
  step (player, -3);
  assert_at (player, 2 * G_USEC_PER_SEC / 30);
}

/* 30 frames a second, then 12: a step is a frame as the file has it. */
static void
test_steps_where_the_rate_changes (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "variable.mp4");
  CsPlayer *player = cs_player_view_get_player (open_clip (display, id));
  gint64 places[5];

  wait_until (is_settled, player);
  cs_player_seek (player, 930000, TRUE);
  wait_until (is_settled, player);
  for (guint n = 0; n < G_N_ELEMENTS (places); n++)
    {
      places[n] = cs_player_get_position (player);
      step (player, 1);
    }
  g_assert_cmpint (places[1] - places[0], <, 40000);
  g_assert_cmpint (places[4] - places[3], >, 80000);

  for (int n = G_N_ELEMENTS (places) - 1; n >= 0; n--)
    {
      step (player, -1);
      assert_at (player, places[n]);
    }
}

static void
test_the_ends_of_a_clip (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "no-audio.mp4");
  CsPlayer *player = cs_player_view_get_player (open_clip (display, id));

  wait_until (is_settled, player);
  cs_player_seek_end (player);
  wait_until (is_settled, player);
  assert_at (player, 59 * G_USEC_PER_SEC / 30);
  step (player, 1);
  assert_at (player, 59 * G_USEC_PER_SEC / 30);
  step (player, 1);
  step (player, -1);
  assert_at (player, 58 * G_USEC_PER_SEC / 30);
  cs_player_seek (player, 0, TRUE);
  wait_until (is_settled, player);
  assert_at (player, 0);
}

/* The window goes while it plays; display_free() sees that nobody keeps it. */
static void
test_closing_while_it_plays (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "pass.mp4");
  CsPlayer *player = cs_player_view_get_player (open_clip (display, id));

  wait_until (is_settled, player);
  cs_player_play (player, 1);
  wait_until (is_playing_on, player);
}

static gboolean
is_at_rest (gpointer player)
{
  return !cs_player_get_playing (player);
}

/* The answer of the worker is there and not yet heard when the clip is closed. */
static void
test_closing_while_it_opens (void)
{
  g_autoptr(CsPlayer) player = g_object_new (CS_TYPE_PLAYER, NULL);
  g_autoptr(CsFacts) facts = cs_record_new (CS_RECORD_FACTS);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", "pass.mp4",
                                                 NULL);
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  cs_player_open (player, path, facts);
  while (!g_main_context_pending (NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_thread_yield ();
    }

  cs_player_close (player);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (cs_player_get_state (player), ==, CS_PLAYER_EMPTY);
}

static void
test_playing_to_the_end (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "no-audio.mp4");
  CsPlayer *player = cs_player_view_get_player (open_clip (display, id));

  wait_until (is_settled, player);
  cs_player_play (player, 4);
  wait_until (is_at_rest, player);
  step (player, -1);
  assert_at (player, 58 * G_USEC_PER_SEC / 30);
  cs_player_play (player, -4);
  wait_until (is_at_rest, player);
  wait_until (is_settled, player);
  assert_at (player, 0);
}

static void
test_without_the_sink (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "pass.mp4");
  GstRegistry *registry = NULL;
  g_autoptr(GstPluginFeature) sink = NULL;
  CsPlayer *player;

  gst_init (NULL, NULL);
  registry = gst_registry_get ();
  sink = gst_registry_find_feature (registry, "gtk4paintablesink", GST_TYPE_ELEMENT_FACTORY);
  g_assert_nonnull (sink);
  gst_registry_remove_feature (registry, sink);

  player = cs_player_view_get_player (open_clip (display, id));
  wait_until (has_failed, player);
  g_assert_nonnull (find_widget (display->window, GTK_TYPE_LABEL, cs_player_get_reason (player)));
  g_assert_null (find_widget (display->window, GTK_TYPE_SCALE, NULL));
  gst_registry_add_feature (registry, gst_object_ref (sink));
}

static void
test_a_file_that_is_gone (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *from = clip_path ("pass.mp4");
  g_autofree char *path = g_build_filename (display->folder, "clip.mp4", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *id = NULL;
  g_autoptr(GVariant) media = NULL;
  CsPlayer *player;
  gsize length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  media = display_run (display, "media.add", "{'path': <'%s'>}", path);
  id = g_strdup (cs_view_text (media, "id"));
  g_assert_cmpint (g_unlink (path), ==, 0);

  player = cs_player_view_get_player (open_clip (display, id));
  wait_for_quiet (display);
  g_assert_cmpint (cs_player_get_state (player), ==, CS_PLAYER_EMPTY);
  g_assert_nonnull (find_widget (display->window, GTK_TYPE_LABEL,
                                 "The file is no longer where it was"));
}

static gboolean
has_ended (gpointer work)
{
  return g_list_model_get_n_items (work) == 0;
}

static gboolean
has_one_failure (gpointer work)
{
  g_autoptr(CsMediaTask) task = g_list_model_get_item (work, 0);

  return g_list_model_get_n_items (work) == 1
      && cs_media_task_get_state (task) == CS_MEDIA_TASK_FAILED;
}

static gboolean
grid_has_two (gpointer window)
{
  GtkGridView *grid = find_widget (window, GTK_TYPE_GRID_VIEW, NULL);

  return grid != NULL
      && g_list_model_get_n_items (G_LIST_MODEL (gtk_grid_view_get_model (grid))) == 2;
}

static gboolean
says_why (gpointer work)
{
  g_autoptr(CsMediaTask) task = g_list_model_get_item (work, 0);
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr(GtkWidget) window = g_list_model_get_item (windows, 0);

  return find_widget (window, GTK_TYPE_LABEL, cs_media_task_get_sentence (task)) != NULL;
}

static gboolean
can_be_fixed (gpointer window)
{
  GtkWidget *button = find_widget (window, GTK_TYPE_BUTTON, "_Fix All…");

  return button != NULL && gtk_widget_get_sensitive (button);
}

static gboolean
is_asked (gpointer window)
{
  return find_widget (window, GTK_TYPE_BUTTON, "_Fix") != NULL;
}

static gboolean
is_empty (gpointer window)
{
  return find_widget (window, ADW_TYPE_STATUS_PAGE, "No Clips Yet") != NULL;
}

/* Several at once: those that fail say so, and stay until they are dismissed. */
static void
test_files_are_added_and_removed (void)
{
  static const char *const names[] = { "pass.mp4", "text.mp4", "picture.jpg" };
  g_autoptr(Display) display = display_new ();
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  CsMediaWork *work = cs_media_work_get (display->library);
  GtkGridView *grid;

  display_act (display, "win.show-page('media')");
  wait_until (is_empty, display->window);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = clip_path (names[i]);
      g_autoptr(GFile) file = g_file_new_for_path (path);

      g_list_store_append (files, file);
    }

  cs_media_work_add (work, G_LIST_MODEL (files));
  wait_until (has_one_failure, work);
  wait_until (says_why, work);
  press (display->window, "Dismiss");
  wait_until (has_ended, work);

  wait_until (grid_has_two, display->window);
  grid = find_widget (display->window, GTK_TYPE_GRID_VIEW, NULL);
  gtk_selection_model_select_all (gtk_grid_view_get_model (grid));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (grid), "media.remove", NULL));
  wait_until (is_empty, display->window);
  display_act (display, "win.undo");
  wait_until (grid_has_two, display->window);
}

/* What does not fit says so, is made to fit, and goes on while the page is left. */
static void
test_a_clip_is_made_to_fit (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "ten-bit.mkv");
  CsMediaWork *work = cs_media_work_get (display->library);
  g_autoptr(GVariant) shown = NULL;
  g_autoptr(GVariant) renditions = NULL;

  open_clip (display, id);
  wait_until (can_be_fixed, display->window);
  g_assert_nonnull (find_widget (display->window, ADW_TYPE_EXPANDER_ROW, "Bluesky"));
  press (display->window, "_Fix All…");
  wait_until (is_asked, display->window);
  press (display->window, "_Fix");
  g_assert_nonnull (cs_media_work_find (work, "media.fix", id));
  display_act (display, "win.show-page('media')");
  wait_until (has_ended, work);

  shown = display_run (display, "media.show", "{'id': <'%s'>}", id);
  renditions = g_variant_lookup_value (shown, "renditions", NULL);
  g_assert_cmpuint (g_variant_n_children (renditions), >, 0);
}

static void
assert_can_be_fixed (CsClipPage *page,
                     gboolean    can_be)
{
  g_assert_cmpint (gtk_widget_get_visible (page->fix_all), ==, can_be);
  g_assert_cmpint (gtk_widget_get_visible (page->fix_all)
                   && gtk_widget_get_sensitive (page->fix_all), ==, can_be);
}

/* What the clip is and what is said of its fit are two answers: either may be the first. */
static void
test_a_clip_can_be_fixed_whatever_comes_first (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "ten-bit.mkv");
  g_autoptr(GVariant) view = display_run (display, "media.show", "{'id': <'%s'>}", id);
  g_autoptr(GVariant) verdicts = display_run (display, "media.check", "{'id': <'%s'>}", id);

  for (guint i = 0; i < 2; i++)
    {
      CsClipPage *page = cs_clip_page_new (display->library, id);
      GtkWidget *window = gtk_window_new ();    /* not shown: the page asks nothing itself */

      gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
      assert_can_be_fixed (page, FALSE);
      if (i == 0)
        cs_clip_take_verdicts (page, verdicts);
      cs_clip_take_view (page, view);
      if (i == 1)
        cs_clip_take_verdicts (page, verdicts);
      assert_can_be_fixed (page, TRUE);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
test_a_width_of_any_number_is_played (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "narrow.mp4");
  CsPlayer *player = cs_player_view_get_player (open_clip (display, id));

  wait_until (is_settled, player);
  step (player, 1);
  assert_at (player, G_USEC_PER_SEC / 15);
}

static gboolean
has_focus (gpointer page)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (page));

  return focus != NULL && gtk_widget_is_ancestor (focus, page);
}

/* Also when it was opened by pointing, with the focus nowhere. */
static void
test_a_clip_hears_its_keys (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "pass.mp4");

  gtk_window_set_focus (GTK_WINDOW (display->window), NULL);
  open_clip (display, id);
  wait_until (has_focus, cs_window_get_page (display->window));
}

static gboolean
is_by_title (gpointer page)
{
  g_autofree char *order = NULL;

  g_object_get (page, "order", &order, NULL);

  return g_strcmp0 (order, "title") == 0;
}

/* What its menu offers can be chosen. */
static void
test_files_are_put_in_another_order (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = display_add_clip (display, "pass.mp4");
  CsPage *page;
  GtkMenuButton *sort;
  GtkWidget *choice;

  g_assert_true (cs_window_show_page (display->window, "media"));
  page = cs_window_get_page (display->window);
  wait_for (page, GTK_TYPE_LABEL, "pass.mp4");
  sort = wait_for (page, GTK_TYPE_MENU_BUTTON, "Sort");
  gtk_menu_button_popup (sort);
  choice = wait_for (gtk_menu_button_get_popover (sort), GTK_TYPE_LABEL, "By Title");
  g_assert_true (gtk_widget_is_sensitive (choice));
  gtk_widget_activate (gtk_widget_get_parent (choice));
  wait_until (is_by_title, page);
  wait_for_quiet (display);
}

CS_TESTS (media)
{
  g_test_add_func ("/ui/media/a-clip-hears-its-keys", test_a_clip_hears_its_keys);
  g_test_add_func ("/ui/media/a-width-of-any-number-is-played",
                   test_a_width_of_any_number_is_played);
  g_test_add_func ("/ui/media/a-clip-runs-rightwards", test_a_clip_runs_rightwards);
  g_test_add_func ("/ui/media/steps-are-exact", test_steps_are_exact);
  g_test_add_func ("/ui/media/steps-where-the-rate-changes", test_steps_where_the_rate_changes);
  g_test_add_func ("/ui/media/the-ends-of-a-clip", test_the_ends_of_a_clip);
  g_test_add_func ("/ui/media/closing-while-it-plays", test_closing_while_it_plays);
  g_test_add_func ("/ui/media/closing-while-it-opens", test_closing_while_it_opens);
  g_test_add_func ("/ui/media/playing-to-the-end", test_playing_to_the_end);
  g_test_add_func ("/ui/media/without-the-sink", test_without_the_sink);
  g_test_add_func ("/ui/media/a-file-that-is-gone", test_a_file_that_is_gone);
  g_test_add_func ("/ui/media/files-are-put-in-another-order",
                   test_files_are_put_in_another_order);
  g_test_add_func ("/ui/media/files-are-added-and-removed", test_files_are_added_and_removed);
  g_test_add_func ("/ui/media/a-clip-is-made-to-fit", test_a_clip_is_made_to_fit);
  g_test_add_func ("/ui/media/a-clip-can-be-fixed-whatever-comes-first",
                   test_a_clip_can_be_fixed_whatever_comes_first);
}
