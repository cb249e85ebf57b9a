/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-store-fixture.h"
#include "cs-target-store.h"
#include "cs-test.h"

/* A post that is due, and what would carry it out. */
typedef struct
{
  CsAccount *account;
  CsPost    *post;
  CsTarget  *target;
  GPtrArray *rows;
} Due;

static void
set_up_due (Due   *due,
            Store *store,
            guint  parts)
{
  CsTx *tx = begin (store);

  due->account = new_account (store, "@ana@example.social");
  due->post = new_post (store, "Cat");
  due->target = new_target (store, due->post, due->account, NOW);
  due->rows = cs_records_new ();
  save_account (tx, due->account);
  save_post (tx, due->post);
  save_target (tx, due->target);
  commit (&tx);

  for (guint i = 0; i < parts; i++)
    g_ptr_array_add (due->rows, new_row (store, due->target, i));
}

static void
due_clear (Due *due)
{
  cs_record_unref (due->account);
  cs_record_unref (due->post);
  cs_record_unref (due->target);
  g_ptr_array_unref (due->rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Due, due_clear)

static CsOutboxRow *
moved (const CsOutboxRow *row,
       CsOutboxState      state)
{
  CsOutboxRow *next = cs_record_copy (row);

  next->state = state;
  next->updated_at++;

  return next;
}

static void
move_to (CsTx          *tx,
         const char    *id,
         CsOutboxState  state)
{
  g_autoptr(CsOutboxRow) row = cs_outbox_store_find (tx, id, NULL);
  g_autoptr(CsOutboxRow) next = moved (row, state);

  assert_holds (cs_outbox_store_move (tx, row, next, why));
}

static CsTargetState
state_of (CsTx       *tx,
          const char *id)
{
  g_autoptr(CsTarget) target = cs_target_store_find (tx, id, NULL);

  return target->state;
}

static void
test_claim_bears_rows (Store         *store,
                       gconstpointer  data)
{
  g_auto(Due) due = { 0, };
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GPtrArray) active = NULL;
  g_autoptr(GPtrArray) of_target = NULL;
  g_autoptr(GArray) moves = NULL;

  set_up_due (&due, store, 2);
  tx = begin (store);
  assert_holds (cs_outbox_store_claim (tx, due.target, due.rows, why));
  g_assert_cmpint (state_of (tx, due.target->id), ==, CS_TARGET_CLAIMED);
  g_assert_cmpint (cs_target_store_next_due (tx, NULL), ==, CS_UNKNOWN);

  active = cs_outbox_store_list_active (tx, NULL);
  of_target = cs_outbox_store_list_for (tx, due.target->id, NULL);
  g_assert_cmpuint (active->len, ==, 2);
  g_assert_cmpuint (of_target->len, ==, 2);
  g_assert_true (cs_record_equal (g_ptr_array_index (active, 1), due.rows->pdata[1]));

  moves = cs_outbox_store_list_moves (tx, ((CsOutboxRow *) due.rows->pdata[0])->id, NULL);
  g_assert_cmpuint (moves->len, ==, 1);
  g_assert_true (g_array_index (moves, CsOutboxMove, 0).is_birth);
}

static void
test_claim_takes_only_what_it_read (Store         *store,
                                    gconstpointer  data)
{
  g_auto(Due) due = { 0, };
  g_autoptr(CsTarget) later = NULL;
  g_autoptr(GPtrArray) active = NULL;
  g_autoptr(CsTx) tx = NULL;

  set_up_due (&due, store, 1);
  tx = begin (store);
  later = cs_record_copy (due.target);
  later->due += 3600;
  save_target (tx, later);
  assert_fails (cs_outbox_store_claim (tx, due.target, due.rows, why), CS_ERROR_INVALID);

  later->state = CS_TARGET_DRAFT;
  save_target (tx, later);
  assert_fails (cs_outbox_store_claim (tx, later, due.rows, why), CS_ERROR_INVALID);
  active = cs_outbox_store_list_active (tx, NULL);
  g_assert_cmpuint (active->len, ==, 0);
}

typedef struct
{
  Store *store;
  Due   *due;
  gint  *winners;
} Claimer;

static gpointer
try_to_claim (gpointer data)
{
  Claimer *claimer = data;
  g_autoptr(GPtrArray) rows = cs_records_new ();
  g_autoptr(GError) error = NULL;
  CsTx *tx = begin (claimer->store);

  g_ptr_array_add (rows, new_row (claimer->store, claimer->due->target, 0));

  if (cs_outbox_store_claim (tx, claimer->due->target, rows, &error))
    {
      commit (&tx);
      g_atomic_int_inc (claimer->winners);
    }
  else
    {
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      cs_tx_free (tx);
    }

  return NULL;
}

static void
test_of_eight_that_claim_one_wins (Store         *store,
                                   gconstpointer  data)
{
  g_auto(Due) due = { 0, };
  gint winners = 0;
  Claimer claimer = { store, &due, &winners };
  GThread *threads[8];
  g_autoptr(GPtrArray) active = NULL;
  g_autoptr(CsTx) tx = NULL;

  set_up_due (&due, store, 0);

  for (guint i = 0; i < 8; i++)
    threads[i] = g_thread_new ("claimer", try_to_claim, &claimer);
  for (guint i = 0; i < 8; i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (winners, ==, 1);
  tx = begin_read (store);
  active = cs_outbox_store_list_active (tx, NULL);
  g_assert_cmpuint (active->len, ==, 1);
}

static void
test_claimed_target_is_out_of_reach (Store         *store,
                                     gconstpointer  data)
{
  g_auto(Due) due = { 0, };
  g_autoptr(CsTarget) claimed = NULL;
  g_autoptr(CsTx) tx = NULL;

  set_up_due (&due, store, 1);
  tx = begin (store);
  claimed = cs_record_copy (due.target);
  claimed->state = CS_TARGET_CLAIMED;
  assert_fails (cs_target_store_save (tx, claimed, why), CS_ERROR_INVALID);

  assert_holds (cs_outbox_store_claim (tx, due.target, due.rows, why));
  assert_fails (cs_target_store_save (tx, due.target, why), CS_ERROR_INVALID);
  assert_fails (cs_target_store_remove (tx, due.target->id, why), CS_ERROR_INVALID);
  assert_fails (cs_post_store_remove (tx, due.post->id, why), CS_ERROR_INVALID);
  assert_fails (cs_account_store_remove (tx, due.account->id, why), CS_ERROR_INVALID);
}

static void
test_move_needs_the_row_as_it_was_read (Store         *store,
                                        gconstpointer  data)
{
  g_auto(Due) due = { 0, };
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(CsOutboxRow) preparing = NULL;
  g_autoptr(CsOutboxRow) failed = NULL;
  g_autoptr(CsOutboxRow) found = NULL;
  g_autoptr(GArray) moves = NULL;
  const CsOutboxRow *row;
  const CsOutboxMove *last;

  set_up_due (&due, store, 1);
  row = due.rows->pdata[0];
  tx = begin (store);
  assert_holds (cs_outbox_store_claim (tx, due.target, due.rows, why));

  preparing = moved (row, CS_OUTBOX_PREPARING);
  g_set_str (&preparing->sentence, "Uploading");
  assert_holds (cs_outbox_store_move (tx, row, preparing, why));

  failed = moved (row, CS_OUTBOX_FAILED);
  assert_fails (cs_outbox_store_move (tx, row, failed, why), CS_ERROR_INVALID);

  found = cs_outbox_store_find (tx, row->id, NULL);
  g_assert_true (cs_record_equal (found, preparing));
  moves = cs_outbox_store_list_moves (tx, row->id, NULL);
  g_assert_cmpuint (moves->len, ==, 2);
  last = &g_array_index (moves, CsOutboxMove, 1);
  g_assert_cmpint (last->from, ==, CS_OUTBOX_CLAIMED);
  g_assert_cmpint (last->to, ==, CS_OUTBOX_PREPARING);
  g_assert_cmpstr (last->sentence, ==, "Uploading");
}

static void
test_lists_leave_out_what_has_ended (Store         *store,
                                     gconstpointer  data)
{
  g_auto(Due) due = { 0, };
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(GPtrArray) active = NULL;
  g_autoptr(GPtrArray) recent = NULL;

  set_up_due (&due, store, 3);
  tx = begin (store);
  assert_holds (cs_outbox_store_claim (tx, due.target, due.rows, why));
  move_to (tx, ((CsOutboxRow *) due.rows->pdata[0])->id, CS_OUTBOX_DONE);
  move_to (tx, ((CsOutboxRow *) due.rows->pdata[1])->id, CS_OUTBOX_NEEDS_YOU);

  active = cs_outbox_store_list_active (tx, NULL);
  g_assert_cmpuint (active->len, ==, 2);
  recent = cs_outbox_store_list_recent (tx, 2, NULL);
  g_assert_cmpuint (recent->len, ==, 2);
  g_assert_cmpstr (((CsOutboxRow *) recent->pdata[0])->id, ==,
                   ((CsOutboxRow *) due.rows->pdata[2])->id);
}

static void
test_failed_goes_back_to_planning (Store         *store,
                                   gconstpointer  data)
{
  g_auto(Due) due = { 0, };
  g_autoptr(CsTx) tx = NULL;
  g_autoptr(CsTarget) again = NULL;
  g_autoptr(GPtrArray) active = NULL;
  g_autoptr(GPtrArray) rows = cs_records_new ();
  g_autoptr(GPtrArray) all = NULL;

  set_up_due (&due, store, 2);
  tx = begin (store);
  assert_holds (cs_outbox_store_claim (tx, due.target, due.rows, why));
  move_to (tx, ((CsOutboxRow *) due.rows->pdata[0])->id, CS_OUTBOX_FAILED);

  again = cs_record_copy (due.target);
  again->due += 3600;
  assert_holds (cs_outbox_store_replan (tx, again, why));
  g_assert_cmpint (state_of (tx, again->id), ==, CS_TARGET_SCHEDULED);
  g_assert_cmpint (cs_target_store_next_due (tx, NULL), ==, NOW + 3600);
  active = cs_outbox_store_list_active (tx, NULL);
  g_assert_cmpuint (active->len, ==, 0);
  assert_fails (cs_outbox_store_replan (tx, again, why), CS_ERROR_INVALID);

  g_ptr_array_add (rows, new_row (store, again, 0));
  assert_holds (cs_outbox_store_claim (tx, again, rows, why));
  all = cs_outbox_store_list_for (tx, again->id, NULL);
  g_assert_cmpuint (all->len, ==, 3);
}

/* Else a part would go out twice. */
static void
test_what_may_be_out_is_not_planned_again (Store         *store,
                                           gconstpointer  data)
{
  static const CsOutboxState states[] = { CS_OUTBOX_INTENT, CS_OUTBOX_UNKNOWN,
    CS_OUTBOX_CONFIRMED, CS_OUTBOX_HANDED_OFF, CS_OUTBOX_NEEDS_YOU, CS_OUTBOX_DONE };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_auto(Due) due = { 0, };
      g_autoptr(CsTx) tx = NULL;

      set_up_due (&due, store, 2);
      tx = begin (store);
      assert_holds (cs_outbox_store_claim (tx, due.target, due.rows, why));
      move_to (tx, ((CsOutboxRow *) due.rows->pdata[0])->id, states[i]);
      move_to (tx, ((CsOutboxRow *) due.rows->pdata[1])->id, CS_OUTBOX_FAILED);
      assert_fails (cs_outbox_store_replan (tx, due.target, why), CS_ERROR_INVALID);
    }
}

CS_TESTS (outbox_store)
{
  STORE_TEST ("/store/outbox/claim-bears-rows", test_claim_bears_rows);
  STORE_TEST ("/store/outbox/claim-takes-only-what-it-read", test_claim_takes_only_what_it_read);
  STORE_TEST ("/store/outbox/of-eight-that-claim-one-wins", test_of_eight_that_claim_one_wins);
  STORE_TEST ("/store/outbox/claimed-target-is-out-of-reach", test_claimed_target_is_out_of_reach);
  STORE_TEST ("/store/outbox/move-needs-the-row-as-it-was-read",
              test_move_needs_the_row_as_it_was_read);
  STORE_TEST ("/store/outbox/lists-leave-out-what-has-ended", test_lists_leave_out_what_has_ended);
  STORE_TEST ("/store/outbox/failed-goes-back-to-planning", test_failed_goes_back_to_planning);
  STORE_TEST ("/store/outbox/what-may-be-out-is-not-planned-again",
              test_what_may_be_out_is_not_planned_again);
}
