/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart.h"

#include "cs-chart-private.h"

#include <string.h>

/* Any chart fits there. */
#define ROOMY 1000

static void
chart_clear (gpointer data)
{
  CsChart *self = data;

  cs_axis_unref (self->x);
  cs_axis_unref (self->y);
  g_ptr_array_unref (self->layers);
  g_free (self->title);
  g_object_unref (self->letters);
  g_clear_pointer (&self->frame, cs_frame_free);
  if (self->say_free != NULL)
    self->say_free (self->say_data);
}

void
cs_chart_unref (CsChart *self)
{
  g_atomic_rc_box_release_full (self, chart_clear);
}

/* Letters as wide on a screen as on paper, so that a chart is laid out the same everywhere.
 * Takes @letters. */
static void
take_letters (CsChart                    *self,
              PangoContext               *letters,
              const cairo_font_options_t *options)
{
  cairo_font_options_t *own = options != NULL ? cairo_font_options_copy (options)
                                              : cairo_font_options_create ();

  cairo_font_options_set_hint_metrics (own, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (letters, own);
  cairo_font_options_destroy (own);
  pango_context_set_round_glyph_positions (letters, FALSE);
  pango_context_set_base_dir (letters, self->is_mirrored ? PANGO_DIRECTION_RTL
                                                         : PANGO_DIRECTION_LTR);
  g_clear_object (&self->letters);
  self->letters = letters;
  g_clear_pointer (&self->frame, cs_frame_free);
}

CsChart *
cs_chart_new (CsAxis *x,
              CsAxis *y)
{
  CsChart *self = g_atomic_rc_box_new0 (CsChart);

  self->x = cs_axis_ref (x);
  self->y = cs_axis_ref (y);
  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_layer_free);
  self->theme = cs_theme_get (FALSE, FALSE);
  cs_chart_set_font (self, NULL, 1);

  return self;
}

/* One line as high as there is room, along all of @x, with nothing beside it. */
CsChart *
cs_chart_new_sparkline (CsAxis   *x,
                        CsSeries *series)
{
  guint lowest = 0;
  guint highest = 0;
  gboolean is_known = cs_series_get_extremes (series, &lowest, &highest);
  g_autoptr(CsAxis) y =
    cs_axis_new_plain (is_known ? cs_series_get_point (series, lowest).y : 0,
                       is_known ? cs_series_get_point (series, highest).y : 0);
  CsChart *self = cs_chart_new (x, y);

  self->is_sparkline = TRUE;
  cs_chart_add_line (self, series, NULL);

  return self;
}

static guint
add_layer (CsChart    *self,
           CsLayerKind kind,
           CsSeries   *series,
           const char *name)
{
  CsLayer *layer = cs_layer_new (kind, series, name);

  for (guint i = 0; i < self->layers->len; i++)
    {
      const CsLayer *other = g_ptr_array_index (self->layers, i);

      layer->style += !other->is_quiet;
      layer->nr += other->kind == CS_LAYER_BARS;
    }

  g_ptr_array_add (self->layers, layer);
  g_clear_pointer (&self->frame, cs_frame_free);

  return self->layers->len - 1;
}

/**
 * cs_chart_add_line:
 * @name: (nullable): what tells it from the others
 *
 * Each of 36 lines has its own ink, dash and form.
 *
 * Returns: which layer it is
 */
guint
cs_chart_add_line (CsChart    *self,
                   CsSeries   *series,
                   const char *name)
{
  return add_layer (self, CS_LAYER_LINE, series, name);
}

/* What others are compared with, as a median. */
guint
cs_chart_add_quiet_line (CsChart    *self,
                         CsSeries   *series,
                         const char *name)
{
  guint nr = add_layer (self, CS_LAYER_LINE, series, name);

  cs_chart_get_layer (self, nr)->is_quiet = TRUE;

  return nr;
}

/* From 0 to each value; several layers stand beside one another. An axis of time that begins with
 * the first bar and ends with the last needs half of what is between two more at both ends. */
guint
cs_chart_add_bars (CsChart    *self,
                   CsSeries   *series,
                   const char *name)
{
  return add_layer (self, CS_LAYER_BARS, series, name);
}

/* Between two series whose points have the same x; where either is a gap, the band has one. */
guint
cs_chart_add_band (CsChart    *self,
                   CsSeries   *low,
                   CsSeries   *high,
                   const char *name)
{
  guint nr = add_layer (self, CS_LAYER_BAND, low, name);
  CsLayer *layer = cs_chart_get_layer (self, nr);

  layer->high = cs_series_ref (high);
  layer->is_quiet = TRUE;

  return nr;
}

/* @is_drawn: whether it is written above the chart, or only said of it */
void
cs_chart_set_title (CsChart    *self,
                    const char *title,
                    gboolean    is_drawn)
{
  g_set_str (&self->title, title);
  self->title_is_drawn = is_drawn;
  g_clear_pointer (&self->frame, cs_frame_free);
}

/* NULL: it has none. */
const char *
cs_chart_get_title (CsChart *self)
{
  return self->title;
}

/* How a value of y is said; without this it is the number alone. */
void
cs_chart_set_say (CsChart        *self,
                  CsSayValue      say,
                  gpointer        user_data,
                  GDestroyNotify  user_data_free)
{
  if (self->say_free != NULL)
    self->say_free (self->say_data);

  self->say = say;
  self->say_data = user_data;
  self->say_free = user_data_free;
}

void
cs_chart_set_theme (CsChart       *self,
                    const CsTheme *theme)
{
  self->theme = *theme;
}

/**
 * cs_chart_set_letters:
 * @letters: of a widget: its font, its scale of text and how its glyphs are smoothed are taken
 */
void
cs_chart_set_letters (CsChart      *self,
                      PangoContext *letters)
{
  PangoContext *own =
    pango_font_map_create_context (pango_context_get_font_map (letters));

  pango_context_set_font_description (own, pango_context_get_font_description (letters));
  pango_context_set_language (own, pango_context_get_language (letters));
  pango_cairo_context_set_resolution (own, pango_cairo_context_get_resolution (letters));
  take_letters (self, own, pango_cairo_context_get_font_options (letters));
}

/* @font: (nullable): NULL for the usual one */
void
cs_chart_set_font (CsChart                    *self,
                   const PangoFontDescription *font,
                   double                      text_scale)
{
  PangoContext *own = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr(PangoFontDescription) usual = pango_font_description_from_string ("Sans 10.5");

  pango_context_set_font_description (own, font != NULL ? font : usual);
  pango_cairo_context_set_resolution (own, 96 * text_scale);
  take_letters (self, own, NULL);
}

/* For languages that are read from right to left: time runs so, too. */
void
cs_chart_set_mirrored (CsChart  *self,
                       gboolean  is_mirrored)
{
  self->is_mirrored = is_mirrored;
  pango_context_set_base_dir (self->letters, is_mirrored ? PANGO_DIRECTION_RTL
                                                         : PANGO_DIRECTION_LTR);
  g_clear_pointer (&self->frame, cs_frame_free);
}

/* @spot: (nullable): the point that is shown to have the focus */
void
cs_chart_set_focus (CsChart      *self,
                    const CsSpot *spot)
{
  self->has_focus = spot != NULL;
  if (spot != NULL)
    self->focus = *spot;
}

CsLayer *
cs_chart_get_layer (CsChart *self,
                    guint    layer)
{
  return layer < self->layers->len ? g_ptr_array_index (self->layers, layer) : NULL;
}

guint
cs_chart_count_bars (CsChart *self)
{
  guint n = 0;

  for (guint i = 0; i < self->layers->len; i++)
    n += cs_chart_get_layer (self, i)->kind == CS_LAYER_BARS;

  return n;
}

const CsFrame *
cs_chart_get_frame (CsChart *self,
                    double   width,
                    double   height)
{
  if (self->frame == NULL || self->frame->width != width || self->frame->height != height)
    {
      g_clear_pointer (&self->frame, cs_frame_free);
      self->frame = cs_frame_new (self, width, height);
    }

  return self->frame;
}

/* Without a cairo_t, for questions of where. */
CsCanvas
cs_chart_make_canvas (CsChart       *self,
                      const CsFrame *frame)
{
  return (CsCanvas) {
    .theme = &self->theme,
    .x = self->x,
    .y = frame->y,
    .is_mirrored = self->is_mirrored,
    .left = frame->plot_left,
    .top = frame->plot_top,
    .width = frame->plot_width,
    .height = frame->plot_height,
    .grain = 1,
  };
}

/* Whether there is room for a plot, and at each line of it another number. */
gboolean
cs_chart_fits (CsChart *self,
               double   width,
               double   height)
{
  const CsFrame *frame = cs_chart_get_frame (self, width, height);

  if (frame->plot_width < CS_FRAME_PLOT_LEAST || frame->plot_height < CS_FRAME_PLOT_LEAST
      || frame->y_labels->len < 2)
    return FALSE;

  for (guint i = 1; i < frame->y_labels->len; i++)
    if (strcmp (pango_layout_get_text (g_array_index (frame->y_labels, CsLabel, i - 1).text),
                pango_layout_get_text (g_array_index (frame->y_labels, CsLabel, i).text)) == 0)
      return FALSE;

  return TRUE;
}

/* The narrowest that it fits, and of these the lowest. */
void
cs_chart_find_least (CsChart *self,
                     guint   *width,
                     guint   *height)
{
  guint w = (guint) CS_FRAME_PLOT_LEAST;
  guint h = (guint) CS_FRAME_PLOT_LEAST;

  while (w < ROOMY && !cs_chart_fits (self, w, ROOMY))
    w++;
  while (h < ROOMY && !cs_chart_fits (self, w, h))
    h++;

  *width = w;
  *height = h;
}
