/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bucket-store.h"
#include "cs-fake-platform.h"
#include "cs-gap-store.h"
#include "cs-publisher-private.h"
#include "cs-target-store.h"
#include "cs-test.h"
#include "fixture.h"

#define STEP 10    /* seconds, in which nobody looks */

/* Nothing is asked from two minutes before a post is due; what waits for long is not waited for. */
static void
test_minutes (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(GPtrArray) gaps = NULL;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 60);
  fixture_plan (fixture, "planned", START + HOUR);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 2 * HOUR);

  for (guint i = 0; i < fixture->network.asked->len; i++)
    {
      gint64 moment = g_array_index (fixture->network.asked, FakeAsked, i).at - START;

      g_assert_true (moment < HOUR - 120 || moment >= HOUR + 600);
    }

  samples = fixture_samples (fixture, "one");
  gaps = fixture_gaps (fixture);
  g_assert_cmpuint (samples->len, ==, 8);
  g_assert_cmpuint (gaps->len, ==, 0);
}

static void
set_bucket (Fixture    *fixture,
            const char *scope,
            gint64      left)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);

  g_assert_true (cs_bucket_store_report (tx, fixture->account->id, scope, 300, left,
                                         cs_clock_now (fixture->clock) + HOUR, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

/* The half that is publishing's is left alone, whoever told of it. */
static void
test_half (Fixture       *fixture,
           gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  set_bucket (fixture, "told", 150);
  fixture_run_until (fixture, START + HOUR - 60);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
  assert_gap (fixture, 0, "rate-limited", NULL, 0, -1);
  fixture_run_until (fixture, START + HOUR + 60);
  g_assert_cmpuint (fixture->network.asked->len, >, 0);

  /* As told with the answers themselves. */
  fixture->network.budget = (CsBudget) { 300, 150, START + 2 * HOUR };
  fixture_run_until (fixture, START + HOUR + 960);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 2 * HOUR - 1);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
  fixture_run_until (fixture, START + 2 * HOUR + 60);
  g_assert_cmpuint (fixture->network.asked->len, >, 0);
}

/* A reset in a year, written by mistake: whether it still is so is asked once an hour. */
static void
test_far_reset (Fixture       *fixture,
                gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR);
  fixture->network.budget = (CsBudget) { 300, 149, START + 366 * DAY };
  fixture_run_until (fixture, START + 2 * HOUR);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 12 * HOUR);
  g_assert_cmpuint (fixture->network.asked->len, >=, 9);
  g_assert_cmpuint (fixture->network.asked->len, <=, 10);

  fixture->network.budget.left = 299;
  fixture_run_until (fixture, START + 14 * HOUR);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 15 * HOUR);
  g_assert_cmpuint (fixture->network.asked->len, >=, 4);
}


/* Publishing, in the same process, on a network that takes every post. */
typedef struct
{
  CsFakeWorld  world;
  CsPlatform  *platform;
  CsPublisher *publisher;
} Publishing;

static void
publishing_start (Publishing *self,
                  Fixture    *fixture)
{
  *self = (Publishing) { .world.honours_key = TRUE };
  self->platform = cs_fake_platform_new (&self->world, fixture->clock);
  self->publisher = cs_publisher_new (fixture->db, fixture->clock, fixture->secrets,
                                      fixture->folder);
  cs_outbox_set_platform (cs_publisher_get_outbox (self->publisher), CS_NETWORK_MASTODON,
                          self->platform);
}

static void
publishing_stop (Publishing *self)
{
  cs_publisher_stop (self->publisher);
  g_assert_finalize_object (self->publisher);
  g_object_unref (self->platform);
}

/* Both go on; a person who @presses asks for the numbers again and again. */
static void
publishing_run_until (Publishing *self,
                      Fixture    *fixture,
                      gint64      moment,
                      gboolean    presses)
{
  while (cs_clock_now (fixture->clock) < moment)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsRound) round = NULL;

      if (presses)
        round = cs_collector_retry (fixture->collector, NULL, &error);
      else
        fixture_run_once (fixture);

      g_assert_no_error (error);
      g_assert_true (cs_publisher_run_once (self->publisher, NULL, NULL, &error));
      g_assert_no_error (error);
      fixture_sleep (fixture, STEP);
    }
}

/* Whoever counts does not answer, for hours, and is asked on and on: each post leaves on time. */
static void
test_posts_leave_on_time (Fixture       *fixture,
                          gconstpointer  data)
{
  static const char *const ids[] = { "first", "second", "third" };
  static const gint64 due[] = { 900, 2 * HOUR, 6 * HOUR };
  Publishing publishing;

  publishing_start (&publishing, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (due); i++)
    fixture_plan (fixture, ids[i], START + due[i]);

  fixture_publish (fixture, fixture->account, "one", START);
  fake_network_reply (&fixture->network, CS_REPLY_RETRY, 100000);
  publishing_run_until (&publishing, fixture, START + 300, TRUE);
  publishing_run_until (&publishing, fixture, START + 4 * HOUR, FALSE);
  publishing_run_until (&publishing, fixture, START + 6 * HOUR + 60, TRUE);

  g_assert_cmpuint (publishing.world.n_posts, ==, G_N_ELEMENTS (due));
  for (guint i = 0; i < G_N_ELEMENTS (due); i++)
    {
      g_assert_cmpint (publishing.world.posts[i].made_at, >=, START + due[i]);
      g_assert_cmpint (publishing.world.posts[i].made_at, <=, START + due[i] + STEP);
    }

  publishing_stop (&publishing);
}

/* A server that asks who publishes to wait for an hour and a half is left alone. */
static void
test_asked_to_wait (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GPtrArray) gaps = NULL;
  Publishing publishing;

  publishing_start (&publishing, fixture);
  publishing.world.n_faults = 1;
  publishing.world.faults[0] = CS_FAKE_RATE;
  publishing.world.longer = 89 * 60;
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_plan (fixture, "planned", START + HOUR);
  publishing_run_until (&publishing, fixture, START + HOUR + 60, FALSE);
  g_assert_cmpuint (publishing.world.next_fault, ==, 1);

  g_array_set_size (fixture->network.asked, 0);
  publishing_run_until (&publishing, fixture, START + HOUR + 90 * 60 - STEP, FALSE);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);

  publishing_run_until (&publishing, fixture, START + 3 * HOUR, FALSE);
  g_assert_cmpuint (fixture->network.asked->len, >, 0);
  gaps = fixture_gaps (fixture);
  g_assert_cmpuint (gaps->len, >, 0);
  g_assert_cmpstr (((CsGap *) gaps->pdata[0])->code, ==, "rate-limited");
  g_assert_cmpstr (((CsGap *) gaps->pdata[0])->sentence, ==, "The network asked to wait.");
  publishing_stop (&publishing);
}

/* A person asks; how often the network was asked then. */
static guint
press (Fixture    *fixture,
       const char *code)
{
  guint before = fixture->network.asked->len;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRound) round = cs_collector_retry (fixture->collector, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (round->troubles->len, ==, code != NULL ? 1 : 0);
  if (code != NULL)
    g_assert_cmpstr (((CsRoundTrouble *) round->troubles->pdata[0])->code, ==, code);

  return fixture->network.asked->len - before;
}

/* Five that fail within two minutes: then it rests, each time longer, whoever presses. */
static void
test_failures_slow_counting (Fixture       *fixture,
                             gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fake_network_reply (&fixture->network, CS_REPLY_RETRY, 6);

  for (guint i = 0; i < 5; i++, fixture_sleep (fixture, STEP))
    g_assert_cmpuint (press (fixture, "server"), ==, 1);

  for (guint i = 0; i < 5; i++, fixture_sleep (fixture, STEP))
    g_assert_cmpuint (press (fixture, "server"), ==, 0);

  g_assert_cmpuint (press (fixture, "server"), ==, 1);
  fixture_restart (fixture);
  fixture_sleep (fixture, 120 - STEP);
  g_assert_cmpuint (press (fixture, "server"), ==, 0);
  fixture_sleep (fixture, STEP);
  g_assert_cmpuint (press (fixture, NULL), ==, 2);
}

/* FALSE for publishing’s: nobody answered it. */
static void
report_publishing (Fixture  *fixture,
                   gboolean  answered)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);

  g_assert_true (cs_breaker_store_report (tx, fixture->account->id, fixture->account->host,
                                          answered, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

/* What publishing found to be down is not asked, and the one try after it is publishing’s. */
static void
test_open_breaker_holds_counting (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = NULL;
  gint64 rest;

  fixture_publish (fixture, fixture->account, "one", START);
  for (guint i = 0; i < 5; i++)
    report_publishing (fixture, FALSE);

  g_assert_cmpuint (press (fixture, "server"), ==, 0);
  fixture_sleep (fixture, 59);
  g_assert_cmpuint (press (fixture, "server"), ==, 0);
  fixture_sleep (fixture, 1);
  g_assert_cmpuint (press (fixture, NULL), ==, 2);

  tx = cs_tx_begin (fixture->db, &error);
  g_assert_true (cs_breaker_store_ask (tx, fixture->account->id, fixture->account->host, &rest,
                                       &error));
  g_assert_cmpint (rest, ==, 0);
}

#define ADD(name, func) \
  g_test_add ("/collect/publishing/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

CS_TESTS (collector_publishing)
{
  ADD ("minutes", test_minutes);
  ADD ("half", test_half);
  ADD ("far-reset", test_far_reset);
  ADD ("posts-leave-on-time", test_posts_leave_on_time);
  ADD ("asked-to-wait", test_asked_to_wait);
  ADD ("failures-slow-counting", test_failures_slow_counting);
  ADD ("open-breaker-holds-counting", test_open_breaker_holds_counting);
}
