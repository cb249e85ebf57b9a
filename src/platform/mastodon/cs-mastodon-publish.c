/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-mastodon-private.h"

#include "cs-error.h"
#include "cs-json.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#define PROCESSING_SECONDS (30 * 60)

/* The name a server sees: the person's own file names are nobody's business. */
static const char *
public_name (const CsUpload *upload)
{
  static const struct { const char *mime; const char *name; } names[] = {
    { "video/mp4", "clip.mp4" },
    { "video/quicktime", "clip.mov" },
    { "video/webm", "clip.webm" },
    { "image/jpeg", "picture.jpg" },
    { "image/png", "picture.png" },
    { "image/gif", "picture.gif" },
    { "image/webp", "picture.webp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].mime, upload->mime) == 0)
      return names[i].name;

  return g_str_has_prefix (upload->mime, "video/") ? "clip" : "picture";
}

static gint64
poll_delay (gint64 age)
{
  if (age < 10)
    return 2;

  return age < 70 ? 5 : 15;
}

static CsReply *
pending (CsMastodon *self,
         gint64      delay,
         const char *sentence)
{
  CsReply *reply = cs_reply_new (CS_REPLY_PENDING, "%s", sentence);

  reply->not_before = cs_clock_now (self->clock) + delay;

  return reply;
}

/* A server that refuses a body while it is still sent is seen as a cut connection: ask it why. */
static CsReply *
explain_cut (CsMastodon          *self,
             const CsCall        *call,
             const CsUpload      *upload,
             const CsHttpAnswer  *answer,
             GCancellable        *cancellable,
             GError             **error)
{
  CsHttpCall ask = { .kind = CS_HTTP_READ, .method = "GET" };
  g_autoptr(CsHttpAnswer) now = cs_mastodon_send (self, call->account, &ask,
                                                  "/api/v1/accounts/verify_credentials",
                                                  cancellable, error);
  g_autoptr(CsReply) refusal = NULL;
  gint64 limit = -1;

  if (now == NULL)
    return cs_reply_from_error (error);

  refusal = cs_mastodon_read (self, now, CS_HTTP_READ);
  if (refusal != NULL && refusal->klass != CS_REPLY_REJECTED)
    return g_steal_pointer (&refusal);

  if (call->account->limits != NULL)
    g_variant_lookup (call->account->limits,
                      g_str_has_prefix (upload->mime, "video/") ? "video_max_bytes"
                                                                : "image_max_bytes",
                      "x", &limit);

  if (limit >= 0 && upload->size > limit)
    return cs_reply_new (CS_REPLY_REJECTED, "The file has %" PRId64 " bytes, %s takes %" PRId64,
                         upload->size, answer->host, limit);

  return cs_reply_new (CS_REPLY_RETRY, "%s", answer->words);
}

static CsReply *
uploaded (CsMastodon         *self,
          const CsUpload     *upload,
          const CsHttpAnswer *answer)
{
  g_autofree char *id = answer->object != NULL ? cs_json_dup_id (answer->object, "id") : NULL;
  gboolean is_ready = answer->status != 202;
  CsReply *reply;

  if (id == NULL)
    return cs_reply_new (CS_REPLY_CONFIG, "%s took the media without naming it", answer->host);

  reply = pending (self, is_ready ? 0 : poll_delay (0), _("The media is with the server"));
  cs_reply_set_handle (reply, "media", upload->media_id, id);
  cs_reply_set_number (reply, "sent", upload->media_id, cs_clock_now (self->clock));
  cs_reply_set_number (reply, "ready", upload->media_id, is_ready);

  return reply;
}

static CsReply *
send_media (CsMastodon      *self,
            const CsCall    *call,
            const CsUpload  *upload,
            CsProgressFunc   on_progress,
            gpointer         user_data,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr(CsHttpBody) body = cs_http_body_new ();
  g_autofree char *boundary = cs_http_body_make_boundary ();
  g_autofree char *type = g_strconcat ("multipart/form-data; boundary=", boundary, NULL);
  g_autoptr(CsHttpAnswer) answer = NULL;
  CsReply *refusal;
  CsHttpCall request = {
    .kind = CS_HTTP_UPLOAD, .method = "POST", .content_type = type, .body = body,
    .on_progress = on_progress, .user_data = user_data,
  };

  if (upload->alt != NULL && *upload->alt != '\0')
    cs_http_body_add_field (body, boundary, "description", upload->alt);

  if (!cs_http_body_add_upload (body, boundary, "file", public_name (upload), upload->mime,
                                upload->path, upload->size, upload->sha256, error))
    return NULL;

  cs_http_body_end_form (body, boundary);

  answer = cs_mastodon_send (self, call->account, &request, "/api/v2/media", cancellable, error);
  if (answer == NULL)
    return cs_reply_from_error (error);

  if (answer->outcome == CS_HTTP_CUT && answer->sent < cs_http_body_get_length (body))
    return explain_cut (self, call, upload, answer, cancellable, error);

  refusal = cs_mastodon_read (self, answer, CS_HTTP_UPLOAD);

  return refusal != NULL ? refusal : uploaded (self, upload, answer);
}

static CsReply *
ask_media (CsMastodon      *self,
           const CsCall    *call,
           const CsUpload  *upload,
           GCancellable    *cancellable,
           GError         **error)
{
  const char *handle = cs_row_get_handle (call->row, "media", upload->media_id);
  g_autofree char *id = g_uri_escape_string (handle, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/api/v1/media/", id, NULL);
  CsHttpCall request = { .kind = CS_HTTP_READ, .method = "GET" };
  g_autoptr(CsHttpAnswer) answer = cs_mastodon_send (self, call->account, &request, path,
                                                     cancellable, error);
  gint64 age = cs_clock_now (self->clock)
               - cs_row_get_number (call->row, "sent", upload->media_id, 0);
  CsReply *reply;

  if (answer == NULL)
    return cs_reply_from_error (error);

  if (answer->outcome == CS_HTTP_ANSWERED && answer->status == 206)
    return age < PROCESSING_SECONDS
           ? pending (self, poll_delay (age), _("The server is processing the media"))
           : cs_reply_new (CS_REPLY_REJECTED, "%s did not finish processing the media in half an "
                           "hour: try again later", answer->host);

  if (answer->outcome == CS_HTTP_ANSWERED && (answer->status == 404 || answer->status == 410))
    {
      reply = cs_reply_new (CS_REPLY_NEW_UPLOAD, "%s has the media no more", answer->host);
      cs_reply_set_handle (reply, "media", upload->media_id, "");
      return reply;
    }

  if (answer->outcome == CS_HTTP_ANSWERED && answer->status == 422)
    return cs_reply_new (CS_REPLY_REJECTED, "%s could not process the media: use another file",
                         answer->host);

  reply = cs_mastodon_read (self, answer, CS_HTTP_READ);
  if (reply != NULL)
    return reply;

  reply = pending (self, 0, _("The media is ready"));
  cs_reply_set_number (reply, "ready", upload->media_id, TRUE);

  return reply;
}

CsReply *
cs_mastodon_prepare (CsPlatform      *platform,
                     const CsCall    *call,
                     CsProgressFunc   on_progress,
                     gpointer         user_data,
                     GCancellable    *cancellable,
                     GError         **error)
{
  CsMastodon *self = CS_MASTODON (platform);

  for (guint i = 0; i < call->uploads->len; i++)
    {
      const CsUpload *upload = g_ptr_array_index (call->uploads, i);

      if (cs_row_get_handle (call->row, "media", upload->media_id) == NULL)
        return send_media (self, call, upload, on_progress, user_data, cancellable, error);

      if (!cs_row_get_number (call->row, "ready", upload->media_id, FALSE))
        return ask_media (self, call, upload, cancellable, error);
    }

  return cs_reply_new (CS_REPLY_DONE, "Everything is with the server");
}

static const char *
visibility_name (CsVisibility visibility)
{
  switch (visibility)
    {
    case CS_VISIBILITY_UNLISTED:
      return "unlisted";

    case CS_VISIBILITY_FOLLOWERS:
      return "private";

    case CS_VISIBILITY_PUBLIC:
    default:
      return "public";
    }
}

static gboolean
add_media (JsonBuilder   *builder,
           const CsCall  *call,
           GError       **error)
{
  json_builder_set_member_name (builder, "media_ids");
  json_builder_begin_array (builder);

  for (guint i = 0; i < call->uploads->len; i++)
    {
      const CsUpload *upload = g_ptr_array_index (call->uploads, i);
      const char *id = cs_row_get_handle (call->row, "media", upload->media_id);

      if (id == NULL)
        return cs_fail (error, CS_ERROR_INVALID, "“%s” is not uploaded yet", upload->path);

      json_builder_add_string_value (builder, id);
    }

  json_builder_end_array (builder);

  return TRUE;
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

char *
cs_mastodon_freeze (CsPlatform    *platform,
                    const CsCall  *call,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  const char *warning = cs_call_get_warning (call);

  if (call->row->part > 0 && (call->parent == NULL || call->parent->remote_id == NULL))
    return cs_fail_null (error, CS_ERROR_INVALID, "The part before this one is not published");

  json_builder_begin_object (builder);
  add_text (builder, "status", cs_call_get_text (call));
  if (call->uploads->len > 0 && !add_media (builder, call, error))
    return NULL;
  if (call->row->part > 0)
    add_text (builder, "in_reply_to_id", call->parent->remote_id);
  add_text (builder, "visibility", visibility_name (call->post->visibility));
  if (warning != NULL)
    {
      json_builder_set_member_name (builder, "sensitive");
      json_builder_add_boolean_value (builder, TRUE);
      add_text (builder, "spoiler_text", warning);
    }
  add_text (builder, "language", call->post->language);
  if (call->hold_until > 0)
    {
      g_autofree char *when = cs_iso_time (call->hold_until * G_USEC_PER_SEC);

      add_text (builder, "scheduled_at", when);
    }
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);

  return cs_json_to_text (root);
}

CsReply *
cs_mastodon_commit (CsPlatform    *platform,
                    const CsCall  *call,
                    GCancellable  *cancellable,
                    GError       **error)
{
  CsMastodon *self = CS_MASTODON (platform);
  const char *const headers[] = { "Idempotency-Key", call->row->key, NULL };
  g_autoptr(CsHttpBody) body = cs_http_body_new_text (call->row->body);
  g_autoptr(CsHttpAnswer) answer = NULL;
  CsReply *reply;
  CsHttpCall request = {
    .kind = CS_HTTP_COMMIT, .method = "POST", .headers = headers,
    .content_type = "application/json", .body = body,
  };

  answer = cs_mastodon_send (self, call->account, &request, "/api/v1/statuses", cancellable, error);
  if (answer == NULL)
    return cs_reply_from_error (error);

  reply = cs_mastodon_read (self, answer, CS_HTTP_COMMIT);
  if (reply == NULL && answer->object != NULL)
    reply = cs_json_has (answer->object, "scheduled_at") && cs_json_has (answer->object, "params")
            ? cs_mastodon_held (answer->object) : cs_mastodon_published (answer->object);
  if (reply == NULL)
    reply = cs_reply_new (CS_REPLY_PROBE, "%s took the post without naming it", answer->host);

  reply->budget = answer->budget;

  return reply;
}
