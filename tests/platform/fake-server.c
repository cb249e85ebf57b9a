/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-server.h"

#include <libsoup/soup.h>
#include <string.h>

typedef struct
{
  guint   status;
  char   *type;
  char   *body;
  char  **headers;
} Answer;

typedef struct
{
  char                *line;
  char                *query;
  char                *body;
  SoupMessageHeaders  *headers;
} Request;

struct FakeServer
{
  GMutex        mutex;
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  SoupServer   *server;
  char         *url;
  GHashTable   *answers;    /* line → GQueue of Answer */
  GPtrArray    *requests;
  char         *expired;    /* an authorization that is refused */
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->type);
  g_free (answer->body);
  g_strfreev (answer->headers);
  g_free (answer);
}

static void
queue_free (gpointer data)
{
  g_queue_free_full (data, answer_free);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->line);
  g_free (request->query);
  g_free (request->body);
  soup_message_headers_unref (request->headers);
  g_free (request);
}

static void
keep_request (FakeServer        *self,
              SoupServerMessage *message,
              const char        *line)
{
  Request *request = g_new0 (Request, 1);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GBytes) bytes = soup_message_body_flatten (body);

  request->line = g_strdup (line);
  request->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  request->body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  request->headers = soup_message_headers_ref (soup_server_message_get_request_headers (message));
  g_ptr_array_add (self->requests, request);
}

static gboolean
is_expired (FakeServer        *self,
            SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return self->expired != NULL
      && g_strcmp0 (soup_message_headers_get_one (headers, "Authorization"), self->expired) == 0;
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  FakeServer *self = user_data;
  g_autofree char *line = g_strdup_printf ("%s %s", soup_server_message_get_method (message), path);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GQueue *queue = g_hash_table_lookup (self->answers, line);
  Answer *answer = queue != NULL ? g_queue_peek_head (queue) : NULL;

  keep_request (self, message, line);

  if (is_expired (self, message))
    {
      static const char refusal[] = "{\"error\":\"ExpiredToken\",\"message\":\"Token has "
                                    "expired\"}";

      soup_server_message_set_status (message, 400, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, refusal,
                                        strlen (refusal));
      return;
    }

  if (answer == NULL)
    {
      soup_server_message_set_status (message, 404, NULL);
      soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "<html>", 6);
      return;
    }

  soup_server_message_set_status (message, answer->status, NULL);
  soup_server_message_set_response (message, answer->type, SOUP_MEMORY_COPY, answer->body,
                                    strlen (answer->body));
  for (guint i = 0; answer->headers[i] != NULL; i += 2)
    soup_message_headers_append (soup_server_message_get_response_headers (message),
                                 answer->headers[i], answer->headers[i + 1]);

  if (g_queue_get_length (queue) > 1)
    answer_free (g_queue_pop_head (queue));
}

static gpointer
run (gpointer data)
{
  FakeServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

FakeServer *
fake_server_new (void)
{
  FakeServer *self = g_new0 (FakeServer, 1);
  g_autoptr(GError) error = NULL;
  GSList *uris;

  g_mutex_init (&self->mutex);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, queue_free);
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (self->context);

  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->thread = g_thread_new ("fake-server", run, self);

  return self;
}

static gboolean
stop (gpointer data)
{
  FakeServer *self = data;

  soup_server_disconnect (self->server);
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

void
fake_server_free (FakeServer *self)
{
  g_main_context_invoke (self->context, stop, self);
  g_thread_join (self->thread);
  g_object_unref (self->server);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->answers);
  g_ptr_array_unref (self->requests);
  g_free (self->url);
  g_free (self->expired);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const char *
fake_server_get_url (FakeServer *self)
{
  return self->url;
}

static void
add_answer (FakeServer *self,
            const char *line,
            Answer     *answer)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GQueue *queue = g_hash_table_lookup (self->answers, line);

  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_hash_table_insert (self->answers, g_strdup (line), queue);
    }

  g_queue_push_tail (queue, answer);
}

void
fake_server_answer (FakeServer *self,
                    const char *line,
                    guint       status,
                    const char *body)
{
  fake_server_answer_as (self, line, status, "application/json; charset=utf-8", body, NULL);
}

void
fake_server_answer_as (FakeServer *self,
                       const char *line,
                       guint       status,
                       const char *type,
                       const char *body,
                       ...)
{
  g_autoptr(GStrvBuilder) headers = g_strv_builder_new ();
  Answer *answer = g_new0 (Answer, 1);
  va_list args;

  va_start (args, body);
  for (const char *text = va_arg (args, const char *);
       text != NULL;
       text = va_arg (args, const char *))
    g_strv_builder_add (headers, text);
  va_end (args);

  answer->status = status;
  answer->type = g_strdup (type);
  answer->body = g_strdup (body);
  answer->headers = g_strv_builder_end (headers);
  add_answer (self, line, answer);
}

void
fake_server_expire (FakeServer *self,
                    const char *token)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->expired);
  self->expired = g_strconcat ("Bearer ", token, NULL);
}

static Request *
find (FakeServer *self,
      const char *line,
      guint       index)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      Request *request = g_ptr_array_index (self->requests, i);

      if (strcmp (request->line, line) == 0 && index-- == 0)
        return request;
    }

  return NULL;
}

guint
fake_server_count (FakeServer *self,
                   const char *line)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint count = 0;

  while (find (self, line, count) != NULL)
    count++;

  return count;
}

char *
fake_server_dup_body (FakeServer *self,
                      const char *line,
                      guint       index)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Request *request = find (self, line, index);

  return request != NULL ? g_strdup (request->body) : NULL;
}

char *
fake_server_dup_query (FakeServer *self,
                       const char *line,
                       guint       index)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Request *request = find (self, line, index);

  return request != NULL ? g_strdup (request->query) : NULL;
}

char *
fake_server_dup_header (FakeServer *self,
                        const char *line,
                        guint       index,
                        const char *name)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Request *request = find (self, line, index);

  return request != NULL ? g_strdup (soup_message_headers_get_one (request->headers, name)) : NULL;
}
