/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-thumbnail.h"

#include "cs-codec.h"
#include "cs-error.h"
#include "cs-fd-src.h"
#include "cs-json.h"
#include "cs-legs.h"
#include "cs-picture.h"
#include "cs-run.h"
#include "cs-tone-filter.h"

#include <errno.h>
#include <gst/app/gstappsink.h>
#include <unistd.h>

#define LONGEST_SIDE  640
#define PATIENCE_USEC (8 * G_USEC_PER_SEC)

/* With this many key frames, a clip shows itself in them alone. */
#define ENOUGH_KEYS   12
#define KEY_LOOKS     16
#define EXACT_LOOKS   8

/* AVDISCARD_NONKEY: the decoder throws away all but key frames before any work. */
#define ONLY_KEYS     32

typedef struct
{
  CsTalk     *talk;
  GstElement *pipeline;
  GstElement *sink;
  const char *codec;      /* of the clip; NULL: it is a still */
  gboolean    keys_only;
  gboolean    linked;
  GError     *error;
} Gallery;

static GstElement *
add_after (Gallery    *self,
           GstElement *after,
           GstElement *element)
{
  gst_bin_add (GST_BIN (self->pipeline), element);
  gst_element_link (after, element);

  return element;
}

static GstElement *
make_sink (void)
{
  GstElement *sink = gst_element_factory_make ("appsink", NULL);
  g_autoptr(GstCaps) caps = gst_caps_from_string ("video/x-raw,format=I420,pixel-aspect-ratio=1/1,"
                                                  "width=[1," G_STRINGIFY (LONGEST_SIDE) "],"
                                                  "height=[1," G_STRINGIFY (LONGEST_SIDE) "]");

  g_object_set (sink, "caps", caps, "sync", FALSE, "max-buffers", 1, NULL);

  return sink;
}

static GstElement *
make_decoder (Gallery       *self,
              const GstCaps *caps)
{
  GstElement *decoder = cs_legs_is (caps, "video/x-raw")
                        ? gst_element_factory_make ("identity", NULL)
                        : cs_legs_decoder (caps, &self->error);

  if (decoder == NULL)
    return NULL;

  if (self->keys_only
      && g_object_class_find_property (G_OBJECT_GET_CLASS (decoder), "skip-frame") != NULL)
    gst_util_set_object_arg (G_OBJECT (decoder), "skip-frame", G_STRINGIFY (ONLY_KEYS));
  else if (g_object_class_find_property (G_OBJECT_GET_CLASS (decoder), "max-threads") != NULL)
    g_object_set (decoder, "max-threads", 2, NULL);

  return decoder;
}

static void
on_pad_added (GstElement *parser,
              GstPad     *pad,
              gpointer    user_data)
{
  Gallery *self = user_data;
  g_autoptr(GstCaps) caps = cs_legs_dup_caps (pad);
  g_autoptr(GstPad) entry = NULL;
  GstElement *decoder, *last;

  /* Other streams stay unlinked: a sink for them would hold up the demuxer while it pauses. */
  if (self->linked || !(self->codec != NULL ? cs_legs_is_picture (caps, self->codec)
                                            : cs_legs_is (caps, "image/")))
    return;

  decoder = make_decoder (self, caps);
  if (decoder == NULL)
    {
      GST_ELEMENT_ERROR (parser, STREAM, CODEC_NOT_FOUND, ("%s", self->error->message), (NULL));
      return;
    }

  self->linked = TRUE;
  gst_bin_add (GST_BIN (self->pipeline), decoder);
  last = add_after (self, decoder, gst_element_factory_make ("videoconvert", NULL));
  last = add_after (self, last, gst_element_factory_make ("videoflip", NULL));
  gst_util_set_object_arg (G_OBJECT (last), "video-direction", "auto");
  last = add_after (self, last, gst_element_factory_make ("videoscale", NULL));
  last = add_after (self, last, gst_element_factory_make ("videoconvert", NULL));
  if (cs_codec_is_hdr (caps))
    last = add_after (self, last, cs_tone_filter_new (caps));
  gst_element_link (last, self->sink);

  entry = gst_element_get_static_pad (decoder, "sink");
  gst_bin_sync_children_states (GST_BIN (self->pipeline));
  gst_pad_link (pad, entry);
}

static gboolean
is_faulty (Gallery *self,
           GstBus  *bus)
{
  g_autoptr(GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);

  if (message == NULL)
    return FALSE;

  if (self->error == NULL)
    cs_run_fault (message, &self->error);

  return TRUE;
}

/* The picture that stands in the sink; NULL when none comes. */
static CsPicture *
look (Gallery *self,
      GstBus  *bus)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_USEC;

  while (g_get_monotonic_time () < until)
    {
      g_autoptr(GstSample) sample =
        gst_app_sink_try_pull_preroll (GST_APP_SINK (self->sink), 100 * GST_MSECOND);
      guint64 at;

      cs_talk_alive (self->talk, g_get_monotonic_time (), 0, 0);

      if (sample != NULL)
        {
          at = gst_segment_to_stream_time (gst_sample_get_segment (sample), GST_FORMAT_TIME,
                                           GST_BUFFER_PTS (gst_sample_get_buffer (sample)));
          return cs_picture_new (sample, GST_CLOCK_TIME_IS_VALID (at) ? at / 1000 : 0);
        }

      if (is_faulty (self, bus) || gst_app_sink_is_eos (GST_APP_SINK (self->sink)))
        return NULL;
    }

  return NULL;
}

static gboolean
is_known (GPtrArray       *pictures,
          const CsPicture *picture)
{
  for (guint i = 0; i < pictures->len; i++)
    if (((CsPicture *) pictures->pdata[i])->at == picture->at)
      return TRUE;

  return FALSE;
}

/* Looks into the clip at even distances; the very first and last moments are often black. */
static GPtrArray *
look_around (Gallery *self,
             GstBus  *bus,
             gint64   duration)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_picture_free);
  guint looks = self->keys_only ? KEY_LOOKS : EXACT_LOOKS;
  GstSeekFlags flags = GST_SEEK_FLAG_FLUSH
                       | (self->keys_only ? GST_SEEK_FLAG_KEY_UNIT | GST_SEEK_FLAG_SNAP_NEAREST
                                          : GST_SEEK_FLAG_ACCURATE);
  CsPicture *first = look (self, bus);

  if (first != NULL)
    g_ptr_array_add (pictures, first);

  for (guint i = 0; i < looks && first != NULL && duration > 0; i++)
    {
      g_autoptr(CsPicture) picture = NULL;
      gint64 at = duration * (2 * i + 1) / (2 * looks);

      if (!gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, flags, at * 1000))
        break;

      picture = look (self, bus);
      if (picture != NULL && !is_known (pictures, picture))
        g_ptr_array_add (pictures, g_steal_pointer (&picture));
    }

  return pictures;
}

static gboolean
write_all (int           fd,
           const guint8 *bytes,
           gsize         length,
           GError      **error)
{
  while (length > 0)
    {
      gssize written = write (fd, bytes, length);

      if (written < 0 && errno == EINTR)
        continue;

      if (written < 0)
        return cs_fail (error, CS_ERROR_STORE, "The thumbnail cannot be written: %s",
                        g_strerror (errno));

      bytes += written;
      length -= written;
    }

  return TRUE;
}

/* By way of RGB: jpegenc (1.26) takes Y'CbCr of any range and matrix for its own. */
static GstSample *
make_jpeg (const CsPicture  *picture,
           GError          **error)
{
  g_autoptr(GstCaps) rgb_caps = gst_caps_from_string ("video/x-raw,format=RGB");
  g_autoptr(GstCaps) jpeg_caps = gst_caps_new_empty_simple ("image/jpeg");
  g_autoptr(GstSample) rgb =
    gst_video_convert_sample (picture->sample, rgb_caps, 5 * GST_SECOND, error);

  return rgb != NULL ? gst_video_convert_sample (rgb, jpeg_caps, 5 * GST_SECOND, error) : NULL;
}

static gboolean
write_jpeg (const CsPicture  *picture,
            int               fd,
            GError          **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(GstSample) jpeg = make_jpeg (picture, &cause);
  GstMapInfo map;
  gboolean written;

  if (jpeg == NULL)
    return cs_fail (error, CS_ERROR_FAILED, "The thumbnail cannot be made: %s", cause->message);

  if (!gst_buffer_map (gst_sample_get_buffer (jpeg), &map, GST_MAP_READ))
    return cs_fail (error, CS_ERROR_FAILED, "The thumbnail cannot be made");

  written = write_all (fd, map.data, map.size, error);
  gst_buffer_unmap (gst_sample_get_buffer (jpeg), &map);

  return written;
}

static JsonObject *
write_chosen (GPtrArray  *pictures,
              const int  *outs,
              GError    **error)
{
  g_autoptr(GPtrArray) chosen = cs_picture_choose (pictures, CS_THUMBNAILS);
  g_autoptr(JsonObject) result = json_object_new ();
  JsonArray *times = json_array_new ();

  json_object_set_array_member (result, "times", times);

  for (guint i = 0; i < chosen->len; i++)
    {
      const CsPicture *picture = chosen->pdata[i];

      if (!write_jpeg (picture, outs[i], error))
        return NULL;
      json_array_add_int_element (times, picture->at);
    }

  return g_steal_pointer (&result);
}

/**
 * cs_thumbnails:
 * @outs: %CS_THUMBNAILS descriptors; each takes one JPEG
 * @request: with "facts"
 *
 * Returns: (transfer full): "times" of the pictures written, which are fewer
 *   than three when a clip does not show more
 */
JsonObject *
cs_thumbnails (int          in,
               const int   *outs,
               JsonObject  *request,
               CsTalk      *talk,
               GError     **error)
{
  g_autoptr(GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  g_autoptr(GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr(GstElement) sink = gst_object_ref_sink (make_sink ());
  g_autoptr(GPtrArray) pictures = NULL;
  gint64 gop = cs_json_get_int (request, "facts.gop_max", 0);
  gint64 readable = cs_json_get_int (request, "facts.readable", 0);
  Gallery gallery = { .talk = talk, .pipeline = pipeline, .sink = sink,
                      .codec = cs_json_get_text (request, "facts.video_codec") };
  GstElement *source = cs_fd_src_new (in);
  GstElement *parser = gst_element_factory_make ("parsebin", NULL);

  gallery.keys_only = gop > 0 && cs_json_get_int (request, "facts.frames", 0) / gop >= ENOUGH_KEYS;
  gst_bin_add_many (GST_BIN (pipeline), source, parser, sink, NULL);
  gst_element_link (source, parser);
  g_signal_connect (parser, "pad-added", G_CALLBACK (on_pad_added), &gallery);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  pictures = look_around (&gallery, bus,
                          readable > 0 ? readable : cs_json_get_int (request, "facts.duration", 0));
  gst_element_set_state (pipeline, GST_STATE_NULL);

  if (pictures->len == 0 && gallery.error != NULL)
    {
      g_propagate_error (error, gallery.error);
      return NULL;
    }

  g_clear_error (&gallery.error);
  if (pictures->len == 0)
    return cs_fail_null (error, CS_ERROR_INVALID, "No picture of this clip can be shown: "
                         "export it anew");

  return write_chosen (pictures, outs, error);
}
