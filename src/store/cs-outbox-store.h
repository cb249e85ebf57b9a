/* cs-outbox-store.h: the rows that publish, and the log of how they moved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-row.h"
#include "cs-target.h"
#include "cs-tx.h"

G_BEGIN_DECLS

/* One line of a row's log. */
typedef struct
{
  gint64         at;
  gboolean       is_birth;   /* from is to, then */
  CsOutboxState  from;
  CsOutboxState  to;
  char          *code;
  char          *sentence;
} CsOutboxMove;

gboolean     cs_outbox_store_claim        (CsTx              *tx,
                                           const CsTarget    *target,
                                           GPtrArray         *rows,
                                           GError           **error);
gboolean     cs_outbox_store_move         (CsTx              *tx,
                                           const CsOutboxRow *was,
                                           const CsOutboxRow *next,
                                           GError           **error);
gboolean     cs_outbox_store_replan       (CsTx              *tx,
                                           const CsTarget    *target,
                                           GError           **error);
gboolean     cs_outbox_store_resume       (CsTx              *tx,
                                           const CsTarget    *target,
                                           GPtrArray         *rows,
                                           GError           **error);
CsOutboxRow *cs_outbox_store_find         (CsTx              *tx,
                                           const char        *id,
                                           GError           **error);
GPtrArray   *cs_outbox_store_list_active  (CsTx              *tx,
                                           GError           **error);
gboolean     cs_outbox_store_is_going_out (CsTx              *tx,
                                           const char        *account_id,
                                           CsOutboxState      first,
                                           gint64             until,
                                           gboolean          *is_going_out,
                                           GError           **error);
GPtrArray   *cs_outbox_store_list_recent  (CsTx              *tx,
                                           guint              limit,
                                           GError           **error);
GPtrArray   *cs_outbox_store_list_for     (CsTx              *tx,
                                           const char        *target_id,
                                           GError           **error);
GPtrArray   *cs_outbox_store_list_found   (CsTx              *tx,
                                           const char        *account_id,
                                           const char        *remote_id,
                                           GError           **error);
gboolean     cs_outbox_store_is_free_key  (CsTx              *tx,
                                           const char        *account_id,
                                           const char        *key,
                                           gboolean          *is_free,
                                           GError           **error);
GHashTable  *cs_outbox_store_list_taken   (CsTx              *tx,
                                           const CsOutboxRow *row,
                                           GError           **error);

/* For tests. */
GArray      *cs_outbox_store_list_moves   (CsTx              *tx,
                                           const char        *id,
                                           GError           **error);

G_END_DECLS
