/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-layer-private.h"

/* What is known at one moment alone is as wide as this. */
#define ALONE 6.0

/* The two edges of a band at one place. */
typedef struct
{
  double x;
  double low;
  double high;
} Edges;

/* The edges at a point, and at all that are in the same column of pixels: what they reach. */
static Edges
find_edges (const CsLayer  *self,
            const CsCanvas *canvas,
            guint           from,
            guint           until)
{
  CsPoint first = cs_series_get_point (self->series, from);
  guint lowest;
  guint highest;
  guint unused;

  cs_series_find_between (self->series, from, until, &lowest, &unused);
  cs_series_find_between (self->high, from, until, &unused, &highest);

  return (Edges) { cs_canvas_x (canvas, first.x),
                   cs_canvas_y (canvas, cs_series_get_point (self->series, lowest).y),
                   cs_canvas_y (canvas, cs_series_get_point (self->high, highest).y) };
}

static void
add_stretch (const CsCanvas *canvas,
             GArray         *edges)
{
  const Edges *all = (const Edges *) (void *) edges->data;

  if (edges->len == 1)
    {
      cairo_rectangle (canvas->cr, all[0].x - ALONE / 2, all[0].high, ALONE,
                       all[0].low - all[0].high);
    }
  else if (edges->len > 1)
    {
      for (guint i = 0; i < edges->len; i++)
        cairo_line_to (canvas->cr, all[i].x, all[i].high);
      for (guint i = edges->len; i > 0; i--)
        cairo_line_to (canvas->cr, all[i - 1].x, all[i - 1].low);
      cairo_close_path (canvas->cr);
    }

  cairo_new_sub_path (canvas->cr);
  g_array_set_size (edges, 0);
}

/* The end of the column, or of what is known before it. */
static guint
known_until (const CsLayer *self,
             guint          from,
             guint          until)
{
  guint i = from;

  while (i < until && cs_layer_is_known (self, i))
    i++;

  return i;
}

void
cs_layer_draw_band (const CsLayer  *self,
                    const CsCanvas *canvas)
{
  g_autoptr(GArray) edges = g_array_new (FALSE, FALSE, sizeof (Edges));
  guint length = MIN (cs_series_get_length (self->series), cs_series_get_length (self->high));
  guint until;

  cairo_new_path (canvas->cr);
  cs_canvas_set_ink (canvas, canvas->theme->quiet, CS_BAND_STRENGTH);

  for (guint i = 0; i < length; i = until)
    {
      Edges one;

      if (!cs_layer_is_known (self, i))
        {
          add_stretch (canvas, edges);
          until = i + 1;
          continue;
        }

      until = known_until (self, i, cs_column_end (self->series, canvas, i, length));
      one = find_edges (self, canvas, i, until);
      g_array_append_val (edges, one);
    }

  add_stretch (canvas, edges);
  cairo_fill (canvas->cr);
}
