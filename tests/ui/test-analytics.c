/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-analytics-page.h"
#include "cs-chart-view.h"
#include "cs-curve-plot.h"
#include "cs-figure.h"
#include "cs-followers-plot.h"
#include "cs-here.h"
#include "cs-item.h"
#include "cs-locale.h"
#include "cs-overview.h"
#include "cs-post-numbers-page.h"
#include "cs-posts-plot.h"
#include "cs-same-numbers.h"
#include "cs-settings.h"
#include "cs-test-locale.h"
#include "cs-test.h"
#include "cs-tile.h"
#include "display.h"
#include "numbers.h"

#include <string.h>

static gpointer
page_of (Display *display)
{
  return cs_window_get_page (display->window);
}

static void
show (Display *display)
{
  display_act (display, "win.show-page('analytics')");
}

/* Whoever has no account is led to one, whoever has, to a post. */
static void
test_without_numbers_there_is_a_way_on (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *account = NULL;

  show (display);
  wait_for (page_of (display), ADW_TYPE_STATUS_PAGE, "No Numbers Yet");
  g_assert_nonnull (find_widget (page_of (display), GTK_TYPE_BUTTON, "_Connect an Account"));
}

static void
test_what_was_counted_is_shown (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *post = display_publish_and_count (display);
  gpointer tile;
  gpointer posts;

  show (display);
  tile = wait_for (page_of (display), CS_TYPE_TILE, "Posts Out");
  g_assert_nonnull (find_widget (tile, GTK_TYPE_LABEL, "1"));
  posts = wait_for (page_of (display), CS_TYPE_FIGURE, "Posts");
  gtk_widget_activate_action (posts, "figure.as-table", NULL);
  wait_for (posts, GTK_TYPE_LABEL, "Kiln day");
  g_assert_nonnull (find_widget (posts, GTK_TYPE_LABEL, "alice.test"));
}

static gboolean
has_words (GtkWidget  *root,
           const char *words)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), words) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child, words))
      return TRUE;

  return FALSE;
}

/* From its bar, and from there to the post. Nobody follows there: so there is no rate. */
static void
test_a_post_has_its_numbers (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *post = display_publish_and_count (display);
  gpointer figure;

  show (display);
  g_signal_emit_by_name (wait_for (page_of (display), CS_TYPE_OVERVIEW, NULL), "activated", post);
  wait_for_quiet (display);
  g_assert_true (CS_IS_POST_NUMBERS_PAGE (page_of (display)));
  figure = wait_for (page_of (display), CS_TYPE_FIGURE, "alice.test");
  g_assert_true (has_words (figure, "Engagement by followers: too few followed when it went out"));
  g_assert_nonnull (find_widget (page_of (display), GTK_TYPE_LABEL, "Kiln day"));
  gtk_widget_activate_action (figure, "figure.as-table", NULL);
  wait_for (figure, GTK_TYPE_LABEL, "This post");

  press (page_of (display), "Open Post");
  wait_for (display->window, GTK_TYPE_LABEL, "Kiln day");
  wait_for (page_of (display), GTK_TYPE_BUTTON, "What It _Did");
  press (page_of (display), "What It _Did");
  wait_for_quiet (display);
  g_assert_true (CS_IS_POST_NUMBERS_PAGE (page_of (display)));
}

/* The choice of which that is the first. */
static GtkDropDown *
find_choice (GtkWidget  *root,
             const char *first)
{
  GListModel *model = GTK_IS_DROP_DOWN (root) ? gtk_drop_down_get_model (GTK_DROP_DOWN (root))
                                              : NULL;

  if (GTK_IS_STRING_LIST (model)
      && g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (model), 0), first) == 0)
    return GTK_DROP_DOWN (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkDropDown *found = find_choice (child, first);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* What was chosen is there the next time. */
static void
test_choices_are_remembered (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *post = display_publish_and_count (display);
  GtkDropDown *periods;
  gpointer tile;

  cs_clock_advance (display->clock, 40 * (gint64) DAY * G_USEC_PER_SEC);
  cs_settings_set_period (CS_PERIOD_MONTH);
  show (display);
  wait_for_quiet (display);
  periods = find_choice (page_of (display), "Last 7 Days");
  gtk_drop_down_set_selected (periods, CS_PERIOD_YEAR);
  wait_for_quiet (display);
  g_assert_cmpint (cs_settings_get_period (), ==, CS_PERIOD_YEAR);
  tile = wait_for (page_of (display), CS_TYPE_TILE, "Posts Out");
  wait_for (tile, GTK_TYPE_LABEL, "1");

  display_act (display, "win.show-page('today')");
  show (display);
  wait_for (page_of (display), CS_TYPE_OVERVIEW, NULL);
  periods = find_choice (page_of (display), "Last 7 Days");
  g_assert_cmpuint (gtk_drop_down_get_selected (periods), ==, CS_PERIOD_YEAR);
  cs_settings_set_period (CS_PERIOD_MONTH);
}

/* What it did is still there for whoever chooses it, and why nothing new comes. */
static void
test_a_removed_account_can_be_chosen (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *post = display_publish_and_count (display);
  g_autoptr(GVariant) accounts = display_run (display, "account.list", NULL);
  g_autoptr(GVariant) account = g_variant_get_child_value (accounts, 0);
  g_auto(GStrv) chosen = NULL;
  gpointer button, row;

  g_variant_unref (display_run (display, "account.remove", "{'id': <'%s'>}",
                                cs_view_text (account, "id")));
  show (display);
  button = wait_for (page_of (display), GTK_TYPE_MENU_BUTTON, "All Accounts");
  wait_for (page_of (display), ADW_TYPE_STATUS_PAGE, "No Numbers Yet");
  gtk_menu_button_popup (button);
  wait_for (button, GTK_TYPE_LABEL, "Bluesky · removed here");
  gtk_widget_activate (gtk_widget_get_ancestor (wait_for (button, GTK_TYPE_LABEL, "alice.test"),
                                                GTK_TYPE_CHECK_BUTTON));

  wait_for (wait_for (page_of (display), CS_TYPE_TILE, "Posts Out"), GTK_TYPE_LABEL, "1");
  row = wait_for (wait_for (page_of (display), CS_TYPE_OVERVIEW, NULL), ADW_TYPE_ACTION_ROW,
                  "alice.test");
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==,
                   "This account was removed here: it is not counted any more");
  g_assert_null (find_widget (row, GTK_TYPE_BUTTON, NULL));
  chosen = cs_settings_dup_numbers_accounts ();
  g_assert_cmpstr (chosen[0], ==, cs_view_text (account, "id"));
  cs_settings_set_numbers_accounts ((const char *const[]) { NULL });
}

static cairo_status_t
read_bytes (gpointer       closure,
            unsigned char *data,
            unsigned int   length)
{
  return g_input_stream_read_all (closure, data, length, NULL, NULL, NULL)
         ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR;
}

/* What the command makes of it is the drawing of @plot. */
static void
assert_written (Display    *display,
                CsPlot     *plot,
                const char *args,
                const char *title)
{
  g_autoptr(GVariant) answer = display_run (display, "numbers.chart", "%s", args);
  g_autoptr(GVariant) bytes = g_variant_lookup_value (answer, "bytes", NULL);
  g_autoptr(GBytes) picture = g_variant_get_data_as_bytes (bytes);
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (picture);
  cairo_surface_t *written = cairo_image_surface_create_from_png_stream (read_bytes, stream);
  cairo_surface_t *shown = numbers_draw (cs_plot_get_chart (plot), title,
                                         cs_locale_is_mirrored ());
  g_autofree char *said = cs_chart_describe (cs_plot_get_chart (plot));

  g_assert_cmpint (cairo_surface_status (written), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpstr (cs_view_text (answer, "description"), ==, said);
  g_assert_true (numbers_are_same (written, shown));
  cairo_surface_destroy (written);
  cairo_surface_destroy (shown);
}

static void
assert_all_written (Display    *display,
                    const char *post)
{
  gint64 from = START - 70 * DAY;
  g_autofree char *followers_args = g_strdup_printf (
    "{'what': <'followers'>, 'format': <'png'>, 'from': <@x %" G_GINT64_FORMAT ">,"
    " 'first_weekday': <@x 3>}", from);
  g_autofree char *posts_args = g_strdup_printf (
    "{'what': <'posts'>, 'format': <'png'>, 'from': <@x %" G_GINT64_FORMAT ">,"
    " 'metric': <'engagement'>}", from);
  g_autofree char *post_args = g_strdup_printf (
    "{'what': <'post'>, 'format': <'png'>, 'post': <'%s'>, 'metric': <'likes'>}", post);
  g_autoptr(GVariant) overview = display_run (display, "numbers.overview",
                                              "{'from': <@x %" G_GINT64_FORMAT ">}", from);
  g_autoptr(GVariant) numbers = display_run (display, "numbers.post",
                                             "{'post': <'%s'>, 'metric': <'likes'>}", post);
  g_autoptr(GVariant) targets = g_variant_lookup_value (numbers, "targets", NULL);
  g_autoptr(GVariant) target = g_variant_get_child_value (targets, 0);
  g_autoptr(CsPlot) followers = cs_followers_plot_new (overview, G_DATE_WEDNESDAY);
  g_autoptr(CsPlot) posts = cs_posts_plot_new (overview, CS_METRIC_ENGAGEMENT);
  g_autoptr(CsPlot) curve = cs_curve_plot_new (target, cs_view_int (numbers, "now", 0));

  assert_written (display, followers, followers_args, "Followers");
  assert_written (display, posts, posts_args, "Engagement, post by post");
  assert_written (display, curve, post_args, "Likes of “Kiln day”");
}

static gboolean
is_in_auckland (gpointer data)
{
  g_autofree char *zone = cs_here_dup_zone ();

  return strcmp (zone, "Pacific/Auckland") == 0;
}

/* A bar, and a curve that rises. */
static void
import_likes (Display    *display,
              const char *post)
{
  g_autofree char *path = g_build_filename (display->folder, "likes.csv", NULL);
  g_autofree char *rows = g_strdup_printf (
    "post,taken_at,likes,shares,comments\n%s,%" G_GINT64_FORMAT ",7,2,1\n%s,%" G_GINT64_FORMAT
    ",12,2,3\n", post, START + 30 * 60, post, START + 3600);
  g_autoptr(GVariant) answer = NULL;

  g_assert_true (g_file_set_contents (path, rows, -1, NULL));
  answer = display_run (display, "numbers.import", "{'file': <'%s'>}", path);
  g_assert_cmpint (cs_view_int (answer, "new", 0), ==, 2);
}

/* By the zone of the workspace, the week that is said, and else as the locale has it: there
 * they are read from right to left, on a clock of twelve hours. */
static void
test_a_picture_is_what_the_window_shows (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *post = display_publish_and_count (display);

  cs_clock_advance (display->clock, G_TIME_SPAN_HOUR);
  g_variant_unref (display_run (display, "numbers.refresh", NULL));
  import_likes (display, post);
  g_variant_unref (display_run (display, "preference.set",
                                "{'name': <'zone'>, 'value': <'Pacific/Auckland'>}"));
  wait_until (is_in_auckland, NULL);
  assert_all_written (display, post);

  cs_test_locale_begin ("ar_EG");
  g_assert_true (cs_locale_is_mirrored ());
  assert_all_written (display, post);
  cs_test_locale_end ();
}

/* Counting is no step: an Undo would take back what was done before it. */
static void
test_counting_cannot_be_undone (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *post = display_publish_and_count (display);

  show (display);
  wait_for (page_of (display), CS_TYPE_TILE, "Posts Out");
  press (page_of (display), "Count Now");
  wait_for (display->window, GTK_TYPE_LABEL, "Nothing is due");
  g_assert_null (find_widget (display->window, GTK_TYPE_BUTTON, "Undo"));
}

static GtkWidget *
show_overview (GtkWindow *window,
               GVariant  *overview)
{
  GtkWidget *view = g_object_new (CS_TYPE_OVERVIEW, NULL);

  cs_overview_show (CS_OVERVIEW (view), overview, "the 7 days before");
  gtk_window_set_child (window, view);
  gtk_window_set_default_size (window, 900, 1200);
  gtk_window_present (window);

  return view;
}

/* An account that cannot be counted says why, with a way to it; what it lacks is no 0. */
static void
test_what_is_not_counted_is_told (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) overview = numbers_overview ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *view = show_overview (window, overview);
  gpointer row = wait_for (view, ADW_TYPE_ACTION_ROW, "ana.clay.example");

  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "This server has no AppView");
  g_assert_nonnull (find_widget (row, GTK_TYPE_BUTTON, NULL));
  g_assert_null (find_widget (view, ADW_TYPE_ACTION_ROW, "@ana@kiln.example"));
  gtk_window_destroy (window);
}

static gboolean
has_icon (GtkWidget  *root,
          const char *name)
{
  if (GTK_IS_IMAGE (root) && gtk_widget_get_mapped (root)
      && g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (root)), name) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_icon (child, name))
      return TRUE;

  return FALSE;
}

/* Both the shape and the words; the definition is behind the button. */
static void
test_tiles_say_what_changed (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) overview = numbers_overview ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *view = show_overview (window, overview);
  gpointer tile = wait_for (view, CS_TYPE_TILE, "Engagement by Followers");

  g_assert_true (has_icon (tile, "cs-way-down-symbolic"));
  g_assert_nonnull (find_widget (tile, GTK_TYPE_LABEL, "Down 21% from 3% in the 7 days before"));
  g_assert_nonnull (find_widget (tile, GTK_TYPE_MENU_BUTTON, NULL));
  gtk_window_destroy (window);
}

static gboolean
is_read (gpointer label)
{
  return gtk_widget_has_focus (label);
}

/* It is there to be read, and a screen reader is at it; nobody has marked any of it yet. */
static void
test_a_definition_is_not_marked (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) overview = numbers_overview ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *view = show_overview (window, overview);
  gpointer tile = wait_for (view, CS_TYPE_TILE, "Engagement by Followers");
  GtkMenuButton *about = wait_for (tile, GTK_TYPE_MENU_BUTTON, NULL);
  gpointer definition;

  gtk_menu_button_popup (about);
  definition = wait_for (gtk_menu_button_get_popover (about), GTK_TYPE_LABEL, NULL);
  wait_until (is_read, definition);
  wait_for_quiet (display);
  g_assert_false (gtk_label_get_selection_bounds (definition, NULL, NULL));
  gtk_window_destroy (window);
}

/* The bars are of another number then, and so they stay. */
static void
test_bars_are_of_what_is_chosen (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) overview = numbers_overview ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  CsOverview *view = CS_OVERVIEW (show_overview (window, overview));
  gpointer posts = wait_for (view, CS_TYPE_FIGURE, "Posts");
  GtkDropDown *bars = find_widget (posts, GTK_TYPE_DROP_DOWN, NULL);

  g_assert_cmpstr (cs_overview_get_measure (view), ==, "engagement");
  gtk_drop_down_set_selected (bars, 1);
  g_assert_cmpstr (cs_overview_get_measure (view), ==, "rate");
  wait_for (posts, GTK_TYPE_LABEL, "Mastodon: All of it by followers");
  gtk_drop_down_set_selected (bars, 3);
  g_assert_cmpstr (cs_overview_get_measure (view), ==, "shares");
  cs_overview_show (view, overview, NULL);
  g_assert_cmpstr (cs_overview_get_measure (view), ==, "shares");
  cs_settings_set_measure ("engagement");
  gtk_window_destroy (window);
}

/* That time goes on is nothing new. */
static void
test_the_same_numbers_stay (void)
{
  g_autoptr(GVariant) one = numbers_overview ();
  g_autoptr(GVariant) later = numbers_overview_at (WEEK_END + 60);
  g_autoptr(GVariant) tile = numbers_with (numbers_overview (), "tiles",
                                           g_variant_new_parsed ("@a{sv} {}"));
  g_autoptr(GVariant) other = numbers_with (numbers_overview (), "posts",
                                            g_variant_new_parsed ("@aa{sv} []"));

  g_assert_true (cs_same_numbers (one, later));
  g_assert_false (g_variant_equal (one, later));
  g_assert_false (cs_same_numbers (one, other));
  g_assert_false (cs_same_numbers (one, tile));
  g_assert_false (cs_same_numbers (one, NULL));
}

CS_TESTS (analytics)
{
  g_test_add_func ("/ui/analytics/without-numbers-there-is-a-way-on",
                   test_without_numbers_there_is_a_way_on);
  g_test_add_func ("/ui/analytics/what-was-counted-is-shown", test_what_was_counted_is_shown);
  g_test_add_func ("/ui/analytics/a-post-has-its-numbers", test_a_post_has_its_numbers);
  g_test_add_func ("/ui/analytics/choices-are-remembered", test_choices_are_remembered);
  g_test_add_func ("/ui/analytics/a-removed-account-can-be-chosen",
                   test_a_removed_account_can_be_chosen);
  g_test_add_func ("/ui/analytics/a-picture-is-what-the-window-shows",
                   test_a_picture_is_what_the_window_shows);
  g_test_add_func ("/ui/analytics/counting-cannot-be-undone", test_counting_cannot_be_undone);
  g_test_add_func ("/ui/analytics/what-is-not-counted-is-told", test_what_is_not_counted_is_told);
  g_test_add_func ("/ui/analytics/tiles-say-what-changed", test_tiles_say_what_changed);
  g_test_add_func ("/ui/analytics/a-definition-is-not-marked", test_a_definition_is_not_marked);
  g_test_add_func ("/ui/analytics/bars-are-of-what-is-chosen", test_bars_are_of_what_is_chosen);
  g_test_add_func ("/ui/analytics/the-same-numbers-stay", test_the_same_numbers_stay);
}
