/* cs-pot.h: vessels, drawn
 *
 * A pot stands with the middle of its foot at the origin of the cairo_t; y grows
 * downwards, and 1.0 is the shorter side of the picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

#define CS_POT_RADII 5

typedef struct
{
  double r;
  double g;
  double b;
} CsColour;

typedef struct
{
  double   height;
  double   radii[CS_POT_RADII];   /* from the foot to the lip, at even distances */
  CsColour clay;
  CsColour glaze;
  double   glazed;                /* how far down from the lip: 0 bare clay, 1 to the foot */
  double   turn;                  /* how far the wheel has turned it, in turns; 0: it stands */
} CsPot;

void     cs_colour_set  (cairo_t       *cr,
                         CsColour       colour,
                         double         alpha);
CsColour cs_colour_mix  (CsColour       a,
                         CsColour       b,
                         double         part);
void     cs_pot_draw    (cairo_t       *cr,
                         const CsPot   *self);
void     cs_pot_shade   (cairo_t       *cr,
                         const CsPot   *self,
                         CsColour       colour);

G_END_DECLS
