/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-private.h"

#include <string.h>

#define MOST_AT_ONCE 20

/* Who reads: nobody in particular without a token, or with one that was never given. FALSE, with
 * the answer, for a token that no longer holds or may not read. */
static gboolean
find_reader (CsSimMastodon  *self,
             CsSimExchange  *exchange,
             CsSimPerson   **reader)
{
  CsSimToken *token = cs_sim_mastodon_find_token (self, exchange);

  *reader = token != NULL ? token->person : NULL;

  return *reader == NULL || cs_sim_mastodon_need (self, exchange, "read:statuses") != NULL;
}

static gboolean
may_see (CsSimPerson *reader,
         CsSimStatus *status)
{
  return reader == status->person || g_str_equal (status->visibility, "public")
         || g_str_equal (status->visibility, "unlisted");
}

/* snac says it with a page, as it was seen. */
static void
refuse_unknown (CsSimMastodon *self,
                CsSimExchange *exchange)
{
  if (self->world->options.mastodon_snac)
    cs_sim_answer_text (exchange, 404, "text/html", "<h1>404 Not Found (snac/2.75)</h1>");
  else
    cs_sim_mastodon_refuse (exchange, 404, "Record not found");
}

void
cs_sim_mastodon_show_status (gpointer       network,
                             CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimPerson *reader = NULL;
  CsSimStatus *status;

  if (!find_reader (self, exchange, &reader))
    return;

  status = cs_sim_mastodon_find_status (self, exchange->args[0]);
  if (status == NULL || !may_see (reader, status))
    refuse_unknown (self, exchange);
  else
    cs_sim_mastodon_answer_status (self, exchange, status);
}

static gboolean
is_asked_for (GPtrArray   *ids,
              CsSimStatus *status)
{
  return g_ptr_array_find_with_equal_func (ids, status->id, g_str_equal, NULL);
}

/* Several at once, from 4.3: the newest first in whatever order they are asked for, and those that
 * are not there or not to be seen are left out. */
void
cs_sim_mastodon_show_statuses (gpointer       network,
                               CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  g_autoptr(GPtrArray) ids = cs_sim_exchange_params (exchange, "id[]");
  g_autoptr(GHashTable) unique = g_hash_table_new (g_str_hash, g_str_equal);
  CsSimPerson *reader = NULL;
  JsonArray *array;

  if (cs_sim_mastodon_version (self) < 403 || self->world->options.mastodon_snac)
    {
      refuse_unknown (self, exchange);
      return;
    }

  if (!find_reader (self, exchange, &reader))
    return;

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (unique, ids->pdata[i]);

  if (g_hash_table_size (unique) > MOST_AT_ONCE)
    {
      cs_sim_mastodon_refuse (exchange, 422, "Mastodon::ValidationError");
      return;
    }

  array = json_array_new ();
  for (guint i = self->statuses->len; i > 0; i--)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i - 1);

      if (!status->is_waiting && status->deleted_usec == 0 && may_see (reader, status)
          && is_asked_for (ids, status))
        json_array_add_object_element (array, cs_sim_mastodon_describe_status (self, status));
    }

  cs_sim_answer_json (exchange, 200, cs_sim_take_array (array));
}

/* Whether one is above the other in a thread. */
static gboolean
is_above (CsSimMastodon *self,
          const char    *above,
          CsSimStatus   *status)
{
  for (guint depth = 0; status != NULL && status->in_reply_to != NULL && depth < 100; depth++)
    {
      if (g_str_equal (status->in_reply_to, above))
        return TRUE;

      status = cs_sim_mastodon_find_status (self, status->in_reply_to);
    }

  return FALSE;
}

void
cs_sim_mastodon_show_context (gpointer       network,
                              CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimPerson *reader = NULL;
  CsSimStatus *status;
  JsonObject *object;
  JsonArray *ancestors;
  JsonArray *descendants;

  if (!find_reader (self, exchange, &reader))
    return;

  status = cs_sim_mastodon_find_status (self, exchange->args[0]);
  if (status == NULL || !may_see (reader, status))
    {
      cs_sim_mastodon_refuse (exchange, 404, "Record not found");
      return;
    }

  object = json_object_new ();
  ancestors = json_array_new ();
  descendants = json_array_new ();

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *other = g_ptr_array_index (self->statuses, i);

      if (other->is_waiting || other->deleted_usec != 0 || !may_see (reader, other))
        continue;

      if (is_above (self, other->id, status))
        json_array_add_object_element (ancestors, cs_sim_mastodon_describe_status (self, other));
      else if (is_above (self, status->id, other))
        json_array_add_object_element (descendants, cs_sim_mastodon_describe_status (self, other));
    }

  json_object_set_array_member (object, "ancestors", ancestors);
  json_object_set_array_member (object, "descendants", descendants);
  cs_sim_answer_object (exchange, 200, object);
}

/* Newest first, up to a limit, older or newer than an id. */
void
cs_sim_mastodon_list_statuses (gpointer       network,
                               CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  const char *limit_text = cs_sim_exchange_param (exchange, "limit");
  const char *max_id = cs_sim_exchange_param (exchange, "max_id");
  const char *since_id = cs_sim_exchange_param (exchange, "since_id");
  guint limit = limit_text != NULL ? CLAMP (g_ascii_strtoull (limit_text, NULL, 10), 1, 40) : 20;
  CsSimPerson *reader = NULL;
  JsonArray *array;

  if (!find_reader (self, exchange, &reader))
    return;

  if (!cs_sim_mastodon_find_person (self, exchange->args[0]))
    {
      cs_sim_mastodon_refuse (exchange, 404, "Record not found");
      return;
    }

  array = json_array_new ();
  for (guint i = self->statuses->len; i > 0 && json_array_get_length (array) < limit; i--)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i - 1);

      if (status->is_waiting || status->deleted_usec != 0
          || !g_str_equal (status->person->id, exchange->args[0])
          || !may_see (reader, status)
          || (max_id != NULL && strcmp (status->id, max_id) >= 0)
          || (since_id != NULL && strcmp (status->id, since_id) <= 0))
        continue;

      json_array_add_object_element (array, cs_sim_mastodon_describe_status (self, status));
    }

  cs_sim_answer_json (exchange, 200, cs_sim_take_array (array));
}
