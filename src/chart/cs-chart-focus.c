/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart-private.h"

#include <math.h>

/* How far from a point it is still meant, at its side. */
#define NEAR 32.0

guint
cs_chart_get_n_layers (CsChart *self)
{
  return self->layers->len;
}

/* With the gaps among them. */
guint
cs_chart_get_n_points (CsChart *self,
                       guint    layer)
{
  const CsLayer *one = cs_chart_get_layer (self, layer);

  return one != NULL ? cs_series_get_length (one->series) : 0;
}

/* NULL: it has none, or there is no such layer. */
const char *
cs_chart_get_name (CsChart *self,
                   guint    layer)
{
  const CsLayer *one = cs_chart_get_layer (self, layer);

  return one != NULL ? one->name : NULL;
}

/* When it is, or where else on the axis; of a gap, too. */
double
cs_chart_get_x (CsChart *self,
                CsSpot   spot)
{
  g_return_val_if_fail (spot.point < cs_chart_get_n_points (self, spot.layer), NAN);

  return cs_series_get_point (cs_chart_get_layer (self, spot.layer)->series, spot.point).x;
}

static double
get_reach (CsChart        *self,
           const CsLayer  *layer,
           const CsCanvas *canvas)
{
  if (layer->kind != CS_LAYER_BARS)
    return NEAR;

  return MAX (NEAR, cs_layer_bar_width (layer, canvas, cs_chart_count_bars (self)));
}

/* The points that are on the axis: what is beyond it is not seen. */
static CsRun
find_on_axis (CsChart       *self,
              const CsLayer *layer)
{
  guint length = cs_series_get_length (layer->series);
  double high = cs_axis_get_high (self->x);
  CsRun on = { .start = cs_series_find_x (layer->series, cs_axis_get_low (self->x), 0, length) };

  on.end = cs_series_find_x (layer->series, high, on.start, length);
  while (on.end < length && cs_series_get_point (layer->series, on.end).x <= high)
    on.end++;

  return on;
}

/* The first known point from @i on, forward or backward. */
static gboolean
find_known (const CsLayer *layer,
            CsRun          on,
            gint64         i,
            int            step,
            guint         *found)
{
  while (i >= on.start && i < on.end && !cs_layer_is_known (layer, (guint) i))
    i += step;

  *found = (guint) MAX (i, 0);

  return i >= on.start && i < on.end;
}

/* The known point on the axis that is nearest to a value of x. */
static gboolean
find_nearest (CsChart       *self,
              const CsLayer *layer,
              double         x,
              guint         *i)
{
  CsRun on = find_on_axis (self, layer);

  if (!cs_series_find_nearest (layer->series, x, i))
    return FALSE;

  if (*i < on.start)
    return find_known (layer, on, on.start, 1, i);
  if (*i >= on.end)
    return find_known (layer, on, (gint64) on.end - 1, -1, i);

  return cs_layer_is_known (layer, *i);
}

/**
 * cs_chart_find:
 * @x: a place on the chart, drawn so wide and high
 *
 * The known point on the axis that is nearest from side to side, and of those of several layers
 * the one that is nearest at all. Bands are not looked at.
 *
 * Returns: FALSE if there is none near
 */
gboolean
cs_chart_find (CsChart *self,
               double   width,
               double   height,
               double   x,
               double   y,
               CsSpot  *spot)
{
  CsCanvas canvas = cs_chart_make_canvas (self, cs_chart_get_frame (self, width, height));
  guint n_bars = MAX (cs_chart_count_bars (self), 1);
  double at = (x - canvas.left) / canvas.width;
  double nearest = INFINITY;

  for (guint nr = 0; nr < self->layers->len; nr++)
    {
      const CsLayer *layer = cs_chart_get_layer (self, nr);
      double value = cs_axis_unscale (self->x, self->is_mirrored ? 1 - at : at);
      double place_x;
      double place_y;
      guint i;

      if (layer->kind == CS_LAYER_BAND || !find_nearest (self, layer, value, &i))
        continue;

      cs_layer_locate (layer, &canvas, n_bars, i, &place_x, &place_y);
      if (fabs (place_x - x) > get_reach (self, layer, &canvas)
          || hypot (place_x - x, place_y - y) >= nearest)
        continue;

      nearest = hypot (place_x - x, place_y - y);
      *spot = (CsSpot) { nr, i };
    }

  return isfinite (nearest);
}

/* FALSE for a gap, and for what there is not. */
gboolean
cs_chart_locate (CsChart *self,
                 double   width,
                 double   height,
                 CsSpot   spot,
                 double  *x,
                 double  *y)
{
  CsCanvas canvas = cs_chart_make_canvas (self, cs_chart_get_frame (self, width, height));
  const CsLayer *layer = cs_chart_get_layer (self, spot.layer);

  if (layer == NULL || !cs_layer_is_known (layer, spot.point))
    return FALSE;

  cs_layer_locate (layer, &canvas, MAX (cs_chart_count_bars (self), 1), spot.point, x, y);

  return TRUE;
}

/* To the next layer that has any point, at the same moment or near it. */
static gboolean
move_layer (CsChart *self,
            int      step,
            CsSpot  *spot)
{
  CsLayer *from = cs_chart_get_layer (self, spot->layer);
  double x = spot->point < cs_series_get_length (from->series)
             ? cs_series_get_point (from->series, spot->point).x : 0;

  for (gint64 nr = (gint64) spot->layer + step; nr >= 0 && nr < self->layers->len; nr += step)
    {
      CsLayer *layer = cs_chart_get_layer (self, (guint) nr);
      guint i;

      if (find_nearest (self, layer, x, &i))
        {
          *spot = (CsSpot) { (guint) nr, i };
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * cs_chart_move:
 * @spot: (inout): where from, and then where to
 *
 * By what comes next in time, whichever way it is drawn; gaps are passed over, and what is not on
 * the axis.
 *
 * Returns: FALSE, and nothing is changed, if there is nothing there
 */
gboolean
cs_chart_move (CsChart *self,
               CsMove   move,
               CsSpot  *spot)
{
  const CsLayer *layer = cs_chart_get_layer (self, spot->layer);
  CsRun on;
  gint64 from;
  int step = 1;
  guint found;

  if (layer == NULL)
    return FALSE;

  on = find_on_axis (self, layer);
  from = on.start;

  switch (move)
    {
    case CS_MOVE_NEXT:
      from = MAX ((gint64) spot->point + 1, on.start);
      break;

    case CS_MOVE_PREVIOUS:
      from = MIN ((gint64) spot->point, on.end) - 1;
      step = -1;
      break;

    case CS_MOVE_FIRST:
      break;

    case CS_MOVE_LAST:
      from = (gint64) on.end - 1;
      step = -1;
      break;

    case CS_MOVE_NEXT_LAYER:
      return move_layer (self, 1, spot);

    case CS_MOVE_PREVIOUS_LAYER:
    default:
      return move_layer (self, -1, spot);
    }

  if (!find_known (layer, on, from, step, &found))
    return FALSE;

  spot->point = found;

  return TRUE;
}
