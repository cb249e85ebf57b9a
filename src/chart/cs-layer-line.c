/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-dense-private.h"
#include "cs-layer-private.h"

#include <math.h>
#include <string.h>

/* Up to so many points in a column of pixels are drawn as they are; more are a box over all of
 * what they reach, which looks the same and is filled much faster than a line is stroked. */
#define FEW 2
/* So high in one column of pixels, a line is upright: a box from two points on. */
#define HIGH 16.0
/* With so many points a unit of width a line may go up and down all the way, and one that rises and
 * falls so many times its width does: its edges are smoothed in fewer steps, which is four times as
 * fast and not seen. */
#define MANY 0.3
#define LONG 20.0
/* With so many its dashes would lie beside one another, and no break be seen; numbers of the last
 * days are closer than those of months, so that each part of the width is looked at. */
#define CROWDED 0.5
#define ENDLESS 40.0
#define N_PARTS 32
/* With so many what each of them reaches is put together before any is painted. */
#define HEAVY 4.0
/* So far out of the plot no line is seen. */
#define BEYOND 50.0
/* Boxes that are filled at once. */
#define PIECE 500
/* Points that have so much room each get a form. */
#define ROOM_FOR_FORMS 18.0
#define FORM_RADIUS    3.0
#define DOT_RADIUS     3.0

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} Box;

/* One column of pixels in which several runs lie: which rows any of them reaches. */
typedef struct
{
  double  column;
  guint8 *rows;
  guint   n_rows;
  guint   first;      /* of the rows that are taken */
  guint   last;
} Crowd;

typedef struct
{
  const CsCanvas *canvas;
  const CsSeries *series;
  GArray         *boxes;
  GArray         *dots;     /* guint: points that are alone between gaps */
  gboolean        is_boxed; /* what is steep is a box, even with one point in a column */
  CsDense        *dense;    /* NULL: there are so few points that boxes are filled as they are */
  double          least;    /* what is drawn at the foot of the plot, */
  double          foot;
  double          rise;     /* and how far above it each one more is */
  Crowd           crowd;
} Trace;

static double
column_of (const Trace *self,
           guint        i)
{
  return cs_canvas_column (self->canvas, cs_series_get_point (self->series, i).x);
}

/* @top, @bottom: of the middle of the line, which is as wide as any */
static void
add_box (Trace  *self,
         double  column,
         double  top,
         double  bottom)
{
  if (self->dense != NULL)
    {
      cs_dense_add (self->dense, self->canvas, column, top, bottom);
      return;
    }

  Box box = {
    .x = cs_canvas_place (self->canvas, column) - CS_LINE_WIDTH / 2,
    .y = top - CS_LINE_WIDTH / 2,
    .width = CS_LINE_WIDTH,
    .height = bottom - top + CS_LINE_WIDTH,
  };

  g_array_append_val (self->boxes, box);
}

/* Widens a range by where the line between two points crosses the edge of a column. */
static void
cross_edge (const Trace *self,
            guint        i,
            double       edge,
            double      *low,
            double      *high)
{
  CsPoint a = cs_series_get_point (self->series, i);
  CsPoint b = cs_series_get_point (self->series, i + 1);
  double y = b.x > a.x ? a.y + (b.y - a.y) * (edge - a.x) / (b.x - a.x) : a.y;

  *low = MIN (*low, y);
  *high = MAX (*high, y);
}

/* @from, @until: the points of a column; @run: what they are of */
static void
trace_column (Trace *self,
              CsRun  run,
              guint  from,
              guint  until)
{
  double column = column_of (self, from);
  guint lowest;
  guint highest;
  double low;
  double high;

  cs_series_find_between (self->series, from, until, &lowest, &highest);
  low = cs_series_get_point (self->series, lowest).y;
  high = cs_series_get_point (self->series, highest).y;

  if (from > run.start)
    cross_edge (self, from - 1, cs_canvas_edge (self->canvas, column), &low, &high);
  if (until < run.end)
    cross_edge (self, until - 1, cs_canvas_edge (self->canvas, column + 1), &low, &high);

  add_box (self, column, cs_canvas_y (self->canvas, high), cs_canvas_y (self->canvas, low));
}

/* The columns between a point and the next, in which there is none. */
static void
trace_between (Trace *self,
               guint  i)
{
  double column = MAX (column_of (self, i) + 1, -1);
  double last = MIN (column_of (self, i + 1), self->canvas->width * self->canvas->grain + 1);

  for (; column < last; column++)
    {
      double low = INFINITY;
      double high = -INFINITY;

      cross_edge (self, i, cs_canvas_edge (self->canvas, column), &low, &high);
      cross_edge (self, i, cs_canvas_edge (self->canvas, column + 1), &low, &high);
      add_box (self, column, cs_canvas_y (self->canvas, high), cs_canvas_y (self->canvas, low));
    }
}

/* Whether the line to the point after @i is upright: in each column of pixels that it crosses. */
static gboolean
is_steep (const Trace *self,
          CsRun        run,
          guint        i)
{
  CsPoint a;
  CsPoint b;
  double n_columns;

  if (i + 1 >= run.end)
    return FALSE;

  a = cs_series_get_point (self->series, i);
  b = cs_series_get_point (self->series, i + 1);
  n_columns = cs_canvas_column (self->canvas, b.x) - cs_canvas_column (self->canvas, a.x);

  return fabs (cs_canvas_y (self->canvas, b.y) - cs_canvas_y (self->canvas, a.y))
       > HIGH * MAX (n_columns, 1);
}

/* Where stripes cross a line that goes up and down all the way, a column is a box even with one
 * point: what is stroked is slow to paint in more than one ink. */
static gboolean
is_box (const Trace *self,
        CsRun        run,
        guint        from,
        guint        until)
{
  if (self->is_boxed && (is_steep (self, run, until - 1)
                           || (from > run.start && is_steep (self, run, from - 1))))
    return TRUE;

  double rise = cs_canvas_y (self->canvas, cs_series_get_point (self->series, until - 1).y)
              - cs_canvas_y (self->canvas, cs_series_get_point (self->series, from).y);

  return until - from > FEW || (until - from > 1 && fabs (rise) > HIGH);
}

/* A point beyond the axis may be years away, which is farther than cairo counts: the line to it
 * ends soon after it has left the plot. */
static CsPoint
cut (const Trace *self,
     CsRun        run,
     guint        i)
{
  const CsAxis *x = self->canvas->x;
  CsPoint point = cs_series_get_point (self->series, i);
  double margin = BEYOND / self->canvas->width;
  double at = cs_axis_scale (x, point.x);
  CsPoint other;

  if (at < -margin && i + 1 < run.end)
    other = cs_series_get_point (self->series, i + 1);
  else if (at > 1 + margin && i > run.start)
    other = cs_series_get_point (self->series, i - 1);
  else
    return point;

  at = cs_axis_unscale (x, at < 0 ? -margin : 1 + margin);
  if ((other.x - at) * (point.x - at) >= 0)
    return point;

  return (CsPoint) { at, point.y + (other.y - point.y) * (at - point.x) / (other.x - point.x),
                     point.mark };
}

static void
to_point (const Trace *self,
          CsRun        run,
          guint        i,
          void       (*to) (cairo_t *, double, double))
{
  CsPoint point = cut (self, run, i);

  to (self->canvas->cr, cs_canvas_x (self->canvas, point.x), cs_canvas_y (self->canvas, point.y));
}

/* A path through few points and boxes over many: they meet, for a box reaches to where the line
 * leaves its column. */
static void
trace_run (Trace *self,
           CsRun  run)
{
  double boxed = -INFINITY;   /* the column of the last box */
  guint until;

  to_point (self, run, run.start, cairo_move_to);

  for (guint i = run.start; i < run.end; i = until)
    {
      double column = column_of (self, i);

      until = cs_column_end (self->series, self->canvas, i, run.end);

      if (!is_box (self, run, i, until))
        {
          for (guint each = i; each < until; each++)
            to_point (self, run, each, cairo_line_to);
        }
      else
        {
          if (column != boxed + 1)
            to_point (self, run, i, cairo_line_to);
          trace_column (self, run, i, until);
          to_point (self, run, until - 1, cairo_move_to);
          boxed = column;
          if (self->is_boxed && is_steep (self, run, until - 1))
            {
              trace_between (self, until - 1);
              boxed = column_of (self, until) - 1;
            }
        }
    }
}

/* The end of the rows that are taken from @row on; as wide as the line is, what is free between two
 * is seen only where it is wider. */
static guint
find_free_row (const Crowd *crowd,
               guint        row,
               guint        least)
{
  guint end = row;

  for (; row <= crowd->last && row <= end + least; row++)
    if (crowd->rows[row])
      end = row + 1;

  return end;
}

/* Boxes over the rows that are taken, and begins another column. */
static void
end_crowd (Trace  *self,
           double  column)
{
  Crowd *crowd = &self->crowd;

  guint least = (guint) (CS_LINE_WIDTH * self->canvas->grain);

  for (guint row = crowd->first; row <= crowd->last && row < crowd->n_rows; row++)
    {
      guint start = row;

      if (!crowd->rows[row])
        continue;

      row = find_free_row (crowd, start, least);
      add_box (self, crowd->column, self->canvas->top + (start + 0.5) / self->canvas->grain,
               self->canvas->top + (row - 0.5) / self->canvas->grain);
    }

  if (crowd->first <= crowd->last)
    memset (crowd->rows + crowd->first, FALSE, crowd->last - crowd->first + 1);

  crowd->column = column;
  crowd->first = crowd->n_rows;
  crowd->last = 0;
}

static guint
row_of (const Trace *self,
        guint        i)
{
  double y = cs_canvas_y (self->canvas, cs_series_get_point (self->series, i).y);

  return (guint) CLAMP ((y - self->canvas->top) * self->canvas->grain, 0,
                        self->crowd.n_rows - 1);
}

static void
take_rows (Crowd *crowd,
           guint  top,
           guint  bottom)
{
  memset (crowd->rows + top, TRUE, bottom - top + 1);
  crowd->first = MIN (crowd->first, top);
  crowd->last = MAX (crowd->last, bottom);
}

/* The same as of any point, without what it takes to ask for each of a million. */
static double
quick_y (const Trace *self,
         guint        i)
{
  return self->foot - (cs_series_get_point (self->series, i).y - self->least) * self->rise;
}

static void
join_crowd (Trace *self,
            CsRun  run)
{
  guint lowest = run.start;
  guint highest = run.start;

  if (self->dense != NULL)
    {
      double top, bottom;

      if (run.end - run.start > 1)
        cs_series_find_between (self->series, run.start, run.end, &lowest, &highest);
      top = quick_y (self, highest);
      bottom = lowest != highest ? quick_y (self, lowest) : top;
      cs_dense_add (self->dense, self->canvas, self->crowd.column, top, bottom);
      return;
    }

  if (run.end - run.start == 1)
    {
      guint row = row_of (self, run.start);

      take_rows (&self->crowd, row, row);
      return;
    }

  cs_series_find_between (self->series, run.start, run.end, &lowest, &highest);
  take_rows (&self->crowd, row_of (self, highest), row_of (self, lowest));
}

/**
 * trace_crowd:
 * @nr: the first run that lies wholly in its column
 *
 * If that run shares its column with one before or after it, all that lie wholly in it are boxes:
 * where each ends is looked for once a column, for there may be a hundred thousand runs.
 *
 * Returns: the first run that is not of the crowd; @nr if there is none
 */
static guint
trace_crowd (Trace       *self,
             const CsRun *runs,
             guint        n_runs,
             guint        nr,
             CsRun        view)
{
  double column = column_of (self, runs[nr].start);
  guint end = cs_column_end (self->series, self->canvas, runs[nr].start,
                             cs_series_get_length (self->series));
  gboolean is_shared = (nr > 0 && column == column_of (self, runs[nr - 1].end - 1))
                    || (nr + 1 < n_runs && runs[nr + 1].start < end);

  if (runs[nr].end > end || !is_shared)
    return nr;

  end_crowd (self, column);
  for (; nr < n_runs && runs[nr].end <= end && runs[nr].start < view.end; nr++)
    join_crowd (self, (CsRun) { MAX (runs[nr].start, view.start), MIN (runs[nr].end, view.end) });

  return nr;
}

/* The points in view and one beyond each end, that the line reaches it. */
static CsRun
find_view (const Trace *self)
{
  guint length = cs_series_get_length (self->series);
  guint start = cs_series_find_x (self->series, cs_axis_get_low (self->canvas->x), 0, length);
  guint end = cs_series_find_x (self->series, cs_axis_get_high (self->canvas->x), start, length);

  while (end < length
         && cs_series_get_point (self->series, end).x <= cs_axis_get_high (self->canvas->x))
    end++;

  return (CsRun) { MAX (start, 1) - 1, MIN (end + 1, length) };
}

static gboolean
is_crowded (const Trace *self,
            CsRun        view)
{
  const CsAxis *x = self->canvas->x;
  guint from = view.start;

  if (view.end - view.start > CROWDED * self->canvas->width)
    return TRUE;

  for (guint part = 1; part <= N_PARTS; part++)
    {
      guint until = cs_series_find_x (self->series, cs_axis_unscale (x, part / (double) N_PARTS),
                                      from, view.end);

      if (until - from > CROWDED * self->canvas->width / N_PARTS)
        return TRUE;
      from = until;
    }

  return FALSE;
}

/* How far the line goes up and down in all, as a multiple of its width: few points and many may
 * both be a path that takes long to dash and to stroke. */
static double
add_rises (const Trace *self,
           CsRun        view)
{
  double rise = 0;

  for (guint i = view.start + 1; i < view.end; i++)
    if (cs_series_is_known (self->series, i - 1) && cs_series_is_known (self->series, i))
      rise += fabs (cs_canvas_y (self->canvas, cs_series_get_point (self->series, i).y)
                    - cs_canvas_y (self->canvas, cs_series_get_point (self->series, i - 1).y));

  return rise / self->canvas->width;
}

static double
measure_rise (const Trace *self,
              CsRun        view)
{
  return is_crowded (self, view) ? INFINITY : add_rises (self, view);
}

static void
trace_view (Trace *self,
            CsRun  view)
{
  guint n_runs;
  const CsRun *runs = cs_series_list_runs (self->series, &n_runs);

  guint nr = cs_series_find_run (self->series, view.start);

  while (nr < n_runs && runs[nr].start < view.end)
    {
      CsRun seen = { MAX (runs[nr].start, view.start), MIN (runs[nr].end, view.end) };
      guint next = trace_crowd (self, runs, n_runs, nr, view);

      if (next > nr)
        {
          nr = next;
          continue;
        }

      if (runs[nr].end - runs[nr].start == 1)
        g_array_append_val (self->dots, seen.start);
      else
        trace_run (self, seen);
      nr++;
    }

  end_crowd (self, -INFINITY);
}

static void
add_form (const CsLayer  *self,
          const CsCanvas *canvas,
          guint           i)
{
  CsPoint point = cs_series_get_point (self->series, i);

  if (point.x < cs_axis_get_low (canvas->x) || point.x > cs_axis_get_high (canvas->x))
    return;

  cs_canvas_form (canvas, cs_layer_get_form (self), cs_canvas_x (canvas, point.x),
                  cs_canvas_y (canvas, point.y), FORM_RADIUS);
}

/* On each point where there is room, else on the last alone: a series is told by its form, too. */
static void
add_forms (const CsLayer *self,
           const Trace   *trace,
           CsRun          view)
{
  gboolean is_roomy = (view.end - view.start) * ROOM_FOR_FORMS <= trace->canvas->width;

  for (guint i = view.end; i > view.start; i--)
    {
      double at = cs_axis_scale (trace->canvas->x, cs_series_get_point (self->series, i - 1).x);

      if (!cs_series_is_known (self->series, i - 1) || at < 0 || at > 1)
        continue;

      add_form (self, trace->canvas, i - 1);
      if (!is_roomy)
        break;
    }
}

/* Forms and dots have no breaks. */
static void
fill_trace (const CsLayer *self,
            const Trace   *trace,
            CsRun          view)
{
  for (guint i = 0; i < trace->boxes->len; i++)
    {
      const Box *box = &g_array_index (trace->boxes, Box, i);

      cairo_rectangle (trace->canvas->cr, box->x, box->y, box->width, box->height);
      /* What many boxes cost grows faster than they do. */
      if (i % PIECE == PIECE - 1)
        cairo_fill (trace->canvas->cr);
    }
  cairo_fill (trace->canvas->cr);
  cairo_restore (trace->canvas->cr);
  cs_canvas_set_ink (trace->canvas, cs_layer_get_ink (self, trace->canvas->theme), 1);

  for (guint i = 0; i < trace->dots->len; i++)
    add_form (self, trace->canvas, g_array_index (trace->dots, guint, i));
  if (!self->is_quiet)
    add_forms (self, trace, view);
  cairo_fill (trace->canvas->cr);
}

/* A line goes on to a point beyond the axis, but not through what is written there. */
static void
clip_to_plot (const CsCanvas *canvas)
{
  cairo_rectangle (canvas->cr, canvas->left - CS_LINE_WIDTH / 2, canvas->top - CS_LINE_WIDTH / 2,
                   canvas->width + CS_LINE_WIDTH, canvas->height + CS_LINE_WIDTH);
  cairo_clip (canvas->cr);
}

/* What lines are told from one another by, besides their ink and form. */
static void
set_dash (const CsLayer  *self,
          const CsCanvas *canvas,
          gboolean        is_striped)
{
  CsInk ink = cs_layer_get_ink (self, canvas->theme);
  guint dash = cs_layer_get_dash (self);

  if (is_striped)
    {
      cs_canvas_set_stripes (canvas, ink, dash, self->is_quiet);
    }
  else
    {
      cs_canvas_set_ink (canvas, ink, 1);
      cs_canvas_dash (canvas, dash, self->is_quiet);
    }
}

void
cs_layer_draw_line (const CsLayer  *self,
                    const CsCanvas *canvas)
{
  g_autoptr(GArray) boxes = g_array_new (FALSE, FALSE, sizeof (Box));
  g_autoptr(GArray) dots = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean is_dashed = self->is_quiet || cs_layer_get_dash (self) > 0;
  guint n_rows = (guint) ceil (canvas->height * canvas->grain) + 1;
  g_autofree guint8 *rows = g_new0 (guint8, n_rows);
  g_autoptr(CsDense) dense = NULL;
  double least = cs_axis_get_low (canvas->y);
  Trace trace = { canvas, self->series, boxes, dots, FALSE, NULL, least,
                  cs_canvas_y (canvas, least),
                  canvas->height / (cs_axis_get_high (canvas->y) - least),
                  { -INFINITY, rows, n_rows, n_rows, 0 } };
  CsRun view = find_view (&trace);
  double rise = measure_rise (&trace, view);
  gboolean is_striped = is_dashed && rise > ENDLESS;

  if (view.end - view.start > HEAVY * canvas->width || add_rises (&trace, view) > ENDLESS)
    trace.dense = dense = cs_dense_new (canvas, CS_LINE_WIDTH);
  trace.is_boxed = is_striped || dense != NULL;

  cairo_new_path (canvas->cr);
  cairo_save (canvas->cr);
  clip_to_plot (canvas);
  set_dash (self, canvas, is_striped);
  cairo_set_line_width (canvas->cr, CS_LINE_WIDTH);
  cairo_set_line_join (canvas->cr, CAIRO_LINE_JOIN_ROUND);
  if (view.end - view.start > MANY * canvas->width || rise > LONG)
    cairo_set_antialias (canvas->cr, CAIRO_ANTIALIAS_FAST);
  trace_view (&trace, view);
  cairo_stroke (canvas->cr);
  if (dense != NULL)
    cs_dense_fill (dense, canvas, cs_layer_get_ink (self, canvas->theme),
                   is_striped ? (int) cs_layer_get_dash (self) : -1, self->is_quiet);
  fill_trace (self, &trace, view);
}
