/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-chart-private.h"
#include "cs-test.h"
#include "cs-test-locale.h"
#include "sheet.h"

#include <math.h>

static CsChart *
make_chart (void)
{
  static const double values[] = { 1180, 1204, NAN, NAN, 1190 };
  static const double others[] = { 900, 910, 905, 920, 1000 };
  g_autoptr(CsSeries) series = sheet_series (values, 5, SHEET_START, SHEET_DAY);
  g_autoptr(CsSeries) other = sheet_series (others, 5, SHEET_START, SHEET_DAY);
  g_autoptr(CsAxis) x = sheet_days (5);
  g_autoptr(CsAxis) y = cs_axis_new_value (900, 1204, CS_UNIT_COUNT);
  CsChart *chart = cs_chart_new (x, y);

  cs_chart_add_line (chart, series, "pottery.example");
  cs_chart_add_line (chart, other, "clay.social");
  cs_chart_set_title (chart, "Followers", TRUE);

  return chart;
}

/* The labels of a row, in the order in which they are read. */
static void
assert_apart (GArray   *labels,
              gboolean  is_row,
              gboolean  is_mirrored)
{
  for (guint i = 1; i < labels->len; i++)
    {
      const CsLabel *a = &g_array_index (labels, CsLabel, i - 1);
      const CsLabel *b = &g_array_index (labels, CsLabel, i);

      if (!is_row)
        g_assert_cmpfloat (b->y + b->height, <=, a->y + 0.01);
      else if (is_mirrored)
        g_assert_cmpfloat (b->x + b->width, <, a->x);
      else
        g_assert_cmpfloat (a->x + a->width, <, b->x);
    }
}

static void
assert_inside (GArray *labels,
               double  width,
               double  height)
{
  for (guint i = 0; i < labels->len; i++)
    {
      const CsLabel *label = &g_array_index (labels, CsLabel, i);

      g_assert_cmpfloat (label->x, >=, 0);
      g_assert_cmpfloat (label->y, >=, 0);
      g_assert_cmpfloat (label->x + label->width, <=, width);
      g_assert_cmpfloat (label->y + label->height, <=, height);
    }
}

static gboolean
lies_upon (const CsLabel *a,
           const CsLabel *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width
      && a->y + 0.01 < b->y + b->height && b->y + 0.01 < a->y + a->height;
}

/* None of a row lies upon one of another. */
static void
assert_none_upon (GArray *labels,
                  GArray *others)
{
  for (guint i = 0; i < labels->len; i++)
    for (guint k = 0; k < others->len; k++)
      g_assert_false (lies_upon (&g_array_index (labels, CsLabel, i),
                                 &g_array_index (others, CsLabel, k)));
}

/* Any range, any size, small and large text: what is written is apart, and on the chart. */
static void
test_labels_never_overlap (void)
{
  static const char *const locales[] = { "en_US", "de_DE", "pl_PL", "ar_EG", "zh_CN" };
  guint64 state = 8;

  for (guint i = 0; i < 300; i++)
    {
      double width = 300 + floor (sheet_random (&state) * 1200);
      double height = 220 + floor (sheet_random (&state) * 400);
      double span = pow (10, 3.5 + sheet_random (&state) * 6);
      double top = pow (10, sheet_random (&state) * 8);
      CsAxisCalendar calendar = { NULL, i % 2, 1, i % 3 == 0 };
      g_autoptr(CsAxis) x = cs_axis_new_time (SHEET_START, SHEET_START + span, &calendar);
      g_autoptr(CsAxis) y = cs_axis_new_value (top * sheet_random (&state), top, i % 5 == 0);
      g_autoptr(CsSeries) series = cs_series_new (&(CsPoint) { SHEET_START, top, 0 }, 1);
      g_autoptr(CsChart) chart = cs_chart_new (x, y);
      PangoContext *letters = sheet_letters (i % 4 == 0 ? 2 : 1);
      const CsFrame *frame;

      cs_test_locale_begin (locales[i / 60]);
      cs_chart_add_line (chart, series, NULL);
      cs_chart_set_letters (chart, letters);
      cs_chart_set_mirrored (chart, i % 7 == 0);
      frame = cs_chart_get_frame (chart, width, height);
      assert_apart (frame->x_labels, TRUE, i % 7 == 0);
      assert_apart (frame->y_labels, FALSE, FALSE);
      assert_inside (frame->x_labels, width, height);
      assert_inside (frame->y_labels, width, height);
      assert_none_upon (frame->x_labels, frame->y_labels);
      g_assert_cmpuint (frame->x_labels->len, >=, 1);
      g_assert_cmpuint (frame->y_labels->len, >=, 2);

      g_object_unref (letters);
      cs_test_locale_end ();
    }
}

static void
assert_none_upon_another (GArray *labels)
{
  for (guint i = 0; i < labels->len; i++)
    for (guint k = 0; k < i; k++)
      {
        const CsLabel *a = &g_array_index (labels, CsLabel, i);
        const CsLabel *b = &g_array_index (labels, CsLabel, k);

        g_assert_true (a->x >= b->x + b->width || b->x >= a->x + a->width
                       || a->y >= b->y + b->height - 0.01 || b->y >= a->y + a->height - 0.01);
      }
}

/* Where there is no room names go first, and then it says that it does not fit. */
static void
test_small_charts_drop_names_first (void)
{
  static const double values[] = { 2975, 3080 };
  g_autoptr(CsAxis) x = sheet_days (2);
  g_autoptr(CsAxis) y = cs_axis_new_value (2975, 3080, CS_UNIT_COUNT);
  g_autoptr(CsChart) chart = cs_chart_new (x, y);
  guint least_width, least_height;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(CsSeries) series = sheet_series (values, 2, SHEET_START, SHEET_DAY);

      cs_chart_add_line (chart, series, "@pottery@kiln.example");
    }

  cs_chart_find_least (chart, &least_width, &least_height);
  g_assert_false (cs_chart_fits (chart, 100, 100));
  g_assert_cmpuint (cs_chart_get_frame (chart, least_width, least_height)->names->len, ==, 0);

  for (double width = 60; width <= 400; width += 10)
    for (double height = 60; height <= 300; height += 10)
      {
        const CsFrame *frame = cs_chart_get_frame (chart, width, height);

        assert_none_upon_another (frame->names);
        assert_inside (frame->names, width, height);
        if (frame->names->len > 0 && width >= least_width)
          g_assert_cmpfloat (frame->plot_height, >=, CS_FRAME_PLOT_LEAST);
        if (width >= least_width && height >= least_height)
          g_assert_true (cs_chart_fits (chart, width, height));
      }
}

/* Less is written where there is less room. */
static void
test_labels_of_small_charts_never_overlap (void)
{
  guint64 state = 1;

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr(CsChart) chart = make_chart ();
      PangoContext *letters = sheet_letters (1 + sheet_random (&state));
      const CsFrame *frame;

      cs_chart_set_letters (chart, letters);
      frame = cs_chart_get_frame (chart, 60 + floor (sheet_random (&state) * 300),
                                  30 + floor (sheet_random (&state) * 200));
      assert_apart (frame->x_labels, TRUE, FALSE);
      assert_apart (frame->y_labels, FALSE, FALSE);
      g_assert_cmpuint (frame->x_labels->len, >=, 1);
      g_object_unref (letters);
    }
}

static void
test_names_keep_apart (void)
{
  g_autoptr(CsAxis) x = sheet_days (5);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 100, CS_UNIT_COUNT);
  g_autoptr(CsChart) chart = cs_chart_new (x, y);
  const CsFrame *frame;

  for (guint i = 0; i < CS_THEME_N_INKS; i++)
    {
      double values[] = { 50, 50, 50, 50, i % 2 ? 0 : 100 };
      g_autoptr(CsSeries) series = sheet_series (values, 5, SHEET_START, SHEET_DAY);

      cs_chart_add_line (chart, series, "clay.social");
    }

  frame = cs_chart_get_frame (chart, 600, 300);
  g_assert_cmpuint (frame->names->len, ==, CS_THEME_N_INKS);
  assert_inside (frame->names, 600, 300);
  for (guint i = 1; i < frame->names->len; i++)
    g_assert_cmpfloat (g_array_index (frame->names, CsLabel, i - 1).y
                       + g_array_index (frame->names, CsLabel, i - 1).height, <=,
                       g_array_index (frame->names, CsLabel, i).y + 0.01);

  /* No room beside the lines: above them. */
  frame = cs_chart_get_frame (chart, 240, 300);
  for (guint i = 0; i < frame->names->len; i++)
    g_assert_cmpfloat (g_array_index (frame->names, CsLabel, i).y, <, frame->plot_top);
}

/* Many names leave the plot half of the height; those without a place are counted. */
static void
test_names_leave_room_for_the_plot (void)
{
  static const double values[] = { 3, 7 };
  g_autoptr(CsAxis) x = sheet_days (2);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 10, CS_UNIT_COUNT);
  g_autoptr(CsChart) chart = cs_chart_new (x, y);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(CsSeries) series = sheet_series (values, 2, SHEET_START, SHEET_DAY);
      g_autofree char *name = g_strdup_printf ("pottery-and-glaze-%u.example", i);

      cs_chart_add_line (chart, series, name);
    }

  for (double height = 200; height <= 600; height += 20)
    for (double width = 240; width <= 360; width += 40)
      {
        const CsFrame *frame = cs_chart_get_frame (chart, width, height);
        const CsLabel *last = &g_array_index (frame->names, CsLabel, frame->names->len - 1);

        g_test_message ("%g × %g: %u names", width, height, frame->names->len);
        g_assert_cmpfloat (frame->plot_height, >=, height / 2 - 1);
        g_assert_cmpfloat (last->y + last->height, <=, frame->plot_top);
        assert_inside (frame->names, width, height);
        g_assert_cmpuint (frame->names->len, >=, 2);

        if (frame->names->len < 10 || last->layer == CS_FRAME_NO_LAYER)
          {
            g_autofree char *more = cs_chart_say_more (11 - frame->names->len);

            g_assert_cmpuint (last->layer, ==, CS_FRAME_NO_LAYER);
            g_assert_cmpstr (pango_layout_get_text (last->text), ==, more);
          }
      }

  g_assert_cmpuint (cs_chart_get_frame (chart, 360, 200)->names->len, <, 10);
  g_assert_cmpuint (cs_chart_get_frame (chart, 360, 900)->names->len, ==, 10);
}

/* What tells that something is written: any pixel that is not paper. */
static gboolean
is_written (cairo_surface_t *sheet,
            const CsLabel   *label)
{
  for (int y = (int) ceil (label->y); y < (int) (label->y + label->height); y++)
    for (int x = (int) ceil (label->x); x < (int) (label->x + label->width); x++)
      if (sheet_pixel (sheet, x, y) != 0xffffffff)
        return TRUE;

  return FALSE;
}

static void
assert_all_written (cairo_surface_t *sheet,
                    GArray          *labels)
{
  for (guint i = 0; i < labels->len; i++)
    g_assert_true (is_written (sheet, &g_array_index (labels, CsLabel, i)));
}

/* The labels of an axis are those of its ticks, none is left out, and each is where its tick is. */
static void
assert_of_axis (GArray *labels,
                CsAxis *axis,
                double  start,
                double  length)
{
  g_autoptr(GPtrArray) ticks = cs_axis_list_ticks (axis, labels->len);

  g_assert_cmpuint (labels->len, ==, ticks->len);

  for (guint i = 0; i < ticks->len; i++)
    {
      const CsTick *tick = g_ptr_array_index (ticks, i);
      const CsLabel *label = &g_array_index (labels, CsLabel, i);

      g_assert_cmpstr (pango_layout_get_text (label->text), ==, tick->label);
      g_assert_cmpfloat_with_epsilon (label->at, start + tick->at * length, 1e-6);
    }
}

/* Nothing but letters leaves a trace; the rules are not where letters are. */
static CsTheme
make_theme_of_letters (void)
{
  CsTheme theme = cs_theme_get (FALSE, FALSE);
  CsInk white = { 1, 1, 1, 1 };

  theme.grid = theme.quiet = white;
  for (guint i = 0; i < CS_THEME_N_INKS; i++)
    theme.inks[i] = white;

  return theme;
}

static void
assert_labelled (CsChart *chart,
                 int      width,
                 int      height)
{
  const CsFrame *frame = cs_chart_get_frame (chart, width, height);
  gboolean is_mirrored = chart->is_mirrored;
  cairo_surface_t *sheet = sheet_draw (chart, width, height);

  assert_of_axis (frame->x_labels, chart->x,
                  frame->plot_left + (is_mirrored ? frame->plot_width : 0),
                  is_mirrored ? -frame->plot_width : frame->plot_width);
  assert_of_axis (frame->y_labels, frame->y, frame->plot_top + frame->plot_height,
                  -frame->plot_height);
  assert_all_written (sheet, frame->x_labels);
  assert_all_written (sheet, frame->y_labels);
  assert_all_written (sheet, frame->titles);
  assert_all_written (sheet, frame->names);
  g_assert_cmpuint (frame->titles->len, ==, 1);
  cairo_surface_destroy (sheet);
}

static void
test_all_labels_are_written (void)
{
  static const char *const labels[] = { "a", "b", "c", "d", "e", NULL };
  static const double values[] = { 4, NAN, 0, 3, 2 };
  CsTheme theme = make_theme_of_letters ();
  g_autoptr(CsSeries) series = sheet_series (values, 5, 0, 1);
  g_autoptr(CsAxis) posts = cs_axis_new_ordinal (labels, NULL);
  g_autoptr(CsAxis) y = cs_axis_new_value (0, 245, CS_UNIT_COUNT);

  for (guint mirrored = 0; mirrored < 2; mirrored++)
    for (int width = 160; width <= 640; width += 80)
      {
        g_autoptr(CsChart) lines = make_chart ();
        g_autoptr(CsChart) bars = cs_chart_new (posts, y);

        cs_chart_add_bars (bars, series, NULL);
        cs_chart_set_title (bars, "Interactions", TRUE);
        cs_chart_set_theme (lines, &theme);
        cs_chart_set_theme (bars, &theme);
        cs_chart_set_mirrored (lines, mirrored);
        cs_chart_set_mirrored (bars, mirrored);
        assert_labelled (lines, width, 300);
        assert_labelled (bars, width, width / 2);
      }
}

/* However high a chart is, its value axis begins and ends at a tick. */
static void
test_value_axes_end_at_ticks (void)
{
  for (guint high = 1; high < 1000; high += 61)
    for (double height = 80; height < 900; height += 60)
      {
        g_autoptr(CsSeries) series = cs_series_new (&(CsPoint) { SHEET_START, high, 0 }, 1);
        g_autoptr(CsAxis) x = sheet_days (5);
        g_autoptr(CsAxis) y = cs_axis_new_value (0, high, CS_UNIT_COUNT);
        g_autoptr(CsChart) chart = cs_chart_new (x, y);
        const CsFrame *frame;

        cs_chart_add_line (chart, series, NULL);
        frame = cs_chart_get_frame (chart, 400, height);
        g_assert_cmpuint (frame->y_labels->len, >=, 2);
        g_assert_cmpfloat (g_array_index (frame->y_labels, CsLabel, frame->y_labels->len - 1).at,
                           ==, frame->plot_top);
        g_assert_cmpfloat (g_array_index (frame->y_labels, CsLabel, 0).at, ==,
                           frame->plot_top + frame->plot_height);
      }
}

CS_TESTS (labels)
{
  g_test_add_func ("/labels/never-overlap", test_labels_never_overlap);
  g_test_add_func ("/labels/of-small-charts-never-overlap",
                   test_labels_of_small_charts_never_overlap);
  g_test_add_func ("/labels/small-charts-drop-names-first", test_small_charts_drop_names_first);
  g_test_add_func ("/labels/names-keep-apart", test_names_keep_apart);
  g_test_add_func ("/labels/names-leave-room-for-the-plot", test_names_leave_room_for_the_plot);
  g_test_add_func ("/labels/all-are-written", test_all_labels_are_written);
  g_test_add_func ("/labels/value-axes-end-at-ticks", test_value_axes_end_at_ticks);
}
