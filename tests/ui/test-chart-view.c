/* The pointer in a chart; keys are in test-figure.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-chart-view.h"

#include "cs-figure.h"
#include "cs-followers-plot.h"
#include "cs-posts-plot.h"
#include "cs-test.h"
#include "display.h"
#include "numbers.h"

#include <string.h>

#define COLUMN_FOLLOWERS 1

typedef struct
{
  Display   *display;
  GVariant  *overview;
  GtkWidget *window;
  CsFigure  *figure;
  CsPlot    *plot;
  GtkWidget *chart;
  char      *opened;     /* what was activated last */
  char      *heard;      /* what was spoken last */
} Fixture;

static void
on_activated (Fixture    *self,
              const char *subject)
{
  g_set_str (&self->opened, subject);
}

static void
on_said (Fixture    *self,
         const char *sentence,
         gboolean    is_news)
{
  if (is_news && sentence != NULL)
    g_set_str (&self->heard, sentence);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->display = display_new ();
  self->overview = numbers_overview ();
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
  g_object_unref (self->plot);
  g_variant_unref (self->overview);
  g_free (self->opened);
  g_free (self->heard);
  display_free (self->display);
}

/* Takes the plot; the keys are elsewhere. */
static void
show_plot (Fixture *self,
           CsPlot  *plot)
{
  self->plot = plot;
  cs_figure_show (self->figure, plot, NULL);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_for_quiet (self->display);
  self->chart = wait_for (self->window, CS_TYPE_CHART_VIEW, NULL);
  g_signal_connect_swapped (self->chart, "said", G_CALLBACK (on_said), self);
}

static gpointer
get_controller (Fixture *self,
                GType    type)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (self->chart);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) one = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (one, type))
        return one;
    }

  g_assert_not_reached ();
}

static gboolean
locate (Fixture          *self,
        CsSpot            spot,
        graphene_point_t *place)
{
  double x, y;
  gboolean is_known = cs_chart_locate (cs_plot_get_chart (self->plot),
                                       gtk_widget_get_width (self->chart),
                                       gtk_widget_get_height (self->chart), spot, &x, &y);

  *place = GRAPHENE_POINT_INIT (x, y);

  return is_known;
}

/* Where a point is drawn; of a gap, half the way between what is known on both sides of it. */
static graphene_point_t
get_place (Fixture *self,
           CsSpot   spot)
{
  graphene_point_t place, before, after;

  if (locate (self, spot, &place))
    return place;

  g_assert_true (locate (self, (CsSpot) { spot.layer, spot.point - 1 }, &before));
  g_assert_true (locate (self, (CsSpot) { spot.layer, spot.point + 1 }, &after));
  graphene_point_interpolate (&before, &after, 0.5, &place);

  return place;
}

static void
click (Fixture *self,
       CsSpot   spot)
{
  graphene_point_t place = get_place (self, spot);

  g_signal_emit_by_name (get_controller (self, GTK_TYPE_GESTURE_CLICK), "released", 1,
                         (double) place.x, (double) place.y);
}

/* The keys go on from there, and what it is, is heard and stands under the chart. */
static void
assert_chosen (Fixture *self,
               CsSpot   wanted)
{
  g_autofree char *sentence = cs_plot_dup_sentence (self->plot, wanted);
  CsSpot spot;

  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window)) == self->chart);
  g_assert_true (cs_chart_view_get_spot (CS_CHART_VIEW (self->chart), &spot));
  g_assert_cmpuint (spot.layer, ==, wanted.layer);
  g_assert_cmpuint (spot.point, ==, wanted.point);
  g_assert_cmpstr (self->heard, ==, sentence);
  g_assert_nonnull (find_widget (self->figure, GTK_TYPE_LABEL, sentence));
  g_clear_pointer (&self->heard, g_free);
}

static void
test_a_click_chooses_a_point (Fixture       *self,
                              gconstpointer  data)
{
  gtk_widget_set_default_direction (GPOINTER_TO_INT (data));
  show_plot (self, cs_followers_plot_new (self->overview, G_DATE_MONDAY));
  for (guint i = 0; i < N_ANA; i++)
    {
      click (self, (CsSpot) { ANA, i });
      assert_chosen (self, (CsSpot) { ANA, i });
    }

  press_key (self->chart, "Home");
  assert_chosen (self, (CsSpot) { ANA, 0 });
  g_assert_cmpstr (self->opened, ==, NULL);
}

/* Only of a bar that has a post is there more to see, and the pointer says so before. */
static void
test_a_click_opens_a_post (Fixture       *self,
                           gconstpointer  data)
{
  GtkEventController *motion;
  graphene_point_t place;

  show_plot (self, cs_posts_plot_new (self->overview, CS_METRIC_ENGAGEMENT));
  motion = get_controller (self, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  place = get_place (self, (CsSpot) { 0, 1 });
  g_signal_emit_by_name (motion, "motion", (double) place.x, (double) place.y);
  g_assert_cmpstr (gdk_cursor_get_name (gtk_widget_get_cursor (self->chart)), ==, "pointer");
  click (self, (CsSpot) { 0, 1 });
  assert_chosen (self, (CsSpot) { 0, 1 });
  g_assert_cmpstr (self->opened, ==, "p2");
  g_signal_emit_by_name (motion, "leave");
  g_assert_null (gtk_widget_get_cursor (self->chart));
}

/* What a tooltip was given has no getter: what else is put into it, is beside it. */
static char *
dup_text (GtkTooltip *tooltip)
{
  GtkWidget *probe = gtk_image_new ();
  char *text = NULL;

  gtk_tooltip_set_custom (tooltip, probe);
  for (GtkWidget *child = gtk_widget_get_first_child (gtk_widget_get_parent (probe));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      text = g_strdup (gtk_label_get_text (GTK_LABEL (child)));
  gtk_tooltip_set_custom (tooltip, NULL);

  return text;
}

/* NULL: there is none. */
static char *
dup_tooltip (Fixture          *self,
             graphene_point_t  place,
             gboolean          by_keys)
{
  g_autoptr(GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_signal_emit_by_name (self->chart, "query-tooltip", (int) place.x, (int) place.y, by_keys,
                         tooltip, &shown);

  return shown ? dup_text (tooltip) : NULL;
}

/* Under the pointer, wherever the keys are. */
static void
test_the_tooltip_has_the_values (Fixture       *self,
                                 gconstpointer  data)
{
  gtk_widget_set_default_direction (GPOINTER_TO_INT (data));
  show_plot (self, cs_followers_plot_new (self->overview, G_DATE_MONDAY));
  click (self, (CsSpot) { ANA, 0 });
  for (guint i = 0; i < N_ANA; i++)
    {
      CsSpot spot = { ANA, i };
      g_autofree char *shown = dup_tooltip (self, get_place (self, spot), FALSE);
      g_autofree char *sentence = cs_plot_dup_sentence (self->plot, spot);
      g_autofree char *cell = cs_plot_dup_cell (self->plot, spot, COLUMN_FOLLOWERS);

      g_assert_cmpstr (shown, ==, sentence);
      if (!cs_plot_is_gap (self->plot, spot))
        g_assert_nonnull (strstr (shown, cell));
    }

  assert_chosen (self, (CsSpot) { ANA, 0 });
}

/* By the keys’ tooltip, what they are at; where nothing is, none. */
static void
test_the_tooltip_of_the_keys (Fixture       *self,
                              gconstpointer  data)
{
  graphene_point_t away;
  g_autofree char *nothing = NULL;
  g_autofree char *at_first = NULL;
  g_autofree char *shown = NULL;

  show_plot (self, cs_posts_plot_new (self->overview, CS_METRIC_ENGAGEMENT));
  away = GRAPHENE_POINT_INIT (gtk_widget_get_width (self->chart) - 1, 1);
  nothing = dup_tooltip (self, away, FALSE);
  g_assert_cmpstr (nothing, ==, NULL);
  at_first = dup_tooltip (self, away, TRUE);
  g_assert_cmpstr (at_first, ==, NULL);
  click (self, (CsSpot) { 0, 0 });
  shown = dup_tooltip (self, away, TRUE);
  g_assert_cmpstr (shown, ==, self->heard);
  g_assert_nonnull (strstr (shown, "Kiln log"));
}

static void
add (const char       *path,
     GtkTextDirection  direction,
     void            (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (direction), set_up, test, tear_down);
}

CS_TESTS (chart_view)
{
  add ("/ui/chart-view/a-click-chooses-a-point", GTK_TEXT_DIR_LTR, test_a_click_chooses_a_point);
  add ("/ui/chart-view/a-click-chooses-a-point-from-right-to-left", GTK_TEXT_DIR_RTL,
       test_a_click_chooses_a_point);
  add ("/ui/chart-view/a-click-opens-a-post", GTK_TEXT_DIR_LTR, test_a_click_opens_a_post);
  add ("/ui/chart-view/the-tooltip-has-the-values", GTK_TEXT_DIR_LTR,
       test_the_tooltip_has_the_values);
  add ("/ui/chart-view/the-tooltip-has-the-values-from-right-to-left", GTK_TEXT_DIR_RTL,
       test_the_tooltip_has_the_values);
  add ("/ui/chart-view/the-tooltip-of-the-keys", GTK_TEXT_DIR_LTR, test_the_tooltip_of_the_keys);
}
