/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "sim-client.h"

#include <string.h>

/* Sends bytes as they are and reads until the other end closes. Free the answer. */
static char *
talk (Sim             *sim,
      CsSimulatorFace  face,
      const void      *bytes,
      gsize            length)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection = NULL;
  GString *answer = g_string_new (NULL);
  char piece[4096];
  gssize got;

  g_socket_client_set_timeout (client, 20);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_uri (client, cs_simulator_get_url (sim->simulator, face),
                                               80, NULL, &error);
  g_assert_no_error (error);

  /* It may hang up before it has read all. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes,
                             length, NULL, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);

  while ((got = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                     piece, sizeof piece, NULL, &error)) > 0)
    g_string_append_len (answer, piece, got);

  /* A reset is an end too; only silence is none. */
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));

  return g_string_free_and_steal (answer);
}

static void
assert_lives (Sim *sim)
{
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_MASTODON, "/api/v2/instance", NULL), ==, 200);
}

static void
test_garbage_is_a_bad_request (Sim           *sim,
                               gconstpointer  data)
{
  static const char *const requests[] =
  {
    "\r\n\r\n",
    "hello\r\n\r\n",
    "GET\r\n\r\n",
    "GET  HTTP/1.1\r\n\r\n",
    "GET * HTTP/1.1\r\n\r\n",
    "GET noslash HTTP/1.1\r\n\r\n",
    "GET /%00 HTTP/1.1\r\n\r\n",
    "GET /%zz HTTP/1.1\r\n\r\n",
    "GET /%ff%fe HTTP/1.1\r\n\r\n",
    "GET /\xff\xfe HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nUser-Agent: \xff\xfe\r\n\r\n",
    "GET /api/v1/accounts/1/statuses?limit=%ff HTTP/1.1\r\nConnection: close\r\n\r\n",
    "POST /api/v1/apps HTTP/1.1\r\nContent-Length: -5\r\n\r\nhello",
    "POST /api/v1/apps HTTP/1.1\r\nContent-Length: five\r\n\r\nhello",
    "POST /api/v1/apps HTTP/1.1\r\nContent-Length: 14\r\nConnection: close\r\n"
      "Content-Type: application/x-www-form-urlencoded\r\n\r\nclient_name=%c",
    "POST /api/v1/apps HTTP/1.1\r\nContent-Length: 61\r\nConnection: close\r\n"
      "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
      "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\xfe\xff\r\n--x--\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *answer = talk (sim, CS_SIMULATOR_MASTODON, requests[i],
                                      strlen (requests[i]));

      if (!g_str_has_prefix (answer, "HTTP/1.1 400 Bad Request\r\n")
          || strstr (answer + 1, "HTTP/1.1") != NULL)
        g_error ("Request %u was answered “%s”", i, answer);
    }

  assert_lives (sim);
}

static void
test_giant_head_is_refused (Sim           *sim,
                            gconstpointer  data)
{
  g_autofree char *cookie = g_strnfill (1024 * 1024, 'x');
  g_autofree char *request = g_strdup_printf ("GET / HTTP/1.1\r\nCookie: %s\r\n\r\n", cookie);
  g_autofree char *answer = talk (sim, CS_SIMULATOR_BLUESKY, request, strlen (request));

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 431 "));
  assert_lives (sim);
}

static void
test_old_clients_are_answered_once (Sim           *sim,
                                    gconstpointer  data)
{
  static const char two[] = "GET /api/v2/instance HTTP/1.0\r\n\r\n"
                            "GET /api/v2/instance HTTP/1.0\r\n\r\n";
  g_autofree char *answer = talk (sim, CS_SIMULATOR_MASTODON, two, strlen (two));

  g_assert_nonnull (strstr (answer, "Connection: close\r\n"));
  g_assert_null (strstr (answer + 1, "HTTP/1.1 200"));
}

/* Bytes drawn by lot, on every face, half of them behind a head that makes sense. */
static void
test_noise_breaks_nothing (Sim           *sim,
                           gconstpointer  data)
{
  static const char *const heads[] =
  {
    "", "POST /api/v1/statuses HTTP/1.1\r\nContent-Type: application/json\r\n"
        "Content-Length: 600\r\nConnection: close\r\n\r\n",
    "", "POST /xrpc/com.atproto.repo.uploadBlob HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "POST /api/v2/media HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=\"\"\r\n"
      "Content-Length: 600\r\nConnection: close\r\n\r\n"
      "--\r\nContent-Disposition: form-data\r\n\r\n",
  };

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      const char *head = heads[i % G_N_ELEMENTS (heads)];
      g_autofree char *answer = NULL;

      g_byte_array_append (bytes, (const guint8 *) head, strlen (head));
      for (guint j = 0; j < 600; j++)
        {
          guint8 byte = g_test_rand_int_range (0, 256);

          g_byte_array_append (bytes, &byte, 1);
        }

      answer = talk (sim, i % CS_SIMULATOR_N_FACES, bytes->data, bytes->len);
    }

  assert_lives (sim);
}

static void
test_deep_json_breaks_nothing (Sim           *sim,
                               gconstpointer  data)
{
  g_autofree char *open = g_strnfill (1024 * 1024, '[');
  g_autofree char *deep = g_strconcat ("{\"status\":", open, NULL);
  g_autofree char *nested = NULL;
  g_autoptr(GString) pairs = g_string_new ("{\"repo\":\"alice.test\",\"record\":");

  g_assert_cmpuint (sim_send (sim, CS_SIMULATOR_MASTODON, "POST", "/api/v1/statuses",
                              "application/json", deep, -1, sim->token, NULL), ==, 422);

  for (guint i = 0; i < 100000; i++)
    g_string_append (pairs, "{\"a\":");
  g_string_append (pairs, "1");
  for (guint i = 0; i < 100001; i++)
    g_string_append (pairs, "}");

  sim_sign_in (sim);
  g_assert_cmpuint (sim_xrpc (sim, "com.atproto.repo.putRecord", pairs->str), ==, 400);
  assert_lives (sim);
}

CS_TESTS (sim_connection)
{
  SIM_ADD ("/simulator/connection/garbage-is-a-bad-request", NULL, test_garbage_is_a_bad_request);
  SIM_ADD ("/simulator/connection/giant-head-is-refused", NULL, test_giant_head_is_refused);
  SIM_ADD ("/simulator/connection/old-clients-are-answered-once", NULL,
           test_old_clients_are_answered_once);
  SIM_ADD ("/simulator/connection/noise-breaks-nothing", NULL, test_noise_breaks_nothing);
  SIM_ADD ("/simulator/connection/deep-json-breaks-nothing", NULL, test_deep_json_breaks_nothing);
}
