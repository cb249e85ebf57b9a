/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-migrate-private.h"

#include "cs-disk-private.h"
#include "cs-error.h"
#include "cs-store-resources.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>

/* In order; a step that has been released never changes. */
static const struct
{
  const char *name;
  gboolean    keeps_journal;
} shipped[] = {
  { "001-start.sql", FALSE },
  { "002-post-rows.sql", TRUE },
  { "003-search.sql", TRUE },
  { "004-outbox-keys.sql", TRUE },
  { "005-numbers.sql", TRUE },
  { "006-wait-reasons.sql", TRUE },
  { "007-missing.sql", TRUE },
  { "008-settled.sql", TRUE },
};

static const char *
load_step (const char *name)
{
  g_autofree char *path = g_strconcat ("/io/github/creatorsync/CreatorSync/store/", name, NULL);
  GBytes *bytes = g_resource_lookup_data (cs_store_get_resource (), path,
                                          G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  char *sql = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_bytes_unref (bytes);

  return sql;
}

/* The steps of this program, from its resources. */
const CsMigration *
cs_migrations (guint *n_steps)
{
  static CsMigration steps[G_N_ELEMENTS (shipped)];
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (shipped); i++)
        steps[i] = (CsMigration) { load_step (shipped[i].name), shipped[i].keeps_journal };

      g_once_init_leave (&once, 1);
    }

  *n_steps = G_N_ELEMENTS (shipped);

  return steps;
}

/* The backup takes as much as the file, and the log of the steps may as well. */
static gboolean
check_room (CsConn  *conn,
            GError **error)
{
  g_autofree char *folder = g_path_get_dirname (conn->path);
  gint64 size;

  return cs_conn_get_number (conn, "SELECT page_count * page_size"
                                   " FROM pragma_page_count, pragma_page_size", &size, error)
      && cs_disk_check_room (folder, 2 * size, _("the update of the workspace"), error);
}

static gboolean
copy_into (CsConn      *conn,
           const char  *path,
           GError     **error)
{
  char *sql = sqlite3_mprintf ("VACUUM INTO %Q", path);
  gboolean done = cs_conn_exec (conn, sql, error);

  sqlite3_free (sql);

  return done;
}

/* A whole copy beside the file; a copy that an earlier, killed try left is written anew. */
static gboolean
back_up (CsConn      *conn,
         const char  *folder,
         gint64       version,
         GError     **error)
{
  g_autofree char *path = g_strdup_printf ("%s/before-schema-%" PRId64 ".db",
                                           folder, version);
  g_autofree char *tmp = g_strconcat (path, ".tmp", NULL);

  if (g_mkdir_with_parents (folder, 0700) < 0)
    return cs_fail (error, CS_ERROR_STORE, "The folder “%s” cannot be made: %s",
                    folder, g_strerror (errno));

  g_unlink (tmp);

  if (!copy_into (conn, tmp, error))
    {
      g_unlink (tmp);
      g_prefix_error (error, _("No backup could be made before the update: "));
      return FALSE;
    }

  /* What is renamed over an older copy has to be on the disk first. */
  if (!cs_disk_sync (tmp, error))
    return FALSE;

  return (g_rename (tmp, path) == 0
          || cs_fail (error, CS_ERROR_STORE, "The backup “%s” could not be kept: %s",
                      path, g_strerror (errno)))
      && cs_disk_sync (folder, error);
}

static gboolean
check_references (CsConn  *conn,
                  GError **error)
{
  gint64 broken;

  if (!cs_conn_get_number (conn, "SELECT count (*) FROM pragma_foreign_key_check", &broken, error))
    return FALSE;

  return broken == 0
      || cs_fail (error, CS_ERROR_STORE,
                  ngettext ("The update would leave %" PRId64 " row without what it belongs to",
                            "The update would leave %" PRId64 " rows without what they belong to",
                            broken), broken);
}

/* Old changesets apply to nothing in tables that were rebuilt, and say that all went well. */
static gboolean
empty_journal (CsConn  *conn,
               GError **error)
{
  gint64 is_there;

  if (!cs_conn_get_number (conn, "SELECT count (*) FROM sqlite_schema WHERE name = 'journal'",
                           &is_there, error))
    return FALSE;

  return !is_there || cs_conn_exec (conn, "DELETE FROM journal", error);
}

static gboolean
run_steps (CsConn             *conn,
           const CsMigration  *steps,
           guint               n_steps,
           GError            **error)
{
  g_autofree char *version_sql = g_strdup_printf ("PRAGMA user_version = %u", n_steps);
  gboolean keeps_journal = TRUE;
  gint64 version;

  /* Another process may have been here between the look at the version and the lock. */
  if (!cs_conn_get_number (conn, "PRAGMA user_version", &version, error))
    return FALSE;

  for (guint i = version; i < n_steps; i++)
    {
      if (!cs_conn_exec (conn, steps[i].sql, error))
        {
          g_prefix_error (error, _("Step %u of the update failed: "), i + 1);
          return FALSE;
        }

      keeps_journal = keeps_journal && steps[i].keeps_journal;
    }

  return (keeps_journal || empty_journal (conn, error))
      && check_references (conn, error)
      && (version >= n_steps || cs_conn_exec (conn, version_sql, error));
}

static gboolean
migrate_in_transaction (CsConn             *conn,
                        const CsMigration  *steps,
                        guint               n_steps,
                        GError            **error)
{
  if (!cs_conn_exec (conn, "BEGIN EXCLUSIVE", error))
    return FALSE;

  if (run_steps (conn, steps, n_steps, error) && cs_conn_exec (conn, "COMMIT", error))
    return TRUE;

  /* A full disk has rolled back by itself already. */
  if (!sqlite3_get_autocommit (conn->handle))
    cs_conn_exec (conn, "ROLLBACK", NULL);

  return FALSE;
}

/**
 * cs_migrate:
 * @conn: a writer, outside a transaction
 * @backup_folder: where a copy goes before the first step of an existing file
 *
 * Returns: whether the file has the newest schema now; if not, it is as before
 */
gboolean
cs_migrate (CsConn             *conn,
            const CsMigration  *steps,
            guint               n_steps,
            const char         *backup_folder,
            GError            **error)
{
  gint64 version;
  gboolean done;

  if (!cs_conn_get_number (conn, "PRAGMA user_version", &version, error))
    return FALSE;

  if (version >= n_steps)
    return TRUE;

  if (version > 0 && !check_room (conn, error))
    return FALSE;

  if (version > 0 && !back_up (conn, backup_folder, version, error))
    return FALSE;

  /* Tables are rebuilt by dropping them, so references rest; inside a transaction this pragma
   * is passed over. */
  if (!cs_conn_exec (conn, "PRAGMA foreign_keys = 0", error))
    return FALSE;

  done = migrate_in_transaction (conn, steps, n_steps, error);

  return cs_conn_exec (conn, "PRAGMA foreign_keys = 1", done ? error : NULL) && done;
}
