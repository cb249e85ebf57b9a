/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-obstacle.h"

#include "cs-gap-store.h"

/* Nothing is in the way; what is written stays. */
void
cs_obstacle_clear (CsObstacle *self)
{
  self->is_open = FALSE;
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->sentence, g_free);
}

/* What an earlier process left: the row that is open. */
gboolean
cs_obstacle_find (CsObstacle  *self,
                  CsTx        *tx,
                  const char  *account_id,
                  gint64       now,
                  GError     **error)
{
  g_autoptr(GPtrArray) gaps = cs_gap_store_list (tx, account_id, NULL, now, 0, error);

  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);

      if (gap->target_id != NULL || gap->until_at != CS_UNKNOWN)
        continue;

      self->is_open = TRUE;
      g_set_str (&self->code, gap->code);
      g_set_str (&self->sentence, gap->sentence);
    }

  return gaps != NULL;
}

/* What of the time since a slot was lost is not explained yet. */
static gint64
untold_from (const CsObstacle *self,
             gint64            lost_from,
             gint64            now)
{
  return MIN (MAX (lost_from, self->told_until), now);
}

/**
 * cs_obstacle_end:
 * @lost_from: the first slot that was lost; %CS_UNKNOWN: none was
 */
gboolean
cs_obstacle_end (CsObstacle  *self,
                 CsTx        *tx,
                 const char  *account_id,
                 gint64       lost_from,
                 gint64       now,
                 GError     **error)
{
  const CsCause cause = { self->code, self->sentence };
  gboolean is_told = self->is_open;

  if (self->is_open && !cs_absence_end (tx, account_id, now, error))
    return FALSE;

  if (!self->is_open && self->code != NULL && lost_from != CS_UNKNOWN)
    {
      is_told = TRUE;
      if (!cs_absence_note (tx, account_id, NULL, untold_from (self, lost_from, now), now, &cause,
                            error))
        return FALSE;
    }

  if (is_told)
    self->told_until = now;

  cs_obstacle_clear (self);

  return TRUE;
}

/* As cs_obstacle_end(): this is in the way now, and perhaps still. */
gboolean
cs_obstacle_meet (CsObstacle     *self,
                  CsTx           *tx,
                  const char     *account_id,
                  const CsCause  *cause,
                  gint64          lost_from,
                  gint64          now,
                  GError        **error)
{
  if (self->code != NULL && g_strcmp0 (self->code, cause->code) != 0
      && !cs_obstacle_end (self, tx, account_id, lost_from, now, error))
    return FALSE;

  g_set_str (&self->code, cause->code);
  g_set_str (&self->sentence, cause->sentence);

  if (self->is_open || lost_from == CS_UNKNOWN)
    return TRUE;

  self->is_open = TRUE;

  return cs_absence_note (tx, account_id, NULL, untold_from (self, lost_from, now), CS_UNKNOWN,
                          cause, error);
}
