/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "call.h"
#include "cs-error.h"
#include "cs-test.h"
#include "fake-server.h"

#include <string.h>

#define V       " /xrpc/app.bsky.video."
#define DID     "did:plc:abcdefghijklmnopqrstuvwx"
#define AUTH    "GET /xrpc/com.atproto.server.getServiceAuth"
#define LIMITS  "GET" V "getUploadLimits"
#define UPLOAD  "POST" V "uploadVideo"
#define JOB     "GET" V "getJobStatus"
#define START   "POST" V "startUpload"
#define PART    "POST" V "uploadPart"
#define FINISH  "POST" V "finishUpload"
#define STATUS  "GET" V "getUploadStatus"
#define B       "\"blob\":{\"$type\":\"blob\",\"ref\":{\"$link\":\"bafv\"}," \
                "\"mimeType\":\"video/mp4\",\"size\":8}"

#define LARGE   (33 * 1024 * 1024)

static void
start (Walk       *walk,
       FakeServer *server,
       CsVideoWay  way)
{
  walk_init (walk, CS_NETWORK_BLUESKY, "A clip");
  walk->account = cs_record_new (CS_RECORD_ACCOUNT);
  walk->account->network = CS_NETWORK_BLUESKY;
  walk->account->id = g_strdup ("a");
  walk->account->host = g_strdup (fake_server_get_url (server));
  walk->account->remote_id = g_strdup (DID);
  walk->account->video_way = way;
  walk->account->settings = g_variant_ref_sink (g_variant_new_parsed (
    "{'video': <%s>}", fake_server_get_url (server)));
  cs_secrets_store (walk->secrets, "a", "session", "x",
                    "{\"accessJwt\":\"a1\",\"refreshJwt\":\"r1\",\"obtained_at\":1}", NULL, NULL);
  fake_server_answer (server, AUTH, 200, "{\"token\":\"service-token\"}");
}

static void
add_clip (Walk *walk)
{
  walk_add_file (walk, "m", "video/mp4", "a cat", "MP4BYTES", 8);
}

static void
expect_video (Walk *walk)
{
  g_autoptr(CsReply) ready = walk_prepare (walk);

  g_assert_cmpint (ready->klass, ==, CS_REPLY_DONE);
  walk_freeze (walk);
  g_assert_nonnull (strstr (walk->row->body,
                            "\"embed\":{\"$type\":\"app.bsky.embed.video\","
                            "\"video\":{\"$type\":\"blob\","
                            "\"ref\":{\"$link\":\"bafv\"},\"mimeType\":\"video/mp4\",\"size\":8},"
                            "\"alt\":\"a cat\",\"aspectRatio\":{\"width\":1080,\"height\":1920}}"));
}

/* Wrapped, bare, a conflict, and an error with the blob beside it: the same blob. */
static void
test_four_shapes_one_blob (void)
{
  static const struct { guint status; const char *body; const char *job; } table[] = {
    { 200, "{\"jobStatus\":{\"jobId\":\"j\",\"state\":\"JOB_STATE_CREATED\"}}",
      "{\"jobStatus\":{\"jobId\":\"j\",\"state\":\"JOB_STATE_COMPLETED\"," B "}}" },
    { 200, "{\"jobId\":\"j\",\"did\":\"x\",\"state\":\"JOB_STATE_CREATED\"}",
      "{\"jobId\":\"j\",\"state\":\"JOB_STATE_COMPLETED\"," B "}" },
    { 409, "{\"jobId\":\"j\",\"error\":\"already_exists\",\"state\":\"JOB_STATE_COMPLETED\"}",
      "{\"jobStatus\":{\"jobId\":\"j\",\"state\":\"JOB_STATE_COMPLETED\"," B "}}" },
    { 400, "{\"error\":\"already_exists\",\"state\":\"JOB_STATE_FAILED\",\"jobId\":\"j\","
           B "}", NULL },
    { 200, "{\"jobStatus\":{\"jobId\":\"j\",\"state\":\"JOB_STATE_NEW_AND_STRANGE\"}}",
      "{\"jobStatus\":{\"jobId\":\"j\",\"state\":\"JOB_STATE_FAILED\",\"error\":\"x\"," B "}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };

      start (&walk, server, CS_VIDEO_SERVICE);
      add_clip (&walk);
      fake_server_answer (server, UPLOAD, table[i].status, table[i].body);
      if (table[i].job != NULL)
        {
          fake_server_answer (server, JOB, 200, "{\"jobStatus\":{\"jobId\":\"j\","
                                                "\"state\":\"JOB_STATE_ENCODING\"}}");
          fake_server_answer (server, JOB, 200, table[i].job);
        }
      expect_video (&walk);
      g_assert_cmpint (fake_server_count (server, UPLOAD), ==, 1);
    }
}

/* The token that the upload shows is for the account's server, where the blob will be stored. */
static void
test_the_token_names_the_accounts_server (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autofree char *query = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *audience = NULL;

  start (&walk, server, CS_VIDEO_SERVICE);
  add_clip (&walk);
  fake_server_answer (server, UPLOAD, 200, "{" B "}");
  expect_video (&walk);

  query = fake_server_dup_query (server, AUTH, 0);
  shown = fake_server_dup_header (server, UPLOAD, 0, "Authorization");
  audience = g_strdup_printf ("aud=did%%3Aweb%%3A127.0.0.1%%253A%s",
                              strrchr (fake_server_get_url (server), ':') + 1);
  g_assert_nonnull (strstr (query, audience));
  g_assert_nonnull (strstr (query, "lxm=com.atproto.repo.uploadBlob"));
  g_assert_cmpstr (shown, ==, "Bearer service-token");
}

static void
test_failures_are_sorted (void)
{
  static const struct { const char *code; CsReplyClass klass; } table[] = {
    { "validation_failure", CS_REPLY_REJECTED },
    { "encoding_failure", CS_REPLY_REJECTED },
    { "pds_upload_unsupported_blob_size", CS_REPLY_CONFIG },
    { "pds_upload_failure", CS_REPLY_NEW_UPLOAD },
    { "generic_failure", CS_REPLY_NEW_UPLOAD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(CsReply) reply = NULL;
      g_autofree char *job = g_strdup_printf ("{\"jobStatus\":{\"jobId\":\"j\","
                                              "\"state\":\"JOB_STATE_FAILED\","
                                              "\"failureCode\":\"%s\"}}", table[i].code);

      start (&walk, server, CS_VIDEO_SERVICE);
      add_clip (&walk);
      fake_server_answer (server, UPLOAD, 200, job);
      reply = walk_prepare (&walk);
      g_assert_cmpint (reply->klass, ==, table[i].klass);
    }
}

static void
test_without_a_service_the_file_is_a_blob (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, CS_VIDEO_BLOB);
  add_clip (&walk);
  fake_server_answer (server, "POST /xrpc/com.atproto.repo.uploadBlob", 200, "{" B "}");
  expect_video (&walk);
  g_assert_cmpint (fake_server_count (server, UPLOAD), ==, 0);
}

/* An upload that began one way goes on that way, whatever a check found meanwhile. */
static void
test_an_upload_keeps_its_way (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(CsReply) begun = NULL;
  CsAccount *changed;

  start (&walk, server, CS_VIDEO_SERVICE);
  add_clip (&walk);
  fake_server_answer (server, UPLOAD, 200, "{" B "}");
  begun = walk_prepare_one (&walk);
  g_assert_cmpint (begun->klass, ==, CS_REPLY_PENDING);

  changed = cs_record_copy (walk.account);
  changed->video_way = CS_VIDEO_BLOB;
  cs_record_unref (walk.account);
  walk.account = changed;
  expect_video (&walk);
  g_assert_cmpint (fake_server_count (server, UPLOAD), ==, 1);
}

static void
add_large_clip (Walk *walk)
{
  g_autofree char *bytes = g_malloc (LARGE);

  for (gsize i = 0; i < LARGE; i++)
    bytes[i] = (char) (i * 2654435761u >> 13);
  walk_add_file (walk, "m", "video/mp4", "a cat", bytes, LARGE);
}

static void
answer_parts (FakeServer *server)
{
  fake_server_answer (server, START, 200, "{\"jobId\":\"u\",\"partSizeBytes\":16777216,"
                                          "\"partCount\":3,"
                      "\"expiresAt\":\"2026-11-22T00:00:00Z\"}");
  fake_server_answer (server, PART, 200, "{}");
  fake_server_answer (server, JOB, 200, "{\"jobStatus\":{\"jobId\":\"other\","
                                        "\"state\":\"JOB_STATE_COMPLETED\"," B "}}");
}

/* In parts, the job behind them having another id, which is the one that is asked after. */
static void
test_a_large_file_goes_in_parts (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autofree char *last = NULL;
  g_autofree char *length = NULL;
  g_autofree char *asked = NULL;

  start (&walk, server, CS_VIDEO_SERVICE);
  add_large_clip (&walk);
  answer_parts (server);
  fake_server_answer (server, FINISH, 200, "{\"completedJobId\":\"other\","
                                           "\"jobStatus\":{\"jobId\":\"other\","
                      "\"state\":\"JOB_STATE_CREATED\"}}");
  expect_video (&walk);

  g_assert_cmpint (fake_server_count (server, PART), ==, 3);
  last = fake_server_dup_query (server, PART, 2);
  length = fake_server_dup_header (server, PART, 2, "Content-Length");
  asked = fake_server_dup_query (server, JOB, 0);
  g_assert_cmpstr (last, ==, "jobId=u&partNumber=3");
  g_assert_cmpstr (length, ==, "1048576");
  g_assert_cmpstr (asked, ==, "jobId=other");
}

static void
test_missing_parts_are_sent_again (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, CS_VIDEO_SERVICE);
  add_large_clip (&walk);
  answer_parts (server);
  fake_server_answer (server, FINISH, 400, "{\"error\":\"MissingParts\",\"message\":\"2\"}");
  fake_server_answer (server, FINISH, 200, "{\"completedJobId\":\"other\","
                                           "\"jobStatus\":{\"jobId\":\"other\","
                      "\"state\":\"JOB_STATE_CREATED\"}}");
  fake_server_answer (server, STATUS, 200, "{\"state\":\"created\",\"receivedParts\":[1,3]}");
  expect_video (&walk);
  g_assert_cmpint (fake_server_count (server, PART), ==, 5);
}

/* Another process goes on where one stopped, with the bytes that were sent read once more. */
static void
test_parts_go_on_after_a_restart (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GError) error = NULL;

  start (&walk, server, CS_VIDEO_SERVICE);
  add_large_clip (&walk);
  answer_parts (server);
  fake_server_answer (server, FINISH, 200, "{\"completedJobId\":\"other\","
                                           "\"jobStatus\":{\"jobId\":\"other\","
                      "\"state\":\"JOB_STATE_CREATED\"}}");
  for (guint i = 0; i < 4; i++)
    cs_reply_free (walk_prepare_one (&walk));

  g_object_unref (walk.platform);
  walk.platform = cs_platform_new (CS_NETWORK_BLUESKY, walk.secrets, walk.clock, &error);
  expect_video (&walk);
  g_assert_cmpint (fake_server_count (server, PART), ==, 3);
}

/* The file changes between two parts: the last part is never sent whole. */
static void
test_a_file_that_changes_between_parts_is_not_finished (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };
  g_autoptr(GError) error = NULL;
  CsUpload *upload;
  CsReply *reply = NULL;

  start (&walk, server, CS_VIDEO_SERVICE);
  add_large_clip (&walk);
  answer_parts (server);
  upload = g_ptr_array_index (walk.uploads, 0);

  for (guint i = 0; i < 4; i++)
    cs_reply_free (walk_prepare_one (&walk));

  {
    g_autofree char *bytes = NULL;
    gsize length;

    g_file_get_contents (upload->path, &bytes, &length, NULL);
    bytes[length - 1] ^= 1;
    g_file_set_contents (upload->path, bytes, length, NULL);
  }

  reply = cs_platform_prepare (walk.platform, &walk.call, NULL, NULL, NULL, &error);
  g_assert_null (reply);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_cmpint (fake_server_count (server, PART), ==, 2);
  g_assert_cmpint (fake_server_count (server, FINISH), ==, 0);
}

static void
test_a_service_without_parts_takes_one_piece (void)
{
  g_autoptr(FakeServer) server = fake_server_new ();
  g_auto(Walk) walk = { 0, };

  start (&walk, server, CS_VIDEO_SERVICE);
  add_large_clip (&walk);
  fake_server_answer (server, START, 501, "{\"error\":\"MethodNotImplemented\"}");
  fake_server_answer (server, UPLOAD, 200, "{" B "}");
  expect_video (&walk);
  g_assert_cmpint (fake_server_count (server, PART), ==, 0);
}

/* Hostile numbers of parts lead nowhere. */
static void
test_odd_parts_are_refused (void)
{
  const char *const odd[] = {
    "{\"jobId\":\"u\",\"partSizeBytes\":0,\"partCount\":3}",
    "{\"jobId\":\"u\",\"partSizeBytes\":1,\"partCount\":9223372036854775807}",
    "{\"jobId\":\"u\",\"partSizeBytes\":16777216,\"partCount\":2}",
    "{\"jobId\":\"u\",\"partSizeBytes\":9223372036854775807,\"partCount\":3}",
    "{\"partSizeBytes\":16777216,\"partCount\":3}",
    NULL
  };

  for (guint i = 0; odd[i] != NULL; i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(CsReply) reply = NULL;

      start (&walk, server, CS_VIDEO_SERVICE);
      add_clip (&walk);
      /* Refused before a byte of it is read. */
      ((CsUpload *) g_ptr_array_index (walk.uploads, 0))->size = LARGE;
      fake_server_answer (server, START, 200, odd[i]);
      reply = walk_prepare (&walk);
      g_assert_cmpint (reply->klass, ==, CS_REPLY_CONFIG);
    }
}

static void
test_check_decides_the_way (void)
{
  static const struct { guint status; const char *body; CsVideoWay before, after; } table[] = {
    { 200, "{\"canUpload\":true}", CS_VIDEO_UNDECIDED, CS_VIDEO_SERVICE },
    { 200, "{\"canUpload\":true}", CS_VIDEO_BLOB, CS_VIDEO_SERVICE },
    { 200, "{\"canUpload\":false,\"message\":\"unconfirmed_email\"}",
      CS_VIDEO_SERVICE, CS_VIDEO_BLOB },
    { 503, "{}", CS_VIDEO_SERVICE, CS_VIDEO_SERVICE },
    { 503, "{}", CS_VIDEO_UNDECIDED, CS_VIDEO_BLOB },
    { 401, "{\"error\":\"x\"}", CS_VIDEO_UNDECIDED, CS_VIDEO_BLOB },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_auto(Walk) walk = { 0, };
      g_autoptr(CsAccount) checked = NULL;
      g_autoptr(GError) error = NULL;

      start (&walk, server, table[i].before);
      fake_server_answer (server, "GET /xrpc/com.atproto.server.getSession", 200,
                          "{\"handle\":\"ana.test\"}");
      fake_server_answer (server, LIMITS, table[i].status, table[i].body);
      checked = cs_platform_check (walk.platform, walk.account, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (checked->video_way, ==, table[i].after);
    }
}

CS_TESTS (bluesky_video)
{
  g_test_add_func ("/platform/bluesky-video/four-shapes-one-blob", test_four_shapes_one_blob);
  g_test_add_func ("/platform/bluesky-video/the-token-names-the-accounts-server",
                   test_the_token_names_the_accounts_server);
  g_test_add_func ("/platform/bluesky-video/failures-are-sorted", test_failures_are_sorted);
  g_test_add_func ("/platform/bluesky-video/without-a-service-the-file-is-a-blob",
                   test_without_a_service_the_file_is_a_blob);
  g_test_add_func ("/platform/bluesky-video/an-upload-keeps-its-way", test_an_upload_keeps_its_way);
  g_test_add_func ("/platform/bluesky-video/a-large-file-goes-in-parts",
                   test_a_large_file_goes_in_parts);
  g_test_add_func ("/platform/bluesky-video/missing-parts-are-sent-again",
                   test_missing_parts_are_sent_again);
  g_test_add_func ("/platform/bluesky-video/parts-go-on-after-a-restart",
                   test_parts_go_on_after_a_restart);
  g_test_add_func ("/platform/bluesky-video/a-file-that-changes-between-parts-is-not-finished",
                   test_a_file_that_changes_between_parts_is_not_finished);
  g_test_add_func ("/platform/bluesky-video/a-service-without-parts-takes-one-piece",
                   test_a_service_without_parts_takes_one_piece);
  g_test_add_func ("/platform/bluesky-video/odd-parts-are-refused", test_odd_parts_are_refused);
  g_test_add_func ("/platform/bluesky-video/check-decides-the-way", test_check_decides_the_way);
}
