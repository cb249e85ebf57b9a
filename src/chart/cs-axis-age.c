/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-axis-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINUTE 60.0
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* Hours that divide a day, then weeks, what goes for a month, and years. */
static const double steps[] = {
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY,
  90 * DAY, 180 * DAY, 365 * DAY, 730 * DAY, 1825 * DAY, 3650 * DAY,
};

#define FIRST_DAY   5
#define HOURS_UNTIL (2 * DAY)

static char *
write_age (double age)
{
  if (age == 0)
    return cs_number_format (0, CS_UNIT_COUNT);

  if (fmod (age, DAY) == 0)
    /* Translators: an age in days, short, as in 7 d */
    return g_strdup_printf (_("%d d"), (int) (age / DAY));

  /* Translators: an age in hours, short, as in 6 h */
  return g_strdup_printf (_("%d h"), (int) (age / HOUR));
}

static void
list_ticks (const CsAxis *self,
            guint         n_max,
            GPtrArray    *ticks)
{
  /* Nobody reckons 84 hours into days. */
  guint i = self->high > HOURS_UNTIL ? FIRST_DAY : 0;
  double step = steps[i];

  while (floor (self->high / step) - ceil (self->low / step) + 1 > n_max)
    step = ++i < G_N_ELEMENTS (steps) ? steps[i] : 2 * step;

  for (double age = ceil (self->low / step) * step; age <= self->high; age += step)
    cs_axis_add (self, ticks, age, write_age (age));
}

static char *
say (const CsAxis *self,
     double        value)
{
  int minutes = (int) round (value / MINUTE);
  int hours = minutes / 60;
  int days = hours / 24;

  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d minute after publishing",
                                      "%d minutes after publishing", minutes), minutes);

  if (days == 0 && minutes % 60 != 0)
    /* Translators: hours and minutes, as in 6 h 15 min after publishing */
    return g_strdup_printf (_("%d h %d min after publishing"), hours, minutes % 60);

  if (days == 0)
    return g_strdup_printf (ngettext ("%d hour after publishing",
                                      "%d hours after publishing", hours), hours);

  if (days < 7 && hours % 24 != 0)
    /* Translators: days and hours, as in 2 d 5 h after publishing */
    return g_strdup_printf (_("%d d %d h after publishing"), days, hours % 24);

  return g_strdup_printf (ngettext ("%d day after publishing",
                                    "%d days after publishing", days), days);
}

static const CsAxisKind kind = { list_ticks, say, NULL };

/**
 * cs_axis_new_age:
 * @from: in seconds after a post was published
 *
 * Posts beside one another, whenever they went out. Reaches over an hour at least.
 */
CsAxis *
cs_axis_new_age (double from,
                 double until)
{
  from = isfinite (from) ? CLAMP (from, 0, 1e11) : 0;
  until = isfinite (until) ? CLAMP (until, from + HOUR, from + 1e11) : from + HOUR;

  return cs_axis_make (&kind, from, until);
}
