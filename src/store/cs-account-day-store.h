/* cs-account-day-store.h: what accounts gained, day by day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tally.h"
#include "cs-tx.h"

G_BEGIN_DECLS

GPtrArray *cs_account_day_store_list    (CsTx          *tx,
                                         const char    *account_id,
                                         gint64         from_day,
                                         gint64         until_day,
                                         GError       **error);
gboolean   cs_account_day_store_rebuild (CsDb          *db,
                                         GCancellable  *cancellable,
                                         gint64        *n_days,
                                         gint64        *n_changed,
                                         GError       **error);

G_END_DECLS
