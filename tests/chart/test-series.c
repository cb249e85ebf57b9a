/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-series-private.h"
#include "cs-test.h"
#include "sheet.h"

#include <math.h>

static CsSeries *
make_any (guint64 *state,
          guint    n)
{
  g_autofree CsPoint *points = g_new0 (CsPoint, n);
  double gaps = sheet_random (state);
  double x = 0;

  for (guint i = 0; i < n; i++)
    {
      x += sheet_random (state) < 0.1 ? 0 : sheet_random (state);
      points[i].x = x;
      points[i].y = sheet_random (state) < gaps ? NAN : sheet_random (state) * 100;
    }

  return cs_series_new (points, n);
}

/* What a look at each point finds. */
static void
assert_between (const CsSeries *series,
                guint           start,
                guint           end)
{
  double low = INFINITY;
  double high = -INFINITY;
  guint lowest;
  guint highest;

  for (guint i = start; i < end; i++)
    {
      low = fmin (low, cs_series_get_point (series, i).y);
      high = fmax (high, cs_series_get_point (series, i).y);
    }

  if (!cs_series_find_between (series, start, end, &lowest, &highest))
    {
      g_assert_false (isfinite (low));
      return;
    }

  g_assert_cmpuint (lowest, >=, start);
  g_assert_cmpuint (highest, <, end);
  g_assert_cmpfloat (cs_series_get_point (series, lowest).y, ==, low);
  g_assert_cmpfloat (cs_series_get_point (series, highest).y, ==, high);
}

static void
test_extremes_are_found (void)
{
  guint64 state = 11;

  for (guint i = 0; i < 300; i++)
    {
      guint n = (guint) (sheet_random (&state) * (i % 3 == 0 ? 40 : 6000));
      g_autoptr(CsSeries) series = make_any (&state, n);

      assert_between (series, 0, n);
      for (guint k = 0; k < 20; k++)
        {
          guint start = (guint) (sheet_random (&state) * n);
          guint end = start + (guint) (sheet_random (&state) * (n - start));

          assert_between (series, start, end);
        }
    }
}

static void
assert_nearest (const CsSeries *series,
                double          x)
{
  double nearest = INFINITY;
  guint i;

  for (guint k = 0; k < cs_series_get_length (series); k++)
    if (cs_series_is_known (series, k))
      nearest = fmin (nearest, fabs (cs_series_get_point (series, k).x - x));

  if (!cs_series_find_nearest (series, x, &i))
    {
      g_assert_false (isfinite (nearest));
      return;
    }

  g_assert_true (cs_series_is_known (series, i));
  g_assert_cmpfloat (fabs (cs_series_get_point (series, i).x - x), ==, nearest);
}

static void
test_the_nearest_is_found (void)
{
  guint64 state = 5;

  for (guint i = 0; i < 2000; i++)
    {
      guint n = (guint) (sheet_random (&state) * 60);
      g_autoptr(CsSeries) series = make_any (&state, n);

      assert_nearest (series, sheet_random (&state) * 40 - 5);
      assert_nearest (series, n > 0 ? cs_series_get_point (series, n / 2).x : 0);
    }
}

static void
test_runs (void)
{
  static const double values[] = { NAN, 1, 2, NAN, NAN, 3, NAN, 4, 5, 6, NAN };
  g_autoptr(CsSeries) series = sheet_series (values, G_N_ELEMENTS (values), 0, 1);
  guint n_runs;
  const CsRun *runs = cs_series_list_runs (series, &n_runs);

  g_assert_cmpuint (n_runs, ==, 3);
  g_assert_cmpuint (runs[0].start, ==, 1);
  g_assert_cmpuint (runs[0].end, ==, 3);
  g_assert_cmpuint (runs[1].start, ==, 5);
  g_assert_cmpuint (runs[1].end, ==, 6);
  g_assert_cmpuint (runs[2].end, ==, 10);
  g_assert_cmpuint (cs_series_get_n_gaps (series), ==, 2);
  g_assert_cmpuint (cs_series_get_n_known (series), ==, 6);
  g_assert_cmpuint (cs_series_find_run (series, 0), ==, 0);
  g_assert_cmpuint (cs_series_find_run (series, 2), ==, 0);
  g_assert_cmpuint (cs_series_find_run (series, 3), ==, 1);
  g_assert_cmpuint (cs_series_find_run (series, 9), ==, 2);
  g_assert_cmpuint (cs_series_find_run (series, 10), ==, 3);
}

/* Nobody promised an order, and numbers come from files, too. */
static void
test_what_is_brought_is_put_in_order (void)
{
  static const CsPoint points[] = {
    { 3, 30, CS_MARK_NONE }, { 1, 10, CS_MARK_CORRECTED }, { NAN, 5, CS_MARK_NONE },
    { 2, INFINITY, CS_MARK_CORRECTED }, { -INFINITY, 1, CS_MARK_NONE },
  };
  g_autoptr(CsSeries) series = cs_series_new (points, G_N_ELEMENTS (points));
  g_autoptr(CsSeries) nothing = cs_series_new (NULL, 0);
  guint n_marked;
  const guint *marked = cs_series_list_marked (series, &n_marked);
  guint lowest;
  guint highest;

  g_assert_cmpuint (cs_series_get_length (series), ==, 3);
  g_assert_cmpfloat (cs_series_get_point (series, 0).y, ==, 10);
  g_assert_false (cs_series_is_known (series, 1));
  g_assert_cmpfloat (cs_series_get_point (series, 2).y, ==, 30);
  g_assert_false (cs_series_is_known (series, 3));
  g_assert_cmpuint (n_marked, ==, 1);
  g_assert_cmpuint (marked[0], ==, 0);
  g_assert_cmpfloat (cs_series_get_spacing (series), ==, 1);
  g_assert_cmpuint (cs_series_get_n_gaps (nothing), ==, 0);
  g_assert_false (cs_series_get_extremes (nothing, &lowest, &highest));
}

CS_TESTS (series)
{
  g_test_add_func ("/series/extremes-are-found", test_extremes_are_found);
  g_test_add_func ("/series/the-nearest-is-found", test_the_nearest_is_found);
  g_test_add_func ("/series/runs", test_runs);
  g_test_add_func ("/series/what-is-brought-is-put-in-order",
                   test_what_is_brought_is_put_in_order);
}
