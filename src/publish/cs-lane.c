/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-lane.h"

/* Well under the smallest limit of the networks: Mastodon's 300 calls in five minutes. */
#define CALLS  240
#define PERIOD 300

CsLane *
cs_lane_new (gint64 now)
{
  CsLane *self = g_new0 (CsLane, 1);

  self->bucket = cs_bucket_new (CALLS, PERIOD, now);

  return self;
}

gboolean
cs_lane_is_free (CsLane *self,
                 gint64  now)
{
  return !self->busy && now >= self->rest_until;
}

/* For one call. A rest that is over lets one call through to see. */
gboolean
cs_lane_take (CsLane *self,
              gint64  now)
{
  if (!cs_lane_is_free (self, now))
    return FALSE;

  self->busy = TRUE;

  return TRUE;
}

/* After the call; says whether the account is to rest until rest_until from now on. */
gboolean
cs_lane_give_back (CsLane   *self,
                   gboolean  failed,
                   gint64    now)
{
  self->busy = FALSE;

  if (!failed)
    {
      self->failures = 0;
      self->rest = 0;
      self->rest_until = 0;
      return FALSE;
    }

  if (self->failures == 0 || ABS (now - self->failing_since) > CS_LANE_WITHIN)
    {
      self->failures = 0;
      self->failing_since = now;
    }

  self->failures++;

  if (self->rest == 0 && self->failures < CS_LANE_FAILURES)
    return FALSE;

  self->rest = self->rest == 0 ? CS_LANE_REST : MIN (2 * self->rest, CS_LANE_REST_MAX);
  self->rest_until = now + self->rest;
  self->failures = 0;

  return TRUE;
}
