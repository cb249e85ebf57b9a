/* cs-curve-plot.h: how a post did as it grew older, beside the account's other posts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-plot.h"

G_BEGIN_DECLS

#define CS_TYPE_CURVE_PLOT (cs_curve_plot_get_type ())
G_DECLARE_FINAL_TYPE (CsCurvePlot, cs_curve_plot, CS, CURVE_PLOT, CsPlot)

CsPlot *cs_curve_plot_new (GVariant *target,
                           gint64    now);

G_END_DECLS
