/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-json.h"

#include <glib/gi18n.h>

#define MAX_HASHES 16
#define READ_SIZE  (128 * 1024)

static char *
describe_upload (const CsUpload *upload,
                 const char     *key)
{
  g_autofree char *name = g_strconcat (key, ".mp4", NULL);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "sizeBytes", upload->size);
  json_object_set_string_member (object, "mimeType", upload->mime);
  json_object_set_string_member (object, "name", name);
  if (upload->duration > 0)
    json_object_set_int_member (object, "durationMs", upload->duration / 1000);
  if (upload->width > 0 && upload->height > 0)
    {
      json_object_set_int_member (object, "width", upload->width);
      json_object_set_int_member (object, "height", upload->height);
    }
  json_node_set_object (node, object);

  return cs_json_to_text (node);
}

static CsReply *
start_parts (CsBluesky       *self,
             const CsCall    *call,
             const CsUpload  *upload,
             GCancellable    *cancellable,
             GError         **error)
{
  g_autofree char *json = describe_upload (upload, call->row->key);
  CsHttpCall request = { .kind = CS_HTTP_UPLOAD };
  CsReply *reply = NULL;
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_ask_service (self, call, &request,
                                                           "app.bsky.video.startUpload", json,
                                                           &reply, cancellable, error);
  const char *id;
  gint64 size, count;

  if (answer == NULL)
    return reply;

  /* A service without this part of the API still takes the video in one piece. */
  if (answer->outcome == CS_HTTP_ANSWERED && (answer->status == 404 || answer->status == 501))
    {
      reply = cs_bluesky_pending (self, 0, _("The video goes in one piece"));
      cs_reply_set_number (reply, "simple", upload->media_id, TRUE);
      return reply;
    }

  reply = cs_bluesky_read (self, answer, CS_HTTP_UPLOAD);
  if (reply != NULL)
    return reply;

  id = cs_json_get_text (answer->object, "jobId");
  size = cs_json_get_int (answer->object, "partSizeBytes", 0);
  count = cs_json_get_int (answer->object, "partCount", 0);
  if (id == NULL || size <= 0 || count <= 0 || count > upload->size
      || (count - 1) > upload->size / size || count * size < upload->size)
    return cs_reply_new (CS_REPLY_CONFIG, "%s does not say how it wants the video", answer->host);

  reply = cs_bluesky_pending (self, 0, _("The upload has begun"));
  cs_reply_set_handle (reply, "upload", upload->media_id, id);
  cs_reply_set_number (reply, "part_size", upload->media_id, size);
  cs_reply_set_number (reply, "part_count", upload->media_id, count);
  cs_reply_set_number (reply, "parts", upload->media_id, 0);

  return reply;
}

/* How far the file got, seen from a part. */
typedef struct
{
  CsProgressFunc  on_progress;
  gpointer        user_data;
  gint64          before;
  gint64          total;
} Progress;

static void
on_part_progress (gint64   done,
                  gint64   total,
                  gpointer user_data)
{
  Progress *progress = user_data;

  if (progress->on_progress != NULL)
    progress->on_progress (progress->before + done, progress->total, progress->user_data);
}

/* What the parts of a file add up to, as far as this process has sent them. */
typedef struct
{
  GChecksum *checksum;
  gint64     offset;
} Hash;

void
cs_bluesky_hash_free (gpointer data)
{
  Hash *hash = data;

  g_checksum_free (hash->checksum);
  g_free (hash);
}

static char *
hash_name (const CsCall   *call,
           const CsUpload *upload)
{
  return g_strconcat (call->row->key, "/", upload->media_id, NULL);
}

static void
keep_hash (CsBluesky      *self,
           const CsCall   *call,
           const CsUpload *upload,
           GChecksum      *checksum,
           gint64          offset)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Hash *hash = g_new0 (Hash, 1);

  hash->checksum = checksum;
  hash->offset = offset;

  /* What is dropped here is read again from the file, should it be wanted. */
  if (g_hash_table_size (self->hashes) >= MAX_HASHES)
    g_hash_table_remove_all (self->hashes);
  g_hash_table_replace (self->hashes, hash_name (call, upload), hash);
}

static GChecksum *
find_hash (CsBluesky      *self,
           const CsCall   *call,
           const CsUpload *upload,
           gint64          offset)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *name = hash_name (call, upload);
  Hash *hash = g_hash_table_lookup (self->hashes, name);

  return hash != NULL && hash->offset == offset ? g_checksum_copy (hash->checksum) : NULL;
}

/* The file up to a part: an earlier process sent that, so it is read once more. */
static GChecksum *
read_hash (const CsUpload  *upload,
           gint64           offset,
           GCancellable    *cancellable,
           GError         **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GFile) file = g_file_new_for_path (upload->path);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GError) cause = NULL;
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);
  gssize got = 1;

  if (offset == 0)
    return g_steal_pointer (&checksum);

  stream = g_file_read (file, cancellable, &cause);

  for (gint64 left = offset; stream != NULL && left > 0 && got > 0; left -= got)
    {
      got = g_input_stream_read (G_INPUT_STREAM (stream), buffer, MIN (left, READ_SIZE),
                                 cancellable, &cause);
      if (got > 0)
        g_checksum_update (checksum, buffer, got);
    }

  if (cause != NULL)
    {
      cs_fail_file (error, g_steal_pointer (&cause), upload->path);
      return NULL;
    }

  return g_steal_pointer (&checksum);
}

/* A part from the file, the last of them failing unless the whole is what it must be. */
static gboolean
add_part (CsBluesky       *self,
          const CsCall    *call,
          const CsUpload  *upload,
          CsHttpBody      *body,
          gint64           offset,
          gint64           length,
          GCancellable    *cancellable,
          GError         **error)
{
  g_autoptr(GChecksum) before = find_hash (self, call, upload, offset);
  gboolean is_last = offset + length == upload->size;

  if (before == NULL)
    before = read_hash (upload, offset, cancellable, error);

  return before != NULL
      && cs_http_body_add_range (body, upload->path, upload->size, offset, length, before,
                                 is_last ? upload->sha256 : NULL, error);
}

static CsReply *
part_sent (CsBluesky       *self,
           const CsCall    *call,
           const CsUpload  *upload,
           CsHttpBody      *body,
           gint64           parts,
           gint64           end)
{
  CsReply *reply = cs_bluesky_pending (self, 0, _("A part of the video is with the service"));

  keep_hash (self, call, upload, cs_http_body_dup_checksum (body), end);
  cs_reply_set_number (reply, "parts", upload->media_id, parts + 1);

  return reply;
}

static CsReply *
send_part (CsBluesky       *self,
           const CsCall    *call,
           const CsUpload  *upload,
           gint64           parts,
           CsProgressFunc   on_progress,
           gpointer         user_data,
           GCancellable    *cancellable,
           GError         **error)
{
  gint64 size = cs_row_get_number (call->row, "part_size", upload->media_id, 0);
  gint64 offset = parts * size;
  gint64 length = MIN (size, upload->size - offset);
  Progress progress = { on_progress, user_data, offset, upload->size };
  g_autoptr(CsHttpBody) body = cs_http_body_new ();
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, parts + 1);
  g_autofree char *query = cs_http_form ("jobId",
                                         cs_row_get_handle (call->row, "upload", upload->media_id),
                                         "partNumber", number, NULL);
  g_autofree char *method = g_strconcat ("app.bsky.video.uploadPart?", query, NULL);
  g_autoptr(CsHttpAnswer) answer = NULL;
  CsReply *reply = NULL;
  CsHttpCall request = {
    .kind = CS_HTTP_UPLOAD, .content_type = "application/octet-stream", .body = body,
    .on_progress = on_part_progress, .user_data = &progress,
  };

  if (!add_part (self, call, upload, body, offset, length, cancellable, error))
    return NULL;

  answer = cs_bluesky_ask_service (self, call, &request, method, NULL, &reply, cancellable, error);
  if (answer == NULL)
    return reply;

  reply = cs_reply_from_answer (answer, CS_HTTP_UPLOAD, cs_clock_now (self->clock));
  if (reply == NULL && answer->status >= 400)
    reply = cs_bluesky_read (self, answer, CS_HTTP_UPLOAD);
  if (reply != NULL && reply->klass == CS_REPLY_NEW_UPLOAD)
    cs_bluesky_forget_upload (reply, upload);

  return reply != NULL ? reply : part_sent (self, call, upload, body, parts, offset + length);
}

/* Parts may be sent again: from the first that is missing on. */
static CsReply *
resume_parts (CsBluesky       *self,
              const CsCall    *call,
              const CsUpload  *upload,
              GCancellable    *cancellable,
              GError         **error)
{
  g_autofree char *query = cs_http_form ("jobId",
                                         cs_row_get_handle (call->row, "upload", upload->media_id),
                                         NULL);
  g_autofree char *method = g_strconcat ("app.bsky.video.getUploadStatus?", query, NULL);
  CsHttpCall request = { .kind = CS_HTTP_READ };
  CsReply *reply = NULL;
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_ask_service (self, call, &request, method, NULL,
                                                           &reply, cancellable, error);
  gint64 parts = 0;
  JsonArray *received;

  if (answer == NULL)
    return reply;

  reply = cs_bluesky_read (self, answer, CS_HTTP_READ);
  if (reply != NULL)
    return reply;

  received = cs_json_get_array (answer->object, "receivedParts");
  for (guint i = 0; received != NULL && i < json_array_get_length (received); i++)
    {
      JsonNode *node = json_array_get_element (received, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_int (node) != parts + 1)
        break;
      parts++;
    }

  reply = cs_bluesky_pending (self, 0, _("The service misses a part of the video"));
  cs_reply_set_number (reply, "parts", upload->media_id, parts);

  return reply;
}

/* The job behind a finished upload may have another id than the upload: that one is asked after. */
static CsReply *
finished (CsBluesky          *self,
          const CsCall       *call,
          const CsUpload     *upload,
          const CsHttpAnswer *answer)
{
  const char *id = answer->object != NULL ? cs_json_get_text (answer->object, "completedJobId")
                                          : NULL;
  CsReply *reply = cs_bluesky_read_upload (self, call, upload, answer);

  if (id != NULL && reply->klass == CS_REPLY_PENDING)
    cs_reply_set_handle (reply, "job", upload->media_id, id);

  return reply;
}

static CsReply *
finish_parts (CsBluesky       *self,
              const CsCall    *call,
              const CsUpload  *upload,
              GCancellable    *cancellable,
              GError         **error)
{
  const char *id = cs_row_get_handle (call->row, "upload", upload->media_id);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autofree char *json = NULL;
  CsHttpCall request = { .kind = CS_HTTP_UPLOAD };
  CsReply *reply = NULL;

  json_object_set_string_member (object, "jobId", id);
  json_node_set_object (node, object);
  json = cs_json_to_text (node);
  answer = cs_bluesky_ask_service (self, call, &request, "app.bsky.video.finishUpload", json,
                                   &reply, cancellable, error);
  if (answer == NULL)
    return reply;

  if (cs_bluesky_is_error (answer, "MissingParts"))
    return resume_parts (self, call, upload, cancellable, error);

  return finished (self, call, upload, answer);
}

/* One step of an upload in parts: its beginning, the next part, or its end. */
CsReply *
cs_bluesky_parts_step (CsBluesky       *self,
                       const CsCall    *call,
                       const CsUpload  *upload,
                       CsProgressFunc   on_progress,
                       gpointer         user_data,
                       GCancellable    *cancellable,
                       GError         **error)
{
  gint64 parts = cs_row_get_number (call->row, "parts", upload->media_id, 0);

  if (cs_row_get_handle (call->row, "upload", upload->media_id) == NULL)
    return start_parts (self, call, upload, cancellable, error);

  if (parts < cs_row_get_number (call->row, "part_count", upload->media_id, 0))
    return send_part (self, call, upload, parts, on_progress, user_data, cancellable, error);

  return finish_parts (self, call, upload, cancellable, error);
}
