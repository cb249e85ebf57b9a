/* cs-plot-rows.h: the points of a plot as rows that last
 *
 * Of the plot that comes in the place of another, a row that is of the same moment or post is the
 * same object, wherever it stands now, so that what looks at it stays at it: the focus, and the
 * place that a list is scrolled to. Rows that nobody holds are not kept: there may be many points.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-plot.h"

G_BEGIN_DECLS

#define CS_TYPE_PLOT_ROW (cs_plot_row_get_type ())
G_DECLARE_FINAL_TYPE (CsPlotRow, cs_plot_row, CS, PLOT_ROW, GObject)

/* changed (): it tells something else now */
CsPlot     *cs_plot_row_get_plot  (CsPlotRow  *self);
CsSpot      cs_plot_row_get_spot  (CsPlotRow  *self);

#define CS_TYPE_PLOT_ROWS (cs_plot_rows_get_type ())
G_DECLARE_FINAL_TYPE (CsPlotRows, cs_plot_rows, CS, PLOT_ROWS, GObject)

CsPlotRows *cs_plot_rows_new      (void);
void        cs_plot_rows_set_plot (CsPlotRows *self,
                                   CsPlot     *plot);

G_END_DECLS
