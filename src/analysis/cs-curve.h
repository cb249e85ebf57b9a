/* cs-curve.h: what was counted, as points that a line may or may not join
 *
 * A line joins two points only where nothing is missing between them: no slot of the cadence
 * in which a post or an account is counted (collect/cs-cadence.h), or of those no bucket of
 * which a sample is kept once they are old (store/cs-thinning.c). What is known to be a gap
 * breaks it where it is as long as that, too. It says nothing before the first point or after
 * the last. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample.h"
#include "cs-tally.h"

G_BEGIN_DECLS

/* What is to be known of one value. */
typedef enum
{
  CS_CURVE_BREAK     = 1 << 0,  /* no line leads here from the point before: there is a gap */
  CS_CURVE_CORRECTED = 1 << 1,  /* another value was told for this moment before */
  CS_CURVE_LOWERED   = 1 << 2,  /* the network took back some of what it told before */
  CS_CURVE_IMPORTED  = 1 << 3,  /* from a file that a person brought */
} CsCurveMark;

typedef struct
{
  gint64 x;        /* seconds: the age of a post, or a moment */
  gint64 value;
  guint  marks;    /* CsCurveMark */
} CsCurvePoint;

GArray   *cs_curve_of_post      (GPtrArray    *samples,
                                 GPtrArray    *gaps,
                                 gint64        published_at,
                                 guint         metric);
GArray   *cs_curve_of_followers (GPtrArray    *samples,
                                 GPtrArray    *gaps,
                                 gint64        added_at,
                                 gint64        now);
gboolean  cs_curve_at           (const GArray *curve,
                                 gint64        x,
                                 double       *value);

G_END_DECLS
