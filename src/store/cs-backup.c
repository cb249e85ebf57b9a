/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-backup.h"

#include "cs-conn-private.h"
#include "cs-disk-private.h"
#include "cs-error.h"
#include "cs-migrate-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

#define FOLDER      "backups"
#define NAME_FORMAT "main-%Y%m%dT%H%M%SZ.db"
#define EVERY       (30 * 60)     /* seconds between two */

/* How many stay: the newest ones, then one a day, a week and a month. */
#define NEWEST 4
#define DAYS   7
#define WEEKS  4
#define MONTHS 6

/* The older ones go too while all take more than this part of the room there is. */
#define ROOM_PART 5

#define STEPS_A_LOOK 10000        /* of SQLite's machine, between looks at the cancellable */

void
cs_backup_free (CsBackup *self)
{
  g_free (self->path);
  g_free (self);
}

static char *
backups_folder (const char *db_path)
{
  g_autofree char *folder = g_path_get_dirname (db_path);

  return g_build_filename (folder, FOLDER, NULL);
}

/* When it was made, by its name; what has another name was made when it was last changed. */
static gint64
find_time (const char     *name,
           const GStatBuf *st)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *moment = NULL;
  g_autoptr(GDateTime) at = NULL;

  if (g_str_has_prefix (name, "main-") && g_str_has_suffix (name, "Z.db"))
    {
      moment = g_strndup (name + strlen ("main-"), strlen (name) - strlen ("main-.db"));
      at = g_date_time_new_from_iso8601 (moment, utc);
    }

  return at != NULL ? g_date_time_to_unix (at) : st->st_mtime;
}

static int
newest_first (gconstpointer a,
              gconstpointer b)
{
  const CsBackup *one = *(CsBackup *const *) a, *other = *(CsBackup *const *) b;

  if (one->at != other->at)
    return one->at > other->at ? -1 : 1;

  return -strcmp (one->path, other->path);
}

/* All there are, the newest first, those before an update too; whether one is good, a check
 * says. */
GPtrArray *
cs_backup_list (const char *db_path)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_backup_free);
  g_autofree char *folder = backups_folder (db_path);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      CsBackup *backup;
      GStatBuf st;

      if (!g_str_has_suffix (name, ".db") || g_stat (path, &st) < 0 || !S_ISREG (st.st_mode))
        continue;

      backup = g_new0 (CsBackup, 1);
      backup->path = g_steal_pointer (&path);
      backup->at = find_time (name, &st);
      backup->size = st.st_size;
      g_ptr_array_add (all, backup);
    }

  g_ptr_array_sort (all, newest_first);

  return all;
}

/* Which day, week or month a moment is in, counted from 1970. */
static gint64
find_span (gint64 at,
           guint  kind)
{
  g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc (at);

  if (kind == 0)
    return at / 86400;

  /* 1 January 1970 was a Thursday. */
  if (kind == 1)
    return (at / 86400 + 3) / 7;

  return moment != NULL ? g_date_time_get_year (moment) * 12 + g_date_time_get_month (moment) : 0;
}

/**
 * cs_backup_thin:
 * @times: when each was made, the newest first
 * @keep: (out caller-allocates) (array length=n_times): which of them stay
 *
 * The newest four, and the newest of each of the last seven days, four weeks
 * and six months that have one.
 *
 * Returns: how many stay
 */
guint
cs_backup_thin (const gint64 *times,
                guint         n_times,
                gboolean     *keep)
{
  static const guint spans[] = { DAYS, WEEKS, MONTHS };
  guint n_kept = 0;

  for (guint i = 0; i < n_times; i++)
    keep[i] = i < NEWEST;

  for (guint kind = 0; kind < G_N_ELEMENTS (spans); kind++)
    {
      guint n_spans = 0;

      for (guint i = 0; i < n_times && n_spans < spans[kind]; i++)
        if (i == 0 || find_span (times[i], kind) != find_span (times[i - 1], kind))
          {
            keep[i] = TRUE;
            n_spans++;
          }
    }

  for (guint i = 0; i < n_times; i++)
    n_kept += keep[i];

  return n_kept;
}

/* Ours and periodic: what an update or a person put there is not thinned. */
static gboolean
is_periodic (const CsBackup *backup)
{
  g_autofree char *name = g_path_get_basename (backup->path);

  return g_str_has_prefix (name, "main-");
}

static GPtrArray *
list_periodic (const char *db_path)
{
  GPtrArray *all = cs_backup_list (db_path);

  for (guint i = all->len; i > 0; i--)
    if (!is_periodic (g_ptr_array_index (all, i - 1)))
      g_ptr_array_remove_index (all, i - 1);

  return all;
}

/* Lets old copies go; the newest one stays whatever it takes. */
static void
thin (const char *db_path)
{
  g_autoptr(GPtrArray) all = list_periodic (db_path);
  g_autofree char *folder = backups_folder (db_path);
  g_autofree gint64 *times = g_new0 (gint64, all->len + 1);
  g_autofree gboolean *keep = g_new0 (gboolean, all->len + 1);
  gint64 room = cs_disk_get_room (folder);
  gint64 taken = 0;

  for (guint i = 0; i < all->len; i++)
    times[i] = ((CsBackup *) g_ptr_array_index (all, i))->at;

  cs_backup_thin (times, all->len, keep);

  for (guint i = 0; i < all->len; i++)
    {
      CsBackup *backup = g_ptr_array_index (all, i);
      gboolean fits = i == 0 || taken + backup->size <= room / ROOM_PART;

      if (keep[i] && fits)
        taken += backup->size;
      else if (g_unlink (backup->path) < 0)
        g_debug ("An old backup stays: %s", g_strerror (errno));
    }
}

static int
look_at_cancel (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/* A connection of its own, so that a long look takes none from those who read and write. */
static CsConn *
open_apart (const char    *path,
            CsConnMode     mode,
            GCancellable  *cancellable,
            GError       **error)
{
  CsConn *conn;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  conn = cs_conn_open (path, mode, error);
  if (conn != NULL && cancellable != NULL)
    sqlite3_progress_handler (conn->handle, STEPS_A_LOOK, look_at_cancel, cancellable);

  return conn;
}

/* Says that it was cancelled where that is why something failed. */
static gboolean
note_cancel (GCancellable  *cancellable,
             GError       **error)
{
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (error);
      g_cancellable_set_error_if_cancelled (cancellable, error);
    }

  return FALSE;
}

/* The first fault that SQLite finds in the file's pages and indexes. */
static gboolean
check_pages (CsConn  *conn,
             GError **error)
{
  g_autofree char *found = NULL;
  sqlite3_stmt *stmt = cs_conn_take (conn, "PRAGMA integrity_check (1)", error);
  int code;

  if (stmt == NULL)
    return FALSE;

  code = sqlite3_step (stmt);
  if (code == SQLITE_ROW)
    found = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  else
    cs_conn_fail (conn, code, error);

  cs_conn_give_back (conn, stmt);

  if (found == NULL)
    return FALSE;

  g_strdelimit (found, "\n", ' ');

  return strcmp (found, "ok") == 0
      || cs_fail (error, CS_ERROR_STORE, "“%s” is damaged (%s): run “creatorsync-cli "
                  "workspace restore” to go back to its newest good backup", conn->path, found);
}

static gboolean
check_rows (CsConn  *conn,
            GError **error)
{
  gint64 broken;

  if (!cs_conn_get_number (conn, "SELECT count (*) FROM pragma_foreign_key_check", &broken, error))
    return FALSE;

  return broken == 0
      || cs_fail (error, CS_ERROR_STORE,
                  ngettext ("“%s” is damaged (%" PRId64 " row misses what it belongs to): run "
                            "“creatorsync-cli workspace restore” to go back to its newest good "
                            "backup",
                            "“%s” is damaged (%" PRId64 " rows miss what they belong to): run "
                            "“creatorsync-cli workspace restore” to go back to its newest good "
                            "backup", broken), conn->path, broken);
}

static gboolean
check_schema (CsConn  *conn,
              GError **error)
{
  gint64 application, version;
  guint n_steps;

  cs_migrations (&n_steps);

  if (!cs_conn_get_number (conn, "PRAGMA application_id", &application, error)
      || !cs_conn_get_number (conn, "PRAGMA user_version", &version, error))
    return FALSE;

  if (application != CS_STORE_APPLICATION_ID || version < 1)
    return cs_fail (error, CS_ERROR_STORE, "“%s” is no workspace: choose another file", conn->path);

  return version <= n_steps
      || cs_fail (error, CS_ERROR_STORE, "“%s” was written by a newer version: update the program",
                  conn->path);
}

/* Whether a file that nobody uses is a whole database of this program. */
gboolean
cs_backup_check (const char    *path,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(CsConn) conn = open_apart (path, CS_CONN_IMMUTABLE, cancellable, error);

  return (conn != NULL && check_schema (conn, error) && check_pages (conn, error)
          && check_rows (conn, error))
      || note_cancel (cancellable, error);
}

/* Whether the file that is open is whole: every page, every index, every reference. */
gboolean
cs_db_check (CsDb          *db,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(CsConn) conn = open_apart (cs_db_get_path (db), CS_CONN_READER, cancellable, error);

  return (conn != NULL && check_pages (conn, error) && check_rows (conn, error))
      || note_cancel (cancellable, error);
}

/* When it was last written; 0 for a log that is empty, as opening makes it. */
static gint64
find_change (const char *path)
{
  GStatBuf st;

  if (g_stat (path, &st) < 0 || st.st_size == 0)
    return 0;

  return st.st_mtim.tv_sec * G_USEC_PER_SEC + st.st_mtim.tv_nsec / 1000;
}

/* Whether the newest copy is old, and the file or its log was written since. */
gboolean
cs_backup_is_due (CsDb *db)
{
  const char *path = cs_db_get_path (db);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autoptr(GPtrArray) all = list_periodic (path);
  gint64 now = cs_clock_now (cs_db_get_clock (db));
  const CsBackup *newest;

  if (cs_db_is_read_only (db))
    return FALSE;

  if (all->len == 0)
    return TRUE;

  newest = g_ptr_array_index (all, 0);

  return ABS (now - newest->at) >= EVERY
      && MAX (find_change (path), find_change (wal)) > find_change (newest->path);
}

static gboolean
copy_whole (CsDb          *db,
            const char    *to,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(CsConn) conn = open_apart (cs_db_get_path (db), CS_CONN_READER, cancellable, error);
  g_autofree char *folder = g_path_get_dirname (to);
  char *sql;
  gint64 size;
  gboolean done;

  if (conn == NULL
      || !cs_conn_get_number (conn, "SELECT page_count * page_size"
                                    " FROM pragma_page_count, pragma_page_size", &size, error)
      || !cs_disk_check_room (folder, 2 * size, _("a backup"), error))
    return FALSE;

  /* The file itself is open for reading only; what is written is the copy. */
  sql = sqlite3_mprintf ("PRAGMA query_only = 0; VACUUM INTO %Q", to);
  done = cs_conn_exec (conn, sql, error);
  sqlite3_free (sql);

  return done;
}

/* The copy under its own name, when it is whole and on the disk. */
static gboolean
keep_copy (const char    *tmp,
           const char    *path,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (!cs_disk_sync (tmp, error) || !cs_backup_check (tmp, cancellable, error))
    return FALSE;

  return (g_rename (tmp, path) == 0
          || cs_fail (error, CS_ERROR_STORE, "The backup “%s” could not be kept: %s", path,
                      g_strerror (errno)))
      && cs_disk_sync (folder, error);
}

/**
 * cs_backup_make:
 *
 * Copies one moment of the database while others read and write, checks the
 * copy, and lets old copies go.
 *
 * Returns: (transfer full): the new one
 */
CsBackup *
cs_backup_make (CsDb          *db,
                GCancellable  *cancellable,
                GError       **error)
{
  gint64 now = cs_clock_now (cs_db_get_clock (db));
  g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc (now);
  g_autofree char *folder = backups_folder (cs_db_get_path (db));
  g_autofree char *name = moment != NULL ? g_date_time_format (moment, NAME_FORMAT) : NULL;
  g_autofree char *path = g_build_filename (folder, name != NULL ? name : "main-now.db", NULL);
  g_autofree char *tmp = g_build_filename (folder, "main.tmp", NULL);
  CsBackup *backup;
  GStatBuf st;

  if (g_mkdir_with_parents (folder, 0700) < 0)
    return cs_fail_null (error, CS_ERROR_STORE, "The folder “%s” cannot be made: %s", folder,
                         g_strerror (errno));

  /* What an earlier, killed try left. */
  g_unlink (tmp);

  if (!copy_whole (db, tmp, cancellable, error) || !keep_copy (tmp, path, cancellable, error))
    {
      note_cancel (cancellable, error);
      g_unlink (tmp);
      return NULL;
    }

  thin (cs_db_get_path (db));

  backup = g_new0 (CsBackup, 1);
  backup->size = g_stat (path, &st) == 0 ? st.st_size : 0;
  backup->path = g_steal_pointer (&path);
  backup->at = now;

  return backup;
}
