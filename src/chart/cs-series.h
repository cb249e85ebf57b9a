/* cs-series.h: the points of a chart
 *
 * A point whose y is NaN is a gap: it is known that nothing is known there, and
 * nothing is drawn from the point before it to the one after. A series never
 * changes, so any thread may keep one; what makes a million points quick to draw
 * is reckoned once, when it is made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CS_MARK_NONE,
  CS_MARK_CORRECTED,   /* the network told another number later */
} CsMark;

typedef struct
{
  double x;
  double y;
  CsMark mark;
} CsPoint;

typedef struct _CsSeries CsSeries;

CsSeries *cs_series_new          (const CsPoint  *points,
                                  guint           n_points);
CsSeries *cs_series_ref          (CsSeries       *self);
void      cs_series_unref        (CsSeries       *self);

guint     cs_series_get_length   (const CsSeries *self);
CsPoint   cs_series_get_point    (const CsSeries *self,
                                  guint           i);
gboolean  cs_series_is_known     (const CsSeries *self,
                                  guint           i);
guint     cs_series_get_n_known  (const CsSeries *self);
guint     cs_series_get_n_gaps   (const CsSeries *self);
gboolean  cs_series_get_extremes (const CsSeries *self,
                                  guint          *lowest,
                                  guint          *highest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSeries, cs_series_unref)

G_END_DECLS
