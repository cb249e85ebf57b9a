/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sim-client.h"

#include <string.h>

/* The switches of a test, "name=value" with spaces between. */
void
sim_start (Sim           *sim,
           gconstpointer  settings)
{
  g_auto(GStrv) list = g_strsplit (settings != NULL ? settings : "", " ", -1);

  sim->clock = cs_clock_new_virtual (SIM_START * G_USEC_PER_SEC);
  sim->simulator = cs_simulator_new (sim->clock);
  /* Loopback needs no proxy, and the resolver of a desktop wants its settings schemas. */
  sim->session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);

  for (guint i = 0; list[i] != NULL; i++)
    {
      cs_simulator_set (sim->simulator, list[i], &sim->error);
      g_assert_no_error (sim->error);
    }

  cs_simulator_start (sim->simulator, &sim->error);
  g_assert_no_error (sim->error);

  sim_get (sim, CS_SIMULATOR_CONTROL, "/accounts", NULL);
  sim->token = g_strdup (cs_json_get_text (
      cs_json_at_object (cs_json_get_array (json_node_get_object (sim->json), "mastodon"), 0),
      "token"));
}

static void
forget (Sim *sim)
{
  sim->status = 0;
  g_clear_pointer (&sim->body, g_free);
  g_clear_pointer (&sim->json, json_node_unref);
  g_clear_pointer (&sim->headers, soup_message_headers_unref);
  g_clear_error (&sim->error);
}

void
sim_stop (Sim           *sim,
          gconstpointer  settings)
{
  forget (sim);
  g_clear_object (&sim->session);
  g_clear_object (&sim->simulator);
  g_clear_object (&sim->clock);
  g_clear_pointer (&sim->token, g_free);
  g_clear_pointer (&sim->access, g_free);
  g_clear_pointer (&sim->refresh, g_free);
  g_clear_pointer (&sim->did, g_free);
}

static void
set_headers (SoupMessage     *message,
             const char      *bearer,
             const SimHeader *header)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *value = g_strconcat ("Bearer ", bearer, NULL);

  if (bearer != NULL)
    soup_message_headers_replace (headers, "Authorization", value);

  for (; header != NULL && header->name != NULL; header++)
    soup_message_headers_replace (headers, header->name, header->value);
}

/* One request; a connection of its own, so that a close without answer is not hidden. */
guint
sim_send (Sim             *sim,
          CsSimulatorFace  face,
          const char      *method,
          const char      *path,
          const char      *type,
          const char      *body,
          gssize           length,
          const char      *bearer,
          const SimHeader *header)
{
  g_autofree char *url = g_strconcat (cs_simulator_get_url (sim->simulator, face), path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, url);
  g_autoptr(GBytes) answer = NULL;

  forget (sim);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  set_headers (message, bearer, header);

  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, length < 0 ? strlen (body) : (gsize) length);

      soup_message_set_request_body_from_bytes (message, type, bytes);
    }

  answer = soup_session_send_and_read (sim->session, message, NULL, &sim->error);
  sim->status = soup_message_get_status (message);
  sim->headers = soup_message_headers_ref (soup_message_get_response_headers (message));

  if (answer != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (answer, &size);

      sim->body = size > 0 ? g_strndup (data, size) : g_strdup ("");
      sim->json = cs_json_parse (sim->body, -1, 0, NULL);
    }

  return sim->status;
}

guint
sim_get (Sim             *sim,
         CsSimulatorFace  face,
         const char      *path,
         const char      *bearer)
{
  return sim_send (sim, face, "GET", path, NULL, NULL, 0, bearer, NULL);
}

/* A form that alice posts to Mastodon. */
guint
sim_form (Sim             *sim,
          const char      *path,
          const char      *form,
          const SimHeader *header)
{
  return sim_send (sim, CS_SIMULATOR_MASTODON, "POST", path, "application/x-www-form-urlencoded",
                   form, -1, sim->token, header);
}

/* A procedure that alice calls on the PDS. */
guint
sim_xrpc (Sim        *sim,
          const char *nsid,
          const char *json)
{
  g_autofree char *path = g_strconcat ("/xrpc/", nsid, NULL);

  return sim_send (sim, CS_SIMULATOR_BLUESKY, "POST", path,
                   json != NULL ? "application/json" : NULL, json, -1, sim->access, NULL);
}

/* A file for Mastodon, of so many equal bytes. */
guint
sim_upload (Sim        *sim,
            const char *type,
            gsize       length)
{
  g_autoptr(GString) body = g_string_new (NULL);
  g_autofree char *bytes = g_strnfill (length, 'v');

  g_string_append_printf (body,
                          "--cut\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n"
                          "A cat\r\n--cut\r\nContent-Disposition: form-data; name=\"file\"; "
                          "filename=\"a.bin\"\r\nContent-Type: %s\r\n\r\n",
                          type);
  g_string_append_len (body, bytes, length);
  g_string_append (body, "\r\n--cut--\r\n");

  return sim_send (sim, CS_SIMULATOR_MASTODON, "POST", "/api/v2/media",
                   "multipart/form-data; boundary=cut", body->str, body->len, sim->token, NULL);
}

void
sim_faults (Sim        *sim,
            const char *script)
{
  g_autoptr(GError) error = NULL;

  cs_simulator_add_faults (sim->simulator, script, &error);
  g_assert_no_error (error);
}

void
sim_sign_in (Sim *sim)
{
  guint status = sim_xrpc (sim, "com.atproto.server.createSession",
                           "{\"identifier\":\"alice.test\",\"password\":\"abcd-efgh-ijkl-mnop\"}");

  g_assert_cmpuint (status, ==, 200);
  g_set_str (&sim->access, sim_text (sim, "accessJwt"));
  g_set_str (&sim->refresh, sim_text (sim, "refreshJwt"));
  g_set_str (&sim->did, sim_text (sim, "did"));
}

void
sim_pass (Sim    *sim,
          gint64  seconds)
{
  cs_clock_advance (sim->clock, seconds * G_USEC_PER_SEC);
}

/* A number of GET /counts. */
gint64
sim_count (Sim        *sim,
           const char *name)
{
  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_CONTROL, "/counts", NULL), ==, 200);

  return sim_int (sim, name);
}

const char *
sim_text (Sim        *sim,
          const char *path)
{
  if (sim->json == NULL || !JSON_NODE_HOLDS_OBJECT (sim->json))
    return NULL;

  return cs_json_get_text (json_node_get_object (sim->json), path);
}

gint64
sim_int (Sim        *sim,
         const char *path)
{
  if (sim->json == NULL || !JSON_NODE_HOLDS_OBJECT (sim->json))
    return -1;

  return cs_json_get_int (json_node_get_object (sim->json), path, -1);
}

/* A token with which alice may call one method of the service behind @face. */
char *
sim_service (Sim             *sim,
             const char      *lxm,
             CsSimulatorFace  face)
{
  const char *port = strrchr (cs_simulator_get_url (sim->simulator, face), ':') + 1;
  g_autofree char *path =
    g_strdup_printf ("/xrpc/com.atproto.server.getServiceAuth?aud=did:web:127.0.0.1%%253A%s&lxm=%s"
                     "&exp=%" G_GINT64_FORMAT, port, lxm, cs_clock_now (sim->clock) + 1800);

  g_assert_cmpuint (sim_get (sim, CS_SIMULATOR_BLUESKY, path, sim->access), ==, 200);

  return g_strdup (sim_text (sim, "token"));
}

void
sim_setup (Sim           *sim,
           gconstpointer  settings)
{
  sim_start (sim, settings);
}

void
sim_teardown (Sim           *sim,
              gconstpointer  settings)
{
  sim_stop (sim, settings);
}
