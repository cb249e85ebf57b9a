/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-outbox-claim.h"
#include "cs-outbox-notes.h"
#include "cs-timing.h"

#define NOW G_GINT64_CONSTANT (1800000000)

/* A call for a post that is due then, at a network that can hold posts, or cannot. */
static CsOutboxCall *
a_call (gint64   due,
        gboolean can_schedule)
{
  CsOutboxCall *call = g_new0 (CsOutboxCall, 1);

  call->account = cs_record_new (CS_RECORD_ACCOUNT);
  call->account->can_schedule = can_schedule;
  call->account->state = CS_ACCOUNT_READY;
  call->post = cs_record_new (CS_RECORD_POST);
  call->target = cs_record_new (CS_RECORD_TARGET);
  call->target->due = due;
  call->target->lateness = CS_LATE_DROP;
  call->row = cs_record_new (CS_RECORD_OUTBOX_ROW);
  call->row->due = due;
  call->row->part = 0;

  return call;
}

static void
freeze (CsOutboxCall *call,
        gboolean      hands_over)
{
  g_set_str (&call->row->body, "{}");
  if (hands_over)
    cs_outbox_note_set (call->row, CS_NOTE_EARLY, TRUE);
}

/* What was late and has its turn later is wanted when it was wanted first. */
static void
test_a_turn_makes_nothing_early (void)
{
  g_autoptr(CsOutboxCall) call = a_call (NOW - 600, FALSE);

  call->row->due = NOW + 300;
  g_assert_cmpint (cs_timing_wanted_at (call), ==, NOW - 600);
  g_assert_false (cs_timing_is_early (call, NOW));
}

/* Five minutes ahead, and the minute from here to the network's own look at the time. */
static void
test_what_its_network_cannot_hold_is_early (void)
{
  static const struct { gint64 ahead; gboolean can_schedule, is_early; } cases[] = {
    { 3600, TRUE, FALSE }, { 3600, FALSE, TRUE }, { CS_CLAIM_HAND_OVER_MIN + 61, TRUE, FALSE },
    { CS_CLAIM_HAND_OVER_MIN + 60, TRUE, TRUE }, { 1, TRUE, TRUE }, { 0, TRUE, FALSE },
    { -60, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsOutboxCall) call = a_call (NOW + cases[i].ahead, cases[i].can_schedule);

      g_assert_cmpint (cs_timing_is_early (call, NOW), ==, cases[i].is_early);

      /* What is frozen was not early; whether it still fits is another question. */
      freeze (call, FALSE);
      g_assert_false (cs_timing_is_early (call, NOW));
    }
}

static void
test_a_body_that_fits_no_more_is_stale (void)
{
  static const struct { gint64 ahead; gboolean hands_over, is_stale; } cases[] = {
    { 3600, TRUE, FALSE }, { 300, TRUE, TRUE }, { 0, TRUE, TRUE }, { 3600, FALSE, TRUE },
    { 0, FALSE, FALSE }, { -60, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsOutboxCall) call = a_call (NOW + cases[i].ahead, TRUE);

      g_assert_false (cs_timing_is_stale (call, NOW));
      freeze (call, cases[i].hands_over);
      g_assert_cmpint (cs_timing_is_stale (call, NOW), ==, cases[i].is_stale);

      /* What may have left stays as it was sent, unless it asks for what is refused now. */
      cs_outbox_note_set (call->row, CS_NOTE_SENT, TRUE);
      g_assert_cmpint (cs_timing_is_stale (call, NOW), ==,
                       cases[i].is_stale && cases[i].hands_over);
    }
}

/* A part is late from when the part before it was known to be out, and never merely dropped. */
static void
test_a_thread_is_late_from_its_part_before (void)
{
  g_autoptr(CsOutboxCall) first = a_call (NOW - 7200, FALSE);
  g_autoptr(CsOutboxCall) next = a_call (NOW - 7200, FALSE);

  g_assert_cmpint (cs_timing_lateness (first, NOW), ==, CS_LATE_MISSED);

  next->row->part = 1;
  g_assert_cmpint (cs_timing_lateness (next, NOW), ==, CS_LATE_TO_ASK);

  next->parent = cs_record_new (CS_RECORD_OUTBOX_ROW);
  next->parent->updated_at = NOW - 60;
  g_assert_cmpint (cs_timing_lateness (next, NOW), ==, CS_LATE_NOT);
}

CS_TESTS (timing)
{
  g_test_add_func ("/timing/a-turn-makes-nothing-early", test_a_turn_makes_nothing_early);
  g_test_add_func ("/timing/what-its-network-cannot-hold-is-early",
                   test_what_its_network_cannot_hold_is_early);
  g_test_add_func ("/timing/a-body-that-fits-no-more-is-stale",
                   test_a_body_that_fits_no_more_is_stale);
  g_test_add_func ("/timing/a-thread-is-late-from-its-part-before",
                   test_a_thread_is_late_from_its_part_before);
}
