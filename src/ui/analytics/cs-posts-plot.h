/* cs-posts-plot.h: a bar a post, of the number that is chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-metric.h"
#include "cs-plot.h"

G_BEGIN_DECLS

/* What a bar may be of: a CsMetric, CS_METRIC_ENGAGEMENT, or this: that by followers. */
#define CS_MEASURE_RATE (CS_METRIC_ENGAGEMENT + 1)
#define CS_N_MEASURES   (CS_MEASURE_RATE + 1)

const char *cs_measure_get_name  (guint      measure);
const char *cs_measure_get_title (guint      measure,
                                  CsNetwork  network);
gboolean    cs_measure_is_given  (GVariant  *definitions,
                                  guint      measure);

#define CS_TYPE_POSTS_PLOT (cs_posts_plot_get_type ())
G_DECLARE_FINAL_TYPE (CsPostsPlot, cs_posts_plot, CS, POSTS_PLOT, CsPlot)

CsPlot     *cs_posts_plot_new    (GVariant  *overview,
                                  guint      measure);

G_END_DECLS
