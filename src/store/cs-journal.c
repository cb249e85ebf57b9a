/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-journal.h"

#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-hold-private.h"
#include "cs-journal-private.h"
#include "cs-table-private.h"
#include "cs-tx-private.h"

#include <glib/gi18n.h>
#include <string.h>

const CsTable cs_journal_table = { "journal", CS_RECORD_STEP, NULL, NULL };

/* The tables under undo, and whose id a row of them announces. */
static const struct
{
  const char   *name;
  CsRecordKind  kind;
  const char   *find_id;   /* of the row, or of what it belongs to, by its first key */
} watched[] = {
  { "post", CS_RECORD_POST, "SELECT id FROM post WHERE nr = :nr" },
  { "attachment", CS_RECORD_POST, "SELECT id FROM post WHERE nr = :nr" },
  { "target", CS_RECORD_TARGET, "SELECT id FROM target WHERE nr = :nr" },
  { "media", CS_RECORD_MEDIA, "SELECT id FROM media WHERE nr = :nr" },
  { "rendition", CS_RECORD_RENDITION, "SELECT id FROM rendition WHERE nr = :nr" },
};

/* Memory that SQLite gave. */
typedef struct
{
  void *data;
  int   length;
} Changes;

static void
changes_clear (Changes *self)
{
  sqlite3_free (self->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Changes, changes_clear)

/* By name: to attach all would take what must not be undone with it. */
gboolean
cs_journal_watch (CsTx    *tx,
                  GError **error)
{
  int code = sqlite3session_create (tx->conn->handle, "main", &tx->session);

  for (guint i = 0; code == SQLITE_OK && i < G_N_ELEMENTS (watched); i++)
    code = sqlite3session_attach (tx->session, watched[i].name);

  return code == SQLITE_OK || cs_conn_fail (tx->conn, code, error);
}

static gboolean
merge (CsTx           *tx,
       const Changes  *before,
       const Changes  *after,
       Changes        *both,
       GError        **error)
{
  sqlite3_changegroup *group = NULL;
  int code = sqlite3changegroup_new (&group);

  if (code == SQLITE_OK)
    code = sqlite3changegroup_add (group, before->length, before->data);
  if (code == SQLITE_OK)
    code = sqlite3changegroup_add (group, after->length, after->data);
  if (code == SQLITE_OK)
    code = sqlite3changegroup_output (group, &both->length, &both->data);

  sqlite3changegroup_delete (group);

  return code == SQLITE_OK || cs_conn_fail (tx->conn, code, error);
}

static gboolean
delete_step (CsTx    *tx,
             gint64   number,
             GError **error)
{
  g_autoptr(CsStmt) drop = cs_tx_prepare (tx, "DELETE FROM journal WHERE number = :number");

  cs_stmt_bind_int (drop, ":number", number);

  return cs_stmt_run (drop, error);
}

/* If the last step is of this editing session, takes it out and makes one of both. */
static gboolean
merge_with_last (CsTx     *tx,
                 Changes  *changes,
                 GError  **error)
{
  g_autoptr(CsStmt) last = NULL;
  g_auto(Changes) both = { NULL, 0 };
  gsize length;
  Changes before;

  if (tx->merge_key == NULL)
    return TRUE;

  last = cs_tx_prepare (tx, "SELECT number, state, merge_key, changeset FROM journal"
                            " ORDER BY number DESC LIMIT 1");

  if (!cs_stmt_next (last, NULL))
    return cs_stmt_check (last, error);

  if (strcmp (cs_stmt_get_text (last, 1), cs_step_state_names[CS_STEP_DONE]) != 0
      || g_strcmp0 (cs_stmt_get_text (last, 2), tx->merge_key) != 0)
    return TRUE;

  before.data = (void *) cs_stmt_get_blob (last, 3, &length);
  before.length = length;

  if (!merge (tx, &before, changes, &both, error)
      || !delete_step (tx, cs_stmt_get_int (last, 0), error))
    return FALSE;

  changes_clear (changes);
  *changes = both;
  both.data = NULL;

  return TRUE;
}

static gboolean
add_step (CsTx           *tx,
          const Changes  *changes,
          GError        **error)
{
  g_autofree char *number = NULL;
  g_autoptr(CsStmt) add = cs_tx_prepare (tx,
    "INSERT INTO journal (at, title, state, merge_key, changeset)"
    " VALUES (:at, :title, :state, :merge_key, :changeset) RETURNING number");

  cs_stmt_bind_int (add, ":at", cs_clock_now (cs_db_get_clock (tx->db)));
  cs_stmt_bind_text (add, ":title", tx->title);
  cs_stmt_bind_text (add, ":state", cs_step_state_names[CS_STEP_DONE]);
  cs_stmt_bind_text (add, ":merge_key", tx->merge_key);
  cs_stmt_bind_blob (add, ":changeset", changes->data, changes->length);

  if (!cs_stmt_next (add, error))
    return FALSE;

  number = g_strdup_printf ("%" G_GINT64_FORMAT, cs_stmt_get_int (add, 0));
  cs_tx_touch (tx, CS_RECORD_STEP, number);

  return cs_stmt_run (add, error);
}

/* Keeps what the act changed as a step, in the act's own transaction. */
gboolean
cs_journal_record (CsTx    *tx,
                   GError **error)
{
  g_auto(Changes) changes = { NULL, 0 };
  int code = sqlite3session_changeset (tx->session, &changes.length, &changes.data);
  g_autofree char *trim = g_strdup_printf (
    "DELETE FROM journal WHERE number <= (SELECT number FROM journal ORDER BY number DESC"
    " LIMIT 1 OFFSET %d)", CS_JOURNAL_STEPS);

  if (code != SQLITE_OK)
    return cs_conn_fail (tx->conn, code, error);

  /* An act that changed nothing here leaves what can be redone. */
  if (changes.length == 0)
    return TRUE;

  if (!merge_with_last (tx, &changes, error)
      || !cs_tx_exec (tx, "DELETE FROM journal WHERE state = 'undone'", error))
    return FALSE;

  /* An edit and its opposite in one session are no step. */
  return changes.length == 0 || (add_step (tx, &changes, error) && cs_tx_exec (tx, trim, error));
}

/* A step on its way back or forth. */
typedef struct
{
  gint64     number;
  char      *title;
  gboolean   back;
  Changes    changes;    /* as they will be applied */
  GPtrArray *posts;      /* CsPost: those that it changes, as they are before */
  char      *conflict;   /* why it does not fit */
} Move;

static void
move_clear (Move *self)
{
  g_free (self->title);
  g_free (self->conflict);
  g_clear_pointer (&self->posts, g_ptr_array_unref);
  changes_clear (&self->changes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Move, move_clear)

static gboolean
read_changes (CsTx      *tx,
              CsStmt    *step,
              gboolean   back,
              Changes   *changes,
              GError   **error)
{
  gsize length;
  gconstpointer data = cs_stmt_get_blob (step, 2, &length);
  int code;

  if (back)
    {
      code = sqlite3changeset_invert (length, data, &changes->length, &changes->data);
      return code == SQLITE_OK || cs_conn_fail (tx->conn, code, error);
    }

  changes->data = sqlite3_malloc (length);
  changes->length = length;
  memcpy (changes->data, data, length);

  return TRUE;
}

/* The step whose turn it is; CS_ERROR_NOT_FOUND when there is none. */
static gboolean
find_step (CsTx      *tx,
           gboolean   back,
           Move      *move,
           GError   **error)
{
  g_autoptr(CsStmt) find = cs_tx_prepare (tx, back
    ? "SELECT number, title, changeset FROM journal WHERE state = 'done'"
      " ORDER BY number DESC LIMIT 1"
    : "SELECT number, title, changeset FROM journal WHERE state = 'undone'"
      " ORDER BY number LIMIT 1");

  if (!cs_stmt_next (find, NULL))
    return cs_stmt_check (find, error)
        && cs_fail (error, CS_ERROR_NOT_FOUND, back ? _("There is nothing to undo")
                                                    : _("There is nothing to redo"));

  move->back = back;
  move->number = cs_stmt_get_int (find, 0);
  move->title = g_strdup (cs_stmt_get_text (find, 1));

  return read_changes (tx, find, back, &move->changes, error);
}

static guint
find_watched (const char *table)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (watched) && strcmp (watched[i].name, table) != 0)
    i++;

  return i;
}

static char *
dup_value (sqlite3_value *value)
{
  return value != NULL ? g_strdup ((const char *) sqlite3_value_text (value)) : NULL;
}

/* The id of what one change is about; NULL when neither the row nor the change has it. */
static char *
find_subject (CsTx                     *tx,
              sqlite3_changeset_iter   *iter,
              guint                     table,
              int                       operation,
              GError                  **error)
{
  g_autoptr(CsStmt) find = cs_tx_prepare (tx, watched[table].find_id);
  gboolean has_id = strcmp (watched[table].name, "attachment") != 0;
  sqlite3_value *value = NULL;

  if (operation == SQLITE_INSERT && has_id)
    {
      sqlite3changeset_new (iter, 1, &value);
      return dup_value (value);
    }

  if (operation == SQLITE_INSERT)
    sqlite3changeset_new (iter, 0, &value);
  else
    sqlite3changeset_old (iter, 0, &value);

  cs_stmt_bind_int (find, ":nr", value != NULL ? sqlite3_value_int64 (value) : 0);

  return cs_stmt_next (find, error) ? g_strdup (cs_stmt_get_text (find, 0)) : NULL;
}

/* Looks at one change before it is applied: announces it, and refuses it if it comes too late. */
static gboolean
look_at_change (CsTx                    *tx,
                sqlite3_changeset_iter  *iter,
                Move                    *move,
                GError                 **error)
{
  g_autoptr(GError) failure = NULL;
  g_autofree char *id = NULL;
  const char *name;
  int columns, operation, indirect;
  const char *hold;
  guint table;

  sqlite3changeset_op (iter, &name, &columns, &operation, &indirect);
  table = find_watched (name);

  if (table == G_N_ELEMENTS (watched))
    return cs_fail (error, CS_ERROR_STORE, "The history names “%s”, which is not under undo", name);

  id = find_subject (tx, iter, table, operation, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (id == NULL)
    return TRUE;

  if (!cs_hold_find (tx, watched[table].kind, id, !move->back && operation == SQLITE_DELETE,
                     &hold, error))
    return FALSE;

  if (hold != NULL && move->conflict == NULL)
    move->conflict = g_strdup (hold);

  cs_tx_touch (tx, watched[table].kind, id);

  return watched[table].kind != CS_RECORD_POST || cs_hold_keep (tx, move->posts, id, error);
}

static gboolean
look_at_changes (CsTx     *tx,
                 Move     *move,
                 GError  **error)
{
  sqlite3_changeset_iter *iter = NULL;
  int code = sqlite3changeset_start (&iter, move->changes.length, move->changes.data);
  gboolean good = code == SQLITE_OK;

  while (good && (code = sqlite3changeset_next (iter)) == SQLITE_ROW)
    good = look_at_change (tx, iter, move, error);

  sqlite3changeset_finalize (iter);

  return good && (code == SQLITE_DONE || cs_conn_fail (tx->conn, code, error));
}

static int
on_conflict (void                   *data,
             int                     reason,
             sqlite3_changeset_iter *iter)
{
  Move *move = data;

  if (move->conflict == NULL)
    switch (reason)
      {
      case SQLITE_CHANGESET_DATA:
        move->conflict = g_strdup (_("what it changed was changed again since"));
        break;
      case SQLITE_CHANGESET_NOTFOUND:
        move->conflict = g_strdup (_("what it changed is gone"));
        break;
      case SQLITE_CHANGESET_FOREIGN_KEY:
        move->conflict = g_strdup (_("something that came later belongs to it, or what it belongs "
                                     "to is gone"));
        break;
      case SQLITE_CHANGESET_CONFLICT:
      case SQLITE_CHANGESET_CONSTRAINT:
      default:
        move->conflict = g_strdup (_("something else has taken its place"));
        break;
      }

  return SQLITE_CHANGESET_ABORT;
}

/* A plan must not come back for an account that was removed meanwhile. */
static gboolean
check_accounts (CsTx     *tx,
                Move     *move,
                GError  **error)
{
  g_autoptr(CsStmt) count = cs_tx_prepare (tx,
    "SELECT count (*) FROM account JOIN target ON target.account = account.nr"
    " WHERE account.removed AND target.state <> 'claimed'");

  if (!cs_stmt_next (count, error))
    return FALSE;

  if (cs_stmt_get_int (count, 0) > 0)
    move->conflict = g_strdup (_("its account was removed since"));

  return TRUE;
}

/* A step changes no more of what is out than an edit may. */
static gboolean
check_posts (CsTx     *tx,
             Move     *move,
             GError  **error)
{
  const char *hold;

  if (!cs_hold_find_changed (tx, move->posts, &hold, error))
    return FALSE;

  if (hold != NULL && move->conflict == NULL)
    move->conflict = g_strdup (hold);

  return TRUE;
}

/* Applies the changes, or none of them with the conflict filled in. FALSE: the store failed. */
static gboolean
apply (CsTx     *tx,
       Move     *move,
       GError  **error)
{
  int code;

  if (!cs_tx_exec (tx, "SAVEPOINT step", error))
    return FALSE;

  code = sqlite3changeset_apply (tx->conn->handle, move->changes.length, move->changes.data,
                                 NULL, on_conflict, move);

  /* A reference that would break is answered with CONSTRAINT, all else that does not fit
   * with ABORT. */
  if (code != SQLITE_OK && move->conflict == NULL)
    return cs_conn_fail (tx->conn, code, error);

  if (code == SQLITE_OK && (!check_accounts (tx, move, error) || !check_posts (tx, move, error)))
    return FALSE;

  return (move->conflict == NULL || cs_tx_exec (tx, "ROLLBACK TO step", error))
      && cs_tx_exec (tx, "RELEASE step", error);
}

static gboolean
mark_step (CsTx           *tx,
           const Move     *move,
           CsStepState     state,
           GError        **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, move->number);
  g_autoptr(CsStmt) mark = cs_tx_prepare (tx,
    "UPDATE journal SET state = :state, reason = :reason,"
    " merge_key = NULL, changeset = iif (:reason IS NULL, changeset, NULL)"
    " WHERE number = :number");

  cs_stmt_bind_text (mark, ":state", cs_step_state_names[state]);
  cs_stmt_bind_text (mark, ":reason", move->conflict);
  cs_stmt_bind_int (mark, ":number", move->number);
  cs_tx_touch (tx, CS_RECORD_STEP, number);

  return cs_stmt_run (mark, error);
}

static gboolean
add_event (CsTx         *tx,
           const Move   *move,
           gboolean      back,
           GError      **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, move->number);
  GVariantDict detail = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&detail, "title", "s", move->title);

  if (move->conflict != NULL)
    g_variant_dict_insert (&detail, "reason", "s", move->conflict);

  return cs_event_store_add (tx, move->conflict != NULL ? "step.refused"
                             : back ? "step.undone" : "step.redone",
                             CS_RECORD_STEP, number, g_variant_dict_end (&detail), error);
}

static CsStep *
read_step (CsTx     *tx,
           gint64    number,
           GError  **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_journal_table, "WHERE t.number = :number");

  cs_stmt_bind_int (select, ":number", number);

  return cs_stmt_next (select, error) ? cs_table_read (&cs_journal_table, select, error) : NULL;
}

static gboolean
take_step (CsDb      *db,
           gboolean   back,
           CsStep   **step,
           GError   **error)
{
  g_auto(Move) move = { 0, };
  g_autoptr(CsTx) tx = cs_tx_begin (db, error);
  g_autoptr(CsStep) taken = NULL;
  CsStepState state = back ? CS_STEP_UNDONE : CS_STEP_DONE;

  move.posts = cs_records_new ();
  if (tx == NULL || !find_step (tx, back, &move, error) || !look_at_changes (tx, &move, error))
    return FALSE;

  if (move.conflict == NULL && !apply (tx, &move, error))
    return FALSE;

  if (!mark_step (tx, &move, move.conflict != NULL ? CS_STEP_REFUSED : state, error)
      || !add_event (tx, &move, back, error))
    return FALSE;

  taken = read_step (tx, move.number, error);

  if (taken == NULL || !cs_tx_commit (&tx, error))
    return FALSE;

  if (step != NULL)
    *step = g_steal_pointer (&taken);

  return move.conflict == NULL
      || cs_fail (error, CS_ERROR_INVALID, back ? _("“%s” can no longer be undone: %s")
                                                : _("“%s” can no longer be redone: %s"),
                  move.title, move.conflict);
}

/**
 * cs_journal_undo:
 * @step: (out) (optional) (nullable): the step, also when it was refused
 *
 * Takes the last step back. %CS_ERROR_NOT_FOUND when there is none;
 * %CS_ERROR_INVALID when it no longer fits, and then the next call takes the
 * step before it. Blocks.
 */
gboolean
cs_journal_undo (CsDb     *db,
                 CsStep  **step,
                 GError  **error)
{
  if (step != NULL)
    *step = NULL;

  return take_step (db, TRUE, step, error);
}

/* Does again what was undone last; otherwise as cs_journal_undo(). */
gboolean
cs_journal_redo (CsDb     *db,
                 CsStep  **step,
                 GError  **error)
{
  if (step != NULL)
    *step = NULL;

  return take_step (db, FALSE, step, error);
}

/* The history, the newest step first; a limit of 0 is none. */
GPtrArray *
cs_journal_list (CsTx     *tx,
                 guint     limit,
                 GError  **error)
{
  g_autoptr(CsStmt) select = cs_table_select (tx, &cs_journal_table,
                                              "ORDER BY t.number DESC LIMIT :limit");

  cs_stmt_bind_int (select, ":limit", limit == 0 ? -1 : (gint64) limit);

  return cs_table_read_all (&cs_journal_table, select, error);
}
