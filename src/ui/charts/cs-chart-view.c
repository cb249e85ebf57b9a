/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart-view.h"

#include "cs-plot-finder.h"

#include <adwaita.h>

#define MIN_WIDTH       200
#define MIN_WIDTH_SMALL 120
#define N_LINES         14      /* of text that it is high */
#define N_LINES_SMALL   2
#define FAR             10      /* points that Ctrl goes at once */

struct _CsChartView
{
  GtkWidget     parent_instance;

  gboolean      is_small;
  GtkWidget    *frame;       /* borrowed, holds it; NULL: nothing is to be seen with it */
  gboolean      has_news;    /* that are said in the frame, perhaps not in sight yet */
  CsPlot       *plot;        /* NULL: none yet */
  CsPlotFinder *finder;      /* of its points; NULL with it */
  gboolean      has_spot;    /* the keys have been at a point */
  CsSpot        spot;        /* … this one */
  gboolean      is_over;     /* the pointer is at a point */
  CsSpot        over;        /* … this one */
};

G_DEFINE_FINAL_TYPE (CsChartView, cs_chart_view, GTK_TYPE_WIDGET)

enum
{
  PROP_SMALL = 1,
  PROP_FRAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  ACTIVATED,
  SAID,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static CsInk
ink_of (const GdkRGBA *color)
{
  return (CsInk) { color->red, color->green, color->blue, color->alpha };
}

/* The paper is what is behind the widget; one series alone has the person’s own colour. */
static CsTheme
make_theme (CsChartView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean is_dark = adw_style_manager_get_dark (style);
  CsTheme theme = cs_theme_get (is_dark, adw_style_manager_get_high_contrast (style));

  theme.paper.alpha = 0;
  if (cs_chart_get_n_layers (cs_plot_get_chart (self->plot)) == 1)
    {
      GdkRGBA accent;

      adw_accent_color_to_standalone_rgba (adw_style_manager_get_accent_color (style), is_dark,
                                           &accent);
      theme.inks[0] = ink_of (&accent);
    }

  return theme;
}

static void
dress (CsChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  CsChart *chart;
  CsTheme theme;

  if (self->plot == NULL)
    return;

  chart = cs_plot_get_chart (self->plot);
  theme = make_theme (self);
  cs_chart_set_theme (chart, &theme);
  cs_chart_set_letters (chart, gtk_widget_get_pango_context (widget));
  cs_chart_set_mirrored (chart, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL);
  gtk_widget_queue_draw (widget);
}

/* What the pointer is at is shown before what the keys are at. */
static void
show_focus (CsChartView *self)
{
  gboolean by_keys = self->has_spot && gtk_widget_has_focus (GTK_WIDGET (self));

  cs_chart_set_focus (cs_plot_get_chart (self->plot),
                      self->is_over ? &self->over : by_keys ? &self->spot : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
say (CsChartView *self,
     gboolean     is_news)
{
  gboolean by_keys = self->has_spot && gtk_widget_has_focus (GTK_WIDGET (self));
  g_autofree char *sentence = by_keys ? cs_plot_dup_sentence (self->plot, self->spot) : NULL;

  g_signal_emit (self, signals[SAID], 0, sentence, is_news);
  self->has_news = by_keys && is_news;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
go_to (CsChartView *self,
       CsSpot       spot)
{
  self->has_spot = TRUE;
  self->spot = spot;
  self->is_over = FALSE;
  show_focus (self);
  say (self, TRUE);
}

static gboolean
move (CsChartView *self,
      CsMove       step)
{
  CsSpot spot = self->spot;

  if (!self->has_spot || !cs_chart_move (cs_plot_get_chart (self->plot), step, &spot))
    return FALSE;

  go_to (self, spot);

  return TRUE;
}

/* "i": to the right or to the left, as the eye has it; where lines are mirrored, time is, too. A
 * gap is a stop, for there is something to be said of it. */
static gboolean
on_go (GtkWidget *widget,
       GVariant  *args,
       gpointer   user_data)
{
  CsChartView *self = CS_CHART_VIEW (widget);
  int steps = g_variant_get_int32 (args);
  CsSpot spot = self->spot;
  int last;

  if (!self->has_spot)
    return GDK_EVENT_PROPAGATE;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    steps = -steps;
  last = (int) cs_chart_get_n_points (cs_plot_get_chart (self->plot), spot.layer) - 1;
  spot.point = CLAMP ((int) spot.point + steps, 0, last);
  if (spot.point != self->spot.point)
    go_to (self, spot);

  return GDK_EVENT_STOP;
}

/* "i": down or up; where there is no other series, the keys stay, for from here GTK would take them
 * to whatever is nearest, be it another page. */
static gboolean
on_change_layer (GtkWidget *widget,
                 GVariant  *args,
                 gpointer   user_data)
{
  CsMove step = g_variant_get_int32 (args) > 0 ? CS_MOVE_NEXT_LAYER : CS_MOVE_PREVIOUS_LAYER;

  move (CS_CHART_VIEW (widget), step);

  return GDK_EVENT_STOP;
}

static gboolean
on_go_to_end (GtkWidget *widget,
              GVariant  *args,
              gpointer   user_data)
{
  CsMove step = g_variant_get_int32 (args) > 0 ? CS_MOVE_LAST : CS_MOVE_FIRST;

  return move (CS_CHART_VIEW (widget), step) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static gboolean
activate (CsChartView *self,
          CsSpot       spot)
{
  const char *subject = cs_plot_get_subject (self->plot, spot);

  if (subject == NULL)
    return FALSE;

  g_signal_emit (self, signals[ACTIVATED], 0, subject);

  return TRUE;
}

static gboolean
on_activate (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  CsChartView *self = CS_CHART_VIEW (widget);

  return self->has_spot && activate (self, self->spot) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static gboolean
find (CsChartView *self,
      double       x,
      double       y,
      CsSpot      *spot)
{
  return self->finder != NULL
      && cs_plot_finder_find (self->finder, gtk_widget_get_width (GTK_WIDGET (self)),
                              gtk_widget_get_height (GTK_WIDGET (self)), x, y, spot);
}

static void
set_over (CsChartView  *self,
          const CsSpot *spot)
{
  if (self->is_over == (spot != NULL)
      && (spot == NULL || (spot->layer == self->over.layer && spot->point == self->over.point)))
    return;

  self->is_over = spot != NULL;
  if (spot != NULL)
    self->over = *spot;
  show_focus (self);
}

/* Whatever is shown: where a click takes the keys to, the pointer still is. */
static void
show_cursor (CsChartView  *self,
             const CsSpot *spot)
{
  gboolean opens = spot != NULL && cs_plot_get_subject (self->plot, *spot) != NULL;

  if (opens != (gtk_widget_get_cursor (GTK_WIDGET (self)) != NULL))
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), opens ? "pointer" : NULL);
}

static void
point_at (CsChartView  *self,
          const CsSpot *spot)
{
  if (self->plot == NULL)
    return;

  show_cursor (self, spot);
  set_over (self, spot);
}

static void
on_motion (CsChartView *self,
           double       x,
           double       y)
{
  CsSpot spot;

  point_at (self, find (self, x, y, &spot) ? &spot : NULL);
}

static void
on_leave (CsChartView *self)
{
  point_at (self, NULL);
}

static void
on_released (CsChartView *self,
             int          n_press,
             double       x,
             double       y)
{
  CsSpot spot;
  gboolean is_found = find (self, x, y, &spot);

  if (is_found)
    go_to (self, spot);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (is_found)
    activate (self, spot);
}

/* Whoever comes with the keys begins at what is newest, of the first series that has any. */
static void
begin (CsChartView *self)
{
  CsChart *chart = cs_plot_get_chart (self->plot);

  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    return;

  for (guint i = 0; !self->has_spot && i < cs_chart_get_n_layers (chart); i++)
    {
      self->spot = (CsSpot) { i, 0 };
      self->has_spot = cs_chart_move (chart, CS_MOVE_LAST, &self->spot);
    }
}

/* That it is a chart is said of itself; at which of its points the keys are, is not. */
static void
on_focus (CsChartView *self)
{
  if (self->plot == NULL)
    return;

  begin (self);
  show_focus (self);
  say (self, TRUE);
}

static gboolean
cs_chart_view_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    by_keys,
                             GtkTooltip *tooltip)
{
  CsChartView *self = CS_CHART_VIEW (widget);
  CsSpot spot = self->spot;
  g_autofree char *sentence = NULL;

  if (by_keys ? !self->has_spot : !find (self, x, y, &spot))
    return FALSE;

  sentence = cs_plot_dup_sentence (self->plot, spot);
  gtk_tooltip_set_text (tooltip, sentence);
  if (!by_keys)
    gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { x, y, 1, 1 });

  return TRUE;
}

static int
line_height (GtkWidget *widget)
{
  PangoContext *letters = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (letters, NULL, NULL);
  int height = PANGO_PIXELS (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);

  return height;
}

static void
cs_chart_view_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  gboolean is_small = CS_CHART_VIEW (widget)->is_small;

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = is_small ? MIN_WIDTH_SMALL : MIN_WIDTH;
  else
    *minimum = *natural = (is_small ? N_LINES_SMALL : N_LINES) * line_height (widget);
}

/* What is higher than the view is left as GTK has it. */
static gboolean
show_frame (GtkWidget     *widget,
            GdkFrameClock *frame_clock,
            gpointer       user_data)
{
  GtkWidget *frame = CS_CHART_VIEW (widget)->frame;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);

  if (viewport != NULL && gtk_widget_get_height (frame) <= gtk_widget_get_height (viewport))
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), frame, NULL);

  return G_SOURCE_REMOVE;
}

/* GTK scrolls to what has the focus, and that is done; what is said of it is beside it, and has its
 * height only now. While heights are given, nothing can scroll. */
static void
cs_chart_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  CsChartView *self = CS_CHART_VIEW (widget);

  if (self->has_news && self->frame != NULL)
    gtk_widget_add_tick_callback (widget, show_frame, NULL, NULL);
  self->has_news = FALSE;
}

static void
cs_chart_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  CsChartView *self = CS_CHART_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->plot == NULL)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cs_chart_draw (cs_plot_get_chart (self->plot), cr, width, height);
  cairo_destroy (cr);
}

static void
cs_chart_view_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cs_chart_view_parent_class)->css_changed (widget, change);

  dress (CS_CHART_VIEW (widget));
}

static void
cs_chart_view_direction_changed (GtkWidget        *widget,
                                 GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (cs_chart_view_parent_class)->direction_changed (widget, previous);

  dress (CS_CHART_VIEW (widget));
}

static void
cs_chart_view_system_setting_changed (GtkWidget        *widget,
                                      GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (cs_chart_view_parent_class)->system_setting_changed (widget, setting);

  dress (CS_CHART_VIEW (widget));
  gtk_widget_queue_resize (widget);
}

static void
cs_chart_view_dispose (GObject *object)
{
  CsChartView *self = CS_CHART_VIEW (object);

  g_clear_pointer (&self->finder, cs_plot_finder_free);
  g_clear_object (&self->plot);

  G_OBJECT_CLASS (cs_chart_view_parent_class)->dispose (object);
}

static void
cs_chart_view_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (prop_id == PROP_SMALL)
    CS_CHART_VIEW (object)->is_small = g_value_get_boolean (value);
  else if (prop_id == PROP_FRAME)
    CS_CHART_VIEW (object)->frame = g_value_get_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint            key;
    guint            keypad;
    GdkModifierType  modifiers;
    GtkShortcutFunc  func;
    int              step;
  } keys[] = {
    { GDK_KEY_Right, GDK_KEY_KP_Right, 0, on_go, 1 },
    { GDK_KEY_Left, GDK_KEY_KP_Left, 0, on_go, -1 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, GDK_CONTROL_MASK, on_go, FAR },
    { GDK_KEY_Left, GDK_KEY_KP_Left, GDK_CONTROL_MASK, on_go, -FAR },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, on_change_layer, 1 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, on_change_layer, -1 },
    { GDK_KEY_End, GDK_KEY_KP_End, 0, on_go_to_end, 1 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, 0, on_go_to_end, -1 },
    { GDK_KEY_Return, GDK_KEY_KP_Enter, 0, on_activate, 0 },
    { GDK_KEY_space, GDK_KEY_KP_Space, 0, on_activate, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding (klass, keys[i].key, keys[i].modifiers, keys[i].func, "i",
                                    keys[i].step);
      gtk_widget_class_add_binding (klass, keys[i].keypad, keys[i].modifiers, keys[i].func, "i",
                                    keys[i].step);
    }
}

static void
cs_chart_view_class_init (CsChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_chart_view_dispose;
  G_OBJECT_CLASS (klass)->set_property = cs_chart_view_set_property;
  widget_class->measure = cs_chart_view_measure;
  widget_class->size_allocate = cs_chart_view_size_allocate;
  widget_class->snapshot = cs_chart_view_snapshot;
  widget_class->query_tooltip = cs_chart_view_query_tooltip;
  widget_class->css_changed = cs_chart_view_css_changed;
  widget_class->direction_changed = cs_chart_view_direction_changed;
  widget_class->system_setting_changed = cs_chart_view_system_setting_changed;

  properties[PROP_SMALL] = g_param_spec_boolean ("small", NULL, NULL, FALSE,
                                                 G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                                                 | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRAME] = g_param_spec_object ("frame", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  signals[ACTIVATED] = g_signal_new ("activated", CS_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SAID] = g_signal_new ("said", CS_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "chartview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cs_chart_view_init (CsChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (on_focus), NULL);

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (dress), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (dress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::accent-color", G_CALLBACK (dress), self,
                           G_CONNECT_SWAPPED);
}

/* The keys stay at the moment or the post that they are at, wherever it is now; if it is not there
 * any more, they are beside it. What they hear is what has changed of it. */
void
cs_chart_view_set_plot (CsChartView *self,
                        CsPlot      *plot)
{
  CsChart *chart = cs_plot_get_chart (plot);
  g_autofree char *summary = cs_chart_describe (chart);
  g_autofree char *was = self->has_spot ? cs_plot_dup_sentence (self->plot, self->spot) : NULL;
  g_autofree char *is = NULL;

  self->has_spot = self->has_spot && cs_plot_find_again (plot, self->plot, &self->spot);
  g_set_object (&self->plot, plot);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  summary, -1);
  g_clear_pointer (&self->finder, cs_plot_finder_free);
  self->finder = cs_plot_finder_new (plot);
  self->is_over = FALSE;
  dress (self);
  begin (self);
  show_focus (self);
  is = self->has_spot ? cs_plot_dup_sentence (plot, self->spot) : NULL;
  say (self, g_strcmp0 (was, is) != 0);
}

/* The point that the keys are at; FALSE: they have been at none. */
gboolean
cs_chart_view_get_spot (CsChartView *self,
                        CsSpot      *spot)
{
  *spot = self->spot;

  return self->has_spot;
}
