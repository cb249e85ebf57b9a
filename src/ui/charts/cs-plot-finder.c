/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-plot-finder.h"

#include <math.h>

struct _CsPlotFinder
{
  CsPlot *plot;
  GArray *gaps;    /* CsSpot: there are few of them among many points */
};

/* A place on the drawing. */
typedef struct
{
  double width;
  double height;
  double x;
} Place;

CsPlotFinder *
cs_plot_finder_new (CsPlot *plot)
{
  CsPlotFinder *self = g_new0 (CsPlotFinder, 1);
  CsChart *chart = cs_plot_get_chart (plot);
  CsSpot spot;

  self->plot = g_object_ref (plot);
  self->gaps = g_array_new (FALSE, FALSE, sizeof (CsSpot));
  for (spot.layer = 0; spot.layer < cs_chart_get_n_layers (chart); spot.layer++)
    for (spot.point = 0; spot.point < cs_chart_get_n_points (chart, spot.layer); spot.point++)
      if (cs_plot_is_gap (plot, spot))
        g_array_append_val (self->gaps, spot);

  return self;
}

void
cs_plot_finder_free (CsPlotFinder *self)
{
  g_object_unref (self->plot);
  g_array_unref (self->gaps);
  g_free (self);
}

/* Where the nearest point is that is known, forward or backward from a gap. */
static gboolean
locate_beside (CsChart     *chart,
               const Place *place,
               CsSpot       gap,
               int          step,
               CsSpot      *spot,
               double      *x)
{
  guint n = cs_chart_get_n_points (chart, gap.layer);
  double y;

  /* What is before the first is greater than all. */
  for (*spot = gap; spot->point < n; spot->point += step)
    if (cs_chart_locate (chart, place->width, place->height, *spot, x, &y))
      return TRUE;

  return FALSE;
}

/* The gap that a place lies in, between what is known on both sides of it. */
static gboolean
find_gap (CsPlotFinder *self,
          const Place  *place,
          CsSpot       *spot)
{
  CsChart *chart = cs_plot_get_chart (self->plot);

  for (guint i = 0; i < self->gaps->len; i++)
    {
      CsSpot gap = g_array_index (self->gaps, CsSpot, i);
      CsSpot before, after;
      double from, until;

      if (!locate_beside (chart, place, gap, -1, &before, &from)
          || !locate_beside (chart, place, gap, 1, &after, &until)
          || from == until || (place->x - from) * (place->x - until) > 0)
        continue;

      gap.point = before.point + lround ((place->x - from) / (until - from)
                                         * (after.point - before.point));
      gap.point = CLAMP (gap.point, before.point + 1, after.point - 1);
      *spot = gap;
      return TRUE;
    }

  return FALSE;
}

/**
 * cs_plot_finder_find:
 * @x: a place on the chart, drawn so wide and high
 *
 * Returns: FALSE if there is nothing near
 */
gboolean
cs_plot_finder_find (CsPlotFinder *self,
                     double        width,
                     double        height,
                     double        x,
                     double        y,
                     CsSpot       *spot)
{
  const Place place = { width, height, x };

  return cs_chart_find (cs_plot_get_chart (self->plot), width, height, x, y, spot)
      || find_gap (self, &place, spot);
}
