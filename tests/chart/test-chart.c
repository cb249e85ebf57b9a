/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart-private.h"
#include "cs-test.h"
#include "cs-test-locale.h"
#include "sheet.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>

static CsChart *
make_chart (void)
{
  static const CsPoint points[] = {
    { SHEET_START + 0 * SHEET_DAY, 1180, CS_MARK_NONE },
    { SHEET_START + 1 * SHEET_DAY, 1204, CS_MARK_CORRECTED },
    { SHEET_START + 2 * SHEET_DAY, NAN, CS_MARK_NONE },
    { SHEET_START + 3 * SHEET_DAY, NAN, CS_MARK_NONE },
    { SHEET_START + 4 * SHEET_DAY, 1190, CS_MARK_NONE },
  };
  static const double others[] = { 900, 910, 905, 920, 1000 };
  g_autoptr(CsSeries) series = cs_series_new (points, G_N_ELEMENTS (points));
  g_autoptr(CsSeries) other = sheet_series (others, 5, SHEET_START, SHEET_DAY);
  g_autoptr(CsAxis) x = sheet_days (5);
  g_autoptr(CsAxis) y = cs_axis_new_value (900, 1204, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_line (chart, series, "pottery.example");
  cs_chart_add_line (chart, other, "clay.social");
  cs_chart_set_title (chart, "Followers", FALSE);
  cs_chart_set_say (chart, sheet_say, NULL, NULL);

  return chart;
}

static CsChart *
make_one (const double *values,
          guint         n)
{
  g_autoptr(CsSeries) series = sheet_series (values, n, SHEET_START, SHEET_DAY);
  g_autoptr(CsAxis) x = sheet_days (MAX (n, 2));
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 10, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_line (chart, series, NULL);
  cs_chart_set_title (chart, "Followers", FALSE);
  cs_chart_set_say (chart, sheet_say, NULL, NULL);

  return chart;
}

static void
assert_spot (CsChart    *chart,
             guint       layer,
             guint       point,
             const char *expected)
{
  g_autofree char *said = cs_chart_describe_spot (chart, (CsSpot) { layer, point });

  g_assert_cmpstr (said, ==, expected);
}

static void
test_points_are_said (void)
{
  static const double values[] = { 1204 };
  g_autoptr(CsChart) chart = make_chart ();
  g_autoptr(CsChart) one = make_one (values, 1);

  cs_test_locale_begin ("en_US");
  assert_spot (chart, 0, 0, "pottery.example, 1 November 2026: 1,180 followers");
  assert_spot (chart, 0, 1, "pottery.example, 2 November 2026: 1,204 followers, corrected");
  assert_spot (chart, 0, 2, "pottery.example, 3 November 2026: not known");
  assert_spot (chart, 0, 9, "");
  assert_spot (chart, 7, 0, "");
  assert_spot (one, 0, 0, "1 November 2026: 1,204 followers");

  cs_test_locale_end ();
}

static void
assert_described (CsChart    *chart,
                  const char *expected)
{
  g_autofree char *said = cs_chart_describe (chart);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_the_whole_is_said (void)
{
  static const double values[] = { 3, NAN, 7 };
  static const double lows[] = { 1, 2 };
  static const double highs[] = { 5, 8 };
  g_autoptr(CsChart) chart = make_chart ();
  g_autoptr(CsChart) empty = make_one (values, 0);
  g_autoptr(CsChart) unknown = make_one (values + 1, 1);
  g_autoptr(CsChart) one = make_one (values, 1);
  g_autoptr(CsChart) few = make_one (values, 3);
  g_autoptr(CsSeries) low = sheet_series (lows, 2, SHEET_START, SHEET_DAY);
  g_autoptr(CsSeries) high = sheet_series (highs, 2, SHEET_START, SHEET_DAY);

  assert_described (empty, "Followers: no numbers yet.");
  assert_described (unknown, "Followers: no numbers yet.");
  assert_described (one, "Followers has one value, on 1 November 2026: 3 followers.");
  assert_described (few,
                    "Followers from 1 November 2026 to 3 November 2026: 2 values, 1 gap. "
                    "Lowest: 3 followers (1 November 2026). "
                    "Highest: 7 followers (3 November 2026). Last: 7 followers.");
  assert_described (chart,
                    "Followers. "
                    "pottery.example from 1 November 2026 to 5 November 2026: 3 values, 1 gap. "
                    "Lowest: 1180 followers (1 November 2026). "
                    "Highest: 1204 followers (2 November 2026). Last: 1190 followers. "
                    "clay.social from 1 November 2026 to 5 November 2026: 5 values. "
                    "Lowest: 900 followers (1 November 2026). "
                    "Highest: 1000 followers (5 November 2026). Last: 1000 followers.");

  cs_chart_add_band (empty, low, high, "Half of the posts");
  assert_described (empty,
                    "Followers. Followers: no numbers yet. "
                    "Half of the posts from 1 November 2026 to 2 November 2026. "
                    "Last: 2 to 8 followers.");
}

static void
test_the_focus_passes_over_gaps (void)
{
  g_autoptr(CsChart) chart = make_chart ();
  CsSpot spot = { 0, 0 };

  g_assert_false (cs_chart_move (chart, CS_MOVE_PREVIOUS, &spot));
  g_assert_true (cs_chart_move (chart, CS_MOVE_NEXT, &spot));
  g_assert_cmpuint (spot.point, ==, 1);
  g_assert_true (cs_chart_move (chart, CS_MOVE_NEXT, &spot));
  g_assert_cmpuint (spot.point, ==, 4);
  g_assert_false (cs_chart_move (chart, CS_MOVE_NEXT, &spot));
  g_assert_cmpuint (spot.point, ==, 4);
  g_assert_true (cs_chart_move (chart, CS_MOVE_PREVIOUS, &spot));
  g_assert_cmpuint (spot.point, ==, 1);
  g_assert_true (cs_chart_move (chart, CS_MOVE_LAST, &spot));
  g_assert_cmpuint (spot.point, ==, 4);
  g_assert_true (cs_chart_move (chart, CS_MOVE_FIRST, &spot));
  g_assert_cmpuint (spot.point, ==, 0);

  g_assert_false (cs_chart_move (chart, CS_MOVE_PREVIOUS_LAYER, &spot));
  g_assert_true (cs_chart_move (chart, CS_MOVE_NEXT_LAYER, &spot));
  spot.point = 2;
  g_assert_true (cs_chart_move (chart, CS_MOVE_PREVIOUS_LAYER, &spot));
  g_assert_cmpuint (spot.layer, ==, 0);
  g_assert_cmpuint (spot.point, ==, 1);
  spot = (CsSpot) { 9, 9 };
  g_assert_false (cs_chart_move (chart, CS_MOVE_NEXT, &spot));
}

/* Whoever goes into a gap sees where; the other line has a point there. */
static void
test_the_focus_is_seen_in_a_gap (void)
{
  g_autoptr(CsChart) chart = make_chart ();
  const CsSpot gap = { 0, 2 };
  const CsSpot beyond = { 0, 9 };
  cairo_surface_t *without = sheet_draw (chart, 600, 300);
  cairo_surface_t *within;
  cairo_surface_t *nowhere;
  double x, y;
  int column;

  g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 1, 2 }, &x, &y));
  column = (int) floor (x - 0.5);
  cs_chart_set_focus (chart, &gap);
  within = sheet_draw (chart, 600, 300);
  g_assert_cmpuint (sheet_pixel (within, column, 60), !=, sheet_pixel (without, column, 60));
  g_assert_cmpuint (sheet_pixel (within, column + 8, 60), ==,
                    sheet_pixel (without, column + 8, 60));

  cs_chart_set_focus (chart, &beyond);
  nowhere = sheet_draw (chart, 600, 300);
  g_assert_cmpuint (sheet_pixel (nowhere, column, 60), ==, sheet_pixel (without, column, 60));

  cairo_surface_destroy (without);
  cairo_surface_destroy (within);
  cairo_surface_destroy (nowhere);
}

/* A ring, empty within, around the point that has it; in a picture it is too few pixels to tell. */
static void
test_the_focus_is_a_ring (void)
{
  g_autoptr(CsChart) chart = make_chart ();
  const CsSpot spot = { 1, 2 };
  CsTheme theme = sheet_bare_theme ();
  cairo_surface_t *without;
  cairo_surface_t *within;
  double x, y;

  cs_chart_set_theme (chart, &theme);
  g_assert_true (cs_chart_locate (chart, 600, 300, spot, &x, &y));
  without = sheet_draw (chart, 600, 300);
  cs_chart_set_focus (chart, &spot);
  within = sheet_draw (chart, 600, 300);

  g_assert_cmpuint (sheet_pixel (without, (int) x, (int) y), !=, 0xffffffff);
  g_assert_cmpuint (sheet_pixel (within, (int) x, (int) y), ==, 0xffffffff);
  for (int corner = 0; corner < 4; corner++)
    {
      int at = (int) floor (x + (corner % 2 ? 1 : -1) * 5.5 * G_SQRT2 / 2);
      int down = (int) floor (y + (corner / 2 ? 1 : -1) * 5.5 * G_SQRT2 / 2);

      g_assert_cmpuint (sheet_pixel (without, at, down), ==, 0xffffffff);
      g_assert_cmpuint (sheet_pixel (within, at, down), !=, 0xffffffff);
    }

  cairo_surface_destroy (without);
  cairo_surface_destroy (within);
}

/* The last age that others are looked at may be beyond the axis: the band ends with the plot. */
static void
test_a_band_ends_with_the_plot (void)
{
  static const double lows[] = { 2, 2, 2 };
  static const double highs[] = { 8, 8, 8 };
  g_autoptr(CsSeries) low = sheet_series (lows, 3, SHEET_START, 2 * SHEET_DAY);
  g_autoptr(CsSeries) high = sheet_series (highs, 3, SHEET_START, 2 * SHEET_DAY);
  g_autoptr(CsAxis) x = sheet_days (4);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 10, CS_UNIT_COUNT);
  g_autoptr(CsChart) chart = cs_chart_new (x, y);
  CsTheme theme = sheet_bare_theme ();
  cairo_surface_t *sheet;
  double first, second, middle;
  int end;

  cs_chart_add_band (chart, low, high, "Middle half");
  cs_chart_set_theme (chart, &theme);
  g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 0, 0 }, &first, &middle));
  g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 0, 1 }, &second, &middle));
  end = (int) round (first + 1.5 * (second - first));

  sheet = sheet_draw (chart, 600, 300);
  g_assert_cmpuint (sheet_pixel (sheet, end - 1, (int) middle), !=, 0xffffffff);
  for (int i = 0; i < 10; i++)
    g_assert_cmpuint (sheet_pixel (sheet, end + i, (int) middle), ==, 0xffffffff);
  cairo_surface_destroy (sheet);
}

/* Where a point is drawn it is found, from either side. */
static void
test_points_are_found (void)
{
  g_autoptr(CsChart) chart = make_chart ();
  CsSpot found;
  double x;
  double y;
  double other;

  for (guint mirrored = 0; mirrored < 2; mirrored++)
    {
      cs_chart_set_mirrored (chart, mirrored);

      for (guint layer = 0; layer < cs_chart_get_n_layers (chart); layer++)
        for (guint i = 0; i < cs_chart_get_n_points (chart, layer); i++)
          {
            if (!cs_chart_locate (chart, 600, 300, (CsSpot) { layer, i }, &x, &y))
              continue;

            g_assert_true (cs_chart_find (chart, 600, 300, x + 4, y + 3, &found));
            g_assert_cmpuint (found.layer, ==, layer);
            g_assert_cmpuint (found.point, ==, i);
          }

      g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 1, 0 }, &x, &y));
      g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 1, 4 }, &other, &y));
      g_assert_true (mirrored ? other < x : other > x);
      g_assert_false (cs_chart_find (chart, 600, 300, mirrored ? 599 : 1, 10, &found));
    }
}

static void
test_bars_are_found (void)
{
  static const char *const labels[] = { "a", "b", "c", NULL };
  static const double values[] = { 4, NAN, 0 };
  g_autoptr(CsSeries) series = sheet_series (values, 3, 0, 1);
  g_autoptr(CsAxis) axis = cs_axis_new_ordinal (labels, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 4, CS_UNIT_COUNT);
  g_autoptr(CsChart) chart = cs_chart_new (axis, y);
  CsSpot found = { 0, 0 };
  double left;
  double right;
  double top;

  cs_chart_add_bars (chart, series, "Likes");
  cs_chart_add_bars (chart, series, "Shares");
  g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 0, 2 }, &left, &top));
  g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 1, 2 }, &right, &top));
  g_assert_cmpfloat (left + 4, <, right);
  g_assert_true (cs_chart_find (chart, 600, 300, right, top, &found));
  g_assert_cmpuint (found.layer, ==, 1);
  g_assert_cmpuint (found.point, ==, 2);
  g_assert_false (cs_chart_find (chart, 600, 300, 300, top, &found));
}

/* What is beyond the axis is not seen, so no focus goes there. */
static void
test_the_focus_stays_on_the_axis (void)
{
  static const double values[] = { 1, 2, 3, NAN, 5, 6, 7 };
  g_autoptr(CsSeries) series = sheet_series (values, 7, 0, 1);
  g_autoptr(CsAxis) x = cs_axis_new_plain (1.9, 5.1);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 10, CS_UNIT_COUNT);
  g_autoptr(CsChart) chart = cs_chart_new (x, y);
  CsSpot spot = { 0, 0 };
  double right;
  double top;

  cs_chart_add_line (chart, series, "a");
  cs_chart_add_line (chart, series, "b");

  g_assert_true (cs_chart_move (chart, CS_MOVE_FIRST, &spot));
  g_assert_cmpuint (spot.point, ==, 2);
  g_assert_false (cs_chart_move (chart, CS_MOVE_PREVIOUS, &spot));
  g_assert_true (cs_chart_move (chart, CS_MOVE_LAST, &spot));
  g_assert_cmpuint (spot.point, ==, 5);
  g_assert_false (cs_chart_move (chart, CS_MOVE_NEXT, &spot));
  spot.point = 0;
  g_assert_true (cs_chart_move (chart, CS_MOVE_NEXT, &spot));
  g_assert_cmpuint (spot.point, ==, 2);
  spot.point = 6;
  g_assert_true (cs_chart_move (chart, CS_MOVE_PREVIOUS, &spot));
  g_assert_cmpuint (spot.point, ==, 5);
  spot.point = 6;
  g_assert_true (cs_chart_move (chart, CS_MOVE_NEXT_LAYER, &spot));
  g_assert_cmpuint (spot.point, ==, 5);

  g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 0, 6 }, &right, &top));
  if (cs_chart_find (chart, 600, 300, right, top, &spot))
    g_assert_cmpuint (spot.point, ==, 5);
  g_assert_true (cs_chart_locate (chart, 600, 300, (CsSpot) { 0, 5 }, &right, &top));
  g_assert_true (cs_chart_find (chart, 600, 300, right + 20, top, &spot));
  g_assert_cmpuint (spot.point, ==, 5);
}

/* How a layer is shown beside its name. */
static cairo_surface_t *
draw_sample (CsChart *chart,
             guint    nr)
{
  cairo_surface_t *sheet = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 20, 12);
  CsCanvas canvas = cs_chart_make_canvas (chart, cs_chart_get_frame (chart, 600, 300));

  canvas.cr = cairo_create (sheet);
  cs_layer_sample (cs_chart_get_layer (chart, nr), &canvas, 1, 6, CS_FRAME_SAMPLE);
  cairo_destroy (canvas.cr);
  cairo_surface_flush (sheet);

  return sheet;
}

static gboolean
is_same_sheet (cairo_surface_t *a,
               cairo_surface_t *b)
{
  for (int y = 0; y < cairo_image_surface_get_height (a); y++)
    for (int x = 0; x < cairo_image_surface_get_width (a); x++)
      if (sheet_pixel (a, x, y) != sheet_pixel (b, x, y))
        return FALSE;

  return TRUE;
}

/* In their colours, and where all inks are one. */
static void
test_no_two_lines_look_the_same (void)
{
  static const double values[] = { 1, 2 };
  enum { N = CS_THEME_N_INKS * CS_THEME_N_INKS };
  CsTheme theme = cs_theme_get (FALSE, FALSE);

  for (guint in_grey = 0; in_grey < 2; in_grey++)
    {
      g_autoptr(CsChart) chart = make_one (values, 2);
      cairo_surface_t *samples[N];

      for (guint i = 0; i < CS_THEME_N_INKS && in_grey; i++)
        theme.inks[i] = theme.text;
      cs_chart_set_theme (chart, &theme);

      for (guint i = 0; i < N; i++)
        {
          g_autoptr(CsSeries) series = sheet_series (values, 2, SHEET_START, SHEET_DAY);

          if (i > 0)
            cs_chart_add_line (chart, series, NULL);
          samples[i] = draw_sample (chart, i);
          for (guint k = 0; k < i; k++)
            g_assert_false (is_same_sheet (samples[i], samples[k]));
        }

      for (guint i = 0; i < N; i++)
        cairo_surface_destroy (samples[i]);
    }
}

static cairo_status_t
count_bytes (void         *closure,
             const guchar *bytes,
             guint         length)
{
  *(gsize *) closure += length;

  return CAIRO_STATUS_SUCCESS;
}

/* Nothing is too small to be drawn on, and all kinds of surfaces take it. */
static void
test_drawn_on_anything (void)
{
  static const double sizes[][2] = { { 0, 0 }, { 1, 1 }, { 40, 20 }, { 90, 60 }, { 3000, 2000 } };
  g_autoptr(CsChart) chart = make_chart ();
  gsize n_svg = 0;
  gsize n_pdf = 0;
  cairo_surface_t *surfaces[] = {
    cairo_svg_surface_create_for_stream (count_bytes, &n_svg, 600, 300),
    cairo_pdf_surface_create_for_stream (count_bytes, &n_pdf, 600, 300),
    cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL),
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 600, 300),
  };

  for (guint i = 0; i < G_N_ELEMENTS (surfaces); i++)
    {
      cairo_t *cr = cairo_create (surfaces[i]);

      for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
        {
          cs_chart_draw (chart, cr, sizes[k][0], sizes[k][1]);
          g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        }

      cairo_destroy (cr);
      cairo_surface_finish (surfaces[i]);
      g_assert_cmpint (cairo_surface_status (surfaces[i]), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_destroy (surfaces[i]);
    }

  g_assert_cmpuint (n_svg, >, 1000);
  g_assert_cmpuint (n_pdf, >, 1000);
}

/* On a screen with twice the pixels the same is at the same place. */
static void
test_laid_out_the_same_everywhere (void)
{
  g_autoptr(CsChart) chart = make_chart ();
  cairo_surface_t *fine = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1200, 600);
  cairo_t *cr = cairo_create (fine);
  double left = cs_chart_get_frame (chart, 600, 300)->plot_left;
  const CsFrame *frame;

  cairo_scale (cr, 2, 2);
  cs_chart_draw (chart, cr, 600, 300);
  cs_chart_set_mirrored (chart, FALSE);
  frame = cs_chart_get_frame (chart, 600, 300);
  g_assert_cmpfloat (frame->plot_left, ==, left);

  cairo_destroy (cr);
  cairo_surface_destroy (fine);
}

CS_TESTS (chart)
{
  g_test_add_func ("/chart/points-are-said", test_points_are_said);
  g_test_add_func ("/chart/the-whole-is-said", test_the_whole_is_said);
  g_test_add_func ("/chart/the-focus-passes-over-gaps", test_the_focus_passes_over_gaps);
  g_test_add_func ("/chart/the-focus-is-a-ring", test_the_focus_is_a_ring);
  g_test_add_func ("/chart/a-band-ends-with-the-plot", test_a_band_ends_with_the_plot);
  g_test_add_func ("/chart/the-focus-is-seen-in-a-gap", test_the_focus_is_seen_in_a_gap);
  g_test_add_func ("/chart/points-are-found", test_points_are_found);
  g_test_add_func ("/chart/bars-are-found", test_bars_are_found);
  g_test_add_func ("/chart/the-focus-stays-on-the-axis", test_the_focus_stays_on_the_axis);
  g_test_add_func ("/chart/no-two-lines-look-the-same", test_no_two_lines_look_the_same);
  g_test_add_func ("/chart/drawn-on-anything", test_drawn_on_anything);
  g_test_add_func ("/chart/laid-out-the-same-everywhere", test_laid_out_the_same_everywhere);
}
