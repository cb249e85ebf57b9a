/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-curve.h"

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

/* How far apart two samples are at most when nothing is missing: as they are taken, or as they are
 * kept once they are old, whichever is more. */
typedef struct
{
  gint64 age;        /* up to this */
  gint64 spacing;
} Spacing;

/* By the age of the post. */
static const Spacing of_posts[] = {
  { DAY, HOUR / 4 }, { 7 * DAY, HOUR }, { 90 * DAY, DAY }, { 365 * DAY, 7 * DAY },
  { G_MAXINT64, 31 * DAY },
};

/* By the age of the sample: what is counted of accounts is the same every hour. */
static const Spacing of_accounts[] = {
  { 14 * DAY, HOUR }, { 90 * DAY, DAY }, { 365 * DAY, 7 * DAY }, { G_MAXINT64, 31 * DAY },
};

static gint64
spacing_at (const Spacing *table,
            gint64         age)
{
  while (age > table->age)
    table++;

  return table->spacing;
}

static guint
marks_of (gint64   revision,
          CsOrigin origin)
{
  return (revision > 0 ? CS_CURVE_CORRECTED : 0)
       | (origin == CS_ORIGIN_IMPORT ? CS_CURVE_IMPORTED : 0);
}

/* @nearest is what there is between samples when nothing is missing; @is_cut that somebody was
 * asked meanwhile and did not tell. */
static void
add_point (GArray       *curve,
           CsCurvePoint  point,
           gint64        nearest,
           gboolean      is_cut)
{
  const CsCurvePoint *before = curve->len > 0
                             ? &g_array_index (curve, CsCurvePoint, curve->len - 1) : NULL;

  if (before == NULL || is_cut || point.x - before->x > 2 * nearest)
    point.marks |= CS_CURVE_BREAK;

  g_array_append_val (curve, point);
}

/**
 * cs_curve_of_post:
 * @samples: those that count, by time
 * @metric: a #CsMetric, or %CS_METRIC_ENGAGEMENT
 *
 * Returns: (transfer full): #CsCurvePoint by age; moments in which the metric was not told
 *   have no point
 */
GArray *
cs_curve_of_post (GPtrArray *samples,
                  gint64     published_at,
                  guint      metric)
{
  GArray *curve = g_array_new (FALSE, FALSE, sizeof (CsCurvePoint));
  gboolean is_cut = FALSE;
  gint64 last = CS_UNKNOWN;

  for (guint i = 0; i < samples->len; i++)
    {
      const CsSample *sample = samples->pdata[i];
      gint64 age = sample->taken_at - published_at;
      CsCurvePoint point = { age, cs_counts_get (sample->counts, metric),
                             marks_of (sample->revision, sample->origin) };

      if (point.value != CS_UNKNOWN)
        {
          if (point.value < last)
            point.marks |= CS_CURVE_LOWERED;
          add_point (curve, point, spacing_at (of_posts, age), is_cut);
          last = point.value;
        }

      is_cut = point.value == CS_UNKNOWN;
    }

  return curve;
}

/* As cs_curve_of_post(), by moment; of #CsAccountSample. To lose followers is no correction. */
GArray *
cs_curve_of_followers (GPtrArray *samples,
                       gint64     now)
{
  GArray *curve = g_array_new (FALSE, FALSE, sizeof (CsCurvePoint));
  gboolean is_cut = FALSE;

  for (guint i = 0; i < samples->len; i++)
    {
      const CsAccountSample *sample = samples->pdata[i];
      CsCurvePoint point = { sample->taken_at, sample->followers,
                             marks_of (sample->revision, sample->origin) };

      if (point.value != CS_UNKNOWN)
        {
          gint64 oldest = curve->len > 0
                        ? g_array_index (curve, CsCurvePoint, curve->len - 1).x : point.x;

          add_point (curve, point, spacing_at (of_accounts, now - oldest), is_cut);
        }

      is_cut = point.value == CS_UNKNOWN;
    }

  return curve;
}

/* The place of the first point at @x or after it. */
static guint
find (const GArray *curve,
      gint64        x)
{
  guint low = 0, high = curve->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (curve, CsCurvePoint, middle).x < x)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * cs_curve_at:
 * @value: (out): on the straight line between the points around @x
 *
 * Returns: FALSE over a gap, before the first point and after the last
 */
gboolean
cs_curve_at (const GArray *curve,
             gint64        x,
             double       *value)
{
  guint place = find (curve, x);
  const CsCurvePoint *after = place < curve->len
                            ? &g_array_index (curve, CsCurvePoint, place) : NULL;

  if (after == NULL || (after->x > x && (after->marks & CS_CURVE_BREAK)))
    return FALSE;

  *value = after->value;
  if (after->x > x)
    {
      const CsCurvePoint *before = after - 1;

      *value = before->value + (double) (after->value - before->value)
                             * (x - before->x) / (after->x - before->x);
    }

  return TRUE;
}
