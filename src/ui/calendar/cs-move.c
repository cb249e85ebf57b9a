/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-move.h"

#include "cs-day.h"
#include "cs-error.h"
#include "cs-record.h"

#include <glib/gi18n.h>

/* What there is at a time on the wall, in place of what was asked. */
gboolean
cs_move_to_wall (gint64       wall,
                 const char  *zone,
                 CsMove      *move,
                 GError     **error)
{
  CsSlot slot;

  move->asked = move->wall = wall;
  move->fold = 0;

  if (!cs_slot_find (wall, zone, &slot, error))
    return FALSE;

  move->kind = slot.kind;
  if (slot.kind == CS_SLOT_NEVER)
    {
      move->wall = slot.after;
      if (!cs_slot_find (slot.after, zone, &slot, error))
        return FALSE;
    }

  move->due = slot.instants[0];

  return TRUE;
}

/* The same time on the wall of another day. */
gboolean
cs_move_by_days (const CsEntry  *entry,
                 gint64          days,
                 CsMove         *move,
                 GError        **error)
{
  return cs_move_to_wall (entry->wall + days * CS_DAY_MINUTES, entry->zone, move, error);
}

/* Earlier or later by so much time that passes: through a gap, and to the second of two. */
gboolean
cs_move_by_minutes (const CsEntry  *entry,
                    int             minutes,
                    CsMove         *move,
                    GError        **error)
{
  gint64 due = entry->due + minutes * 60;

  if (!cs_slot_from_instant (due, entry->zone, &move->wall, &move->fold, error))
    return FALSE;

  move->asked = move->wall;
  move->kind = CS_SLOT_ONCE;
  move->due = due;

  return TRUE;
}

/* @minute, or on the day of @now_wall the next full hour when that has passed. */
int
cs_move_default_minute (gint64 day,
                        int    minute,
                        gint64 now_wall)
{
  int now = (int) (now_wall - cs_day_of_wall (now_wall) * CS_DAY_MINUTES);

  if (day != cs_day_of_wall (now_wall) || minute > now)
    return minute;

  return MIN ((now / 60 + 1) * 60, CS_DAY_MINUTES - 1);
}

/**
 * cs_move_to_day:
 * @day: on the local wall, as the calendar shows it
 * @minute: where a post goes that has no time yet, in @zone
 *
 * Returns: FALSE with a sentence if it cannot be moved or there is no such time left
 */
gboolean
cs_move_to_day (const CsEntry  *entry,
                gint64          day,
                int             minute,
                const char     *zone,
                gint64          now,
                CsMove         *move,
                GError        **error)
{
  gboolean found;

  if (!cs_entry_may_move (entry, error))
    return FALSE;

  if (entry->due == CS_UNKNOWN)
    found = cs_move_to_wall (day * CS_DAY_MINUTES + minute, zone, move, error);
  else
    found = cs_move_by_days (entry, day - entry->day, move, error);

  if (!found)
    return FALSE;

  return move->due > now
      || cs_fail (error, CS_ERROR_INVALID, _("That time has passed: choose a later day"));
}

/* What the clock change made of it, for the person to see; NULL: nothing. */
char *
cs_move_dup_remark (const CsMove    *self,
                    const CsReading *reading)
{
  g_autofree char *asked = NULL;

  if (self->kind == CS_SLOT_ONCE)
    return NULL;

  asked = cs_minute_format (self->asked % CS_DAY_MINUTES, reading);

  if (self->kind == CS_SLOT_NEVER)
    /* Translators: %s is a time of day; the clocks are put forward */
    return g_strdup_printf (_("%s does not exist that day"), asked);

  /* Translators: %s is a time of day; the clocks are put back */
  return g_strdup_printf (_("%s comes twice that day, this is the first"), asked);
}
