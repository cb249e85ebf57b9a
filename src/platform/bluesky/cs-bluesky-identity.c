/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-json.h"

#include <string.h>

/**
 * cs_bluesky_resolve_handle:
 *
 * Returns: (transfer full): the DID; NULL with %CS_ERROR_NOT_FOUND for a handle
 *   that nobody has, else with what kept us from asking
 */
char *
cs_bluesky_resolve_handle (CsBluesky     *self,
                           const char    *base,
                           const char    *handle,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autofree char *escaped = g_uri_escape_string (handle, NULL, FALSE);
  g_autofree char *method = g_strconcat ("com.atproto.identity.resolveHandle?handle=", escaped,
                                         NULL);
  CsHttpCall call = { .kind = CS_HTTP_READ };
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_call (self, &call, base, method, NULL,
                                                    cancellable, error);
  g_autoptr(CsReply) refusal = NULL;
  const char *did;

  if (answer == NULL)
    return NULL;

  if (answer->outcome == CS_HTTP_ANSWERED && (answer->status == 400 || answer->status == 404)
      && !cs_http_is_html (answer))
    return cs_fail_null (error, CS_ERROR_NOT_FOUND,
                         "Nobody has the handle “%s”: check its spelling", handle);

  refusal = cs_bluesky_read (self, answer, CS_HTTP_READ);
  if (refusal != NULL)
    {
      cs_reply_fail (refusal, cs_clock_now (self->clock), error);
      return NULL;
    }

  did = cs_json_get_text (answer->object, "did");
  if (did == NULL || !g_str_has_prefix (did, "did:"))
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU, "%s does not say who “%s” is",
                         answer->host, handle);

  return g_strdup (did);
}

/* Where the document of a DID is: at the directory, or with did:web at the host that it names. */
static char *
document_url (const char  *plc,
              const char  *did,
              GError     **error)
{
  g_autofree char *host = NULL;
  g_autofree char *name = NULL;
  const char *scheme;

  if (g_str_has_prefix (did, "did:plc:"))
    {
      g_autofree char *escaped = g_uri_escape_string (did, ":", FALSE);

      return g_strdup_printf ("%s/%s", plc, escaped);
    }

  if (!g_str_has_prefix (did, "did:web:"))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%.100s” is no identity of this network", did);

  host = g_uri_unescape_string (did + strlen ("did:web:"), "/");
  if (host == NULL || *host == '\0' || strpbrk (host, "/?#@") != NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "“%.100s” is no identity of this network", did);

  name = g_strndup (host, strcspn (host, ":"));
  scheme = strcmp (name, "localhost") == 0 || strcmp (name, "127.0.0.1") == 0 ? "http" : "https";

  return g_strdup_printf ("%s://%s/.well-known/did.json", scheme, host);
}

static const char *
find_service (JsonObject *document,
              const char *fragment)
{
  JsonArray *services = cs_json_get_array (document, "service");

  for (guint i = 0; services != NULL && i < json_array_get_length (services); i++)
    {
      JsonObject *service = cs_json_at_object (services, i);
      const char *id = service != NULL ? cs_json_get_text (service, "id") : NULL;

      if (id != NULL && g_str_has_suffix (id, fragment))
        return cs_json_get_text (service, "serviceEndpoint");
    }

  return NULL;
}

/* The server that holds the account's data, from the document of its DID. */
char *
cs_bluesky_resolve_pds (CsBluesky     *self,
                        const char    *plc,
                        const char    *did,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autofree char *url = document_url (plc, did, error);
  CsHttpCall call = { .kind = CS_HTTP_READ, .method = "GET", .url = url };
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autoptr(CsReply) refusal = NULL;
  const char *endpoint, *subject;
  g_autofree char *pds = NULL;

  if (url == NULL)
    return NULL;

  answer = cs_http_send (self->http, &call, cancellable, error);
  if (answer == NULL)
    return NULL;

  if (answer->outcome == CS_HTTP_ANSWERED && (answer->status == 404 || answer->status == 410))
    return cs_fail_null (error, CS_ERROR_NOT_FOUND, "The identity %s is not known at %s",
                         did, answer->host);

  refusal = cs_bluesky_read (self, answer, CS_HTTP_READ);
  if (refusal != NULL)
    {
      cs_reply_fail (refusal, cs_clock_now (self->clock), error);
      return NULL;
    }

  subject = cs_json_get_text (answer->object, "id");
  endpoint = find_service (answer->object, "#atproto_pds");
  if (g_strcmp0 (subject, did) != 0 || endpoint == NULL)
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU, "The identity %s names no server", did);

  if (!cs_http_check_url (endpoint, error))
    return NULL;

  pds = g_strdup (endpoint);
  while (g_str_has_suffix (pds, "/"))
    pds[strlen (pds) - 1] = '\0';

  return g_steal_pointer (&pds);
}

/* did:web of a server, the audience of a token for it: the port is part, its colon escaped. */
char *
cs_bluesky_web_did (const char *base)
{
  g_autoptr(GUri) uri = g_uri_parse (base, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup ("did:web:");

  if (g_uri_get_port (uri) > 0)
    return g_strdup_printf ("did:web:%s%%3A%d", g_uri_get_host (uri), g_uri_get_port (uri));

  return g_strconcat ("did:web:", g_uri_get_host (uri), NULL);
}
