/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-outbox-rules.h"
#include "fixture.h"

#include <string.h>

static void
run_in_a_while (Fixture *self)
{
  for (guint i = 0; i < 5; i++)
    {
      advance (self, 60);
      fixture_run_once (self);
    }
}

/* Who starts before anybody has unlocked the keyring sends nothing, and knows that. */
static void
test_a_locked_keyring_sends_nothing (Fixture       *self,
                                     gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsOutboxRow) row = NULL;

  fixture_script (self, 1, CS_FAKE_LOCKED);
  fixture_run_once (self);
  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_INTENT);
  g_assert_cmpstr (row->sentence, ==, "The keyring is locked");
  g_assert_cmpint (row->not_before, >=, START);
  g_assert_false (cs_outbox_row_was_sent (row));

  run_in_a_while (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (self->world.n_probes, ==, 0);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
}

/* An error that is not ours says nothing of the call: it may have left. */
static void
test_an_error_of_others_is_looked_into (Fixture       *self,
                                        gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);

  fixture_script (self, 1, CS_FAKE_BROKEN);
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_UNKNOWN);

  run_in_a_while (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (self->world.n_probes, ==, 1);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
}

/* It asks nobody either: the keyring is unlocked by signing in to the machine. */
static void
test_a_locked_keyring_is_waited_for (Fixture       *self,
                                     gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsOutboxRow) row = NULL;

  self->world.prepare_fault = CS_FAKE_LOCKED;
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_PREPARING);

  self->world.prepare_fault = CS_FAKE_NONE;
  run_in_a_while (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
}

static void
test_a_look_waits_for_the_keyring (Fixture       *self,
                                   gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);

  fixture_script (self, 1, CS_FAKE_DROP);
  self->world.blind = 1;
  self->world.probe_fault = CS_FAKE_LOCKED;
  fixture_run_once (self);
  assert_state (self, target, 0, CS_OUTBOX_UNKNOWN);

  advance (self, 60);
  fixture_run_once (self);
  g_assert_cmpuint (self->world.n_probes, ==, 1);
  assert_state (self, target, 0, CS_OUTBOX_UNKNOWN);

  run_in_a_while (self);
  assert_state (self, target, 0, CS_OUTBOX_DONE);
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
}

/* Nobody unlocks it: what is in the way is said, and that nothing was published. */
static void
test_a_keyring_that_stays_locked_is_told (Fixture       *self,
                                          gconstpointer  data)
{
  g_autoptr(CsTarget) target = fixture_add_target (self, self->account, 1, START, 0);
  g_autoptr(CsOutboxRow) row = NULL;

  self->world.prepare_fault = CS_FAKE_LOCKED;

  while (cs_clock_now (self->clock) < START + 2 * 3600)
    {
      fixture_run_once (self);
      advance (self, 300);
    }

  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_cmpstr (row->sentence, ==, "Nothing went on for an hour and a half, and nothing was "
                                      "published. The keyring is locked");
}

/* The first call is slow, a look is made before it is done; what the second one names is gone. */
static CsTarget *
prepare_a_sent_one_anew (Fixture *self)
{
  CsTarget *target = fixture_add_target (self, self->account, 1, START, 0);

  fixture_script (self, 2, CS_FAKE_SLOW, CS_FAKE_NEW_UPLOAD);
  fixture_run_once (self);
  set_clock (self, 60);
  self->world.clock_ahead = 60;

  for (guint i = 0; i < 20 && self->world.n_commits < 2; i++)
    {
      fixture_run_once (self);
      advance (self, 1);
    }

  assert_state (self, target, 0, CS_OUTBOX_PREPARING);

  return target;
}

static void
test_what_was_sent_is_not_said_to_be_nowhere (Fixture       *self,
                                              gconstpointer  data)
{
  g_autoptr(CsTarget) target = prepare_a_sent_one_anew (self);
  g_autoptr(CsOutboxRow) row = fixture_row (self, target, 0);
  g_autoptr(CsOutboxRow) cancelled = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (cs_publisher_cancel (self->publisher, row->id, &error));
  cancelled = fixture_row (self, target, 0);
  g_assert_cmpint (cancelled->state, ==, CS_OUTBOX_CANCELLED);
  g_assert_nonnull (strstr (cancelled->sentence, "look there"));
  g_assert_cmpuint (fixture_copies (self, target, 0), ==, 1);
}

static void
test_a_refused_preparation_asks (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr(CsTarget) target = prepare_a_sent_one_anew (self);
  g_autoptr(CsOutboxRow) row = NULL;

  self->world.prepare_fault = CS_FAKE_REJECTED;
  run_in_a_while (self);
  row = fixture_row (self, target, 0);
  g_assert_cmpint (row->state, ==, CS_OUTBOX_NEEDS_YOU);
  g_assert_nonnull (strstr (row->sentence, "may be out"));
}

#define ADD(path, func) \
  g_test_add ("/outbox/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

CS_TESTS (outbox)
{
  ADD ("a-locked-keyring-sends-nothing", test_a_locked_keyring_sends_nothing);
  ADD ("an-error-of-others-is-looked-into", test_an_error_of_others_is_looked_into);
  ADD ("a-locked-keyring-is-waited-for", test_a_locked_keyring_is_waited_for);
  ADD ("a-look-waits-for-the-keyring", test_a_look_waits_for_the_keyring);
  ADD ("what-was-sent-is-not-said-to-be-nowhere", test_what_was_sent_is_not_said_to_be_nowhere);
  ADD ("a-refused-preparation-asks", test_a_refused_preparation_asks);
  ADD ("a-keyring-that-stays-locked-is-told", test_a_keyring_that_stays_locked_is_told);
}
