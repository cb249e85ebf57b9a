/* sheet.h: charts of made-up numbers, and what they are drawn on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chart.h"

G_BEGIN_DECLS

/* 00:00 on 1 November 2026, in UTC. */
#define SHEET_START 1793491200.0
#define SHEET_DAY   86400.0

CsSeries        *sheet_series (const double    *values,
                               guint            n_values,
                               double           start,
                               double           step);
CsAxis          *sheet_days   (guint            n_days);
CsTheme          sheet_bare_theme
                              (void);
PangoContext    *sheet_letters (double          text_scale);
cairo_surface_t *sheet_draw   (CsChart         *chart,
                               int              width,
                               int              height);
guint32          sheet_pixel  (cairo_surface_t *sheet,
                               int              x,
                               int              y);
double           sheet_random (guint64         *state);
char            *sheet_say    (double           value,
                               gpointer         user_data);

G_END_DECLS
