/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "sheet.h"

#include <math.h>

#define WIDTH  640
#define HEIGHT 320
/* What other versions of libraries may do to an edge: a channel off by less is the same. */
#define SAME_CHANNEL 40
/* Of all pixels, how many may differ by more. */
#define SAME_PART    0.002

typedef CsChart *(*Make) (void);

static double
followers (guint day)
{
  return 1000 + 7 * day + 40 * sin (day / 4.0) + (day > 60 ? (day - 60) * 9 : 0);
}

static CsSeries *
make_followers (guint n_days,
                int   with_gaps)
{
  g_autofree CsPoint *points = g_new0 (CsPoint, n_days);

  for (guint i = 0; i < n_days; i++)
    {
      gboolean is_gap = with_gaps && ((i > 20 && i < 34) || i == 60 || i == 62);

      points[i].x = SHEET_START + i * SHEET_DAY;
      points[i].y = is_gap ? NAN : round (followers (i));
      points[i].mark = with_gaps && i == 45 ? CS_MARK_CORRECTED : CS_MARK_NONE;
    }

  return cs_series_new (points, n_days);
}

static CsChart *
make_line (void)
{
  g_autoptr(CsSeries) series = make_followers (92, FALSE);
  g_autoptr(CsAxis) x = sheet_days (92);
  g_autoptr(CsAxis) y = cs_axis_new_value (950, 1950, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_line (chart, series, NULL);
  cs_chart_set_title (chart, "Followers", TRUE);

  return chart;
}

static CsChart *
make_dark (void)
{
  CsChart *chart = make_line ();
  CsTheme theme = cs_theme_get (TRUE, FALSE);
  CsSpot spot = { 0, 50 };

  cs_chart_set_theme (chart, &theme);
  cs_chart_set_focus (chart, &spot);

  return chart;
}

static CsChart *
make_rtl (void)
{
  CsChart *chart = make_line ();

  cs_chart_set_title (chart, "עוקבים", TRUE);
  cs_chart_set_mirrored (chart, TRUE);

  return chart;
}

static CsChart *
make_gaps (void)
{
  g_autoptr(CsSeries) series = make_followers (92, TRUE);
  g_autoptr(CsAxis) x = sheet_days (92);
  g_autoptr(CsAxis) y = cs_axis_new_value (950, 1950, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_line (chart, series, NULL);

  return chart;
}

static void
add_several (CsChart *chart,
             guint    n_lines)
{
  static const char *const names[] = {
    "pottery.example", "clay.social", "bsky.app", "glaze.town", "wheel.space", "kiln.club",
    "slip.example", "raku.social", "bisque.town", "celadon.space",
  };

  for (guint nr = 0; nr < n_lines; nr++)
    {
      g_autoptr(CsSeries) series = NULL;
      double values[30];

      for (guint i = 0; i < 30; i++)
        values[i] = 400 + nr * 260 + (12 - 3.0 * nr) * i + 60 * sin (i / (2.0 + nr));
      series = sheet_series (values, 30, SHEET_START, SHEET_DAY);
      cs_chart_add_line (chart, series, names[nr]);
    }
}

static CsChart *
make_several (gboolean is_dark)
{
  g_autoptr(CsAxis) x = sheet_days (30);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 2000, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);
  CsTheme theme = cs_theme_get (is_dark, FALSE);

  add_several (chart, CS_THEME_N_INKS);
  cs_chart_set_theme (chart, &theme);

  return chart;
}

/* More than there are inks, and than have room on a narrow chart. */
static CsChart *
make_ten (void)
{
  g_autoptr(CsAxis) x = sheet_days (30);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 3000, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  add_several (chart, 10);

  return chart;
}

static CsChart *
make_several_light (void)
{
  return make_several (FALSE);
}

static CsChart *
make_several_dark (void)
{
  return make_several (TRUE);
}

static CsChart *
make_several_rtl (void)
{
  CsChart *chart = make_several (FALSE);

  cs_chart_set_mirrored (chart, TRUE);

  return chart;
}

static CsChart *
make_high_contrast (void)
{
  CsChart *chart = make_several (TRUE);
  CsTheme theme = cs_theme_get (TRUE, TRUE);

  cs_chart_set_theme (chart, &theme);

  return chart;
}

static CsChart *
make_bars (void)
{
  static const char *const labels[] = {
    "3 Nov", "5 Nov", "6 Nov", "9 Nov", "12 Nov", "14 Nov", "15 Nov", "18 Nov", "20 Nov", NULL,
  };
  static const double values[] = { 120, 340, 0, 95, NAN, 1210, 480, 220, 610 };
  g_autoptr(CsSeries) series = sheet_series (values, 9, 0, 1);
  g_autoptr(CsAxis) x = cs_axis_new_ordinal (labels, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 1210, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_bars (chart, series, NULL);
  cs_chart_set_title (chart, "Interactions by post", TRUE);

  return chart;
}

static CsChart *
make_losses (void)
{
  static const double values[] = { 12, -4, 7, 0, -18, 3, 22, 9 };
  g_autoptr(CsSeries) series = sheet_series (values, 8, SHEET_START, SHEET_DAY);
  CsAxisCalendar days = { NULL, FALSE, 1, TRUE };
  g_autoptr(CsAxis) x = cs_axis_new_time (SHEET_START - SHEET_DAY / 2,
                                          SHEET_START + 7.5 * SHEET_DAY, &days);
  g_autoptr(CsAxis) y = cs_axis_new_value (-18, 22, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_bars (chart, series, NULL);

  return chart;
}

/* Likes and shares of each day, side by side; the last were corrected. */
static CsChart *
make_pairs (void)
{
  static const double shares[] = { 4, 9, NAN, 12, 7, 3 };
  static const CsPoint likes[] = {
    { SHEET_START, 21, CS_MARK_NONE },
    { SHEET_START + SHEET_DAY, 34, CS_MARK_NONE },
    { SHEET_START + 2 * SHEET_DAY, 18, CS_MARK_NONE },
    { SHEET_START + 3 * SHEET_DAY, 40, CS_MARK_NONE },
    { SHEET_START + 4 * SHEET_DAY, 0, CS_MARK_NONE },
    { SHEET_START + 5 * SHEET_DAY, 27, CS_MARK_CORRECTED },
  };
  g_autoptr(CsSeries) first = cs_series_new (likes, G_N_ELEMENTS (likes));
  g_autoptr(CsSeries) second = sheet_series (shares, 6, SHEET_START, SHEET_DAY);
  CsAxisCalendar days = { NULL, FALSE, 1, TRUE };
  g_autoptr(CsAxis) x = cs_axis_new_time (SHEET_START - SHEET_DAY / 2,
                                          SHEET_START + 5.5 * SHEET_DAY, &days);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 40, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_bars (chart, first, "Likes");
  cs_chart_add_bars (chart, second, "Shares");

  return chart;
}

/* More than there are pixels. */
static CsChart *
make_many_bars (void)
{
  enum { N = 5000 };
  g_autofree double *values = g_new (double, N);
  g_autoptr(CsSeries) series = NULL;
  g_autoptr(CsAxis) x = cs_axis_new_time (SHEET_START, SHEET_START + N * 3600.0, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (-20, 100, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);
  guint64 state = 6;

  for (guint i = 0; i < N; i++)
    values[i] = i > 3000 && i < 3400 ? NAN : 40 + 50 * sin (i / 400.0) - 10 * sheet_random (&state);
  series = sheet_series (values, N, SHEET_START, 3600);
  cs_chart_add_bars (chart, series, NULL);

  return chart;
}

static CsChart *
make_band (void)
{
  enum { N = 57 };
  double low[N];
  double high[N];
  double middle[N];
  double own[N];
  g_autoptr(CsSeries) lows = NULL;
  g_autoptr(CsSeries) highs = NULL;
  g_autoptr(CsSeries) middles = NULL;
  g_autoptr(CsSeries) owns = NULL;
  g_autoptr(CsAxis) x = cs_axis_new_age (0, 7 * SHEET_DAY);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 180, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  for (guint i = 0; i < N; i++)
    {
      double rise = 1 - exp (-(double) i / 12);

      middle[i] = i > 30 && i < 34 ? NAN : 90 * rise;
      low[i] = i > 30 && i < 34 ? NAN : 55 * rise;
      high[i] = i > 30 && i < 34 ? NAN : 130 * rise;
      own[i] = i > 44 ? NAN : 165 * (1 - exp (-(double) i / 18));
    }

  lows = sheet_series (low, N, 0, 3 * 3600);
  highs = sheet_series (high, N, 0, 3 * 3600);
  middles = sheet_series (middle, N, 0, 3 * 3600);
  owns = sheet_series (own, N, 0, 3 * 3600);
  cs_chart_add_band (chart, lows, highs, "Half of the posts");
  cs_chart_add_quiet_line (chart, middles, "Median");
  cs_chart_add_line (chart, owns, "This post");

  return chart;
}

static CsChart *
make_sparkline (void)
{
  g_autoptr(CsSeries) series = make_followers (30, TRUE);
  g_autoptr(CsAxis) x = sheet_days (30);

  return cs_chart_new_sparkline (x, series);
}

static CsChart *
make_one_point (void)
{
  static const double value[] = { 1204 };
  g_autoptr(CsSeries) series = sheet_series (value, 1, SHEET_START + 3 * SHEET_DAY, SHEET_DAY);
  g_autoptr(CsAxis) x = sheet_days (7);
  g_autoptr(CsAxis) y = cs_axis_new_value (1204, 1204, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_line (chart, series, NULL);

  return chart;
}

static CsChart *
make_empty (void)
{
  g_autoptr(CsSeries) series = cs_series_new (NULL, 0);
  g_autoptr(CsAxis) x = sheet_days (7);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 0, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_line (chart, series, NULL);

  return chart;
}

static CsChart *
make_dense (void)
{
  enum { N = 200000 };
  g_autofree double *values = g_new (double, N);
  g_autoptr(CsSeries) series = NULL;
  g_autoptr(CsAxis) x = cs_axis_new_time (SHEET_START, SHEET_START + N * 60.0, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (-30, 150, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);
  guint64 state = 1;

  for (guint i = 0; i < N; i++)
    values[i] = i > 90000 && i < 110000
              ? NAN : 60 + 50 * sin (i / 15000.0) + 30 * (sheet_random (&state) - 0.5);
  values[150000] = 148;
  series = sheet_series (values, N, SHEET_START, 60);
  cs_chart_add_line (chart, series, NULL);

  return chart;
}

/* As many points as there are pixels, or nearly. */
static CsChart *
make_hourly (void)
{
  enum { N = 700 };
  double values[N];
  g_autoptr(CsSeries) series = NULL;
  g_autoptr(CsAxis) x = cs_axis_new_time (SHEET_START, SHEET_START + N * 3600.0, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 0.08, CS_UNIT_RATE);
  CsChart *chart = cs_chart_new (x, y);

  for (guint i = 0; i < N; i++)
    values[i] = 0.04 + 0.02 * sin (i / 60.0) + (i > 350 ? 0.012 * sin (i * 0.8) : 0);
  series = sheet_series (values, N, SHEET_START, 3600);
  cs_chart_add_line (chart, series, NULL);

  return chart;
}

static const struct
{
  const char *name;
  Make        make;
  int         width;
  int         height;
  double      text_scale;
} pictures[] = {
  { "line-light", make_line, WIDTH, HEIGHT, 1 },
  { "line-dark", make_dark, WIDTH, HEIGHT, 1 },
  { "line-rtl", make_rtl, WIDTH, HEIGHT, 1 },
  { "line-large-text", make_line, WIDTH, HEIGHT, 2 },
  { "gaps", make_gaps, WIDTH, HEIGHT, 1 },
  { "several-light", make_several_light, WIDTH, HEIGHT, 1 },
  { "several-dark", make_several_dark, WIDTH, HEIGHT, 1 },
  { "several-narrow", make_several_light, 330, 300, 1 },
  { "ten-narrow", make_ten, 360, 240, 1 },
  { "ten-wide", make_ten, WIDTH, HEIGHT, 1 },
  { "several-rtl", make_several_rtl, WIDTH, HEIGHT, 1 },
  { "high-contrast", make_high_contrast, WIDTH, HEIGHT, 1 },
  { "bars", make_bars, WIDTH, HEIGHT, 1 },
  { "bars-in-pairs", make_pairs, WIDTH, HEIGHT, 1 },
  { "bars-many", make_many_bars, WIDTH, HEIGHT, 1 },
  { "losses", make_losses, WIDTH, HEIGHT, 1 },
  { "band", make_band, WIDTH, HEIGHT, 1 },
  { "sparkline", make_sparkline, 120, 36, 1 },
  { "one-point", make_one_point, WIDTH, HEIGHT, 1 },
  { "no-data", make_empty, WIDTH, HEIGHT, 1 },
  { "hourly", make_hourly, WIDTH, HEIGHT, 1 },
  { "dense", make_dense, WIDTH, HEIGHT, 1 },
};

static gboolean
is_same (guint32 a,
         guint32 b)
{
  for (guint shift = 0; shift < 32; shift += 8)
    if (ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > SAME_CHANNEL)
      return FALSE;

  return TRUE;
}

static double
compare (cairo_surface_t *a,
         cairo_surface_t *b)
{
  int width = cairo_image_surface_get_width (a);
  int height = cairo_image_surface_get_height (a);
  guint n = 0;

  g_assert_cmpint (cairo_image_surface_get_width (b), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (b), ==, height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      n += !is_same (sheet_pixel (a, x, y), sheet_pixel (b, x, y));

  return n / (double) (width * height);
}

static cairo_surface_t *
draw (guint i)
{
  CsChart *chart = pictures[i].make ();
  PangoContext *letters = sheet_letters (pictures[i].text_scale);
  cairo_surface_t *drawn;

  cs_chart_set_letters (chart, letters);
  drawn = sheet_draw (chart, pictures[i].width, pictures[i].height);
  g_object_unref (letters);
  cs_chart_unref (chart);

  return drawn;
}

static void
test_picture (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  cairo_surface_t *drawn = draw (i);
  g_autofree char *file = g_strconcat (pictures[i].name, ".png", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "chart", "pictures", file, NULL);
  g_autofree char *own = g_test_build_filename (G_TEST_BUILT, "chart", file, NULL);
  const char *remade = g_getenv ("CREATORSYNC_REMAKE_PICTURES");
  cairo_surface_t *stored;

  g_assert_cmpint (cairo_surface_write_to_png (drawn, remade != NULL ? path : own), ==,
                   CAIRO_STATUS_SUCCESS);

  stored = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (stored), ==, CAIRO_STATUS_SUCCESS);
  g_test_message ("%s is beside %s", own, path);
  g_assert_cmpfloat (compare (drawn, stored), <=, SAME_PART);

  cairo_surface_destroy (stored);
  cairo_surface_destroy (drawn);
}

CS_TESTS (pictures)
{
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_strconcat ("/pictures/", pictures[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_picture);
    }

}
