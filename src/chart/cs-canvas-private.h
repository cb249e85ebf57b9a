/* cs-canvas-private.h: where values lie on what is drawn on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-axis.h"
#include "cs-theme.h"

#include <cairo.h>

G_BEGIN_DECLS

/* The place of the points, and how it is painted; cr is NULL where only places are asked for. */
typedef struct
{
  cairo_t       *cr;
  const CsTheme *theme;
  const CsAxis  *x;
  const CsAxis  *y;
  gboolean       is_mirrored;   /* x runs from right to left */
  double         left;
  double         top;
  double         width;
  double         height;
  double         grain;         /* columns of pixels a unit */
} CsCanvas;

/* What is between the dashes of a line whose points are crowded: seen, and not like them. */
#define CS_CANVAS_BREAK_STRENGTH 0.4

/* The forms that tell series from one another. */
typedef enum
{
  CS_FORM_DISC,
  CS_FORM_SQUARE,
  CS_FORM_TRIANGLE,
  CS_FORM_DIAMOND,
  CS_FORM_TIP,        /* a triangle on its tip */
  CS_FORM_CROSS,
} CsForm;

double cs_canvas_x       (const CsCanvas *self,
                          double          value);
double cs_canvas_y       (const CsCanvas *self,
                          double          value);
double cs_canvas_column  (const CsCanvas *self,
                          double          value);
double cs_canvas_edge    (const CsCanvas *self,
                          double          column);
double cs_canvas_place   (const CsCanvas *self,
                          double          column);
void   cs_canvas_set_ink (const CsCanvas *self,
                          CsInk           ink,
                          double          strength);
void   cs_canvas_dash    (const CsCanvas *self,
                          guint           nr,
                          gboolean        is_quiet);
void   cs_canvas_set_stripes
                         (const CsCanvas *self,
                          CsInk           ink,
                          guint           nr,
                          gboolean        is_quiet);
gboolean
       cs_canvas_is_break
                         (const CsCanvas *self,
                          guint           nr,
                          gboolean        is_quiet,
                          double          along);
void   cs_canvas_form    (const CsCanvas *self,
                          CsForm          form,
                          double          x,
                          double          y,
                          double          radius);
void   cs_canvas_ring    (const CsCanvas *self,
                          CsInk           ink,
                          double          x,
                          double          y,
                          double          radius);

G_END_DECLS
