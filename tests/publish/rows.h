/* rows.h: rows, answers and moments for what follows from them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-rules.h"

G_BEGIN_DECLS

#define NOW G_GINT64_CONSTANT (1800000000)

/* When the machine started. */
#define STARTED (NOW - 3600)

CsMoment     at       (gint64         now,
                       CsProof        proof);
CsTarget    *a_target (void);
CsOutboxRow *a_row    (CsOutboxState  state);
CsReply     *a_reply  (CsReplyClass   klass);
CsOutboxRow *look     (const CsOutboxRow *row,
                       gint64             now,
                       CsProof            proof);

G_END_DECLS
