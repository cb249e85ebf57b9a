/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-desk-private.h"

#include "cs-gap-store.h"
#include "cs-spell.h"

#include <glib/gi18n.h>

#define CLOCK         "clock"
#define NOT_CONNECTED "not-connected"

static CsCause
wrong_clock (void)
{
  return (CsCause) { CLOCK, _("The clock of this computer was wrong.") };
}

/* A network that counts nothing promises nothing. */
static gboolean
counts (CsDesk *self)
{
  return cs_platform_count_max (self->platform, self->account) > 0;
}

/* What was so from @since until then; of a time in which nothing was due, nothing is said. */
static gboolean
pass (CsDesk         *self,
      CsTx           *tx,
      const CsCause  *cause,
      const CsLack   *lack,
      gint64          since,
      gint64          until,
      GError        **error)
{
  return lack->from >= until
      || cs_obstacle_pass (&self->obstacle, tx, self->account->id, cause, lack, since, until,
                           error);
}

/* Each spell lasted until something else is known; between them nothing ran. */
static gboolean
pass_all (CsDesk        *self,
          CsTx          *tx,
          GArray        *spells,
          const CsLack  *lack,
          gint64         since,
          gint64         now,
          GError       **error)
{
  g_autofree char *doubt = cs_desk_doubts (self) ? g_strdup (self->obstacle.sentence) : NULL;
  const CsCause away = doubt != NULL ? (CsCause) { CLOCK, doubt }
    : (CsCause) { "not-running", since > 0
                  ? _("This program was not running, or the computer slept.")
                  : _("It was not counted yet.") };
  gint64 known = since;

  if (spells->len > 0)
    since = MIN (since, g_array_index (spells, CsSpell, 0).from);

  for (guint i = 0; i < spells->len; i++)
    {
      const CsSpell *spell = &g_array_index (spells, CsSpell, i);
      const CsCause cause = { spell->code, spell->sentence };
      gint64 next = i + 1 < spells->len ? g_array_index (spells, CsSpell, i + 1).from : now;

      if (spell->from - known > CS_DESK_AWAY)
        {
          if (!pass (self, tx, &away, lack, since, spell->from, error))
            return FALSE;

          since = spell->from;
        }

      known = MAX (known, spell->until);
      known = next - known > CS_DESK_AWAY ? known : next;
      if (!pass (self, tx, &cause, lack, since, known, error))
        return FALSE;

      since = known;
    }

  return since >= now || pass (self, tx, &away, lack, since, now, error);
}

/**
 * cs_desk_was_away:
 * @since: until when counting went on; 0: it never did
 * @spells: of CsSpell: what is known of the time since; also of one before, in which counting
 *   went on in vain
 *
 * Nothing was counted in between, whatever was in the way before: rows say so, if a
 * slot was lost.
 */
gboolean
cs_desk_was_away (CsDesk  *self,
                  gint64   since,
                  GArray  *spells,
                  GError **error)
{
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;
  CsLack lack;

  if (!counts (self))
    return TRUE;

  if (!cs_desk_look (self, &work, error))
    return FALSE;

  lack = cs_desk_lack (self, &work);
  tx = cs_tx_begin_ingest (self->db, error);

  if (tx == NULL
      || !pass_all (self, tx, spells, &lack, since, work.now, error)
      || !cs_tx_commit (&tx, error))
    return FALSE;

  cs_desk_forget_wait (self);

  return TRUE;
}

/**
 * cs_desk_doubt:
 * @since: until when counting went on
 *
 * The clock is behind what it was, and nobody says that this is right: until then
 * nothing is counted.
 */
gboolean
cs_desk_doubt (CsDesk  *self,
               gint64   since,
               GError **error)
{
  const CsCause clock = wrong_clock ();
  const CsLack lack = { since, TRUE, TRUE };
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;

  return cs_desk_look (self, &work, error)
      && (tx = cs_tx_begin_ingest (self->db, error)) != NULL
      && cs_obstacle_meet (&self->obstacle, tx, self->account->id, &clock, &lack, since, error)
      && cs_tx_commit (&tx, error);
}

/**
 * cs_desk_set_back:
 * @since: when that was seen, by the clock as it is now; 0: just now
 *
 * The clock was set back, and rightly: all goes by it from now on.
 */
gboolean
cs_desk_set_back (CsDesk  *self,
                  gint64   since,
                  GError **error)
{
  const char *id = self->account->id;
  const CsCause clock = wrong_clock ();
  const CsLack none = { CS_UNKNOWN, FALSE, FALSE };
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;

  if (!cs_desk_look (self, &work, error) || (tx = cs_tx_begin_ingest (self->db, error)) == NULL
      || !cs_obstacle_end (&self->obstacle, tx, id, &none, work.now, error)
      || !cs_gap_store_cut (tx, id, work.now, clock.code, clock.sentence, error)
      || (since > 0 && !cs_absence_note (tx, id, NULL, since, work.now, &clock, error))
      || !cs_tx_commit (&tx, error))
    return FALSE;

  cs_desk_forget_wait (self);
  self->obstacle.told_until = 0;
  self->obstacle.unsure_from = 0;
  self->account_from = work.account_slot;

  return cs_work_replan (self->db, id, work.now, error);
}

/**
 * cs_desk_leave:
 * @since: until when counting went on
 * @spells: as of cs_desk_was_away(); NULL: it went on until now
 *
 * The account was taken away: until it is back, that is why nothing is counted.
 */
gboolean
cs_desk_leave (CsDesk    *self,
               gint64     since,
               GArray    *spells,
               GError   **error)
{
  const CsCause away = { NOT_CONNECTED, _("The account was not connected.") };
  gint64 now = cs_desk_now (self);
  const CsLack lack = { spells != NULL ? now : MIN (since, now), TRUE, TRUE };
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;

  if (!counts (self))
    return TRUE;

  if (!cs_desk_look (self, &work, error))
    return FALSE;

  /* An earlier process saw it go. */
  if (self->obstacle.is_open && g_str_equal (self->obstacle.code, NOT_CONNECTED))
    return TRUE;

  if (spells != NULL && !cs_desk_was_away (self, since, spells, error))
    return FALSE;

  return (tx = cs_tx_begin_ingest (self->db, error)) != NULL
      && cs_obstacle_meet (&self->obstacle, tx, self->account->id, &away, &lack, now, error)
      && cs_tx_commit (&tx, error);
}

/* Whether what it was told last is that the clock is wrong. */
gboolean
cs_desk_doubts (CsDesk *self)
{
  return g_strcmp0 (self->obstacle.code, CLOCK) == 0;
}
