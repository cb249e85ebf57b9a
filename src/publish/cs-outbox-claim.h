/* cs-outbox-claim.h: how a due target becomes rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"
#include "cs-outbox-rules.h"
#include "cs-post.h"
#include "cs-tx.h"

G_BEGIN_DECLS

#define CS_CLAIM_HAND_OVER_MIN (5 * 60)        /* a network takes posts that are due later */
#define CS_CLAIM_HAND_OVER_MAX (24 * 60 * 60)  /* until then a plan is free to change */
#define CS_CLAIM_TURN          (5 * 60)        /* between posts whose time was missed */
#define CS_CLAIM_IN_TIME       (2 * 60)

gboolean   cs_claim_may_hand_over (const CsAccount  *account,
                                   const CsPost     *post,
                                   const CsTarget   *target,
                                   gint64            now);
gint64     cs_claim_turn          (GPtrArray        *rows,
                                   const char       *account_id,
                                   gint64            now);

GPtrArray *cs_claim_list          (CsDb             *db,
                                   gint64            now,
                                   GError          **error);
gboolean   cs_claim_target        (CsDb             *db,
                                   const CsTarget   *target,
                                   gint64            now_usec,
                                   GError          **error);
gboolean   cs_claim_rest          (CsTx             *tx,
                                   const CsPost     *post,
                                   const CsTarget   *target,
                                   gint64            now_usec,
                                   GError          **error);

G_END_DECLS
