/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-json.h"

#include <string.h>

/* What a link says: whose post, and its key. As an app shows it, or as the network writes it. */
static gboolean
read_link (const char  *link,
           char       **who,
           char       **key)
{
  g_autoptr(GUri) uri = NULL;
  g_auto(GStrv) parts = NULL;

  if (g_str_has_prefix (link, "at://"))
    {
      parts = g_strsplit (link + strlen ("at://"), "/", -1);
      if (g_strv_length (parts) != 3 || strcmp (parts[1], CS_BLUESKY_COLLECTION) != 0)
        return FALSE;

      *who = g_strdup (parts[0]);
      *key = g_strdup (parts[2]);
      return **who != '\0' && **key != '\0';
    }

  uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return FALSE;

  parts = g_strsplit (g_uri_get_path (uri), "/", -1);
  if (g_strv_length (parts) < 5 || strcmp (parts[1], "profile") != 0
      || strcmp (parts[3], "post") != 0)
    return FALSE;

  *who = g_strdup (parts[2]);
  *key = g_strdup (parts[4]);

  return **who != '\0' && **key != '\0';
}

/* The account itself, by its identity, by its name, or by a name that it has had or got since. */
static gboolean
is_account (CsBluesky        *self,
            const CsAccount  *account,
            const char       *who,
            GCancellable     *cancellable,
            GError          **error)
{
  const char *own = account->handle != NULL ? account->handle : "";
  g_autoptr(GError) cause = NULL;
  g_autofree char *did = NULL;

  own += *own == '@';

  if (g_strcmp0 (who, account->remote_id) == 0 || g_ascii_strcasecmp (who, own) == 0)
    return TRUE;

  if (!g_str_has_prefix (who, "did:"))
    {
      did = cs_bluesky_resolve_handle (self, account->host, who, cancellable, &cause);

      if (g_strcmp0 (did, account->remote_id) == 0)
        return TRUE;

      if (did == NULL && !g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
    }

  return cs_fail (error, CS_ERROR_INVALID,
                  "That is a post of “%s”, not of “%s”: give the link of your own post", who, own);
}

static CsReply *
found (const CsAccount    *account,
       const CsHttpAnswer *answer,
       const char         *key)
{
  CsReply *reply = cs_bluesky_published (account, answer, key);

  if (reply->klass == CS_REPLY_DONE)
    reply->published_at = cs_iso_time_read (cs_json_get_text (answer->object, "value.createdAt"));

  return reply;
}

CsReply *
cs_bluesky_find (CsPlatform       *platform,
                 const CsAccount  *account,
                 const char       *link,
                 GCancellable     *cancellable,
                 GError          **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autoptr(CsReply) reply = NULL;
  g_autofree char *who = NULL;
  g_autofree char *key = NULL;

  if (!read_link (link, &who, &key))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%.200s” is no link of a post: give it as in "
                         "https://bsky.app/profile/NAME/post/KEY", link);

  if (!is_account (self, account, who, cancellable, error)
      || (answer = cs_bluesky_get_record (self, account, key, cancellable, error)) == NULL)
    return NULL;

  if (answer->outcome == CS_HTTP_ANSWERED && cs_bluesky_is_error (answer, "RecordNotFound"))
    return cs_fail_null (error, CS_ERROR_INVALID, "%s has no such post: check the link, or answer "
                         "“again” if the post is not there", answer->host);

  reply = cs_bluesky_read (self, answer, CS_HTTP_READ);
  if (reply == NULL)
    reply = found (account, answer, key);

  if (reply->klass == CS_REPLY_DONE)
    return g_steal_pointer (&reply);

  cs_reply_fail (reply, cs_clock_now (self->clock), error);

  return NULL;
}
