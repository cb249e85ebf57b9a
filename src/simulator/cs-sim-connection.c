/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-connection.h"
#include "cs-sim-body.h"
#include "cs-simulator-private.h"

#include <string.h>
#include <sys/socket.h>

#define HEAD_MAX    (64 * 1024)
#define BUFFER_SIZE (128 * 1024)

/* RFC 6585 §5; libsoup has no name for it. */
#define HEAD_TOO_LARGE 431

typedef struct
{
  CsSimulator     *simulator;
  CsSimulatorFace  face;
  GSocket         *socket;
  GCancellable    *cancellable;

  guint8          *buffer;
  gsize            begin;       /* what was read and not yet used */
  gsize            end;
  gint64           room;        /* bytes of the body until it is cut; -1: it is not */
  gboolean         keep;        /* the client wants to send more on it */
  guint            n_served;
} Connection;

static gboolean
fill (Connection *self)
{
  gssize got;

  if (self->begin > 0)
    {
      memmove (self->buffer, self->buffer + self->begin, self->end - self->begin);
      self->end -= self->begin;
      self->begin = 0;
    }

  got = g_socket_receive_with_blocking (self->socket, (char *) self->buffer + self->end,
                                        BUFFER_SIZE - self->end, TRUE, self->cancellable, NULL);
  if (got <= 0)
    return FALSE;

  self->end += got;

  return TRUE;
}

static gboolean
send_all (Connection *self,
          const void *bytes,
          gsize       length)
{
  const char *at = bytes;

  while (length > 0)
    {
      gssize put = g_socket_send_with_blocking (self->socket, at, length, TRUE,
                                                self->cancellable, NULL);

      if (put <= 0)
        return FALSE;

      at += put;
      length -= put;
    }

  return TRUE;
}

/* A close that the client sees as a reset, whatever was sent before. */
static void
reset (Connection *self)
{
  struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  g_socket_close (self->socket, NULL);
}

/* Waits until the client has closed its end, and lets go what it still sends. */
static void
wait_for_close (Connection *self)
{
  self->begin = self->end = 0;

  while (fill (self))
    self->begin = self->end;
}

/* What a server's front says of a request that it does not understand; then it hangs up. */
static void
refuse (Connection *self,
        guint       status)
{
  g_autofree char *answer =
    g_strdup_printf ("HTTP/1.1 %u %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status,
                     status == HEAD_TOO_LARGE ? "Request Header Fields Too Large"
                                              : soup_status_get_phrase (status));

  send_all (self, answer, strlen (answer));
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  wait_for_close (self);
}

/* Reads up to the empty line; the head without it, or NULL at the connection's end. */
static char *
read_head (Connection *self)
{
  const guint8 *blank = NULL;
  char *head;
  gsize length;

  while ((blank = memmem (self->buffer + self->begin, self->end - self->begin, "\r\n\r\n", 4))
         == NULL)
    {
      if (self->end - self->begin >= HEAD_MAX)
        {
          refuse (self, HEAD_TOO_LARGE);
          return NULL;
        }

      if (!fill (self))
        return NULL;
    }

  length = blank - (self->buffer + self->begin) + 2;
  head = g_strndup ((char *) self->buffer + self->begin, length);
  self->begin += length + 2;

  return head;
}

/* Whether the length of the body is told in a way that leaves no doubt where it ends. */
static gboolean
has_clear_end (SoupMessageHeaders *headers)
{
  SoupEncoding encoding = soup_message_headers_get_encoding (headers);

  if (encoding == SOUP_ENCODING_CONTENT_LENGTH)
    return soup_message_headers_get_content_length (headers) >= 0;

  return encoding == SOUP_ENCODING_CHUNKED || encoding == SOUP_ENCODING_NONE;
}

/* NULL for what is no request of HTTP/1, or none that a network would look at. */
static CsSimExchange *
parse_head (Connection *self,
            const char *head)
{
  g_autoptr(CsSimExchange) exchange = cs_sim_exchange_new (self->face);
  g_autofree char *target = NULL;
  SoupHTTPVersion version;
  char *mark;

  if (!g_utf8_validate (head, -1, NULL)
      || soup_headers_parse_request (head, strlen (head), exchange->headers, &exchange->method,
                                     &target, &version) != SOUP_STATUS_OK
      || !has_clear_end (exchange->headers))
    return NULL;

  mark = strchr (target, '?');
  if (mark != NULL)
    {
      *mark = '\0';
      exchange->query = g_strdup (mark + 1);
    }
  exchange->path = g_uri_unescape_string (target, NULL);
  if (exchange->path == NULL || *exchange->path != '/'
      || !g_utf8_validate (exchange->path, -1, NULL))
    return NULL;

  self->keep = version != SOUP_HTTP_1_0
               && !soup_message_headers_header_contains (exchange->headers, "Connection", "close");

  return g_steal_pointer (&exchange);
}

/* Takes @length bytes of the body; FALSE when it was cut or the connection ended before them. */
static gboolean
read_bytes (Connection *self,
            CsSimBody  *body,
            goffset     length)
{
  while (length > 0)
    {
      gsize take;

      if (self->room == 0 || (self->begin == self->end && !fill (self)))
        return FALSE;

      take = MIN ((goffset) (self->end - self->begin), length);
      if (self->room > 0)
        {
          take = MIN ((gint64) take, self->room);
          self->room -= take;
        }

      if (body != NULL)
        cs_sim_body_feed (body, self->buffer + self->begin, take);
      self->begin += take;
      length -= take;
    }

  return TRUE;
}

/* One line of the chunked coding, without its end; NULL at the connection's. */
static char *
read_line (Connection *self)
{
  const guint8 *line_end;
  char *line;
  gsize length;

  while ((line_end = memmem (self->buffer + self->begin, self->end - self->begin, "\r\n", 2))
         == NULL)
    if (self->end - self->begin >= HEAD_MAX || !fill (self))
      return NULL;

  length = line_end - (self->buffer + self->begin);
  line = g_strndup ((char *) self->buffer + self->begin, length);
  self->begin += length + 2;

  return line;
}

static gboolean
read_chunked (Connection *self,
              CsSimBody  *body)
{
  guint64 length = 0;

  do
    {
      g_autofree char *size = read_line (self);
      g_autofree char *rest = NULL;

      if (size == NULL || !g_ascii_isxdigit (*size))
        return FALSE;

      length = g_ascii_strtoull (size, NULL, 16);
      if (length > G_MAXINT64 || !read_bytes (self, body, length))
        return FALSE;

      /* After the last chunk stand trailers, or nothing: no client of ours sends any. */
      rest = read_line (self);
      if (rest == NULL || *rest != '\0')
        return FALSE;
    }
  while (length > 0);

  return TRUE;
}

static gboolean
read_body (Connection    *self,
           CsSimExchange *exchange,
           CsSimFault    *fault)
{
  gboolean is_short = fault != NULL && fault->action == CS_SIM_SHORT;
  g_autofree char *media_dir = cs_simulator_dup_media_dir (self->simulator);
  g_autoptr(CsSimBody) body = cs_sim_body_new (exchange, media_dir, is_short ? fault->amount : -1);
  SoupEncoding encoding = soup_message_headers_get_encoding (exchange->headers);
  goffset length = soup_message_headers_get_content_length (exchange->headers);

  if (fault != NULL && fault->action == CS_SIM_CUT)
    self->room = fault->amount;

  if (encoding == SOUP_ENCODING_CHUNKED)
    {
      if (!read_chunked (self, body))
        return FALSE;
    }
  else if (encoding == SOUP_ENCODING_CONTENT_LENGTH && !read_bytes (self, body, length))
    {
      return FALSE;
    }

  /* A body that is shorter than the cut is cut at its end. */
  if (self->room >= 0)
    return FALSE;

  if (!cs_sim_body_finish (body) || !cs_sim_exchange_read_params (exchange))
    exchange->status = SOUP_STATUS_BAD_REQUEST;

  return TRUE;
}

static GString *
format_head (Connection    *self,
             CsSimExchange *exchange,
             gboolean       keep)
{
  gsize length = exchange->answer != NULL ? g_bytes_get_size (exchange->answer) : 0;
  g_autoptr(GDateTime) now =
    g_date_time_new_from_unix_utc (cs_clock_now (cs_simulator_get_clock (self->simulator)));
  g_autofree char *date = now != NULL ? soup_date_time_to_string (now, SOUP_DATE_HTTP) : NULL;
  GString *head = g_string_new (NULL);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  g_string_append_printf (head, "HTTP/1.1 %u %s\r\n", exchange->status,
                          soup_status_get_phrase (exchange->status));
  if (date != NULL)
    g_string_append_printf (head, "Date: %s\r\n", date);

  soup_message_headers_iter_init (&iter, exchange->answer_headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (head, "%s: %s\r\n", name, value);

  if (exchange->status != SOUP_STATUS_NO_CONTENT)
    g_string_append_printf (head, "Content-Length: %zu\r\n", length);
  g_string_append_printf (head, "Connection: %s\r\n\r\n", keep ? "keep-alive" : "close");

  return head;
}

/* Sends the answer, or its first half. */
static gboolean
send_answer (Connection    *self,
             CsSimExchange *exchange,
             gboolean       keep,
             gboolean       half)
{
  g_autoptr(GString) out = format_head (self, exchange, keep);
  gsize length = 0;
  const char *body = exchange->answer != NULL ? g_bytes_get_data (exchange->answer, &length) : NULL;

  if (length > 0 && !g_str_equal (exchange->method, "HEAD"))
    g_string_append_len (out, body, half ? length / 2 : length);
  else if (half)
    g_string_truncate (out, out->len / 2);

  return send_all (self, out->str, out->len);
}

static void
add_fault_headers (CsSimExchange *exchange,
                   CsSimFault    *fault)
{
  for (guint i = 0; i < fault->headers->len; i++)
    {
      g_auto(GStrv) parts = g_strsplit (g_ptr_array_index (fault->headers, i), ":", 2);

      cs_sim_answer_header (exchange, g_strstrip (parts[0]), g_strstrip (parts[1]));
    }
}

static void
set_canned (CsSimExchange *exchange,
            CsSimFault    *fault)
{
  const char *text = fault->text != NULL ? fault->text : "";
  gboolean is_json = *text == '{' || *text == '[';
  const char *type = is_json ? "application/json" : *text == '<' ? "text/html" : "text/plain";

  if (fault->action == CS_SIM_HTML)
    cs_sim_answer_text (exchange, fault->status, "text/html; charset=utf-8",
                        "<!DOCTYPE html><html><head><title>Welcome</title></head>"
                        "<body><h1>Sign in to use this network</h1></body></html>");
  else
    cs_sim_answer_text (exchange, fault->status, type, text);

  add_fault_headers (exchange, fault);
}

/* The faults that need the head alone; TRUE when one of them ended the connection. */
static gboolean
fail_early (Connection    *self,
            CsSimExchange *exchange,
            CsSimFault    *fault)
{
  if (fault->action == CS_SIM_STALE_KEEPALIVE)
    {
      cs_simulator_record (self->simulator, exchange, fault, FALSE);
      reset (self);
      return TRUE;
    }

  if (fault->action != CS_SIM_EARLY)
    return FALSE;

  set_canned (exchange, fault);
  cs_simulator_record (self->simulator, exchange, fault, TRUE);
  send_answer (self, exchange, FALSE, FALSE);

  if (fault->linger)
    wait_for_close (self);
  else
    reset (self);

  return TRUE;
}

/* The faults that keep the request from being applied here and now. */
static gboolean
fail_before (Connection     *self,
             CsSimExchange **exchange,
             CsSimFault     *fault,
             gboolean       *ended)
{
  switch (fault->action)
    {
    case CS_SIM_DROP_BEFORE:
      cs_simulator_record (self->simulator, *exchange, fault, FALSE);
      *ended = TRUE;
      return TRUE;

    case CS_SIM_SLOW:
      cs_simulator_record (self->simulator, *exchange, fault, FALSE);
      cs_simulator_apply_later (self->simulator, g_steal_pointer (exchange), fault->amount);
      *ended = TRUE;
      return TRUE;

    case CS_SIM_STATUS:
    case CS_SIM_HTML:
      if (fault->after)
        return FALSE;
      set_canned (*exchange, fault);
      return TRUE;

    case CS_SIM_HOLD:
      wait_for_close (self);
      return FALSE;

    case CS_SIM_DELAY:
      cs_clock_wait_until (cs_simulator_get_clock (self->simulator),
                           cs_clock_now_usec (cs_simulator_get_clock (self->simulator))
                           + fault->amount, self->cancellable);
      return FALSE;

    default:
      cs_simulator_change (self->simulator, *exchange, fault);
      return FALSE;
    }
}

/* Applies the request and answers it; FALSE when the connection is to end. */
static gboolean
answer (Connection     *self,
        CsSimExchange **exchange,
        CsSimFault     *fault)
{
  gboolean ended = FALSE;
  gboolean lost;

  if (fault == NULL || !fail_before (self, exchange, fault, &ended))
    {
      cs_simulator_apply (self->simulator, *exchange);
      if (fault != NULL && fault->after)
        set_canned (*exchange, fault);
    }

  if (ended)
    return FALSE;

  lost = fault != NULL && (fault->action == CS_SIM_DROP_AFTER || fault->action == CS_SIM_HOLD);
  cs_simulator_record (self->simulator, *exchange, fault, !lost);
  if (lost)
    return FALSE;

  if (fault != NULL && fault->action == CS_SIM_TRUNCATE)
    {
      send_answer (self, *exchange, FALSE, TRUE);
      return FALSE;
    }

  return send_answer (self, *exchange, self->keep, FALSE) && self->keep;
}

/* One request; TRUE when another may come on this connection. */
static gboolean
serve_one (Connection *self)
{
  g_autofree char *head = read_head (self);
  g_autoptr(CsSimExchange) exchange = head != NULL ? parse_head (self, head) : NULL;
  g_autoptr(CsSimFault) fault = NULL;

  if (exchange == NULL)
    {
      if (head != NULL)
        refuse (self, SOUP_STATUS_BAD_REQUEST);
      return FALSE;
    }

  fault = cs_simulator_open (self->simulator, exchange, self->n_served++ > 0);
  if (fault != NULL && fail_early (self, exchange, fault))
    return FALSE;

  if ((soup_message_headers_get_expectations (exchange->headers) & SOUP_EXPECTATION_CONTINUE)
      && !send_all (self, "HTTP/1.1 100 Continue\r\n\r\n", 25))
    return FALSE;

  if (!read_body (self, exchange, fault))
    {
      cs_simulator_record (self->simulator, exchange, fault, FALSE);
      reset (self);
      return FALSE;
    }

  return answer (self, &exchange, fault);
}

void
cs_sim_connection_serve (CsSimulator     *simulator,
                         CsSimulatorFace  face,
                         GSocket         *socket,
                         GCancellable    *cancellable)
{
  Connection self = { simulator, face, socket, cancellable, .room = -1 };

  self.buffer = g_malloc (BUFFER_SIZE);

  while (serve_one (&self))
    continue;

  g_socket_close (socket, NULL);
  g_free (self.buffer);
}
