/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-when.h"

#include "cs-slot.h"
#include "cs-words.h"

#include <glib/gi18n.h>
#include <string.h>

void
cs_when_copy (CsWhen       *self,
              const CsWhen *from)
{
  g_autofree char *zone = g_strdup (from->zone);

  g_free (self->zone);
  *self = *from;
  self->zone = g_steal_pointer (&zone);
}

void
cs_when_clear (CsWhen *self)
{
  g_clear_pointer (&self->zone, g_free);
}

/* As a target has it, planned or in mind; FALSE: it has none to come. */
gboolean
cs_when_take (CsWhen   *self,
              GVariant *target)
{
  g_autoptr(CsTarget) record = cs_record_from_variant (CS_RECORD_TARGET, target, NULL);
  g_auto(CsReading) reading = cs_reading_here ();
  CsWhen when = { TRUE, };

  if (record == NULL || record->state == CS_TARGET_CLAIMED || record->wall == CS_UNKNOWN
      || !cs_slot_resolve (record->wall, record->zone, record->fold, &when.due, NULL)
      || (record->state == CS_TARGET_DRAFT && when.due <= reading.now))
    return FALSE;

  when.wall = record->wall;
  when.zone = record->zone;
  when.fold = record->fold;
  when.lateness = record->lateness;
  when.late_limit = record->late_limit;
  cs_when_copy (self, &when);

  return TRUE;
}

/* “Fri 27 Nov 18:30”, with the place where its clock is not the one here. */
char *
cs_when_describe (const CsWhen *self)
{
  g_auto(CsReading) reading = cs_reading_here ();
  g_autofree char *when = NULL;
  g_autofree char *city = NULL;
  g_autofree char *there = NULL;
  const char *time;

  if (!self->set)
    return g_strdup (_("Choose a Time"));

  when = cs_words_when (&reading, self->due);
  city = cs_words_zone (&reading, self->zone, self->due);
  if (city == NULL)
    return g_steal_pointer (&when);

  there = cs_slot_format_wall (self->wall);
  time = strchr (there, ' ');

  /* Translators: a time here, then the time of another place: Fri 27 Nov 18:30 (2:30 Tokyo) */
  return g_strdup_printf (_("%s (%s %s)"), when, time != NULL ? time + 1 : there, city);
}
