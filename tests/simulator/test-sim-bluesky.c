/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "sim-client.h"

#include <string.h>

#define CREATE_SESSION "com.atproto.server.createSession"
#define PUT            "com.atproto.repo.putRecord"
#define CREATE         "com.atproto.repo.createRecord"
#define POST           "app.bsky.feed.post"
#define WHEN           "\"createdAt\":\"2026-11-20T10:00:00.000Z\""
#define CID            "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua"

static guint
get (Sim        *sim,
     const char *path,
     const char *bearer)
{
  return sim_get (sim, CS_SIMULATOR_BLUESKY, path, bearer);
}

static void
assert_refused (Sim        *sim,
                guint       status,
                const char *error,
                const char *words)
{
  if (sim->status != status || g_strcmp0 (sim_text (sim, "error"), error) != 0
      || strstr (sim_text (sim, "message"), words) == NULL)
    g_error ("%u “%s” is not %u %s “%s”", sim->status, sim->body, status, error, words);
}

/* A write of alice's: the members of a post besides $type, with the key "3mzocqfoc222…". */
static guint
write_post (Sim        *sim,
            const char *nsid,
            const char *key,
            const char *members,
            const char *more)
{
  g_autofree char *json =
    g_strdup_printf ("{\"repo\":\"%s\",\"collection\":\"" POST "\",\"rkey\":\"%s\","
                         "\"record\":{\"$type\":\"" POST "\",%s}%s}",
                         sim->did, key, members, more);

  return sim_xrpc (sim, nsid, json);
}

static guint
upload (Sim        *sim,
        const char *type,
        const char *bytes)
{
  return sim_send (sim, CS_SIMULATOR_BLUESKY, "POST", "/xrpc/com.atproto.repo.uploadBlob", type,
                   bytes, -1, sim->access, NULL);
}

static void
test_who_is_where (Sim           *sim,
                   gconstpointer  data)
{
  g_autofree char *path = NULL;
  JsonObject *service;

  g_assert_cmpuint (get (sim, "/xrpc/com.atproto.identity.resolveHandle?handle=ALICE.test", NULL),
                    ==, 200);
  g_set_str (&sim->did, sim_text (sim, "did"));
  path = g_strconcat ("/", sim->did, NULL);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_PLC, path, NULL), ==, 200);
  service = cs_json_at_object (cs_json_get_array (json_node_get_object (sim->json), "service"), 0);
  g_assert_cmpstr (cs_json_get_text (service, "serviceEndpoint"), ==,
                   cs_simulator_get_url (sim->simulator, CS_SIMULATOR_BLUESKY));
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_PLC, "/did:plc:nobody", NULL), ==, 404);

  g_assert_cmpuint (get (sim, "/xrpc/com.atproto.server.describeServer", NULL), ==, 200);
  g_assert_true (g_str_has_prefix (sim_text (sim, "did"), "did:web:127.0.0.1%3A"));
  g_assert_cmpuint (get (sim, "/xrpc/_health", NULL), ==, 200);

  get (sim, "/xrpc/com.atproto.identity.resolveHandle?handle=nobody.test", NULL);
  assert_refused (sim, 400, "HandleNotFound", "Unable to resolve handle");
  get (sim, "/xrpc/app.bsky.feed.getPosts?uris=x", NULL);
  assert_refused (sim, 400, "InvalidRequest", "No service configured");
  get (sim, "/xrpc/app.bsky.video.getUploadLimits", NULL);
  assert_refused (sim, 400, "InvalidRequest", "No service configured");
}

static void
test_sessions_expire_and_rotate (Sim           *sim,
                                 gconstpointer  data)
{
  const char *session = "/xrpc/com.atproto.server.getSession";
  const char *refresh = "/xrpc/com.atproto.server.refreshSession";
  g_autofree char *old = NULL;

  sim_sign_in (sim);
  g_assert_cmpuint (get (sim, session, sim->access), ==, 200);
  g_assert_cmpstr (sim_text (sim, "handle"), ==, "alice.test");

  sim_pass (sim, 7200);
  get (sim, session, sim->access);
  assert_refused (sim, 400, "ExpiredToken", "expired");
  get (sim, session, "garbled");
  assert_refused (sim, 400, "InvalidToken", "");
  get (sim, session, NULL);
  assert_refused (sim, 401, "AuthMissing", "");
  get (sim, session, sim->refresh);
  assert_refused (sim, 400, "InvalidToken", "scope");

  old = g_strdup (sim->refresh);
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_BLUESKY, "POST", refresh, NULL, NULL, 0, old, NULL),
                    ==, 200);
  g_set_str (&sim->access, sim_text (sim, "accessJwt"));
  g_assert_cmpstr (sim_text (sim, "refreshJwt"), !=, old);
  g_assert_cmpuint (get (sim, session, sim->access), ==, 200);

  /* The old one works on for two hours, for a client that lost the answer. */
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_BLUESKY, "POST", refresh, NULL, NULL, 0, old, NULL),
                    ==, 200);
  sim_pass (sim, 7200);
  sim_send (sim, CS_SIMULATOR_BLUESKY, "POST", refresh, NULL, NULL, 0, old, NULL);
  assert_refused (sim, 400, "ExpiredToken", "");
}

static void
test_sign_in_refusals (Sim           *sim,
                       gconstpointer  data)
{
  sim_xrpc (sim, CREATE_SESSION, "{\"identifier\":\"alice.test\",\"password\":\"wrong\"}");
  assert_refused (sim, 401, "AuthenticationRequired", "Invalid identifier or password");
  sim_xrpc (sim, CREATE_SESSION, "{\"identifier\":\"alice.test\"}");
  assert_refused (sim, 400, "InvalidRequest", "password");

  for (guint i = 0; i < 29; i++)
    sim_sign_in (sim);

  sim_xrpc (sim, CREATE_SESSION, "{\"identifier\":\"alice.test\",\"password\":\"wrong\"}");
  assert_refused (sim, 429, "RateLimitExceeded", "");
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "Retry-After"), ==, "300");
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "RateLimit-Policy"), ==, "30;w=300");
  sim_pass (sim, 300);
  sim_sign_in (sim);
}

static void
test_sign_in_with_a_code (Sim           *sim,
                          gconstpointer  data)
{
  sim_xrpc (sim, CREATE_SESSION,
            "{\"identifier\":\"alice.test\",\"password\":\"abcd-efgh-ijkl-mnop\"}");
  assert_refused (sim, 401, "AuthFactorTokenRequired", "code");
  g_assert_cmpuint (sim_xrpc (sim, CREATE_SESSION, "{\"identifier\":\"alice.test\","
                              "\"password\":\"abcd-efgh-ijkl-mnop\","
                              "\"authFactorToken\":\"12345-67890\"}"), ==, 200);
}

static void
test_service_tokens (Sim           *sim,
                     gconstpointer  data)
{
  const char *path = "/xrpc/com.atproto.server.getServiceAuth?aud=did:web:x&lxm=a.b.c&exp=";
  g_autofree char *long_path = g_strdup_printf ("%s%" G_GINT64_FORMAT, path, SIM_START + 3601);
  g_autofree char *past = g_strdup_printf ("%s%" G_GINT64_FORMAT, path, SIM_START - 1);

  sim_sign_in (sim);
  get (sim, "/xrpc/com.atproto.server.getServiceAuth?aud=video", sim->access);
  assert_refused (sim, 400, "InvalidRequest", "did");
  get (sim, long_path, sim->access);
  assert_refused (sim, 400, "BadExpiration", "hour");
  get (sim, past, sim->access);
  assert_refused (sim, 400, "BadExpiration", "past");
  get (sim, long_path, NULL);
  assert_refused (sim, 401, "AuthMissing", "");
}

static void
test_put_is_idempotent (Sim           *sim,
                        gconstpointer  data)
{
  const char *key = "3mzocqfoc2227";
  const char *swap = ",\"swapRecord\":null";
  g_autofree char *cid = NULL, *path = NULL, *with_cid = NULL;

  sim_sign_in (sim);
  g_assert_cmpuint (write_post (sim, PUT, key, "\"text\":\"a\"," WHEN, swap), ==, 200);
  cid = g_strdup (sim_text (sim, "cid"));
  g_assert_cmpstr (sim_text (sim, "validationStatus"), ==, "valid");

  /* The same again is nothing; something else under the key is refused; on purpose it is an edit.
   */
  g_assert_cmpuint (write_post (sim, PUT, key, WHEN ",\"text\":\"a\"", swap), ==, 200);
  g_assert_cmpstr (sim_text (sim, "cid"), ==, cid);
  write_post (sim, PUT, key, "\"text\":\"b\"," WHEN, swap);
  assert_refused (sim, 400, "InvalidSwap", cid);
  with_cid = g_strdup_printf (",\"swapRecord\":\"%s\"", cid);
  g_assert_cmpuint (write_post (sim, PUT, key, "\"text\":\"b\"," WHEN, with_cid), ==, 200);
  write_post (sim, PUT, key, "\"text\":\"c\"," WHEN, with_cid);
  assert_refused (sim, 400, "InvalidSwap", "Record was at");
  g_assert_cmpint (sim_count (sim, "bluesky"), ==, 1);

  path = g_strdup_printf ("/xrpc/com.atproto.repo.getRecord?repo=%s&collection=" POST "&rkey=%s",
                          sim->did, key);
  g_assert_cmpuint (get (sim, path, NULL), ==, 200);
  g_assert_cmpstr (sim_text (sim, "value.text"), ==, "b");
}

static void
test_create_and_delete (Sim           *sim,
                        gconstpointer  data)
{
  const char *key = "3mzocqfoc2227";
  g_autofree char *delete = NULL;
  JsonArray *records;

  sim_sign_in (sim);
  g_assert_cmpuint (write_post (sim, CREATE, key, "\"text\":\"a\"," WHEN, ""), ==, 200);
  write_post (sim, CREATE, key, "\"text\":\"a\"," WHEN, "");
  assert_refused (sim, 500, "InternalServerError", "");
  g_assert_cmpuint (write_post (sim, CREATE, "3mzocqfoc2222", "\"text\":\"b\"," WHEN, ""), ==, 200);

  g_assert_cmpuint (get (sim, "/xrpc/com.atproto.repo.listRecords?repo=alice.test&collection=" POST
                         "&limit=1", NULL), ==, 200);
  records = cs_json_get_array (json_node_get_object (sim->json), "records");
  g_assert_cmpuint (json_array_get_length (records), ==, 1);
  g_assert_cmpstr (sim_text (sim, "cursor"), ==, key);

  delete = g_strdup_printf ("{\"repo\":\"%s\",\"collection\":\"" POST "\",\"rkey\":\"%s\"}",
                            sim->did, key);
  g_assert_cmpuint (sim_xrpc (sim, "com.atproto.repo.deleteRecord", delete), ==, 200);
  g_assert_cmpuint (sim_xrpc (sim, "com.atproto.repo.deleteRecord", delete), ==, 200);
  get (sim,
       "/xrpc/com.atproto.repo.getRecord?repo=alice.test&collection=" POST "&rkey=3mzocqfoc2227",
       NULL);
  assert_refused (sim, 400, "RecordNotFound", "Could not locate record");
  g_assert_cmpint (sim_count (sim, "bluesky"), ==, 2);
}

static void
test_places_are_checked (Sim           *sim,
                         gconstpointer  data)
{
  g_autofree char *did = NULL;

  sim_sign_in (sim);
  write_post (sim, PUT, "not-a-tid", "\"text\":\"a\"," WHEN, "");
  assert_refused (sim, 400, "InvalidRequest", "Record Key");
  sim_xrpc (sim, PUT, "{\"repo\":\"alice.test\",\"collection\":\"post\",\"record\":{}}");
  assert_refused (sim, 400, "InvalidRequest", "nsid");
  sim_xrpc (sim, PUT, "{\"repo\":\"alice.test\",\"collection\":\"" POST "\"}");
  assert_refused (sim, 400, "InvalidRequest", "record");
  sim_xrpc (sim, PUT, "[");
  assert_refused (sim, 400, "InvalidRequest", "encoding");
  sim_xrpc (sim, PUT,
            "{\"repo\":\"alice.test\",\"collection\":\"" POST "\",\"rkey\":\"3mzocqfoc2227\","
            "\"record\":{\"$type\":\"app.bsky.feed.like\"}}");
  assert_refused (sim, 400, "InvalidRequest", "Invalid $type");

  g_set_str (&did, "did:plc:nobody");
  g_set_str (&sim->did, did);
  write_post (sim, PUT, "3mzocqfoc2227", "\"text\":\"a\"," WHEN, "");
  assert_refused (sim, 403, "AccountNotFound", "");
}

static void
test_records_are_checked (Sim           *sim,
                          gconstpointer  data)
{
  static const char *const wrong[][2] = {
    { WHEN, "must have the property \"text\"" },
    { "\"text\":5," WHEN, "Record/text must be a string" },
    { "\"text\":\"a\"", "createdAt" },
    { "\"text\":\"a\",\"createdAt\":\"yesterday\"", "datetime" },
    { "\"text\":\"a\",\"langs\":[\"a\",\"b\",\"c\",\"d\"]," WHEN, "more than 3" },
    { "\"text\":\"a\",\"langs\":\"en\"," WHEN, "must be an array" },
    { "\"text\":\"aü\",\"facets\":[{\"index\":{\"byteStart\":0,\"byteEnd\":2},\"features\":[]}]"
      "," WHEN,
      "between characters" },
    { "\"text\":\"a\",\"facets\":[{\"index\":{\"byteStart\":0,\"byteEnd\":9},\"features\":[]}]"
      "," WHEN,
      "between characters" },
    { "\"text\":\"a\",\"facets\":[{\"index\":{\"byteStart\":0,\"byteEnd\":1}}]," WHEN, "features" },
    { "\"text\":\"a\",\"facets\":[{\"index\":{\"byteStart\":0,\"byteEnd\":1},\"features\":[{\"$"
      "type\":"
      "\"app.bsky.richtext.facet#mention\",\"did\":\"bob\"}]}]," WHEN,
      "valid did" },
    { "\"text\":\"a\",\"facets\":[{\"index\":{\"byteStart\":0,\"byteEnd\":1},\"features\":[{\"$"
      "type\":"
      "\"app.bsky.richtext.facet#link\"}]}]," WHEN,
      "uri" },
    { "\"text\":\"a\",\"embed\":{}," WHEN, "$type" },
    { "\"text\":\"a\",\"embed\":{\"$type\":\"app.bsky.embed.video\"}," WHEN, "blob ref" },
    { "\"text\":\"a\",\"embed\":{\"$type\":\"app.bsky.embed.images\"}," WHEN, "images" },
    { "\"text\":\"a\",\"embed\":{\"$type\":\"app.bsky.embed.images\",\"images\":[{\"image\":{\"$"
      "type\":"
      "\"blob\",\"ref\":{\"$link\":\"" CID "\"},\"mimeType\":\"image/png\",\"size\":5}}]}," WHEN,
      "alt" },
    { "\"text\":\"a\",\"embed\":{\"$type\":\"app.bsky.embed.images\",\"images\":[{\"alt\":\"\","
      "\"image\":{"
      "\"$type\":\"blob\",\"ref\":{\"$link\":\"" CID
      "\"},\"mimeType\":\"image/png\",\"size\":2000001}}]}," WHEN,
      "too large" },
    { "\"text\":\"a\",\"embed\":{\"$type\":\"app.bsky.embed.video\",\"video\":{\"$type\":\"blob\","
      "\"ref\":{"
      "\"$link\":\"" CID "\"},\"mimeType\":\"image/png\",\"size\":5}}," WHEN,
      "must match video/mp4" },
    { "\"text\":\"a\",\"reply\":{\"root\":{\"uri\":\"at://did:plc:a/b/c\",\"cid\":\"" CID
      "\"}}," WHEN,
      "parent" },
    { "\"text\":\"a\",\"x\":1.5," WHEN, "data model" },
  };

  sim_sign_in (sim);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_post (sim, PUT, "3mzocqfoc2227", wrong[i][0], "");
      assert_refused (sim, 400, "InvalidRequest", wrong[i][1]);
    }

  g_assert_cmpint (sim_count (sim, "bluesky"), ==, 0);
}

static void
test_length_is_counted_in_graphemes (Sim           *sim,
                                     gconstpointer  data)
{
  g_autoptr(GString) families = g_string_new (NULL);
  g_autofree char *fits = NULL, *graphemes = NULL, *bytes = NULL;

  sim_sign_in (sim);
  for (guint i = 0; i < 300; i++)
    g_string_append (families, "ü");

  fits = g_strdup_printf ("\"text\":\"%s\"," WHEN, families->str);
  g_assert_cmpuint (write_post (sim, PUT, "3mzocqfoc2227", fits, ""), ==, 200);
  graphemes = g_strdup_printf ("\"text\":\"%sa\"," WHEN, families->str);
  write_post (sim, PUT, "3mzocqfoc2222", graphemes, "");
  assert_refused (sim, 400, "InvalidRequest", "longer than 300 graphemes");

  g_string_truncate (families, 0);
  for (guint i = 0; i < 121; i++)
    g_string_append (families, "👨‍👩‍👧‍👦");
  bytes = g_strdup_printf ("\"text\":\"%s\"," WHEN, families->str);
  write_post (sim, PUT, "3mzocqfoc2222", bytes, "");
  assert_refused (sim, 400, "InvalidRequest", "longer than 3000");
}

static void
test_blobs_are_checked (Sim           *sim,
                        gconstpointer  data)
{
  const char *format = "\"text\":\"a\",\"embed\":{\"$type\":\"app.bsky.embed.images\",\"images\":[{"
                       "\"alt\":\"\",\"image\":{\"$type\":\"blob\",\"ref\":{\"$link\":\"%s\"},"
                       "\"mimeType\":\"%s\",\"size\":%d}}]}," WHEN;
  const struct { const char *cid, *mime; int size; guint status; const char *error; } cases[] =
  {
    { CID, "image/png", 5, 400, "BlobNotFound" },
    { NULL, "image/jpeg", 5, 400, "InvalidMimeType" },
    { NULL, "image/png", 6, 400, "InvalidSize" },
    { NULL, "image/png", 5, 200, NULL },
    { NULL, "image/jpeg", 5, 200, NULL },
  };
  g_autofree char *cid = NULL;

  sim_sign_in (sim);
  g_assert_cmpuint (upload (sim, "image/png", "bytes"), ==, 200);
  cid = g_strdup (sim_text (sim, "blob.ref.$link"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_autofree char *members = g_strdup_printf (format, cases[i].cid != NULL ? cases[i].cid : cid,
                                                  cases[i].mime, cases[i].size);
#pragma GCC diagnostic pop

      g_assert_cmpuint (write_post (sim, PUT, "3mzocqfoc2227", members, ""), ==, cases[i].status);
      g_assert_cmpstr (sim_text (sim, "error"), ==, cases[i].error);
    }

  upload (sim, "image/png", "more than sixteen bytes");
  assert_refused (sim, 413, "PayloadTooLarge", "");
}

static void
test_forgotten_blobs_go (Sim           *sim,
                         gconstpointer  data)
{
  g_autofree char *members = NULL;

  sim_sign_in (sim);
  g_assert_cmpuint (upload (sim, "image/png", "bytes"), ==, 200);
  members = g_strdup_printf (
      "\"text\":\"a\",\"embed\":{\"$type\":\"app.bsky.embed.images\",\"images\":[{"
      "\"alt\":\"\",\"image\":{\"$type\":\"blob\",\"ref\":{\"$link\":\"%s\"},"
      "\"mimeType\":\"image/png\",\"size\":5}}]}," WHEN,
      sim_text (sim, "blob.ref.$link"));
  sim_pass (sim, 3600);
  write_post (sim, PUT, "3mzocqfoc2227", members, "");
  assert_refused (sim, 400, "BlobNotFound", "Could not find blob");
}

static void
test_points_are_counted (Sim           *sim,
                         gconstpointer  data)
{
  sim_sign_in (sim);
  g_assert_cmpuint (write_post (sim, PUT, "3mzocqfoc2227", "\"text\":\"a\"," WHEN, ""), ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "RateLimit-Remaining"), ==, "4997");
  g_assert_cmpuint (write_post (sim, PUT, "3mzocqfoc2227", "\"text\":\"b\"," WHEN, ""), ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "RateLimit-Remaining"), ==, "4995");

  /* What writes nothing costs no points, only a call. */
  g_assert_cmpuint (write_post (sim, PUT, "3mzocqfoc2227", "\"text\":\"b\"," WHEN, ""), ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "RateLimit-Limit"), ==, "3000");
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "RateLimit-Remaining"), ==, "2996");
}

static void
test_formats_are_checked (Sim           *sim,
                          gconstpointer  data)
{
  static const char *const wrong[][2] =
  {
    { "\"text\":\"a\",\"createdAt\":\"20261120T100000Z\"", "createdAt" },
    { "\"text\":\"a\",\"createdAt\":\"2026-11-20T10:00Z\"", "createdAt" },
    { "\"text\":\"a\",\"langs\":[\"English!\"]," WHEN, "langs/0" },
    { "\"text\":\"a\",\"langs\":[7]," WHEN, "langs/0" },
    { "\"text\":\"a\",\"tags\":[\"ok\",\"12345678901234567890123456789012345678901234567890"
      "123456789012345\"]," WHEN, "tags/1" },
    { "\"text\":\"abc\",\"facets\":[{\"index\":{\"byteStart\":0,\"byteEnd\":3},\"features\":[{"
      "\"$type\":\"app.bsky.richtext.facet#link\",\"uri\":\"no address\"}]}]," WHEN, "uri" },
  };

  sim_sign_in (sim);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_post (sim, PUT, "3mzocqfoc2227", wrong[i][0], "");
      assert_refused (sim, 400, "InvalidRequest", wrong[i][1]);
    }

  g_assert_cmpuint (write_post (sim, PUT, "3mzocqfoc2227", "\"text\":\"a\",\"langs\":[\"pt-BR\"],"
                                "\"tags\":[\"läuft\"]," WHEN, ""), ==, 200);
}

static void
test_captions_are_a_blob (Sim           *sim,
                          gconstpointer  data)
{
  sim_sign_in (sim);
  g_assert_cmpuint (upload (sim, "text/vtt", "WEBVTT"), ==, 200);
  g_assert_cmpstr (sim_text (sim, "blob.mimeType"), ==, "text/vtt");
  g_assert_cmpint (sim_int (sim, "blob.size"), ==, 6);
}

/* What the server does not know of passes, and is no trap for who lists the posts. */
static void
test_a_blob_without_a_link_is_passed_over (Sim           *sim,
                                           gconstpointer  data)
{
  sim_sign_in (sim);
  g_assert_cmpuint (write_post (sim, PUT, "3mzocqfoc2227", "\"text\":\"a\",\"later\":{"
                                "\"$type\":\"blob\"}," WHEN, ""), ==, 200);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, "/posts", NULL), ==, 200);
}

CS_TESTS (sim_bluesky)
{
#define ADD(name, settings, test) SIM_ADD ("/simulator/bluesky/" name, settings, test)
  ADD ("who-is-where", "bluesky.appview=no", test_who_is_where);
  ADD ("sessions-expire-and-rotate", NULL, test_sessions_expire_and_rotate);
  ADD ("sign-in-refusals", NULL, test_sign_in_refusals);
  ADD ("sign-in-with-a-code", "bluesky.auth-factor=yes", test_sign_in_with_a_code);
  ADD ("service-tokens", NULL, test_service_tokens);
  ADD ("put-is-idempotent", NULL, test_put_is_idempotent);
  ADD ("create-and-delete", NULL, test_create_and_delete);
  ADD ("places-are-checked", NULL, test_places_are_checked);
  ADD ("records-are-checked", NULL, test_records_are_checked);
  ADD ("length-is-counted-in-graphemes", NULL, test_length_is_counted_in_graphemes);
  ADD ("blobs-are-checked", "bluesky.blob-size=16", test_blobs_are_checked);
  ADD ("forgotten-blobs-go", "bluesky.blob-lifetime=3600", test_forgotten_blobs_go);
  ADD ("points-are-counted", NULL, test_points_are_counted);
  ADD ("formats-are-checked", NULL, test_formats_are_checked);
  ADD ("captions-are-a-blob", NULL, test_captions_are_a_blob);
  ADD ("a-blob-without-a-link-is-passed-over", NULL, test_a_blob_without_a_link_is_passed_over);
#undef ADD
}
