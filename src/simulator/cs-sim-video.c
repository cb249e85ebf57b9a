/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-video-private.h"
#include "cs-sim-bluesky-private.h"

#include <string.h>

#define UPLOAD_BLOB "com.atproto.repo.uploadBlob"
#define DAILY_BYTES G_GINT64_CONSTANT (10000000000)

static const char *const states[] =
{
  "JOB_STATE_CREATED", "JOB_STATE_ENCODING", "JOB_STATE_ENCODED", "JOB_STATE_SCANNING",
  "JOB_STATE_SCANNED", "JOB_STATE_UPLOADING", "JOB_STATE_UPLOADED",
};

static void
job_free (CsSimJob *job)
{
  g_free (job->id);
  g_free (job->did);
  g_free (job->sha256);
  g_clear_pointer (&job->upload, cs_sim_upload_free);
  g_clear_pointer (&job->blob, json_object_unref);
  g_free (job);
}

CsSimVideo *
cs_sim_video_new (CsSimWorld   *world,
                  CsSimBluesky *bluesky)
{
  CsSimVideo *self = g_new0 (CsSimVideo, 1);

  self->world = world;
  self->bluesky = bluesky;
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
  self->uploads = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sim_open_upload_free);
  self->days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
cs_sim_video_free (CsSimVideo *self)
{
  g_hash_table_unref (self->days);
  g_ptr_array_unref (self->uploads);
  g_ptr_array_unref (self->jobs);
  g_free (self);
}

static CsSimWindow *
find_day (CsSimVideo *self,
          const char *did)
{
  CsSimWindow *day = g_hash_table_lookup (self->days, did);
  gint64 now = cs_sim_world_now (self->world);

  if (day == NULL)
    {
      day = g_new0 (CsSimWindow, 1);
      g_hash_table_insert (self->days, g_strdup (did), day);
    }

  /* Taking nothing starts the window anew when its day is over. */
  cs_sim_window_take (day, now, 86400, G_MAXINT64, 0);

  return day;
}

/* Who speaks, by a token for that method; an upload may also come with one for the PDS. */
const char *
cs_sim_video_need (CsSimVideo    *self,
                   CsSimExchange *exchange,
                   const char    *lxm)
{
  g_autofree char *own = cs_sim_bluesky_dup_did (self->bluesky, CS_SIMULATOR_VIDEO);
  const char *bearer = cs_sim_exchange_bearer (exchange);
  CsSimJwt *jwt = bearer != NULL ? g_hash_table_lookup (self->bluesky->jwts, bearer) : NULL;

  if (jwt != NULL && g_strcmp0 (jwt->lxm, UPLOAD_BLOB) == 0
      && !g_str_equal (lxm, "app.bsky.video.getUploadLimits"))
    lxm = UPLOAD_BLOB;

  return cs_sim_bluesky_check_service (self->bluesky, exchange, lxm, own);
}

/* What is refused before a byte is worked on; answers and FALSE. */
gboolean
cs_sim_video_check (CsSimVideo    *self,
                    CsSimExchange *exchange,
                    const char    *did,
                    const char    *mime,
                    gint64         size)
{
  static const char *const types[] =
    { "video/mp4", "video/mpeg", "video/webm", "video/quicktime", NULL };

  if (!self->world->options.bluesky_email_confirmed)
    cs_sim_bluesky_refuse (exchange, 403, "UploadForbidden", "unconfirmed_email");
  else if (mime == NULL || !g_strv_contains (types, mime))
    cs_sim_bluesky_refuse (exchange, 400, "UnsupportedContentType",
                           "The content type is not supported");
  else if (size > CS_SIM_VIDEO_SIZE)
    cs_sim_bluesky_refuse (exchange, 400, "VideoTooLarge",
                           "The video is larger than 300000000 bytes");
  else if (find_day (self, did)->used >= self->world->options.video_daily)
    cs_sim_bluesky_refuse (exchange, 400, "DailyLimitExceeded",
                           "You have reached the daily limit of video uploads");
  else
    return TRUE;

  return FALSE;
}

/* Takes @upload. */
CsSimJob *
cs_sim_video_start_job (CsSimVideo  *self,
                        const char  *did,
                        CsSimUpload *upload)
{
  const CsSimOptions *options = &self->world->options;
  CsSimJob *job = g_new0 (CsSimJob, 1);
  gboolean is_media = !options->strict_media || cs_sim_upload_is_media (upload);

  job->id = cs_sim_world_token (self->world, "job");
  job->did = g_strdup (did);
  job->sha256 = g_strdup (upload->sha256);
  job->began = cs_sim_world_now (self->world);
  job->ready = job->began + options->video_processing;
  job->upload = upload;

  if (*options->video_failure != '\0')
    job->failure = g_intern_string (options->video_failure);
  else if (!is_media)
    job->failure = "validation_failure";
  else if (options->video_blob_size > 0 && upload->length > options->video_blob_size)
    job->failure = "pds_upload_unsupported_blob_size";

  g_ptr_array_add (self->jobs, job);
  find_day (self, did)->used++;

  return job;
}

/* Jobs whose time has come put their blob into the PDS. What they make is always MP4. */
void
cs_sim_video_sweep (CsSimVideo *self)
{
  gint64 now = cs_sim_world_now (self->world);

  for (guint i = 0; i < self->jobs->len; i++)
    {
      CsSimJob *job = g_ptr_array_index (self->jobs, i);

      if (job->upload == NULL || job->failure != NULL || job->ready > now)
        continue;

      g_set_str (&job->upload->type, "video/mp4");
      job->blob = cs_sim_bluesky_put_blob (self->bluesky, job->did, g_steal_pointer (&job->upload));
    }
}

static void
set_progress (CsSimVideo *self,
              CsSimJob   *job,
              JsonObject *object)
{
  gint64 passed = cs_sim_world_now (self->world) - job->began;
  gint64 whole = MAX (1, job->ready - job->began);
  gsize step = CLAMP (passed, 0, whole - 1) * G_N_ELEMENTS (states) / whole;

  json_object_set_string_member (object, "state", states[step]);
  json_object_set_int_member (object, "progress", CLAMP (passed, 0, whole) * 100 / whole);
}

JsonObject *
cs_sim_video_describe (CsSimVideo *self,
                       CsSimJob   *job)
{
  gboolean fails_with_blob = g_str_equal (self->world->options.video_shape, "failed-with-blob");
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "jobId", job->id);
  json_object_set_string_member (object, "did", job->did);

  if (job->ready > cs_sim_world_now (self->world))
    {
      set_progress (self, job, object);
      return object;
    }

  json_object_set_string_member (object, "state", job->failure != NULL || fails_with_blob
                                                  ? "JOB_STATE_FAILED" : "JOB_STATE_COMPLETED");
  if (job->failure != NULL)
    {
      json_object_set_string_member (object, "failureCode", job->failure);
      json_object_set_string_member (object, "error", job->failure);
      json_object_set_string_member (object, "message", "The video could not be processed");
    }
  else if (fails_with_blob)
    {
      json_object_set_string_member (object, "error", "already_exists");
      json_object_set_string_member (object, "message", "Video already processed");
    }
  else
    {
      json_object_set_int_member (object, "progress", 100);
    }

  if (job->blob != NULL)
    json_object_set_object_member (object, "blob", json_object_ref (job->blob));

  return object;
}

static CsSimJob *
find_known (CsSimVideo *self,
            const char *did,
            const char *sha256)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      CsSimJob *job = g_ptr_array_index (self->jobs, i);

      if (job->blob != NULL && g_str_equal (job->did, did) && g_str_equal (job->sha256, sha256))
        return job;
    }

  return NULL;
}

/* A video it knows is answered with the job that it had: at top level, and as a conflict. */
static void
answer_known (CsSimVideo    *self,
              CsSimExchange *exchange,
              CsSimJob      *job)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "did", job->did);
  json_object_set_string_member (object, "error", "already_exists");
  json_object_set_string_member (object, "jobId", job->id);
  json_object_set_string_member (object, "message", "Video already processed");
  json_object_set_string_member (object, "state", "JOB_STATE_COMPLETED");
  cs_sim_answer_object (exchange, 409, object);
}

static void
upload_video (gpointer       network,
              CsSimExchange *exchange)
{
  CsSimVideo *self = network;
  const char *shape = self->world->options.video_shape;
  const char *did = cs_sim_video_need (self, exchange, UPLOAD_BLOB);
  CsSimUpload *upload = cs_sim_exchange_upload (exchange, NULL);
  CsSimJob *job;
  JsonObject *object;

  if (did == NULL)
    return;

  if (g_strcmp0 (cs_sim_exchange_param (exchange, "did"), did) != 0)
    {
      cs_sim_bluesky_refuse (exchange, 401, "AuthenticationRequired",
                             "The token was not issued by the did of the upload");
      return;
    }

  if (upload == NULL || upload->length == 0)
    {
      cs_sim_bluesky_refuse (exchange, 400, "UnsupportedContentType",
                             "There is no video in the request");
      return;
    }

  if (!cs_sim_video_check (self, exchange, did, upload->type, upload->length))
    return;

  job = find_known (self, did, upload->sha256);
  if (job != NULL)
    {
      answer_known (self, exchange, job);
      return;
    }

  job = cs_sim_video_start_job (self, did, g_ptr_array_steal_index (exchange->uploads, 0));
  if (g_str_equal (shape, "conflict"))
    {
      answer_known (self, exchange, job);
      return;
    }

  object = json_object_new ();
  json_object_set_object_member (object, "jobStatus", cs_sim_video_describe (self, job));
  if (g_str_equal (shape, "bare"))
    {
      json_object_unref (object);
      object = cs_sim_video_describe (self, job);
    }
  cs_sim_answer_object (exchange, 200, object);
}

/* Needs no token: the id is the secret. */
static void
get_job_status (gpointer       network,
                CsSimExchange *exchange)
{
  CsSimVideo *self = network;
  const char *id = cs_sim_exchange_param (exchange, "jobId");

  for (guint i = 0; id != NULL && i < self->jobs->len; i++)
    {
      CsSimJob *job = g_ptr_array_index (self->jobs, i);
      JsonObject *object;

      if (!g_str_equal (job->id, id))
        continue;

      object = json_object_new ();
      json_object_set_object_member (object, "jobStatus", cs_sim_video_describe (self, job));
      cs_sim_answer_object (exchange, 200, object);
      return;
    }

  cs_sim_bluesky_refuse (exchange, 400, "InvalidRequest", "job not found");
}

static void
get_upload_limits (gpointer       network,
                   CsSimExchange *exchange)
{
  CsSimVideo *self = network;
  const CsSimOptions *options = &self->world->options;
  const char *did = cs_sim_video_need (self, exchange, "app.bsky.video.getUploadLimits");
  gint64 left;
  JsonObject *object;

  if (did == NULL)
    return;

  left = options->video_daily - find_day (self, did)->used;
  object = json_object_new ();
  json_object_set_boolean_member (object, "canUpload",
                                  left > 0 && options->bluesky_email_confirmed);
  json_object_set_int_member (object, "remainingDailyVideos", MAX (0, left));
  json_object_set_int_member (object, "remainingDailyBytes", left > 0 ? DAILY_BYTES : 0);

  if (!options->bluesky_email_confirmed)
    {
      json_object_set_string_member (object, "error", "unconfirmed_email");
      json_object_set_string_member (object, "message", "User must confirm email to upload videos");
    }
  else if (left <= 0)
    {
      json_object_set_string_member (object, "error", "daily_vid_limit_exceeded");
      json_object_set_string_member (object, "message", "You have reached the daily limit");
    }

  cs_sim_answer_object (exchange, 200, object);
}

static const CsSimRoute routes[] =
{
  { "GET", "/xrpc/app.bsky.video.getUploadLimits", get_upload_limits },
  { "GET", "/xrpc/app.bsky.video.getJobStatus", get_job_status },
  { "POST", "/xrpc/app.bsky.video.uploadVideo", upload_video },
};

static const CsSimRoute part_routes[] =
{
  { "POST", "/xrpc/app.bsky.video.startUpload", cs_sim_video_start_upload },
  { "POST", "/xrpc/app.bsky.video.uploadPart", cs_sim_video_upload_part },
  { "POST", "/xrpc/app.bsky.video.finishUpload", cs_sim_video_finish_upload },
  { "GET", "/xrpc/app.bsky.video.getUploadStatus", cs_sim_video_get_upload_status },
  { "POST", "/xrpc/app.bsky.video.abortUpload", cs_sim_video_abort_upload },
};

void
cs_sim_video_answer (CsSimVideo    *self,
                     CsSimExchange *exchange)
{
  if (cs_sim_exchange_route (exchange, routes, G_N_ELEMENTS (routes), self))
    return;

  if (self->world->options.video_multipart
      && cs_sim_exchange_route (exchange, part_routes, G_N_ELEMENTS (part_routes), self))
    return;

  cs_sim_bluesky_refuse (exchange, 501, "MethodNotImplemented", "Method Not Implemented");
}
