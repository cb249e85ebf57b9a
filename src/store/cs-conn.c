/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-conn-private.h"

#include "cs-disk-private.h"
#include "cs-error.h"
#include "cs-reserve-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MAX_IDLE 128

/* What every connection says before it does anything. Memory mapping stays off: a read error
 * would be a SIGBUS, and a cold start is slower with it (measured). */
static const char common_pragmas[] =
  "PRAGMA busy_timeout = 5000;"
  "PRAGMA temp_store = MEMORY;"
  "PRAGMA cache_size = -32768;"
  "PRAGMA mmap_size = 0;"
  "PRAGMA trusted_schema = 0;"
  "PRAGMA cell_size_check = 1;";

/* The page size can only be said before the file is in WAL mode. */
static const char writer_pragmas[] =
  "PRAGMA page_size = 8192;"
  "PRAGMA journal_mode = WAL;"
  "PRAGMA synchronous = FULL;"
  "PRAGMA foreign_keys = 1;"
  "PRAGMA secure_delete = 1;"
  "PRAGMA journal_size_limit = 67108864;"
  "PRAGMA wal_autocheckpoint = 1000;";

/* What is short of room beside the file itself, as the index of the log is, fails with a code that
 * does not say so. */
static gboolean
is_for_want_of_room (CsConn *self,
                     int     code)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int cause = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return TRUE;

    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return cause == ENOSPC || cause == EDQUOT || cs_disk_is_full (folder);

    default:
      return FALSE;
    }
}

/**
 * cs_conn_fail:
 * @code: what SQLite answered
 *
 * Says it in a sentence that a person can act on, and lets go of the disk
 * reserve when the disk is full, so that the next save finds room.
 *
 * Returns: FALSE
 */
gboolean
cs_conn_fail (CsConn  *self,
              int      code,
              GError **error)
{
  const char *why = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code);

  if (is_for_want_of_room (self, code))
    {
      self->found_full = TRUE;
      cs_reserve_release (self->path);
      return cs_fail (error, CS_ERROR_STORE,
                      "The disk is full: make some room on it, then try again");
    }

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return cs_fail (error, CS_ERROR_STORE,
                      "Another program is holding “%s”: close it, then try again", self->path);

    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return cs_fail (error, CS_ERROR_STORE,
                      "“%s” cannot be written: check who owns it and whether its disk is read-only",
                      self->path);

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return cs_fail (error, CS_ERROR_STORE,
                      "“%s” is damaged (%s): run “creatorsync-cli workspace restore” to go back to "
                      "its newest good backup", self->path, why);

    case SQLITE_CANTOPEN:
      return cs_fail (error, CS_ERROR_STORE,
                      "“%s” cannot be opened: check that its folder exists and may be written",
                      self->path);

    case SQLITE_IOERR:
      return cs_fail (error, CS_ERROR_STORE,
                      "The disk failed while “%s” was used (%s): check the disk, then try again",
                      self->path, sqlite3_errstr (code));

    default:
      return cs_fail (error, CS_ERROR_STORE, "The workspace does not do what was asked (%s): close "
                      "the program, and open it again", why);
    }
}

gboolean
cs_conn_exec (CsConn      *self,
              const char  *sql,
              GError     **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || cs_conn_fail (self, code, error);
}

/* As cs_conn_exec(), for one statement that answers nothing and is said again and again. */
gboolean
cs_conn_run (CsConn      *self,
             const char  *sql,
             GError     **error)
{
  sqlite3_stmt *stmt = cs_conn_take (self, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;

  code = sqlite3_step (stmt);

  if (code != SQLITE_DONE)
    cs_conn_fail (self, code, error);

  cs_conn_give_back (self, stmt);

  return code == SQLITE_DONE;
}

/* The first column of the first row; 0 where there is no row. */
gboolean
cs_conn_get_number (CsConn      *self,
                    const char  *sql,
                    gint64      *number,
                    GError     **error)
{
  sqlite3_stmt *stmt = cs_conn_take (self, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;

  code = sqlite3_step (stmt);
  *number = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : 0;

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    cs_conn_fail (self, code, error);

  cs_conn_give_back (self, stmt);

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Bulk that can be fetched again does not wait for the disk; the next full commit hardens it. */
gboolean
cs_conn_relax (CsConn    *self,
               gboolean   relaxed,
               GError   **error)
{
  if (self->relaxed == relaxed)
    return TRUE;

  if (!cs_conn_exec (self, relaxed ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                     error))
    return FALSE;

  self->relaxed = relaxed;

  return TRUE;
}

/* Statements are looked up at every turn and are long: their length and a few places of them tell
 * them apart well enough. */
static guint
hash_text (gconstpointer text)
{
  const char *sql = text;
  gsize length = strlen (sql);
  guint hash = length;

  for (gsize i = 0; i < 16; i++)
    hash = hash * 31 + (guchar) sql[length * i / 16];

  return hash;
}

static void
finalize_statement (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

/* A statement for this text, idle or newly prepared; it goes back with cs_conn_give_back(). */
sqlite3_stmt *
cs_conn_take (CsConn      *self,
              const char  *sql,
              GError     **error)
{
  sqlite3_stmt *stmt = NULL;
  gpointer key, value;
  int code;

  if (g_hash_table_steal_extended (self->statements, sql, &key, &value))
    return value;

  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK)
    cs_conn_fail (self, code, error);

  return stmt;
}

void
cs_conn_give_back (CsConn       *self,
                   sqlite3_stmt *stmt)
{
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);

  if (g_hash_table_size (self->statements) >= MAX_IDLE)
    g_hash_table_remove_all (self->statements);

  /* The key is the statement's own text, so the older of two of one text has to go whole. */
  g_hash_table_replace (self->statements, (gpointer) sqlite3_sql (stmt), stmt);
}

/* A new file is nobody else's to read. An existing one is left as it is, and above all is not
 * opened here: closing a second descriptor would drop SQLite's locks on the file. */
static void
create_private (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
}

static int
open_handle (CsConn *self)
{
  g_autofree char *uri = NULL;
  g_autofree char *escaped = NULL;

  if (self->mode == CS_CONN_WRITER)
    {
      create_private (self->path);
      return sqlite3_open_v2 (self->path, &self->handle,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
                              | SQLITE_OPEN_EXRESCODE, NULL);
    }

  if (self->mode == CS_CONN_READER)
    return sqlite3_open_v2 (self->path, &self->handle,
                            SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                            NULL);

  escaped = g_uri_escape_string (self->path, "/", FALSE);
  uri = g_strdup_printf ("file:%s?immutable=1", escaped);

  return sqlite3_open_v2 (uri, &self->handle,
                          SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
                          | SQLITE_OPEN_EXRESCODE, NULL);
}

/* Not open yet. */
CsConn *
cs_conn_new (const char *path,
             CsConnMode  mode)
{
  CsConn *self = g_new0 (CsConn, 1);

  self->path = g_strdup (path);
  self->mode = mode;
  self->statements = g_hash_table_new_full (hash_text, g_str_equal, NULL, finalize_statement);

  return self;
}

/* Once; what went wrong can be seen at it, and then it can only be closed. */
gboolean
cs_conn_begin (CsConn  *self,
               GError **error)
{
  int code = open_handle (self);

  if (code != SQLITE_OK)
    return cs_conn_fail (self, code, error);

  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);

  /* Idle statements are for any values; without this some are prepared again for each. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);

  return cs_conn_exec (self, common_pragmas, error)
      && (self->mode == CS_CONN_WRITER || cs_conn_exec (self, "PRAGMA query_only = 1", error));
}

CsConn *
cs_conn_open (const char  *path,
              CsConnMode   mode,
              GError     **error)
{
  g_autoptr(CsConn) self = cs_conn_new (path, mode);

  return cs_conn_begin (self, error) ? g_steal_pointer (&self) : NULL;
}

/* Before this a writer has changed nothing in the file, so that it can still be found foreign. */
gboolean
cs_conn_make_writable (CsConn  *self,
                       GError **error)
{
  return cs_conn_exec (self, writer_pragmas, error);
}

void
cs_conn_close (CsConn *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self);
}
