/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-canvas-private.h"

#include <math.h>

double
cs_canvas_x (const CsCanvas *self,
             double          value)
{
  double at = cs_axis_scale (self->x, value);

  return self->left + (self->is_mirrored ? 1 - at : at) * self->width;
}

double
cs_canvas_y (const CsCanvas *self,
             double          value)
{
  return self->top + (1 - cs_axis_scale (self->y, value)) * self->height;
}

/* The column of pixels that a value of x is in, counted from where the axis begins. */
double
cs_canvas_column (const CsCanvas *self,
                  double          value)
{
  return floor (cs_axis_scale (self->x, value) * self->width * self->grain);
}

/* The value of x at which a column begins. */
double
cs_canvas_edge (const CsCanvas *self,
                double          column)
{
  return cs_axis_unscale (self->x, column / (self->width * self->grain));
}

/* Where the middle of a column is. */
double
cs_canvas_place (const CsCanvas *self,
                 double          column)
{
  double at = (column + 0.5) / self->grain;

  return self->left + (self->is_mirrored ? self->width - at : at);
}

void
cs_canvas_set_ink (const CsCanvas *self,
                   CsInk           ink,
                   double          strength)
{
  cairo_set_source_rgba (self->cr, ink.red, ink.green, ink.blue, ink.alpha * strength);
}

/* Dashes and the breaks after them. */
typedef struct
{
  double lengths[4];
  int    n;
} Dash;

/* The breaks are short: what is long is a gap. */
static const Dash *
get_dash (guint    nr,
          gboolean is_quiet)
{
  static const Dash quiet = { { 4, 2 }, 2 };
  static const Dash dashes[CS_THEME_N_INKS] = {
    { { 0 }, 0 },
    { { 7, 2 }, 2 },
    { { 2, 2 }, 2 },
    { { 9, 2, 2, 2 }, 4 },
    { { 14, 2 }, 2 },
    { { 4, 2, 1, 2 }, 4 },
  };

  return is_quiet ? &quiet : &dashes[nr];
}

/* Along the path. */
void
cs_canvas_dash (const CsCanvas *self,
                guint           nr,
                gboolean        is_quiet)
{
  const Dash *dash = get_dash (nr, is_quiet);

  cairo_set_dash (self->cr, dash->lengths, dash->n, 0);
}

/**
 * cs_canvas_set_stripes:
 *
 * The same dashes along x, whatever is drawn there: strong in the dash and pale in its break.
 * Where a line goes up and down all the way no dash along it could be seen, and breaks that are
 * left out would hide what it reaches.
 */
void
cs_canvas_set_stripes (const CsCanvas *self,
                       CsInk           ink,
                       guint           nr,
                       gboolean        is_quiet)
{
  const Dash *dash = get_dash (nr, is_quiet);
  double start = self->is_mirrored ? self->left + self->width : self->left;
  double period = 0;
  double at = 0;
  cairo_pattern_t *stripes;

  for (int i = 0; i < dash->n; i++)
    period += dash->lengths[i];

  stripes = cairo_pattern_create_linear (start, 0, start + (self->is_mirrored ? -period : period),
                                         0);
  cairo_pattern_set_extend (stripes, CAIRO_EXTEND_REPEAT);

  for (int i = 0; i < dash->n; i++)
    {
      double alpha = ink.alpha * (i % 2 == 0 ? 1 : CS_CANVAS_BREAK_STRENGTH);

      cairo_pattern_add_color_stop_rgba (stripes, at / period, ink.red, ink.green, ink.blue, alpha);
      at += dash->lengths[i];
      cairo_pattern_add_color_stop_rgba (stripes, at / period, ink.red, ink.green, ink.blue, alpha);
    }

  cairo_set_source (self->cr, stripes);
  cairo_pattern_destroy (stripes);
}

/* Whether it is between two of the stripes, so far @along x. */
gboolean
cs_canvas_is_break (const CsCanvas *self,
                    guint           nr,
                    gboolean        is_quiet,
                    double          along)
{
  const Dash *dash = get_dash (nr, is_quiet);
  double period = 0;
  int i = 0;

  for (int k = 0; k < dash->n; k++)
    period += dash->lengths[k];

  for (along = fmod (along, period); i < dash->n && along >= dash->lengths[i]; i++)
    along -= dash->lengths[i];

  return i % 2 == 1;
}

static void
draw_corners (cairo_t      *cr,
              double        x,
              double        y,
              double        radius,
              const double (*corners)[2],
              guint         n)
{
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, x + corners[i][0] * radius, y + corners[i][1] * radius);
  cairo_close_path (cr);
}

/* Adds a closed form to the path. */
void
cs_canvas_form (const CsCanvas *self,
                CsForm          form,
                double          x,
                double          y,
                double          radius)
{
  static const double square[][2] = { { -.9, -.9 }, { .9, -.9 }, { .9, .9 }, { -.9, .9 } };
  static const double triangle[][2] = { { 0, -1.2 }, { 1.15, .85 }, { -1.15, .85 } };
  static const double diamond[][2] = { { 0, -1.3 }, { 1.3, 0 }, { 0, 1.3 }, { -1.3, 0 } };
  static const double tip[][2] = { { 0, 1.2 }, { 1.15, -.85 }, { -1.15, -.85 } };
  static const double cross[][2] = {
    { -.45, -1.2 }, { .45, -1.2 }, { .45, -.45 }, { 1.2, -.45 }, { 1.2, .45 }, { .45, .45 },
    { .45, 1.2 }, { -.45, 1.2 }, { -.45, .45 }, { -1.2, .45 }, { -1.2, -.45 }, { -.45, -.45 },
  };
  static const struct { const double (*corners)[2]; guint n; } forms[] = {
    [CS_FORM_SQUARE] = { square, G_N_ELEMENTS (square) },
    [CS_FORM_TRIANGLE] = { triangle, G_N_ELEMENTS (triangle) },
    [CS_FORM_DIAMOND] = { diamond, G_N_ELEMENTS (diamond) },
    [CS_FORM_TIP] = { tip, G_N_ELEMENTS (tip) },
    [CS_FORM_CROSS] = { cross, G_N_ELEMENTS (cross) },
  };

  cairo_new_sub_path (self->cr);

  if (form == CS_FORM_DISC)
    {
      cairo_arc (self->cr, x, y, radius, 0, 2 * G_PI);
      cairo_close_path (self->cr);
    }
  else
    {
      draw_corners (self->cr, x, y, radius, forms[form].corners, forms[form].n);
    }
}

/* What is told beside a point: empty within, so that no form below shows through. */
void
cs_canvas_ring (const CsCanvas *self,
                CsInk           ink,
                double          x,
                double          y,
                double          radius)
{
  cairo_new_path (self->cr);
  cairo_arc (self->cr, x, y, radius, 0, 2 * G_PI);
  cs_canvas_set_ink (self, self->theme->paper, 1);
  cairo_fill_preserve (self->cr);
  cs_canvas_set_ink (self, ink, 1);
  cairo_set_dash (self->cr, NULL, 0, 0);
  cairo_set_line_width (self->cr, 2);
  cairo_stroke (self->cr);
}
