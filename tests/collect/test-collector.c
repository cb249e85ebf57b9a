/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-cadence.h"
#include "cs-job.h"
#include "cs-meta-store.h"
#include "cs-test.h"
#include "fixture.h"

static const CsSample *
at (GPtrArray *samples,
    guint      index)
{
  return g_ptr_array_index (samples, index);
}

/* Every slot of a day and a half has one sample, of what the network had at that moment. */
static void
test_cadence (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(GPtrArray) gaps = NULL;
  gint64 slot = START + 7;

  fixture_sleep (fixture, 7);
  fixture_publish (fixture, fixture->account, "one", START + 7);
  fixture_run_until (fixture, START + 36 * HOUR);

  samples = fixture_samples (fixture, "one");
  g_assert_cmpuint (samples->len, ==, 96 + 12);

  for (guint i = 0; i < samples->len; i++)
    {
      const CsSample *sample = at (samples, i);

      g_assert_cmpint (cs_cadence_slot (START + 7, sample->taken_at), ==, slot);
      g_assert_cmpint (sample->taken_at - slot, <=, 60);
      g_assert_cmpint (sample->counts[CS_METRIC_LIKES], ==,
                       fake_network_likes ("one", sample->taken_at));
      g_assert_cmpint (sample->counts[CS_METRIC_SHARES], ==, 0);
      g_assert_cmpint (sample->counts[CS_METRIC_COMMENTS], ==, CS_UNKNOWN);
      g_assert_cmpint (sample->origin, ==, CS_ORIGIN_NETWORK);
      g_assert_cmpstr (sample->source, ==, "fake.example");
      slot = cs_cadence_next (START + 7, slot);
    }

  gaps = fixture_gaps (fixture);
  g_assert_cmpuint (gaps->len, ==, 0);
}

static void
test_account (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;

  fixture_run_until (fixture, START + 10 * HOUR);
  samples = fixture_account_samples (fixture);
  g_assert_cmpuint (samples->len, ==, 10);

  for (guint i = 0; i < samples->len; i++)
    {
      const CsAccountSample *sample = g_ptr_array_index (samples, i);

      g_assert_cmpint ((sample->taken_at - START) / HOUR, ==, i);
      g_assert_cmpint (sample->followers, ==, fake_network_likes ("followers", sample->taken_at));
      g_assert_cmpint (sample->following, ==, CS_UNKNOWN);
    }
}

/* What was published before anybody counted is counted from now on, and one row says since when. */
static void
test_adopts (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(CsTally) old = NULL;
  g_autoptr(GPtrArray) samples = NULL;

  fixture_publish (fixture, fixture->account, "old", START - 200 * DAY);
  fixture_publish (fixture, fixture->account, "young", START - 3 * DAY);
  fixture_run_until (fixture, START + 60);

  samples = fixture_samples (fixture, "old");
  g_assert_cmpuint (samples->len, ==, 1);
  old = fixture_tally (fixture, "old");
  g_assert_cmpint (old->next_at, ==, cs_cadence_next (START - 200 * DAY, START));
  g_assert_cmpint (old->followers, ==, CS_UNKNOWN);
  assert_gap (fixture, 0, "not-running", NULL, -200 * DAY, 0);

  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);

    g_assert_cmpuint (gaps->len, ==, 1);
  }

  /* The account first, then all posts in one question. */
  g_assert_cmpuint (fixture->network.asked->len, ==, 2);
  g_assert_cmpuint (g_array_index (fixture->network.asked, FakeAsked, 1).n_posts, ==, 2);
  g_assert_cmpstr (g_array_index (fixture->network.asked, FakeAsked, 1).first, ==, "young");
}

/* What a rate divides by: the followers nearest to the moment of publication. */
static void
test_followers (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(CsTally) tally = NULL;

  fixture_run_until (fixture, START + 5 * HOUR);
  fixture_publish (fixture, fixture->account, "one", START + 5 * HOUR - 3);
  fixture_sleep (fixture, 10);
  fixture_run_once (fixture);

  tally = fixture_tally (fixture, "one");
  g_assert_cmpint (tally->followers, ==, fake_network_likes ("followers", START + 5 * HOUR + 10));
}

/* One answer that it is not there is not believed: the slot is lost, and no more. */
static void
test_not_found_once (Fixture       *fixture,
                     gconstpointer  data)
{
  gint64 slot = GPOINTER_TO_INT (data);
  g_autoptr(GPtrArray) gaps = NULL;
  g_autoptr(CsTally) tally = NULL;
  gint64 next = cs_cadence_next (START, START + slot) - START;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + slot - 60);
  g_hash_table_add (fixture->network.gone, g_strdup ("one"));
  fixture_run_until (fixture, START + slot + 60);
  tally = fixture_tally (fixture, "one");
  g_assert_cmpint (tally->missing_at, >=, START + slot);
  g_assert_cmpint (tally->gone_at, ==, CS_UNKNOWN);

  g_hash_table_remove_all (fixture->network.gone);
  if (slot < DAY)
    fixture_restart (fixture);
  fixture_run_until (fixture, START + next + 60);
  g_clear_pointer (&tally, cs_record_unref);
  tally = fixture_tally (fixture, "one");
  g_assert_cmpint (tally->missing_at, ==, CS_UNKNOWN);
  g_assert_cmpint (tally->gone_at, ==, CS_UNKNOWN);
  g_assert_cmpint (tally->taken_at, >=, START + next);
  g_assert_cmpint (tally->next_at, ==, cs_cadence_next (START, START + next));

  /* Where slots are long it was asked again in time. */
  gaps = fixture_gaps (fixture);
  g_assert_cmpuint (gaps->len, ==, slot < 7 * DAY ? 1 : 0);
  if (gaps->len > 0)
    assert_gap (fixture, 0, "unseen", "one", slot, next);
}

/* It was not found, and then nobody asked for days: each has its part of what is lost. */
static void
test_not_found_then_asleep (Fixture       *fixture,
                            gconstpointer  data)
{
  gint64 slot = 10 * DAY;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + slot - 60);
  g_hash_table_add (fixture->network.gone, g_strdup ("one"));
  fixture_run_until (fixture, START + slot + 40 * 60);
  g_hash_table_remove_all (fixture->network.gone);
  fixture_sleep (fixture, 3 * DAY);
  fixture_run_until (fixture, START + slot + 4 * DAY);

  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
    const CsGap *first = g_ptr_array_index (gaps, 0);
    const CsGap *second = g_ptr_array_index (gaps, 1);

    g_assert_cmpuint (gaps->len, ==, 2);
    g_assert_cmpstr (first->code, ==, "unseen");
    g_assert_cmpint (first->from_at, ==, START + slot);
    g_assert_cmpstr (second->code, ==, "not-running");
  }
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(GPtrArray) gaps = NULL;
  gint64 gone_at;
  guint looks = 0;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_publish (fixture, fixture->account, "two", START);
  fixture_run_until (fixture, START + HOUR);
  g_hash_table_add (fixture->network.gone, g_strdup ("one"));
  fixture_run_until (fixture, START + 2 * HOUR + 120);

  {
    g_autoptr(CsTally) tally = fixture_tally (fixture, "one");

    gone_at = tally->gone_at;
    g_assert_cmpint (gone_at, >=, START + 2 * HOUR);
    g_assert_cmpint (gone_at, <=, START + 2 * HOUR + 120);
    g_assert_cmpint (tally->next_at, ==, gone_at + DAY);
    g_assert_cmpint (tally->counts[CS_METRIC_LIKES], !=, CS_UNKNOWN);
  }

  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 20 * DAY);

  for (guint i = 0; i < fixture->network.asked->len; i++)
    {
      const FakeAsked *asked = &g_array_index (fixture->network.asked, FakeAsked, i);

      looks += asked->n_posts == 1 && g_str_equal (asked->first, "one");
    }

  g_assert_cmpuint (looks, ==, 2);

  {
    g_autoptr(CsTally) tally = fixture_tally (fixture, "one");

    g_assert_cmpint (tally->next_at, ==, CS_UNKNOWN);
    g_assert_cmpint (tally->gone_at, ==, gone_at);
  }

  samples = fixture_samples (fixture, "one");
  g_assert_cmpuint (samples->len, ==, 4);
  gaps = fixture_gaps (fixture);
  g_assert_cmpuint (gaps->len, ==, 1);
  g_assert_cmpstr (((CsGap *) gaps->pdata[0])->code, ==, "unseen");
  g_assert_cmpint (((CsGap *) gaps->pdata[0])->from_at, ==, START + HOUR);
  g_assert_cmpint (((CsGap *) gaps->pdata[0])->until_at, >=, START + 2 * HOUR);
  g_assert_cmpint (((CsGap *) gaps->pdata[0])->until_at, <=, START + 2 * HOUR + 900);
}

/* Who refuses to say does not say that it is there. */
static void
test_gone_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(CsTally) tally = NULL;

  fixture_publish (fixture, fixture->account, "one", START);
  g_hash_table_add (fixture->network.gone, g_strdup ("one"));
  fixture_run_until (fixture, START + DAY + HOUR - 60);
  fake_network_reply (&fixture->network, CS_REPLY_REJECTED, 2);
  fixture_run_until (fixture, START + 20 * DAY);

  tally = fixture_tally (fixture, "one");
  g_assert_cmpint (tally->gone_at, ==, START + HOUR);
  g_assert_cmpint (tally->next_at, ==, CS_UNKNOWN);
}

/* One that answers again is not gone; for a while it was not found. */
static void
test_back (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(CsTally) tally = NULL;

  fixture_publish (fixture, fixture->account, "one", START);
  g_hash_table_add (fixture->network.gone, g_strdup ("one"));
  fixture_run_until (fixture, START + 2 * HOUR);
  g_hash_table_remove_all (fixture->network.gone);
  fixture_run_until (fixture, START + 27 * HOUR);

  tally = fixture_tally (fixture, "one");
  g_assert_cmpint (tally->gone_at, ==, CS_UNKNOWN);
  g_assert_cmpint (tally->taken_at, >, START + DAY);
  assert_gap (fixture, 0, "unseen", "one", 0, DAY + HOUR);
}

/* What an answer for several leaves out is asked for alone, and the others are not asked twice. */
static void
test_left_out (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) one = NULL;
  g_autoptr(GPtrArray) two = NULL;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_publish (fixture, fixture->account, "two", START);
  g_hash_table_add (fixture->network.left_out, g_strdup ("one"));
  fixture_run_until (fixture, START + 2 * HOUR);

  one = fixture_samples (fixture, "one");
  two = fixture_samples (fixture, "two");
  g_assert_cmpuint (one->len, ==, 8);
  g_assert_cmpuint (two->len, ==, 8);
}

/* A network that does not count, and an account that was removed, are not asked. */
static void
test_not_asked (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(CsAccount) waits = fixture_add_account (fixture);
  g_autoptr(GError) error = NULL;

  waits->state = CS_ACCOUNT_SIGN_IN;
  waits->reason = g_strdup ("The sign-in has ended");
  fixture_save (fixture, waits);
  fixture_publish (fixture, fixture->account, "one", START);
  fixture->network.most = 0;
  fixture_run_until (fixture, START + 2 * HOUR);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
  fixture->network.most = 20;

  {
    g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);

    g_assert_true (cs_account_store_remove (tx, fixture->account->id, &error));
    g_assert_true (cs_tx_commit (&tx, &error));
  }

  fixture_run_until (fixture, START + 4 * HOUR);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);

  /* Signed in again. */
  g_clear_pointer (&waits->reason, g_free);
  waits->state = CS_ACCOUNT_READY;
  fixture_save (fixture, waits);
  fixture_run_once (fixture);
  g_assert_cmpuint (fixture->network.asked->len, ==, 1);
}

/* After a sleep: one row, the youngest first, no burst, and nothing of the past is made up. */
static void
test_sleep (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(GPtrArray) gaps = NULL;
  gint64 asleep = START + HOUR, awake = START + 30 * DAY;
  gint64 last = 0;

  fixture->network.most = 1;
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("post-%02u", i);

      fixture_publish (fixture, fixture->account, id, START - 60 + i);
    }

  fixture_run_until (fixture, asleep);
  fixture_sleep (fixture, awake - asleep);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, awake + HOUR);

  g_assert_cmpstr (g_array_index (fixture->network.asked, FakeAsked, 1).first, ==, "post-59");

  for (guint i = 0; i < fixture->network.asked->len; i++)
    {
      gint64 moment = g_array_index (fixture->network.asked, FakeAsked, i).at;
      guint n = 0;

      for (guint k = i; k < fixture->network.asked->len; k++)
        n += g_array_index (fixture->network.asked, FakeAsked, k).at < moment + 60;

      g_assert_cmpuint (n, <=, 20);
      g_assert_cmpint (moment, >=, last);
      last = moment;
    }

  samples = fixture_samples (fixture, "post-00");
  g_assert_cmpint (at (samples, samples->len - 1)->taken_at, >=, awake);
  g_assert_cmpint (at (samples, samples->len - 2)->taken_at, <, asleep);

  gaps = fixture_gaps (fixture);
  for (guint i = 0; i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);

      if (gap->until_at == awake)
        g_assert_cmpstr (gap->code, ==, "not-running");
      g_assert_true (gap->until_at <= awake || gap->from_at >= awake);
    }
}

/* More is due than may be asked for: each post loses slots, none all of them. */
static void
test_too_many (Fixture       *fixture,
               gconstpointer  data)
{
  const guint n_posts = 300;

  fixture->network.most = 1;
  for (guint i = 0; i < n_posts; i++)
    {
      g_autofree char *id = g_strdup_printf ("post-%03u", i);

      fixture_publish (fixture, fixture->account, id, START);
    }

  fixture_run_until (fixture, START + HOUR);

  for (guint i = 0; i < n_posts; i++)
    {
      g_autofree char *id = g_strdup_printf ("post-%03u", i);
      g_autoptr(GPtrArray) samples = fixture_samples (fixture, id);

      g_assert_cmpuint (samples->len, >=, 2);
    }
}

/* A restart in between loses nothing, and nothing is asked twice. */
static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;
  g_autoptr(GPtrArray) gaps = NULL;

  fixture_publish (fixture, fixture->account, "one", START);

  for (guint i = 1; i <= 40; i++)
    {
      fixture_run_until (fixture, START + i * 177);
      fixture_restart (fixture);
    }

  samples = fixture_samples (fixture, "one");
  g_assert_cmpuint (samples->len, ==, 8);
  gaps = fixture_gaps (fixture);
  g_assert_cmpuint (gaps->len, ==, 0);
}

/* The thread counts as time passes, is woken, and ends when told to. */
static void
test_service (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint n = 0;

  fixture_publish (fixture, fixture->account, "one", START);
  cs_collector_start (fixture->collector);

  while (n < 3 && g_get_monotonic_time () < deadline)
    {
      g_autoptr(GPtrArray) samples = fixture_samples (fixture, "one");

      if (samples->len > n)
        {
          fixture_sleep (fixture, 900);
          n = samples->len;
        }
      else
        cs_collector_wake (fixture->collector);
      cs_pause (1, NULL, NULL);
    }

  cs_collector_stop (fixture->collector);
  g_assert_cmpuint (n, ==, 3);
}

/* A number that a person brought is no answer of the network: the slot is counted all the same, and
 * those before it are missing. */
static void
test_imported (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsAccountSample) sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);
  g_autoptr(CsTx) tx = NULL;

  fixture_run_until (fixture, START + 60);
  fixture_sleep (fixture, 6 * HOUR);
  sample->account_id = g_strdup (fixture->account->id);
  sample->taken_at = cs_clock_now (fixture->clock) - 5;
  sample->origin = CS_ORIGIN_IMPORT;
  sample->source = g_strdup ("numbers.csv");
  sample->followers = 3;
  tx = cs_tx_begin (fixture->db, &error);
  g_assert_no_error (error);
  g_assert_true (cs_account_sample_store_add (tx, sample, NULL, &error));
  g_assert_true (cs_tx_commit (&tx, &error));

  if (GPOINTER_TO_INT (data))
    fixture_restart (fixture);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_until (fixture, START + 6 * HOUR + 30 * 60);
  g_assert_cmpuint (fixture->network.asked->len, ==, 1);

  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);

    g_assert_cmpuint (gaps->len, ==, 1);
    g_assert_cmpstr (((CsGap *) gaps->pdata[0])->code, ==, "not-running");
  }
}

#define ADD_WITH(name, func, data) \
  g_test_add ("/collect/collector/" name, Fixture, GINT_TO_POINTER (data), fixture_set_up, func, \
              fixture_tear_down)

#define ADD(name, func) ADD_WITH (name, func, 0)

CS_TESTS (collector)
{
  ADD ("cadence", test_cadence);
  ADD ("account", test_account);
  ADD ("adopts", test_adopts);
  ADD ("followers", test_followers);
  ADD_WITH ("not-found-once", test_not_found_once, HOUR);
  ADD_WITH ("not-found-once-when-older", test_not_found_once, 2 * DAY);
  ADD_WITH ("not-found-once-when-old", test_not_found_once, 10 * DAY);
  ADD ("not-found-then-asleep", test_not_found_then_asleep);
  ADD ("gone", test_gone);
  ADD ("gone-refused", test_gone_refused);
  ADD ("back", test_back);
  ADD ("left-out", test_left_out);
  ADD ("not-asked", test_not_asked);
  ADD ("sleep", test_sleep);
  ADD ("too-many", test_too_many);
  ADD_WITH ("imported", test_imported, FALSE);
  ADD_WITH ("imported-restart", test_imported, TRUE);
  ADD ("restart", test_restart);
  ADD ("service", test_service);
}
