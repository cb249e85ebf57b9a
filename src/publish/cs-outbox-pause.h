/* cs-outbox-pause.h: a person's word that nothing goes out until they say so
 *
 * Kept in the workspace, so that it outlives the process. What may be out already
 * is still looked for. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-row.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean cs_outbox_pause_set  (CsTx              *tx,
                               gboolean           paused,
                               GError           **error);
gboolean cs_outbox_pause_get  (CsTx              *tx,
                               gboolean          *paused,
                               GError           **error);
gboolean cs_outbox_pause_lets (const CsOutboxRow *row);

G_END_DECLS
