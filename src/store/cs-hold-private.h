/* cs-hold-private.h: what went to the outbox holds the plan that it came from
 *
 * Undo and redo ask before they change a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean  cs_hold_find  (CsTx          *tx,
                         CsRecordKind   kind,
                         const char    *id,
                         gboolean       deletes_again,
                         const char   **hold,
                         GError       **error);

G_END_DECLS
