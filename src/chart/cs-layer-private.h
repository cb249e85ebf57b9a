/* cs-layer-private.h: a series and how it is drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-canvas-private.h"
#include "cs-series-private.h"

G_BEGIN_DECLS

#define CS_LINE_WIDTH    2.0
#define CS_BAND_STRENGTH 0.28

typedef enum
{
  CS_LAYER_LINE,
  CS_LAYER_BARS,
  CS_LAYER_BAND,
} CsLayerKind;

typedef struct
{
  CsLayerKind  kind;
  CsSeries    *series;
  CsSeries    *high;       /* of a band, whose series is the low one */
  char        *name;
  gboolean     is_quiet;
  guint        style;      /* which of all that have ink, dash and form */
  guint        nr;         /* of several that have bars */
} CsLayer;

CsLayer *cs_layer_new       (CsLayerKind     kind,
                             CsSeries       *series,
                             const char     *name);
void     cs_layer_free      (CsLayer        *self);

CsInk    cs_layer_get_ink   (const CsLayer  *self,
                             const CsTheme  *theme);
guint    cs_layer_get_dash  (const CsLayer  *self);
CsForm   cs_layer_get_form  (const CsLayer  *self);
gboolean cs_layer_is_known  (const CsLayer  *self,
                             guint           i);
void     cs_layer_locate    (const CsLayer  *self,
                             const CsCanvas *canvas,
                             guint           n_bars,
                             guint           i,
                             double         *x,
                             double         *y);
void     cs_layer_draw      (const CsLayer  *self,
                             const CsCanvas *canvas,
                             guint           n_bars);
void     cs_layer_sample    (const CsLayer  *self,
                             const CsCanvas *canvas,
                             double          x,
                             double          y,
                             double          width);

void     cs_layer_draw_line (const CsLayer  *self,
                             const CsCanvas *canvas);
void     cs_layer_draw_bars (const CsLayer  *self,
                             const CsCanvas *canvas,
                             guint           n_bars);
void     cs_layer_draw_band (const CsLayer  *self,
                             const CsCanvas *canvas);
double   cs_layer_bar_width (const CsLayer  *self,
                             const CsCanvas *canvas,
                             guint           n_bars);

guint    cs_column_end      (const CsSeries *series,
                             const CsCanvas *canvas,
                             guint           i,
                             guint           end);

G_END_DECLS
