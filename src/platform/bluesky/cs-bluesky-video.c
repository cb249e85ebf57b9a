/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-json.h"

#include <string.h>

/* Above this a cut connection costs too much: the upload goes in parts. */
#define SIMPLE_MAX     (32 * 1024 * 1024)
#define TOKEN_SECONDS  (30 * 60)
#define HASH_LENGTH    64
#define READ_SIZE      (128 * 1024)

/* A token that the account's server makes out for another service, for one method. */
static char *
get_service_token (CsBluesky        *self,
                   const CsAccount  *account,
                   const char       *audience,
                   const char       *method,
                   CsReply         **refusal,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_autofree char *form = NULL;
  g_autofree char *until = g_strdup_printf ("%" G_GINT64_FORMAT,
                                            cs_clock_now (self->clock) + TOKEN_SECONDS - 60);
  g_autofree char *path = NULL;
  CsHttpCall call = { .kind = CS_HTTP_READ };
  g_autoptr(CsHttpAnswer) answer = NULL;
  const char *token;

  form = cs_http_form ("aud", audience, "lxm", method, "exp", until, NULL);
  path = g_strconcat ("com.atproto.server.getServiceAuth?", form, NULL);
  answer = cs_bluesky_send (self, account, &call, path, NULL, cancellable, error);
  if (answer == NULL)
    {
      *refusal = cs_reply_from_error (error);
      return NULL;
    }

  *refusal = cs_bluesky_read (self, answer, CS_HTTP_READ);
  if (*refusal != NULL)
    return NULL;

  token = cs_json_get_text (answer->object, "token");
  if (token == NULL)
    *refusal = cs_reply_new (CS_REPLY_CONFIG, "%s gives no token for the video service",
                             answer->host);

  return g_strdup (token);
}

/* The service stores the blob in the account's server, so that is whom its token must name. */
static char *
get_upload_token (CsBluesky        *self,
                  const CsAccount  *account,
                  CsReply         **refusal,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autofree char *audience = cs_bluesky_web_did (account->host);

  return get_service_token (self, account, audience, "com.atproto.repo.uploadBlob", refusal,
                            cancellable, error);
}

/**
 * cs_bluesky_video_allowed:
 * @answered: whether the service said yes or no
 *
 * Returns: TRUE when the video service takes this account's videos
 */
gboolean
cs_bluesky_video_allowed (CsBluesky        *self,
                          const CsAccount  *account,
                          gboolean         *answered,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_autofree char *base = cs_account_dup_setting (account, "video", CS_BLUESKY_VIDEO);
  g_autofree char *audience = cs_bluesky_web_did (base);
  g_autoptr(CsReply) refusal = NULL;
  g_autofree char *token = get_service_token (self, account, audience,
                                              "app.bsky.video.getUploadLimits", &refusal,
                                              cancellable, error);
  CsHttpCall call = { .kind = CS_HTTP_READ };
  g_autoptr(CsHttpAnswer) answer = NULL;

  if (token == NULL)
    return FALSE;

  call.token = token;
  answer = cs_bluesky_call (self, &call, base, "app.bsky.video.getUploadLimits", NULL,
                            cancellable, error);
  if (answer == NULL)
    return FALSE;

  *answered = answer->outcome == CS_HTTP_ANSWERED && answer->status < 500
              && (answer->object != NULL || answer->status >= 400);

  return cs_http_is_ok (answer) && answer->object != NULL
      && cs_json_get_bool (answer->object, "canUpload", FALSE);
}

static CsReply *
failed_job (const char *code,
            const char *words)
{
  if (g_strcmp0 (code, "pds_upload_unsupported_blob_size") == 0)
    return cs_reply_new (CS_REPLY_CONFIG, "The account’s own server does not take videos of this "
                         "size: ask who runs it");

  if (g_strcmp0 (code, "validation_failure") == 0 || g_strcmp0 (code, "encoding_failure") == 0)
    return cs_reply_new (CS_REPLY_REJECTED, "The video service cannot use this video: %s",
                         words != NULL ? words : code);

  return cs_reply_new (CS_REPLY_NEW_UPLOAD, "The video service failed: %s",
                       words != NULL ? words : "it does not say why");
}

static gint64
poll_delay (gint64 age)
{
  if (age < 10)
    return 1;

  return age < 60 ? 4 : 30;
}

static void
forget_upload (CsReply        *reply,
               const CsUpload *upload)
{
  cs_reply_set_handle (reply, "job", upload->media_id, "");
  cs_reply_set_handle (reply, "upload", upload->media_id, "");
  cs_reply_set_handle (reply, "hashes", upload->media_id, "");
  cs_reply_set_number (reply, "parts", upload->media_id, 0);
}

/*
 * What a job says, in every shape in which the service says it: wrapped, bare,
 * as a conflict, and failed with a blob beside the error. A blob is taken
 * whenever there is one.
 */
static CsReply *
read_job (CsBluesky          *self,
          const CsCall       *call,
          const CsUpload     *upload,
          const CsHttpAnswer *answer)
{
  JsonObject *job = cs_json_get_object (answer->object, "jobStatus");
  const char *state, *id, *words;
  gint64 now = cs_clock_now (self->clock);
  gint64 since = cs_row_get_number (call->row, "sent", upload->media_id, now);
  CsReply *reply;

  if (job == NULL)
    job = answer->object;

  if (cs_json_get_object (job, "blob") != NULL)
    {
      g_autofree char *blob = cs_json_to_text (json_object_get_member (job, "blob"));

      reply = cs_bluesky_pending (self, 0, "The video is ready");
      cs_reply_set_handle (reply, "blob", upload->media_id, blob);
      return reply;
    }

  state = cs_json_get_text (job, "state");
  words = cs_json_get_text (job, "message");
  if (words == NULL)
    words = cs_json_get_text (job, "error");

  if (g_strcmp0 (state, "JOB_STATE_FAILED") == 0)
    {
      reply = failed_job (cs_json_get_text (job, "failureCode"), words);
      forget_upload (reply, upload);
      return reply;
    }

  id = cs_json_get_text (job, "jobId");
  if (id == NULL)
    id = cs_row_get_handle (call->row, "job", upload->media_id);
  if (id == NULL)
    return NULL;

  reply = cs_bluesky_pending (self, poll_delay (now - since), "The video is being processed");
  cs_reply_set_handle (reply, "job", upload->media_id, id);
  cs_reply_set_number (reply, "sent", upload->media_id, since);

  return reply;
}

/* The job in a 2xx or in a conflict; else why there is none. */
static CsReply *
read_upload (CsBluesky          *self,
             const CsCall       *call,
             const CsUpload     *upload,
             const CsHttpAnswer *answer)
{
  gboolean is_job = answer->outcome == CS_HTTP_ANSWERED && answer->object != NULL
                    && (answer->status < 300 || answer->status == 409
                        || cs_bluesky_is_error (answer, "already_exists"));
  CsReply *reply = is_job ? read_job (self, call, upload, answer) : NULL;

  if (reply == NULL)
    reply = cs_bluesky_read (self, answer, CS_HTTP_UPLOAD);

  if (reply == NULL)
    return cs_reply_new (CS_REPLY_CONFIG, "%s took the video without naming it", answer->host);

  if (reply->klass == CS_REPLY_NEW_UPLOAD)
    forget_upload (reply, upload);

  return reply;
}

static CsReply *
send_simple (CsBluesky       *self,
             const CsCall    *call,
             const CsUpload  *upload,
             CsProgressFunc   on_progress,
             gpointer         user_data,
             GCancellable    *cancellable,
             GError         **error)
{
  g_autoptr(CsReply) refusal = NULL;
  g_autofree char *base = cs_account_dup_setting (call->account, "video", CS_BLUESKY_VIDEO);
  g_autofree char *name = g_strconcat (call->row->key, ".mp4", NULL);
  g_autofree char *query = cs_http_form ("did", call->account->remote_id, "name", name, NULL);
  g_autofree char *method = g_strconcat ("app.bsky.video.uploadVideo?", query, NULL);
  g_autoptr(CsHttpBody) body = cs_http_body_new ();
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autofree char *token = NULL;
  CsHttpCall request = {
    .kind = CS_HTTP_UPLOAD, .content_type = upload->mime, .body = body,
    .on_progress = on_progress, .user_data = user_data,
  };

  if (!cs_http_body_add_file (body, upload->path, upload->size, upload->sha256, error))
    return NULL;

  token = get_upload_token (self, call->account, &refusal, cancellable, error);
  if (token == NULL)
    return g_steal_pointer (&refusal);

  request.token = token;
  answer = cs_bluesky_call (self, &request, base, method, NULL, cancellable, error);

  return answer != NULL ? read_upload (self, call, upload, answer) : NULL;
}

/* A call to the video service with the token that uploads need; JSON in, JSON out. */
static CsHttpAnswer *
ask_service (CsBluesky     *self,
             const CsCall  *call,
             CsHttpCall    *request,
             const char    *method,
             const char    *json,
             CsReply      **refusal,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *base = cs_account_dup_setting (call->account, "video", CS_BLUESKY_VIDEO);
  g_autofree char *token = get_upload_token (self, call->account, refusal, cancellable, error);

  if (token == NULL)
    return NULL;

  request->token = token;

  return cs_bluesky_call (self, request, base, method, json, cancellable, error);
}

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
  g_autoptr(CsHttpAnswer) answer = ask_service (self, call, &request, "app.bsky.video.startUpload",
                                                json, &reply, cancellable, error);
  const char *id;
  gint64 size, count;

  if (answer == NULL)
    return reply;

  /* A service without this part of the API still takes the video in one piece. */
  if (answer->outcome == CS_HTTP_ANSWERED && (answer->status == 404 || answer->status == 501))
    {
      reply = cs_bluesky_pending (self, 0, "The video goes in one piece");
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

  reply = cs_bluesky_pending (self, 0, "The upload has begun");
  cs_reply_set_handle (reply, "upload", upload->media_id, id);
  cs_reply_set_handle (reply, "hashes", upload->media_id, "");
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

static CsReply *
part_sent (CsBluesky       *self,
           const CsCall    *call,
           const CsUpload  *upload,
           CsHttpBody      *body,
           gint64           parts)
{
  const char *before = cs_row_get_handle (call->row, "hashes", upload->media_id);
  g_autofree char *hash = cs_http_body_dup_sha256 (body);
  g_autofree char *hashes = g_strconcat (before != NULL ? before : "", hash, NULL);
  CsReply *reply = cs_bluesky_pending (self, 0, "A part of the video is with the service");

  cs_reply_set_number (reply, "parts", upload->media_id, parts + 1);
  cs_reply_set_handle (reply, "hashes", upload->media_id, hashes);

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

  if (!cs_http_body_add_range (body, upload->path, offset, MIN (size, upload->size - offset),
                               error))
    return NULL;

  answer = ask_service (self, call, &request, method, NULL, &reply, cancellable, error);
  if (answer == NULL)
    return reply;

  reply = cs_reply_from_answer (answer, CS_HTTP_UPLOAD, cs_clock_now (self->clock));
  if (reply == NULL && answer->status >= 400)
    reply = cs_bluesky_read (self, answer, CS_HTTP_UPLOAD);
  if (reply != NULL && reply->klass == CS_REPLY_NEW_UPLOAD)
    forget_upload (reply, upload);

  return reply != NULL ? reply : part_sent (self, call, upload, body, parts);
}

/* Whether the file is the one that was added, and every part was sent from it as it is now. */
static gboolean
check_parts (const CsUpload  *upload,
             gint64           size,
             const char      *hashes,
             GCancellable    *cancellable,
             GError         **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (upload->path);
  g_autoptr(GChecksum) whole = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GChecksum) part = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GError) cause = NULL;
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);
  gboolean is_same = strlen (hashes) % HASH_LENGTH == 0;
  gint64 done = 0;
  gssize got = 0;

  stream = g_file_read (file, cancellable, &cause);

  while (stream != NULL && is_same
         && (got = g_input_stream_read (G_INPUT_STREAM (stream), buffer,
                                        MIN (READ_SIZE, size - done % size),
                                        cancellable, &cause)) > 0)
    {
      g_checksum_update (whole, buffer, got);
      g_checksum_update (part, buffer, got);
      done += got;

      if (done % size == 0 || done == upload->size)
        {
          is_same = strncmp (hashes, g_checksum_get_string (part), HASH_LENGTH) == 0;
          hashes += is_same ? HASH_LENGTH : 0;
          g_checksum_reset (part);
        }
    }

  if (cause != NULL)
    return cs_fail_file (error, g_steal_pointer (&cause), upload->path);

  if (!is_same || done != upload->size || *hashes != '\0'
      || (upload->sha256 != NULL
          && g_ascii_strcasecmp (g_checksum_get_string (whole), upload->sha256) != 0))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” has changed since it was added: add it again",
                    upload->path);

  return TRUE;
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
  const char *hashes = cs_row_get_handle (call->row, "hashes", upload->media_id);
  CsHttpCall request = { .kind = CS_HTTP_READ };
  CsReply *reply = NULL;
  g_autoptr(CsHttpAnswer) answer = ask_service (self, call, &request, method, NULL, &reply,
                                                cancellable, error);
  g_autofree char *kept = NULL;
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

  if (hashes == NULL || (gsize) parts * HASH_LENGTH >= strlen (hashes))
    parts = 0;

  kept = g_strndup (hashes != NULL ? hashes : "", parts * HASH_LENGTH);
  reply = cs_bluesky_pending (self, 0, "The service misses a part of the video");
  cs_reply_set_number (reply, "parts", upload->media_id, parts);
  cs_reply_set_handle (reply, "hashes", upload->media_id, kept);

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
  CsReply *reply = read_upload (self, call, upload, answer);

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
  const char *hashes = cs_row_get_handle (call->row, "hashes", upload->media_id);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autofree char *json = NULL;
  CsHttpCall request = { .kind = CS_HTTP_UPLOAD };
  CsReply *reply = NULL;

  if (!check_parts (upload, cs_row_get_number (call->row, "part_size", upload->media_id, 1),
                    hashes != NULL ? hashes : "", cancellable, error))
    return NULL;

  json_object_set_string_member (object, "jobId", id);
  json_node_set_object (node, object);
  json = cs_json_to_text (node);
  answer = ask_service (self, call, &request, "app.bsky.video.finishUpload", json, &reply,
                        cancellable, error);
  if (answer == NULL)
    return reply;

  if (cs_bluesky_is_error (answer, "MissingParts"))
    return resume_parts (self, call, upload, cancellable, error);

  return finished (self, call, upload, answer);
}

static CsReply *
ask_job (CsBluesky       *self,
         const CsCall    *call,
         const CsUpload  *upload,
         GCancellable    *cancellable,
         GError         **error)
{
  g_autofree char *base = cs_account_dup_setting (call->account, "video", CS_BLUESKY_VIDEO);
  g_autofree char *query = cs_http_form ("jobId",
                                         cs_row_get_handle (call->row, "job", upload->media_id),
                                         NULL);
  g_autofree char *method = g_strconcat ("app.bsky.video.getJobStatus?", query, NULL);
  CsHttpCall request = { .kind = CS_HTTP_READ };
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_call (self, &request, base, method, NULL,
                                                    cancellable, error);

  return answer != NULL ? read_upload (self, call, upload, answer) : NULL;
}

/* One step of getting a video through the service; what the row holds says which is next. */
CsReply *
cs_bluesky_video_step (CsBluesky       *self,
                       const CsCall    *call,
                       const CsUpload  *upload,
                       CsProgressFunc   on_progress,
                       gpointer         user_data,
                       GCancellable    *cancellable,
                       GError         **error)
{
  const CsOutboxRow *row = call->row;
  gint64 parts = cs_row_get_number (row, "parts", upload->media_id, 0);

  if (cs_row_get_handle (row, "job", upload->media_id) != NULL)
    return ask_job (self, call, upload, cancellable, error);

  if (upload->size <= SIMPLE_MAX || cs_row_get_number (row, "simple", upload->media_id, FALSE))
    return send_simple (self, call, upload, on_progress, user_data, cancellable, error);

  if (cs_row_get_handle (row, "upload", upload->media_id) == NULL)
    return start_parts (self, call, upload, cancellable, error);

  if (parts < cs_row_get_number (row, "part_count", upload->media_id, 0))
    return send_part (self, call, upload, parts, on_progress, user_data, cancellable, error);

  return finish_parts (self, call, upload, cancellable, error);
}
