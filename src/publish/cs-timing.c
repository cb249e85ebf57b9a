/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-timing.h"

#include "cs-outbox-claim.h"

#define FREEZE_SECONDS 60   /* from here to the network's own look at the time */

/* When its author wants it out; one that was late and has its turn is not early before that. */
gint64
cs_timing_wanted_at (const CsOutboxCall *call)
{
  return MIN (call->row->due, call->target->due);
}

/*
 * A post that its network was to hold until its time, and no longer can: an
 * upload took long, or the account changed. Sent now it would be out too early.
 */
gboolean
cs_timing_is_early (const CsOutboxCall *call,
                    gint64              now)
{
  return cs_timing_wanted_at (call) > now
      && call->row->body == NULL
      && !cs_claim_may_hand_over (call->account, call->post, call->target, now + FREEZE_SECONDS);
}

/*
 * A body that fits the time no more: it asks the network to hold a post that is
 * due too soon for that, which would be refused, or it never left and would be
 * out before its time, since the clock was set back. What may have left stays as
 * it was sent otherwise.
 */
gboolean
cs_timing_is_stale (const CsOutboxCall *call,
                    gint64              now)
{
  const CsOutboxRow *row = call->row;

  if (row->body == NULL)
    return FALSE;

  if (!cs_outbox_row_hands_over (row))
    return !cs_outbox_row_was_sent (row) && cs_timing_wanted_at (call) > now;

  return !cs_claim_may_hand_over (call->account, call->post, call->target, now + FREEZE_SECONDS);
}

/* A later part of a thread cannot go before the part that it follows is known to be out. */
static gint64
due_of (const CsOutboxCall *call)
{
  return call->parent != NULL ? MAX (call->row->due, call->parent->updated_at) : call->row->due;
}

/* Whether it still goes out as its author wanted. The beginning of a thread is out when a later
 * part has its turn: a person decides about the rest of it, however late. */
CsLateVerdict
cs_timing_lateness (const CsOutboxCall *call,
                    gint64              now)
{
  CsLateVerdict verdict = cs_outbox_lateness (call->target, due_of (call), now);

  return verdict == CS_LATE_MISSED && call->row->part > 0 ? CS_LATE_TO_ASK : verdict;
}
