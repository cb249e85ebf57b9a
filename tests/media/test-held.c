/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-brake.h"
#include "cs-error.h"
#include "cs-media-process.h"
#include "cs-media-tool.h"
#include "cs-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the kernel says of the helper that this process has started: its number and its state, and
 * the processor's time it has used. There is one. */
typedef struct
{
  int     pid;
  char    state;     /* T: stopped */
  guint64 ticks;
} Seen;

static gboolean
read_stat (const char *name,
           Seen       *seen)
{
  g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
  g_autofree char *stat = NULL;
  guint64 user, system;
  int parent;

  if (!g_file_get_contents (path, &stat, NULL, NULL) || strstr (stat, "(creatorsync-med") == NULL)
    return FALSE;

  seen->pid = atoi (name);
  g_assert_cmpint (sscanf (strrchr (stat, ')'), ") %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u"
                           " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                           &seen->state, &parent, &user, &system), ==, 4);
  seen->ticks = user + system;

  return parent == getpid () && seen->state != 'Z';
}

static gboolean
see_helper (Seen *seen)
{
  g_autoptr(GDir) all = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (all)) != NULL)
    if (g_ascii_isdigit (*name) && read_stat (name, seen))
      return TRUE;

  return FALSE;
}

static Seen
wait_for_state (char state)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  Seen seen = { 0, };

  while (!see_helper (&seen) || seen.state != state)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      cs_pause (2, NULL, NULL);
    }

  return seen;
}

/* A clip that is made on a worker, and held up as soon as something of it is there. */
typedef struct
{
  GCancellable *brake;
  char         *folder;
  char         *out;
  gboolean      was_held;   /* the worker's */
  gboolean      is_over;
  CsFacts      *made;
  GError       *error;
} Held;

static void
put_brake_on (gint64   done,
              gint64   total,
              gpointer user_data)
{
  Held *held = user_data;

  if (!held->was_held && done > 0 && done < total)
    held->was_held = cs_brake_put (CS_BRAKE (held->brake), TRUE);
}

static gpointer
sample_job (CsJob         *job,
            gpointer       input,
            GCancellable  *cancellable,
            GError       **error)
{
  const CsMediaSample sample = { "throw", 320, 180, 20, 1 };
  Held *held = input;

  return cs_media_tool_sample (&sample, held->out, put_brake_on, held, cancellable, error);
}

static void
on_sample_made (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Held *held = user_data;

  held->made = cs_job_finish (result, &held->error);
  held->is_over = TRUE;
}

static Held *
held_new (void)
{
  Held *held = g_new0 (Held, 1);

  cs_media_tool_stop ();
  held->brake = cs_brake_new ();
  held->folder = g_dir_make_tmp (NULL, NULL);
  held->out = g_build_filename (held->folder, "out.mp4", NULL);
  cs_job_start (CS_JOB_RENDER, sample_job, held, NULL, cs_record_unref, NULL, held->brake,
                on_sample_made, held);

  return held;
}

static void
held_free (Held *held)
{
  while (!held->is_over)
    g_main_context_iteration (NULL, TRUE);

  g_unlink (held->out);
  g_assert_cmpint (g_rmdir (held->folder), ==, 0);
  g_clear_pointer (&held->made, cs_record_unref);
  g_clear_error (&held->error);
  g_object_unref (held->brake);
  g_free (held->folder);
  g_free (held->out);
  g_free (held);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Held, held_free)

static void
test_a_render_that_is_held_uses_nothing (void)
{
  g_autoptr(Held) held = held_new ();
  Seen first = wait_for_state ('T');
  Seen then;

  for (guint i = 0; i < 300; i++)
    {
      cs_pause (1, NULL, NULL);
      g_main_context_iteration (NULL, FALSE);
    }

  then = wait_for_state ('T');
  g_assert_cmpint (then.pid, ==, first.pid);
  g_assert_cmpuint (then.ticks, ==, first.ticks);
  g_assert_false (held->is_over);

  /* It goes on where it was, to the whole clip. */
  cs_brake_put (CS_BRAKE (held->brake), FALSE);
  while (!held->is_over)
    g_main_context_iteration (NULL, TRUE);

  g_assert_no_error (held->error);
  g_assert_cmpint (ABS (held->made->duration - 20000000), <, 100000);
}

static void
test_a_render_that_is_held_can_be_cancelled (void)
{
  g_autoptr(Held) held = held_new ();
  Seen seen = wait_for_state ('T');

  g_cancellable_cancel (held->brake);
  while (!held->is_over)
    g_main_context_iteration (NULL, TRUE);

  g_assert_error (held->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (kill (seen.pid, 0), ==, -1);
  g_assert_false (g_file_test (held->out, G_FILE_TEST_EXISTS));
}

/* Another process, whose render is held; it says which its helper is. */
static void
hold_for_ever (void)
{
  g_autoptr(Held) held = held_new ();
  Seen seen = wait_for_state ('T');

  printf ("helper %d\n", seen.pid);
  fflush (stdout);
  for (;;)
    pause ();
}

static int
read_helper (GSubprocess *owner)
{
  g_autoptr(GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (owner));
  int pid = 0;

  while (pid == 0)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      g_assert_nonnull (line);
      sscanf (line, "helper %d", &pid);
    }

  return pid;
}

static gboolean
is_alive (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;

  return g_file_get_contents (path, &stat, NULL, NULL) && strstr (stat, ") Z ") == NULL;
}

static void
test_it_dies_with_who_started_it (void)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) owner = NULL;
  g_autoptr(GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  int helper;

  if (g_getenv ("CREATORSYNC_TEST_HOLDS") != NULL)
    hold_for_ever ();

  g_subprocess_launcher_setenv (launcher, "CREATORSYNC_TEST_HOLDS", "yes", TRUE);
  owner = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", "-p",
                                       "/media/held/it-dies-with-who-started-it", NULL);
  g_assert_no_error (error);
  helper = read_helper (owner);
  g_assert_true (is_alive (helper));

  g_subprocess_force_exit (owner);
  g_subprocess_wait (owner, NULL, NULL);
  while (is_alive (helper))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      cs_pause (2, NULL, NULL);
    }
}

#define PATIENCE_MSEC 300

static gpointer
ask_job (CsJob         *job,
         gpointer       input,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(CsMediaProcess) process = cs_media_process_new (NULL, error);
  g_autoptr(JsonObject) request = json_object_new ();

  return cs_media_process_ask (process, request, NULL, 0, PATIENCE_MSEC, NULL, NULL, cancellable,
                               error);
}

static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (cs_job_finish (result, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "Nothing has moved"));
  *(gboolean *) user_data = TRUE;
}

/* A program that never says anything is waited for while it is held, and not for ever after. */
static void
test_no_patience_ends_while_it_is_held (void)
{
  g_autofree char *helper = g_strdup (g_getenv ("CREATORSYNC_MEDIA_HELPER"));
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *script = g_build_filename (folder, "helper", NULL);
  g_autoptr(GCancellable) brake = cs_brake_new ();
  gboolean is_over = FALSE;

  g_assert_true (g_file_set_contents_full (script, "#!/bin/sh\nexec sleep 1000\n", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv ("CREATORSYNC_MEDIA_HELPER", script, TRUE);
  cs_brake_put (CS_BRAKE (brake), TRUE);
  cs_job_start (CS_JOB_RENDER, ask_job, NULL, NULL, NULL, NULL, brake, on_asked, &is_over);

  for (guint i = 0; i < 4 * PATIENCE_MSEC; i++)
    {
      cs_pause (1, NULL, NULL);
      g_main_context_iteration (NULL, FALSE);
      g_assert_false (is_over);
    }

  cs_brake_put (CS_BRAKE (brake), FALSE);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);

  g_setenv ("CREATORSYNC_MEDIA_HELPER", helper, TRUE);
  g_unlink (script);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

CS_TESTS (held)
{
  g_test_add_func ("/media/held/a-render-uses-nothing", test_a_render_that_is_held_uses_nothing);
  g_test_add_func ("/media/held/a-render-can-be-cancelled",
                   test_a_render_that_is_held_can_be_cancelled);
  g_test_add_func ("/media/held/it-dies-with-who-started-it", test_it_dies_with_who_started_it);
  g_test_add_func ("/media/held/no-patience-ends", test_no_patience_ends_while_it_is_held);
}
