/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-words.h"

#include "cs-clock.h"
#include "cs-here.h"
#include "cs-locale.h"
#include "cs-network.h"
#include "cs-standing.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)

#define SPEAK_AFTER 5       /* seconds; what ends sooner needs no word on how long it takes */
#define LEAST_TOLD  0.02    /* a pace that is told by less is none */

static CsClock *
default_clock (void)
{
  static CsClock *clock;

  if (g_once_init_enter_pointer (&clock))
    {
      CsClock *made = cs_clock_new_default (NULL);

      g_once_init_leave_pointer (&clock, made != NULL ? made : cs_clock_new_system ());
    }

  return clock;
}

/* The zone that the person plans by, the locale and the moment. Clear it. Main thread. */
CsReading
cs_reading_here (void)
{
  return (CsReading) { cs_here_make_zone (), cs_locale_has_twelve_hours (),
                       cs_clock_now (default_clock ()) };
}

void
cs_reading_clear (CsReading *self)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
}

/* Clamped to what a calendar can show, so that no stored number is refused. */
static GDateTime *
date_of (const CsReading *reading,
         gint64           seconds)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (CLAMP (seconds, 0, 253370764800));

  return g_date_time_to_timezone (utc, reading->zone);
}

static const char *
clock_format (const CsReading *reading)
{
  /* Translators: the time of day on a clock of 12 hours, as in 6:30 PM */
  return reading->twelve_hours ? _("%-l:%M %p")
         /* Translators: the time of day on a clock of 24 hours, as in 18:30 */
                               : _("%H:%M");
}

/* "18:30" */
char *
cs_words_time (const CsReading *reading,
               gint64           seconds)
{
  g_autoptr(GDateTime) date = date_of (reading, seconds);

  return g_date_time_format (date, clock_format (reading));
}

/* Days from today: -1 yesterday. */
static int
days_from_today (const CsReading *reading,
                 GDateTime       *date)
{
  g_autoptr(GDateTime) today = date_of (reading, reading->now);
  GDate one;
  GDate other;

  g_date_set_dmy (&one, g_date_time_get_day_of_month (today), g_date_time_get_month (today),
                  g_date_time_get_year (today));
  g_date_set_dmy (&other, g_date_time_get_day_of_month (date), g_date_time_get_month (date),
                  g_date_time_get_year (date));

  return g_date_days_between (&one, &other);
}

static gboolean
is_this_year (const CsReading *reading,
              GDateTime       *date)
{
  g_autoptr(GDateTime) today = date_of (reading, reading->now);

  return g_date_time_get_year (today) == g_date_time_get_year (date);
}

/* "Today", "Tomorrow", "Yesterday", "Fri 27 Nov", "Fri 27 Nov 2027" */
char *
cs_words_day (const CsReading *reading,
              gint64           seconds)
{
  g_autoptr(GDateTime) date = date_of (reading, seconds);

  switch (days_from_today (reading, date))
    {
    case -1:
      return g_strdup (_("Yesterday"));

    case 0:
      return g_strdup (_("Today"));

    case 1:
      return g_strdup (_("Tomorrow"));

    default:
      if (is_this_year (reading, date))
        /* Translators: a day of this year, short, as in Fri 27 Nov */
        return g_date_time_format (date, _("%a %-d %b"));

      /* Translators: a day of another year, short, as in Fri 27 Nov 2027 */
      return g_date_time_format (date, _("%a %-d %b %Y"));
    }
}

/* "Today 18:30", "Fri 27 Nov 18:30" */
char *
cs_words_when (const CsReading *reading,
               gint64           seconds)
{
  g_autofree char *day = cs_words_day (reading, seconds);
  g_autofree char *time = cs_words_time (reading, seconds);

  /* Translators: a day and a time of day, as in: Today 18:30 */
  return g_strdup_printf (C_("day and time", "%s %s"), day, time);
}

/* "Friday 27 November 2026, 18:30": for tooltips, and for who listens. */
char *
cs_words_when_in_full (const CsReading *reading,
                       gint64           seconds)
{
  g_autoptr(GDateTime) date = date_of (reading, seconds);
  /* Translators: a day in full, as in Friday 27 November 2026 */
  g_autofree char *day = g_date_time_format (date, _("%A %-d %B %Y"));
  g_autofree char *time = cs_words_time (reading, seconds);

  /* Translators: a day in full and a time of day, as in: Friday 27 November 2026, 18:30 */
  return g_strdup_printf (C_("full day and time", "%s, %s"), day, time);
}

static char *
ago (guint n_minutes)
{
  if (n_minutes < 60)
    return g_strdup_printf (ngettext ("%u minute ago", "%u minutes ago", n_minutes), n_minutes);

  return g_strdup_printf (ngettext ("%u hour ago", "%u hours ago", n_minutes / 60),
                          n_minutes / 60);
}

static char *
ahead (guint n_minutes)
{
  if (n_minutes < 60)
    return g_strdup_printf (ngettext ("In %u minute", "In %u minutes", n_minutes), n_minutes);

  return g_strdup_printf (ngettext ("In %u hour", "In %u hours", n_minutes / 60),
                          n_minutes / 60);
}

/* "In 5 minutes", "Just now", "3 hours ago"; what is further off by its day. */
char *
cs_words_relative (const CsReading *reading,
                   gint64           seconds)
{
  gint64 distance = seconds - reading->now;

  if (ABS (distance) < MINUTE)
    return g_strdup (distance > 0 ? _("Now") : _("Just now"));

  if (ABS (distance) >= 12 * HOUR)
    return cs_words_when (reading, seconds);

  return distance > 0 ? ahead (distance / MINUTE) : ago (-distance / MINUTE);
}

/**
 * cs_words_zone:
 * @zone: (nullable): an IANA name
 *
 * Returns: (transfer full): what to write beside a time that was planned by
 *   another clock than the person’s, as “Tokyo”; NULL when both show the same
 */
char *
cs_words_zone (const CsReading *reading,
               const char      *zone,
               gint64           seconds)
{
  g_autoptr(GTimeZone) there = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
  const char *slash;
  char *city;
  int here_is;
  int there_is;

  if (there == NULL)
    return NULL;

  here_is = g_time_zone_find_interval (reading->zone, G_TIME_TYPE_UNIVERSAL, seconds);
  there_is = g_time_zone_find_interval (there, G_TIME_TYPE_UNIVERSAL, seconds);
  if (g_time_zone_get_offset (reading->zone, here_is) == g_time_zone_get_offset (there, there_is))
    return NULL;

  slash = strrchr (zone, '/');
  city = g_strdup (slash != NULL ? slash + 1 : zone);
  g_strdelimit (city, "_", ' ');

  return city;
}

/* "0:07", "1:02:03" */
char *
cs_words_duration (gint64 usec)
{
  gint64 seconds = (MAX (usec, 0) + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;

  if (seconds < HOUR)
    return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d", seconds / MINUTE,
                            (int) (seconds % MINUTE));

  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", seconds / HOUR,
                          (int) (seconds % HOUR / MINUTE), (int) (seconds % MINUTE));
}

char *
cs_words_posts (guint n)
{
  return g_strdup_printf (ngettext ("%u post", "%u posts", n), n);
}

/* The word for a state as the workspace names it; the name itself for one that is not known. */
const char *
cs_words_state (const char *state)
{
  static const char *const words[] = {
    [CS_STANDING_DRAFT] = NC_("state of a post", "Draft"),
    [CS_STANDING_SCHEDULED] = NC_("state of a post", "Scheduled"),
    [CS_STANDING_WAITING] = NC_("state of a post", "Waiting"),
    [CS_STANDING_PUBLISHING] = NC_("state of a post", "Publishing"),
    [CS_STANDING_PUBLISHED] = NC_("state of a post", "Published"),
    [CS_STANDING_NEEDS_YOU] = NC_("state of a post", "Needs You"),
    [CS_STANDING_FAILED] = NC_("state of a post", "Failed"),
    [CS_STANDING_MISSED] = NC_("state of a post", "Missed"),
  };
  int standing;

  if (!cs_enum_from_name (cs_standing_names, state, &standing))
    return state;

  return g_dpgettext2 (NULL, "state of a post", words[standing]);
}

/* How a network writes its own name; the name itself for one that is not known. */
const char *
cs_words_network (const char *network)
{
  CsNetwork value;

  return cs_network_from_name (network, &value) ? cs_network_get_title (value) : network;
}

/* Whether what stands in quotation marks there ends there, too. */
static gboolean
is_unquoted (const char *text,
             const char *until)
{
  g_autofree char *head = g_strndup (text, until - text);
  g_auto(GStrv) opened = g_strsplit (head, "“", -1);
  g_auto(GStrv) closed = g_strsplit (head, "”", -1);

  return g_strv_length (opened) <= g_strv_length (closed);
}

/* The command that a sentence ends with, with its quotation mark; NULL: none, or one of a title. */
static const char *
find_command (const char *sentence)
{
  const char *quoted = g_strrstr (sentence, "“creatorsync-cli ");
  const char *command = g_strrstr (sentence, "creatorsync-cli ");

  if (quoted != NULL && quoted + strlen ("“") == command)
    command = quoted;

  return command != NULL && is_unquoted (sentence, command) ? command : NULL;
}

/* Of seconds, roughly. */
static char *
dup_left (double seconds)
{
  int whole = MAX ((int) seconds, 1);
  int minutes = (int) round (seconds / MINUTE);

  if (seconds < MINUTE)
    return g_strdup_printf (ngettext ("about %d second left", "about %d seconds left", whole),
                            whole);

  return g_strdup_printf (ngettext ("about %d minute left", "about %d minutes left", minutes),
                          minutes);
}

/**
 * cs_words_progress:
 * @fraction: how far it is
 * @spent: seconds that it took until there
 *
 * Returns: (transfer full): “34 %, about 2 minutes left”, once the pace tells that
 */
char *
cs_words_progress (double   fraction,
                   double   spent,
                   gboolean is_paused)
{
  int percent = (int) (fraction * 100);
  g_autofree char *left = NULL;

  if (is_paused)
    /* Translators: how far something is that was paused */
    return g_strdup_printf (_("Paused at %d %%"), percent);

  if (spent < SPEAK_AFTER || fraction < LEAST_TOLD)
    return g_strdup_printf (_("%d %%"), percent);

  left = dup_left (spent * (1 - fraction) / fraction);

  /* Translators: how far, and how long it will take, as in: 34 %, about 2 minutes left */
  return g_strdup_printf (_("%d %%, %s"), percent, left);
}

/**
 * cs_words_refusal:
 * @post: a post’s view, with what the networks would say of it
 *
 * Returns: (transfer full) (nullable): who would refuse it; NULL: nobody
 */
char *
cs_words_refusal (GVariant *post)
{
  g_autoptr(GVariant) findings = g_variant_lookup_value (post, "findings",
                                                         G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; findings != NULL && i < g_variant_n_children (findings); i++)
    {
      g_autoptr(GVariant) finding = g_variant_get_child_value (findings, i);
      const char *severity = NULL;
      const char *network = NULL;

      if (g_variant_lookup (finding, "severity", "&s", &severity)
          && g_variant_lookup (finding, "network", "&s", &network)
          && strcmp (severity, "block") == 0)
        /* Translators: %s is a network */
        return g_strdup_printf (_("%s would refuse it"), cs_words_network (network));
    }

  return NULL;
}

/**
 * cs_words_sentence:
 * @sentence: (nullable): of the workspace, for every kind of reader
 *
 * Returns: (transfer full): without what a person at the command line may do
 *   about it, which is its end behind a colon or a semicolon: in a window that
 *   is a button
 */
char *
cs_words_sentence (const char *sentence)
{
  const char *at = sentence != NULL ? find_command (sentence) : NULL;

  for (; at != NULL && at > sentence; at--)
    if ((g_str_has_prefix (at, ": ") || g_str_has_prefix (at, "; "))
        && is_unquoted (sentence, at))
      return g_strndup (sentence, at - sentence);

  return g_strdup (sentence);
}
