/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "fixture.h"

#include <string.h>

#define HOUR 3600

/* A post that its network holds for an hour. */
static CsTarget *
hand_over (Fixture *self)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  CsTarget *target = fixture_add_target (self, holds, 1, START + HOUR, 0);

  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_HANDED_OFF);

  return target;
}

static void
answer (Fixture  *self,
        CsTarget *target,
        CsAnswer  word)
{
  g_autoptr(CsOutboxRow) row = fixture_row (self, target, 0);
  g_autoptr(GError) error = NULL;

  cs_publisher_answer (self->publisher, row->id, word, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_says (Fixture    *self,
             CsTarget   *target,
             const char *words,
             gboolean    says)
{
  g_autoptr(CsOutboxRow) row = fixture_row (self, target, 0);

  g_assert_cmpint (strstr (row->sentence, words) != NULL, ==, says);
}

static void
run_for (Fixture *self,
         gint64   seconds)
{
  for (gint64 i = 0; i < seconds; i += 60)
    {
      advance (self, 60);
      fixture_run_once (self);
    }
}

/* It was handed over, and the look at its time is refused. */
static CsTarget *
hinder_the_look (Fixture *self)
{
  CsTarget *target = hand_over (self);

  self->world.blind = 1;
  self->world.probe_fault = CS_FAKE_SIGN_IN;
  run_for (self, HOUR + 120);
  assert_state (self, target, 0, CS_OUTBOX_NEEDS_YOU);

  return target;
}

/* Whoever mends what was in the way has it looked for, not sent once more. */
static void
test_a_hindered_look_is_made_again (Fixture       *self,
                                    gconstpointer  data)
{
  g_autoptr(CsTarget) target = hinder_the_look (self);

  assert_says (self, target, "may be out", TRUE);

  answer (self, target, CS_ANSWER_POST_AGAIN);
  run_for (self, 600);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (self->world.n_commits, ==, 1);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
}

/* Nobody answers for hours from its time on: it is not said that nothing was published. */
static void
test_silence_is_no_absence (Fixture       *self,
                            gconstpointer  data)
{
  g_autoptr(CsTarget) target = hand_over (self);

  self->world.blind = 10000;
  self->world.probe_fault = CS_FAKE_UNREACHED;
  run_for (self, 5 * HOUR);
  assert_state (self, target, 0, CS_OUTBOX_NEEDS_YOU);
  assert_says (self, target, "nothing was published", FALSE);
  assert_says (self, target, "may be out", TRUE);
}

/* What the network may hold still is not given up as if nothing could come of it. */
static void
test_given_up_is_not_taken_back (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr(CsTarget) target = hinder_the_look (self);

  answer (self, target, CS_ANSWER_DROP);
  assert_state (self, target, 0, CS_OUTBOX_CANCELLED);
  assert_says (self, target, "nothing more is published", FALSE);
}

static void
sign_in (Fixture   *self,
         CsAccount *account)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);
  g_autoptr(CsAccount) ready = cs_record_copy (account);

  g_assert_no_error (error);
  ready->state = CS_ACCOUNT_READY;
  g_assert_true (cs_account_store_save (tx, ready, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

/* What was in the way of handing it over is mended long before its time: it keeps that. */
static void
test_mended_early_is_not_out_early (Fixture       *self,
                                    gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) target = fixture_add_target (self, holds, 1, START + 20 * HOUR, 0);
  gint64 due = START + 20 * HOUR;

  self->world.prepare_fault = CS_FAKE_SIGN_IN;
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_NEEDS_YOU);

  self->world.prepare_fault = CS_FAKE_NONE;
  sign_in (self, holds);
  answer (self, target, CS_ANSWER_POST_AGAIN);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_HANDED_OFF);
  {
    g_autoptr(CsOutboxRow) row = fixture_row (self, target, 0);

    g_assert_cmpint (row->due, ==, due);
  }
}

/* It was never taken, which is learned when the network would not hold it any more. */
static void
test_not_taken_goes_out_at_its_time (Fixture       *self,
                                     gconstpointer  data)
{
  g_autoptr(CsAccount) holds = fixture_add_account (self, TRUE);
  g_autoptr(CsTarget) target = fixture_add_target (self, holds, 1, START + HOUR, 0);

  fixture_script (self, 1, CS_FAKE_503_BEFORE);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_UNKNOWN);

  advance (self, HOUR - 290);
  run_for (self, 180);
  g_assert_cmpuint (self->world.n_posts, ==, 0);
  run_for (self, 240);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
}

/* The answer to taking it back is lost, and then it is not there: it was taken back. */
static void
test_taken_back_twice_is_taken_back (Fixture       *self,
                                     gconstpointer  data)
{
  g_autoptr(CsTarget) target = hand_over (self);
  g_autoptr(CsOutboxRow) row = fixture_row (self, target, 0);
  g_autoptr(GError) error = NULL;

  self->world.posts[0].content[0] = '\0';
  g_assert_true (cs_publisher_cancel (self->publisher, row->id, &error));
  run_for (self, 300);
  assert_state (self, target, 0, CS_OUTBOX_CANCELLED);
}

#define ADD(name, test) \
  g_test_add ("/handed-over/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

CS_TESTS (handed_over)
{
  ADD ("a-hindered-look-is-made-again", test_a_hindered_look_is_made_again);
  ADD ("silence-is-no-absence", test_silence_is_no_absence);
  ADD ("given-up-is-not-taken-back", test_given_up_is_not_taken_back);
  ADD ("not-taken-goes-out-at-its-time", test_not_taken_goes_out_at_its_time);
  ADD ("taken-back-twice-is-taken-back", test_taken_back_twice_is_taken_back);
  ADD ("mended-early-is-not-out-early", test_mended_early_is_not_out_early);
}
