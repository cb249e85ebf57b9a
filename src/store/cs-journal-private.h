/* cs-journal-private.h: how an act becomes a step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tx.h"

G_BEGIN_DECLS

gboolean cs_journal_watch  (CsTx     *tx,
                            GError  **error);
gboolean cs_journal_record (CsTx     *tx,
                            GError  **error);

G_END_DECLS
