/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-day.h"
#include "cs-locale.h"
#include "cs-test.h"
#include "cs-test-locale.h"

static char *
iso (gint64 day)
{
  return cs_day_format (day, "%Y-%m-%d");
}

static void
assert_day (gint64      day,
            const char *expected)
{
  g_autofree char *text = iso (day);

  g_assert_cmpstr (text, ==, expected);
}

/* For each first weekday and each month: the cells hold the month, from the right day. */
static void
test_six_weeks_hold_every_month (void)
{
  for (int year = 1970; year < 2400; year += 3)
    for (int month = 1; month <= 12; month++)
      for (int first = 1; first <= 7; first++)
        {
          gint64 day = cs_day_of (year, month, 15);
          gint64 cell = cs_month_first_cell (day, first);

          g_assert_cmpint (cell, <=, cs_month_first (day));
          g_assert_cmpint (cs_month_first (day) - cell, <, 7);
          g_assert_cmpint (cs_month_last (day), <, cell + CS_MONTH_CELLS);
          if (cell >= 0)
            g_assert_cmpint (cs_day_get_weekday (cell), ==, first);
        }
}

static void
test_months_at_their_ends (void)
{
  assert_day (cs_month_first_cell (cs_day_of (2026, 2, 10), G_DATE_MONDAY), "2026-01-26");
  /* February 2026 begins on a Sunday and has four whole weeks. */
  assert_day (cs_month_first_cell (cs_day_of (2026, 2, 10), G_DATE_SUNDAY), "2026-02-01");
  assert_day (cs_month_first_cell (cs_day_of (2027, 1, 1), G_DATE_SATURDAY), "2026-12-26");
  assert_day (cs_month_last (cs_day_of (2028, 2, 1)), "2028-02-29");
  assert_day (cs_month_last (cs_day_of (2100, 2, 1)), "2100-02-28");
  g_assert_cmpint (cs_day_get_week (cs_day_of (2026, 12, 31)), ==, 53);
  g_assert_cmpint (cs_day_get_week (cs_day_of (2027, 1, 4)), ==, 1);
}

static void
test_months_are_added (void)
{
  assert_day (cs_day_add_months (cs_day_of (2026, 1, 31), 1), "2026-02-28");
  assert_day (cs_day_add_months (cs_day_of (2028, 1, 31), 1), "2028-02-29");
  assert_day (cs_day_add_months (cs_day_of (2026, 12, 5), 1), "2027-01-05");
  assert_day (cs_day_add_months (cs_day_of (2026, 1, 5), -1), "2025-12-05");
  assert_day (cs_day_add_months (cs_day_of (1970, 1, 5), -1), "1970-01-05");
  assert_day (cs_day_add_months (cs_day_of (2498, 12, 5), 1), "2498-12-05");
}

static void
test_walls_and_words (void)
{
  g_assert_cmpint (cs_day_of_wall (0), ==, 0);
  g_assert_cmpint (cs_day_of_wall (CS_DAY_MINUTES - 1), ==, 0);
  g_assert_cmpint (cs_day_of_wall (CS_DAY_MINUTES), ==, 1);
  g_assert_cmpint (cs_day_of_wall (-1), ==, -1);
  g_assert_cmpint (cs_day_parse ("2026-03-29"), ==, cs_day_of (2026, 3, 29));
  g_assert_cmpint (cs_day_parse ("2026-02-29"), ==, -1);
  g_assert_cmpint (cs_day_parse ("1969-12-31"), ==, -1);
  g_assert_cmpint (cs_day_parse ("tomorrow"), ==, -1);
  g_assert_cmpint (cs_day_parse (""), ==, -1);
}

/* The same moment is another day where the wall shows one. */
static void
test_days_of_moments (void)
{
  g_auto(CsReading) berlin = { g_time_zone_new_identifier ("Europe/Berlin"), FALSE, 0 };
  g_auto(CsReading) honolulu = { g_time_zone_new_identifier ("Pacific/Honolulu"), FALSE, 0 };
  gint64 midnight = cs_day_of (2026, 3, 29) * 24 * 60 * 60;

  g_assert_cmpint (cs_day_of_instant (midnight, &berlin), ==, cs_day_of (2026, 3, 29));
  g_assert_cmpint (cs_day_of_instant (midnight, &honolulu), ==, cs_day_of (2026, 3, 28));
  /* 23:00 in winter’s UTC+1 is the next day; 22:00 in summer’s UTC+2 is, too. */
  g_assert_cmpint (cs_day_of_instant (midnight - 3600, &berlin), ==, cs_day_of (2026, 3, 29));
  g_assert_cmpint (cs_day_of_instant (midnight - 3601, &berlin), ==, cs_day_of (2026, 3, 28));
  g_assert_cmpint (cs_day_of_instant (midnight + 22 * 3600, &berlin), ==,
                   cs_day_of (2026, 3, 30));
}

/* As glibc’s locales have them: en_US, de_DE, pl_PL, ar_EG. */
static void
test_weeks_of_locales (void)
{
  g_assert_cmpint (cs_locale_read_week (19971130, 1), ==, G_DATE_SUNDAY);
  g_assert_cmpint (cs_locale_read_week (19971130, 2), ==, G_DATE_MONDAY);
  g_assert_cmpint (cs_locale_read_week (19971201, 1), ==, G_DATE_MONDAY);
  g_assert_cmpint (cs_locale_read_week (19971130, 7), ==, G_DATE_SATURDAY);
  g_assert_cmpint (cs_locale_read_week (0, 0), ==, G_DATE_SUNDAY);
}

static void
test_the_locale_reads_the_calendar (void)
{
  static const struct {
    const char *locale;
    int first;
    gboolean twelve_hours;
    gboolean mirrored;
  } table[] = {
    { "en_US", G_DATE_SUNDAY, TRUE, FALSE },
    { "de_DE", G_DATE_MONDAY, FALSE, FALSE },
    { "ar_EG", G_DATE_SATURDAY, TRUE, TRUE },
    { "he_IL", G_DATE_SUNDAY, FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      cs_test_locale_begin (table[i].locale);
      g_assert_cmpint (cs_locale_get_first_weekday (), ==, table[i].first);
      g_assert_cmpint (cs_locale_has_twelve_hours (), ==, table[i].twelve_hours);
      g_assert_cmpint (cs_locale_is_mirrored (), ==, table[i].mirrored);
      cs_test_locale_end ();
    }
}

static void
test_cells_are_hit (void)
{
  g_assert_cmpint (cs_grid_cell_at (0, 0, 700, 600, FALSE), ==, 0);
  g_assert_cmpint (cs_grid_cell_at (699.9, 0, 700, 600, FALSE), ==, 6);
  g_assert_cmpint (cs_grid_cell_at (0, 599.9, 700, 600, FALSE), ==, 35);
  g_assert_cmpint (cs_grid_cell_at (350, 250, 700, 600, FALSE), ==, 17);
  g_assert_cmpint (cs_grid_cell_at (0, 0, 700, 600, TRUE), ==, 6);
  g_assert_cmpint (cs_grid_cell_at (699.9, 0, 700, 600, TRUE), ==, 0);
  g_assert_cmpint (cs_grid_cell_at (-0.1, 0, 700, 600, FALSE), ==, -1);
  g_assert_cmpint (cs_grid_cell_at (700, 0, 700, 600, FALSE), ==, -1);
  g_assert_cmpint (cs_grid_cell_at (0, 600, 700, 600, FALSE), ==, -1);
  g_assert_cmpint (cs_grid_cell_at (0, 0, 0, 0, FALSE), ==, -1);
}

CS_TESTS (day)
{
  g_test_add_func ("/day/six-weeks-hold-every-month", test_six_weeks_hold_every_month);
  g_test_add_func ("/day/months-at-their-ends", test_months_at_their_ends);
  g_test_add_func ("/day/months-are-added", test_months_are_added);
  g_test_add_func ("/day/walls-and-words", test_walls_and_words);
  g_test_add_func ("/day/days-of-moments", test_days_of_moments);
  g_test_add_func ("/day/weeks-of-locales", test_weeks_of_locales);
  g_test_add_func ("/day/the-locale-reads-the-calendar", test_the_locale_reads_the_calendar);
  g_test_add_func ("/day/cells-are-hit", test_cells_are_hit);
}
