/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-copy-private.h"

#include "cs-disk-private.h"
#include "cs-error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* The log's index is made anew beside the copy. */
static const char *const endings[] = { "", "-wal" };

typedef struct
{
  gint64 size;
  gint64 changed;
} Look;

static gboolean
look (const char *db_path,
      Look       *looks,
      GError    **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (db_path, endings[i], NULL);
      GStatBuf st;

      if (g_stat (path, &st) < 0)
        return cs_fail (error, CS_ERROR_STORE, "“%s” cannot be read: %s", path, g_strerror (errno));

      looks[i].size = st.st_size;
      looks[i].changed = st.st_mtim.tv_sec * G_USEC_PER_SEC + st.st_mtim.tv_nsec / 1000;
    }

  return TRUE;
}

/* Where nobody else reads and the next start of the machine clears away, if there is room. */
static char *
make_folder (gint64   needed,
             GError **error)
{
  const char *const places[] = { g_get_user_runtime_dir (), g_get_tmp_dir () };
  g_autoptr(GError) fault = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *folder = g_build_filename (places[i], "creatorsync-XXXXXX", NULL);

      g_clear_error (&fault);
      if (!cs_disk_check_room (places[i], needed, _("a copy to read the workspace from"), &fault))
        continue;

      if (g_mkdtemp (folder) != NULL)
        return g_steal_pointer (&folder);

      cs_fail (&fault, CS_ERROR_STORE, "The folder “%s” cannot be made: %s", folder,
               g_strerror (errno));
    }

  g_propagate_error (error, g_steal_pointer (&fault));

  return NULL;
}

static gboolean
copy_all (const char  *db_path,
          const char  *copy,
          GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *from = g_strconcat (db_path, endings[i], NULL);
      g_autofree char *to = g_strconcat (copy, endings[i], NULL);

      if (!cs_disk_copy (from, to, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * cs_copy_make:
 *
 * Copies a database and its log to where they can be read. A file that somebody
 * writes meanwhile is refused: the two would not belong together.
 *
 * Returns: (transfer full): the copy's path, for cs_copy_remove()
 */
char *
cs_copy_make (const char  *db_path,
              GError     **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *copy = NULL;
  Look before[G_N_ELEMENTS (endings)];
  Look after[G_N_ELEMENTS (endings)];

  if (!look (db_path, before, error)
      || (folder = make_folder (before[0].size + before[1].size, error)) == NULL)
    return NULL;

  copy = g_build_filename (folder, "main.db", NULL);
  if (!copy_all (db_path, copy, error) || !look (db_path, after, error))
    {
      cs_copy_remove (copy);
      return NULL;
    }

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (before[i].size != after[i].size || before[i].changed != after[i].changed)
      {
        cs_copy_remove (copy);
        return cs_fail_null (error, CS_ERROR_BUSY, "Another program is writing “%s”: close it, "
                             "then try again", db_path);
      }

  return g_steal_pointer (&copy);
}

/* With its folder; what SQLite made beside it goes too. */
void
cs_copy_remove (const char *copy)
{
  static const char *const made[] = { "", "-wal", "-shm", "-journal" };
  g_autofree char *folder = g_path_get_dirname (copy);

  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *path = g_strconcat (copy, made[i], NULL);

      g_unlink (path);
    }

  g_rmdir (folder);
}
