/* cs-figure.h: a chart with its title, its words and its table
 *
 * While the keys are in the chart, a sentence under it says what they are at, and a
 * screen reader hears it. The table behind it has the same points.
 *
 *   activated (subject): a point that opens something was chosen, in the one or the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-plot.h"

G_BEGIN_DECLS

#define CS_TYPE_FIGURE (cs_figure_get_type ())
G_DECLARE_FINAL_TYPE (CsFigure, cs_figure, CS, FIGURE, GtkBox)

GtkWidget *cs_figure_new       (const char *title);
void       cs_figure_add_tool  (CsFigure   *self,
                                GtkWidget  *tool);
void       cs_figure_show      (CsFigure   *self,
                                CsPlot     *plot,
                                const char *too_little);
void       cs_figure_set_note  (CsFigure   *self,
                                const char *note);

G_END_DECLS
