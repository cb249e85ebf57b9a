/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-private.h"
#include "cs-sim-mastodon-instance.h"

#include <stdlib.h>
#include <string.h>

#define ALL_SCOPES "read write follow push profile"

/* Ids rise as snowflakes do, so that clients may sort by them. */
#define FIRST_ID G_GUINT64_CONSTANT (114000000000000000)

static const CsSimRoute routes[] =
{
  { "GET", "/api/v1/instance", cs_sim_mastodon_show_instance_v1 },
  { "GET", "/api/v2/instance", cs_sim_mastodon_show_instance_v2 },
  { "GET", "/.well-known/oauth-authorization-server", cs_sim_mastodon_metadata },
  { "POST", "/api/v1/apps", cs_sim_mastodon_create_app },
  { "GET", "/oauth/authorize", cs_sim_mastodon_show_authorize },
  { "POST", "/oauth/authorize", cs_sim_mastodon_authorize },
  { "GET", "/oauth/authorize/native", cs_sim_mastodon_show_code },
  { "POST", "/oauth/token", cs_sim_mastodon_create_token },
  { "POST", "/oauth/revoke", cs_sim_mastodon_revoke },
  { "GET", "/api/v1/accounts/verify_credentials", cs_sim_mastodon_verify },
  { "GET", "/api/v1/accounts/:", cs_sim_mastodon_show_account },
  { "GET", "/api/v1/accounts/:/statuses", cs_sim_mastodon_list_statuses },
  { "POST", "/api/v2/media", cs_sim_mastodon_create_media },
  { "GET", "/api/v1/media/:", cs_sim_mastodon_show_media },
  { "PUT", "/api/v1/media/:", cs_sim_mastodon_edit_media },
  { "GET", "/system/media_attachments/:", cs_sim_mastodon_show_file },
  { "POST", "/api/v1/statuses", cs_sim_mastodon_create_status },
  { "GET", "/api/v1/statuses", cs_sim_mastodon_show_statuses },
  { "GET", "/api/v1/statuses/:", cs_sim_mastodon_show_status },
  { "PUT", "/api/v1/statuses/:", cs_sim_mastodon_edit_status },
  { "DELETE", "/api/v1/statuses/:", cs_sim_mastodon_delete_status },
  { "GET", "/api/v1/statuses/:/context", cs_sim_mastodon_show_context },
  { "GET", "/api/v1/scheduled_statuses", cs_sim_mastodon_list_scheduled },
  { "GET", "/api/v1/scheduled_statuses/:", cs_sim_mastodon_show_scheduled },
  { "PUT", "/api/v1/scheduled_statuses/:", cs_sim_mastodon_move_scheduled },
  { "DELETE", "/api/v1/scheduled_statuses/:", cs_sim_mastodon_delete_scheduled },
};

static void
add_person (CsSimMastodon *self,
            guint          index,
            const char    *username,
            const char    *password)
{
  CsSimPerson *person = &self->people[index];
  CsSimToken *token = g_new0 (CsSimToken, 1);

  person->id = cs_sim_mastodon_new_id (self);
  person->username = g_strdup (username);
  person->password = password;

  /* A token to begin with, for tests that are not about signing in. */
  token->token = cs_sim_world_token (self->world, "token");
  token->app = g_ptr_array_index (self->apps, 0);
  token->person = person;
  token->scopes = g_strdup (ALL_SCOPES);
  token->created = cs_sim_world_now (self->world);
  g_ptr_array_add (self->tokens, token);
}

CsSimMastodon *
cs_sim_mastodon_new (CsSimWorld *world)
{
  CsSimMastodon *self = g_new0 (CsSimMastodon, 1);
  CsSimApp *web = g_new0 (CsSimApp, 1);

  self->world = world;
  self->apps = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_app_free);
  self->grants = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_grant_free);
  self->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_token_free);
  self->media = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_media_free);
  self->statuses = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_status_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  web->id = cs_sim_mastodon_new_id (self);
  web->name = g_strdup ("Web");
  web->client_id = cs_sim_world_token (world, "client");
  web->client_secret = cs_sim_world_token (world, "secret");
  web->redirect_uris = g_strsplit ("urn:ietf:wg:oauth:2.0:oob", " ", -1);
  web->scopes = g_strdup (ALL_SCOPES);
  g_ptr_array_add (self->apps, web);

  add_person (self, 0, world->options.mastodon_person, "alice-password");
  add_person (self, 1, "bob", "bob-password");

  return self;
}

void
cs_sim_mastodon_free (CsSimMastodon *self)
{
  g_hash_table_unref (self->keys);
  g_ptr_array_unref (self->statuses);
  g_ptr_array_unref (self->media);
  g_ptr_array_unref (self->tokens);
  g_ptr_array_unref (self->grants);
  g_ptr_array_unref (self->apps);

  for (guint i = 0; i < G_N_ELEMENTS (self->people); i++)
    {
      g_free (self->people[i].id);
      g_free (self->people[i].username);
    }

  g_free (self);
}

char *
cs_sim_mastodon_new_id (CsSimMastodon *self)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, FIRST_ID + ++self->counter);
}

/* 405 for version 4.5. */
guint
cs_sim_mastodon_version (CsSimMastodon *self)
{
  g_auto(GStrv) parts = g_strsplit (self->world->options.mastodon_version, ".", 3);

  return g_strv_length (parts) < 2 ? 0 : atoi (parts[0]) * 100 + atoi (parts[1]);
}

void
cs_sim_mastodon_refuse (CsSimExchange *exchange,
                        guint          status,
                        const char    *sentence)
{
  cs_sim_answer_error (exchange, status, sentence, NULL, NULL);
}

/* Takes one call from a window and says so in the headers; 429 when none is left. */
gboolean
cs_sim_mastodon_take (CsSimMastodon *self,
                      CsSimExchange *exchange,
                      CsSimWindow   *window,
                      gint64         length,
                      gint64         limit)
{
  gboolean ok;
  const char *told =
    soup_message_headers_get_one (exchange->answer_headers, "X-RateLimit-Remaining");
  g_autofree char *left = NULL;
  g_autofree char *most = NULL;
  g_autofree char *reset = NULL;

  if (!self->world->options.mastodon_rate_limits)
    return TRUE;

  ok = cs_sim_window_take (window, cs_sim_world_now (self->world), length, limit, 1);

  /* The headers speak of the limit that is closest to being used up. */
  if (ok && told != NULL && g_ascii_strtoll (told, NULL, 10) <= limit - window->used)
    return TRUE;

  most = g_strdup_printf ("%" G_GINT64_FORMAT, limit);
  left = g_strdup_printf ("%" G_GINT64_FORMAT, limit - window->used);
  reset = cs_sim_world_iso ((window->began + length) * G_USEC_PER_SEC);
  cs_sim_answer_header (exchange, "X-RateLimit-Limit", most);
  cs_sim_answer_header (exchange, "X-RateLimit-Remaining", left);
  cs_sim_answer_header (exchange, "X-RateLimit-Reset", reset);

  if (!ok)
    cs_sim_mastodon_refuse (exchange, 429, "Too many requests");

  return ok;
}

CsSimToken *
cs_sim_mastodon_find_token (CsSimMastodon *self,
                            CsSimExchange *exchange)
{
  const char *bearer = cs_sim_exchange_bearer (exchange);

  for (guint i = 0; bearer != NULL && i < self->tokens->len; i++)
    {
      CsSimToken *token = g_ptr_array_index (self->tokens, i);

      if (g_str_equal (token->token, bearer))
        return token;
    }

  return NULL;
}

/* "write" covers "write:media"; "profile" (from 4.3) covers reading the own account. */
static gboolean
has_scope (CsSimToken *token,
           const char *scope)
{
  g_auto(GStrv) have = g_strsplit (token->scopes, " ", -1);

  for (guint i = 0; have[i] != NULL; i++)
    {
      gsize length = strlen (have[i]);

      if (g_str_has_prefix (scope, have[i]) && (scope[length] == '\0' || scope[length] == ':'))
        return TRUE;
    }

  return FALSE;
}

CsSimToken *
cs_sim_mastodon_need (CsSimMastodon *self,
                      CsSimExchange *exchange,
                      const char    *scope)
{
  CsSimToken *token = cs_sim_mastodon_find_token (self, exchange);
  const char *sentence = "The access token is invalid";
  gboolean by_profile;

  if (token == NULL || token->refusal != NULL)
    {
      sentence = token != NULL ? token->refusal : sentence;
      cs_sim_answer_header (exchange, "WWW-Authenticate",
                            "Bearer realm=\"Doorkeeper\", error=\"invalid_token\"");
      cs_sim_mastodon_refuse (exchange, 401, sentence);
      return NULL;
    }

  by_profile = g_str_equal (scope, "read:accounts") && has_scope (token, "profile")
               && cs_sim_mastodon_version (self) >= 403;
  if (!has_scope (token, scope) && !by_profile)
    {
      cs_sim_mastodon_refuse (exchange, 403, "This action is outside the authorized scopes");
      return NULL;
    }

  if (token->person == NULL)
    {
      cs_sim_mastodon_refuse (exchange, 422, "This method requires an authenticated user");
      return NULL;
    }

  return cs_sim_mastodon_take (self, exchange, &token->person->calls, 300,
                               self->world->options.mastodon_calls) ? token : NULL;
}

/* Faults of credentials: they befall every token that was given so far. */
void
cs_sim_mastodon_change (CsSimMastodon *self,
                        CsSimFault    *fault)
{
  for (guint i = 0; i < self->tokens->len; i++)
    {
      CsSimToken *token = g_ptr_array_index (self->tokens, i);
      g_auto(GStrv) kept = g_strsplit (token->scopes, " ", -1);
      g_autoptr(GString) scopes = g_string_new (NULL);

      if (fault->action == CS_SIM_TOKEN_EXPIRE)
        token->refusal = "The access token expired";
      else if (fault->action == CS_SIM_TOKEN_REVOKE)
        token->refusal = "The access token was revoked";

      for (guint j = 0; fault->action == CS_SIM_SCOPE_DROP && kept[j] != NULL; j++)
        if (!g_str_equal (kept[j], fault->text))
          g_string_append_printf (scopes, "%s%s", scopes->len > 0 ? " " : "", kept[j]);

      if (fault->action == CS_SIM_SCOPE_DROP)
        g_set_str (&token->scopes, scopes->str);
    }
}

void
cs_sim_mastodon_answer (CsSimMastodon *self,
                        CsSimExchange *exchange)
{
  if (exchange->too_large)
    cs_sim_answer_text (exchange, 413, "text/html",
                        "<html><head><title>413 Request Entity Too Large</title></head></html>");
  else if (!cs_sim_exchange_route (exchange, routes, G_N_ELEMENTS (routes), self))
    cs_sim_mastodon_refuse (exchange, 404, "Record not found");
}

/* Credentials that a test may use: names, passwords and a token each. */
JsonNode *
cs_sim_mastodon_accounts (CsSimMastodon *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (self->people); i++)
    {
      CsSimPerson *person = &self->people[i];
      CsSimToken *token = g_ptr_array_index (self->tokens, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", person->id);
      json_object_set_string_member (object, "username", person->username);
      json_object_set_string_member (object, "password", person->password);
      json_object_set_string_member (object, "token", token->token);
      json_object_set_string_member (object, "url", self->world->urls[CS_SIMULATOR_MASTODON]);
      json_array_add_object_element (array, object);
    }

  return cs_sim_take_array (array);
}
