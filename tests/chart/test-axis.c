/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-axis.h"
#include "cs-test.h"
#include "cs-test-locale.h"
#include "sheet.h"

#include <float.h>
#include <math.h>

static void
assert_labels (CsAxis     *axis,
               guint       n_max,
               const char *expected)
{
  g_autoptr(GPtrArray) ticks = cs_axis_list_ticks (axis, n_max);
  g_autoptr(GString) labels = g_string_new (NULL);
  double before = -INFINITY;

  for (guint i = 0; i < ticks->len; i++)
    {
      const CsTick *tick = g_ptr_array_index (ticks, i);

      g_assert_cmpfloat (tick->value, >, before);
      g_assert_cmpfloat (tick->at, >=, -1e-9);
      g_assert_cmpfloat (tick->at, <=, 1 + 1e-9);
      g_string_append_printf (labels, "%s%s", i > 0 ? " | " : "", tick->label);
      before = tick->value;
    }

  g_assert_cmpuint (ticks->len, <=, n_max);
  g_assert_cmpstr (labels->str, ==, expected);
}

static const struct
{
  double      low;
  double      high;
  CsUnit      unit;
  guint       n_max;
  const char *labels;
} values[] = {
  /* Nothing, all equal, and what is too near to be told apart. */
  { 0, 0, CS_UNIT_COUNT, 6, "0 | 1" },
  { 0, 0, CS_UNIT_RATE, 6, "0.0% | 0.2% | 0.4% | 0.6% | 0.8% | 1.0%" },
  { 5, 5, CS_UNIT_COUNT, 6, "4 | 5 | 6" },
  { -3, -3, CS_UNIT_COUNT, 6, "-4 | -3 | -2" },
  { 1204, 1204, CS_UNIT_COUNT, 5, "1.0k | 1.1k | 1.2k | 1.3k | 1.4k" },
  { 0.0421, 0.0421, CS_UNIT_RATE, 5, "3.75% | 4.00% | 4.25% | 4.50% | 4.75%" },
  { 1e15, 1e15, CS_UNIT_COUNT, 4, "900,000B | 1,000,000B | 1,100,000B" },
  { 1, 1.00000002, CS_UNIT_COUNT, 6, "1 | 2" },
  { NAN, INFINITY, CS_UNIT_COUNT, 3, "0 | 1" },
  /* What is counted is whole. */
  { 0, 1, CS_UNIT_COUNT, 6, "0 | 1" },
  { 0, 1, CS_UNIT_COUNT, 24, "0 | 1" },
  { 0, 3, CS_UNIT_COUNT, 6, "0 | 1 | 2 | 3" },
  { 0, 4.2, CS_UNIT_COUNT, 9, "0 | 1 | 2 | 3 | 4 | 5" },
  { 0, 5, CS_UNIT_COUNT, 5, "0 | 2 | 4 | 6" },
  { 0, 5, CS_UNIT_COUNT, 3, "0 | 3 | 6" },
  { 0, 2.51, CS_UNIT_COUNT, 3, "0 | 2 | 4" },
  /* Both ends are ticks, however many there is room for. */
  { 0, 245, CS_UNIT_COUNT, 0, "" },
  { 0, 245, CS_UNIT_COUNT, 1, "0" },
  { 0, 245, CS_UNIT_COUNT, 2, "0 | 250" },
  { 0, 245, CS_UNIT_COUNT, 3, "0 | 150 | 300" },
  { 0, 245, CS_UNIT_COUNT, 4, "0 | 100 | 200 | 300" },
  { 0, 245, CS_UNIT_COUNT, 5, "0 | 100 | 200 | 300" },
  { 0, 245, CS_UNIT_COUNT, 6, "0 | 50 | 100 | 150 | 200 | 250" },
  { 0, 245, CS_UNIT_COUNT, 12,
    "0 | 25 | 50 | 75 | 100 | 125 | 150 | 175 | 200 | 225 | 250" },
  { 0, 1210, CS_UNIT_COUNT, 6, "0 | 250 | 500 | 750 | 1,000 | 1,250" },
  { 1210, 0, CS_UNIT_COUNT, 6, "0 | 250 | 500 | 750 | 1,000 | 1,250" },
  { 0, 101, CS_UNIT_COUNT, 7, "0 | 20 | 40 | 60 | 80 | 100 | 120" },
  { 0, 11, CS_UNIT_COUNT, 3, "0 | 6 | 12" },
  { 1100, 1900, CS_UNIT_COUNT, 2, "1k | 2k" },
  { 1100, 1300, CS_UNIT_COUNT, 2, "1,100 | 1,300" },
  { 999981, 1000000, CS_UNIT_COUNT, 6, "999,980 | 999,985 | 999,990 | 999,995 | 1,000,000" },
  { 999960, 1000000, CS_UNIT_COUNT, 6,
    "999,960 | 999,970 | 999,980 | 999,990 | 1,000,000" },
  { 0, 1210000, CS_UNIT_COUNT, 6, "0 | 0.25M | 0.50M | 0.75M | 1.00M | 1.25M" },
  { 12100, 12420, CS_UNIT_COUNT, 6, "12.1k | 12.2k | 12.3k | 12.4k | 12.5k" },
  { 12411, 12424, CS_UNIT_COUNT, 6, "12,410 | 12,415 | 12,420 | 12,425" },
  /* Below zero, and on both sides of it, which is a tick. */
  { -18, 22, CS_UNIT_COUNT, 6, "-20 | -10 | 0 | 10 | 20 | 30" },
  { -18, 22, CS_UNIT_COUNT, 5, "-20 | 0 | 20 | 40" },
  { -18, 22, CS_UNIT_COUNT, 3, "-25 | 0 | 25" },
  { -18, 22, CS_UNIT_COUNT, 2, "-20 | 30" },
  { -0.3, 0.7, CS_UNIT_RATE, 6, "-50% | -25% | 0% | 25% | 50% | 75%" },
  { -245, 0, CS_UNIT_COUNT, 3, "-300 | -150 | 0" },
  { -245, -240, CS_UNIT_COUNT, 4, "-246 | -244 | -242 | -240" },
  { -900000, -100, CS_UNIT_COUNT, 7, "-1.0M | -0.8M | -0.6M | -0.4M | -0.2M | 0" },
  /* Huge. */
  { 0, 9007199254740991.0, CS_UNIT_COUNT, 6,
    "0 | 2,000,000B | 4,000,000B | 6,000,000B | 8,000,000B | 10,000,000B" },
  { -DBL_MAX, DBL_MAX, CS_UNIT_COUNT, 3, "-1,000,000,000B | 0 | 1,000,000,000B" },
  /* Parts of a hundred. */
  { 0, 0.0423, CS_UNIT_RATE, 6, "0% | 1% | 2% | 3% | 4% | 5%" },
  { 0, 0.0423, CS_UNIT_RATE, 3, "0.0% | 2.5% | 5.0%" },
  { 0.011, 0.013, CS_UNIT_RATE, 5, "1.10% | 1.15% | 1.20% | 1.25% | 1.30%" },
  { 0, 1, CS_UNIT_RATE, 6, "0% | 20% | 40% | 60% | 80% | 100%" },
  { 0, 1, CS_UNIT_RATE, 5, "0% | 25% | 50% | 75% | 100%" },
  { 0, 1, CS_UNIT_RATE, 4, "0% | 50% | 100%" },
  { 1e-9, 3e-9, CS_UNIT_RATE, 3, "0.0000001% | 0.0000002% | 0.0000003%" },
};

static void
test_values (void)
{
  cs_test_locale_begin ("en_US");

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr(CsAxis) any = cs_axis_new_value (values[i].low, values[i].high, values[i].unit);
      g_autoptr(CsAxis) axis = cs_axis_fit (any, values[i].n_max);

      g_test_message ("%g … %g", values[i].low, values[i].high);
      assert_labels (axis, values[i].n_max, values[i].labels);
    }

  cs_test_locale_end ();
}

/* All values equal, however large: there is a range around them. */
static void
test_plain_ranges (void)
{
  static const double ends[] = { 0, -3, 1e9, 1e17, -1e200, 1e308, NAN, INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr(CsAxis) axis = cs_axis_new_plain (ends[i], ends[i]);

      g_assert_cmpfloat (cs_axis_get_low (axis), <, cs_axis_get_high (axis));
      if (isfinite (ends[i]))
        g_assert_cmpfloat_with_epsilon (cs_axis_scale (axis, ends[i]), 0.5, 1e-6);
    }
}

/* The ends, and zero where the axis goes beyond it to both sides; all as far apart. */
static void
assert_is_a_scale (CsAxis    *axis,
                   GPtrArray *ticks)
{
  const CsTick *first = g_ptr_array_index (ticks, 0);
  const CsTick *last = g_ptr_array_index (ticks, ticks->len - 1);
  double step = (last->at - first->at) / (ticks->len - 1);
  gboolean has_zero = ticks->len < 3 || first->value >= 0 || last->value <= 0;

  g_assert_cmpfloat_with_epsilon (first->at, 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (last->at, 1, 1e-9);

  for (guint i = 0; i < ticks->len; i++)
    {
      const CsTick *tick = g_ptr_array_index (ticks, i);

      has_zero = has_zero || tick->value == 0;
      g_assert_cmpfloat_with_epsilon (tick->at, i * step, 1e-9);
    }

  g_assert_true (has_zero);
}

/* What is given lies on the axis and fills much of it, the ends are ticks, and both ways
 * agree. */
static void
test_any_value (void)
{
  guint64 state = 7;

  for (guint i = 0; i < 20000; i++)
    {
      double size = pow (10, sheet_random (&state) * 16 - 4);
      double low = (sheet_random (&state) - 0.5) * size;
      double high = low + sheet_random (&state) * size * (i % 3);
      CsUnit unit = i % 2 ? CS_UNIT_RATE : CS_UNIT_COUNT;
      g_autoptr(CsAxis) any = cs_axis_new_value (low, high, unit);
      guint n = 2 + i % 12;
      g_autoptr(CsAxis) axis = cs_axis_fit (any, n);
      g_autoptr(GPtrArray) ticks = cs_axis_list_ticks (axis, n);
      double span = cs_axis_get_high (axis) - cs_axis_get_low (axis);
      /* Less than is seen. */
      double slack = 1e-6 * span;

      g_assert_cmpfloat (cs_axis_get_low (axis), <=, low + slack);
      g_assert_cmpfloat (cs_axis_get_high (axis), >=, high - slack);
      g_assert_cmpfloat (cs_axis_get_low (axis), <, cs_axis_get_high (axis));
      g_assert_cmpuint (ticks->len, >=, 2);
      g_assert_cmpuint (ticks->len, <=, n);
      g_assert_cmpfloat_with_epsilon (cs_axis_unscale (axis, cs_axis_scale (axis, high)), high,
                                      slack + 1e-9);
      assert_is_a_scale (axis, ticks);
      if (n > 3 && i % 3 > 0 && (unit == CS_UNIT_RATE || span > 8))
        g_assert_cmpfloat (high - low, >=, 0.4 * span);
    }
}

static double
moment (const char *iso)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (time);

  return (double) g_date_time_to_unix (time);
}

static const struct
{
  const char *locale;
  const char *zone;
  const char *from;
  const char *until;
  gboolean    only_days;
  gboolean    twelve_hours;
  guint       n_max;
  const char *labels;
} times[] = {
  { "en_US", "UTC", "2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z", FALSE, FALSE, 5,
    "09:30 | 09:45 | 10:00 | 10:15 | 10:30" },
  { "en_US", "UTC", "2026-11-20T18:00:00Z", "2026-11-21T18:00:00Z", FALSE, FALSE, 9,
    "18:00 | 21:00 | 21 Nov | 03:00 | 06:00 | 09:00 | 12:00 | 15:00 | 18:00" },
  { "en_US", "UTC", "2026-11-20T18:00:00Z", "2026-11-21T18:00:00Z", FALSE, TRUE, 5,
    "6 PM | 21 Nov | 6 AM | 12 PM | 6 PM" },
  { "en_US", "UTC", "2026-11-20T00:00:00Z", "2026-11-20T00:00:00Z", TRUE, FALSE, 5,
    "20 Nov" },
  /* Hours that a clock change skips, and those that come twice. */
  { "en_US", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T04:00:00Z", FALSE, FALSE, 9,
    "29 Mar | 01:00 | 03:00 | 04:00 | 05:00 | 06:00" },
  { "en_US", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T04:00:00Z", FALSE, FALSE, 9,
    "25 Oct | 01:00 | 02:00 | 03:00 | 04:00 | 05:00" },
  /* A day that has no midnight. */
  { "en_US", "Africa/Cairo", "2026-04-22T22:00:00Z", "2026-04-25T22:00:00Z", TRUE, FALSE, 9,
    "23 Apr | 24 Apr | 25 Apr | 26 Apr" },
  { "en_US", "Africa/Cairo", "2026-04-23T16:00:00Z", "2026-04-24T09:00:00Z", FALSE, FALSE, 9,
    "18:00 | 21:00 | 24 Apr | 03:00 | 06:00 | 09:00 | 12:00" },
  /* Leap days and the ends of months. */
  { "en_US", "UTC", "2028-02-26T00:00:00Z", "2028-03-02T00:00:00Z", TRUE, FALSE, 9,
    "26 Feb | 27 Feb | 28 Feb | 29 Feb | 1 Mar | 2 Mar" },
  { "en_US", "UTC", "2026-02-26T00:00:00Z", "2026-03-02T00:00:00Z", TRUE, FALSE, 9,
    "26 Feb | 27 Feb | 28 Feb | 1 Mar | 2 Mar" },
  { "en_US", "UTC", "2026-12-29T00:00:00Z", "2027-01-02T00:00:00Z", TRUE, FALSE, 9,
    "29 Dec | 30 Dec | 31 Dec | 1 Jan 2027 | 2 Jan" },
  { "en_US", "UTC", "2026-10-31T00:00:00Z", "2026-11-30T00:00:00Z", TRUE, FALSE, 6,
    "2 Nov | 9 Nov | 16 Nov | 23 Nov | 30 Nov" },
  { "en_US", "UTC", "2026-08-31T12:00:00Z", "2027-02-28T12:00:00Z", TRUE, FALSE, 8,
    "Sep 2026 | Oct | Nov | Dec | Jan 2027 | Feb" },
  { "de_DE", "Europe/Berlin", "2026-08-31T12:00:00Z", "2027-03-28T12:00:00Z", TRUE, FALSE, 8,
    "Sep 2026 | Okt | Nov | Dez | Jan 2027 | Feb | Mär" },
  { "fr_FR", "Europe/Paris", "2026-11-20T00:00:00Z", "2026-11-22T23:00:00Z", TRUE, FALSE, 8,
    "21 nov. | 22 nov. | 23 nov." },
  /* A month alone, not of a day. */
  { "pl_PL", "UTC", "2026-04-15T00:00:00Z", "2026-07-15T00:00:00Z", TRUE, FALSE, 4,
    "maj 2026 | cze | lip" },
  { "zh_CN", "UTC", "2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z", TRUE, FALSE, 8,
    "20 11月 | 21 11月 | 22 11月" },
  { "en_US", "UTC", "2026-11-05T00:00:00Z", "2026-11-25T00:00:00Z", TRUE, FALSE, 1,
    "5 Nov" },
  { "en_US", "UTC", "2024-05-01T00:00:00Z", "2030-05-01T00:00:00Z", TRUE, FALSE, 8,
    "2025 | 2026 | 2027 | 2028 | 2029 | 2030" },
  { "en_US", "UTC", "1900-01-01T00:00:00Z", "2100-01-01T00:00:00Z", TRUE, FALSE, 6,
    "1900 | 1950 | 2000 | 2050 | 2100" },
  { "en_US", "UTC", "0001-06-01T00:00:00Z", "9990-01-01T00:00:00Z", TRUE, FALSE, 6,
    "2000 | 4000 | 6000 | 8000" },
  { "en_US", "UTC", "1969-12-30T00:00:00Z", "1970-01-02T00:00:00Z", TRUE, FALSE, 6,
    "30 Dec | 31 Dec | 1 Jan 1970 | 2 Jan" },
  /* A whole day of 23 hours, of 25, and part of one on a clock of 12. */
  { "en_US", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", FALSE, FALSE, 9,
    "29 Mar | 03:00 | 06:00 | 09:00 | 12:00 | 15:00 | 18:00 | 21:00 | 30 Mar" },
  { "en_US", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", FALSE, FALSE, 9,
    "25 Oct | 03:00 | 06:00 | 09:00 | 12:00 | 15:00 | 18:00 | 21:00 | 26 Oct" },
  { "en_US", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", FALSE, FALSE, 4,
    "25 Oct | 12:00 | 26 Oct" },
  { "en_US", "America/New_York", "2026-11-01T03:00:00Z", "2026-11-01T17:00:00Z", FALSE, TRUE, 8,
    "1 Nov | 3 AM | 6 AM | 9 AM | 12 PM" },
  /* Clocks that are put back and forward by half an hour. */
  { "en_US", "Australia/Lord_Howe", "2026-04-04T13:00:00Z", "2026-04-04T17:00:00Z", FALSE, FALSE, 9,
    "5 Apr | 00:30 | 01:00 | 01:30 | 02:00 | 02:30 | 03:00 | 03:30" },
  { "en_US", "Australia/Lord_Howe", "2026-10-03T13:00:00Z", "2026-10-03T17:00:00Z", FALSE, FALSE,
    12, "23:30 | 4 Oct | 00:30 | 01:00 | 01:30 | 02:30 | 03:00 | 03:30 | 04:00" },
  /* A week, a month, a year and ten, over clock changes. */
  { "en_US", "Europe/Berlin", "2026-10-20T22:00:00Z", "2026-10-27T23:00:00Z", FALSE, FALSE, 9,
    "21 Oct | 22 Oct | 23 Oct | 24 Oct | 25 Oct | 26 Oct | 27 Oct | 28 Oct" },
  { "en_US", "Europe/Berlin", "2026-03-01T23:00:00Z", "2026-04-01T22:00:00Z", TRUE, FALSE, 6,
    "2 Mar | 9 Mar | 16 Mar | 23 Mar | 30 Mar" },
  { "en_US", "Europe/Berlin", "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", TRUE, FALSE, 8,
    "Apr 2026 | Jul | Oct" },
  { "en_US", "Europe/Berlin", "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", TRUE, FALSE, 13,
    "Feb 2026 | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec" },
  { "en_US", "America/New_York", "2020-01-01T00:00:00Z", "2030-01-01T12:00:00Z", TRUE, FALSE, 12,
    "2020 | 2021 | 2022 | 2023 | 2024 | 2025 | 2026 | 2027 | 2028 | 2029 | 2030" },
  { "en_US", "Europe/Berlin", "2020-06-01T00:00:00Z", "2030-06-01T00:00:00Z", TRUE, FALSE, 7,
    "2022 | 2024 | 2026 | 2028 | 2030" },
  /* A date that there was not. */
  { "en_US", "Pacific/Apia", "2011-12-28T12:00:00Z", "2012-01-02T12:00:00Z", TRUE, FALSE, 9,
    "29 Dec | 31 Dec | 1 Jan 2012 | 2 Jan | 3 Jan" },
  /* Midnight at a quarter past. */
  { "en_US", "Asia/Kathmandu", "2026-11-20T18:15:00Z", "2026-11-21T18:15:00Z", FALSE, FALSE, 9,
    "21 Nov | 03:00 | 06:00 | 09:00 | 12:00 | 15:00 | 18:00 | 21:00 | 22 Nov" },
  /* From right to left. */
  { "ar_EG", "Africa/Cairo", "2026-08-31T12:00:00Z", "2027-02-27T12:00:00Z", TRUE, FALSE, 8,
    "سبت 2026 | أكت | نوف | ديس | ينا 2027 | فبر" },
};

static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (times[i].zone);
      CsAxisCalendar calendar = { zone, times[i].twelve_hours, 1, times[i].only_days };
      g_autoptr(CsAxis) axis =
        cs_axis_new_time (moment (times[i].from), moment (times[i].until), &calendar);

      cs_test_locale_begin (times[i].locale);
      g_test_message ("%s %s %s", times[i].locale, times[i].zone, times[i].from);
      assert_labels (axis, times[i].n_max, times[i].labels);
      cs_test_locale_end ();
    }
}

/* Days are as long as they are: 23 hours when the clock is put forward, 25 when it is put back. */
static void
test_days_of_clock_changes (void)
{
  static const struct { const char *from; const char *until; double hours; } table[] = {
    { "2026-03-28T23:00:00Z", "2026-03-30T12:00:00Z", 23 },
    { "2026-10-24T22:00:00Z", "2026-10-26T12:00:00Z", 25 },
    { "2026-11-20T23:00:00Z", "2026-11-22T12:00:00Z", 24 },
  };
  g_autoptr(GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  CsAxisCalendar calendar = { berlin, FALSE, 1, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(CsAxis) axis =
        cs_axis_new_time (moment (table[i].from), moment (table[i].until), &calendar);
      g_autoptr(GPtrArray) ticks = cs_axis_list_ticks (axis, 4);
      const CsTick *first = g_ptr_array_index (ticks, 0);
      const CsTick *second = g_ptr_array_index (ticks, 1);

      g_assert_cmpuint (ticks->len, ==, 2);
      g_assert_cmpfloat (first->value, ==, moment (table[i].from));
      g_assert_cmpfloat (second->value - first->value, ==, table[i].hours * 3600);
    }
}

static void
test_weeks_begin_as_asked (void)
{
  static const struct { int first; const char *labels; } table[] = {
    { 1, "2 Nov | 9 Nov | 16 Nov | 23 Nov" },
    { 7, "1 Nov | 8 Nov | 15 Nov | 22 Nov" },
    { 6, "7 Nov | 14 Nov | 21 Nov | 28 Nov" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      CsAxisCalendar calendar = { NULL, FALSE, table[i].first, TRUE };
      g_autoptr(CsAxis) axis = cs_axis_new_time (moment ("2026-11-01T00:00:00Z"),
                                                 moment ("2026-11-28T00:00:00Z"), &calendar);

      assert_labels (axis, 5, table[i].labels);
    }
}

static void
test_any_time (void)
{
  guint64 state = 3;

  for (guint i = 0; i < 4000; i++)
    {
      double span = pow (10, sheet_random (&state) * 10);
      double from = (sheet_random (&state) * 2 - 1) * 6e10;
      CsAxisCalendar calendar = { NULL, i % 2, 1 + (int) i % 7, i % 3 == 0 };
      g_autoptr(CsAxis) axis = cs_axis_new_time (from, from + span, &calendar);
      guint n = 2 + i % 12;
      g_autoptr(GPtrArray) ticks = cs_axis_list_ticks (axis, n);

      g_assert_cmpuint (ticks->len, <=, n);
      for (guint k = 0; k < ticks->len; k++)
        {
          const CsTick *tick = g_ptr_array_index (ticks, k);

          g_assert_cmpfloat (tick->value, >=, cs_axis_get_low (axis));
          g_assert_cmpfloat (tick->value, <=, cs_axis_get_high (axis));
          g_assert_cmpstr (tick->label, !=, "");
        }
    }
}

static void
test_ages (void)
{
  static const struct { double hours; guint n_max; const char *labels; } table[] = {
    { 0, 5, "0 | 1 h" },
    { 24, 9, "0 | 3 h | 6 h | 9 h | 12 h | 15 h | 18 h | 21 h | 1 d" },
    { 48, 5, "0 | 12 h | 1 d | 36 h | 2 d" },
    { 72, 9, "0 | 1 d | 2 d | 3 d" },
    { 24 * 30, 6, "0 | 7 d | 14 d | 21 d | 28 d" },
    { 24 * 365, 6, "0 | 90 d | 180 d | 270 d | 360 d" },
    { 24 * 365 * 40, 4, "0 | 7300 d | 14600 d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(CsAxis) axis = cs_axis_new_age (0, table[i].hours * 3600);

      assert_labels (axis, table[i].n_max, table[i].labels);
    }
}

static void
assert_said (CsAxis     *axis,
             double      value,
             const char *expected)
{
  g_autofree char *said = cs_axis_say (axis, value);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_said_in_full (void)
{
  static const char *const labels[] = { "3 Nov", "5 Nov", NULL };
  static const char *const names[] = { "“Kiln”, 3 November", "“Wheel”, 5 November", NULL };
  CsAxisCalendar days = { NULL, FALSE, 1, TRUE };
  CsAxisCalendar hours = { NULL, TRUE, 1, FALSE };
  double noon = moment ("2026-11-21T12:30:00Z");
  g_autoptr(CsAxis) by_day = cs_axis_new_time (noon, noon, &days);
  g_autoptr(CsAxis) by_hour = cs_axis_new_time (noon, noon, &hours);
  g_autoptr(CsAxis) age = cs_axis_new_age (0, 1e6);
  g_autoptr(CsAxis) posts = cs_axis_new_ordinal (labels, NULL);
  g_autoptr(CsAxis) named = cs_axis_new_ordinal (labels, names);

  assert_said (by_day, noon, "21 November 2026");
  assert_said (by_hour, noon, "21 November 2026, 12:30 PM");
  assert_said (age, 60, "1 minute after publishing");
  assert_said (age, 45 * 60, "45 minutes after publishing");
  assert_said (age, 3600, "1 hour after publishing");
  assert_said (age, 6.25 * 3600, "6 h 15 min after publishing");
  assert_said (age, 53 * 3600, "2 d 5 h after publishing");
  assert_said (age, 48 * 3600, "2 days after publishing");
  assert_said (age, 9.5 * 86400, "9 days after publishing");
  assert_said (posts, 1, "5 Nov");
  assert_said (posts, 7, "5 Nov");
  assert_said (named, 0, "“Kiln”, 3 November");
}

static void
test_places_of_posts (void)
{
  static const char *const labels[] = { "a", "b", "c", "d", "e", NULL };
  static const char *const none[] = { NULL };
  g_autoptr(CsAxis) axis = cs_axis_new_ordinal (labels, NULL);
  g_autoptr(CsAxis) empty = cs_axis_new_ordinal (none, NULL);

  assert_labels (axis, 9, "a | b | c | d | e");
  assert_labels (axis, 3, "a | c | e");
  assert_labels (axis, 2, "a | d");
  assert_labels (axis, 1, "a");
  assert_labels (empty, 4, "");
  assert_said (empty, 0, "");
  g_assert_cmpfloat_with_epsilon (cs_axis_scale (axis, 0), 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (cs_axis_scale (axis, 4), 0.9, 1e-9);
}

CS_TESTS (axis)
{
  g_test_add_func ("/axis/values", test_values);
  g_test_add_func ("/axis/plain-ranges", test_plain_ranges);
  g_test_add_func ("/axis/any-value", test_any_value);
  g_test_add_func ("/axis/times", test_times);
  g_test_add_func ("/axis/days-of-clock-changes", test_days_of_clock_changes);
  g_test_add_func ("/axis/weeks-begin-as-asked", test_weeks_begin_as_asked);
  g_test_add_func ("/axis/any-time", test_any_time);
  g_test_add_func ("/axis/ages", test_ages);
  g_test_add_func ("/axis/said-in-full", test_said_in_full);
  g_test_add_func ("/axis/places-of-posts", test_places_of_posts);
}
