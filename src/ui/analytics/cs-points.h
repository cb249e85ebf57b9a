/* cs-points.h: counted values in their order, and why some are missing
 *
 * As the commands of the numbers answer them, with a point of no value in each gap:
 * what a chart shows is what a table has, and both can say why. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-curve.h"
#include "cs-words.h"

G_BEGIN_DECLS

typedef struct
{
  GArray   *points;    /* CsCurvePoint; CS_UNKNOWN in a gap */
  GVariant *gaps;      /* aa{sv}, as numbers.gaps answers; NULL: none */
  gint64    origin;    /* what x is counted from: 0 of moments, the publishing of ages */
} CsPoints;

CsPoints *cs_points_new        (GVariant        *view,
                                const char      *field,
                                gint64           origin,
                                gint64           until);
void      cs_points_free       (CsPoints        *self);

char     *cs_points_dup_remark (const CsPoints  *self,
                                const CsReading *reading,
                                guint            index);

/* What the marks of a value say, if anything. */
void      cs_points_add_marks  (GStrvBuilder    *remarks,
                                guint            marks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPoints, cs_points_free)

G_END_DECLS
