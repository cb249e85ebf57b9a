/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tx.h"

#include "cs-db-private.h"
#include "cs-error.h"
#include "cs-journal-private.h"
#include "cs-killpoint.h"
#include "cs-reserve-private.h"
#include "cs-search-store.h"
#include "cs-stmt-private.h"
#include "cs-tx-private.h"

static CsTx *
begin (CsDb     *db,
       CsLease   lease,
       GError  **error)
{
  CsConn *conn = cs_db_lease (db, lease, error);
  CsTx *self;

  if (conn == NULL)
    return NULL;

  if ((lease != CS_LEASE_READ && !cs_conn_relax (conn, lease == CS_LEASE_INGEST, error))
      || !cs_conn_run (conn, lease == CS_LEASE_READ ? "BEGIN" : "BEGIN IMMEDIATE", error))
    {
      cs_db_give_back (db, conn);
      return NULL;
    }

  self = g_new0 (CsTx, 1);
  self->db = g_object_ref (db);
  self->conn = conn;
  self->writes = lease != CS_LEASE_READ;
  self->live = g_ptr_array_new ();

  return self;
}

/* To write, with full durability: after the commit a power cut loses nothing of it. */
CsTx *
cs_tx_begin (CsDb    *db,
             GError **error)
{
  return begin (db, CS_LEASE_ACT, error);
}

/* To write what can be fetched again: lets acts go first and does not wait for the disk. */
CsTx *
cs_tx_begin_ingest (CsDb    *db,
                    GError **error)
{
  return begin (db, CS_LEASE_INGEST, error);
}

/**
 * cs_tx_begin_act:
 * @title: what the step is called in the history: Move “Cat” to Friday
 * @merge_key: (nullable): an editing session; a step that follows one of the
 *   same key becomes one with it
 *
 * To write what can be undone: what changes in planning and media tables is a
 * step of the journal.
 */
CsTx *
cs_tx_begin_act (CsDb        *db,
                 const char  *title,
                 const char  *merge_key,
                 GError     **error)
{
  g_autoptr(CsTx) self = begin (db, CS_LEASE_ACT, error);

  if (self == NULL)
    return NULL;

  self->title = g_strdup (title);
  self->merge_key = g_strdup (merge_key);

  return cs_journal_watch (self, error) ? g_steal_pointer (&self) : NULL;
}

/* What the step is called after all; for one that can be undone. */
void
cs_tx_set_title (CsTx       *self,
                 const char *title)
{
  g_set_str (&self->title, title);
}

/* To read: what is seen does not change until the end. */
CsTx *
cs_tx_begin_read (CsDb    *db,
                  GError **error)
{
  return begin (db, CS_LEASE_READ, error);
}

/* Lets the connection go; statements that are still out are dead from now on. */
static void
end (CsTx *self)
{
  for (guint i = 0; i < self->live->len; i++)
    cs_stmt_detach (g_ptr_array_index (self->live, i));

  g_ptr_array_set_size (self->live, 0);
  g_clear_pointer (&self->session, sqlite3session_delete);

  if (self->conn != NULL)
    {
      if (!sqlite3_get_autocommit (self->conn->handle))
        cs_conn_run (self->conn, "ROLLBACK", NULL);

      cs_db_give_back (self->db, g_steal_pointer (&self->conn));
    }
}

void
cs_tx_free (CsTx *self)
{
  end (self);

  for (guint i = 0; i < CS_RECORD_N_KINDS; i++)
    g_clear_pointer (&self->touched[i], g_hash_table_unref);

  g_ptr_array_unref (self->live);
  g_object_unref (self->db);
  g_free (self->title);
  g_free (self->merge_key);
  g_free (self);
}

static void
announce (CsTx *self)
{
  for (guint kind = 0; kind < CS_RECORD_N_KINDS; kind++)
    if (self->touched[kind] != NULL)
      {
        g_autoptr(GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (self->touched[kind]);

        cs_db_announce (self->db, kind, ids);
      }
}

static gboolean
commit (CsTx    *self,
        GError **error)
{
  /* A full disk rolls back by itself, and then the statements behind it stood alone. */
  if (sqlite3_get_autocommit (self->conn->handle))
    return cs_fail (error, CS_ERROR_STORE, "Nothing was saved: an earlier part of it failed");

  if (self->session != NULL && !cs_journal_record (self, error))
    return FALSE;

  if (self->writes && !cs_search_store_keep_up (self, error))
    return FALSE;

  if (self->writes)
    CS_KILLPOINT ("store before commit");

  return cs_conn_run (self->conn, "COMMIT", error);
}

/**
 * cs_tx_commit:
 * @tx: (transfer full): is NULL afterwards, whatever came of it
 *
 * Ends the transaction. Once this has returned TRUE what was written is on the
 * disk and has been announced.
 */
gboolean
cs_tx_commit (CsTx   **tx,
              GError **error)
{
  g_autoptr(CsTx) self = g_steal_pointer (tx);

  if (!commit (self, error))
    return FALSE;

  if (self->writes)
    {
      CS_KILLPOINT ("store after commit");
      cs_reserve_make (self->conn->path);
    }

  end (self);
  announce (self);

  return TRUE;
}

/* Never NULL: what is wrong with the text shows at the first step. */
CsStmt *
cs_tx_prepare (CsTx       *self,
               const char *sql)
{
  return cs_stmt_new (self->conn, self->live, sql);
}

gboolean
cs_tx_exec (CsTx        *self,
            const char  *sql,
            GError     **error)
{
  g_autoptr(CsStmt) stmt = cs_tx_prepare (self, sql);

  return cs_stmt_run (stmt, error);
}

CsDb *
cs_tx_get_db (CsTx *self)
{
  return self->db;
}

gint64
cs_tx_get_time (CsTx *self)
{
  return self->time != 0 ? self->time : cs_clock_now (cs_db_get_clock (self->db));
}

void
cs_tx_set_time (CsTx   *self,
                gint64  seconds)
{
  self->time = seconds;
}

void
cs_tx_touch (CsTx       *self,
             int         kind,
             const char *id)
{
  g_return_if_fail ((guint) kind < CS_RECORD_N_KINDS);

  if (self->touched[kind] == NULL)
    self->touched[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_hash_table_add (self->touched[kind], g_strdup (id));
}
