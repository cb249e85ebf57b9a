/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  CsWorkspace *workspace;
  GError      *error;
  gboolean     is_open;
  gboolean     is_closed;
  guint        ran;
} Heard;

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Heard *heard = user_data;

  heard->workspace = cs_workspace_open_finish (result, &heard->error);
  heard->is_open = TRUE;
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Heard *heard = user_data;

  cs_workspace_close_finish (CS_WORKSPACE (source), result);
  heard->is_closed = TRUE;
}

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Heard *heard = user_data;
  g_autoptr(GVariant) answer = cs_workspace_run_finish (result, &heard->error);

  g_assert_null (answer);
  g_assert_false (heard->is_closed);
  heard->ran++;
}

static void
wait_for (gboolean *truth)
{
  while (!*truth)
    g_main_context_iteration (NULL, TRUE);
}

static CsWorkspace *
open_async (Fixture         *fixture,
            CsWorkspaceMode  mode)
{
  Heard heard = { 0, };

  cs_workspace_open_async (fixture->folder, mode, NULL, on_opened, &heard);
  wait_for (&heard.is_open);
  g_assert_no_error (heard.error);

  return heard.workspace;
}

static void
close_async (CsWorkspace *workspace)
{
  Heard heard = { 0, };

  cs_workspace_close_async (workspace, on_closed, &heard);
  wait_for (&heard.is_closed);
}

#define BEAT_MSEC  10
#define LATE_MSEC  400

/* Who watches whether a thread's main loop goes on. */
typedef struct
{
  GThread *watcher;
  gint64   last;      /* when it beat */
  guint    n_beats;
  pid_t    thread;
  gint     ends;
} Pulse;

static gboolean
on_beat (gpointer user_data)
{
  Pulse *self = user_data;

  self->n_beats++;
  __atomic_store_n (&self->last, g_get_monotonic_time (), __ATOMIC_RELAXED);

  return G_SOURCE_CONTINUE;
}

/* What the kernel says of the thread: S sleeps, R wants to run, D waits for the disk. */
static char
state_of (pid_t thread)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/stat", thread);
  g_autofree char *stat = NULL;
  char *after_name;

  g_assert_true (g_file_get_contents (path, &stat, NULL, NULL));
  after_name = strrchr (stat, ')');
  g_assert_nonnull (after_name);

  return after_name[2];
}

/*
 * A loop that is late since the machine is busy or its disk stalls runs, or waits for the disk,
 * whenever one looks. One that sleeps at each look waits for somebody: nothing must make it.
 */
static gpointer
watch (gpointer data)
{
  Pulse *self = data;
  guint n_asleep = 0;

  while (!g_atomic_int_get (&self->ends))
    {
      gint64 last = __atomic_load_n (&self->last, __ATOMIC_RELAXED);
      gboolean is_late = g_get_monotonic_time () - last > LATE_MSEC * 1000;

      n_asleep = is_late && state_of (self->thread) == 'S' ? n_asleep + 1 : 0;
      g_assert_cmpuint (n_asleep, <, 5);
      cs_pause (BEAT_MSEC, NULL, NULL);
    }

  return NULL;
}

static void
pulse_start (Pulse *self)
{
  self->last = g_get_monotonic_time ();
  self->thread = gettid ();
  g_timeout_add (BEAT_MSEC, on_beat, self);
  self->watcher = g_thread_new ("watcher", watch, self);
}

static void
pulse_stop (Pulse *self)
{
  g_atomic_int_set (&self->ends, TRUE);
  g_thread_join (self->watcher);
  g_source_remove_by_user_data (self);
}

/* An owner is refused after a second that blocks nobody. */
static void
test_opening_and_closing_block_nothing (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) client = NULL;
  g_autoptr(CsWorkspace) next = NULL;
  Heard heard = { 0, };
  Pulse pulse = { 0, };

  pulse_start (&pulse);
  cs_workspace_open_async (fixture->folder, CS_WORKSPACE_OWN, NULL, on_opened, &heard);
  wait_for (&heard.is_open);
  g_assert_error (heard.error, CS_ERROR, CS_ERROR_BUSY);
  g_clear_error (&heard.error);
  g_assert_cmpuint (pulse.n_beats, >, 20);

  client = open_async (fixture, CS_WORKSPACE_SHARE);
  g_assert_false (cs_workspace_is_owner (client));
  close_async (client);
  close_async (client);

  cs_workspace_start_publishing (fixture->owner);
  close_async (fixture->owner);
  next = open_async (fixture, CS_WORKSPACE_SHARE);
  g_assert_true (cs_workspace_is_owner (next));
  g_variant_unref (run_command (next, "status", "{}"));
  close_async (next);
  pulse_stop (&pulse);
}

static void
test_opening_can_be_cancelled (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Heard heard = { 0, };

  cs_workspace_open_async (fixture->folder, CS_WORKSPACE_OWN, cancellable, on_opened, &heard);
  g_cancellable_cancel (cancellable);
  wait_for (&heard.is_open);
  g_assert_error (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (heard.workspace);
  g_clear_error (&heard.error);
}

/* A sign-in that would wait ten minutes for its browser, and the workspace ends under it. */
static void
begin_to_wait (Fixture     *fixture,
               CsWorkspace *workspace,
               Heard       *heard)
{
  g_autoptr(GVariant) begun = NULL;
  g_autofree char *id = NULL;

  fixture_simulate (fixture);
  begun = run_command (workspace, "account.begin-sign-in",
                       "{'network': <'mastodon'>, 'host': <'%s'>, 'redirect': <true>}",
                       cs_simulator_get_url (fixture->simulator, CS_SIMULATOR_MASTODON));
  id = text_of (begun, "id");
  cs_workspace_run_async (workspace, "account.finish-sign-in",
                          g_variant_new_parsed ("{'id': <%s>}", id), NULL, NULL, on_ran, heard);
  for (guint i = 0; i < 30; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      cs_pause (10, NULL, NULL);
    }
}

static void
test_a_close_ends_what_runs (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  Heard heard = { 0, };
  Heard late = { 0, };

  begin_to_wait (fixture, fixture->owner, &heard);
  cs_workspace_close_async (fixture->owner, on_closed, &heard);
  cs_workspace_run_async (fixture->owner, "status", NULL, NULL, NULL, on_ran, &late);
  wait_for (&heard.is_closed);
  g_assert_cmpuint (heard.ran, ==, 1);
  g_assert_error (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (late.ran, ==, 1);
  g_assert_error (late.error, CS_ERROR, CS_ERROR_BUSY);
  g_clear_error (&heard.error);
  g_clear_error (&late.error);
}

static void
test_a_close_of_a_client_ends_what_it_runs (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) client = open_async (fixture, CS_WORKSPACE_JOIN);
  Heard heard = { 0, };

  begin_to_wait (fixture, client, &heard);
  cs_workspace_close_async (client, on_closed, &heard);
  wait_for (&heard.is_closed);
  g_assert_cmpuint (heard.ran, ==, 1);
  g_assert_error (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&heard.error);

  /* The owner’s end of it ends, too. */
  while (cs_workspace_has_guests (fixture->owner))
    g_main_context_iteration (NULL, TRUE);
}

/* The same by the last reference, which somebody lost sight of. */
static void
test_the_last_reference_closes (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) next = NULL;

  g_clear_object (&fixture->owner);
  next = open_async (fixture, CS_WORKSPACE_OWN);
  close_async (next);
}

static gboolean
on_release_requested (CsWorkspace *workspace,
                      gpointer     user_data)
{
  cs_workspace_close_async (workspace, on_closed, user_data);

  return TRUE;
}

static void
test_an_owner_lets_go_when_asked (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) taker = NULL;
  Heard heard = { 0, };

  g_signal_connect (fixture->owner, "release-requested", G_CALLBACK (on_release_requested),
                    &heard);
  cs_workspace_start_publishing (fixture->owner);
  taker = open_async (fixture, CS_WORKSPACE_TAKE);
  g_assert_true (heard.is_closed);
  g_assert_true (cs_workspace_is_owner (taker));
  close_async (taker);
}

static void
test_an_owner_that_does_not_let_go_stays (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  Heard heard = { 0, };

  cs_workspace_open_async (fixture->folder, CS_WORKSPACE_TAKE, NULL, on_opened, &heard);
  wait_for (&heard.is_open);
  g_assert_error (heard.error, CS_ERROR, CS_ERROR_BUSY);
  g_assert_nonnull (strstr (heard.error->message, "does not let go"));
  g_clear_error (&heard.error);
  g_variant_unref (run_command (fixture->owner, "status", "{}"));
}

CS_TESTS (end)
{
  g_test_add_func ("/workspace/end/opening-and-closing-block-nothing",
                   test_opening_and_closing_block_nothing);
  g_test_add_func ("/workspace/end/opening-can-be-cancelled", test_opening_can_be_cancelled);
  g_test_add_func ("/workspace/end/a-close-ends-what-runs", test_a_close_ends_what_runs);
  g_test_add_func ("/workspace/end/a-close-of-a-client-ends-what-it-runs",
                   test_a_close_of_a_client_ends_what_it_runs);
  g_test_add_func ("/workspace/end/the-last-reference-closes", test_the_last_reference_closes);
  g_test_add_func ("/workspace/end/an-owner-lets-go-when-asked",
                   test_an_owner_lets_go_when_asked);
  g_test_add_func ("/workspace/end/an-owner-that-does-not-let-go-stays",
                   test_an_owner_that_does_not_let_go_stays);
}
