/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-secrets-private.h"
#include "cs-test.h"

#include <string.h>

#define CANARY "{\"access\":\"c4n4ry-ü\"}"
#define HEAD "c4n4ry"
#define SERVICE "org.freedesktop.secrets"
#define ROOT "/org/freedesktop/secrets"

/* What is measured here is what a keyring answers, not how soon on a machine that does other
 * things, too: test-secrets-faults.c has the limit. */
#define PATIENCE_MSEC (100 * 1000)

static CsSecrets *
keyring_new (void)
{
  return cs_secrets_new_keyring_within (PATIENCE_MSEC);
}

static GVariant *
ask (const char *path,
     const char *interface,
     const char *method,
     GVariant   *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GVariant *answer = g_dbus_connection_call_sync (bus, SERVICE, path, interface, method, arguments,
                                                  NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);

  return answer;
}

/* The items of an account as the service itself lists them: open and locked ones. */
static GVariant *
find_items (const char *account)
{
  return ask (ROOT, "org.freedesktop.Secret.Service", "SearchItems",
              g_variant_new_parsed ("({'account': %s},)", account));
}

static gsize
count_items (const char *account)
{
  g_autoptr(GVariant) found = find_items (account);
  g_autoptr(GVariant) open = g_variant_get_child_value (found, 0);

  return g_variant_n_children (open);
}

static void
store (CsSecrets  *secrets,
       const char *account,
       const char *kind,
       const char *secret)
{
  g_autoptr(GError) error = NULL;

  cs_secrets_store (secrets, account, kind, "Ana on Mastodon", secret, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_secret (CsSecrets  *secrets,
               const char *account,
               const char *kind,
               const char *expected)
{
  g_autoptr(GError) error = NULL;
  char *secret = cs_secrets_lookup (secrets, account, kind, NULL, &error);

  g_assert_cmpstr (secret, ==, expected);

  if (expected == NULL)
    g_assert_error (error, CS_ERROR, CS_ERROR_SIGN_IN);
  else
    g_assert_no_error (error);

  cs_secret_free (secret);
}

static void
test_secrets_come_back (void)
{
  g_autoptr(CsSecrets) secrets = keyring_new ();

  assert_secret (secrets, "come", "token", NULL);
  store (secrets, "come", "token", CANARY);
  assert_secret (secrets, "come", "token", CANARY);
  assert_secret (secrets, "come", "app-password", NULL);
  assert_secret (secrets, "someone", "token", NULL);
}

static void
test_a_new_secret_takes_the_place_of_the_old (void)
{
  g_autoptr(CsSecrets) secrets = keyring_new ();

  store (secrets, "place", "token", "one");
  store (secrets, "place", "token", "two");
  assert_secret (secrets, "place", "token", "two");
  g_assert_cmpuint (count_items ("place"), ==, 1);
}

static void
test_clearing_takes_every_kind_of_one_account (void)
{
  g_autoptr(CsSecrets) secrets = keyring_new ();
  g_autoptr(GError) error = NULL;

  store (secrets, "clear", "token", "one");
  store (secrets, "clear", "app-password", "two");
  store (secrets, "stay", "token", "three");

  g_assert_true (cs_secrets_clear (secrets, "clear", NULL, &error));
  g_assert_true (cs_secrets_clear (secrets, "nobody", NULL, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (count_items ("clear"), ==, 0);
  assert_secret (secrets, "stay", "token", "three");
}

static void
test_others_see_the_same_keyring (void)
{
  g_autoptr(CsSecrets) secrets = keyring_new ();
  g_autofree char *tool = g_find_program_in_path ("secret-tool");
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *seen = NULL;

  if (tool == NULL)
    {
      g_test_skip ("secret-tool is not installed");
      return;
    }

  store (secrets, "others", "token", CANARY);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, tool, "lookup",
                              "account", "others", "kind", "token", "v", "1", NULL);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &seen, NULL, NULL));
  g_assert_cmpstr (seen, ==, CANARY);
}

/* What a keyring may show to anybody: attributes, label, type. */
static void
test_nothing_of_a_secret_is_in_the_open (void)
{
  g_autoptr(CsSecrets) secrets = keyring_new ();
  g_autoptr(GVariant) found = NULL;
  g_autoptr(GVariant) items = NULL;
  g_autoptr(GVariant) all = NULL;
  g_autofree char *shown = NULL;
  const char *path;

  store (secrets, "0192f0c1-7a3b-7c4d-8e5f-0123456789ab", "token", CANARY);
  found = find_items ("0192f0c1-7a3b-7c4d-8e5f-0123456789ab");
  items = g_variant_get_child_value (found, 0);
  g_variant_get_child (items, 0, "&o", &path);
  all = ask (path, "org.freedesktop.DBus.Properties", "GetAll",
             g_variant_new ("(s)", "org.freedesktop.Secret.Item"));
  shown = g_variant_print (all, FALSE);

  g_assert_nonnull (strstr (shown, "'account': '0192f0c1-7a3b-7c4d-8e5f-0123456789ab'"));
  g_assert_nonnull (strstr (shown, "'v': '1'"));
  g_assert_nonnull (strstr (shown, "Ana on Mastodon"));
  g_assert_nonnull (strstr (shown, "io.github.creatorsync.Token"));
  g_assert_null (strstr (shown, HEAD));
}

static gpointer
use_in_thread (gpointer data)
{
  g_autofree char *account = g_strdup_printf ("thread-%p", g_thread_self ());

  for (int i = 0; i < 10; i++)
    {
      store (data, account, "token", CANARY);
      assert_secret (data, account, "token", CANARY);
    }

  return NULL;
}

static void
test_any_thread_may_call (void)
{
  g_autoptr(CsSecrets) secrets = keyring_new ();
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("user", use_in_thread, secrets);

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_cancelled_is_cancelled (void)
{
  g_autoptr(CsSecrets) secrets = keyring_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cs_secrets_lookup (secrets, "come", "token", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_locked (GError *error)
{
  g_assert_error (error, CS_ERROR, CS_ERROR_NEEDS_YOU);
  g_assert_nonnull (strstr (error->message, "locked"));
}

/* The last test, since unlocking again takes a person. */
static void
test_locked_is_not_gone (void)
{
  g_autoptr(CsSecrets) secrets = keyring_new ();
  g_autoptr(GError) lookup_error = NULL;
  g_autoptr(GError) store_error = NULL;
  g_autoptr(GError) clear_error = NULL;
  g_autoptr(GVariant) locked = NULL;

  store (secrets, "locked", "token", CANARY);
  locked = ask (ROOT, "org.freedesktop.Secret.Service", "Lock",
                g_variant_new_parsed ("([%o],)", ROOT "/collection/login"));

  g_assert_null (cs_secrets_lookup (secrets, "locked", "token", NULL, &lookup_error));
  g_assert_false (cs_secrets_store (secrets, "locked", "token", "A", "new", NULL, &store_error));
  g_assert_false (cs_secrets_clear (secrets, "locked", NULL, &clear_error));
  assert_locked (lookup_error);
  assert_locked (store_error);
  assert_locked (clear_error);
}

CS_TESTS (secrets_keyring)
{
  g_test_add_func ("/secrets-keyring/secrets-come-back", test_secrets_come_back);
  g_test_add_func ("/secrets-keyring/a-new-secret-takes-the-place-of-the-old",
                   test_a_new_secret_takes_the_place_of_the_old);
  g_test_add_func ("/secrets-keyring/clearing-takes-every-kind-of-one-account",
                   test_clearing_takes_every_kind_of_one_account);
  g_test_add_func ("/secrets-keyring/others-see-the-same-keyring",
                   test_others_see_the_same_keyring);
  g_test_add_func ("/secrets-keyring/nothing-of-a-secret-is-in-the-open",
                   test_nothing_of_a_secret_is_in_the_open);
  g_test_add_func ("/secrets-keyring/any-thread-may-call", test_any_thread_may_call);
  g_test_add_func ("/secrets-keyring/cancelled-is-cancelled", test_cancelled_is_cancelled);
  g_test_add_func ("/secrets-keyring/locked-is-not-gone", test_locked_is_not_gone);
}
