/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"

#include "cs-error.h"
#include "cs-table-private.h"
#include "cs-target.h"

#include <glib/gi18n.h>
#include <inttypes.h>

const CsTable cs_account_table = { "account", CS_RECORD_ACCOUNT, NULL, NULL };

gboolean
cs_account_store_save (CsTx             *tx,
                       const CsAccount  *account,
                       GError          **error)
{
  g_autoptr(CsStmt) revive = NULL;

  if (!cs_table_save (tx, &cs_account_table, account, error))
    return FALSE;

  revive = cs_tx_prepare (tx, "UPDATE account SET removed = 0 WHERE id = :id AND removed");
  cs_stmt_bind_text (revive, ":id", account->id);

  return cs_stmt_run (revive, error);
}

/* Targets of it that are scheduled here; what is on its way is not counted. */
gboolean
cs_account_store_count_planned (CsTx        *tx,
                                const char  *id,
                                gint64      *n,
                                GError     **error)
{
  g_autoptr(CsStmt) count = cs_tx_prepare (tx,
    "SELECT count (*) FROM target JOIN account ON account.nr = target.account"
    " WHERE account.id = :id AND target.state = 'scheduled'");

  cs_stmt_bind_text (count, ":id", id);
  if (!cs_stmt_next (count, error))
    return FALSE;

  *n = cs_stmt_get_int (count, 0);

  return TRUE;
}

static gboolean
check_nothing_planned (CsTx        *tx,
                       const char  *id,
                       GError     **error)
{
  g_autoptr(CsStmt) count = cs_tx_prepare (tx,
    "SELECT (SELECT count (*) FROM target JOIN account ON account.nr = target.account"
    "        WHERE account.id = :id AND target.state = 'scheduled')"
    "     + (SELECT count (*) FROM outbox"
    "        WHERE account_id = :id AND state < 90)");
  gint64 n;

  cs_stmt_bind_text (count, ":id", id);

  if (!cs_stmt_next (count, error))
    return FALSE;

  n = cs_stmt_get_int (count, 0);

  if (n == 0)
    return TRUE;

  return cs_fail (error, CS_ERROR_INVALID,
                  ngettext ("%" PRId64 " post is planned for this account or on its way: "
                            "unschedule it or let it finish, then remove the account",
                            "%" PRId64 " posts are planned for this account or on their way: "
                            "unschedule them or let them finish, then remove it", n), n);
}

/* Drafts for the account go with it. */
static gboolean
remove_drafts (CsTx        *tx,
               const char  *id,
               GError     **error)
{
  g_autoptr(GPtrArray) drafts = NULL;
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_target_table,
    "JOIN account ON account.nr = t.account WHERE account.id = :id AND t.state = 'draft'");

  cs_stmt_bind_text (select, ":id", id);
  drafts = cs_table_read_all (&cs_target_table, select, error);

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      const CsTarget *draft = g_ptr_array_index (drafts, i);

      if (!cs_table_remove (tx, &cs_target_table, draft->id, error))
        return FALSE;
    }

  return drafts != NULL;
}

/* Refused with CS_ERROR_INVALID while posts for it are planned or on their way. */
gboolean
cs_account_store_remove (CsTx        *tx,
                         const char  *id,
                         GError     **error)
{
  g_autoptr(CsStmt) mark = NULL;

  if (!check_nothing_planned (tx, id, error) || !remove_drafts (tx, id, error))
    return FALSE;

  mark = cs_tx_prepare (tx, "UPDATE account SET removed = 1 WHERE id = :id AND NOT removed");
  cs_stmt_bind_text (mark, ":id", id);

  if (!cs_stmt_run (mark, error))
    return FALSE;

  if (cs_stmt_get_changes (mark) == 0)
    return cs_fail (error, CS_ERROR_NOT_FOUND, "There is no account “%s”", id);

  cs_tx_touch (tx, CS_RECORD_ACCOUNT, id);

  return TRUE;
}

CsAccount *
cs_account_store_find (CsTx        *tx,
                       const char  *id,
                       GError     **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_account_table,
                                              "WHERE t.id = :id AND NOT t.removed");

  cs_stmt_bind_text (select, ":id", id);

  return cs_table_read_first (&cs_account_table, select, id, error);
}

/* Also one that was removed: what refers to it still names it. */
CsAccount *
cs_account_store_find_any (CsTx        *tx,
                           const char  *id,
                           GError     **error)
{
  return cs_table_find (tx, &cs_account_table, id, error);
}

/**
 * cs_account_store_find_same:
 * @found: (out) (nullable): the record of the same person at the same server, also of one that
 *   was removed: what was planned for it waits for its return
 *
 * Returns: FALSE with an error
 */
gboolean
cs_account_store_find_same (CsTx             *tx,
                            const CsAccount  *account,
                            CsAccount       **found,
                            GError          **error)
{
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_account_table,
    "WHERE t.network = :network AND t.remote_id = :remote AND t.host IS :host"
    " ORDER BY t.removed, t.nr DESC LIMIT 1");

  *found = NULL;
  cs_stmt_bind_text (select, ":network", cs_network_names[account->network]);
  cs_stmt_bind_text (select, ":remote", account->remote_id);
  cs_stmt_bind_text (select, ":host", account->host);
  all = cs_table_read_all (&cs_account_table, select, error);

  if (all != NULL && all->len > 0)
    *found = cs_record_ref (g_ptr_array_index (all, 0));

  return all != NULL;
}

/* In the order in which they were added. */
GPtrArray *
cs_account_store_list (CsTx    *tx,
                       GError **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_account_table,
                                              "WHERE NOT t.removed ORDER BY t.nr");

  return cs_table_read_all (&cs_account_table, select, error);
}

/* Also those that were removed: after the others. */
GPtrArray *
cs_account_store_list_any (CsTx    *tx,
                           GError **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_account_table, "ORDER BY t.removed, t.nr");

  return cs_table_read_all (&cs_account_table, select, error);
}
