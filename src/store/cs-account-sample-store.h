/* cs-account-sample-store.h: what was counted of accounts, kept as it was told
 *
 * The day’s followers change in the transaction of the sample.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean   cs_account_sample_store_add       (CsTx                   *tx,
                                              const CsAccountSample  *sample,
                                              gboolean               *is_new,
                                              GError                **error);
GPtrArray *cs_account_sample_store_list      (CsTx                   *tx,
                                              const char             *account_id,
                                              gint64                  from,
                                              gint64                  until,
                                              GError                **error);
GPtrArray *cs_account_sample_store_list_all  (CsTx                   *tx,
                                              const char             *account_id,
                                              gint64                  from,
                                              gint64                  until,
                                              GError                **error);
gboolean   cs_account_sample_store_find_last (CsTx                   *tx,
                                              const char             *account_id,
                                              gint64                  before,
                                              CsAccountSample       **sample,
                                              GError                **error);
gboolean   cs_account_sample_store_find_near (CsTx                   *tx,
                                              const char             *account_id,
                                              gint64                  at,
                                              gint64                  within,
                                              CsAccountSample       **sample,
                                              GError                **error);

G_END_DECLS
