/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-secrets-private.h"
#include "cs-test.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* Short, so that the test is; where a service hangs, any limit does. */
#define LIMIT_MSEC 200

static void
assert_needs_you (CsSecrets  *secrets,
                  const char *sentence)
{
  g_autoptr(GError) store_error = NULL;
  g_autoptr(GError) lookup_error = NULL;
  g_autoptr(GError) clear_error = NULL;

  g_assert_false (cs_secrets_store (secrets, "a", "token", "A", "one", NULL, &store_error));
  g_assert_null (cs_secrets_lookup (secrets, "a", "token", NULL, &lookup_error));
  g_assert_false (cs_secrets_clear (secrets, "a", NULL, &clear_error));

  g_assert_error (store_error, CS_ERROR, CS_ERROR_NEEDS_YOU);
  g_assert_error (lookup_error, CS_ERROR, CS_ERROR_NEEDS_YOU);
  g_assert_error (clear_error, CS_ERROR, CS_ERROR_NEEDS_YOU);
  g_assert_nonnull (strstr (store_error->message, sentence));
  g_assert_nonnull (strstr (lookup_error->message, sentence));
  g_assert_nonnull (strstr (clear_error->message, sentence));
}

/* GDBus keeps one session bus a process, so each kind of bus has a process of its own. */
static void
run_with_bus (const char *address)
{
  g_auto(GStrv) env = g_get_environ ();

  env = g_environ_setenv (env, "DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  g_test_trap_subprocess_with_envp (NULL, (const char *const *) env, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_no_bus_is_said (void)
{
  g_autoptr(CsSecrets) secrets = NULL;

  if (!g_test_subprocess ())
    {
      run_with_bus ("unix:path=/nonexistent/bus");
      return;
    }

  secrets = cs_secrets_new_keyring ();
  assert_needs_you (secrets, "session bus");
}

/* The kernel takes the connection, and nobody ever reads from it. */
static GSocket *
listen_and_say_nothing (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, address, FALSE, &error));
  g_assert_true (g_socket_listen (socket, &error));

  return socket;
}

static void
test_bus_that_never_greets_is_given_up (void)
{
  g_autoptr(CsSecrets) secrets = NULL;
  g_autoptr(GSocket) socket = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *address = NULL;

  if (g_test_subprocess ())
    {
      secrets = cs_secrets_new_keyring_within (LIMIT_MSEC);
      assert_needs_you (secrets, "does not answer");
      return;
    }

  folder = g_dir_make_tmp ("bus-XXXXXX", NULL);
  path = g_build_filename (folder, "bus", NULL);
  address = g_strconcat ("unix:path=", path, NULL);
  socket = listen_and_say_nothing (path);

  run_with_bus (address);
}

/* A bus on which nothing starts by itself; NULL, with the case skipped, without a daemon. */
static GTestDBus *
start_bus (void)
{
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");
  GTestDBus *bus;

  if (daemon == NULL)
    {
      g_test_skip ("dbus-daemon is not installed");
      return NULL;
    }

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);

  return bus;
}

static void
test_no_service_is_said (void)
{
  g_autoptr(CsSecrets) secrets = NULL;
  g_autoptr(GTestDBus) bus = NULL;

  if (g_test_subprocess ())
    {
      secrets = cs_secrets_new_keyring ();
      assert_needs_you (secrets, "no keyring service");
      return;
    }

  bus = start_bus ();

  if (bus == NULL)
    return;

  run_with_bus (g_test_dbus_get_bus_address (bus));
  g_test_dbus_down (bus);
}

/* Runs on GDBus’s own thread: calls to us vanish before anybody could answer. */
static GDBusMessage *
swallow_calls (GDBusConnection *connection,
               GDBusMessage    *message,
               gboolean         incoming,
               gpointer         user_data)
{
  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;

  g_object_unref (message);

  return NULL;
}

static GDBusConnection *
own_name_and_say_nothing (const char *address)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) owned = NULL;
  GDBusConnection *connection;

  connection = g_dbus_connection_new_for_address_sync (
    address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
             | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);

  g_dbus_connection_add_filter (connection, swallow_calls, NULL, NULL);
  owned = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 0),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
test_service_that_never_answers_is_given_up (void)
{
  g_autoptr(CsSecrets) secrets = NULL;
  g_autoptr(GTestDBus) bus = NULL;
  g_autoptr(GDBusConnection) service = NULL;

  if (g_test_subprocess ())
    {
      secrets = cs_secrets_new_keyring_within (LIMIT_MSEC);
      assert_needs_you (secrets, "does not answer");
      return;
    }

  bus = start_bus ();

  if (bus == NULL)
    return;

  service = own_name_and_say_nothing (g_test_dbus_get_bus_address (bus));
  run_with_bus (g_test_dbus_get_bus_address (bus));
  g_dbus_connection_close_sync (service, NULL, NULL);
  g_test_dbus_down (bus);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_cancel_ends_a_call_that_hangs (void)
{
  g_autoptr(CsSecrets) secrets = NULL;
  g_autoptr(GTestDBus) bus = NULL;
  g_autoptr(GDBusConnection) service = NULL;

  if (g_test_subprocess ())
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) error = NULL;
      GThread *thread = g_thread_new ("cancel", cancel_in_thread, cancellable);

      secrets = cs_secrets_new_keyring_within (600000);
      g_assert_null (cs_secrets_lookup (secrets, "a", "token", cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
      return;
    }

  bus = start_bus ();

  if (bus == NULL)
    return;

  service = own_name_and_say_nothing (g_test_dbus_get_bus_address (bus));
  run_with_bus (g_test_dbus_get_bus_address (bus));
  g_dbus_connection_close_sync (service, NULL, NULL);
  g_test_dbus_down (bus);
}

static void
use_file (void)
{
  g_autoptr(CsSecrets) secrets = cs_secrets_new_keyring ();
  g_autoptr(GError) error = NULL;
  char *secret;

  cs_secrets_store (secrets, "a", "token", "A", "one", NULL, &error);
  g_assert_no_error (error);
  cs_secrets_store (secrets, "a", "token", "A", "two", NULL, &error);
  g_assert_no_error (error);

  secret = cs_secrets_lookup (secrets, "a", "token", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, "two");
  cs_secret_free (secret);

  g_assert_true (cs_secrets_clear (secrets, "a", NULL, &error));
  g_assert_null (cs_secrets_lookup (secrets, "a", "token", NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SIGN_IN);
}

/* libsecret’s own file, as it is used inside a sandbox: no bus, no collections. */
static void
test_a_sandbox_has_a_file_instead (void)
{
  g_auto(GStrv) env = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  if (g_test_subprocess ())
    {
      use_file ();
      return;
    }

  folder = g_dir_make_tmp ("keyring-XXXXXX", NULL);
  path = g_build_filename (folder, "keyring", NULL);
  env = g_get_environ ();
  env = g_environ_setenv (env, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  env = g_environ_setenv (env, "SECRET_BACKEND", "file", TRUE);
  env = g_environ_setenv (env, "SECRET_FILE_TEST_PATH", path, TRUE);
  env = g_environ_setenv (env, "SECRET_FILE_TEST_PASSWORD", "test", TRUE);

  g_test_trap_subprocess_with_envp (NULL, (const char *const *) env, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

CS_TESTS (secrets_faults)
{
  g_test_add_func ("/secrets-faults/no-bus-is-said", test_no_bus_is_said);
  g_test_add_func ("/secrets-faults/bus-that-never-greets-is-given-up",
                   test_bus_that_never_greets_is_given_up);
  g_test_add_func ("/secrets-faults/no-service-is-said", test_no_service_is_said);
  g_test_add_func ("/secrets-faults/service-that-never-answers-is-given-up",
                   test_service_that_never_answers_is_given_up);
  g_test_add_func ("/secrets-faults/cancel-ends-a-call-that-hangs",
                   test_cancel_ends_a_call_that_hangs);
  g_test_add_func ("/secrets-faults/a-sandbox-has-a-file-instead",
                   test_a_sandbox_has_a_file_instead);
}
