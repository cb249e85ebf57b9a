/* cs-followers-plot.h: followers over time, a line an account
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-plot.h"

G_BEGIN_DECLS

#define CS_TYPE_FOLLOWERS_PLOT (cs_followers_plot_get_type ())
G_DECLARE_FINAL_TYPE (CsFollowersPlot, cs_followers_plot, CS, FOLLOWERS_PLOT, CsPlot)

CsPlot *cs_followers_plot_new           (GVariant *overview,
                                         int       first_weekday);
/* Of the first account, with nothing beside the line. */
CsPlot *cs_followers_plot_new_sparkline (GVariant *overview);

G_END_DECLS
