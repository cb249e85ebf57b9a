/* cs-target-store.h: what is planned, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-target.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean   cs_target_store_save       (CsTx            *tx,
                                       const CsTarget  *target,
                                       GError         **error);
gboolean   cs_target_store_remove     (CsTx            *tx,
                                       const char      *id,
                                       GError         **error);
CsTarget  *cs_target_store_find       (CsTx            *tx,
                                       const char      *id,
                                       GError         **error);
GPtrArray *cs_target_store_list_for   (CsTx            *tx,
                                       const char      *post_id,
                                       GError         **error);
GPtrArray *cs_target_store_list_due   (CsTx            *tx,
                                       gint64           before,
                                       GError         **error);
gboolean   cs_target_store_has_due    (CsTx            *tx,
                                       const char      *account_id,
                                       gint64           after,
                                       gint64           until,
                                       gboolean        *has_due,
                                       GError         **error);
GPtrArray *cs_target_store_list_range (CsTx            *tx,
                                       gint64           from,
                                       gint64           until,
                                       GError         **error);
gint64     cs_target_store_next_due   (CsTx            *tx,
                                       GError         **error);
gboolean   cs_target_store_count      (CsTx            *tx,
                                       gint64           before,
                                       guint           *n_scheduled,
                                       guint           *n_due,
                                       GError         **error);

G_END_DECLS
