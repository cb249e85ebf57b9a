/* cs-account-store.h: the accounts of a workspace
 *
 * An account that is removed stays in the file for what tells of it, and comes back
 * when it is saved again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean   cs_account_store_save           (CsTx             *tx,
                                            const CsAccount  *account,
                                            GError          **error);
gboolean   cs_account_store_count_planned  (CsTx             *tx,
                                            const char       *id,
                                            gint64           *n,
                                            GError          **error);
gboolean   cs_account_store_remove         (CsTx             *tx,
                                            const char       *id,
                                            GError          **error);
CsAccount *cs_account_store_find           (CsTx             *tx,
                                            const char       *id,
                                            GError          **error);
CsAccount *cs_account_store_find_any       (CsTx             *tx,
                                            const char       *id,
                                            GError          **error);
gboolean   cs_account_store_find_same      (CsTx             *tx,
                                            const CsAccount  *account,
                                            CsAccount       **found,
                                            GError          **error);
GPtrArray *cs_account_store_list           (CsTx             *tx,
                                            GError          **error);
GPtrArray *cs_account_store_list_any       (CsTx             *tx,
                                            GError          **error);

G_END_DECLS
