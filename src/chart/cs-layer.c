/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-layer-private.h"

#include <math.h>

#define RING          4.0
/* With its line. */
#define RING_WIDTH    10.0
/* With less room for each on average, rings lie upon one another. */
#define CROWDED_MARKS 5.0

CsLayer *
cs_layer_new (CsLayerKind  kind,
              CsSeries    *series,
              const char  *name)
{
  CsLayer *self = g_new0 (CsLayer, 1);

  self->kind = kind;
  self->series = cs_series_ref (series);
  self->name = g_strdup (name);

  return self;
}

void
cs_layer_free (CsLayer *self)
{
  cs_series_unref (self->series);
  g_clear_pointer (&self->high, cs_series_unref);
  g_free (self->name);
  g_free (self);
}

CsInk
cs_layer_get_ink (const CsLayer *self,
                  const CsTheme *theme)
{
  return self->is_quiet ? theme->quiet : theme->inks[self->style % CS_THEME_N_INKS];
}

/* From the seventh on inks, dashes and forms come again, each time joined in another way: of 36
 * lines no two have the same ink and dash, nor the same dash and form. */
guint
cs_layer_get_dash (const CsLayer *self)
{
  return (self->style + self->style / CS_THEME_N_INKS) % CS_THEME_N_INKS;
}

CsForm
cs_layer_get_form (const CsLayer *self)
{
  if (self->is_quiet)
    return CS_FORM_DISC;

  return (self->style + 2 * (self->style / CS_THEME_N_INKS)) % CS_THEME_N_INKS;
}

gboolean
cs_layer_is_known (const CsLayer *self,
                   guint          i)
{
  return cs_series_is_known (self->series, i)
      && (self->high == NULL || cs_series_is_known (self->high, i));
}

/* The first point after @i that is in another column of pixels. */
guint
cs_column_end (const CsSeries *series,
               const CsCanvas *canvas,
               guint           i,
               guint           end)
{
  double column = cs_canvas_column (canvas, cs_series_get_point (series, i).x);
  double edge = cs_canvas_edge (canvas, column + 1);
  guint step = 1;

  if (i + 1 == end || cs_canvas_column (canvas, cs_series_get_point (series, i + 1).x) > column)
    return i + 1;

  /* It is near: what is far away is not in the processor’s memory. */
  while (step < end - i && cs_series_get_point (series, i + step).x < edge)
    step *= 2;

  return cs_series_find_x (series, edge, i + MAX (step / 2, 1), MIN (end, i + step + 1));
}

/* Where a known point is: of a bar its end, of a band its middle. */
void
cs_layer_locate (const CsLayer  *self,
                 const CsCanvas *canvas,
                 guint           n_bars,
                 guint           i,
                 double         *x,
                 double         *y)
{
  CsPoint point = cs_series_get_point (self->series, i);

  *x = cs_canvas_x (canvas, point.x);
  *y = cs_canvas_y (canvas, point.y);

  if (self->kind == CS_LAYER_BAND)
    *y = (*y + cs_canvas_y (canvas, cs_series_get_point (self->high, i).y)) / 2;

  if (self->kind == CS_LAYER_BARS)
    *x += (canvas->is_mirrored ? -1 : 1) * (self->nr - (n_bars - 1) / 2.0)
        * cs_layer_bar_width (self, canvas, n_bars);
}

/* The first of the marked points from @start on that is at @x or after it. */
static guint
find_marked (const CsLayer *self,
             const guint   *marked,
             guint          n_marked,
             guint          start,
             double         x)
{
  guint end = n_marked;

  while (start < end)
    {
      guint middle = start + (end - start) / 2;

      if (cs_series_get_point (self->series, marked[middle]).x >= x)
        end = middle;
      else
        start = middle + 1;
    }

  return start;
}

/* What there is to know of a correction: a ring around the point, one a column of pixels; where
 * they are so many that they would lie upon one another, one a ring’s width. */
static void
draw_marks (const CsLayer  *self,
            const CsCanvas *canvas,
            guint           n_bars)
{
  guint n_marked;
  const guint *marked = cs_series_list_marked (self->series, &n_marked);
  double high = cs_axis_get_high (canvas->x);
  guint i = find_marked (self, marked, n_marked, 0, cs_axis_get_low (canvas->x));
  guint end = find_marked (self, marked, n_marked, i, high);
  gboolean is_crowded = (end - i) * CROWDED_MARKS > canvas->width;
  double n_columns = is_crowded ? ceil (RING_WIDTH * canvas->grain) : 1;

  while (i < n_marked && cs_series_get_point (self->series, marked[i]).x <= high)
    {
      double at = cs_series_get_point (self->series, marked[i]).x;
      double x;
      double y;

      cs_layer_locate (self, canvas, n_bars, marked[i], &x, &y);
      cs_canvas_ring (canvas, cs_layer_get_ink (self, canvas->theme), x, y, RING);
      at = (floor (cs_canvas_column (canvas, at) / n_columns) + 1) * n_columns;
      i = find_marked (self, marked, n_marked, i + 1, cs_canvas_edge (canvas, at));
    }
}

void
cs_layer_draw (const CsLayer  *self,
               const CsCanvas *canvas,
               guint           n_bars)
{
  cairo_save (canvas->cr);

  switch (self->kind)
    {
    case CS_LAYER_LINE:
      cs_layer_draw_line (self, canvas);
      draw_marks (self, canvas, n_bars);
      break;

    case CS_LAYER_BARS:
      cs_layer_draw_bars (self, canvas, n_bars);
      draw_marks (self, canvas, n_bars);
      break;

    case CS_LAYER_BAND:
    default:
      cs_layer_draw_band (self, canvas);
      break;
    }

  cairo_restore (canvas->cr);
}

/* What it looks like, beside its name. */
void
cs_layer_sample (const CsLayer  *self,
                 const CsCanvas *canvas,
                 double          x,
                 double          y,
                 double          width)
{
  cairo_t *cr = canvas->cr;

  cairo_save (cr);
  cairo_new_path (cr);
  cs_canvas_set_ink (canvas, cs_layer_get_ink (self, canvas->theme), 1);

  if (self->kind == CS_LAYER_LINE)
    {
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x + width, y);
      cs_canvas_dash (canvas, cs_layer_get_dash (self), self->is_quiet);
      cairo_set_line_width (cr, CS_LINE_WIDTH);
      cairo_stroke (cr);

      if (!self->is_quiet)
        {
          cs_canvas_form (canvas, cs_layer_get_form (self), x + width / 2, y, 3.5);
          cairo_fill (cr);
        }
    }
  else
    {
      if (self->kind == CS_LAYER_BAND)
        cs_canvas_set_ink (canvas, canvas->theme->quiet, CS_BAND_STRENGTH);
      cairo_rectangle (cr, x, y - width / 4, width, width / 2);
      cairo_fill (cr);
    }

  cairo_restore (cr);
}
