/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-slot.h"

#include "cs-error.h"
#include "cs-zone.h"

#include <string.h>

#define MINUTE 60
#define DAY_MINUTES (24 * 60)
/* Julian day of GDate for 1970-01-01. */
#define EPOCH_DAY 719163
/* Seven centuries of planning are enough; the zones’ rules are known up to here. */
#define LAST_YEAR CS_ZONE_LAST_YEAR
#define WALL_MAX ((gint64) (LAST_YEAR - 1970) * 366 * DAY_MINUTES)

static gint64
floor_div (gint64 a,
           gint64 b)
{
  return a / b - (a % b < 0);
}

/* “2026-03-29 18:30” */
char *
cs_slot_format_wall (gint64 wall)
{
  gint64 day = floor_div (wall, DAY_MINUTES);
  int minute = (int) (wall - day * DAY_MINUTES);
  GDate date;

  if (wall < 0 || wall > WALL_MAX)
    return g_strdup ("?");

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (day + EPOCH_DAY));

  return g_strdup_printf ("%04d-%02d-%02d %02d:%02d", g_date_get_year (&date),
                          g_date_get_month (&date), g_date_get_day (&date),
                          minute / 60, minute % 60);
}

/**
 * cs_slot_find:
 *
 * What a time on the wall is: one instant, two, or none. For none the two
 * instants are what it would be by the clock of before and of after the gap.
 *
 * Returns: FALSE with %CS_ERROR_INVALID for an unknown zone or a time out of range
 */
gboolean
cs_slot_find (gint64       wall,
              const char  *zone,
              CsSlot      *slot,
              GError     **error)
{
  g_autoptr(CsZone) rules = cs_zone_open (zone, error);
  CsZoneTimes times;

  if (rules == NULL)
    return FALSE;

  if (wall < 0 || wall > WALL_MAX)
    return cs_fail (error, CS_ERROR_INVALID, "A planned time lies between 1970 and %d", LAST_YEAR);

  times = cs_zone_find (rules, wall * MINUTE);
  slot->instants[0] = times.first;
  slot->instants[1] = times.second;
  slot->before = slot->after = wall;

  if (times.first == times.second)
    {
      slot->kind = CS_SLOT_ONCE;
    }
  else if (times.first < times.second)
    {
      slot->kind = CS_SLOT_TWICE;
    }
  else
    {
      gint64 last = times.change - 1 + cs_zone_get_offset (rules, times.change - 1);
      gint64 next = times.change + cs_zone_get_offset (rules, times.change);

      slot->kind = CS_SLOT_NEVER;
      slot->before = floor_div (last, MINUTE);
      slot->after = floor_div (next + MINUTE - 1, MINUTE);
    }

  return TRUE;
}

/**
 * cs_slot_resolve:
 * @fold: 0, 1 or %CS_FOLD_ASK
 * @due: (out): the instant, seconds since 1970 UTC
 *
 * Returns: FALSE with %CS_ERROR_INVALID and a sentence that offers what there is
 *   instead, if the time does not exist, or comes twice and @fold does not choose
 */
gboolean
cs_slot_resolve (gint64       wall,
                 const char  *zone,
                 gint64       fold,
                 gint64      *due,
                 GError     **error)
{
  g_autofree char *time = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  CsSlot slot = { 0, };

  if (!cs_slot_find (wall, zone, &slot, error))
    return FALSE;

  time = cs_slot_format_wall (wall);

  if (fold != CS_FOLD_ASK && fold != 0 && fold != 1)
    return cs_fail (error, CS_ERROR_INVALID, "A time comes twice at most: the fold is 0 or 1");

  if (slot.kind == CS_SLOT_NEVER)
    {
      before = cs_slot_format_wall (slot.before);
      after = cs_slot_format_wall (slot.after);

      return cs_fail (error, CS_ERROR_INVALID,
                      "%s does not exist in %s, where the clocks are put forward: choose %s or %s",
                      time, zone, before, after);
    }

  if (slot.kind == CS_SLOT_TWICE && fold == CS_FOLD_ASK)
    return cs_fail (error, CS_ERROR_INVALID,
                    "%s comes twice in %s, where the clocks are put back: choose the first "
                    "(fold 0) or the second (fold 1)", time, zone);

  *due = slot.instants[fold == 1];

  return TRUE;
}

/* What the wall shows at an instant; a part of a minute counts as the next whole one. */
gboolean
cs_slot_from_instant (gint64       instant,
                      const char  *zone,
                      gint64      *wall,
                      gint64      *fold,
                      GError     **error)
{
  g_autoptr(CsZone) rules = cs_zone_open (zone, error);
  gint64 whole = -floor_div (-CLAMP (instant, 0, WALL_MAX * MINUTE), MINUTE) * MINUTE;
  CsSlot slot = { 0, };

  if (rules == NULL)
    return FALSE;

  *wall = floor_div (whole + cs_zone_get_offset (rules, whole), MINUTE);

  if (!cs_slot_find (*wall, zone, &slot, error))
    return FALSE;

  *fold = slot.kind == CS_SLOT_TWICE && whole >= slot.instants[1];

  return TRUE;
}

/* Exactly @n digits as a number. */
static gboolean
read_digits (const char **at,
             guint        n,
             int         *number)
{
  *number = 0;

  for (guint i = 0; i < n; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *number = *number * 10 + **at - '0';
    }

  return TRUE;
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

/* HH:MM, or HH:MM:00, and nothing behind it. */
static gboolean
read_time (const char *at,
           int        *minute)
{
  int hours;
  int minutes;
  int seconds = 0;

  if (!read_digits (&at, 2, &hours) || !skip (&at, ':') || !read_digits (&at, 2, &minutes)
      || (skip (&at, ':') && !read_digits (&at, 2, &seconds)))
    return FALSE;

  if (*at != '\0' || hours >= 24 || minutes >= 60 || seconds != 0)
    return FALSE;

  *minute = hours * 60 + minutes;

  return TRUE;
}

static gboolean
read_date (const char **at,
           gint64      *day)
{
  int year;
  int month;
  int number;
  GDate date;

  if (!read_digits (at, 4, &year) || !skip (at, '-') || !read_digits (at, 2, &month)
      || !skip (at, '-') || !read_digits (at, 2, &number))
    return FALSE;

  if (year < 1970 || year >= LAST_YEAR || !g_date_valid_dmy (number, month, year))
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, number, month, year);
  *day = (gint64) g_date_get_julian (&date) - EPOCH_DAY;

  return TRUE;
}

/* How many minutes “15min”, “2h”, “3d” or “1w” are; 0 if it is none of them. */
static gint64
read_distance (const char *text,
               gboolean   *by_wall)
{
  static const struct { const char *unit; int minutes; gboolean by_wall; } units[] = {
    { "min", 1, FALSE }, { "m", 1, FALSE }, { "h", 60, FALSE },
    { "d", DAY_MINUTES, TRUE }, { "w", 7 * DAY_MINUTES, TRUE },
  };
  gsize n_digits = strspn (text, "0123456789");
  gint64 number = n_digits > 0 && n_digits <= 6 ? g_ascii_strtoll (text, NULL, 10) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (strcmp (text + n_digits, units[i].unit) != 0)
        continue;

      *by_wall = units[i].by_wall;
      return number * units[i].minutes;
    }

  return 0;
}

/* “+2h” is two hours later; “+1d” is the same time on the wall of tomorrow. */
static gboolean
parse_distance (const char *text,
                const char *zone,
                gint64      now,
                gint64     *wall,
                gint64     *fold)
{
  gboolean by_wall = FALSE;
  gint64 minutes = read_distance (text, &by_wall);

  if (minutes == 0)
    return FALSE;

  if (!by_wall)
    return cs_slot_from_instant (now + minutes * MINUTE, zone, wall, fold, NULL);

  if (!cs_slot_from_instant (now, zone, wall, fold, NULL))
    return FALSE;

  *wall += minutes;
  *fold = CS_FOLD_ASK;

  return TRUE;
}

static gboolean
parse_day (const char *text,
           const char *zone,
           gint64      now,
           int         minute,
           gint64     *wall)
{
  const char *at = text;
  gint64 day;
  gint64 today;
  gint64 fold;

  if (g_ascii_strncasecmp (text, "today", 5) == 0 || g_ascii_strncasecmp (text, "tomorrow", 8) == 0)
    {
      gboolean tomorrow = g_ascii_tolower (text[2]) == 'm';

      if (!cs_slot_from_instant (now, zone, &today, &fold, NULL))
        return FALSE;

      day = today / DAY_MINUTES + tomorrow;
      at += tomorrow ? 8 : 5;
    }
  else if (!read_date (&at, &day))
    {
      return FALSE;
    }

  if (*at == '\0' && minute < 0)
    return FALSE;

  if (*at != '\0')
    {
      if (*at != ' ' && *at != 'T')
        return FALSE;

      at++;
      at += strspn (at, " ");

      if (!read_time (at, &minute))
        return FALSE;
    }

  *wall = day * DAY_MINUTES + minute;

  return TRUE;
}

/**
 * cs_slot_parse:
 * @text: 2026-03-29 18:30 (or with T between), today 18:30, tomorrow 18:30,
 *   +15min, +2h, +1d, +1w
 * @now: seconds since 1970 UTC
 * @minute: of a day that is written without a time; -1 if it needs one
 * @fold: (out): known for +15min and +2h, else %CS_FOLD_ASK
 *
 * Only reads: whether the time exists is cs_slot_resolve()’s to say.
 *
 * Returns: FALSE with %CS_ERROR_INVALID and how to write a time
 */
gboolean
cs_slot_parse (const char  *text,
               const char  *zone,
               gint64       now,
               int          minute,
               gint64      *wall,
               gint64      *fold,
               GError     **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autoptr(CsZone) rules = cs_zone_open (zone, error);
  gboolean read;

  if (rules == NULL)
    return FALSE;

  *fold = CS_FOLD_ASK;

  if (stripped[0] == '+')
    read = parse_distance (stripped + 1, zone, now, wall, fold);
  else
    read = parse_day (stripped, zone, now, minute, wall);

  if (!read)
    return cs_fail (error, CS_ERROR_INVALID, "“%s” is no time: write it as 2026-03-29 18:30, "
                    "today 18:30, tomorrow 18:30 or +15min",
                    g_utf8_validate (stripped, -1, NULL) ? stripped : "?");

  return TRUE;
}

/* A time of day, as 18:30, in minutes since midnight. */
gboolean
cs_slot_parse_minute (const char *text,
                      int        *minute)
{
  return read_time (text, minute);
}

/**
 * cs_target_recomputed:
 * @moved: (out): by how many seconds the instant is another than before
 *
 * The target with the instant that its wall time has by today’s rules. A time
 * that has come to lie in a gap goes out when the gap ends.
 *
 * Returns: (transfer full): a new target; or @target itself, with a reference,
 *   if it has no time or the same as before
 */
CsTarget *
cs_target_recomputed (CsTarget  *target,
                      gint64    *moved,
                      GError   **error)
{
  CsTarget *next;
  CsSlot slot = { 0, };
  gint64 due;

  *moved = 0;

  if (target->state != CS_TARGET_SCHEDULED)
    return cs_record_ref (target);

  if (!cs_slot_find (target->wall, target->zone, &slot, error))
    return NULL;

  if (slot.kind == CS_SLOT_NEVER && !cs_slot_find (slot.after, target->zone, &slot, error))
    return NULL;

  due = slot.instants[target->fold == 1];

  if (due == target->due)
    return cs_record_ref (target);

  next = cs_record_copy (target);
  *moved = due - target->due;
  next->due = due;

  return next;
}
