/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-sample.h"
#include "cs-stmt.h"
#include "cs-test.h"
#include "cs-tx.h"
#include "fixture.h"

#define MINUTE G_GINT64_CONSTANT (60)

static void
run_sql (Fixture    *fixture,
         const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);
  g_autoptr(CsStmt) statement = NULL;

  g_assert_no_error (error);
  statement = cs_tx_prepare (tx, sql);
  g_assert_true (cs_stmt_run (statement, &error));
  g_clear_pointer (&statement, cs_stmt_free);
  g_assert_true (cs_tx_commit (&tx, &error));
}

/* What of all that counting writes cannot be written. */
typedef enum
{
  BREAK_ALL,
  BREAK_BEAT,       /* but why there are no numbers can be */
  BREAK_SAMPLES,
} Break;

static void
break_store (Fixture       *fixture,
             gconstpointer  what)
{
  static const char *const events[] = {
    [BREAK_ALL] = "INSERT ON meta",
    [BREAK_BEAT] = "UPDATE ON meta",
    [BREAK_SAMPLES] = "INSERT ON sample",
  };
  g_autofree char *sql =
    g_strdup_printf ("CREATE TRIGGER no BEFORE %s BEGIN SELECT raise (ABORT, 'no room'); END",
                     events[GPOINTER_TO_INT (what)]);

  run_sql (fixture, sql);
}

/* As the service does with what went wrong. */
static void
fail_until (Fixture *fixture,
            gint64   moment)
{
  while (cs_clock_now (fixture->clock) < moment)
    {
      gint64 now = cs_clock_now (fixture->clock);
      g_autoptr(GError) error = NULL;

      if (!cs_collector_run_once (fixture->collector, &fixture->next_at, NULL, &error))
        g_assert_error (error, CS_ERROR, CS_ERROR_STORE);

      fixture_sleep (fixture, MIN (now + 300, moment) - now);
    }
}

static void
mend_store (Fixture *fixture)
{
  run_sql (fixture, "DROP TRIGGER no");
}

/* Of the account; one that the store was in the way of says so in the store’s words. */
static void
assert_told (Fixture    *fixture,
             guint       index,
             const char *code,
             gint64      from,
             gint64      until)
{
  g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
  const CsGap *gap;

  assert_near (fixture, index, code, FALSE, from, until);
  gap = g_ptr_array_index (gaps, index);
  g_assert_cmpint (strstr (gap->sentence, "no room") != NULL, ==, g_str_equal (code, "store"));
}

/* What could not be written for want of room says so, as soon as it can: it ran all the while. */
static void
test_told_afterwards (Fixture       *fixture,
                      gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR - MINUTE);
  break_store (fixture, data);
  fail_until (fixture, START + 4 * HOUR);
  mend_store (fixture);
  fixture_run_until (fixture, START + 6 * HOUR);

  assert_n_gaps (fixture, 1);
  assert_told (fixture, 0, "store", HOUR, 4 * HOUR);
}

/* It slept before, in between and afterwards: each has its part. */
static void
test_beside_sleep (Fixture       *fixture,
                   gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR - MINUTE);
  break_store (fixture, data);
  fixture_sleep (fixture, 2 * HOUR);
  fail_until (fixture, START + 4 * HOUR);
  fixture_sleep (fixture, 2 * HOUR);
  fail_until (fixture, START + 7 * HOUR);
  fixture_sleep (fixture, 2 * HOUR);
  mend_store (fixture);
  fixture_run_until (fixture, START + 10 * HOUR);

  assert_n_gaps (fixture, 5);
  assert_told (fixture, 0, "not-running", HOUR, 3 * HOUR);
  assert_told (fixture, 1, "store", 3 * HOUR, 4 * HOUR);
  assert_told (fixture, 2, "not-running", 4 * HOUR, 6 * HOUR);
  assert_told (fixture, 3, "store", 6 * HOUR, 7 * HOUR);
  assert_told (fixture, 4, "not-running", 7 * HOUR, 9 * HOUR);
}

/* What costs no slot is no gap. */
static void
test_costs_nothing (Fixture       *fixture,
                    gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR + MINUTE);
  break_store (fixture, data);
  fail_until (fixture, START + HOUR + 14 * MINUTE);
  mend_store (fixture);
  fixture_run_until (fixture, START + 3 * HOUR);
  assert_n_gaps (fixture, 0);

  /* And what comes later has its own reason. */
  fixture_sleep (fixture, 3 * HOUR);
  fixture_run_until (fixture, START + 7 * HOUR);
  assert_n_gaps (fixture, 1);
  assert_told (fixture, 0, "not-running", 3 * HOUR, 6 * HOUR);
}

/* What was counted since a backup to which the workspace went back is not there any more, and
 * cannot be counted again; what came afterwards has its own reason. */
static void
test_restored (Fixture       *fixture,
               gconstpointer  data)
{
  gboolean breaks = GPOINTER_TO_INT (data);
  g_autofree char *backup = NULL;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR - MINUTE);
  backup = fixture_back_up (fixture);
  fixture_run_until (fixture, START + 5 * HOUR);
  assert_n_gaps (fixture, 0);

  fixture_go_back (fixture, backup);
  fixture_sleep (fixture, 2 * HOUR);
  if (breaks)
    {
      break_store (fixture, GINT_TO_POINTER (BREAK_ALL));
      fail_until (fixture, START + 8 * HOUR);
      mend_store (fixture);
    }
  fixture_run_until (fixture, START + 9 * HOUR);
  assert_n_gaps (fixture, breaks ? 3 : 2);
  assert_told (fixture, 0, "restored", HOUR, 5 * HOUR);
  assert_told (fixture, 1, "not-running", 5 * HOUR, 7 * HOUR);
  if (breaks)
    assert_told (fixture, 2, "store", 7 * HOUR, 8 * HOUR);

  /* It is told once. */
  fixture_restart (fixture);
  fixture_sleep (fixture, 2 * HOUR);
  fixture_run_until (fixture, START + 12 * HOUR);
  assert_n_gaps (fixture, breaks ? 4 : 3);
}

/* It is back at once: that is no sleep. */
static void
test_restored_at_once (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *backup = NULL;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR - MINUTE);
  backup = fixture_back_up (fixture);
  fixture_run_until (fixture, START + 5 * HOUR);
  fixture_go_back (fixture, backup);
  fixture_run_until (fixture, START + 6 * HOUR);
  assert_n_gaps (fixture, 1);
  assert_told (fixture, 0, "restored", HOUR, 5 * HOUR);
}

#define ADD(name, func, data) \
  g_test_add ("/collect/spell/" name, Fixture, GINT_TO_POINTER (data), fixture_set_up, func, \
              fixture_tear_down)

CS_TESTS (collector_spell)
{
  ADD ("told-afterwards", test_told_afterwards, BREAK_ALL);
  ADD ("told-afterwards-beat", test_told_afterwards, BREAK_BEAT);
  ADD ("told-afterwards-samples", test_told_afterwards, BREAK_SAMPLES);
  ADD ("beside-sleep", test_beside_sleep, BREAK_ALL);
  ADD ("beside-sleep-beat", test_beside_sleep, BREAK_BEAT);
  ADD ("beside-sleep-samples", test_beside_sleep, BREAK_SAMPLES);
  ADD ("restored", test_restored, FALSE);
  ADD ("restored-to-a-full-disk", test_restored, TRUE);
  ADD ("restored-at-once", test_restored_at_once, FALSE);
  ADD ("costs-nothing", test_costs_nothing, BREAK_ALL);
  ADD ("costs-nothing-beat", test_costs_nothing, BREAK_BEAT);
  ADD ("costs-nothing-samples", test_costs_nothing, BREAK_SAMPLES);
}
