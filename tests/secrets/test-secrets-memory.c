/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-secrets.h"
#include "cs-test.h"

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
test_secrets_are_kept_by_account_and_kind (void)
{
  g_autoptr(CsSecrets) secrets = cs_secrets_new_memory ();
  g_autoptr(GError) error = NULL;

  assert_secret (secrets, "a", "token", NULL);

  g_assert_true (cs_secrets_store (secrets, "a", "token", "A", "one", NULL, &error));
  g_assert_true (cs_secrets_store (secrets, "a", "app", "A", "two", NULL, &error));
  g_assert_true (cs_secrets_store (secrets, "b", "token", "B", "three", NULL, &error));
  g_assert_true (cs_secrets_store (secrets, "a", "token", "A", "four", NULL, &error));

  assert_secret (secrets, "a", "token", "four");
  assert_secret (secrets, "a", "app", "two");

  g_assert_true (cs_secrets_clear (secrets, "a", NULL, &error));
  g_assert_true (cs_secrets_clear (secrets, "nobody", NULL, &error));

  assert_secret (secrets, "a", "token", NULL);
  assert_secret (secrets, "a", "app", NULL);
  assert_secret (secrets, "b", "token", "three");
}

static void
test_cancelled_calls_do_nothing (void)
{
  g_autoptr(CsSecrets) secrets = cs_secrets_new_memory ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (cs_secrets_store (secrets, "a", "token", "A", "one", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_secret (secrets, "a", "token", NULL);
}

CS_TESTS (secrets_memory)
{
  g_test_add_func ("/secrets-memory/secrets-are-kept-by-account-and-kind",
                   test_secrets_are_kept_by_account_and_kind);
  g_test_add_func ("/secrets-memory/cancelled-calls-do-nothing", test_cancelled_calls_do_nothing);
}
