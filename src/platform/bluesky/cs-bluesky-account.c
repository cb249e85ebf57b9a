/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-id.h"
#include "cs-json.h"

#include <string.h>

#define SIGN_OUT_SECONDS 10

/* Blobs that a server of Bluesky's own takes; another's cap shows only when it refuses. */
#define HOSTED_BLOB_MAX  52428800

static const char *const overrides[] = { "plc", "video", "appview", "app", "pds" };

/* An endpoint of a request, checked; the network's own when the request names none. */
static char *
read_endpoint (GVariant    *request,
               const char  *name,
               const char  *fallback,
               GError     **error)
{
  g_autofree char *text = cs_request_dup_text (request, name);

  if (text == NULL)
    return g_strdup (fallback);

  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';

  if (strstr (text, "://") == NULL)
    {
      g_autofree char *bare = g_steal_pointer (&text);

      text = g_strconcat ("https://", bare, NULL);
    }

  return cs_http_check_url (text, error) ? g_steal_pointer (&text) : NULL;
}

/* @ana.example.org as ana.example.org, in lower case; a DID as it is. */
static char *
read_name (GVariant *request)
{
  static const char *const names[] = { "did", "handle", "identifier" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = cs_request_dup_text (request, names[i]);
      const char *bare;

      if (text == NULL)
        continue;

      g_strstrip (text);
      bare = *text == '@' ? text + 1 : text;

      return g_str_has_prefix (bare, "did:") ? g_strdup (bare) : g_ascii_strdown (bare, -1);
    }

  return NULL;
}

/* Where the session is made: the account's own server, found from its name. */
static char *
find_server (CsBluesky     *self,
             GVariant      *request,
             const char    *name,
             char         **did,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *entry = read_endpoint (request, "host", CS_BLUESKY_ENTRY, error);
  g_autofree char *plc = NULL;
  g_autofree char *pds = NULL;

  if (entry == NULL)
    return NULL;

  plc = read_endpoint (request, "plc", CS_BLUESKY_PLC, error);
  if (plc == NULL)
    return NULL;

  *did = g_str_has_prefix (name, "did:")
         ? g_strdup (name) : cs_bluesky_resolve_handle (self, entry, name, cancellable, error);
  if (*did == NULL)
    return NULL;

  pds = cs_request_dup_text (request, "pds");
  if (pds != NULL)
    return read_endpoint (request, "pds", NULL, error);

  return cs_bluesky_resolve_pds (self, plc, *did, cancellable, error);
}

static char *
describe_session_request (GVariant   *request,
                          const char *name)
{
  g_autofree char *password = cs_request_dup_text (request, "app_password");
  g_autofree char *factor = cs_request_dup_text (request, "auth_factor");
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "identifier", name);
  json_object_set_string_member (object, "password", password);
  if (factor != NULL)
    json_object_set_string_member (object, "authFactorToken", factor);
  json_node_set_object (node, object);

  return cs_json_to_text (node);
}

static CsHttpAnswer *
create_session (CsBluesky     *self,
                GVariant      *request,
                const char    *pds,
                const char    *name,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autofree char *json = describe_session_request (request, name);
  CsHttpCall call = { .kind = CS_HTTP_UPLOAD };
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_call (self, &call, pds,
                                                    "com.atproto.server.createSession", json,
                                                    cancellable, error);
  g_autoptr(CsReply) refusal = NULL;

  if (answer == NULL)
    return NULL;

  if (cs_bluesky_is_error (answer, "AuthFactorTokenRequired"))
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU,
                         "%s has sent a code by e-mail: sign in again with it as auth_factor",
                         answer->host);

  if (answer->outcome == CS_HTTP_ANSWERED && answer->status == 401)
    return cs_fail_null (error, CS_ERROR_SIGN_IN,
                         "%s does not accept this app password: make a new one in its settings",
                         answer->host);

  refusal = cs_bluesky_read (self, answer, CS_HTTP_UPLOAD);
  if (refusal != NULL)
    {
      cs_reply_fail (refusal, cs_clock_now (self->clock), error);
      return NULL;
    }

  return g_steal_pointer (&answer);
}

/* What differs from the network's own addresses, for the account's settings. */
static GVariant *
read_settings (GVariant *request)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (overrides); i++)
    {
      g_autofree char *text = read_endpoint (request, overrides[i], NULL, NULL);

      if (text != NULL)
        g_variant_dict_insert (&dict, overrides[i], "s", text);
    }

  return g_variant_dict_end (&dict);
}

static GVariant *
describe_pending (GVariant   *request,
                  const char *id,
                  const char *pds,
                  const char *did,
                  const char *handle)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", id);
  g_variant_dict_insert (&dict, "host", "s", pds);
  g_variant_dict_insert (&dict, "did", "s", did);
  g_variant_dict_insert (&dict, "handle", "s", handle);
  g_variant_dict_insert_value (&dict, "settings", read_settings (request));

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* All of it: there is no page to visit, and the password is not kept. */
GVariant *
cs_bluesky_begin_sign_in (CsPlatform    *platform,
                          GVariant      *request,
                          GCancellable  *cancellable,
                          GError       **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  g_autofree char *name = read_name (request);
  g_autofree char *password = cs_request_dup_text (request, "app_password");
  g_autofree char *id = cs_id_new (cs_clock_now_usec (self->clock));
  g_autofree char *did = NULL;
  g_autofree char *pds = NULL;
  g_autoptr(CsHttpAnswer) answer = NULL;
  const char *handle;

  if (name == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "Name the account, as in ana.bsky.social");

  if (password == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "An app password is needed: make one in the settings of Bluesky");

  pds = find_server (self, request, name, &did, cancellable, error);
  if (pds == NULL)
    return NULL;

  answer = create_session (self, request, pds, name, cancellable, error);
  if (answer == NULL)
    return NULL;

  if (g_strcmp0 (cs_json_get_text (answer->object, "did"), did) != 0)
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU, "%s answered for another account",
                         answer->host);

  handle = cs_json_get_text (answer->object, "handle");
  if (!cs_bluesky_store_session (self, id, answer->object, cancellable, error))
    return NULL;

  return describe_pending (request, id, pds, did, handle != NULL ? handle : name);
}

CsAccount *
cs_bluesky_finish_sign_in (CsPlatform    *platform,
                           GVariant      *pending,
                           const char    *answer,
                           GCancellable  *cancellable,
                           GError       **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  g_autoptr(CsAccount) account = cs_record_new (CS_RECORD_ACCOUNT);
  g_autoptr(CsAccount) checked = NULL;

  account->network = CS_NETWORK_BLUESKY;
  account->id = cs_request_dup_text (pending, "id");
  account->host = cs_request_dup_text (pending, "host");
  account->remote_id = cs_request_dup_text (pending, "did");
  account->handle = cs_request_dup_text (pending, "handle");
  account->settings = g_variant_lookup_value (pending, "settings", G_VARIANT_TYPE_VARDICT);
  account->added_at = cs_clock_now (self->clock);

  if (account->id == NULL || account->host == NULL || account->remote_id == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "This sign-in was not begun: begin again");

  checked = cs_bluesky_check (platform, account, cancellable, error);
  if (checked == NULL || checked->state != CS_ACCOUNT_READY)
    {
      if (checked != NULL)
        cs_fail (error, CS_ERROR_SIGN_IN, "%s", checked->reason);
      /* An account that was never made keeps no session; the first error is the one to tell. */
      cs_secrets_clear (self->secrets, account->id, NULL, NULL);
      return NULL;
    }

  return g_steal_pointer (&checked);
}

static CsAccount *
account_refused (const CsAccount *account,
                 const char      *reason,
                 gint64           now)
{
  CsAccount *next = cs_record_copy (account);

  next->state = CS_ACCOUNT_SIGN_IN;
  next->checked_at = now;
  g_free (next->reason);
  next->reason = g_strdup (reason);

  return next;
}

/* The name that people read is in the repository; that it is missing is no failure. */
static char *
get_display_name (CsBluesky       *self,
                  const CsAccount *account,
                  GCancellable    *cancellable)
{
  g_autofree char *did = g_uri_escape_string (account->remote_id, NULL, FALSE);
  g_autofree char *method = g_strdup_printf ("com.atproto.repo.getRecord?repo=%s"
                                             "&collection=app.bsky.actor.profile&rkey=self", did);
  CsHttpCall call = { .kind = CS_HTTP_READ };
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_call (self, &call, account->host, method, NULL,
                                                    cancellable, NULL);
  const char *name = answer != NULL && cs_http_is_ok (answer) && answer->object != NULL
                     ? cs_json_get_text (answer->object, "value.displayName") : NULL;

  return name != NULL && *name != '\0' ? g_strdup (name) : NULL;
}

/* Through the service when it takes the account's videos. One that is silent changes nothing. */
static gboolean
decide_video_way (CsBluesky        *self,
                  CsAccount        *account,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autoptr(GError) cause = NULL;
  gboolean answered = FALSE;
  gboolean allowed = cs_bluesky_video_allowed (self, account, &answered, cancellable, &cause);

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  if (allowed)
    account->video_way = CS_VIDEO_SERVICE;
  else if (answered || account->video_way == CS_VIDEO_UNDECIDED)
    account->video_way = CS_VIDEO_BLOB;

  return TRUE;
}

static GVariant *
read_limits (const CsAccount *account)
{
  g_autoptr(GUri) uri = g_uri_parse (account->host, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);

  if (account->video_way == CS_VIDEO_BLOB && host != NULL
      && (strcmp (host, "bsky.social") == 0 || g_str_has_suffix (host, ".host.bsky.network")))
    g_variant_dict_insert (&dict, "video_max_bytes", "x", (gint64) HOSTED_BLOB_MAX);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

CsAccount *
cs_bluesky_check (CsPlatform       *platform,
                  const CsAccount  *account,
                  GCancellable     *cancellable,
                  GError          **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  CsHttpCall call = { .kind = CS_HTTP_READ };
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autoptr(CsReply) refusal = NULL;
  g_autoptr(CsAccount) next = NULL;
  gint64 now = cs_clock_now (self->clock);
  const char *handle;

  answer = cs_bluesky_send (self, account, &call, "com.atproto.server.getSession", NULL,
                            cancellable, error);
  refusal = answer == NULL ? cs_reply_from_error (error)
                           : cs_bluesky_read (self, answer, CS_HTTP_READ);

  if (refusal != NULL && refusal->klass == CS_REPLY_SIGN_IN)
    return account_refused (account, refusal->sentence, now);

  if (refusal != NULL)
    cs_reply_fail (refusal, cs_clock_now (self->clock), error);
  if (refusal != NULL || answer == NULL)
    return NULL;

  next = cs_record_copy (account);
  handle = cs_json_get_text (answer->object, "handle");
  if (handle != NULL)
    {
      g_free (next->handle);
      next->handle = g_strdup (handle);
    }

  g_free (next->display_name);
  next->display_name = get_display_name (self, next, cancellable);
  if (next->display_name == NULL)
    next->display_name = g_strdup (next->handle);

  if (!decide_video_way (self, next, cancellable, error))
    return NULL;

  g_clear_pointer (&next->limits, g_variant_unref);
  next->limits = read_limits (next);
  next->state = CS_ACCOUNT_READY;
  g_clear_pointer (&next->reason, g_free);
  next->checked_at = now;

  return g_steal_pointer (&next);
}

gboolean
cs_bluesky_sign_out (CsPlatform       *platform,
                     const CsAccount  *account,
                     GCancellable     *cancellable,
                     GError          **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  char *secret = cs_secrets_lookup (self->secrets, account->id, "session", cancellable, NULL);
  g_autoptr(JsonObject) session = NULL;

  if (secret != NULL)
    session = cs_json_parse_object (secret, -1, 0, NULL);
  cs_secret_free (secret);

  if (session != NULL)
    {
      CsHttpCall call = { .kind = CS_HTTP_UPLOAD, .seconds = SIGN_OUT_SECONDS };
      g_autoptr(CsHttpAnswer) answer = NULL;

      call.token = cs_json_get_text (session, "refreshJwt");
      /* Forgetting the session here must not depend on a server that may be gone. */
      answer = cs_bluesky_call (self, &call, account->host, "com.atproto.server.deleteSession",
                                NULL, cancellable, NULL);
      if (answer == NULL || !cs_http_is_ok (answer))
        g_debug ("The session was not ended by its server");
    }

  return cs_secrets_clear (self->secrets, account->id, cancellable, error);
}

gint64
cs_bluesky_ask_time (CsPlatform      *platform,
                     const CsAccount *account,
                     GCancellable    *cancellable)
{
  CsHttpCall request = { .kind = CS_HTTP_READ };
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_call (CS_BLUESKY (platform), &request, account->host,
                                                    "com.atproto.server.describeServer", NULL,
                                                    cancellable, NULL);

  if (answer == NULL || answer->outcome != CS_HTTP_ANSWERED)
    return 0;

  return answer->date > 0 ? answer->date : CS_UNKNOWN;
}
