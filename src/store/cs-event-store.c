/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-event-store.h"

#include "cs-table-private.h"

const CsTable cs_event_table = { "event", CS_RECORD_EVENT, NULL, NULL };

/**
 * cs_event_store_add:
 * @name: what happened: post.published
 * @kind: what @subject is
 * @subject: (nullable): the id of what it happened to
 * @detail: (nullable): a{sv}; a floating reference is taken
 */
gboolean
cs_event_store_add (CsTx          *tx,
                    const char    *name,
                    CsRecordKind   kind,
                    const char    *subject,
                    GVariant      *detail,
                    GError       **error)
{
  g_autoptr(GVariant) owned = detail != NULL ? g_variant_ref_sink (detail) : NULL;
  g_autofree char *text = owned != NULL ? g_variant_print (owned, TRUE) : NULL;
  g_autofree char *number = NULL;
  g_autoptr(CsStmt) add = cs_tx_prepare (tx,
    "INSERT INTO event (at, name, kind, subject, detail)"
    " VALUES (:at, :name, :kind, :subject, :detail) RETURNING number");

  cs_stmt_bind_int (add, ":at", cs_tx_get_time (tx));
  cs_stmt_bind_text (add, ":name", name);
  cs_stmt_bind_text (add, ":kind", cs_record_class (kind)->name);
  cs_stmt_bind_text (add, ":subject", subject);
  cs_stmt_bind_text (add, ":detail", text);

  if (!cs_stmt_next (add, error))
    return FALSE;

  number = g_strdup_printf ("%" G_GINT64_FORMAT, cs_stmt_get_int (add, 0));
  cs_tx_touch (tx, CS_RECORD_EVENT, number);

  return cs_stmt_run (add, error);
}

/* What came after the number that a reader saw last; a limit of 0 is none. */
GPtrArray *
cs_event_store_list_after (CsTx     *tx,
                           gint64    number,
                           guint     limit,
                           GError  **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_event_table,
    "WHERE t.number > :number ORDER BY t.number LIMIT :limit");

  cs_stmt_bind_int (select, ":number", number);
  cs_stmt_bind_int (select, ":limit", limit == 0 ? -1 : (gint64) limit);

  return cs_table_read_all (&cs_event_table, select, error);
}

/* The number of the last event; 0 for none, CS_UNKNOWN with an error. */
gint64
cs_event_store_last (CsTx    *tx,
                     GError **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx, "SELECT ifnull (max (number), 0) FROM event");

  return cs_stmt_next (select, error) ? cs_stmt_get_int (select, 0) : CS_UNKNOWN;
}

/* When anything was last noted, an event or a move of a row; 0: never; CS_UNKNOWN with an error. */
gint64
cs_event_store_last_at (CsTx    *tx,
                        GError **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT max (ifnull ((SELECT at FROM event ORDER BY number DESC LIMIT 1), 0),"
    "            ifnull ((SELECT at FROM outbox_log ORDER BY nr DESC LIMIT 1), 0))");

  return cs_stmt_next (select, error) ? cs_stmt_get_int (select, 0) : CS_UNKNOWN;
}
