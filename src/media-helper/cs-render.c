/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-render.h"

#include "cs-boxes.h"
#include "cs-course.h"
#include "cs-edits.h"
#include "cs-error.h"
#include "cs-front.h"
#include "cs-timing.h"
#include "cs-walk.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#define NSEC G_GINT64_CONSTANT (1000000000)

/* avenc_aac's run-up, in samples; what it is in time depends on the rate. */
#define AAC_RUN_UP 1024

/* What a picture needs at the least; below, the clip is too long for the room. */
#define LEAST_BITRATE 60000

#define DEFAULT_AUDIO_BITRATE 128000

typedef struct
{
  const CsOrder *order;
  CsTalk        *talk;
  int            in;
  int            out;
  GArray        *decoding;   /* as CsCourse wants it; NULL: the source says */
} Render;

static gboolean
empty_out (Render  *self,
           GError **error)
{
  if (ftruncate (self->out, 0) < 0 || lseek (self->out, 0, SEEK_SET) < 0)
    return cs_fail (error, CS_ERROR_STORE,
                    "The new file cannot be written: %s", g_strerror (errno));

  return TRUE;
}

static gint64
size_of (Render *self)
{
  struct stat st;

  return fstat (self->out, &st) == 0 ? st.st_size : 0;
}

/* The run-up of AAC is hidden by whoever made it: a copied one by the edit list that is copied. */
static gboolean
set_starts (Render         *self,
            const CsCourse *course,
            GError        **error)
{
  gint64 rate = course->audio_rate > 0 ? course->audio_rate : 48000;

  return cs_edits_hide_start (self->out, NULL, course->hidden, error)
      && (!course->audio_encoded
          || cs_edits_hide_start (self->out, "soun", AAC_RUN_UP * NSEC / rate, error));
}

/* Faults that GStreamer ends as success: fewer frames, or less time, than the packets promised. */
static gboolean
is_whole (Render          *self,
          const CsCourse  *course,
          GError         **error)
{
  const CsOrder *order = self->order;
  gint64 span = course->last > course->first ? (course->last - MIN (0, course->first)) / 1000 : 0;
  gint64 due = order->source_duration;

  if (!course->has_video && !course->has_audio)
    return cs_fail (error, CS_ERROR_INVALID,
                    "There is neither a picture nor sound in this file: choose another");

  if (course->has_video && course->frames == 0)
    return cs_fail (error, CS_ERROR_INVALID,
                    "No picture of this clip can be decoded: export it anew");

  if (course->has_video && order->fps_num == CS_AS_SOURCE
      && course->frames < order->source_frames - order->source_frames / 50 - 2)
    return cs_fail (error, CS_ERROR_INVALID,
                    ngettext ("Only %" PRId64 " of %" PRId64 " picture can be read: the file is "
                              "damaged",
                              "Only %" PRId64 " of %" PRId64 " pictures can be read: the file is "
                              "damaged", order->source_frames),
                    course->frames, order->source_frames);

  if (span < due - MAX (due / 20, 1000000))
    return cs_fail (error, CS_ERROR_INVALID, "Only %.1f of %.1f s can be read: the file is damaged",
                    span / 1e6, due / 1e6);

  return TRUE;
}

static gboolean
run_pass (Render    *self,
          CsCourse  *course,
          int        pass,
          gint64     bitrate,
          GError   **error)
{
  g_autofree char *statistics = g_build_filename (self->order->scratch, "pass.log", NULL);

  course->order = self->order;
  course->pass = (CsPass) { .pass = pass, .bitrate = bitrate, .statistics = statistics };
  course->run.talk = self->talk;
  course->run.growing = self->out;
  course->decoding = self->decoding;

  return empty_out (self, error)
      && cs_course_go (course, self->in, pass == 1 ? -1 : self->out, error);
}

static gboolean
finish (Render          *self,
        const CsCourse  *course,
        GError         **error)
{
  return is_whole (self, course, error)
      && set_starts (self, course, error)
      && cs_front_moov (self->out, self->talk, course->run.total, error);
}

/* At constant quality; *fits says whether that kept to the bytes. */
static gboolean
try_quality (Render    *self,
             gboolean  *fits,
             GError   **error)
{
  gint64 limit = self->order->max_bytes != CS_AS_SOURCE ? self->order->max_bytes : 0;
  CsCourse course = { .max_bytes = limit, .run.total = self->order->source_duration };
  gboolean ended = run_pass (self, &course, 0, 0, error);

  *fits = !course.is_too_large && (limit <= 0 || size_of (self) <= limit);

  if (!*fits)
    return TRUE;

  return ended && finish (self, &course, error);
}

/* Two passes land within two in a hundred below what they are told (measured). */
static gint64
rate_for (const CsOrder *order)
{
  double seconds = order->source_duration / 1e6;
  gint64 audio = order->audio_channels == 0 ? 0
                 : order->audio_bitrate != CS_AS_SOURCE ? order->audio_bitrate
                                                        : DEFAULT_AUDIO_BITRATE;
  gint64 rate;

  if (seconds <= 0)
    return 0;

  rate = (gint64) ((order->max_bytes * 8.0 / seconds - audio) * 0.975);

  return order->video_bitrate != CS_AS_SOURCE ? MIN (rate, order->video_bitrate) : rate;
}

static gboolean
keep_to_bytes (Render  *self,
               GError **error)
{
  gint64 total = self->order->source_duration;
  gint64 bitrate = rate_for (self->order);
  CsCourse first = { .run = { .total = 2 * total } };

  if (bitrate < LEAST_BITRATE)
    return cs_fail (error, CS_ERROR_INVALID,
                    "The clip is too long for %.1f MB: cut it, or choose another network",
                    self->order->max_bytes / 1e6);

  if (!run_pass (self, &first, 1, bitrate, error))
    return FALSE;

  for (guint i = 0; i < 3; i++)
    {
      CsCourse second = { .run = { .before = total, .total = 2 * total } };
      gint64 size;

      if (!run_pass (self, &second, 2, bitrate, error))
        return FALSE;

      size = size_of (self);
      if (size <= self->order->max_bytes)
        return finish (self, &second, error);

      bitrate = (gint64) (bitrate * 0.98 * self->order->max_bytes / size);
    }

  return cs_fail (error, CS_ERROR_INVALID, "The clip cannot be made smaller than %.1f MB",
                  self->order->max_bytes / 1e6);
}

/* A copied picture keeps its times, but MP4 wants two of each packet. Files of its family have
 * both; of others the packets are looked at first. */
static gboolean
look_at_times (Render  *self,
               GError **error)
{
  g_autoptr(CsWalk) walk = NULL;
  const CsTrack *video;
  CsBoxes boxes;

  cs_boxes_read (self->in, &boxes);
  if (self->order->action == CS_ORDER_ENCODE || boxes.is_iso)
    return TRUE;

  walk = cs_walk (self->in, self->talk, error);
  if (walk == NULL)
    return FALSE;

  video = cs_walk_find (walk, "video");
  if (video != NULL && !cs_timing_is_shown (video)
      && (cs_legs_is (video->caps, "video/x-h264") || cs_legs_is (video->caps, "video/x-h265")))
    return cs_fail (error, CS_ERROR_INVALID,
                    "The file does not say when each picture is shown: encode it instead");

  self->decoding = video != NULL ? cs_timing_decoding (video) : NULL;

  return TRUE;
}

static gboolean
make (Render  *self,
      GError **error)
{
  const CsOrder *order = self->order;
  gboolean fits;

  if (!look_at_times (self, error) || !try_quality (self, &fits, error))
    return FALSE;

  if (!fits && order->action != CS_ORDER_ENCODE)
    return cs_fail (error, CS_ERROR_INVALID,
                    "Unchanged, the clip is larger than %.1f MB: encode it",
                    order->max_bytes / 1e6);

  return fits || keep_to_bytes (self, error);
}

/**
 * cs_render:
 * @in: the source
 * @out: an empty file, open for reading and writing
 * @request: with "recipe", "facts" and "scratch", a folder of this job alone
 *
 * Returns: (transfer full): what was made, or NULL
 */
JsonObject *
cs_render (int          in,
           int          out,
           JsonObject  *request,
           CsTalk      *talk,
           GError     **error)
{
  g_autoptr(CsOrder) order = cs_order_new (request, error);
  Render self = { .order = order, .talk = talk, .in = in, .out = out };
  JsonObject *result;
  gboolean made = order != NULL && make (&self, error);

  g_clear_pointer (&self.decoding, g_array_unref);
  if (!made)
    return NULL;

  result = json_object_new ();
  json_object_set_int_member (result, "size", size_of (&self));

  return result;
}
