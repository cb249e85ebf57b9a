/* cs-counts-private.h: counts and their sources in columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample.h"
#include "cs-tx.h"

G_BEGIN_DECLS

#define CS_COUNT_COLUMNS    "views, likes, comments, shares, quotes, saves"
#define CS_COUNT_PARAMETERS ":views, :likes, :comments, :shares, :quotes, :saves"

/* Of a row whose counts are selected from this column on. */
void     cs_counts_read  (CsStmt        *stmt,
                          int            column,
                          gint64         counts[CS_N_METRICS]);

/* What is told is in this range; more, and sums would not fit. */
gboolean cs_counts_check (const gint64  *counts,
                          guint          n,
                          GError       **error);

gboolean cs_source_find  (CsTx          *tx,
                          CsOrigin       origin,
                          const char    *name,
                          gint64        *nr,
                          GError       **error);

G_END_DECLS
