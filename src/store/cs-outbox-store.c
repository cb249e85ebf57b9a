/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-store.h"

#include "cs-error.h"
#include "cs-table-private.h"

static int
state_number (int state)
{
  return cs_outbox_state_number (state);
}

const CsTable cs_outbox_table = { "outbox", CS_RECORD_OUTBOX_ROW, NULL, state_number };

static gboolean
add_log (CsTx               *tx,
         const CsOutboxRow  *row,
         gint64              from_state,
         GError            **error)
{
  g_autoptr(CsStmt) add = cs_tx_prepare (tx,
    "INSERT INTO outbox_log (outbox, at, from_state, to_state, code, sentence)"
    " VALUES ((SELECT nr FROM outbox WHERE id = :id), :at, :from, :to, :code, :sentence)");

  cs_stmt_bind_text (add, ":id", row->id);
  cs_stmt_bind_int (add, ":at", cs_tx_get_time (tx));
  cs_stmt_bind_int (add, ":from", from_state);
  cs_stmt_bind_int (add, ":to", cs_outbox_state_number (row->state));
  cs_stmt_bind_text (add, ":code", row->code);
  cs_stmt_bind_text (add, ":sentence", row->sentence);

  return cs_stmt_run (add, error);
}

static gboolean
add_row (CsTx               *tx,
         const CsOutboxRow  *row,
         GError            **error)
{
  if (row->id == NULL || row->target_id == NULL || row->post_id == NULL || row->account_id == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "An outbox row without its ids cannot be kept");

  if (!cs_table_insert (tx, &cs_outbox_table, row, error) || !add_log (tx, row, CS_UNKNOWN, error))
    return FALSE;

  cs_tx_touch (tx, CS_RECORD_OUTBOX_ROW, row->id);

  return TRUE;
}

/* Sets a target's state where it still stands as it was read; whether it did. */
static gboolean
move_target (CsTx            *tx,
             const CsTarget  *target,
             const char      *sql,
             GError         **error)
{
  g_autoptr(CsStmt) move = cs_tx_prepare (tx, sql);

  cs_stmt_bind_text (move, ":id", target->id);
  cs_stmt_bind_int (move, ":due", target->due);

  if (!cs_stmt_run (move, error))
    return FALSE;

  if (cs_stmt_get_changes (move) != 1)
    return cs_fail (error, CS_ERROR_INVALID, "This post is no longer planned as it was read: it "
                    "was claimed, moved or taken out meanwhile");

  cs_tx_touch (tx, CS_RECORD_TARGET, target->id);

  return TRUE;
}

/**
 * cs_outbox_store_claim:
 * @target: as it was read: scheduled, with its time
 * @rows: (element-type CsOutboxRow): one a part of the thread, with their ids
 *
 * Takes a due target into the outbox. Of several that try, one wins; the others
 * get %CS_ERROR_INVALID, as when the target was moved or unscheduled since.
 */
gboolean
cs_outbox_store_claim (CsTx            *tx,
                       const CsTarget  *target,
                       GPtrArray       *rows,
                       GError         **error)
{
  if (!move_target (tx, target, "UPDATE target SET state = 'claimed'"
                    " WHERE id = :id AND state = 'scheduled' AND due IS :due", error))
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    if (!add_row (tx, g_ptr_array_index (rows, i), error))
      return FALSE;

  return TRUE;
}

/**
 * cs_outbox_store_move:
 * @was: the row as it was read
 * @next: the same row, as it is to be
 *
 * One step of a row, with its line in the log. When the row has moved since it
 * was read nothing changes and the error is %CS_ERROR_INVALID.
 */
gboolean
cs_outbox_store_move (CsTx               *tx,
                      const CsOutboxRow  *was,
                      const CsOutboxRow  *next,
                      GError            **error)
{
  g_autoptr(CsStmt) update = cs_table_update (tx, &cs_outbox_table, next,
    "WHERE id = :id AND state = :was_state AND updated_at IS :was_updated", error);

  if (update == NULL)
    return FALSE;

  cs_stmt_bind_int (update, ":was_state", cs_outbox_state_number (was->state));
  cs_stmt_bind_int (update, ":was_updated", was->updated_at);

  if (!cs_stmt_run (update, error))
    return FALSE;

  if (cs_stmt_get_changes (update) != 1)
    return cs_fail (error, CS_ERROR_INVALID, "This publication has moved on since it was read");

  if (!add_log (tx, next, cs_outbox_state_number (was->state), error))
    return FALSE;

  cs_tx_touch (tx, CS_RECORD_OUTBOX_ROW, next->id);

  return TRUE;
}

static GPtrArray *
list (CsTx        *tx,
      const char  *rest,
      const char  *name,
      const char  *text,
      gint64       number,
      GError     **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_outbox_table, rest);

  if (text != NULL)
    cs_stmt_bind_text (select, name, text);
  else if (name != NULL)
    cs_stmt_bind_int (select, name, number);

  return cs_table_read_all (&cs_outbox_table, select, error);
}

static gboolean
end_row (CsTx               *tx,
         const CsOutboxRow  *row,
         GError            **error)
{
  g_autoptr(CsOutboxRow) next = cs_record_copy (row);

  next->state = CS_OUTBOX_CANCELLED;
  next->updated_at = cs_tx_get_time (tx);

  return cs_outbox_store_move (tx, row, next, error);
}

/* Ends what never left; refuses where anything of the target is or may be out. */
static gboolean
end_rows (CsTx        *tx,
          const char  *target_id,
          GError     **error)
{
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_for (tx, target_id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);
      gboolean is_moving = row->state >= CS_OUTBOX_INTENT && row->state <= CS_OUTBOX_NEEDS_YOU;

      if (is_moving || row->state == CS_OUTBOX_DONE)
        return cs_fail (error, CS_ERROR_INVALID, "A part of this post is out, or may be: it cannot "
                        "be planned again as a whole");

      if (!cs_outbox_state_is_final (row->state) && !end_row (tx, row, error))
        return FALSE;
    }

  return rows != NULL;
}

/**
 * cs_outbox_store_replan:
 * @target: as it is to be: a draft, or scheduled for another time
 *
 * Gives a claimed target back to planning after its publication failed, was
 * missed or was cancelled. Its rows end; a new one is born when it is due.
 * %CS_ERROR_INVALID while anything of it is out or may be.
 */
gboolean
cs_outbox_store_replan (CsTx            *tx,
                        const CsTarget  *target,
                        GError         **error)
{
  g_autoptr(CsStmt) update = NULL;

  if (target->state == CS_TARGET_CLAIMED)
    return cs_fail (error, CS_ERROR_INVALID, "What is planned again is a draft or scheduled");

  if (!end_rows (tx, target->id, error))
    return FALSE;

  update = cs_table_update (tx, &cs_target_table, target,
                            "WHERE id = :id AND state = 'claimed'", error);

  if (update == NULL || !cs_stmt_run (update, error))
    return FALSE;

  if (cs_stmt_get_changes (update) != 1)
    return cs_fail (error, CS_ERROR_INVALID, "This post is not in the outbox");

  cs_tx_touch (tx, CS_RECORD_TARGET, target->id);

  return TRUE;
}

/* Ends the parts that failed; refuses while a part is still under way. */
static gboolean
end_failed (CsTx        *tx,
            const char  *target_id,
            GError     **error)
{
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_for (tx, target_id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      if (row->state < CS_OUTBOX_FAILED && row->state != CS_OUTBOX_CONFIRMED)
        return cs_fail (error, CS_ERROR_INVALID, "A part of this post is still on its way out");

      if (row->state == CS_OUTBOX_FAILED && !end_row (tx, row, error))
        return FALSE;
    }

  return rows != NULL;
}

/**
 * cs_outbox_store_resume:
 * @target: claimed, a thread whose beginning is out
 * @rows: (element-type CsOutboxRow): one a part that is not, the first of them a
 *   child of the last part that is
 *
 * Takes up a thread whose rest failed, was missed or was cancelled. What is out
 * stays as it is; the rows that failed end.
 */
gboolean
cs_outbox_store_resume (CsTx            *tx,
                        const CsTarget  *target,
                        GPtrArray       *rows,
                        GError         **error)
{
  if (!end_failed (tx, target->id, error))
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    if (!add_row (tx, g_ptr_array_index (rows, i), error))
      return FALSE;

  cs_tx_touch (tx, CS_RECORD_TARGET, target->id);

  return TRUE;
}

CsOutboxRow *
cs_outbox_store_find (CsTx        *tx,
                      const char  *id,
                      GError     **error)
{
  return cs_table_find (tx, &cs_outbox_table, id, error);
}

/* Every row that has not ended, by due time: failed ones and those that need a person too. */
GPtrArray *
cs_outbox_store_list_active (CsTx    *tx,
                             GError **error)
{
  return list (tx, "WHERE t.state < 100 ORDER BY t.due, t.nr", NULL, NULL, 0, error);
}

/**
 * cs_outbox_store_is_going_out:
 * @first: of the states that are looked for
 *
 * Whether a row of the account will be walked by this second. What failed or needs a person, as
 * what the network is to be asked for later, is not.
 */
gboolean
cs_outbox_store_is_going_out (CsTx           *tx,
                              const char     *account_id,
                              CsOutboxState   first,
                              gint64          until,
                              gboolean       *is_going_out,
                              GError        **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT 1 FROM outbox WHERE state < 100 AND state BETWEEN :first AND :last"
    " AND account_id = :account AND ifnull (not_before, 0) <= :until LIMIT 1");

  cs_stmt_bind_int (select, ":first", cs_outbox_state_number (first));
  cs_stmt_bind_int (select, ":last", cs_outbox_state_number (CS_OUTBOX_HANDED_OFF));
  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_int (select, ":until", until);
  *is_going_out = cs_stmt_next (select, NULL);

  return cs_stmt_check (select, error);
}

/* The youngest rows first, whatever became of them. */
GPtrArray *
cs_outbox_store_list_recent (CsTx    *tx,
                             guint    limit,
                             GError **error)
{
  return list (tx, "ORDER BY t.nr DESC LIMIT :limit", ":limit", NULL, limit, error);
}

/* All rows that a target ever had: by birth, so those of an earlier plan come first. */
GPtrArray *
cs_outbox_store_list_for (CsTx        *tx,
                          const char  *target_id,
                          GError     **error)
{
  return list (tx, "WHERE t.target_id = :target ORDER BY t.nr", ":target", target_id, 0, error);
}

/* The rows of an account that published what the network calls by this id. */
GPtrArray *
cs_outbox_store_list_found (CsTx        *tx,
                            const char  *account_id,
                            const char  *remote_id,
                            GError     **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_outbox_table,
    "WHERE t.account_id = :account AND t.remote_id = :remote");

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_text (select, ":remote", remote_id);

  return cs_table_read_all (&cs_outbox_table, select, error);
}

/* Whether no row of the account was ever sent under this key. */
gboolean
cs_outbox_store_is_free_key (CsTx        *tx,
                             const char  *account_id,
                             const char  *key,
                             gboolean    *is_free,
                             GError     **error)
{
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT 1 FROM outbox WHERE account_id = :account AND key = :key");

  cs_stmt_bind_text (select, ":account", account_id);
  cs_stmt_bind_text (select, ":key", key);
  *is_free = !cs_stmt_next (select, NULL);

  return cs_stmt_check (select, error);
}

/* What the network calls the posts of all other rows and receipts of a row's account. */
GHashTable *
cs_outbox_store_list_taken (CsTx               *tx,
                            const CsOutboxRow  *row,
                            GError            **error)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT remote_id FROM outbox WHERE account_id = :account AND id <> :id AND remote_id NOT NULL"
    " UNION SELECT remote_id FROM receipt WHERE account_id = :account AND remote_id NOT NULL");

  cs_stmt_bind_text (select, ":account", row->account_id);
  cs_stmt_bind_text (select, ":id", row->id);

  while (cs_stmt_next (select, NULL))
    g_hash_table_add (taken, g_strdup (cs_stmt_get_text (select, 0)));

  return cs_stmt_check (select, error) ? g_steal_pointer (&taken) : NULL;
}

static void
clear_move (gpointer data)
{
  CsOutboxMove *move = data;

  g_free (move->code);
  g_free (move->sentence);
}

/**
 * cs_outbox_store_list_moves:
 *
 * Returns: (element-type CsOutboxMove): how a row came to where it is, from its
 *   birth on
 */
GArray *
cs_outbox_store_list_moves (CsTx        *tx,
                            const char  *id,
                            GError     **error)
{
  g_autoptr(GArray) moves = g_array_new (FALSE, TRUE, sizeof (CsOutboxMove));
  g_autoptr(CsStmt) select = cs_tx_prepare (tx,
    "SELECT at, from_state, to_state, code, sentence FROM outbox_log"
    " WHERE outbox = (SELECT nr FROM outbox WHERE id = :id) ORDER BY nr");

  g_array_set_clear_func (moves, clear_move);
  cs_stmt_bind_text (select, ":id", id);

  while (cs_stmt_next (select, NULL))
    {
      gint64 from = cs_stmt_get_int (select, 1);
      CsOutboxMove move = {
        .at = cs_stmt_get_int (select, 0),
        .is_birth = from == CS_UNKNOWN,
        .from = cs_outbox_state_from_number (from),
        .to = cs_outbox_state_from_number (cs_stmt_get_int (select, 2)),
        .code = g_strdup (cs_stmt_get_text (select, 3)),
        .sentence = g_strdup (cs_stmt_get_text (select, 4)),
      };

      if (move.is_birth)
        move.from = move.to;

      g_array_append_val (moves, move);
    }

  return cs_stmt_check (select, error) ? g_steal_pointer (&moves) : NULL;
}
