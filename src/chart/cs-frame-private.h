/* cs-frame-private.h: what is where on a chart of one size
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chart.h"

G_BEGIN_DECLS

/* Less is no plot: what lies far apart would look the same. */
#define CS_FRAME_PLOT_LEAST 64.0

/* Beside this name is no layer. */
#define CS_FRAME_NO_LAYER G_MAXUINT

/* A text and its upper left corner; of a layer’s name the layer, which is shown beside it. */
typedef struct
{
  PangoLayout *text;
  double       x;
  double       y;
  double       width;
  double       height;
  double       at;         /* of a tick: where it stands; of a name: where its line ends */
  guint        layer;
} CsLabel;

typedef struct
{
  double  width;           /* of all */
  double  height;
  double  plot_left;       /* of where the points are */
  double  plot_top;
  double  plot_width;
  double  plot_height;
  CsAxis *y;               /* fit to the ticks that there is room for */
  GArray *titles;          /* CsLabel, each: */
  GArray *x_labels;
  GArray *y_labels;
  GArray *names;           /* at the ends of the lines, or above the plot */
} CsFrame;

/* What is between a name and what shows its layer, and how wide that is. */
#define CS_FRAME_SAMPLE 18.0
#define CS_FRAME_SPACE  6.0

CsFrame     *cs_frame_new    (CsChart    *chart,
                              double      width,
                              double      height);
void         cs_frame_free   (CsFrame    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFrame, cs_frame_free)

G_END_DECLS
