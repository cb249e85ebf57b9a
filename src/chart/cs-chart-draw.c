/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* How far forms reach beyond the plot. */
#define REACH      6.0
#define TICK       4.0
#define FOCUS_RING 5.5
/* No screen is finer, and paper has no pixels to count. */
#define FINEST     4.0

/* Columns of pixels a unit, of what is drawn on. */
static double
find_grain (cairo_t *cr)
{
  double across = 1;
  double down = 0;
  double scale;
  double unused;

  cairo_user_to_device_distance (cr, &across, &down);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &scale, &unused);

  return CLAMP (hypot (across, down) * scale, 0.25, FINEST);
}

static void
draw_labels (const CsCanvas *canvas,
             GArray         *labels,
             CsInk           ink)
{
  cs_canvas_set_ink (canvas, ink, 1);

  for (guint i = 0; i < labels->len; i++)
    {
      const CsLabel *label = &g_array_index (labels, CsLabel, i);

      cairo_move_to (canvas->cr, label->x, label->y);
      pango_cairo_show_layout (canvas->cr, label->text);
    }

  cairo_new_path (canvas->cr);
}

static void
rule (const CsCanvas *canvas,
      double          x,
      double          y,
      double          width,
      double          height)
{
  cairo_rectangle (canvas->cr, round (x), round (y), width, height);
}

static void
draw_grid (const CsCanvas *canvas,
           const CsFrame  *frame)
{
  for (guint i = 0; i < frame->y_labels->len; i++)
    rule (canvas, canvas->left, g_array_index (frame->y_labels, CsLabel, i).at - 0.5,
          canvas->width, 1);

  cs_canvas_set_ink (canvas, canvas->theme->grid, 1);
  cairo_fill (canvas->cr);
}

/* The line at zero, or below all; and where the labels of x stand. */
static void
draw_base (const CsCanvas *canvas,
           const CsFrame  *frame)
{
  double bottom = canvas->top + canvas->height;
  double zero = cs_canvas_y (canvas, CLAMP (0, cs_axis_get_low (canvas->y),
                                            cs_axis_get_high (canvas->y)));

  rule (canvas, canvas->left, MIN (zero, bottom) - 0.5, canvas->width, 1);
  for (guint i = 0; i < frame->x_labels->len; i++)
    rule (canvas, g_array_index (frame->x_labels, CsLabel, i).at - 0.5, bottom, 1, TICK);

  cs_canvas_set_ink (canvas, canvas->theme->dim, 0.6);
  cairo_fill (canvas->cr);
}

static gboolean
is_empty (CsChart *self)
{
  for (guint nr = 0; nr < self->layers->len; nr++)
    if (cs_series_get_n_known (cs_chart_get_layer (self, nr)->series) > 0)
      return FALSE;

  return TRUE;
}

static void
draw_emptiness (CsChart        *self,
                const CsCanvas *canvas)
{
  g_autoptr(PangoLayout) text = pango_layout_new (self->letters);
  int width;
  int height;

  pango_layout_set_text (text, _("No numbers yet"), -1);
  pango_layout_get_pixel_size (text, &width, &height);
  if (width > canvas->width)
    {
      width = (int) canvas->width;
      pango_layout_set_width (text, width * PANGO_SCALE);
      pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
    }

  cs_canvas_set_ink (canvas, self->theme.dim, 1);
  cairo_move_to (canvas->cr, round (canvas->left + (canvas->width - width) / 2),
                 round (canvas->top + (canvas->height - height) / 2));
  pango_cairo_show_layout (canvas->cr, text);
  cairo_new_path (canvas->cr);
}

/* What others are compared with lies below them, in whatever order they were added. */
static void
draw_layers (CsChart        *self,
             const CsCanvas *canvas,
             CsLayerKind     kind,
             gboolean        is_quiet)
{
  /* What has no forms ends with the plot. */
  double reach = kind == CS_LAYER_BAND ? 0 : REACH;

  cairo_save (canvas->cr);
  cairo_rectangle (canvas->cr, canvas->left - reach, canvas->top - reach,
                   canvas->width + 2 * reach, canvas->height + 2 * reach);
  cairo_clip (canvas->cr);

  for (guint nr = 0; nr < self->layers->len; nr++)
    {
      CsLayer *layer = cs_chart_get_layer (self, nr);

      if (layer->kind == kind && layer->is_quiet == is_quiet)
        cs_layer_draw (layer, canvas, MAX (cs_chart_count_bars (self), 1));
    }

  cairo_restore (canvas->cr);
}

static void
draw_names (CsChart        *self,
            const CsCanvas *canvas,
            const CsFrame  *frame)
{
  for (guint i = 0; i < frame->names->len && self->layers->len > 1; i++)
    {
      const CsLabel *label = &g_array_index (frame->names, CsLabel, i);
      double x = self->is_mirrored ? label->x + label->width + CS_FRAME_SPACE
                                   : label->x - CS_FRAME_SPACE - CS_FRAME_SAMPLE;

      if (label->layer != CS_FRAME_NO_LAYER)
        cs_layer_sample (cs_chart_get_layer (self, label->layer), canvas, x,
                         label->y + label->height / 2, CS_FRAME_SAMPLE);
    }

  draw_labels (canvas, frame->names, self->theme.text);
}

/* In a gap there is no point to ring: only where in it the focus is. */
static void
draw_focus (CsChart        *self,
            const CsCanvas *canvas)
{
  CsLayer *layer = cs_chart_get_layer (self, self->focus.layer);
  double x;
  double y;

  if (!self->has_focus || self->focus.point >= cs_chart_get_n_points (self, self->focus.layer))
    return;

  cs_layer_locate (layer, canvas, MAX (cs_chart_count_bars (self), 1), self->focus.point, &x, &y);
  rule (canvas, x - 0.5, canvas->top, 1, canvas->height);
  cs_canvas_set_ink (canvas, self->theme.dim, 1);
  cairo_fill (canvas->cr);
  if (cs_layer_is_known (layer, self->focus.point))
    cs_canvas_ring (canvas, cs_layer_get_ink (layer, &self->theme), x, y, FOCUS_RING);
}

/**
 * cs_chart_draw:
 *
 * From the origin of @cr to @width and @height, which are pixels before any scale.
 */
void
cs_chart_draw (CsChart *self,
               cairo_t *cr,
               double   width,
               double   height)
{
  const CsFrame *frame = cs_chart_get_frame (self, width, height);
  CsCanvas canvas = cs_chart_make_canvas (self, frame);

  cairo_save (cr);
  canvas.cr = cr;
  canvas.grain = find_grain (cr);
  pango_cairo_update_context (cr, self->letters);

  cairo_new_path (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cs_canvas_set_ink (&canvas, self->theme.paper, 1);
  cairo_fill (cr);

  draw_grid (&canvas, frame);
  draw_layers (self, &canvas, CS_LAYER_BAND, TRUE);
  draw_layers (self, &canvas, CS_LAYER_BARS, FALSE);
  if (!self->is_sparkline)
    draw_base (&canvas, frame);
  draw_layers (self, &canvas, CS_LAYER_LINE, TRUE);
  draw_layers (self, &canvas, CS_LAYER_LINE, FALSE);
  draw_focus (self, &canvas);
  draw_labels (&canvas, frame->titles, self->theme.text);
  draw_labels (&canvas, frame->x_labels, self->theme.dim);
  draw_names (self, &canvas, frame);
  /* Of nothing there is no scale. */
  if (!is_empty (self))
    draw_labels (&canvas, frame->y_labels, self->theme.dim);
  else if (!self->is_sparkline)
    draw_emptiness (self, &canvas);

  cairo_restore (cr);
}
