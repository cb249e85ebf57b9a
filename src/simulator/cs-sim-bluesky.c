/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-bluesky-private.h"
#include "cs-json.h"
#include "cs-sim-cid.h"

#include <string.h>

static void show_health    (gpointer self, CsSimExchange *exchange);
static void resolve_handle (gpointer self, CsSimExchange *exchange);
static void describe_server (gpointer self, CsSimExchange *exchange);

#define XRPC(method, nsid, answer) { method, "/xrpc/" nsid, answer }

static const CsSimRoute routes[] =
{
  XRPC ("GET", "_health", show_health),
  XRPC ("GET", "com.atproto.server.describeServer", describe_server),
  XRPC ("GET", "com.atproto.identity.resolveHandle", resolve_handle),
  XRPC ("POST", "com.atproto.server.createSession", cs_sim_bluesky_create_session),
  XRPC ("POST", "com.atproto.server.refreshSession", cs_sim_bluesky_refresh_session),
  XRPC ("POST", "com.atproto.server.deleteSession", cs_sim_bluesky_delete_session),
  XRPC ("GET", "com.atproto.server.getSession", cs_sim_bluesky_get_session),
  XRPC ("GET", "com.atproto.server.getServiceAuth", cs_sim_bluesky_get_service_auth),
  XRPC ("POST", "com.atproto.repo.uploadBlob", cs_sim_bluesky_upload_blob),
  XRPC ("GET", "com.atproto.sync.getBlob", cs_sim_bluesky_get_blob),
  XRPC ("POST", "com.atproto.repo.putRecord", cs_sim_bluesky_put_record),
  XRPC ("POST", "com.atproto.repo.createRecord", cs_sim_bluesky_create_record),
  XRPC ("POST", "com.atproto.repo.deleteRecord", cs_sim_bluesky_delete_record),
  XRPC ("GET", "com.atproto.repo.getRecord", cs_sim_bluesky_get_record),
  XRPC ("GET", "com.atproto.repo.listRecords", cs_sim_bluesky_list_records),
};

/* A name in the directory is made from its first operation; here from the handle. */
static char *
make_did (const char *handle)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *text = NULL;

  g_checksum_update (checksum, (const guchar *) handle, -1);
  g_checksum_get_digest (checksum, digest, &length);
  text = cs_sim_base32 (digest, 15);

  return g_strconcat ("did:plc:", text, NULL);
}

static void
repo_init (CsSimRepo  *repo,
           const char *handle,
           const char *password)
{
  repo->did = make_did (handle);
  repo->handle = g_strdup (handle);
  repo->password = password;
  repo->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  repo->history = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_record_free);
  repo->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) cs_sim_blob_free);
}

CsSimBluesky *
cs_sim_bluesky_new (CsSimWorld *world)
{
  CsSimBluesky *self = g_new0 (CsSimBluesky, 1);

  self->world = world;
  self->jwts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                      (GDestroyNotify) cs_sim_jwt_free);
  repo_init (&self->repos[0], world->options.bluesky_person, "abcd-efgh-ijkl-mnop");
  repo_init (&self->repos[1], "bob.test", "bbbb-cccc-dddd-eeee");

  return self;
}

void
cs_sim_bluesky_free (CsSimBluesky *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->repos); i++)
    {
      g_free (self->repos[i].did);
      g_free (self->repos[i].handle);
      g_hash_table_unref (self->repos[i].records);
      g_ptr_array_unref (self->repos[i].history);
      g_hash_table_unref (self->repos[i].blobs);
    }

  g_hash_table_unref (self->jwts);
  g_free (self);
}

void
cs_sim_bluesky_refuse (CsSimExchange *exchange,
                       guint          status,
                       const char    *error,
                       const char    *message)
{
  cs_sim_answer_error (exchange, status, error, "message", message);
}

/* The simulated service's own DID: did:web with the port escaped, as that method demands. */
char *
cs_sim_bluesky_dup_did (CsSimBluesky    *self,
                        CsSimulatorFace  face)
{
  GString *did = g_string_new (strstr (self->world->urls[face], "://") + 3);

  g_string_replace (did, ":", "%3A", 0);
  g_string_prepend (did, "did:web:");

  return g_string_free_and_steal (did);
}

CsSimRepo *
cs_sim_bluesky_find_repo (CsSimBluesky *self,
                          const char   *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (self->repos); i++)
    if (g_str_equal (self->repos[i].did, name)
        || g_ascii_strcasecmp (self->repos[i].handle, name) == 0)
      return &self->repos[i];

  return NULL;
}

/* Takes points from a window and says so; 429 when they are not left. */
gboolean
cs_sim_bluesky_take (CsSimBluesky  *self,
                     CsSimExchange *exchange,
                     CsSimWindow   *window,
                     gint64         length,
                     gint64         limit,
                     gint64         points)
{
  gint64 now = cs_sim_world_now (self->world);
  g_autofree char *most = g_strdup_printf ("%" G_GINT64_FORMAT, limit);
  g_autofree char *policy =
    g_strdup_printf ("%" G_GINT64_FORMAT ";w=%" G_GINT64_FORMAT, limit, length);
  g_autofree char *left = NULL;
  g_autofree char *reset = NULL;
  g_autofree char *wait = NULL;
  gboolean ok;

  if (!self->world->options.bluesky_rate_limits)
    return TRUE;

  ok = cs_sim_window_take (window, now, length, limit, points);
  left = g_strdup_printf ("%" G_GINT64_FORMAT, ok ? limit - window->used : 0);
  reset = g_strdup_printf ("%" G_GINT64_FORMAT, window->began + length);
  wait = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (1, window->began + length - now));

  cs_sim_answer_header (exchange, "RateLimit-Limit", most);
  cs_sim_answer_header (exchange, "RateLimit-Remaining", left);
  cs_sim_answer_header (exchange, "RateLimit-Reset", reset);
  cs_sim_answer_header (exchange, "RateLimit-Policy", policy);

  if (!ok)
    {
      cs_sim_answer_header (exchange, "Retry-After", wait);
      cs_sim_bluesky_refuse (exchange, 429, "RateLimitExceeded", "Rate Limit Exceeded");
    }

  return ok;
}

JsonObject *
cs_sim_bluesky_describe_did (CsSimBluesky *self,
                             CsSimRepo    *repo)
{
  JsonObject *object = json_object_new ();
  JsonObject *service = json_object_new ();
  JsonArray *services = json_array_new ();
  JsonArray *names = json_array_new ();
  JsonArray *contexts = json_array_new ();
  g_autofree char *name = g_strconcat ("at://", repo->handle, NULL);

  json_array_add_string_element (contexts, "https://www.w3.org/ns/did/v1");
  json_object_set_array_member (object, "@context", contexts);
  json_object_set_string_member (object, "id", repo->did);
  json_array_add_string_element (names, name);
  json_object_set_array_member (object, "alsoKnownAs", names);

  json_object_set_string_member (service, "id", "#atproto_pds");
  json_object_set_string_member (service, "type", "AtprotoPersonalDataServer");
  json_object_set_string_member (service, "serviceEndpoint",
                                 self->world->urls[CS_SIMULATOR_BLUESKY]);
  json_array_add_object_element (services, service);
  json_object_set_array_member (object, "service", services);

  return object;
}

static void
show_health (gpointer       network,
             CsSimExchange *exchange)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "version", "0.4.5000");
  cs_sim_answer_object (exchange, 200, object);
}

static void
describe_server (gpointer       network,
                 CsSimExchange *exchange)
{
  JsonObject *object = json_object_new ();
  JsonArray *domains = json_array_new ();
  g_autofree char *did = cs_sim_bluesky_dup_did (network, CS_SIMULATOR_BLUESKY);

  json_object_set_string_member (object, "did", did);
  json_array_add_string_element (domains, ".test");
  json_object_set_array_member (object, "availableUserDomains", domains);
  json_object_set_boolean_member (object, "inviteCodeRequired", FALSE);
  json_object_set_object_member (object, "links", json_object_new ());
  json_object_set_object_member (object, "contact", json_object_new ());
  cs_sim_answer_object (exchange, 200, object);
}

static void
resolve_handle (gpointer       network,
                CsSimExchange *exchange)
{
  const char *handle = cs_sim_exchange_param (exchange, "handle");
  CsSimRepo *repo = cs_sim_bluesky_find_repo (network, handle);
  JsonObject *object;

  if (handle == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             "Error: Params must have the property \"handle\"");
      return;
    }

  if (repo == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "HandleNotFound", "Unable to resolve handle");
      return;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "did", repo->did);
  cs_sim_answer_object (exchange, 200, object);
}

/* A PDS hands on what it does not know to an AppView; without one it says so. */
static void
hand_on (CsSimBluesky  *self,
         CsSimExchange *exchange)
{
  g_autofree char *sentence = NULL;

  if (!g_str_has_prefix (exchange->path, "/xrpc/"))
    {
      cs_sim_bluesky_refuse (exchange, 404, "NotFound", "Not Found");
      return;
    }

  if (!self->world->options.bluesky_appview)
    {
      sentence =
        g_strconcat ("No service configured for ", exchange->path + strlen ("/xrpc/"), NULL);
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest", sentence);
      return;
    }

  if (cs_sim_bluesky_need (self, exchange) != NULL)
    cs_sim_bluesky_answer_appview (self, exchange);
}

void
cs_sim_bluesky_answer (CsSimBluesky  *self,
                       CsSimExchange *exchange)
{
  if (!cs_sim_bluesky_take (self, exchange, &self->calls, 300, 3000, 1))
    return;

  if (exchange->too_large)
    cs_sim_bluesky_refuse (exchange, 413, "PayloadTooLarge", "request entity too large");
  else if (!cs_sim_exchange_route (exchange, routes, G_N_ELEMENTS (routes), self))
    hand_on (self, exchange);
}

/* The directory: GET /did answers the document. */
void
cs_sim_bluesky_answer_plc (CsSimBluesky  *self,
                           CsSimExchange *exchange)
{
  CsSimRepo *repo = cs_sim_bluesky_find_repo (self, exchange->path + 1);
  g_autofree char *sentence = NULL;

  if (repo != NULL && g_str_equal (exchange->method, "GET"))
    {
      cs_sim_answer_object (exchange, 200, cs_sim_bluesky_describe_did (self, repo));
      return;
    }

  sentence = g_strdup_printf ("DID not registered: %s", exchange->path + 1);
  cs_sim_answer_error (exchange, 404, sentence, "message", sentence);
}
