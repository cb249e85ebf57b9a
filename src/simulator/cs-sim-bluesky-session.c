/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-bluesky-private.h"
#include "cs-json.h"

#include <string.h>

#define REFRESH_LIFETIME (90 * 86400)
#define SERVICE_DEFAULT  60
#define SERVICE_MAX      3600

/* A rotated refresh token still works for this long, for a client that lost the answer. */
#define REFRESH_GRACE    7200

#define AUTH_FACTOR_CODE "12345-67890"

void
cs_sim_jwt_free (CsSimJwt *jwt)
{
  g_free (jwt->text);
  g_free (jwt->aud);
  g_free (jwt->lxm);
  g_free (jwt);
}

static char *
base64url (const guint8 *bytes,
           gsize         length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  g_strdelimit (text, "=", '\0');

  return text;
}

/* A JSON Web Token (RFC 7519) that clients can read and only this server can sign. */
static char *
sign (CsSimBluesky *self,
      const char   *type,
      JsonObject   *payload)
{
  static const char key[] = "a simulator's key signs nothing of worth";
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), payload);
  g_autofree char *head = g_strdup_printf ("{\"typ\":\"%s\",\"alg\":\"HS256\"}", type);
  g_autofree char *body = cs_json_to_text (node);
  g_autofree char *head64 = base64url ((const guint8 *) head, strlen (head));
  g_autofree char *body64 = base64url ((const guint8 *) body, strlen (body));
  g_autofree char *both = g_strdup_printf ("%s.%s", head64, body64);
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) key, sizeof key - 1);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *signature = NULL;

  g_hmac_update (hmac, (const guchar *) both, -1);
  g_hmac_get_digest (hmac, digest, &length);
  signature = base64url (digest, length);

  return g_strdup_printf ("%s.%s", both, signature);
}

static CsSimJwt *
issue (CsSimBluesky *self,
       CsSimRepo    *repo,
       CsSimJwtKind  kind,
       gint64        expires,
       const char   *aud,
       const char   *lxm)
{
  static const char *const types[] = { "at+jwt", "refresh+jwt", "JWT" };
  static const char *const scopes[] = { "com.atproto.appPass", "com.atproto.refresh", NULL };
  g_autoptr(JsonObject) payload = json_object_new ();
  g_autofree char *jti = cs_sim_world_token (self->world, "jti");
  CsSimJwt *jwt = g_new0 (CsSimJwt, 1);

  if (scopes[kind] != NULL)
    json_object_set_string_member (payload, "scope", scopes[kind]);
  json_object_set_string_member (payload, kind == CS_SIM_SERVICE ? "iss" : "sub", repo->did);
  json_object_set_int_member (payload, "iat", cs_sim_world_now (self->world));
  json_object_set_int_member (payload, "exp", expires);
  json_object_set_string_member (payload, "aud", aud);
  if (lxm != NULL)
    json_object_set_string_member (payload, "lxm", lxm);
  json_object_set_string_member (payload, "jti", jti);

  jwt->text = sign (self, types[kind], payload);
  jwt->kind = kind;
  jwt->repo = repo;
  jwt->expires = expires;
  jwt->aud = g_strdup (aud);
  jwt->lxm = g_strdup (lxm);
  g_hash_table_insert (self->jwts, jwt->text, jwt);

  return jwt;
}

/* The token that came with a request, if it is of this kind and holds. */
static CsSimJwt *
need_jwt (CsSimBluesky  *self,
          CsSimExchange *exchange,
          CsSimJwtKind   kind)
{
  const char *bearer = cs_sim_exchange_bearer (exchange);
  CsSimJwt *jwt = bearer != NULL ? g_hash_table_lookup (self->jwts, bearer) : NULL;

  if (cs_sim_exchange_header (exchange, "Authorization") == NULL)
    cs_sim_bluesky_refuse (exchange, 401, "AuthMissing", "Authentication Required");
  else if (jwt == NULL)
    cs_sim_bluesky_refuse (exchange, 400, "InvalidToken", "Token could not be verified");
  else if (jwt->kind != kind)
    cs_sim_bluesky_refuse (exchange, 400, "InvalidToken", "Bad token scope");
  else if (jwt->is_revoked)
    cs_sim_bluesky_refuse (exchange, 400, kind == CS_SIM_REFRESH ? "ExpiredToken" : "InvalidToken",
                           "Token has been revoked");
  else if (jwt->expires <= cs_sim_world_now (self->world))
    cs_sim_bluesky_refuse (exchange, 400, "ExpiredToken", "Token has expired");
  else
    return jwt;

  return NULL;
}

CsSimRepo *
cs_sim_bluesky_need (CsSimBluesky  *self,
                     CsSimExchange *exchange)
{
  CsSimJwt *jwt = need_jwt (self, exchange, CS_SIM_ACCESS);

  return jwt != NULL ? jwt->repo : NULL;
}

static JsonObject *
describe_session (CsSimBluesky *self,
                  CsSimRepo    *repo)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "handle", repo->handle);
  json_object_set_string_member (object, "did", repo->did);
  json_object_set_object_member (object, "didDoc", cs_sim_bluesky_describe_did (self, repo));
  json_object_set_boolean_member (object, "emailConfirmed",
                                  self->world->options.bluesky_email_confirmed);
  json_object_set_boolean_member (object, "active", TRUE);

  return object;
}

static void
answer_session (CsSimBluesky  *self,
                CsSimExchange *exchange,
                CsSimRepo     *repo,
                guint          session)
{
  g_autofree char *aud = cs_sim_bluesky_dup_did (self, CS_SIMULATOR_BLUESKY);
  gint64 now = cs_sim_world_now (self->world);
  CsSimJwt *access = issue (self, repo, CS_SIM_ACCESS,
                            now + self->world->options.bluesky_access_lifetime, aud, NULL);
  CsSimJwt *refresh = issue (self, repo, CS_SIM_REFRESH, now + REFRESH_LIFETIME, aud, NULL);
  JsonObject *object = describe_session (self, repo);

  access->session = session;
  refresh->session = session;
  json_object_set_string_member (object, "accessJwt", access->text);
  json_object_set_string_member (object, "refreshJwt", refresh->text);
  cs_sim_answer_object (exchange, 200, object);
}

void
cs_sim_bluesky_create_session (gpointer       network,
                               CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  JsonObject *input = cs_sim_exchange_object (exchange);
  const char *identifier = input != NULL ? cs_json_get_text (input, "identifier") : NULL;
  const char *password = input != NULL ? cs_json_get_text (input, "password") : NULL;
  CsSimRepo *repo = cs_sim_bluesky_find_repo (self, identifier);

  if (identifier == NULL || password == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             "Input must have the properties \"identifier\" and \"password\"");
      return;
    }

  if (repo != NULL
      && (!cs_sim_bluesky_take (self, exchange, &repo->sign_ins_day, 86400, 300, 1)
          || !cs_sim_bluesky_take (self, exchange, &repo->sign_ins, 300, 30, 1)))
    return;

  if (repo == NULL || !g_str_equal (repo->password, password))
    cs_sim_bluesky_refuse (exchange, 401, "AuthenticationRequired",
                           "Invalid identifier or password");
  else if (self->world->options.bluesky_auth_factor
           && g_strcmp0 (cs_json_get_text (input, "authFactorToken"), AUTH_FACTOR_CODE) != 0)
    cs_sim_bluesky_refuse (exchange, 401, "AuthFactorTokenRequired",
                           "A sign in code has been sent to your email address");
  else
    answer_session (self, exchange, repo, ++self->n_sessions);
}

/* Gives a new pair; the old refresh token ends when its grace is over. */
void
cs_sim_bluesky_refresh_session (gpointer       network,
                                CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  CsSimJwt *jwt = need_jwt (self, exchange, CS_SIM_REFRESH);

  if (jwt == NULL)
    return;

  jwt->expires = MIN (jwt->expires, cs_sim_world_now (self->world) + REFRESH_GRACE);
  answer_session (self, exchange, jwt->repo, jwt->session);
}

void
cs_sim_bluesky_delete_session (gpointer       network,
                               CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  CsSimJwt *jwt = need_jwt (self, exchange, CS_SIM_REFRESH);
  GHashTableIter iter;
  gpointer value;

  if (jwt == NULL)
    return;

  g_hash_table_iter_init (&iter, self->jwts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      CsSimJwt *other = value;

      if (other->session == jwt->session && other->kind == CS_SIM_REFRESH)
        other->is_revoked = TRUE;
    }

  exchange->status = 200;
}

void
cs_sim_bluesky_get_session (gpointer       network,
                            CsSimExchange *exchange)
{
  CsSimRepo *repo = cs_sim_bluesky_need (network, exchange);

  if (repo != NULL)
    cs_sim_answer_object (exchange, 200, describe_session (network, repo));
}

/* A token for another service, at most an hour long and for one method. */
void
cs_sim_bluesky_get_service_auth (gpointer       network,
                                 CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  CsSimRepo *repo = cs_sim_bluesky_need (self, exchange);
  const char *aud = cs_sim_exchange_param (exchange, "aud");
  const char *lxm = cs_sim_exchange_param (exchange, "lxm");
  const char *exp = cs_sim_exchange_param (exchange, "exp");
  gint64 now = cs_sim_world_now (self->world);
  gint64 expires = exp != NULL ? g_ascii_strtoll (exp, NULL, 10) : now + SERVICE_DEFAULT;
  JsonObject *object;

  if (repo == NULL)
    return;

  if (aud == NULL || !g_str_has_prefix (aud, "did:"))
    cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest", "Error: aud must be a valid did");
  else if (expires < now)
    cs_sim_bluesky_refuse (exchange, 400, "BadExpiration", "expiration is in past");
  else if (expires > now + SERVICE_MAX)
    cs_sim_bluesky_refuse (exchange, 400, "BadExpiration",
                           "cannot request a token with an expiration more than an hour "
                           "in the future");
  else if (lxm == NULL && expires > now + SERVICE_DEFAULT)
    cs_sim_bluesky_refuse (exchange, 400, "BadExpiration",
                           "cannot request a method-less token with an expiration more than "
                           "a minute in the future");
  else
    {
      object = json_object_new ();
      json_object_set_string_member (object, "token",
                                     issue (self, repo, CS_SIM_SERVICE, expires, aud, lxm)->text);
      cs_sim_answer_object (exchange, 200, object);
    }
}

/**
 * cs_sim_bluesky_check_service:
 * @lxm: the method that the token must name; "com.atproto.repo.uploadBlob" goes to
 *   this PDS, all others to @other_aud
 * @other_aud: the service's own DID
 *
 * Answers 401 when the token that came is not for this.
 *
 * Returns: (nullable): the DID of who it speaks for
 */
const char *
cs_sim_bluesky_check_service (CsSimBluesky  *self,
                              CsSimExchange *exchange,
                              const char    *lxm,
                              const char    *other_aud)
{
  gboolean to_pds = g_str_equal (lxm, "com.atproto.repo.uploadBlob");
  g_autofree char *pds = cs_sim_bluesky_dup_did (self, CS_SIMULATOR_BLUESKY);
  const char *aud = to_pds ? pds : other_aud;
  const char *bearer = cs_sim_exchange_bearer (exchange);
  CsSimJwt *jwt = bearer != NULL ? g_hash_table_lookup (self->jwts, bearer) : NULL;
  g_autofree char *sentence = NULL;

  if (bearer == NULL)
    cs_sim_bluesky_refuse (exchange, 401, "AuthMissing", "Authentication Required");
  else if (jwt == NULL || jwt->kind != CS_SIM_SERVICE || jwt->is_revoked)
    cs_sim_bluesky_refuse (exchange, 401, "BadJwtSignature",
                           "jwt signature does not match jwt issuer");
  else if (jwt->expires <= cs_sim_world_now (self->world))
    cs_sim_bluesky_refuse (exchange, 401, "JwtExpired", "jwt expired");
  else if (!g_str_equal (jwt->aud, aud)
           && (to_pds || !g_str_equal (jwt->aud, "did:web:video.bsky.app")))
    {
      sentence = g_strdup_printf ("jwt audience %s does not match service did %s", jwt->aud, aud);
      cs_sim_bluesky_refuse (exchange, 401, "BadJwtAudience", sentence);
    }
  else if (g_strcmp0 (jwt->lxm, lxm) != 0)
    {
      sentence = g_strdup_printf ("bad jwt lexicon method (\"lxm\"). must match: %s", lxm);
      cs_sim_bluesky_refuse (exchange, 401, "BadJwtLexiconMethod", sentence);
    }
  else
    return jwt->repo->did;

  return NULL;
}

/* Faults of credentials: they befall every token that was given so far. */
void
cs_sim_bluesky_change (CsSimBluesky *self,
                       CsSimFault   *fault)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->jwts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      CsSimJwt *jwt = value;

      if (fault->action == CS_SIM_TOKEN_REVOKE)
        jwt->is_revoked = TRUE;
      else if (fault->action == CS_SIM_TOKEN_EXPIRE && jwt->kind != CS_SIM_REFRESH)
        jwt->expires = 0;
    }
}
