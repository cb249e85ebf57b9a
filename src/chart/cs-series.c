/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-series.h"

#include "cs-series-private.h"

#include <math.h>
#include <string.h>

/* How many of a level make one of the next. */
#define BLOCK 16

/* Where the extremes of a block are; G_MAXUINT: it has no known point. */
typedef struct
{
  guint  lowest;
  guint  highest;
  double low;       /* their values: to look for them among the points takes longest */
  double high;
} Extremes;

struct _CsSeries
{
  guint    length;
  CsPoint *points;    /* by x */
  GArray  *runs;      /* CsRun */
  GArray  *levels;    /* GArray of Extremes: of BLOCK points, of BLOCK blocks … */
  GArray  *marked;    /* guint: known points with a mark */
  guint    n_known;
  double   spacing;   /* from a point to the one nearest to it; 0: there are no two */
};

static const Extremes nowhere = { G_MAXUINT, G_MAXUINT, NAN, NAN };

static void
series_clear (gpointer data)
{
  CsSeries *self = data;

  g_free (self->points);
  g_array_unref (self->runs);
  g_array_unref (self->levels);
  g_array_unref (self->marked);
}

CsSeries *
cs_series_ref (CsSeries *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cs_series_unref (CsSeries *self)
{
  g_atomic_rc_box_release_full (self, series_clear);
}

static int
compare_points (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  double x = ((const CsPoint *) a)->x;
  double other = ((const CsPoint *) b)->x;

  return (x > other) - (x < other);
}

/* What has no place is left out, and what has no finite value is a gap. */
static void
take_points (CsSeries      *self,
             const CsPoint *points,
             guint          n_points)
{
  gboolean is_sorted = TRUE;

  self->points = g_new (CsPoint, n_points);

  for (guint i = 0; i < n_points; i++)
    {
      CsPoint *point = &self->points[self->length];

      if (!isfinite (points[i].x))
        continue;

      *point = points[i];
      if (!isfinite (point->y))
        point->y = NAN;
      is_sorted = is_sorted && (self->length == 0 || point[-1].x <= point->x);
      self->length++;
    }

  if (!is_sorted)
    g_sort_array (self->points, self->length, sizeof (CsPoint), compare_points, NULL);
}

static void
find_runs (CsSeries *self)
{
  CsRun run = { 0, 0 };

  while (run.end < self->length)
    {
      for (run.start = run.end; run.start < self->length && isnan (self->points[run.start].y); )
        run.start++;
      for (run.end = run.start; run.end < self->length && !isnan (self->points[run.end].y); )
        run.end++;

      if (run.start < run.end)
        g_array_append_val (self->runs, run);
      self->n_known += run.end - run.start;
    }
}

/* What is nearest to one another, and what has a mark. */
static void
find_spacing_and_marks (CsSeries *self)
{
  for (guint i = 0; i < self->length; i++)
    {
      double apart = i > 0 ? self->points[i].x - self->points[i - 1].x : 0;

      if (apart > 0 && (self->spacing <= 0 || apart < self->spacing))
        self->spacing = apart;

      if (self->points[i].mark != CS_MARK_NONE && !isnan (self->points[i].y))
        g_array_append_val (self->marked, i);
    }
}

static void
join (Extremes *sum,
      Extremes  other)
{
  if (other.lowest == G_MAXUINT)
    return;

  if (sum->lowest == G_MAXUINT || other.low < sum->low)
    {
      sum->lowest = other.lowest;
      sum->low = other.low;
    }
  if (sum->highest == G_MAXUINT || other.high > sum->high)
    {
      sum->highest = other.highest;
      sum->high = other.high;
    }
}

static Extremes
extremes_of_point (const CsSeries *self,
                   guint           i)
{
  double y = self->points[i].y;

  return isnan (y) ? nowhere : (Extremes) { i, i, y, y };
}

static Extremes
get_extremes (const CsSeries *self,
              guint           level,
              guint           i)
{
  if (level == 0)
    return extremes_of_point (self, i);

  return g_array_index (g_array_index (self->levels, GArray *, level - 1), Extremes, i);
}

static void
level_unref (gpointer data)
{
  g_array_unref (*(GArray **) data);
}

static void
build_levels (CsSeries *self)
{
  guint n_below = self->length;

  g_array_set_clear_func (self->levels, level_unref);

  for (guint level = 0; n_below > BLOCK; level++)
    {
      guint n = (n_below + BLOCK - 1) / BLOCK;
      GArray *blocks = g_array_sized_new (FALSE, FALSE, sizeof (Extremes), n);

      for (guint block = 0; block < n; block++)
        {
          Extremes sum = nowhere;

          for (guint i = block * BLOCK; i < MIN ((block + 1) * BLOCK, n_below); i++)
            join (&sum, get_extremes (self, level, i));
          g_array_append_val (blocks, sum);
        }

      g_array_append_val (self->levels, blocks);
      n_below = n;
    }
}

/* @points: in any order; they are copied */
CsSeries *
cs_series_new (const CsPoint *points,
               guint          n_points)
{
  CsSeries *self = g_atomic_rc_box_new0 (CsSeries);

  self->runs = g_array_new (FALSE, FALSE, sizeof (CsRun));
  self->levels = g_array_new (FALSE, FALSE, sizeof (GArray *));
  self->marked = g_array_new (FALSE, FALSE, sizeof (guint));
  take_points (self, points, n_points);
  find_runs (self);
  find_spacing_and_marks (self);
  build_levels (self);

  return self;
}

guint
cs_series_get_length (const CsSeries *self)
{
  return self->length;
}

CsPoint
cs_series_get_point (const CsSeries *self,
                     guint           i)
{
  g_return_val_if_fail (i < self->length, ((CsPoint) { NAN, NAN, CS_MARK_NONE }));

  return self->points[i];
}

/* Whether there is such a point, and it is no gap. */
gboolean
cs_series_is_known (const CsSeries *self,
                    guint           i)
{
  return i < self->length && !isnan (self->points[i].y);
}

guint
cs_series_get_n_known (const CsSeries *self)
{
  return self->n_known;
}

/* Between known points; what comes before the first and after the last is none. */
guint
cs_series_get_n_gaps (const CsSeries *self)
{
  return MAX (self->runs->len, 1) - 1;
}

/* FALSE if no point is known. */
gboolean
cs_series_get_extremes (const CsSeries *self,
                        guint          *lowest,
                        guint          *highest)
{
  return cs_series_find_between (self, 0, self->length, lowest, highest);
}

const CsRun *
cs_series_list_runs (const CsSeries *self,
                     guint          *n_runs)
{
  *n_runs = self->runs->len;

  return (const CsRun *) (void *) self->runs->data;
}

const guint *
cs_series_list_marked (const CsSeries *self,
                       guint          *n_marked)
{
  *n_marked = self->marked->len;

  return (const guint *) (void *) self->marked->data;
}

double
cs_series_get_spacing (const CsSeries *self)
{
  return self->spacing;
}

/* The first run that ends after @i. */
guint
cs_series_find_run (const CsSeries *self,
                    guint           i)
{
  guint low = 0;
  guint high = self->runs->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->runs, CsRun, middle).end > i)
        high = middle;
      else
        low = middle + 1;
    }

  return low;
}

/* The first point from @start that is at @x or after it; @end if none is. */
guint
cs_series_find_x (const CsSeries *self,
                  double          x,
                  guint           start,
                  guint           end)
{
  while (start < end)
    {
      guint middle = start + (end - start) / 2;

      if (self->points[middle].x >= x)
        end = middle;
      else
        start = middle + 1;
    }

  return start;
}

/* The known point that is nearest to @x; FALSE if none is known. */
gboolean
cs_series_find_nearest (const CsSeries *self,
                        double          x,
                        guint          *i)
{
  guint at = cs_series_find_x (self, x, 0, self->length);
  guint nr = cs_series_find_run (self, at);
  guint after = G_MAXUINT;
  guint before = G_MAXUINT;

  if (nr < self->runs->len)
    after = MAX (at, g_array_index (self->runs, CsRun, nr).start);

  if (after == at && at > g_array_index (self->runs, CsRun, nr).start)
    before = at - 1;
  else if (nr > 0)
    before = g_array_index (self->runs, CsRun, nr - 1).end - 1;

  if (after == G_MAXUINT && before == G_MAXUINT)
    return FALSE;

  if (after == G_MAXUINT
      || (before != G_MAXUINT && x - self->points[before].x <= self->points[after].x - x))
    *i = before;
  else
    *i = after;

  return TRUE;
}

/**
 * cs_series_find_between:
 * @end: exclusive
 *
 * Looks at no more than 2 × 16 points or blocks a level, and there are log₁₆ n levels.
 *
 * Returns: FALSE if no point there is known
 */
gboolean
cs_series_find_between (const CsSeries *self,
                        guint           start,
                        guint           end,
                        guint          *lowest,
                        guint          *highest)
{
  Extremes sum = nowhere;

  for (guint level = 0; start < end; level++)
    {
      gboolean is_top = level == self->levels->len;

      while (start < end && (is_top || start % BLOCK != 0))
        join (&sum, get_extremes (self, level, start++));
      while (start < end && end % BLOCK != 0)
        join (&sum, get_extremes (self, level, --end));

      start /= BLOCK;
      end /= BLOCK;
    }

  *lowest = sum.lowest;
  *highest = sum.highest;

  return sum.lowest != G_MAXUINT;
}
