/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-mastodon-private.h"
#include "cs-sim-mastodon-instance.h"

#include <string.h>

#define ORPHAN_LIFETIME 86400

void
cs_sim_media_free (CsSimMedia *media)
{
  g_free (media->id);
  g_clear_pointer (&media->upload, cs_sim_upload_free);
  g_free (media->description);
  g_free (media->focus);
  g_free (media);
}

gboolean
cs_sim_mastodon_media_is_ready (CsSimMastodon *self,
                                CsSimMedia    *media)
{
  return cs_sim_world_now (self->world) >= media->ready && !media->fails;
}

CsSimMedia *
cs_sim_mastodon_find_media (CsSimMastodon *self,
                            CsSimPerson   *person,
                            const char    *id)
{
  for (guint i = 0; i < self->media->len; i++)
    {
      CsSimMedia *media = g_ptr_array_index (self->media, i);

      if (media->person == person && !media->is_gone && g_str_equal (media->id, id))
        return media;
    }

  return NULL;
}

JsonObject *
cs_sim_mastodon_describe_media (CsSimMastodon *self,
                                CsSimMedia    *media)
{
  JsonObject *object = json_object_new ();
  /* snac gives every attachment out as an image. */
  const char *kind = self->world->options.mastodon_snac ? "image" : media->kind;
  g_autofree char *url = g_strdup_printf ("%s/system/media_attachments/%s",
                                          self->world->urls[CS_SIMULATOR_MASTODON], media->id);

  json_object_set_string_member (object, "id", media->id);
  json_object_set_string_member (object, "type", kind);

  if (cs_sim_mastodon_media_is_ready (self, media))
    json_object_set_string_member (object, "url", url);
  else
    json_object_set_null_member (object, "url");

  json_object_set_string_member (object, "preview_url", url);
  json_object_set_null_member (object, "remote_url");
  if (media->description != NULL)
    json_object_set_string_member (object, "description", media->description);
  else
    json_object_set_null_member (object, "description");
  json_object_set_null_member (object, "blurhash");

  return object;
}

static const char *
find_kind (const char *type)
{
  if (g_str_equal (type, "image/gif"))
    return "gifv";

  if (g_str_has_prefix (type, "image/"))
    return "image";

  if (g_str_has_prefix (type, "video/"))
    return "video";

  return g_str_has_prefix (type, "audio/") ? "audio" : NULL;
}

/* Why the server does not take this file; NULL when it does. Free the answer. */
static char *
find_refusal (CsSimMastodon *self,
              CsSimUpload   *upload,
              const char    *kind,
              const char    *description)
{
  const CsSimOptions *options = &self->world->options;
  gint64 limit = g_strcmp0 (kind, "image") == 0 ? options->mastodon_image_size
                                                : options->mastodon_video_size;

  if (kind == NULL || !cs_sim_mastodon_supports (cs_sim_upload_get_type (upload)))
    return g_strdup ("Validation failed: File content type is invalid, File is invalid");

  if (upload->length == 0)
    return g_strdup ("Validation failed: File can't be blank");

  if (upload->length > limit)
    return g_strdup_printf ("Validation failed: File file size must be less than %" G_GINT64_FORMAT
                            " MB", limit / (1024 * 1024));

  if (description != NULL
      && g_utf8_strlen (description, -1) > options->mastodon_description_limit)
    return g_strdup_printf ("Validation failed: Description is too long (maximum is %"
                            G_GINT64_FORMAT " characters)", options->mastodon_description_limit);

  return NULL;
}

static CsSimUpload *
take_upload (CsSimExchange *exchange,
             const char    *field)
{
  CsSimUpload *upload = cs_sim_exchange_upload (exchange, field);
  guint index = 0;

  if (upload == NULL || !g_ptr_array_find (exchange->uploads, upload, &index))
    return NULL;

  return g_ptr_array_steal_index (exchange->uploads, index);
}

/* Pictures are processed before the answer, all else after it: it has no address yet. */
static void
answer_created (CsSimMastodon *self,
                CsSimExchange *exchange,
                CsSimMedia    *media)
{
  gboolean is_image = g_str_equal (media->kind, "image");
  JsonObject *object;

  if (is_image && media->fails)
    {
      cs_sim_mastodon_refuse (exchange, 422, "Error processing thumbnail for uploaded media");
      return;
    }

  object = cs_sim_mastodon_describe_media (self, media);
  if (!is_image && !self->world->options.mastodon_snac)
    json_object_set_null_member (object, "url");
  cs_sim_answer_object (exchange, is_image || self->world->options.mastodon_snac ? 200 : 202,
                        object);
}

/* What no status holds a day after it was sent is gone. */
void
cs_sim_mastodon_sweep_media (CsSimMastodon *self)
{
  gint64 now = cs_sim_world_now (self->world);

  for (guint i = 0; i < self->media->len; i++)
    {
      CsSimMedia *media = g_ptr_array_index (self->media, i);

      media->is_gone |= !media->is_attached && media->created + ORPHAN_LIFETIME <= now;
    }
}

void
cs_sim_mastodon_create_media (gpointer       network,
                              CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimToken *token = cs_sim_mastodon_need (self, exchange, "write:media");
  g_autoptr(CsSimUpload) upload = NULL;
  const char *description = cs_sim_exchange_param (exchange, "description");
  const char *kind;
  g_autofree char *refusal = NULL;
  CsSimMedia *media;

  if (token == NULL
      || !cs_sim_mastodon_take (self, exchange, &token->person->media, 1800, 30))
    return;

  upload = take_upload (exchange, "file");
  if (upload == NULL)
    {
      cs_sim_mastodon_refuse (exchange, 422, "Validation failed: File can't be blank");
      return;
    }

  kind = find_kind (cs_sim_upload_get_type (upload));
  refusal = find_refusal (self, upload, kind, description);
  if (refusal != NULL)
    {
      cs_sim_mastodon_refuse (exchange, 422, refusal);
      return;
    }

  media = g_new0 (CsSimMedia, 1);
  media->id = cs_sim_mastodon_new_id (self);
  media->person = token->person;
  media->kind = kind;
  media->description = g_strdup (description);
  media->focus = g_strdup (cs_sim_exchange_param (exchange, "focus"));
  media->created = cs_sim_world_now (self->world);
  media->fails = self->world->options.mastodon_processing_fails
                 || (self->world->options.strict_media && !cs_sim_upload_is_media (upload));
  media->ready = media->created;
  if (!g_str_equal (kind, "image") && !self->world->options.mastodon_snac)
    media->ready += self->world->options.mastodon_processing;
  media->upload = g_steal_pointer (&upload);
  g_ptr_array_add (self->media, media);

  answer_created (self, exchange, media);
}

/* The medium a request names, if it is the person's own; else 404. */
static CsSimMedia *
need_media (CsSimMastodon *self,
            CsSimExchange *exchange)
{
  CsSimToken *token = cs_sim_mastodon_need (self, exchange, "write:media");
  CsSimMedia *media;

  if (token == NULL)
    return NULL;

  media = cs_sim_mastodon_find_media (self, token->person, exchange->args[0]);
  if (media == NULL || media->is_attached)
    {
      cs_sim_mastodon_refuse (exchange, 404, "Record not found");
      return NULL;
    }

  return media;
}

static void
answer_media (CsSimMastodon *self,
              CsSimExchange *exchange,
              CsSimMedia    *media)
{
  gboolean is_over = cs_sim_world_now (self->world) >= media->ready;

  if (is_over && media->fails)
    cs_sim_mastodon_refuse (exchange, 422, "Error processing thumbnail for uploaded media");
  else
    cs_sim_answer_object (exchange, is_over ? 200 : 206,
                          cs_sim_mastodon_describe_media (self, media));
}

void
cs_sim_mastodon_show_media (gpointer       network,
                            CsSimExchange *exchange)
{
  CsSimMedia *media = need_media (network, exchange);

  if (media != NULL)
    answer_media (network, exchange, media);
}

void
cs_sim_mastodon_edit_media (gpointer       network,
                            CsSimExchange *exchange)
{
  CsSimMastodon *self = network;
  CsSimMedia *media = need_media (self, exchange);
  const char *description = cs_sim_exchange_param (exchange, "description");
  g_autofree char *refusal = NULL;

  if (media == NULL)
    return;

  refusal = find_refusal (self, media->upload, media->kind, description);
  if (refusal != NULL)
    {
      cs_sim_mastodon_refuse (exchange, 422, refusal);
      return;
    }

  if (description != NULL)
    g_set_str (&media->description, description);
  if (cs_sim_exchange_param (exchange, "focus") != NULL)
    g_set_str (&media->focus, cs_sim_exchange_param (exchange, "focus"));

  answer_media (self, exchange, media);
}

/* The bytes as they were sent, where uploads are kept (a real server encodes them anew). */
void
cs_sim_mastodon_show_file (gpointer       network,
                           CsSimExchange *exchange)
{
  CsSimMastodon *self = network;

  for (guint i = 0; i < self->media->len; i++)
    {
      CsSimMedia *media = g_ptr_array_index (self->media, i);
      g_autoptr(GMappedFile) file = NULL;

      if (!g_str_equal (media->id, exchange->args[0]) || media->upload->path == NULL)
        continue;

      file = g_mapped_file_new (media->upload->path, FALSE, NULL);
      if (file == NULL)
        continue;

      exchange->status = 200;
      cs_sim_answer_header (exchange, "Content-Type", cs_sim_upload_get_type (media->upload));
      exchange->answer = g_mapped_file_get_bytes (file);
      return;
    }

  cs_sim_mastodon_refuse (exchange, 404, "Not Found");
}
