/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-course.h"

#include "cs-error.h"
#include "cs-fd-src.h"

#include <string.h>

/* Where the muxer's time begins: far enough that what a clip hides before its start has a place. */
#define ORIGIN (3600 * GST_SECOND)

typedef struct
{
  CsCourse  *course;
  GstSegment segment;
  gboolean   is_video;
  guint      packets;    /* seen so far */
  gint64     first;      /* as CsCourse has them; each track runs on a thread of its own */
  gint64     last;
  gint64     hidden;
} Track;

/* Titles, places and dates of the source end here; how to turn the picture goes on. */
static GstPadProbeReturn
on_tags (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  g_autofree char *orientation = NULL;
  GstTagList *tags;

  if (GST_EVENT_TYPE (event) != GST_EVENT_TAG)
    return GST_PAD_PROBE_OK;

  gst_event_parse_tag (event, &tags);
  if (!gst_tag_list_get_string (tags, GST_TAG_IMAGE_ORIENTATION, &orientation))
    return GST_PAD_PROBE_DROP;

  GST_PAD_PROBE_INFO_DATA (info) =
    gst_event_new_tag (gst_tag_list_new (GST_TAG_IMAGE_ORIENTATION, orientation, NULL));
  gst_event_unref (event);

  return GST_PAD_PROBE_OK;
}

/* Running time on the muxer's side, from the clip's start; x264enc's own times begin elsewhere. */
static gint64
clip_time (GstPad       *pad,
           GstClockTime  time)
{
  g_autoptr(GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;
  guint64 at;

  if (event == NULL || !GST_CLOCK_TIME_IS_VALID (time))
    return G_MININT64;

  gst_event_parse_segment (event, &segment);
  at = gst_segment_to_running_time (segment, GST_FORMAT_TIME, time);

  return GST_CLOCK_TIME_IS_VALID (at) ? (gint64) at - (gint64) ORIGIN : G_MININT64;
}

/* What is written so far, and what that will be at the end. */
static void
watch_bytes (CsCourse *self,
             gint64    size)
{
  gint64 bytes = __atomic_add_fetch (&self->bytes, size, __ATOMIC_RELAXED);
  gint64 done = __atomic_load_n (&self->run.done, __ATOMIC_RELAXED);
  gint64 total = self->order->source_duration;

  if (self->max_bytes <= 0)
    return;

  /* A quarter of a clip tells enough of the rest when it is a third over. */
  if (bytes > self->max_bytes
      || (done > total / 4 && total > 0 && (double) bytes * total / done > 1.35 * self->max_bytes))
    {
      self->is_too_large = TRUE;
      cs_run_stop (&self->run);
    }
}

static GstPadProbeReturn
on_packet (GstPad          *pad,
           GstPadProbeInfo *info,
           gpointer         user_data)
{
  Track *track = user_data;
  CsCourse *self = track->course;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  gint64 at = clip_time (pad, GST_BUFFER_PTS (buffer));
  gint64 until = at;

  if (at != G_MININT64 && GST_BUFFER_DURATION_IS_VALID (buffer))
    until += GST_BUFFER_DURATION (buffer);

  if (track->is_video)
    __atomic_add_fetch (&self->frames, 1, __ATOMIC_RELAXED);

  if (at != G_MININT64)
    {
      track->first = MIN (track->first, at);
      track->last = MAX (track->last, until);
    }

  cs_run_moved (&self->run, track->is_video || !self->has_video ? at / 1000 : -1);
  watch_bytes (self, gst_buffer_get_size (buffer));

  return GST_PAD_PROBE_OK;
}

static GstClockTime
moved_time (Track        *track,
            GstClockTime  time)
{
  guint64 at;
  gint64 signed_at;

  if (!GST_CLOCK_TIME_IS_VALID (time) || track->segment.format != GST_FORMAT_TIME)
    return time;

  signed_at = gst_segment_to_stream_time_full (&track->segment, GST_FORMAT_TIME, time, &at);
  signed_at *= (gint64) at;
  track->hidden = MAX (track->hidden, -signed_at);

  return MAX (0, signed_at + (gint64) ORIGIN);
}

/* The source's own time of decoding, or where its container has none, what was reckoned. */
static GstClockTime
decoding_time (Track           *track,
               const GstBuffer *buffer,
               GstClockTime     pts)
{
  const GArray *times = track->course->decoding;
  guint index = track->packets++;

  if (track->is_video && times != NULL)
    return index < times->len
           ? (GstClockTime) (g_array_index (times, gint64, index) + (gint64) ORIGIN)
           : GST_CLOCK_TIME_NONE;

  return GST_BUFFER_DTS_IS_VALID (buffer) && GST_BUFFER_PTS_IS_VALID (buffer)
         ? pts + GST_BUFFER_DTS (buffer) - GST_BUFFER_PTS (buffer) : GST_CLOCK_TIME_NONE;
}

/* mp4mux (1.26) reads where VP9 has its chroma without looking whether anybody said, and dies. */
static GstEvent *
whole_caps (GstEvent *event)
{
  g_autoptr(GstCaps) whole = NULL;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  if (!cs_legs_is (caps, "video/x-vp9")
      || gst_structure_has_field (gst_caps_get_structure (caps, 0), "chroma-site"))
    return event;

  whole = gst_caps_copy (caps);
  gst_caps_set_simple (whole, "chroma-site", G_TYPE_STRING, "mpeg2", NULL);
  gst_event_unref (event);

  return gst_event_new_caps (whole);
}

static GstEvent *
plain_segment (void)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);

  return gst_event_new_segment (&segment);
}

/* A muxer throws away what lies before the segment, and with it the key frame that the rest needs
 * and the run-up of AAC. So the copy goes on one plain time line; the new edit list hides it. */
static GstPadProbeReturn
on_copied (GstPad          *pad,
           GstPadProbeInfo *info,
           gpointer         user_data)
{
  Track *track = user_data;
  GstBuffer *buffer;
  GstClockTime pts;

  if (info->type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM)
    {
      GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

      if (GST_EVENT_TYPE (event) == GST_EVENT_GAP)
        return GST_PAD_PROBE_DROP;

      if (GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT)
        {
          gst_event_copy_segment (event, &track->segment);
          gst_event_unref (event);
          GST_PAD_PROBE_INFO_DATA (info) = plain_segment ();
        }

      if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS)
        GST_PAD_PROBE_INFO_DATA (info) = whole_caps (event);

      return GST_PAD_PROBE_OK;
    }

  buffer = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));
  pts = moved_time (track, GST_BUFFER_PTS (buffer));
  GST_BUFFER_DTS (buffer) = decoding_time (track, buffer, pts);
  GST_BUFFER_PTS (buffer) = pts;
  GST_PAD_PROBE_INFO_DATA (info) = buffer;

  return GST_PAD_PROBE_OK;
}

static gboolean
link_leg (CsCourse  *self,
          GstPad    *from,
          GPtrArray *leg)
{
  g_autoptr(GstPad) entry = NULL;

  for (guint i = 0; i < leg->len; i++)
    gst_bin_add (GST_BIN (self->pipeline), leg->pdata[i]);

  for (guint i = 1; i < leg->len; i++)
    if (!gst_element_link (leg->pdata[i - 1], leg->pdata[i]))
      return FALSE;

  entry = gst_element_get_static_pad (leg->pdata[0], "sink");

  return gst_pad_link (from, entry) == GST_PAD_LINK_OK;
}

/* From the muxer backwards, so that no element pushes into one that still sleeps. */
static void
wake_leg (GPtrArray *leg)
{
  for (guint i = leg->len; i > 0; i--)
    gst_element_sync_state_with_parent (leg->pdata[i - 1]);
}

static GstPad *
add_dead_end (CsCourse *self)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);

  g_object_set (sink, "async", FALSE, "sync", FALSE, "enable-last-sample", FALSE, NULL);
  gst_bin_add (GST_BIN (self->pipeline), sink);
  gst_element_sync_state_with_parent (sink);

  return gst_element_get_static_pad (sink, "sink");
}

static void
end_leg (CsCourse  *self,
         GPtrArray *leg,
         Track     *track,
         gboolean   copied)
{
  g_autoptr(GstPad) src = gst_element_get_static_pad (leg->pdata[leg->len - 1], "src");
  g_autoptr(GstPad) sink = NULL;

  if (self->muxer != NULL)
    sink = gst_element_request_pad_simple (self->muxer, track->is_video ? "video_%u" : "audio_%u");
  else
    sink = add_dead_end (self);

  if (!copied)
    gst_pad_set_offset (src, ORIGIN);
  gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_tags, NULL, NULL);
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER, on_packet, track, NULL);

  if (gst_pad_link (src, sink) != GST_PAD_LINK_OK)
    cs_fail (&self->error, CS_ERROR_FAILED, "The media engine cannot put this stream into MP4");
}

/* In an encode, sound that every network takes stays as it is, unless the recipe names another. */
static gboolean
is_copied (CsCourse      *self,
           const GstCaps *caps,
           gboolean       is_video)
{
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  const CsOrder *order = self->order;
  int version = 0, channels = 0;

  if (order->action == CS_ORDER_REMUX || (order->action == CS_ORDER_AUDIO && is_video))
    return TRUE;

  if (order->action != CS_ORDER_ENCODE || is_video)
    return FALSE;

  gst_structure_get_int (s, "mpegversion", &version);
  gst_structure_get_int (s, "channels", &channels);

  return gst_structure_has_name (s, "audio/mpeg") && version == 4 && channels <= 2
      && g_strcmp0 (gst_structure_get_string (s, "profile"), "lc") == 0
      && order->audio_bitrate == CS_AS_SOURCE && order->audio_rate == CS_AS_SOURCE
      && order->audio_channels == CS_AS_SOURCE;
}

static gboolean
build_leg (CsCourse      *self,
           const GstCaps *caps,
           gboolean       is_video,
           gboolean       copied,
           GPtrArray     *leg)
{
  if (copied)
    return cs_legs_copy (caps, leg, &self->error);

  if (is_video)
    return cs_legs_video_encode (self->order, &self->pass, caps, leg, &self->error);

  self->audio_encoded = TRUE;
  self->audio_rate = cs_legs_audio_rate (self->order, caps);

  return cs_legs_audio_encode (self->order, caps, leg, &self->error);
}

static void
add_leg (CsCourse *self,
         GstPad   *pad,
         GstCaps  *caps,
         gboolean  is_video)
{
  g_autoptr(GPtrArray) leg = g_ptr_array_new_with_free_func (gst_object_unref);
  g_autoptr(GstPad) entry = gst_element_request_pad_simple (self->queues, "sink_%u");
  g_autofree char *name = g_strdup_printf ("src_%s", GST_PAD_NAME (entry) + strlen ("sink_"));
  g_autoptr(GstPad) from = gst_element_get_static_pad (self->queues, name);
  Track *track = g_new0 (Track, 1);
  gboolean copied = is_copied (self, caps, is_video);

  track->course = self;
  track->is_video = is_video;
  track->first = G_MAXINT64;
  g_ptr_array_add (self->tracks, track);

  if (!build_leg (self, caps, is_video, copied, leg))
    return;

  if (copied)
    gst_pad_add_probe (from, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                       on_copied, track, NULL);

  if (gst_pad_link (pad, entry) != GST_PAD_LINK_OK || !link_leg (self, from, leg))
    {
      cs_fail (&self->error, CS_ERROR_FAILED, "The media engine cannot link this stream");
      return;
    }

  end_leg (self, leg, track, copied);
  wake_leg (leg);
}

/* A muxer that gets no stream at all would wait for one for ever. */
static GstPadProbeReturn
on_unwanted (GstPad          *pad,
             GstPadProbeInfo *info,
             gpointer         user_data)
{
  CsCourse *self = user_data;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_EOS
      && self->muxer != NULL && !self->has_video && !self->has_audio && self->error == NULL)
    {
      cs_fail (&self->error, CS_ERROR_INVALID, "There is nothing in this file to be kept");
      GST_ELEMENT_ERROR (self->muxer, STREAM, FAILED, ("%s", self->error->message), (NULL));
    }

  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement *parser,
              GstPad     *pad,
              gpointer    user_data)
{
  CsCourse *self = user_data;
  g_autoptr(GstCaps) caps = cs_legs_dup_caps (pad);
  gboolean wants_audio = self->order->audio_channels != 0 && self->muxer != NULL;

  if (self->error != NULL)
    return;

  if (!self->has_video && cs_legs_is_picture (caps, self->order->source_codec))
    {
      self->has_video = TRUE;
      add_leg (self, pad, caps, TRUE);
    }
  else if (cs_legs_is (caps, "audio/") && !self->has_audio && wants_audio)
    {
      self->has_audio = TRUE;
      add_leg (self, pad, caps, FALSE);
    }
  else
    {
      g_autoptr(GstPad) end = add_dead_end (self);

      gst_pad_add_probe (end, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_unwanted, self, NULL);
      gst_pad_link (pad, end);
    }

  if (self->error != NULL)
    GST_ELEMENT_ERROR (parser, CORE, FAILED, ("%s", self->error->message), (NULL));
}

static void
sum_up (CsCourse *self)
{
  for (guint i = 0; i < self->tracks->len; i++)
    {
      const Track *track = self->tracks->pdata[i];

      self->first = MIN (self->first, track->first);
      self->last = MAX (self->last, track->last);
      self->hidden = MAX (self->hidden, track->hidden);
    }

  g_clear_pointer (&self->tracks, g_ptr_array_unref);
}

static void
add_muxer (CsCourse *self,
           int       out)
{
  GstElement *sink = gst_element_factory_make ("fdsink", NULL);

  self->muxer = gst_element_factory_make ("mp4mux", NULL);
  /* Its own way to put moov in front writes the clip a second time, 4 KiB a step. */
  g_object_set (self->muxer, "faststart", FALSE, NULL);
  g_object_set (sink, "fd", out, "sync", FALSE, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), self->muxer, sink, NULL);
  gst_element_link (self->muxer, sink);
}

/**
 * cs_course_go:
 * @in: the source
 * @out: an empty file for the clip, or -1 to compress the picture for its statistics alone
 *
 * Returns: TRUE when the whole source went through; FALSE with an error, or
 *   without one when is_too_large says why
 */
gboolean
cs_course_go (CsCourse  *self,
              int        in,
              int        out,
              GError   **error)
{
  g_autoptr(GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  g_autoptr(GError) why = NULL;
  GstElement *source = cs_fd_src_new (in);
  GstElement *parser = gst_element_factory_make ("parsebin", NULL);
  gboolean ended;

  self->first = G_MAXINT64;
  self->tracks = g_ptr_array_new_with_free_func (g_free);
  self->pipeline = pipeline;
  self->queues = gst_element_factory_make ("multiqueue", NULL);
  /* In buffers: that limit alone grows when another stream has run dry. */
  g_object_set (self->queues, "max-size-buffers", 60, "max-size-bytes", 0,
                "max-size-time", G_GUINT64_CONSTANT (0), NULL);
  gst_bin_add_many (GST_BIN (pipeline), source, parser, self->queues, NULL);
  gst_element_link (source, parser);
  g_signal_connect (parser, "pad-added", G_CALLBACK (on_pad_added), self);

  if (out >= 0)
    add_muxer (self, out);

  ended = cs_run_to_end (&self->run, pipeline, &why);
  sum_up (self);

  /* The leg's own error says more than the bus could. */
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (why != NULL)
    g_propagate_error (error, g_steal_pointer (&why));

  return ended;
}
