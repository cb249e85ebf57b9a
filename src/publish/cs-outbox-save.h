/* cs-outbox-save.h: how a step of a row gets on disk
 *
 * The move, its line in the log, the event, what it means for the account and
 * its breaker: one transaction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-call.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean cs_outbox_save_in (CsTx                *tx,
                            const CsOutboxRow   *was,
                            const CsOutboxRow   *next,
                            GError             **error);
gboolean cs_outbox_save    (CsDb                *db,
                            const CsOutboxCall  *call,
                            const CsOutboxRow   *was,
                            const CsOutboxRow   *next,
                            GError             **error);

gboolean cs_outbox_save_done (CsDb              *db,
                            const CsOutboxCall  *call,
                            const CsOutboxRow   *next,
                            GError             **error);

G_END_DECLS
