/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-axis-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINUTE 60.0
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define WEEK   (7 * DAY)
#define MONTH  (30.4 * DAY)
#define YEAR   (365.2 * DAY)

/* From 2 January 1 to 1 January 9999: a day more has a date in every zone. */
#define EARLIEST -62135510400.0
#define LATEST   253370764800.0

typedef enum
{
  BY_MINUTE,
  BY_DAY,
  BY_WEEK,
  BY_MONTH,
  BY_YEAR,
} Unit;

/* A unit of the calendar, or several. */
typedef struct
{
  Unit   unit;
  int    count;
  double seconds;   /* about */
} Pace;

static const Pace paces[] = {
  { BY_MINUTE, 1, MINUTE },
  { BY_MINUTE, 5, 5 * MINUTE },
  { BY_MINUTE, 15, 15 * MINUTE },
  { BY_MINUTE, 30, 30 * MINUTE },
  { BY_MINUTE, 60, HOUR },
  { BY_MINUTE, 180, 3 * HOUR },
  { BY_MINUTE, 360, 6 * HOUR },
  { BY_MINUTE, 720, 12 * HOUR },
  { BY_DAY, 1, DAY },
  { BY_DAY, 2, 2 * DAY },
  { BY_WEEK, 1, WEEK },
  { BY_WEEK, 2, 2 * WEEK },
  { BY_MONTH, 1, MONTH },
  { BY_MONTH, 3, 3 * MONTH },
  { BY_MONTH, 6, 6 * MONTH },
  { BY_YEAR, 1, YEAR },
  { BY_YEAR, 2, 2 * YEAR },
  { BY_YEAR, 5, 5 * YEAR },
  { BY_YEAR, 10, 10 * YEAR },
  { BY_YEAR, 20, 20 * YEAR },
  { BY_YEAR, 50, 50 * YEAR },
  { BY_YEAR, 100, 100 * YEAR },
  { BY_YEAR, 500, 500 * YEAR },
  { BY_YEAR, 2000, 2000 * YEAR },
};

static GDateTime *
wall_of (const CsAxis *self,
         double        value)
{
  g_autoptr(GDateTime) utc =
    g_date_time_new_from_unix_utc ((gint64) CLAMP (floor (value), EARLIEST, LATEST));

  return g_date_time_to_timezone (utc, self->calendar.zone);
}

/* Where the unit that the axis begins in began: a day, and minutes after its midnight. */
static void
begin (const CsAxis *self,
       const Pace   *pace,
       GDate        *date,
       int          *minute)
{
  g_autoptr(GDateTime) wall = wall_of (self, self->low);
  int year;
  int month;
  int day;

  g_date_time_get_ymd (wall, &year, &month, &day);
  *minute = 0;

  switch (pace->unit)
    {
    case BY_MINUTE:
      *minute = g_date_time_get_hour (wall) * 60 + g_date_time_get_minute (wall);
      *minute -= *minute % pace->count;
      break;

    case BY_DAY:
    case BY_WEEK:
      break;

    case BY_MONTH:
      day = 1;
      month -= (month - 1) % pace->count;
      break;

    case BY_YEAR:
      day = 1;
      month = 1;
      year = MAX (year - year % pace->count, 1);
      break;

    default:
      g_assert_not_reached ();
    }

  g_date_set_dmy (date, day, month, year);

  /* Every second day or week is the same one from wherever the axis begins. */
  if (pace->unit == BY_DAY)
    g_date_subtract_days (date, g_date_get_julian (date) % pace->count);
  else if (pace->unit == BY_WEEK)
    g_date_subtract_days (date, (g_date_get_julian (date) - self->calendar.first_weekday)
                                % (7 * pace->count));
}

static void
advance (const Pace *pace,
         GDate      *date,
         int        *minute)
{
  switch (pace->unit)
    {
    case BY_MINUTE:
      *minute += pace->count;
      if (*minute >= 24 * 60)
        {
          *minute = 0;
          g_date_add_days (date, 1);
        }
      break;

    case BY_DAY:
      g_date_add_days (date, pace->count);
      break;

    case BY_WEEK:
      g_date_add_days (date, 7 * pace->count);
      break;

    case BY_MONTH:
      g_date_add_months (date, pace->count);
      break;

    case BY_YEAR:
      /* Years are counted from 0, which is none. */
      g_date_add_years (date, pace->count - g_date_get_year (date) % pace->count);
      break;

    default:
      g_assert_not_reached ();
    }
}

/* NULL for an hour that a clock change skips; a day without its midnight begins after it. */
static GDateTime *
find_moment (const CsAxis *self,
             const Pace   *pace,
             const GDate  *date,
             int           minute)
{
  g_autoptr(GDateTime) moment =
    g_date_time_new (self->calendar.zone, g_date_get_year (date), g_date_get_month (date),
                     g_date_get_day (date), minute / 60, minute % 60, 0);

  if (moment != NULL && pace->unit == BY_MINUTE && minute > 0
      && g_date_time_get_hour (moment) * 60 + g_date_time_get_minute (moment) != minute)
    return NULL;

  return g_steal_pointer (&moment);
}

static char *
write_time (const CsAxis *self,
            GDateTime    *moment)
{
  if (!self->calendar.twelve_hours)
    /* Translators: the time of day on a clock of 24 hours, as in 18:30 */
    return g_date_time_format (moment, _("%H:%M"));

  if (g_date_time_get_minute (moment) == 0)
    /* Translators: an hour on a clock of 12 hours, as in 6 PM */
    return g_date_time_format (moment, _("%-l %p"));

  /* Translators: the time of day on a clock of 12 hours, as in 6:30 PM */
  return g_date_time_format (moment, _("%-l:%M %p"));
}

/* @before: of the tick before it, which it need not repeat */
static char *
write_label (const CsAxis *self,
             const Pace   *pace,
             GDateTime    *moment,
             GDateTime    *before)
{
  gboolean is_new_year = before != NULL
                      && g_date_time_get_year (before) != g_date_time_get_year (moment);
  gboolean is_new_day = before != NULL
                      ? g_date_time_get_day_of_year (before) != g_date_time_get_day_of_year (moment)
                      : g_date_time_get_hour (moment) + g_date_time_get_minute (moment) == 0;

  switch (pace->unit)
    {
    case BY_MINUTE:
      if (!is_new_day)
        return write_time (self, moment);
      G_GNUC_FALLTHROUGH;

    case BY_DAY:
    case BY_WEEK:
      if (!is_new_year)
        /* Translators: a day on the axis of a chart, short, as in 21 Nov */
        return g_date_time_format (moment, _("%-d %b"));

      /* Translators: the first day of another year on the axis of a chart, as in 2 Jan 2027 */
      return g_date_time_format (moment, _("%-d %b %Y"));

    case BY_MONTH:
      if (before != NULL && !is_new_year)
        /* Translators: a month alone on the axis of a chart, short, as in Nov */
        return g_date_time_format (moment, _("%Ob"));

      /* Translators: a month and its year on the axis of a chart, short, as in Nov 2026 */
      return g_date_time_format (moment, _("%Ob %Y"));

    case BY_YEAR:
    default:
      return g_date_time_format (moment, "%Y");
    }
}

/* FALSE once there are more than @n_max. */
static gboolean
list_at_pace (const CsAxis *self,
              const Pace   *pace,
              guint         n_max,
              GPtrArray    *ticks)
{
  g_autoptr(GDateTime) before = NULL;
  GDate date;
  int minute;
  double last = self->low - 1;

  g_date_clear (&date, 1);

  for (begin (self, pace, &date, &minute); g_date_get_year (&date) < 9999;
       advance (pace, &date, &minute))
    {
      g_autoptr(GDateTime) moment = find_moment (self, pace, &date, minute);
      double value = moment != NULL ? (double) g_date_time_to_unix (moment) : last;

      if (value > self->high)
        break;

      /* The hour that comes twice is written once. */
      if (value <= last || value < self->low)
        continue;

      if (ticks->len == n_max)
        return FALSE;

      cs_axis_add (self, ticks, value, write_label (self, pace, moment, before));
      last = value;
      g_clear_pointer (&before, g_date_time_unref);
      before = g_steal_pointer (&moment);
    }

  return TRUE;
}

/* FALSE if no pace has as few as that. */
static gboolean
list_at_finest (const CsAxis *self,
                guint         n_max,
                GPtrArray    *ticks)
{
  for (guint i = 0; i < G_N_ELEMENTS (paces); i++)
    {
      const Pace *pace = &paces[i];

      if ((self->calendar.only_days && pace->unit == BY_MINUTE)
          || (self->high - self->low) / pace->seconds > n_max + 1)
        continue;

      g_ptr_array_set_size (ticks, 0);
      if (list_at_pace (self, pace, n_max, ticks))
        return ticks->len > 0;
    }

  return FALSE;
}

/* Where nothing begins that there is room for, it is written when the axis does. */
static void
list_ticks (const CsAxis *self,
            guint         n_max,
            GPtrArray    *ticks)
{
  static const Pace day = { BY_DAY, 1, DAY };
  g_autoptr(GDateTime) first = wall_of (self, self->low);

  if (list_at_finest (self, n_max, ticks))
    return;

  g_ptr_array_set_size (ticks, 0);
  cs_axis_add (self, ticks, self->low, write_label (self, &day, first, NULL));
}

static char *
say (const CsAxis *self,
     double        value)
{
  g_autoptr(GDateTime) moment = wall_of (self, value);
  /* Translators: a day in full, as in 21 November 2026 */
  g_autofree char *day = g_date_time_format (moment, _("%-d %B %Y"));
  g_autofree char *time = NULL;

  if (self->calendar.only_days)
    return g_steal_pointer (&day);

  time = write_time (self, moment);

  /* Translators: a day and a time of day, as in 21 November 2026, 18:30 */
  return g_strdup_printf (C_("day and time", "%s, %s"), day, time);
}

static const CsAxisKind kind = { list_ticks, say, NULL };

/**
 * cs_axis_new_time:
 * @from: seconds since 1970
 * @calendar: (nullable): how moments are read; NULL: in UTC, on a clock of 24 hours
 *
 * Reaches over an hour at least, over a day if its points are days.
 */
CsAxis *
cs_axis_new_time (double                from,
                  double                until,
                  const CsAxisCalendar *calendar)
{
  CsAxisCalendar read = calendar != NULL ? *calendar : (CsAxisCalendar) { 0 };
  double least = read.only_days ? DAY : HOUR;
  CsAxis *self;

  from = isfinite (from) ? CLAMP (from, EARLIEST, LATEST - least) : 0;
  until = isfinite (until) ? CLAMP (until, from, LATEST) : from;

  if (until - from < least)
    {
      from = MAX ((from + until - least) / 2, EARLIEST);
      until = from + least;
    }

  read.zone = read.zone != NULL ? g_time_zone_ref (read.zone) : g_time_zone_new_utc ();
  read.first_weekday = CLAMP (read.first_weekday, 1, 7);
  self = cs_axis_make (&kind, from, until);
  self->calendar = read;

  return self;
}
