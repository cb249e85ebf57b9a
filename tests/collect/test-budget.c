/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-budget.h"
#include "cs-test.h"

#define NOW G_GINT64_CONSTANT (1800000000)
#define U   CS_UNKNOWN

/* One half of every kind of call is left alone, and the rest goes at a pace. */
static void
test_judges (void)
{
  static const struct
  {
    gint64          pools[6];    /* of each kind: in all, left */
    gint64          pace_left;
    gint64          rests_until;
    gboolean        is_publishing;
    guint           cost;
    CsBudgetVerdict verdict;
    gint64          wait;
  } table[] = {
    { { U, U, U, U, U, U }, 5, 0, FALSE, 1, CS_BUDGET_GO, 0 },
    { { 300, 300, 300, 300, 300, 300 }, 5, 0, FALSE, 2, CS_BUDGET_GO, 0 },
    { { 300, 151, U, U, U, U }, 5, 0, FALSE, 1, CS_BUDGET_GO, 0 },
    { { 300, 150, U, U, U, U }, 5, 0, FALSE, 1, CS_BUDGET_LIMITED, 60 },
    { { 300, 151, U, U, U, U }, 5, 0, FALSE, 2, CS_BUDGET_LIMITED, 60 },
    { { U, U, 300, 150, U, U }, 5, 0, FALSE, 1, CS_BUDGET_LIMITED, 60 },
    { { U, U, U, U, 301, 151 }, 5, 0, FALSE, 1, CS_BUDGET_LIMITED, 60 },
    { { U, U, U, U, 0, 0 }, 5, 0, FALSE, 1, CS_BUDGET_LIMITED, 60 },
    { { U, U, U, U, U, U }, 1, 0, FALSE, 1, CS_BUDGET_GO, 0 },
    { { U, U, U, U, U, U }, 0, 0, FALSE, 1, CS_BUDGET_PACED, 4 },
    { { U, U, U, U, U, U }, 1, 0, FALSE, 2, CS_BUDGET_PACED, 4 },
    { { U, U, U, U, U, U }, 0, 0, FALSE, 2, CS_BUDGET_PACED, 8 },
    { { U, U, U, U, U, U }, 5, NOW + 70, FALSE, 1, CS_BUDGET_RESTS, 70 },
    { { U, U, U, U, U, U }, 5, NOW, FALSE, 1, CS_BUDGET_GO, 0 },
    { { 300, 0, U, U, U, U }, 0, NOW + 70, TRUE, 1, CS_BUDGET_BUSY, 30 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      CsBudgetLook look = { .pace_left = table[i].pace_left, .rests_until = table[i].rests_until,
                            .is_publishing = table[i].is_publishing };
      gint64 not_before;

      for (guint k = 0; k < G_N_ELEMENTS (look.pools); k++)
        look.pools[k] = (CsBudgetPool) { table[i].pools[2 * k], table[i].pools[2 * k + 1] };

      g_test_message ("row %u", i);
      g_assert_cmpint (cs_budget_judge (&look, table[i].cost, NOW, &not_before), ==,
                       table[i].verdict);
      g_assert_cmpint (not_before, ==, table[i].wait > 0 ? NOW + table[i].wait : 0);
    }
}

/* What the bucket gives and what trickles in is no more than the promise in any minute. */
static void
test_pace (void)
{
  g_assert_cmpfloat (CS_BUDGET_PACE_CALLS + 60 * CS_BUDGET_PACE, <=, 20);
}

CS_TESTS (budget)
{
  g_test_add_func ("/collect/budget/judges", test_judges);
  g_test_add_func ("/collect/budget/pace", test_pace);
}
