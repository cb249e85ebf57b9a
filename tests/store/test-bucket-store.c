/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bucket-store.h"
#include "cs-error.h"
#include "cs-store-fixture.h"
#include "cs-test.h"

static gint64
take (Store *store)
{
  CsTx *tx = begin (store);
  gint64 not_before = -1;

  assert_holds (cs_bucket_store_take (tx, "account", "posts", &not_before, why));
  commit (&tx);

  return not_before;
}

static void
set (Store *store,
     double capacity,
     double refill)
{
  CsTx *tx = begin (store);

  assert_holds (cs_bucket_store_set (tx, "account", "posts", capacity, refill, why));
  commit (&tx);
}

static void
test_without_a_limit_all_is_allowed (Store         *store,
                                     gconstpointer  data)
{
  g_assert_cmpint (take (store), ==, 0);
}

static void
test_bucket_empties_and_refills (Store         *store,
                                 gconstpointer  data)
{
  set (store, 2, 0.1);
  g_assert_cmpint (take (store), ==, 0);
  g_assert_cmpint (take (store), ==, 0);
  g_assert_cmpint (take (store), ==, NOW + 10);

  store_reopen (store);
  cs_clock_advance (store->clock, 9 * G_USEC_PER_SEC);
  g_assert_cmpint (take (store), ==, NOW + 10);
  cs_clock_advance (store->clock, G_USEC_PER_SEC);
  g_assert_cmpint (take (store), ==, 0);
}

static void
test_what_never_refills_is_used_up (Store         *store,
                                    gconstpointer  data)
{
  set (store, 5, 0);

  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (take (store), ==, 0);

  g_assert_cmpint (take (store), ==, G_MAXINT64);
}

static void
give (Store *store,
      guint  n)
{
  CsTx *tx = begin (store);

  assert_holds (cs_bucket_store_give (tx, "account", "posts", n, why));
  commit (&tx);
}

/* What was not used is there again, and never more than all. */
static void
test_what_is_given_back (Store         *store,
                         gconstpointer  data)
{
  give (store, 1);
  g_assert_cmpint (take (store), ==, 0);

  set (store, 2, 0);
  g_assert_cmpint (take (store), ==, 0);
  g_assert_cmpint (take (store), ==, 0);
  give (store, 1);
  g_assert_cmpint (take (store), ==, 0);
  g_assert_cmpint (take (store), ==, G_MAXINT64);

  give (store, 5);
  g_assert_cmpint (take (store), ==, 0);
  g_assert_cmpint (take (store), ==, 0);
  g_assert_cmpint (take (store), ==, G_MAXINT64);
}

static void
test_clock_that_goes_back_takes_nothing (Store         *store,
                                         gconstpointer  data)
{
  set (store, 2, 1);
  g_assert_cmpint (take (store), ==, 0);
  cs_clock_step (store->clock, -G_TIME_SPAN_HOUR);
  g_assert_cmpint (take (store), ==, 0);
  cs_clock_advance (store->clock, G_USEC_PER_SEC);
  g_assert_cmpint (take (store), ==, 0);
}

static void
tell (Store  *store,
      gint64  remaining,
      gint64  reset_at)
{
  CsTx *tx = begin (store);

  assert_holds (cs_bucket_store_report (tx, "account", "posts", 300, remaining, reset_at, why));
  commit (&tx);
}

/* A network that says nothing more afterwards holds nobody up for ever. */
static void
test_what_the_network_says_stands (Store         *store,
                                   gconstpointer  data)
{
  tell (store, 2, NOW + 60);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (take (store), ==, 0);
  g_assert_cmpint (take (store), ==, NOW + 60);

  cs_clock_advance (store->clock, 60 * G_USEC_PER_SEC);
  for (guint i = 0; i < 301; i++)
    g_assert_cmpint (take (store), ==, 0);
}

/* As it was kept when a year was believed. */
static void
make_far (Store *store)
{
  CsTx *tx = begin (store);
  g_autoptr(CsStmt) update = cs_tx_prepare (tx,
    "UPDATE bucket SET reset_at = reset_at + 365 * 86400");

  assert_holds (cs_stmt_run (update, why));
  commit (&tx);
}

/* A reset in a year, that somebody wrote by mistake, holds nobody up for so long. */
static void
test_what_the_network_says_stands_for_a_day (Store         *store,
                                             gconstpointer  data)
{
  tell (store, 0, NOW + 366 * 86400);
  g_assert_cmpint (take (store), ==, NOW + 86400);
  cs_clock_advance (store->clock, (gint64) 86400 * G_USEC_PER_SEC);
  g_assert_cmpint (take (store), ==, 0);

  tell (store, 0, NOW + 86400 + 60);
  g_assert_cmpint (take (store), ==, NOW + 86400 + 60);
  make_far (store);
  g_assert_cmpint (take (store), ==, 0);

  tell (store, 0, NOW + 86400 + 60);
  cs_clock_step (store->clock, (gint64) -86400 * G_USEC_PER_SEC);
  g_assert_cmpint (take (store), ==, 0);
}

static gint64
ask (Store *store)
{
  CsTx *tx = begin (store);
  gint64 not_before = -1;

  assert_holds (cs_breaker_store_ask (tx, "account", "https://example.social", &not_before, why));
  commit (&tx);

  return not_before;
}

static void
report (Store    *store,
        gboolean  answered)
{
  CsTx *tx = begin (store);

  assert_holds (cs_breaker_store_report (tx, "account", "https://example.social", answered, why));
  commit (&tx);
}

static void
test_breaker_opens_and_tries_once (Store         *store,
                                   gconstpointer  data)
{
  for (guint i = 0; i < 4; i++)
    report (store, FALSE);
  g_assert_cmpint (ask (store), ==, 0);

  report (store, FALSE);
  g_assert_cmpint (ask (store), ==, NOW + 60);

  store_reopen (store);
  cs_clock_advance (store->clock, 60 * G_USEC_PER_SEC);
  g_assert_cmpint (ask (store), ==, 0);
  g_assert_cmpint (ask (store), ==, NOW + 120);   /* another waits for the first */

  report (store, FALSE);
  g_assert_cmpint (ask (store), ==, NOW + 60 + 120);
  report (store, TRUE);
  g_assert_cmpint (ask (store), ==, 0);
}

/* As one who does not try. */
static gint64
look (Store *store)
{
  g_autoptr(CsTx) tx = begin_read (store);
  gint64 not_before = -1;

  assert_holds (cs_breaker_store_look (tx, "account", "https://example.social", &not_before, why));

  return not_before;
}

static void
test_breaker_leaves_the_try_to_others (Store         *store,
                                       gconstpointer  data)
{
  g_assert_cmpint (look (store), ==, 0);
  for (guint i = 0; i < 5; i++)
    report (store, FALSE);
  g_assert_cmpint (look (store), ==, NOW + 60);

  cs_clock_advance (store->clock, 60 * G_USEC_PER_SEC);
  g_assert_cmpint (look (store), ==, 0);
  g_assert_cmpint (ask (store), ==, 0);
  g_assert_cmpint (look (store), ==, NOW + 120);

  cs_clock_step (store->clock, (gint64) -86400 * G_USEC_PER_SEC);
  g_assert_cmpint (look (store), ==, 0);
}

static void
test_breaker_waits_half_an_hour_at_most (Store         *store,
                                         gconstpointer  data)
{
  for (guint i = 0; i < 40; i++)
    report (store, FALSE);

  g_assert_cmpint (ask (store), ==, NOW + 30 * 60);
}

static void
test_breaker_outlasts_no_step_back (Store         *store,
                                    gconstpointer  data)
{
  gint64 back = NOW - 86400;

  for (guint i = 0; i < 5; i++)
    report (store, FALSE);

  cs_clock_step (store->clock, (gint64) -86400 * G_USEC_PER_SEC);
  g_assert_cmpint (ask (store), ==, back + 30 * 60);
  cs_clock_advance (store->clock, (gint64) 30 * 60 * G_USEC_PER_SEC);
  g_assert_cmpint (ask (store), ==, 0);
}

static void
test_old_failures_do_not_count (Store         *store,
                                gconstpointer  data)
{
  for (guint i = 0; i < 10; i++)
    {
      report (store, FALSE);
      cs_clock_advance (store->clock, 50 * G_USEC_PER_SEC);
    }

  g_assert_cmpint (ask (store), ==, 0);
}

static gint64
ask_wait (Store *store)
{
  CsTx *tx = begin (store);
  gint64 not_before;

  assert_holds (cs_wait_store_ask (tx, "account", "wait", &not_before, why));
  commit (&tx);

  return not_before;
}

static void
report_wait (Store      *store,
             gint64      not_before,
             const char *code)
{
  CsTx *tx = begin (store);

  assert_holds (cs_wait_store_report (tx, "account", "wait", not_before, code, "So it said", why));
  commit (&tx);
}

/* Why it was asked for; NULL: nobody said. */
static void
assert_why (Store      *store,
            const char *expected)
{
  g_autoptr(CsTx) tx = begin_read (store);
  g_autofree char *code = NULL;
  g_autofree char *sentence = NULL;

  assert_holds (cs_wait_store_why (tx, "account", "wait", &code, &sentence, why));
  g_assert_cmpstr (code, ==, expected);
  g_assert_cmpstr (sentence, ==, expected != NULL ? "So it said" : NULL);
}

/* What a network asked to wait for outlasts the process, and is believed as far as a day. */
static void
test_wait_is_kept (Store         *store,
                   gconstpointer  data)
{
  g_assert_cmpint (ask_wait (store), ==, 0);
  assert_why (store, NULL);
  report_wait (store, NOW + 7200, "server");
  store_reopen (store);
  g_assert_cmpint (ask_wait (store), ==, NOW + 7200);
  assert_why (store, "server");
  cs_clock_advance (store->clock, (gint64) 7200 * G_USEC_PER_SEC);
  g_assert_cmpint (ask_wait (store), ==, 0);

  report_wait (store, NOW + 7200 + 30 * 86400, NULL);
  g_assert_cmpint (ask_wait (store), ==, NOW + 7200 + 86400);
  assert_why (store, NULL);
}

/* A clock that was ahead by a year, and is set right: two hours stay two hours. */
static void
test_wait_outlasts_no_step_back (Store         *store,
                                 gconstpointer  data)
{
  gint64 year = 365 * (gint64) 86400;

  report_wait (store, NOW + 7200, "server");
  cs_clock_step (store->clock, -year * G_USEC_PER_SEC);
  g_assert_cmpint (ask_wait (store), ==, NOW - year + 7200);
  assert_why (store, "server");
  cs_clock_advance (store->clock, (gint64) 3600 * G_USEC_PER_SEC);
  g_assert_cmpint (ask_wait (store), ==, NOW - year + 7200);
  cs_clock_advance (store->clock, (gint64) 3600 * G_USEC_PER_SEC);
  g_assert_cmpint (ask_wait (store), ==, 0);
}

CS_TESTS (bucket_store)
{
  STORE_TEST ("/store/bucket/without-a-limit-all-is-allowed", test_without_a_limit_all_is_allowed);
  STORE_TEST ("/store/bucket/empties-and-refills", test_bucket_empties_and_refills);
  STORE_TEST ("/store/bucket/what-never-refills-is-used-up", test_what_never_refills_is_used_up);
  STORE_TEST ("/store/bucket/what-is-given-back", test_what_is_given_back);
  STORE_TEST ("/store/bucket/clock-that-goes-back-takes-nothing",
              test_clock_that_goes_back_takes_nothing);
  STORE_TEST ("/store/bucket/what-the-network-says-stands", test_what_the_network_says_stands);
  STORE_TEST ("/store/bucket/what-the-network-says-stands-for-a-day",
              test_what_the_network_says_stands_for_a_day);
  STORE_TEST ("/store/wait/is-kept", test_wait_is_kept);
  STORE_TEST ("/store/wait/outlasts-no-step-back", test_wait_outlasts_no_step_back);
  STORE_TEST ("/store/breaker/opens-and-tries-once", test_breaker_opens_and_tries_once);
  STORE_TEST ("/store/breaker/leaves-the-try-to-others", test_breaker_leaves_the_try_to_others);
  STORE_TEST ("/store/breaker/waits-half-an-hour-at-most",
              test_breaker_waits_half_an_hour_at_most);
  STORE_TEST ("/store/breaker/outlasts-no-step-back", test_breaker_outlasts_no_step_back);
  STORE_TEST ("/store/breaker/old-failures-do-not-count", test_old_failures_do_not_count);
}
