/* cs-chart.h: axes, layers and a title, drawn on any cairo_t
 *
 * The same drawing goes to a window, a picture and paper: what is where depends on
 * the size and the letters alone. Beside the drawing it answers what is asked of it
 * without eyes: which point is where, which is next, and what it says.
 *
 * A chart belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-axis.h"
#include "cs-series.h"
#include "cs-theme.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

typedef struct _CsChart CsChart;

/* A point of a layer. */
typedef struct
{
  guint layer;
  guint point;
} CsSpot;

typedef enum
{
  CS_MOVE_NEXT,
  CS_MOVE_PREVIOUS,
  CS_MOVE_FIRST,
  CS_MOVE_LAST,
  CS_MOVE_NEXT_LAYER,       /* to its nearest point */
  CS_MOVE_PREVIOUS_LAYER,
} CsMove;

/* “1,204 followers”; a new string. */
typedef char *(*CsSayValue) (double   value,
                             gpointer user_data);

CsChart *cs_chart_new            (CsAxis                     *x,
                                  CsAxis                     *y);
CsChart *cs_chart_new_sparkline  (CsAxis                     *x,
                                  CsSeries                   *series);
void     cs_chart_unref          (CsChart                    *self);

guint    cs_chart_add_line       (CsChart                    *self,
                                  CsSeries                   *series,
                                  const char                 *name);
guint    cs_chart_add_quiet_line (CsChart                    *self,
                                  CsSeries                   *series,
                                  const char                 *name);
guint    cs_chart_add_bars       (CsChart                    *self,
                                  CsSeries                   *series,
                                  const char                 *name);
guint    cs_chart_add_band       (CsChart                    *self,
                                  CsSeries                   *low,
                                  CsSeries                   *high,
                                  const char                 *name);

void     cs_chart_set_title      (CsChart                    *self,
                                  const char                 *title,
                                  gboolean                    is_drawn);
void     cs_chart_set_say        (CsChart                    *self,
                                  CsSayValue                  say,
                                  gpointer                    user_data,
                                  GDestroyNotify              user_data_free);
void     cs_chart_set_theme      (CsChart                    *self,
                                  const CsTheme              *theme);
void     cs_chart_set_letters    (CsChart                    *self,
                                  PangoContext               *letters);
void     cs_chart_set_font       (CsChart                    *self,
                                  const PangoFontDescription *font,
                                  double                      text_scale);
void     cs_chart_set_mirrored   (CsChart                    *self,
                                  gboolean                    is_mirrored);
void     cs_chart_set_focus      (CsChart                    *self,
                                  const CsSpot               *spot);

void     cs_chart_draw           (CsChart                    *self,
                                  cairo_t                    *cr,
                                  double                      width,
                                  double                      height);

gboolean cs_chart_fits           (CsChart                    *self,
                                  double                      width,
                                  double                      height);
void     cs_chart_find_least     (CsChart                    *self,
                                  guint                      *width,
                                  guint                      *height);

const char *
         cs_chart_get_title      (CsChart                    *self);
guint    cs_chart_get_n_layers   (CsChart                    *self);
guint    cs_chart_get_n_points   (CsChart                    *self,
                                  guint                       layer);
const char *
         cs_chart_get_name       (CsChart                    *self,
                                  guint                       layer);
double   cs_chart_get_x          (CsChart                    *self,
                                  CsSpot                      spot);
gboolean cs_chart_find           (CsChart                    *self,
                                  double                      width,
                                  double                      height,
                                  double                      x,
                                  double                      y,
                                  CsSpot                     *spot);
gboolean cs_chart_locate         (CsChart                    *self,
                                  double                      width,
                                  double                      height,
                                  CsSpot                      spot,
                                  double                     *x,
                                  double                     *y);
gboolean cs_chart_move           (CsChart                    *self,
                                  CsMove                      move,
                                  CsSpot                     *spot);
char    *cs_chart_describe_spot  (CsChart                    *self,
                                  CsSpot                      spot);
char    *cs_chart_describe       (CsChart                    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsChart, cs_chart_unref)

G_END_DECLS
