/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

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

#define BEAT_MSEC 10

static gboolean
on_beat (gpointer user_data)
{
  ++*(guint *) user_data;

  return G_SOURCE_CONTINUE;
}

/*
 * A main loop that goes on beating: an owner is refused after a second that blocks nobody. A disk
 * that stalls for once is no fault of the loop, so it must beat for a quarter of the time.
 */
static void
test_opening_and_closing_block_nothing (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(CsWorkspace) client = NULL;
  g_autoptr(CsWorkspace) next = NULL;
  Heard heard = { 0, };
  gint64 begun = g_get_monotonic_time ();
  guint n_beats = 0;
  guint beat = g_timeout_add (BEAT_MSEC, on_beat, &n_beats);

  cs_workspace_open_async (fixture->folder, CS_WORKSPACE_OWN, NULL, on_opened, &heard);
  wait_for (&heard.is_open);
  g_assert_error (heard.error, CS_ERROR, CS_ERROR_BUSY);
  g_clear_error (&heard.error);
  g_assert_cmpuint (n_beats, >, 20);

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
  g_assert_cmpint (n_beats, >, (g_get_monotonic_time () - begun) / 1000 / BEAT_MSEC / 4);
  g_source_remove (beat);
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
