/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-curve.h"

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

/* Until which age, and how long a slot or a bucket is then. */
typedef struct
{
  gint64 until;
  gint64 step;
} Tier;

/* When a post is counted, by its age: each begins where the one before it ended. */
static const Tier slots[] = {
  { DAY, HOUR / 4 }, { 7 * DAY, HOUR }, { 90 * DAY, DAY }, { G_MAXINT64, 7 * DAY },
};

/* What is kept of a post, by its age: the last of each. */
static const Tier kept_of_posts[] = {
  { 2 * DAY, 1 }, { 14 * DAY, HOUR }, { 90 * DAY, DAY }, { 365 * DAY, 7 * DAY },
  { G_MAXINT64, 28 * DAY },
};

/* What is kept of an account, by the age of the sample, when the last day ended: in buckets of the
 * calendar. What is younger stays. */
static const Tier kept_of_accounts[] = {
  { 14 * DAY, 1 }, { 90 * DAY, DAY }, { 365 * DAY, 7 * DAY }, { G_MAXINT64, 28 * DAY },
};

/* What is counted and kept when nothing is missing, and what is known to be missing. Moments are
 * ages of a post, and seconds since 1970 of an account. */
typedef struct
{
  gboolean   is_post;
  gint64     since;      /* published, or added: slots go by it */
  gint64     today;      /* of an account: when the last day ended */
  GPtrArray *gaps;       /* CsGap, by time */
  guint      next_gap;   /* those before it are over */
} Course;

static gint64
floor_to (gint64 x,
          gint64 step)
{
  gint64 past = x % step;

  return x - (past < 0 ? past + step : past);
}

/* Where the slot ends that the moment is in; there the next begins. */
static gint64
find_slot_end (const Course *self,
               gint64        x,
               gint64       *step)
{
  gint64 from = 0;
  guint i = 0;

  *step = HOUR;
  if (!self->is_post)
    return self->since + floor_to (x - self->since, HOUR) + HOUR;

  for (; x >= slots[i].until; i++)
    from = slots[i].until;

  *step = slots[i].step;

  return from + floor_to (MAX (x - from, 0), *step) + *step;
}

/* Where the bucket ends that the moment is in: it does not reach into another tier. */
static gint64
find_bucket_end (const Course *self,
                 gint64        x,
                 gint64       *step)
{
  const Tier *tier = self->is_post ? kept_of_posts : kept_of_accounts;
  gint64 border = G_MAXINT64;

  if (self->is_post)
    {
      while (x >= tier->until)
        tier++;
      border = tier->until;
    }
  else
    for (; self->today - x >= tier->until; tier++)
      border = self->today - tier->until + 1;

  *step = tier->step;

  return MIN (floor_to (x, *step) + *step, border);
}

/* The next point is before that when nothing is missing: it is in the next slot, or where several
 * of them share a bucket in the next of those that a slot begins in. */
static gint64
find_end (const Course *self,
          gint64        x)
{
  gint64 slot, bucket, next_bucket;
  gint64 end = find_slot_end (self, find_slot_end (self, x, &slot), &slot);
  gint64 next = find_slot_end (self, find_bucket_end (self, x, &bucket) - 1, &slot);
  gint64 next_end = MAX (find_slot_end (self, next, &slot),
                         find_bucket_end (self, next, &next_bucket));

  return MAX (bucket, next_bucket) > slot ? MAX (end, next_end) : end;
}

/* Whether a part of what was counted was lost, where less is kept. Where all of it is, a lost slot
 * is seen: a row of the whole account may be for slots of something else alone. */
static gboolean
is_long (const Course *self,
         gint64        from,
         gint64        until)
{
  gint64 slot, bucket;

  find_slot_end (self, from, &slot);
  find_bucket_end (self, from, &bucket);

  return bucket > slot && until - from >= bucket;
}

/* Whether rows lie between the points that are together as long as what is between samples then.
 * One of an account begins with the first slot that anything of it lost, which may be up to an hour
 * before the last sample of something else. What other samples lie in is not missing. */
static gboolean
has_gap (Course     *self,
         const char *target_id,
         gint64      before,
         gint64      after)
{
  gint64 origin = self->is_post ? self->since : 0;
  gint64 from = 0, until = G_MININT64;
  guint n = self->gaps != NULL ? self->gaps->len : 0;

  while (self->next_gap < n
         && ((const CsGap *) self->gaps->pdata[self->next_gap])->until_at <= origin + before)
    self->next_gap++;

  for (guint i = self->next_gap; i < n; i++)
    {
      const CsGap *gap = self->gaps->pdata[i];
      gint64 begin = gap->from_at - origin;

      if (begin >= after)
        break;
      if ((gap->target_id != NULL && g_strcmp0 (gap->target_id, target_id) != 0)
          || gap->until_at == CS_UNKNOWN || gap->until_at - origin > after
          || begin <= before - HOUR)
        continue;

      begin = MAX (begin, before);
      if (begin > until)
        from = begin;
      until = MAX (until, gap->until_at - origin);
      if (is_long (self, from, until))
        return TRUE;
    }

  return FALSE;
}

static guint
marks_of (gint64   revision,
          CsOrigin origin)
{
  return (revision > 0 ? CS_CURVE_CORRECTED : 0)
       | (origin == CS_ORIGIN_IMPORT ? CS_CURVE_IMPORTED : 0);
}

/* @is_cut: somebody was asked meanwhile and did not tell. */
static void
add_point (GArray       *curve,
           CsCurvePoint  point,
           Course       *course,
           const char   *target_id,
           gboolean      is_cut)
{
  const CsCurvePoint *before = curve->len > 0
                             ? &g_array_index (curve, CsCurvePoint, curve->len - 1) : NULL;

  if (before == NULL || is_cut || point.x >= find_end (course, before->x)
      || has_gap (course, target_id, before->x, point.x))
    point.marks |= CS_CURVE_BREAK;

  g_array_append_val (curve, point);
}

/**
 * cs_curve_of_post:
 * @samples: those that count, by time
 * @gaps: (nullable): #CsGap by time; those of other posts are passed over
 * @metric: a #CsMetric, or %CS_METRIC_ENGAGEMENT
 *
 * Returns: (transfer full): #CsCurvePoint by age; moments in which the metric was not told
 *   have no point
 */
GArray *
cs_curve_of_post (GPtrArray *samples,
                  GPtrArray *gaps,
                  gint64     published_at,
                  guint      metric)
{
  Course course = { .is_post = TRUE, .since = published_at, .gaps = gaps };
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
          add_point (curve, point, &course, sample->target_id, is_cut);
          last = point.value;
        }

      is_cut = point.value == CS_UNKNOWN;
    }

  return curve;
}

/**
 * cs_curve_of_followers:
 * @samples: #CsAccountSample
 * @gaps: (nullable): those of single posts are passed over
 * @added_at: when the account was; or %CS_UNKNOWN
 *
 * As cs_curve_of_post(), by moment. To lose followers is no correction.
 */
GArray *
cs_curve_of_followers (GPtrArray *samples,
                       GPtrArray *gaps,
                       gint64     added_at,
                       gint64     now)
{
  Course course = { .since = added_at != CS_UNKNOWN ? added_at : 0, .today = floor_to (now, DAY),
                    .gaps = gaps };
  GArray *curve = g_array_new (FALSE, FALSE, sizeof (CsCurvePoint));
  gboolean is_cut = FALSE;

  for (guint i = 0; i < samples->len; i++)
    {
      const CsAccountSample *sample = samples->pdata[i];
      CsCurvePoint point = { sample->taken_at, sample->followers,
                             marks_of (sample->revision, sample->origin) };

      if (point.value != CS_UNKNOWN)
        add_point (curve, point, &course, NULL, is_cut);

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
