/* cs-numbers-points.h: the points of the numbers’ answers, as they are drawn
 *
 * With one of no value in each gap: what a chart shows is what a table beside it
 * has. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-band.h"
#include "cs-series.h"

G_BEGIN_DECLS

GArray   *cs_numbers_points_read   (GVariant     *view,
                                    const char   *field,
                                    gint64        until);
CsSeries *cs_numbers_points_series (const GArray *points);
GArray   *cs_numbers_band_read     (GVariant     *target,
                                    gint64        until);
GStrv     cs_numbers_dup_days      (const GArray *moments,
                                    GTimeZone    *zone);

G_END_DECLS
