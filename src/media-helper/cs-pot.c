/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-pot.h"

#include <math.h>

#define TILT 0.22   /* how far we look into it: height of an ellipse by its width */

static const CsColour black = { 0.03, 0.02, 0.02 };
static const CsColour white = { 1, 0.98, 0.94 };

void
cs_colour_set (cairo_t  *cr,
               CsColour  colour,
               double    alpha)
{
  cairo_set_source_rgba (cr, colour.r, colour.g, colour.b, alpha);
}

CsColour
cs_colour_mix (CsColour a,
               CsColour b,
               double   part)
{
  return (CsColour) {
    a.r + (b.r - a.r) * part, a.g + (b.g - a.g) * part, a.b + (b.b - a.b) * part,
  };
}

static void
ellipse (cairo_t *cr,
         double   y,
         double   radius,
         double   from,
         double   until)
{
  cairo_save (cr);
  cairo_translate (cr, 0, y);
  cairo_scale (cr, radius, radius * TILT);
  cairo_arc (cr, 0, 0, 1, from, until);
  cairo_restore (cr);
}

/* Up or down one side, as a smooth line through the radii. */
static void
side (cairo_t     *cr,
      const CsPot *self,
      int          sign,
      gboolean     up)
{
  double step = self->height / (CS_POT_RADII - 1);

  for (int i = 0; i < CS_POT_RADII - 1; i++)
    {
      int a = up ? i : CS_POT_RADII - 1 - i;
      int b = up ? a + 1 : a - 1;
      int before = CLAMP (2 * a - b, 0, CS_POT_RADII - 1);
      int after = CLAMP (2 * b - a, 0, CS_POT_RADII - 1);
      const double *r = self->radii;
      double bend_a = (r[b] - r[before]) / 6;
      double bend_b = (r[after] - r[a]) / 6;

      cairo_curve_to (cr, sign * (r[a] + bend_a), -step * (a + (b - a) / 3.0),
                      sign * (r[b] - bend_b), -step * (b - (b - a) / 3.0), sign * r[b], -step * b);
    }
}

static void
outline (cairo_t     *cr,
         const CsPot *self)
{
  double lip = self->radii[CS_POT_RADII - 1];

  cairo_new_path (cr);
  cairo_move_to (cr, self->radii[0], 0);
  side (cr, self, 1, TRUE);
  ellipse (cr, -self->height, lip, 0, -G_PI);
  cairo_line_to (cr, -lip, -self->height);
  side (cr, self, -1, FALSE);
  ellipse (cr, 0, self->radii[0], G_PI, 0);
  cairo_close_path (cr);
}

static double
widest (const CsPot *self)
{
  double radius = 0;

  for (int i = 0; i < CS_POT_RADII; i++)
    radius = MAX (radius, self->radii[i]);

  return radius;
}

static void
add_stop (cairo_pattern_t *pattern,
          double           at,
          CsColour         colour,
          double           alpha)
{
  cairo_pattern_add_color_stop_rgba (pattern, at, colour.r, colour.g, colour.b, alpha);
}

/* Light comes from the left. */
static void
fill_round (cairo_t  *cr,
            double    radius,
            CsColour  colour)
{
  cairo_pattern_t *round = cairo_pattern_create_linear (-radius, 0, radius, 0);

  add_stop (round, 0, cs_colour_mix (colour, black, 0.35), 1);
  add_stop (round, 0.27, cs_colour_mix (colour, white, 0.32), 1);
  add_stop (round, 0.45, colour, 1);
  add_stop (round, 1, cs_colour_mix (colour, black, 0.62), 1);
  cairo_set_source (cr, round);
  cairo_paint (cr);
  cairo_pattern_destroy (round);
}

/* It ran: the lower edge of a glaze is never straight. */
static void
paint_glaze (cairo_t     *cr,
             const CsPot *self,
             double       radius)
{
  double edge = -self->height * (1 - self->glazed);
  double run = self->height * 0.045;

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_move_to (cr, -radius * 1.1, -self->height * 1.4);
  cairo_line_to (cr, -radius * 1.1, edge);
  for (int i = 0; i <= 24; i++)
    cairo_line_to (cr, radius * 1.1 * (i / 12.0 - 1),
                   edge + run * (sin (i * 0.5 + self->glaze.r * 9) + 0.5 * sin (i * 1.1)));
  cairo_line_to (cr, radius * 1.1, -self->height * 1.4);
  cairo_clip (cr);
  fill_round (cr, radius, self->glaze);
  cairo_restore (cr);
}

/* The ridges that fingers left; they go round with the wheel. */
static void
paint_ridges (cairo_t     *cr,
              const CsPot *self,
              double       radius)
{
  cairo_set_line_width (cr, 0.004);
  for (int i = 1; i < 9; i++)
    {
      double y = -self->height * i / 9.0;
      double phase = self->turn * 2 * G_PI + i * 0.6;

      cairo_new_path (cr);
      cs_colour_set (cr, black, 0.10 + 0.08 * sin (phase));
      ellipse (cr, y, radius, 0.1, G_PI - 0.1);
      cairo_stroke (cr);
    }

  if (self->turn > 0)
    {
      double x = sin (self->turn * 2 * G_PI) * radius * 0.8;

      cs_colour_set (cr, white, MAX (0, cos (self->turn * 2 * G_PI)) * 0.30);
      cairo_rectangle (cr, x - 0.012, -self->height, 0.024, self->height);
      cairo_fill (cr);
    }
}

static void
paint_mouth (cairo_t     *cr,
             const CsPot *self)
{
  double lip = self->radii[CS_POT_RADII - 1];
  CsColour inside = cs_colour_mix (self->glazed > 0 ? self->glaze : self->clay, black, 0.55);

  cairo_new_path (cr);
  ellipse (cr, -self->height, lip, 0, 2 * G_PI);
  cs_colour_set (cr, inside, 1);
  cairo_fill_preserve (cr);
  cs_colour_set (cr, cs_colour_mix (self->glazed > 0 ? self->glaze : self->clay, white, 0.45), 1);
  cairo_set_line_width (cr, 0.010);
  cairo_stroke (cr);
}

static void
paint_shadow (cairo_t *cr,
              double   radius)
{
  cairo_pattern_t *shadow = cairo_pattern_create_radial (0, 0, 0, 0, 0, 1);

  add_stop (shadow, 0, black, 0.55);
  add_stop (shadow, 0.6, black, 0.35);
  add_stop (shadow, 1, black, 0);
  cairo_save (cr);
  cairo_translate (cr, radius * 0.25, 0);
  cairo_scale (cr, radius * 1.35, radius * 0.34);
  cairo_set_source (cr, shadow);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_pattern_destroy (shadow);
}

void
cs_pot_draw (cairo_t     *cr,
             const CsPot *self)
{
  double radius = widest (self);

  paint_shadow (cr, radius);

  cairo_save (cr);
  outline (cr, self);
  cairo_clip (cr);
  fill_round (cr, radius, self->clay);
  if (self->glazed > 0)
    paint_glaze (cr, self, radius);
  paint_ridges (cr, self, radius);
  cairo_restore (cr);

  paint_mouth (cr, self);
}

/* Its shape alone, as against a fire. */
void
cs_pot_shade (cairo_t     *cr,
              const CsPot *self,
              CsColour     colour)
{
  double lip = self->radii[CS_POT_RADII - 1];

  outline (cr, self);
  cs_colour_set (cr, colour, 1);
  cairo_fill (cr);
  ellipse (cr, -self->height, lip, 0, 2 * G_PI);
  cs_colour_set (cr, cs_colour_mix (colour, white, 0.25), 1);
  cairo_fill (cr);
}
