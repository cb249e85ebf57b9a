/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-db.h"

#include "cs-backup.h"
#include "cs-conn-private.h"
#include "cs-copy-private.h"
#include "cs-db-private.h"
#include "cs-error.h"
#include "cs-migrate-private.h"
#include "cs-reserve-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define N_READERS 2

struct _CsDb
{
  GObject          parent_instance;

  char            *path;
  char            *copy;            /* what is read instead, where the disk lets nobody read it */
  CsClock         *clock;
  char            *why_read_only;   /* NULL: it can be written */

  GMutex           mutex;           /* guards what follows */
  GCond            cond;
  CsConn          *writer;
  CsConn          *readers[N_READERS];
  gboolean         reader_leased[N_READERS];
  GThread         *writing;         /* who holds the writer */
  guint            acts_waiting;
  gboolean         is_closed;
  CsDbChangedFunc  on_changed;
  gpointer         user_data;
};

G_DEFINE_FINAL_TYPE (CsDb, cs_db, G_TYPE_OBJECT)

static void
cs_db_finalize (GObject *object)
{
  CsDb *self = CS_DB (object);

  cs_db_close (self);
  if (self->copy != NULL)
    cs_copy_remove (self->copy);
  g_free (self->copy);
  g_clear_object (&self->clock);
  g_free (self->path);
  g_free (self->why_read_only);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (cs_db_parent_class)->finalize (object);
}

static void
cs_db_class_init (CsDbClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_db_finalize;
}

static void
cs_db_init (CsDb *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
}

/* A write-ahead log needs memory that all its users share, which no network gives. */
static gboolean
check_filesystem (const char  *path,
                  GError     **error)
{
  static const long networks[] = { NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, 0xff534d42 /* CIFS */,
                                   0xfe534d42 /* SMB2 */, 0x00c36400 /* Ceph */,
                                   AFS_SUPER_MAGIC, CODA_SUPER_MAGIC };
  g_autofree char *folder = g_path_get_dirname (path);
  struct statfs fs;

  if (statfs (folder, &fs) < 0)
    return cs_fail (error, CS_ERROR_NOT_FOUND, "There is no folder “%s”", folder);

  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    if ((guint32) fs.f_type == (guint32) networks[i])
      return cs_fail (error, CS_ERROR_STORE, "“%s” is on a network drive, where a workspace "
                      "would be damaged: put it on a disk of this machine", folder);

  return TRUE;
}

/* What can be told before anything is changed: whose file it is and how new. */
static gboolean
look_at_file (CsConn  *conn,
              gint64  *version,
              GError **error)
{
  gint64 application, objects;

  if (!cs_conn_get_number (conn, "PRAGMA application_id", &application, error)
      || !cs_conn_get_number (conn, "PRAGMA user_version", version, error)
      || !cs_conn_get_number (conn, "SELECT count (*) FROM sqlite_schema", &objects, error))
    return FALSE;

  if (application != CS_STORE_APPLICATION_ID && (objects > 0 || application != 0))
    return cs_fail (error, CS_ERROR_STORE, "“%s” belongs to another program: choose another "
                    "folder for the workspace", conn->path);

  return TRUE;
}

static gboolean
open_readers (CsDb        *self,
              CsConnMode   mode,
              GError     **error)
{
  for (guint i = 0; i < N_READERS; i++)
    {
      self->readers[i] = cs_conn_open (self->copy != NULL ? self->copy : self->path, mode, error);

      if (self->readers[i] == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
wal_is_empty (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  GStatBuf st;

  return g_stat (wal, &st) < 0 || st.st_size == 0;
}

static void
close_readers (CsDb *self)
{
  for (guint i = 0; i < N_READERS; i++)
    g_clear_pointer (&self->readers[i], cs_conn_close);
}

/* A log that cannot be opened in its place can be beside a copy of the file. */
static gboolean
open_copy (CsDb    *self,
           GError **error)
{
  gint64 version;

  self->copy = cs_copy_make (self->path, error);

  return self->copy != NULL && open_readers (self, CS_CONN_READER, error)
      && look_at_file (self->readers[0], &version, error);
}

/* A read-only disk lets a log-keeping database be opened but not read: there it has to be taken
 * as a file that nobody changes, which is right while no log stands beside it. */
static gboolean
open_for_reading (CsDb    *self,
                  GError **error)
{
  g_autoptr(GError) first = NULL;
  gint64 version;

  if (open_readers (self, CS_CONN_READER, &first)
      && look_at_file (self->readers[0], &version, &first))
    return TRUE;

  close_readers (self);

  if (wal_is_empty (self->path) && g_access (self->path, R_OK) == 0
      && open_readers (self, CS_CONN_IMMUTABLE, NULL)
      && look_at_file (self->readers[0], &version, NULL))
    return TRUE;

  close_readers (self);

  if (!wal_is_empty (self->path) && g_access (self->path, R_OK) == 0)
    return open_copy (self, error);

  g_propagate_error (error, g_steal_pointer (&first));

  return FALSE;
}

/* A file that lost all it held looks like a new one: to begin anew in it would hide that. */
static gboolean
check_not_emptied (CsDb    *self,
                   gint64   version,
                   GError **error)
{
  g_autoptr(GPtrArray) backups = NULL;

  if (version > 0)
    return TRUE;

  backups = cs_backup_list (self->path);

  return backups->len == 0
      || cs_fail (error, CS_ERROR_STORE, "“%s” is empty or gone, but there are backups of it: run "
                  "“creatorsync-cli workspace restore” to go back to the newest good one, or move "
                  "the folder “backups” away to begin anew", self->path);
}

static gboolean
prepare_writer (CsDb    *self,
                gint64   version,
                GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  g_autofree char *application = g_strdup_printf ("PRAGMA application_id = %d",
                                                  CS_STORE_APPLICATION_ID);
  guint n_steps;
  const CsMigration *steps = cs_migrations (&n_steps);

  /* Said once: to say it again would write the file at each opening. */
  return cs_conn_make_writable (self->writer, error)
      && (version > 0 || cs_conn_exec (self->writer, application, error))
      && cs_migrate (self->writer, steps, n_steps, backups, error);
}

/* Opens the writer; leaves it closed, without an error, where the file is for reading only. */
static gboolean
open_writer (CsDb    *self,
             GError **error)
{
  gint64 version;
  guint n_steps;

  cs_migrations (&n_steps);
  self->writer = cs_conn_new (self->path, CS_CONN_WRITER);

  if (!cs_conn_begin (self->writer, error) || !look_at_file (self->writer, &version, error)
      || !check_not_emptied (self, version, error))
    return FALSE;

  if (version > n_steps)
    {
      self->why_read_only = g_strdup_printf (
        _("This workspace was written by a newer version (schema %" PRId64 "; this program "
          "knows %u) and can only be read: update the program"), version, n_steps);
      g_clear_pointer (&self->writer, cs_conn_close);
      return TRUE;
    }

  return prepare_writer (self, version, error);
}

static gboolean
found_full_disk (CsDb *self)
{
  return self->writer != NULL && self->writer->found_full;
}

/* A full disk has no room for what opening makes beside the file: the first try lets go of the
 * reserve, and the second has its room. */
static gboolean
open_to_write (CsDb    *self,
               GError **error)
{
  g_autoptr(GError) first = NULL;

  if (open_writer (self, &first))
    return TRUE;

  if (!found_full_disk (self))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }

  g_clear_pointer (&self->writer, cs_conn_close);

  return open_writer (self, error);
}

/* What is there can be read without any room, unless it still has to be brought to this schema. */
static gboolean
read_on_full_disk (CsDb *self)
{
  gint64 version;
  guint n_steps;

  cs_migrations (&n_steps);
  g_clear_pointer (&self->writer, cs_conn_close);
  self->why_read_only = g_strdup (_("The disk is full, so that the workspace can only be read: "
                                    "make some room on it, then open the workspace again"));

  return open_for_reading (self, NULL)
      && cs_conn_get_number (self->readers[0], "PRAGMA user_version", &version, NULL)
      && version == n_steps;
}

static CsDb *
new_db (const char *path,
        CsClock    *clock)
{
  CsDb *self = g_object_new (CS_TYPE_DB, NULL);

  self->path = g_canonicalize_filename (path, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

static gboolean
can_be_written (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_access (folder, W_OK) == 0
      && (g_access (path, W_OK) == 0 || !g_file_test (path, G_FILE_TEST_EXISTS));
}

/**
 * cs_db_open:
 *
 * Opens the file, makes it when there is none, and brings it to this program's
 * schema. A file of a newer version or on a disk that is read-only or full is
 * opened for reading, from a copy where its log cannot be read in its place;
 * cs_db_is_read_only() tells, and a transaction that would write says why it
 * cannot. Blocks.
 */
CsDb *
cs_db_open (const char  *path,
            CsClock     *clock,
            GError     **error)
{
  g_autoptr(CsDb) self = new_db (path, clock);
  g_autoptr(GError) why = NULL;

  if (!check_filesystem (self->path, error))
    return NULL;

  if (!can_be_written (self->path))
    {
      self->why_read_only = g_strdup_printf (
        "“%s” cannot be written: check who owns it and whether its disk is read-only", self->path);
      return open_for_reading (self, error) ? g_steal_pointer (&self) : NULL;
    }

  if (!open_to_write (self, &why))
    {
      if (found_full_disk (self) && read_on_full_disk (self))
        return g_steal_pointer (&self);

      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }

  if (self->writer == NULL)
    return open_for_reading (self, error) ? g_steal_pointer (&self) : NULL;

  if (!open_readers (self, CS_CONN_READER, error))
    return NULL;

  cs_reserve_make (self->path);

  return g_steal_pointer (&self);
}

/* For who looks on while another process owns the workspace. */
CsDb *
cs_db_open_read_only (const char  *path,
                      CsClock     *clock,
                      GError     **error)
{
  g_autoptr(CsDb) self = new_db (path, clock);

  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    return cs_fail_null (error, CS_ERROR_NOT_FOUND, "There is no workspace at “%s”", self->path);

  self->why_read_only = g_strdup (_("The workspace is open for reading only"));

  return check_filesystem (self->path, error) && open_for_reading (self, error)
         ? g_steal_pointer (&self) : NULL;
}

gboolean
cs_db_is_read_only (CsDb *self)
{
  return self->why_read_only != NULL;
}

/* The sentence for people; NULL where it can be written. */
const char *
cs_db_get_why_read_only (CsDb *self)
{
  return self->why_read_only;
}

const char *
cs_db_get_path (CsDb *self)
{
  return self->path;
}

CsClock *
cs_db_get_clock (CsDb *self)
{
  return self->clock;
}

void
cs_db_set_changed_func (CsDb            *self,
                        CsDbChangedFunc  func,
                        gpointer         user_data)
{
  G_MUTEX_AUTO_LOCK (&self->mutex, locker);

  self->on_changed = func;
  self->user_data = user_data;
}

/* How long a program outside may hold the file before a transaction gives up. */
void
cs_db_set_patience (CsDb  *self,
                    guint  msec)
{
  G_MUTEX_AUTO_LOCK (&self->mutex, locker);

  if (self->writer != NULL)
    sqlite3_busy_timeout (self->writer->handle, msec);
}

static CsConn *
lease_writer (CsDb     *self,
              CsLease   lease,
              GError  **error)
{
  if (self->why_read_only != NULL)
    return cs_fail_null (error, CS_ERROR_STORE, "%s", self->why_read_only);

  if (self->writing == g_thread_self ())
    return cs_fail_null (error, CS_ERROR_FAILED, "A transaction was begun inside another");

  if (lease == CS_LEASE_ACT)
    self->acts_waiting++;

  while (!self->is_closed
         && (self->writing != NULL || (lease == CS_LEASE_INGEST && self->acts_waiting > 0)))
    g_cond_wait (&self->cond, &self->mutex);

  if (lease == CS_LEASE_ACT)
    self->acts_waiting--;

  if (!self->is_closed)
    self->writing = g_thread_self ();

  return self->writer;
}

static CsConn *
lease_reader (CsDb *self)
{
  while (!self->is_closed)
    {
      for (guint i = 0; i < N_READERS; i++)
        if (!self->reader_leased[i])
          {
            self->reader_leased[i] = TRUE;
            return self->readers[i];
          }

      g_cond_wait (&self->cond, &self->mutex);
    }

  return NULL;
}

/* Waits until a connection is free; it comes back with cs_db_give_back(). */
CsConn *
cs_db_lease (CsDb     *self,
             CsLease   lease,
             GError  **error)
{
  G_MUTEX_AUTO_LOCK (&self->mutex, locker);
  CsConn *conn;

  if (self->is_closed)
    return cs_fail_null (error, CS_ERROR_STORE, "The workspace is closed");

  if (lease != CS_LEASE_READ)
    {
      conn = lease_writer (self, lease, error);
      if (conn == NULL && !self->is_closed)
        return NULL;
    }
  else
    conn = lease_reader (self);

  if (self->is_closed)
    return cs_fail_null (error, CS_ERROR_STORE, "The workspace is closed");

  return conn;
}

void
cs_db_give_back (CsDb   *self,
                 CsConn *conn)
{
  G_MUTEX_AUTO_LOCK (&self->mutex, locker);

  if (conn == self->writer)
    self->writing = NULL;

  for (guint i = 0; i < N_READERS; i++)
    if (conn == self->readers[i])
      self->reader_leased[i] = FALSE;

  g_cond_broadcast (&self->cond);
}

void
cs_db_announce (CsDb      *self,
                int        kind,
                GPtrArray *ids)
{
  CsDbChangedFunc func;
  gpointer user_data;

  g_mutex_lock (&self->mutex);
  func = self->on_changed;
  user_data = self->user_data;
  g_mutex_unlock (&self->mutex);

  if (func != NULL)
    func (self, kind, ids, user_data);
}

static gboolean
any_leased (CsDb *self)
{
  gboolean leased = self->writing != NULL;

  for (guint i = 0; i < N_READERS; i++)
    leased = leased || self->reader_leased[i];

  return leased;
}

/* Waits for transactions that are open, then closes; those that come later fail. */
void
cs_db_close (CsDb *self)
{
  G_MUTEX_AUTO_LOCK (&self->mutex, locker);

  self->is_closed = TRUE;
  g_cond_broadcast (&self->cond);

  while (any_leased (self))
    g_cond_wait (&self->cond, &self->mutex);

  /* Readers first: the last connection writes the log back, and that has to be the writer. */
  close_readers (self);
  g_clear_pointer (&self->writer, cs_conn_close);
}
