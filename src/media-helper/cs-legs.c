/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-legs.h"

#include "cs-codec.h"
#include "cs-direct.h"
#include "cs-error.h"
#include "cs-tone-filter.h"

#include <gst/pbutils/pbutils.h>

/* Constant quality that looks like the source on a telephone. */
#define DEFAULT_QUANTIZER     20
#define DEFAULT_KEY_INTERVAL  250
#define DEFAULT_AUDIO_BITRATE 128000
#define DEFAULT_PRESET        "veryfast"

/* QuickTime's Animation: the length of a chunk, its header, and a line. */
#define LEAST_CHUNK           8

#define THREADS_MAX           16
#define THREADS_PIXELS        (8 * 3840 * 2160)   /* of all threads’ pictures */

static GstElement *
add (GPtrArray  *leg,
     const char *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  g_ptr_array_add (leg, gst_object_ref_sink (element));

  return element;
}

/* Raw pictures are large: six in a queue keep threads apart and memory down. */
static void
add_raw_queue (GPtrArray *leg)
{
  g_object_set (add (leg, "queue"), "max-size-buffers", 6, "max-size-bytes", 0,
                "max-size-time", G_GUINT64_CONSTANT (0), NULL);
}

/* Without a limit: mp4mux waits for both streams, and an encoder that looks far
 * ahead holds one of them back until a bounded queue of the other is full for ever. */
static void
add_packet_queue (GPtrArray *leg)
{
  g_object_set (add (leg, "queue"), "max-size-buffers", 0, "max-size-bytes", 0,
                "max-size-time", G_GUINT64_CONSTANT (0), NULL);
}

static void
add_caps (GPtrArray *leg,
          GstCaps   *caps)
{
  g_object_set (add (leg, "capsfilter"), "caps", caps, NULL);
  gst_caps_unref (caps);
}

/* A pad that parsebin shows may not have its caps yet; the stream behind it has, or the parser
 * knows at least of what type they will be. */
GstCaps *
cs_legs_dup_caps (GstPad *pad)
{
  g_autoptr(GstStream) stream = NULL;
  GstCaps *caps = gst_pad_get_current_caps (pad);

  if (caps == NULL && (stream = gst_pad_get_stream (pad)) != NULL)
    caps = gst_stream_get_caps (stream);

  return caps != NULL ? caps : gst_pad_query_caps (pad, NULL);
}

/* Whether a media type begins so: "video/". No caps are of no type. */
gboolean
cs_legs_is (const GstCaps *caps,
            const char    *prefix)
{
  return caps != NULL && gst_caps_get_size (caps) > 0
      && g_str_has_prefix (gst_structure_get_name (gst_caps_get_structure (caps, 0)), prefix);
}

/* Whether this is the picture of a clip of that codec. Images are, where the facts say so: else
 * they are a cover, or those of chapters. */
gboolean
cs_legs_is_picture (const GstCaps *caps,
                    const char    *codec)
{
  g_autofree char *name = NULL;

  if (!cs_legs_is (caps, "image/"))
    return cs_legs_is (caps, "video/");

  name = cs_codec_name (caps);

  return g_strcmp0 (name, codec) == 0;
}

/* Without a copy of each frame where that is possible. */
static void
set_drawing (GstElement    *decoder,
             const GstCaps *caps)
{
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  int width = 0, height = 0;

  gst_structure_get_int (s, "width", &width);
  gst_structure_get_int (s, "height", &height);
  g_object_set (decoder, "direct-rendering",
                cs_direct_must (gst_structure_get_name (s)) || cs_direct_fits (width, height),
                NULL);
}

/* A clip may change its size on the way. */
static GstPadProbeReturn
on_decoder_event (GstPad          *pad,
                  GstPadProbeInfo *info,
                  gpointer         decoder)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS)
    {
      gst_event_parse_caps (event, &caps);
      set_drawing (decoder, caps);
    }

  return GST_PAD_PROBE_OK;
}

static void
watch_drawing (GstElement    *decoder,
               const GstCaps *caps)
{
  g_autoptr(GstPad) sink = gst_element_get_static_pad (decoder, "sink");

  set_drawing (decoder, caps);
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_decoder_event, decoder, NULL);
}

/* QuickTime's Animation says "as before" in a packet too short for a chunk. libav answers it with
 * no picture at all, but a chunk of no lines with one. */
static GstPadProbeReturn
on_animation (GstPad          *pad,
              GstPadProbeInfo *info,
              gpointer         user_data)
{
  static const guint8 no_lines[] = { 0, 0, 0, 14, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0 };
  GstBuffer *packet = GST_PAD_PROBE_INFO_BUFFER (info);
  GstBuffer *chunk;

  if (gst_buffer_get_size (packet) >= LEAST_CHUNK)
    return GST_PAD_PROBE_OK;

  chunk = gst_buffer_new_memdup (no_lines, sizeof no_lines);
  gst_buffer_copy_into (chunk, packet, GST_BUFFER_COPY_METADATA, 0, -1);
  gst_buffer_unref (packet);
  GST_PAD_PROBE_INFO_DATA (info) = chunk;

  return GST_PAD_PROBE_OK;
}

static void
fill_animation (GstElement    *decoder,
                const GstCaps *caps)
{
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  g_autoptr(GstPad) sink = NULL;

  if (!gst_structure_has_name (s, "video/x-rle")
      || g_strcmp0 (gst_structure_get_string (s, "layout"), "quicktime") != 0)
    return;

  sink = gst_element_get_static_pad (decoder, "sink");
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER, on_animation, NULL, NULL);
}

/* The best decoder for these caps that is loaded; the error names what is missing. */
GstElement *
cs_legs_decoder (const GstCaps  *caps,
                 GError        **error)
{
  GList *all = gst_element_factory_list_get_elements (GST_ELEMENT_FACTORY_TYPE_DECODER,
                                                      GST_RANK_MARGINAL);
  GList *fitting = gst_element_factory_list_filter (all, caps, GST_PAD_SINK, FALSE);
  GstElement *decoder = NULL;

  fitting = g_list_sort (fitting, gst_plugin_feature_rank_compare_func);
  if (fitting != NULL)
    decoder = gst_element_factory_create (fitting->data, NULL);

  gst_plugin_feature_list_free (fitting);
  gst_plugin_feature_list_free (all);

  if (decoder == NULL)
    {
      g_autofree char *name = gst_pb_utils_get_codec_description (caps);

      return cs_fail_null (error, CS_ERROR_INVALID,
                           "There is nothing here that decodes %s: export it as MP4 with H.264 "
                           "and AAC", name);
    }

  /* A decoder's frame threads compete with the encoder's (measured: more CPU, not sooner). */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (decoder), "max-threads") != NULL)
    g_object_set (decoder, "max-threads", 1, NULL);

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (decoder), "direct-rendering") != NULL)
    watch_drawing (decoder, caps);
  fill_animation (decoder, caps);

  return decoder;
}

/* The size as shown: rotation is applied by videoflip, so the caps of the source do not know it. */
static void
set_size (GstCaps       *raw,
          const CsOrder *order,
          const GstCaps *source)
{
  const GstStructure *s = gst_caps_get_structure (source, 0);
  int width = 0, height = 0, par_num = 1, par_den = 1;

  if (order->width != CS_AS_SOURCE)
    {
      gst_caps_set_simple (raw, "width", G_TYPE_INT, (int) order->width,
                           "height", G_TYPE_INT, (int) order->height,
                           "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
      return;
    }

  gst_structure_get_int (s, "width", &width);
  gst_structure_get_int (s, "height", &height);
  gst_structure_get_fraction (s, "pixel-aspect-ratio", &par_num, &par_den);

  /* Some files have nonsense there. */
  if (par_num <= 0 || par_den <= 0)
    par_num = par_den = 1;

  if (width % 2 == 0 && height % 2 == 0 && par_num == par_den)
    return;

  if (order->source_rotation % 180 != 0)
    {
      int swap = width;

      width = height;
      height = swap;
      swap = par_num;
      par_num = par_den;
      par_den = swap;
    }

  width = (int) gst_util_uint64_scale_int_round (width, par_num, par_den) & ~1;
  gst_caps_set_simple (raw, "width", G_TYPE_INT, MAX (2, width),
                       "height", G_TYPE_INT, MAX (2, height & ~1),
                       "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
}

static void
add_picture_filters (GPtrArray     *leg,
                     const CsOrder *order,
                     const GstCaps *source)
{
  GstCaps *raw = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "I420", NULL);

  /* Not all formats are known to what follows: 4:2:2 of 8 bits not to videoflip (1.26). Those that
   * are pass unchanged. */
  add (leg, "videoconvert");

  /* One picture out of two fields: the rate stays that of the source. */
  if (order->source_interlaced)
    gst_util_set_object_arg (G_OBJECT (add (leg, "deinterlace")), "fields", "top");

  gst_util_set_object_arg (G_OBJECT (add (leg, "videoflip")), "video-direction", "auto");

  if (order->fps_num != CS_AS_SOURCE)
    {
      add (leg, "videorate");
      gst_caps_set_simple (raw, "framerate", GST_TYPE_FRACTION,
                           (int) order->fps_num, (int) order->fps_den, NULL);
    }

  /* The plan has the right shape: borders would only repair its rounding to even numbers. */
  gst_util_set_object_arg (G_OBJECT (add (leg, "videoscale")), "method", "catrom");
  g_object_set (leg->pdata[leg->len - 1], "add-borders", FALSE, NULL);
  add (leg, "videoconvert");
  if (cs_codec_is_hdr (source))
    g_ptr_array_add (leg, gst_object_ref_sink (cs_tone_filter_new (source)));
  set_size (raw, order, source);
  add_caps (leg, raw);
}

/**
 * cs_legs_count_threads:
 *
 * x264 takes one and a half threads a processor unless told. Each keeps some ten
 * pictures, so that on many processors a large one would take all memory.
 *
 * Returns: how many it is told to take
 */
guint
cs_legs_count_threads (const CsOrder *order,
                       guint          n_processors)
{
  gint64 width = order->width != CS_AS_SOURCE ? order->width : order->source_width;
  gint64 height = order->height != CS_AS_SOURCE ? order->height : order->source_height;
  gint64 most = THREADS_PIXELS / MAX (width * height, 1);

  return CLAMP ((gint64) n_processors * 3 / 2, 1, CLAMP (most, 1, THREADS_MAX));
}

static void
set_encoder (GstElement    *encoder,
             const CsOrder *order,
             const CsPass  *pass)
{
  gint64 quantizer = order->quantizer != CS_AS_SOURCE ? CLAMP (order->quantizer, 1, 50)
                                                      : DEFAULT_QUANTIZER;
  gint64 interval = order->gop_max != CS_AS_SOURCE ? CLAMP (order->gop_max, 1, 10000)
                                                   : DEFAULT_KEY_INTERVAL;
  gboolean capped = order->video_bitrate != CS_AS_SOURCE && order->video_bitrate > 0;

  gst_util_set_object_arg (G_OBJECT (encoder), "speed-preset",
                           order->preset != NULL ? order->preset : DEFAULT_PRESET);
  g_object_set (encoder, "key-int-max", (guint) interval, "option-string", "open-gop=0",
                "threads", cs_legs_count_threads (order, g_get_num_processors ()), NULL);

  if (pass->pass == 0)
    {
      /* Constant quality obeys bitrate (2 Mbit/s unless set) while there is a buffer to keep to. */
      gst_util_set_object_arg (G_OBJECT (encoder), "pass", "qual");
      g_object_set (encoder, "quantizer", (guint) quantizer,
                    "vbv-buf-capacity", capped ? 1000 : 0, NULL);
      if (capped)
        g_object_set (encoder, "bitrate", (guint) MAX (1, order->video_bitrate / 1000), NULL);
    }
  else
    {
      gst_util_set_object_arg (G_OBJECT (encoder), "pass", pass->pass == 1 ? "pass1" : "pass2");
      g_object_set (encoder, "bitrate", (guint) MAX (1, pass->bitrate / 1000),
                    "vbv-buf-capacity", 0,
                    "multipass-cache-file", pass->statistics, NULL);
    }
}

gboolean
cs_legs_video_encode (const CsOrder  *order,
                      const CsPass   *pass,
                      const GstCaps  *caps,
                      GPtrArray      *leg,
                      GError        **error)
{
  if (!cs_legs_is (caps, "video/x-raw"))
    {
      GstElement *decoder = cs_legs_decoder (caps, error);

      if (decoder == NULL)
        return FALSE;
      g_ptr_array_add (leg, gst_object_ref_sink (decoder));
    }

  add_raw_queue (leg);
  add_picture_filters (leg, order, caps);
  add_raw_queue (leg);
  set_encoder (add (leg, "x264enc"), order, pass);
  /* Also keeps RGB from becoming High 4:4:4, which no telephone plays. */
  add_caps (leg, gst_caps_new_simple ("video/x-h264", "profile", G_TYPE_STRING, "high", NULL));
  add_packet_queue (leg);

  return TRUE;
}

/* AAC has a fixed set of rates; what is not among them becomes 48,000. */
int
cs_legs_audio_rate (const CsOrder *order,
                    const GstCaps *caps)
{
  static const int rates[] = { 96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000,
                               12000, 11025, 8000 };

  int rate = 48000;

  gst_structure_get_int (gst_caps_get_structure (caps, 0), "rate", &rate);
  if (order->audio_rate != CS_AS_SOURCE)
    rate = order->audio_rate;

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    if (rates[i] == rate)
      return rates[i];

  return 48000;
}

gboolean
cs_legs_audio_encode (const CsOrder  *order,
                      const GstCaps  *caps,
                      GPtrArray      *leg,
                      GError        **error)
{
  const GstStructure *s = gst_caps_get_structure (caps, 0);
  gint64 bitrate = order->audio_bitrate != CS_AS_SOURCE ? order->audio_bitrate
                                                        : DEFAULT_AUDIO_BITRATE;
  int rate = cs_legs_audio_rate (order, caps), channels = 2;
  GstElement *decoder;

  gst_structure_get_int (s, "channels", &channels);
  channels = CLAMP (order->audio_channels != CS_AS_SOURCE ? order->audio_channels : channels, 1, 6);

  if (!gst_structure_has_name (s, "audio/x-raw"))
    {
      decoder = cs_legs_decoder (caps, error);
      if (decoder == NULL)
        return FALSE;
      g_ptr_array_add (leg, gst_object_ref_sink (decoder));
    }

  add (leg, "audioconvert");
  add (leg, "audioresample");
  add_caps (leg, gst_caps_new_simple ("audio/x-raw", "rate", G_TYPE_INT, rate,
                                      "channels", G_TYPE_INT, channels, NULL));
  g_object_set (add (leg, "avenc_aac"), "bitrate", (int) CLAMP (bitrate, 16000, 512000), NULL);
  add_packet_queue (leg);

  return TRUE;
}

static gboolean
is_form (const GstCaps *caps,
         const char    *form)
{
  g_autoptr(GstCaps) wanted = gst_caps_from_string (form);

  return gst_caps_is_subset (caps, wanted);
}

/* What MP4 holds, in the form in which MP4 holds it. A parser is put in only where the form
 * must change: one that need not be there still writes headers into the first packet. */
gboolean
cs_legs_copy (const GstCaps  *caps,
              GPtrArray      *leg,
              GError        **error)
{
  static const struct { const char *type, *parser, *form; } forms[] = {
    { "video/x-h264", "h264parse", "video/x-h264,stream-format=avc,alignment=au" },
    { "video/x-h265", "h265parse", "video/x-h265,stream-format={hvc1,hev1},alignment=au" },
    { "video/x-av1", "av1parse", "video/x-av1,stream-format=obu-stream,alignment=tu" },
    { "video/x-vp9", "vp9parse", "video/x-vp9" },
    { "audio/mpeg", "mpegaudioparse", "audio/mpeg,mpegversion=1" },
    { "audio/mpeg", "aacparse", "audio/mpeg,mpegversion=4,stream-format=raw" },
    { "audio/x-opus", "opusparse", "audio/x-opus" },
    { "audio/x-ac3", "ac3parse", "audio/x-ac3" },
    { "audio/x-alac", NULL, "audio/x-alac" },
  };
  const char *name = gst_structure_get_name (gst_caps_get_structure (caps, 0));
  int version = 0;

  gst_structure_get_int (gst_caps_get_structure (caps, 0), "mpegversion", &version);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      if (!g_str_equal (forms[i].type, name)
          || (version == 1 && !g_str_equal (forms[i].parser, "mpegaudioparse"))
          || (version > 1 && !g_str_equal (forms[i].parser, "aacparse")))
        continue;

      if (forms[i].parser != NULL && !is_form (caps, forms[i].form))
        {
          add (leg, forms[i].parser);
          add_caps (leg, gst_caps_from_string (forms[i].form));
        }
      add_packet_queue (leg);

      return TRUE;
    }

  return cs_fail (error, CS_ERROR_INVALID, "MP4 cannot hold %s unchanged: encode it instead", name);
}
