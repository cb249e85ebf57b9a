/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-row.h"

#include "cs-record-private.h"

const char *const cs_outbox_state_names[] = {
  [CS_OUTBOX_CLAIMED] = "claimed",
  [CS_OUTBOX_PREPARING] = "preparing",
  [CS_OUTBOX_INTENT] = "intent",
  [CS_OUTBOX_UNKNOWN] = "unknown",
  [CS_OUTBOX_CONFIRMED] = "confirmed",
  [CS_OUTBOX_HANDED_OFF] = "handed-off",
  [CS_OUTBOX_NEEDS_YOU] = "needs-you",
  [CS_OUTBOX_FAILED] = "failed",
  [CS_OUTBOX_DONE] = "done",
  [CS_OUTBOX_MISSED] = "missed",
  [CS_OUTBOX_CANCELLED] = "cancelled",
  NULL
};

/* The number in the database: gaps leave room for states to come. */
int
cs_outbox_state_number (CsOutboxState state)
{
  static const int numbers[] = { 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120 };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (numbers), 0);

  return numbers[state];
}

/* One that nobody has numbered so is CS_OUTBOX_CANCELLED: it does nothing. */
CsOutboxState
cs_outbox_state_from_number (gint64 number)
{
  int state = CS_OUTBOX_CLAIMED;

  while (state < CS_OUTBOX_CANCELLED && cs_outbox_state_number (state) != number)
    state++;

  return state;
}

gboolean
cs_outbox_state_is_final (CsOutboxState state)
{
  return state >= CS_OUTBOX_DONE;
}

static const CsField outbox_row_fields[] = {
  CS_FIELD (CsOutboxRow, id, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, target_id, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, post_id, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, account_id, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, part, CS_FIELD_INT),
  CS_FIELD (CsOutboxRow, parent_id, CS_FIELD_TEXT),
  CS_FIELD_NAMED (CsOutboxRow, state, cs_outbox_state_names),
  CS_FIELD (CsOutboxRow, attempt, CS_FIELD_INT),
  CS_FIELD (CsOutboxRow, key, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, body, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, body_sha256, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, handles, CS_FIELD_DICT),
  CS_FIELD (CsOutboxRow, remote_id, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, remote_url, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, remote_cid, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, due, CS_FIELD_INT),
  CS_FIELD (CsOutboxRow, intent_at, CS_FIELD_INT),
  CS_FIELD (CsOutboxRow, not_before, CS_FIELD_INT),
  CS_FIELD (CsOutboxRow, updated_at, CS_FIELD_INT),
  CS_FIELD (CsOutboxRow, code, CS_FIELD_TEXT),
  CS_FIELD (CsOutboxRow, sentence, CS_FIELD_TEXT),
};

const CsRecordClass cs_outbox_row_class =
  CS_RECORD_CLASS (CsOutboxRow, "outbox-row", outbox_row_fields);
