/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-redirect.h"

#include "cs-error.h"
#include "cs-id.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#define WRONG_MAX  20
#define TOKEN_SIZE 16

struct _CsRedirect
{
  GMainContext *context;    /* of the server; run by cs_redirect_wait() alone */
  SoupServer   *server;
  char         *uri;
  char         *host;       /* 127.0.0.1:port, as the browser must name it */
  char         *path;
  char         *state;
  char         *answer;     /* the address that the right request had */
  guint         wrong;
  gboolean      is_over;
};

static gboolean
is_same (const char *a,
         const char *b)
{
  gsize length = strlen (a);
  guint8 differ = 0;

  if (strlen (b) != length)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    differ |= a[i] ^ b[i];

  return differ == 0;
}

static gboolean
is_right (CsRedirect        *self,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *state = query != NULL ? g_hash_table_lookup (query, "state") : NULL;

  return self->answer == NULL
      && self->state != NULL
      && self->wrong < WRONG_MAX
      && strcmp (soup_server_message_get_method (message), "GET") == 0
      && host != NULL && strcmp (host, self->host) == 0
      && (origin == NULL || strcmp (origin, "null") == 0)
      && is_same (path, self->path)
      && state != NULL && is_same (state, self->state);
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  CsRedirect *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *page = NULL;

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'");
  soup_message_headers_replace (headers, "Connection", "close");

  if (!is_right (self, message, path, query))
    {
      self->wrong++;
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  self->answer = g_uri_to_string (soup_server_message_get_uri (message));
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  page = g_markup_printf_escaped (
    "<!doctype html><html><meta charset=\"utf-8\"><title>Creator Sync</title><p>%s</p></html>",
    _("You are signed in. You can close this page and go back to Creator Sync."));
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_COPY,
                                    page, strlen (page));
}

/* The browser has its page: now the wait may end. */
static void
on_finished (SoupServer        *server,
             SoupServerMessage *message,
             gpointer           user_data)
{
  CsRedirect *self = user_data;

  if (self->answer != NULL || self->wrong >= WRONG_MAX)
    self->is_over = TRUE;
}

static char *
make_token (void)
{
  guint8 bytes[TOKEN_SIZE];
  char *token = g_malloc (2 * TOKEN_SIZE + 1);

  cs_random_bytes (bytes, sizeof bytes);
  for (guint i = 0; i < TOKEN_SIZE; i++)
    g_snprintf (token + 2 * i, 3, "%02x", bytes[i]);

  return token;
}

static gboolean
listen_on_loopback (CsRedirect  *self,
                    GError     **error)
{
  g_autoptr(GError) cause = NULL;
  g_autofree char *token = make_token ();
  GSList *uris;

  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &cause))
    return cs_fail (error, CS_ERROR_NEEDS_YOU,
                    "Cannot listen on 127.0.0.1 for the browser: %s. Paste the code instead",
                    cause->message);

  uris = soup_server_get_uris (self->server);
  self->host = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uris->data));
  self->path = g_strdup_printf ("/cb/%s", token);
  self->uri = g_strdup_printf ("http://%s%s", self->host, self->path);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return TRUE;
}

/* Listens from now on; what comes is answered while somebody waits. */
CsRedirect *
cs_redirect_new (GError **error)
{
  g_autoptr(CsRedirect) self = g_new0 (CsRedirect, 1);
  gboolean listens;

  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (on_finished), self);
  listens = listen_on_loopback (self, error);
  g_main_context_pop_thread_default (self->context);

  return listens ? g_steal_pointer (&self) : NULL;
}

const char *
cs_redirect_get_uri (CsRedirect *self)
{
  return self->uri;
}

static gboolean
on_limit (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/**
 * cs_redirect_wait:
 * @state: what the sign-in put into the address that the browser visits
 *
 * Waits until the browser comes back. Blocks.
 *
 * Returns: (transfer full): the whole address that it came to; NULL with
 *   %CS_ERROR_SIGN_IN when it did not come in time
 */
char *
cs_redirect_wait (CsRedirect    *self,
                  const char    *state,
                  guint          seconds,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(GSource) limit = g_timeout_source_new_seconds (seconds);
  g_autoptr(GSource) cancel = g_cancellable_source_new (cancellable);
  gboolean is_late = FALSE;

  g_set_str (&self->state, state);
  g_source_set_callback (limit, on_limit, &is_late, NULL);
  g_source_attach (limit, self->context);
  g_source_set_dummy_callback (cancel);
  g_source_attach (cancel, self->context);

  g_main_context_push_thread_default (self->context);
  while (!self->is_over && !is_late && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (self->context, TRUE);
  g_main_context_pop_thread_default (self->context);

  g_source_destroy (limit);
  g_source_destroy (cancel);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (self->answer == NULL)
    return cs_fail_null (error, CS_ERROR_SIGN_IN,
                         is_late ? _("The browser did not come back: begin the sign-in again")
                                 : _("Something else than the browser kept asking: begin the "
                                     "sign-in again"));

  return g_strdup (self->answer);
}

void
cs_redirect_free (CsRedirect *self)
{
  if (self->server != NULL)
    {
      g_main_context_push_thread_default (self->context);
      soup_server_disconnect (self->server);
      g_object_unref (self->server);
      g_main_context_pop_thread_default (self->context);
    }

  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->uri);
  g_free (self->host);
  g_free (self->path);
  if (self->state != NULL)
    explicit_bzero (self->state, strlen (self->state));
  g_free (self->state);
  g_free (self->answer);
  g_free (self);
}
