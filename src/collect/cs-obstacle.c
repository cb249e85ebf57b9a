/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-obstacle.h"

#include "cs-cadence.h"
#include "cs-gap-store.h"
#include "cs-meta-store.h"

#include <inttypes.h>

/* Rows that may lie over a slot that is not over: no slot is longer than a week. */
#define LOOK_BACK (8 * CS_DAY_SECONDS)

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

/* What has no row yet is remembered beside them: since when, what, and its sentence. */
static char *
name_of (const char *account_id)
{
  return g_strconcat (CS_META_OBSTACLE, account_id, NULL);
}

static gboolean
remember (CsObstacle     *self,
          CsTx           *tx,
          const char     *account_id,
          const CsCause  *cause,
          gint64          from,
          GError        **error)
{
  g_autofree char *name = name_of (account_id);
  g_autofree char *text = g_strdup_printf ("%" PRId64 " %s %s", from, cause->code,
                                           cause->sentence);
  gboolean is_known = g_strcmp0 (self->code, cause->code) == 0;

  g_set_str (&self->code, cause->code);
  g_set_str (&self->sentence, cause->sentence);

  return is_known || cs_meta_store_set (tx, name, text, error);
}

static gboolean
forget (CsObstacle  *self,
        CsTx        *tx,
        const char  *account_id,
        GError     **error)
{
  g_autofree char *name = name_of (account_id);
  gboolean is_known = self->code != NULL;

  cs_obstacle_clear (self);

  return !is_known || cs_meta_store_set (tx, name, NULL, error);
}

static gboolean
recall (CsObstacle  *self,
        CsTx        *tx,
        const char  *account_id,
        GError     **error)
{
  g_autofree char *name = name_of (account_id);
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;

  if (!cs_meta_store_get (tx, name, &text, error))
    return FALSE;

  words = g_strsplit (text != NULL ? text : "", " ", 3);
  if (g_strv_length (words) < 3)
    return TRUE;

  self->open_from = g_ascii_strtoll (words[0], NULL, 10);
  g_set_str (&self->code, words[1]);
  g_set_str (&self->sentence, words[2]);

  return TRUE;
}

/* What an earlier process left: what was in the way, with a row that is open or without one yet,
 * and until when rows say why nothing was counted. */
gboolean
cs_obstacle_find (CsObstacle  *self,
                  CsTx        *tx,
                  const char  *account_id,
                  gint64       now,
                  GError     **error)
{
  g_autoptr(GPtrArray) gaps = cs_gap_store_list (tx, account_id, NULL, now - LOOK_BACK, 0, error);

  if (gaps == NULL || !recall (self, tx, account_id, error))
    return FALSE;

  for (guint i = 0; i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);

      if (gap->target_id != NULL)
        continue;

      if (gap->until_at != CS_UNKNOWN)
        {
          self->told_until = MAX (self->told_until, gap->until_at);
          continue;
        }

      self->is_open = TRUE;
      self->open_from = gap->from_at;
      g_set_str (&self->code, gap->code);
      g_set_str (&self->sentence, gap->sentence);
    }

  return TRUE;
}

/* What of the time since something lacks is not explained yet. */
static gint64
untold_from (const CsObstacle *self,
             const CsLack     *lack,
             gint64            now)
{
  return MIN (MAX (lack->from, self->told_until), now);
}

/* What a row that is over tells from then on: as long as no slot is lost, it may be taken back. */
static void
close_until (CsObstacle    *self,
             const CsLack  *lack,
             gint64         from,
             gint64         until)
{
  self->told_until = until;

  if (lack->is_lost)
    self->unsure_from = 0;
  else if (self->unsure_from == 0)
    self->unsure_from = from;
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

  close_until (self, lack, from, now);

  return cs_absence_note (tx, account_id, NULL, from, now, &cause, error);
}

static gboolean
close_row (CsObstacle    *self,
           CsTx          *tx,
           const char    *account_id,
           const CsLack  *lack,
           gint64         until,
           GError       **error)
{
  close_until (self, lack, self->open_from, until);

  return cs_absence_end (tx, account_id, until, error);
}

/* No slot was lost by what rows say since the last that was. */
static gboolean
take_back (CsObstacle  *self,
           CsTx        *tx,
           const char  *account_id,
           GError     **error)
{
  gint64 from = self->unsure_from;
  gint64 until = self->told_until;

  if (from == 0)
    return TRUE;

  self->unsure_from = 0;
  self->told_until = from;

  return cs_gap_store_take_back (tx, account_id, from, until, error);
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
  gint64 until;

  if (takes_back && !take_back (self, tx, account_id, error))
    return FALSE;

  until = takes_back ? MAX (MIN (lack->from, now), self->told_until) : now;

  if (self->is_open ? !close_row (self, tx, account_id, lack, until, error)
      : self->code != NULL && lack->is_lost
        && !note_past (self, tx, account_id, lack, now, error))
    return FALSE;

  self->unsure_from = 0;

  return forget (self, tx, account_id, error);
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
      if (self->is_open ? !close_row (self, tx, account_id, lack, now, error)
          : lack->is_late && !note_past (self, tx, account_id, lack, now, error))
        return FALSE;

      cs_obstacle_clear (self);
    }

  if (!remember (self, tx, account_id, cause, untold_from (self, lack, now), error))
    return FALSE;

  if (self->is_open || !lack->is_late)
    return TRUE;

  self->is_open = TRUE;
  self->open_from = untold_from (self, lack, now);

  return cs_absence_note (tx, account_id, NULL, self->open_from, CS_UNKNOWN, cause, error);
}

/**
 * cs_obstacle_pass:
 * @since: until when somebody looked; 0: nobody ever did
 *
 * Nobody looked until now: that is why what lacks is not there, but for what was in the
 * way until then. As long as no slot is lost by it, it is known and not written.
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
  gboolean is_within = self->is_open && !lack->is_lost && lack->from != CS_UNKNOWN;

  if (is_within ? !close_row (self, tx, account_id, lack, since, error)
                  || !forget (self, tx, account_id, error)
                : !cs_obstacle_end (self, tx, account_id, lack, since, error))
    return FALSE;

  if (!lack->is_late)
    return TRUE;

  /* What was due right before counting ended would have come within moments. */
  if (since > 0)
    away.from = CLAMP (lack->from, since - CS_OBSTACLE_LATE, since);

  if (!remember (self, tx, account_id, cause, untold_from (self, &away, now), error))
    return FALSE;

  return !lack->is_lost || cs_obstacle_end (self, tx, account_id, &away, now, error);
}
