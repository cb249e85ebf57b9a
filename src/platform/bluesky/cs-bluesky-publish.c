/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-bluesky-private.h"

#include "cs-error.h"
#include "cs-json.h"

#include <glib/gi18n.h>
#include <string.h>

/* A server that refuses a body while it is still sent is seen as a cut connection: ask it why. */
static CsReply *
explain_cut (CsBluesky           *self,
             const CsCall        *call,
             const CsHttpAnswer  *answer,
             GCancellable        *cancellable,
             GError             **error)
{
  CsHttpCall ask = { .kind = CS_HTTP_READ };
  g_autoptr(CsHttpAnswer) now = cs_bluesky_send (self, call->account, &ask,
                                                 "com.atproto.server.getSession", NULL,
                                                 cancellable, error);
  g_autoptr(CsReply) refusal = NULL;

  if (now == NULL)
    return cs_reply_from_error (error);

  refusal = cs_bluesky_read (self, now, CS_HTTP_READ);
  if (refusal != NULL && refusal->klass != CS_REPLY_REJECTED)
    return g_steal_pointer (&refusal);

  return cs_reply_new (CS_REPLY_RETRY, "%s; the file may be too large for the server",
                       answer->words);
}

static CsReply *
send_blob (CsBluesky       *self,
           const CsCall    *call,
           const CsUpload  *upload,
           CsProgressFunc   on_progress,
           gpointer         user_data,
           GCancellable    *cancellable,
           GError         **error)
{
  g_autoptr(CsHttpBody) body = cs_http_body_new ();
  g_autoptr(CsHttpAnswer) answer = NULL;
  g_autofree char *blob = NULL;
  CsReply *reply;
  CsHttpCall request = {
    .kind = CS_HTTP_UPLOAD, .content_type = upload->mime, .body = body,
    .on_progress = on_progress, .user_data = user_data,
  };

  if (!cs_http_body_add_file (body, upload->path, upload->size, upload->sha256, error))
    return NULL;

  answer = cs_bluesky_send (self, call->account, &request, "com.atproto.repo.uploadBlob", NULL,
                            cancellable, error);
  if (answer == NULL)
    return cs_reply_from_error (error);

  if (answer->outcome == CS_HTTP_CUT && answer->sent < cs_http_body_get_length (body))
    return explain_cut (self, call, answer, cancellable, error);

  reply = cs_bluesky_read (self, answer, CS_HTTP_UPLOAD);
  if (reply != NULL)
    return reply;

  if (cs_json_get_object (answer->object, "blob") == NULL)
    return cs_reply_new (CS_REPLY_CONFIG, "%s took the file without naming it", answer->host);

  blob = cs_json_to_text (json_object_get_member (answer->object, "blob"));
  reply = cs_bluesky_pending (self, 0, _("The file is with the server"));
  cs_reply_set_handle (reply, "blob", upload->media_id, blob);

  return reply;
}

static gboolean
is_video (const CsUpload *upload)
{
  return g_str_has_prefix (upload->mime, "video/");
}

/* The way that this row's upload takes stays the one it began with. */
static CsReply *
send_video (CsBluesky       *self,
            const CsCall    *call,
            const CsUpload  *upload,
            CsProgressFunc   on_progress,
            gpointer         user_data,
            GCancellable    *cancellable,
            GError         **error)
{
  const char *way = cs_row_get_handle (call->row, "way", upload->media_id);
  CsReply *reply;

  if (way == NULL)
    {
      CsVideoWay chosen = call->account->video_way == CS_VIDEO_SERVICE ? CS_VIDEO_SERVICE
                                                                       : CS_VIDEO_BLOB;

      reply = cs_bluesky_pending (self, 0, _("The upload begins"));
      cs_reply_set_handle (reply, "way", upload->media_id, cs_video_way_names[chosen]);
      return reply;
    }

  if (strcmp (way, cs_video_way_names[CS_VIDEO_SERVICE]) == 0)
    return cs_bluesky_video_step (self, call, upload, on_progress, user_data, cancellable, error);

  return send_blob (self, call, upload, on_progress, user_data, cancellable, error);
}

CsReply *
cs_bluesky_prepare (CsPlatform      *platform,
                    const CsCall    *call,
                    CsProgressFunc   on_progress,
                    gpointer         user_data,
                    GCancellable    *cancellable,
                    GError         **error)
{
  CsBluesky *self = CS_BLUESKY (platform);

  for (guint i = 0; i < call->uploads->len; i++)
    {
      const CsUpload *upload = g_ptr_array_index (call->uploads, i);

      if (cs_row_get_handle (call->row, "blob", upload->media_id) != NULL)
        continue;

      return is_video (upload)
             ? send_video (self, call, upload, on_progress, user_data, cancellable, error)
             : send_blob (self, call, upload, on_progress, user_data, cancellable, error);
    }

  return cs_reply_new (CS_REPLY_DONE, "Everything is with the server");
}

/* What the server says of a record: DONE with all that names it, without its time. */
CsReply *
cs_bluesky_published (const CsAccount    *account,
                      const CsHttpAnswer *answer,
                      const char         *key)
{
  g_autofree char *app = cs_account_dup_setting (account, "app", CS_BLUESKY_APP);
  const char *uri = cs_json_get_text (answer->object, "uri");
  const char *cid = cs_json_get_text (answer->object, "cid");
  CsReply *reply;

  if (uri == NULL || cid == NULL)
    return cs_reply_new (CS_REPLY_PROBE, "%s took the post without naming it", answer->host);

  reply = cs_reply_new (CS_REPLY_DONE, "Published");
  reply->remote_id = g_strdup (uri);
  reply->remote_cid = g_strdup (cid);
  reply->remote_url = g_strdup_printf ("%s/profile/%s/post/%s", app, account->remote_id, key);

  return reply;
}

static CsReply *
published (const CsCall       *call,
           const CsHttpAnswer *answer)
{
  g_autoptr(JsonObject) body = cs_json_parse_object (call->row->body, -1, 0, NULL);
  CsReply *reply = cs_bluesky_published (call->account, answer, call->row->key);

  if (body != NULL && reply->klass == CS_REPLY_DONE)
    reply->published_at = cs_iso_time_read (cs_json_get_text (body, "record.createdAt"));

  return reply;
}

/* The uploads are gone at the server: what the row knows of them must go too. */
static void
forget_uploads (const CsCall *call,
                CsReply      *reply)
{
  static const char *const names[] = { "blob", "job", "upload" };

  for (guint i = 0; i < call->uploads->len; i++)
    {
      const CsUpload *upload = g_ptr_array_index (call->uploads, i);

      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        cs_reply_set_handle (reply, names[k], upload->media_id, "");
      cs_reply_set_number (reply, "parts", upload->media_id, 0);
    }
}

CsReply *
cs_bluesky_commit (CsPlatform    *platform,
                   const CsCall  *call,
                   GCancellable  *cancellable,
                   GError       **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  CsHttpCall request = { .kind = CS_HTTP_COMMIT };
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_send (self, call->account, &request,
                                                    "com.atproto.repo.putRecord", call->row->body,
                                                    cancellable, error);
  CsReply *reply;

  if (answer == NULL)
    return cs_reply_from_error (error);

  reply = cs_bluesky_read (self, answer, CS_HTTP_COMMIT);
  if (reply == NULL)
    reply = published (call, answer);
  else if (reply->klass == CS_REPLY_NEW_UPLOAD)
    forget_uploads (call, reply);

  reply->budget = answer->budget;

  return reply;
}

/* The repository itself is asked, never a view of it, which lags behind. */
CsHttpAnswer *
cs_bluesky_get_record (CsBluesky        *self,
                       const CsAccount  *account,
                       const char       *key,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_autofree char *did = g_uri_escape_string (account->remote_id, NULL, FALSE);
  g_autofree char *rkey = g_uri_escape_string (key, NULL, FALSE);
  g_autofree char *method = g_strdup_printf ("com.atproto.repo.getRecord?repo=%s"
                                             "&collection=%s&rkey=%s",
                                             did, CS_BLUESKY_COLLECTION, rkey);
  CsHttpCall request = { .kind = CS_HTTP_READ };

  return cs_bluesky_call (self, &request, account->host, method, NULL, cancellable, error);
}

CsReply *
cs_bluesky_probe (CsPlatform    *platform,
                  const CsCall  *call,
                  GCancellable  *cancellable,
                  GError       **error)
{
  CsBluesky *self = CS_BLUESKY (platform);
  g_autoptr(CsHttpAnswer) answer = cs_bluesky_get_record (self, call->account, call->row->key,
                                                          cancellable, error);
  CsReply *reply;

  if (answer == NULL)
    return NULL;

  if (answer->outcome == CS_HTTP_ANSWERED && cs_bluesky_is_error (answer, "RecordNotFound"))
    return cs_reply_new (CS_REPLY_ABSENT, "The post is not there");

  reply = cs_bluesky_read (self, answer, CS_HTTP_READ);

  return reply != NULL ? reply : published (call, answer);
}
