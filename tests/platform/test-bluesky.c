/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"
#include "cs-bluesky-private.h"
#include "cs-error.h"
#include "cs-json.h"
#include "cs-test.h"
#include "fake-server.h"

#include <string.h>

#define DID     "did:plc:abcdefghijklmnopqrstuvwx"
#define X       " /xrpc/com.atproto."
#define CREATE  "POST" X "server.createSession"
#define REFRESH "POST" X "server.refreshSession"
#define SESSION "GET" X "server.getSession"
#define RESOLVE "GET" X "identity.resolveHandle"
#define PUT     "POST" X "repo.putRecord"
#define GETREC  "GET" X "repo.getRecord"
#define BLOB    "POST" X "repo.uploadBlob"

#define PAIR(n) "{\"accessJwt\":\"access" n "\",\"refreshJwt\":\"refresh" n "\"," \
                "\"did\":\"" DID "\"," \
                "\"handle\":\"ana.test\"}"

static void
answer_sign_in (FakeServer *server)
{
  g_autofree char *document = g_strdup_printf (
    "{\"id\":\"" DID "\",\"service\":[{\"id\":\"#other\","
                     "\"serviceEndpoint\":\"https://nowhere.invalid\"},"
    "{\"id\":\"" DID "#atproto_pds\",\"type\":\"AtprotoPersonalDataServer\","
                     "\"serviceEndpoint\":\"%s/\"}]}",
    fake_server_get_url (server));

  fake_server_answer (server, RESOLVE, 200, "{\"did\":\"" DID "\"}");
  fake_server_answer (server, "GET /plc/" DID, 200, document);
  fake_server_answer (server, CREATE, 200, PAIR ("1"));
  fake_server_answer (server, SESSION, 200, "{\"did\":\"" DID "\",\"handle\":\"ana.test\"}");
}

static GVariant *
make_request (FakeServer *server,
              const char *handle)
{
  const char *url = fake_server_get_url (server);
  g_autofree char *plc = g_strconcat (url, "/plc", NULL);

  return g_variant_ref_sink (g_variant_new_parsed (
    "{'handle': <%s>, 'app_password': <'abcd-efgh'>, 'host': <%s>, 'plc': <%s>, 'video': <%s>, "
    "'app': <'https://app.test/'>}", handle, url, plc, url));
}

static void
start (Walk       *walk,
       FakeServer *server,
       const char *text)
{
  g_autoptr(GVariant) request = make_request (server, "@Ana.Test");
  g_autoptr(GVariant) pending = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *printed = NULL;

  walk_init (walk, CS_NETWORK_BLUESKY, text);
  answer_sign_in (server);
  pending = cs_platform_begin_sign_in (walk->platform, request, NULL, &error);
  g_assert_no_error (error);
  printed = g_variant_print (pending, FALSE);
  g_assert_null (strstr (printed, "abcd-efgh"));
  g_assert_null (strstr (printed, "access1"));
  walk->account = cs_platform_finish_sign_in (walk->platform, pending, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_signs_in (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autofree char *sent = NULL;

  start (&walk, server, "");
  sent = fake_server_dup_body (server, CREATE, 0);
  g_assert_cmpstr (sent, ==, "{\"identifier\":\"ana.test\",\"password\":\"abcd-efgh\"}");
  g_assert_cmpstr (walk.account->remote_id, ==, DID);
  g_assert_cmpstr (walk.account->handle, ==, "ana.test");
  g_assert_cmpstr (walk.account->host, ==, fake_server_get_url (server));
  g_assert_cmpint (walk.account->video_way, ==, CS_VIDEO_BLOB);
  g_assert_cmpint (walk.account->state, ==, CS_ACCOUNT_READY);
}

static void
test_sign_in_says_what_is_missing (void)
{
  static const struct { guint status; const char *body; int code; } table[] = {
    { 401, "{\"error\":\"AuthFactorTokenRequired\",\"message\":\"code\"}", CS_ERROR_NEEDS_YOU },
    { 401, "{\"error\":\"AuthenticationRequired\",\"message\":\"no\"}", CS_ERROR_SIGN_IN },
    { 401, "{\"error\":\"AccountTakedown\",\"message\":\"no\"}", CS_ERROR_SIGN_IN },
    { 429, "{\"error\":\"RateLimitExceeded\",\"message\":\"no\"}", CS_ERROR_RATE_LIMITED },
    { 502, "{}", CS_ERROR_OFFLINE },
    { 200, "{\"did\":\"did:plc:other\",\"accessJwt\":\"a\",\"refreshJwt\":\"b\"}",
      CS_ERROR_NEEDS_YOU },
    { 200, "{\"did\":\"" DID "\"}", CS_ERROR_NEEDS_YOU },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(GVariant) request = make_request (server, "ana.test");
      g_autoptr(GError) error = NULL;

      walk_init (&walk, CS_NETWORK_BLUESKY, "");
      fake_server_answer (server, CREATE, table[i].status, table[i].body);
      answer_sign_in (server);
      g_assert_null (cs_platform_begin_sign_in (walk.platform, request, NULL, &error));
      g_assert_error (error, CS_ERROR, table[i].code);
      g_assert_null (strstr (error->message, "abcd-efgh"));
    }
}

static void
test_nobody_has_the_handle (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GVariant) request = make_request (server, "nobody.test");
  g_autoptr(GError) error = NULL;

  walk_init (&walk, CS_NETWORK_BLUESKY, "");
  fake_server_answer (server, RESOLVE, 400, "{\"error\":\"InvalidRequest\",\"message\":\"Unable "
                                            "to resolve handle\"}");
  g_assert_null (cs_platform_begin_sign_in (walk.platform, request, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

/* The vectors were computed by hand from the format; keys of one process never repeat. */
static void
test_keys_are_tids (void)
{
  g_auto(Walk) walk = { 0, };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *earlier = NULL;

  walk_init (&walk, CS_NETWORK_BLUESKY, "");
  first = cs_platform_make_key (walk.platform, START_SECONDS * G_USEC_PER_SEC + 1000);
  second = cs_platform_make_key (walk.platform, START_SECONDS * G_USEC_PER_SEC + 1000);
  earlier = cs_platform_make_key (walk.platform, START_SECONDS * G_USEC_PER_SEC);
  g_assert_cmpint (strlen (first), ==, 13);
  g_assert_cmpstr (first, <, second);
  g_assert_cmpstr (second, <, earlier);
}

/* Byte ranges of the vector in the network's own units: 20–27, 35–60, 61–77. */
static void
test_facets_stand_on_bytes (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(JsonObject) body = NULL;
  JsonArray *facets;
  static const struct { gint64 start, end; const char *name, *value; } wanted[] = {
    { 20, 27, "tag", "läuft" },
    { 35, 60, "uri", "https://example.org/a?b=c" },
    { 61, 77, "did", DID },
  };

  start (&walk, server, "Grüße 👩‍💻 #läuft 日本 https://example.org/a?b=c @bob.bsky.social");
  walk_freeze (&walk);
  body = cs_json_parse_object (walk.row->body, -1, 0, NULL);
  facets = cs_json_get_array (body, "record.facets");
  g_assert_cmpint (json_array_get_length (facets), ==, G_N_ELEMENTS (wanted));

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      JsonObject *facet = cs_json_at_object (facets, i);
      JsonObject *feature = cs_json_at_object (cs_json_get_array (facet, "features"), 0);

      g_assert_cmpint (cs_json_get_int (facet, "index.byteStart", -1), ==, wanted[i].start);
      g_assert_cmpint (cs_json_get_int (facet, "index.byteEnd", -1), ==, wanted[i].end);
      g_assert_cmpstr (cs_json_get_text (feature, wanted[i].name), ==, wanted[i].value);
    }
}

static void
test_a_site_without_a_scheme_is_a_link (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, "See example.org/a.");
  walk_freeze (&walk);
  g_assert_nonnull (strstr (walk.row->body, "\"byteStart\":4,\"byteEnd\":17"));
  g_assert_nonnull (strstr (walk.row->body, "\"uri\":\"https://example.org/a\""));
}

static void
test_an_unknown_name_stays_text (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GError) error = NULL;

  start (&walk, server, "Hi @nobody.test and @short");
  fake_server_answer (server, RESOLVE, 400, "{\"error\":\"InvalidRequest\"}");
  fake_server_answer (server, RESOLVE, 503, "{}");
  walk_freeze (&walk);   /* takes the answer that is left of the sign-in */
  g_assert_nonnull (strstr (walk.row->body, "facet#mention"));
  walk_freeze (&walk);
  g_assert_null (strstr (walk.row->body, "facet#mention"));
  g_assert_null (cs_platform_freeze (walk.platform, &walk.call, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_OFFLINE);
}

static void
test_publishes_a_text (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) ready = NULL;
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *url = NULL;
  g_autofree char *sent = NULL;

  start (&walk, server, "Hello");
  fake_server_answer (server, PUT, 200, "{\"uri\":\"at://" DID "/app.bsky.feed.post/k\","
                                                               "\"cid\":\"bafy1\"}");
  ready = walk_prepare (&walk);
  g_assert_cmpint (ready->klass, ==, CS_REPLY_DONE);
  walk_freeze (&walk);
  wanted = g_strdup_printf ("{\"repo\":\"" DID "\",\"collection\":\"app.bsky.feed.post\","
                                               "\"rkey\":\"%s\","
                            "\"swapRecord\":null,\"validate\":true,"
                            "\"record\":{\"$type\":\"app.bsky.feed.post\","
                            "\"text\":\"Hello\",\"createdAt\":\"2026-11-21T10:00:00.000Z\","
                            "\"langs\":[\"en\"]}}",
                            walk.row->key);
  g_assert_cmpstr (walk.row->body, ==, wanted);

  reply = walk_commit (&walk);
  sent = fake_server_dup_body (server, PUT, 0);
  url = g_strdup_printf ("https://app.test/profile/" DID "/post/%s", walk.row->key);
  g_assert_cmpstr (sent, ==, wanted);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  g_assert_cmpstr (reply->remote_id, ==, "at://" DID "/app.bsky.feed.post/k");
  g_assert_cmpstr (reply->remote_cid, ==, "bafy1");
  g_assert_cmpstr (reply->remote_url, ==, url);
  g_assert_cmpint (reply->published_at, ==, START_SECONDS);
}

static void
test_publishes_pictures (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) ready = NULL;
  g_autoptr(JsonObject) body = NULL;
  g_autofree char *type = NULL;
  JsonArray *images;

  start (&walk, server, "Two");
  walk_add_file (&walk, "a", "image/jpeg", "a cat", "JPEG1", 5);
  walk_add_file (&walk, "b", "image/png", NULL, "PNG", 3);
  fake_server_answer (server, BLOB, 200, "{\"blob\":{\"$type\":\"blob\","
                                         "\"ref\":{\"$link\":\"bafa\"},"
                      "\"mimeType\":\"image/jpeg\",\"size\":5}}");
  fake_server_answer (server, BLOB, 200, "{\"blob\":{\"$type\":\"blob\","
                                         "\"ref\":{\"$link\":\"bafb\"},"
                      "\"mimeType\":\"image/png\",\"size\":3}}");
  ready = walk_prepare (&walk);
  g_assert_cmpint (ready->klass, ==, CS_REPLY_DONE);
  g_assert_cmpint (fake_server_count (server, BLOB), ==, 2);
  type = fake_server_dup_header (server, BLOB, 1, "Content-Type");
  g_assert_cmpstr (type, ==, "image/png");

  walk_freeze (&walk);
  body = cs_json_parse_object (walk.row->body, -1, 0, NULL);
  images = cs_json_get_array (body, "record.embed.images");
  g_assert_cmpint (json_array_get_length (images), ==, 2);
  g_assert_cmpstr (cs_json_get_text (cs_json_at_object (images, 0), "image.ref.$link"), ==, "bafa");
  g_assert_cmpstr (cs_json_get_text (cs_json_at_object (images, 0), "alt"), ==, "a cat");
  g_assert_cmpint (cs_json_get_int (cs_json_at_object (images, 1), "aspectRatio.height", 0), ==,
                   1920);
}

static void
test_a_part_names_root_and_parent (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsOutboxRow) root = cs_record_new (CS_RECORD_OUTBOX_ROW);
  g_autoptr(CsOutboxRow) parent = cs_record_new (CS_RECORD_OUTBOX_ROW);
  const char *const more[] = { "two", "three", NULL };

  start (&walk, server, "one");
  walk.post->thread = g_strdupv ((GStrv) more);
  walk.row->part = 2;
  root->remote_id = g_strdup ("at://root");
  root->remote_cid = g_strdup ("c1");
  parent->remote_id = g_strdup ("at://parent");
  parent->remote_cid = g_strdup ("c2");
  walk.call.root = root;
  walk.call.parent = parent;
  walk_freeze (&walk);
  g_assert_nonnull (strstr (walk.row->body, "\"text\":\"three\""));
  g_assert_nonnull (strstr (walk.row->body,
                            "\"reply\":{\"root\":{\"uri\":\"at://root\",\"cid\":\"c1\"},"
                            "\"parent\":{\"uri\":\"at://parent\",\"cid\":\"c2\"}}"));
}

static void
test_refusals_are_sorted (void)
{
  static const struct { guint status; const char *body; CsReplyClass klass; } table[] = {
    { 400, "{\"error\":\"InvalidSwap\",\"message\":\"x\"}", CS_REPLY_PROBE },
    { 400, "{\"error\":\"InvalidToken\",\"message\":\"x\"}", CS_REPLY_SIGN_IN },
    { 401, "{\"error\":\"AuthMissing\",\"message\":\"x\"}", CS_REPLY_SIGN_IN },
    { 401, "{}", CS_REPLY_SIGN_IN },
    { 400, "{\"error\":\"AccountDeactivated\",\"message\":\"x\"}", CS_REPLY_SIGN_IN },
    { 400, "{\"error\":\"InvalidRequest\",\"message\":\"Record/text must not be longer\"}",
      CS_REPLY_REJECTED },
    { 400, "{\"error\":\"InvalidRequest\",\"message\":\"Could not find blob: x\"}",
      CS_REPLY_NEW_UPLOAD },
    { 400, "{\"error\":\"BlobNotFound\",\"message\":\"x\"}", CS_REPLY_NEW_UPLOAD },
    { 429, "{\"error\":\"RateLimitExceeded\",\"message\":\"x\"}", CS_REPLY_RATE },
    { 500, "{\"error\":\"InternalServerError\"}", CS_REPLY_PROBE },
    { 502, "{\"error\":\"UpstreamFailure\"}", CS_REPLY_PROBE },
    { 501, "{\"error\":\"MethodNotImplemented\"}", CS_REPLY_PROBE },
    { 200, "{\"cid\":1}", CS_REPLY_PROBE },
    { 200, "[]", CS_REPLY_PROBE },
    { 200, "", CS_REPLY_PROBE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(CsReply) reply = NULL;

      start (&walk, server, "Hello");
      walk_freeze (&walk);
      fake_server_answer (server, PUT, table[i].status, table[i].body);
      reply = walk_commit (&walk);
      g_assert_cmpint (reply->klass, ==, table[i].klass);
      g_assert_cmpint (fake_server_count (server, PUT), ==, 1);
    }
}

static void
test_probe_asks_the_repository (void)
{
  static const struct { guint status; const char *body; CsReplyClass klass; } table[] = {
    { 200, "{\"uri\":\"at://x/y/z\",\"cid\":\"bafy\",\"value\":{}}", CS_REPLY_DONE },
    { 400, "{\"error\":\"RecordNotFound\",\"message\":\"x\"}", CS_REPLY_ABSENT },
    { 400, "{\"error\":\"InvalidRequest\",\"message\":\"x\"}", CS_REPLY_REJECTED },
    { 503, "{}", CS_REPLY_RETRY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(CsReply) reply = NULL;
      g_autofree char *query = NULL;

      start (&walk, server, "Hello");
      walk_freeze (&walk);
      fake_server_answer (server, GETREC, table[i].status, table[i].body);
      reply = walk_probe (&walk);
      query = fake_server_dup_query (server, GETREC, fake_server_count (server, GETREC) - 1);
      g_assert_cmpint (reply->klass, ==, table[i].klass);
      g_assert_nonnull (strstr (query, walk.row->key));
    }
}

static void
test_an_ended_session_is_renewed_once (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *renewing = NULL;
  g_autofree char *again = NULL;
  g_autofree char *kept = NULL;

  start (&walk, server, "Hello");
  walk_freeze (&walk);
  fake_server_answer (server, PUT, 400, "{\"error\":\"ExpiredToken\",\"message\":\"x\"}");
  fake_server_answer (server, PUT, 200, "{\"uri\":\"at://x\",\"cid\":\"bafy\"}");
  fake_server_answer (server, REFRESH, 200, PAIR ("2"));
  reply = walk_commit (&walk);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_DONE);
  renewing = fake_server_dup_header (server, REFRESH, 0, "Authorization");
  again = fake_server_dup_header (server, PUT, 1, "Authorization");
  kept = walk_dup_secret (&walk, "session");
  g_assert_cmpstr (renewing, ==, "Bearer refresh1");
  g_assert_cmpstr (again, ==, "Bearer access2");
  g_assert_nonnull (strstr (kept, "refresh2"));
  g_assert_cmpint (fake_server_count (server, REFRESH), ==, 1);
}

/* What was read from a file is gone: the next try opens it anew, in the new session. */
static void
test_a_file_is_not_sent_again (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) first = NULL;
  g_autoptr(CsReply) second = NULL;

  start (&walk, server, "Hello");
  walk_add_file (&walk, "a", "image/jpeg", "a cat", "JPEG1", 5);
  fake_server_answer (server, BLOB, 400, "{\"error\":\"ExpiredToken\",\"message\":\"x\"}");
  fake_server_answer (server, BLOB, 200, "{\"blob\":{\"$type\":\"blob\",\"size\":5}}");
  fake_server_answer (server, REFRESH, 200, PAIR ("2"));
  first = walk_prepare_one (&walk);
  g_assert_cmpint (first->klass, ==, CS_REPLY_RETRY);
  g_assert_null (strstr (first->sentence, "too large"));
  g_assert_cmpint (fake_server_count (server, BLOB), ==, 1);
  second = walk_prepare_one (&walk);
  g_assert_cmpint (second->klass, ==, CS_REPLY_PENDING);
  g_assert_cmpint (fake_server_count (server, BLOB), ==, 2);
}

/* A refresh that was refused ends the session; one that was lost does not. */
static void
test_a_failed_refresh_is_sorted (void)
{
  static const struct { guint status; CsReplyClass klass; } table[] = {
    { 400, CS_REPLY_SIGN_IN },
    { 401, CS_REPLY_SIGN_IN },
    { 503, CS_REPLY_RETRY },
    { 429, CS_REPLY_RATE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(CsReply) reply = NULL;

      start (&walk, server, "Hello");
      walk_freeze (&walk);
      fake_server_answer (server, PUT, 400, "{\"error\":\"ExpiredToken\",\"message\":\"x\"}");
      fake_server_answer (server, REFRESH, table[i].status, "{\"error\":\"ExpiredToken\"}");
      reply = walk_commit (&walk);
      g_assert_cmpint (reply->klass, ==, table[i].klass);
      /* Somebody answered. */
      g_assert_false (reply->unreached);
    }
}

static gpointer
ask_session (gpointer data)
{
  Walk *walk = data;
  CsHttpCall call = { .kind = CS_HTTP_READ };
  g_autoptr(GError) error = NULL;
  CsHttpAnswer *answer = cs_bluesky_send (CS_BLUESKY (walk->platform), walk->account, &call,
                                          "com.atproto.server.getSession", NULL, NULL, &error);

  g_assert_no_error (error);

  return answer;
}

/* Twenty calls find their token ended at once: one refresh on the wire. */
static void
test_one_refresh_for_all (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  GThread *threads[20];

  start (&walk, server, "Hello");
  fake_server_answer (server, REFRESH, 200, PAIR ("2"));
  fake_server_expire (server, "access1");

  for (guint i = 0; i < 20; i++)
    threads[i] = g_thread_new ("asker", ask_session, &walk);
  for (guint i = 0; i < 20; i++)
    {
      CsHttpAnswer *answer = g_thread_join (threads[i]);

      g_assert_true (cs_http_is_ok (answer));
      cs_http_answer_free (answer);
    }

  g_assert_cmpint (fake_server_count (server, REFRESH), ==, 1);
}

CS_TESTS (bluesky)
{
  g_test_add_func ("/platform/bluesky/signs-in", test_signs_in);
  g_test_add_func ("/platform/bluesky/sign-in-says-what-is-missing",
                   test_sign_in_says_what_is_missing);
  g_test_add_func ("/platform/bluesky/nobody-has-the-handle", test_nobody_has_the_handle);
  g_test_add_func ("/platform/bluesky/keys-are-tids", test_keys_are_tids);
  g_test_add_func ("/platform/bluesky/facets-stand-on-bytes", test_facets_stand_on_bytes);
  g_test_add_func ("/platform/bluesky/a-site-without-a-scheme-is-a-link",
                   test_a_site_without_a_scheme_is_a_link);
  g_test_add_func ("/platform/bluesky/an-unknown-name-stays-text", test_an_unknown_name_stays_text);
  g_test_add_func ("/platform/bluesky/publishes-a-text", test_publishes_a_text);
  g_test_add_func ("/platform/bluesky/publishes-pictures", test_publishes_pictures);
  g_test_add_func ("/platform/bluesky/a-part-names-root-and-parent",
                   test_a_part_names_root_and_parent);
  g_test_add_func ("/platform/bluesky/refusals-are-sorted", test_refusals_are_sorted);
  g_test_add_func ("/platform/bluesky/probe-asks-the-repository", test_probe_asks_the_repository);
  g_test_add_func ("/platform/bluesky/an-ended-session-is-renewed-once",
                   test_an_ended_session_is_renewed_once);
  g_test_add_func ("/platform/bluesky/a-file-is-not-sent-again", test_a_file_is_not_sent_again);
  g_test_add_func ("/platform/bluesky/a-failed-refresh-is-sorted", test_a_failed_refresh_is_sorted);
  g_test_add_func ("/platform/bluesky/one-refresh-for-all", test_one_refresh_for_all);
}
