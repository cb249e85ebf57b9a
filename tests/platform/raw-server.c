/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-server.h"

#include <string.h>

struct RawServer
{
  GSocketService *service;
  GMainContext   *context;
  GMainLoop      *loop;
  GThread        *thread;
  RawMode         mode;
  char           *url;
  gint            count;
};

/* Reads the head of a request; the body's length, or -1 at the end. */
static gint64
read_head (GInputStream *input)
{
  g_autoptr(GString) head = g_string_new (NULL);
  const char *length;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (input, &byte, 1, NULL, NULL) != 1)
        return -1;
      g_string_append_c (head, byte);
    }

  length = strstr (head->str, "Content-Length: ");

  return length != NULL ? g_ascii_strtoll (length + strlen ("Content-Length: "), NULL, 10) : 0;
}

static void
skip_body (GInputStream *input,
           gint64        length)
{
  while (length > 0)
    {
      gssize got = g_input_stream_skip (input, length, NULL, NULL);

      if (got <= 0)
        return;
      length -= got;
    }
}

static gboolean
say (GOutputStream *output,
     const char    *text)
{
  return g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL);
}

/* Closing with unread bytes in the socket makes the kernel send a reset. */
static void
serve_once (RawServer     *self,
            GInputStream  *input,
            GOutputStream *output,
            gint64         length)
{
  static const char *const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  g_autofree char *blanks = g_strnfill (4096, ' ');

  switch (self->mode)
    {
    case RAW_EARLY_413:
      say (output, "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: "
                   "close\r\n\r\n");
      break;

    case RAW_DROP:
    case RAW_STALE:
      skip_body (input, length);
      break;

    case RAW_TRUNCATE:
      skip_body (input, length);
      say (output, head);
      say (output, "Content-Length: 100\r\n\r\n{\"id\":\"1\"");
      break;

    case RAW_ENDLESS:
      skip_body (input, length);
      say (output, head);
      say (output, "Connection: close\r\n\r\n");
      while (say (output, blanks))
        continue;
      break;

    case RAW_DRIP_HEADERS:
      say (output, "HTTP/1.1 200 OK\r\n");
      while (say (output, "X-Slow: 1\r\n"))
        g_poll (NULL, 0, 20);
      break;

    case RAW_HANG_UP:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  RawServer *self = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gint64 length;
  char byte;

  if (self->mode == RAW_HANG_UP)
    g_input_stream_read (input, &byte, 1, NULL, NULL);

  while (self->mode != RAW_HANG_UP && (length = read_head (input)) >= 0)
    {
      if (g_atomic_int_add (&self->count, 1) == 0 && self->mode == RAW_STALE)
        {
          skip_body (input, length);
          say (output, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                       "2\r\n\r\n{}");
          continue;
        }

      serve_once (self, input, output, length);
      break;
    }

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

static gpointer
run (gpointer data)
{
  RawServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

RawServer *
raw_server_new (RawMode mode)
{
  RawServer *self = g_new0 (RawServer, 1);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;

  self->mode = mode;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (4);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  g_socket_service_start (self->service);
  g_main_context_pop_thread_default (self->context);

  self->url = g_strdup_printf ("http://127.0.0.1:%d",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->thread = g_thread_new ("raw-server", run, self);

  return self;
}

static gboolean
stop (gpointer data)
{
  RawServer *self = data;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

void
raw_server_free (RawServer *self)
{
  g_main_context_invoke (self->context, stop, self);
  g_thread_join (self->thread);
  g_object_unref (self->service);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_free (self);
}

const char *
raw_server_get_url (RawServer *self)
{
  return self->url;
}

guint
raw_server_count (RawServer *self)
{
  return g_atomic_int_get (&self->count);
}
