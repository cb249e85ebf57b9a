/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-figure.h"

#include "cs-chart-view.h"
#include "cs-followers-plot.h"
#include "cs-plot-rows.h"
#include "cs-plot-table.h"
#include "cs-posts-plot.h"
#include "cs-test.h"
#include "display.h"
#include "numbers.h"

#include <string.h>

typedef struct
{
  Display   *display;
  GtkWidget *window;
  CsFigure  *figure;
  GtkWidget *chart;
  char      *opened;     /* what was activated last */
  char      *heard;      /* what was spoken last; NULL: nothing */
  gboolean   is_quiet;   /* the keys are not in the chart */
} Fixture;

static void
on_activated (Fixture    *self,
              const char *subject)
{
  g_set_str (&self->opened, subject);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->display = display_new ();
  self->window = gtk_window_new ();
  self->figure = CS_FIGURE (cs_figure_new ("Followers"));
  g_signal_connect_swapped (self->figure, "activated", G_CALLBACK (on_activated), self);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->figure));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 600, 500);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_free (self->opened);
  g_free (self->heard);
  display_free (self->display);
}

static void
on_said (Fixture    *self,
         const char *sentence,
         gboolean    is_news)
{
  if (is_news && sentence != NULL)
    g_set_str (&self->heard, sentence);
}

static gboolean
has_the_focus (gpointer widget)
{
  return gtk_widget_has_focus (widget);
}

/* The keys are in it then, at its last point. */
static void
show_plot (Fixture *self,
           CsPlot  *plot)
{
  cs_figure_show (self->figure, plot, NULL);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_for_quiet (self->display);
  self->chart = wait_for (self->window, CS_TYPE_CHART_VIEW, NULL);
  g_signal_connect_swapped (self->chart, "said", G_CALLBACK (on_said), self);
  gtk_widget_grab_focus (self->chart);
  wait_until (has_the_focus, self->chart);
}

static void
assert_at (Fixture *self,
           guint    layer,
           guint    point)
{
  CsSpot spot;

  g_assert_true (cs_chart_view_get_spot (CS_CHART_VIEW (self->chart), &spot));
  g_assert_cmpuint (spot.layer, ==, layer);
  g_assert_cmpuint (spot.point, ==, point);
}

/* The first point is drawn where reading begins. */
static void
assert_drawn_from (Fixture          *self,
                   CsPlot           *plot,
                   GtkTextDirection  direction)
{
  CsChart *chart = cs_plot_get_chart (plot);
  double width = gtk_widget_get_width (self->chart), height = gtk_widget_get_height (self->chart);
  double first, last, y;

  g_assert_true (cs_chart_locate (chart, width, height, (CsSpot) { ANA, 0 }, &first, &y));
  g_assert_true (cs_chart_locate (chart, width, height, (CsSpot) { ANA, N_ANA - 1 }, &last, &y));
  g_assert_cmpint (first < last, ==, direction == GTK_TEXT_DIR_LTR);
}

/* Under the chart, what is to be known of the point that the keys are at. */
static void
assert_told (Fixture    *self,
             CsPlot     *plot,
             const char *part)
{
  g_autofree char *sentence = NULL;
  CsSpot spot;

  g_assert_true (cs_chart_view_get_spot (CS_CHART_VIEW (self->chart), &spot));
  sentence = cs_plot_dup_sentence (plot, spot);
  g_assert_nonnull (strstr (sentence, part));
  g_assert_nonnull (find_widget (self->figure, GTK_TYPE_LABEL, sentence));
}

/* What was spoken since it was asked last. */
static void
assert_heard (Fixture    *self,
              const char *part)
{
  g_autofree char *heard = g_steal_pointer (&self->heard);

  if (part == NULL)
    g_assert_cmpstr (heard, ==, NULL);
  else
    g_assert_true (heard != NULL && strstr (heard, part) != NULL);
}

/* In its place; what is heard then, is of that alone. */
static void
show_next (Fixture *self,
           CsPlot  *plot)
{
  if (!self->is_quiet)
    wait_until (has_the_focus, self->chart);
  g_clear_pointer (&self->heard, g_free);
  cs_figure_show (self->figure, plot, NULL);
}

/* An account that has 100 followers at the week’s beginning, and each day one more. */
typedef struct
{
  const char *handle;
  guint       first;     /* days of the week on which it was counted */
  guint       last;
  gint64      more;      /* than that */
} Course;

static void
show_courses (Fixture      *self,
              const Course *courses,
              guint         n)
{
  GVariantBuilder accounts = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GVariant) overview = NULL;
  g_autoptr(CsPlot) plot = NULL;

  for (guint i = 0; i < n; i++)
    {
      GVariantBuilder followers = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xxu)"));

      for (guint day = courses[i].first; day <= courses[i].last; day++)
        g_variant_builder_add (&followers, "(xxu)", WEEK + day * DAY, 100 + day + courses[i].more,
                               0);
      g_variant_builder_add_parsed (&accounts, "{'handle': <%s>, 'followers': <%*>}",
                                    courses[i].handle, g_variant_builder_end (&followers));
    }

  overview = numbers_with (numbers_overview (), "accounts", g_variant_builder_end (&accounts));
  plot = cs_followers_plot_new (overview, G_DATE_MONDAY);
  if (self->chart == NULL)
    show_plot (self, plot);
  else
    show_next (self, plot);
}

/* The keys are elsewhere. */
#define SHOW_COURSES_QUIETLY(self, ...) \
  G_STMT_START { \
    (self)->is_quiet = TRUE; \
    SHOW_COURSES ((self), __VA_ARGS__); \
    wait_for_quiet ((self)->display); \
  } G_STMT_END

#define SHOW_COURSES(self, ...) \
  show_courses ((self), (Course[]) { __VA_ARGS__ }, \
                sizeof ((Course[]) { __VA_ARGS__ }) / sizeof (Course))

/* What has the focus is named by itself; at which point it is, is spoken, too. */
static void
test_the_focus_is_told (Fixture       *self,
                        gconstpointer  data)
{
  SHOW_COURSES (self, { "bee", 1, 0 }, { "ana", 0, 6 });
  assert_at (self, 1, 6);
  assert_heard (self, "106 followers");
  press_key (self->chart, "Left");
  assert_heard (self, "105 followers");
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  assert_heard (self, NULL);
  gtk_widget_grab_focus (self->chart);
  wait_until (has_the_focus, self->chart);
  assert_heard (self, "105 followers");
}

/* Wherever it is in what is shown now; what it tells is spoken when it is another thing. */
static void
test_the_keys_stay_at_a_moment (Fixture       *self,
                                gconstpointer  data)
{
  SHOW_COURSES (self, { "ana", 0, 6 }, { "bee", 0, 6, 100 });
  press_key (self->chart, "Down");
  press_key (self->chart, "Home");
  press_key (self->chart, "Right");
  press_key (self->chart, "Right");
  assert_at (self, 1, 2);
  assert_heard (self, "202 followers");

  SHOW_COURSES (self, { "ana", 0, 6 }, { "bee", 1, 6, 100 });
  assert_at (self, 1, 1);
  assert_heard (self, NULL);
  SHOW_COURSES (self, { "bee", 0, 6, 100 }, { "ana", 0, 6 });
  assert_at (self, 0, 2);
  assert_heard (self, NULL);
  SHOW_COURSES (self, { "ana", 0, 6 }, { "bee", 0, 6, 200 });
  assert_at (self, 1, 2);
  assert_heard (self, "302 followers");
}

/* To the nearest of the same account, and when there is none, to what is newest. */
static void
test_a_moment_that_is_gone_is_left (Fixture       *self,
                                    gconstpointer  data)
{
  SHOW_COURSES (self, { "ana", 0, 6 }, { "bee", 0, 6, 100 });
  press_key (self->chart, "Down");
  press_key (self->chart, "Home");
  assert_heard (self, "200 followers");

  SHOW_COURSES (self, { "ana", 0, 6 }, { "bee", 4, 6, 100 });
  assert_at (self, 1, 0);
  assert_heard (self, "204 followers");
  SHOW_COURSES (self, { "ana", 0, 3 });
  assert_at (self, 0, 3);
  assert_heard (self, "103 followers");
}

/* The bars may be of another number, and fewer. */
static void
test_the_keys_stay_at_a_post (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(GVariant) posts = g_variant_lookup_value (overview, "posts", NULL);
  g_autoptr(GVariant) newest = g_variant_get_child_value (posts, 0);
  g_autoptr(GVariant) second = g_variant_get_child_value (posts, 1);
  g_autoptr(GVariant) fewer = NULL;
  g_autoptr(CsPlot) plot = cs_posts_plot_new (overview, CS_METRIC_ENGAGEMENT);
  g_autoptr(CsPlot) next = NULL;

  fewer = numbers_with (numbers_overview (), "posts",
                        g_variant_new_parsed ("[%*, %*]", newest, second));
  next = cs_posts_plot_new (fewer, CS_METRIC_LIKES);
  show_plot (self, plot);
  press_key (self->chart, "Home");
  press_key (self->chart, "Right");
  assert_at (self, 0, 1);
  assert_heard (self, "Seconds sale");
  show_next (self, next);
  assert_at (self, 0, 0);
  assert_heard (self, "30");
  press_key (self->chart, "Return");
  g_assert_cmpstr (self->opened, ==, "p2");
}

/* One stop of the focus; inside, each point and each gap is one, and it says what it is. */
static void
test_arrows_go_from_point_to_point (Fixture       *self,
                                    gconstpointer  data)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);

  show_plot (self, plot);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Followers");
  assert_at (self, ANA, N_ANA - 1);
  press_key (self->chart, "Right");
  assert_at (self, ANA, N_ANA - 1);
  press_key (self->chart, "Home");
  assert_at (self, ANA, 0);
  assert_told (self, plot, "1200 followers");
  press_key (self->chart, "Right");
  press_key (self->chart, "Right");
  assert_at (self, ANA, ANA_GAP);
  assert_told (self, plot, "There was no network");
  press_key (self->chart, "<Control>Right");
  assert_at (self, ANA, N_ANA - 1);
  press_key (self->chart, "<Control>Left");
  assert_at (self, ANA, 0);
  press_key (self->chart, "End");
  assert_at (self, ANA, N_ANA - 1);
  assert_drawn_from (self, plot, GTK_TEXT_DIR_LTR);
}

/* Time goes to the left there, and so do the arrows. */
static void
test_arrows_follow_the_eye (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  show_plot (self, plot);
  press_key (self->chart, "Right");
  assert_at (self, ANA, N_ANA - 2);
  press_key (self->chart, "Left");
  assert_at (self, ANA, N_ANA - 1);
  press_key (self->chart, "<Control>Backward");
  assert_at (self, ANA, 0);
  press_key (self->chart, "Forward");
  assert_at (self, ANA, 1);
  assert_drawn_from (self, plot, GTK_TEXT_DIR_RTL);
}

/* GTK would take the keys to what is above it. */
static void
test_arrows_do_not_leave (Fixture       *self,
                          gconstpointer  data)
{
  SHOW_COURSES (self, { "ana", 0, 6 });
  press_key (self->chart, "Up");
  g_assert_true (gtk_widget_has_focus (self->chart));
  press_key (self->chart, "Down");
  g_assert_true (gtk_widget_has_focus (self->chart));
  assert_at (self, 0, 6);
}

/* One figure behind the other, in a window that is high enough for one. */
static GtkWidget *
show_below (Fixture *self,
            CsPlot  *plot)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *above = cs_figure_new ("Followers");
  GtkWidget *below = cs_figure_new ("Posts");

  cs_figure_show (CS_FIGURE (above), plot, NULL);
  cs_figure_show (CS_FIGURE (below), plot, NULL);
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), below);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_window_set_child (GTK_WINDOW (self->window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 600, 720);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_for_quiet (self->display);

  return below;
}

/* Once it has scrolled, which is not at once. */
static gboolean
is_in_sight (gpointer widget)
{
  GtkWidget *view = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, view, &bounds) && bounds.origin.y >= 0
      && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (view);
}

/* With its sentence, which has more lines than what stood there before; GTK scrolls to the chart
 * alone. */
static void
test_what_is_told_is_in_sight (Fixture       *self,
                               gconstpointer  data)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);
  CsSpot gap = { ANA, ANA_GAP };
  g_autofree char *sentence = cs_plot_dup_sentence (plot, gap);
  GtkWidget *below;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  below = show_below (self, plot);
  self->chart = wait_for (below, CS_TYPE_CHART_VIEW, NULL);
  gtk_widget_grab_focus (self->chart);
  while (!find_widget (below, GTK_TYPE_LABEL, sentence))
    press_key (self->chart, "Left");
  wait_until (is_in_sight, find_widget (below, GTK_TYPE_LABEL, sentence));
  g_assert_true (is_in_sight (self->chart));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

static GtkColumnView *
show_table (Fixture *self)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->figure), "figure.as-table", NULL));
  wait_for_quiet (self->display);

  return wait_for (self->figure, GTK_TYPE_COLUMN_VIEW, NULL);
}

/* Every point of the drawing is a row, in its words; nothing else is. */
static void
test_the_table_has_what_the_chart_has (Fixture       *self,
                                       gconstpointer  data)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);
  CsChart *chart = cs_plot_get_chart (plot);
  GtkColumnView *table;
  GListModel *rows;
  guint n = 0;

  show_plot (self, plot);
  table = show_table (self);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Followers");
  rows = G_LIST_MODEL (gtk_column_view_get_model (table));
  for (guint layer = 0; layer < cs_chart_get_n_layers (chart); layer++)
    for (guint point = 0; point < cs_chart_get_n_points (chart, layer); point++)
      {
        g_autoptr(CsPlotRow) row = g_list_model_get_item (rows, n++);
        g_autofree char *said = cs_chart_describe_spot (chart, (CsSpot) { layer, point });
        g_autofree char *cell = cs_plot_dup_cell (plot, cs_plot_row_get_spot (row), 1);

        g_assert_cmpuint (cs_plot_row_get_spot (row).layer, ==, layer);
        g_assert_cmpuint (cs_plot_row_get_spot (row).point, ==, point);
        g_assert_nonnull (find_widget (table, GTK_TYPE_LABEL, cell));
        if (!cs_plot_is_gap (plot, (CsSpot) { layer, point }))
          g_assert_nonnull (strstr (said, cell));
      }

  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n);
}

/* A choice that was made stays when new numbers come. */
static void
test_the_table_is_sorted (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);
  g_autoptr(CsPlot) next = cs_followers_plot_new (overview, G_DATE_MONDAY);
  g_autoptr(GtkColumnViewColumn) followers = NULL;
  g_autoptr(CsPlotRow) first = NULL;
  g_autoptr(CsPlotRow) still = NULL;
  GtkColumnView *table;

  show_plot (self, plot);
  table = show_table (self);
  followers = g_list_model_get_item (gtk_column_view_get_columns (table), 1);
  gtk_column_view_sort_by_column (table, followers, GTK_SORT_DESCENDING);
  first = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (table)), 0);
  g_assert_cmpuint (cs_plot_row_get_spot (first).point, ==, N_ANA - 1);

  cs_figure_show (self->figure, next, NULL);
  still = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (table)), 0);
  g_assert_true (cs_plot_row_get_plot (still) == next);
  g_assert_cmpuint (cs_plot_row_get_spot (still).point, ==, N_ANA - 1);
}

/* The row that has the focus, by what a screen reader hears of it. */
static GtkWidget *
get_row (Fixture *self)
{
  return gtk_window_get_focus (GTK_WINDOW (self->window));
}

static double
get_place (Fixture   *self,
           GtkWidget *row)
{
  graphene_point_t place;

  g_assert_true (gtk_widget_compute_point (row, GTK_WIDGET (self->figure),
                                           &GRAPHENE_POINT_INIT (0, 0), &place));

  return place.y;
}

static gboolean
is_row_at (gpointer    row,
           const char *followers)
{
  return find_widget (row, GTK_TYPE_LABEL, followers) != NULL;
}

/* Wherever the row stands now, and whatever it tells, it is where it was to the eye and to the
 * keys; what comes to the table above it, and below it, is above and below. */
static void
test_the_row_stays (Fixture       *self,
                    gconstpointer  data)
{
  GtkColumnView *table;
  GtkWidget *row;
  double place;

  SHOW_COURSES (self, { "ana", 1, 60 }, { "bee", 0, 6, 100 });
  table = show_table (self);
  gtk_column_view_scroll_to (table, 29, NULL, GTK_LIST_SCROLL_FOCUS, NULL);
  wait_for_quiet (self->display);
  gtk_widget_child_focus (GTK_WIDGET (table), GTK_DIR_TAB_FORWARD);
  wait_for_quiet (self->display);
  row = get_row (self);
  place = get_place (self, row);
  g_assert_true (is_row_at (row, "130"));

  SHOW_COURSES_QUIETLY (self, { "ana", 0, 62 }, { "bee", 0, 7, 100 });
  g_assert_true (get_row (self) == row);
  g_assert_true (is_row_at (row, "130"));
  g_assert_cmpfloat_with_epsilon (get_place (self, row), place, 1);

  SHOW_COURSES_QUIETLY (self, { "bee", 0, 7, 100 }, { "ana", 0, 62, 40 });
  g_assert_true (get_row (self) == row);
  g_assert_true (is_row_at (row, "170"));
  g_assert_cmpfloat_with_epsilon (get_place (self, row), place, 1);
}

/* A bar by Enter, a row by its activation. */
static void
test_a_post_is_opened (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_posts_plot_new (overview, CS_METRIC_ENGAGEMENT);

  show_plot (self, plot);
  press_key (self->chart, "Home");
  press_key (self->chart, "Return");
  g_assert_cmpstr (self->opened, ==, "p1");
  g_signal_emit_by_name (show_table (self), "activate", 1);
  g_assert_cmpstr (self->opened, ==, "p2");
}

/* A sentence stands where there is too little to draw; what there is, is in the table. */
static void
test_too_little_says_so (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(GVariant) overview = numbers_overview ();
  g_autoptr(CsPlot) plot = cs_followers_plot_new (overview, G_DATE_MONDAY);

  show_plot (self, plot);
  cs_figure_show (self->figure, plot, "Come back tomorrow: 1 of 2 days");
  wait_for_quiet (self->display);
  g_assert_nonnull (find_widget (self->figure, GTK_TYPE_LABEL, "Come back tomorrow: 1 of 2 days"));
  g_assert_null (find_widget (self->figure, CS_TYPE_CHART_VIEW, NULL));
  show_table (self);

  cs_figure_show (self->figure, NULL, NULL);
  wait_for_quiet (self->display);
  g_assert_null (find_widget (self->figure, GTK_TYPE_TOGGLE_BUTTON, NULL));
  g_assert_nonnull (find_widget (self->figure, GTK_TYPE_LABEL, "Nothing was counted"));
}

static void
add (const char *path,
     void      (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

CS_TESTS (figure)
{
  add ("/ui/figure/arrows-go-from-point-to-point", test_arrows_go_from_point_to_point);
  add ("/ui/figure/arrows-follow-the-eye", test_arrows_follow_the_eye);
  add ("/ui/figure/arrows-do-not-leave", test_arrows_do_not_leave);
  add ("/ui/figure/what-is-told-is-in-sight", test_what_is_told_is_in_sight);
  add ("/ui/figure/the-focus-is-told", test_the_focus_is_told);
  add ("/ui/figure/the-keys-stay-at-a-moment", test_the_keys_stay_at_a_moment);
  add ("/ui/figure/a-moment-that-is-gone-is-left", test_a_moment_that_is_gone_is_left);
  add ("/ui/figure/the-keys-stay-at-a-post", test_the_keys_stay_at_a_post);
  add ("/ui/figure/the-table-has-what-the-chart-has", test_the_table_has_what_the_chart_has);
  add ("/ui/figure/the-table-is-sorted", test_the_table_is_sorted);
  add ("/ui/figure/the-row-stays", test_the_row_stays);
  add ("/ui/figure/a-post-is-opened", test_a_post_is_opened);
  add ("/ui/figure/too-little-says-so", test_too_little_says_so);
}
