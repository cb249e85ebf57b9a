/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-mastodon-private.h"

#include "cs-error.h"
#include "cs-json.h"

#include <string.h>

#define PAGE 40

static CsHttpAnswer *
get (CsMastodon       *self,
     const CsAccount  *account,
     const char       *path,
     GCancellable     *cancellable,
     GError          **error)
{
  CsHttpCall request = { .kind = CS_HTTP_READ, .method = "GET" };

  return cs_mastodon_send (self, account, &request, path, cancellable, error);
}

/* The link of a status as a person may copy it: with or without a slash at its end. */
static gboolean
is_link (const char *address,
         const char *link)
{
  gsize length = strlen (link);

  while (length > 0 && link[length - 1] == '/')
    length--;

  return address != NULL && strncmp (address, link, length) == 0 && address[length] == '\0';
}

static gboolean
is_linked (JsonObject *status,
           const char *link)
{
  return is_link (cs_json_get_text (status, "url"), link)
      || is_link (cs_json_get_text (status, "uri"), link);
}

static gboolean
is_of_host (const char *address,
            const char *host)
{
  g_autoptr(GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && g_strcmp0 (g_uri_get_host (uri), host) == 0;
}

/* The number at a link's end names a post on the link's own server alone. */
static gboolean
is_meant (const CsAccount *account,
          JsonObject      *status,
          GUri            *uri)
{
  const char *host = g_uri_get_host (uri);

  return is_of_host (account->host, host)
      || is_of_host (cs_json_get_text (status, "url"), host);
}

static gboolean
is_own (const CsAccount *account,
        JsonObject      *status)
{
  g_autofree char *owner = cs_json_dup_id (status, "account.id");

  return owner != NULL && g_strcmp0 (owner, account->remote_id) == 0;
}

/* DONE, ABSENT, or why it could not be asked. */
static CsReply *
find_by_number (CsMastodon       *self,
                const CsAccount  *account,
                GUri             *uri,
                GCancellable     *cancellable,
                GError          **error)
{
  g_autofree char *last = g_path_get_basename (g_uri_get_path (uri));
  g_autofree char *path = g_strconcat ("/api/v1/statuses/", last, NULL);
  g_autoptr(CsHttpAnswer) answer = NULL;
  CsReply *reply;

  for (const char *c = last; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c))
      return cs_reply_new (CS_REPLY_ABSENT, "The link ends in no number");

  answer = get (self, account, path, cancellable, error);
  if (answer == NULL)
    return cs_reply_from_error (error);

  if (answer->outcome == CS_HTTP_ANSWERED && answer->status == 404)
    return cs_reply_new (CS_REPLY_ABSENT, "The post is not there");

  reply = cs_mastodon_read (self, answer, CS_HTTP_READ);
  if (reply != NULL)
    return reply;

  if (answer->object != NULL && is_own (account, answer->object)
      && is_meant (account, answer->object, uri))
    reply = cs_mastodon_published (answer->object);

  return reply != NULL ? reply : cs_reply_new (CS_REPLY_ABSENT, "That is another account’s post");
}

/* Among the newest own posts, for servers whose links do not end in the status’s number. */
static CsReply *
find_by_link (CsMastodon       *self,
              const CsAccount  *account,
              const char       *link,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autofree char *id = g_uri_escape_string (account->remote_id != NULL ? account->remote_id : "",
                                             NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/api/v1/accounts/%s/statuses?limit=%d"
                                           "&exclude_reblogs=true", id, PAGE);
  g_autoptr(CsHttpAnswer) answer = get (self, account, path, cancellable, error);
  CsReply *reply;
  JsonArray *list;

  if (answer == NULL)
    return cs_reply_from_error (error);

  reply = cs_mastodon_read (self, answer, CS_HTTP_READ);
  if (reply != NULL)
    return reply;

  list = JSON_NODE_HOLDS_ARRAY (answer->json) ? json_node_get_array (answer->json) : NULL;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *status = cs_json_at_object (list, i);

      reply = status != NULL && is_linked (status, link) ? cs_mastodon_published (status) : NULL;
      if (reply != NULL)
        return reply;
    }

  return cs_reply_new (CS_REPLY_ABSENT, "The post is not there");
}

CsReply *
cs_mastodon_find (CsPlatform       *platform,
                  const CsAccount  *account,
                  const char       *link,
                  GCancellable     *cancellable,
                  GError          **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  g_autoptr(GUri) uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
  g_autoptr(CsReply) reply = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || strlen (g_uri_get_path (uri)) < 2)
    return cs_fail_null (error, CS_ERROR_INVALID, "“%.200s” is no link of a post: give it as the "
                         "network shows it, as in https://mastodon.example/@name/1234", link);

  reply = find_by_number (self, account, uri, cancellable, error);

  if (reply != NULL && reply->klass == CS_REPLY_ABSENT)
    {
      cs_reply_free (reply);
      reply = find_by_link (self, account, link, cancellable, error);
    }

  if (reply == NULL || reply->klass == CS_REPLY_DONE)
    return g_steal_pointer (&reply);

  if (reply->klass != CS_REPLY_ABSENT)
    {
      cs_reply_fail (reply, cs_clock_now (self->clock), error);
      return NULL;
    }

  return cs_fail_null (error, CS_ERROR_INVALID, "“%s” has no such post: check the link, or answer "
                       "“again” if the post is not there", account->handle);
}
