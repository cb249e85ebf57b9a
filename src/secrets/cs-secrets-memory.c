/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-secrets.h"

#include "cs-error.h"

#include <libsecret/secret.h>
#include <string.h>

#define CS_TYPE_SECRETS_MEMORY (cs_secrets_memory_get_type ())
G_DECLARE_FINAL_TYPE (CsSecretsMemory, cs_secrets_memory, CS, SECRETS_MEMORY, GObject)

struct _CsSecretsMemory
{
  GObject     parent_instance;

  GMutex      lock;
  GHashTable *accounts;   /* account id → (kind → SecretValue) */
};

static void cs_secrets_memory_iface_init (CsSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsSecretsMemory, cs_secrets_memory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_SECRETS,
                                                      cs_secrets_memory_iface_init))

static gboolean
cs_secrets_memory_store (CsSecrets     *secrets,
                         const char    *account_id,
                         const char    *kind,
                         const char    *label,
                         const char    *secret,
                         GCancellable  *cancellable,
                         GError       **error)
{
  CsSecretsMemory *self = CS_SECRETS_MEMORY (secrets);
  g_autoptr(GMutexLocker) locker = NULL;
  GHashTable *kinds;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  kinds = g_hash_table_lookup (self->accounts, account_id);

  if (kinds == NULL)
    {
      kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, secret_value_unref);
      g_hash_table_insert (self->accounts, g_strdup (account_id), kinds);
    }

  g_hash_table_insert (kinds, g_strdup (kind), secret_value_new (secret, -1, "text/plain"));

  return TRUE;
}

static char *
cs_secrets_memory_lookup (CsSecrets     *secrets,
                          const char    *account_id,
                          const char    *kind,
                          GCancellable  *cancellable,
                          GError       **error)
{
  CsSecretsMemory *self = CS_SECRETS_MEMORY (secrets);
  g_autoptr(GMutexLocker) locker = NULL;
  GHashTable *kinds;
  SecretValue *value = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  locker = g_mutex_locker_new (&self->lock);
  kinds = g_hash_table_lookup (self->accounts, account_id);

  if (kinds != NULL)
    value = g_hash_table_lookup (kinds, kind);

  if (value == NULL)
    return cs_fail_null (error, CS_ERROR_SIGN_IN,
                         "There is no sign-in for this account: sign in again");

  return secret_value_unref_to_password (secret_value_ref (value), NULL);
}

static gboolean
cs_secrets_memory_clear (CsSecrets     *secrets,
                         const char    *account_id,
                         GCancellable  *cancellable,
                         GError       **error)
{
  CsSecretsMemory *self = CS_SECRETS_MEMORY (secrets);
  g_autoptr(GMutexLocker) locker = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  g_hash_table_remove (self->accounts, account_id);

  return TRUE;
}

static void
cs_secrets_memory_finalize (GObject *object)
{
  CsSecretsMemory *self = CS_SECRETS_MEMORY (object);

  g_hash_table_unref (self->accounts);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (cs_secrets_memory_parent_class)->finalize (object);
}

static void
cs_secrets_memory_class_init (CsSecretsMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_secrets_memory_finalize;
}

static void
cs_secrets_memory_iface_init (CsSecretsInterface *iface)
{
  iface->store = cs_secrets_memory_store;
  iface->lookup = cs_secrets_memory_lookup;
  iface->clear = cs_secrets_memory_clear;
}

static void
cs_secrets_memory_init (CsSecretsMemory *self)
{
  g_mutex_init (&self->lock);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_hash_table_unref);
}

/* Secrets that last as long as the object: for tests, and for a session without a keyring. */
CsSecrets *
cs_secrets_new_memory (void)
{
  return g_object_new (CS_TYPE_SECRETS_MEMORY, NULL);
}
