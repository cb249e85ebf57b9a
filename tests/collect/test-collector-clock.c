/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-collector-private.h"
#include "cs-sample.h"
#include "cs-test.h"
#include "fixture.h"

#include <string.h>

/* Somebody sets the clock of this computer; the network’s goes on. */
static void
set_wrong (Fixture *fixture,
           gint64   seconds)
{
  cs_clock_step (fixture->clock, seconds * G_USEC_PER_SEC);
  fixture->network.skew -= seconds;
}

static void
set_right (Fixture *fixture)
{
  set_wrong (fixture, fixture->network.skew);
}

/* All samples of the post lie between these moments, by START, as many as there are. */
static void
assert_samples (Fixture *fixture,
                guint    n,
                gint64   until)
{
  g_autoptr(GPtrArray) samples = fixture_samples (fixture, "one");

  g_assert_cmpuint (samples->len, ==, n);

  for (guint i = 0; i < n; i++)
    {
      const CsSample *sample = g_ptr_array_index (samples, i);

      g_assert_cmpint (sample->taken_at, >=, START);
      g_assert_cmpint (sample->taken_at, <, START + until);
    }
}

static void
assert_latest (Fixture *fixture,
               gint64   taken_at)
{
  g_autoptr(CsTally) tally = fixture_tally (fixture, "one");

  g_assert_cmpint (tally->taken_at, ==, START + taken_at);
}

/* Nothing of a clock that is 40 days ahead is kept, and what explains it ends where it was set
 * right, also over the ends of processes. */
static void
test_ahead (Fixture       *fixture,
            gconstpointer  data)
{
  gboolean restarts = GPOINTER_TO_INT (data);

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR + 60);
  assert_samples (fixture, 5, 2 * HOUR);

  set_wrong (fixture, 40 * DAY);
  if (restarts)
    fixture_restart (fixture);
  fixture_run_until (fixture, START + 40 * DAY + 2 * HOUR);
  assert_samples (fixture, 5, 2 * HOUR);

  set_right (fixture);
  if (restarts)
    fixture_restart (fixture);
  fixture_run_until (fixture, START + 3 * HOUR + 60);
  assert_samples (fixture, 10, 3 * HOUR + 60);
  assert_latest (fixture, 3 * HOUR);
  assert_n_gaps (fixture, 1);
  assert_gap (fixture, 0, "clock", NULL, HOUR, 2 * HOUR);

  /* What is lost later has its own reason. */
  fixture_sleep (fixture, 3 * HOUR);
  fixture_run_until (fixture, START + 7 * HOUR);
  assert_n_gaps (fixture, 2);
}

/* A clock of 1970: nothing is kept by it, and there is one row, as long as it was so. */
static void
test_behind (Fixture       *fixture,
             gconstpointer  data)
{
  gboolean restarts = GPOINTER_TO_INT (data);

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR + 60);

  set_wrong (fixture, -START);
  if (restarts)
    fixture_restart (fixture);
  fixture_run_until (fixture, 3 * HOUR + 60);
  assert_n_gaps (fixture, 1);
  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
    const CsGap *gap = g_ptr_array_index (gaps, 0);

    g_assert_cmpstr (gap->code, ==, "clock");
    g_assert_cmpint (gap->from_at, <=, START + HOUR + 60);
    g_assert_cmpint (gap->until_at, ==, CS_UNKNOWN);
  }

  set_right (fixture);
  if (restarts)
    fixture_restart (fixture);
  fixture_run_until (fixture, START + 4 * HOUR + 60);
  assert_samples (fixture, 5 + 5, 4 * HOUR + 60);
  assert_latest (fixture, 4 * HOUR);
  assert_n_gaps (fixture, 1);
  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
    const CsGap *gap = g_ptr_array_index (gaps, 0);

    g_assert_cmpstr (gap->code, ==, "clock");
    g_assert_cmpint (gap->from_at, >=, START + HOUR - 60);
    g_assert_cmpint (gap->until_at, ==, START + 3 * HOUR + 60);
  }
}

/* Both clocks were ahead and are set back: it is not waited until the time comes again. */
static void
test_set_back (Fixture       *fixture,
               gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 20 * HOUR + 60);
  cs_clock_step (fixture->clock, -19 * HOUR * G_USEC_PER_SEC);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 2 * HOUR + 60);
  g_assert_cmpuint (fixture->network.asked->len, >=, 4);
  assert_n_gaps (fixture, 0);
}

/* Nobody says whether it is right to be back: that is why nothing is counted. */
static void
test_unconfirmed (Fixture       *fixture,
                  gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 20 * HOUR + 60);
  cs_clock_step (fixture->clock, -19 * HOUR * G_USEC_PER_SEC);
  fixture->network.is_mute = TRUE;
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 5 * HOUR + 60);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
  assert_n_gaps (fixture, 1);

  fixture->network.is_mute = FALSE;
  fixture_run_until (fixture, START + 6 * HOUR);
  g_assert_cmpuint (fixture->network.asked->len, >=, 4);
  assert_n_gaps (fixture, 1);
  assert_gap (fixture, 0, "clock", NULL, HOUR + 60, 5 * HOUR + 60);
}

/* What time it is there is a request as any other, however often somebody wakes who counts. */
static void
test_time_has_its_price (Fixture       *fixture,
                         gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 20 * HOUR + 60);
  cs_clock_step (fixture->clock, -19 * HOUR * G_USEC_PER_SEC);
  fixture->network.is_mute = TRUE;
  fixture->network.n_times = 0;

  for (guint i = 0; i < 60; i++)
    {
      fixture_run_once (fixture);
      fixture_sleep (fixture, 1);
    }

  g_assert_cmpuint (fixture->network.n_times, >, 0);
  g_assert_cmpuint (fixture->network.n_times, <=, 20);
}

/* Nor is it asked for where the network asked to wait. */
static void
test_time_waits (Fixture       *fixture,
                 gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 20 * HOUR - 60);
  fixture->network.wait = 2 * HOUR;
  fake_network_reply (&fixture->network, CS_REPLY_RATE, 1);
  fixture_run_until (fixture, START + 20 * HOUR + 60);
  fixture->network.wait = 0;
  cs_clock_step (fixture->clock, -19 * HOUR * G_USEC_PER_SEC);
  fixture_run_until (fixture, START + 2 * HOUR);
  g_assert_cmpuint (fixture->network.n_times, ==, 0);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 4 * HOUR);
  g_assert_cmpuint (fixture->network.n_times, ==, 1);
  g_assert_cmpuint (fixture->network.asked->len, >, 0);
}

static guint
count_account_samples (Fixture *fixture)
{
  g_autoptr(GPtrArray) samples = fixture_account_samples (fixture);

  return samples->len;
}

/* What is thinned is lost for good: no clock that nobody confirms thins, be it one that was right
 * before, and in this process. */
static void
test_thins_unconfirmed (Fixture       *fixture,
                        gconstpointer  data)
{
  gboolean restarts = GPOINTER_TO_INT (data);

  fixture_run_until (fixture, START + 3 * DAY);
  g_assert_cmpuint (count_account_samples (fixture), ==, 72);

  fixture->network.is_unreached = TRUE;
  fixture->network.is_mute = TRUE;
  fake_network_reply (&fixture->network, CS_REPLY_RETRY, 10000);
  set_wrong (fixture, 365 * DAY);
  if (restarts)
    fixture_restart (fixture);
  fixture_run_until (fixture, START + 368 * DAY + 6 * HOUR);
  g_assert_cmpuint (count_account_samples (fixture), ==, 72);

  /* Such a one is believed as far as what it counts. */
  g_queue_clear (&fixture->network.replies);
  fixture->network.skew = 0;
  fixture_run_until (fixture, START + 368 * DAY + 8 * HOUR);
  g_assert_cmpuint (count_account_samples (fixture), >=, 73);

  fixture->network.is_mute = FALSE;
  fixture_run_until (fixture, START + 368 * DAY + 10 * HOUR);
  g_assert_cmpuint (count_account_samples (fixture), <, 10);
}

/* An account on another server, whose clock is its own. */
static void
join_other (Fixture     *fixture,
            FakeNetwork *other)
{
  g_autoptr(CsAccount) account = cs_record_copy (fixture->account);
  g_autoptr(CsPlatform) platform = NULL;

  fake_network_init (other, fixture->clock);
  platform = fake_counter_new (other);
  cs_collector_set_platform (fixture->collector, CS_NETWORK_BLUESKY, platform);

  g_set_str (&account->id, "0190a000-0000-7000-8000-000000000000");
  g_set_str (&account->handle, "@other@other.example");
  g_set_str (&account->host, "https://other.example");
  account->network = CS_NETWORK_BLUESKY;
  fixture_save (fixture, account);
}

static void
leave_other (Fixture     *fixture,
             FakeNetwork *other)
{
  g_autoptr(CsPlatform) platform = fake_counter_new (&fixture->network);

  cs_collector_set_platform (fixture->collector, CS_NETWORK_BLUESKY, platform);
  fake_network_clear (other);
}

static void
assert_sentence (Fixture    *fixture,
                 const char *words)
{
  g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
  const CsGap *gap;

  g_assert_cmpuint (gaps->len, ==, 1);
  gap = g_ptr_array_index (gaps, 0);
  g_assert_cmpstr (gap->code, ==, "clock");
  g_assert_nonnull (strstr (gap->sentence, words));
}

/* Another server says that ours is right: the one whose clock is off is counted as any. */
static void
test_server_is_off (Fixture       *fixture,
                    gconstpointer  data)
{
  FakeNetwork other;

  join_other (fixture, &other);
  fixture_publish (fixture, fixture->account, "one", START);
  fixture->network.skew = 11 * 60;
  fixture_run_until (fixture, START + 2 * HOUR + 60);
  assert_samples (fixture, 9, 2 * HOUR + 60);
  assert_latest (fixture, 2 * HOUR);
  assert_n_gaps (fixture, 0);

  /* It is not asked again as long as they differ by the same. */
  g_assert_cmpuint (other.n_times, ==, 1);

  /* Then ours is set wrong, and nothing is kept by it. */
  fixture->network.skew += 10;
  fixture_run_until (fixture, START + 3 * HOUR + 60);
  g_assert_cmpuint (other.n_times, ==, 1);
  cs_clock_step (fixture->clock, 5 * HOUR * G_USEC_PER_SEC);
  fixture->network.skew -= 5 * HOUR;
  other.skew -= 5 * HOUR;
  fixture_run_until (fixture, START + 10 * HOUR);
  assert_samples (fixture, 13, 3 * HOUR + 60);

  cs_clock_step (fixture->clock, -5 * HOUR * G_USEC_PER_SEC);
  fixture->network.skew += 5 * HOUR;
  other.skew += 5 * HOUR;
  fixture_run_until (fixture, START + 6 * HOUR);
  assert_samples (fixture, 17, 6 * HOUR);
  assert_sentence (fixture, "was wrong");

  leave_other (fixture, &other);
}

/* Nobody else can be asked: it is not said which of both is wrong. */
static void
test_disputed (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(CsAccount) neighbour = fixture_add_account (fixture);
  FakeNetwork other;

  join_other (fixture, &other);
  other.is_mute = TRUE;
  fixture_publish (fixture, fixture->account, "one", START);
  fixture->network.skew = 11 * 60;
  fixture_run_until (fixture, START + 2 * HOUR + 60);
  assert_samples (fixture, 0, 0);
  assert_sentence (fixture, "differ");

  /* Nor for the time after that in which nothing ran. */
  fixture_sleep (fixture, 2 * HOUR);
  other.is_mute = FALSE;
  fixture_run_until (fixture, START + 6 * HOUR);
  assert_sentence (fixture, "differ");
  assert_samples (fixture, 8, 6 * HOUR);

  leave_other (fixture, &other);
}

/* Two that say the same are believed. */
static void
test_both_say_so (Fixture       *fixture,
                  gconstpointer  data)
{
  FakeNetwork other;

  join_other (fixture, &other);
  fixture_publish (fixture, fixture->account, "one", START);
  fixture->network.skew = 11 * 60;
  other.skew = 12 * 60;
  fixture_run_until (fixture, START + 2 * HOUR + 60);
  assert_samples (fixture, 0, 0);
  assert_sentence (fixture, "was wrong");

  leave_other (fixture, &other);
}

/* A clock that was set back is right if anybody says so. */
static void
test_set_back_confirmed (Fixture       *fixture,
                         gconstpointer  data)
{
  FakeNetwork other;

  join_other (fixture, &other);
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 20 * HOUR + 60);
  cs_clock_step (fixture->clock, -19 * HOUR * G_USEC_PER_SEC);
  fixture->network.skew = 11 * 60;
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 2 * HOUR + 60);
  g_assert_cmpuint (fixture->network.asked->len, >=, 4);
  assert_n_gaps (fixture, 0);

  leave_other (fixture, &other);
}

#define ADD(name, func, data) \
  g_test_add ("/collect/clock/" name, Fixture, GINT_TO_POINTER (data), fixture_set_up, func, \
              fixture_tear_down)

CS_TESTS (collector_clock)
{
  ADD ("ahead", test_ahead, FALSE);
  ADD ("ahead-restart", test_ahead, TRUE);
  ADD ("behind", test_behind, FALSE);
  ADD ("behind-restart", test_behind, TRUE);
  ADD ("set-back", test_set_back, FALSE);
  ADD ("unconfirmed", test_unconfirmed, FALSE);
  ADD ("time-has-its-price", test_time_has_its_price, FALSE);
  ADD ("time-waits", test_time_waits, FALSE);
  ADD ("server-is-off", test_server_is_off, FALSE);
  ADD ("disputed", test_disputed, FALSE);
  ADD ("both-say-so", test_both_say_so, FALSE);
  ADD ("set-back-confirmed", test_set_back_confirmed, FALSE);
  ADD ("thins-unconfirmed", test_thins_unconfirmed, FALSE);
  ADD ("thins-unconfirmed-restart", test_thins_unconfirmed, TRUE);
}
