/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-here.h"

#include "cs-item.h"
#include "cs-slot.h"
#include "cs-zone.h"

#include <string.h>

/* What nobody has set: half past six in the evening, by the system’s clock. */
static char *zone;                       /* NULL: the system’s */
static int minute = 18 * 60 + 30;

/* Takes the answer of preference.list; TRUE when times are to be written otherwise now. */
gboolean
cs_here_set (GVariant *preferences)
{
  const char *name = cs_view_text (preferences, "zone");
  const char *time = cs_view_text (preferences, "time");

  if (time != NULL)
    cs_slot_parse_minute (time, &minute);

  return g_set_str (&zone, g_strcmp0 (name, "system") != 0 ? name : NULL);
}

GTimeZone *
cs_here_make_zone (void)
{
  GTimeZone *made = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;

  return made != NULL ? made : g_time_zone_new_local ();
}

/* Its name, as “Europe/Berlin”. */
char *
cs_here_dup_zone (void)
{
  return zone != NULL ? g_strdup (zone) : cs_zone_dup_local ();
}

/* When on a day a post goes out that has no time yet, in minutes. */
int
cs_here_get_minute (void)
{
  return minute;
}
