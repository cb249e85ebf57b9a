/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-outbox-claim.h"
#include "fixture.h"

static void
test_clock_set_forward_holds (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START + 3600, 0);
  g_autoptr(GError) error = NULL;
  gint64 next_at = 0;

  fixture_run_once (self);
  set_clock (self, 3600);
  self->world.clock_ahead = 3600;
  fixture_run_once (self);
  g_assert_null (fixture_row (self, target, 0));
  g_assert_true (cs_publisher_run_once (self->publisher, &next_at, NULL, &error));
  g_assert_cmpint (next_at, >=, cs_clock_now (self->clock) + 10);
  self->world.is_silent = TRUE;
  fixture_run_once (self);
  g_assert_null (fixture_row (self, target, 0));

  /* Set right again, and an hour passes. */
  set_clock (self, -3600);
  fixture_run_once (self);
  g_assert_null (fixture_row (self, target, 0));
  advance (self, 3600);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
}

/* The process ends after a post, and begins again on a machine that was off. */
static CsTarget *
plan_and_restart (Fixture *self,
                  gint64   due)
{
  g_autoptr(CsTarget) before = fixture_add_target (self, self->account, 1, START, 0);

  fixture_run_once (self);
  assert_state (self, before, 0, CS_OUTBOX_DONE);
  fixture_restart (self);

  return fixture_add_target (self, self->account, 1, due, 0);
}

/* It begins with a clock that is ahead: a post would be out fifty minutes early. */
static void
test_a_start_ahead_holds (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr(CsTarget) target = plan_and_restart (self, START + 3000);

  set_clock (self, 3600);
  self->world.clock_ahead = 3600;
  fixture_run_once (self);
  g_assert_null (fixture_row (self, target, 0));

  set_clock (self, -3600);
  self->world.clock_ahead = 0;
  fixture_run_once (self);
  g_assert_null (fixture_row (self, target, 0));
  advance (self, 3000);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
}

/* After a night off it begins with the right clock: one question, and on it goes. */
static void
test_a_start_after_a_pause (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr(CsTarget) target = plan_and_restart (self, START + 30000);

  advance (self, 30060);
  self->world.is_silent = TRUE;
  fixture_run_once (self);
  g_assert_null (fixture_row (self, target, 0));

  self->world.is_silent = FALSE;
  advance (self, 60);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
}

/* The servers asked first are away, and so is the time of the one that answers. */
static void
test_any_server_will_do (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(CsTarget) target = plan_and_restart (self, START + 30000);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(CsAccount) account = fixture_add_account (self, FALSE);
      g_autoptr(CsAccount) elsewhere = cs_record_copy (account);

      g_free (elsewhere->host);
      elsewhere->host = g_strdup_printf ("https://fake-%u.example", i);
      tx = cs_tx_begin (self->db, &error);
      g_assert_true (cs_account_store_save (tx, elsewhere, &error));
      g_assert_true (cs_tx_commit (&tx, &error));
    }

  advance (self, 30000);
  self->world.n_silent = 2;
  self->world.is_timeless = TRUE;
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
}

static void
lose_the_plan (gpointer data)
{
  Fixture *self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  g_autoptr(CsStmt) lose = cs_tx_prepare (tx, "ALTER TABLE target RENAME TO lost");

  g_assert_true (cs_stmt_run (lose, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

/* A store that fails is no store in which nothing waits. */
static void
test_a_lost_plan_is_trouble (Fixture       *self,
                             gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START + 3600, 0);
  g_autoptr(GError) error = NULL;

  fixture_run_once (self);
  set_clock (self, 3600);
  self->world.clock_ahead = 3600;
  self->world.on_ask_time = lose_the_plan;
  self->world.on_ask_time_data = self;

  g_assert_false (cs_publisher_run_once (self->publisher, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
}

/* A clock that was wrong and is set right: the network says so. */
static void
test_confirmed_clock_goes_on (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START + 3600, 0);

  fixture_run_once (self);
  set_clock (self, 3600);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
}

static void
test_clock_set_back_never_fires_again (Fixture       *self,
                                       gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);

  fixture_run_once (self);
  set_clock (self, -86400);
  fixture_run_once (self);
  advance (self, 86400);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (self->world.n_commits, ==, 1);
}

/* A wait is as long as it was, whatever the clock shows; also when the process ended in it. */
static void
test_waits_outlast_no_step_back (Fixture       *self,
                                 gconstpointer  data)
{
  static const CsFakeFault faults[] = { CS_FAKE_RATE, CS_FAKE_503_BEFORE };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (faults); i++)
    {
      gint64 now = cs_clock_now (self->clock);
      g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, now - 800, 0);
      g_autoptr(GError) error = NULL;
      gint64 next_at = 0;

      fixture_script (self, 1, faults[i / 2]);
      fixture_run_once (self);
      set_clock (self, -700);

      if (i % 2 == 1)
        fixture_restart (self);

      g_assert_true (cs_publisher_run_once (self->publisher, &next_at, NULL, &error));
      g_assert_cmpint (next_at, <=, now - 700 + 60);

      /* Two looks a minute apart, where the age of the key is not known. */
      for (guint k = 0; k < 4; k++)
        {
          advance (self, 61);
          fixture_run_once (self);
        }

      assert_state (self, target, 0, CS_OUTBOX_DONE);
      g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
      advance (self, 3600);
    }
}

/* Nor does a turn among posts whose time was missed. */
static void
test_turns_outlast_no_step_back (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr(CsTarget) one = fixture_add_target (self, self->account, 1, START - 800, 0);
  g_autoptr(CsTarget) two = NULL;

  fixture_run_once (self);
  assert_state (self, one, 0, CS_OUTBOX_DONE);

  set_clock (self, -600);
  two = fixture_add_target (self, self->account, 1, START - 800, 0);
  fixture_run_once (self);
  advance (self, 300);
  fixture_run_once (self);
  assert_state (self, two, 0, CS_OUTBOX_DONE);
}

/* It has its turn, and then the clock goes back: what is late goes out, once, and at once. */
static void
test_a_turn_follows_the_clock_back (Fixture       *self,
                                    gconstpointer  data)
{
  g_autoptr(CsTarget) one = fixture_add_target (self, self->account, 1, START - 800, 0);
  g_autoptr(CsTarget) two = fixture_add_target (self, self->account, 1, START - 790, 0);

  fixture_run_once (self);
  assert_state (self, one, 0, CS_OUTBOX_DONE);
  assert_state (self, two, 0, CS_OUTBOX_CLAIMED);

  self->world.prepare_fault = CS_FAKE_UNREACHED;
  advance (self, CS_CLAIM_TURN);
  fixture_run_once (self);
  assert_state (self, two, 0, CS_OUTBOX_PREPARING);

  self->world.prepare_fault = CS_FAKE_NONE;
  set_clock (self, -280);
  fixture_run_once (self);
  advance (self, 200);
  fixture_run_once (self);
  assert_state (self, two, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (self->world.n_commits, ==, 2);
}

/* A slow server publishes in a second or two; two looks before that are made to seem minutes. */
static void
test_a_clock_set_forward_proves_nothing (Fixture       *self,
                                         gconstpointer  data)
{
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(CsTarget) target = NULL;

  self->world.honours_key = FALSE;
  account = fixture_add_account (self, FALSE);
  target = fixture_add_target (self, account, 1, START, 0);
  fixture_script (self, 1, CS_FAKE_SLOW);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_UNKNOWN);

  for (guint i = 0; i < 3; i++)
    {
      set_clock (self, 100);
      self->world.clock_ahead += 100;
      fixture_run_once (self);
    }

  assert_state (self, target, 0, CS_OUTBOX_UNKNOWN);
  g_assert_cmpuint (self->world.n_commits, ==, 1);

  set_clock (self, -300);
  self->world.clock_ahead = 0;
  for (guint i = 0; i < 5; i++)
    {
      advance (self, 60);
      fixture_run_once (self);
    }

  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
}

/* Refused for a while, and then it is the day before: the plan is for a time, and waits for it. */
static void
test_a_plan_follows_the_clock_back (Fixture       *self,
                                    gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);

  fixture_script (self, 1, CS_FAKE_RATE);
  fixture_run_once (self);
  set_clock (self, -86400);

  for (guint i = 0; i < 10; i++)
    {
      fixture_run_once (self);
      advance (self, 61);
    }

  g_assert_cmpuint (self->world.n_posts, ==, 0);
  advance (self, 86400 - 610);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
}

static void
test_handed_over (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) far = fixture_add_target (self, holds, 1, START + 90000, 0);
  g_autoptr(CsTarget) near = fixture_add_target (self, holds, 1, START + 3600, 0);
  g_autoptr(CsTarget) thread = fixture_add_target (self, holds, 2, START + 3600, 0);

  g_assert_false (cs_publisher_is_quiet (self->publisher));
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_HANDED_OFF);
  g_assert_null (fixture_row (self, far, 0));
  g_assert_null (fixture_row (self, thread, 0));
  g_assert_true (cs_publisher_is_quiet (self->publisher));

  advance (self, 3601);
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, near, 0), ==, 1);
}

/* Claimed to be handed over, it is no less due at once by a clock that went ahead. */
static void
test_a_claim_ahead_is_held_too (Fixture       *self,
                                gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) target = fixture_add_target (self, holds, 1, START + 3600, 0);

  fixture_script (self, 1, CS_FAKE_RATE);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_PREPARING);

  set_clock (self, 7200);
  self->world.clock_ahead = 7200;
  fixture_run_once (self);
  g_assert_cmpuint (self->world.n_commits, ==, 1);

  set_clock (self, -7200);
  self->world.clock_ahead = 0;
  advance (self, 120);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_HANDED_OFF);
  advance (self, 3600);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
}

/* Four minutes ahead is not noticed; a call that was lost meanwhile is not made anew too early. */
static void
test_what_was_lost_waits_for_its_time (Fixture       *self,
                                       gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START + 3600, 0);

  advance (self, 3365);
  fixture_run_once (self);
  set_clock (self, 240);
  self->world.clock_ahead = 240;
  fixture_script (self, 1, CS_FAKE_503_BEFORE);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_UNKNOWN);

  set_clock (self, -240);
  self->world.clock_ahead = 0;

  while (cs_clock_now (self->clock) < START + 3580)
    {
      advance (self, 20);
      fixture_run_once (self);
      g_assert_cmpuint (self->world.n_commits, ==, 1);
    }

  fixture_run (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
  g_assert_cmpint (self->world.posts[0].made_at, >=, START + 3600);
}

/* Too late to be handed over is too early to be out. */
static void
test_never_early (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) near = fixture_add_target (self, holds, 1, START + 600, 0);

  self->world.prepare_fault = CS_FAKE_UNREACHED;
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_PREPARING);

  self->world.prepare_fault = CS_FAKE_NONE;
  advance (self, 400);
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_PREPARING);
  g_assert_cmpuint (self->world.n_commits, ==, 0);

  advance (self, 200);
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, near, 0), ==, 1);
}

/* Frozen to be held, and offline until the network would not hold it any more. */
static void
test_frozen_for_another_time (Fixture       *self,
                              gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) near = fixture_add_target (self, holds, 1, START + 1200, 0);

  fixture_script (self, 1, CS_FAKE_UNREACHED);
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_INTENT);

  advance (self, 950);
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_PREPARING);
  g_assert_cmpuint (self->world.n_commits, ==, 1);
  g_assert_cmpuint (self->world.n_posts, ==, 0);

  advance (self, 250);
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, near, 0), ==, 1);
}

/* The same, refused for a while: the body that waits is not the one that goes. */
static void
test_refused_until_another_time (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) near = fixture_add_target (self, holds, 1, START + 420, 0);
  g_autoptr(CsOutboxRow) refused = NULL;

  fixture_script (self, 1, CS_FAKE_RATE);
  fixture_run_once (self);
  refused = fixture_row (self, near, 0);
  g_assert_cmpint (refused->state, ==, CS_OUTBOX_PREPARING);
  g_assert_nonnull (refused->body);

  advance (self, 120);
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_PREPARING);
  g_assert_cmpuint (self->world.n_posts, ==, 0);

  advance (self, 300);
  fixture_run_once (self);
  assert_state (self, near, 0, CS_OUTBOX_DONE);
}

/* What may have left stays as it was sent, whatever the time. */
static void
test_what_may_have_left_stays_frozen (Fixture       *self,
                                      gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) near = fixture_add_target (self, holds, 1, START + 1200, 0);
  g_autoptr(CsOutboxRow) before = NULL;
  g_autoptr(CsOutboxRow) after = NULL;

  fixture_script (self, 1, CS_FAKE_503_BEFORE);
  self->world.blind = G_MAXUINT;
  self->world.probe_fault = CS_FAKE_UNREACHED;
  fixture_run_once (self);
  before = fixture_row (self, near, 0);
  g_assert_cmpint (before->state, ==, CS_OUTBOX_UNKNOWN);

  self->world.blind = 0;
  advance (self, 950);
  fixture_run_once (self);
  after = fixture_row (self, near, 0);
  g_assert_cmpstr (after->body, ==, before->body);
}

/* Offline for half a day, and back before the post is due: nobody is asked about it. */
static void
test_early_is_not_stuck (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) near = fixture_add_target (self, holds, 1, START + 43200, 0);

  self->world.prepare_fault = CS_FAKE_UNREACHED;

  while (cs_clock_now (self->clock) < START + 43100)
    {
      fixture_run_once (self);
      assert_state (self, near, 0, CS_OUTBOX_PREPARING);
      advance (self, 600);
    }

  self->world.prepare_fault = CS_FAKE_NONE;
  fixture_run (self);
  assert_state (self, near, 0, CS_OUTBOX_DONE);
  g_assert_cmpint (cs_clock_now (self->clock), >=, START + 43200);
}

#define ADD(path, func) \
  g_test_add ("/publisher/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

CS_TESTS (publisher_time)
{
  ADD ("a-clock-set-forward-holds", test_clock_set_forward_holds);
  ADD ("a-start-ahead-holds", test_a_start_ahead_holds);
  ADD ("a-start-after-a-pause", test_a_start_after_a_pause);
  ADD ("any-server-will-do-for-the-time", test_any_server_will_do);
  ADD ("a-lost-plan-is-trouble", test_a_lost_plan_is_trouble);
  ADD ("a-confirmed-clock-goes-on", test_confirmed_clock_goes_on);
  ADD ("a-clock-set-back-never-fires-again", test_clock_set_back_never_fires_again);
  ADD ("waits-outlast-no-step-back", test_waits_outlast_no_step_back);
  ADD ("turns-outlast-no-step-back", test_turns_outlast_no_step_back);
  ADD ("a-turn-follows-the-clock-back", test_a_turn_follows_the_clock_back);
  ADD ("a-clock-set-forward-proves-nothing", test_a_clock_set_forward_proves_nothing);
  ADD ("a-plan-follows-the-clock-back", test_a_plan_follows_the_clock_back);
  ADD ("networks-that-hold-posts-get-them-early", test_handed_over);
  ADD ("a-claim-ahead-of-its-time-is-held-too", test_a_claim_ahead_is_held_too);
  ADD ("what-was-lost-waits-for-its-time", test_what_was_lost_waits_for_its_time);
  ADD ("a-late-hand-over-is-never-early", test_never_early);
  ADD ("frozen-for-another-time-is-frozen-anew", test_frozen_for_another_time);
  ADD ("refused-until-another-time-is-frozen-anew", test_refused_until_another_time);
  ADD ("what-may-have-left-stays-frozen", test_what_may_have_left_stays_frozen);
  ADD ("what-is-not-due-is-not-stuck", test_early_is_not_stuck);
}
