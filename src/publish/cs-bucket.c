/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bucket.h"

#define MILLI 1000

CsBucket
cs_bucket_new (gint64 capacity,
               gint64 period,
               gint64 now)
{
  return (CsBucket) {
    .capacity = MAX (capacity, 1),
    .period = MAX (period, 1),
    .level = MAX (capacity, 1) * MILLI,
    .updated = now,
  };
}

/* A clock that was set back fills nothing and takes nothing away. */
static void
fill (CsBucket *self,
      gint64    now)
{
  gint64 passed = CLAMP (now - self->updated, 0, self->period);

  self->level = MIN (self->level + passed * self->capacity * MILLI / self->period,
                     self->capacity * MILLI);
  self->updated = now;
}

/**
 * cs_bucket_take:
 *
 * Takes @calls out, or nothing.
 *
 * Returns: 0 when they were taken, else when they can be
 */
gint64
cs_bucket_take (CsBucket    *self,
                CsBucketUse  use,
                gint64       calls,
                gint64       now)
{
  gint64 floor = use == CS_BUCKET_READING ? self->capacity * MILLI / 5 : 0;
  gint64 wanted = MIN (calls, self->capacity) * MILLI;
  gint64 missing;

  fill (self, now);
  missing = wanted + floor - self->level;

  if (missing > 0)
    return now + MAX (1, (missing * self->period + self->capacity * MILLI - 1)
                         / (self->capacity * MILLI));

  self->level -= wanted;

  return 0;
}
