/* cs-stage.h: the potter's workshop that all scenes are played in, and what is drawn with
 *
 * The middle of the picture is the origin, its shorter side 1.0; y grows downwards. What a
 * chance decides, the seed decides: equal stages look equal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-pot.h"

G_BEGIN_DECLS

#define CS_BLACK    ((CsColour) { 0.03, 0.02, 0.02 })
#define CS_WHITE    ((CsColour) { 0.97, 0.96, 0.92 })
#define CS_WET_CLAY ((CsColour) { 0.55, 0.36, 0.26 })

typedef struct
{
  cairo_t *cr;
  double   left;
  double   right;
  double   top;
  double   bottom;
  double   time;      /* 0 … 1 of the clip */
  guint32  seed;
} CsStage;

void    cs_stage_begin   (CsStage       *self,
                          cairo_t       *cr,
                          int            width,
                          int            height,
                          double         time,
                          guint32        seed);
void    cs_stage_end     (CsStage       *self);

double  cs_stage_chance  (const CsStage *self,
                          guint          number);

void    cs_stage_box     (CsStage       *self,
                          double         x,
                          double         y,
                          double         width,
                          double         height,
                          CsColour       from,
                          CsColour       until);
void    cs_stage_disc    (CsStage       *self,
                          double         x,
                          double         y,
                          double         rx,
                          double         ry,
                          CsColour       colour,
                          double         alpha);
void    cs_stage_glow    (CsStage       *self,
                          double         x,
                          double         y,
                          double         radius,
                          CsColour       colour,
                          double         alpha);
void    cs_stage_put     (CsStage       *self,
                          const CsPot   *pot,
                          double         x,
                          double         y);

void    cs_stage_room    (CsStage       *self,
                          CsColour       wall,
                          CsColour       table,
                          double         horizon);
void    cs_stage_grain   (CsStage       *self,
                          double         from);
void    cs_stage_hand    (CsStage       *self,
                          double         x,
                          double         y,
                          int            side);
void    cs_stage_wheel   (CsStage       *self,
                          double         y,
                          double         turns);
void    cs_stage_steam   (CsStage       *self,
                          double         x,
                          double         y,
                          double         strength);

G_END_DECLS
