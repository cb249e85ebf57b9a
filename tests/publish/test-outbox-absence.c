/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"

#include "cs-outbox-absence.h"
#include "cs-outbox-notes.h"
#include "rows.h"

static void
test_put_needs_one_look (void)
{
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) next = look (row, NOW + 3600 * 5, CS_PROOF_PUT);

  g_assert_cmpint (next->state, ==, CS_OUTBOX_INTENT);
  g_assert_cmpstr (next->key, ==, row->key);
}

static void
test_key_needs_one_look_while_young (void)
{
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) young = look (row, NOW + CS_OUTBOX_KEY_AGE - 1, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) old = look (row, NOW + CS_OUTBOX_KEY_AGE, CS_PROOF_KEY);

  g_assert_cmpint (young->state, ==, CS_OUTBOX_INTENT);
  g_assert_cmpstr (young->key, ==, row->key);
  g_assert_cmpint (old->state, ==, CS_OUTBOX_UNKNOWN);
}

static void
test_key_waits_for_the_first_look (void)
{
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_INTENT);
  g_autoptr(CsReply) lost = a_reply (CS_REPLY_PROBE);

  for (CsProof proof = CS_PROOF_KEY; proof <= CS_PROOF_LIST; proof++)
    {
      CsMoment now = at (NOW, proof);
      g_autoptr(CsOutboxRow) next = cs_outbox_row_committed (row, lost, &now);

      g_assert_cmpint (next->not_before, >=, NOW + CS_OUTBOX_FIRST_LOOK);
    }
}

static void
test_list_needs_two_looks (void)
{
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) first = look (row, NOW + 30, CS_PROOF_LIST);
  g_autoptr(CsOutboxRow) early = look (first, NOW + 89, CS_PROOF_LIST);
  g_autoptr(CsOutboxRow) second = look (early, NOW + 90, CS_PROOF_LIST);

  g_assert_cmpint (first->state, ==, CS_OUTBOX_UNKNOWN);
  g_assert_cmpint (first->not_before, ==, NOW + 90);
  g_assert_cmpint (early->state, ==, CS_OUTBOX_UNKNOWN);
  g_assert_cmpint (second->state, ==, CS_OUTBOX_INTENT);
  g_assert_cmpint (second->intent_at, ==, NOW + 90);
}

/* Looks of two losses do not add up, and a clock set back makes a look worthless. */
static void
test_looks_count_from_the_last_loss (void)
{
  CsMoment later = at (NOW + 40, CS_PROOF_LIST);
  g_autoptr(CsReply) lost = a_reply (CS_REPLY_PROBE);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) first = look (row, NOW + 30, CS_PROOF_LIST);
  g_autoptr(CsOutboxRow) sent = cs_record_copy (first);
  g_autoptr(CsOutboxRow) again = NULL;
  g_autoptr(CsOutboxRow) looked = NULL;
  g_autoptr(CsOutboxRow) back = NULL;

  sent->state = CS_OUTBOX_INTENT;
  again = cs_outbox_row_committed (sent, lost, &later);
  looked = look (again, NOW + 200, CS_PROOF_LIST);
  g_assert_cmpint (looked->state, ==, CS_OUTBOX_UNKNOWN);

  back = look (first, NOW - 500, CS_PROOF_LIST);
  g_assert_cmpint (back->state, ==, CS_OUTBOX_UNKNOWN);
  g_assert_cmpint (back->not_before, ==, NOW - 500 + CS_OUTBOX_SECOND_LOOK);
}

static CsOutboxRow *
look_before (const CsOutboxRow *row,
             gint64             wanted_at,
             CsProof            proof)
{
  g_autoptr(CsReply) absent = a_reply (CS_REPLY_ABSENT);
  CsMoment moment = at (NOW, proof);

  moment.wanted_at = wanted_at;

  return cs_outbox_row_probed (row, absent, &moment);
}

/* What a clock that was ahead sent is looked for again when it is due, and only then called anew;
 * a network that is to hold it gets it before. */
static void
test_what_was_sent_too_early_waits (void)
{
  for (CsProof proof = CS_PROOF_PUT; proof <= CS_PROOF_LIST; proof++)
    {
      g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
      g_autoptr(CsOutboxRow) early = look_before (row, NOW + 500, proof);
      g_autoptr(CsOutboxRow) due = look_before (row, NOW, proof);
      g_autoptr(CsOutboxRow) held = NULL;
      g_autoptr(CsOutboxRow) stopped = NULL;

      g_assert_cmpint (early->state, ==, CS_OUTBOX_UNKNOWN);
      g_assert_cmpint (early->not_before, ==, NOW + 500);
      g_assert_cmpint (due->not_before, <, NOW + 500);

      cs_outbox_note_set (row, CS_NOTE_EARLY, TRUE);
      held = look_before (row, NOW + 500, proof);
      g_assert_cmpint (held->not_before, <, NOW + 500);

      cs_outbox_note_clear (row, CS_NOTE_EARLY);
      cs_outbox_note_set (row, CS_NOTE_STOP, TRUE);
      stopped = look_before (row, NOW + 500, proof);
      g_assert_cmpint (stopped->not_before, ==, NOW + CS_OUTBOX_SECOND_LOOK);
    }
}

/* Two looks a minute apart by a clock that was set forward in between are one. */
static void
test_a_clock_set_forward_makes_no_minute (void)
{
  g_autoptr(CsReply) absent = a_reply (CS_REPLY_ABSENT);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) first = look (row, NOW + 30, CS_PROOF_LIST);
  g_autoptr(CsOutboxRow) second = NULL;
  g_autoptr(CsOutboxRow) third = NULL;
  CsMoment moment = at (NOW + 30 + 700, CS_PROOF_LIST);

  moment.boot -= 695;
  second = cs_outbox_row_probed (first, absent, &moment);
  g_assert_cmpint (second->state, ==, CS_OUTBOX_UNKNOWN);
  g_assert_cmpint (second->not_before, ==, moment.now + 55);

  moment.now += 55;
  moment.boot += 55;
  third = cs_outbox_row_probed (second, absent, &moment);
  g_assert_cmpint (third->state, ==, CS_OUTBOX_INTENT);
}

/* A refusal of the second call is none of the first, which a slow server may yet publish. */
static void
test_a_refusal_says_nothing_of_an_earlier_call (void)
{
  CsMoment later = at (NOW + 60, CS_PROOF_PUT);
  g_autoptr(CsReply) refusal = cs_reply_new (CS_REPLY_REJECTED, "Not this word");
  g_autoptr(CsReply) found = a_reply (CS_REPLY_DONE);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) again = look (row, NOW + 30, CS_PROOF_PUT);
  g_autoptr(CsOutboxRow) refused = NULL;
  g_autoptr(CsOutboxRow) first = NULL;
  g_autoptr(CsOutboxRow) second = NULL;
  g_autoptr(CsOutboxRow) out = NULL;

  g_assert_cmpint (again->state, ==, CS_OUTBOX_INTENT);
  refused = cs_outbox_row_committed (again, refusal, &later);
  g_assert_cmpint (refused->state, ==, CS_OUTBOX_UNKNOWN);

  first = look (refused, NOW + 100, CS_PROOF_PUT);
  g_assert_cmpint (first->state, ==, CS_OUTBOX_UNKNOWN);
  second = look (first, NOW + 160, CS_PROOF_PUT);
  g_assert_cmpint (second->state, ==, CS_OUTBOX_FAILED);
  g_assert_cmpstr (second->code, ==, "rejected");
  g_assert_cmpstr (second->sentence, ==, "Not this word");

  g_set_str (&found->remote_id, "1000");
  out = cs_outbox_row_probed (first, found, &later);
  g_assert_cmpint (out->state, ==, CS_OUTBOX_CONFIRMED);
}

static void
test_old_key_looks_again (void)
{
  CsMoment young = at (NOW + CS_OUTBOX_KEY_AGE - 1, CS_PROOF_KEY);
  CsMoment old = at (NOW + CS_OUTBOX_KEY_AGE, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) row = a_row (CS_OUTBOX_UNKNOWN);
  g_autoptr(CsOutboxRow) sent = look (row, NOW + 30, CS_PROOF_KEY);
  g_autoptr(CsOutboxRow) fresh = a_row (CS_OUTBOX_INTENT);

  g_assert_false (cs_outbox_row_key_is_old (sent, &young));
  g_assert_true (cs_outbox_row_key_is_old (sent, &old));
  g_assert_false (cs_outbox_row_key_is_old (fresh, &old));
}

CS_TESTS (outbox_absence)
{
  g_test_add_func ("/outbox-absence/put-needs-one-look", test_put_needs_one_look);
  g_test_add_func ("/outbox-absence/young-key-needs-one-look", test_key_needs_one_look_while_young);
  g_test_add_func ("/outbox-absence/first-look-waits", test_key_waits_for_the_first_look);
  g_test_add_func ("/outbox-absence/list-needs-two-looks", test_list_needs_two_looks);
  g_test_add_func ("/outbox-absence/looks-count-from-the-last-loss",
                   test_looks_count_from_the_last_loss);
  g_test_add_func ("/outbox-absence/what-was-sent-too-early-waits",
                   test_what_was_sent_too_early_waits);
  g_test_add_func ("/outbox-absence/a-clock-set-forward-makes-no-minute",
                   test_a_clock_set_forward_makes_no_minute);
  g_test_add_func ("/outbox-absence/a-refusal-says-nothing-of-an-earlier-call",
                   test_a_refusal_says_nothing_of_an_earlier_call);
  g_test_add_func ("/outbox-absence/old-key-looks-again", test_old_key_looks_again);
}
