/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-test.h"
#include "fixture.h"

static void
assert_no_gaps (Fixture *fixture)
{
  g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);

  g_assert_cmpuint (gaps->len, ==, 0);
}

static void
assert_samples (Fixture *fixture,
                guint    n)
{
  g_autoptr(GPtrArray) samples = fixture_samples (fixture, "one");

  g_assert_cmpuint (samples->len, ==, n);
}

/* What is over within a slot costs nothing; what costs slots is an open row, until it is over. */
static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 30);
  fixture->network.is_unreached = TRUE;

  /* At 900 s, 960 s, 1080 s. */
  fixture_run_until (fixture, START + 800);
  fake_network_reply (&fixture->network, CS_REPLY_RETRY, 2);
  fixture_run_until (fixture, START + 1790);
  assert_samples (fixture, 2);
  assert_no_gaps (fixture);

  fake_network_reply (&fixture->network, CS_REPLY_RETRY, 1000);
  fixture_run_until (fixture, START + HOUR + 1800);
  assert_gap (fixture, 0, "offline", NULL, 1800, -1);
  g_queue_clear (&fixture->network.replies);
  fixture_run_until (fixture, START + 3 * HOUR);

  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
    const CsGap *gap = g_ptr_array_index (gaps, 0);

    g_assert_cmpuint (gaps->len, ==, 1);
    g_assert_cmpint (gap->from_at, ==, START + 1800);
    g_assert_cmpint (gap->until_at, >=, START + HOUR + 1800);
    g_assert_cmpint (gap->until_at, <=, START + 2 * HOUR + 60);
    g_assert_cmpstr (gap->sentence, ==, "As scripted");
  }
}

/* What a person is told who asks: how many posts were counted, and what is in the way. */
static void
assert_retry (Fixture    *fixture,
              guint       n_posts,
              const char *code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRound) round = cs_collector_retry (fixture->collector, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (round->n_posts, ==, n_posts);
  g_assert_cmpint (round->next_at, >, 0);
  g_assert_cmpuint (round->troubles->len, ==, code != NULL ? 1 : 0);

  if (code != NULL)
    {
      const CsRoundTrouble *trouble = round->troubles->pdata[0];

      g_assert_cmpstr (trouble->code, ==, code);
      g_assert_cmpstr (trouble->account->id, ==, fixture->account->id);
      g_assert_nonnull (trouble->sentence);
    }
}

/* A person need not wait, but where the network itself asked for it. */
static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 60);
  fake_network_reply (&fixture->network, CS_REPLY_CONFIG, 1);
  fixture_run_until (fixture, START + 1000);
  assert_samples (fixture, 1);
  assert_retry (fixture, 1, NULL);
  assert_samples (fixture, 2);
  assert_retry (fixture, 0, NULL);

  fake_network_reply (&fixture->network, CS_REPLY_QUOTA, 1);
  fixture_run_until (fixture, START + 1900);
  assert_retry (fixture, 0, "rate-limited");
  assert_samples (fixture, 2);
}

/* An open row is found by the next process, which ends it. */
static void
test_offline_restart (Fixture       *fixture,
                      gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 60);
  fake_network_reply (&fixture->network, CS_REPLY_RETRY, 1000);
  fixture_run_until (fixture, START + HOUR);
  assert_gap (fixture, 0, "server", NULL, 900, -1);
  fixture_restart (fixture);
  g_queue_clear (&fixture->network.replies);
  fixture_run_until (fixture, START + HOUR + 60);
  assert_gap (fixture, 0, "server", NULL, 900, HOUR);
}

/* What was in the way before a sleep does not explain the sleep. */
static void
test_offline_sleep (Fixture       *fixture,
                    gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 60);
  fake_network_reply (&fixture->network, CS_REPLY_RETRY, 1000);
  fixture_run_until (fixture, START + HOUR);
  g_queue_clear (&fixture->network.replies);
  fixture_sleep (fixture, 5 * HOUR);
  fixture_run_until (fixture, START + 7 * HOUR);

  {
    g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
    const CsGap *first = g_ptr_array_index (gaps, 0);
    const CsGap *second = g_ptr_array_index (gaps, 1);

    g_assert_cmpuint (gaps->len, ==, 2);
    g_assert_cmpstr (first->code, ==, "server");
    g_assert_cmpint (first->until_at, >=, START + HOUR - 240);
    g_assert_cmpint (first->until_at, <=, START + HOUR);
    g_assert_cmpstr (second->code, ==, "not-running");
    g_assert_cmpint (second->from_at, <=, first->until_at);
    g_assert_cmpint (second->until_at, ==, START + 6 * HOUR);
  }
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

/* An account that is taken away and comes back, while another is counted: that is the reason. */
static void
test_not_connected (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(CsAccount) other = fixture_add_account (fixture);
  g_autoptr(GPtrArray) gaps = NULL;
  const CsGap *gap;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_publish (fixture, other, "two", START);
  fixture_run_until (fixture, START + HOUR + 60);
  remove_account (fixture);
  fixture_run_until (fixture, START + 5 * HOUR + 60);
  fixture_save (fixture, fixture->account);
  fixture_run_until (fixture, START + 7 * HOUR);

  gaps = fixture_gaps (fixture);
  g_assert_cmpuint (gaps->len, ==, 1);
  gap = g_ptr_array_index (gaps, 0);
  g_assert_cmpstr (gap->code, ==, "not-connected");
  g_assert_cmpint (gap->from_at, >=, START + HOUR);
  g_assert_cmpint (gap->from_at, <=, START + HOUR + 60);
  g_assert_cmpint (gap->until_at, >=, START + 5 * HOUR);
  g_assert_cmpint (gap->until_at, <=, START + 5 * HOUR + 900);
}

/* What one post is refused for is no reason not to count the others. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 60);
  fixture_run_until (fixture, START + 890);

  /* All four tries of this slot, at 900, 1200, 1500 and then the next. */
  fake_network_reply (&fixture->network, CS_REPLY_REJECTED, 3);
  fixture_run_until (fixture, START + 1850);
  assert_gap (fixture, 0, "refused", "one", 900, 1800);
  assert_samples (fixture, 2);
}

/* Nor is what the account itself is refused for, and it is not asked again and again. */
static void
test_account_refused (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = NULL;

  fixture_publish (fixture, fixture->account, "one", START);
  fake_network_reply (&fixture->network, CS_REPLY_REJECTED, 1);
  fixture_run_until (fixture, START + 600);
  assert_samples (fixture, 1);
  g_assert_cmpuint (fixture->network.asked->len, ==, 2);
  g_assert_cmpint (fixture->next_at, ==, START + 900);

  fixture_run_until (fixture, START + 1000);
  samples = fixture_account_samples (fixture);
  g_assert_cmpuint (samples->len, ==, 1);
  assert_no_gaps (fixture);
}

static void
test_unseen (Fixture       *fixture,
             gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  g_hash_table_add (fixture->network.unseen, g_strdup ("one"));
  fixture_run_until (fixture, START + 400);
  assert_no_gaps (fixture);
  fixture_run_until (fixture, START + 2000);
  assert_gap (fixture, 0, "unseen", "one", 0, 1800);
  g_hash_table_remove_all (fixture->network.unseen);
  fixture_run_until (fixture, START + HOUR);
  assert_gap (fixture, 0, "unseen", "one", 0, 1800);
  assert_samples (fixture, 2);
}

/* No number at all is no sample, least of all one of zeros. */
static void
test_silent (Fixture       *fixture,
             gconstpointer  data)
{
  fixture->network.is_silent = TRUE;
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 1000);
  assert_samples (fixture, 0);
  assert_gap (fixture, 0, "refused", "one", 0, 900);
}

/* Each is in the way of the whole account, and asked again as its table says. */
static void
test_hindrances (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct { CsReplyClass klass; const char *code; guint most; } table[] = {
    { CS_REPLY_RATE, "rate-limited", 12 },
    { CS_REPLY_SIGN_IN, "sign-in", 8 },
    { CS_REPLY_CONFIG, "config", 4 },
  };

  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 60);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gint64 from = START + i * 2 * DAY;

      fixture_run_until (fixture, from + 60);
      g_array_set_size (fixture->network.asked, 0);
      fake_network_reply (&fixture->network, table[i].klass, 1000);
      fixture_run_until (fixture, from + 10 * HOUR);
      g_assert_cmpuint (fixture->network.asked->len, <=, 2 * table[i].most);

      {
        g_autoptr(GPtrArray) gaps = fixture_gaps (fixture);
        const CsGap *gap = g_ptr_array_index (gaps, gaps->len - 1);

        g_assert_cmpstr (gap->code, ==, table[i].code);
        g_assert_cmpint (gap->until_at, ==, CS_UNKNOWN);
      }

      g_queue_clear (&fixture->network.replies);
    }
}

/* A keyring that is locked is no answer, and no end. */
static void
test_locked (Fixture       *fixture,
             gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture_run_until (fixture, START + 60);
  fixture->network.error = g_error_new_literal (CS_ERROR, CS_ERROR_NEEDS_YOU, "It is locked");
  fixture_run_until (fixture, START + 2 * HOUR);
  assert_gap (fixture, 0, "sign-in", NULL, 900, -1);
  g_clear_error (&fixture->network.error);
  fixture_run_until (fixture, START + 5 * HOUR);
  assert_samples (fixture, 10);
}

static void
assert_asked (Fixture *fixture,
              guint    n)
{
  fixture_run_once (fixture);
  g_assert_cmpuint (fixture->network.asked->len, ==, n);
}

/* What a server asked to wait for outlasts the process, sleeps, and changes of the account. */
static void
test_asked_to_wait (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(CsAccount) renewed = cs_record_copy (fixture->account);

  fixture_publish (fixture, fixture->account, "one", START);
  fixture->network.wait = 2 * HOUR;
  fake_network_reply (&fixture->network, CS_REPLY_RATE, 1);
  assert_asked (fixture, 1);
  fixture->network.wait = 0;

  fixture_restart (fixture);
  assert_asked (fixture, 1);
  fixture_sleep (fixture, 1200);
  assert_asked (fixture, 1);
  g_set_str (&renewed->handle, "@renamed@fake.example");
  fixture_save (fixture, renewed);
  assert_asked (fixture, 1);
  fixture_sleep (fixture, 6000 - 1);
  assert_asked (fixture, 1);
  fixture_sleep (fixture, 2);
  fixture_run_once (fixture);
  g_assert_cmpuint (fixture->network.asked->len, >, 1);
}

/* While it lasts it is told, and is over with the first answer. */
static void
test_a_wait_is_told (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GPtrArray) none = NULL;

  fixture_publish (fixture, fixture->account, "one", START);
  fixture->network.wait = 10 * HOUR;
  fake_network_reply (&fixture->network, CS_REPLY_RATE, 1);
  fixture_run_until (fixture, START + 240);
  none = fixture_gaps (fixture);
  g_assert_cmpuint (none->len, ==, 0);

  fixture_run_until (fixture, START + 360);
  assert_gap (fixture, 0, "rate-limited", NULL, 0, -1);
  g_assert_cmpuint (fixture->network.asked->len, ==, 1);
  fixture->network.wait = 0;

  fixture_run_until (fixture, START + 10 * HOUR + 60);
  assert_gap (fixture, 0, "rate-limited", NULL, 0, 10 * HOUR);
}

/* But a day at most, and a clock that was set back makes no wait longer. */
static void
test_asked_for_too_long (Fixture       *fixture,
                         gconstpointer  data)
{
  fixture_publish (fixture, fixture->account, "one", START);
  fixture->network.wait = 30 * DAY;
  fake_network_reply (&fixture->network, CS_REPLY_RATE, 1);
  assert_asked (fixture, 1);
  fixture->network.wait = 0;

  cs_clock_step (fixture->clock, -HOUR * G_USEC_PER_SEC);
  fixture_restart (fixture);
  assert_asked (fixture, 1);
  fixture_sleep (fixture, DAY - 1);
  assert_asked (fixture, 1);
  fixture_sleep (fixture, 2);
  fixture_run_once (fixture);
  g_assert_cmpuint (fixture->network.asked->len, >, 1);
}

/* What cannot be written down is not asked for. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "main.db", NULL);
  g_autoptr(CsCollector) collector = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(CsDb) db = NULL;
  gint64 next_at;

  fixture_publish (fixture, fixture->account, "one", START);
  db = cs_db_open_read_only (path, fixture->clock, &error);
  g_assert_no_error (error);
  collector = cs_collector_new (db, fixture->clock, fixture->secrets);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (cs_collector_run_once (collector, &next_at, NULL, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
      g_clear_error (&error);
    }

  g_assert_cmpuint (fixture->network.asked->len, ==, 0);
  cs_db_close (db);
}

#define ADD(name, func) \
  g_test_add ("/collect/trouble/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

CS_TESTS (collector_trouble)
{
  ADD ("offline", test_offline);
  ADD ("offline-restart", test_offline_restart);
  ADD ("offline-sleep", test_offline_sleep);
  ADD ("retry", test_retry);
  ADD ("asked-to-wait", test_asked_to_wait);
  ADD ("a-wait-is-told", test_a_wait_is_told);
  ADD ("asked-for-too-long", test_asked_for_too_long);
  ADD ("not-connected", test_not_connected);
  ADD ("refused", test_refused);
  ADD ("account-refused", test_account_refused);
  ADD ("unseen", test_unseen);
  ADD ("silent", test_silent);
  ADD ("hindrances", test_hindrances);
  ADD ("locked", test_locked);
  ADD ("read-only", test_read_only);
}
