/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-http.h"
#include "cs-http-head.h"
#include "cs-http-private.h"

#include "cs-deadline.h"
#include "cs-error.h"
#include "cs-json.h"
#include "cs-killpoint.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#define READ_SIZE       (16 * 1024)
#define MAX_REDIRECTS   3
#define MAX_CONNS       8
#define HEADER_SECONDS  30
#define IDLE_SECONDS    120
#define TOTAL_SECONDS   300             /* and as long as the body takes at the slowest rate */
#define SLOWEST_RATE    (32 * 1024)     /* bytes a second */
#define TOKEN_MIN       8

struct _CsHttp
{
  GObject      parent_instance;

  SoupSession *session;
  SoupSession *direct;    /* for this machine: no proxy is asked */
  CsClock     *clock;
  guint        n_sent;    /* atomic */
};

G_DEFINE_FINAL_TYPE (CsHttp, cs_http, G_TYPE_OBJECT)

/* One request on its way. */
typedef struct
{
  CsHttp           *http;
  const CsHttpCall *call;
  GCancellable     *stop;
  CsDeadline       *deadline;
  CsHttpAnswer     *answer;
  gint64            length;
  gboolean          headers_left;   /* the head of the request was written */
  gboolean          passed_half;
  gboolean          restarted;
} Exchange;

static void
cs_http_finalize (GObject *object)
{
  CsHttp *self = CS_HTTP (object);

  g_clear_object (&self->session);
  g_clear_object (&self->direct);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (cs_http_parent_class)->finalize (object);
}

static void
cs_http_class_init (CsHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_http_finalize;
}

static void
cs_http_init (CsHttp *self)
{
}

static SoupSession *
make_session (gboolean asks_proxy)
{
  SoupSession *session = soup_session_new_with_options ("user-agent", "CreatorSync/" CS_VERSION,
                                                        "timeout", IDLE_SECONDS + 10,
                                                        "idle-timeout", HEADER_SECONDS,
                                                        "max-conns-per-host", MAX_CONNS,
                                                        NULL);

  /* Ours is the only code that authorizes a request. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (!asks_proxy)
    soup_session_set_proxy_resolver (session, NULL);

  return session;
}

CsHttp *
cs_http_new (CsClock *clock)
{
  CsHttp *self = g_object_new (CS_TYPE_HTTP, NULL);
  /* The desktop's resolver aborts the process where no settings schema is installed. */
  gboolean has_settings = g_settings_schema_source_get_default () != NULL;

  self->clock = g_object_ref (clock);
  self->session = make_session (has_settings);
  self->direct = make_session (FALSE);

  return self;
}

void
cs_http_answer_free (CsHttpAnswer *self)
{
  g_free (self->text);
  g_free (self->content_type);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->host);
  g_free (self->words);
  g_free (self);
}

gboolean
cs_http_is_ok (const CsHttpAnswer *answer)
{
  return answer->outcome == CS_HTTP_ANSWERED && answer->status >= 200 && answer->status < 300;
}

gboolean
cs_http_is_html (const CsHttpAnswer *answer)
{
  return g_strcmp0 (answer->content_type, "text/html") == 0
      || g_strcmp0 (answer->content_type, "application/xhtml+xml") == 0;
}

static void
on_wrote_headers (SoupMessage *message,
                  gpointer     user_data)
{
  Exchange *exchange = user_data;

  exchange->headers_left = TRUE;
  cs_deadline_next (exchange->deadline, exchange->length > 0 ? IDLE_SECONDS : HEADER_SECONDS);
}

static void
on_wrote_body_data (SoupMessage *message,
                    guint        count,
                    gpointer     user_data)
{
  Exchange *exchange = user_data;
  const CsHttpCall *call = exchange->call;
  gint64 sent = exchange->answer->sent += count;

  cs_deadline_next (exchange->deadline, IDLE_SECONDS);

  if (call->on_progress != NULL)
    call->on_progress (sent, exchange->length, call->user_data);

  if (call->kind != CS_HTTP_READ && !exchange->passed_half && sent * 2 >= exchange->length - 1)
    {
      exchange->passed_half = TRUE;
      CS_KILLPOINT ("http.half-request");
    }
}

static void
on_wrote_body (SoupMessage *message,
               gpointer     user_data)
{
  Exchange *exchange = user_data;

  /* A server that was given a file may be at work on it before it says a word. */
  cs_deadline_next (exchange->deadline, exchange->call->kind == CS_HTTP_UPLOAD ? IDLE_SECONDS
                                                                               : HEADER_SECONDS);
  if (exchange->call->kind != CS_HTTP_READ)
    CS_KILLPOINT ("http.whole-request");
}

/* libsoup repeats some requests by itself, and then without their body. None that writes. */
static void
on_restarted (SoupMessage *message,
              gpointer     user_data)
{
  Exchange *exchange = user_data;

  if (exchange->call->kind == CS_HTTP_READ)
    {
      g_atomic_int_inc (&exchange->http->n_sent);
      return;
    }

  exchange->restarted = TRUE;
  g_cancellable_cancel (exchange->stop);
}

/* A header's value comes from a keyring or a server: libsoup asserts what it is. */
static gboolean
add_header (SoupMessage  *message,
            const char   *name,
            const char   *value,
            GError      **error)
{
  if (strpbrk (value, "\r\n") != NULL || !g_utf8_validate (value, -1, NULL))
    return cs_fail (error, CS_ERROR_INVALID, "A value that cannot stand in the header “%s”", name);

  soup_message_headers_replace (soup_message_get_request_headers (message), name, value);

  return TRUE;
}

static gboolean
add_headers (SoupMessage       *message,
             const CsHttpCall  *call,
             GError           **error)
{
  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Accept", "application/json");

  if (call->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", call->token, NULL);

      if (!add_header (message, "Authorization", bearer, error))
        return FALSE;
    }

  for (guint i = 0; call->headers != NULL && call->headers[i] != NULL; i += 2)
    if (!add_header (message, call->headers[i], call->headers[i + 1], error))
      return FALSE;

  return TRUE;
}

static SoupMessage *
make_message (GUri              *uri,
              Exchange          *exchange,
              GError           **error)
{
  const CsHttpCall *call = exchange->call;
  g_autoptr(SoupMessage) message = soup_message_new_from_uri (call->method, uri);
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT;

  if (!add_headers (message, call, error))
    return NULL;

  if (call->kind != CS_HTTP_READ)
    {
      flags |= SOUP_MESSAGE_NEW_CONNECTION;
      soup_message_set_force_http1 (message, TRUE);
    }
  soup_message_set_flags (message, flags);

  if (call->body != NULL)
    soup_message_set_request_body (message, call->content_type, G_INPUT_STREAM (call->body),
                                   exchange->length);

  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), exchange);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_wrote_body_data), exchange);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body), exchange);
  g_signal_connect (message, "restarted", G_CALLBACK (on_restarted), exchange);

  return g_steal_pointer (&message);
}

/* Whether not one byte of what matters can have reached the server. */
static gboolean
nothing_left (const Exchange *exchange)
{
  if (exchange->call->body != NULL)
    return cs_http_body_get_taken (exchange->call->body) == 0;

  return !exchange->headers_left;
}

/* A handshake or a connection that broke off is a lost connection, not another server. */
static gboolean
is_untrusted (const GError *cause)
{
  return cause->domain == G_TLS_ERROR
      && cause->code != G_TLS_ERROR_EOF
      && cause->code != G_TLS_ERROR_NOT_TLS
      && cause->code != G_TLS_ERROR_MISC;
}

/* Why nothing came back, for a sentence: a library’s own words are in its language. Borrowed. */
const char *
cs_http_cause_words (const GError *cause)
{
  if (cause->domain == G_RESOLVER_ERROR
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND))
    return _("its name was not found: check it, and the network of this computer");

  if (cause->domain == G_TLS_ERROR)
    return cause->code == G_TLS_ERROR_BAD_CERTIFICATE
           ? _("this computer does not trust its certificate")
           : _("it did not come to a safe connection");

  if (cause->domain == G_IO_ERROR)
    switch (cause->code)
      {
      case G_IO_ERROR_CONNECTION_REFUSED:
        return _("nobody answers there");

      case G_IO_ERROR_HOST_UNREACHABLE:
      case G_IO_ERROR_NETWORK_UNREACHABLE:
        return _("there is no way to it: check the network of this computer");

      case G_IO_ERROR_TIMED_OUT:
        return _("it takes too long");

      case G_IO_ERROR_PROXY_FAILED:
      case G_IO_ERROR_PROXY_AUTH_FAILED:
      case G_IO_ERROR_PROXY_NEED_AUTH:
      case G_IO_ERROR_PROXY_NOT_ALLOWED:
        return _("the proxy that is set does not lead there");

      default:
        break;
      }

  return _("the connection broke off");
}

/* What went wrong on the way, sorted; FALSE for what is no answer of the network. */
static gboolean
take_trouble (Exchange      *exchange,
              GError        *cause,
              GCancellable  *cancellable,
              GError       **error)
{
  CsHttpAnswer *answer = exchange->answer;
  g_autoptr(GError) why = cause;
  const char *words;

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (&why);
      return !g_cancellable_set_error_if_cancelled (cancellable, error);
    }

  if (why->domain == CS_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }

  g_debug ("%s: %s", answer->host, why->message);
  words = cs_deadline_has_passed (exchange->deadline) ? _("it takes too long")
                                                      : cs_http_cause_words (why);

  if (is_untrusted (why))
    {
      answer->outcome = CS_HTTP_UNTRUSTED;
      answer->words = g_strdup_printf (_("The connection to %s is not safe: %s"),
                                       answer->host, words);
    }
  else if (nothing_left (exchange))
    {
      answer->outcome = CS_HTTP_UNREACHED;
      answer->words = g_strdup_printf (_("%s cannot be reached: %s"), answer->host, words);
    }
  else
    {
      answer->outcome = CS_HTTP_CUT;
      answer->words = g_strdup_printf (_("The connection to %s ended before its answer: %s"),
                                       answer->host, words);
    }

  return TRUE;
}

static gboolean
read_answer (Exchange      *exchange,
             GInputStream  *stream,
             GError       **error)
{
  gsize limit = exchange->call->max_answer > 0 ? exchange->call->max_answer : CS_JSON_MAX_DEFAULT;
  CsHttpAnswer *answer = exchange->answer;
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);
  gssize got;

  while ((got = g_input_stream_read (stream, buffer, READ_SIZE, exchange->stop, error)) > 0)
    {
      if (bytes->len + (gsize) got > limit)
        {
          answer->outcome = CS_HTTP_OVERLONG;
          answer->words = g_strdup_printf (ngettext ("The answer of %s is longer than %zu byte",
                                                     "The answer of %s is longer than %zu bytes",
                                                     limit), answer->host, limit);
          return TRUE;
        }

      g_byte_array_append (bytes, buffer, got);
      cs_deadline_next (exchange->deadline, IDLE_SECONDS);
    }

  if (got < 0)
    return FALSE;

  answer->length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  g_free (answer->text);
  answer->text = (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);

  return TRUE;
}

/* A server may say what it was sent: what it says goes into sentences, a token never. */
static void
hide_token (CsHttpAnswer *answer,
            const char   *token)
{
  gsize length = token != NULL ? strlen (token) : 0;
  char *at = answer->text;

  if (length < TOKEN_MIN)
    return;

  while ((at = memmem (at, answer->text + answer->length - at, token, length)) != NULL)
    {
      memset (at, '*', length);
      at += length;
    }
}

static void
read_json (CsHttpAnswer *answer)
{
  if (answer->length == 0 || cs_http_is_html (answer))
    return;

  answer->json = cs_json_parse (answer->text, answer->length, answer->length, NULL);
  if (answer->json != NULL && JSON_NODE_HOLDS_OBJECT (answer->json))
    answer->object = json_node_get_object (answer->json);
}

static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/* Sends one message and reads all of its answer. FALSE: what went wrong is not the network's. */
static gboolean
exchange_run (CsHttp       *self,
              Exchange     *exchange,
              SoupMessage  *message,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) cause = NULL;
  SoupSession *session;
  gulong handler = 0;

  cs_deadline_next (exchange->deadline, HEADER_SECONDS);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                     g_object_ref (exchange->stop), g_object_unref);

  g_atomic_int_inc (&self->n_sent);
  session = cs_http_is_loopback (exchange->answer->host) ? self->direct : self->session;
  stream = soup_session_send (session, message, exchange->stop, &cause);
  if (stream != NULL)
    {
      cs_http_read_head (exchange->answer, message, self->clock);
      if (read_answer (exchange, stream, &cause))
        {
          hide_token (exchange->answer, exchange->call->token);
          read_json (exchange->answer);
        }
    }

  g_cancellable_disconnect (cancellable, handler);

  if (exchange->call->kind != CS_HTTP_READ)
    CS_KILLPOINT ("http.answer");

  return cause == NULL
      || take_trouble (exchange, g_steal_pointer (&cause), cancellable, error);
}

static guint
total_seconds (const CsHttpCall *call,
               gint64            length)
{
  return call->seconds > 0 ? call->seconds : TOTAL_SECONDS + length / SLOWEST_RATE;
}

static CsHttpAnswer *
send_once (CsHttp            *self,
           const CsHttpCall  *call,
           GUri              *uri,
           char             **location,
           GCancellable      *cancellable,
           GError           **error)
{
  g_autoptr(CsHttpAnswer) answer = g_new0 (CsHttpAnswer, 1);
  g_autoptr(GCancellable) stop = g_cancellable_new ();
  g_autoptr(CsDeadline) deadline = NULL;
  g_autoptr(SoupMessage) message = NULL;
  Exchange exchange = { .http = self, .call = call, .stop = stop, .answer = answer };
  const char *target;
  gboolean whole;

  answer->text = g_strdup ("");
  answer->host = g_strdup (g_uri_get_host (uri));
  exchange.length = call->body != NULL ? cs_http_body_get_length (call->body) : 0;

  deadline = cs_deadline_new (stop, total_seconds (call, exchange.length));
  exchange.deadline = deadline;

  message = make_message (uri, &exchange, error);
  if (message == NULL)
    return NULL;

  whole = exchange_run (self, &exchange, message, cancellable, error);
  g_signal_handlers_disconnect_by_data (message, &exchange);
  if (!whole)
    return NULL;

  target = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  *location = g_strdup (target);
  g_debug ("%s %s%s: %u, %zu bytes", call->method, answer->host, g_uri_get_path (uri),
           answer->status, answer->length);

  return g_steal_pointer (&answer);
}

/* How many requests left through it so far, with those that were sent on to another address. */
guint
cs_http_get_sent (CsHttp *self)
{
  return g_atomic_int_get (&self->n_sent);
}

/**
 * cs_http_send:
 *
 * One request and its whole answer. What the network did, a lost connection
 * included, is in the answer.
 *
 * Returns: (transfer full): NULL for what is not the network's: a cancelled act,
 *   a file that cannot be read or has changed, an address that is not used
 */
CsHttpAnswer *
cs_http_send (CsHttp            *self,
              const CsHttpCall  *call,
              GCancellable      *cancellable,
              GError           **error)
{
  g_autoptr(GUri) uri = cs_http_parse_url (call->url, error);
  g_autoptr(CsHttpAnswer) answer = NULL;

  for (guint hops = 0; uri != NULL; hops++)
    {
      g_autofree char *location = NULL;
      g_autoptr(GUri) next = NULL;

      g_clear_pointer (&answer, cs_http_answer_free);
      answer = send_once (self, call, uri, &location, cancellable, error);
      if (answer == NULL || answer->outcome != CS_HTTP_ANSWERED
          || answer->status < 300 || answer->status >= 400 || location == NULL)
        break;

      if (call->kind == CS_HTTP_READ && hops < MAX_REDIRECTS)
        next = cs_http_next_hop (uri, location);

      if (next == NULL)
        {
          answer->outcome = CS_HTTP_REDIRECTED;
          answer->words = g_strdup_printf (_("%s asks to go to another address: check the host"),
                                           answer->host);
        }

      g_uri_unref (uri);
      uri = g_steal_pointer (&next);
    }

  return g_steal_pointer (&answer);
}
