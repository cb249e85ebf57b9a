/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart-private.h"
#include "cs-test.h"
#include "sheet.h"

#include <math.h>

/* What tells points and lines from one another besides their colour: read from the pixels. */

#define WIDTH  420
#define HEIGHT 200
#define WIDE   640
#define WHITE  0xffffffff
/* What a form reaches beside its point. */
#define BESIDE 5
/* Pixels that two forms differ by, at least. */
#define UNLIKE 8
/* A part of all columns that is seen to be more or less. */
#define LESS   0.03

/* All lines in one ink. */
static CsTheme
make_grey_theme (void)
{
  CsTheme theme = sheet_bare_theme ();

  for (guint i = 0; i < CS_THEME_N_INKS; i++)
    theme.inks[i] = theme.quiet;

  return theme;
}

/* A line that comes after as many others, of which none has a point. */
static CsChart *
make_line (CsSeries *series,
           double    last_x,
           guint     nr)
{
  CsTheme theme = make_grey_theme ();
  g_autoptr(CsSeries) none = cs_series_new (NULL, 0);
  g_autoptr(CsAxis) x = cs_axis_new_plain (0, last_x);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 100, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  for (guint i = 0; i < nr && nr < CS_THEME_N_INKS; i++)
    cs_chart_add_line (chart, none, NULL);

  if (nr < CS_THEME_N_INKS)
    cs_chart_add_line (chart, series, NULL);
  else
    cs_chart_add_quiet_line (chart, series, NULL);

  cs_chart_set_theme (chart, &theme);

  return chart;
}

static guint32
pixel_of (CsChart         *chart,
          cairo_surface_t *sheet,
          CsSpot           spot,
          int              up)
{
  double x;
  double y;

  g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, spot, &x, &y));

  return sheet_pixel (sheet, (int) x, (int) y - up);
}

/* Each lies far from the one before. */
static CsSeries *
make_zigzag (guint64 *state,
             guint    n,
             gboolean with_gaps)
{
  g_autofree double *values = g_new (double, n);

  for (guint i = 0; i < n; i++)
    values[i] = with_gaps && i % 3 == 2 ? NAN : i % 2 ? 95 - 30 * sheet_random (state)
                                                      : 5 + 30 * sheet_random (state);

  return sheet_series (values, n, 0, 1);
}

typedef struct
{
  double strong;   /* parts of all columns */
  double pale;
} Look;

/* What the columns of pixels are like half way up, where a zigzag crosses all of them. */
static Look
look_at (CsChart *chart)
{
  const CsFrame *frame = cs_chart_get_frame (chart, WIDTH, HEIGHT);
  cairo_surface_t *sheet = sheet_draw (chart, WIDTH, HEIGHT);
  int middle = (int) (frame->plot_top + frame->plot_height / 2);
  int from = (int) frame->plot_left + BESIDE;
  int until = (int) (frame->plot_left + frame->plot_width) - BESIDE;
  guint32 ink = G_MAXUINT32;
  Look look = { 0, 0 };

  for (int x = from; x < until; x++)
    ink = MIN (ink, sheet_pixel (sheet, x, middle) & 0xff);

  for (int x = from; x < until; x++)
    {
      guint32 pixel = sheet_pixel (sheet, x, middle);
      gboolean is_strong = (pixel & 0xff) < ink + 8;

      look.strong += is_strong / (double) (until - from);
      look.pale += (!is_strong && pixel != WHITE) / (double) (until - from);
    }

  cairo_surface_destroy (sheet);

  return look;
}

/* From one point a pixel to hundreds; in one ink. The quiet line comes last. */
static void
test_dense_lines_are_told_apart (void)
{
  static const guint amounts[] = { 600, 3000, 60000 };
  guint64 state = 12;

  for (guint i = 0; i < 2 * G_N_ELEMENTS (amounts); i++)
    {
      guint n = amounts[i / 2];
      g_autoptr(CsSeries) series = make_zigzag (&state, n, FALSE);
      Look looks[CS_THEME_N_INKS + 1];

      for (guint nr = 0; nr <= CS_THEME_N_INKS; nr++)
        {
          g_autoptr(CsChart) chart = make_line (series, n - 1, nr);

          cs_chart_set_mirrored (chart, i % 2);
          looks[nr] = look_at (chart);
          g_test_message ("%u points, line %u: %.3f strong, %.3f pale", n, nr, looks[nr].strong,
                          looks[nr].pale);
          g_assert_cmpfloat (looks[nr].strong + looks[nr].pale, >=, 0.99);
          for (guint other = 0; other < nr; other++)
            g_assert_cmpfloat (fabs (looks[nr].strong - looks[other].strong), >=, LESS);
        }

      g_assert_cmpfloat (looks[0].pale, ==, 0);
    }
}

/* A quarter told day by day, but its last week hour by hour, as numbers are kept: the end of it is
 * no more solid than the rest. */
static void
test_dense_end_is_told_apart (void)
{
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (CsPoint));

  for (guint hour = 0; hour <= 90 * 24; hour += hour < 83 * 24 ? 24 : 1)
    g_array_append_vals (points, &(CsPoint) { hour, 50, CS_MARK_NONE }, 1);

  g_autoptr(CsSeries) series = cs_series_new ((const CsPoint *) points->data, points->len);

  for (guint nr = 1; nr <= CS_THEME_N_INKS; nr++)
    {
      g_autoptr(CsChart) chart = make_line (series, 90 * 24, nr);
      const CsFrame *frame = cs_chart_get_frame (chart, WIDE, HEIGHT);
      cairo_surface_t *sheet = sheet_draw (chart, WIDE, HEIGHT);
      int middle = (int) (frame->plot_top + frame->plot_height / 2);
      int until = (int) (frame->plot_left + frame->plot_width) - BESIDE;
      guint32 ink = sheet_pixel (sheet, (int) frame->plot_left + BESIDE, middle);
      guint n_strong = 0;
      int from = until - (int) (frame->plot_width * 6 / 90);

      g_assert_cmpuint (points->len, <, frame->plot_width / 2);
      for (int x = from; x < until; x++)
        n_strong += sheet_pixel (sheet, x, middle) == ink;
      g_test_message ("Line %u: %u of %d columns are strong", nr, n_strong, until - from);
      g_assert_cmpuint (n_strong, <, (guint) (until - from) * 95 / 100);
      g_assert_cmpuint (n_strong, >, 0);
      cairo_surface_destroy (sheet);
    }
}

/* In a dash and in its break: none is lost, with gaps among the points and without. */
static void
test_no_extreme_of_a_dashed_line_is_lost (void)
{
  static const guint amounts[] = { 250, 5000 };
  guint64 state = 13;

  for (guint i = 0; i < 4 * G_N_ELEMENTS (amounts); i++)
    for (guint nr = 1; nr <= CS_THEME_N_INKS; nr++)
      {
        guint n = amounts[i / 4];
        g_autoptr(CsSeries) series = make_zigzag (&state, n, i % 2);
        g_autoptr(CsChart) chart = make_line (series, n - 1, nr);
        guint layer = nr < CS_THEME_N_INKS ? nr : 0;
        cairo_surface_t *sheet;

        cs_chart_set_mirrored (chart, i / 2 % 2);
        sheet = sheet_draw (chart, WIDTH, HEIGHT);
        for (guint k = 0; k < n; k++)
          if (cs_series_is_known (series, k))
            g_assert_cmpuint (pixel_of (chart, sheet, (CsSpot) { layer, k }, 0), !=, WHITE);
        cairo_surface_destroy (sheet);
      }
}

/* Dashes along a line this long would take longer than a frame, and lie beside one another: it is
 * striped before its points are as many, and goes without a break from each of them to the next. */
static void
test_a_long_dashed_line_is_striped (void)
{
  enum { N = 150 };
  double values[N];
  g_autoptr(CsSeries) series = NULL;

  for (guint i = 0; i < N; i++)
    values[i] = i % 2 ? 98 : 2;

  series = sheet_series (values, N, 0, 1);

  for (guint nr = 1; nr <= CS_THEME_N_INKS; nr++)
    {
      g_autoptr(CsChart) chart = make_line (series, N - 1, nr);
      cairo_surface_t *sheet = sheet_draw (chart, WIDTH, HEIGHT);
      guint layer = nr < CS_THEME_N_INKS ? nr : 0;
      double x;
      double y;
      double x_after;
      double y_after;

      for (guint i = 0; i + 1 < N; i++)
        {
          g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { layer, i }, &x, &y));
          g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { layer, i + 1 },
                                          &x_after, &y_after));
          for (double part = 0; part < 1; part += 0.05)
            g_assert_cmpuint (sheet_pixel (sheet, (int) (x + part * (x_after - x)),
                                           (int) (y + part * (y_after - y))), !=, WHITE);
        }

      cairo_surface_destroy (sheet);
    }
}

/* Where they cross it is what one looks for that is seen, whichever was added first. */
static void
test_a_quiet_line_lies_below (void)
{
  static const double flat[] = { 50, 50, 50 };
  static const double rising[] = { 0, 50, 100 };
  CsTheme theme = sheet_bare_theme ();
  g_autoptr(CsSeries) own = sheet_series (flat, G_N_ELEMENTS (flat), 0, 1);
  g_autoptr(CsSeries) median = sheet_series (rising, G_N_ELEMENTS (rising), 0, 1);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(CsAxis) x = cs_axis_new_plain (0, 2);
      g_autoptr(CsAxis) y = cs_axis_new_value (0, 100, CS_UNIT_COUNT);
      g_autoptr(CsChart) chart = cs_chart_new (x, y);
      cairo_surface_t *sheet;
      guint nr;

      cs_chart_set_theme (chart, &theme);
      if (i == 0)
        cs_chart_add_quiet_line (chart, median, NULL);
      nr = cs_chart_add_line (chart, own, NULL);
      if (i == 1)
        cs_chart_add_quiet_line (chart, median, NULL);

      sheet = sheet_draw (chart, WIDTH, HEIGHT);
      g_assert_cmphex (pixel_of (chart, sheet, (CsSpot) { nr, 1 }, 0), ==,
                       pixel_of (chart, sheet, (CsSpot) { nr, 0 }, 0));
      cairo_surface_destroy (sheet);
    }
}

/* At its place a corrected point has a ring: ink around, and paper within, which no form has. */
static void
test_a_corrected_point_has_a_ring (void)
{
  static const CsPoint points[] = {
    { 0, 40, CS_MARK_NONE }, { 1, 50, CS_MARK_CORRECTED }, { 2, 60, CS_MARK_NONE },
  };
  g_autoptr(CsSeries) series = cs_series_new (points, G_N_ELEMENTS (points));

  for (guint nr = 0; nr <= CS_THEME_N_INKS; nr++)
    {
      g_autoptr(CsChart) chart = make_line (series, 2, nr);
      guint layer = nr < CS_THEME_N_INKS ? nr : 0;
      cairo_surface_t *sheet = sheet_draw (chart, WIDTH, HEIGHT);

      g_assert_cmpuint (pixel_of (chart, sheet, (CsSpot) { layer, 1 }, 0), ==, WHITE);
      g_assert_cmpuint (pixel_of (chart, sheet, (CsSpot) { layer, 1 }, 4), !=, WHITE);
      if (nr < CS_THEME_N_INKS)
        g_assert_cmpuint (pixel_of (chart, sheet, (CsSpot) { layer, 2 }, 0), !=, WHITE);
      cairo_surface_destroy (sheet);
    }
}

/* On a bar the ring is at its end, half of it above. */
static void
test_a_corrected_bar_has_a_ring (void)
{
  static const CsPoint points[] = {
    { 0, 40, CS_MARK_NONE }, { 1, 50, CS_MARK_CORRECTED }, { 2, 60, CS_MARK_NONE },
  };
  CsTheme theme = make_grey_theme ();
  g_autoptr(CsSeries) series = cs_series_new (points, G_N_ELEMENTS (points));
  g_autoptr(CsAxis) x = cs_axis_new_plain (-1, 3);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 100, CS_UNIT_COUNT);
  g_autoptr(CsChart) chart = cs_chart_new (x, y);
  cairo_surface_t *sheet;

  cs_chart_set_theme (chart, &theme);
  cs_chart_add_bars (chart, series, NULL);
  sheet = sheet_draw (chart, WIDTH, HEIGHT);
  g_assert_cmpuint (pixel_of (chart, sheet, (CsSpot) { 0, 0 }, 4), ==, WHITE);
  g_assert_cmpuint (pixel_of (chart, sheet, (CsSpot) { 0, 1 }, 4), !=, WHITE);
  g_assert_cmpuint (pixel_of (chart, sheet, (CsSpot) { 0, 1 }, -2), ==, WHITE);
  g_assert_cmpuint (pixel_of (chart, sheet, (CsSpot) { 0, 2 }, -2), !=, WHITE);
  cairo_surface_destroy (sheet);
}

/* Pixels around the place of a point that are not the same on two sheets. */
static guint
count_unlike (cairo_surface_t *a,
              cairo_surface_t *b,
              double           x,
              double           y)
{
  guint n = 0;

  for (int row = (int) y - BESIDE; row <= (int) y + BESIDE; row++)
    for (int column = (int) x - BESIDE; column <= (int) x + BESIDE; column++)
      n += sheet_pixel (a, column, row) != sheet_pixel (b, column, row);

  return n;
}

/* A point alone, in one ink: lines are told from one another by its form. */
static void
test_each_line_has_its_form (void)
{
  static const double value[] = { 50 };
  cairo_surface_t *sheets[CS_THEME_N_INKS];
  g_autoptr(CsSeries) series = sheet_series (value, 1, 1, 1);

  for (guint nr = 0; nr < CS_THEME_N_INKS; nr++)
    {
      g_autoptr(CsChart) chart = make_line (series, 2, nr);
      double x;
      double y;

      /* Names would move the plot. */
      while (cs_chart_get_n_layers (chart) < CS_THEME_N_INKS)
        {
          g_autoptr(CsSeries) none = cs_series_new (NULL, 0);

          cs_chart_add_line (chart, none, NULL);
        }

      sheets[nr] = sheet_draw (chart, WIDTH, HEIGHT);
      g_assert_true (cs_chart_locate (chart, WIDTH, HEIGHT, (CsSpot) { nr, 0 }, &x, &y));
      g_assert_cmpuint (sheet_pixel (sheets[nr], (int) x, (int) y), !=, WHITE);
      for (guint other = 0; other < nr; other++)
        g_assert_cmpuint (count_unlike (sheets[nr], sheets[other], x, y), >=, UNLIKE);
    }

  for (guint nr = 0; nr < CS_THEME_N_INKS; nr++)
    cairo_surface_destroy (sheets[nr]);
}

/* Zero is known: a bar of it is a line, and of what is not known there is nothing. So it is where
 * bars have room, and where they are narrower than a pixel. */
static void
test_a_bar_of_zero_is_seen (void)
{
  static const guint amounts[] = { 4, 40, 400, 4000 };
  CsTheme theme = make_grey_theme ();

  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      guint n = amounts[i];
      g_autofree double *values = g_new (double, n);
      g_autoptr(CsAxis) x = cs_axis_new_plain (-0.5, n - 0.5);
      g_autoptr(CsAxis) y = cs_axis_new_value (0, 100, CS_UNIT_COUNT);
      g_autoptr(CsChart) chart = cs_chart_new (x, y);
      g_autoptr(CsSeries) series = NULL;
      cairo_surface_t *sheet;
      const CsFrame *frame;
      int zero;

      /* Four parts: something, zero, unknown, something. */
      for (guint k = 0; k < n; k++)
        values[k] = k < n / 4 || k >= n / 4 * 3 ? 60 : k < n / 2 ? 0 : NAN;
      series = sheet_series (values, n, 0, 1);
      cs_chart_set_theme (chart, &theme);
      cs_chart_add_bars (chart, series, NULL);
      sheet = sheet_draw (chart, WIDTH, HEIGHT);
      frame = cs_chart_get_frame (chart, WIDTH, HEIGHT);
      zero = (int) (frame->plot_top + frame->plot_height) - 1;

      for (guint k = 0; k < n; k++)
        {
          double place = frame->plot_left + (k + 0.5) / n * frame->plot_width;
          gboolean is_known = cs_series_is_known (series, k);

          /* Where what is known ends, a pixel may be of both. */
          if (is_known || (k > n / 2 + n / 100 && k + 1 + n / 100 < n / 4 * 3))
            g_assert_cmpint (sheet_pixel (sheet, (int) place, zero) != WHITE, ==, is_known);
        }

      cairo_surface_destroy (sheet);
    }
}

/* What is lost is below zero, however little, and nothing of it above. */
static void
test_little_losses_are_below_zero (void)
{
  static const guint amounts[] = { 12, 40, 4000 };
  CsTheme theme = make_grey_theme ();

  /* No rule at zero. */
  theme.dim.alpha = 0;

  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      guint n = amounts[i];
      g_autofree CsPoint *points = g_new0 (CsPoint, n);
      g_autoptr(CsAxis) x = cs_axis_new_plain (-0.5, n - 0.5);
      g_autoptr(CsAxis) y = cs_axis_new_value (-100, 100, CS_UNIT_COUNT);
      g_autoptr(CsChart) chart = cs_chart_new (x, y);
      g_autoptr(CsSeries) series = NULL;
      cairo_surface_t *sheet;
      const CsFrame *frame;
      int height = HEIGHT;
      int zero;

      for (guint k = 0; k < n; k++)
        points[k] = (CsPoint) { k, k < n / 2 ? -0.01 : 0.01, CS_MARK_NONE };
      series = cs_series_new (points, n);
      cs_chart_set_theme (chart, &theme);
      cs_chart_add_bars (chart, series, NULL);
      /* So that zero is between two rows of pixels. */
      height += (int) cs_chart_get_frame (chart, WIDTH, height)->plot_height % 2;
      sheet = sheet_draw (chart, WIDTH, height);
      frame = cs_chart_get_frame (chart, WIDTH, height);
      zero = (int) (frame->plot_top + frame->plot_height / 2);

      for (guint k = n / 8; k < n - n / 8; k++)
        {
          int place = (int) (frame->plot_left + (k + 0.5) / n * frame->plot_width);

          if (k + n / 100 >= n / 2 && k <= n / 2 + n / 100)
            continue;

          g_assert_cmpint (sheet_pixel (sheet, place, zero) != WHITE, ==, k < n / 2);
          g_assert_cmpint (sheet_pixel (sheet, place, zero - 1) != WHITE, ==, k >= n / 2);
          g_assert_cmpuint (sheet_pixel (sheet, place, zero - 20), ==, WHITE);
          g_assert_cmpuint (sheet_pixel (sheet, place, zero + 20), ==, WHITE);
        }

      cairo_surface_destroy (sheet);
    }
}

CS_TESTS (marks)
{
  g_test_add_func ("/marks/dense-lines-are-told-apart", test_dense_lines_are_told_apart);
  g_test_add_func ("/marks/dense-end-is-told-apart", test_dense_end_is_told_apart);
  g_test_add_func ("/marks/no-extreme-of-a-dashed-line-is-lost",
                   test_no_extreme_of_a_dashed_line_is_lost);
  g_test_add_func ("/marks/a-long-dashed-line-is-striped", test_a_long_dashed_line_is_striped);
  g_test_add_func ("/marks/a-quiet-line-lies-below", test_a_quiet_line_lies_below);
  g_test_add_func ("/marks/a-corrected-point-has-a-ring", test_a_corrected_point_has_a_ring);
  g_test_add_func ("/marks/a-corrected-bar-has-a-ring", test_a_corrected_bar_has_a_ring);
  g_test_add_func ("/marks/each-line-has-its-form", test_each_line_has_its_form);
  g_test_add_func ("/marks/a-bar-of-zero-is-seen", test_a_bar_of_zero_is_seen);
  g_test_add_func ("/marks/little-losses-are-below-zero", test_little_losses_are_below_zero);
}
