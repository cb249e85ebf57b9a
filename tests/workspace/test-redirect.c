/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-job.h"
#include "cs-redirect.h"
#include "cs-test.h"

/* One wait, on a worker, and what came of it. */
typedef struct
{
  CsRedirect *redirect;
  char       *answer;
  GError     *error;
} Wait;

static gpointer
wait_thread (gpointer data)
{
  Wait *wait = data;

  wait->answer = cs_redirect_wait (wait->redirect, "the-state", 60, NULL, &wait->error);

  return NULL;
}

/* The status that a request gets; head is what stands after the request line. */
static int
ask (CsRedirect *redirect,
     const char *method,
     const char *path,
     const char *host,
     const char *more)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GUri) uri = g_uri_parse (cs_redirect_get_uri (redirect), G_URI_FLAGS_NONE, NULL);
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GDataInputStream) input = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *own = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uri));
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", g_uri_get_port (uri), NULL,
                                                &error);
  g_assert_no_error (error);
  text = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", method, path,
                          host != NULL ? host : own, more);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  line = g_data_input_stream_read_line (input, NULL, NULL, &error);
  g_assert_no_error (error);

  return g_ascii_strtoll (line + strlen ("HTTP/1.1 "), NULL, 10);
}

static char *
path_of (CsRedirect *redirect,
         const char *query)
{
  g_autoptr(GUri) uri = g_uri_parse (cs_redirect_get_uri (redirect), G_URI_FLAGS_NONE, NULL);

  return g_strconcat (g_uri_get_path (uri), query, NULL);
}

static void
test_only_the_right_request_is_taken (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRedirect) redirect = cs_redirect_new (&error);
  g_autofree char *right = path_of (redirect, "?code=abc&state=the-state");
  g_autofree char *wrong = path_of (redirect, "?code=abc&state=another");
  g_autofree char *bare = path_of (redirect, "");
  Wait wait = { redirect, NULL, NULL };
  GThread *thread = g_thread_new ("wait", wait_thread, &wait);

  g_assert_no_error (error);
  g_assert_cmpint (ask (redirect, "GET", "/cb/guess?code=x&state=the-state", NULL, ""), ==, 404);
  g_assert_cmpint (ask (redirect, "GET", wrong, NULL, ""), ==, 404);
  g_assert_cmpint (ask (redirect, "GET", bare, NULL, ""), ==, 404);
  g_assert_cmpint (ask (redirect, "HEAD", right, NULL, ""), ==, 404);
  g_assert_cmpint (ask (redirect, "GET", right, "evil.example", ""), ==, 404);
  g_assert_cmpint (ask (redirect, "GET", right, NULL, "Origin: https://evil.example\r\n"), ==, 404);
  g_assert_cmpint (ask (redirect, "GET", right, NULL, "Origin: null\r\n"), ==, 200);

  g_thread_join (thread);
  g_assert_no_error (wait.error);
  g_assert_nonnull (strstr (wait.answer, "code=abc"));
  g_free (wait.answer);
}

static void
test_guessing_ends_it (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRedirect) redirect = cs_redirect_new (&error);
  Wait wait = { redirect, NULL, NULL };
  GThread *thread = g_thread_new ("wait", wait_thread, &wait);

  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (ask (redirect, "GET", "/cb/guess", NULL, ""), ==, 404);

  g_thread_join (thread);
  g_assert_error (wait.error, CS_ERROR, CS_ERROR_SIGN_IN);
  g_assert_null (wait.answer);
  g_error_free (wait.error);
}

static void
test_nobody_comes (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsRedirect) redirect = cs_redirect_new (&error);
  g_autofree char *answer = cs_redirect_wait (redirect, "the-state", 0, NULL, &error);

  g_assert_error (error, CS_ERROR, CS_ERROR_SIGN_IN);
  g_assert_null (answer);
}

static void
test_cancel_ends_the_wait (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(CsRedirect) redirect = cs_redirect_new (&error);
  g_autofree char *answer = NULL;

  g_cancellable_cancel (cancellable);
  answer = cs_redirect_wait (redirect, "the-state", 600, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer);
}

CS_TESTS (redirect)
{
  g_test_add_func ("/workspace/redirect/only-the-right-request-is-taken",
                   test_only_the_right_request_is_taken);
  g_test_add_func ("/workspace/redirect/guessing-ends-it", test_guessing_ends_it);
  g_test_add_func ("/workspace/redirect/nobody-comes", test_nobody_comes);
  g_test_add_func ("/workspace/redirect/cancel-ends-the-wait", test_cancel_ends_the_wait);
}
