/* cs-tally-store.h: the posts that are counted, and when each is counted next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tally.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean   cs_tally_store_adopt         (CsTx         *tx,
                                         guint        *n_new,
                                         GError      **error);

GPtrArray *cs_tally_store_list_new      (CsTx         *tx,
                                         GError      **error);

CsTally   *cs_tally_store_find          (CsTx         *tx,
                                         const char   *target_id,
                                         GError      **error);
GPtrArray *cs_tally_store_list_due      (CsTx         *tx,
                                         const char   *account_id,
                                         gint64        now,
                                         guint         limit,
                                         GError      **error);
GPtrArray *cs_tally_store_list_for_post (CsTx         *tx,
                                         const char   *post_id,
                                         GError      **error);
GPtrArray *cs_tally_store_list_out      (CsTx         *tx,
                                         const char   *account_id,
                                         gint64        from,
                                         gint64        until,
                                         guint         limit,
                                         GError      **error);
GPtrArray *cs_tally_store_list_top      (CsTx         *tx,
                                         const char   *account_id,
                                         guint         metric,
                                         guint         limit,
                                         GError      **error);

gboolean   cs_tally_store_plan          (CsTx         *tx,
                                         const char   *target_id,
                                         gint64        next_at,
                                         GError      **error);
gboolean   cs_tally_store_set_missing   (CsTx         *tx,
                                         const char   *target_id,
                                         gint64        at,
                                         GError      **error);
gboolean   cs_tally_store_set_gone      (CsTx         *tx,
                                         const char   *target_id,
                                         gint64        at,
                                         GError      **error);
gboolean   cs_tally_store_set_followers (CsTx         *tx,
                                         const char   *target_id,
                                         gint64        followers,
                                         GError      **error);

gboolean   cs_tally_store_find_followers (CsTx          *tx,
                                          const CsTally *tally,
                                          GError       **error);

/* For tests. */
gboolean   cs_tally_store_remove        (CsTx         *tx,
                                         const char   *target_id,
                                         GError      **error);

G_END_DECLS
