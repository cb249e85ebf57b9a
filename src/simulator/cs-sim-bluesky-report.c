/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-bluesky-private.h"
#include "cs-json.h"
#include "cs-sim-cid.h"

#include <string.h>

/* Credentials that a test may use. */
JsonNode *
cs_sim_bluesky_accounts (CsSimBluesky *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (self->repos); i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "did", self->repos[i].did);
      json_object_set_string_member (object, "handle", self->repos[i].handle);
      json_object_set_string_member (object, "password", self->repos[i].password);
      json_object_set_string_member (object, "pds", self->world->urls[CS_SIMULATOR_BLUESKY]);
      json_array_add_object_element (array, object);
    }

  return cs_sim_take_array (array);
}

static void
add_media (CsSimRepo *repo,
           JsonNode  *node,
           JsonArray *media)
{
  JsonObject *object;
  g_autoptr(GList) members = NULL;
  const char *cid;
  CsSimBlob *blob;

  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      add_media (repo, json_array_get_element (json_node_get_array (node), i), media);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;

  object = json_node_get_object (node);
  members = json_object_get_values (object);
  for (GList *at = members; at != NULL; at = at->next)
    add_media (repo, at->data, media);

  if (g_strcmp0 (cs_json_get_text (object, "$type"), "blob") != 0)
    return;

  cid = cs_json_get_text (object, "ref.$link");
  blob = cid != NULL ? g_hash_table_lookup (repo->blobs, cid) : NULL;
  if (blob != NULL)
    {
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "id", blob->cid);
      json_object_set_string_member (entry, "sha256", blob->upload->sha256);
      json_object_set_int_member (entry, "size", blob->upload->length);
      json_object_set_string_member (entry, "mime", blob->type);
      if (blob->upload->path != NULL)
        json_object_set_string_member (entry, "file", blob->upload->path);
      json_array_add_object_element (media, entry);
    }
}

/* What a test wants to know of every post that was ever made. */
JsonNode *
cs_sim_bluesky_posts (CsSimBluesky *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (self->repos); i++)
    for (guint j = 0; j < self->repos[i].history->len; j++)
      {
        CsSimRecord *record = g_ptr_array_index (self->repos[i].history, j);
        JsonObject *value = json_node_get_object (record->value);
        JsonObject *object = json_object_new ();
        JsonArray *media = json_array_new ();
        const char *parent = cs_json_get_text (value, "reply.parent.uri");
        g_autofree char *uri = NULL;
        g_autofree char *taken = cs_sim_world_iso (record->created_usec);

        if (!g_str_equal (record->collection, CS_SIM_POST))
          {
            json_object_unref (object);
            json_array_unref (media);
            continue;
          }

        uri = cs_sim_bluesky_dup_uri (&self->repos[i], record);
        add_media (&self->repos[i], record->value, media);
        json_object_set_string_member (object, "id", uri);
        json_object_set_string_member (object, "cid", record->cid);
        json_object_set_string_member (object, "account", self->repos[i].handle);
        json_object_set_string_member (object, "text", cs_json_get_text (value, "text"));
        json_object_set_string_member (object, "created_at", cs_json_get_text (value, "createdAt"));
        json_object_set_string_member (object, "taken_at", taken);
        if (parent != NULL)
          json_object_set_string_member (object, "in_reply_to", parent);
        else
          json_object_set_null_member (object, "in_reply_to");
        json_object_set_string_member (object, "idempotency_key", record->rkey);
        json_object_set_boolean_member (object, "deleted", record->deleted_usec != 0);
        json_object_set_array_member (object, "media", media);
        json_object_set_member (object, "record", json_node_copy (record->value));
        json_array_add_object_element (array, object);
      }

  return cs_sim_take_array (array);
}

/* How many posts were ever made; an edit of one is no new one. */
guint
cs_sim_bluesky_count (CsSimBluesky *self)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->repos); i++)
    for (guint j = 0; j < self->repos[i].history->len; j++)
      n += g_str_equal (((CsSimRecord *) g_ptr_array_index (self->repos[i].history, j))->collection,
                        CS_SIM_POST);

  return n;
}

const char *
cs_sim_bluesky_person (CsSimBluesky *self)
{
  return self->repos[0].did;
}

/* A post from before the simulator was there; FALSE for nobody, a uri that is not theirs, or one
 * that is taken. */
gboolean
cs_sim_bluesky_add_post (CsSimBluesky *self,
                         const char   *name,
                         const char   *uri,
                         gint64        created,
                         const char   *text)
{
  CsSimRepo *repo = cs_sim_bluesky_find_repo (self, name);
  g_autofree char *place =
    repo != NULL ? g_strdup_printf ("at://%s/" CS_SIM_POST "/", repo->did) : NULL;
  g_autofree char *moment = cs_sim_world_iso (created * G_USEC_PER_SEC);
  const char *rkey;
  JsonObject *value;
  CsSimRecord *record;

  if (repo == NULL || !g_str_has_prefix (uri, place))
    return FALSE;

  rkey = uri + strlen (place);
  if (!cs_sim_tid_is_valid (rkey) || cs_sim_bluesky_find_record (repo, CS_SIM_POST, rkey) != NULL)
    return FALSE;

  value = json_object_new ();
  json_object_set_string_member (value, "$type", CS_SIM_POST);
  json_object_set_string_member (value, "text", text);
  json_object_set_string_member (value, "createdAt", moment);

  record = g_new0 (CsSimRecord, 1);
  record->collection = g_strdup (CS_SIM_POST);
  record->rkey = g_strdup (rkey);
  record->value = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (record->value, value);
  record->cid = cs_sim_cid_of_record (record->value);
  record->created_usec = created * G_USEC_PER_SEC;
  cs_sim_bluesky_add_record (repo, record);

  return TRUE;
}

/* Its author deletes it, with whatever client. */
gboolean
cs_sim_bluesky_delete_post (CsSimBluesky *self,
                            const char   *uri)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->repos); i++)
    for (guint j = 0; j < self->repos[i].history->len; j++)
      {
        CsSimRecord *record = self->repos[i].history->pdata[j];
        g_autofree char *own = cs_sim_bluesky_dup_uri (&self->repos[i], record);

        if (record->deleted_usec == 0 && g_str_equal (own, uri))
          {
            cs_sim_bluesky_remove_record (self, &self->repos[i], record);
            return TRUE;
          }
      }

  return FALSE;
}
