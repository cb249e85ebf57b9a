/* cs-latest-private.h: the last sample of each post, where lists find it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-metric.h"
#include "cs-tx.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 tally;
  gint64 account;
  gint64 taken_at;
  gint64 source;
} CsLatest;

/* Whether the tally has one already is for the caller to know: it is asked for each sample. */
gboolean cs_latest_set     (CsTx            *tx,
                            const CsLatest  *latest,
                            const gint64     counts[CS_N_METRICS],
                            gboolean         is_first,
                            GError         **error);

/* Looks again for it among the samples. */
gboolean cs_latest_refresh (CsTx            *tx,
                            gint64           tally,
                            gint64           account,
                            GError         **error);

/* The tallies of an account, gint64, whose row is not what the samples say. */
GArray  *cs_latest_verify  (CsTx            *tx,
                            gint64           account,
                            GError         **error);

G_END_DECLS
