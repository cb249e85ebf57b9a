/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-item.h"
#include "cs-posts-page.h"
#include "cs-state-mark.h"
#include "cs-test.h"
#include "display.h"

#include <string.h>

static void
write_posts (Display *display)
{
  static const char *const texts[] = { "Zebra\\nand more", "Apple", "Mug" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_variant_unref (display_run (display, "post.new", "{'text': <'%s'>}", texts[i]));
}

static gsize
count_posts (Display *display)
{
  g_autoptr(GVariant) rows = display_run (display, "post.rows", NULL);

  return g_variant_n_children (rows);
}

static GtkSelectionModel *
rows_of (Display *display)
{
  GtkColumnView *table = wait_for (display->window, GTK_TYPE_COLUMN_VIEW, NULL);

  return gtk_column_view_get_model (table);
}

static const char *
title_at (Display *display,
          guint    i)
{
  g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (rows_of (display)), i);

  g_assert_nonnull (item);

  return cs_item_get_text (item, "title");
}

static void
act_on_page (Display    *display,
             const char *action)
{
  GtkWidget *page = find_widget (display->window, CS_TYPE_POSTS_PAGE, NULL);

  g_assert_true (gtk_widget_activate_action (page, action, NULL));
  wait_for_quiet (display);
}

static void
test_empty (void)
{
  Display *display = display_new ();

  display_act (display, "win.show-page('posts')");
  g_assert_nonnull (find_widget (display->window, ADW_TYPE_STATUS_PAGE, "No Posts Yet"));
  display_free (display);
}

static void
test_rows_and_their_order (void)
{
  Display *display = display_new ();
  GtkColumnView *table;
  GListModel *columns;
  g_autoptr(GtkColumnViewColumn) title = NULL;

  display_act (display, "win.show-page('posts')");
  write_posts (display);
  wait_for_quiet (display);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows_of (display))), ==, 3);
  g_assert_nonnull (find_widget (display->window, GTK_TYPE_LABEL, "and more"));
  g_assert_nonnull (find_widget (display->window, CS_TYPE_STATE_MARK, NULL));

  table = find_widget (display->window, GTK_TYPE_COLUMN_VIEW, NULL);
  columns = gtk_column_view_get_columns (table);
  title = g_list_model_get_item (columns, 0);
  gtk_column_view_sort_by_column (table, title, GTK_SORT_ASCENDING);
  wait_for_quiet (display);
  g_assert_cmpstr (title_at (display, 0), ==, "Apple");
  g_assert_cmpstr (title_at (display, 2), ==, "Zebra");
  display_free (display);
}

static gboolean
is_zz_last (gpointer display)
{
  return strcmp (title_at (display, 2), "Zz") == 0;
}

static void
test_an_edited_title_takes_its_place (void)
{
  Display *display = display_new ();
  GtkColumnView *table;
  g_autoptr(GtkColumnViewColumn) title = NULL;
  g_autoptr(CsItem) apple = NULL;
  g_autofree char *id = NULL;

  display_act (display, "win.show-page('posts')");
  write_posts (display);
  wait_for_quiet (display);
  table = wait_for (display->window, GTK_TYPE_COLUMN_VIEW, NULL);
  title = g_list_model_get_item (gtk_column_view_get_columns (table), 0);
  gtk_column_view_sort_by_column (table, title, GTK_SORT_ASCENDING);
  wait_for_quiet (display);
  g_assert_cmpstr (title_at (display, 0), ==, "Apple");
  apple = g_list_model_get_item (G_LIST_MODEL (rows_of (display)), 0);
  id = g_strdup (cs_item_get_text (apple, "post"));
  g_variant_unref (display_run (display, "post.edit", "{'id': <'%s'>, 'text': <'Zz'>}", id));
  wait_until (is_zz_last, display);
  display_free (display);
}

static void
test_many_are_deleted_and_come_back (void)
{
  Display *display = display_new ();

  display_act (display, "win.show-page('posts')");
  write_posts (display);
  wait_for_quiet (display);
  gtk_selection_model_select_item (rows_of (display), 0, TRUE);
  gtk_selection_model_select_item (rows_of (display), 1, FALSE);
  act_on_page (display, "posts.delete");
  g_assert_cmpuint (count_posts (display), ==, 1);
  g_assert_nonnull (find_widget (display->window, GTK_TYPE_LABEL, "2 posts deleted"));
  display_act (display, "win.undo");
  g_assert_cmpuint (count_posts (display), ==, 3);
  display_free (display);
}

static void
test_search_and_filters (void)
{
  Display *display = display_new ();
  GtkEditable *search;

  display_act (display, "win.show-page('posts')");
  write_posts (display);
  wait_for_quiet (display);
  search = find_widget (display->window, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (search, "app");
  g_signal_emit_by_name (search, "search-changed");
  wait_for_quiet (display);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows_of (display))), ==, 1);
  gtk_editable_set_text (search, "giraffe");
  g_signal_emit_by_name (search, "search-changed");
  wait_for_quiet (display);
  g_assert_nonnull (find_widget (display->window, ADW_TYPE_STATUS_PAGE, "No Results Found"));
  act_on_page (display, "posts.clear-filters");
  g_signal_emit_by_name (search, "search-changed");
  wait_for_quiet (display);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows_of (display))), ==, 3);
  display_free (display);
}

static gboolean
is_asking (gpointer data)
{
  return find_widget (((Display *) data)->window, ADW_TYPE_ALERT_DIALOG, NULL) != NULL;
}

/* Publishing cannot be undone: it asks first, and Cancel leaves all as it is. */
static void
test_publishing_asks (void)
{
  Display *display = display_new ();
  GtkWidget *dialog;

  display_act (display, "win.show-page('posts')");
  write_posts (display);
  wait_for_quiet (display);
  gtk_selection_model_select_item (rows_of (display), 0, TRUE);
  act_on_page (display, "posts.publish");
  wait_until (is_asking, display);
  dialog = find_widget (display->window, ADW_TYPE_ALERT_DIALOG, NULL);
  g_assert_cmpstr (adw_alert_dialog_get_heading (ADW_ALERT_DIALOG (dialog)), ==,
                   "Publish 1 Post Now?");
  adw_dialog_close (ADW_DIALOG (dialog));
  wait_for_quiet (display);
  g_assert_cmpuint (count_posts (display), ==, 3);
  display_free (display);
}

static gboolean
has_bar (gpointer bars)
{
  return adw_toolbar_view_get_reveal_bottom_bars (bars);
}

/* It makes room for itself: a row stays under the pointer while a second click may come. */
static void
test_the_bar_comes_after_a_second_click (void)
{
  Display *display = display_new ();
  gpointer bars;

  display_act (display, "win.show-page('posts')");
  write_posts (display);
  wait_for_quiet (display);
  bars = find_widget (find_widget (display->window, CS_TYPE_POSTS_PAGE, NULL),
                      ADW_TYPE_TOOLBAR_VIEW, NULL);
  gtk_selection_model_select_item (rows_of (display), 2, TRUE);
  g_assert_false (has_bar (bars));
  wait_until (has_bar, bars);
  gtk_selection_model_unselect_all (rows_of (display));
  g_assert_false (has_bar (bars));
  gtk_selection_model_select_all (rows_of (display));
  g_assert_true (has_bar (bars));
  display_free (display);
}

CS_TESTS (posts)
{
  g_test_add_func ("/ui/posts/the-bar-comes-after-a-second-click",
                   test_the_bar_comes_after_a_second_click);
  g_test_add_func ("/ui/posts/empty", test_empty);
  g_test_add_func ("/ui/posts/rows-and-their-order", test_rows_and_their_order);
  g_test_add_func ("/ui/posts/an-edited-title-takes-its-place",
                   test_an_edited_title_takes_its_place);
  g_test_add_func ("/ui/posts/many-are-deleted-and-come-back",
                   test_many_are_deleted_and_come_back);
  g_test_add_func ("/ui/posts/search-and-filters", test_search_and_filters);
  g_test_add_func ("/ui/posts/publishing-asks", test_publishing_asks);
}
