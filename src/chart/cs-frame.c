/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-frame-private.h"

#include "cs-axis-private.h"
#include "cs-chart-private.h"

#include <math.h>

/* All around. */
#define EDGE           8.0
#define LEAST_EDGE     3.0
#define SPARKLINE_EDGE 5.0
/* Ticks and names are written smaller than the title. */
#define SMALL          0.85
/* Between two labels of the x axis, at least. */
#define APART          10.0
/* Of what is drawn, for the names at the ends of lines; where they need more they go above. */
#define NAMES_PART     0.3
/* Of the height, for names above the plot at most, and for the plot at least. */
#define ROWS_PART      0.34
#define PLOT_PART      0.5
/* Lines of text that a name is wide, at least: of less nothing is read. */
#define NAME_LINES     3
/* Lines of text from one tick of the y axis to the next. */
#define Y_LINES        2.4

static void
label_clear (gpointer data)
{
  CsLabel *label = data;

  g_clear_object (&label->text);
}

static GArray *
labels_new (void)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (CsLabel));

  g_array_set_clear_func (labels, label_clear);

  return labels;
}

void
cs_frame_free (CsFrame *self)
{
  g_clear_pointer (&self->y, cs_axis_unref);
  g_array_unref (self->titles);
  g_array_unref (self->x_labels);
  g_array_unref (self->y_labels);
  g_array_unref (self->names);
  g_free (self);
}

/* Figures of one width, so that columns of numbers stand. */
static CsLabel
write_label (CsChart    *chart,
             const char *text,
             double      scale,
             PangoWeight weight)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  CsLabel label = { .text = pango_layout_new (chart->letters) };
  PangoRectangle extents;

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (label.text, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (label.text, text, -1);
  pango_layout_get_extents (label.text, NULL, &extents);
  label.width = extents.width / (double) PANGO_SCALE;
  label.height = extents.height / (double) PANGO_SCALE;

  return label;
}

static void
shorten (CsLabel *label,
         double   width)
{
  if (label->width <= width)
    return;

  pango_layout_set_width (label->text, (int) (MAX (width, 0) * PANGO_SCALE));
  pango_layout_set_ellipsize (label->text, PANGO_ELLIPSIZE_END);
  label->width = width;
}

/* Where something begins that is read from the beginning of a line. */
static double
from_start (CsChart       *chart,
            const CsFrame *self,
            double         start,
            double         width)
{
  return chart->is_mirrored ? self->width - start - width : start;
}

static void
add_title (CsFrame *self,
           CsChart *chart)
{
  CsLabel label;

  if (!chart->title_is_drawn || chart->title == NULL)
    return;

  label = write_label (chart, chart->title, 1, PANGO_WEIGHT_BOLD);
  shorten (&label, self->width - 2 * EDGE);
  label.x = from_start (chart, self, EDGE, label.width);
  label.y = self->plot_top;
  g_array_append_val (self->titles, label);
  self->plot_top += label.height + CS_FRAME_SPACE;
}

/* The last known point of a layer that is on the axis. */
static gboolean
find_last (CsLayer       *layer,
           const CsAxis  *x,
           guint         *i)
{
  guint at = cs_series_get_length (layer->series);

  while (at > 0 && (!cs_layer_is_known (layer, at - 1)
                    || cs_series_get_point (layer->series, at - 1).x > cs_axis_get_high (x)))
    at--;

  *i = at - 1;

  return at > 0 && cs_series_get_point (layer->series, *i).x >= cs_axis_get_low (x);
}

/* Of several layers their names, of one its last number. */
static void
write_names (CsFrame *self,
             CsChart *chart)
{
  for (guint nr = 0; nr < chart->layers->len; nr++)
    {
      CsLayer *layer = g_ptr_array_index (chart->layers, nr);
      gboolean is_only = chart->layers->len == 1;
      g_autofree char *number = NULL;
      CsLabel label;
      guint last;

      if (!find_last (layer, chart->x, &last) || (is_only && layer->kind != CS_LAYER_LINE))
        continue;

      number = cs_number_format_short (cs_series_get_point (layer->series, last).y,
                                       chart->y->unit);
      label = write_label (chart, is_only || layer->name == NULL ? number : layer->name, SMALL,
                           is_only ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
      label.layer = nr;
      g_array_append_val (self->names, label);
    }
}

static double
widest (GArray *labels)
{
  double width = 0;

  for (guint i = 0; i < labels->len; i++)
    width = MAX (width, g_array_index (labels, CsLabel, i).width);

  return width;
}

/* Bars have no end, and a narrow chart has no room beside it. */
static gboolean
fit_at_ends (CsFrame *self,
             CsChart *chart,
             double   line)
{
  if (chart->layers->len > 1 && cs_chart_count_bars (chart) > 0)
    return FALSE;

  return chart->layers->len == 1
      || (widest (self->names) + CS_FRAME_SAMPLE + 3 * CS_FRAME_SPACE <= self->width * NAMES_PART
          && self->names->len * line <= self->height - self->plot_top - 3 * line);
}

/* From the plot to what is written below it: the lowest label of y is half there. */
static double
get_drop (double line)
{
  return MAX (ceil (line / 2), CS_FRAME_SPACE);
}

/* How many rows of names there may be above the plot, which keeps half of the height. */
static guint
count_rows (const CsFrame *self,
            double         line)
{
  double row = line + CS_FRAME_SPACE;
  double others = self->plot_top + 1.5 * line + 0.5 * CS_FRAME_SPACE + get_drop (line) + EDGE;
  double room = MIN (self->height * ROWS_PART, self->height * (1 - PLOT_PART) - others);

  /* Without any name lines are not told from one another: one row is there if at all possible. */
  return room >= row ? (guint) (room / row)
                     : row <= self->height * ROWS_PART
                       && self->height - others - row >= CS_FRAME_PLOT_LEAST;
}

static void
place_in_row (const CsFrame *self,
              CsChart       *chart,
              CsLabel       *label,
              double         start,
              double         top)
{
  label->x = from_start (chart, self, start, label->width);
  label->y = top;
  label->at = label->y + label->height / 2;
}

/**
 * fill_rows:
 * @n_rows: how many there may be
 * @spare: what is kept free at the end of the last row
 * @row: (out): the last that was begun
 * @end: (out): where in it there is room
 *
 * Returns: how many names have found a place
 */
static guint
fill_rows (CsFrame *self,
           CsChart *chart,
           double   line,
           guint    n_rows,
           double   spare,
           guint   *row,
           double  *end)
{
  *row = 0;
  *end = EDGE;

  for (guint i = 0; i < self->names->len; i++)
    {
      CsLabel *label = &g_array_index (self->names, CsLabel, i);
      double before = CS_FRAME_SAMPLE + CS_FRAME_SPACE;

      shorten (label, self->width - 2 * EDGE - before);
      if (*end > EDGE
          && *end + before + label->width > self->width - EDGE - (*row + 1 < n_rows ? 0 : spare))
        {
          if (*row + 1 >= n_rows)
            return i;

          *end = EDGE;
          ++*row;
        }

      if (*row + 1 == n_rows)
        shorten (label, self->width - 2 * EDGE - before - spare);
      place_in_row (self, chart, label, *end + before, self->plot_top
                                                       + *row * (line + CS_FRAME_SPACE));
      *end += before + label->width + 2 * CS_FRAME_SPACE;
    }

  return self->names->len;
}

/* What has no place is counted: it is still said of each point that has the focus. FALSE: there is
 * no room for a name beside that number. */
static gboolean
sum_up (CsFrame *self,
        CsChart *chart,
        double   line,
        guint    n_rows)
{
  g_autofree char *most = cs_chart_say_more (self->names->len);
  g_autofree char *more = NULL;
  CsLabel label = write_label (chart, most, SMALL, PANGO_WEIGHT_NORMAL);
  double spare = label.width + 2 * CS_FRAME_SPACE;
  guint n_placed;
  guint row;
  double end;

  label_clear (&label);
  if (self->width - 2 * EDGE - CS_FRAME_SAMPLE - CS_FRAME_SPACE - spare < NAME_LINES * line)
    return FALSE;

  n_placed = fill_rows (self, chart, line, n_rows, spare, &row, &end);
  more = cs_chart_say_more (self->names->len - n_placed);
  label = write_label (chart, more, SMALL, PANGO_WEIGHT_NORMAL);
  label.layer = CS_FRAME_NO_LAYER;
  shorten (&label, self->width - EDGE - end);
  place_in_row (self, chart, &label, end, self->plot_top + row * (line + CS_FRAME_SPACE));
  g_array_set_size (self->names, n_placed);
  g_array_append_val (self->names, label);

  return TRUE;
}

/* In rows above the plot. */
static void
place_names_above (CsFrame *self,
                   CsChart *chart,
                   double   line)
{
  guint n_rows = count_rows (self, line);
  guint row;
  double end;

  if (n_rows == 0
      || (fill_rows (self, chart, line, n_rows, 0, &row, &end) < self->names->len
          && !sum_up (self, chart, line, n_rows)))
    {
      g_array_set_size (self->names, 0);
      return;
    }

  self->plot_top += (row + 1) * (line + CS_FRAME_SPACE) + 0.5 * CS_FRAME_SPACE;
}

static int
compare_at (gconstpointer a,
            gconstpointer b)
{
  double at = ((const CsLabel *) a)->at;
  double other = ((const CsLabel *) b)->at;

  return (at > other) - (at < other);
}

/* Beside the last point of each line, and apart from one another. */
static void
place_names_at_ends (CsFrame *self,
                     CsChart *chart,
                     double   start)
{
  CsCanvas canvas = cs_chart_make_canvas (chart, self);
  double free = self->plot_top;
  double bottom = self->plot_top + self->plot_height;

  for (guint i = 0; i < self->names->len; i++)
    {
      CsLabel *label = &g_array_index (self->names, CsLabel, i);
      CsLayer *layer = cs_chart_get_layer (chart, label->layer);
      double x;
      guint last;

      find_last (layer, chart->x, &last);
      cs_layer_locate (layer, &canvas, 1, last, &x, &label->at);
      label->at = CLAMP (label->at, self->plot_top, bottom);
      label->x = from_start (chart, self, start, label->width);
    }

  g_array_sort (self->names, compare_at);

  for (guint i = 0; i < self->names->len; i++)
    {
      CsLabel *label = &g_array_index (self->names, CsLabel, i);

      label->y = MAX (label->at - label->height / 2, free - label->height / 2);
      free = label->y + 1.5 * label->height;
    }

  for (guint i = self->names->len; i > 0; i--)
    {
      CsLabel *label = &g_array_index (self->names, CsLabel, i - 1);

      label->y = MIN (label->y, bottom - label->height / 2);
      bottom = label->y - label->height / 2;
    }
}

static void
write_ticks (CsChart   *chart,
             GPtrArray *ticks,
             GArray    *labels)
{
  g_array_set_size (labels, 0);

  for (guint i = 0; i < ticks->len; i++)
    {
      const CsTick *tick = g_ptr_array_index (ticks, i);
      CsLabel label = write_label (chart, tick->label, SMALL, PANGO_WEIGHT_NORMAL);

      label.at = tick->at;
      g_array_append_val (labels, label);
    }
}

/* Of figures and of what stands below the plot, which may be in letters of another font. */
static double
get_line_height (CsFrame *self,
                 CsChart *chart)
{
  /* Few and many labels are of other units, and have other letters. */
  static const guint amounts[] = { 3, 24 };
  CsLabel figure = write_label (chart, "0", SMALL, PANGO_WEIGHT_NORMAL);
  double height = figure.height;

  label_clear (&figure);

  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autoptr(GPtrArray) ticks = cs_axis_list_ticks (chart->x, amounts[i]);

      write_ticks (chart, ticks, self->x_labels);
      for (guint k = 0; k < self->x_labels->len; k++)
        height = MAX (height, g_array_index (self->x_labels, CsLabel, k).height);
    }

  return height;
}

static void
add_y_labels (CsFrame *self,
              CsChart *chart,
              double   line)
{
  /* Two at least, unless one would lie upon the other. */
  guint n = (guint) MAX (self->plot_height / (Y_LINES * line), 2);

  for (;;)
    {
      g_autoptr(GPtrArray) ticks = NULL;
      const CsLabel *labels;

      g_clear_pointer (&self->y, cs_axis_unref);
      self->y = cs_axis_fit (chart->y, n);
      ticks = cs_axis_list_ticks (self->y, n);
      write_ticks (chart, ticks, self->y_labels);
      labels = (const CsLabel *) (void *) self->y_labels->data;
      if (ticks->len <= 1 || (labels[1].at - labels[0].at) * self->plot_height >= line)
        return;

      n = ticks->len - 1;
    }
}

/* At the beginning of a line, their last figures above one another. */
static void
place_y_labels (CsFrame *self,
                CsChart *chart)
{
  double column = widest (self->y_labels);

  for (guint i = 0; i < self->y_labels->len; i++)
    {
      CsLabel *label = &g_array_index (self->y_labels, CsLabel, i);

      label->at = self->plot_top + (1 - label->at) * self->plot_height;
      label->x = from_start (chart, self, EDGE, column);
      if (!chart->is_mirrored)
        label->x += column - label->width;
      label->y = label->at - label->height / 2;
    }
}

/* Below their ticks, none beyond the edge; FALSE if two are too near. */
static gboolean
place_x_labels (CsFrame *self,
                CsChart *chart,
                double   line)
{
  double before = 0;

  for (guint i = 0; i < self->x_labels->len; i++)
    {
      CsLabel *label = &g_array_index (self->x_labels, CsLabel, i);
      double along = chart->is_mirrored ? 1 - label->at : label->at;
      double end;

      label->at = self->plot_left + along * self->plot_width;
      label->x = CLAMP (label->at - label->width / 2, LEAST_EDGE,
                        MAX (self->width - label->width - LEAST_EDGE, LEAST_EDGE));
      label->y = self->plot_top + self->plot_height + get_drop (line);
      end = chart->is_mirrored ? self->width - label->x : label->x + label->width;

      if (i > 0 && end - label->width - before < APART)
        return FALSE;

      before = end;
    }

  return TRUE;
}

static void
add_x_labels (CsFrame *self,
              CsChart *chart,
              double   line)
{
  guint n = (guint) MAX (self->plot_width / (2 * line), 1);

  for (;;)
    {
      g_autoptr(GPtrArray) ticks = cs_axis_list_ticks (chart->x, n);

      write_ticks (chart, ticks, self->x_labels);
      if (place_x_labels (self, chart, line) || ticks->len <= 1)
        return;

      n = ticks->len - 1;
    }
}

static CsFrame *
frame_of_sparkline (CsFrame *self,
                    CsChart *chart)
{
  self->y = cs_axis_ref (chart->y);
  self->plot_left = SPARKLINE_EDGE;
  self->plot_top = SPARKLINE_EDGE;
  self->plot_width = MAX (self->width - 2 * SPARKLINE_EDGE, 1);
  self->plot_height = MAX (self->height - 2 * SPARKLINE_EDGE, 1);

  return self;
}

CsFrame *
cs_frame_new (CsChart *chart,
              double   width,
              double   height)
{
  CsFrame *self = g_new0 (CsFrame, 1);
  double line;
  double start;
  double end = 2 * EDGE;
  gboolean is_beside;

  self->width = width;
  self->height = height;
  self->titles = labels_new ();
  self->x_labels = labels_new ();
  self->y_labels = labels_new ();
  self->names = labels_new ();

  if (chart->is_sparkline)
    return frame_of_sparkline (self, chart);

  line = get_line_height (self, chart);
  self->plot_top = EDGE;
  add_title (self, chart);
  write_names (self, chart);
  if (chart->layers->len == 1 && widest (self->names) > width * NAMES_PART)
    g_array_set_size (self->names, 0);
  is_beside = fit_at_ends (self, chart, line);
  if (!is_beside)
    place_names_above (self, chart, line);
  else if (self->names->len > 0)
    end = widest (self->names) + CS_FRAME_SPACE + EDGE
        + (chart->layers->len > 1 ? CS_FRAME_SAMPLE + 2 * CS_FRAME_SPACE : CS_FRAME_SPACE);

  /* Half a line above, for what is written at the highest tick. */
  self->plot_top = round (self->plot_top + line / 2);
  self->plot_height = round (MAX (height - self->plot_top - line - get_drop (line) - EDGE, 1));
  add_y_labels (self, chart, line);
  start = ceil (EDGE + widest (self->y_labels) + CS_FRAME_SPACE);
  self->plot_width = round (MAX (width - start - end, 1));
  self->plot_left = round (from_start (chart, self, start, self->plot_width));
  place_y_labels (self, chart);
  add_x_labels (self, chart, line);
  if (is_beside)
    place_names_at_ends (self, chart, width - EDGE - widest (self->names));

  return self;
}
