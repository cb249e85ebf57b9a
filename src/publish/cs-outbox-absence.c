/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-absence.h"

#include "cs-outbox-notes.h"
#include "cs-outbox-wait.h"

#include <glib/gi18n.h>

/* It provably is not there: published anew, unless a person said to stop, or it was refused. */
static void
become_absent (CsOutboxRow    *next,
               const CsMoment *moment)
{
  const char *refused = cs_outbox_note_get_words (next, CS_NOTE_REFUSED);

  cs_outbox_note_clear (next, CS_NOTE_ABSENT);

  if (cs_outbox_note_get (next, CS_NOTE_STOP, FALSE))
    {
      next->state = CS_OUTBOX_CANCELLED;
      cs_outbox_say (next, "cancelled", _("Stopped; the network does not have it."));
      return;
    }

  if (refused != NULL)
    {
      next->state = CS_OUTBOX_FAILED;
      cs_outbox_say (next, cs_reply_class_names[CS_REPLY_REJECTED], refused);
      return;
    }

  next->state = CS_OUTBOX_INTENT;
  cs_outbox_back_off (next, moment);
}

static gboolean
key_is_young (const CsOutboxRow *row,
              const CsMoment    *moment)
{
  return row->intent_at != CS_UNKNOWN
      && moment->now >= row->intent_at
      && moment->now - row->intent_at < CS_OUTBOX_KEY_AGE;
}

/* Sent by a clock that was ahead: another call has time until it is due, and is looked for again
 * before it. */
static gboolean
was_too_early (const CsOutboxRow *row,
               const CsMoment    *moment)
{
  return moment->wanted_at > moment->now && !cs_outbox_row_hands_over (row);
}

/**
 * cs_outbox_weigh_absence:
 * @next: a row of which it is unknown whether it is out, made of it by this look
 *
 * A look found nothing. One look is enough where a second call follows and is
 * harmless; else two, a minute apart: what was stopped or refused is not called
 * again, and a slow server may yet publish it. The minute is one of boot time,
 * since a clock that is set forward makes none; a machine that was started anew
 * counts from there.
 */
void
cs_outbox_weigh_absence (CsOutboxRow    *next,
                         const CsMoment *moment)
{
  gint64 first = cs_outbox_note_get (next, CS_NOTE_ABSENT, CS_UNKNOWN);
  gboolean ends = cs_outbox_note_get (next, CS_NOTE_STOP, FALSE) != FALSE
               || cs_outbox_note_get_words (next, CS_NOTE_REFUSED) != NULL;
  gboolean harmless = moment->proof == CS_PROOF_PUT
                   || (moment->proof == CS_PROOF_KEY && key_is_young (next, moment));

  if (was_too_early (next, moment) && !ends)
    {
      next->not_before = moment->wanted_at;
      cs_outbox_note_progress (next, moment->wanted_at);
      return;
    }

  if (harmless && !ends)
    {
      become_absent (next, moment);
      return;
    }

  if (first == CS_UNKNOWN || first > moment->boot)
    {
      first = moment->boot;
      cs_outbox_note_set (next, CS_NOTE_ABSENT, first);
    }
  else if (moment->boot - first >= CS_OUTBOX_SECOND_LOOK)
    {
      /* All calls until now are proved dead, so the key's age counts from here. */
      next->intent_at = moment->now;
      become_absent (next, moment);
      return;
    }

  next->not_before = moment->now + CS_OUTBOX_SECOND_LOOK - (moment->boot - first);
  cs_outbox_watch (next, moment);
}

/* Whether the server may have forgotten the key of a call that may have left. */
gboolean
cs_outbox_row_key_is_old (const CsOutboxRow *row,
                          const CsMoment    *moment)
{
  return row->state == CS_OUTBOX_INTENT
      && moment->proof == CS_PROOF_KEY
      && cs_outbox_note_get (row, CS_NOTE_SENT, FALSE)
      && !key_is_young (row, moment);
}
