/* cs-tx-private.h: what a transaction is made of, for the journal beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-conn-private.h"
#include "cs-record.h"
#include "cs-tx.h"

G_BEGIN_DECLS

struct _CsTx
{
  CsDb            *db;
  CsConn          *conn;
  gboolean         writes;
  GPtrArray       *live;                         /* statements that are out */
  GHashTable      *touched[CS_RECORD_N_KINDS];   /* ids, by kind */
  sqlite3_session *session;                      /* NULL: not under undo */
  char            *title;
  char            *merge_key;
  gint64           time;                         /* of what is brought in; 0: now */
};

G_END_DECLS
