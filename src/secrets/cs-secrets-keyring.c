/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-secrets-private.h"

#include "cs-error.h"
#include "cs-within.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>
#include <string.h>

#define LIMIT_MSEC 5000

#define NOT_FOUND N_("There is no sign-in for this account in the keyring: sign in again")
#define LOCKED N_("The keyring is locked: unlock it, then try again")

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

  g_dbus_error_strip_remote_error (why);

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

/* Inside a sandbox libsecret keeps a file of its own, which has no collections and no locks. */
static gboolean
uses_service (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");

  return (backend == NULL || strcmp (backend, "service") == 0)
      && !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/*
 * Asks the service itself (freedesktop.org Secret Service API), since libsecret
 * prompts where it meets a lock, and its items and collections leak a little
 * with every search (measured, 0.21.7).
 */
static GVariant *
ask_service (const char    *path,
             const char    *interface,
             const char    *method,
             GVariant      *arguments,
             const char    *type,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (arguments);
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, error);

  if (bus == NULL)
    return NULL;

  return g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", path, interface, method,
                                      owned, G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE,
                                      -1, cancellable, error);
}

/* How many items there are, and that none of them is locked. */
static gboolean
count_items (Input         *input,
             gsize         *n_items,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GVariant) found = NULL;
  g_autoptr(GVariant) unlocked = NULL;
  g_autoptr(GVariant) locked = NULL;
  g_auto(GVariantBuilder) attributes = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("(a{ss})"));
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_variant_builder_open (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&attributes, "{ss}", "xdg:schema", schema.name);
  g_hash_table_iter_init (&iter, input->attributes);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_variant_builder_add (&attributes, "{ss}", name, value);
  g_variant_builder_close (&attributes);

  found = ask_service ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
                       "SearchItems", g_variant_builder_end (&attributes), "(aoao)",
                       cancellable, error);

  if (found == NULL)
    return FALSE;

  unlocked = g_variant_get_child_value (found, 0);
  locked = g_variant_get_child_value (found, 1);
  *n_items = g_variant_n_children (unlocked);

  return g_variant_n_children (locked) == 0 || cs_fail (error, CS_ERROR_NEEDS_YOU, LOCKED);
}

static gboolean
default_collection_is_open (GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr(GVariant) alias = NULL;
  g_autoptr(GVariant) property = NULL;
  g_autoptr(GVariant) locked = NULL;
  const char *path;

  alias = ask_service ("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "ReadAlias",
                       g_variant_new ("(s)", "default"), "(o)", cancellable, error);

  if (alias == NULL)
    return FALSE;

  g_variant_get (alias, "(&o)", &path);

  if (strcmp (path, "/") == 0)
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "The keyring has no default collection: make one with “Passwords and Keys”");

  property = ask_service (path, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"),
                          "(v)", cancellable, error);

  if (property == NULL)
    return FALSE;

  g_variant_get (property, "(v)", &locked);

  if (g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (locked))
    return cs_fail (error, CS_ERROR_NEEDS_YOU, LOCKED);

  return TRUE;
}

static gpointer
lookup_call (gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  Input *input = data;
  GError *cause = NULL;
  char *secret = NULL;
  gsize n_items = 1;

  if (uses_service () && !count_items (input, &n_items, cancellable, error))
    return NULL;

  if (n_items > 0)
    secret = secret_password_lookupv_nonpageable_sync (&schema, input->attributes, cancellable,
                                                       &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return NULL;
    }

  if (secret == NULL)
    return cs_fail_null (error, CS_ERROR_SIGN_IN, NOT_FOUND);

  return secret;
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
  gsize n_items = 1;

  if (uses_service () && !count_items (input, &n_items, cancellable, error))
    return NULL;

  /* FALSE without an error is: there was nothing. */
  if (n_items > 0)
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
