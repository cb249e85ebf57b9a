/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-silence.h"

#include "cs-fd-src.h"
#include "cs-legs.h"

#include <math.h>

/* -70 dB of full scale: below the noise of any microphone. */
#define AUDIBLE 0.000316f

/* Encoders of changing rate spend next to nothing on silence; above this there is sound. */
#define SPENT_ON_SOUND 20000

typedef struct
{
  CsRun       run;
  GstElement *pipeline;
  gboolean    linked;
  gboolean    is_loud;
} Listener;

static GstPadProbeReturn
on_samples (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  Listener *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  GstMapInfo map;

  cs_run_moved (&self->run, -1);
  if (self->is_loud || !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return GST_PAD_PROBE_OK;

  for (gsize i = 0; i < map.size / sizeof (float) && !self->is_loud; i++)
    self->is_loud = fabsf (((const float *) map.data)[i]) > AUDIBLE;

  gst_buffer_unmap (buffer, &map);
  if (self->is_loud)
    cs_run_stop (&self->run);

  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement *parser,
              GstPad     *pad,
              gpointer    user_data)
{
  Listener *self = user_data;
  g_autoptr(GstCaps) caps = cs_legs_dup_caps (pad);
  g_autoptr(GstCaps) raw = gst_caps_from_string ("audio/x-raw,format=F32LE,layout=interleaved");
  g_autoptr(GstPad) entry = NULL, end = NULL;
  GstElement *decoder, *convert, *sink;

  if (self->linked || !cs_legs_is (caps, "audio/"))
    return;

  decoder = cs_legs_is (caps, "audio/x-raw") ? gst_element_factory_make ("identity", NULL)
                                             : cs_legs_decoder (caps, NULL);
  if (decoder == NULL)
    return;

  self->linked = TRUE;
  convert = gst_element_factory_make ("audioconvert", NULL);
  sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (sink, "async", FALSE, "sync", FALSE, "enable-last-sample", FALSE, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), decoder, convert, sink, NULL);
  gst_element_link (decoder, convert);
  gst_element_link_filtered (convert, sink, raw);

  end = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (end, GST_PAD_PROBE_TYPE_BUFFER, on_samples, self, NULL);
  entry = gst_element_get_static_pad (decoder, "sink");
  gst_bin_sync_children_states (GST_BIN (self->pipeline));
  gst_pad_link (pad, entry);
}

static gboolean
spends_by_need (const CsTrack *track)
{
  return cs_legs_is (track->caps, "audio/x-opus") || cs_legs_is (track->caps, "audio/x-vorbis")
      || cs_legs_is (track->caps, "audio/x-flac") || cs_legs_is (track->caps, "audio/x-alac")
      || cs_legs_is (track->caps, "audio/mpeg");
}

/* Decodes until something can be heard, which in most clips is at once. */
gboolean
cs_is_silent (int            fd,
              const CsTrack *track,
              gint64         bits_a_second,
              CsTalk        *talk)
{
  g_autoptr(GstElement) pipeline = NULL;
  Listener listener = { .run = { .talk = talk, .growing = -1 } };
  GstElement *source, *parser;
  gboolean ended;

  if (bits_a_second > SPENT_ON_SOUND && spends_by_need (track))
    return FALSE;

  pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  listener.pipeline = pipeline;
  source = cs_fd_src_new (fd);
  parser = gst_element_factory_make ("parsebin", NULL);
  gst_bin_add_many (GST_BIN (pipeline), source, parser, NULL);
  gst_element_link (source, parser);
  g_signal_connect (parser, "pad-added", G_CALLBACK (on_pad_added), &listener);
  ended = cs_run_to_end (&listener.run, pipeline, NULL);

  return ended && listener.linked && !listener.is_loud;
}
