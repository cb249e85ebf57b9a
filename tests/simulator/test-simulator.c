/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "sim-client.h"

#include <signal.h>
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

static void
test_journal_holds_no_secret (Sim           *sim,
                              gconstpointer  data)
{
  JsonArray *entries;
  JsonObject *entry;

  sim_sign_in (sim);
  sim_get (sim, CS_SIMULATOR_MASTODON, "/oauth/authorize?code=canary-code&state=canary-state",
           sim->token);
  sim_form (sim, "/oauth/token", "client_secret=canary-secret&code_verifier=canary-verifier", NULL);
  sim_get (sim, CS_SIMULATOR_BLUESKY, "/xrpc/com.atproto.server.getSession", sim->access);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, "/journal", NULL), ==, 200);
  g_assert_null (strstr (sim->body, "canary"));
  g_assert_null (strstr (sim->body, "abcd-efgh"));
  g_assert_null (strstr (sim->body, sim->token));
  g_assert_null (strstr (sim->body, sim->access));

  entries = json_node_get_array (sim->json);
  g_assert_cmpuint (json_array_get_length (entries), ==, 4);
  entry = cs_json_at_object (entries, 3);
  g_assert_cmpstr (cs_json_get_text (entry, "network"), ==, "bluesky");
  g_assert_cmpstr (cs_json_get_text (entry, "method"), ==, "GET");
  g_assert_cmpstr (cs_json_get_text (entry, "path"), ==, "/xrpc/com.atproto.server.getSession");
  g_assert_cmpint (cs_json_get_int (entry, "status", 0), ==, 200);
  g_assert_true (g_str_has_prefix (cs_json_get_text (entry, "authorization"), "sha256:"));
  g_assert_cmpint (cs_json_get_int (cs_json_at_object (entries, 2), "body_length", 0), ==,
                   strlen ("client_secret=canary-secret&code_verifier=canary-verifier"));
}

static void
test_journal_tells_what_is_left (Sim           *sim,
                                 gconstpointer  data)
{
  JsonArray *entries;

  sim_sign_in (sim);
  sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v1/accounts/verify_credentials", sim->token);
  sim_get (sim, CS_SIMULATOR_BLUESKY, "/xrpc/com.atproto.server.getSession", sim->access);
  sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v2/instance", NULL);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, "/journal", NULL), ==, 200);
  entries = json_node_get_array (sim->json);

  for (guint i = 1; i <= 2; i++)
    g_assert_cmpint (cs_json_get_int (cs_json_at_object (entries, i), "limit", 0), ==,
                     i == 1 ? 300 : 3000);
  g_assert_cmpint (cs_json_get_int (cs_json_at_object (entries, 1), "left", 0), ==, 299);
  g_assert_false (cs_json_has (cs_json_at_object (entries, 3), "limit"));
}

static void
test_journal_tells_what_was_not_answered (Sim           *sim,
                                          gconstpointer  data)
{
  JsonObject *entry;

  sim_faults (sim, "on POST /api/v1/statuses do drop-after");
  sim_form (sim, "/api/v1/statuses", "status=a", NULL);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, "/journal", NULL), ==, 200);
  entry = cs_json_at_object (json_node_get_array (sim->json), 0);
  g_assert_false (cs_json_get_bool (entry, "answered", TRUE));
  g_assert_cmpstr (cs_json_get_text (entry, "fault"), ==, "on POST /api/v1/statuses do drop-after");
}

static void
test_posts_and_reset (Sim           *sim,
                      gconstpointer  data)
{
  const SimHeader key[] = { { "Idempotency-Key", "one" }, { NULL, NULL } };
  g_autofree char *form = NULL, *sha256 = NULL;
  g_autofree char *bytes = g_strnfill (50, 'v');
  JsonObject *post, *media;

  g_assert_cmpuint (sim_upload (sim, "image/png", 50), ==, 200);
  form = g_strdup_printf ("status=Hi&media_ids[]=%s", sim_text (sim, "id"));
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", form, key), ==, 200);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, "/posts", NULL), ==, 200);
  post = cs_json_at_object (cs_json_get_array (json_node_get_object (sim->json), "mastodon"), 0);
  media = cs_json_at_object (cs_json_get_array (post, "media"), 0);
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, -1);
  g_assert_cmpstr (cs_json_get_text (post, "text"), ==, "Hi");
  g_assert_cmpstr (cs_json_get_text (post, "idempotency_key"), ==, "one");
  g_assert_cmpstr (cs_json_get_text (media, "sha256"), ==, sha256);
  g_assert_cmpstr (cs_json_get_text (media, "description"), ==, "A cat");

  sim_faults (sim, "on GET /x do drop-before");
  g_assert_cmpuint (
      sim_send (sim, CS_SIMULATOR_CONTROL, "POST", "/reset", NULL, NULL, 0, NULL, NULL), ==, 200);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);
  g_assert_cmpint (sim_int (sim, "faults"), ==, 0);

  /* The same in every run: also the token that was there to begin with. */
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 200);
}

static void
test_settings_at_run_time (Sim           *sim,
                           gconstpointer  data)
{
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_CONTROL, "POST", "/settings", "text/plain",
                              "mastodon.max-characters=3\nmastodon.rate-limits=no\n", -1, NULL,
                              NULL),
                    ==, 200);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=four", NULL), ==, 422);
  g_assert_null (soup_message_headers_get_one (sim->headers, "X-RateLimit-Limit"));
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_CONTROL, "POST", "/settings", "text/plain",
                              "mastodon.colour=red", -1, NULL, NULL), ==, 400);
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_CONTROL, "POST", "/settings", "text/plain",
                              "mastodon.snac=perhaps", -1, NULL, NULL), ==, 400);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, "/nothing", NULL), ==, 404);
}

static void
test_kept_bytes_can_be_read (Sim           *sim,
                             gconstpointer  data)
{
  g_autofree char *url = NULL;

  g_assert_cmpuint (sim_upload (sim, "image/png", 70000), ==, 200);
  url = g_strdup (strstr (sim_text (sim, "url"), "/system"));
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, url, NULL), ==, 200);
  g_assert_cmpuint (strlen (sim->body), ==, 70000);
}

typedef struct
{
  Sim  *sim;
  guint n_done;
} Crowd;

static gpointer
post_ten (gpointer data)
{
  Crowd *crowd = data;
  g_autoptr(SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autofree char *url =
    g_strconcat (cs_simulator_get_url (crowd->sim->simulator, CS_SIMULATOR_MASTODON),
                 "/api/v1/statuses", NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", crowd->sim->token, NULL);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(SoupMessage) message = soup_message_new_from_encoded_form ("POST", url,
                                                                           g_strdup ("status=a"));
      g_autoptr(GBytes) answer = NULL;

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                    bearer);
      soup_message_headers_replace (soup_message_get_request_headers (message), "Idempotency-Key",
                                    "k");
      answer = soup_session_send_and_read (session, message, NULL, NULL);
      if (soup_message_get_status (message) == 200)
        g_atomic_int_inc (&crowd->n_done);
    }

  return NULL;
}

/* Requests on eight connections at once: none is lost, and one key makes one status. */
static void
test_a_crowd (Sim           *sim,
              gconstpointer  data)
{
  Crowd crowd = { sim, 0 };
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("client", post_ten, &crowd);

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (crowd.n_done, ==, 80);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static GSubprocess *
spawn (const char *const *more)
{
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();
  g_auto(GStrv) args = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  g_strv_builder_add (argv, g_getenv ("SIMULATOR"));
  g_strv_builder_addv (argv, (const char **) more);
  args = g_strv_builder_end (argv);
  process = g_subprocess_newv ((const char *const *) args, G_SUBPROCESS_FLAGS_STDOUT_PIPE
                               | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);

  return process;
}

static void
test_program (void)
{
  g_autofree char *ports = g_build_filename (g_get_user_data_dir (), "ports", NULL);
  g_autofree char *clock_file = g_build_filename (g_get_user_data_dir (), "clock", NULL);
  g_autofree char *line = NULL, *written = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GDataInputStream) out = NULL;
  g_autoptr(JsonObject) ready = NULL;

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (cs_clock_create_file (clock_file, SIM_START * G_USEC_PER_SEC, NULL));
  process = spawn ((const char *const[]) { "--port-file", ports, "--clock", clock_file, "--set",
                                           "mastodon.version=4.2.0", "--auto-approve", NULL });
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);

  ready = cs_json_parse_object (line, -1, 0, &error);
  g_assert_no_error (error);
  g_assert_true (cs_json_get_bool (ready, "ready", FALSE));
  for (guint i = 0; i < CS_SIMULATOR_N_FACES; i++)
    g_assert_true (g_str_has_prefix (cs_json_get_text (ready, cs_simulator_face_names[i]),
                                     "http://127.0.0.1:"));

  g_assert_true (g_file_get_contents (ports, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, line);

  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

static void
test_program_refuses_what_it_does_not_know (void)
{
  static const char *const wrong[][2] =
  {
    { "--set=mastodon.colour=red", NULL }, { "--colour", NULL }, { "--set=x", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GSubprocess) process = spawn ((const char *const[]) { wrong[i][0], NULL });

      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
    }
}

CS_TESTS (simulator)
{
  SIM_ADD ("/simulator/mastodon-takes-a-video-post", NULL, test_mastodon_takes_a_video_post);
  SIM_ADD ("/simulator/bluesky-takes-a-video-post", NULL, test_bluesky_takes_a_video_post);
  SIM_ADD ("/simulator/journal-holds-no-secret", NULL, test_journal_holds_no_secret);
  SIM_ADD ("/simulator/journal-tells-what-is-left", NULL, test_journal_tells_what_is_left);
  SIM_ADD ("/simulator/journal-tells-what-was-not-answered", NULL,
           test_journal_tells_what_was_not_answered);
  SIM_ADD ("/simulator/posts-and-reset", NULL, test_posts_and_reset);
  SIM_ADD ("/simulator/settings-at-run-time", NULL, test_settings_at_run_time);
  SIM_ADD ("/simulator/kept-bytes-can-be-read", "keep-media=yes", test_kept_bytes_can_be_read);
  SIM_ADD ("/simulator/a-crowd", NULL, test_a_crowd);
  g_test_add_func ("/simulator/program", test_program);
  g_test_add_func ("/simulator/program-refuses-what-it-does-not-know",
                   test_program_refuses_what_it_does_not_know);
}
