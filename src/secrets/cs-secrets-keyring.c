/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-secrets-private.h"

#include "cs-error.h"
#include "cs-within.h"

#include <libsecret/secret.h>
#include <string.h>

#define LIMIT_MSEC 5000

#define NOT_FOUND "There is no sign-in for this account in the keyring: sign in again"
#define LOCKED "The keyring is locked: unlock it, then try again"

/*
 * libsecret blocks, may hang on a service that hangs, and would ask for a
 * password by a dialog wherever it meets a locked collection. So every call has
 * a limit, and whether something is locked is looked at before it is touched.
 */

#define CS_TYPE_SECRETS_KEYRING (cs_secrets_keyring_get_type ())
G_DECLARE_FINAL_TYPE (CsSecretsKeyring, cs_secrets_keyring, CS, SECRETS_KEYRING, GObject)

struct _CsSecretsKeyring
{
  GObject parent_instance;

  guint   limit_msec;
};

static void cs_secrets_keyring_iface_init (CsSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsSecretsKeyring, cs_secrets_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_SECRETS,
                                                      cs_secrets_keyring_iface_init))

static const SecretSchema schema = {
  "io.github.creatorsync.Token", SECRET_SCHEMA_NONE,
  {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "v", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
    { NULL, 0 },
  }
};

/* What a call takes to its thread. */
typedef struct
{
  GHashTable  *attributes;
  char        *label;
  SecretValue *secret;
} Input;

static Input *
input_new (const char *account_id,
           const char *kind)
{
  Input *self = g_new0 (Input, 1);

  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (self->attributes, (char *) "account", g_utf8_make_valid (account_id, -1));
  g_hash_table_insert (self->attributes, (char *) "v", g_strdup ("1"));

  if (kind != NULL)
    g_hash_table_insert (self->attributes, (char *) "kind", g_utf8_make_valid (kind, -1));

  return self;
}

static void
input_free (gpointer data)
{
  Input *self = data;

  g_hash_table_unref (self->attributes);
  g_free (self->label);
  g_clear_pointer (&self->secret, secret_value_unref);
  g_free (self);
}

/* What libsecret says, as something that a person can do. */
static gboolean
fail_keyring (GError **error,
              GError  *cause)
{
  g_autoptr(GError) why = cause;

  if (why->domain == CS_ERROR || g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "The keyring does not answer: restart its service or sign in to your "
                    "desktop again");

  if (g_error_matches (why, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return cs_fail (error, CS_ERROR_NEEDS_YOU, LOCKED);

  if (g_error_matches (why, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "There is no keyring service: install and start one, such as gnome-keyring");

  if (why->domain == G_IO_ERROR || why->domain == G_DBUS_ERROR)
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "The keyring cannot be reached (%s): is a session bus running?", why->message);

  return cs_fail (error, CS_ERROR_NEEDS_YOU, "The keyring refused: %s", why->message);
}

static gpointer
call (CsSecretsKeyring  *self,
      CsWithinFunc         func,
      Input             *input,
      GDestroyNotify     result_free,
      GCancellable      *cancellable,
      GError           **error)
{
  GError *cause = NULL;
  gpointer result = cs_run_within (self->limit_msec, func, input, input_free, result_free,
                                    cancellable, &cause);

  if (cause == NULL)
    return result;

  fail_keyring (error, cause);

  return NULL;
}

static gboolean
is_locked (gpointer found)
{
  return SECRET_IS_ITEM (found) && secret_item_get_locked (found);
}

static GList *
find (Input              *input,
      SecretSearchFlags   flags,
      GCancellable       *cancellable,
      GError            **error)
{
  return secret_password_searchv_sync (&schema, input->attributes, flags, cancellable, error);
}

static gpointer
lookup_call (gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  GError *cause = NULL;
  g_autolist(GObject) found = find (data, SECRET_SEARCH_NONE, cancellable, &cause);
  SecretValue *value;

  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return NULL;
    }

  if (found == NULL)
    return cs_fail_null (error, CS_ERROR_NOT_FOUND, NOT_FOUND);

  if (is_locked (found->data))
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU, LOCKED);

  value = secret_retrievable_retrieve_secret_sync (found->data, cancellable, error);

  if (value != NULL)
    return secret_value_unref_to_password (value, NULL);

  if (error == NULL || *error == NULL)
    return cs_fail_null (error, CS_ERROR_NOT_FOUND, NOT_FOUND);

  return NULL;
}

/* Inside a sandbox libsecret keeps a file of its own, which has no collections. */
static gboolean
uses_service (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");

  return (backend == NULL || strcmp (backend, "service") == 0)
      && !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static gboolean
default_collection_is_open (GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr(SecretService) service = NULL;
  g_autoptr(SecretCollection) collection = NULL;
  GError *cause = NULL;

  service = secret_service_get_sync (SECRET_SERVICE_NONE, cancellable, error);

  if (service == NULL)
    return FALSE;

  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, cancellable, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }

  if (collection == NULL)
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "The keyring has no default collection: make one with “Passwords and Keys”");

  if (secret_collection_get_locked (collection))
    return cs_fail (error, CS_ERROR_NEEDS_YOU, LOCKED);

  return TRUE;
}

static gpointer
store_call (gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Input *input = data;

  if (uses_service () && !default_collection_is_open (cancellable, error))
    return NULL;

  if (!secret_password_storev_binary_sync (&schema, input->attributes, SECRET_COLLECTION_DEFAULT,
                                           input->label, input->secret, cancellable, error))
    return NULL;

  return GINT_TO_POINTER (TRUE);
}

static gpointer
clear_call (gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Input *input = data;
  GError *cause = NULL;
  g_autolist(GObject) found = find (input, SECRET_SEARCH_ALL, cancellable, &cause);

  for (GList *at = found; cause == NULL && at != NULL; at = at->next)
    if (is_locked (at->data))
      return cs_fail_null (error, CS_ERROR_NEEDS_YOU, LOCKED);

  if (cause == NULL && found != NULL)
    secret_password_clearv_sync (&schema, input->attributes, cancellable, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return NULL;
    }

  return GINT_TO_POINTER (TRUE);
}

static gboolean
cs_secrets_keyring_store (CsSecrets     *secrets,
                          const char    *account_id,
                          const char    *kind,
                          const char    *label,
                          const char    *secret,
                          GCancellable  *cancellable,
                          GError       **error)
{
  Input *input = input_new (account_id, kind);

  input->label = g_utf8_make_valid (label, -1);
  input->secret = secret_value_new (secret, -1, "text/plain");

  return call (CS_SECRETS_KEYRING (secrets), store_call, input, NULL, cancellable, error) != NULL;
}

static char *
cs_secrets_keyring_lookup (CsSecrets     *secrets,
                           const char    *account_id,
                           const char    *kind,
                           GCancellable  *cancellable,
                           GError       **error)
{
  return call (CS_SECRETS_KEYRING (secrets), lookup_call, input_new (account_id, kind),
               (GDestroyNotify) secret_password_free, cancellable, error);
}

static gboolean
cs_secrets_keyring_clear (CsSecrets     *secrets,
                          const char    *account_id,
                          GCancellable  *cancellable,
                          GError       **error)
{
  return call (CS_SECRETS_KEYRING (secrets), clear_call, input_new (account_id, NULL), NULL,
               cancellable, error) != NULL;
}

static void
cs_secrets_keyring_class_init (CsSecretsKeyringClass *klass)
{
}

static void
cs_secrets_keyring_iface_init (CsSecretsInterface *iface)
{
  iface->store = cs_secrets_keyring_store;
  iface->lookup = cs_secrets_keyring_lookup;
  iface->clear = cs_secrets_keyring_clear;
}

static void
cs_secrets_keyring_init (CsSecretsKeyring *self)
{
  self->limit_msec = LIMIT_MSEC;
}

/* The keyring of the user’s session. Making it asks nothing and cannot fail; its calls can. */
CsSecrets *
cs_secrets_new_keyring (void)
{
  return g_object_new (CS_TYPE_SECRETS_KEYRING, NULL);
}

/* With another limit than 5 s, for tests of services that hang. */
CsSecrets *
cs_secrets_new_keyring_within (guint msec)
{
  CsSecretsKeyring *self = g_object_new (CS_TYPE_SECRETS_KEYRING, NULL);

  self->limit_msec = msec;

  return CS_SECRETS (self);
}
