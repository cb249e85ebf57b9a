/* cs-journal.h: undo and redo of what was planned, also after a restart
 *
 * Each act (cs_tx_begin_act) that changed posts, targets, media or renditions is
 * a step, kept as SQLite's changeset. Undo applies its inverse. A step that no
 * longer fits is refused in words, changes nothing and leaves the stack, so that
 * the one before it can be undone. What is published is never part of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-step.h"
#include "cs-tx.h"

G_BEGIN_DECLS

#define CS_JOURNAL_STEPS 200

gboolean   cs_journal_undo (CsDb     *db,
                            CsStep  **step,
                            GError  **error);
gboolean   cs_journal_redo (CsDb     *db,
                            CsStep  **step,
                            GError  **error);
GPtrArray *cs_journal_list (CsTx     *tx,
                            guint     limit,
                            GError  **error);

G_END_DECLS
