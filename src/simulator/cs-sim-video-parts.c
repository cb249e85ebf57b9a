/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-json.h"
#include "cs-sim-bluesky-private.h"
#include "cs-sim-video-private.h"

#include <string.h>

#define UPLOAD_LIFETIME 86400
#define OPEN_MAX        5

void
cs_sim_open_upload_free (CsSimOpenUpload *upload)
{
  for (guint i = 0; i < upload->n_parts; i++)
    g_clear_pointer (&upload->parts[i], cs_sim_upload_free);

  g_free (upload->parts);
  g_free (upload->id);
  g_free (upload->did);
  g_free (upload->mime);
  g_free (upload);
}

static const char *
get_state (CsSimVideo      *self,
           CsSimOpenUpload *upload)
{
  if (upload->is_aborted)
    return "aborted";

  if (upload->job != NULL)
    return upload->job->ready > cs_sim_world_now (self->world) ? "finishing"
         : upload->job->failure != NULL ? "failed" : "completed";

  return cs_sim_world_now (self->world) >= upload->expires ? "expired" : "created";
}

static guint
count_open (CsSimVideo *self,
            const char *did)
{
  guint n = 0;

  for (guint i = 0; i < self->uploads->len; i++)
    {
      CsSimOpenUpload *upload = g_ptr_array_index (self->uploads, i);

      n += g_str_equal (upload->did, did) && g_str_equal (get_state (self, upload), "created");
    }

  return n;
}

void
cs_sim_video_start_upload (gpointer       network,
                           CsSimExchange *exchange)
{
  CsSimVideo *self = network;
  const char *did = cs_sim_video_need (self, exchange, "app.bsky.video.startUpload");
  JsonObject *input = cs_sim_exchange_object (exchange);
  gint64 size = input != NULL ? cs_json_get_int (input, "sizeBytes", 0) : 0;
  const char *mime = input != NULL ? cs_json_get_text (input, "mimeType") : NULL;
  g_autofree char *expires = NULL;
  CsSimOpenUpload *upload;
  JsonObject *object;

  if (did == NULL)
    return;

  if (size <= 0 || mime == NULL)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest",
                             "Input must have the properties \"sizeBytes\" and \"mimeType\"");
      return;
    }

  if (!cs_sim_video_check (self, exchange, did, mime, size))
    return;

  if (count_open (self, did) >= OPEN_MAX)
    {
      cs_sim_bluesky_refuse (exchange, 400, "TooManyOpenUploads", "Too many uploads are open");
      return;
    }

  upload = g_new0 (CsSimOpenUpload, 1);
  upload->id = cs_sim_world_token (self->world, "upload");
  upload->did = g_strdup (did);
  upload->mime = g_strdup (mime);
  upload->size = size;
  upload->part_size = MAX (1, self->world->options.video_part_size);
  upload->n_parts = (size + upload->part_size - 1) / upload->part_size;
  upload->parts = g_new0 (CsSimUpload *, upload->n_parts);
  upload->expires = cs_sim_world_now (self->world) + UPLOAD_LIFETIME;
  g_ptr_array_add (self->uploads, upload);

  expires = cs_sim_world_iso (upload->expires * G_USEC_PER_SEC);
  object = json_object_new ();
  json_object_set_string_member (object, "jobId", upload->id);
  json_object_set_int_member (object, "partSizeBytes", upload->part_size);
  json_object_set_int_member (object, "partCount", upload->n_parts);
  json_object_set_string_member (object, "expiresAt", expires);
  cs_sim_answer_object (exchange, 200, object);
}

/* The open upload that a request names, if it may be worked on by who asks. */
static CsSimOpenUpload *
need_upload (CsSimVideo    *self,
             CsSimExchange *exchange,
             const char    *lxm,
             const char    *id)
{
  const char *did = cs_sim_video_need (self, exchange, lxm);

  if (did == NULL)
    return NULL;

  for (guint i = 0; id != NULL && i < self->uploads->len; i++)
    {
      CsSimOpenUpload *upload = g_ptr_array_index (self->uploads, i);

      if (g_str_equal (upload->id, id) && g_str_equal (upload->did, did))
        return upload;
    }

  cs_sim_bluesky_refuse (exchange, 400, "UploadNotFound", "There is no such upload");

  return NULL;
}

static gboolean
check_open (CsSimVideo      *self,
            CsSimExchange   *exchange,
            CsSimOpenUpload *upload)
{
  const char *state = get_state (self, upload);

  if (g_str_equal (state, "created"))
    return TRUE;

  if (g_str_equal (state, "aborted"))
    cs_sim_bluesky_refuse (exchange, 400, "UploadAborted", "The upload was aborted");
  else if (g_str_equal (state, "expired"))
    cs_sim_bluesky_refuse (exchange, 400, "UploadExpired", "The upload has expired");
  else
    cs_sim_bluesky_refuse (exchange, 400, "UploadAlreadyCompleted", "The upload is complete");

  return FALSE;
}

/* A part may be sent again; its length must be exact. */
void
cs_sim_video_upload_part (gpointer       network,
                          CsSimExchange *exchange)
{
  CsSimVideo *self = network;
  const char *number_text = cs_sim_exchange_param (exchange, "partNumber");
  guint64 number = number_text != NULL ? g_ascii_strtoull (number_text, NULL, 10) : 0;
  CsSimOpenUpload *upload = need_upload (self, exchange, "app.bsky.video.uploadPart",
                                         cs_sim_exchange_param (exchange, "jobId"));
  CsSimUpload *part = cs_sim_exchange_upload (exchange, NULL);
  gint64 expected;
  JsonObject *object;

  if (upload == NULL || !check_open (self, exchange, upload))
    return;

  if (number < 1 || number > upload->n_parts)
    {
      cs_sim_bluesky_refuse (exchange, 400, "InvalidPartNumber", "There is no part of that number");
      return;
    }

  expected = number < upload->n_parts ? upload->part_size
                                      : upload->size - upload->part_size * (upload->n_parts - 1);
  if (part == NULL || part->length != expected)
    {
      cs_sim_bluesky_refuse (exchange, 400, "PartSizeMismatch",
                             "The part has not the expected length");
      return;
    }

  g_clear_pointer (&upload->parts[number - 1], cs_sim_upload_free);
  upload->parts[number - 1] = g_ptr_array_steal_index (exchange->uploads, 0);

  object = json_object_new ();
  json_object_set_int_member (object, "partNumber", number);
  json_object_set_int_member (object, "receivedBytes", expected);
  cs_sim_answer_object (exchange, 200, object);
}

static JsonArray *
list_parts (CsSimOpenUpload *upload,
            gboolean         received)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < upload->n_parts; i++)
    if ((upload->job != NULL || upload->parts[i] != NULL) == received)
      json_array_add_int_element (array, i + 1);

  return array;
}

/* Writes the parts one after another into the first one's file, where they are kept. */
static gboolean
join_files (CsSimOpenUpload *upload,
            GChecksum       *checksum)
{
  g_autofree char *path = g_strconcat (upload->parts[0]->path, "-whole", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileOutputStream) out = g_file_replace (file, NULL, FALSE, 0, NULL, NULL);

  for (guint i = 0; out != NULL && i < upload->n_parts; i++)
    {
      g_autoptr(GMappedFile) part = g_mapped_file_new (upload->parts[i]->path, FALSE, NULL);

      if (part == NULL
          || !g_output_stream_write_all (G_OUTPUT_STREAM (out), g_mapped_file_get_contents (part),
                                         g_mapped_file_get_length (part), NULL, NULL, NULL))
        return FALSE;

      g_checksum_update (checksum, (const guchar *) g_mapped_file_get_contents (part),
                         g_mapped_file_get_length (part));
    }

  g_set_str (&upload->parts[0]->path, path);

  return out != NULL && g_output_stream_close (G_OUTPUT_STREAM (out), NULL, NULL);
}

/*
 * The parts as one upload. Its hash is that of the bytes when they are kept or came
 * in one part, else it is made from the hashes of the parts.
 */
static CsSimUpload *
join (CsSimOpenUpload *upload)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  CsSimUpload *whole;

  if (upload->n_parts > 1 && (upload->parts[0]->path == NULL || !join_files (upload, checksum)))
    {
      g_checksum_reset (checksum);
      for (guint i = 0; i < upload->n_parts; i++)
        g_checksum_update (checksum, (const guchar *) upload->parts[i]->sha256, -1);
    }

  whole = g_steal_pointer (&upload->parts[0]);
  if (upload->n_parts > 1)
    g_set_str (&whole->sha256, g_checksum_get_string (checksum));
  whole->length = upload->size;
  g_set_str (&whole->type, upload->mime);

  return whole;
}

static void
answer_finished (CsSimVideo      *self,
                 CsSimExchange   *exchange,
                 CsSimOpenUpload *upload)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "completedJobId", upload->job->id);
  json_object_set_object_member (object, "jobStatus", cs_sim_video_describe (self, upload->job));
  cs_sim_answer_object (exchange, 200, object);
}

/* May be sent again: the answer is the same. */
void
cs_sim_video_finish_upload (gpointer       network,
                            CsSimExchange *exchange)
{
  CsSimVideo *self = network;
  JsonObject *input = cs_sim_exchange_object (exchange);
  const char *id = input != NULL ? cs_json_get_text (input, "jobId") : NULL;
  CsSimOpenUpload *upload = need_upload (self, exchange, "app.bsky.video.finishUpload", id);
  g_autoptr(JsonArray) missing = NULL;

  if (upload == NULL)
    return;

  if (upload->job != NULL)
    {
      answer_finished (self, exchange, upload);
      return;
    }

  if (!check_open (self, exchange, upload))
    return;

  missing = list_parts (upload, FALSE);
  if (json_array_get_length (missing) > 0)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "error", "MissingParts");
      json_object_set_string_member (object, "message", "Not all parts have been uploaded");
      json_object_set_array_member (object, "missingParts", g_steal_pointer (&missing));
      cs_sim_answer_object (exchange, 400, object);
      return;
    }

  upload->job = cs_sim_video_start_job (self, upload->did, join (upload));
  if (!self->world->options.video_other_job)
    g_set_str (&upload->job->id, upload->id);
  answer_finished (self, exchange, upload);
}

void
cs_sim_video_get_upload_status (gpointer       network,
                                CsSimExchange *exchange)
{
  CsSimVideo *self = network;
  CsSimOpenUpload *upload = need_upload (self, exchange, "app.bsky.video.getUploadStatus",
                                         cs_sim_exchange_param (exchange, "jobId"));
  JsonObject *object;

  if (upload == NULL)
    return;

  object = json_object_new ();
  json_object_set_string_member (object, "jobId", upload->id);
  json_object_set_string_member (object, "state", get_state (self, upload));
  json_object_set_int_member (object, "partSizeBytes", upload->part_size);
  json_object_set_int_member (object, "partCount", upload->n_parts);
  json_object_set_array_member (object, "receivedParts", list_parts (upload, TRUE));
  if (upload->job != NULL)
    json_object_set_string_member (object, "completedJobId", upload->job->id);
  cs_sim_answer_object (exchange, 200, object);
}

void
cs_sim_video_abort_upload (gpointer       network,
                           CsSimExchange *exchange)
{
  CsSimVideo *self = network;
  JsonObject *input = cs_sim_exchange_object (exchange);
  const char *id = input != NULL ? cs_json_get_text (input, "jobId") : NULL;
  CsSimOpenUpload *upload = need_upload (self, exchange, "app.bsky.video.abortUpload", id);

  if (upload == NULL)
    return;

  if (upload->job != NULL)
    {
      check_open (self, exchange, upload);
      return;
    }

  upload->is_aborted = TRUE;
  cs_sim_answer_object (exchange, 200, json_object_new ());
}
