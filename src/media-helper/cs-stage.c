/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-stage.h"

#include <math.h>

#define TURN (2 * G_PI)

static const CsColour skin = { 0.85, 0.63, 0.50 };

/**
 * cs_stage_begin:
 * @time: from 0, the beginning of the clip, to 1
 *
 * Everything until cs_stage_end() is seen by a hand-held camera: it comes a
 * little nearer and is never quite still.
 */
void
cs_stage_begin (CsStage *self,
                cairo_t *cr,
                int      width,
                int      height,
                double   time,
                guint32  seed)
{
  double unit = MIN (width, height);
  double zoom = 1.04 + 0.05 * time;

  cairo_save (cr);
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_scale (cr, unit * zoom, unit * zoom);
  cairo_translate (cr, 0.006 * sin (time * TURN * 1.3), 0.005 * cos (time * TURN * 1.7));

  self->cr = cr;
  self->time = time;
  self->seed = seed;
  self->right = width / (2 * unit) + 0.02;
  self->left = -self->right;
  self->bottom = height / (2 * unit) + 0.02;
  self->top = -self->bottom;
}

void
cs_stage_end (CsStage *self)
{
  cairo_restore (self->cr);
}

/* 0 … 1, the same for the same number. */
double
cs_stage_chance (const CsStage *self,
                 guint          number)
{
  guint32 x = (self->seed + 1) * 2654435761u ^ (number + 1) * 2246822519u;

  x ^= x >> 15;
  x *= 2246822519u;
  x ^= x >> 13;

  return (x & 0xffff) / 65536.0;
}

void
cs_stage_put (CsStage     *self,
              const CsPot *pot,
              double       x,
              double       y)
{
  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  cs_pot_draw (self->cr, pot);
  cairo_restore (self->cr);
}

/* From one colour above to another below. */
void
cs_stage_box (CsStage  *self,
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

void
cs_stage_disc (CsStage  *self,
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

void
cs_stage_glow (CsStage  *self,
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
void
cs_stage_room (CsStage  *self,
               CsColour  wall,
               CsColour  table,
               double    horizon)
{
  double width = self->right - self->left;

  cs_stage_box (self, self->left, self->top, width, horizon - self->top,
                cs_colour_mix (wall, CS_WHITE, 0.22), cs_colour_mix (wall, CS_BLACK, 0.15));
  cs_stage_box (self, self->left, horizon, width, self->bottom - horizon,
                cs_colour_mix (table, CS_WHITE, 0.10), cs_colour_mix (table, CS_BLACK, 0.45));
  cs_stage_glow (self, self->left * 0.7, self->top * 0.8, 1.2, CS_WHITE, 0.28);
}

void
cs_stage_grain (CsStage *self,
                double   from)
{
  cairo_set_line_width (self->cr, 0.003);
  for (guint i = 0; i < 14; i++)
    {
      double y = from + (self->bottom - from) * (i + cs_stage_chance (self, i)) / 14;

      cs_colour_set (self->cr, CS_BLACK, 0.16);
      cairo_move_to (self->cr, self->left, y);
      cairo_curve_to (self->cr, -0.2, y + 0.02, 0.2, y - 0.02, self->right, y);
      cairo_stroke (self->cr);
    }
}

void
cs_stage_hand (CsStage *self,
               double   x,
               double   y,
               int      side)
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
  cs_colour_set (cr, cs_colour_mix (skin, CS_BLACK, 0.12), 1);
  cairo_move_to (cr, 0.10, 0.08);
  cairo_line_to (cr, 0.33, 0.33);
  cairo_stroke (cr);

  cairo_set_line_width (cr, 0.045);
  for (int i = 0; i < 4; i++)
    {
      cs_colour_set (cr, cs_colour_mix (skin, CS_WET_CLAY, 0.15 * i), 1);
      cairo_move_to (cr, 0.12, 0.02 + 0.035 * i);
      cairo_curve_to (cr, 0.06, -0.05 + 0.04 * i, 0.03, -0.05 + 0.045 * i, 0.0, -0.03 + 0.05 * i);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

/* The wheel's head, seen a little from above; specks of slip show that it turns. */
void
cs_stage_wheel (CsStage *self,
                double   y,
                double   turns)
{
  CsColour iron = { 0.55, 0.55, 0.56 };

  cs_stage_box (self, -0.62, y, 1.24, self->bottom - y, (CsColour) { 0.80, 0.79, 0.74 },
                (CsColour) { 0.48, 0.47, 0.44 });
  cs_stage_disc (self, 0, y, 0.62, 0.15, (CsColour) { 0.86, 0.85, 0.80 }, 1);
  cs_stage_disc (self, 0, y + 0.015, 0.44, 0.10, CS_BLACK, 0.35);
  cs_stage_disc (self, 0, y, 0.42, 0.095, iron, 1);
  for (guint i = 0; i < 26; i++)
    {
      double at = (cs_stage_chance (self, i) + turns) * TURN;
      double far = 0.18 + 0.22 * cs_stage_chance (self, i + 40);

      cs_stage_disc (self, cos (at) * far, y + sin (at) * far * 0.22, 0.016, 0.005, CS_WET_CLAY,
                     0.8);
    }
}

void
cs_stage_steam (CsStage *self,
                double   x,
                double   y,
                double   strength)
{
  cairo_t *cr = self->cr;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < 5; i++)
    {
      double phase = self->time * TURN * 1.5 + i * 1.3;
      double from = x + (i - 2.0) * 0.045;

      cairo_set_line_width (cr, 0.018 + 0.008 * i);
      cs_colour_set (cr, CS_WHITE, strength * (0.14 + 0.05 * sin (phase)));
      cairo_move_to (cr, from, y);
      cairo_curve_to (cr, from + 0.06 * sin (phase), y - 0.14,
                      from - 0.07 * sin (phase + 1), y - 0.26,
                      from + 0.05 * sin (phase + 2), y - 0.40);
      cairo_stroke (cr);
    }
}
