/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-mastodon-private.h"

#include "cs-error.h"
#include "cs-id.h"
#include "cs-json.h"

#include <string.h>

#define SCOPES       "read:accounts read:statuses write:media write:statuses"
#define OOB          "urn:ietf:wg:oauth:2.0:oob"
#define LABEL        "Creator Sync: Mastodon"
#define REVOKE_SECONDS 10

/* "https://example.social" from what a person writes: with or without scheme, or a whole handle. */
static char *
read_host (const char  *text,
           GError     **error)
{
  g_autofree char *host = g_strstrip (g_strdup (text));
  g_autofree char *url = NULL;
  const char *at = strstr (host, "://") == NULL ? strrchr (host, '@') : NULL;

  while (g_str_has_suffix (host, "/"))
    host[strlen (host) - 1] = '\0';

  if (strstr (host, "://") != NULL)
    url = g_strdup (host);
  else
    url = g_strconcat ("https://", at != NULL ? at + 1 : host, NULL);

  if (!cs_http_check_url (url, error))
    return NULL;

  return g_steal_pointer (&url);
}

/* A form sent without a token: what signing in consists of. */
static CsHttpAnswer *
post_form (CsMastodon    *self,
           const char    *host,
           const char    *path,
           const char    *form,
           guint          seconds,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(CsHttpBody) body = cs_http_body_new_text (form);
  g_autofree char *url = g_strconcat (host, path, NULL);
  CsHttpCall call = {
    .kind = CS_HTTP_UPLOAD, .method = "POST", .url = url, .body = body,
    .content_type = "application/x-www-form-urlencoded", .seconds = seconds,
  };

  return cs_http_send (self->http, &call, cancellable, error);
}

static char *
make_secret (const char *first,
             ...)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  va_list args;

  va_start (args, first);
  for (const char *name = first; name != NULL; name = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value != NULL)
        json_object_set_string_member (object, name, value);
    }
  va_end (args);

  json_node_set_object (node, object);

  return cs_json_to_text (node);
}

/* Registers this program with the server: every sign-in anew, as the redirect differs. */
static CsHttpAnswer *
register_app (CsMastodon    *self,
              const char    *host,
              const char    *redirect,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autofree char *form = cs_http_form ("client_name", "Creator Sync", "redirect_uris", redirect,
                                        "scopes", SCOPES, NULL);
  g_autoptr(CsHttpAnswer) answer = post_form (self, host, "/api/v1/apps", form, 0,
                                              cancellable, error);
  g_autoptr(CsReply) refusal = NULL;

  if (answer == NULL)
    return NULL;

  /* Who does not know the path is another kind of server. */
  if (answer->outcome != CS_HTTP_ANSWERED || answer->status != 404)
    refusal = cs_mastodon_read (self, answer, CS_HTTP_UPLOAD);
  if (refusal != NULL)
    {
      cs_reply_fail (refusal, cs_clock_now (self->clock), error);
      return NULL;
    }

  if (answer->object == NULL || cs_json_get_text (answer->object, "client_id") == NULL
      || cs_json_get_text (answer->object, "client_secret") == NULL)
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU,
                         "%s did not register this program: is it a Mastodon server?",
                         answer->host);

  return g_steal_pointer (&answer);
}

static GVariant *
describe_pending (const char *id,
                  const char *host,
                  const char *url)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", id);
  g_variant_dict_insert (&dict, "host", "s", host);
  g_variant_dict_insert (&dict, "url", "s", url);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

GVariant *
cs_mastodon_begin_sign_in (CsPlatform    *platform,
                           GVariant      *request,
                           GCancellable  *cancellable,
                           GError       **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  g_autofree char *given = cs_request_dup_text (request, "host");
  g_autofree char *asked = cs_request_dup_text (request, "redirect_uri");
  g_autofree char *id = cs_id_new (cs_clock_now_usec (self->clock));
  g_autofree char *verifier = cs_pkce_make_verifier ();
  g_autofree char *challenge = cs_pkce_challenge (verifier);
  g_autofree char *state = cs_pkce_make_verifier ();
  g_autofree char *host = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *query = NULL;
  g_autofree char *url = NULL;
  g_autoptr(CsHttpAnswer) app = NULL;
  const char *redirect = asked != NULL ? asked : OOB;
  const char *client;

  if (given == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "Name the server of the account, as in example.social");

  host = read_host (given, error);
  if (host == NULL)
    return NULL;

  app = register_app (self, host, redirect, cancellable, error);
  if (app == NULL)
    return NULL;

  client = cs_json_get_text (app->object, "client_id");
  secret = make_secret ("client_id", client,
                        "client_secret", cs_json_get_text (app->object, "client_secret"),
                        "redirect_uri", redirect, "verifier", verifier, "state", state, NULL);
  if (!cs_secrets_store (self->secrets, id, "pending", LABEL, secret, cancellable, error))
    return NULL;

  query = cs_http_form ("response_type", "code", "client_id", client, "redirect_uri", redirect,
                        "scope", SCOPES, "state", state, "code_challenge", challenge,
                        "code_challenge_method", "S256", NULL);
  url = g_strdup_printf ("%s/oauth/authorize?%s", host, query);

  return describe_pending (id, host, url);
}

/* The code from what a person pastes: the code itself, or the address with it in its query. */
static char *
read_code (const char  *text,
           const char  *state,
           GError     **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autoptr(GHashTable) query = NULL;
  g_autoptr(GUri) uri = NULL;
  const char *code, *given;

  if (*trimmed == '\0')
    return cs_fail_null (error, CS_ERROR_INVALID, "Paste the code that the server showed");

  if (strstr (trimmed, "://") == NULL)
    return g_steal_pointer (&trimmed);

  uri = g_uri_parse (trimmed, G_URI_FLAGS_ENCODED_QUERY, NULL);
  if (uri != NULL && g_uri_get_query (uri) != NULL)
    query = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);

  if (query == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "There is no code in this address");

  given = g_hash_table_lookup (query, "state");
  if (given == NULL || !cs_texts_match (given, state))
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "This address belongs to another sign-in: begin again");

  code = g_hash_table_lookup (query, "code");
  if (code == NULL)
    return cs_fail_null (error, CS_ERROR_SIGN_IN, "The server did not allow it: begin again");

  return g_strdup (code);
}

static JsonObject *
load_pending (CsMastodon    *self,
              const char    *id,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(GError) cause = NULL;
  char *secret = cs_secrets_lookup (self->secrets, id, "pending", cancellable, &cause);
  JsonObject *object = NULL;

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  if (secret != NULL)
    object = cs_json_parse_object (secret, -1, 0, NULL);
  cs_secret_free (secret);

  if (object == NULL || cs_json_get_text (object, "state") == NULL)
    {
      g_clear_pointer (&object, json_object_unref);
      return cs_fail_null (error, CS_ERROR_SIGN_IN,
                           "This sign-in is not known any more: begin again");
    }

  return object;
}

/* The token for the code; it takes the place of the pending sign-in in the keyring. */
static gboolean
exchange_code (CsMastodon    *self,
               const char    *id,
               const char    *host,
               JsonObject    *pending,
               const char    *code,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autofree char *form = cs_http_form ("grant_type", "authorization_code", "code", code,
                                        "client_id", cs_json_get_text (pending, "client_id"),
                                        "client_secret",
                                        cs_json_get_text (pending, "client_secret"),
                                        "redirect_uri", cs_json_get_text (pending, "redirect_uri"),
                                        "code_verifier", cs_json_get_text (pending, "verifier"),
                                        "scope", SCOPES, NULL);
  g_autoptr(CsHttpAnswer) answer = post_form (self, host, "/oauth/token", form, 0,
                                              cancellable, error);
  g_autoptr(CsReply) refusal = NULL;
  g_autofree char *secret = NULL;
  const char *token;

  if (answer == NULL)
    return FALSE;

  if (answer->outcome == CS_HTTP_ANSWERED
      && (answer->status == 400 || answer->status == 401 || answer->status == 422))
    return cs_fail (error, CS_ERROR_SIGN_IN, "%s did not accept the code: begin again",
                    answer->host);

  refusal = cs_mastodon_read (self, answer, CS_HTTP_UPLOAD);
  if (refusal != NULL)
    return cs_reply_fail (refusal, cs_clock_now (self->clock), error);

  token = answer->object != NULL ? cs_json_get_text (answer->object, "access_token") : NULL;
  if (token == NULL)
    return cs_fail (error, CS_ERROR_NEEDS_YOU, "%s answered without a token", answer->host);

  secret = make_secret ("access_token", token,
                        "scope", cs_json_get_text (answer->object, "scope"),
                        "client_id", cs_json_get_text (pending, "client_id"),
                        "client_secret", cs_json_get_text (pending, "client_secret"), NULL);

  return cs_secrets_clear (self->secrets, id, cancellable, error)
      && cs_secrets_store (self->secrets, id, "token", LABEL, secret, cancellable, error);
}

CsAccount *
cs_mastodon_finish_sign_in (CsPlatform    *platform,
                            GVariant      *pending,
                            const char    *answer,
                            GCancellable  *cancellable,
                            GError       **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  g_autofree char *id = cs_request_dup_text (pending, "id");
  g_autofree char *host = cs_request_dup_text (pending, "host");
  g_autoptr(JsonObject) secret = NULL;
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(CsAccount) checked = NULL;
  g_autofree char *code = NULL;

  if (id == NULL || host == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "This sign-in was not begun: begin again");

  secret = load_pending (self, id, cancellable, error);
  if (secret == NULL)
    return NULL;

  code = read_code (answer, cs_json_get_text (secret, "state"), error);
  if (code == NULL || !exchange_code (self, id, host, secret, code, cancellable, error))
    return NULL;

  account = cs_record_new (CS_RECORD_ACCOUNT);
  account->network = CS_NETWORK_MASTODON;
  account->id = g_steal_pointer (&id);
  account->host = g_steal_pointer (&host);
  account->added_at = cs_clock_now (self->clock);

  checked = cs_mastodon_check (platform, account, cancellable, error);
  if (checked == NULL || checked->state != CS_ACCOUNT_READY)
    {
      if (checked != NULL)
        cs_fail (error, CS_ERROR_SIGN_IN, "%s", checked->reason);
      /* An account that was never made keeps no token; the first error is the one to tell. */
      cs_secrets_clear (self->secrets, account->id, NULL, NULL);
      return NULL;
    }

  return g_steal_pointer (&checked);
}

static CsHttpAnswer *
get (CsMastodon       *self,
     const CsAccount  *account,
     const char       *path,
     GCancellable     *cancellable,
     GError          **error)
{
  CsHttpCall call = { .kind = CS_HTTP_READ, .method = "GET" };

  return cs_mastodon_send (self, account, &call, path, cancellable, error);
}

/* What the server says of itself: Mastodon from 4.0 under v2; others have v1, much the same. */
static CsHttpAnswer *
get_instance (CsMastodon       *self,
              const CsAccount  *account,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr(CsHttpAnswer) answer = get (self, account, "/api/v2/instance", cancellable, error);
  g_autoptr(CsReply) refusal = NULL;

  if (answer != NULL && answer->outcome == CS_HTTP_ANSWERED && answer->status == 404)
    {
      g_clear_pointer (&answer, cs_http_answer_free);
      answer = get (self, account, "/api/v1/instance", cancellable, error);
    }

  if (answer == NULL)
    return NULL;

  refusal = cs_mastodon_read (self, answer, CS_HTTP_READ);
  if (refusal != NULL)
    {
      cs_reply_fail (refusal, cs_clock_now (self->clock), error);
      return NULL;
    }

  if (answer->object == NULL)
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU, "%s does not say what it allows", answer->host);

  return g_steal_pointer (&answer);
}

static void
add_limit (GVariantDict *dict,
           const char   *name,
           JsonObject   *instance,
           const char   *path)
{
  gint64 value = cs_json_get_int (instance, path, -1);

  if (value >= 0)
    g_variant_dict_insert (dict, name, "x", value);
}

/* The limits that this server has of its own, by the names of the shipped ones. */
static GVariant *
read_limits (JsonObject *instance)
{
  static const struct { const char *name; const char *path; } fields[] = {
    { "text_max", "configuration.statuses.max_characters" },
    { "url_weight", "configuration.statuses.characters_reserved_per_url" },
    { "alt_max", "configuration.media_attachments.description_limit" },
    { "video_max_bytes", "configuration.media_attachments.video_size_limit" },
    { "video_max_fps", "configuration.media_attachments.video_frame_rate_limit" },
    { "video_max_pixels", "configuration.media_attachments.video_matrix_limit" },
    { "image_max_bytes", "configuration.media_attachments.image_size_limit" },
    { "image_max_pixels", "configuration.media_attachments.image_matrix_limit" },
    { "images_max", "configuration.statuses.max_media_attachments" },
  };
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    add_limit (&dict, fields[i].name, instance, fields[i].path);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static void
set_text (char       **place,
          const char  *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static const char *
skip_scheme (const char *url)
{
  const char *scheme_end = strstr (url, "://");

  return scheme_end != NULL ? scheme_end + strlen ("://") : url;
}

/*
 * The part of a handle behind its second @: servers may live at another host than
 * the one their accounts are named by. "domain" is of v2 of the API, "uri" of v1.
 */
static const char *
find_domain (const CsAccount *account,
             JsonObject      *instance)
{
  const char *domain = cs_json_get_text (instance, "domain");

  if (domain == NULL)
    domain = cs_json_get_text (instance, "uri");
  if (domain != NULL)
    domain = skip_scheme (domain);

  return domain != NULL && *domain != '\0' && strpbrk (domain, "/@ ") == NULL
         ? domain : skip_scheme (account->host);
}

static void
read_identity (CsAccount  *account,
               JsonObject *who,
               JsonObject *instance)
{
  const char *name = cs_json_get_text (who, "acct");
  const char *shown = cs_json_get_text (who, "display_name");
  const char *domain = find_domain (account, instance);

  if (name == NULL)
    name = cs_json_get_text (who, "username");

  g_free (account->remote_id);
  account->remote_id = cs_json_dup_id (who, "id");
  g_free (account->handle);
  account->handle = g_strdup_printf ("@%s@%s", name != NULL ? name : "", domain);
  set_text (&account->display_name, shown != NULL && *shown != '\0' ? shown : name);
}

static CsAccount *
account_refused (const CsAccount *account,
                 const char      *reason,
                 gint64           now)
{
  CsAccount *next = cs_record_copy (account);

  next->state = CS_ACCOUNT_SIGN_IN;
  next->checked_at = now;
  set_text (&next->reason, reason);

  return next;
}

CsAccount *
cs_mastodon_check (CsPlatform       *platform,
                   const CsAccount  *account,
                   GCancellable     *cancellable,
                   GError          **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  g_autoptr(CsHttpAnswer) who = NULL;
  g_autoptr(CsHttpAnswer) instance = NULL;
  g_autoptr(CsReply) refusal = NULL;
  gint64 now = cs_clock_now (self->clock);
  gboolean is_mastodon;
  CsAccount *next;

  who = get (self, account, "/api/v1/accounts/verify_credentials", cancellable, error);
  if (who == NULL)
    {
      refusal = cs_reply_from_error (error);
      return refusal != NULL ? account_refused (account, refusal->sentence, now) : NULL;
    }

  refusal = cs_mastodon_read (self, who, CS_HTTP_READ);
  /* Some servers answer 422 to a token that was revoked. */
  if (refusal != NULL && (refusal->klass == CS_REPLY_SIGN_IN || who->status == 422))
    return account_refused (account, refusal->sentence, now);

  if (refusal != NULL)
    {
      cs_reply_fail (refusal, cs_clock_now (self->clock), error);
      return NULL;
    }

  if (who->object == NULL || !cs_json_has (who->object, "id"))
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU, "%s does not say whose account this is",
                         who->host);

  instance = get_instance (self, account, cancellable, error);
  if (instance == NULL)
    return NULL;

  next = cs_record_copy (account);
  read_identity (next, who->object, instance->object);
  g_clear_pointer (&next->limits, g_variant_unref);
  next->limits = read_limits (instance->object);
  next->state = CS_ACCOUNT_READY;
  set_text (&next->reason, NULL);
  next->checked_at = now;

  /* Only Mastodon itself is known to keep keys and to hold posts: others ignore what they take. */
  is_mastodon = cs_json_get_int (instance->object, "api_versions.mastodon", 0) > 0;
  next->honours_key = is_mastodon;
  next->can_schedule = is_mastodon;

  return next;
}

gboolean
cs_mastodon_sign_out (CsPlatform       *platform,
                      const CsAccount  *account,
                      GCancellable     *cancellable,
                      GError          **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  char *secret = cs_secrets_lookup (self->secrets, account->id, "token", cancellable, NULL);
  g_autoptr(JsonObject) object = NULL;

  if (secret != NULL)
    object = cs_json_parse_object (secret, -1, 0, NULL);
  cs_secret_free (secret);

  if (object != NULL)
    {
      const char *secret_half = cs_json_get_text (object, "client_secret");
      g_autofree char *form = cs_http_form ("client_id", cs_json_get_text (object, "client_id"),
                                            "client_secret", secret_half,
                                            "token", cs_json_get_text (object, "access_token"),
                                            NULL);
      /* Forgetting the token here must not depend on a server that may be gone. */
      g_autoptr(CsHttpAnswer) answer = post_form (self, account->host, "/oauth/revoke", form,
                                                  REVOKE_SECONDS, cancellable, NULL);

      if (answer == NULL || !cs_http_is_ok (answer))
        g_debug ("The token was not taken back by its server");
    }

  return cs_secrets_clear (self->secrets, account->id, cancellable, error);
}

gint64
cs_mastodon_ask_time (CsPlatform      *platform,
                      const CsAccount *account,
                      GCancellable    *cancellable)
{
  g_autoptr(CsHttpAnswer) answer = get (CS_MASTODON (platform), account, "/api/v1/instance",
                                        cancellable, NULL);

  if (answer == NULL || answer->outcome != CS_HTTP_ANSWERED)
    return 0;

  return answer->date > 0 ? answer->date : CS_UNKNOWN;
}
