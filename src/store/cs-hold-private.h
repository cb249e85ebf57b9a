/* cs-hold-private.h: what went to the outbox holds the plan that it came from
 *
 * Undo and redo ask before they change a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-post.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean  cs_hold_find          (CsTx          *tx,
                                 CsRecordKind   kind,
                                 const char    *id,
                                 gboolean       deletes_again,
                                 const char   **hold,
                                 GError       **error);
gboolean  cs_hold_keep          (CsTx          *tx,
                                 GPtrArray     *posts,
                                 const char    *id,
                                 GError       **error);
gboolean  cs_hold_find_changed  (CsTx          *tx,
                                 GPtrArray     *posts,
                                 const char   **hold,
                                 GError       **error);

G_END_DECLS
