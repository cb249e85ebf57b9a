/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-journal.h"

#include <string.h>

#define HASH_LENGTH 12

/* What may be read in a query; everything else could be a secret. */
static const char *const open_names[] =
{
  "actor", "aud", "collection", "cursor", "did", "exp", "handle", "jobId", "limit", "lxm", "max_id",
  "name", "partNumber", "repo", "response_type", "rkey", "scope", "since_id", NULL
};

struct _CsSimJournal
{
  JsonArray *entries;
};

CsSimJournal *
cs_sim_journal_new (void)
{
  CsSimJournal *self = g_new0 (CsSimJournal, 1);

  self->entries = json_array_new ();

  return self;
}

void
cs_sim_journal_free (CsSimJournal *self)
{
  json_array_unref (self->entries);
  g_free (self);
}

void
cs_sim_journal_clear (CsSimJournal *self)
{
  json_array_unref (self->entries);
  self->entries = json_array_new ();
}

static char *
hide (const char *secret)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);

  return g_strdup_printf ("sha256:%.*s", HASH_LENGTH, hash);
}

static char *
hide_query (const char *query)
{
  g_auto(GStrv) pairs = g_strsplit (query, "&", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (pairs[i], "=", 2);
      g_autofree char *hidden = NULL;

      if (parts[0] == NULL || parts[1] == NULL || g_strv_contains (open_names, parts[0]))
        continue;

      hidden = hide (parts[1]);
      g_free (pairs[i]);
      pairs[i] = g_strdup_printf ("%s=%s", parts[0], hidden);
    }

  return g_strjoinv ("&", pairs);
}

static void
set_header (JsonObject    *entry,
            CsSimExchange *exchange,
            const char    *header,
            const char    *name)
{
  const char *value = cs_sim_exchange_header (exchange, header);

  if (value != NULL)
    json_object_set_string_member (entry, name, value);
}

/* What the answer says of how many calls there are, if it does. */
static void
set_told (JsonObject    *entry,
          CsSimExchange *exchange,
          const char    *header,
          const char    *name)
{
  const char *value = soup_message_headers_get_one (exchange->answer_headers, header);

  if (value != NULL)
    json_object_set_int_member (entry, name, g_ascii_strtoll (value, NULL, 10));
}

/* Fields of a form or members of JSON, by name alone: what they hold may be secret. */
static void
set_params (JsonObject    *entry,
            CsSimExchange *exchange)
{
  JsonArray *names = json_array_new ();

  for (guint i = 0; i < exchange->params->len; i++)
    json_array_add_string_element (names,
                                   ((CsSimParam *) g_ptr_array_index (exchange->params, i))->name);

  json_object_set_array_member (entry, "params", names);
}

void
cs_sim_journal_add (CsSimJournal  *self,
                    CsSimExchange *exchange,
                    CsSimFault    *fault,
                    gboolean       is_answered,
                    gint64         now_usec)
{
  JsonObject *entry = json_object_new ();
  const char *authorization = cs_sim_exchange_header (exchange, "Authorization");
  g_autofree char *at = cs_sim_world_iso (now_usec);

  json_object_set_int_member (entry, "number", json_array_get_length (self->entries) + 1);
  json_object_set_string_member (entry, "at", at);
  json_object_set_string_member (entry, "network", cs_simulator_face_names[exchange->face]);
  json_object_set_string_member (entry, "method", exchange->method);
  json_object_set_string_member (entry, "path", exchange->path);

  if (exchange->query != NULL)
    {
      g_autofree char *query = hide_query (exchange->query);

      json_object_set_string_member (entry, "query", query);
    }

  json_object_set_int_member (entry, "status", exchange->status);
  json_object_set_boolean_member (entry, "answered", is_answered);
  json_object_set_int_member (entry, "body_length", exchange->body_length);
  set_header (entry, exchange, "Content-Type", "content_type");
  set_header (entry, exchange, "Idempotency-Key", "idempotency_key");
  set_header (entry, exchange, "User-Agent", "user_agent");
  set_params (entry, exchange);
  set_told (entry, exchange, "X-RateLimit-Limit", "limit");
  set_told (entry, exchange, "X-RateLimit-Remaining", "left");
  set_told (entry, exchange, "RateLimit-Limit", "limit");
  set_told (entry, exchange, "RateLimit-Remaining", "left");

  if (authorization != NULL)
    {
      g_autofree char *hidden = hide (authorization);

      json_object_set_string_member (entry, "authorization", hidden);
    }

  if (fault != NULL)
    json_object_set_string_member (entry, "fault", fault->line);

  json_array_add_object_element (self->entries, entry);
}

/* A snapshot: what comes later is not in it. */
JsonNode *
cs_sim_journal_list (CsSimJournal *self)
{
  JsonArray *copy = json_array_new ();

  for (guint i = 0; i < json_array_get_length (self->entries); i++)
    json_array_add_element (copy, json_node_copy (json_array_get_element (self->entries, i)));

  return cs_sim_take_array (copy);
}
