/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-channel.h"
#include "cs-json.h"
#include "cs-sandbox.h"
#include "cs-test.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int (*Attempt) (const char *argument);

static gboolean
skip_unless_strict (void)
{
  if (!cs_sandbox_is_strict ())
    g_test_skip ("The address sanitizer cannot live in the sandbox: see the plain build");

  return !cs_sandbox_is_strict ();
}

/* What becomes of a process that tries this in the sandbox, as wait() tells it. */
static int
fate_of (Attempt     attempt,
         const char *scratch,
         const char *argument)
{
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);

  if (child == 0)
    {
      if (!cs_sandbox_enter (scratch, NULL))
        _exit (99);
      _exit (attempt (argument));
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);

  return status;
}

static int
attempt_open (const char *path)
{
  return open (path, O_RDONLY) >= 0 ? 0 : errno;
}

static int
attempt_create (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  return fd >= 0 && write (fd, "x", 1) == 1 ? 0 : errno;
}

static int
attempt_socket (const char *unused)
{
  return socket (AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : errno;
}

static int
attempt_run (const char *path)
{
  execl (path, path, NULL);

  return errno;
}

static int
attempt_memory (const char *unused)
{
  volatile char *memory = malloc (3ul * 1024 * 1024 * 1024);

  return memory != NULL ? 0 : ENOMEM;
}

static void
test_foreign_files_stay_closed (void)
{
  g_autofree char *folder = NULL, *inside = NULL, *outside = NULL;
  int status;

  if (skip_unless_strict ())
    return;

  folder = g_dir_make_tmp (NULL, NULL);
  inside = g_build_filename (folder, "inside", NULL);
  outside = g_build_filename (g_get_tmp_dir (), "creatorsync-outside", NULL);

  status = fate_of (attempt_open, folder, "/etc/passwd");
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, EACCES);

  status = fate_of (attempt_create, folder, outside);
  g_assert_cmpint (WEXITSTATUS (status), ==, EACCES);
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));

  status = fate_of (attempt_create, folder, inside);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);

  /* Without a scratch folder there is none. */
  status = fate_of (attempt_open, NULL, inside);
  g_assert_cmpint (WEXITSTATUS (status), ==, EACCES);

  g_unlink (inside);
  g_rmdir (folder);
}

static void
assert_killed (int status)
{
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
}

static void
test_no_network_and_no_program (void)
{
  if (skip_unless_strict ())
    return;

  assert_killed (fate_of (attempt_socket, NULL, NULL));
  assert_killed (fate_of (attempt_run, NULL, "/bin/true"));
}

static void
test_memory_is_bounded (void)
{
  int status;

  if (skip_unless_strict ())
    return;

  status = fate_of (attempt_memory, NULL, NULL);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, ENOMEM);
}

/* That the function works says nothing of the program: this asks the kernel about a helper. */
static void
test_the_helper_is_in_it (void)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) helper = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) request = json_object_new ();
  g_autoptr(JsonObject) answer = NULL;
  g_auto(CsChannelFds) fds = CS_CHANNEL_NO_FDS;
  g_autofree char *path = NULL, *status = NULL;
  int ends[2];

  if (skip_unless_strict ())
    return;

  g_assert_true (cs_channel_pair (ends, &error));
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_take_fd (launcher, ends[1], 3);
  helper = g_subprocess_launcher_spawn (launcher, &error,
                                        g_getenv ("CREATORSYNC_MEDIA_HELPER"), NULL);
  g_assert_no_error (error);

  /* It answers only once it is closed in. */
  json_object_set_string_member (request, "command", "hello");
  g_assert_true (cs_channel_send (ends[0], request, NULL, 0, &error));
  answer = cs_channel_receive (ends[0], &fds, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cs_json_get_text (answer, "error.code"), ==, "invalid");

  path = g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (helper));
  g_assert_true (g_file_get_contents (path, &status, NULL, &error));
  g_assert_nonnull (strstr (status, "NoNewPrivs:\t1"));
  g_assert_nonnull (strstr (status, "Seccomp:\t2"));

  close (ends[0]);
  g_assert_true (g_subprocess_wait_check (helper, NULL, &error));
  g_assert_no_error (error);
}

CS_TESTS (sandbox)
{
  g_test_add_func ("/media-plain/sandbox/foreign-files-stay-closed",
                   test_foreign_files_stay_closed);
  g_test_add_func ("/media-plain/sandbox/no-network-and-no-program",
                   test_no_network_and_no_program);
  g_test_add_func ("/media-plain/sandbox/memory-is-bounded", test_memory_is_bounded);
  g_test_add_func ("/media-plain/sandbox/the-helper-is-in-it", test_the_helper_is_in_it);
}
