/* cs-posts-plot.h: a bar a post, of the number that is chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-measure.h"
#include "cs-plot.h"

G_BEGIN_DECLS

#define CS_TYPE_POSTS_PLOT (cs_posts_plot_get_type ())
G_DECLARE_FINAL_TYPE (CsPostsPlot, cs_posts_plot, CS, POSTS_PLOT, CsPlot)

CsPlot *cs_posts_plot_new (GVariant *overview,
                           guint     measure);

G_END_DECLS
