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

static const CsCurvePoint *
point_of (const GArray *curve,
          guint         i)
{
  return &g_array_index (curve, CsCurvePoint, i);
}

static gboolean
has_begun (const GArray *curve,
           gint64        age)
{
  return curve->len > 0 && point_of (curve, 0)->x <= age;
}

static gboolean
reaches (const GArray *curve,
         gint64        age)
{
  return curve->len > 0 && point_of (curve, curve->len - 1)->x >= age;
}

/* Of an age between its first and its last. Over a gap the line leads, too: what was not seen lies
 * between what was, and a post that is left out there would move the others’ middle. */
static double
value_at (const GArray *curve,
          gint64        age)
{
  guint next = 0;
  const CsCurvePoint *before, *after;

  while (point_of (curve, next)->x < age)
    next++;

  after = point_of (curve, next);
  if (after->x == age)
    return after->value;

  before = after - 1;

  return before->value + (double) (after->value - before->value) * (age - before->x)
                       / (after->x - before->x);
}

static guint
count_seen (GPtrArray *curves,
            gint64     age)
{
  guint n = 0;
  double unused;

  for (guint i = 0; i < curves->len; i++)
    n += cs_curve_at (curves->pdata[i], age, &unused);

  return n;
}

static GArray *
list_ages (gint64 until_age)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < G_N_ELEMENTS (ages) && ages[i] < until_age; i++)
    g_array_append_val (all, ages[i]);
  g_array_append_val (all, until_age);

  return all;
}

/* Those that are seen at @begun or before, and at @end or after. */
static GPtrArray *
list_between (GPtrArray *curves,
              gint64     begun,
              gint64     end)
{
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < curves->len; i++)
    if (has_begun (curves->pdata[i], begun) && reaches (curves->pdata[i], end))
      g_ptr_array_add (some, curves->pdata[i]);

  return some;
}

/* The first age that half of them have been seen at, and enough. Those that are seen first later
 * are not worth what all others did before. */
static gint64
find_begin (GPtrArray    *curves,
            const GArray *looked_at)
{
  for (guint i = 0; i < looked_at->len; i++)
    {
      gint64 age = g_array_index (looked_at, gint64, i);
      guint n = 0;

      for (guint k = 0; k < curves->len; k++)
        n += has_begun (curves->pdata[k], age);

      if (n >= CS_BAND_POSTS_MIN && 2 * n >= curves->len)
        return age;
    }

  return G_MAXINT64;
}

static CsBandPoint
make_point (GPtrArray *curves,
            gint64     age,
            double    *values)
{
  guint n = curves->len;

  for (guint i = 0; i < n; i++)
    values[i] = value_at (curves->pdata[i], age);
  qsort (values, n, sizeof *values, compare_values);

  return (CsBandPoint) { age, cs_quantile (values, n, 0.25), cs_quantile (values, n, 0.5),
                         cs_quantile (values, n, 0.75), n, FALSE };
}

/**
 * cs_band_new:
 * @curves: a curve by age for each post, see cs_curve_of_post(); their order changes nothing
 * @until_age: no age after it is looked at
 *
 * Returns: (transfer full): #CsBandPoint by age, each of the same posts
 */
GArray *
cs_band_new (GPtrArray *curves,
             gint64     until_age)
{
  GArray *band = g_array_new (FALSE, FALSE, sizeof (CsBandPoint));
  g_autoptr(GArray) looked_at = list_ages (until_age);
  g_autoptr(GPtrArray) old = NULL;
  g_autoptr(GPtrArray) posts = NULL;
  g_autofree double *values = g_new (double, curves->len);
  guint n_ages = looked_at->len;
  gint64 begin, end;
  gboolean breaks = TRUE;

  while (n_ages > 0
         && count_seen (curves, g_array_index (looked_at, gint64, n_ages - 1)) < CS_BAND_POSTS_MIN)
    n_ages--;
  if (n_ages == 0)
    return band;

  end = g_array_index (looked_at, gint64, n_ages - 1);
  old = list_between (curves, end, end);
  begin = find_begin (old, looked_at);
  posts = list_between (old, begin, end);

  for (guint i = 0; i < n_ages; i++)
    {
      gint64 age = g_array_index (looked_at, gint64, i);
      CsBandPoint point;

      if (age < begin || count_seen (posts, age) < CS_BAND_POSTS_MIN)
        {
          breaks = TRUE;
          continue;
        }

      point = make_point (posts, age, values);
      point.breaks = breaks;
      breaks = FALSE;
      g_array_append_val (band, point);
    }

  return band;
}
