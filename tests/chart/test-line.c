/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart-private.h"
#include "cs-test.h"
#include "sheet.h"

#include <math.h>
#include <string.h>

#define WIDTH  420
#define HEIGHT 200
/* What a form or a ring reaches beside its point, and the pixel that its edge is smoothed over. */
#define BESIDE 6
/* What a line alone reaches beside its end. */
#define CLOSE  2
#define WHITE  0xffffffff

static CsChart *
make_chart (CsSeries *series,
            double    last_x,
            guint     n_lines)
{
  CsTheme theme = sheet_bare_theme ();
  g_autoptr(CsAxis) x = cs_axis_new_plain (0, last_x);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 100, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  for (guint i = 0; i < n_lines; i++)
    cs_chart_add_line (chart, series, NULL);
  cs_chart_set_theme (chart, &theme);

  return chart;
}

static gboolean
column_is_inked (cairo_surface_t *sheet,
                 int              x)
{
  for (int y = 0; y < HEIGHT; y++)
    if (sheet_pixel (sheet, x, y) != WHITE)
      return TRUE;

  return FALSE;
}

static double
place_of (CsChart *chart,
          guint    i)
{
  double x;
  double y;

  g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, i }, &x, &y));

  return x;
}

/* Columns of pixels that lie wholly between two places, whichever is left. */
static gboolean
is_inked_between (cairo_surface_t *sheet,
                  double           from,
                  double           until)
{
  for (int x = (int) ceil (fmin (from, until)); x < (int) floor (fmax (from, until)); x++)
    if (column_is_inked (sheet, x))
      return TRUE;

  return FALSE;
}

static gboolean
is_inked_throughout (cairo_surface_t *sheet,
                     double           from,
                     double           until)
{
  for (int x = (int) ceil (fmin (from, until)); x < (int) floor (fmax (from, until)); x++)
    if (!column_is_inked (sheet, x))
      return FALSE;

  return TRUE;
}

/* How far from a point at the edge of a gap there may be ink. Where points are dense only those
 * that are alone have a form, and the last of all. */
static double
reach_of (CsSeries *series,
          guint     i)
{
  guint n_runs;
  const CsRun *runs = cs_series_list_runs (series, &n_runs);
  CsRun run = runs[cs_series_find_run (series, i)];

  if (cs_series_get_length (series) <= WIDTH || run.end - run.start == 1
      || i >= runs[n_runs - 1].start)
    return BESIDE;

  return CLOSE;
}

/* Between two known points that follow one another is a line, unless a gap is between them. */
static guint
assert_gaps_are_free (CsChart         *chart,
                      CsSeries        *series,
                      cairo_surface_t *sheet,
                      gboolean         is_solid)
{
  guint before = G_MAXUINT;
  guint n_gaps = 0;

  for (guint i = 0; i < cs_series_get_length (series); i++)
    {
      double from;
      double until;
      int way;

      if (!cs_series_is_known (series, i))
        continue;

      until = place_of (chart, i);
      from = before != G_MAXUINT ? place_of (chart, before) : until;
      way = from < until ? 1 : -1;

      if (before != G_MAXUINT && before + 1 < i
          && fabs (until - from) > reach_of (series, before) + reach_of (series, i))
        {
          g_assert_false (is_inked_between (sheet, from + way * reach_of (series, before),
                                            until - way * reach_of (series, i)));
          n_gaps++;
        }
      else if (before + 1 == i && is_solid)
        {
          g_assert_true (is_inked_throughout (sheet, from, until));
        }

      before = i;
    }

  return n_gaps;
}

/* Runs and gaps of any length, from a few points to a hundred in a column of pixels; some are
 * corrected where there is room for a ring. */
static CsSeries *
make_any (guint64 *state,
          guint    n)
{
  g_autofree CsPoint *points = g_new0 (CsPoint, n);
  guint left = 0;
  gboolean is_gap = TRUE;

  for (guint i = 0; i < n; i++)
    {
      if (left == 0)
        {
          is_gap = !is_gap;
          left = 1 + (guint) (pow (sheet_random (state), 3) * n / 2);
        }

      points[i].x = i;
      points[i].y = is_gap ? NAN : sheet_random (state) * 100;
      points[i].mark = n <= WIDTH && sheet_random (state) < 0.01 ? CS_MARK_CORRECTED
                                                                 : CS_MARK_NONE;
      left--;
    }

  return cs_series_new (points, n);
}

static void
test_nothing_is_drawn_over_a_gap (void)
{
  guint64 state = 2;
  guint n_gaps = 0;

  for (guint i = 0; i < 240; i++)
    {
      guint n = 4 + (guint) pow (10, 0.5 + sheet_random (&state) * (i % 8 == 0 ? 4 : 2));
      g_autoptr(CsSeries) series = make_any (&state, n);
      /* Each further line has another dash and form. */
      guint n_lines = 1 + i % CS_THEME_N_INKS;
      g_autoptr(CsChart) chart = make_chart (series, n - 1, n_lines);
      cairo_surface_t *sheet;

      cs_chart_set_mirrored (chart, i % 2);
      sheet = sheet_draw (chart, WIDTH, HEIGHT);
      n_gaps += assert_gaps_are_free (chart, series, sheet, TRUE);
      cairo_surface_destroy (sheet);
    }

  g_assert_cmpuint (n_gaps, >, 300);
}

/* A record of what is drawn is what it would be on paper. */
static void
test_nothing_is_drawn_over_a_gap_of_a_file (void)
{
  guint64 state = 9;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(CsSeries) series = make_any (&state, 50 + 100 * i);
      g_autoptr(CsChart) chart = make_chart (series, 49 + 100 * i, 1);
      cairo_surface_t *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_surface_t *sheet = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
      cairo_t *cr = cairo_create (record);

      cs_chart_draw (chart, cr, WIDTH, HEIGHT);
      cairo_destroy (cr);
      cr = cairo_create (sheet);
      cairo_set_source_surface (cr, record, 0, 0);
      cairo_paint (cr);
      cairo_destroy (cr);
      cairo_surface_flush (sheet);
      assert_gaps_are_free (chart, series, sheet, TRUE);
      cairo_surface_destroy (sheet);
      cairo_surface_destroy (record);
    }
}

static void
test_a_point_alone_is_a_dot (void)
{
  static const double values[] = { 10, NAN, 50, NAN, 10 };
  g_autoptr(CsSeries) series = sheet_series (values, 5, 0, 1);
  g_autoptr(CsChart) chart = make_chart (series, 4, 1);
  cairo_surface_t *sheet = sheet_draw (chart, WIDTH, HEIGHT);
  double x;
  double y;

  g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, 2 }, &x, &y));
  g_assert_cmpuint (sheet_pixel (sheet, (int) x, (int) y), !=, WHITE);
  g_assert_true (is_inked_throughout (sheet, x - 2, x + 2));
  g_assert_false (is_inked_between (sheet, x + BESIDE, place_of (chart, 4) - BESIDE));
  g_assert_false (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, 1 }, &x, &y));

  cairo_surface_destroy (sheet);
}

/* A line goes on beyond the axis, but not through what is written beside it. */
static void
test_no_line_leaves_the_plot (void)
{
  static const double values[] = { 10, 90, 10, 90, 10, 90 };
  g_autoptr(CsSeries) series = sheet_series (values, 6, -1, 1);
  g_autoptr(CsChart) chart = make_chart (series, 3.5, 1);
  cairo_surface_t *sheet;
  double x;
  double y;
  double step;

  cs_chart_set_mirrored (chart, FALSE);
  sheet = sheet_draw (chart, WIDTH, HEIGHT);
  g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, 1 }, &x, &y));
  step = place_of (chart, 2) - x;
  /* At the axis’ low end stands a point, with its form; at the high end only the line. */
  g_assert_false (is_inked_between (sheet, 0, x - BESIDE));
  g_assert_true (is_inked_throughout (sheet, x, x + 3.5 * step));
  g_assert_false (is_inked_between (sheet, x + 3.5 * step + 2, WIDTH));

  cairo_surface_destroy (sheet);
}

/* Points years before and after an hour: what is seen of the line between them. */
static void
test_what_comes_from_far_is_drawn (void)
{
  static const double far[] = { 3600.0, 3600.0 * 24 * 365 * 80 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (far); i++)
    for (guint nr = 0; nr < CS_THEME_N_INKS; nr++)
      {
        double away = far[i / 2];
        const CsPoint points[] = { { -away, 20, 0 }, { 3600 + away, 80, 0 } };
        CsTheme theme = sheet_bare_theme ();
        g_autoptr(CsSeries) series = cs_series_new (points, 2);
        g_autoptr(CsSeries) none = cs_series_new (NULL, 0);
        g_autoptr(CsAxis) x = cs_axis_new_time (0, 3600, NULL);
        g_autoptr(CsAxis) y = cs_axis_new_value (0, 100, CS_UNIT_COUNT);
        g_autoptr(CsChart) chart = cs_chart_new (x, y);
        const CsFrame *frame;
        cairo_surface_t *sheet;
        guint n_inked = 0;

        for (guint k = 0; k < nr; k++)
          cs_chart_add_line (chart, none, NULL);
        cs_chart_add_line (chart, series, NULL);
        cs_chart_set_theme (chart, &theme);
        cs_chart_set_mirrored (chart, i % 2);
        sheet = sheet_draw (chart, WIDTH, HEIGHT);
        frame = cs_chart_get_frame (chart, WIDTH, HEIGHT);
        for (int column = 0; column < (int) frame->plot_width; column++)
          {
            double at = (column + 0.5) / frame->plot_width;
            double value = 20 + 60 * (away + 3600 * (i % 2 ? 1 - at : at)) / (3600 + 2 * away);
            double row = frame->plot_top + (1 - value / 100) * frame->plot_height;

            n_inked += sheet_pixel (sheet, (int) frame->plot_left + column, (int) row) != WHITE;
          }

        g_assert_cmpfloat (n_inked, >=, (nr == 0 ? 1 : 0.45) * (int) frame->plot_width);
        cairo_surface_destroy (sheet);
      }
}

/* Smooth, noisy, with peaks of a single point, and with moments closer here and wider there. */
static CsSeries *
make_dense (guint64 *state,
            guint    n,
            double  *last_x)
{
  g_autofree CsPoint *points = g_new0 (CsPoint, n);
  double noise = sheet_random (state) * 30;
  double waves = 1 + sheet_random (state) * 6;
  double x = 0;

  for (guint i = 0; i < n; i++)
    {
      double swing = sin (i * waves * 2 * G_PI / n);

      points[i].x = x;
      points[i].y = 50 + 20 * swing + (sheet_random (state) - 0.5) * noise;
      if (sheet_random (state) < 0.0005)
        points[i].y = sheet_random (state) < 0.5 ? 1 : 99;
      *last_x = x;
      x += 1 + (swing > 0.6 ? 4 * sheet_random (state) : 0);
    }

  return cs_series_new (points, n);
}

/* The line through all points, as one draws it first. */
static cairo_surface_t *
draw_naively (CsChart  *chart,
              CsSeries *series)
{
  CsTheme theme = sheet_bare_theme ();
  cairo_surface_t *sheet = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (sheet);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, theme.inks[0].red, theme.inks[0].green, theme.inks[0].blue);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);

  for (guint i = 0; i < cs_series_get_length (series); i++)
    {
      double x;
      double y;

      g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, i }, &x, &y));
      cairo_line_to (cr, x, y);
      /* A path of ten thousand corners is stroked for minutes. */
      if (i % 200 == 199)
        {
          cairo_stroke (cr);
          cairo_move_to (cr, x, y);
        }
    }

  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (sheet);

  return sheet;
}

static void
find_reach (cairo_surface_t *sheet,
            int              x,
            int             *top,
            int             *bottom)
{
  *top = HEIGHT;
  *bottom = -1;

  for (int y = 0; y < HEIGHT; y++)
    if (sheet_pixel (sheet, x, y) != WHITE)
      {
        *top = MIN (*top, y);
        *bottom = y;
      }
}

/* Whether a column reaches as far as that of another drawing, or one beside it, but for a pixel. */
static gboolean
reaches (cairo_surface_t *sheet,
         cairo_surface_t *other,
         int              x)
{
  int top;
  int bottom;
  int highest = HEIGHT;
  int lowest = -1;

  find_reach (other, x, &top, &bottom);

  for (int near = x - 1; near <= x + 1; near++)
    {
      int near_top;
      int near_bottom;

      find_reach (sheet, near, &near_top, &near_bottom);
      highest = MIN (highest, near_top);
      lowest = MAX (lowest, near_bottom);
    }

  return highest <= top + 1 && lowest >= bottom - 1;
}

static void
assert_each_point_is_inked (CsChart         *chart,
                            CsSeries        *series,
                            cairo_surface_t *sheet)
{
  for (guint i = 0; i < cs_series_get_length (series); i++)
    {
      double x;
      double y;

      g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, i }, &x, &y));
      g_assert_cmpuint (sheet_pixel (sheet, (int) x, (int) y), !=, WHITE);
    }
}

static void
test_no_extreme_is_lost (void)
{
  guint64 state = 4;

  for (guint i = 0; i < 12; i++)
    {
      double last_x = 0;
      guint n = 600 + (guint) (sheet_random (&state) * 12000);
      g_autoptr(CsSeries) series = make_dense (&state, n, &last_x);
      g_autoptr(CsChart) chart = make_chart (series, last_x, 1);
      cairo_surface_t *ours;
      cairo_surface_t *naive;
      int left;
      int right;

      cs_chart_set_mirrored (chart, i % 2);
      ours = sheet_draw (chart, WIDTH, HEIGHT);
      naive = draw_naively (chart, series);
      left = (int) fmin (place_of (chart, 0), place_of (chart, n - 1));
      right = (int) fmax (place_of (chart, 0), place_of (chart, n - 1));
      assert_each_point_is_inked (chart, series, ours);

      /* Where the line ends is a form, which the naive line has not. */
      for (int x = left + BESIDE; x < right - BESIDE; x++)
        {
          g_assert_true (reaches (ours, naive, x));
          g_assert_true (reaches (naive, ours, x));
        }

      cairo_surface_destroy (naive);
      cairo_surface_destroy (ours);
    }
}

/* Many runs in one column of pixels: each is there, and between them is nothing. */
static void
assert_runs_keep_apart (guint n_each,
                        guint n_lines)
{
  enum { N = 30000 };
  g_autofree double *values = g_new (double, N);
  g_autoptr(CsSeries) series = NULL;
  g_autoptr(CsChart) chart = NULL;
  cairo_surface_t *sheet;
  guint step = n_each + 1;

  for (guint i = 0; i < N; i++)
    values[i] = i % step == n_each ? NAN : (i / step % 2 ? 20 : 80) + i % step;
  series = sheet_series (values, N, 0, 1);
  chart = make_chart (series, N - 1, n_lines);
  sheet = sheet_draw (chart, WIDTH, HEIGHT);

  for (guint i = 100 * step; i < N - 100 * step; i += step)
    {
      double x;
      double y;
      double middle;

      g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, i }, &x, &y));
      g_assert_cmpuint (sheet_pixel (sheet, (int) x, (int) y), !=, WHITE);
      g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, i + step }, &x, &middle));
      g_assert_cmpuint (sheet_pixel (sheet, (int) x, (int) ((y + middle) / 2)), ==, WHITE);
    }

  cairo_surface_destroy (sheet);
}

static void
test_crowds_of_runs_keep_apart (void)
{
  for (guint n_each = 1; n_each < 6; n_each++)
    for (guint n_lines = 1; n_lines < 3; n_lines++)
      assert_runs_keep_apart (n_each, n_lines);
}

CS_TESTS (line)
{
  g_test_add_func ("/line/nothing-is-drawn-over-a-gap", test_nothing_is_drawn_over_a_gap);
  g_test_add_func ("/line/nothing-is-drawn-over-a-gap-of-a-file",
                   test_nothing_is_drawn_over_a_gap_of_a_file);
  g_test_add_func ("/line/a-point-alone-is-a-dot", test_a_point_alone_is_a_dot);
  g_test_add_func ("/line/no-line-leaves-the-plot", test_no_line_leaves_the_plot);
  g_test_add_func ("/line/what-comes-from-far-is-drawn", test_what_comes_from_far_is_drawn);
  g_test_add_func ("/line/no-extreme-is-lost", test_no_extreme_is_lost);
  g_test_add_func ("/line/crowds-of-runs-keep-apart", test_crowds_of_runs_keep_apart);
}
