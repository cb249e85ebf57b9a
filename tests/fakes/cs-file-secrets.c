/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-file-secrets.h"

#include <glib/gstdio.h>

struct _CsFileSecrets
{
  GObject  parent_instance;

  char    *folder;
};

static void cs_file_secrets_iface (CsSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsFileSecrets, cs_file_secrets, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_SECRETS, cs_file_secrets_iface))

static char *
path_of (CsSecrets  *secrets,
         const char *account_id,
         const char *kind)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", account_id, kind);

  return g_build_filename (CS_FILE_SECRETS (secrets)->folder, name, NULL);
}

static gboolean
store (CsSecrets     *secrets,
       const char    *account_id,
       const char    *kind,
       const char    *label,
       const char    *secret,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autofree char *path = path_of (secrets, account_id, kind);

  return g_file_set_contents (path, secret, -1, error);
}

static char *
lookup (CsSecrets     *secrets,
        const char    *account_id,
        const char    *kind,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autofree char *path = path_of (secrets, account_id, kind);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static gboolean
clear (CsSecrets     *secrets,
       const char    *account_id,
       GCancellable  *cancellable,
       GError       **error)
{
  static const char *const kinds[] = { "pending", "token", "session" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = path_of (secrets, account_id, kinds[i]);

      g_unlink (path);
    }

  return TRUE;
}

static void
cs_file_secrets_finalize (GObject *object)
{
  g_free (CS_FILE_SECRETS (object)->folder);

  G_OBJECT_CLASS (cs_file_secrets_parent_class)->finalize (object);
}

static void
cs_file_secrets_class_init (CsFileSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_file_secrets_finalize;
}

static void
cs_file_secrets_iface (CsSecretsInterface *iface)
{
  iface->store = store;
  iface->lookup = lookup;
  iface->clear = clear;
}

static void
cs_file_secrets_init (CsFileSecrets *self)
{
}

CsSecrets *
cs_file_secrets_new (const char *folder)
{
  CsFileSecrets *self = g_object_new (CS_TYPE_FILE_SECRETS, NULL);

  self->folder = g_strdup (folder);
  g_mkdir_with_parents (folder, 0700);

  return CS_SECRETS (self);
}
