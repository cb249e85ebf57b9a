/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-test.h"
#include "sim-client.h"

#include <string.h>

#define STATUSES "on POST /api/v1/statuses do "

/* What a client sees on a bare connection: bytes, and how it ended. */
typedef struct
{
  GString  *bytes;
  gboolean  is_reset;
} Raw;

static void
raw_clear (Raw *raw)
{
  if (raw->bytes != NULL)
    g_string_free (raw->bytes, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Raw, raw_clear)

static GSocketConnection *
raw_open (Sim             *sim,
          CsSimulatorFace  face)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_proxy_resolver (client, NULL);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (
      client, strstr (cs_simulator_get_url (sim->simulator, face), "127"), 80, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
raw_send (GSocketConnection *connection,
          const char        *text)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Reads up to the end, or until @stop has been seen. */
static Raw
raw_read (GSocketConnection *connection,
          const char        *stop)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  Raw raw = { g_string_new (NULL), FALSE };
  char buffer[4096];
  gssize got = 1;

  while (got > 0 && (stop == NULL || strstr (raw.bytes->str, stop) == NULL))
    {
      g_autoptr(GError) error = NULL;

      got = g_input_stream_read (in, buffer, sizeof buffer, NULL, &error);
      if (got > 0)
        g_string_append_len (raw.bytes, buffer, got);
      raw.is_reset = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
    }

  return raw;
}

static char *
post_request (Sim        *sim,
              const char *text)
{
  return g_strdup_printf (
      "POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
      "Idempotency-Key: k\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "Content-Length: %zu\r\n\r\n%s",
      sim->token, strlen (text), text);
}

static void
test_none (Sim           *sim,
           gconstpointer  data)
{
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 200);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static void
test_drop_before_applies_nothing (Sim           *sim,
                                  gconstpointer  data)
{
  sim_faults (sim, STATUSES "drop-before");
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 0);
  g_assert_nonnull (sim->error);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);

  /* It was for one request. */
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 200);
}

static void
test_drop_after_applies_and_is_silent (Sim           *sim,
                                       gconstpointer  data)
{
  sim_faults (sim, STATUSES "drop-after");
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 0);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static void
test_truncate_cuts_the_body (Sim           *sim,
                             gconstpointer  data)
{
  g_autoptr(GSocketConnection) connection = raw_open (sim, CS_SIMULATOR_MASTODON);
  g_autofree char *request = post_request (sim, "status=a");
  g_auto(Raw) raw = { NULL, };
  const char *length, *body;

  sim_faults (sim, STATUSES "truncate");
  raw_send (connection, request);
  raw = raw_read (connection, NULL);

  g_assert_true (g_str_has_prefix (raw.bytes->str, "HTTP/1.1 200 OK\r\n"));
  length = strstr (raw.bytes->str, "Content-Length: ");
  body = strstr (raw.bytes->str, "\r\n\r\n");
  g_assert_nonnull (length);
  g_assert_nonnull (body);
  g_assert_cmpint (strlen (body + 4), ==, atoi (length + strlen ("Content-Length: ")) / 2);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static void
test_slow_applies_after_the_close (Sim           *sim,
                                   gconstpointer  data)
{
  sim_faults (sim, STATUSES "slow");
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 0);

  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);
  g_assert_cmpint (sim_int (sim, "late"), ==, 1);

  cs_clock_advance (sim->clock, 119 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);
  cs_clock_advance (sim->clock, G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
  g_assert_cmpint (sim_int (sim, "late"), ==, 0);
}

static void
test_slow_and_repeat_meet_at_the_key (Sim           *sim,
                                      gconstpointer  data)
{
  const SimHeader key[] = { { "Idempotency-Key", "one" }, { NULL, NULL } };

  sim_faults (sim, STATUSES "slow=5s");
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 0);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", key), ==, 200);
  sim_pass (sim, 5);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
  g_assert_cmpint (sim_int (sim, "late"), ==, 0);
}

static void
test_503_before_and_after (Sim           *sim,
                           gconstpointer  data)
{
  sim_faults (sim, STATUSES "503before\n" STATUSES "503after");
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 503);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 503);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static void
test_canned_answer (Sim           *sim,
                    gconstpointer  data)
{
  sim_faults (sim,
              "on * /api/* do status=429 header=Retry-After:30 body='{\"error\":\"slow down\"}'");
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 429);
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "Retry-After"), ==, "30");
  g_assert_cmpstr (sim_text (sim, "error"), ==, "slow down");
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);

  sim_faults (
      sim,
      "on GET /api/v2/instance do html=200\non GET /api/v2/instance do status=502 body='<p>proxy'");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v2/instance", NULL), ==, 200);
  g_assert_true (g_str_has_prefix (soup_message_headers_get_one (sim->headers, "Content-Type"),
                                   "text/html"));
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v2/instance", NULL), ==, 502);
  g_assert_cmpstr (soup_message_headers_get_one (sim->headers, "Content-Type"), ==, "text/html");
}

static void
test_nth_and_times (Sim           *sim,
                    gconstpointer  data)
{
  static const guint expected[] = { 200, 503, 502, 502, 200 };

  sim_faults (sim, "on GET /api/v?/instance nth=2 do status=503\n"
                   "# a remark, and an empty line\n\n"
                   "on GET /api/v?/instance nth=3 times=2 do status=502");

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v1/instance", NULL), ==,
                      expected[i]);

  g_assert_cmpint (sim_count (sim, "faults"), ==, 0);
}

static void
test_early_answer (Sim           *sim,
                   gconstpointer  data)
{
  g_autoptr(GSocketConnection) hard = raw_open (sim, CS_SIMULATOR_MASTODON);
  g_autoptr(GSocketConnection) soft = raw_open (sim, CS_SIMULATOR_MASTODON);
  const char *head = "POST /api/v2/media HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n";
  g_auto(Raw) raw = { NULL, };

  sim_faults (sim,
              "on POST /api/v2/media do early=413 rst\non POST /api/v2/media do early=413 linger");

  /* Not one byte of the body was sent, and the answer is there. */
  raw_send (hard, head);
  raw = raw_read (hard, NULL);
  g_assert_true (raw.is_reset);
  raw_clear (&raw);

  raw_send (soft, head);
  raw = raw_read (soft, "\r\n\r\n");
  g_assert_true (g_str_has_prefix (raw.bytes->str, "HTTP/1.1 413 "));
  g_assert_false (raw.is_reset);
}

/* What is shorter than the cut is cut at its end, and nobody waits for more. */
static void
test_cut_behind_the_body_resets_too (Sim           *sim,
                                     gconstpointer  data)
{
  sim_faults (sim, STATUSES "cut=5000");
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 0);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);
}

static void
test_cut_resets_in_the_body (Sim           *sim,
                             gconstpointer  data)
{
  g_autoptr(GSocketConnection) connection = raw_open (sim, CS_SIMULATOR_MASTODON);
  g_autofree char *request = post_request (sim, "status=aaaaaaaaaaaaaaaaaaaaaaa");
  g_auto(Raw) raw = { NULL, };

  sim_faults (sim, STATUSES "cut=5");
  raw_send (connection, request);
  raw = raw_read (connection, NULL);
  g_assert_true (raw.is_reset);
  g_assert_cmpuint (raw.bytes->len, ==, 0);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);
}

static void
test_stale_keepalive_spares_new_connections (Sim           *sim,
                                             gconstpointer  data)
{
  g_autoptr(GSocketConnection) connection = raw_open (sim, CS_SIMULATOR_MASTODON);
  const char *request = "GET /api/v1/instance HTTP/1.1\r\nHost: x\r\n\r\n";
  g_auto(Raw) raw = { NULL, };

  sim_faults (sim, "on GET /api/v1/instance do stale-keepalive");
  raw_send (connection, request);
  raw = raw_read (connection, "max_expiration");
  g_assert_true (g_str_has_prefix (raw.bytes->str, "HTTP/1.1 200 OK\r\n"));
  raw_clear (&raw);

  raw_send (connection, request);
  raw = raw_read (connection, "HTTP/1.1");
  g_assert_null (strstr (raw.bytes->str, "HTTP/1.1"));
}

static void
test_hold_waits_for_the_client_to_go (Sim           *sim,
                                      gconstpointer  data)
{
  g_autoptr(GSocketConnection) connection = raw_open (sim, CS_SIMULATOR_MASTODON);
  g_autofree char *request = post_request (sim, "status=a");

  sim_faults (sim, STATUSES "hold");
  raw_send (connection, request);
  while (sim_count (sim, "faults") > 0)
    g_thread_yield ();
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  while (sim_count (sim, "mastodon") == 0)
    g_thread_yield ();
}

static void
test_short_loses_the_tail (Sim           *sim,
                           gconstpointer  data)
{
  sim_sign_in (sim);
  sim_faults (sim, "on POST /xrpc/com.atproto.repo.uploadBlob do short=3");
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_BLUESKY, "POST",
                              "/xrpc/com.atproto.repo.uploadBlob", "video/mp4", "video", -1,
                              sim->access, NULL),
                    ==, 200);
  g_assert_cmpint (sim_int (sim, "blob.size"), ==, 3);
}

static void
test_delay_is_virtual (Sim           *sim,
                       gconstpointer  data)
{
  g_autoptr(GSocketConnection) connection = raw_open (sim, CS_SIMULATOR_MASTODON);
  g_autofree char *request = post_request (sim, "status=a");
  g_auto(Raw) raw = { NULL, };

  sim_faults (sim, STATUSES "delay=5s");
  raw_send (connection, request);
  while (sim_count (sim, "faults") > 0)
    g_thread_yield ();

  sim_pass (sim, 4);
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 0);

  /* The wait may have begun a moment after the request was seen. */
  sim_pass (sim, 5);
  raw = raw_read (connection, "\r\n\r\n");
  g_assert_true (g_str_has_prefix (raw.bytes->str, "HTTP/1.1 200 OK\r\n"));
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

/* A wait on a clock that nobody moves does not keep the simulator from ending. */
static void
test_stop_ends_every_wait (Sim           *sim,
                           gconstpointer  data)
{
  g_autoptr(GSocketConnection) waiting = raw_open (sim, CS_SIMULATOR_MASTODON);
  g_autoptr(GSocketConnection) held = raw_open (sim, CS_SIMULATOR_MASTODON);
  g_autoptr(GSocketConnection) silent = raw_open (sim, CS_SIMULATOR_BLUESKY);
  g_autofree char *request = post_request (sim, "status=a");

  sim_faults (sim, STATUSES "delay=2h\n" STATUSES "hold");
  raw_send (waiting, request);
  raw_send (held, request);
  raw_send (silent, "GET /xrpc/_hea");
  while (sim_count (sim, "faults") > 0)
    g_thread_yield ();

  cs_simulator_stop (sim->simulator);
}

static void
test_garbage_ends_its_own_connection (Sim           *sim,
                                      gconstpointer  data)
{
  g_autofree char *long_head = g_strnfill (70000, 'a');
  const char *const garbage[] =
  {
    "\r\n\r\n", "nonsense\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n", long_head,
    "GET /%zz HTTP/1.1\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    {
      g_autoptr(GSocketConnection) connection = raw_open (sim, CS_SIMULATOR_BLUESKY);
      g_auto(Raw) raw = { NULL, };

      raw_send (connection, garbage[i]);
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
      raw = raw_read (connection, NULL);
      g_assert_null (strstr (raw.bytes->str, " 200 "));
    }

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_BLUESKY, "/xrpc/_health", NULL), ==, 200);
}

static void
test_chunked_bodies_are_read (Sim           *sim,
                              gconstpointer  data)
{
  g_autoptr(GSocketConnection) connection = raw_open (sim, CS_SIMULATOR_MASTODON);
  g_autofree char *request =
    g_strdup_printf ("POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                     "Content-Type: application/x-www-form-urlencoded\r\n"
                     "Transfer-Encoding: chunked\r\n\r\n6;x=y\r\nstatus\r\n2\r\n=a\r\n0\r\n\r\n",
                     sim->token);
  g_auto(Raw) raw = { NULL, };

  raw_send (connection, request);
  raw = raw_read (connection, "\r\n\r\n");
  g_assert_true (g_str_has_prefix (raw.bytes->str, "HTTP/1.1 200 OK\r\n"));
  g_assert_cmpint (sim_count (sim, "mastodon"), ==, 1);
}

static void
test_credentials_and_clock (Sim           *sim,
                            gconstpointer  data)
{
  const char *verify = "/api/v1/accounts/verify_credentials";

  sim_faults (sim, "on GET /api/v1/accounts/* do scope-drop=write\n"
                   "on GET /api/v1/accounts/* do clock=+2h\n"
                   "on GET /api/v1/accounts/* do token-revoke");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, verify, sim->token), ==, 200);
  g_assert_cmpuint (sim_form (sim, "/api/v1/statuses", "status=a", NULL), ==, 403);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, verify, sim->token), ==, 200);
  g_assert_cmpint (cs_clock_now (sim->clock), ==, SIM_START + 7200);
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, verify, sim->token), ==, 401);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "The access token was revoked");

  sim_sign_in (sim);
  sim_faults (sim, "on GET /xrpc/com.atproto.server.getSession do token-expire");
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_BLUESKY, "/xrpc/com.atproto.server.getSession",
                             sim->access), ==, 400);
  g_assert_cmpstr (sim_text (sim, "error"), ==, "ExpiredToken");
}

static void
test_wrong_scripts_are_refused (Sim           *sim,
                                gconstpointer  data)
{
  static const char *const wrong[] =
  {
    "off", "on POST /x do", "on POST /x nth=a do drop-before", "on POST /x do explode",
    "on POST /x do status=abc", "on POST /x do delay=soon", "on POST /x do drop-before=3",
    "on POST /x do status=500 colour=red", "on POST /x do status", "on POST '/x do status=500",
    "on POST /x twice do status=500",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *script = g_strdup_printf ("on GET /y do status=500\n%s", wrong[i]);
      g_autoptr(GError) error = NULL;

      g_assert_false (cs_simulator_add_faults (sim->simulator, script, &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, "Line 2 of the fault script: "));
    }

  g_assert_cmpint (sim_count (sim, "faults"), ==, 0);
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_CONTROL, "POST", "/faults", "text/plain", "off", -1,
                              NULL, NULL), ==, 400);
  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_CONTROL, "POST", "/faults", "text/plain",
                              "on GET /y do status=500", -1, NULL, NULL), ==, 200);
  g_assert_cmpint (sim_count (sim, "faults"), ==, 1);
}

/* A request without a body has no text at all. */
static void
test_an_empty_request_has_an_error (Sim           *sim,
                                    gconstpointer  data)
{
  static const char *const paths[] = { "/faults", "/settings" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_CONTROL, "POST", paths[i], NULL, NULL, -1,
                                  NULL, NULL), ==, 400);
      g_assert_nonnull (strstr (sim->body, "The request is empty: "));
    }

  g_assert_cmpint (sim_count (sim, "faults"), ==, 0);
}

CS_TESTS (fault)
{
  SIM_ADD ("/simulator/fault/none", NULL, test_none);
  SIM_ADD ("/simulator/fault/drop-before-applies-nothing", NULL, test_drop_before_applies_nothing);
  SIM_ADD ("/simulator/fault/drop-after-applies-and-is-silent", NULL,
           test_drop_after_applies_and_is_silent);
  SIM_ADD ("/simulator/fault/truncate-cuts-the-body", NULL, test_truncate_cuts_the_body);
  SIM_ADD ("/simulator/fault/slow-applies-after-the-close", NULL,
           test_slow_applies_after_the_close);
  SIM_ADD ("/simulator/fault/slow-and-repeat-meet-at-the-key", NULL,
           test_slow_and_repeat_meet_at_the_key);
  SIM_ADD ("/simulator/fault/503-before-and-after", NULL, test_503_before_and_after);
  SIM_ADD ("/simulator/fault/canned-answer", NULL, test_canned_answer);
  SIM_ADD ("/simulator/fault/nth-and-times", NULL, test_nth_and_times);
  SIM_ADD ("/simulator/fault/early-answer", NULL, test_early_answer);
  SIM_ADD ("/simulator/fault/cut-resets-in-the-body", NULL, test_cut_resets_in_the_body);
  SIM_ADD ("/simulator/fault/cut-behind-the-body-resets-too", NULL,
           test_cut_behind_the_body_resets_too);
  SIM_ADD ("/simulator/fault/stale-keepalive-spares-new-connections", NULL,
           test_stale_keepalive_spares_new_connections);
  SIM_ADD ("/simulator/fault/hold-waits-for-the-client-to-go", NULL,
           test_hold_waits_for_the_client_to_go);
  SIM_ADD ("/simulator/fault/short-loses-the-tail", NULL, test_short_loses_the_tail);
  SIM_ADD ("/simulator/fault/delay-is-virtual", NULL, test_delay_is_virtual);
  SIM_ADD ("/simulator/fault/stop-ends-every-wait", NULL, test_stop_ends_every_wait);
  SIM_ADD ("/simulator/fault/garbage-ends-its-own-connection", NULL,
           test_garbage_ends_its_own_connection);
  SIM_ADD ("/simulator/fault/chunked-bodies-are-read", NULL, test_chunked_bodies_are_read);
  SIM_ADD ("/simulator/fault/credentials-and-clock", NULL, test_credentials_and_clock);
  SIM_ADD ("/simulator/fault/wrong-scripts-are-refused", NULL, test_wrong_scripts_are_refused);
  SIM_ADD ("/simulator/fault/an-empty-request-has-an-error", NULL,
           test_an_empty_request_has_an_error);
}
