/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-id.h"
#include "cs-json.h"

#include <glib/gi18n.h>
#include <string.h>

#define LABEL "Creator Sync: Bluesky"

static void cs_bluesky_platform_init (CsPlatformInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsBluesky, cs_bluesky, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_PLATFORM, cs_bluesky_platform_init))

/* A session as the keyring holds it. */
typedef struct
{
  char   *access;
  char   *refresh;
  gint64  obtained_at;
} Session;

static void
session_clear (Session *session)
{
  g_clear_pointer (&session->access, g_free);
  g_clear_pointer (&session->refresh, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_clear)

static void
cs_bluesky_finalize (GObject *object)
{
  CsBluesky *self = CS_BLUESKY (object);

  g_clear_object (&self->http);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
  g_hash_table_unref (self->hashes);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (cs_bluesky_parent_class)->finalize (object);
}

static void
cs_bluesky_class_init (CsBlueskyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_bluesky_finalize;
}

static void
cs_bluesky_init (CsBluesky *self)
{
  g_mutex_init (&self->mutex);
  self->hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cs_bluesky_hash_free);
}

/* A TID. Never the same twice in this process, even when the clock stands. */
static char *
cs_bluesky_make_key (CsPlatform *platform,
                     gint64      now_usec)
{
  static GMutex mutex;
  static gint64 last = 0;
  static guint clock_id = G_MAXUINT;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (clock_id == G_MAXUINT)
    {
      guint16 random;

      cs_random_bytes ((guint8 *) &random, sizeof random);
      clock_id = random & 0x3ff;
    }

  last = MAX (now_usec, last + 1);

  return cs_id_new_tid (last, clock_id);
}

static guint
cs_bluesky_get_sent (CsPlatform *platform)
{
  return cs_http_get_sent (CS_BLUESKY (platform)->http);
}

static void
cs_bluesky_platform_init (CsPlatformInterface *iface)
{
  iface->begin_sign_in = cs_bluesky_begin_sign_in;
  iface->finish_sign_in = cs_bluesky_finish_sign_in;
  iface->check = cs_bluesky_check;
  iface->sign_out = cs_bluesky_sign_out;
  iface->make_key = cs_bluesky_make_key;
  iface->prepare = cs_bluesky_prepare;
  iface->freeze = cs_bluesky_freeze;
  iface->commit = cs_bluesky_commit;
  iface->probe = cs_bluesky_probe;
  /* This network holds no post for later: what was handed over is there or is not. */
  iface->poll = cs_bluesky_probe;
  iface->ask_time = cs_bluesky_ask_time;
  iface->find = cs_bluesky_find;
  iface->get_sent = cs_bluesky_get_sent;
  iface->count_max = cs_bluesky_count_max;
  iface->count = cs_bluesky_count;
  iface->count_account = cs_bluesky_count_account;
}

CsPlatform *
cs_bluesky_new (CsSecrets *secrets,
                CsClock   *clock)
{
  CsBluesky *self = g_object_new (CS_TYPE_BLUESKY, NULL);

  self->http = cs_http_new (clock);
  self->secrets = g_object_ref (secrets);
  self->clock = g_object_ref (clock);

  return CS_PLATFORM (self);
}

CsReply *
cs_bluesky_pending (CsBluesky  *self,
                    gint64      delay,
                    const char *sentence)
{
  CsReply *reply = cs_reply_new (CS_REPLY_PENDING, "%s", sentence);

  reply->not_before = cs_clock_now (self->clock) + delay;

  return reply;
}

gboolean
cs_bluesky_is_error (const CsHttpAnswer *answer,
                     const char         *name)
{
  return answer->object != NULL
      && g_strcmp0 (cs_json_get_text (answer->object, "error"), name) == 0;
}

/**
 * cs_bluesky_call:
 * @call: kind, token, and a body that is a file's; the rest is filled in here
 * @method: the XRPC method, with its query
 * @json: (nullable): the body, when it is JSON
 */
CsHttpAnswer *
cs_bluesky_call (CsBluesky     *self,
                 CsHttpCall    *call,
                 const char    *base,
                 const char    *method,
                 const char    *json,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autofree char *url = g_strdup_printf ("%s/xrpc/%s", base, method);
  g_autoptr(CsHttpBody) body = json != NULL ? cs_http_body_new_text (json) : NULL;
  CsHttpCall request = *call;

  request.method = call->kind == CS_HTTP_READ ? "GET" : "POST";
  request.url = url;

  if (body != NULL)
    {
      request.body = body;
      request.content_type = "application/json";
    }

  return cs_http_send (self->http, &request, cancellable, error);
}

/* FALSE with an error, CS_ERROR_SIGN_IN when there is none. */
static gboolean
load_session (CsBluesky        *self,
              const CsAccount  *account,
              Session          *session,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonObject) object = NULL;
  char *secret = cs_secrets_lookup (self->secrets, account->id, "session", cancellable, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  if (secret != NULL)
    object = cs_json_parse_object (secret, -1, 0, NULL);
  cs_secret_free (secret);

  session_clear (session);
  if (object != NULL)
    {
      session->access = g_strdup (cs_json_get_text (object, "accessJwt"));
      session->refresh = g_strdup (cs_json_get_text (object, "refreshJwt"));
      session->obtained_at = cs_json_get_int (object, "obtained_at", 0);
    }

  if (session->access == NULL || session->refresh == NULL)
    return cs_fail (error, CS_ERROR_SIGN_IN, "%s has no session here: sign in again",
                    account->handle != NULL ? account->handle : account->host);

  return TRUE;
}

/* What of a session's answer is kept: the pair, and when it came by our clock. */
gboolean
cs_bluesky_store_session (CsBluesky     *self,
                          const char    *account_id,
                          JsonObject    *session,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr(JsonObject) kept = json_object_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  const char *access = cs_json_get_text (session, "accessJwt");
  const char *refresh = cs_json_get_text (session, "refreshJwt");
  g_autofree char *text = NULL;

  if (access == NULL || refresh == NULL)
    return cs_fail (error, CS_ERROR_NEEDS_YOU, "The server answered without a session");

  json_object_set_string_member (kept, "accessJwt", access);
  json_object_set_string_member (kept, "refreshJwt", refresh);
  json_object_set_int_member (kept, "obtained_at", cs_clock_now (self->clock));
  json_node_set_object (node, kept);
  text = cs_json_to_text (node);

  return cs_secrets_store (self->secrets, account_id, "session", LABEL, text, cancellable, error);
}

/* How long the token lives, by its own two dates; 0 when it does not say. */
static gint64
read_lifetime (const char *token)
{
  g_auto(GStrv) parts = g_strsplit (token, ".", 3);
  g_autoptr(JsonObject) object = NULL;
  g_autofree guchar *bytes = NULL;
  g_autofree char *padded = NULL;
  gint64 from, until;
  gsize length;

  if (g_strv_length (parts) != 3)
    return 0;

  g_strdelimit (parts[1], "-", '+');
  g_strdelimit (parts[1], "_", '/');
  padded = g_strdup_printf ("%s%.*s", parts[1], (int) ((4 - strlen (parts[1]) % 4) % 4), "===");
  bytes = g_base64_decode (padded, &length);
  object = cs_json_parse_object ((const char *) bytes, length, 0, NULL);
  if (object == NULL)
    return 0;

  from = cs_json_get_int (object, "iat", 0);
  until = cs_json_get_int (object, "exp", 0);

  return from > 0 && until > from && until - from < G_MAXINT32 ? until - from : 0;
}

static gboolean
is_old (CsBluesky     *self,
        const Session *session)
{
  gint64 lifetime = read_lifetime (session->access);
  gint64 age = cs_clock_now (self->clock) - session->obtained_at;

  return lifetime > 0 && age > lifetime - MAX (60, lifetime / 10);
}

/* One refresh at a time for an account, in this process; the workspace's lock keeps others out. */
static GMutex *
refresh_lock (const char *account_id)
{
  static GMutex mutex;
  static GHashTable *locks = NULL;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);
  GMutex *lock;

  if (locks == NULL)
    locks = g_hash_table_new (g_str_hash, g_str_equal);

  lock = g_hash_table_lookup (locks, account_id);
  if (lock == NULL)
    {
      lock = g_new0 (GMutex, 1);
      g_mutex_init (lock);
      g_hash_table_insert (locks, g_strdup (account_id), lock);
    }

  return lock;
}

static gboolean
is_final_refusal (const CsHttpAnswer *answer)
{
  return answer->outcome == CS_HTTP_ANSWERED && (answer->status == 400 || answer->status == 401);
}

/*
 * Renews the session unless somebody did since @stale was read. The new pair is
 * in the keyring before it is used: the server has forgotten the old one.
 *
 * Returns: NULL when the session is new; else the answer that refused, or an error
 */
static CsHttpAnswer *
refresh_session (CsBluesky        *self,
                 const CsAccount  *account,
                 const char       *stale,
                 Session          *session,
                 GCancellable     *cancellable,
                 GError          **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (refresh_lock (account->id));
  g_autoptr(CsHttpAnswer) answer = NULL;
  CsHttpCall call = { .kind = CS_HTTP_UPLOAD };

  if (!load_session (self, account, session, cancellable, error)
      || strcmp (session->access, stale) != 0)
    return NULL;

  call.token = session->refresh;
  answer = cs_bluesky_call (self, &call, account->host, "com.atproto.server.refreshSession", NULL,
                            cancellable, error);
  if (answer == NULL)
    return NULL;

  if (is_final_refusal (answer))
    return cs_fail_null (error, CS_ERROR_SIGN_IN, "The session of %s has ended: sign in again",
                         account->handle != NULL ? account->handle : account->host);

  if (!cs_http_is_ok (answer) || answer->object == NULL)
    return g_steal_pointer (&answer);

  if (cs_bluesky_store_session (self, account->id, answer->object, cancellable, error))
    load_session (self, account, session, cancellable, error);

  return NULL;
}

/* The call itself was refused unprocessed: whatever became of the refresh, it can be sent again. */
static CsHttpAnswer *
not_renewed (CsHttpAnswer *answer)
{
  if (answer->status == 429)
    return answer;

  if (answer->outcome != CS_HTTP_UNREACHED)
    answer->outcome = CS_HTTP_UNSENT;
  g_free (answer->words);
  answer->words = g_strdup_printf (_("The session could not be renewed at %s"),
                                   answer->host);

  return answer;
}

/**
 * cs_bluesky_send:
 *
 * A call to the account's own server in its session, which is renewed when it
 * is old or has ended. A call with a file as its body is not sent a second time:
 * its answer then stays ExpiredToken, and the next try has the new session.
 */
CsHttpAnswer *
cs_bluesky_send (CsBluesky        *self,
                 const CsAccount  *account,
                 CsHttpCall       *call,
                 const char       *method,
                 const char       *json,
                 GCancellable     *cancellable,
                 GError          **error)
{
  g_auto(Session) session = { 0, };
  g_autoptr(GError) failed = NULL;
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autoptr(CsHttpAnswer) refused = NULL;
  g_autofree char *stale = NULL;
  CsHttpCall request = *call;

  if (!load_session (self, account, &session, cancellable, error))
    return NULL;

  if (is_old (self, &session))
    {
      stale = g_strdup (session.access);
      answer = refresh_session (self, account, stale, &session, cancellable, &failed);
    }

  if (answer == NULL && failed == NULL)
    {
      request.token = session.access;
      answer = cs_bluesky_call (self, &request, account->host, method, json, cancellable, error);
      if (answer == NULL || stale != NULL || !cs_bluesky_is_error (answer, "ExpiredToken"))
        return g_steal_pointer (&answer);

      refused = g_steal_pointer (&answer);
      stale = g_strdup (session.access);
      answer = refresh_session (self, account, stale, &session, cancellable, &failed);
    }

  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }

  if (answer != NULL)
    return not_renewed (g_steal_pointer (&answer));

  /* The file was read to its end. */
  if (refused != NULL && call->body != NULL)
    return g_steal_pointer (&refused);

  request.token = session.access;

  return cs_bluesky_call (self, &request, account->host, method, json, cancellable, error);
}

/* By the name of the error: the status alone says little here. */
static const struct
{
  const char   *name;
  CsReplyClass  klass;
} refusals[] = {
  { "ExpiredToken", CS_REPLY_RETRY },
  { "InvalidToken", CS_REPLY_SIGN_IN },
  { "AuthMissing", CS_REPLY_SIGN_IN },
  { "AuthenticationRequired", CS_REPLY_SIGN_IN },
  { "AccountTakedown", CS_REPLY_SIGN_IN },
  { "AccountDeactivated", CS_REPLY_SIGN_IN },
  { "AccountSuspended", CS_REPLY_SIGN_IN },
  { "InvalidSwap", CS_REPLY_PROBE },
  { "BlobNotFound", CS_REPLY_NEW_UPLOAD },
  { "RateLimitExceeded", CS_REPLY_RATE },
  { "MethodNotImplemented", CS_REPLY_CONFIG },
  { "DailyLimitExceeded", CS_REPLY_QUOTA },
  { "ServiceOverloaded", CS_REPLY_RETRY },
  { "UploadNotReady", CS_REPLY_RETRY },
  { "UploadNotFound", CS_REPLY_NEW_UPLOAD },
  { "UploadExpired", CS_REPLY_NEW_UPLOAD },
  { "UploadFailed", CS_REPLY_NEW_UPLOAD },
  { "UploadAborted", CS_REPLY_NEW_UPLOAD },
  { "UpstreamFailure", CS_REPLY_RETRY },
};

static CsReply *
read_refusal (CsBluesky          *self,
              const CsHttpAnswer *answer)
{
  const char *name = answer->object != NULL ? cs_json_get_text (answer->object, "error") : NULL;
  g_autofree char *words = cs_answer_dup_words (answer, "message", "error");
  CsReplyClass klass = answer->status == 401 ? CS_REPLY_SIGN_IN
                     : answer->status == 403 || answer->status == 404 ? CS_REPLY_CONFIG
                     : CS_REPLY_REJECTED;
  gint64 now = cs_clock_now (self->clock);
  CsReply *reply;

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (refusals); i++)
    if (strcmp (refusals[i].name, name) == 0)
      klass = refusals[i].klass;

  /* not translated: the server’s own words */
  if (klass == CS_REPLY_REJECTED && strstr (words, "Could not find blob") != NULL)
    klass = CS_REPLY_NEW_UPLOAD;

  if (answer->status == 413)
    return cs_reply_new (CS_REPLY_REJECTED, "The file is too large for %s: %s",
                         answer->host, words);

  if (klass == CS_REPLY_SIGN_IN)
    return cs_reply_new (klass, "%s does not accept the session any more: sign in again (%s)",
                         answer->host, words);

  reply = klass == CS_REPLY_REJECTED
          ? cs_reply_new (klass, "%s refuses it: %s", answer->host, words)
          /* Translators: a server, and what it says */
          : cs_reply_new (klass, "%s: %s", answer->host, words);
  if (klass == CS_REPLY_RATE)
    reply->not_before = answer->retry_at > 0 ? answer->retry_at : now + 15 * 60;
  if (klass == CS_REPLY_QUOTA)
    reply->not_before = answer->retry_at > 0 ? answer->retry_at : now + 60 * 60;

  return reply;
}

/**
 * cs_bluesky_read:
 *
 * The one place that sorts this network's answers.
 *
 * Returns: (transfer full) (nullable): NULL for a 2xx with an object in it
 */
CsReply *
cs_bluesky_read (CsBluesky          *self,
                 const CsHttpAnswer *answer,
                 CsHttpKind          kind)
{
  CsReply *reply = cs_reply_from_answer (answer, kind, cs_clock_now (self->clock));

  if (reply != NULL)
    return reply;

  if (answer->status >= 400)
    return read_refusal (self, answer);

  if (answer->object == NULL)
    return cs_reply_new (kind == CS_HTTP_COMMIT ? CS_REPLY_PROBE : CS_REPLY_RETRY,
                         "The answer of %s cannot be read", answer->host);

  return NULL;
}
