/* cs-plot-table.h: the points of a plot as rows
 *
 *   activated (subject): a row that opens something was activated
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-plot.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_PLOT_TABLE (cs_plot_table_get_type ())
G_DECLARE_FINAL_TYPE (CsPlotTable, cs_plot_table, CS, PLOT_TABLE, AdwBin)

void cs_plot_table_set_title (CsPlotTable *self,
                              const char  *title);
void cs_plot_table_set_plot  (CsPlotTable *self,
                              CsPlot      *plot);

G_END_DECLS
