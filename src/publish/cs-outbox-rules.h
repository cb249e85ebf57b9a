/* cs-outbox-rules.h: what follows for a row from an answer
 *
 * Pure functions: the row as it was, what happened and the moment it happened
 * go in, the next row comes out. Nothing in here does anything. A row that
 * has passed its intent leaves it by an answer or by a proof that the post is
 * not there, never by a guess; its frozen body stays as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-outbox-row.h"
#include "cs-reply.h"
#include "cs-target.h"

#include <glib/gi18n.h>

G_BEGIN_DECLS

/* What it takes to believe that a post is not there. */
typedef enum
{
  CS_PROOF_PUT,    /* the same call again changes nothing: one look is enough */
  CS_PROOF_KEY,    /* the server keeps the key: one look, while the key is young */
  CS_PROOF_LIST,   /* nothing protects the second call: two looks, a minute apart */
} CsProof;

typedef struct
{
  gint64   now;       /* seconds since 1970 */
  gint64   boot;      /* seconds since the machine started, which no setting of the clock moves */
  gint64   wanted_at; /* when the author wants the post of a look out; 0: now */
  double   chance;    /* 0 ≤ chance < 1: the throw that spreads the retries */
  CsProof  proof;
} CsMoment;

typedef enum
{
  CS_LATE_NOT,      /* in time, or late by no more than may be */
  CS_LATE_TO_ASK,
  CS_LATE_MISSED,
} CsLateVerdict;

/* Of a post that the network holds until its time: what it calls it (cs_platform_commit()). */
#define CS_HANDLE_SCHEDULED "scheduled_id"

/* Ends the sentence of a row whose call has left and whose outcome a person decides; to be
 * translated where it is used.
 * Translators: this follows another sentence, with a space between */
#define CS_OUTBOX_MAY_BE_OUT N_(" The post may be out already: look there before you answer.")

#define CS_OUTBOX_GRACE        (15 * 60)        /* late by this much is in time */
#define CS_OUTBOX_LATEST       (6 * 60 * 60)    /* later than this nothing goes out by itself */
#define CS_OUTBOX_LONGEST_WAIT (24 * 60 * 60)   /* a network that asks for more: a person decides */
#define CS_OUTBOX_FIRST_LOOK   30
#define CS_OUTBOX_SECOND_LOOK  60
#define CS_OUTBOX_KEY_AGE      (55 * 60)
#define CS_OUTBOX_STUCK        (30 * 60)
#define CS_OUTBOX_STUCK_TIMES  3
#define CS_OUTBOX_SET_BACK     (2 * 60)         /* smaller steps of the clock are followed */
#define CS_OUTBOX_UPLOADS_MAX  5                /* uploads that are gone again: a person decides */

CsProof        cs_outbox_proof            (const CsAccount   *account);
CsLateVerdict  cs_outbox_lateness         (const CsTarget    *target,
                                           gint64             due,
                                           gint64             now);

CsOutboxRow   *cs_outbox_row_claimed      (const CsTarget    *target,
                                           gint64             part,
                                           const char        *id,
                                           const char        *parent_id,
                                           gint64             now);
CsOutboxRow   *cs_outbox_row_started      (const CsOutboxRow *row,
                                           const char        *key,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_prepared     (const CsOutboxRow *row,
                                           const CsReply     *reply,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_intended     (const CsOutboxRow *row,
                                           const char        *body,
                                           gboolean           hands_over,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_committed    (const CsOutboxRow *row,
                                           const CsReply     *reply,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_probed       (const CsOutboxRow *row,
                                           const CsReply     *reply,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_polled       (const CsOutboxRow *row,
                                           const CsReply     *reply,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_withdrawn    (const CsOutboxRow *row,
                                           const CsReply     *reply,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_in_time      (const CsOutboxRow *row,
                                           gint64             time,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_thawed       (const CsOutboxRow *row,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_done         (const CsOutboxRow *row,
                                           const CsMoment    *moment);

CsOutboxRow   *cs_outbox_row_found        (const CsOutboxRow *row,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_after_parent (const CsOutboxRow *row,
                                           const CsOutboxRow *parent,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_asking       (const CsOutboxRow *row,
                                           const char        *code,
                                           const char        *sentence,
                                           const CsMoment    *moment);
CsOutboxRow   *cs_outbox_row_late         (const CsOutboxRow *row,
                                           CsLateVerdict      verdict,
                                           const CsMoment    *moment);

CsOutboxRow   *cs_outbox_row_cancelled    (const CsOutboxRow *row,
                                           const CsMoment    *moment,
                                           GError           **error);
CsOutboxRow   *cs_outbox_row_confirmed_by (const CsOutboxRow *row,
                                           const CsReply     *reply,
                                           const CsMoment    *moment,
                                           GError           **error);
CsOutboxRow   *cs_outbox_row_again        (const CsOutboxRow *row,
                                           const CsMoment    *moment,
                                           GError           **error);
CsOutboxRow   *cs_outbox_row_keeping_stop (const CsOutboxRow *next,
                                           const CsOutboxRow *current);
CsOutboxRow   *cs_outbox_row_in_turn      (const CsOutboxRow *row,
                                           gint64             at);
CsOutboxRow   *cs_outbox_row_set_back     (const CsOutboxRow *row,
                                           const CsMoment    *moment);

gboolean       cs_outbox_row_is_prepared  (const CsOutboxRow *row);
gboolean       cs_outbox_row_follows      (const CsOutboxRow *row);
gboolean       cs_outbox_row_is_stopping  (const CsOutboxRow *row);
gboolean       cs_outbox_row_was_sent     (const CsOutboxRow *row);
gboolean       cs_outbox_row_hands_over   (const CsOutboxRow *row);
gboolean       cs_outbox_row_is_held      (const CsOutboxRow *row);
gint64         cs_outbox_row_published_at (const CsOutboxRow *row);
gint64         cs_outbox_row_turn         (const CsOutboxRow *row);

/* For tests. */
gboolean       cs_outbox_move_is_legal    (CsOutboxState      from,
                                           CsOutboxState      to);

G_END_DECLS
