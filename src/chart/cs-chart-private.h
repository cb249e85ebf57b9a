/* cs-chart-private.h: what the parts of a chart share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chart.h"
#include "cs-frame-private.h"
#include "cs-layer-private.h"

G_BEGIN_DECLS

struct _CsChart
{
  CsAxis         *x;
  CsAxis         *y;
  GPtrArray      *layers;         /* CsLayer */
  char           *title;
  gboolean        title_is_drawn;
  gboolean        is_sparkline;
  gboolean        is_mirrored;
  CsTheme         theme;
  PangoContext   *letters;
  CsSayValue      say;
  gpointer        say_data;
  GDestroyNotify  say_free;
  gboolean        has_focus;
  CsSpot          focus;
  CsFrame        *frame;          /* of the size that was asked for last; NULL: to be made */
};

const CsFrame *cs_chart_get_frame   (CsChart       *self,
                                     double         width,
                                     double         height);
CsCanvas       cs_chart_make_canvas (CsChart       *self,
                                     const CsFrame *frame);
CsLayer       *cs_chart_get_layer   (CsChart       *self,
                                     guint          layer);
guint          cs_chart_count_bars  (CsChart       *self);
char          *cs_chart_say_more    (guint          n_layers);

G_END_DECLS
