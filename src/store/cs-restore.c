/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-restore.h"

#include "cs-conn-private.h"
#include "cs-disk-private.h"
#include "cs-error.h"
#include "cs-meta-store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <unistd.h>

/* The database and what SQLite keeps beside it: never one of them without the others. */
static const char *const endings[] = { "", "-wal", "-shm" };

void
cs_restored_free (CsRestored *self)
{
  g_clear_pointer (&self->backup, cs_backup_free);
  g_free (self->aside);
  g_free (self);
}

/* A folder that was not there before. */
static char *
make_aside (const char  *db_path,
            gint64       now,
            GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (db_path);
  g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc (now);
  g_autofree char *name =
    moment != NULL ? g_date_time_format (moment, "before-restore-%Y%m%dT%H%M%SZ")
                   : g_strdup ("before-restore");

  for (guint i = 1; i < 1000; i++)
    {
      g_autofree char *tail = i > 1 ? g_strdup_printf ("%s-%u", name, i) : g_strdup (name);
      g_autofree char *path = g_build_filename (folder, tail, NULL);

      if (g_mkdir (path, 0700) == 0)
        return g_steal_pointer (&path);

      if (errno != EEXIST)
        return cs_fail_null (error, CS_ERROR_STORE, "The folder “%s” cannot be made: %s", path,
                             g_strerror (errno));
    }

  return cs_fail_null (error, CS_ERROR_STORE, "“%s” holds too many folders “%s…”: move them away",
                       folder, name);
}

/* A second name for the same bytes, or a copy where the disk knows no such thing. */
static gboolean
name_again (const char  *from,
            const char  *to,
            GError     **error)
{
  return link (from, to) == 0 || cs_disk_copy (from, to, error);
}

/* Everything that stands there gets its name in the folder too; nothing changes place yet. */
static gboolean
keep_aside (const char  *db_path,
            gint64       now,
            char       **aside,
            GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (db_path, endings[i], NULL);
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *kept = NULL;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;

      if (*aside == NULL && (*aside = make_aside (db_path, now, error)) == NULL)
        return FALSE;

      kept = g_build_filename (*aside, name, NULL);
      if (!name_again (path, kept, error))
        return FALSE;
    }

  return *aside == NULL || cs_disk_sync (*aside, error);
}

/* Puts the copy in its place. An old log goes first: beside another file it would be played
 * into that. Cut off in between, what stands there is as damaged as before. */
static gboolean
put_in_place (const char  *copy,
              const char  *db_path,
              GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (db_path);

  for (guint i = 1; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (db_path, endings[i], NULL);

      if (g_unlink (path) < 0 && errno != ENOENT)
        return cs_fail (error, CS_ERROR_STORE, "“%s” cannot be moved: %s", path,
                        g_strerror (errno));
    }

  return (g_rename (copy, db_path) == 0
          || cs_fail (error, CS_ERROR_STORE, "“%s” cannot be replaced: %s", db_path,
                      g_strerror (errno)))
      && cs_disk_sync (folder, error);
}

/* States of the outbox: what is claimed or uploads may have gone out since; from intent on the
 * row's own key or a probe tells, as after any crash. */
#define HOLD_ROWS \
  "INSERT INTO outbox_log (outbox, at, from_state, to_state, code, sentence)" \
  " SELECT nr, %" G_GINT64_FORMAT ", state, 80, 'restored', %s" \
  " FROM outbox WHERE state < 40;" \
  "UPDATE outbox SET state = 80, code = 'restored', sentence = %s, not_before = NULL" \
  " WHERE state < 40;"

#define TELL_DRAFTS \
  "INSERT INTO event (at, name, kind, subject, detail)" \
  " SELECT %" G_GINT64_FORMAT ", 'post.unscheduled', 'target', id," \
  "  printf ('{''due'': <int64 %%lld>, ''post'': <''%%s''>, ''sentence'': <%%s>}'," \
  "  due, (SELECT id FROM post WHERE post.nr = target.post), %s)" \
  " FROM target WHERE state = 'scheduled';"

#define MAKE_DRAFTS \
  "UPDATE target SET state = 'draft', wall = NULL, zone = NULL, fold = 0, due = NULL" \
  " WHERE state = 'scheduled';"

/* A text as it stands in SQL. */
static char *
quote (const char *text)
{
  char *quoted = sqlite3_mprintf ("%Q", text);
  char *copy = g_strdup (quoted);

  sqlite3_free (quoted);

  return copy;
}

static char *
make_hold (gint64 now)
{
  g_autofree char *sentence = quote (_("The workspace was restored from a backup, and this may be "
                                       "out already: look there, then say"));

  return g_strdup_printf (HOLD_ROWS, now, sentence, sentence);
}

static char *
make_tell (gint64 now)
{
  g_autoptr(GVariant) sentence =
    g_variant_ref_sink (g_variant_new_string (_("The workspace was restored from a backup, and "
                                                "this may be out already: look there, then "
                                                "schedule it again")));
  g_autofree char *text = g_variant_print (sentence, FALSE);
  g_autofree char *quoted = quote (text);

  return g_strdup_printf (TELL_DRAFTS, now, quoted);
}

#define TELL_COUNTING \
  "INSERT INTO meta (name, value) VALUES ('" CS_META_RESTORED "', %s)" \
  " ON CONFLICT (name) DO UPDATE SET value = excluded.value"

#define COUNTED_UNTIL \
  "SELECT coalesce (max (CAST (value AS INTEGER)), 0) FROM meta" \
  " WHERE name = '" CS_META_COUNTING "'"

/* Why there are no numbers of the time since. */
static char *
make_tell_counting (const char     *db_path,
                    const CsBackup *backup,
                    gint64          now)
{
  g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc (backup->at);
  g_autofree char *when = moment != NULL ? g_date_time_format (moment, "%Y-%m-%d %H:%M UTC")
                                         : g_strdup_printf ("%" PRId64, backup->at);
  g_autofree char *sentence =
    g_strdup_printf (g_file_test (db_path, G_FILE_TEST_EXISTS)
                     /* Translators: %s is a moment */
                     ? _("The workspace was restored from a backup of %s: what was counted later "
                         "is only in its copy from before that.")
                     /* Translators: %s is a moment */
                     : _("The workspace was restored from a backup of %s: what was counted later "
                         "is lost."), when);
  g_autofree char *value = g_strdup_printf ("%" PRId64 " %s", now, sentence);
  g_autofree char *quoted = quote (value);

  return g_strdup_printf (TELL_COUNTING, quoted);
}

/* What was planned then may be out by now: nothing of it goes out by itself. */
static gboolean
hold_plan (const char  *copy,
           const char  *db_path,
           gint64       now,
           CsRestored  *restored,
           GError     **error)
{
  g_autoptr(CsConn) conn = cs_conn_open (copy, CS_CONN_WRITER, error);
  g_autofree char *hold = make_hold (now);
  g_autofree char *tell = make_tell (now);
  g_autofree char *tell_counting = make_tell_counting (db_path, restored->backup, now);

  return conn != NULL
      && cs_conn_get_number (conn, "SELECT count (*) FROM target WHERE state = 'scheduled'",
                             &restored->unscheduled, error)
      && cs_conn_get_number (conn, "SELECT count (*) FROM outbox WHERE state < 40",
                             &restored->held, error)
      && cs_conn_get_number (conn, COUNTED_UNTIL, &restored->counted_until, error)
      && cs_conn_exec (conn, "BEGIN IMMEDIATE", error)
      && cs_conn_exec (conn, hold, error)
      && cs_conn_exec (conn, tell, error)
      && cs_conn_exec (conn, MAKE_DRAFTS, error)
      && cs_conn_exec (conn, tell_counting, error)
      && cs_conn_exec (conn, "COMMIT", error);
}

/* The newest one that is whole; those that are not are passed over. */
static CsBackup *
find_good (const char    *db_path,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GPtrArray) all = cs_backup_list (db_path);

  for (guint i = 0; i < all->len; i++)
    {
      CsBackup *backup = g_ptr_array_index (all, i);
      g_autoptr(GError) fault = NULL;

      if (cs_backup_check (backup->path, cancellable, &fault))
        return g_ptr_array_steal_index (all, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      g_debug ("Not this backup: %s", fault->message);
    }

  return cs_fail_null (error, CS_ERROR_NOT_FOUND, "There is no good backup of “%s”: name another "
                       "file with --from", db_path);
}

static CsBackup *
take_given (const char    *path,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GError) fault = NULL;
  CsBackup *backup;
  GStatBuf st;

  if (g_stat (path, &st) < 0)
    return cs_fail_null (error, CS_ERROR_NOT_FOUND, "There is no backup “%s”: check the path",
                         path);

  if (!cs_backup_check (path, cancellable, &fault))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      g_debug ("Not this backup: %s", fault->message);
      return cs_fail_null (error, CS_ERROR_INVALID, "“%s” is no whole backup of a workspace: name "
                           "another, or none to take the newest that is whole", path);
    }

  backup = g_new0 (CsBackup, 1);
  backup->path = g_canonicalize_filename (path, NULL);
  backup->at = st.st_mtime;
  backup->size = st.st_size;

  return backup;
}

static gboolean
make_copy (const CsBackup  *backup,
           const char      *copy,
           GError         **error)
{
  g_autofree char *folder = g_path_get_dirname (copy);

  return cs_disk_check_room (folder, backup->size, _("the restored workspace"), error)
      && cs_disk_copy (backup->path, copy, error);
}

/**
 * cs_backup_restore:
 * @backup: (nullable): the file to go back to; NULL: the newest that is whole
 *
 * Puts a checked backup in the place of the database. Until the last step what
 * stands there is as it was.
 */
CsRestored *
cs_backup_restore (const char    *db_path,
                   const char    *backup,
                   gint64         now,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(CsRestored) restored = g_new0 (CsRestored, 1);
  g_autofree char *copy = g_strconcat (db_path, ".restoring", NULL);

  restored->backup = backup != NULL ? take_given (backup, cancellable, error)
                                    : find_good (db_path, cancellable, error);
  if (restored->backup == NULL)
    return NULL;

  if (!make_copy (restored->backup, copy, error)
      || !hold_plan (copy, db_path, now, restored, error)
      || !cs_disk_sync (copy, error)
      || !keep_aside (db_path, now, &restored->aside, error)
      || !put_in_place (copy, db_path, error))
    {
      g_unlink (copy);
      return NULL;
    }

  return g_steal_pointer (&restored);
}
