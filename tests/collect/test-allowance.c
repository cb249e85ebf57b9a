/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-allowance.h"
#include "cs-meta-store.h"
#include "cs-outbox-store.h"
#include "cs-target-store.h"
#include "cs-test.h"
#include "fixture.h"

/* What a call that counts would be told in this transaction. */
static CsBudgetVerdict
take (CsTx            *tx,
      const CsAccount *account)
{
  g_autoptr(GError) error = NULL;
  CsBudgetVerdict verdict;
  gint64 not_before;

  g_assert_true (cs_allowance_take (tx, account, 1, &verdict, &not_before, &error));
  g_assert_no_error (error);

  return verdict;
}

static void
pause_publishing (CsTx *tx)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (cs_meta_store_set (tx, CS_META_PAUSED, "1", &error));
}

/* A row of the account that stands so, and is to go on in @wait seconds. */
static void
claim (CsTx          *tx,
       CsOutboxState  state,
       gint64         wait)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTarget) target = cs_target_store_find (tx, "planned", &error);
  g_autoptr(GPtrArray) rows = cs_records_new ();
  CsOutboxRow *row = cs_record_new (CS_RECORD_OUTBOX_ROW);

  row->id = g_strdup ("row");
  row->target_id = g_strdup (target->id);
  row->post_id = g_strdup (target->post_id);
  row->account_id = g_strdup (target->account_id);
  row->part = 0;
  row->state = state;
  row->not_before = wait != CS_UNKNOWN ? START + wait : CS_UNKNOWN;
  g_ptr_array_add (rows, row);
  g_assert_true (cs_outbox_store_claim (tx, target, rows, &error));
  g_assert_no_error (error);
}

/* What goes out, or will in two minutes, comes first. */
static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  static const struct
  {
    CsOutboxState   state;
    gint64          wait;
    gboolean        is_paused;
    gboolean        is_another;
    CsBudgetVerdict verdict;
  } table[] = {
    { CS_OUTBOX_CLAIMED, 0, FALSE, FALSE, CS_BUDGET_BUSY },
    { CS_OUTBOX_CLAIMED, CS_UNKNOWN, FALSE, FALSE, CS_BUDGET_BUSY },
    { CS_OUTBOX_PREPARING, -7200, FALSE, FALSE, CS_BUDGET_BUSY },
    { CS_OUTBOX_UNKNOWN, 120, FALSE, FALSE, CS_BUDGET_BUSY },
    { CS_OUTBOX_UNKNOWN, 121, FALSE, FALSE, CS_BUDGET_GO },
    { CS_OUTBOX_CLAIMED, 0, FALSE, TRUE, CS_BUDGET_GO },
    { CS_OUTBOX_HANDED_OFF, 0, FALSE, FALSE, CS_BUDGET_BUSY },
    { CS_OUTBOX_HANDED_OFF, 3600, FALSE, FALSE, CS_BUDGET_GO },
    { CS_OUTBOX_NEEDS_YOU, 0, FALSE, FALSE, CS_BUDGET_GO },
    { CS_OUTBOX_FAILED, 0, FALSE, FALSE, CS_BUDGET_GO },
    { CS_OUTBOX_DONE, 0, FALSE, FALSE, CS_BUDGET_GO },
    { CS_OUTBOX_CLAIMED, 0, TRUE, FALSE, CS_BUDGET_GO },
    { CS_OUTBOX_INTENT, 0, TRUE, FALSE, CS_BUDGET_GO },
    { CS_OUTBOX_UNKNOWN, 0, TRUE, FALSE, CS_BUDGET_BUSY },
  };
  g_autoptr(CsAccount) other = fixture_add_account (fixture);

  fixture_plan (fixture, "planned", START);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);

      g_test_message ("row %u", i);
      claim (tx, table[i].state, table[i].wait);
      if (table[i].is_paused)
        pause_publishing (tx);
      g_assert_cmpint (take (tx, table[i].is_another ? other : fixture->account), ==,
                       table[i].verdict);
    }
}

/* So does what is planned; but not what should be out for long, nor during a pause. */
static void
test_targets (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct { gint64 moment; CsBudgetVerdict verdict; } table[] = {
    { 0, CS_BUDGET_GO },
    { HOUR - 121, CS_BUDGET_GO },
    { HOUR - 120, CS_BUDGET_BUSY },
    { HOUR, CS_BUDGET_BUSY },
    { HOUR + 599, CS_BUDGET_BUSY },
    { HOUR + 600, CS_BUDGET_GO },
  };
  g_autoptr(CsAccount) other = fixture_add_account (fixture);

  fixture_plan (fixture, "planned", START + HOUR);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);

      g_test_message ("row %u", i);
      cs_clock_step (fixture->clock, (START + table[i].moment) * G_USEC_PER_SEC
                                     - cs_clock_now_usec (fixture->clock));
      g_assert_cmpint (take (tx, other), ==, CS_BUDGET_GO);
      g_assert_cmpint (take (tx, fixture->account), ==, table[i].verdict);
      pause_publishing (tx);
      g_assert_cmpint (take (tx, fixture->account), ==, CS_BUDGET_GO);
    }
}

#define ADD(name, func) \
  g_test_add ("/collect/allowance/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

CS_TESTS (allowance)
{
  ADD ("rows", test_rows);
  ADD ("targets", test_targets);
}
