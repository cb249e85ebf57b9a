/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-player-pipeline.h"

#include "cs-direct.h"

/* What playbin3 is to do: picture, sound, volume, deinterlacing; no subtitles, no visualisation. */
#define FLAGS (0x1 | 0x2 | 0x10 | 0x200)

/* On a thread of the pipeline: notes when the frame of each packet is shown. */
static GstPadProbeReturn
on_packet (GstPad          *pad,
           GstPadProbeInfo *info,
           gpointer         user_data)
{
  GstBuffer *packet = GST_PAD_PROBE_INFO_BUFFER (info);
  g_autoptr(GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;
  GstClockTime at;

  if (event == NULL || !GST_BUFFER_PTS_IS_VALID (packet))
    return GST_PAD_PROBE_OK;

  gst_event_parse_segment (event, &segment);
  if (segment->format == GST_FORMAT_TIME
      && gst_segment_to_stream_time_full (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (packet),
                                          &at) > 0)
    cs_frame_times_add (user_data, at);

  return GST_PAD_PROBE_OK;
}

/* On a thread of the pipeline: libav’s decoder draws without a copy where the size lets it. */
static GstPadProbeReturn
on_decoder_event (GstPad          *pad,
                  GstPadProbeInfo *info,
                  gpointer         decoder)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstCaps *caps;
  const GstStructure *s;
  int width = 0, height = 0;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;

  gst_event_parse_caps (event, &caps);
  s = gst_caps_get_structure (caps, 0);
  gst_structure_get_int (s, "width", &width);
  gst_structure_get_int (s, "height", &height);
  g_object_set (decoder, "direct-rendering",
                cs_direct_must (gst_structure_get_name (s)) || cs_direct_fits (width, height),
                NULL);

  return GST_PAD_PROBE_OK;
}

/* On a thread of the pipeline. */
static void
on_element_added (GstBin       *bin,
                  GstBin       *inner,
                  GstElement   *element,
                  CsFrameTimes *times)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  g_autoptr(GstPad) pad = NULL;

  if (factory == NULL
      || !gst_element_factory_list_is_type (factory, GST_ELEMENT_FACTORY_TYPE_DECODER
                                                     | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO))
    return;

  pad = gst_element_get_static_pad (element, "sink");
  if (pad == NULL)
    return;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_packet, cs_frame_times_ref (times),
                     (GDestroyNotify) cs_frame_times_unref);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), "direct-rendering") != NULL)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_decoder_event, element, NULL);
}

static void
release_times (gpointer  data,
               GClosure *closure)
{
  cs_frame_times_unref (data);
}

/**
 * cs_player_pipeline_new:
 * @times: gets the time of each frame, as the file has it
 * @sink: (out) (transfer full): what shows the clip; its “paintable” is to be seen
 *
 * Returns: (transfer full) (nullable): NULL where a part of GStreamer is missing
 */
GstElement *
cs_player_pipeline_new (const char    *uri,
                        CsFrameTimes  *times,
                        GstElement   **sink)
{
  g_autoptr(GstElement) pipeline = gst_element_factory_make ("playbin3", NULL);
  g_autoptr(GstElement) shows = gst_element_factory_make ("gtk4paintablesink", NULL);

  if (pipeline != NULL)
    gst_object_ref_sink (pipeline);
  if (shows != NULL)
    gst_object_ref_sink (shows);
  if (pipeline == NULL || shows == NULL)
    return NULL;

  g_signal_connect_data (pipeline, "deep-element-added", G_CALLBACK (on_element_added),
                         cs_frame_times_ref (times), release_times, G_CONNECT_DEFAULT);
  g_object_set (pipeline, "video-sink", shows, "uri", uri, "flags", FLAGS, NULL);
  *sink = g_steal_pointer (&shows);

  return g_steal_pointer (&pipeline);
}
