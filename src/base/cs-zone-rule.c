/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-zone-rule-private.h"

#include "cs-clock.h"

#include <string.h>

/* Days from 1970-01-01 to the first of January of a year, as the Gregorian calendar has it. */
static gint64
year_start (int year)
{
  gint64 y = year - 1;

  return 365 * (gint64) (year - 1970) + (y / 4 - y / 100 + y / 400) - 477;
}

static gint64
rule_time (const CsZoneDay *rule,
           int              year)
{
  gint64 days = year_start (year);
  guint8 length;
  int weekday;

  if (rule->kind == 'N')
    return (days + rule->day) * CS_DAY_SECONDS + rule->time;

  if (rule->kind == 'J')
    return (days + rule->day - 1 + (g_date_is_leap_year (year) && rule->day > 59)) * CS_DAY_SECONDS
           + rule->time;

  for (int month = 1; month < rule->month; month++)
    days += g_date_get_days_in_month (month, year);

  /* 1970-01-01 was a Thursday, day 4 of the rule’s week. */
  length = g_date_get_days_in_month (rule->month, year);
  weekday = (int) ((days + 4) % 7);
  days += (rule->day - weekday + 7) % 7 + (rule->week - 1) * 7;

  if ((rule->day - weekday + 7) % 7 + (rule->week - 1) * 7 >= length)
    days -= 7;

  return days * CS_DAY_SECONDS + rule->time;
}

static gboolean
read_number (const char **at,
             int          min,
             int          max,
             int         *number)
{
  char *end;
  gint64 value;

  if (!g_ascii_isdigit (**at))
    return FALSE;

  value = g_ascii_strtoll (*at, &end, 10);
  *at = end;
  *number = (int) CLAMP (value, min, max);

  return value >= min && value <= max;
}

static gboolean
skip (const char **at,
      char         c)
{
  if (**at != c)
    return FALSE;

  (*at)++;

  return TRUE;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static gboolean
read_clock (const char **at,
            int         *seconds)
{
  int sign = skip (at, '-') ? -1 : 1;
  int hour = 0;
  int minute = 0;
  int second = 0;

  if (sign > 0)
    skip (at, '+');

  if (!read_number (at, 0, 167, &hour)
      || (skip (at, ':') && !read_number (at, 0, 59, &minute))
      || (skip (at, ':') && !read_number (at, 0, 59, &second)))
    return FALSE;

  *seconds = sign * (hour * 3600 + minute * 60 + second);

  return TRUE;
}

static gboolean
skip_name (const char **at)
{
  const char *start = *at;

  if (skip (at, '<'))
    {
      *at += strcspn (*at, ">");
      return skip (at, '>');
    }

  while (g_ascii_isalpha (**at))
    (*at)++;

  return *at > start;
}

static gboolean
read_day_rule (const char **at,
               CsZoneDay   *rule)
{
  gboolean good;

  rule->time = 2 * 3600;

  if (skip (at, 'M'))
    {
      rule->kind = 'M';
      good = read_number (at, 1, 12, &rule->month) && skip (at, '.')
          && read_number (at, 1, 5, &rule->week) && skip (at, '.')
          && read_number (at, 0, 6, &rule->day);
    }
  else if (skip (at, 'J'))
    {
      rule->kind = 'J';
      good = read_number (at, 1, 365, &rule->day);
    }
  else
    {
      rule->kind = 'N';
      good = read_number (at, 0, 365, &rule->day);
    }

  return good && (!skip (at, '/') || read_clock (at, &rule->time));
}

/* “CET-1CEST,M3.5.0,M10.5.0/3”: POSIX.1-2024 §8.3, TZ, with the longer hours of RFC 9636. */
gboolean
cs_zone_rule_read (const char *text,
                   CsZoneRule *rule)
{
  memset (rule, 0, sizeof *rule);

  if (!skip_name (&text) || !read_clock (&text, &rule->standard))
    return FALSE;

  /* Written as what is added to the clock to have UTC. */
  rule->standard = -rule->standard;
  rule->has_summer = *text != '\0';

  if (!rule->has_summer)
    return TRUE;

  rule->summer = rule->standard + 3600;

  if (!skip_name (&text))
    return FALSE;

  if (*text != ',')
    {
      if (!read_clock (&text, &rule->summer))
        return FALSE;

      rule->summer = -rule->summer;
    }

  return skip (&text, ',') && read_day_rule (&text, &rule->start)
      && skip (&text, ',') && read_day_rule (&text, &rule->end)
      && *text == '\0';
}

/* The instant at which the summer time of a year begins. */
gint64
cs_zone_rule_start (const CsZoneRule *rule,
                    int               year)
{
  return rule_time (&rule->start, year) - rule->standard;
}

gint64
cs_zone_rule_end (const CsZoneRule *rule,
                  int               year)
{
  return rule_time (&rule->end, year) - rule->summer;
}
