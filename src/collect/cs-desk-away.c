/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-desk-private.h"

#include "cs-gap-store.h"

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

/**
 * cs_desk_was_away:
 * @since: until when counting went on; 0: it never did
 *
 * Nothing was counted in between, whatever was in the way before: one row says so,
 * if a slot was lost.
 */
gboolean
cs_desk_was_away (CsDesk  *self,
                  gint64   since,
                  GError **error)
{
  CsCause away = { "not-running", since > 0
    ? _("This program was not running, or the computer slept.")
    : _("It was not counted yet.") };
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;
  CsLack lack;

  if (!counts (self))
    return TRUE;

  if (!cs_desk_look (self, &work, error))
    return FALSE;

  if (cs_desk_doubts (self))
    away = wrong_clock ();

  lack = cs_desk_lack (self, &work);
  tx = cs_tx_begin_ingest (self->db, error);

  if (tx == NULL
      || !cs_obstacle_pass (&self->obstacle, tx, self->account->id, &away, &lack, since, work.now,
                            error)
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
 * @was_away: it did not until now
 *
 * The account was taken away: until it is back, that is why nothing is counted.
 */
gboolean
cs_desk_leave (CsDesk    *self,
               gint64     since,
               gboolean   was_away,
               GError   **error)
{
  const CsCause away = { NOT_CONNECTED, _("The account was not connected.") };
  gint64 now = cs_desk_now (self);
  const CsLack lack = { was_away ? now : MIN (since, now), TRUE, TRUE };
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;

  if (!counts (self))
    return TRUE;

  if (!cs_desk_look (self, &work, error))
    return FALSE;

  /* An earlier process saw it go. */
  if (self->obstacle.is_open && g_str_equal (self->obstacle.code, NOT_CONNECTED))
    return TRUE;

  if (was_away && !cs_desk_was_away (self, since, error))
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
