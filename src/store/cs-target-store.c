/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-target-store.h"

#include "cs-error.h"
#include "cs-table-private.h"

static const char *const refers[] = { "post", "account", NULL };

const CsTable cs_target_table = { "target", CS_RECORD_TARGET, refers, NULL };

/* Only the outbox claims, and what it has claimed is its own. */
static gboolean
check_free (CsTx        *tx,
            const char  *id,
            GError     **error)
{
  g_autoptr(CsStmt) find = cs_tx_prepare (tx,
    "SELECT 1 FROM target WHERE id = :id AND state = 'claimed'");

  cs_stmt_bind_text (find, ":id", id);

  if (cs_stmt_next (find, NULL))
    return cs_fail (error, CS_ERROR_INVALID, "This post is already on its way to that account and "
                    "can no longer be changed there");

  return cs_stmt_check (find, error);
}

/* Refused with CS_ERROR_INVALID when the target is claimed, or would be by this. */
gboolean
cs_target_store_save (CsTx            *tx,
                      const CsTarget  *target,
                      GError         **error)
{
  if (target->state == CS_TARGET_CLAIMED)
    return cs_fail (error, CS_ERROR_INVALID, "A target is claimed by the outbox alone");

  return check_free (tx, target->id, error)
      && cs_table_save (tx, &cs_target_table, target, error);
}

gboolean
cs_target_store_remove (CsTx        *tx,
                        const char  *id,
                        GError     **error)
{
  return check_free (tx, id, error) && cs_table_remove (tx, &cs_target_table, id, error);
}

CsTarget *
cs_target_store_find (CsTx        *tx,
                      const char  *id,
                      GError     **error)
{
  return cs_table_find (tx, &cs_target_table, id, error);
}

GPtrArray *
cs_target_store_list_for (CsTx        *tx,
                          const char  *post_id,
                          GError     **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_target_table,
    "WHERE t.post = (SELECT nr FROM post WHERE id = :post) ORDER BY t.nr");

  cs_stmt_bind_text (select, ":post", post_id);

  return cs_table_read_all (&cs_target_table, select, error);
}

/* What is scheduled for this second or an earlier one, the oldest first. */
GPtrArray *
cs_target_store_list_due (CsTx     *tx,
                          gint64    before,
                          GError  **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_target_table,
    "WHERE t.state = 'scheduled' AND t.due <= :before ORDER BY t.due, t.nr");

  cs_stmt_bind_int (select, ":before", before);

  return cs_table_read_all (&cs_target_table, select, error);
}

/* Whether the account has something scheduled for after one second, and until another. */
gboolean
cs_target_store_has_due (CsTx        *tx,
                         const char  *account_id,
                         gint64       after,
                         gint64       until,
                         gboolean    *has_due,
                         GError     **error)
{
  /* The plus: by its time it is found sooner than among all that the account ever planned. */
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT 1 FROM target WHERE state = 'scheduled' AND due > :after AND due <= :until"
    " AND +account = (SELECT nr FROM account WHERE id = :account) LIMIT 1");

  cs_stmt_bind_int (select, ":after", after);
  cs_stmt_bind_int (select, ":until", until);
  cs_stmt_bind_text (select, ":account", account_id);
  *has_due = cs_stmt_next (select, NULL);

  return cs_stmt_check (select, error);
}

/* What has a time from one second until before another, in whatever state. */
GPtrArray *
cs_target_store_list_range (CsTx     *tx,
                            gint64    from,
                            gint64    until,
                            GError  **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_target_table,
    "WHERE t.due >= :from AND t.due < :until ORDER BY t.due, t.id");

  cs_stmt_bind_int (select, ":from", from);
  cs_stmt_bind_int (select, ":until", until);

  return cs_table_read_all (&cs_target_table, select, error);
}

/* When the next scheduled target is due; CS_UNKNOWN for none, or with an error. */
gint64
cs_target_store_next_due (CsTx    *tx,
                          GError **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT min (due) FROM target WHERE state = 'scheduled'");

  return cs_stmt_next (select, error) ? cs_stmt_get_int (select, 0) : CS_UNKNOWN;
}

/**
 * cs_target_store_count:
 * @n_scheduled: (out): all that have a time and are not claimed yet
 * @n_due: (out): those of them that cs_target_store_list_due() lists
 */
gboolean
cs_target_store_count (CsTx     *tx,
                       gint64    before,
                       guint    *n_scheduled,
                       guint    *n_due,
                       GError  **error)
{
  g_autoptr(CsStmt) count = cs_tx_prepare (tx,
    "SELECT count (*), count (*) FILTER (WHERE due <= :before) FROM target"
    " WHERE state = 'scheduled'");

  cs_stmt_bind_int (count, ":before", before);

  if (!cs_stmt_next (count, error))
    return FALSE;

  *n_scheduled = cs_stmt_get_int (count, 0);
  *n_due = cs_stmt_get_int (count, 1);

  return TRUE;
}
