/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-bluesky-private.h"
#include "cs-sim-cid.h"

void
cs_sim_blob_free (CsSimBlob *blob)
{
  g_free (blob->cid);
  g_clear_pointer (&blob->upload, cs_sim_upload_free);
  g_free (blob->type);
  g_free (blob);
}

static JsonObject *
describe_blob (CsSimBlob *blob)
{
  JsonObject *object = json_object_new ();
  JsonObject *ref = json_object_new ();

  json_object_set_string_member (object, "$type", "blob");
  json_object_set_string_member (ref, "$link", blob->cid);
  json_object_set_object_member (object, "ref", ref);
  json_object_set_string_member (object, "mimeType", blob->type);
  json_object_set_int_member (object, "size", blob->upload->length);

  return object;
}

/* Keeps an upload of @did as a blob that no record refers to yet; takes @upload. */
JsonObject *
cs_sim_bluesky_put_blob (CsSimBluesky *self,
                         const char   *did,
                         CsSimUpload  *upload)
{
  CsSimRepo *repo = cs_sim_bluesky_find_repo (self, did);
  g_autofree char *cid = cs_sim_cid_of_sha256 (upload->sha256);
  CsSimBlob *blob = g_hash_table_lookup (repo->blobs, cid);

  if (blob == NULL)
    {
      blob = g_new0 (CsSimBlob, 1);
      blob->cid = g_steal_pointer (&cid);
      blob->upload = upload;
      blob->type = g_strdup (cs_sim_upload_get_type (upload));
      blob->created = cs_sim_world_now (self->world);
      g_hash_table_insert (repo->blobs, blob->cid, blob);
    }
  else
    {
      cs_sim_upload_free (upload);
    }

  return describe_blob (blob);
}

static gboolean
is_orphan (gpointer key,
           gpointer value,
           gpointer data)
{
  CsSimBlob *blob = value;
  gint64 *before = data;

  return !blob->is_referenced && blob->created <= *before;
}

/* Blobs that no record refers to do not stay for ever, where that is switched on. */
void
cs_sim_bluesky_sweep (CsSimBluesky *self)
{
  gint64 lifetime = self->world->options.bluesky_blob_lifetime;
  gint64 before = cs_sim_world_now (self->world) - lifetime;

  for (guint i = 0; lifetime > 0 && i < G_N_ELEMENTS (self->repos); i++)
    g_hash_table_foreach_remove (self->repos[i].blobs, is_orphan, &before);
}

/* Who sends a blob: the account itself, or the video service on its behalf. */
static const char *
need_uploader (CsSimBluesky  *self,
               CsSimExchange *exchange)
{
  const char *bearer = cs_sim_exchange_bearer (exchange);
  CsSimJwt *jwt = bearer != NULL ? g_hash_table_lookup (self->jwts, bearer) : NULL;
  CsSimRepo *repo;

  if (jwt != NULL && jwt->kind == CS_SIM_SERVICE)
    return cs_sim_bluesky_check_service (self, exchange, "com.atproto.repo.uploadBlob", "");

  repo = cs_sim_bluesky_need (self, exchange);

  return repo != NULL ? repo->did : NULL;
}

void
cs_sim_bluesky_upload_blob (gpointer       network,
                            CsSimExchange *exchange)
{
  CsSimBluesky *self = network;
  const char *did = need_uploader (self, exchange);
  CsSimUpload *upload = cs_sim_exchange_upload (exchange, NULL);
  JsonObject *object;

  if (did == NULL)
    return;

  if (upload == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             "Request encoding (Content-Type) required but not provided");
      return;
    }

  if (upload->length > self->world->options.bluesky_blob_size)
    {
      cs_sim_bluesky_refuse (exchange, 413, "PayloadTooLarge", "request entity too large");
      return;
    }

  object = json_object_new ();
  json_object_set_object_member (object, "blob", cs_sim_bluesky_put_blob (self, did, upload));
  g_ptr_array_steal_index (exchange->uploads, 0);
  cs_sim_answer_object (exchange, 200, object);
}

void
cs_sim_bluesky_get_blob (gpointer       network,
                         CsSimExchange *exchange)
{
  CsSimRepo *repo = cs_sim_bluesky_find_repo (network, cs_sim_exchange_param (exchange, "did"));
  const char *cid = cs_sim_exchange_param (exchange, "cid");
  CsSimBlob *blob = repo != NULL && cid != NULL ? g_hash_table_lookup (repo->blobs, cid) : NULL;
  g_autoptr(GMappedFile) file = NULL;

  if (blob != NULL && blob->is_referenced && blob->upload->path != NULL)
    file = g_mapped_file_new (blob->upload->path, FALSE, NULL);

  if (file == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "BlobNotFound", "Blob not found");
      return;
    }

  exchange->status = 200;
  cs_sim_answer_header (exchange, "Content-Type", blob->type);
  exchange->answer = g_mapped_file_get_bytes (file);
}
