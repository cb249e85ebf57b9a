/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rows.h"

CsMoment
at (gint64  now,
    CsProof proof)
{
  return (CsMoment) { .now = now, .boot = now - STARTED, .chance = 0.5, .proof = proof };
}

CsTarget *
a_target (void)
{
  CsTarget *target = cs_record_new (CS_RECORD_TARGET);

  target->id = g_strdup ("target");
  target->post_id = g_strdup ("post");
  target->account_id = g_strdup ("account");
  target->due = NOW;

  return target;
}

/* A row that came to its state the way rows do. */
CsOutboxRow *
a_row (CsOutboxState state)
{
  g_autoptr(CsTarget) target = a_target ();
  g_autoptr(CsOutboxRow) claimed = cs_outbox_row_claimed (target, 0, "row", NULL, NOW);
  g_autoptr(CsOutboxRow) started = NULL;
  g_autoptr(CsOutboxRow) intended = NULL;
  CsMoment now = at (NOW, CS_PROOF_PUT);
  CsOutboxRow *row;

  if (state == CS_OUTBOX_CLAIMED)
    return g_steal_pointer (&claimed);

  started = cs_outbox_row_started (claimed, "key", &now);

  if (state == CS_OUTBOX_PREPARING)
    return g_steal_pointer (&started);

  intended = cs_outbox_row_intended (started, "{\"text\":\"hello\"}", FALSE, &now);

  if (state == CS_OUTBOX_INTENT)
    return g_steal_pointer (&intended);

  if (state == CS_OUTBOX_UNKNOWN)
    return cs_outbox_row_found (intended, &now);

  row = cs_record_copy (intended);
  row->state = state;

  return row;
}

CsReply *
a_reply (CsReplyClass klass)
{
  CsReply *reply = cs_reply_new (klass, "The network says something.");

  if (klass == CS_REPLY_DONE)
    {
      reply->remote_id = g_strdup ("1001");
      reply->remote_url = g_strdup ("https://example.social/@ana/1001");
    }

  return reply;
}

/* The row after a look that found nothing. */
CsOutboxRow *
look (const CsOutboxRow *row,
      gint64             now,
      CsProof            proof)
{
  g_autoptr(CsReply) absent = a_reply (CS_REPLY_ABSENT);
  CsMoment moment = at (now, proof);

  return cs_outbox_row_probed (row, absent, &moment);
}
