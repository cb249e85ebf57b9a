/* cs-chart-view.h: a chart in the window
 *
 * Draws the chart of a plot in the colours, letters and direction of the window. It
 * is one stop of the focus; inside, the arrows go from point to point. What the
 * pointer is at, its tooltip says. “small” is for sparklines: a few lines of text high.
 * “frame” is what holds it and what it says: that is scrolled to with it.
 *
 *   activated (subject): a point that opens something was clicked, or Enter pressed on it
 *   said (sentence, is_news): of the point that the keys are at, and whether that is to be heard:
 *     they have just come to it, or it tells something else now; NULL: they are not in the chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-plot.h"

G_BEGIN_DECLS

#define CS_TYPE_CHART_VIEW (cs_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (CsChartView, cs_chart_view, CS, CHART_VIEW, GtkWidget)

void     cs_chart_view_set_plot (CsChartView *self,
                                 CsPlot      *plot);

/* For tests. */
gboolean cs_chart_view_get_spot (CsChartView *self,
                                 CsSpot      *spot);

G_END_DECLS
