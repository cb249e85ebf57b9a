/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-private.h"

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
      json_object_set_boolean_member (object, "deleted", status->is_deleted);
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
