/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-instance-lock.h"
#include "cs-store-fixture.h"
#include "cs-test.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_one_holds_and_passes_on (Store         *store,
                              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsInstanceLock) lock = cs_instance_lock_take (store->folder, &error);
  g_autofree char *pid = g_strdup_printf ("process %d", getpid ());
  gint64 holder = -1;

  g_assert_no_error (error);
  g_assert_null (cs_instance_lock_take (store->folder, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, pid));
  g_assert_true (cs_instance_lock_is_held (store->folder, &holder));
  g_assert_cmpint (holder, ==, getpid ());

  g_clear_pointer (&lock, cs_instance_lock_free);
  g_assert_false (cs_instance_lock_is_held (store->folder, &holder));
  g_assert_cmpint (holder, ==, 0);
  g_clear_error (&error);
  lock = cs_instance_lock_take (store->folder, &error);
  g_assert_no_error (error);
}

/* However its holder ended. */
static void
test_killed_holder_lets_go (Store         *store,
                            gconstpointer  data)
{
  g_autoptr(CsInstanceLock) lock = NULL;
  gint64 holder;
  int pipes[2];
  pid_t child;
  char byte;

  g_assert_cmpint (pipe (pipes), ==, 0);
  child = fork ();

  if (child == 0)
    {
      if (cs_instance_lock_take (store->folder, NULL) != NULL && write (pipes[1], "x", 1) == 1)
        pause ();
      _exit (1);
    }

  g_assert_cmpint (read (pipes[0], &byte, 1), ==, 1);
  assert_fails (cs_instance_lock_take (store->folder, why) != NULL, CS_ERROR_BUSY);
  g_assert_true (cs_instance_lock_is_held (store->folder, &holder));
  g_assert_cmpint (holder, ==, child);

  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  lock = cs_instance_lock_take (store->folder, NULL);
  g_assert_nonnull (lock);
  close (pipes[0]);
  close (pipes[1]);
}

static void
test_no_folder_is_not_found (Store         *store,
                             gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (store->folder, "none", NULL);

  assert_fails (cs_instance_lock_take (folder, why) != NULL, CS_ERROR_NOT_FOUND);
  g_assert_false (cs_instance_lock_is_held (folder, NULL));
}

CS_TESTS (instance_lock)
{
  STORE_TEST ("/store/lock/one-holds-and-passes-on", test_one_holds_and_passes_on);
  STORE_TEST ("/store/lock/killed-holder-lets-go", test_killed_holder_lets_go);
  STORE_TEST ("/store/lock/no-folder-is-not-found", test_no_folder_is_not_found);
}
