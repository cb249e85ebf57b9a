/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-activity.h"
#include "cs-test.h"
#include "cs-text-field.h"
#include "cs-workspace.h"
#include "display.h"
#include "writing.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define REASON "Another process holds this workspace and does not answer: end it, then try again"

/* A second window of the same application, on a folder that another process owns. */
typedef struct
{
  Display     *display;
  char        *folder;
  GSubprocess *owner;
  CsLibrary   *library;
  CsWindow    *window;
} Held;

static gboolean
is_owned (gpointer data)
{
  Held *self = data;
  g_autoptr(CsWorkspace) guest = cs_workspace_open (self->folder, CS_WORKSPACE_JOIN, NULL, NULL);

  if (guest != NULL)
    cs_workspace_close (guest);

  return guest != NULL;
}

static gboolean
is_open (gpointer data)
{
  return cs_library_get_state (((Held *) data)->library) == CS_LIBRARY_OPEN;
}

static gboolean
is_gone (gpointer data)
{
  return ((Held *) data)->window == NULL;
}

static gboolean
is_told_no_more (gpointer data)
{
  return find_widget (((Held *) data)->window, GTK_TYPE_LABEL, REASON) == NULL;
}

static gboolean
is_stopped (gpointer data)
{
  Held *self = data;
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat",
                                           g_subprocess_get_identifier (self->owner));
  g_autofree char *stat = NULL;

  g_assert_true (g_file_get_contents (path, &stat, NULL, NULL));

  return strstr (stat, ") T ") != NULL;
}

/* A signal takes its time: until then it may answer. */
static void
stop_owner (Held *self)
{
  g_subprocess_send_signal (self->owner, SIGSTOP);
  wait_until (is_stopped, self);
}

static gpointer
row (Held *self)
{
  return find_widget (self->window, CS_TYPE_ACTIVITY, NULL);
}

static void
open_window (Held *self)
{
  self->library = cs_library_new (self->folder);
  cs_library_open (self->library);
  self->window = cs_window_new (self->display->application, self->library);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  gtk_window_present (GTK_WINDOW (self->window));
}

/* One that is stopped would outlive a test that fails. */
static void
die_together (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
begin (Held *self)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr(GError) error = NULL;

  self->display = display_new ();
  wait_for_quiet (self->display);
  self->folder = g_build_filename (self->display->folder, "held", NULL);
  g_subprocess_launcher_set_child_setup (launcher, die_together, NULL, NULL);
  self->owner = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("CREATORSYNC_CLI"), "run",
                                             "--workspace", self->folder, NULL);
  g_assert_no_error (error);
  wait_until (is_owned, self);
}

static void
end (Held *self)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_send_signal (self->owner, SIGCONT);
  g_subprocess_send_signal (self->owner, SIGTERM);
  g_subprocess_wait (self->owner, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (self->owner);
  cs_library_close (self->library);
  g_object_unref (self->library);
  g_free (self->folder);
  display_free (self->display);
}

static void
type (Held       *self,
      const char *text)
{
  GtkTextView *view = find_widget (find_widget (cs_window_get_page (self->window),
                                                CS_TYPE_TEXT_FIELD, NULL),
                                   GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (view), text, -1);
}

static void
answer (Held       *self,
        const char *label)
{
  wait_for (self->window, GTK_TYPE_BUTTON, label);
  press (self->window, label);
}

/* It is not online, does not turn for ever without a word, and can be left. */
static void
test_a_silent_owner_is_told (void)
{
  Held held = { NULL, };

  begin (&held);
  stop_owner (&held);
  open_window (&held);
  wait_for (row (&held), GTK_TYPE_LABEL, "Opening…");
  wait_for (held.window, GTK_TYPE_LABEL, REASON);
  g_assert_nonnull (find_widget (row (&held), GTK_TYPE_LABEL, "Not open"));

  gtk_widget_activate_action (GTK_WIDGET (held.window), "win.new-post-now", NULL);
  type (&held, "Written meanwhile");
  gtk_window_close (GTK_WINDOW (held.window));
  wait_for (held.window, GTK_TYPE_LABEL, "Close Without Saving?");
  answer (&held, "_Keep Open");

  /* What was written meanwhile is kept as soon as it can be. */
  g_subprocess_send_signal (held.owner, SIGCONT);
  wait_until (is_open, &held);
  wait_until (writing_is_saved, held.window);
  wait_until (is_told_no_more, &held);
  wait_for (row (&held), GTK_TYPE_LABEL, "Online");

  /* One that falls silent later: the second time it asks. */
  stop_owner (&held);
  type (&held, ", and more");
  gtk_window_close (GTK_WINDOW (held.window));
  wait_past (100);
  g_assert_null (find_widget (held.window, ADW_TYPE_ALERT_DIALOG, NULL));
  gtk_window_close (GTK_WINDOW (held.window));
  answer (&held, "_Close Without Saving");
  wait_until (is_gone, &held);
  end (&held);
}

/* One that answers but keeps the workspace is worked through, without a word about it. */
static void
test_an_owner_that_answers_is_not_told (void)
{
  Held held = { NULL, };

  begin (&held);
  open_window (&held);
  while (!is_open (&held))
    {
      g_assert_true (is_told_no_more (&held));
      g_assert_null (find_widget (row (&held), GTK_TYPE_LABEL, "Online"));
      g_main_context_iteration (NULL, TRUE);
    }

  wait_for (row (&held), GTK_TYPE_LABEL, "Online");
  gtk_window_close (GTK_WINDOW (held.window));
  wait_until (is_gone, &held);
  end (&held);
}

/* What is saved while it asks whether to close without that closes, and asks no more. */
static void
test_what_is_saved_meanwhile_closes (void)
{
  Held held = { NULL, };

  begin (&held);
  open_window (&held);
  wait_until (is_open, &held);
  gtk_widget_activate_action (GTK_WIDGET (held.window), "win.new-post-now", NULL);
  stop_owner (&held);
  type (&held, "Late");
  gtk_window_close (GTK_WINDOW (held.window));
  gtk_window_close (GTK_WINDOW (held.window));
  wait_for (held.window, ADW_TYPE_ALERT_DIALOG, NULL);
  g_subprocess_send_signal (held.owner, SIGCONT);
  wait_until (is_gone, &held);
  end (&held);
}

CS_TESTS (held)
{
  g_test_add_func ("/ui/held/a-silent-owner-is-told", test_a_silent_owner_is_told);
  g_test_add_func ("/ui/held/an-owner-that-answers-is-not-told",
                   test_an_owner_that_answers_is_not_told);
  g_test_add_func ("/ui/held/what-is-saved-meanwhile-closes",
                   test_what_is_saved_meanwhile_closes);
}
