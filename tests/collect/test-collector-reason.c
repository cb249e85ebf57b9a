/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"
#include "cs-sample.h"
#include "cs-test.h"
#include "fixture.h"

#define MINUTE G_GINT64_CONSTANT (60)

/* “one” is out, and all is well with it until this moment, by START. */
static void
count_until (Fixture *fixture,
             gint64   moment)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + moment);
}

/* From now on the next calls are answered so; an end of it clears them. */
static void
disturb (Fixture      *fixture,
         CsReplyClass  klass,
         gboolean      is_unreached)
{
  g_queue_clear (&fixture->network.replies);
  fixture->network.is_unreached = is_unreached;
  fake_network_reply (&fixture->network, klass, 1000);
}

static void
calm (Fixture *fixture)
{
  g_queue_clear (&fixture->network.replies);
}

/* A slot of a day, of which the first hours were offline: only the rest is put down to sleep. */
static void
test_offline_then_asleep (Fixture       *fixture,
                          gconstpointer  data)
{
  gint64 slot = 11 * DAY;

  count_until (fixture, slot - MINUTE);
  assert_n_gaps (fixture, 0);

  disturb (fixture, CS_REPLY_RETRY, TRUE);
  fixture_run_until (fixture, START + slot + 10 * HOUR);
  calm (fixture);
  if (GPOINTER_TO_INT (data))
    fixture_restart (fixture);
  fixture_sleep (fixture, 2 * DAY);
  fixture_run_until (fixture, START + slot + 3 * DAY);

  assert_n_gaps (fixture, 2);
  assert_near (fixture, 0, "offline", FALSE, slot, slot + 10 * HOUR);
  assert_near (fixture, 1, "not-running", FALSE, slot + 10 * HOUR, slot + 2 * DAY + 10 * HOUR);
}

/* A post was asked for in vain, while the others were counted: that is its own reason. */
static void
test_in_vain_then_asleep (Fixture       *fixture,
                          gconstpointer  data)
{
  gint64 slot = 11 * DAY;

  count_until (fixture, slot - MINUTE);
  g_hash_table_add (fixture->network.unseen, g_strdup ("one"));
  fixture_run_until (fixture, START + slot + 5 * HOUR);
  g_hash_table_remove_all (fixture->network.unseen);
  if (GPOINTER_TO_INT (data))
    fixture_restart (fixture);
  fixture_sleep (fixture, DAY);
  fixture_run_until (fixture, START + slot + 2 * DAY);

  assert_n_gaps (fixture, 2);
  assert_near (fixture, 0, "refused", TRUE, slot, slot + 5 * HOUR);
  assert_near (fixture, 1, "not-running", FALSE, slot + 5 * HOUR, slot + DAY + 5 * HOUR);
}

/* One reason after the other, and no slot was lost by the first alone. */
static void
test_two_reasons (Fixture       *fixture,
                  gconstpointer  data)
{
  gint64 slot = 2 * DAY;

  count_until (fixture, slot - MINUTE);
  disturb (fixture, CS_REPLY_RETRY, FALSE);
  fixture_run_until (fixture, START + slot + 30 * MINUTE);
  disturb (fixture, CS_REPLY_RETRY, TRUE);
  fixture_run_until (fixture, START + slot + 2 * HOUR);
  calm (fixture);
  fixture_run_until (fixture, START + slot + 4 * HOUR);

  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
    const CsGap *first = g_ptr_array_index (gaps, 0);
    const CsGap *second = g_ptr_array_index (gaps, 1);

    g_assert_cmpuint (gaps->len, ==, 2);
    g_assert_cmpstr (first->code, ==, "server");
    g_assert_cmpint (first->from_at, ==, START + slot);
    g_assert_cmpint (first->until_at, >=, START + slot + 30 * MINUTE);
    g_assert_cmpstr (second->code, ==, "offline");
    g_assert_cmpint (second->from_at, ==, first->until_at);
  }
}

/* What was in the way is told while it lasts; if no slot was lost by it, it was no gap. */
static void
test_taken_back (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 slot = 2 * DAY;

  count_until (fixture, slot - MINUTE);

  /* The row of before is not taken back with it. */
  disturb (fixture, CS_REPLY_RETRY, TRUE);
  fixture_run_until (fixture, START + slot + 90 * MINUTE);
  calm (fixture);
  fixture_run_until (fixture, START + slot + 3 * HOUR - MINUTE);
  assert_n_gaps (fixture, 1);

  disturb (fixture, CS_REPLY_RETRY, TRUE);
  fixture_run_until (fixture, START + slot + 3 * HOUR + 20 * MINUTE);
  assert_n_gaps (fixture, 2);
  assert_gap (fixture, 1, "offline", NULL, slot + 3 * HOUR, -1);
  calm (fixture);
  if (GPOINTER_TO_INT (data))
    fixture_restart (fixture);
  fixture_run_until (fixture, START + slot + 4 * HOUR);
  assert_n_gaps (fixture, 1);
}

/* What an earlier process lost is not taken back, though another post only waits. */
static void
test_lost_before (Fixture       *fixture,
                  gconstpointer  data)
{
  gint64 slot = 11 * DAY;

  count_until (fixture, slot - MINUTE);
  disturb (fixture, CS_REPLY_RETRY, TRUE);
  fixture_run_until (fixture, START + slot + 3 * HOUR + 10 * MINUTE);
  calm (fixture);
  fixture_restart (fixture);
  fixture_run_until (fixture, START + slot + 5 * HOUR);
  assert_n_gaps (fixture, 1);
  assert_near (fixture, 0, "offline", FALSE, slot, slot + 3 * HOUR + 10 * MINUTE);
}

/* A question costs what it makes of requests, whatever they are for. */
static void
test_requests_are_paced (Fixture       *fixture,
                         gconstpointer  data)
{
  fixture->network.most = 1;
  fixture->network.cost = 4;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("post-%02u", i);

      fixture_publish (fixture, fixture->account, id, START - 60 + i);
    }

  fixture_run_until (fixture, START + 14 * MINUTE);
  g_assert_cmpuint (fixture->network.asked->len, ==, 31);

  for (guint i = 0; i < fixture->network.asked->len; i++)
    {
      gint64 moment = g_array_index (fixture->network.asked, FakeAsked, i).at;
      guint n = 0;

      for (guint k = i; k < fixture->network.asked->len; k++)
        n += g_array_index (fixture->network.asked, FakeAsked, k).at < moment + 60;

      g_assert_cmpuint (n * 4, <=, 20);
    }
}

/* Slept for less than a slot, then a server that does not answer: each has its part. */
static void
test_nap_then_server (Fixture       *fixture,
                      gconstpointer  data)
{
  gint64 slot = 2 * DAY;

  count_until (fixture, slot - MINUTE);
  fixture_sleep (fixture, 25 * MINUTE);
  disturb (fixture, CS_REPLY_RETRY, FALSE);
  fixture_run_until (fixture, START + slot + 2 * HOUR);
  calm (fixture);
  fixture_run_until (fixture, START + slot + 4 * HOUR);

  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
    const CsGap *first = g_ptr_array_index (gaps, 0);
    const CsGap *second = g_ptr_array_index (gaps, 1);

    g_assert_cmpuint (gaps->len, ==, 2);
    g_assert_cmpstr (first->code, ==, "not-running");
    g_assert_cmpint (first->from_at, ==, START + slot);
    g_assert_cmpint (first->until_at, ==, START + slot + 24 * MINUTE);
    g_assert_cmpstr (second->code, ==, "server");
    g_assert_cmpint (second->from_at, ==, first->until_at);
  }

  /* And by such a sleep alone nothing is lost. */
  fixture_run_until (fixture, START + slot + 5 * HOUR - MINUTE);
  fixture_sleep (fixture, 25 * MINUTE);
  fixture_run_until (fixture, START + slot + 6 * HOUR);
  assert_n_gaps (fixture, 2);
}

/* Slept for less than a slot while something was in the way, which still is: each has its part. */
static void
test_nap_within (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 slot = 2 * DAY;

  count_until (fixture, slot - MINUTE);
  disturb (fixture, CS_REPLY_RETRY, TRUE);
  fixture_run_until (fixture, START + slot + 20 * MINUTE);
  assert_gap (fixture, 0, "offline", NULL, slot, -1);
  fixture_sleep (fixture, 25 * MINUTE);
  fixture_run_until (fixture, START + slot + 3 * HOUR);
  calm (fixture);
  fixture_run_until (fixture, START + slot + 5 * HOUR);

  assert_n_gaps (fixture, 3);
  assert_near (fixture, 0, "offline", FALSE, slot, slot + 20 * MINUTE);
  assert_near (fixture, 1, "not-running", FALSE, slot + 20 * MINUTE, slot + 45 * MINUTE);
  assert_near (fixture, 2, "offline", FALSE, slot + 45 * MINUTE, slot + 3 * HOUR + 10 * MINUTE);
}

/* When all is well after it, within the slot, there was no gap. */
static void
test_nap_taken_back (Fixture       *fixture,
                     gconstpointer  data)
{
  gint64 slot = 2 * DAY;

  count_until (fixture, slot - MINUTE);
  disturb (fixture, CS_REPLY_RETRY, TRUE);
  fixture_run_until (fixture, START + slot + 15 * MINUTE);
  assert_n_gaps (fixture, 1);
  fixture_sleep (fixture, 20 * MINUTE);
  if (GPOINTER_TO_INT (data))
    fixture_run_once (fixture);
  calm (fixture);
  fixture_run_until (fixture, START + slot + HOUR);
  assert_n_gaps (fixture, 0);
}

static void
remove_account (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (fixture->db, &error);

  g_assert_no_error (error);
  g_assert_true (cs_account_store_remove (tx, fixture->account->id, &error));
  g_assert_true (cs_tx_commit (&tx, &error));
}

/* What was in the way for a moment, or between two questions that lie far apart, when the program
 * ended: the next one knows. */
static void
test_ended_at_once (Fixture       *fixture,
                    gconstpointer  data)
{
  gint64 slot = 2 * DAY;

  count_until (fixture, slot - MINUTE);
  disturb (fixture, CS_REPLY_RETRY, FALSE);
  fixture_run_until (fixture, START + slot + 2 * MINUTE);
  calm (fixture);
  fixture_restart (fixture);
  fixture_sleep (fixture, 3 * HOUR);
  fixture_run_until (fixture, START + slot + 5 * HOUR);
  assert_n_gaps (fixture, 2);
  assert_gap (fixture, 0, "server", NULL, slot, slot + MINUTE);
  assert_near (fixture, 1, "not-running", FALSE, slot + MINUTE, slot + 3 * HOUR + 2 * MINUTE);

  fixture_run_until (fixture, START + slot + 6 * HOUR - MINUTE);
  disturb (fixture, CS_REPLY_CONFIG, FALSE);
  fixture_run_until (fixture, START + slot + 6 * HOUR + 50 * MINUTE);
  fixture_restart (fixture);
  fixture_run_until (fixture, START + slot + 7 * HOUR + 20 * MINUTE);
  calm (fixture);
  fixture_run_until (fixture, START + slot + 10 * HOUR);
  assert_n_gaps (fixture, 3);
  assert_near (fixture, 2, "config", FALSE, slot + 6 * HOUR, slot + 8 * HOUR);
}

/* The account is counted, and then the program ends before its post is: why that is late stands. */
static void
test_ended_between (Fixture       *fixture,
                    gconstpointer  data)
{
  gint64 slot = 11 * DAY;
  g_autoptr(GError) error = NULL;

  count_until (fixture, slot - MINUTE);
  disturb (fixture, CS_REPLY_RETRY, FALSE);
  fixture_run_until (fixture, START + slot + 20 * MINUTE);
  calm (fixture);
  fixture_run_until (fixture, fixture->next_at);
  fixture->network.breaks_after = 1;
  g_assert_false (cs_collector_run_once (fixture->collector, &fixture->next_at, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&fixture->network.error);
  fixture_restart (fixture);
  fixture_sleep (fixture, 2 * DAY);
  fixture_run_until (fixture, START + slot + 3 * DAY);

  assert_n_gaps (fixture, 2);
  assert_near (fixture, 0, "server", FALSE, slot, slot + 30 * MINUTE);
  assert_near (fixture, 1, "not-running", FALSE, slot + 30 * MINUTE,
               slot + 2 * DAY + 30 * MINUTE);
}

/* Of two processes each met something else in one slot: each has its part. */
static void
test_each_its_part (Fixture       *fixture,
                    gconstpointer  data)
{
  gint64 slot = 11 * DAY;

  count_until (fixture, slot - MINUTE);
  fixture_sleep (fixture, 5 * HOUR);
  disturb (fixture, CS_REPLY_RETRY, FALSE);
  fixture_run_once (fixture);
  fixture_restart (fixture);
  fixture_run_until (fixture, START + slot + 2 * DAY);
  calm (fixture);
  fixture_run_until (fixture, START + slot + 3 * DAY);

  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
    const CsGap *first = g_ptr_array_index (gaps, 0);
    const CsGap *second = g_ptr_array_index (gaps, 1);

    g_assert_cmpuint (gaps->len, ==, 2);
    g_assert_cmpstr (first->code, ==, "not-running");
    g_assert_cmpstr (second->code, ==, "server");
    g_assert_cmpint (second->from_at, >=, first->until_at);
  }
}

/* It was removed while nothing ran, and comes back much later: each hour has its own reason. */
static void
test_removed_while_away (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(CsAccount) other = fixture_add_account (fixture);

  count_until (fixture, HOUR + MINUTE);
  fixture_restart (fixture);
  remove_account (fixture);
  fixture_sleep (fixture, 5 * HOUR);
  fixture_run_until (fixture, START + 8 * HOUR);

  /* A process that finds it so has nothing to add. */
  fixture_restart (fixture);
  fixture_sleep (fixture, 10 * HOUR);
  fixture_run_until (fixture, START + 20 * HOUR);
  fixture_save (fixture, fixture->account);
  fixture_run_until (fixture, START + 22 * HOUR);

  assert_n_gaps (fixture, 2);
  assert_near (fixture, 0, "not-running", FALSE, HOUR, 6 * HOUR);
  assert_near (fixture, 1, "not-connected", FALSE, 6 * HOUR, 20 * HOUR);
}

/* Removed right before the program ended, or begun again at once. */
static void
test_removed_at_the_end (Fixture       *fixture,
                         gconstpointer  data)
{
  count_until (fixture, HOUR + MINUTE);
  fixture_restart (fixture);
  remove_account (fixture);
  fixture_sleep (fixture, 5 * MINUTE);
  fixture_run_until (fixture, START + 8 * HOUR);
  fixture_save (fixture, fixture->account);
  fixture_run_until (fixture, START + 10 * HOUR);

  assert_n_gaps (fixture, 1);
  assert_near (fixture, 0, "not-connected", FALSE, HOUR, 8 * HOUR);
}

/* A network that asks to be left alone for a day is. */
static void
test_a_day_of_rest (Fixture       *fixture,
                    gconstpointer  data)
{
  count_until (fixture, HOUR - MINUTE);
  fixture->network.wait = DAY;
  disturb (fixture, CS_REPLY_RATE, FALSE);
  fixture_run_until (fixture, START + HOUR + MINUTE);
  calm (fixture);
  fixture->network.wait = 0;
  g_array_set_size (fixture->network.asked, 0);

  /* Also by a person who does not want to wait. */
  {
    g_autoptr(CsRound) round = cs_collector_retry (fixture->collector, NULL, NULL);

    g_assert_nonnull (round);
  }

  fixture_run_until (fixture, START + HOUR + DAY);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
  fixture_run_until (fixture, START + DAY + 2 * HOUR);
  g_assert_cmpuint (fixture->network.asked->len, >, 0);
  assert_n_gaps (fixture, 1);
  assert_near (fixture, 0, "rate-limited", FALSE, HOUR, HOUR + DAY);
}

/* Why a server asked to wait is remembered with the wait. */
static void
test_why_it_asked_to_wait (Fixture       *fixture,
                           gconstpointer  data)
{
  count_until (fixture, HOUR - MINUTE);
  fixture->network.wait = 3 * HOUR;
  disturb (fixture, CS_REPLY_RETRY, FALSE);
  fixture_run_until (fixture, START + HOUR + MINUTE);
  calm (fixture);
  fixture->network.wait = 0;
  g_array_set_size (fixture->network.asked, 0);
  fixture_restart (fixture);
  fixture_run_until (fixture, START + 4 * HOUR);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
  fixture_run_until (fixture, START + 6 * HOUR);

  assert_n_gaps (fixture, 1);
  assert_near (fixture, 0, "server", FALSE, HOUR, 4 * HOUR);
  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);

    g_assert_cmpstr (((CsGap *) gaps->pdata[0])->sentence, ==, "As scripted");
  }
}

/* Nobody counts there; as soon as a person names who does, it is asked. */
static void
test_given_an_appview (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(CsAccount) given = cs_record_copy (fixture->account);

  fixture_publish (fixture, fixture->account, "one", START);
  disturb (fixture, CS_REPLY_CONFIG, FALSE);
  fixture_run_until (fixture, START + 10 * HOUR);
  calm (fixture);

  given->settings = g_variant_ref_sink (
    g_variant_new_parsed ("{'appview': <'https://view.example'>}"));
  fixture_save (fixture, given);
  g_array_set_size (fixture->network.asked, 0);
  fixture_run_once (fixture);
  g_assert_cmpuint (fixture->network.asked->len, ==, 2);
  fixture_run_until (fixture, START + 12 * HOUR);
  assert_n_gaps (fixture, 1);
  assert_near (fixture, 0, "config", FALSE, 0, 10 * HOUR);
}

/* Nobody to ask: nothing is planned, and nothing is missing. */
static void
test_no_account (Fixture       *fixture,
                 gconstpointer  data)
{
  remove_account (fixture);
  fixture_run_once (fixture);
  g_assert_cmpint (fixture->next_at, ==, 0);
  fixture_sleep (fixture, 3 * DAY);
  fixture_run_once (fixture);
  cs_clock_step (fixture->clock, -DAY * G_USEC_PER_SEC);
  fixture_run_once (fixture);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
}

/* A network that counts nothing promises nothing, so nothing of it is ever missing. */
static void
test_counts_nothing (Fixture       *fixture,
                     gconstpointer  data)
{
  fixture->network.most = 0;
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + HOUR);
  fixture_sleep (fixture, 3 * DAY);
  fixture_run_until (fixture, START + 4 * DAY);
  cs_clock_step (fixture->clock, -DAY * G_USEC_PER_SEC);
  fixture_run_once (fixture);
  remove_account (fixture);
  fixture_run_once (fixture);
  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
  assert_n_gaps (fixture, 0);
}

#define ADD(name, func, data) \
  g_test_add ("/collect/reason/" name, Fixture, GINT_TO_POINTER (data), fixture_set_up, func, \
              fixture_tear_down)

CS_TESTS (collector_reason)
{
  ADD ("offline-then-asleep", test_offline_then_asleep, FALSE);
  ADD ("offline-then-ended", test_offline_then_asleep, TRUE);
  ADD ("in-vain-then-asleep", test_in_vain_then_asleep, FALSE);
  ADD ("in-vain-then-ended", test_in_vain_then_asleep, TRUE);
  ADD ("two-reasons", test_two_reasons, FALSE);
  ADD ("taken-back", test_taken_back, FALSE);
  ADD ("taken-back-restart", test_taken_back, TRUE);
  ADD ("lost-before", test_lost_before, FALSE);
  ADD ("requests-are-paced", test_requests_are_paced, FALSE);
  ADD ("nap-then-server", test_nap_then_server, FALSE);
  ADD ("nap-within", test_nap_within, FALSE);
  ADD ("nap-taken-back", test_nap_taken_back, FALSE);
  ADD ("nap-taken-back-later", test_nap_taken_back, TRUE);
  ADD ("ended-at-once", test_ended_at_once, FALSE);
  ADD ("ended-between", test_ended_between, FALSE);
  ADD ("each-its-part", test_each_its_part, FALSE);
  ADD ("removed-while-away", test_removed_while_away, FALSE);
  ADD ("removed-at-the-end", test_removed_at_the_end, FALSE);
  ADD ("a-day-of-rest", test_a_day_of_rest, FALSE);
  ADD ("why-it-asked-to-wait", test_why_it_asked_to_wait, FALSE);
  ADD ("given-an-appview", test_given_an_appview, FALSE);
  ADD ("no-account", test_no_account, FALSE);
  ADD ("counts-nothing", test_counts_nothing, FALSE);
}
