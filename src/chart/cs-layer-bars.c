/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-layer-private.h"

#include <math.h>

/* Of the room that a bar and its neighbours share. */
#define PART        0.7
#define WIDEST      48.0
/* Where bars are narrower they are drawn by columns of pixels. */
#define NARROWEST   1.5
#define CORNER      3.0
/* Columns that are filled at once: what many cost grows faster than they do. */
#define PIECE       100

/* All bars of a layer are as wide as the two that are nearest to one another allow. */
double
cs_layer_bar_width (const CsLayer  *self,
                    const CsCanvas *canvas,
                    guint           n_bars)
{
  double range = cs_axis_get_high (canvas->x) - cs_axis_get_low (canvas->x);
  double spacing = cs_series_get_spacing (self->series);
  double room = spacing > 0 ? spacing / range * canvas->width : canvas->width / 4;

  return MIN (room * PART, WIDEST) / n_bars;
}

static void
add_bar (const CsCanvas *canvas,
         double          x,
         double          width,
         double          base,
         double          end)
{
  double corner = MIN (CORNER, MIN (width / 2, fabs (end - base)));
  double left = x - width / 2;
  double right = x + width / 2;
  double turn = end < base ? corner : -corner;

  cairo_move_to (canvas->cr, left, base);
  cairo_line_to (canvas->cr, left, end + turn);
  cairo_curve_to (canvas->cr, left, end + turn / 2, left + corner / 2, end, left + corner, end);
  cairo_line_to (canvas->cr, right - corner, end);
  cairo_curve_to (canvas->cr, right - corner / 2, end, right, end + turn / 2, right, end + turn);
  cairo_line_to (canvas->cr, right, base);
  cairo_close_path (canvas->cr);
}

static gboolean
is_loss (const CsLayer *self,
         guint          i)
{
  return cs_series_get_point (self->series, i).y < 0;
}

static void
add_bars (const CsLayer  *self,
          const CsCanvas *canvas,
          guint           n_bars,
          double          base)
{
  double width = cs_layer_bar_width (self, canvas, n_bars);

  for (guint i = 0; i < cs_series_get_length (self->series); i++)
    {
      double x;
      double y;

      if (!cs_series_is_known (self->series, i))
        continue;

      cs_layer_locate (self, canvas, n_bars, i, &x, &y);
      /* Zero is known: it is a line, and what is not known is nothing. */
      if (fabs (y - base) < 1)
        cairo_rectangle (canvas->cr, x - width / 2, is_loss (self, i) ? base : base - 2, width, 2);
      else
        add_bar (canvas, x, width, base, y);
    }
}

static void
add_columns (const CsLayer  *self,
             const CsCanvas *canvas,
             double          base)
{
  guint length = cs_series_get_length (self->series);
  guint n = 0;
  guint until;

  for (guint i = 0; i < length; i = until)
    {
      double column = cs_canvas_column (canvas, cs_series_get_point (self->series, i).x);
      guint lowest;
      guint highest;
      double top;
      double bottom;

      until = cs_column_end (self->series, canvas, i, length);
      if (!cs_series_find_between (self->series, i, until, &lowest, &highest))
        continue;

      /* Above the base what is zero or more is seen, and below it what is less. */
      top = cs_canvas_y (canvas, cs_series_get_point (self->series, highest).y);
      top = is_loss (self, highest) ? base : MIN (top, base - 1);
      bottom = cs_canvas_y (canvas, cs_series_get_point (self->series, lowest).y);
      bottom = is_loss (self, lowest) ? MAX (bottom, base + 1) : base;
      cairo_rectangle (canvas->cr, cs_canvas_place (canvas, column) - 0.5 / canvas->grain, top,
                       1 / canvas->grain, bottom - top);
      if (++n % PIECE == 0)
        cairo_fill (canvas->cr);
    }
}

void
cs_layer_draw_bars (const CsLayer  *self,
                    const CsCanvas *canvas,
                    guint           n_bars)
{
  double base = CLAMP (cs_canvas_y (canvas, 0), canvas->top, canvas->top + canvas->height);

  cairo_new_path (canvas->cr);
  cs_canvas_set_ink (canvas, cs_layer_get_ink (self, canvas->theme), 1);

  if (cs_layer_bar_width (self, canvas, n_bars) < NARROWEST)
    add_columns (self, canvas, base);
  else
    add_bars (self, canvas, n_bars, base);

  cairo_fill (canvas->cr);
}
