/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-backup.h"

static GVariant *
describe (const CsBackup *backup)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&builder, "{sv}", "path", g_variant_new_string (backup->path));
  g_variant_builder_add (&builder, "{sv}", "at", g_variant_new_int64 (backup->at));
  g_variant_builder_add (&builder, "{sv}", "size", g_variant_new_int64 (backup->size));

  return g_variant_builder_end (&builder);
}

static GVariant *
check (CsAct   *act,
       GError **error)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr(GPtrArray) backups = NULL;
  const char *path = cs_db_get_path (act->services->db);

  if (!cs_db_check (act->services->db, act->cancellable, error))
    {
      g_variant_builder_clear (&builder);
      return NULL;
    }

  backups = cs_backup_list (path);
  g_variant_builder_add (&builder, "{sv}", "path", g_variant_new_string (path));
  g_variant_builder_add (&builder, "{sv}", "backups", g_variant_new_int64 (backups->len));
  if (backups->len > 0)
    g_variant_builder_add (&builder, "{sv}", "newest_backup", g_variant_new_int64 (
                             ((CsBackup *) g_ptr_array_index (backups, 0))->at));

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GVariant *
back_up (CsAct   *act,
         GError **error)
{
  g_autoptr(CsBackup) backup = cs_backup_make (act->services->db, act->cancellable, error);

  return backup != NULL ? g_variant_ref_sink (describe (backup)) : NULL;
}

static GVariant *
list_backups (CsAct   *act,
              GError **error)
{
  g_autoptr(GPtrArray) backups = cs_backup_list (cs_db_get_path (act->services->db));
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < backups->len; i++)
    g_variant_builder_add_value (&builder, describe (g_ptr_array_index (backups, i)));

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

const CsCommand cs_workspace_commands[] = {
  { "workspace.check", "", "a{sv}", check, CS_JOB_LONG, NULL },
  { "workspace.backup", "", "a{sv}", back_up, CS_JOB_LONG, NULL },
  { "workspace.backups", "", "aa{sv}", list_backups, CS_JOB_SHORT, NULL },
  { NULL, },
};
