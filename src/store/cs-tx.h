/* cs-tx.h: a transaction, which holds a connection until it ends
 *
 * The workspace has one read-write connection; cs_tx_begin() waits its turn for
 * it, acts of the user before bulk ingest, and starts BEGIN IMMEDIATE. Reads
 * take one of two read-only connections. A transaction that goes out of scope
 * uncommitted is rolled back. Blocks; never on the main thread. No network, no
 * file copying and no pipeline while one is open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"
#include "cs-stmt.h"

G_BEGIN_DECLS

typedef struct _CsTx CsTx;

CsTx    *cs_tx_begin            (CsDb        *db,
                                 GError     **error);
CsTx    *cs_tx_begin_ingest     (CsDb        *db,
                                 GError     **error);
CsTx    *cs_tx_begin_act        (CsDb        *db,
                                 const char  *title,
                                 const char  *merge_key,
                                 GError     **error);
CsTx    *cs_tx_begin_read       (CsDb        *db,
                                 GError     **error);
void     cs_tx_set_title        (CsTx        *tx,
                                 const char  *title);
gboolean cs_tx_commit           (CsTx       **tx,
                                 GError     **error);
void     cs_tx_free             (CsTx        *tx);

CsDb    *cs_tx_get_db           (CsTx        *tx);
CsStmt  *cs_tx_prepare          (CsTx        *tx,
                                 const char  *sql);
gboolean cs_tx_exec             (CsTx        *tx,
                                 const char  *sql,
                                 GError     **error);

/* When what is written happened: now, or earlier where a past is brought in. */
gint64   cs_tx_get_time         (CsTx        *tx);
void     cs_tx_set_time         (CsTx        *tx,
                                 gint64       seconds);

/* Records that a commit will announce: changed (kind, ids). */
void     cs_tx_touch            (CsTx        *tx,
                                 int          kind,
                                 const char  *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsTx, cs_tx_free)

G_END_DECLS
