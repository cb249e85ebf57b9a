/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-band.h"

#include <math.h>

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

/* The ages that are looked at: dense where posts change most. */
static const gint64 ages[] = {
  HOUR / 4, HOUR / 2, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR, 12 * HOUR, 16 * HOUR,
  20 * HOUR, DAY, 30 * HOUR, 36 * HOUR, 42 * HOUR, 2 * DAY, 5 * DAY / 2, 3 * DAY, 4 * DAY, 5 * DAY,
  6 * DAY, 7 * DAY, 9 * DAY, 11 * DAY, 14 * DAY, 17 * DAY, 21 * DAY, 28 * DAY, 35 * DAY, 45 * DAY,
  60 * DAY, 75 * DAY, 90 * DAY, 120 * DAY, 150 * DAY, 180 * DAY, 240 * DAY, 300 * DAY, 365 * DAY,
  455 * DAY, 545 * DAY, 730 * DAY,
};

/**
 * cs_quantile:
 * @share: of the values that are below, 0 to 1
 *
 * The seventh definition of Hyndman and Fan, “Sample Quantiles in Statistical Packages”,
 * The American Statistician 50 (1996): on the straight line between the values at
 * (n − 1) · share; what R and spreadsheets mean by a quartile.
 */
double
cs_quantile (const double *sorted,
             guint         n,
             double        share)
{
  double place = (n - 1) * share;
  guint below = (guint) floor (place);

  if (below + 1 >= n)
    return sorted[n - 1];

  return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below);
}

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/**
 * cs_band_new:
 * @curves: a curve by age for each post, see cs_curve_of_post(); their order changes nothing
 * @until_age: no age after it is looked at
 *
 * Returns: (transfer full): #CsBandPoint by age, those of enough posts
 */
GArray *
cs_band_new (GPtrArray *curves,
             gint64     until_age)
{
  GArray *band = g_array_new (FALSE, FALSE, sizeof (CsBandPoint));
  g_autofree double *values = g_new (double, curves->len);
  gboolean breaks = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (ages) && ages[i] <= until_age; i++)
    {
      CsBandPoint point = { .age = ages[i] };

      for (guint k = 0; k < curves->len; k++)
        if (cs_curve_at (curves->pdata[k], ages[i], &values[point.n]))
          point.n++;

      if (point.n < CS_BAND_POSTS_MIN)
        {
          breaks = TRUE;
          continue;
        }

      point.breaks = breaks;
      breaks = FALSE;
      qsort (values, point.n, sizeof *values, compare_values);
      point.low = cs_quantile (values, point.n, 0.25);
      point.middle = cs_quantile (values, point.n, 0.5);
      point.high = cs_quantile (values, point.n, 0.75);
      g_array_append_val (band, point);
    }

  return band;
}
