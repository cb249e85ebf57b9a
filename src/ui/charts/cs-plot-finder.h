/* cs-plot-finder.h: which point of a plot a place on its drawing is at
 *
 * Of what is known, whatever is near; else the gap that the place lies in, for there is
 * something to be said of it, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-plot.h"

G_BEGIN_DECLS

typedef struct _CsPlotFinder CsPlotFinder;

CsPlotFinder *cs_plot_finder_new  (CsPlot       *plot);
void          cs_plot_finder_free (CsPlotFinder *self);

gboolean      cs_plot_finder_find (CsPlotFinder *self,
                                   double        width,
                                   double        height,
                                   double        x,
                                   double        y,
                                   CsSpot       *spot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPlotFinder, cs_plot_finder_free)

G_END_DECLS
