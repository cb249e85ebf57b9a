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

CS_TESTS (secrets_faults)
{
  g_test_add_func ("/secrets-faults/no-bus-is-said", test_no_bus_is_said);
  g_test_add_func ("/secrets-faults/bus-that-never-greets-is-given-up",
                   test_bus_that_never_greets_is_given_up);
}
