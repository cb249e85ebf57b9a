/* numbers.h: answers of the commands of the numbers, as they are in a week with a gap
 *
 * Ana's followers are counted but for two days, and one number was corrected; her
 * other account's server has no AppView.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chart.h"

/* 2026-11-16 00:00 UTC: the week’s first day; it ends with the display’s START. */
#define WEEK G_GINT64_CONSTANT (1794787200)
#define WEEK_END G_GINT64_CONSTANT (1795363200)
#define DAY (24 * 60 * 60)

/* Places of what is in them, as layers and points of the charts. */
#define ANA            0
#define ANA_GAP        2
#define ANA_CORRECTED  4
#define N_ANA          6

GVariant *numbers_overview (void);
/* Nothing has come since; only the moments moved on. */
GVariant *numbers_overview_at (gint64 now);
/* Without too little, accounts or posts that a test does not want: another value there. */
GVariant *numbers_with     (GVariant   *answer,
                            const char *field,
                            GVariant   *value);
GVariant *numbers_target   (void);
GVariant *numbers_post     (void);

/* As a file has it: in the colours of day, with a title that the window has elsewhere. */
cairo_surface_t *
          numbers_draw     (CsChart    *chart,
                            const char *title,
                            gboolean    is_mirrored);
gboolean  numbers_are_same (cairo_surface_t *one,
                            cairo_surface_t *other);
