/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-day.h"

/* Julian day of GDate for 1970-01-01. */
#define EPOCH_DAY 719163
/* What may be planned lies between these years. */
#define FIRST_YEAR 1970
#define LAST_YEAR  2498

static gint64
day_of_date (const GDate *date)
{
  return (gint64) g_date_get_julian (date) - EPOCH_DAY;
}

static gint64
within (gint64 day)
{
  return CLAMP (day, cs_day_of (FIRST_YEAR, 1, 1), cs_day_of (LAST_YEAR, 12, 31));
}

gint64
cs_day_of (int year,
           int month,
           int day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);

  return day_of_date (&date);
}

/* The day that a wall’s minute is in. */
gint64
cs_day_of_wall (gint64 wall)
{
  return wall / CS_DAY_MINUTES - (wall % CS_DAY_MINUTES < 0);
}

gint64
cs_day_of_instant (gint64           instant,
                   const CsReading *reading)
{
  int interval = g_time_zone_find_interval (reading->zone, G_TIME_TYPE_UNIVERSAL, instant);

  return cs_day_of_wall ((instant + g_time_zone_get_offset (reading->zone, interval)) / 60);
}

/* “2026-03-29”; -1 for what is no day that may be planned. */
gint64
cs_day_parse (const char *iso)
{
  g_autofree char *text = g_strconcat (iso, "T00:00:00Z", NULL);
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  if (time == NULL || g_date_time_get_year (time) < FIRST_YEAR
      || g_date_time_get_year (time) > LAST_YEAR)
    return -1;

  return cs_day_of (g_date_time_get_year (time), g_date_time_get_month (time),
                    g_date_time_get_day_of_month (time));
}

GDate
cs_day_get_date (gint64 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (within (day) + EPOCH_DAY));

  return date;
}

/* 1 is Monday, 7 Sunday. */
int
cs_day_get_weekday (gint64 day)
{
  GDate date = cs_day_get_date (day);

  return g_date_get_weekday (&date);
}

/* Of ISO 8601: the week that the Thursday of a week from Monday has. */
int
cs_day_get_week (gint64 day)
{
  GDate date = cs_day_get_date (day);

  return g_date_get_iso8601_week_of_year (&date);
}

/* The same day of another month, or its last where it has fewer. */
gint64
cs_day_add_months (gint64 day,
                   int    months)
{
  GDate date = cs_day_get_date (day);
  int all = g_date_get_year (&date) * 12 + g_date_get_month (&date) - 1 + months;
  int last;

  all = CLAMP (all, FIRST_YEAR * 12, LAST_YEAR * 12 + 11);

  last = g_date_get_days_in_month (all % 12 + 1, all / 12);

  return cs_day_of (all / 12, all % 12 + 1, MIN (g_date_get_day (&date), last));
}

/* @format as of g_date_time_format(): %A, %-Oe, %OB … */
char *
cs_day_format (gint64      day,
               const char *format)
{
  GDate date = cs_day_get_date (day);
  g_autoptr(GDateTime) time = g_date_time_new_utc (g_date_get_year (&date),
                                                   g_date_get_month (&date),
                                                   g_date_get_day (&date), 0, 0, 0);

  return g_date_time_format (time, format);
}

gint64
cs_month_first (gint64 day)
{
  GDate date = cs_day_get_date (day);

  return cs_day_of (g_date_get_year (&date), g_date_get_month (&date), 1);
}

gint64
cs_month_last (gint64 day)
{
  GDate date = cs_day_get_date (day);

  return cs_day_of (g_date_get_year (&date), g_date_get_month (&date),
                    g_date_get_days_in_month (g_date_get_month (&date), g_date_get_year (&date)));
}

/* Where six weeks begin that show the whole month of @day. */
gint64
cs_month_first_cell (gint64 day,
                     int    first_weekday)
{
  gint64 first = cs_month_first (day);

  return first - (cs_day_get_weekday (first) - first_weekday + 7) % 7;
}

/* Minutes since midnight as a time of day: “18:30” */
char *
cs_minute_format (int              minute,
                  const CsReading *reading)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  CsReading wall = { utc, reading->twelve_hours, 0 };

  return cs_words_time (&wall, minute * 60);
}

/* The cell at a place; -1 outside. @mirrored: the first day of a week is at the right. */
int
cs_grid_cell_at (double   x,
                 double   y,
                 double   width,
                 double   height,
                 gboolean mirrored)
{
  int column;
  int row;

  if (x < 0 || y < 0 || x >= width || y >= height)
    return -1;

  column = MIN ((int) (x * 7 / width), 6);
  row = MIN ((int) (y * CS_MONTH_WEEKS / height), CS_MONTH_WEEKS - 1);

  return row * 7 + (mirrored ? 6 - column : column);
}
