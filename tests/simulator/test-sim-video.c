/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-cid.h"
#include "cs-test.h"
#include "sim-client.h"

#include <string.h>

#define VIDEO       "/xrpc/app.bsky.video."
#define UPLOAD_BLOB "com.atproto.repo.uploadBlob"

static guint
send_video (Sim        *sim,
            const char *type,
            const char *bytes,
            const char *token)
{
  g_autofree char *path = g_strdup_printf (VIDEO "uploadVideo?did=%s&name=a.mp4", sim->did);

  return sim_send (sim, CS_SIMULATOR_VIDEO, "POST", path, type, bytes, -1, token, NULL);
}

static guint
get_job (Sim        *sim,
         const char *id)
{
  g_autofree char *path = g_strconcat (VIDEO "getJobStatus?jobId=", id, NULL);

  return sim_get (sim, CS_SIMULATOR_VIDEO, path, NULL);
}

static char *
sign_in (Sim *sim)
{
  sim_sign_in (sim);

  return sim_service (sim, UPLOAD_BLOB, CS_SIMULATOR_BLUESKY);
}

static void
test_states_come_in_order (Sim           *sim,
                           gconstpointer  data)
{
  static const char *const states[] =
  {
    "JOB_STATE_CREATED", "JOB_STATE_ENCODING", "JOB_STATE_ENCODED", "JOB_STATE_SCANNING",
    "JOB_STATE_SCANNED", "JOB_STATE_UPLOADING", "JOB_STATE_UPLOADED", "JOB_STATE_COMPLETED",
  };
  g_autofree char *token = sign_in (sim);
  g_autofree char *id = NULL;

  g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 200);
  id = g_strdup (sim_text (sim, "jobStatus.jobId"));

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_assert_cmpuint (get_job (sim, id), ==, 200);
      g_assert_cmpstr (sim_text (sim, "jobStatus.state"), ==, states[i]);
      g_assert_cmpint (cs_json_has (json_node_get_object (sim->json), "jobStatus.blob"), ==,
                       i == 7);
      sim_pass (sim, 1);
    }

  g_assert_cmpuint (get_job (sim, "job_none"), ==, 400);
}

static void
test_a_known_video_is_a_conflict (Sim           *sim,
                                  gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);
  g_autofree char *id = NULL;

  g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 200);
  id = g_strdup (sim_text (sim, "jobStatus.jobId"));
  sim_pass (sim, 7);
  g_assert_cmpuint (send_video (sim, "video/mp4", "other", token), ==, 200);
  g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 409);
  g_assert_cmpstr (sim_text (sim, "jobId"), ==, id);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "already_exists");
}

static void
test_shape_bare (Sim           *sim,
                 gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);

  g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 200);
  g_assert_nonnull (sim_text (sim, "jobId"));
  g_assert_null (sim_text (sim, "jobStatus.jobId"));
}

static void
test_shape_conflict (Sim           *sim,
                     gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);

  g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 409);
  g_assert_nonnull (sim_text (sim, "jobId"));
}

static void
test_shape_failed_with_blob (Sim           *sim,
                             gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);
  g_autofree char *id = NULL;

  g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 200);
  id = g_strdup (sim_text (sim, "jobStatus.jobId"));
  sim_pass (sim, 8);
  g_assert_cmpuint (get_job (sim, id), ==, 200);
  g_assert_cmpstr (sim_text (sim, "jobStatus.state"), ==, "JOB_STATE_FAILED");
  g_assert_cmpint (sim_int (sim, "jobStatus.blob.size"), ==, 5);
}

static void
test_failures (Sim           *sim,
               gconstpointer  data)
{
  static const char *const settings[][2] =
  {
    { "video.failure=encoding_failure", "encoding_failure" },
    { "video.blob-size=4", "pds_upload_unsupported_blob_size" },
    { "strict-media=yes", "validation_failure" },
  };
  g_autofree char *token = sign_in (sim);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *id = NULL;

      g_assert_true (cs_simulator_set (sim->simulator, settings[i][0], NULL));
      g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 200);
      id = g_strdup (sim_text (sim, "jobStatus.jobId"));
      sim_pass (sim, 8);
      g_assert_cmpuint (get_job (sim, id), ==, 200);
      g_assert_cmpstr (sim_text (sim, "jobStatus.failureCode"), ==, settings[i][1]);
      g_assert_false (cs_json_has (json_node_get_object (sim->json), "jobStatus.blob"));
      g_assert_true (cs_simulator_set (sim->simulator, "video.failure=", NULL));
    }
}

static void
test_tokens_are_checked (Sim           *sim,
                         gconstpointer  data)
{
  g_autofree char *right = sign_in (sim);
  g_autofree char *other_host = sim_service (sim, UPLOAD_BLOB, CS_SIMULATOR_VIDEO);
  g_autofree char *other_method =
    sim_service (sim, "com.atproto.repo.putRecord", CS_SIMULATOR_BLUESKY);
  const struct { const char *token, *error; } cases[] =
  {
    { NULL, "AuthMissing" },
    { sim->access, "BadJwtSignature" },
    { other_host, "BadJwtAudience" },
    { other_method, "BadJwtLexiconMethod" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (send_video (sim, "video/mp4", "video", cases[i].token), ==, 401);
      g_assert_cmpstr (sim_text (sim, "error"), ==, cases[i].error);
    }

  g_set_str (&sim->did, "did:plc:another");
  g_assert_cmpuint (send_video (sim, "video/mp4", "video", right), ==, 401);
  sim_pass (sim, 1801);
  g_assert_cmpuint (send_video (sim, "video/mp4", "video", right), ==, 401);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "JwtExpired");
}

static void
test_limits (Sim           *sim,
             gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);
  g_autofree char *limits = sim_service (sim, "app.bsky.video.getUploadLimits", CS_SIMULATOR_VIDEO);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_VIDEO, VIDEO "getUploadLimits", limits), ==, 200);
  g_assert_cmpint (sim_int (sim, "remainingDailyVideos"), ==, 1);
  g_assert_cmpuint (send_video (sim, "video/x-matroska", "video", token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "UnsupportedContentType");
  g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 200);
  g_assert_cmpuint (send_video (sim, "video/mp4", "other", token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "DailyLimitExceeded");

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_VIDEO, VIDEO "getUploadLimits", limits), ==, 200);
  g_assert_false (cs_json_get_bool (json_node_get_object (sim->json), "canUpload", TRUE));
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_VIDEO, VIDEO "getUploadLimits", token), ==, 401);
}

static void
test_unconfirmed_mail (Sim           *sim,
                       gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);
  g_autofree char *limits = sim_service (sim, "app.bsky.video.getUploadLimits", CS_SIMULATOR_VIDEO);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_VIDEO, VIDEO "getUploadLimits", limits), ==, 200);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "unconfirmed_email");
  g_assert_cmpuint (send_video (sim, "video/mp4", "video", token), ==, 403);
}

/* Uploads in parts. */

static guint
call (Sim        *sim,
      const char *method,
      const char *format_id,
      const char *id,
      const char *token)
{
  g_autofree char *path = g_strconcat (VIDEO, method, NULL);
  g_autofree char *json = g_strdup_printf ("{\"%s\":\"%s\"}", format_id, id);

  return sim_send (sim, CS_SIMULATOR_VIDEO, "POST", path, "application/json", json, -1, token,
                   NULL);
}

static guint
send_part (Sim        *sim,
           const char *id,
           guint       number,
           const char *bytes,
           const char *token)
{
  g_autofree char *path = g_strdup_printf (VIDEO "uploadPart?jobId=%s&partNumber=%u", id, number);

  return sim_send (sim, CS_SIMULATOR_VIDEO, "POST", path, "application/octet-stream", bytes, -1,
                   token, NULL);
}

static char *
start (Sim        *sim,
       const char *token)
{
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_VIDEO, "POST", VIDEO "startUpload",
                              "application/json", "{\"sizeBytes\":10,\"mimeType\":\"video/mp4\"}",
                              -1, token, NULL),
                    ==, 200);
  g_assert_cmpint (sim_int (sim, "partSizeBytes"), ==, 4);
  g_assert_cmpint (sim_int (sim, "partCount"), ==, 3);

  return g_strdup (sim_text (sim, "jobId"));
}

static void
test_parts (Sim           *sim,
            gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);
  g_autofree char *id = start (sim, token);
  g_autofree char *status = g_strdup_printf (VIDEO "getUploadStatus?jobId=%s", id);
  g_autofree char *done = NULL;
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "abcdefghij", -1);
  g_autofree char *cid = cs_sim_cid_of_sha256 (sha256);
  JsonObject *answer;

  g_assert_cmpuint (send_part (sim, id, 3, "ij", token), ==, 200);
  g_assert_cmpuint (send_part (sim, id, 1, "xxxx", token), ==, 200);
  g_assert_cmpuint (send_part (sim, id, 1, "abcd", token), ==, 200);
  g_assert_cmpuint (send_part (sim, id, 2, "abc", token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "PartSizeMismatch");
  g_assert_cmpuint (send_part (sim, id, 4, "abc", token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "InvalidPartNumber");

  g_assert_cmpuint (call (sim, "finishUpload", "jobId", id, token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "MissingParts");
  answer = json_node_get_object (sim->json);
  g_assert_cmpint (json_array_get_int_element (cs_json_get_array (answer, "missingParts"), 0), ==,
                   2);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_VIDEO, status, token), ==, 200);
  g_assert_cmpstr (sim_text (sim, "state"), ==, "created");
  answer = json_node_get_object (sim->json);
  g_assert_cmpuint (json_array_get_length (cs_json_get_array (answer, "receivedParts")), ==, 2);

  g_assert_cmpuint (send_part (sim, id, 2, "efgh", token), ==, 200);
  g_assert_cmpuint (call (sim, "finishUpload", "jobId", id, token), ==, 200);
  done = g_strdup (sim_text (sim, "completedJobId"));
  g_assert_cmpstr (done, !=, id);
  g_assert_cmpuint (call (sim, "finishUpload", "jobId", id, token), ==, 200);
  g_assert_cmpstr (sim_text (sim, "completedJobId"), ==, done);
  g_assert_cmpuint (send_part (sim, id, 2, "efgh", token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "UploadAlreadyCompleted");

  g_assert_cmpuint (get_job (sim, id), ==, 400);
  sim_pass (sim, 8);
  g_assert_cmpuint (get_job (sim, done), ==, 200);
  g_assert_cmpint (sim_int (sim, "jobStatus.blob.size"), ==, 10);
  /* The name of the blob is that of the bytes in their right order, "abcdefghij". */
  g_assert_cmpstr (sim_text (sim, "jobStatus.blob.ref.$link"), ==, cid);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_VIDEO, status, token), ==, 200);
  g_assert_cmpstr (sim_text (sim, "state"), ==, "completed");
}

static void
test_parts_end (Sim           *sim,
                gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);
  g_autofree char *id = start (sim, token);
  g_autofree char *late = NULL;

  g_assert_cmpuint (call (sim, "abortUpload", "jobId", id, token), ==, 200);
  g_assert_cmpuint (send_part (sim, id, 1, "abcd", token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "UploadAborted");
  g_assert_cmpuint (call (sim, "finishUpload", "jobId", "none", token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "UploadNotFound");

  late = start (sim, token);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *other = start (sim, token);

      g_assert_nonnull (other);
    }
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_VIDEO, "POST", VIDEO "startUpload",
                              "application/json", "{\"sizeBytes\":10,\"mimeType\":\"video/mp4\"}",
                              -1, token, NULL),
                    ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "TooManyOpenUploads");

  sim_pass (sim, 86400);
  g_free (token);
  token = sign_in (sim);
  g_assert_cmpuint (send_part (sim, late, 1, "abcd", token), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "UploadExpired");
}

static void
test_parts_can_be_unknown (Sim           *sim,
                           gconstpointer  data)
{
  g_autofree char *token = sign_in (sim);

  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_VIDEO, "POST", VIDEO "startUpload",
                              "application/json", "{\"sizeBytes\":10,\"mimeType\":\"video/mp4\"}",
                              -1, token, NULL),
                    ==, 501);
}

CS_TESTS (sim_video)
{
#define ADD(name, settings, test) SIM_ADD ("/simulator/video/" name, settings, test)
  ADD ("states-come-in-order", "video.processing=7", test_states_come_in_order);
  ADD ("a-known-video-is-a-conflict", "video.processing=7", test_a_known_video_is_a_conflict);
  ADD ("shape-bare", "video.shape=bare", test_shape_bare);
  ADD ("shape-conflict", "video.shape=conflict", test_shape_conflict);
  ADD ("shape-failed-with-blob", "video.shape=failed-with-blob", test_shape_failed_with_blob);
  ADD ("failures", NULL, test_failures);
  ADD ("tokens-are-checked", NULL, test_tokens_are_checked);
  ADD ("limits", "video.daily=1", test_limits);
  ADD ("unconfirmed-mail", "bluesky.email-confirmed=no", test_unconfirmed_mail);
  ADD ("parts", "video.part-size=4 video.other-job=yes keep-media=yes", test_parts);
  ADD ("parts-end", "video.part-size=4", test_parts_end);
  ADD ("parts-can-be-unknown", "video.multipart=no", test_parts_can_be_unknown);
#undef ADD
}
