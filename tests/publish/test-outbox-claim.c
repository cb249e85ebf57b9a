/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fixture.h"

#include "cs-bucket-store.h"
#include "cs-outbox-claim.h"
#include "cs-test.h"

/* Claims a post that is due now; what is left of a bucket, and when its row may go. */
static gint64
claim (Fixture    *fixture,
       const char *scope,
       gint64     *not_before)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTarget) target = fixture_add_target (fixture, fixture->account, 1,
                                                   cs_clock_now (fixture->clock), CS_LATE_ASK);
  g_autoptr(CsOutboxRow) row = NULL;
  g_autoptr(CsTx) tx = NULL;
  gint64 capacity, left;

  cs_claim_target (fixture->db, target, cs_clock_now_usec (fixture->clock), &error);
  g_assert_no_error (error);
  row = fixture_row (fixture, target, 0);
  *not_before = row->not_before;
  tx = cs_tx_begin_read (fixture->db, &error);
  cs_bucket_store_left (tx, fixture->account->id, scope, &capacity, &left, &error);
  g_assert_no_error (error);

  return left;
}

static void
report_failures (Fixture *fixture,
                 guint    n)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);

  for (guint i = 0; i < n; i++)
    g_assert_true (cs_breaker_store_report (tx, fixture->account->id, fixture->account->host,
                                            FALSE, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

static void
tell (Fixture *fixture,
      gint64   left,
      gint64   reset_at)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);

  g_assert_true (cs_bucket_store_report (tx, fixture->account->id, "told", 300, left, reset_at,
                                         &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

static void
test_each_claim_takes_a_token (Fixture       *fixture,
                               gconstpointer  data)
{
  gint64 not_before;

  g_assert_cmpint (claim (fixture, "publish", &not_before), ==, 299);
  g_assert_cmpint (not_before, ==, 0);
  g_assert_cmpint (claim (fixture, "publish", &not_before), ==, 298);
}

static void
test_an_open_breaker_spends_nothing (Fixture       *fixture,
                                     gconstpointer  data)
{
  gint64 not_before;

  tell (fixture, 10, START + 3600);
  report_failures (fixture, 5);
  g_assert_cmpint (claim (fixture, "publish", &not_before), ==, 300);
  g_assert_cmpint (not_before, ==, START + 60);
  g_assert_cmpint (claim (fixture, "told", &not_before), ==, 10);
}

/* The documents would let it go, and the breaker sooner; the network itself does not. */
static void
test_the_longest_wait_counts (Fixture       *fixture,
                              gconstpointer  data)
{
  gint64 not_before;

  tell (fixture, 0, START + 600);
  g_assert_cmpint (claim (fixture, "publish", &not_before), ==, 300);
  g_assert_cmpint (not_before, ==, START + 600);

  report_failures (fixture, 5);
  g_assert_cmpint (claim (fixture, "publish", &not_before), ==, 300);
  g_assert_cmpint (not_before, ==, START + 600);
}

/* A reset that is months away is a mistake of somebody’s. */
static void
test_no_network_is_waited_for_longer_than_a_day (Fixture       *fixture,
                                                 gconstpointer  data)
{
  gint64 not_before;

  tell (fixture, 0, START + 300 * 86400);
  claim (fixture, "publish", &not_before);
  g_assert_cmpint (not_before, ==, START + 86400);

  /* Nor does the next post wait for a day of its own. */
  advance (fixture, 3600);
  claim (fixture, "publish", &not_before);
  g_assert_cmpint (not_before, ==, START + 86400);
  advance (fixture, 86400 - 3600);
  claim (fixture, "publish", &not_before);
  g_assert_cmpint (not_before, ==, 0);
}

static void
add (const char *name,
     void      (*func) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/publish/claim/%s", name);

  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down);
}

CS_TESTS (outbox_claim)
{
  add ("no-network-is-waited-for-longer-than-a-day",
       test_no_network_is_waited_for_longer_than_a_day);
  add ("each-claim-takes-a-token", test_each_claim_takes_a_token);
  add ("an-open-breaker-spends-nothing", test_an_open_breaker_spends_nothing);
  add ("the-longest-wait-counts", test_the_longest_wait_counts);
}
