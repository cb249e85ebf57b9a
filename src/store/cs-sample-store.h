/* cs-sample-store.h: what was counted of posts, kept as it was told
 *
 * The latest row of the tally and the days of its account change in the transaction
 * of the sample. Blocks; write with cs_tx_begin_ingest(), many at once; at most a
 * thousand a transaction, but where a person waits for all or nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean   cs_sample_store_add       (CsTx            *tx,
                                      const CsSample  *sample,
                                      gboolean        *is_new,
                                      GError         **error);
gboolean   cs_sample_store_add_all   (CsTx            *tx,
                                      GPtrArray       *samples,
                                      guint           *n_new,
                                      GError         **error);
gboolean   cs_sample_store_count_late (CsTx           *tx,
                                      GPtrArray       *samples,
                                      guint           *n_late,
                                      GError         **error);
GPtrArray *cs_sample_store_list      (CsTx            *tx,
                                      const char      *target_id,
                                      gint64           from,
                                      gint64           until,
                                      GError         **error);
GPtrArray *cs_sample_store_list_all  (CsTx            *tx,
                                      const char      *target_id,
                                      gint64           from,
                                      gint64           until,
                                      GError         **error);
gboolean   cs_sample_store_find_last (CsTx            *tx,
                                      const char      *target_id,
                                      gint64           before,
                                      CsSample       **sample,
                                      GError         **error);
gint64     cs_sample_store_get_step  (gint64           age);
gboolean   cs_sample_store_thin      (CsTx            *tx,
                                      gint64           now,
                                      guint            limit,
                                      guint           *n_done,
                                      GError         **error);

G_END_DECLS
