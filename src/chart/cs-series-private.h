/* cs-series-private.h: a series by runs and by extremes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-series.h"

G_BEGIN_DECLS

/* Known points with no gap among them; the end is exclusive. */
typedef struct
{
  guint start;
  guint end;
} CsRun;

const CsRun *cs_series_list_runs    (const CsSeries *self,
                                     guint          *n_runs);
const guint *cs_series_list_marked  (const CsSeries *self,
                                     guint          *n_marked);
double       cs_series_get_spacing  (const CsSeries *self);
guint        cs_series_find_run     (const CsSeries *self,
                                     guint           i);
guint        cs_series_find_x       (const CsSeries *self,
                                     double          x,
                                     guint           start,
                                     guint           end);
gboolean     cs_series_find_nearest (const CsSeries *self,
                                     double          x,
                                     guint          *i);
gboolean     cs_series_find_between (const CsSeries *self,
                                     guint           start,
                                     guint           end,
                                     guint          *lowest,
                                     guint          *highest);

G_END_DECLS
