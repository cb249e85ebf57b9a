/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-scene.h"

#include "cs-pot.h"
#include "cs-stage.h"

#include <math.h>
#include <string.h>

#define TURN (2 * G_PI)

static const CsColour clay = { 0.71, 0.49, 0.36 };
static const CsColour wood = { 0.62, 0.43, 0.27 };
static const CsColour night = { 0.06, 0.06, 0.10 };
static const CsColour fire = { 1.00, 0.55, 0.12 };
static const CsColour ember = { 0.80, 0.22, 0.05 };

static const CsColour glazes[] = {
  { 0.62, 0.76, 0.66 },   /* celadon */
  { 0.13, 0.27, 0.55 },   /* cobalt */
  { 0.33, 0.17, 0.11 },   /* tenmoku */
  { 0.93, 0.80, 0.70 },   /* shino */
  { 0.58, 0.13, 0.14 },   /* copper red */
  { 0.92, 0.91, 0.86 },   /* tin white */
  { 0.20, 0.47, 0.47 },   /* oribe */
  { 0.83, 0.62, 0.24 },   /* amber */
};

/* Shapes as they leave the wheel; scaled where they are used. */
static const CsPot bowl = { 0.22, { 0.10, 0.17, 0.23, 0.27, 0.30 } };
static const CsPot moon_jar = { 0.42, { 0.11, 0.22, 0.26, 0.21, 0.11 } };
static const CsPot bottle = { 0.48, { 0.10, 0.16, 0.13, 0.05, 0.07 } };
static const CsPot mug = { 0.26, { 0.12, 0.13, 0.13, 0.125, 0.13 } };
static const CsPot plate = { 0.06, { 0.16, 0.22, 0.27, 0.30, 0.33 } };
static const CsPot vase = { 0.44, { 0.09, 0.13, 0.15, 0.11, 0.16 } };

static const CsPot *const shapes[] = { &bowl, &moon_jar, &bottle, &mug, &vase };

static const CsPot *
any_shape (const CsStage *self,
           guint          number)
{
  return shapes[(guint) (cs_stage_chance (self, number) * G_N_ELEMENTS (shapes))];
}

static CsColour
any_glaze (const CsStage *self,
           guint          number)
{
  return glazes[(guint) (cs_stage_chance (self, number) * G_N_ELEMENTS (glazes))];
}

static CsPot
made (const CsPot *shape,
      double       scale,
      CsColour     of_clay,
      CsColour     glaze,
      double       glazed)
{
  CsPot pot = *shape;

  pot.height *= scale;
  for (guint i = 0; i < CS_POT_RADII; i++)
    pot.radii[i] *= scale;
  pot.clay = of_clay;
  pot.glaze = glaze;
  pot.glazed = glazed;

  return pot;
}

static void
centre (CsStage *self)
{
  double wobble = 0.03 * (1 - self->time) * sin (self->time * TURN * 9);
  double up = 0.5 - 0.5 * cos (self->time * TURN * 2);
  CsPot lump = { 0.16 + 0.14 * up, { 0.24 - 0.06 * up, 0.22 - 0.06 * up, 0.18 - 0.05 * up,
                                     0.13 - 0.04 * up, 0.05 }, CS_WET_CLAY, CS_WET_CLAY, 0,
                 self->time * 9 };

  cs_stage_room (self, (CsColour) { 0.40, 0.46, 0.44 }, wood, 0.05);
  cs_stage_wheel (self, 0.22, self->time * 9);
  cs_stage_put (self, &lump, wobble, 0.20);
  cs_stage_hand (self, 0.15 + wobble, 0.06 - 0.08 * up, 1);
  cs_stage_hand (self, -0.15 + wobble, 0.06 - 0.08 * up, -1);
}

static void
throw (CsStage *self)
{
  double up = CLAMP (self->time * 1.15, 0, 1);
  CsPot pot = made (self->seed % 2 == 0 ? &moon_jar : &vase, 1, CS_WET_CLAY, CS_WET_CLAY, 0);

  for (guint i = 0; i < CS_POT_RADII; i++)
    pot.radii[i] = 0.19 + (pot.radii[i] * 1.05 - 0.19) * up
                   + 0.006 * sin (self->time * TURN * 6 + i);
  pot.height = 0.14 + (pot.height * 1.1 - 0.14) * up;
  pot.turn = 0.01 + self->time * 8;

  cs_stage_room (self, (CsColour) { 0.50, 0.42, 0.36 }, wood, 0.0);
  cs_stage_wheel (self, 0.26, self->time * 8);
  cs_stage_put (self, &pot, 0, 0.24);
  cs_stage_hand (self, pot.radii[2] * 0.95, 0.20 - pot.height * 0.55, 1);
  cs_stage_hand (self, -0.02, 0.20 - pot.height * 0.98, -1);
}

static void
trim (CsStage *self)
{
  CsPot foot = { 0.24, { 0.30, 0.28, 0.23, 0.14, 0.12 }, clay, clay, 0, 0.01 + self->time * 7 };
  cairo_t *cr = self->cr;

  cs_stage_room (self, (CsColour) { 0.56, 0.58, 0.60 }, (CsColour) { 0.42, 0.42, 0.44 }, 0.02);
  cs_stage_wheel (self, 0.28, self->time * 7);
  cs_stage_put (self, &foot, 0, 0.26);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < 9; i++)
    {
      double age = fmod (self->time * 3 + cs_stage_chance (self, i), 1);
      double x = 0.16 + 0.42 * age, y = 0.06 - 0.20 * age + 0.55 * age * age;

      cairo_set_line_width (cr, 0.012);
      cs_colour_set (cr, cs_colour_mix (clay, CS_WHITE, 0.15), 1 - age * 0.6);
      cairo_move_to (cr, x, y);
      cairo_curve_to (cr, x + 0.07, y - 0.06, x + 0.02, y + 0.08, x + 0.10, y + 0.03);
      cairo_stroke (cr);
    }

  cairo_set_line_width (cr, 0.03);
  cs_colour_set (cr, (CsColour) { 0.72, 0.52, 0.28 }, 1);
  cairo_move_to (cr, 0.19, 0.06);
  cairo_line_to (cr, 0.46, 0.30);
  cairo_stroke (cr);
  cs_stage_hand (self, 0.36, 0.20, 1);
}

static void
draw_bricks (CsStage *self)
{
  cs_stage_box (self, self->left, self->top, self->right - self->left, self->bottom - self->top,
                (CsColour) { 0.30, 0.20, 0.15 }, (CsColour) { 0.16, 0.10, 0.08 });
  cairo_set_line_width (self->cr, 0.008);
  cs_colour_set (self->cr, CS_BLACK, 0.5);
  for (int row = -14; row < 14; row++)
    for (int i = -8; i < 8; i++)
      cairo_rectangle (self->cr, i * 0.24 + (row & 1) * 0.12, row * 0.10, 0.24, 0.10);
  cairo_stroke (self->cr);
}

static void
draw_arch (CsStage *self)
{
  cairo_new_path (self->cr);
  cairo_move_to (self->cr, -0.42, 0.55);
  cairo_line_to (self->cr, -0.42, -0.20);
  cairo_arc (self->cr, 0, -0.20, 0.42, G_PI, TURN);
  cairo_line_to (self->cr, 0.42, 0.55);
  cairo_close_path (self->cr);
}

static void
draw_load (CsStage  *self,
           gboolean  hot)
{
  for (int level = 0; level < 3; level++)
    {
      double y = -0.10 + level * 0.29;

      cs_stage_box (self, -0.42, y, 0.84, 0.025, hot ? ember : (CsColour) { 0.70, 0.66, 0.60 },
                    hot ? cs_colour_mix (ember, CS_BLACK, 0.4) : (CsColour) { 0.45, 0.42, 0.38 });
      for (int i = 0; i < 3; i++)
        {
          guint number = level * 3 + i;
          CsPot pot = made (any_shape (self, number), 0.42, clay, any_glaze (self, number + 20),
                            0.75);

          cairo_save (self->cr);
          cairo_translate (self->cr, -0.26 + i * 0.26, y);
          if (hot)
            cs_pot_shade (self->cr, &pot,
                          cs_colour_mix (fire, ember, 0.45 + 0.4 * cs_stage_chance (self, number)));
          else
            cs_pot_draw (self->cr, &pot);
          cairo_restore (self->cr);
        }
    }
}

static void
kiln (CsStage *self)
{
  double flicker = 0.85 + 0.10 * sin (self->time * TURN * 5) + 0.05 * sin (self->time * TURN * 13);

  draw_bricks (self);
  cairo_save (self->cr);
  draw_arch (self);
  cairo_clip (self->cr);
  cs_stage_box (self, -0.5, -0.7, 1, 1.3, (CsColour) { 1.0, 0.82, 0.35 }, ember);
  cs_stage_glow (self, 0.05 * sin (self->time * TURN * 3), 0.1, 0.7, (CsColour) { 1, 0.95, 0.7 },
                 0.75 * flicker);
  draw_load (self, TRUE);
  cairo_restore (self->cr);
  cs_stage_glow (self, 0, 0.05, 1.0, fire, 0.34 * flicker);
}

static void
open_kiln (CsStage *self)
{
  draw_bricks (self);
  cairo_save (self->cr);
  draw_arch (self);
  cairo_clip (self->cr);
  cs_stage_box (self, -0.5, -0.7, 1, 1.3, (CsColour) { 0.52, 0.46, 0.40 },
                (CsColour) { 0.24, 0.20, 0.18 });
  draw_load (self, FALSE);
  /* The door goes: light falls in from the left. */
  cs_colour_set (self->cr, CS_BLACK, 0.92);
  cairo_rectangle (self->cr, -0.08 + self->time * 0.62, -0.7, 1.2, 1.4);
  cairo_fill (self->cr);
  cairo_restore (self->cr);
  cs_stage_glow (self, -0.5, -0.4, 0.9, CS_WHITE, 0.25);
}

static void
tiles (CsStage *self)
{
  double pan = self->time * 0.22;

  cs_stage_box (self, self->left, self->top, self->right - self->left, self->bottom - self->top,
                (CsColour) { 0.86, 0.83, 0.78 }, (CsColour) { 0.70, 0.66, 0.60 });
  for (int row = -4; row < 5; row++)
    for (int column = -5; column < 6; column++)
      {
        guint number = (row + 5) * 11 + column + 5;
        CsColour glaze = any_glaze (self, number);
        double x = column * 0.25 - pan + 0.02, y = row * 0.30 + 0.02;

        cs_stage_box (self, x + 0.012, y + 0.014, 0.21, 0.26, (CsColour) { 0.45, 0.42, 0.38 },
                      (CsColour) { 0.50, 0.46, 0.42 });
        cs_stage_box (self, x, y, 0.21, 0.26, clay, cs_colour_mix (clay, CS_BLACK, 0.2));
        cs_stage_box (self, x, y, 0.21, 0.14 + 0.08 * cs_stage_chance (self, number + 99),
                      cs_colour_mix (glaze, CS_WHITE, 0.2), cs_colour_mix (glaze, CS_BLACK, 0.15));
        cs_stage_glow (self, x + 0.06, y + 0.06, 0.07, CS_WHITE, 0.55);
        cs_stage_disc (self, x + 0.105, y + 0.235, 0.014, 0.014, CS_BLACK, 0.6);
      }
}

static void
dip (CsStage *self)
{
  CsColour glaze = glazes[self->seed % G_N_ELEMENTS (glazes)];
  double down = sin (self->time * G_PI);
  CsPot pot = made (&bowl, 1.1, (CsColour) { 0.88, 0.74, 0.62 }, glaze,
                    self->time > 0.5 ? 0.72 : 0);
  CsPot bucket = { 0.34, { 0.36, 0.37, 0.38, 0.39, 0.40 }, { 0.28, 0.36, 0.46 },
                   { 0.28, 0.36, 0.46 }, 0, 0 };

  cs_stage_room (self, (CsColour) { 0.74, 0.70, 0.62 }, (CsColour) { 0.50, 0.47, 0.43 }, 0.12);
  cs_stage_put (self, &bucket, 0, 0.46);
  cs_stage_disc (self, 0, 0.12, 0.385, 0.082, glaze, 1);
  cs_stage_disc (self, -0.1, 0.10, 0.16, 0.02, CS_WHITE, 0.18);

  cairo_save (self->cr);
  cairo_rectangle (self->cr, self->left, self->top, self->right - self->left,
                   0.14 - self->top);
  cairo_clip (self->cr);
  cs_stage_put (self, &pot, 0, -0.10 + 0.26 * down);
  cs_stage_hand (self, 0.30, -0.34 + 0.26 * down, 1);
  cairo_restore (self->cr);

  for (guint i = 0; i < 3 && self->time > 0.6; i++)
    cs_stage_disc (self, -0.1 + 0.1 * i, -0.02 + fmod (self->time * 2 + i * 0.3, 1) * 0.14,
                   0.008, 0.016, glaze, 1);
}

static void
brush (CsStage *self)
{
  cairo_t *cr = self->cr;
  double turn = self->time * TURN * 0.8;
  double done = 0.8 + self->time * 5.2;

  cs_stage_room (self, (CsColour) { 0.80, 0.76, 0.70 }, wood, self->top + 0.02);
  cs_stage_grain (self, self->top);
  cs_stage_disc (self, 0.03, 0.04, 0.42, 0.42, CS_BLACK, 0.3);
  cs_stage_disc (self, 0, 0, 0.42, 0.42, (CsColour) { 0.93, 0.90, 0.84 }, 1);
  cs_stage_disc (self, -0.06, -0.07, 0.30, 0.30, CS_WHITE, 0.55);
  cairo_save (cr);
  cairo_rotate (cr, turn);
  for (int ring = 0; ring < 6; ring++)
    {
      double part = CLAMP (done - ring, 0, 1);

      cairo_set_line_width (cr, ring % 2 ? 0.010 : 0.030);
      cs_colour_set (cr, glazes[1], 0.9);
      cairo_new_path (cr);
      cairo_arc (cr, 0, 0, 0.40 - ring * 0.055, 0, TURN * part);
      cairo_stroke (cr);
    }
  cairo_restore (cr);

  cairo_save (cr);
  cairo_translate (cr, 0.40 - CLAMP (floor (done), 0, 5) * 0.055, 0.02);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 0.03);
  cs_colour_set (cr, (CsColour) { 0.20, 0.13, 0.09 }, 1);
  cairo_move_to (cr, 0.05, 0.06);
  cairo_line_to (cr, 0.30, 0.36);
  cairo_stroke (cr);
  cairo_set_line_width (cr, 0.04);
  cs_colour_set (cr, glazes[1], 1);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, 0.05, 0.06);
  cairo_stroke (cr);
  cairo_restore (cr);
  cs_stage_hand (self, 0.56, 0.20, 1);
}

static void
draw_boards (CsStage *self,
             double   pan)
{
  cs_stage_box (self, self->left, self->top, self->right - self->left, self->bottom - self->top,
                (CsColour) { 0.88, 0.85, 0.79 }, (CsColour) { 0.72, 0.68, 0.61 });
  for (int level = -2; level < 4; level++)
    {
      double y = level * 0.42 + 0.10;

      for (int i = -5; i < 6; i++)
        {
          guint number = (level + 3) * 13 + i + 6;
          double scale = 0.55 + 0.25 * cs_stage_chance (self, number);
          double glazed = cs_stage_chance (self, number + 7) > 0.3
                        ? 0.6 + 0.4 * cs_stage_chance (self, number) : 0;
          CsPot pot = made (any_shape (self, number + 50), scale, clay,
                            any_glaze (self, number + 90), glazed);

          cs_stage_put (self, &pot, i * 0.33 - pan, y);
        }
      cs_stage_box (self, self->left, y, self->right - self->left, 0.035,
                    cs_colour_mix (wood, CS_WHITE, 0.15), cs_colour_mix (wood, CS_BLACK, 0.35));
    }
}

static void
shelf (CsStage *self)
{
  draw_boards (self, self->time * 0.3 - 0.15);
}

/* On a shelf among the pots, she knows where her tail is. Mostly. */
static void
cat (CsStage *self)
{
  cairo_t *cr = self->cr;
  CsColour fur = { 0.16, 0.15, 0.16 };
  double sway = sin (self->time * TURN * 2) * 0.14;
  gboolean blinks = fmod (self->time * 3, 1) > 0.9;

  draw_boards (self, 0.1);
  cs_stage_box (self, -0.30, -0.42, 0.62, 0.50, (CsColour) { 0.84, 0.81, 0.75 },
                (CsColour) { 0.77, 0.73, 0.67 });
  cs_stage_disc (self, 0, 0.07, 0.22, 0.06, CS_BLACK, 0.25);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 0.05);
  cs_colour_set (cr, fur, 1);
  cairo_move_to (cr, 0.12, 0.05);
  cairo_curve_to (cr, 0.34, 0.10, 0.30 + sway, -0.10, 0.38 + sway, -0.22);
  cairo_stroke (cr);
  cs_stage_disc (self, 0, -0.05, 0.16, 0.15, fur, 1);
  cs_stage_disc (self, -0.02, -0.22, 0.11, 0.10, fur, 1);
  cairo_move_to (cr, -0.12, -0.26);
  cairo_line_to (cr, -0.10, -0.38);
  cairo_line_to (cr, -0.03, -0.30);
  cairo_move_to (cr, 0.08, -0.26);
  cairo_line_to (cr, 0.07, -0.38);
  cairo_line_to (cr, -0.01, -0.30);
  cairo_fill (cr);
  cs_stage_disc (self, -0.06, -0.23, 0.022, blinks ? 0.003 : 0.026, glazes[7], 1);
  cs_stage_disc (self, 0.03, -0.23, 0.022, blinks ? 0.003 : 0.026, glazes[7], 1);
  cs_stage_disc (self, -0.06, -0.23, 0.006, blinks ? 0 : 0.022, CS_BLACK, 1);
  cs_stage_disc (self, 0.03, -0.23, 0.006, blinks ? 0 : 0.022, CS_BLACK, 1);
}

static void
cup (CsStage *self)
{
  CsColour glaze = glazes[self->seed % G_N_ELEMENTS (glazes)];
  CsPot pot = made (&mug, 1.35, clay, glaze, 0.82);
  cairo_t *cr = self->cr;

  cs_stage_room (self, (CsColour) { 0.62, 0.66, 0.60 }, wood, 0.08);
  cs_stage_box (self, -0.46, self->top, 0.5, 0.30 - self->top * 0.3,
                (CsColour) { 0.93, 0.96, 0.98 }, (CsColour) { 0.80, 0.88, 0.86 });
  cs_stage_grain (self, 0.10);
  cairo_set_line_width (cr, 0.045);
  cs_colour_set (cr, cs_colour_mix (glaze, CS_BLACK, 0.3), 1);
  cairo_arc (cr, pot.radii[2] + 0.02, 0.12, 0.09, -1.5, 1.5);
  cairo_stroke (cr);
  cs_stage_put (self, &pot, 0, 0.30);
  cs_stage_disc (self, 0, 0.30 - pot.height, pot.radii[4] * 0.86, pot.radii[4] * 0.17,
                 (CsColour) { 0.36, 0.20, 0.09 }, 1);
  cs_stage_steam (self, 0, 0.27 - pot.height, 1);
}

static void
draw_flame (CsStage *self,
            guint    number,
            double   x)
{
  cairo_t *cr = self->cr;
  double beat = 0.7 + 0.3 * sin (self->time * TURN * 4 + number);
  double tip = 0.44 - 0.22 - 0.34 * cs_stage_chance (self, number + 50) * beat;
  double half = (0.44 + tip) / 2;
  double lean = x + 0.05 * sin (self->time * TURN * 3 + number * 2);
  CsColour other = number % 3 ? ember : (CsColour) { 1, 0.85, 0.4 };

  cs_colour_set (cr, cs_colour_mix (fire, other, 0.5), 0.62);
  cairo_move_to (cr, x - 0.06, 0.44);
  cairo_curve_to (cr, x - 0.07, half, lean, half - 0.02, lean, tip);
  cairo_curve_to (cr, lean + 0.02, half - 0.02, x + 0.07, half, x + 0.06, 0.44);
  cairo_fill (cr);
  cs_stage_disc (self, x, 0.44, 0.09, 0.03, ember, 0.5);
}

static void
raku (CsStage *self)
{
  CsPot pot = made (&moon_jar, 0.95, (CsColour) { 0.85, 0.35, 0.10 },
                    cs_colour_mix (fire, glazes[6], self->time), 0.85);

  cs_stage_box (self, self->left, self->top, self->right - self->left, self->bottom - self->top,
                (CsColour) { 0.10, 0.12, 0.22 }, night);
  cs_stage_glow (self, 0, 0.25, 1.1, fire, 0.5);
  for (guint i = 0; i < 34; i++)
    {
      draw_flame (self, i, (cs_stage_chance (self, i) - 0.5) * 0.9);
      if (i == 20)
        cs_stage_put (self, &pot, 0, 0.36);
    }
  for (guint i = 0; i < 30; i++)
    {
      double age = fmod (self->time * 1.6 + cs_stage_chance (self, i + 80), 1);

      cs_stage_disc (self, (cs_stage_chance (self, i + 120) - 0.5) * 1.1 + 0.05 * sin (age * 9 + i),
                     0.35 - age * 1.1, 0.005, 0.005, (CsColour) { 1, 0.75, 0.3 }, 1 - age);
    }
  cs_stage_steam (self, 0, -0.06, 0.7);
}

static void
market (CsStage *self)
{
  cairo_t *cr = self->cr;
  double step = (self->right - self->left) / 8;

  cs_stage_box (self, self->left, self->top, self->right - self->left, 0.25 - self->top,
                (CsColour) { 0.52, 0.74, 0.90 }, (CsColour) { 0.90, 0.94, 0.93 });
  for (int i = -4; i < 5; i++)
    cs_stage_disc (self, i * 0.22 + 0.05 * cs_stage_chance (self, i + 9), 0.12, 0.20,
                   0.16 + 0.05 * cs_stage_chance (self, i + 30),
                   (CsColour) { 0.35, 0.52, 0.34 }, 1);
  cs_stage_box (self, self->left, 0.20, self->right - self->left, self->bottom - 0.20,
                (CsColour) { 0.93, 0.90, 0.84 }, (CsColour) { 0.66, 0.60, 0.52 });
  for (int i = 0; i < 8; i++)
    {
      double x = self->left + i * step;

      cs_colour_set (cr, i % 2 ? CS_WHITE : glazes[4], 1);
      cairo_rectangle (cr, x, self->top, step + 0.002, 0.16);
      cairo_fill (cr);
      cs_stage_disc (self, x + step / 2, self->top + 0.16, step / 2, 0.05,
                     i % 2 ? CS_WHITE : glazes[4], 1);
    }
  for (int i = -4; i < 5; i++)
    {
      CsPot pot = made (any_shape (self, i + 60), 0.62, clay, any_glaze (self, i + 70), 0.85);

      cs_stage_put (self, &pot, i * 0.30 - self->time * 0.14, 0.27 + 0.05 * (i & 1));
    }
  cs_stage_glow (self, self->right * 0.6, self->top * 0.6, 1.0, (CsColour) { 1, 0.95, 0.75 }, 0.4);
}

static void
still (CsStage *self)
{
  const CsPot *const row[] = { &plate, &bottle, &bowl };

  cs_stage_room (self, cs_colour_mix (glazes[self->seed % G_N_ELEMENTS (glazes)], CS_WHITE, 0.55),
                 (CsColour) { 0.82, 0.78, 0.72 }, 0.14);
  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      CsPot pot = made (row[i], 0.95, clay,
                        glazes[(self->seed + i * 3) % G_N_ELEMENTS (glazes)], 0.8);

      cs_stage_put (self, &pot, (i - 1.0) * 0.30, 0.24 + 0.08 * (i % 2));
    }
}

static const struct
{
  const char *name;
  void      (*draw) (CsStage *self);
} scenes[] = {
  { "centre", centre }, { "throw", throw }, { "trim", trim }, { "kiln", kiln },
  { "open", open_kiln }, { "tiles", tiles }, { "dip", dip }, { "brush", brush },
  { "shelf", shelf }, { "cat", cat }, { "cup", cup }, { "raku", raku },
  { "market", market }, { "still", still },
};

static int
find_scene (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    if (g_strcmp0 (scenes[i].name, name) == 0)
      return i;

  return -1;
}

gboolean
cs_scene_is (const char *name)
{
  return find_scene (name) >= 0;
}

/**
 * cs_scene_draw:
 * @name: one that is a scene
 * @time: from 0, the beginning of the clip, to 1
 */
void
cs_scene_draw (const char *name,
               cairo_t    *cr,
               int         width,
               int         height,
               double      time,
               guint32     seed)
{
  CsStage stage;

  cs_stage_begin (&stage, cr, width, height, time, seed);
  scenes[find_scene (name)].draw (&stage);
  cs_stage_end (&stage);
}
