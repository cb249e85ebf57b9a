/* cs-receipt-store.h: proof of what went out, as a chain
 *
 * Each receipt carries the hash of the one before it, and the workspace the hash of
 * the last: a row that is changed, put in or taken out shows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-receipt.h"
#include "cs-tx.h"

G_BEGIN_DECLS

CsReceipt *cs_receipt_store_add      (CsTx             *tx,
                                      const CsReceipt  *receipt,
                                      GError          **error);
GPtrArray *cs_receipt_store_list     (CsTx             *tx,
                                      gint64            from,
                                      gint64            until,
                                      guint             limit,
                                      GError          **error);
GPtrArray *cs_receipt_store_find_for (CsTx             *tx,
                                      const char       *target_id,
                                      GError          **error);
gboolean   cs_receipt_store_verify   (CsTx             *tx,
                                      gint64           *n_checked,
                                      GError          **error);

G_END_DECLS
