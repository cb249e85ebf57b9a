/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-workspace.h"

#include "cs-instance-lock.h"
#include "cs-restore.h"

static GVariant *
describe_restored (const CsRestored *restored)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "path", "s", restored->backup->path);
  g_variant_dict_insert (&dict, "at", "x", restored->backup->at);
  g_variant_dict_insert (&dict, "unscheduled", "x", restored->unscheduled);
  g_variant_dict_insert (&dict, "held", "x", restored->held);
  if (restored->counted_until > 0)
    g_variant_dict_insert (&dict, "counted_until", "x", restored->counted_until);
  if (restored->aside != NULL)
    g_variant_dict_insert (&dict, "aside", "s", restored->aside);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* Whether there is one to go back to; only going back tells whether it is good. */
gboolean
cs_workspace_has_backup (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);
  g_autoptr(GPtrArray) all = cs_backup_list (path);

  return all->len > 0;
}

/**
 * cs_workspace_restore:
 * @backup: (nullable): a file; NULL: the newest backup that is whole
 *
 * Puts a backup in the place of a workspace that nobody has open. What is there
 * moves aside. Blocks.
 *
 * Returns: (transfer full): a{sv}: path and time of the backup, the folder
 *   aside, how many posts are unscheduled or held, and until when numbers were counted
 */
GVariant *
cs_workspace_restore (const char    *folder,
                      const char    *backup,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autofree char *path = g_build_filename (folder, "main.db", NULL);
  g_autoptr(CsInstanceLock) lock = NULL;
  g_autoptr(CsRestored) restored = NULL;
  g_autoptr(CsClock) clock = cs_clock_new_default (error);

  if (clock == NULL || (lock = cs_instance_lock_take (folder, error)) == NULL)
    return NULL;

  restored = cs_backup_restore (path, backup, cs_clock_now (clock), cancellable, error);

  return restored != NULL ? describe_restored (restored) : NULL;
}
