/* cs-gap-store.h: when nothing was counted, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tally.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean   cs_gap_store_note      (CsTx         *tx,
                                   const CsGap  *gap,
                                   GError      **error);
gboolean   cs_gap_store_take_back (CsTx         *tx,
                                   const char   *account_id,
                                   gint64        from,
                                   gint64        until,
                                   GError      **error);
gboolean   cs_gap_store_cut       (CsTx         *tx,
                                   const char   *account_id,
                                   gint64        at,
                                   const char   *code,
                                   const char   *sentence,
                                   GError      **error);
GPtrArray *cs_gap_store_list      (CsTx         *tx,
                                   const char   *account_id,
                                   const char   *target_id,
                                   gint64        from,
                                   gint64        until,
                                   GError      **error);

G_END_DECLS
