/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-render.h"

#include "cs-error.h"
#include "cs-fd-src.h"
#include "cs-legs.h"
#include "cs-order.h"
#include "cs-run.h"

#include <unistd.h>

/* One way through the file: source, demuxer, a leg for each stream, muxer. */
typedef struct
{
  const CsOrder *order;
  const CsPass  *pass;
  CsRun          run;
  GstElement    *pipeline;
  GstElement    *queues;    /* multiqueue: lets streams run apart only as far as they must */
  GstElement    *muxer;     /* NULL in pass 1 */
  gboolean       has_video;
  gboolean       has_audio;
  GError        *error;     /* of a leg that could not be built */
  gint64         frames;
  gint64         last;      /* microseconds: where the last frame ends */
} Course;

/* Titles, places and dates of the source end here; how to turn the picture goes on. */
static GstPadProbeReturn
on_tags (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  g_autofree char *orientation = NULL;
  GstTagList *tags, *kept;

  if (GST_EVENT_TYPE (event) != GST_EVENT_TAG)
    return GST_PAD_PROBE_OK;

  gst_event_parse_tag (event, &tags);
  if (!gst_tag_list_get_string (tags, GST_TAG_IMAGE_ORIENTATION, &orientation))
    return GST_PAD_PROBE_DROP;

  kept = gst_tag_list_new (GST_TAG_IMAGE_ORIENTATION, orientation, NULL);
  GST_PAD_PROBE_INFO_DATA (info) = gst_event_new_tag (kept);
  gst_event_unref (event);

  return GST_PAD_PROBE_OK;
}

/* x264enc's own times begin at a thousand hours; its segment takes them off again. */
static gint64
running_usec (GstPad    *pad,
              GstBuffer *buffer)
{
  g_autoptr(GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;
  guint64 at;

  if (event == NULL || !GST_BUFFER_PTS_IS_VALID (buffer))
    return -1;

  gst_event_parse_segment (event, &segment);
  at = gst_segment_to_running_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));

  return GST_CLOCK_TIME_IS_VALID (at) ? (gint64) (at / 1000) : -1;
}

static GstPadProbeReturn
on_frame (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  Course *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  gint64 at = running_usec (pad, buffer);

  __atomic_add_fetch (&self->frames, 1, __ATOMIC_RELAXED);
  if (GST_BUFFER_DURATION_IS_VALID (buffer) && at >= 0)
    at += GST_BUFFER_DURATION (buffer) / 1000;
  self->last = MAX (self->last, at);
  cs_run_moved (&self->run, at);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_moved (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  Course *self = user_data;

  cs_run_moved (&self->run, -1);

  return GST_PAD_PROBE_OK;
}

static gboolean
link_leg (Course     *self,
          GstElement *from,
          GPtrArray  *leg)
{
  GstElement *last = from;

  for (guint i = 0; i < leg->len; i++)
    gst_bin_add (GST_BIN (self->pipeline), leg->pdata[i]);

  for (guint i = 0; i < leg->len; i++)
    {
      gboolean linked = last == from
                        ? gst_element_link_pads (from, NULL, leg->pdata[i], NULL)
                        : gst_element_link (last, leg->pdata[i]);

      if (!linked)
        return FALSE;
      last = leg->pdata[i];
    }

  return TRUE;
}

/* From the muxer backwards, so that no element pushes into one that still sleeps. */
static void
wake_leg (GPtrArray *leg)
{
  for (guint i = leg->len; i > 0; i--)
    gst_element_sync_state_with_parent (leg->pdata[i - 1]);
}

static void
end_leg (Course     *self,
         GPtrArray  *leg,
         gboolean    is_video)
{
  GstElement *last = leg->pdata[leg->len - 1];
  g_autoptr(GstPad) src = gst_element_get_static_pad (last, "src");
  g_autoptr(GstPad) sink = NULL;

  if (self->muxer != NULL)
    {
      sink = gst_element_request_pad_simple (self->muxer, is_video ? "video_%u" : "audio_%u");
    }
  else
    {
      GstElement *end = gst_element_factory_make ("fakesink", NULL);

      g_object_set (end, "async", FALSE, "sync", FALSE, "enable-last-sample", FALSE, NULL);
      gst_bin_add (GST_BIN (self->pipeline), end);
      gst_element_sync_state_with_parent (end);
      sink = gst_element_get_static_pad (end, "sink");
    }

  gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_tags, self, NULL);
  gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_BUFFER, is_video ? on_frame : on_moved, self, NULL);

  if (gst_pad_link (src, sink) != GST_PAD_LINK_OK)
    cs_fail (&self->error, CS_ERROR_FAILED, "The media engine cannot put this stream into MP4");
}

static void
add_leg (Course     *self,
         GstPad     *pad,
         GstCaps    *caps,
         gboolean    is_video)
{
  g_autoptr(GPtrArray) leg = g_ptr_array_new_with_free_func (gst_object_unref);
  g_autoptr(GstPad) entry = gst_element_request_pad_simple (self->queues, "sink_%u");
  g_autoptr(GstPad) out = NULL;
  g_autofree char *out_name = g_strdup_printf ("src_%s", GST_PAD_NAME (entry) + strlen ("sink_"));
  gboolean built;

  if (is_video && self->order->action == CS_ORDER_ENCODE)
    built = cs_legs_video_encode (self->order, self->pass, caps, leg, &self->error);
  else if (!is_video && self->order->action != CS_ORDER_REMUX)
    built = cs_legs_audio_encode (self->order, caps, leg, &self->error);
  else
    built = cs_legs_copy (caps, leg, &self->error);

  if (!built)
    return;

  if (gst_pad_link (pad, entry) != GST_PAD_LINK_OK || !link_leg (self, self->queues, leg))
    {
      cs_fail (&self->error, CS_ERROR_FAILED, "The media engine cannot link this stream");
      return;
    }

  end_leg (self, leg, is_video);
  wake_leg (leg);
}

static void
ignore_pad (Course *self,
            GstPad *pad)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr(GstPad) entry = gst_element_get_static_pad (sink, "sink");

  g_object_set (sink, "async", FALSE, "sync", FALSE, "enable-last-sample", FALSE, NULL);
  gst_bin_add (GST_BIN (self->pipeline), sink);
  gst_element_sync_state_with_parent (sink);
  gst_pad_link (pad, entry);
}

static void
on_pad_added (GstElement *parser,
              GstPad     *pad,
              gpointer    user_data)
{
  Course *self = user_data;
  g_autoptr(GstCaps) caps = cs_legs_dup_caps (pad);
  gboolean wants_audio = self->order->audio_channels != 0 && self->muxer != NULL;

  if (cs_legs_is (caps, "video/") && !self->has_video)
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
      ignore_pad (self, pad);
    }

  if (self->error != NULL)
    GST_ELEMENT_ERROR (parser, CORE, FAILED, ("%s", self->error->message), (NULL));
}

static void
add_muxer (Course *self,
           int     out)
{
  g_autofree char *second = g_build_filename (self->order->scratch, "faststart", NULL);
  GstElement *sink = gst_element_factory_make ("fdsink", NULL);

  self->muxer = gst_element_factory_make ("mp4mux", NULL);
  /* Not in the folder for temporary files, where a kill would leave it behind for ever. */
  g_object_set (self->muxer, "faststart", TRUE, "faststart-file", second, NULL);
  g_object_set (sink, "fd", out, "sync", FALSE, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), self->muxer, sink, NULL);
  gst_element_link (self->muxer, sink);
}

static gboolean
go (Course  *self,
    int      in,
    int      out,
    GError **error)
{
  g_autoptr(GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  GstElement *source = cs_fd_src_new (in);
  GstElement *parser = gst_element_factory_make ("parsebin", NULL);
  gboolean ended;

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

  ended = cs_run_to_end (&self->run, pipeline, self->error == NULL ? error : NULL);

  if (self->error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }

  return ended;
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
  CsPass pass = { .pass = 0 };
  Course course = { .order = order, .pass = &pass, .run = { .talk = talk, .growing = out } };
  JsonObject *result;

  if (order == NULL)
    return NULL;

  course.run.total = order->source_duration;
  if (!go (&course, in, out, error))
    return NULL;

  result = json_object_new ();
  json_object_set_int_member (result, "frames", course.frames);

  return result;
}
