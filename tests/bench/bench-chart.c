/* A chart of 1,000,000 points, redrawn; and some of 100 to 2,000 that go up and down all the way
 *
 * Each on a screen of one pixel a unit and on one of two.
 *
 * Beside it what one draws first: a line through every point, on the same surface
 * at the same size. CPU is of the thread that draws.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-chart.h"

#include <math.h>
#include <time.h>

#define N_POINTS  1000000
#define N_NOISE   2000
#define WIDTH     1200
#define HEIGHT    400
#define N_REDRAWS 20
/* A frame at 60 a second. */
#define BUDGET    16.0
#define RATIO     0.05
/* So long paths are stroked in pieces: in one, the naive line takes minutes. */
#define PIECE     1000

static double
cpu_msec (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &ts);

  return ts.tv_sec * 1000.0 + ts.tv_nsec / 1000000.0;
}

static double
any (guint64 *state)
{
  *state *= G_GUINT64_CONSTANT (6364136223846793005);
  *state += G_GUINT64_CONSTANT (1442695040888963407);

  return (*state >> 11) / (double) (G_GUINT64_CONSTANT (1) << 53);
}

/* Followers by the minute: they wander, some moments are peaks, and some hours are not known. */
static CsPoint *
make_points (void)
{
  CsPoint *points = g_new0 (CsPoint, N_POINTS);
  guint64 state = 1;
  double wander = 5000;

  for (guint i = 0; i < N_POINTS; i++)
    {
      wander += (any (&state) - 0.499) * 4;
      points[i].x = i * 60.0;
      points[i].y = wander + any (&state) * 300 + (any (&state) < 0.0001 ? 2000 : 0);
      if (i / 5000 % 20 == 7)
        points[i].y = NAN;
    }

  return points;
}

/* Too few to be many in a pixel, and each as far from the one before as can be. */
static CsPoint *
make_noise (void)
{
  CsPoint *points = g_new0 (CsPoint, N_NOISE);
  guint64 state = 2;

  for (guint i = 0; i < N_NOISE; i++)
    points[i] = (CsPoint) { i * 3600.0, i % 2 * 9000 + any (&state) * 1000, CS_MARK_NONE };

  return points;
}

/* All the way up and down: as far apart as points can be, with room for dashes between them. */
static CsPoint *
make_zigzag (guint n_points)
{
  CsPoint *points = g_new0 (CsPoint, n_points);

  for (guint i = 0; i < n_points; i++)
    points[i] = (CsPoint) { i * 3600.0, i % 2 * 10000, CS_MARK_NONE };

  return points;
}

/* Each second moment is not known. */
static CsPoint *
make_gaps (void)
{
  CsPoint *points = g_new0 (CsPoint, N_POINTS);
  guint64 state = 3;

  for (guint i = 0; i < N_POINTS; i++)
    points[i] = (CsPoint) { i * 60.0, i % 2 ? NAN : 5000 * any (&state), CS_MARK_NONE };

  return points;
}

static CsChart *
make_chart (const CsPoint *points,
            guint          n_points)
{
  g_autoptr(CsSeries) series = cs_series_new (points, n_points);
  g_autoptr(CsAxis) x = cs_axis_new_time (points[0].x, points[n_points - 1].x, NULL);
  g_autoptr(CsAxis) y = NULL;
  guint lowest;
  guint highest;
  CsChart *chart;

  cs_series_get_extremes (series, &lowest, &highest);
  y = cs_axis_new_value (points[lowest].y, points[highest].y, CS_UNIT_COUNT);
  chart = cs_chart_new (x, y);
  cs_chart_add_line (chart, series, NULL);

  return chart;
}

/* Numbers that were all told otherwise before. */
static CsPoint *
make_corrected (const CsPoint *points)
{
  CsPoint *corrected = g_memdup2 (points, N_POINTS * sizeof *points);

  for (guint i = 0; i < N_POINTS; i++)
    corrected[i].mark = CS_MARK_CORRECTED;

  return corrected;
}

static CsChart *
make_bars (const CsPoint *points)
{
  g_autoptr(CsSeries) series = cs_series_new (points, N_POINTS);
  g_autoptr(CsAxis) x = cs_axis_new_time (points[0].x, points[N_POINTS - 1].x, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 10000, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_bars (chart, series, NULL);

  return chart;
}

/* As many of 1,000,000 each, one above the other. */
static CsChart *
make_lines (const CsPoint *points,
            guint          n_lines)
{
  g_autofree CsPoint *moved = g_memdup2 (points, N_POINTS * sizeof *points);
  g_autoptr(CsAxis) x = cs_axis_new_time (points[0].x, points[N_POINTS - 1].x, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 20000, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  for (guint nr = 0; nr < n_lines; nr++)
    {
      g_autoptr(CsSeries) series = cs_series_new (moved, N_POINTS);

      cs_chart_add_line (chart, series, NULL);
      for (guint i = 0; i < N_POINTS; i++)
        moved[i].y += 3000;
    }

  return chart;
}

static double
draw (CsChart *chart,
      cairo_t *cr)
{
  double begun = cpu_msec ();

  cs_chart_draw (chart, cr, WIDTH, HEIGHT);
  cairo_surface_flush (cairo_get_target (cr));

  return cpu_msec () - begun;
}

static double
redraw (CsChart *chart,
        cairo_t *cr,
        double  *longest)
{
  double sum = 0;

  *longest = 0;

  for (guint i = 0; i < N_REDRAWS; i++)
    {
      double took = draw (chart, cr);

      sum += took;
      *longest = MAX (*longest, took);
    }

  return sum / N_REDRAWS;
}

static double
draw_naively (const CsPoint *points,
              cairo_t       *cr,
              double         low,
              double         high)
{
  double begun = cpu_msec ();
  double x = 0;
  double y = 0;

  cairo_set_source_rgb (cr, 0, 0, 1);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path (cr);

  for (guint i = 0; i < N_POINTS; i++)
    {
      if (isnan (points[i].y))
        {
          cairo_new_sub_path (cr);
          continue;
        }

      x = points[i].x / points[N_POINTS - 1].x * WIDTH;
      y = (high - points[i].y) / (high - low) * HEIGHT;
      cairo_line_to (cr, x, y);
      if (i % PIECE == PIECE - 1)
        {
          cairo_stroke (cr);
          cairo_move_to (cr, x, y);
        }
    }

  cairo_stroke (cr);
  cairo_surface_flush (cairo_get_target (cr));

  return cpu_msec () - begun;
}

/* The longest of some redraws of what has been drawn before. */
static void
bench_redraws (const char *name,
               CsChart    *chart,
               cairo_t    *cr)
{
  double longest, scale, unused;

  draw (chart, cr);
  redraw (chart, cr, &longest);
  cairo_surface_get_device_scale (cairo_get_target (cr), &scale, &unused);
  g_print ("{\"name\": \"chart.%s-redrawn-in-a-frame%s\", \"value\": %.2f,"
           " \"unit\": \"ms CPU, the longest of %d\", \"limit\": %g, \"pass\": %s}\n",
           name, scale > 1 ? "-at-2x" : "", longest, N_REDRAWS, BUDGET,
           longest <= BUDGET ? "true" : "false");
}

/* Each line that comes after another has dashes of its own. */
static void
bench_dashes (const char    *name,
              const CsPoint *points,
              guint          n_points,
              cairo_t       *cr)
{
  g_autoptr(CsSeries) none = cs_series_new (NULL, 0);
  g_autoptr(CsSeries) series = cs_series_new (points, n_points);
  g_autoptr(CsAxis) x = cs_axis_new_time (points[0].x, points[n_points - 1].x, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 10000, CS_UNIT_COUNT);

  for (guint nr = 1; nr < CS_THEME_N_INKS; nr++)
    {
      g_autoptr(CsChart) chart = cs_chart_new (x, y);
      g_autofree char *numbered = g_strdup_printf ("%s-dashed-%u", name, nr);

      for (guint i = 0; i < nr; i++)
        cs_chart_add_line (chart, none, NULL);
      cs_chart_add_line (chart, series, NULL);
      bench_redraws (numbered, chart, cr);
    }
}

/* What is slow is neither few points nor many. */
static void
bench_zigzags (cairo_t *cr)
{
  static const guint sizes[] = { 100, 250, 500 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree CsPoint *points = make_zigzag (sizes[i]);
      g_autofree char *name = g_strdup_printf ("zigzag-%u", sizes[i]);

      bench_dashes (name, points, sizes[i], cr);
    }
}

/* Points at whose place there is nothing but paper. */
static guint
count_lost (CsChart         *chart,
            const CsPoint   *points,
            cairo_surface_t *sheet)
{
  const guchar *data = cairo_image_surface_get_data (sheet);
  guint n_lost = 0;

  for (guint i = 0; i < N_POINTS; i++)
    {
      double x;
      double y;
      const guint32 *row;

      if (!cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { 0, i }, &x, &y))
        continue;

      row = (const void *) (data + (gsize) y * cairo_image_surface_get_stride (sheet));
      n_lost += row[(gsize) x] == 0xffffffff;
    }

  return n_lost;
}

/* What a million points may be besides a line, on a screen of so many pixels a unit. */
static void
bench_scale (const CsPoint *points,
             guint          scale)
{
  g_autofree CsPoint *noise = make_noise ();
  g_autofree CsPoint *gaps = make_gaps ();
  g_autofree CsPoint *corrected = make_corrected (points);
  g_autoptr(CsChart) plain = make_chart (points, N_POINTS);
  g_autoptr(CsChart) noisy = make_chart (noise, N_NOISE);
  g_autoptr(CsChart) gappy = make_chart (gaps, N_POINTS);
  g_autoptr(CsChart) marked = make_chart (corrected, N_POINTS);
  g_autoptr(CsChart) bars = make_bars (points);
  g_autoptr(CsChart) lines = make_lines (points, 3);
  cairo_surface_t *sheet = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH * scale,
                                                       HEIGHT * scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (sheet, scale, scale);
  cr = cairo_create (sheet);
  bench_redraws ("line", plain, cr);
  bench_redraws ("noise", noisy, cr);
  bench_redraws ("gaps", gappy, cr);
  bench_redraws ("marks", marked, cr);
  bench_redraws ("bars", bars, cr);
  bench_redraws ("three-lines", lines, cr);
  bench_dashes ("many", points, N_POINTS, cr);
  bench_dashes ("noise", noise, N_NOISE, cr);
  bench_dashes ("gaps", gaps, N_POINTS, cr);
  bench_zigzags (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (sheet);
}

int
main (void)
{
  g_autofree CsPoint *points = make_points ();
  cairo_surface_t *sheet = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (sheet);
  double begun = cpu_msec ();
  g_autoptr(CsChart) chart = make_chart (points, N_POINTS);
  double made = cpu_msec () - begun;
  double first = draw (chart, cr);
  double longest;
  double usual = redraw (chart, cr, &longest);
  guint n_lost = count_lost (chart, points, sheet);
  double naive;

  naive = draw_naively (points, cr, 0, 10000);

  g_print ("{\"name\": \"chart.made\", \"value\": %.1f, \"unit\": \"ms CPU, with its pyramid\"}\n",
           made);
  g_print ("{\"name\": \"chart.drawn-first\", \"value\": %.2f, \"unit\": \"ms CPU\"}\n", first);
  g_print ("{\"name\": \"chart.redrawn.cpu\", \"value\": %.2f, \"unit\": \"ms CPU\","
           " \"peer\": \"a line through all\", \"ratio\": %.4f, \"limit\": %g, \"pass\": %s}\n",
           usual, usual / naive, RATIO, usual <= naive * RATIO ? "true" : "false");
  g_print ("{\"name\": \"chart.redrawn-in-a-frame\", \"value\": %.2f,"
           " \"unit\": \"ms CPU, the longest of %d\", \"limit\": %g, \"pass\": %s}\n",
           longest, N_REDRAWS, BUDGET, longest <= BUDGET ? "true" : "false");
  bench_scale (points, 1);
  bench_scale (points, 2);
  g_print ("{\"name\": \"chart.lost\", \"value\": %u, \"unit\": \"points that are not seen\","
           " \"limit\": 0, \"pass\": %s}\n", n_lost, n_lost == 0 ? "true" : "false");

  cairo_destroy (cr);
  cairo_surface_destroy (sheet);

  return 0;
}
