/* cs-outbox-row.h: one call that publishes, from its claim to its receipt
 *
 * Born when a due target is claimed; one row a part of a thread. From intent
 * on the body never changes. Every wait is not_before, so that it outlives the
 * process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_OUTBOX_CLAIMED,      /* 20: a due target, claimed */
  CS_OUTBOX_PREPARING,    /* 30: uploads that publish nothing */
  CS_OUTBOX_INTENT,       /* 40: on disk before the call that cannot be taken back */
  CS_OUTBOX_UNKNOWN,      /* 50: no answer; only a probe leads out */
  CS_OUTBOX_CONFIRMED,    /* 60: the network’s id is known */
  CS_OUTBOX_HANDED_OFF,   /* 70: the network holds it until its time */
  CS_OUTBOX_NEEDS_YOU,    /* 80 */
  CS_OUTBOX_FAILED,       /* 90: refused for good, with the reason */
  CS_OUTBOX_DONE,         /* 100 */
  CS_OUTBOX_MISSED,       /* 110 */
  CS_OUTBOX_CANCELLED,    /* 120 */
} CsOutboxState;

extern const char *const cs_outbox_state_names[];

typedef struct
{
  CsRecord       record;

  char          *id;
  char          *target_id;
  char          *post_id;
  char          *account_id;
  gint64         part;          /* of the thread */
  char          *parent_id;     /* the row of the part before; NULL for the first */
  CsOutboxState  state;
  gint64         attempt;       /* tries since the last answer that was good */
  char          *key;           /* the idempotency key, or the record key */
  char          *body;          /* frozen: what the call sends, JSON */
  char          *body_sha256;
  GVariant      *handles;       /* what the server gave: upload sessions, media ids, blobs */
  char          *remote_id;
  char          *remote_url;
  char          *remote_cid;    /* Bluesky: the record’s hash, for replies */
  gint64         due;
  gint64         intent_at;
  gint64         not_before;
  gint64         updated_at;
  char          *code;          /* class of the last answer */
  char          *sentence;      /* what happened last, in words */
} CsOutboxRow;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOutboxRow, cs_record_unref)

gboolean cs_outbox_state_is_final (CsOutboxState state);
int      cs_outbox_state_number   (CsOutboxState state);
CsOutboxState cs_outbox_state_from_number (gint64 number);

G_END_DECLS
