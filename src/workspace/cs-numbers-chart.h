/* cs-numbers-chart.h: the charts of what numbers.overview and numbers.post answer
 *
 * What marks say is drawn: where a curve breaks there is a gap, and a number that was
 * corrected or taken back is marked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chart.h"

#include <gio/gio.h>

G_BEGIN_DECLS

CsChart *cs_numbers_chart_followers (GVariant    *overview,
                                     GError     **error);
CsChart *cs_numbers_chart_posts     (GVariant    *overview,
                                     const char  *metric,
                                     GError     **error);
CsChart *cs_numbers_chart_post      (GVariant    *post,
                                     GError     **error);

G_END_DECLS
