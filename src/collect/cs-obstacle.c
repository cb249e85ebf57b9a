/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-obstacle.h"

#include "cs-gap-store.h"

void
cs_lack_add (CsLack   *self,
             gint64    from,
             gboolean  is_lost)
{
  self->from = self->from == CS_UNKNOWN ? from : MIN (self->from, from);
  self->is_lost |= is_lost;
}

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
      self->open_from = gap->from_at;
      g_set_str (&self->code, gap->code);
      g_set_str (&self->sentence, gap->sentence);
    }

  return gaps != NULL;
}

/* What of the time since something lacks is not explained yet. */
static gint64
untold_from (const CsObstacle *self,
             const CsLack     *lack,
             gint64            now)
{
  return MIN (MAX (lack->from, self->told_until), now);
}

/* A row that is over: what was in the way until now. */
static gboolean
note_past (CsObstacle    *self,
           CsTx          *tx,
           const char    *account_id,
           const CsLack  *lack,
           gint64         now,
           GError       **error)
{
  const CsCause cause = { self->code, self->sentence };
  gint64 from = untold_from (self, lack, now);

  self->told_until = now;

  return cs_absence_note (tx, account_id, NULL, from, now, &cause, error);
}

static gboolean
close_row (CsObstacle  *self,
           CsTx        *tx,
           const char  *account_id,
           gint64       until,
           GError     **error)
{
  self->told_until = until;

  return cs_absence_end (tx, account_id, until, error);
}

/* Somebody answers, or nobody asks any more. */
gboolean
cs_obstacle_end (CsObstacle    *self,
                 CsTx          *tx,
                 const char    *account_id,
                 const CsLack  *lack,
                 gint64         now,
                 GError       **error)
{
  gboolean takes_back = !lack->is_lost && lack->from != CS_UNKNOWN;
  gint64 until = takes_back ? MAX (MIN (lack->from, now), self->told_until) : now;

  if (self->is_open ? !close_row (self, tx, account_id, until, error)
      : self->code != NULL && lack->is_lost
        && !note_past (self, tx, account_id, lack, now, error))
    return FALSE;

  cs_obstacle_clear (self);

  return TRUE;
}

/* This is in the way now, and perhaps still. What was before it has its own part of the time. */
gboolean
cs_obstacle_meet (CsObstacle     *self,
                  CsTx           *tx,
                  const char     *account_id,
                  const CsCause  *cause,
                  const CsLack   *lack,
                  gint64          now,
                  GError        **error)
{
  if (self->code != NULL && g_strcmp0 (self->code, cause->code) != 0)
    {
      if (self->is_open ? !close_row (self, tx, account_id, now, error)
          : lack->is_late && !note_past (self, tx, account_id, lack, now, error))
        return FALSE;

      cs_obstacle_clear (self);
    }

  g_set_str (&self->code, cause->code);
  g_set_str (&self->sentence, cause->sentence);

  if (self->is_open || !lack->is_late)
    return TRUE;

  self->is_open = TRUE;

  return cs_absence_note (tx, account_id, NULL, untold_from (self, lack, now), CS_UNKNOWN, cause,
                          error);
}

/**
 * cs_obstacle_pass:
 * @since: until when nothing was in the way, or that was told; 0: nobody ever looked
 *
 * Nobody looked until now: that is why what lacks is not there. As long as no slot is
 * lost by it, it is known and not written.
 */
gboolean
cs_obstacle_pass (CsObstacle     *self,
                  CsTx           *tx,
                  const char     *account_id,
                  const CsCause  *cause,
                  const CsLack   *lack,
                  gint64          since,
                  gint64          now,
                  GError        **error)
{
  CsLack away = *lack;

  if (!lack->is_late)
    return TRUE;

  /* What was due right before counting ended would have come within moments. */
  if (since > 0)
    away.from = CLAMP (lack->from, since - CS_OBSTACLE_LATE, since);

  g_set_str (&self->code, cause->code);
  g_set_str (&self->sentence, cause->sentence);

  return !lack->is_lost || cs_obstacle_end (self, tx, account_id, &away, now, error);
}
