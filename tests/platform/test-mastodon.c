/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"
#include "cs-error.h"
#include "cs-http.h"
#include "cs-json.h"
#include "cs-mastodon-private.h"
#include "cs-test.h"
#include "fake-server.h"

#include <string.h>

#define WHO      "GET /api/v1/accounts/verify_credentials"
#define APPS     "POST /api/v1/apps"
#define TOKEN    "POST /oauth/token"
#define MEDIA    "POST /api/v2/media"
#define STATUSES "POST /api/v1/statuses"

#define INSTANCE "{\"domain\":\"pots.example\",\"version\":\"4.5.0\"," \
                 "\"api_versions\":{\"mastodon\":6}," \
                 "\"configuration\":{\"statuses\":{\"max_characters\":11000}," \
                 "\"media_attachments\":{\"video_size_limit\":40000000}}}"

static void
answer_sign_in (FakeServer *server)
{
  fake_server_answer (server, APPS, 200, "{\"id\":\"1\",\"client_id\":\"cid\","
                                         "\"client_secret\":\"cs3cret\"}");
  fake_server_answer (server, TOKEN, 200, "{\"access_token\":\"t0k3n\",\"scope\":\"x\","
                                          "\"created_at\":1}");
  fake_server_answer (server, WHO, 200, "{\"id\":\"42\",\"username\":\"ana\",\"acct\":\"ana\","
                      "\"display_name\":\"Ana\"}");
}

static GVariant *
begin (Walk        *walk,
       const char  *host,
       GError     **error)
{
  g_autoptr(GVariant) request = g_variant_ref_sink (g_variant_new_parsed ("{'host': <%s>}", host));

  return cs_platform_begin_sign_in (walk->platform, request, NULL, error);
}

/* Signs in as a person would, with a pasted code. */
static void
sign_in (Walk       *walk,
         FakeServer *server)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) pending = begin (walk, fake_server_get_url (server), &error);

  g_assert_no_error (error);
  walk->account = cs_platform_finish_sign_in (walk->platform, pending, " the-code \n", NULL,
                                              &error);
  g_assert_no_error (error);
}

static void
start (Walk       *walk,
       FakeServer *server,
       const char *text)
{
  walk_init (walk, CS_NETWORK_MASTODON, text);
  answer_sign_in (server);
  fake_server_answer (server, "GET /api/v2/instance", 200, INSTANCE);
  sign_in (walk, server);
}

static void
test_signs_in (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autofree char *form = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *pending = NULL;
  gint64 limit = 0;

  start (&walk, server, "");
  g_assert_cmpstr (walk.account->remote_id, ==, "42");
  g_assert_cmpstr (walk.account->display_name, ==, "Ana");
  g_assert_cmpstr (walk.account->handle, ==, "@ana@pots.example");
  g_assert_true (walk.account->honours_key);
  g_assert_true (walk.account->can_schedule);
  g_assert_true (g_variant_lookup (walk.account->limits, "video_max_bytes", "x", &limit));
  g_assert_cmpint (limit, ==, 40000000);

  form = fake_server_dup_body (server, TOKEN, 0);
  g_assert_nonnull (strstr (form, "code=the-code"));
  g_assert_nonnull (strstr (form, "code_verifier="));

  kept = walk_dup_secret (&walk, "token");
  pending = walk_dup_secret (&walk, "pending");
  g_assert_nonnull (strstr (kept, "t0k3n"));
  g_assert_null (pending);
}

/* A server that names itself by an address, by another server's handle, or not at all. */
static void
test_the_domain_of_a_handle (void)
{
  static const struct { const char *instance; const char *handle; } table[] = {
    { "{\"uri\":\"pots.example\"}", "@ana@pots.example" },
    { "{\"uri\":\"https://pots.example\"}", "@ana@pots.example" },
    { "{\"domain\":\"bob@pots.example\"}", "@ana@127.0.0.1" },
    { "{\"domain\":\"\"}", "@ana@127.0.0.1" },
    { "{\"version\":\"4.5.0\"}", "@ana@127.0.0.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };

      walk_init (&walk, CS_NETWORK_MASTODON, "");
      answer_sign_in (server);
      fake_server_answer (server, "GET /api/v2/instance", 200, table[i].instance);
      sign_in (&walk, server);
      g_assert_true (g_str_has_prefix (walk.account->handle, table[i].handle));
    }
}

/* What crosses the wire between the two halves of a sign-in holds no secret. */
static void
test_pending_sign_in_holds_no_secret (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GVariant) pending = NULL;
  g_autofree char *text = NULL;
  const char *url;

  walk_init (&walk, CS_NETWORK_MASTODON, "");
  answer_sign_in (server);
  pending = begin (&walk, fake_server_get_url (server), NULL);
  text = g_variant_print (pending, FALSE);
  g_assert_null (strstr (text, "cs3cret"));
  g_assert_true (g_variant_lookup (pending, "url", "&s", &url));
  g_assert_nonnull (strstr (url, "code_challenge_method=S256"));
  g_assert_null (strstr (url, "code_verifier"));
}

static void
test_redirect_of_another_sign_in_is_refused (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GVariant) pending = NULL;
  g_autoptr(GError) error = NULL;

  walk_init (&walk, CS_NETWORK_MASTODON, "");
  answer_sign_in (server);
  pending = begin (&walk, fake_server_get_url (server), NULL);
  g_assert_null (cs_platform_finish_sign_in (walk.platform, pending,
                                             "http://127.0.0.1:9/?code=c&state=other",
                                             NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_cmpint (fake_server_count (server, TOKEN), ==, 0);
}

static void
test_bad_hosts_are_refused (void)
{
  const char *const bad[] = { "http://example.org", "", "exa mple", NULL };
  g_auto(Walk) walk = { 0, };

  walk_init (&walk, CS_NETWORK_MASTODON, "");
  for (guint i = 0; bad[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (begin (&walk, bad[i], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    }
}

/* A server that speaks the API without being Mastodon: v1 only, and no promise to keep keys. */
static void
test_other_servers_are_not_trusted_to_hold_posts (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  walk_init (&walk, CS_NETWORK_MASTODON, "");
  answer_sign_in (server);
  fake_server_answer (server, "GET /api/v1/instance", 200,
                      "{\"version\":\"4.0.0 (not true)\","
                      "\"configuration\":{\"statuses\":{\"max_characters\":100000}}}");
  sign_in (&walk, server);
  g_assert_false (walk.account->honours_key);
  g_assert_false (walk.account->can_schedule);
}

static void
test_a_refused_token_is_a_state (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsAccount) checked = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *kept = NULL;

  start (&walk, server, "");
  fake_server_answer_as (server, WHO, 401, "text/html", "", NULL);
  fake_server_answer_as (server, WHO, 401, "text/html", "", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&checked, cs_record_unref);
      checked = cs_platform_check (walk.platform, walk.account, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpint (checked->state, ==, CS_ACCOUNT_SIGN_IN);
  g_assert_nonnull (checked->reason);

  g_assert_true (cs_platform_sign_out (walk.platform, walk.account, NULL, &error));
  g_assert_cmpint (fake_server_count (server, "POST /oauth/revoke"), ==, 1);
  kept = walk_dup_secret (&walk, "token");
  g_assert_null (kept);
}

/* Who checks an account by hand learns when to do it again. */
static void
test_a_check_says_how_long_to_wait (void)
{
  static const struct { guint status; const char *wait; int code; const char *words; } table[] = {
    { 429, "40", CS_ERROR_RATE_LIMITED, "try again in a minute" },
    { 429, "61", CS_ERROR_RATE_LIMITED, "try again in 2 minutes" },
    { 429, "7200", CS_ERROR_RATE_LIMITED, "try again in 120 minutes" },
    { 429, "7201", CS_ERROR_RATE_LIMITED, "try again in 3 hours" },
    { 429, NULL, CS_ERROR_RATE_LIMITED, "try again in 15 minutes" },
    { 503, "600", CS_ERROR_OFFLINE, "try again in 10 minutes" },
    { 503, NULL, CS_ERROR_OFFLINE, "try again later" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(GError) error = NULL;

      start (&walk, server, "");
      for (guint n = 0; n < 2; n++)    /* the first is what the sign-in left */
        fake_server_answer_as (server, WHO, table[i].status, "application/json", "{}",
                               table[i].wait != NULL ? "Retry-After" : NULL, table[i].wait,
                               NULL);
      for (guint n = 0; n < 2; n++)
        {
          g_autoptr(CsAccount) checked = NULL;

          g_clear_error (&error);
          checked = cs_platform_check (walk.platform, walk.account, NULL, &error);
        }
      g_assert_error (error, CS_ERROR, table[i].code);
      g_assert_nonnull (strstr (error->message, table[i].words));
    }
}

static void
test_publishes_a_text (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) ready = NULL;
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *key = NULL;
  g_autofree char *sent = NULL;

  start (&walk, server, "Hello “world”");
  walk.post->visibility = CS_VISIBILITY_UNLISTED;
  walk.post->warning = g_strdup ("flashing");
  fake_server_answer (server, STATUSES, 200, "{\"id\":\"7\",\"url\":\"https://x/@ana/7\","
                      "\"created_at\":\"2026-11-21T10:00:01.000Z\"}");

  ready = walk_prepare (&walk);
  g_assert_cmpint (ready->klass, ==, CS_REPLY_DONE);
  walk_freeze (&walk);
  g_assert_cmpstr (walk.row->body, ==,
                   "{\"status\":\"Hello “world”\",\"visibility\":\"unlisted\",\"sensitive\":true,"
                   "\"spoiler_text\":\"flashing\",\"language\":\"en\"}");
  reply = walk_commit (&walk);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  g_assert_cmpstr (reply->remote_id, ==, "7");
  g_assert_cmpstr (reply->remote_url, ==, "https://x/@ana/7");
  g_assert_cmpint (reply->published_at, ==, START_SECONDS + 1);

  key = fake_server_dup_header (server, STATUSES, 0, "Idempotency-Key");
  sent = fake_server_dup_body (server, STATUSES, 0);
  g_assert_cmpstr (key, ==, walk.row->key);
  g_assert_cmpstr (sent, ==, walk.row->body);
}

/* 202, three times 206, then 200: nothing is attached before the server is ready. */
static void
test_publishes_a_video (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) ready = NULL;
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *form = NULL;

  start (&walk, server, "A clip");
  walk_add_file (&walk, "m1", "video/mp4", "a cat", "MP4BYTES", 8);
  fake_server_answer (server, MEDIA, 202, "{\"id\":\"99\",\"type\":\"video\",\"url\":null}");
  for (guint i = 0; i < 3; i++)
    fake_server_answer (server, "GET /api/v1/media/99", 206, "{\"id\":\"99\",\"url\":null}");
  fake_server_answer (server, "GET /api/v1/media/99", 200, "{\"id\":\"99\",\"url\":\"https://x\"}");
  fake_server_answer (server, STATUSES, 200, "{\"id\":\"8\",\"url\":\"https://x/8\"}");

  ready = walk_prepare (&walk);
  g_assert_cmpint (ready->klass, ==, CS_REPLY_DONE);
  g_assert_cmpint (fake_server_count (server, MEDIA), ==, 1);
  g_assert_cmpint (fake_server_count (server, "GET /api/v1/media/99"), ==, 4);

  form = fake_server_dup_body (server, MEDIA, 0);
  g_assert_nonnull (strstr (form, "name=\"description\"\r\n\r\na cat\r\n"));
  g_assert_nonnull (strstr (form, "filename=\"clip.mp4\"\r\nContent-Type: "
                                  "video/mp4\r\n\r\nMP4BYTES\r\n"));

  walk_freeze (&walk);
  g_assert_nonnull (strstr (walk.row->body, "\"media_ids\":[\"99\"]"));
  reply = walk_commit (&walk);
  g_assert_cmpstr (reply->remote_id, ==, "8");
}

/* A changed file never arrives whole, and is told as what it is: the file's fault. */
static void
test_a_changed_file_is_not_uploaded (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GError) error = NULL;
  CsUpload *upload;

  start (&walk, server, "A clip");
  walk_add_file (&walk, "m1", "video/mp4", NULL, "MP4BYTES", 8);
  upload = g_ptr_array_index (walk.uploads, 0);
  g_file_set_contents (upload->path, "MP4bytes", 8, NULL);
  fake_server_answer (server, MEDIA, 200, "{\"id\":\"99\"}");
  walk.call.account = walk.account;

  g_assert_null (cs_platform_prepare (walk.platform, &walk.call, NULL, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_cmpint (fake_server_count (server, MEDIA), ==, 0);
}

static void
test_lost_media_is_uploaded_anew (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) lost = NULL;
  g_autoptr(CsReply) ready = NULL;

  start (&walk, server, "A clip");
  walk_add_file (&walk, "m1", "video/mp4", NULL, "MP4BYTES", 8);
  fake_server_answer (server, MEDIA, 202, "{\"id\":\"99\",\"url\":null}");
  fake_server_answer (server, MEDIA, 200, "{\"id\":\"100\"}");
  fake_server_answer (server, "GET /api/v1/media/99", 404, "{\"error\":\"Record not found\"}");

  lost = walk_prepare (&walk);
  g_assert_cmpint (lost->klass, ==, CS_REPLY_NEW_UPLOAD);
  ready = walk_prepare (&walk);
  g_assert_cmpint (ready->klass, ==, CS_REPLY_DONE);
  walk_freeze (&walk);
  g_assert_nonnull (strstr (walk.row->body, "\"media_ids\":[\"100\"]"));
}

/* A body is never frozen with a hole in it. */
static void
test_nothing_is_frozen_before_it_is_uploaded (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GError) error = NULL;

  start (&walk, server, "A clip");
  walk_add_file (&walk, "m1", "video/mp4", NULL, "MP4BYTES", 8);
  walk.call.account = walk.account;
  g_assert_null (cs_platform_freeze (walk.platform, &walk.call, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

/* Every refusal of a status, by status and words. */
static void
test_refusals_are_sorted (void)
{
  static const struct { guint status; const char *body; CsReplyClass klass; } table[] = {
    { 401, "{\"error\":\"The access token is invalid\"}", CS_REPLY_SIGN_IN },
    { 401, "", CS_REPLY_SIGN_IN },
    { 403, "{\"error\":\"This action is outside the authorized scopes\"}", CS_REPLY_SIGN_IN },
    { 403, "{\"error\":\"Your login is currently disabled\"}", CS_REPLY_CONFIG },
    { 404, "{\"error\":\"Record not found\"}", CS_REPLY_REJECTED },
    { 413, "", CS_REPLY_REJECTED },
    { 422, "{\"error\":\"Validation failed: Text can't be blank\"}", CS_REPLY_REJECTED },
    { 422, "{\"error\":\"Cannot attach files that have not finished processing. Try again in a "
           "moment!\"}",
      CS_REPLY_PENDING },
    { 429, "{\"error\":\"Too many requests\"}", CS_REPLY_RATE },
    { 500, "{\"error\":\"x\"}", CS_REPLY_PROBE },
    { 503, "", CS_REPLY_PROBE },
    { 200, "{\"unexpected\":true}", CS_REPLY_PROBE },
    { 200, "[]", CS_REPLY_PROBE },
    { 200, "null", CS_REPLY_PROBE },
    { 200, "", CS_REPLY_PROBE },
    { 200, "{\"id\":{\"a\":[1]}}", CS_REPLY_PROBE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(CsReply) reply = NULL;

      start (&walk, server, "Hello");
      walk_freeze (&walk);
      fake_server_answer (server, STATUSES, table[i].status, table[i].body);
      reply = walk_commit (&walk);
      g_assert_cmpint (reply->klass, ==, table[i].klass);
      g_assert_cmpint (fake_server_count (server, STATUSES), ==, 1);
      g_assert_null (strstr (reply->sentence, "t0k3n"));
    }
}

static void
test_hands_off_what_it_is_to_hold (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) reply = NULL;
  const char *handle = NULL;

  start (&walk, server, "Later");
  walk.call.hold_until = walk.row->due = START_SECONDS + 3600;
  fake_server_answer (server, STATUSES, 200,
                      "{\"id\":\"55\",\"scheduled_at\":\"2026-11-21T11:00:00.000Z\","
                      "\"params\":{\"text\":\"Later\"}}");
  walk_freeze (&walk);
  g_assert_nonnull (strstr (walk.row->body, "\"scheduled_at\":\"2026-11-21T11:00:00.000Z\""));
  reply = walk_commit (&walk);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  g_assert_null (reply->remote_id);
  g_assert_true (g_variant_lookup (reply->handles, "scheduled_id", "&s", &handle));
  g_assert_cmpstr (handle, ==, "55");

  walk.call.hold_until = 0;
  walk_freeze (&walk);
  g_assert_null (strstr (walk.row->body, "scheduled_at"));
}

static void
test_a_part_answers_the_part_before (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsOutboxRow) parent = cs_record_new (CS_RECORD_OUTBOX_ROW);
  g_autoptr(GError) error = NULL;
  const char *const more[] = { "two", NULL };

  start (&walk, server, "one");
  walk.post->thread = g_strdupv ((GStrv) more);
  walk.row->part = 1;
  walk.call.account = walk.account;
  g_assert_null (cs_platform_freeze (walk.platform, &walk.call, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);

  parent->remote_id = g_strdup ("7");
  walk.call.parent = parent;
  walk_freeze (&walk);
  g_assert_nonnull (strstr (walk.row->body, "\"status\":\"two\""));
  g_assert_nonnull (strstr (walk.row->body, "\"in_reply_to_id\":\"7\""));
}

CS_TESTS (mastodon)
{
  g_test_add_func ("/platform/mastodon/signs-in", test_signs_in);
  g_test_add_func ("/platform/mastodon/the-domain-of-a-handle", test_the_domain_of_a_handle);
  g_test_add_func ("/platform/mastodon/pending-sign-in-holds-no-secret",
                   test_pending_sign_in_holds_no_secret);
  g_test_add_func ("/platform/mastodon/redirect-of-another-sign-in-is-refused",
                   test_redirect_of_another_sign_in_is_refused);
  g_test_add_func ("/platform/mastodon/bad-hosts-are-refused", test_bad_hosts_are_refused);
  g_test_add_func ("/platform/mastodon/other-servers-are-not-trusted-to-hold-posts",
                   test_other_servers_are_not_trusted_to_hold_posts);
  g_test_add_func ("/platform/mastodon/a-refused-token-is-a-state",
                   test_a_refused_token_is_a_state);
  g_test_add_func ("/platform/mastodon/a-check-says-how-long-to-wait",
                   test_a_check_says_how_long_to_wait);
  g_test_add_func ("/platform/mastodon/publishes-a-text", test_publishes_a_text);
  g_test_add_func ("/platform/mastodon/publishes-a-video", test_publishes_a_video);
  g_test_add_func ("/platform/mastodon/a-changed-file-is-not-uploaded",
                   test_a_changed_file_is_not_uploaded);
  g_test_add_func ("/platform/mastodon/lost-media-is-uploaded-anew",
                   test_lost_media_is_uploaded_anew);
  g_test_add_func ("/platform/mastodon/nothing-is-frozen-before-it-is-uploaded",
                   test_nothing_is_frozen_before_it_is_uploaded);
  g_test_add_func ("/platform/mastodon/refusals-are-sorted", test_refusals_are_sorted);
  g_test_add_func ("/platform/mastodon/hands-off-what-it-is-to-hold",
                   test_hands_off_what_it_is_to_hold);
  g_test_add_func ("/platform/mastodon/a-part-answers-the-part-before",
                   test_a_part_answers_the_part_before);
}
