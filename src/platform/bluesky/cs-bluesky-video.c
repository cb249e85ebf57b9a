/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-json.h"

#include <glib/gi18n.h>
#include <string.h>

/* Above this a cut connection costs too much: the upload goes in parts. */
#define SIMPLE_MAX     (32 * 1024 * 1024)
#define TOKEN_SECONDS  (30 * 60)

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
                       words != NULL ? words : _("it does not say why"));
}

static gint64
poll_delay (gint64 age)
{
  if (age < 10)
    return 1;

  return age < 60 ? 4 : 30;
}

void
cs_bluesky_forget_upload (CsReply        *reply,
                          const CsUpload *upload)
{
  cs_reply_set_handle (reply, "job", upload->media_id, "");
  cs_reply_set_handle (reply, "upload", upload->media_id, "");
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

      reply = cs_bluesky_pending (self, 0, _("The video is ready"));
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
      cs_bluesky_forget_upload (reply, upload);
      return reply;
    }

  id = cs_json_get_text (job, "jobId");
  if (id == NULL)
    id = cs_row_get_handle (call->row, "job", upload->media_id);
  if (id == NULL)
    return NULL;

  reply = cs_bluesky_pending (self, poll_delay (now - since), _("The video is being processed"));
  cs_reply_set_handle (reply, "job", upload->media_id, id);
  cs_reply_set_number (reply, "sent", upload->media_id, since);

  return reply;
}

/* The job in a 2xx or in a conflict; else why there is none. */
CsReply *
cs_bluesky_read_upload (CsBluesky          *self,
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
    cs_bluesky_forget_upload (reply, upload);

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

  return answer != NULL ? cs_bluesky_read_upload (self, call, upload, answer) : NULL;
}

/* A call to the video service with the token that uploads need; JSON in, JSON out. */
CsHttpAnswer *
cs_bluesky_ask_service (CsBluesky     *self,
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

  return answer != NULL ? cs_bluesky_read_upload (self, call, upload, answer) : NULL;
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

  if (cs_row_get_handle (row, "job", upload->media_id) != NULL)
    return ask_job (self, call, upload, cancellable, error);

  if (upload->size <= SIMPLE_MAX || cs_row_get_number (row, "simple", upload->media_id, FALSE))
    return send_simple (self, call, upload, on_progress, user_data, cancellable, error);

  return cs_bluesky_parts_step (self, call, upload, on_progress, user_data, cancellable, error);
}
