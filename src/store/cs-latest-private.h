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

/* How a row is written: for the caller to know, who read it; many samples are added. */
typedef enum
{
  CS_LATEST_FIRST,     /* the tally has none yet */
  CS_LATEST_MOVED,
  CS_LATEST_STAYED,    /* its engagement is what it was */
  CS_LATEST_N_WRITES
} CsLatestWrite;

/* For many rows of one transaction. */
typedef struct
{
  CsTx   *tx;
  CsStmt *stmts[CS_LATEST_N_WRITES];    /* NULL: not used yet */
} CsLatestWriter;

gboolean cs_latest_write        (CsLatestWriter  *self,
                                 CsLatestWrite    write,
                                 const CsLatest  *latest,
                                 const gint64     counts[CS_N_METRICS],
                                 GError         **error);
void     cs_latest_writer_clear (CsLatestWriter  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsLatestWriter, cs_latest_writer_clear)

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
