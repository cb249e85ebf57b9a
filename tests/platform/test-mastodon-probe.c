/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"
#include "cs-test.h"
#include "fake-server.h"

#include <string.h>

#define LIST      "GET /api/v1/accounts/42/statuses"
#define SCHEDULES "GET /api/v1/scheduled_statuses"

/* An account that is signed in, and a row whose post was sent without an answer. */
static void
start (Walk       *walk,
       FakeServer *server,
       const char *text,
       gboolean    honours_key)
{
  walk_init (walk, CS_NETWORK_MASTODON, text);
  walk->account = cs_record_new (CS_RECORD_ACCOUNT);
  walk->account->id = g_strdup ("a");
  walk->account->host = g_strdup (fake_server_get_url (server));
  walk->account->remote_id = g_strdup ("42");
  walk->account->honours_key = honours_key;
  walk->account->can_schedule = honours_key;
  cs_secrets_store (walk->secrets, "a", "token", "x", "{\"access_token\":\"t\"}", NULL, NULL);
  walk_freeze (walk);
}

static char *
make_status (const char *id,
             const char *content,
             gint64      age,
             const char *more)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (START_SECONDS - age);
  g_autofree char *created = g_date_time_format_iso8601 (time);

  return g_strdup_printf ("{\"id\":\"%s\",\"url\":\"https://x/%s\",\"created_at\":\"%s\","
                          "\"content\":\"%s\",\"media_attachments\":[]%s}",
                          id, id, created, content, more);
}

static void
answer_list (FakeServer *server,
             const char *status)
{
  g_autofree char *list = g_strdup_printf ("[%s]", status);

  fake_server_answer (server, LIST, 200, list);
}

static void
expect (Walk         *walk,
        CsReplyClass  klass,
        gint64        not_before)
{
  g_autoptr(CsReply) reply = walk_probe (walk);

  g_assert_cmpint (reply->klass, ==, klass);
  g_assert_cmpint (reply->not_before, ==, not_before);
}

/* A look right away proves nothing: the server may still be at work. */
static void
test_waits_before_it_looks (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, "Hello", TRUE);
  expect (&walk, CS_REPLY_PENDING, START_SECONDS + 30);
  g_assert_cmpint (fake_server_count (server, LIST), ==, 0);
}

static void
test_finds_what_was_sent (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *status = make_status ("7", "<p>Hi <span "
                                              "class=\\\"h-card\\\">@<span>bob</span></span> "
                                         "&amp; all</p>", -1, "");

  start (&walk, server, "Hi @bob@example.org & all", TRUE);
  answer_list (server, status);
  cs_clock_advance (walk.clock, (gint64) 30 * G_USEC_PER_SEC);
  reply = walk_probe (&walk);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  g_assert_cmpstr (reply->remote_id, ==, "7");
  g_assert_cmpint (reply->published_at, ==, START_SECONDS + 1);
}

/* As snac 2.75 shows them: its own markup, mentions made whole, tags passed through. */
static void
test_finds_what_a_stranger_made_of_it (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *status = make_status (
    "7", "Gr\u00fc\u00dfe <a href=\\\"http://x?t=cat\\\" class=\\\"mention hashtag\\\">#cat</a> "
         "<i>stars</i> _x_ "
    "<b> & <a href=\\\"https://example.org/a?b=c\\\">https://example.org/a?b=c</a> @bob@localhost "
    "<span class=\\\"h-card\\\"><a "
    "href=\\\"http://x/alice\\\">@alice@localhost:48731</a></span>.test<br>", -1, "");

  start (&walk, server, "Grüße #cat *stars* _x_ <b> & https://example.org/a?b=c @bob@localhost "
                        "@alice.test",
         FALSE);
  answer_list (server, status);
  cs_clock_advance (walk.clock, (gint64) 30 * G_USEC_PER_SEC);
  reply = walk_probe (&walk);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
}

/* Loosely compared, but not so loosely that another name would do. */
static void
test_another_name_is_another_post (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autofree char *status = make_status ("7", "Thanks @ann@example.org", -1, "");

  start (&walk, server, "Thanks @bob@example.org", FALSE);
  answer_list (server, status);
  cs_clock_advance (walk.clock, (gint64) 30 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_PENDING, START_SECONDS + 90);
}

/* Near misses: an older one, a boost, one with media, a reply, another text. */
static void
test_takes_no_other_post_for_it (void)
{
  static const struct { const char *content; gint64 age; const char *more; } table[] = {
    { "Hello", 61, "" },
    { "Hello", 0, ",\"reblog\":{\"id\":\"1\"}" },
    { "Hello", 0, ",\"in_reply_to_id\":\"3\"" },
    { "Hello!", 0, "" },
    { "Hell", 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autofree char *status = make_status ("7", table[i].content, table[i].age, table[i].more);

      start (&walk, server, "Hello", TRUE);
      answer_list (server, status);
      cs_clock_advance (walk.clock, (gint64) 30 * G_USEC_PER_SEC);
      expect (&walk, CS_REPLY_ABSENT, 0);
    }
}

/* With a key that the server keeps, sending again within its hour is harmless; later it is not. */
static void
test_a_kept_key_needs_one_look (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, "Hello", TRUE);
  fake_server_answer (server, LIST, 200, "[]");
  cs_clock_advance (walk.clock, (gint64) 30 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_ABSENT, 0);

  cs_clock_advance (walk.clock, (gint64) (55 * 60 - 30) * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_PENDING, START_SECONDS + 55 * 60 + 60);
}

/* Without one, absence is believed when it was seen twice, a minute apart. */
static void
test_no_key_needs_two_looks (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, "Hello", FALSE);
  fake_server_answer (server, LIST, 200, "[]");
  cs_clock_advance (walk.clock, (gint64) 30 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_PENDING, START_SECONDS + 90);
  cs_clock_advance (walk.clock, (gint64) 59 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_PENDING, START_SECONDS + 90);
  cs_clock_advance (walk.clock, (gint64) 1 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_ABSENT, 0);

  /* Sent again and lost again: two new looks. */
  expect (&walk, CS_REPLY_PENDING, START_SECONDS + 150);
}

/* A list that cannot be had is no proof of anything. */
static void
test_no_answer_is_no_absence (void)
{
  static const struct
  {
    guint         status;
    const char   *type;
    const char   *body;
    CsReplyClass  klass;
  } table[] = {
    { 503, "application/json", "{}", CS_REPLY_RETRY },
    { 200, "text/html", "<html>", CS_REPLY_CONFIG },
    { 200, "application/json", "{}", CS_REPLY_RETRY },
    { 401, "application/json", "{}", CS_REPLY_SIGN_IN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };

      start (&walk, server, "Hello", FALSE);
      fake_server_answer_as (server, LIST, table[i].status, table[i].type, table[i].body, NULL);
      cs_clock_advance (walk.clock, (gint64) 300 * G_USEC_PER_SEC);
      expect (&walk, table[i].klass, 0);
    }
}

static void
test_pages_until_it_is_old (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *newer = make_status ("9", "Other", -20, "");
  g_autofree char *wanted = make_status ("7", "Hello", -1, "");
  g_autofree char *query = NULL;

  start (&walk, server, "Hello", TRUE);
  answer_list (server, newer);
  answer_list (server, wanted);
  cs_clock_advance (walk.clock, (gint64) 60 * G_USEC_PER_SEC);
  reply = walk_probe (&walk);
  query = fake_server_dup_query (server, LIST, 1);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  g_assert_nonnull (strstr (query, "max_id=9"));
}

/* What was not looked through is not known to be absent: sent again it might be there twice. */
static void
test_too_many_pages_prove_nothing (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, "Hello", TRUE);

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", 100 - i);
      g_autofree char *newer = make_status (id, "Other", -20, "");

      answer_list (server, newer);
    }

  cs_clock_advance (walk.clock, (gint64) 60 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_RETRY, 0);
}

/* A server that gives its newest page whatever it is asked: all there is, or the first of more. */
static void
test_a_server_without_pages (void)
{
  static const struct { guint length; gboolean ends; CsReplyClass klass; } table[] = {
    { 3, FALSE, CS_REPLY_ABSENT },
    { 20, FALSE, CS_REPLY_RETRY },
    { 40, FALSE, CS_REPLY_RETRY },
    { 40, TRUE, CS_REPLY_ABSENT },      /* and the last is older than what is looked for */
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *page = NULL;

      for (guint k = 0; k < table[i].length; k++)
        {
          g_autofree char *id = g_strdup_printf ("%u", 900 - k);
          gboolean old = table[i].ends && k == table[i].length - 1;

          g_ptr_array_add (list, make_status (id, "Other", old ? 3600 : -20, ""));
        }

      g_ptr_array_add (list, NULL);
      page = g_strjoinv (",", (char **) list->pdata);
      start (&walk, server, "Hello", TRUE);
      answer_list (server, page);
      cs_clock_advance (walk.clock, (gint64) 60 * G_USEC_PER_SEC);
      expect (&walk, table[i].klass, 0);
      g_assert_cmpint (fake_server_count (server, LIST), <=, 2);
    }
}

static GHashTable *
a_set (const char *id)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_hash_table_add (set, g_strdup (id));

  return set;
}

/* Set back by an hour: it does not wait for that hour, and what was sent then is found. */
static void
test_a_clock_set_back (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *other = make_status ("8", "Other", 3540, "");
  g_autofree char *wanted = make_status ("7", "Hello", 3600, "");

  start (&walk, server, "Hello", TRUE);
  fake_server_answer (server, LIST, 200, "[]");
  answer_list (server, other);
  fake_server_answer (server, LIST, 200, "[]");
  answer_list (server, wanted);
  cs_clock_step (walk.clock, (gint64) -3600 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_PENDING, START_SECONDS - 3600 + 60);
  cs_clock_advance (walk.clock, (gint64) 60 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_ABSENT, 0);
  reply = walk_probe (&walk);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
}

/* Set back between two looks: the first of them counts no more. */
static void
test_a_clock_set_back_between_looks (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, "Hello", FALSE);
  fake_server_answer (server, LIST, 200, "[]");
  cs_clock_advance (walk.clock, (gint64) 7200 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_PENDING, START_SECONDS + 7260);
  cs_clock_step (walk.clock, (gint64) -3600 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_PENDING, START_SECONDS + 3660);
  cs_clock_advance (walk.clock, (gint64) 60 * G_USEC_PER_SEC);
  expect (&walk, CS_REPLY_ABSENT, 0);
}

/* Two posts say the same: the one that is another row's is not taken for this one's. */
static void
test_takes_no_post_of_another_row (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GHashTable) taken = a_set ("8");
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *other = make_status ("8", "Hello", -2, "");
  g_autofree char *ours = make_status ("7", "Hello", -1, "");
  g_autofree char *both = g_strjoin (",", other, ours, NULL);

  start (&walk, server, "Hello", TRUE);
  walk.call.taken = taken;
  answer_list (server, both);
  cs_clock_advance (walk.clock, (gint64) 30 * G_USEC_PER_SEC);
  reply = walk_probe (&walk);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  g_assert_cmpstr (reply->remote_id, ==, "7");
}

static void
test_finds_a_schedule (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) reply = NULL;
  const char *handle = NULL;

  g_autoptr(GHashTable) held = a_set ("53");

  start (&walk, server, "Later", TRUE);
  walk.call.held = held;
  walk.call.hold_until = walk.row->due = START_SECONDS + 3600;
  walk_freeze (&walk);
  fake_server_answer (server, SCHEDULES, 200,
                      "[{\"id\":\"53\",\"scheduled_at\":\"2026-11-21T11:00:00Z\","
                      "\"params\":{\"text\":\"Later\"}},"
                      "{\"id\":\"54\",\"scheduled_at\":\"2026-11-21T11:00:00Z\","
                      "\"params\":{\"text\":\"Other\"}},"
                      "{\"id\":\"55\",\"scheduled_at\":\"2026-11-21T11:00:00Z\","
                      "\"params\":{\"text\":\"Later\"}}]");
  cs_clock_advance (walk.clock, (gint64) 30 * G_USEC_PER_SEC);
  reply = walk_probe (&walk);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  g_assert_true (g_variant_lookup (reply->handles, "scheduled_id", "&s", &handle));
  g_assert_cmpstr (handle, ==, "55");
}

static CsReply *
poll_once (Walk *walk)
{
  g_autoptr(GError) error = NULL;
  CsReply *reply = cs_platform_poll (walk->platform, &walk->call, NULL, &error);

  g_assert_no_error (error);

  return reply;
}

/* Held, then gone from the schedules and found under another id. */
static void
test_follows_a_schedule_to_its_status (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) held = NULL;
  g_autoptr(CsReply) late = NULL;
  g_autoptr(CsReply) out = NULL;
  g_autofree char *status = make_status ("77", "Later", -3601, "");

  start (&walk, server, "Later", TRUE);
  walk.call.hold_until = walk.row->due = START_SECONDS + 3600;
  walk_freeze (&walk);
  walk.row->handles = g_variant_ref_sink (g_variant_new_parsed ("{'scheduled_id': <'55'>}"));
  fake_server_answer (server, SCHEDULES "/55", 200, "{\"id\":\"55\"}");
  fake_server_answer (server, SCHEDULES "/55", 404, "{\"error\":\"Record not found\"}");
  fake_server_answer (server, LIST, 200, "[]");

  held = poll_once (&walk);
  g_assert_cmpint (held->klass, ==, CS_REPLY_PENDING);
  g_assert_cmpint (held->not_before, ==, START_SECONDS + 3605);

  cs_clock_advance (walk.clock, (gint64) 3605 * G_USEC_PER_SEC);
  late = poll_once (&walk);
  g_assert_cmpint (late->klass, ==, CS_REPLY_PENDING);

  answer_list (server, status);
  g_clear_pointer (&late, cs_reply_free);
  late = poll_once (&walk);
  out = poll_once (&walk);
  g_assert_cmpint (out->klass, ==, CS_REPLY_DONE);
  g_assert_cmpstr (out->remote_id, ==, "77");
}

static CsReplyClass
withdraw_once (Walk *walk)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsReply) reply = cs_platform_withdraw (walk->platform, &walk->call, NULL, &error);

  g_assert_no_error (error);

  return reply->klass;
}

static void
test_takes_a_schedule_back (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, "Later", TRUE);
  g_assert_cmpint (withdraw_once (&walk), ==, CS_REPLY_ABSENT);

  walk.row->handles = g_variant_ref_sink (g_variant_new_parsed ("{'scheduled_id': <'55'>}"));
  fake_server_answer (server, "DELETE /api/v1/scheduled_statuses/55", 503, "{}");
  fake_server_answer (server, "DELETE /api/v1/scheduled_statuses/55", 200, "{}");
  fake_server_answer (server, "DELETE /api/v1/scheduled_statuses/55", 404, "{}");
  g_assert_cmpint (withdraw_once (&walk), ==, CS_REPLY_RETRY);
  g_assert_cmpint (withdraw_once (&walk), ==, CS_REPLY_DONE);
  g_assert_cmpint (withdraw_once (&walk), ==, CS_REPLY_ABSENT);
}

CS_TESTS (mastodon_probe)
{
  g_test_add_func ("/platform/mastodon-probe/waits-before-it-looks", test_waits_before_it_looks);
  g_test_add_func ("/platform/mastodon-probe/finds-what-was-sent", test_finds_what_was_sent);
  g_test_add_func ("/platform/mastodon-probe/finds-what-a-stranger-made-of-it",
                   test_finds_what_a_stranger_made_of_it);
  g_test_add_func ("/platform/mastodon-probe/another-name-is-another-post",
                   test_another_name_is_another_post);
  g_test_add_func ("/platform/mastodon-probe/takes-no-other-post-for-it",
                   test_takes_no_other_post_for_it);
  g_test_add_func ("/platform/mastodon-probe/a-kept-key-needs-one-look",
                   test_a_kept_key_needs_one_look);
  g_test_add_func ("/platform/mastodon-probe/no-key-needs-two-looks", test_no_key_needs_two_looks);
  g_test_add_func ("/platform/mastodon-probe/no-answer-is-no-absence",
                   test_no_answer_is_no_absence);
  g_test_add_func ("/platform/mastodon-probe/pages-until-it-is-old", test_pages_until_it_is_old);
  g_test_add_func ("/platform/mastodon-probe/too-many-pages-prove-nothing",
                   test_too_many_pages_prove_nothing);
  g_test_add_func ("/platform/mastodon-probe/a-server-without-pages", test_a_server_without_pages);
  g_test_add_func ("/platform/mastodon-probe/a-clock-set-back", test_a_clock_set_back);
  g_test_add_func ("/platform/mastodon-probe/a-clock-set-back-between-looks",
                   test_a_clock_set_back_between_looks);
  g_test_add_func ("/platform/mastodon-probe/takes-no-post-of-another-row",
                   test_takes_no_post_of_another_row);
  g_test_add_func ("/platform/mastodon-probe/finds-a-schedule", test_finds_a_schedule);
  g_test_add_func ("/platform/mastodon-probe/follows-a-schedule-to-its-status",
                   test_follows_a_schedule_to_its_status);
  g_test_add_func ("/platform/mastodon-probe/takes-a-schedule-back", test_takes_a_schedule_back);
}
