/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-private.h"
#include "cs-sim-numbers.h"

/* What a test wants to know of every status: also those deleted or still waiting. */
JsonNode *
cs_sim_mastodon_posts (CsSimMastodon *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i);
      JsonObject *object = json_object_new ();
      JsonArray *media = json_array_new ();
      g_autofree char *created = cs_sim_world_iso (status->created_usec);

      for (guint j = 0; j < status->media->len; j++)
        {
          CsSimMedia *one = g_ptr_array_index (status->media, j);
          JsonObject *entry = json_object_new ();

          json_object_set_string_member (entry, "id", one->id);
          json_object_set_string_member (entry, "sha256", one->upload->sha256);
          json_object_set_int_member (entry, "size", one->upload->length);
          json_object_set_string_member (entry, "mime", cs_sim_upload_get_type (one->upload));
          cs_sim_mastodon_set_text (entry, "description", one->description);
          cs_sim_mastodon_set_text (entry, "file", one->upload->path);
          json_array_add_object_element (media, entry);
        }

      json_object_set_string_member (object, "id",
                                     status->is_waiting ? status->schedule_id : status->id);
      json_object_set_string_member (object, "account", status->person->username);
      json_object_set_string_member (object, "text", status->text);
      json_object_set_string_member (object, "spoiler_text", status->spoiler);
      json_object_set_string_member (object, "visibility", status->visibility);
      cs_sim_mastodon_set_text (object, "language", status->language);
      json_object_set_string_member (object, "created_at", created);
      cs_sim_mastodon_set_text (object, "in_reply_to", status->in_reply_to);
      cs_sim_mastodon_set_text (object, "idempotency_key", status->key);
      json_object_set_boolean_member (object, "waiting", status->is_waiting);
      json_object_set_boolean_member (object, "deleted", status->deleted_usec != 0);
      json_object_set_array_member (object, "media", media);
      json_array_add_object_element (array, object);
    }

  return cs_sim_take_array (array);
}

/* How many statuses were ever made public: deleted ones count, waiting ones do not. */
guint
cs_sim_mastodon_count (CsSimMastodon *self)
{
  guint n = 0;

  for (guint i = 0; i < self->statuses->len; i++)
    n += !((CsSimStatus *) g_ptr_array_index (self->statuses, i))->is_waiting;

  return n;
}

const char *
cs_sim_mastodon_person (CsSimMastodon *self)
{
  return self->people[0].id;
}

static gboolean
was_there (CsSimStatus *status,
           gint64       at)
{
  return !status->is_waiting && status->created_usec / G_USEC_PER_SEC <= at
      && (status->deleted_usec == 0 || status->deleted_usec / G_USEC_PER_SEC > at);
}

/* What is told of a status at a moment; before 4.5 nobody counted quotes. */
void
cs_sim_mastodon_count_status (CsSimMastodon *self,
                              CsSimStatus   *status,
                              gint64         at,
                              gint64         counts[CS_SIMULATOR_N_COUNTS])
{
  cs_sim_numbers_clear (counts);
  counts[CS_SIMULATOR_LIKES] = 0;
  counts[CS_SIMULATOR_REPLIES] = 0;
  counts[CS_SIMULATOR_SHARES] = 0;
  counts[CS_SIMULATOR_QUOTES] = 0;

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *other = g_ptr_array_index (self->statuses, i);

      counts[CS_SIMULATOR_REPLIES] +=
        g_strcmp0 (other->in_reply_to, status->id) == 0 && was_there (other, at);
    }

  cs_sim_numbers_of_post (self->world, CS_SIMULATOR_MASTODON, status->id,
                          status->created_usec / G_USEC_PER_SEC, at, counts);

  counts[CS_SIMULATOR_SAVES] = CS_SIMULATOR_UNTOLD;
  if (cs_sim_mastodon_version (self) < 405 || self->world->options.mastodon_snac)
    counts[CS_SIMULATOR_QUOTES] = CS_SIMULATOR_UNTOLD;
}

void
cs_sim_mastodon_count_person (CsSimMastodon *self,
                              CsSimPerson   *person,
                              gint64         at,
                              gint64         counts[CS_SIMULATOR_N_COUNTS])
{
  cs_sim_numbers_clear (counts);
  counts[CS_SIMULATOR_FOLLOWERS] = 0;
  counts[CS_SIMULATOR_FOLLOWING] = 0;
  counts[CS_SIMULATOR_POSTS] = 0;

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i);

      counts[CS_SIMULATOR_POSTS] += status->person == person && was_there (status, at);
    }

  cs_sim_numbers_of_account (self->world, CS_SIMULATOR_MASTODON, person->id, at, counts);
}

/* FALSE when there was neither a status nor a person of that id then. */
gboolean
cs_sim_mastodon_counts_at (CsSimMastodon *self,
                           const char    *id,
                           gint64         at,
                           gint64         counts[CS_SIMULATOR_N_COUNTS])
{
  CsSimPerson *person = cs_sim_mastodon_find_person (self, id);

  cs_sim_numbers_clear (counts);
  if (person != NULL)
    {
      cs_sim_mastodon_count_person (self, person, at, counts);
      return TRUE;
    }

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i);

      if (g_str_equal (status->id, id) && was_there (status, at))
        {
          cs_sim_mastodon_count_status (self, status, at, counts);
          return TRUE;
        }
    }

  return FALSE;
}

JsonNode *
cs_sim_mastodon_numbers (CsSimMastodon *self,
                         gint64         at)
{
  JsonObject *list = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  gint64 counts[CS_SIMULATOR_N_COUNTS];

  for (guint i = 0; i < G_N_ELEMENTS (self->people); i++)
    {
      cs_sim_mastodon_count_person (self, &self->people[i], at, counts);
      cs_sim_numbers_add (list, self->people[i].id, counts);
    }

  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i);

      if (!was_there (status, at))
        continue;

      cs_sim_mastodon_count_status (self, status, at, counts);
      cs_sim_numbers_add (list, status->id, counts);
    }

  json_node_take_object (node, list);

  return node;
}

/* A public status from before the simulator was there; FALSE for nobody, or an id that is taken. */
gboolean
cs_sim_mastodon_add_post (CsSimMastodon *self,
                          const char    *username,
                          const char    *id,
                          gint64         created,
                          const char    *text)
{
  CsSimPerson *person = NULL;
  CsSimStatus *status;
  guint place = 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->people); i++)
    if (g_str_equal (self->people[i].username, username))
      person = &self->people[i];

  for (guint i = 0; i < self->statuses->len; i++)
    if (g_str_equal (((CsSimStatus *) g_ptr_array_index (self->statuses, i))->id, id))
      return FALSE;

  if (person == NULL)
    return FALSE;

  status = g_new0 (CsSimStatus, 1);
  status->id = g_strdup (id);
  status->person = person;
  status->app = g_ptr_array_index (self->apps, 0);
  status->text = g_strdup (text);
  status->spoiler = g_strdup ("");
  status->visibility = g_strdup ("public");
  status->language = g_strdup ("en");
  status->media = g_ptr_array_new ();
  status->created_usec = created * G_USEC_PER_SEC;

  while (place < self->statuses->len
         && ((CsSimStatus *) self->statuses->pdata[place])->created_usec <= status->created_usec)
    place++;

  g_ptr_array_insert (self->statuses, place, status);

  return TRUE;
}

/* Its author deletes it, with whatever client. */
gboolean
cs_sim_mastodon_delete_post (CsSimMastodon *self,
                             const char    *id)
{
  for (guint i = 0; i < self->statuses->len; i++)
    {
      CsSimStatus *status = g_ptr_array_index (self->statuses, i);

      if (g_str_equal (status->id, id) && !status->is_waiting && status->deleted_usec == 0)
        {
          status->deleted_usec = cs_clock_now_usec (self->world->clock);
          return TRUE;
        }
    }

  return FALSE;
}
