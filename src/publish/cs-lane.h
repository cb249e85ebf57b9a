/* cs-lane.h: the pace at which one account is served
 *
 * One call at a time; a bucket of calls; and a breaker: five failures within
 * two minutes leave the account alone for a minute, then one call tries, and
 * each failure of that one doubles the rest, up to half an hour. What a rest
 * means for a row is written to its not_before, so that a restart keeps it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-bucket.h"

G_BEGIN_DECLS

#define CS_LANE_FAILURES 5
#define CS_LANE_WITHIN   120
#define CS_LANE_REST     60
#define CS_LANE_REST_MAX (30 * 60)

typedef struct
{
  gboolean busy;         /* a call is under way */
  CsBucket bucket;
  guint    failures;
  gint64   failing_since;
  gint64   rest;         /* length of the last rest; 0: the breaker is closed */
  gint64   rest_until;
} CsLane;

CsLane   *cs_lane_new        (gint64    now);
gboolean  cs_lane_is_free    (CsLane   *self,
                              gint64    now);
gboolean  cs_lane_take       (CsLane   *self,
                              gint64    now);
gboolean  cs_lane_give_back  (CsLane   *self,
                              gboolean  failed,
                              gint64    now);

G_END_DECLS
