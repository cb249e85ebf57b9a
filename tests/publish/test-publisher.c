/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-outbox-rules.h"
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_publishes_when_due (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START + 600, 0);
  g_autoptr(CsOutboxRow) row = NULL;

  fixture_run_once (self);
  g_assert_null (fixture_row (self, target, 0));
  g_assert_true (cs_publisher_is_quiet (self->publisher));

  advance (self, 600);
  g_assert_false (cs_publisher_is_quiet (self->publisher));
  fixture_run_once (self);

  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_DONE);
  g_assert_cmpstr (row->remote_id, ==, "1000");
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
  g_assert_cmpuint (fixture_receipts (self), ==, 1);
  g_assert_true (cs_publisher_is_quiet (self->publisher));

  fixture_restart (self);
  fixture_run (self);
  g_assert_cmpuint (self->world.n_commits, ==, 1);
}

static gpointer
wait_for_cancel (CsJob         *job,
                 gpointer       input,
                 GCancellable  *cancellable,
                 GError       **error)
{
  while (cs_pause (900, cancellable, error))
    ;

  return NULL;
}

static void
on_waited (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  cs_job_finish (result, NULL);
  ++*(guint *) user_data;
}

/* As many renders as there are workers for: the run would not return before they end. */
static void
test_renders_delay_no_post (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  guint ended = 0;

  for (guint i = 0; i < 16; i++)
    cs_job_start (CS_JOB_LONG, wait_for_cancel, NULL, NULL, NULL, NULL, cancellable, on_waited,
                  &ended);

  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (ended, ==, 0);

  g_cancellable_cancel (cancellable);
  while (ended < 16)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_every_fault_publishes_once (Fixture       *self,
                                 gconstpointer  data)
{
  for (guint fault = CS_FAKE_NONE; fault < CS_FAKE_N_FAULTS; fault++)
    {
      g_autoptr(CsTarget) target = NULL;

      if (fault == CS_FAKE_REJECTED || fault == CS_FAKE_SIGN_IN)
        continue;

      target = fixture_add_target (self, self->account, 1, cs_clock_now (self->clock), 0);
      g_test_message ("fault %u", fault);
      /* A token that had to be refreshed twice is a sign-in. */
      fixture_script (self, fault == CS_FAKE_REFRESH ? 1 : 2, fault, fault);
      fixture_run (self);
      assert_state (self, target, 0, CS_OUTBOX_DONE);
      g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
    }
}

/* A server that keeps no key: two looks a minute apart stand before a second call. */
static void
test_without_keys (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(CsAccount) plain = NULL;
  g_autoptr(CsTarget) lost = NULL;
  g_autoptr(CsTarget) slow = NULL;

  self->world.honours_key = FALSE;
  plain = fixture_add_account (self, FALSE);
  lost = fixture_add_target (self, plain, 1, START, 0);
  fixture_script (self, 1, CS_FAKE_503_BEFORE);
  fixture_run (self);
  assert_state (self, lost, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, lost, 0), ==, 1);
  g_assert_cmpuint (self->world.n_probes, ==, 2);
  g_assert_cmpint (cs_clock_now (self->clock), >=, START + 90);

  slow = fixture_add_target (self, plain, 1, cs_clock_now (self->clock), 0);
  fixture_script (self, 1, CS_FAKE_SLOW);
  fixture_run (self);
  g_assert_cmpuint (fixture_copies (self, slow, 0), ==, 1);
}

/* Two posts say the same, and one of them is not out: the other one is no proof of it. */
static void
test_one_post_proves_one_row (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr(CsTarget) one = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsTarget) two = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsTarget) more = NULL;
  g_autoptr(CsOutboxRow) first = NULL;
  g_autoptr(CsOutboxRow) second = NULL;

  self->world.all_the_same = TRUE;
  fixture_script (self, 2, CS_FAKE_DROP, CS_FAKE_503_BEFORE);
  fixture_run (self);
  assert_state (self, one, 0, CS_OUTBOX_DONE);
  assert_state (self, two, 0, CS_OUTBOX_DONE);
  first = fixture_row (self, one, 0);
  second = fixture_row (self, two, 0);
  g_assert_cmpstr (first->remote_id, !=, second->remote_id);
  g_assert_cmpuint (self->world.n_posts, ==, 2);

  /* A connector that takes another one's post is not believed. */
  more = fixture_add_target (self, self->account, 1, cs_clock_now (self->clock), 0);
  self->world.is_careless = TRUE;
  fixture_script (self, 1, CS_FAKE_503_BEFORE);
  fixture_run (self);
  assert_state (self, more, 0, CS_OUTBOX_NEEDS_YOU);
}

/* A clock that stands makes one key twice; under it two posts would be one. */
static void
test_no_two_posts_have_one_key (Fixture       *self,
                                gconstpointer  data)
{
  g_autoptr(CsTarget) one = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsTarget) two = fixture_add_target (self, self->account, 1, START, 0);

  self->world.is_put = TRUE;
  self->world.same_keys = 4;
  fixture_run (self);
  g_assert_cmpuint (fixture_copies (self, one, 0), ==, 1);
  g_assert_cmpuint (fixture_copies (self, two, 0), ==, 1);
}

/* Told that no call is left, it does not try: it waits as long as the network says. */
static void
test_keeps_to_what_the_network_told (Fixture       *self,
                                     gconstpointer  data)
{
  g_autoptr(CsTarget) one = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsTarget) two = fixture_add_target (self, self->account, 1, START + 100, 0);

  self->world.budget = (CsBudget) { 300, 0, START + 240 };
  fixture_run_once (self);
  advance (self, 200);
  fixture_run_once (self);
  assert_state (self, one, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (self->world.n_commits, ==, 1);

  fixture_run (self);
  assert_state (self, two, 0, CS_OUTBOX_DONE);
  g_assert_cmpint (cs_clock_now (self->clock), >=, START + 240);
}

static void
test_refusal_is_final (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);

  fixture_script (self, 1, CS_FAKE_REJECTED);
  fixture_run (self);
  advance (self, 3600);
  fixture_restart (self);
  fixture_run (self);

  assert_state (self, target, 0, CS_OUTBOX_FAILED);
  g_assert_cmpuint (self->world.n_commits, ==, 1);
}

static void
test_sign_in_pauses_the_account (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr(CsTarget) one = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsTarget) two = NULL;

  fixture_script (self, 1, CS_FAKE_SIGN_IN);
  fixture_run (self);
  assert_state (self, one, 0, CS_OUTBOX_NEEDS_YOU);

  two = fixture_add_target (self, self->account, 1, START, 0);
  fixture_run (self);
  assert_state (self, two, 0, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpuint (self->world.n_commits, ==, 1);
}

/* The look meets an ended sign-in: the row says that the post may be out, the account does not. */
static void
test_sign_in_after_a_lost_answer (Fixture       *self,
                                  gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsOutboxRow) row = NULL;
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = NULL;

  fixture_script (self, 1, CS_FAKE_DROP);
  self->world.blind = 1;
  self->world.probe_fault = CS_FAKE_SIGN_IN;
  fixture_run (self);

  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_true (g_str_has_suffix (row->sentence, CS_OUTBOX_MAY_BE_OUT));

  tx = cs_tx_begin_read (self->db, &error);
  account = cs_account_store_find (tx, self->account->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (account->state, ==, CS_ACCOUNT_SIGN_IN);
  g_assert_null (strstr (account->reason, CS_OUTBOX_MAY_BE_OUT));
}

/* The window is closed while the call is under way, and its words are the author's. */
static void
test_what_is_broken_off_is_said_in_our_words (Fixture       *self,
                                              gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsOutboxRow) row = NULL;

  fixture_script (self, 1, CS_FAKE_CANCELLED);
  fixture_run_once (self);

  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_UNKNOWN);
  g_assert_cmpstr (row->sentence, ==, "The answer was not waited for");
}

static void
test_threads_go_in_order (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 3, START, 0);

  fixture_script (self, 2, CS_FAKE_DROP, CS_FAKE_503_BEFORE);
  fixture_run (self);

  for (guint part = 0; part < 3; part++)
    {
      assert_state (self, target, part, CS_OUTBOX_DONE);
      g_assert_cmpuint (fixture_copies (self, target, part), ==, 1);
      g_assert_true (g_str_has_suffix (self->world.posts[part].content,
                                       part == 0 ? "/0" : part == 1 ? "/1" : "/2"));
    }

  g_assert_cmpuint (fixture_receipts (self), ==, 3);
}

static void
test_unknown_stops_a_thread (Fixture       *self,
                             gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 2, START, 0);
  g_autoptr(CsOutboxRow) first = NULL;
  g_autoptr(GError) error = NULL;

  /* No look ever succeeds, so that a person is asked. */
  self->world.blind = G_MAXUINT;
  self->world.probe_fault = CS_FAKE_UNREACHED;
  fixture_script (self, 1, CS_FAKE_DROP);
  fixture_run (self);
  assert_state (self, target, 0, CS_OUTBOX_NEEDS_YOU);
  assert_state (self, target, 1, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpuint (fixture_copies (self, target, 1), ==, 0);

  self->world.blind = 0;
  first = fixture_row (self, target, 0);
  g_assert_true (cs_publisher_answer (self->publisher, first->id, CS_ANSWER_IT_IS_THERE,
                                      "https://fake.example/@ana/1000", NULL, &error));
  fixture_run (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  /* It waited for the answer, so it is not late. */
  assert_state (self, target, 1, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
  g_assert_cmpuint (fixture_copies (self, target, 1), ==, 1);
}

static void
test_drop_ends_a_thread (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 2, START, 0);
  g_autoptr(CsOutboxRow) first = NULL;
  g_autoptr(GError) error = NULL;

  fixture_script (self, 1, CS_FAKE_SIGN_IN);
  fixture_run (self);
  first = fixture_row (self, target, 0);
  g_assert_true (cs_publisher_answer (self->publisher, first->id, CS_ANSWER_DROP, NULL, NULL,
                                      &error));
  fixture_run (self);
  assert_state (self, target, 0, CS_OUTBOX_CANCELLED);
  assert_state (self, target, 1, CS_OUTBOX_CANCELLED);

  g_assert_false (cs_publisher_answer (self->publisher, first->id, CS_ANSWER_DROP, NULL, NULL,
                                       &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_late_posts (Fixture       *self,
                 gconstpointer  data)
{
  gint64 hour = 3600;
  g_autoptr(CsTarget) grace = fixture_add_target (self, self->account, 1, START - 900,
                                                  CS_LATE_DROP);
  g_autoptr(CsTarget) ask = fixture_add_target (self, self->account, 1, START - hour, CS_LATE_ASK);
  g_autoptr(CsTarget) drop = fixture_add_target (self, self->account, 1, START - hour,
                                                 CS_LATE_DROP);
  g_autoptr(CsTarget) old = fixture_add_target (self, self->account, 1, START - 7 * hour,
                                                CS_LATE_PUBLISH);
  g_autoptr(CsOutboxRow) row = NULL;
  g_autoptr(GError) error = NULL;

  fixture_run (self);
  assert_state (self, grace, 0, CS_OUTBOX_DONE);
  assert_state (self, ask, 0, CS_OUTBOX_NEEDS_YOU);
  assert_state (self, drop, 0, CS_OUTBOX_MISSED);
  assert_state (self, old, 0, CS_OUTBOX_MISSED);

  row = fixture_row (self, ask, 0);
  g_assert_true (cs_publisher_answer (self->publisher, row->id, CS_ANSWER_POST_AGAIN, NULL,
                                      NULL, &error));
  fixture_run (self);
  assert_state (self, ask, 0, CS_OUTBOX_DONE);
}

/* It was in time when it was claimed, and is late when it could leave. */
static void
test_late_by_waiting (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, CS_LATE_ASK);

  self->world.prepare_fault = CS_FAKE_RATE;

  for (guint i = 0; i < 8; i++)
    {
      fixture_run_once (self);
      advance (self, 120);
    }

  self->world.prepare_fault = CS_FAKE_NONE;
  fixture_run (self);
  assert_state (self, target, 0, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpuint (self->world.n_commits, ==, 0);
}

/* After a pause one post of an account every five minutes, the oldest first. */
static void
test_backlog_has_turns (Fixture       *self,
                        gconstpointer  data)
{
  CsTarget *targets[4];

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    targets[i] = fixture_add_target (self, self->account, 1, START - 800 + i, CS_LATE_ASK);

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      fixture_run_once (self);
      g_assert_cmpuint (self->world.n_commits, ==, i + 1);
      assert_state (self, targets[i], 0, CS_OUTBOX_DONE);
      fixture_restart (self);
      advance (self, 300);
    }

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    cs_record_unref (targets[i]);
}

static void
test_accounts_do_not_wait_for_each_other (Fixture       *self,
                                          gconstpointer  data)
{
  g_autoptr(CsAccount) other = fixture_add_account (self, FALSE);
  g_autoptr(CsTarget) one = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsTarget) two = fixture_add_target (self, other, 1, START, 0);

  fixture_script (self, 1, CS_FAKE_RATE);
  fixture_run_once (self);
  g_assert_cmpuint (self->world.n_posts, ==, 1);
  fixture_run (self);
  assert_state (self, one, 0, CS_OUTBOX_DONE);
  assert_state (self, two, 0, CS_OUTBOX_DONE);
}

/* Six accounts want to upload: three do at once, and the rest when they are through. */
static void
test_three_uploads (Fixture       *self,
                    gconstpointer  data)
{
  CsTarget *targets[6];

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr(CsAccount) account = fixture_add_account (self, FALSE);

      targets[i] = fixture_add_target (self, account, 1, START, 0);
    }

  self->world.gather = 3;
  fixture_run (self);
  g_assert_cmpuint (self->world.uploading_most, ==, 3);

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      assert_state (self, targets[i], 0, CS_OUTBOX_DONE);
      cs_record_unref (targets[i]);
    }
}

static void
test_taken_back (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) near = fixture_add_target (self, holds, 1, START + 3600, 0);
  g_autoptr(CsTarget) late = fixture_add_target (self, holds, 1, START + 3600, 0);
  g_autoptr(CsOutboxRow) row = NULL;
  g_autoptr(CsOutboxRow) other = NULL;
  g_autoptr(GError) error = NULL;

  fixture_run_once (self);
  row = fixture_row (self, near, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_HANDED_OFF);
  g_assert_true (cs_publisher_cancel (self->publisher, row->id, &error));
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_CANCELLED);
  g_assert_cmpuint (fixture_copies (self, near, 0), ==, 0);

  /* Too late: it is out, and is told so. */
  other = fixture_row (self, late, 0);
  advance (self, 3600);
  g_assert_true (cs_publisher_cancel (self->publisher, other->id, &error));
  fixture_run (self);
  assert_state (self, late, 0, CS_OUTBOX_DONE);
}

static void
test_cancel_before_it_leaves (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsOutboxRow) row = NULL;
  g_autoptr(GError) error = NULL;

  self->world.prepare_fault = CS_FAKE_RATE;
  fixture_run_once (self);
  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_PREPARING);
  g_assert_true (cs_publisher_cancel (self->publisher, row->id, &error));
  self->world.prepare_fault = CS_FAKE_NONE;
  fixture_run (self);
  assert_state (self, target, 0, CS_OUTBOX_CANCELLED);
  g_assert_cmpuint (self->world.n_commits, ==, 0);
}

static void
test_stop_and_check (Fixture       *self,
                     gconstpointer  data)
{
  CsFakeFault faults[] = { CS_FAKE_DROP, CS_FAKE_503_BEFORE };
  CsOutboxState ends[] = { CS_OUTBOX_DONE, CS_OUTBOX_CANCELLED };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1,
                                                       cs_clock_now (self->clock), 0);
      g_autoptr(CsOutboxRow) row = NULL;
      g_autoptr(GError) error = NULL;

      fixture_script (self, 1, faults[i]);
      fixture_run_once (self);
      row = fixture_row (self, target, 0);
      g_assert_cmpint (row->state, ==, CS_OUTBOX_UNKNOWN);
      g_assert_true (cs_publisher_cancel (self->publisher, row->id, &error));
      fixture_run (self);
      assert_state (self, target, 0, ends[i]);
    }
}

static void
test_outage_rests (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);

  self->world.prepare_fault = CS_FAKE_UNREACHED;
  fixture_run (self);
  assert_state (self, target, 0, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpuint (self->world.n_prepares, <, 60);
  g_assert_cmpuint (self->world.n_commits, ==, 0);
}

static void
assert_uploaded (Fixture        *self,
                 const CsTarget *target,
                 const CsMedia  *media,
                 const char     *name)
{
  g_autoptr(CsOutboxRow) row = fixture_row (self, target, 0);
  g_autofree char *handle = g_strconcat ("media.", media->id, NULL);
  g_autofree char *base = NULL;
  const char *path;

  g_assert_true (g_variant_lookup (row->handles, handle, "&s", &path));
  base = g_path_get_basename (path);
  g_assert_cmpstr (base, ==, name);
}

static void
test_chooses_the_file (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr(CsTarget) fits = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsMedia) good = fixture_add_media (self, fits, "mp4", "mastodon");
  g_autoptr(CsTarget) made = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsMedia) bad = fixture_add_media (self, made, "avi", "mastodon");
  g_autoptr(CsTarget) other = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsMedia) for_other = fixture_add_media (self, other, "avi", "bluesky");

  fixture_run (self);
  assert_state (self, fits, 0, CS_OUTBOX_DONE);
  assert_uploaded (self, fits, good, "clip");
  assert_state (self, made, 0, CS_OUTBOX_DONE);
  assert_uploaded (self, made, bad, "made.mp4");
  assert_state (self, other, 0, CS_OUTBOX_NEEDS_YOU);
}

/* What was made for one server of a network may be too large for another. */
static void
test_a_small_server_is_not_sent_a_large_file (Fixture       *self,
                                              gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsMedia) media = fixture_add_media (self, target, "avi", "mastodon");
  g_autoptr(CsAccount) small = cs_record_copy (self->account);
  g_autoptr(CsOutboxRow) row = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);

  g_clear_pointer (&small->limits, g_variant_unref);
  small->limits = g_variant_ref_sink (g_variant_new_parsed ("{'video_max_bytes': <int64 10>}"));
  g_assert_true (cs_account_store_save (tx, small, &error));
  g_assert_true (cs_tx_commit (&tx, &error));

  fixture_run (self);
  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_nonnull (strstr (row->sentence, media->title));
}

static void
test_missing_and_changed_files_ask (Fixture       *self,
                                    gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
      g_autoptr(CsMedia) media = fixture_add_media (self, target, "mp4", NULL);
      g_autoptr(CsOutboxRow) row = NULL;
      g_autoptr(GError) error = NULL;

      if (i == 0)
        g_assert_cmpint (g_unlink (media->path), ==, 0);
      else
        g_assert_true (g_file_set_contents (media->path, "other", -1, &error));

      fixture_run (self);
      row = fixture_row (self, target, 0);
      g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
      g_assert_nonnull (strstr (row->sentence, i == 0 ? "missing" : "changed"));

      /* Put right, it goes out. */
      g_assert_true (g_file_set_contents (media->path, "not really a clip", -1, &error));
      g_assert_true (cs_publisher_answer (self->publisher, row->id, CS_ANSWER_POST_AGAIN, NULL,
                                          NULL, &error));
      fixture_run (self);
      assert_state (self, target, 0, CS_OUTBOX_DONE);
    }
}

static void
test_service (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);

  cs_publisher_start (self->publisher);
  cs_publisher_wake (self->publisher);

  while (!cs_publisher_is_quiet (self->publisher))
    g_thread_yield ();

  cs_publisher_stop (self->publisher);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
}

#define ADD(path, func) \
  g_test_add ("/publisher/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

CS_TESTS (publisher)
{
  ADD ("publishes-when-due", test_publishes_when_due);
  ADD ("renders-delay-no-post", test_renders_delay_no_post);
  ADD ("every-fault-publishes-once", test_every_fault_publishes_once);
  ADD ("two-looks-without-keys", test_without_keys);
  ADD ("one-post-proves-one-row", test_one_post_proves_one_row);
  ADD ("no-two-posts-have-one-key", test_no_two_posts_have_one_key);
  ADD ("keeps-to-what-the-network-told", test_keeps_to_what_the_network_told);
  ADD ("refusal-is-final", test_refusal_is_final);
  ADD ("a-refused-sign-in-pauses-the-account", test_sign_in_pauses_the_account);
  ADD ("what-is-broken-off-is-said-in-our-words", test_what_is_broken_off_is_said_in_our_words);
  ADD ("a-sign-in-after-a-lost-answer", test_sign_in_after_a_lost_answer);
  ADD ("threads-go-in-order", test_threads_go_in_order);
  ADD ("unknown-stops-a-thread", test_unknown_stops_a_thread);
  ADD ("a-dropped-part-ends-a-thread", test_drop_ends_a_thread);
  ADD ("late-posts-follow-their-rule", test_late_posts);
  ADD ("late-by-waiting-asks-too", test_late_by_waiting);
  ADD ("backlog-has-turns", test_backlog_has_turns);
  ADD ("accounts-do-not-wait-for-each-other", test_accounts_do_not_wait_for_each_other);
  ADD ("three-uploads-at-once", test_three_uploads);
  ADD ("what-a-network-holds-is-taken-back", test_taken_back);
  ADD ("cancel-before-it-leaves", test_cancel_before_it_leaves);
  ADD ("stop-and-check", test_stop_and_check);
  ADD ("an-outage-rests-and-asks", test_outage_rests);
  ADD ("the-original-or-what-was-made-to-fit", test_chooses_the_file);
  ADD ("a-small-server-is-not-sent-a-large-file", test_a_small_server_is_not_sent_a_large_file);
  ADD ("missing-and-changed-files-ask", test_missing_and_changed_files_ask);
  ADD ("the-service-runs-by-itself", test_service);
}
