/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-private.h"

#include <string.h>

#define OOB           "urn:ietf:wg:oauth:2.0:oob"
#define CODE_LIFETIME 600

void
cs_sim_app_free (CsSimApp *app)
{
  g_free (app->id);
  g_free (app->name);
  g_free (app->client_id);
  g_free (app->client_secret);
  g_strfreev (app->redirect_uris);
  g_free (app->scopes);
  g_free (app);
}

void
cs_sim_grant_free (CsSimGrant *grant)
{
  g_free (grant->code);
  g_free (grant->redirect_uri);
  g_free (grant->scopes);
  g_free (grant->challenge);
  g_free (grant);
}

void
cs_sim_token_free (CsSimToken *token)
{
  g_free (token->token);
  g_free (token->scopes);
  g_free (token);
}

/* Whether every scope asked for is among those given, or below one of them. */
static gboolean
is_within (const char *asked,
           const char *given)
{
  g_auto(GStrv) want = g_strsplit (asked, " ", -1);
  g_auto(GStrv) have = g_strsplit (given, " ", -1);

  for (guint i = 0; want[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (want[i], ":", 2);

      if (!g_strv_contains ((const char *const *) have, want[i])
          && (parts[0] == NULL || !g_strv_contains ((const char *const *) have, parts[0])))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_known_scope (const char *scope)
{
  return g_str_equal (scope, "profile") || g_str_equal (scope, "push")
         || g_str_equal (scope, "follow") || g_str_equal (scope, "read")
         || g_str_has_prefix (scope, "read:") || g_str_equal (scope, "write")
         || g_str_has_prefix (scope, "write:");
}

static gboolean
are_known_scopes (CsSimMastodon *self,
                  const char    *scopes)
{
  g_auto(GStrv) each = g_strsplit (scopes, " ", -1);

  for (guint i = 0; each[i] != NULL; i++)
    if (!is_known_scope (each[i])
        || (g_str_equal (each[i], "profile") && cs_sim_mastodon_version (self) < 403))
      return FALSE;

  return TRUE;
}

static char **
read_redirect_uris (CsSimExchange *exchange)
{
  g_autoptr(GPtrArray) list = cs_sim_exchange_params (exchange, "redirect_uris[]");
  const char *text = cs_sim_exchange_param (exchange, "redirect_uris");
  g_autoptr(GStrvBuilder) uris = g_strv_builder_new ();
  g_auto(GStrv) words = g_strsplit_set (text != NULL ? text : "", "\r\n ", -1);

  for (guint i = 0; i < list->len; i++)
    g_strv_builder_add (uris, g_ptr_array_index (list, i));

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (uris, words[i]);

  return g_strv_builder_end (uris);
}

/* A redirect is the word for "show the code", or an absolute address. */
static const char *
check_redirect_uris (char **uris)
{
  if (uris[0] == NULL)
    return "Validation failed: Redirect URI can't be blank";

  for (guint i = 0; uris[i] != NULL; i++)
    {
      /* GLib reads over white space; in a header a line end would be another header. */
      gboolean is_uri = strpbrk (uris[i], " \t\r\n") == NULL
                        && g_uri_is_valid (uris[i], G_URI_FLAGS_NONE, NULL);

      if (!g_str_equal (uris[i], OOB) && (!is_uri || strstr (uris[i], "://") == NULL))
        return "Validation failed: Redirect URI must be an absolute URI.";
    }

  return NULL;
}

void
cs_sim_mastodon_create_app (gpointer       network,
                            CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  g_auto(GStrv) uris = read_redirect_uris (exchange);
  const char *name = cs_sim_exchange_param (exchange, "client_name");
  const char *scopes = cs_sim_exchange_param (exchange, "scopes");
  const char *fault = check_redirect_uris (uris);
  g_autofree char *joined = g_strjoinv ("\n", uris);
  JsonObject *object;
  JsonArray *array;
  CsSimApp *app;

  if (name == NULL || *name == '\0')
    fault = "Validation failed: Application name can't be blank";
  else if (scopes != NULL && !are_known_scopes (self, scopes))
    fault = "Validation failed: Scopes doesn't match configured on the server.";

  if (fault != NULL)
    {
      cs_sim_mastodon_refuse (exchange, 422, fault);
      return;
    }

  app = g_new0 (CsSimApp, 1);
  app->id = cs_sim_mastodon_new_id (self);
  app->name = g_strdup (name);
  app->client_id = cs_sim_world_token (self->world, "client");
  app->client_secret = cs_sim_world_token (self->world, "secret");
  app->redirect_uris = g_steal_pointer (&uris);
  app->scopes = g_strdup (scopes != NULL ? scopes : "read");
  g_ptr_array_add (self->apps, app);

  object = json_object_new ();
  json_object_set_string_member (object, "id", app->id);
  json_object_set_string_member (object, "name", app->name);
  json_object_set_string_member (object, "client_id", app->client_id);
  json_object_set_string_member (object, "client_secret", app->client_secret);
  json_object_set_string_member (object, "redirect_uri", joined);

  if (cs_sim_mastodon_version (self) >= 403)
    {
      array = json_array_new ();
      for (guint i = 0; app->redirect_uris[i] != NULL; i++)
        json_array_add_string_element (array, app->redirect_uris[i]);
      json_object_set_array_member (object, "redirect_uris", array);
      json_object_set_int_member (object, "client_secret_expires_at", 0);
    }

  cs_sim_answer_object (exchange, 200, object);
}

static CsSimApp *
find_app (CsSimMastodon *self,
          const char    *client_id)
{
  for (guint i = 0; client_id != NULL && i < self->apps->len; i++)
    {
      CsSimApp *app = g_ptr_array_index (self->apps, i);

      if (g_str_equal (app->client_id, client_id))
        return app;
    }

  return NULL;
}

static void
answer_page (CsSimExchange *exchange,
             guint          status,
             const char    *body)
{
  g_autofree char *page =
    g_strdup_printf ("<!DOCTYPE html><html><head><title>Mastodon</title></head>"
                         "<body>%s</body></html>",
                         body);

  cs_sim_answer_text (exchange, status, "text/html; charset=utf-8", page);
}

static void
answer_redirect (CsSimExchange *exchange,
                 const char    *uri,
                 const char    *name,
                 const char    *value,
                 const char    *state)
{
  g_autofree char *safe_value = g_uri_escape_string (value, NULL, FALSE);
  g_autofree char *safe_state = state != NULL ? g_uri_escape_string (state, NULL, FALSE) : NULL;
  g_autofree char *location =
    g_strdup_printf ("%s%c%s=%s%s%s", uri, strchr (uri, '?') != NULL ? '&' : '?', name, safe_value,
                     state != NULL ? "&state=" : "", state != NULL ? safe_state : "");

  cs_sim_answer_header (exchange, "Location", location);
  answer_page (exchange, 302, "<p>You are being redirected.</p>");
}

/* The app that asks; NULL after an answer when the request is not one to show a person. */
static CsSimApp *
check_authorize (CsSimMastodon *self,
                 CsSimExchange *exchange)
{
  CsSimApp *app = find_app (self, cs_sim_exchange_param (exchange, "client_id"));
  const char *redirect_uri = cs_sim_exchange_param (exchange, "redirect_uri");
  const char *scope = cs_sim_exchange_param (exchange, "scope");
  const char *method = cs_sim_exchange_param (exchange, "code_challenge_method");

  if (app == NULL)
    answer_page (exchange, 401, "<p>Client authentication failed due to unknown client, no client "
                 "authentication included, or unsupported authentication method.</p>");
  else if (redirect_uri == NULL
           || !g_strv_contains ((const char *const *) app->redirect_uris, redirect_uri))
    answer_page (exchange, 400, "<p>The redirect URI included is not valid.</p>");
  else if (g_strcmp0 (cs_sim_exchange_param (exchange, "response_type"), "code") != 0)
    answer_page (exchange, 400,
                 "<p>The authorization server does not support this response type.</p>");
  else if (!is_within (scope != NULL ? scope : "read", app->scopes))
    answer_page (exchange, 400, "<p>The requested scope is invalid, unknown, or malformed.</p>");
  else if (method != NULL && !g_str_equal (method, "S256") && cs_sim_mastodon_version (self) >= 403)
    answer_page (exchange, 400, "<p>The code challenge method must be S256.</p>");
  else
    return app;

  return NULL;
}

static void
append_hidden (GString       *form,
               CsSimExchange *exchange,
               const char    *name)
{
  const char *value = cs_sim_exchange_param (exchange, name);
  g_autofree char *safe = value != NULL ? g_markup_escape_text (value, -1) : NULL;

  if (value != NULL)
    g_string_append_printf (form, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, safe);
}

/* The page with the button; pressing it is POSTing its form. */
void
cs_sim_mastodon_show_authorize (gpointer       network,
                                CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimApp *app = check_authorize (self, exchange);
  g_autoptr(GString) form = g_string_new (NULL);
  g_autofree char *name = NULL;

  if (app == NULL)
    return;

  if (self->world->options.mastodon_auto_approve)
    {
      cs_sim_mastodon_authorize (self, exchange);
      return;
    }

  name = g_markup_escape_text (app->name, -1);
  g_string_append_printf (form, "<h3>Authorization required</h3><p><b>%s</b> would like permission "
                          "to access your account.</p>"
                          "<form method=\"post\" action=\"/oauth/authorize\">", name);
  append_hidden (form, exchange, "client_id");
  append_hidden (form, exchange, "redirect_uri");
  append_hidden (form, exchange, "state");
  append_hidden (form, exchange, "response_type");
  append_hidden (form, exchange, "scope");
  append_hidden (form, exchange, "code_challenge");
  append_hidden (form, exchange, "code_challenge_method");
  g_string_append (form, "<button name=\"button\" type=\"submit\">Authorize</button></form>");

  answer_page (exchange, 200, form->str);
}

static CsSimPerson *
find_person (CsSimMastodon *self,
             const char    *username)
{
  for (guint i = 0; username != NULL && i < G_N_ELEMENTS (self->people); i++)
    if (g_str_equal (self->people[i].username, username))
      return &self->people[i];

  return &self->people[0];
}

/* The button is pressed: by alice, unless "account" names another; "deny" says no. */
void
cs_sim_mastodon_authorize (gpointer       network,
                           CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimApp *app = check_authorize (self, exchange);
  const char *scope = cs_sim_exchange_param (exchange, "scope");
  const char *state = cs_sim_exchange_param (exchange, "state");
  const char *uri = cs_sim_exchange_param (exchange, "redirect_uri");
  g_autofree char *native = NULL;
  CsSimGrant *grant;

  if (app == NULL)
    return;

  if (cs_sim_exchange_param (exchange, "deny") != NULL)
    {
      answer_redirect (exchange, uri, "error", "access_denied", state);
      return;
    }

  grant = g_new0 (CsSimGrant, 1);
  grant->code = cs_sim_world_token (self->world, "code");
  grant->app = app;
  grant->person = find_person (self, cs_sim_exchange_param (exchange, "account"));
  grant->redirect_uri = g_strdup (uri);
  grant->scopes = g_strdup (scope != NULL ? scope : "read");
  grant->expires = cs_sim_world_now (self->world) + CODE_LIFETIME;
  if (cs_sim_mastodon_version (self) >= 403)
    grant->challenge = g_strdup (cs_sim_exchange_param (exchange, "code_challenge"));
  g_ptr_array_add (self->grants, grant);

  native = g_strconcat (self->world->urls[CS_SIMULATOR_MASTODON], "/oauth/authorize/native", NULL);
  answer_redirect (exchange, g_str_equal (uri, OOB) ? native : uri, "code", grant->code, state);
}

/* The page from which a person copies the code. */
void
cs_sim_mastodon_show_code (gpointer       network,
                           CsSimExchange *exchange)
{
  const char *code = cs_sim_exchange_param (exchange, "code");
  g_autofree char *safe = g_markup_escape_text (code != NULL ? code : "", -1);
  g_autofree char *body =
    g_strdup_printf ("<p>Copy this authorization code and paste it to the application.</p>"
                     "<input class=\"oauth-code\" type=\"text\" readonly value=\"%s\">", safe);

  answer_page (exchange, 200, body);
}

static void
refuse_oauth (CsSimExchange *exchange,
              guint          status,
              const char    *error,
              const char    *description)
{
  cs_sim_answer_error (exchange, status, error, "error_description", description);
}

/* The app, by the body's or Basic credentials; answers 401 when they do not hold. */
static CsSimApp *
need_app (CsSimMastodon *self,
          CsSimExchange *exchange)
{
  const char *header = cs_sim_exchange_header (exchange, "Authorization");
  const char *id = cs_sim_exchange_param (exchange, "client_id");
  const char *secret = cs_sim_exchange_param (exchange, "client_secret");
  g_auto(GStrv) basic = NULL;
  CsSimApp *app;

  if (header != NULL && g_str_has_prefix (header, "Basic "))
    {
      gsize length = 0;
      g_autofree guchar *plain = g_base64_decode (header + strlen ("Basic "), &length);
      g_autofree char *text = g_strndup ((char *) plain, length);

      basic = g_strsplit (text, ":", 2);
      id = basic[0];
      secret = basic[0] != NULL ? basic[1] : NULL;
    }

  app = find_app (self, id);
  if (app == NULL || g_strcmp0 (app->client_secret, secret) != 0)
    {
      refuse_oauth (exchange, 401, "invalid_client",
                    "Client authentication failed due to unknown client, no client authentication "
                    "included, or unsupported authentication method.");
      return NULL;
    }

  return app;
}

/* RFC 7636: base64url of the verifier's SHA-256, without padding. */
static gboolean
verifies (const char *challenge,
          const char *verifier)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *text = NULL;

  if (verifier == NULL)
    return FALSE;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  text = g_base64_encode (digest, length);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  g_strdelimit (text, "=", '\0');

  return g_str_equal (text, challenge);
}

/* The grant behind the code, taken out: a code is good once. */
static CsSimGrant *
take_grant (CsSimMastodon *self,
            CsSimExchange *exchange,
            CsSimApp      *app)
{
  const char *code = cs_sim_exchange_param (exchange, "code");
  const char *uri = cs_sim_exchange_param (exchange, "redirect_uri");
  const char *verifier = cs_sim_exchange_param (exchange, "code_verifier");

  for (guint i = 0; code != NULL && i < self->grants->len; i++)
    {
      CsSimGrant *grant = g_ptr_array_index (self->grants, i);

      if (!g_str_equal (grant->code, code) || grant->app != app
          || g_strcmp0 (grant->redirect_uri, uri) != 0
          || grant->expires < cs_sim_world_now (self->world)
          || (grant->challenge != NULL && !verifies (grant->challenge, verifier)))
        continue;

      return g_ptr_array_steal_index (self->grants, i);
    }

  refuse_oauth (exchange, 400, "invalid_grant",
                "The provided authorization grant is invalid, expired, revoked, does not match "
                "the redirection URI used in the authorization request, or was issued to another "
                "client.");

  return NULL;
}

static void
answer_token (CsSimMastodon *self,
              CsSimExchange *exchange,
              CsSimApp      *app,
              CsSimPerson   *person,
              const char    *scopes)
{
  CsSimToken *token = g_new0 (CsSimToken, 1);
  JsonObject *object = json_object_new ();

  token->token = cs_sim_world_token (self->world, "token");
  token->app = app;
  token->person = person;
  token->scopes = g_strdup (scopes);
  token->created = cs_sim_world_now (self->world);
  g_ptr_array_add (self->tokens, token);

  json_object_set_string_member (object, "access_token", token->token);
  json_object_set_string_member (object, "token_type", "Bearer");
  json_object_set_string_member (object, "scope", token->scopes);
  json_object_set_int_member (object, "created_at", token->created);
  cs_sim_answer_object (exchange, 200, object);
}

void
cs_sim_mastodon_create_token (gpointer       network,
                              CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  const char *type = cs_sim_exchange_param (exchange, "grant_type");
  CsSimApp *app = need_app (self, exchange);
  CsSimGrant *grant;

  if (app == NULL)
    return;

  if (g_strcmp0 (type, "client_credentials") == 0)
    {
      answer_token (self, exchange, app, NULL, app->scopes);
      return;
    }

  if (g_strcmp0 (type, "authorization_code") != 0)
    {
      refuse_oauth (exchange, 400, "unsupported_grant_type",
                    "The authorization grant type is not supported by the authorization server.");
      return;
    }

  grant = take_grant (self, exchange, app);
  if (grant == NULL)
    return;

  answer_token (self, exchange, app, grant->person, grant->scopes);
  cs_sim_grant_free (grant);
}

void
cs_sim_mastodon_revoke (gpointer       network,
                        CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  const char *text = cs_sim_exchange_param (exchange, "token");
  CsSimApp *app = need_app (self, exchange);

  if (app == NULL)
    return;

  for (guint i = 0; text != NULL && i < self->tokens->len; i++)
    {
      CsSimToken *token = g_ptr_array_index (self->tokens, i);

      if (!g_str_equal (token->token, text))
        continue;

      if (token->app != app)
        {
          refuse_oauth (exchange, 403, "unauthorized_client",
                        "You are not authorized to revoke this token");
          return;
        }

      token->refusal = "The access token was revoked";
    }

  cs_sim_answer_object (exchange, 200, json_object_new ());
}

/* RFC 8414, from version 4.3 on. */
void
cs_sim_mastodon_metadata (gpointer       network,
                          CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  const char *url = self->world->urls[CS_SIMULATOR_MASTODON];
  static const char *const endpoints[][2] =
  {
    { "authorization_endpoint", "/oauth/authorize" },
    { "token_endpoint", "/oauth/token" },
    { "app_registration_endpoint", "/api/v1/apps" },
    { "revocation_endpoint", "/oauth/revoke" },
  };
  JsonObject *object;
  JsonArray *methods;

  if (cs_sim_mastodon_version (self) < 403 || self->world->options.mastodon_snac)
    {
      cs_sim_answer_text (exchange, 404, "text/html", "<h1>404 Not Found</h1>");
      return;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "issuer", url);
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autofree char *endpoint = g_strconcat (url, endpoints[i][1], NULL);

      json_object_set_string_member (object, endpoints[i][0], endpoint);
    }

  methods = json_array_new ();
  json_array_add_string_element (methods, "S256");
  json_object_set_array_member (object, "code_challenge_methods_supported", methods);

  cs_sim_answer_object (exchange, 200, object);
}
