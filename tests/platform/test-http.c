/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-call-private.h"
#include "cs-error.h"
#include "cs-http-head.h"
#include "cs-http-private.h"
#include "cs-json.h"
#include "cs-test.h"
#include "fake-server.h"

#include <libsoup/soup.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT (1795255200)   /* 2026-11-21 10:00 UTC */

static CsHttp *
make_http (void)
{
  g_autoptr(CsClock) clock = cs_clock_new_virtual (NOW * G_USEC_PER_SEC);

  return cs_http_new (clock);
}

static CsHttpAnswer *
send_text (CsHttp      *http,
           CsHttpKind   kind,
           const char  *base,
           const char  *path,
           const char  *text,
           GError     **error)
{
  g_autofree char *url = g_strconcat (base, path, NULL);
  g_autoptr(CsHttpBody) body = text != NULL ? cs_http_body_new_text (text) : NULL;
  CsHttpCall call = {
    .kind = kind, .method = text != NULL ? "POST" : "GET", .url = url, .token = "t0k3n",
    .content_type = "application/json", .body = body,
  };

  return cs_http_send (http, &call, NULL, error);
}

static CsHttpAnswer *
must_send (CsHttp     *http,
           CsHttpKind  kind,
           const char *base,
           const char *path,
           const char *text)
{
  g_autoptr(GError) error = NULL;
  CsHttpAnswer *answer = send_text (http, kind, base, path, text, &error);

  g_assert_no_error (error);

  return answer;
}

static void
test_answer_is_read (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(FakeServer) server = fake_server_new ();
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autofree char *authorization = NULL;
  g_autofree char *agent = NULL;
  g_autofree char *body = NULL;

  fake_server_answer (server, "POST /a", 200, "{\"id\":\"7\"}");
  answer = must_send (http, CS_HTTP_COMMIT, fake_server_get_url (server), "/a", "{\"x\":1}");
  authorization = fake_server_dup_header (server, "POST /a", 0, "Authorization");
  agent = fake_server_dup_header (server, "POST /a", 0, "User-Agent");
  body = fake_server_dup_body (server, "POST /a", 0);

  g_assert_true (cs_http_is_ok (answer));
  g_assert_cmpstr (cs_json_get_text (answer->object, "id"), ==, "7");
  g_assert_cmpstr (answer->content_type, ==, "application/json");
  g_assert_cmpint (answer->sent, ==, 7);
  g_assert_cmpstr (authorization, ==, "Bearer t0k3n");
  g_assert_true (g_str_has_prefix (agent, "CreatorSync/"));
  g_assert_cmpstr (body, ==, "{\"x\":1}");
}

static void
test_unsafe_addresses_are_refused (void)
{
  const char *const bad[] = { "http://example.org/", "ftp://example.org/", "example.org", "",
                              "https://ana:secret@example.org/", "https:///x", "http://127.0.0.1.e"
                                                                               "vil/", NULL };
  const char *const good[] = { "https://example.org/", "http://127.0.0.1:1/", "http://localhost/",
                               "http://[::1]:8/", NULL };

  for (guint i = 0; bad[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (cs_http_check_url (bad[i], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    }

  for (guint i = 0; good[i] != NULL; i++)
    g_assert_true (cs_http_check_url (good[i], NULL));
}

/* What may be said of a create after trouble on the way: sent again only if nothing left. */
static void
test_trouble_is_sorted (void)
{
  static const struct { RawMode mode; CsHttpOutcome outcome; CsReplyClass klass; } table[] = {
    { RAW_DROP, CS_HTTP_CUT, CS_REPLY_PROBE },
    { RAW_TRUNCATE, CS_HTTP_CUT, CS_REPLY_PROBE },
    { RAW_ENDLESS, CS_HTTP_OVERLONG, CS_REPLY_PROBE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(CsHttp) http = make_http ();
      g_autoptr(RawServer) server = raw_server_new (table[i].mode);
      g_autoptr(CsHttpAnswer) answer = must_send (http, CS_HTTP_COMMIT, raw_server_get_url (server),
                                                  "/a", "{}");
      g_autoptr(CsReply) reply = cs_reply_from_answer (answer, CS_HTTP_COMMIT, NOW);

      g_assert_cmpint (answer->outcome, ==, table[i].outcome);
      g_assert_cmpint (reply->klass, ==, table[i].klass);
      g_assert_cmpint (raw_server_count (server), ==, 1);
    }
}

static void
test_nobody_listens (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(RawServer) server = raw_server_new (RAW_DROP);
  g_autofree char *url = g_strdup (raw_server_get_url (server));
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autoptr(CsReply) reply = NULL;

  g_clear_pointer (&server, raw_server_free);
  answer = must_send (http, CS_HTTP_COMMIT, url, "/a", "{}");
  reply = cs_reply_from_answer (answer, CS_HTTP_COMMIT, NOW);
  g_assert_cmpint (answer->outcome, ==, CS_HTTP_UNREACHED);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_RETRY);
  g_assert_cmpstr (answer->words, ==, "127.0.0.1 cannot be reached: nobody answers there");
}

/* What a library says is not what a person reads. */
static void
test_causes_are_in_our_words (void)
{
  static const struct { GQuark (*domain) (void); int code; const char *words; } table[] = {
    { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, "its name was not found" },
    { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "its name was not found" },
    { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, "does not trust its certificate" },
    { g_tls_error_quark, G_TLS_ERROR_HANDSHAKE, "a safe connection" },
    { g_io_error_quark, G_IO_ERROR_HOST_NOT_FOUND, "its name was not found" },
    { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, "there is no way to it" },
    { g_io_error_quark, G_IO_ERROR_TIMED_OUT, "it takes too long" },
    { g_io_error_quark, G_IO_ERROR_PROXY_FAILED, "the proxy" },
    { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, "the connection broke off" },
    { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, "the connection broke off" },
    { soup_session_error_quark, SOUP_SESSION_ERROR_PARSING, "the connection broke off" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) cause = g_error_new_literal (table[i].domain (), table[i].code,
                                                     "Peer failed to perform its tea ceremony");

      g_assert_nonnull (strstr (cs_http_cause_words (cause), table[i].words));
    }
}

/* A connection that is lost while it is made safe is lost, and tried again. */
static void
test_cut_handshake (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(RawServer) server = raw_server_new (RAW_HANG_UP);
  g_autofree char *url = g_strconcat ("https", strchr (raw_server_get_url (server), ':'), NULL);
  g_autoptr(CsHttpAnswer) answer = must_send (http, CS_HTTP_COMMIT, url, "/a", "{}");
  g_autoptr(CsReply) reply = cs_reply_from_answer (answer, CS_HTTP_COMMIT, NOW);

  g_assert_cmpint (answer->outcome, ==, CS_HTTP_UNREACHED);
  g_assert_cmpint (reply->klass, ==, CS_REPLY_RETRY);
}

/* The server answers at the headers and resets: seen as a cut in the middle, or as the 413. */
static void
test_early_refusal_of_a_large_body (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(RawServer) server = raw_server_new (RAW_EARLY_413);
  g_autofree char *large = g_strnfill (30 * 1024 * 1024, ' ');
  g_autoptr(CsHttpAnswer) answer = must_send (http, CS_HTTP_UPLOAD, raw_server_get_url (server),
                                              "/a", large);

  if (answer->outcome == CS_HTTP_ANSWERED)
    g_assert_cmpint (answer->status, ==, 413);
  else
    g_assert_cmpint (answer->outcome, ==, CS_HTTP_CUT);
  g_assert_cmpint (answer->sent, <, 30 * 1024 * 1024);
}

/* A kept connection that the server closes: libsoup would send again by itself. We never do. */
static void
test_nothing_is_sent_twice (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(RawServer) server = raw_server_new (RAW_STALE);
  g_autoptr(CsHttpAnswer) first = must_send (http, CS_HTTP_COMMIT, raw_server_get_url (server),
                                             "/a", "{}");
  g_autoptr(CsHttpAnswer) second = must_send (http, CS_HTTP_COMMIT, raw_server_get_url (server),
                                              "/a", "{}");

  g_assert_true (cs_http_is_ok (first));
  g_assert_cmpint (second->outcome, ==, CS_HTTP_CUT);
  g_assert_cmpint (raw_server_count (server), ==, 2);
}

static void
test_redirects (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(FakeServer) server = fake_server_new ();
  g_autoptr(FakeServer) other = fake_server_new ();
  g_autofree char *elsewhere = g_strconcat (fake_server_get_url (other), "/b", NULL);
  g_autoptr(CsHttpAnswer) same = NULL;
  g_autoptr(CsHttpAnswer) foreign = NULL;
  g_autoptr(CsHttpAnswer) create = NULL;
  g_autoptr(CsHttpAnswer) circle = NULL;

  fake_server_answer_as (server, "GET /same", 302, "text/plain", "", "Location", "/b", NULL);
  fake_server_answer_as (server, "GET /foreign", 302, "text/plain", "", "Location", elsewhere,
                         NULL);
  fake_server_answer_as (server, "POST /create", 307, "text/plain", "", "Location", "/b", NULL);
  fake_server_answer_as (server, "GET /circle", 302, "text/plain", "", "Location", "/circle", NULL);
  fake_server_answer (server, "GET /b", 200, "{}");

  same = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/same", NULL);
  foreign = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/foreign", NULL);
  create = must_send (http, CS_HTTP_COMMIT, fake_server_get_url (server), "/create", "{}");
  circle = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/circle", NULL);

  g_assert_true (cs_http_is_ok (same));
  g_assert_cmpint (foreign->outcome, ==, CS_HTTP_REDIRECTED);
  g_assert_cmpint (create->outcome, ==, CS_HTTP_REDIRECTED);
  g_assert_cmpint (circle->outcome, ==, CS_HTTP_REDIRECTED);
  g_assert_cmpint (fake_server_count (other, "GET /b"), ==, 0);
  g_assert_cmpint (fake_server_count (server, "POST /b"), ==, 0);
  g_assert_cmpint (fake_server_count (server, "GET /circle"), ==, 4);
}

static void
test_hostile_header_values (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(GError) error = NULL;
  CsHttpCall call = { .method = "GET", .url = "http://127.0.0.1:1/", .token = "a\r\nHost: evil" };

  g_assert_null (cs_http_send (http, &call, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_resets_are_read (void)
{
  static const struct { const char *value; gint64 moment; } table[] = {
    { "120", NOW + 120 },
    { "0", NOW + 1 },
    { "1795255500", NOW + 300 },
    { "1795255500000", NOW + 300 },
    { "2026-11-21T10:05:00.000Z", NOW + 300 },
    { "Sat, 21 Nov 2026 10:05:00 GMT", NOW + 300 },
    { "2026-11-21T09:00:00Z", NOW + 1 },
    { "999999999999999", NOW + 366 * 86400 },
    { "99999999999999999999999", 0 },
    { "soon", 0 },
    { "", 0 },
    { "-5", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (cs_http_read_reset (table[i].value, NOW), ==, table[i].moment);
}

static void
test_a_refusal_says_until_when (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(FakeServer) server = fake_server_new ();
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autoptr(CsHttpAnswer) silent = NULL;
  g_autoptr(CsReply) reply = NULL;
  g_autoptr(CsReply) fallback = NULL;

  fake_server_answer_as (server, "GET /a", 429, "application/json", "{}",
                         "X-RateLimit-Reset", "2026-11-21T10:05:00.000Z",
                         "Retry-After", "60", NULL);
  fake_server_answer (server, "GET /a", 429, "{}");

  answer = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/a", NULL);
  silent = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/a", NULL);
  reply = cs_reply_from_answer (answer, CS_HTTP_READ, NOW);
  fallback = cs_reply_from_answer (silent, CS_HTTP_READ, NOW);

  g_assert_cmpint (reply->klass, ==, CS_REPLY_RATE);
  g_assert_cmpint (reply->not_before, ==, NOW + 300);
  g_assert_cmpint (fallback->not_before, ==, NOW + 15 * 60);
}

/* Whatever the status; half of what is to be said is as good as nothing. */
static void
test_a_budget_is_read (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(FakeServer) server = fake_server_new ();
  g_autoptr(CsHttpAnswer) told = NULL;
  g_autoptr(CsHttpAnswer) plain = NULL;
  g_autoptr(CsHttpAnswer) half = NULL;
  g_autoptr(CsHttpAnswer) strange = NULL;

  fake_server_answer_as (server, "GET /a", 200, "application/json", "{}",
                         "X-RateLimit-Limit", "300", "X-RateLimit-Remaining", "12",
                         "X-RateLimit-Reset", "2026-11-21T10:05:00.000Z", NULL);
  fake_server_answer_as (server, "GET /a", 429, "application/json", "{}",
                         "RateLimit-Limit", "3000", "RateLimit-Remaining", "0",
                         "RateLimit-Reset", "60", NULL);
  fake_server_answer_as (server, "GET /a", 200, "application/json", "{}",
                         "RateLimit-Limit", "3000", "RateLimit-Remaining", "7", NULL);
  fake_server_answer_as (server, "GET /a", 200, "application/json", "{}",
                         "RateLimit-Limit", "many", "RateLimit-Remaining", "-7",
                         "RateLimit-Reset", "60", NULL);

  told = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/a", NULL);
  plain = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/a", NULL);
  half = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/a", NULL);
  strange = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/a", NULL);

  g_assert_cmpint (told->budget.limit, ==, 300);
  g_assert_cmpint (told->budget.left, ==, 12);
  g_assert_cmpint (told->budget.reset_at, ==, NOW + 300);
  g_assert_cmpint (plain->budget.limit, ==, 3000);
  g_assert_cmpint (plain->budget.left, ==, 0);
  g_assert_cmpint (plain->budget.reset_at, ==, NOW + 60);
  g_assert_cmpint (half->budget.limit, ==, 0);
  g_assert_cmpint (strange->budget.limit, ==, 0);
}

/* By status, type and body; for a create and for what may be asked again. */
static void
test_answers_are_sorted (void)
{
  static const struct
  {
    guint         status;
    const char   *type;
    const char   *body;
    CsReplyClass  create;
    CsReplyClass  read;
  } table[] = {
    { 500, "application/json", "{}", CS_REPLY_PROBE, CS_REPLY_RETRY },
    { 502, "text/html", "<html>", CS_REPLY_PROBE, CS_REPLY_RETRY },
    { 503, "application/json", "{}", CS_REPLY_PROBE, CS_REPLY_RETRY },
    { 200, "text/html", "<html>", CS_REPLY_PROBE, CS_REPLY_CONFIG },
    { 200, "application/json", "{\"id\":", CS_REPLY_PROBE, CS_REPLY_RETRY },
    { 200, "application/json", "not json", CS_REPLY_PROBE, CS_REPLY_RETRY },
    { 304, "text/plain", "", CS_REPLY_PROBE, CS_REPLY_CONFIG },
    { 408, "text/plain", "", CS_REPLY_PROBE, CS_REPLY_RETRY },
  };
  g_autoptr(CsHttp) http = make_http ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(FakeServer) server = fake_server_new ();
      g_autoptr(CsHttpAnswer) answer = NULL;
      g_autoptr(CsReply) create = NULL;
      g_autoptr(CsReply) read = NULL;

      fake_server_answer_as (server, "GET /a", table[i].status, table[i].type, table[i].body, NULL);
      answer = must_send (http, CS_HTTP_READ, fake_server_get_url (server), "/a", NULL);
      create = cs_reply_from_answer (answer, CS_HTTP_COMMIT, NOW);
      read = cs_reply_from_answer (answer, CS_HTTP_READ, NOW);
      g_assert_nonnull (create);
      g_assert_cmpint (create->klass, ==, table[i].create);
      g_assert_cmpint (read->klass, ==, table[i].read);
    }
}

static void
test_a_cancel_ends_the_call (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  CsHttpCall call = { .method = "GET", .url = "http://127.0.0.1:1/" };

  g_cancellable_cancel (cancellable);
  g_assert_null (cs_http_send (http, &call, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Some servers say back what they were sent. */
static void
test_an_echoed_token_is_not_kept (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(FakeServer) server = fake_server_new ();
  g_autofree char *url = g_strconcat (fake_server_get_url (server), "/a", NULL);
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autofree char *words = NULL;
  CsHttpCall call = { .method = "GET", .url = url, .token = "canary-token-1" };

  fake_server_answer (server, "GET /a", 403, "{\"error\":\"no: canary-token-1, canary-token-1\"}");
  answer = cs_http_send (http, &call, NULL, NULL);
  words = cs_answer_dup_words (answer, "error", NULL);
  g_assert_null (strstr (answer->text, "canary"));
  g_assert_cmpstr (words, ==, "no: **************, **************");
}

/* No read is ever late with a peer that sends a little now and then: the whole call is. */
static void
test_a_dripping_answer_ends (void)
{
  g_autoptr(CsHttp) http = make_http ();
  g_autoptr(RawServer) server = raw_server_new (RAW_DRIP_HEADERS);
  g_autoptr(CsHttpBody) body = cs_http_body_new_text ("{}");
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  CsHttpCall call = {
    .kind = CS_HTTP_COMMIT, .method = "POST", .url = raw_server_get_url (server), .body = body,
    .content_type = "application/json", .seconds = 1,
  };

  answer = cs_http_send (http, &call, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->outcome, ==, CS_HTTP_CUT);
  g_assert_nonnull (strstr (answer->words, "too long"));
}

static void
test_forms_are_escaped (void)
{
  g_autofree char *form = cs_http_form ("a", "1 &=ü", "left-out", NULL, "b", "x/y", NULL);

  g_assert_cmpstr (form, ==, "a=1%20%26%3D%C3%BC&b=x%2Fy");
}

/* RFC 7636, appendix B. */
static void
test_pkce_vector (void)
{
  g_autofree char *challenge = cs_pkce_challenge ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  g_autofree char *verifier = cs_pkce_make_verifier ();

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  g_assert_cmpint (strlen (verifier), ==, 64);
}

CS_TESTS (http)
{
  g_test_add_func ("/platform/http/answer-is-read", test_answer_is_read);
  g_test_add_func ("/platform/http/unsafe-addresses-are-refused",
                   test_unsafe_addresses_are_refused);
  g_test_add_func ("/platform/http/trouble-is-sorted", test_trouble_is_sorted);
  g_test_add_func ("/platform/http/nobody-listens", test_nobody_listens);
  g_test_add_func ("/platform/http/causes-are-in-our-words", test_causes_are_in_our_words);
  g_test_add_func ("/platform/http/cut-handshake", test_cut_handshake);
  g_test_add_func ("/platform/http/early-refusal-of-a-large-body",
                   test_early_refusal_of_a_large_body);
  g_test_add_func ("/platform/http/nothing-is-sent-twice", test_nothing_is_sent_twice);
  g_test_add_func ("/platform/http/redirects", test_redirects);
  g_test_add_func ("/platform/http/hostile-header-values", test_hostile_header_values);
  g_test_add_func ("/platform/http/resets-are-read", test_resets_are_read);
  g_test_add_func ("/platform/http/a-refusal-says-until-when", test_a_refusal_says_until_when);
  g_test_add_func ("/platform/http/a-budget-is-read", test_a_budget_is_read);
  g_test_add_func ("/platform/http/answers-are-sorted", test_answers_are_sorted);
  g_test_add_func ("/platform/http/a-cancel-ends-the-call", test_a_cancel_ends_the_call);
  g_test_add_func ("/platform/http/an-echoed-token-is-not-kept", test_an_echoed_token_is_not_kept);
  g_test_add_func ("/platform/http/a-dripping-answer-ends", test_a_dripping_answer_ends);
  g_test_add_func ("/platform/http/forms-are-escaped", test_forms_are_escaped);
  g_test_add_func ("/platform/http/pkce-vector", test_pkce_vector);
}
