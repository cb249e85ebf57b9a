/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-scene.h"

#include "cs-pot.h"

#include <math.h>
#include <string.h>

#define TURN (2 * G_PI)

/* The middle of the picture is the origin, its shorter side 1.0. */
typedef struct
{
  cairo_t *cr;
  double   left;
  double   right;
  double   top;
  double   bottom;
  double   time;      /* 0 … 1 of the clip */
  guint32  seed;
} Scene;

static const CsColour clay = { 0.71, 0.49, 0.36 };
static const CsColour wet_clay = { 0.55, 0.36, 0.26 };
static const CsColour wood = { 0.62, 0.43, 0.27 };
static const CsColour skin = { 0.85, 0.63, 0.50 };
static const CsColour night = { 0.06, 0.06, 0.10 };
static const CsColour black = { 0.03, 0.02, 0.02 };
static const CsColour white = { 0.97, 0.96, 0.92 };
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

/* 0 … 1, the same for the same number. */
static double
chance (const Scene *self,
        guint        number)
{
  guint32 x = (self->seed + 1) * 2654435761u ^ (number + 1) * 2246822519u;

  x ^= x >> 15;
  x *= 2246822519u;
  x ^= x >> 13;

  return (x & 0xffff) / 65536.0;
}

static const CsPot *
any_shape (const Scene *self,
           guint        number)
{
  return shapes[(guint) (chance (self, number) * G_N_ELEMENTS (shapes))];
}

static CsColour
any_glaze (const Scene *self,
           guint        number)
{
  return glazes[(guint) (chance (self, number) * G_N_ELEMENTS (glazes))];
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
put (Scene       *self,
     const CsPot *pot,
     double       x,
     double       y)
{
  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  cs_pot_draw (self->cr, pot);
  cairo_restore (self->cr);
}

static void
fill_box (Scene    *self,
          double    x,
          double    y,
          double    width,
          double    height,
          CsColour  from,
          CsColour  until)
{
  cairo_pattern_t *fill = cairo_pattern_create_linear (x, y, x, y + height);

  cairo_pattern_add_color_stop_rgb (fill, 0, from.r, from.g, from.b);
  cairo_pattern_add_color_stop_rgb (fill, 1, until.r, until.g, until.b);
  cairo_set_source (self->cr, fill);
  cairo_rectangle (self->cr, x, y, width, height);
  cairo_fill (self->cr);
  cairo_pattern_destroy (fill);
}

static void
fill_disc (Scene    *self,
           double    x,
           double    y,
           double    rx,
           double    ry,
           CsColour  colour,
           double    alpha)
{
  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  cairo_scale (self->cr, rx, ry);
  cairo_arc (self->cr, 0, 0, 1, 0, TURN);
  cairo_restore (self->cr);
  cs_colour_set (self->cr, colour, alpha);
  cairo_fill (self->cr);
}

static void
glow (Scene    *self,
      double    x,
      double    y,
      double    radius,
      CsColour  colour,
      double    alpha)
{
  cairo_pattern_t *light = cairo_pattern_create_radial (x, y, 0, x, y, radius);

  cairo_pattern_add_color_stop_rgba (light, 0, colour.r, colour.g, colour.b, alpha);
  cairo_pattern_add_color_stop_rgba (light, 1, colour.r, colour.g, colour.b, 0);
  cairo_set_source (self->cr, light);
  cairo_rectangle (self->cr, x - radius, y - radius, 2 * radius, 2 * radius);
  cairo_fill (self->cr);
  cairo_pattern_destroy (light);
}

/* A wall and a table in front of it. */
static void
draw_room (Scene    *self,
           CsColour  wall,
           CsColour  table,
           double    horizon)
{
  double width = self->right - self->left;

  fill_box (self, self->left, self->top, width, horizon - self->top,
            cs_colour_mix (wall, white, 0.22), cs_colour_mix (wall, black, 0.15));
  fill_box (self, self->left, horizon, width, self->bottom - horizon,
            cs_colour_mix (table, white, 0.10), cs_colour_mix (table, black, 0.45));
  glow (self, self->left * 0.7, self->top * 0.8, 1.2, white, 0.28);
}

static void
draw_grain (Scene  *self,
            double  from)
{
  cairo_set_line_width (self->cr, 0.003);
  for (guint i = 0; i < 14; i++)
    {
      double y = from + (self->bottom - from) * (i + chance (self, i)) / 14;

      cs_colour_set (self->cr, black, 0.16);
      cairo_move_to (self->cr, self->left, y);
      cairo_curve_to (self->cr, -0.2, y + 0.02, 0.2, y - 0.02, self->right, y);
      cairo_stroke (self->cr);
    }
}

static void
draw_hand (Scene  *self,
           double  x,
           double  y,
           int     side)
{
  cairo_t *cr = self->cr;
  CsColour sleeve = { 0.24, 0.29, 0.38 };

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, side, 1);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);

  cairo_set_line_width (cr, 0.17);
  cs_colour_set (cr, sleeve, 1);
  cairo_move_to (cr, 0.36, 0.36);
  cairo_line_to (cr, 0.75, 0.80);
  cairo_stroke (cr);

  cairo_set_line_width (cr, 0.12);
  cs_colour_set (cr, cs_colour_mix (skin, black, 0.12), 1);
  cairo_move_to (cr, 0.10, 0.08);
  cairo_line_to (cr, 0.33, 0.33);
  cairo_stroke (cr);

  cairo_set_line_width (cr, 0.045);
  for (int i = 0; i < 4; i++)
    {
      cs_colour_set (cr, cs_colour_mix (skin, wet_clay, 0.15 * i), 1);
      cairo_move_to (cr, 0.12, 0.02 + 0.035 * i);
      cairo_curve_to (cr, 0.06, -0.05 + 0.04 * i, 0.03, -0.05 + 0.045 * i, 0.0, -0.03 + 0.05 * i);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

/* The wheel's head, seen a little from above; specks of slip show that it turns. */
static void
draw_wheel (Scene  *self,
            double  y,
            double  turns)
{
  CsColour iron = { 0.55, 0.55, 0.56 };

  fill_box (self, -0.62, y, 1.24, self->bottom - y, (CsColour) { 0.80, 0.79, 0.74 },
            (CsColour) { 0.48, 0.47, 0.44 });
  fill_disc (self, 0, y, 0.62, 0.15, (CsColour) { 0.86, 0.85, 0.80 }, 1);
  fill_disc (self, 0, y + 0.015, 0.44, 0.10, black, 0.35);
  fill_disc (self, 0, y, 0.42, 0.095, iron, 1);
  for (guint i = 0; i < 26; i++)
    {
      double at = (chance (self, i) + turns) * TURN;
      double far = 0.18 + 0.22 * chance (self, i + 40);

      fill_disc (self, cos (at) * far, y + sin (at) * far * 0.22, 0.016, 0.005, wet_clay, 0.8);
    }
}

static void
draw_steam (Scene  *self,
            double  x,
            double  y,
            double  strength)
{
  cairo_t *cr = self->cr;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < 5; i++)
    {
      double phase = self->time * TURN * 1.5 + i * 1.3;
      double from = x + (i - 2.0) * 0.045;

      cairo_set_line_width (cr, 0.018 + 0.008 * i);
      cs_colour_set (cr, white, strength * (0.14 + 0.05 * sin (phase)));
      cairo_move_to (cr, from, y);
      cairo_curve_to (cr, from + 0.06 * sin (phase), y - 0.14,
                      from - 0.07 * sin (phase + 1), y - 0.26,
                      from + 0.05 * sin (phase + 2), y - 0.40);
      cairo_stroke (cr);
    }
}

static void
centre (Scene *self)
{
  double wobble = 0.03 * (1 - self->time) * sin (self->time * TURN * 9);
  double up = 0.5 - 0.5 * cos (self->time * TURN * 2);
  CsPot lump = { 0.16 + 0.14 * up, { 0.24 - 0.06 * up, 0.22 - 0.06 * up, 0.18 - 0.05 * up,
                                     0.13 - 0.04 * up, 0.05 }, wet_clay, wet_clay, 0,
                 self->time * 9 };

  draw_room (self, (CsColour) { 0.40, 0.46, 0.44 }, wood, 0.05);
  draw_wheel (self, 0.22, self->time * 9);
  put (self, &lump, wobble, 0.20);
  draw_hand (self, 0.15 + wobble, 0.06 - 0.08 * up, 1);
  draw_hand (self, -0.15 + wobble, 0.06 - 0.08 * up, -1);
}

static void
throw (Scene *self)
{
  double up = CLAMP (self->time * 1.15, 0, 1);
  CsPot pot = made (self->seed % 2 == 0 ? &moon_jar : &vase, 1, wet_clay, wet_clay, 0);

  for (guint i = 0; i < CS_POT_RADII; i++)
    pot.radii[i] = 0.19 + (pot.radii[i] * 1.05 - 0.19) * up
                   + 0.006 * sin (self->time * TURN * 6 + i);
  pot.height = 0.14 + (pot.height * 1.1 - 0.14) * up;
  pot.turn = 0.01 + self->time * 8;

  draw_room (self, (CsColour) { 0.50, 0.42, 0.36 }, wood, 0.0);
  draw_wheel (self, 0.26, self->time * 8);
  put (self, &pot, 0, 0.24);
  draw_hand (self, pot.radii[2] * 0.95, 0.20 - pot.height * 0.55, 1);
  draw_hand (self, -0.02, 0.20 - pot.height * 0.98, -1);
}

static void
trim (Scene *self)
{
  CsPot foot = { 0.24, { 0.30, 0.28, 0.23, 0.14, 0.12 }, clay, clay, 0, 0.01 + self->time * 7 };
  cairo_t *cr = self->cr;

  draw_room (self, (CsColour) { 0.56, 0.58, 0.60 }, (CsColour) { 0.42, 0.42, 0.44 }, 0.02);
  draw_wheel (self, 0.28, self->time * 7);
  put (self, &foot, 0, 0.26);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < 9; i++)
    {
      double age = fmod (self->time * 3 + chance (self, i), 1);
      double x = 0.16 + 0.42 * age, y = 0.06 - 0.20 * age + 0.55 * age * age;

      cairo_set_line_width (cr, 0.012);
      cs_colour_set (cr, cs_colour_mix (clay, white, 0.15), 1 - age * 0.6);
      cairo_move_to (cr, x, y);
      cairo_curve_to (cr, x + 0.07, y - 0.06, x + 0.02, y + 0.08, x + 0.10, y + 0.03);
      cairo_stroke (cr);
    }

  cairo_set_line_width (cr, 0.03);
  cs_colour_set (cr, (CsColour) { 0.72, 0.52, 0.28 }, 1);
  cairo_move_to (cr, 0.19, 0.06);
  cairo_line_to (cr, 0.46, 0.30);
  cairo_stroke (cr);
  draw_hand (self, 0.36, 0.20, 1);
}

static void
draw_bricks (Scene *self)
{
  fill_box (self, self->left, self->top, self->right - self->left, self->bottom - self->top,
            (CsColour) { 0.30, 0.20, 0.15 }, (CsColour) { 0.16, 0.10, 0.08 });
  cairo_set_line_width (self->cr, 0.008);
  cs_colour_set (self->cr, black, 0.5);
  for (int row = -14; row < 14; row++)
    for (int i = -8; i < 8; i++)
      cairo_rectangle (self->cr, i * 0.24 + (row & 1) * 0.12, row * 0.10, 0.24, 0.10);
  cairo_stroke (self->cr);
}

static void
draw_arch (Scene *self)
{
  cairo_new_path (self->cr);
  cairo_move_to (self->cr, -0.42, 0.55);
  cairo_line_to (self->cr, -0.42, -0.20);
  cairo_arc (self->cr, 0, -0.20, 0.42, G_PI, TURN);
  cairo_line_to (self->cr, 0.42, 0.55);
  cairo_close_path (self->cr);
}

static void
draw_load (Scene    *self,
           gboolean  hot)
{
  for (int level = 0; level < 3; level++)
    {
      double y = -0.10 + level * 0.29;

      fill_box (self, -0.42, y, 0.84, 0.025, hot ? ember : (CsColour) { 0.70, 0.66, 0.60 },
                hot ? cs_colour_mix (ember, black, 0.4) : (CsColour) { 0.45, 0.42, 0.38 });
      for (int i = 0; i < 3; i++)
        {
          guint number = level * 3 + i;
          CsPot pot = made (any_shape (self, number), 0.42, clay, any_glaze (self, number + 20),
                            0.75);

          cairo_save (self->cr);
          cairo_translate (self->cr, -0.26 + i * 0.26, y);
          if (hot)
            cs_pot_shade (self->cr, &pot,
                          cs_colour_mix (fire, ember, 0.45 + 0.4 * chance (self, number)));
          else
            cs_pot_draw (self->cr, &pot);
          cairo_restore (self->cr);
        }
    }
}

static void
kiln (Scene *self)
{
  double flicker = 0.85 + 0.10 * sin (self->time * TURN * 5) + 0.05 * sin (self->time * TURN * 13);

  draw_bricks (self);
  cairo_save (self->cr);
  draw_arch (self);
  cairo_clip (self->cr);
  fill_box (self, -0.5, -0.7, 1, 1.3, (CsColour) { 1.0, 0.82, 0.35 }, ember);
  glow (self, 0.05 * sin (self->time * TURN * 3), 0.1, 0.7, (CsColour) { 1, 0.95, 0.7 },
        0.75 * flicker);
  draw_load (self, TRUE);
  cairo_restore (self->cr);
  glow (self, 0, 0.05, 1.0, fire, 0.34 * flicker);
}

static void
open_kiln (Scene *self)
{
  draw_bricks (self);
  cairo_save (self->cr);
  draw_arch (self);
  cairo_clip (self->cr);
  fill_box (self, -0.5, -0.7, 1, 1.3, (CsColour) { 0.52, 0.46, 0.40 },
            (CsColour) { 0.24, 0.20, 0.18 });
  draw_load (self, FALSE);
  /* The door goes: light falls in from the left. */
  cs_colour_set (self->cr, black, 0.92);
  cairo_rectangle (self->cr, -0.08 + self->time * 0.62, -0.7, 1.2, 1.4);
  cairo_fill (self->cr);
  cairo_restore (self->cr);
  glow (self, -0.5, -0.4, 0.9, white, 0.25);
}

static void
tiles (Scene *self)
{
  double pan = self->time * 0.22;

  fill_box (self, self->left, self->top, self->right - self->left, self->bottom - self->top,
            (CsColour) { 0.86, 0.83, 0.78 }, (CsColour) { 0.70, 0.66, 0.60 });
  for (int row = -4; row < 5; row++)
    for (int column = -5; column < 6; column++)
      {
        guint number = (row + 5) * 11 + column + 5;
        CsColour glaze = any_glaze (self, number);
        double x = column * 0.25 - pan + 0.02, y = row * 0.30 + 0.02;

        fill_box (self, x + 0.012, y + 0.014, 0.21, 0.26, (CsColour) { 0.45, 0.42, 0.38 },
                  (CsColour) { 0.50, 0.46, 0.42 });
        fill_box (self, x, y, 0.21, 0.26, clay, cs_colour_mix (clay, black, 0.2));
        fill_box (self, x, y, 0.21, 0.14 + 0.08 * chance (self, number + 99),
                  cs_colour_mix (glaze, white, 0.2), cs_colour_mix (glaze, black, 0.15));
        glow (self, x + 0.06, y + 0.06, 0.07, white, 0.55);
        fill_disc (self, x + 0.105, y + 0.235, 0.014, 0.014, black, 0.6);
      }
}

static void
dip (Scene *self)
{
  CsColour glaze = glazes[self->seed % G_N_ELEMENTS (glazes)];
  double down = sin (self->time * G_PI);
  CsPot pot = made (&bowl, 1.1, (CsColour) { 0.88, 0.74, 0.62 }, glaze,
                    self->time > 0.5 ? 0.72 : 0);
  CsPot bucket = { 0.34, { 0.36, 0.37, 0.38, 0.39, 0.40 }, { 0.28, 0.36, 0.46 },
                   { 0.28, 0.36, 0.46 }, 0, 0 };

  draw_room (self, (CsColour) { 0.74, 0.70, 0.62 }, (CsColour) { 0.50, 0.47, 0.43 }, 0.12);
  put (self, &bucket, 0, 0.46);
  fill_disc (self, 0, 0.12, 0.385, 0.082, glaze, 1);
  fill_disc (self, -0.1, 0.10, 0.16, 0.02, white, 0.18);

  cairo_save (self->cr);
  cairo_rectangle (self->cr, self->left, self->top, self->right - self->left,
                   0.14 - self->top);
  cairo_clip (self->cr);
  put (self, &pot, 0, -0.10 + 0.26 * down);
  draw_hand (self, 0.30, -0.34 + 0.26 * down, 1);
  cairo_restore (self->cr);

  for (guint i = 0; i < 3 && self->time > 0.6; i++)
    fill_disc (self, -0.1 + 0.1 * i, -0.02 + fmod (self->time * 2 + i * 0.3, 1) * 0.14,
               0.008, 0.016, glaze, 1);
}

static void
brush (Scene *self)
{
  cairo_t *cr = self->cr;
  double turn = self->time * TURN * 0.8;
  double done = 0.8 + self->time * 5.2;

  draw_room (self, (CsColour) { 0.80, 0.76, 0.70 }, wood, self->top + 0.02);
  draw_grain (self, self->top);
  fill_disc (self, 0.03, 0.04, 0.42, 0.42, black, 0.3);
  fill_disc (self, 0, 0, 0.42, 0.42, (CsColour) { 0.93, 0.90, 0.84 }, 1);
  fill_disc (self, -0.06, -0.07, 0.30, 0.30, white, 0.55);
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
  draw_hand (self, 0.56, 0.20, 1);
}

static void
draw_boards (Scene  *self,
             double  pan)
{
  fill_box (self, self->left, self->top, self->right - self->left, self->bottom - self->top,
            (CsColour) { 0.88, 0.85, 0.79 }, (CsColour) { 0.72, 0.68, 0.61 });
  for (int level = -2; level < 4; level++)
    {
      double y = level * 0.42 + 0.10;

      for (int i = -5; i < 6; i++)
        {
          guint number = (level + 3) * 13 + i + 6;
          double scale = 0.55 + 0.25 * chance (self, number);
          double glazed = chance (self, number + 7) > 0.3 ? 0.6 + 0.4 * chance (self, number) : 0;
          CsPot pot = made (any_shape (self, number + 50), scale, clay,
                            any_glaze (self, number + 90), glazed);

          put (self, &pot, i * 0.33 - pan, y);
        }
      fill_box (self, self->left, y, self->right - self->left, 0.035,
                cs_colour_mix (wood, white, 0.15), cs_colour_mix (wood, black, 0.35));
    }
}

static void
shelf (Scene *self)
{
  draw_boards (self, self->time * 0.3 - 0.15);
}

/* On a shelf among the pots, she knows where her tail is. Mostly. */
static void
cat (Scene *self)
{
  cairo_t *cr = self->cr;
  CsColour fur = { 0.16, 0.15, 0.16 };
  double sway = sin (self->time * TURN * 2) * 0.14;
  gboolean blinks = fmod (self->time * 3, 1) > 0.9;

  draw_boards (self, 0.1);
  fill_box (self, -0.30, -0.42, 0.62, 0.50, (CsColour) { 0.84, 0.81, 0.75 },
            (CsColour) { 0.77, 0.73, 0.67 });
  fill_disc (self, 0, 0.07, 0.22, 0.06, black, 0.25);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 0.05);
  cs_colour_set (cr, fur, 1);
  cairo_move_to (cr, 0.12, 0.05);
  cairo_curve_to (cr, 0.34, 0.10, 0.30 + sway, -0.10, 0.38 + sway, -0.22);
  cairo_stroke (cr);
  fill_disc (self, 0, -0.05, 0.16, 0.15, fur, 1);
  fill_disc (self, -0.02, -0.22, 0.11, 0.10, fur, 1);
  cairo_move_to (cr, -0.12, -0.26);
  cairo_line_to (cr, -0.10, -0.38);
  cairo_line_to (cr, -0.03, -0.30);
  cairo_move_to (cr, 0.08, -0.26);
  cairo_line_to (cr, 0.07, -0.38);
  cairo_line_to (cr, -0.01, -0.30);
  cairo_fill (cr);
  fill_disc (self, -0.06, -0.23, 0.022, blinks ? 0.003 : 0.026, glazes[7], 1);
  fill_disc (self, 0.03, -0.23, 0.022, blinks ? 0.003 : 0.026, glazes[7], 1);
  fill_disc (self, -0.06, -0.23, 0.006, blinks ? 0 : 0.022, black, 1);
  fill_disc (self, 0.03, -0.23, 0.006, blinks ? 0 : 0.022, black, 1);
}

static void
cup (Scene *self)
{
  CsColour glaze = glazes[self->seed % G_N_ELEMENTS (glazes)];
  CsPot pot = made (&mug, 1.35, clay, glaze, 0.82);
  cairo_t *cr = self->cr;

  draw_room (self, (CsColour) { 0.62, 0.66, 0.60 }, wood, 0.08);
  fill_box (self, -0.46, self->top, 0.5, 0.30 - self->top * 0.3, (CsColour) { 0.93, 0.96, 0.98 },
            (CsColour) { 0.80, 0.88, 0.86 });
  draw_grain (self, 0.10);
  cairo_set_line_width (cr, 0.045);
  cs_colour_set (cr, cs_colour_mix (glaze, black, 0.3), 1);
  cairo_arc (cr, pot.radii[2] + 0.02, 0.12, 0.09, -1.5, 1.5);
  cairo_stroke (cr);
  put (self, &pot, 0, 0.30);
  fill_disc (self, 0, 0.30 - pot.height, pot.radii[4] * 0.86, pot.radii[4] * 0.17,
             (CsColour) { 0.36, 0.20, 0.09 }, 1);
  draw_steam (self, 0, 0.27 - pot.height, 1);
}

static void
draw_flame (Scene  *self,
            guint   number,
            double  x)
{
  cairo_t *cr = self->cr;
  double beat = 0.7 + 0.3 * sin (self->time * TURN * 4 + number);
  double tip = 0.44 - 0.22 - 0.34 * chance (self, number + 50) * beat;
  double half = (0.44 + tip) / 2;
  double lean = x + 0.05 * sin (self->time * TURN * 3 + number * 2);
  CsColour other = number % 3 ? ember : (CsColour) { 1, 0.85, 0.4 };

  cs_colour_set (cr, cs_colour_mix (fire, other, 0.5), 0.62);
  cairo_move_to (cr, x - 0.06, 0.44);
  cairo_curve_to (cr, x - 0.07, half, lean, half - 0.02, lean, tip);
  cairo_curve_to (cr, lean + 0.02, half - 0.02, x + 0.07, half, x + 0.06, 0.44);
  cairo_fill (cr);
  fill_disc (self, x, 0.44, 0.09, 0.03, ember, 0.5);
}

static void
raku (Scene *self)
{
  CsPot pot = made (&moon_jar, 0.95, (CsColour) { 0.85, 0.35, 0.10 },
                    cs_colour_mix (fire, glazes[6], self->time), 0.85);

  fill_box (self, self->left, self->top, self->right - self->left, self->bottom - self->top,
            (CsColour) { 0.10, 0.12, 0.22 }, night);
  glow (self, 0, 0.25, 1.1, fire, 0.5);
  for (guint i = 0; i < 34; i++)
    {
      draw_flame (self, i, (chance (self, i) - 0.5) * 0.9);
      if (i == 20)
        put (self, &pot, 0, 0.36);
    }
  for (guint i = 0; i < 30; i++)
    {
      double age = fmod (self->time * 1.6 + chance (self, i + 80), 1);

      fill_disc (self, (chance (self, i + 120) - 0.5) * 1.1 + 0.05 * sin (age * 9 + i),
                 0.35 - age * 1.1, 0.005, 0.005, (CsColour) { 1, 0.75, 0.3 }, 1 - age);
    }
  draw_steam (self, 0, -0.06, 0.7);
}

static void
market (Scene *self)
{
  cairo_t *cr = self->cr;
  double step = (self->right - self->left) / 8;

  fill_box (self, self->left, self->top, self->right - self->left, 0.25 - self->top,
            (CsColour) { 0.52, 0.74, 0.90 }, (CsColour) { 0.90, 0.94, 0.93 });
  for (int i = -4; i < 5; i++)
    fill_disc (self, i * 0.22 + 0.05 * chance (self, i + 9), 0.12, 0.20,
               0.16 + 0.05 * chance (self, i + 30), (CsColour) { 0.35, 0.52, 0.34 }, 1);
  fill_box (self, self->left, 0.20, self->right - self->left, self->bottom - 0.20,
            (CsColour) { 0.93, 0.90, 0.84 }, (CsColour) { 0.66, 0.60, 0.52 });
  for (int i = 0; i < 8; i++)
    {
      double x = self->left + i * step;

      cs_colour_set (cr, i % 2 ? white : glazes[4], 1);
      cairo_rectangle (cr, x, self->top, step + 0.002, 0.16);
      cairo_fill (cr);
      fill_disc (self, x + step / 2, self->top + 0.16, step / 2, 0.05,
                 i % 2 ? white : glazes[4], 1);
    }
  for (int i = -4; i < 5; i++)
    {
      CsPot pot = made (any_shape (self, i + 60), 0.62, clay, any_glaze (self, i + 70), 0.85);

      put (self, &pot, i * 0.30 - self->time * 0.14, 0.27 + 0.05 * (i & 1));
    }
  glow (self, self->right * 0.6, self->top * 0.6, 1.0, (CsColour) { 1, 0.95, 0.75 }, 0.4);
}

static void
still (Scene *self)
{
  const CsPot *const row[] = { &plate, &bottle, &bowl };

  draw_room (self, cs_colour_mix (glazes[self->seed % G_N_ELEMENTS (glazes)], white, 0.55),
             (CsColour) { 0.82, 0.78, 0.72 }, 0.14);
  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      CsPot pot = made (row[i], 0.95, clay,
                        glazes[(self->seed + i * 3) % G_N_ELEMENTS (glazes)], 0.8);

      put (self, &pot, (i - 1.0) * 0.30, 0.24 + 0.08 * (i % 2));
    }
}

static const struct
{
  const char *name;
  void      (*draw) (Scene *self);
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

/* A hand-held camera: it comes a little nearer and is never quite still. */
static void
set_camera (Scene *self,
            int    width,
            int    height)
{
  double unit = MIN (width, height);
  double zoom = 1.04 + 0.05 * self->time;

  cairo_translate (self->cr, width / 2.0, height / 2.0);
  cairo_scale (self->cr, unit * zoom, unit * zoom);
  cairo_translate (self->cr, 0.006 * sin (self->time * TURN * 1.3),
                   0.005 * cos (self->time * TURN * 1.7));
  self->right = width / (2 * unit) + 0.02;
  self->left = -self->right;
  self->bottom = height / (2 * unit) + 0.02;
  self->top = -self->bottom;
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
  Scene scene = { .cr = cr, .time = time, .seed = seed };

  cairo_save (cr);
  set_camera (&scene, width, height);
  scenes[find_scene (name)].draw (&scene);
  cairo_restore (cr);
}
