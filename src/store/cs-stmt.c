/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-stmt.h"

#include "cs-error.h"
#include "cs-record.h"
#include "cs-stmt-private.h"

#include <string.h>

struct _CsStmt
{
  CsConn       *conn;
  sqlite3_stmt *stmt;      /* NULL once the transaction has ended, or when preparing failed */
  GPtrArray    *live;      /* the transaction's statements, this one among them */
  GError       *failure;   /* the first one */
  gint64        changes;
  int           bound;     /* the parameter that was bound last */
};

CsStmt *
cs_stmt_new (CsConn     *conn,
             GPtrArray  *live,
             const char *sql)
{
  CsStmt *self = g_new0 (CsStmt, 1);

  self->conn = conn;
  self->live = live;
  self->stmt = cs_conn_take (conn, sql, &self->failure);
  g_ptr_array_add (live, self);

  return self;
}

/* The transaction ends: the connection is somebody else's from now on. */
void
cs_stmt_detach (CsStmt *self)
{
  if (self->stmt != NULL)
    cs_conn_give_back (self->conn, g_steal_pointer (&self->stmt));

  self->conn = NULL;
  self->live = NULL;
}

void
cs_stmt_free (CsStmt *self)
{
  if (self->live != NULL)
    g_ptr_array_remove_fast (self->live, self);

  cs_stmt_detach (self);
  g_clear_error (&self->failure);
  g_free (self);
}

/* Where a parameter stands; 0, with the failure kept, when it cannot be bound. */
static int
find_parameter (CsStmt     *self,
                const char *name)
{
  const char *next;
  int index;

  if (self->failure != NULL)
    return 0;

  if (self->stmt == NULL)
    {
      cs_fail (&self->failure, CS_ERROR_FAILED, "The transaction of this statement has ended");
      return 0;
    }

  /* They are mostly bound in their order, and to look for one takes longer the more there are. */
  next = sqlite3_bind_parameter_name (self->stmt, self->bound + 1);
  index = next != NULL && strcmp (next, name) == 0
          ? self->bound + 1 : sqlite3_bind_parameter_index (self->stmt, name);
  self->bound = index;

  if (index == 0)
    cs_fail (&self->failure, CS_ERROR_FAILED, "There is no %s in “%s”", name,
             sqlite3_sql (self->stmt));

  return index;
}

static void
keep_failure (CsStmt *self,
              int     code)
{
  if (code != SQLITE_OK && self->failure == NULL)
    cs_conn_fail (self->conn, code, &self->failure);
}

/* NULL is bound as NULL. */
void
cs_stmt_bind_text (CsStmt     *self,
                   const char *name,
                   const char *value)
{
  int index = find_parameter (self, name);

  if (index == 0)
    return;

  if (value == NULL)
    keep_failure (self, sqlite3_bind_null (self->stmt, index));
  else if (!g_utf8_validate (value, -1, NULL))
    cs_fail (&self->failure, CS_ERROR_INVALID, "A text is not UTF-8 and cannot be kept");
  else
    keep_failure (self, sqlite3_bind_text (self->stmt, index, value, -1, SQLITE_TRANSIENT));
}

/* CS_UNKNOWN is bound as NULL. */
void
cs_stmt_bind_int (CsStmt     *self,
                  const char *name,
                  gint64      value)
{
  int index = find_parameter (self, name);

  if (index == 0)
    return;

  keep_failure (self, value != CS_UNKNOWN ? sqlite3_bind_int64 (self->stmt, index, value)
                                          : sqlite3_bind_null (self->stmt, index));
}

/* So many parameters from that one on, the first is 1; for many rows, where to find them by their
 * names takes longer than to write them. */
void
cs_stmt_bind_ints (CsStmt       *self,
                   guint         first,
                   const gint64 *values,
                   guint         n)
{
  if (self->failure != NULL || self->stmt == NULL)
    return;

  for (guint i = 0; i < n; i++)
    keep_failure (self, values[i] != CS_UNKNOWN
                        ? sqlite3_bind_int64 (self->stmt, (int) (first + i), values[i])
                        : sqlite3_bind_null (self->stmt, (int) (first + i)));
}

void
cs_stmt_bind_real (CsStmt     *self,
                   const char *name,
                   double      value)
{
  int index = find_parameter (self, name);

  if (index != 0)
    keep_failure (self, sqlite3_bind_double (self->stmt, index, value));
}

void
cs_stmt_bind_blob (CsStmt        *self,
                   const char    *name,
                   gconstpointer  data,
                   gsize          length)
{
  int index = find_parameter (self, name);

  if (index != 0)
    keep_failure (self, sqlite3_bind_blob64 (self->stmt, index, data, length, SQLITE_TRANSIENT));
}

/* Whether nothing has failed so far: behind a loop over rows, whether it saw them all. */
gboolean
cs_stmt_check (CsStmt  *self,
               GError **error)
{
  if (self->failure != NULL)
    g_propagate_error (error, g_error_copy (self->failure));

  return self->failure == NULL;
}

/* Whether a step can be made; FALSE with what stuck before it. */
static gboolean
is_ready (CsStmt  *self,
          GError **error)
{
  if (self->failure == NULL && self->stmt == NULL)
    cs_fail (&self->failure, CS_ERROR_FAILED, "The transaction of this statement has ended");

  return cs_stmt_check (self, error);
}

/* Runs to the end and passes rows over; after it new values can be bound and it can run again. */
gboolean
cs_stmt_run (CsStmt  *self,
             GError **error)
{
  int code;

  if (!is_ready (self, error))
    return FALSE;

  do
    code = sqlite3_step (self->stmt);
  while (code == SQLITE_ROW);

  if (code != SQLITE_DONE)
    cs_conn_fail (self->conn, code, error);

  self->changes = code == SQLITE_DONE ? sqlite3_changes64 (self->conn->handle) : 0;
  sqlite3_reset (self->stmt);

  return code == SQLITE_DONE;
}

/* TRUE with a row; FALSE without an error behind the last one, or with one, which sticks: a loop
 * over rows asks cs_stmt_check() when it has ended. */
gboolean
cs_stmt_next (CsStmt  *self,
              GError **error)
{
  int code;

  if (!is_ready (self, error))
    return FALSE;

  code = sqlite3_step (self->stmt);
  if (code == SQLITE_ROW)
    return TRUE;

  if (code != SQLITE_DONE)
    keep_failure (self, code);

  self->changes = code == SQLITE_DONE ? sqlite3_changes64 (self->conn->handle) : 0;
  sqlite3_reset (self->stmt);
  cs_stmt_check (self, error);

  return FALSE;
}

/* Its other rows are not wanted: new values can be bound and it can run again. */
void
cs_stmt_reset (CsStmt *self)
{
  if (self->stmt != NULL)
    sqlite3_reset (self->stmt);
}

/* How many rows the last cs_stmt_run() changed. */
gint64
cs_stmt_get_changes (CsStmt *self)
{
  return self->changes;
}

/* CS_UNKNOWN for NULL. */
gint64
cs_stmt_get_int (CsStmt *self,
                 int     column)
{
  gint64 value;

  g_return_val_if_fail (self->stmt != NULL, CS_UNKNOWN);

  value = sqlite3_column_int64 (self->stmt, column);

  /* NULL is read as 0; what is not 0 need not be asked. */
  return value != 0 || sqlite3_column_type (self->stmt, column) != SQLITE_NULL ? value : CS_UNKNOWN;
}

double
cs_stmt_get_real (CsStmt *self,
                  int     column)
{
  g_return_val_if_fail (self->stmt != NULL, 0);

  return sqlite3_column_double (self->stmt, column);
}

/* Borrowed until the next step; NULL for NULL. */
const char *
cs_stmt_get_text (CsStmt *self,
                  int     column)
{
  g_return_val_if_fail (self->stmt != NULL, NULL);

  return (const char *) sqlite3_column_text (self->stmt, column);
}

/* Borrowed until the next step; NULL for NULL and for an empty one. */
gconstpointer
cs_stmt_get_blob (CsStmt *self,
                  int     column,
                  gsize  *length)
{
  gconstpointer data;

  g_return_val_if_fail (self->stmt != NULL, NULL);

  data = sqlite3_column_blob (self->stmt, column);
  *length = sqlite3_column_bytes (self->stmt, column);

  return data;
}
