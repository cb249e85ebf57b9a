/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-item.h"
#include "cs-number-words.h"
#include "cs-post-numbers-page.h"
#include "cs-post-order.h"
#include "cs-post-words.h"
#include "cs-posts-page.h"
#include "cs-record.h"
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

static GVariant *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  GVariant *view = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);

  g_assert_no_error (error);

  return view;
}

static void
assert_results (const char *text,
                const char *results,
                const char *named,
                const char *in_full)
{
  g_autoptr(GVariant) row = parse (text);
  g_autofree char *said = cs_post_words_results (row);
  g_autofree char *said_named = cs_post_words_results_named (row);
  g_autofree char *said_in_full = cs_post_words_results_in_full (row);

  g_assert_cmpstr (said, ==, results);
  g_assert_cmpstr (said_named, ==, named);
  g_assert_cmpstr (said_in_full, ==, in_full);
}

/* Nothing where nothing is out; a dash where nothing is known; what is gone says so. */
static void
test_results_in_words (void)
{
  static const char mastodon[] =
    "{'account': <'@ana@kiln.example'>, 'network': <'mastodon'>, 'likes': <int64 1200>,"
    " 'shares': <int64 3>, 'comments': <int64 0>, 'quotes': <int64 5>}";
  static const char unknown[] =
    "{'account': <'ana.example'>, 'network': <'bluesky'>,"
    " 'unknown': <'The server has no AppView'>}";
  static const char gone[] =
    "{'account': <'ana.example'>, 'network': <'bluesky'>, 'likes': <int64 1>,"
    " 'shares': <int64 2>, 'comments': <int64 4>, 'gone_at': <int64 1795363200>}";
  g_autofree char *known = g_strdup_printf (
    "{'out': <int64 1>, 'partial': <false>, 'gone': <int64 0>, 'engagement': <int64 1203>,"
    " 'targets': <[%s]>}", mastodon);
  g_autofree char *some = g_strdup_printf (
    "{'out': <int64 2>, 'partial': <true>, 'gone': <int64 0>, 'engagement': <int64 1203>,"
    " 'targets': <[%s, %s]>}", mastodon, unknown);
  g_autofree char *none = g_strdup_printf (
    "{'out': <int64 1>, 'partial': <true>, 'gone': <int64 0>, 'targets': <[%s]>}", unknown);
  g_autofree char *deleted = g_strdup_printf (
    "{'out': <int64 1>, 'partial': <false>, 'gone': <int64 1>, 'engagement': <int64 7>,"
    " 'targets': <[%s]>}", gone);

  assert_results ("{'state': <'scheduled'>, 'targets': <[{'account': <'ana'>}]>}", NULL, NULL,
                  NULL);
  assert_results (known, "1203", "Engagement 1203",
                  "@ana@kiln.example: Favourites 1200, Boosts 3, Replies 0");
  assert_results (some, "1203+", "Engagement 1203+",
                  "@ana@kiln.example: Favourites 1200, Boosts 3, Replies 0\n"
                  "ana.example: The server has no AppView");
  assert_results (none, "—", NULL, "ana.example: The server has no AppView");
  assert_results (deleted, "7, gone", "Engagement 7, gone",
                  "ana.example: Likes 1, Reposts 2, Replies 4, gone from the network");
  assert_results ("{'out': <int64 1>, 'partial': <true>, 'gone': <int64 1>,"
                  " 'targets': <@aa{sv} []>}", "Gone", "Gone", "");
}

/* From the most, if it is the other way around: what is not known comes last. */
static void
test_order_of_results (void)
{
  static const char *const views[] = {
    "{'id': <'none'>}", "{'id': <'0'>, 'engagement': <int64 0>}",
    "{'id': <'9'>, 'engagement': <int64 9>}", "{'id': <'10'>, 'engagement': <int64 10>}",
  };
  g_autoptr(GtkSorter) sorter = cs_post_order_new (CS_POST_BY_RESULTS);

  for (guint i = 0; i + 1 < G_N_ELEMENTS (views); i++)
    {
      g_autoptr(GVariant) less = parse (views[i]);
      g_autoptr(GVariant) more = parse (views[i + 1]);
      g_autoptr(CsItem) one = cs_item_new (less);
      g_autoptr(CsItem) other = cs_item_new (more);

      g_assert_cmpint (gtk_sorter_compare (sorter, one, other), ==, GTK_ORDERING_SMALLER);
      g_assert_cmpint (gtk_sorter_compare (sorter, other, one), ==, GTK_ORDERING_LARGER);
      g_assert_cmpint (gtk_sorter_compare (sorter, one, one), ==, GTK_ORDERING_EQUAL);
    }
}

static gboolean
has_receipt (gpointer display)
{
  g_autoptr(GVariant) all = display_run (display, "receipt.list", NULL);

  return g_variant_n_children (all) == 1;
}

static gint64
engagement_of (Display *display)
{
  g_autoptr(GVariant) rows = display_run (display, "post.rows", NULL);
  g_autoptr(GVariant) row = g_variant_get_child_value (rows, 0);

  return cs_view_int (row, "engagement", CS_UNKNOWN);
}

static GtkWidget *
find_results (Display    *display,
              const char *label)
{
  GtkWidget *table = find_widget (display->window, GTK_TYPE_COLUMN_VIEW, NULL);

  return find_widget (table, GTK_TYPE_BUTTON, label);
}

static gboolean
shows_what_was_counted (gpointer data)
{
  g_autofree char *label = cs_words_count (engagement_of (data));

  return engagement_of (data) != CS_UNKNOWN && find_results (data, label) != NULL;
}

/* What was told last, told otherwise. */
static void
correct (Display    *display,
         const char *post,
         guint       likes)
{
  g_autofree char *path = g_build_filename (display->folder, "likes.csv", NULL);
  g_autoptr(GVariant) rows = display_run (display, "post.rows", NULL);
  g_autoptr(GVariant) row = g_variant_get_child_value (rows, 0);
  g_autoptr(GVariant) targets = g_variant_lookup_value (row, "targets", NULL);
  g_autoptr(GVariant) target = g_variant_get_child_value (targets, 0);
  g_autofree char *table = g_strdup_printf (
    "post,taken_at,likes,shares,comments\n%s,%" G_GINT64_FORMAT ",%u,0,0\n", post,
    cs_view_int (target, "taken_at", 0), likes);

  g_assert_true (g_file_set_contents (path, table, -1, NULL));
  g_variant_unref (display_run (display, "numbers.import", "{'file': <'%s'>}", path));
}

/* While the page is looked at, as it is counted; from there to all that is known of it. */
static void
test_what_it_did (void)
{
  Display *display = display_new ();
  g_autofree char *account = display_sign_in (display);
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'text': <'Kiln day'>, 'accounts': <['%s']>}", account);

  display_act (display, "win.show-page('posts')");
  wait_for_quiet (display);
  gtk_selection_model_select_item (rows_of (display), 0, TRUE);
  act_on_page (display, "posts.show-numbers");     /* of what is not out there is nothing to see */
  g_assert_true (CS_IS_POSTS_PAGE (cs_window_get_page (display->window)));

  g_variant_unref (display_run (display, "post.publish", "{'id': <'%s'>}",
                                cs_view_text (post, "id")));
  wait_until (has_receipt, display);
  cs_clock_advance (display->clock, 20 * G_TIME_SPAN_MINUTE);
  g_variant_unref (display_run (display, "numbers.refresh", NULL));
  wait_until (shows_what_was_counted, display);
  correct (display, cs_view_text (post, "id"), 4321);
  g_assert_cmpint (engagement_of (display), ==, 4321);
  wait_until (shows_what_was_counted, display);

  gtk_selection_model_select_item (rows_of (display), 0, TRUE);
  act_on_page (display, "posts.show-numbers");
  g_assert_true (CS_IS_POST_NUMBERS_PAGE (cs_window_get_page (display->window)));
  display_act (display, "win.show-page('posts')");
  wait_until (shows_what_was_counted, display);
  g_signal_emit_by_name (find_results (display, "4321"), "clicked");
  wait_for_quiet (display);
  g_assert_true (CS_IS_POST_NUMBERS_PAGE (cs_window_get_page (display->window)));
  display_free (display);
}

CS_TESTS (posts)
{
  g_test_add_func ("/ui/posts/results-in-words", test_results_in_words);
  g_test_add_func ("/ui/posts/order-of-results", test_order_of_results);
  g_test_add_func ("/ui/posts/what-it-did", test_what_it_did);
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
