/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-channel.h"
#include "cs-plugins.h"
#include "cs-probe.h"
#include "cs-render.h"
#include "cs-test.h"
#include "cs-thumbnail.h"
#include "cs-tone-filter.h"
#include "cs-tone.h"

#include <fcntl.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define TEN_BITS GST_VIDEO_FORMAT_I420_10LE
#else
#define TEN_BITS GST_VIDEO_FORMAT_I420_10BE
#endif

#define COLUMNS 8
#define CELL    40    /* pixels broad; two rows of them, see make.sh */
#define ROW     96

/* A clip of the fixtures, and the helper's own end of a channel on which nobody listens. */
typedef struct
{
  CsTalk      talk;
  int         other_end;
  int         in;
  int         out;
  JsonObject *facts;
} Clip;

static int
open_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", name, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  return fd;
}

static JsonObject *
probe (Clip *self,
       int   fd)
{
  g_autoptr(GError) error = NULL;
  JsonObject *facts = cs_probe (fd, &self->talk, &error);

  g_assert_no_error (error);

  return facts;
}

static void
clip_open (Clip       *self,
           const char *name)
{
  g_autoptr(GError) error = NULL;
  int ends[2];

  cs_plugins_load (&error);
  g_assert_no_error (error);
  cs_channel_pair (ends, &error);
  g_assert_no_error (error);

  self->talk = (CsTalk) { .channel = ends[0] };
  self->other_end = ends[1];
  self->in = open_fixture (name);
  self->out = memfd_create ("out", MFD_CLOEXEC);
  self->facts = probe (self, self->in);
}

static void
clip_close (Clip *self)
{
  json_object_unref (self->facts);
  close (self->talk.channel);
  close (self->other_end);
  close (self->in);
  close (self->out);
}

static void
encode (Clip *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) request = json_object_new ();
  g_autoptr(JsonObject) result = NULL;
  JsonObject *recipe = json_object_new ();

  json_object_set_string_member (recipe, "action", "encode");
  json_object_set_int_member (recipe, "quantizer", 4);
  json_object_set_object_member (request, "recipe", recipe);
  json_object_set_object_member (request, "facts", json_object_ref (self->facts));
  json_object_set_string_member (request, "scratch", g_get_tmp_dir ());
  result = cs_render (self->in, self->out, request, &self->talk, &error);
  g_assert_no_error (error);
}

/* The first picture of what was made. */
static GstSample *
decode (const char *pipeline_text,
        int         fd)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr(GstElement) pipeline = gst_parse_launch (pipeline_text, &error);
  g_autoptr(GstElement) source = NULL, sink = NULL;
  GstSample *sample;

  g_assert_no_error (error);
  source = gst_bin_get_by_name (GST_BIN (pipeline), "from");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "to");
  g_object_set (source, "location", path, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), 20 * GST_SECOND);
  g_assert_nonnull (sample);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return sample;
}

/* What the standards make of the codes in a cell of make.sh's HDR clips. */
static void
expected (const CsTone *tone,
          guint         row,
          guint         column,
          double        ycc[3])
{
  double angle = column * G_PI / 4, y = ((row == 0 ? 64 + 125 * column : 500) - 64) / 876.0;
  double cb = row == 0 ? 0 : floor (220 * cos (angle)) / 896.0;
  double cr = row == 0 ? 0 : floor (220 * sin (angle)) / 896.0;
  double r = y + 1.4746 * cr, b = y + 1.8814 * cb;
  const double hdr[3] = { r, (y - 0.2627 * r - 0.0593 * b) / 0.678, b };
  double sdr[3], grey;

  cs_tone_map (tone, hdr, sdr);
  grey = 0.2126 * sdr[0] + 0.7152 * sdr[1] + 0.0722 * sdr[2];
  ycc[0] = 16 + 219 * grey;
  ycc[1] = 128 + 224 * (sdr[2] - grey) / 1.8556;
  ycc[2] = 128 + 224 * (sdr[0] - grey) / 1.5748;
}

/* The mean of the middle of a cell: a dot of the pattern is one step too many or too few. */
static double
mean_around (const GstVideoFrame *frame,
             guint                component,
             guint                x,
             guint                y)
{
  const guint8 *data = GST_VIDEO_FRAME_COMP_DATA (frame, component);
  guint stride = GST_VIDEO_FRAME_COMP_STRIDE (frame, component);
  guint divisor = component == 0 ? 1 : 2;
  guint sum = 0;

  for (guint i = 0; i < 64; i++)
    sum += data[(y / divisor - 4 + i / 8) * stride + x / divisor - 4 + i % 8];

  return sum / 64.0;
}

static void
assert_picture (GstSample    *sample,
                const CsTone *tone,
                gboolean      is_turned,
                double        tolerance)
{
  GstVideoInfo info;
  GstVideoFrame frame;

  g_assert_true (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  g_assert_cmpint (GST_VIDEO_INFO_FORMAT (&info), ==, GST_VIDEO_FORMAT_I420);
  g_assert_true (gst_video_colorimetry_matches (&info.colorimetry, GST_VIDEO_COLORIMETRY_BT709));
  g_assert_true (gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample),
                                      GST_MAP_READ));

  for (guint row = 0; row < 2; row++)
    for (guint column = 0; column < COLUMNS; column++)
      {
        guint x = column * CELL + CELL / 2, y = row * ROW + ROW / 2;
        double ycc[3];

        expected (tone, row, column, ycc);
        for (guint i = 0; i < 3; i++)
          {
            double is = is_turned ? mean_around (&frame, i, y, COLUMNS * CELL - 1 - x)
                                  : mean_around (&frame, i, x, y);

            g_test_message ("row %u, column %u, component %u: %.2f, by the standards %.2f",
                            row, column, i, is, ycc[i]);
            g_assert_cmpfloat_with_epsilon (is, ycc[i], tolerance);
          }
      }

  gst_video_frame_unmap (&frame);
}

static const struct { const char *name; CsTone tone; gboolean is_turned; } clips[] = {
  { "hlg.mp4", { .is_hlg = TRUE, .peak = CS_TONE_PEAK }, TRUE },
  { "pq.mp4", { .is_hlg = FALSE, .peak = 4000 }, FALSE },
};

static void
test_an_encode_is_of_standard_range (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (clips); i++)
    {
      Clip clip;
      g_autoptr(JsonObject) made = NULL;
      g_autoptr(GstSample) sample = NULL;

      clip_open (&clip, clips[i].name);
      g_assert_true (json_object_get_boolean_member (clip.facts, "hdr"));
      g_assert_cmpstr (json_object_get_string_member (clip.facts, "pixel_format"), ==,
                       "yuv420p10le");

      encode (&clip);
      made = probe (&clip, clip.out);
      g_assert_false (json_object_get_boolean_member (made, "hdr"));
      g_assert_cmpstr (json_object_get_string_member (made, "pixel_format"), ==, "yuv420p");
      g_assert_cmpint (json_object_get_int_member (made, "frames"), ==, 10);

      sample = decode ("filesrc name=from ! qtdemux ! h264parse ! avdec_h264 ! appsink name=to",
                       clip.out);
      assert_picture (sample, &clips[i].tone, clips[i].is_turned, 1);
      clip_close (&clip);
    }
}

static void
test_a_thumbnail_is_of_standard_range (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (clips); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) request = json_object_new (), result = NULL;
      g_autoptr(GstSample) sample = NULL;
      int outs[CS_THUMBNAILS];
      Clip clip;

      clip_open (&clip, clips[i].name);
      for (guint j = 0; j < CS_THUMBNAILS; j++)
        outs[j] = memfd_create ("thumbnail", MFD_CLOEXEC);
      json_object_set_object_member (request, "facts", json_object_ref (clip.facts));
      result = cs_thumbnails (clip.in, outs, request, &clip.talk, &error);
      g_assert_no_error (error);

      /* JPEG is of full range and BT.601: back to where the clip would be, by way of RGB of 8 bits
       * twice. Whoever takes one range or matrix for the other is 16 off. */
      sample = decode ("filesrc name=from ! jpegparse ! avdec_mjpeg ! videoconvert ! "
                       "video/x-raw,format=I420,colorimetry=bt709 ! appsink name=to", outs[0]);
      assert_picture (sample, &clips[i].tone, clips[i].is_turned, 6);
      for (guint j = 0; j < CS_THUMBNAILS; j++)
        close (outs[j]);
      clip_close (&clip);
    }
}

/* White in 10 bits. */
static GstBuffer *
white_picture (const GstVideoInfo *info)
{
  GstBuffer *buffer = gst_buffer_new_and_alloc (GST_VIDEO_INFO_SIZE (info));
  gsize luma = GST_VIDEO_INFO_PLANE_OFFSET (info, 1);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  for (gsize i = 0; i < map.size / 2; i++)
    ((guint16 *) map.data)[i] = 2 * i < luma ? 940 : 512;
  gst_buffer_unmap (buffer, &map);

  return buffer;
}

/* What the filter makes of one picture whose caps do not say that it is HDR. */
static GstSample *
filter_white (int width,
              int height)
{
  g_autoptr(GstCaps) source = gst_caps_from_string ("video/x-h265,colorimetry=bt2100-hlg");
  g_autoptr(GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  g_autoptr(GstCaps) caps = NULL;
  GstElement *from = gst_element_factory_make ("appsrc", NULL);
  GstElement *tone = cs_tone_filter_new (source);
  GstElement *to = gst_element_factory_make ("appsink", NULL);
  GstVideoInfo info;
  GstSample *sample;

  gst_video_info_set_format (&info, TEN_BITS, width, height);
  info.colorimetry = (GstVideoColorimetry) { GST_VIDEO_COLOR_RANGE_16_235, 0, 0, 0 };
  caps = gst_video_info_to_caps (&info);
  g_object_set (from, "caps", caps, "format", GST_FORMAT_TIME, NULL);
  gst_bin_add_many (GST_BIN (pipeline), from, tone, to, NULL);
  g_assert_true (gst_element_link_many (from, tone, to, NULL));
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_app_src_push_buffer (GST_APP_SRC (from), white_picture (&info));
  sample = gst_app_sink_try_pull_sample (GST_APP_SINK (to), 20 * GST_SECOND);
  g_assert_nonnull (sample);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return sample;
}

/* Sizes that no recipe makes, but a thumbnail may; what the decoder does not say, the container
 * does. */
static void
test_odd_sizes_and_silent_decoders (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 2, 1 }, { 1, 2 }, { 3, 3 }, { 257, 5 }, { 512, 2 } };
  static const int white[] = { 235, 128, 128 };
  g_autoptr(GError) error = NULL;

  cs_plugins_load (&error);
  g_assert_no_error (error);

  for (guint n = 0; n < G_N_ELEMENTS (sizes); n++)
    {
      g_autoptr(GstSample) sample = filter_white (sizes[n][0], sizes[n][1]);
      GstVideoFrame frame;
      GstVideoInfo info;

      g_assert_true (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
      g_assert_true (gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample),
                                          GST_MAP_READ));
      for (guint i = 0; i < 3; i++)
        for (int at = 0; at < GST_VIDEO_FRAME_COMP_WIDTH (&frame, i)
                              * GST_VIDEO_FRAME_COMP_HEIGHT (&frame, i); at++)
          {
            int x = at % GST_VIDEO_FRAME_COMP_WIDTH (&frame, i);
            int y = at / GST_VIDEO_FRAME_COMP_WIDTH (&frame, i);
            const guint8 *row = (const guint8 *) GST_VIDEO_FRAME_COMP_DATA (&frame, i)
                                + y * GST_VIDEO_FRAME_COMP_STRIDE (&frame, i);

            g_assert_cmpint (row[x], ==, white[i]);
          }
      gst_video_frame_unmap (&frame);
    }
}

CS_TESTS (tone_filter)
{
  g_test_add_func ("/media-helper/tone-filter/an-encode-is-of-standard-range",
                   test_an_encode_is_of_standard_range);
  g_test_add_func ("/media-helper/tone-filter/a-thumbnail-is-of-standard-range",
                   test_a_thumbnail_is_of_standard_range);
  g_test_add_func ("/media-helper/tone-filter/odd-sizes-and-silent-decoders",
                   test_odd_sizes_and_silent_decoders);
}
