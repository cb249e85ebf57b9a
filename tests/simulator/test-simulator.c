/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "sim-client.h"

#include <string.h>

#define RKEY "3mzocqfoc2227"

static void
test_mastodon_takes_a_video_post (Sim           *sim,
                                  gconstpointer  data)
{
  const SimHeader key[] = { { "Idempotency-Key", "one" }, { NULL, NULL } };
  g_autofree char *id = NULL;
  g_autofree char *media = NULL;
  g_autofree char *path = NULL;
  g_autofree char *form = NULL;

  g_assert_cmpuint (sim_upload (sim, "video/mp4", 300000), ==, 202);
  media = g_strdup (sim_text (sim, "id"));
  path = g_strconcat ("/api/v1/media/", media, NULL);
  form = g_strdup_printf ("status=Hello&media_ids[]=%s", media);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, path, sim->token), ==, 206);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", form, key), ==, 422);
  g_assert_nonnull (strstr (sim->body, "have not finished processing"));

  sim_pass (sim, 3);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, path, sim->token), ==, 200);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", form, key), ==, 200);
  id = g_strdup (sim_text (sim, "id"));
  g_assert_cmpstr (sim_text (sim, "content"), ==, "<p>Hello</p>");

  /* The same key, the same status. */
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", form, key), ==, 200);
  g_assert_cmpstr (sim_text (sim, "id"), ==, id);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static void
test_bluesky_takes_a_video_post (Sim           *sim,
                                 gconstpointer  data)
{
  g_autofree char *service = NULL;
  g_autofree char *upload = NULL;
  g_autofree char *status = NULL;
  g_autofree char *record = NULL;
  g_autofree char *cid = NULL;

  sim_sign_in (sim);
  service = sim_service (sim, "com.atproto.repo.uploadBlob", CS_SIMULATOR_BLUESKY);
  upload = g_strdup_printf ("/xrpc/app.bsky.video.uploadVideo?did=%s&name=a.mp4", sim->did);
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_VIDEO, "POST", upload, "video/mp4", "video", -1,
                              service, NULL), ==, 200);
  g_assert_cmpstr (sim_text (sim, "jobStatus.state"), ==, "JOB_STATE_CREATED");

  status = g_strconcat ("/xrpc/app.bsky.video.getJobStatus?jobId=",
                        sim_text (sim, "jobStatus.jobId"), NULL);
  sim_pass (sim, 8);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_VIDEO, status, NULL), ==, 200);
  g_assert_cmpstr (sim_text (sim, "jobStatus.state"), ==, "JOB_STATE_COMPLETED");

  record =
    g_strdup_printf ("{\"repo\":\"%s\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"" RKEY
                         "\",\"swapRecord\":null,\"record\":{\"$type\":\"app.bsky.feed.post\","
                         "\"text\":\"Hello\",\"createdAt\":\"2026-11-20T10:00:00.000Z\","
                         "\"embed\":{\"$type\":\"app.bsky.embed.video\",\"video\":{"
                         "\"$type\":\"blob\",\"ref\":{\"$link\":\"%s\"},\"mimeType\":\"video/mp4\","
                         "\"size\":5}}}}",
                         sim->did, sim_text (sim, "jobStatus.blob.ref.$link"));
  g_assert_cmpuint (sim_xrpc (sim, "com.atproto.repo.putRecord", record), ==, 200);
  cid = g_strdup (sim_text (sim, "cid"));
  g_assert_nonnull (sim_text (sim, "commit.cid"));

  /* The same record again is no write, though swapRecord says that there is none. */
  g_assert_cmpuint (sim_xrpc (sim, "com.atproto.repo.putRecord", record), ==, 200);
  g_assert_cmpstr (sim_text (sim, "cid"), ==, cid);
  g_assert_null (sim_text (sim, "commit.cid"));
  g_assert_cmpint (sim_count (sim, "bluesky"), ==, 1);
}

CS_TESTS (simulator)
{
  SIM_ADD ("/simulator/mastodon-takes-a-video-post", NULL, test_mastodon_takes_a_video_post);
  SIM_ADD ("/simulator/bluesky-takes-a-video-post", NULL, test_bluesky_takes_a_video_post);
}
