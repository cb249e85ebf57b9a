/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-mastodon-private.h"

#include "cs-error.h"
#include "cs-id.h"
#include "cs-json.h"

#include <string.h>

static void cs_mastodon_platform_init (CsPlatformInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsMastodon, cs_mastodon, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_PLATFORM, cs_mastodon_platform_init))

static void
cs_mastodon_finalize (GObject *object)
{
  CsMastodon *self = CS_MASTODON (object);

  g_clear_object (&self->http);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (cs_mastodon_parent_class)->finalize (object);
}

static void
cs_mastodon_class_init (CsMastodonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_mastodon_finalize;
}

static void
cs_mastodon_init (CsMastodon *self)
{
}

/* An Idempotency-Key: any text does; the server keeps it for an hour. */
static char *
cs_mastodon_make_key (CsPlatform *platform,
                      gint64      now_usec)
{
  return cs_id_new (now_usec);
}

static guint
cs_mastodon_get_sent (CsPlatform *platform)
{
  return cs_http_get_sent (CS_MASTODON (platform)->http);
}

static void
cs_mastodon_platform_init (CsPlatformInterface *iface)
{
  iface->begin_sign_in = cs_mastodon_begin_sign_in;
  iface->finish_sign_in = cs_mastodon_finish_sign_in;
  iface->check = cs_mastodon_check;
  iface->sign_out = cs_mastodon_sign_out;
  iface->make_key = cs_mastodon_make_key;
  iface->prepare = cs_mastodon_prepare;
  iface->freeze = cs_mastodon_freeze;
  iface->commit = cs_mastodon_commit;
  iface->probe = cs_mastodon_probe;
  iface->poll = cs_mastodon_poll;
  iface->withdraw = cs_mastodon_withdraw;
  iface->ask_time = cs_mastodon_ask_time;
  iface->find = cs_mastodon_find;
  iface->get_sent = cs_mastodon_get_sent;
  iface->count_max = cs_mastodon_count_max;
  iface->count = cs_mastodon_count;
  iface->count_account = cs_mastodon_count_account;
}

CsPlatform *
cs_mastodon_new (CsSecrets *secrets,
                 CsClock   *clock)
{
  CsMastodon *self = g_object_new (CS_TYPE_MASTODON, NULL);

  self->http = cs_http_new (clock);
  self->secrets = g_object_ref (secrets);
  self->clock = g_object_ref (clock);

  return CS_PLATFORM (self);
}

static char *
dup_token (CsMastodon       *self,
           const CsAccount  *account,
           GCancellable     *cancellable,
           GError          **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonObject) object = NULL;
  char *secret = cs_secrets_lookup (self->secrets, account->id, "token", cancellable, &cause);
  char *token = NULL;

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  if (secret != NULL)
    object = cs_json_parse_object (secret, -1, 0, NULL);
  if (object != NULL)
    token = g_strdup (cs_json_get_text (object, "access_token"));
  cs_secret_free (secret);

  if (token == NULL)
    return cs_fail_null (error, CS_ERROR_SIGN_IN, "%s has no token here: sign in again",
                         account->handle != NULL ? account->handle : account->host);

  return token;
}

/* Sends a call with the account's token to a path on the account's host. */
CsHttpAnswer *
cs_mastodon_send (CsMastodon       *self,
                  const CsAccount  *account,
                  CsHttpCall       *call,
                  const char       *path,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autofree char *token = dup_token (self, account, cancellable, error);
  g_autofree char *url = g_strconcat (account->host, path, NULL);
  CsHttpAnswer *answer;

  if (token == NULL)
    return NULL;

  call->token = token;
  call->url = url;
  answer = cs_http_send (self->http, call, cancellable, error);
  call->token = NULL;
  call->url = NULL;

  return answer;
}

/* Forks and translations word it differently; all speak of processing. */
static gboolean
is_processing (const char *words)
{
  g_autofree char *lower = g_utf8_strdown (words, -1);

  return strstr (lower, "not finished processing") != NULL
      || strstr (lower, "have not finished") != NULL
      || strstr (lower, "try again in a moment") != NULL
      || (strstr (lower, "process") != NULL && strstr (lower, "attach") != NULL);
}

static CsReply *
read_refusal (CsMastodon         *self,
              const CsHttpAnswer *answer)
{
  g_autofree char *words = cs_answer_dup_words (answer, "error_description", "error");
  CsReply *reply;

  switch (answer->status)
    {
    case 401:
      return cs_reply_new (CS_REPLY_SIGN_IN,
                           "%s does not accept the sign-in any more: sign in again", answer->host);

    case 403:
      if (strstr (words, "scope") != NULL)
        return cs_reply_new (CS_REPLY_SIGN_IN, "%s wants a new sign-in: %s", answer->host, words);
      return cs_reply_new (CS_REPLY_CONFIG, "%s refuses this account: %s", answer->host, words);

    case 422:
      if (!is_processing (words))
        break;
      reply = cs_reply_new (CS_REPLY_PENDING, "%s is still processing the media", answer->host);
      reply->not_before = cs_clock_now (self->clock) + 5;
      return reply;

    case 404:
      return cs_reply_new (CS_REPLY_REJECTED, "%s does not find what the post refers to: %s",
                           answer->host, words);

    case 413:
      return cs_reply_new (CS_REPLY_REJECTED, "The file is too large for %s", answer->host);

    default:
      break;
    }

  return cs_reply_new (CS_REPLY_REJECTED, "%s refuses it: %s", answer->host, words);
}

/**
 * cs_mastodon_read:
 *
 * The one place that sorts this network's answers.
 *
 * Returns: (transfer full) (nullable): NULL for a 2xx with an object in it
 */
CsReply *
cs_mastodon_read (CsMastodon         *self,
                  const CsHttpAnswer *answer,
                  CsHttpKind          kind)
{
  CsReply *reply = cs_reply_from_answer (answer, kind, cs_clock_now (self->clock));

  if (reply != NULL)
    return reply;

  if (answer->status >= 400)
    return read_refusal (self, answer);

  if (answer->json == NULL)
    return cs_reply_new (kind == CS_HTTP_COMMIT ? CS_REPLY_PROBE : CS_REPLY_RETRY,
                         "%s answered with nothing", answer->host);

  return NULL;
}

/* DONE from a status; NULL when it has no id. */
CsReply *
cs_mastodon_published (JsonObject *status)
{
  g_autofree char *id = cs_json_dup_id (status, "id");
  const char *url = cs_json_get_text (status, "url");
  CsReply *reply;

  if (id == NULL)
    return NULL;

  reply = cs_reply_new (CS_REPLY_DONE, "Published");
  reply->remote_id = g_steal_pointer (&id);
  reply->remote_url = g_strdup (url != NULL ? url : cs_json_get_text (status, "uri"));
  reply->published_at = cs_iso_time_read (cs_json_get_text (status, "created_at"));

  return reply;
}

/* DONE from a schedule, whose id is not that of the status it will become. */
CsReply *
cs_mastodon_held (JsonObject *schedule)
{
  g_autofree char *id = cs_json_dup_id (schedule, "id");
  CsReply *reply;

  if (id == NULL)
    return NULL;

  reply = cs_reply_new (CS_REPLY_DONE, "The server holds the post until its time");
  cs_reply_set_handle (reply, "scheduled_id", NULL, id);

  return reply;
}
