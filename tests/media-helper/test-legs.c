/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-legs.h"
#include "cs-test.h"

#define H264 "video/x-h264, stream-format=(string)avc, alignment=(string)au"

static GstElement *
decoder_for (const char *text)
{
  g_autoptr(GstCaps) caps = gst_caps_from_string (text);
  g_autoptr(GError) error = NULL;
  GstElement *decoder = cs_legs_decoder (caps, &error);

  g_assert_no_error (error);

  return gst_object_ref_sink (decoder);
}

static gboolean
draws_directly (GstElement *decoder)
{
  gboolean direct;

  g_object_get (decoder, "direct-rendering", &direct, NULL);

  return direct;
}

static void
test_a_copy_is_made_only_where_it_must_be (void)
{
  static const struct { const char *caps; gboolean direct; } cases[] = {
    { H264 ", width=(int)1280, height=(int)720", TRUE },
    { H264 ", width=(int)544, height=(int)960", TRUE },
    { H264 ", width=(int)540, height=(int)960", FALSE },
    { H264 ", width=(int)1920, height=(int)1080", FALSE },
    { H264 ", width=(int)8, height=(int)8", FALSE },
    { H264, FALSE },
    { H264 ", width=(int)[ 16, 1920 ], height=(int)720", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GstElement) decoder = decoder_for (cases[i].caps);

      g_test_message ("%s", cases[i].caps);
      g_assert_cmpint (draws_directly (decoder), ==, cases[i].direct);
    }
}

static void
send_caps (GstElement *decoder,
           const char *text)
{
  g_autoptr(GstPad) sink = gst_element_get_static_pad (decoder, "sink");
  g_autoptr(GstCaps) caps = gst_caps_from_string (text);

  g_assert_true (gst_pad_send_event (sink, gst_event_new_caps (caps)));
}

static void
test_a_clip_may_change_its_size (void)
{
  g_autoptr(GstElement) decoder = decoder_for (H264 ", width=(int)544, height=(int)960");
  g_autoptr(GstPad) sink = gst_element_get_static_pad (decoder, "sink");

  gst_element_set_state (decoder, GST_STATE_PAUSED);
  gst_pad_send_event (sink, gst_event_new_stream_start ("clip"));
  send_caps (decoder, H264 ", width=(int)540, height=(int)960");
  g_assert_false (draws_directly (decoder));
  send_caps (decoder, H264 ", width=(int)1280, height=(int)720");
  g_assert_true (draws_directly (decoder));
  gst_element_set_state (decoder, GST_STATE_NULL);
}

/* The whole way of a picture from the file to a packet again. */
static GstElement *
encode_of (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", name, NULL);
  g_autoptr(GstCaps) caps = gst_caps_from_string (H264 ", width=(int)540, height=(int)960");
  g_autoptr(GPtrArray) leg = g_ptr_array_new_with_free_func (gst_object_unref);
  g_autoptr(GError) error = NULL;
  const CsOrder order = {
    .action = CS_ORDER_ENCODE, .width = CS_AS_SOURCE, .height = CS_AS_SOURCE,
    .fps_num = CS_AS_SOURCE, .quantizer = CS_AS_SOURCE, .gop_max = CS_AS_SOURCE,
    .video_bitrate = CS_AS_SOURCE, .preset = (char *) "ultrafast",
  };
  const CsPass pass = { 0, };
  GstElement *pipeline = gst_parse_launch ("filesrc name=file ! qtdemux ! h264parse name=last",
                                           &error);
  GstElement *last;

  g_assert_no_error (error);
  g_assert_true (cs_legs_video_encode (&order, &pass, caps, leg, &error));
  g_assert_no_error (error);
  g_ptr_array_add (leg, gst_object_ref_sink (gst_element_factory_make ("fakesink", "end")));

  last = gst_bin_get_by_name (GST_BIN (pipeline), "last");
  for (guint i = 0; i < leg->len; i++)
    {
      gst_bin_add (GST_BIN (pipeline), leg->pdata[i]);
      g_assert_true (gst_element_link (i > 0 ? leg->pdata[i - 1] : last, leg->pdata[i]));
    }
  gst_object_unref (last);
  gst_child_proxy_set (GST_CHILD_PROXY (pipeline), "file::location", path, NULL);

  return pipeline;
}

static GstPadProbeReturn
on_packet (GstPad          *pad,
           GstPadProbeInfo *info,
           gpointer         n_packets)
{
  g_atomic_int_inc ((int *) n_packets);

  return GST_PAD_PROBE_OK;
}

/* 540 pixels wide. */
static void
test_a_width_of_any_number_is_decoded (void)
{
  g_autoptr(GstElement) pipeline = encode_of ("narrow.mp4");
  g_autoptr(GstElement) end = gst_bin_get_by_name (GST_BIN (pipeline), "end");
  g_autoptr(GstPad) pad = gst_element_get_static_pad (end, "sink");
  g_autoptr(GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr(GstMessage) message = NULL;
  int n_packets = 0;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_packet, &n_packets, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 30 * GST_SECOND,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_nonnull (message);
  g_assert_cmpstr (GST_MESSAGE_TYPE_NAME (message), ==, "eos");
  g_assert_cmpint (n_packets, ==, 15);
}

/* On a machine of very many processors a large picture has few threads, and so has a small one. */
static void
test_threads_are_bounded (void)
{
  static const struct { gint64 width, height; guint threads; } cases[] = {
    { 1920, 1080, 16 }, { 2560, 1440, 16 }, { 3840, 2160, 8 }, { 7680, 4320, 2 }, { 8192, 8192, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CsOrder order = {
        .width = cases[i].width, .height = cases[i].height,
      };

      g_assert_cmpuint (cs_legs_count_threads (&order, 96), ==, cases[i].threads);
      g_assert_cmpuint (cs_legs_count_threads (&order, 1), ==, 1);

      order = (CsOrder) {
        .width = CS_AS_SOURCE, .height = CS_AS_SOURCE,
        .source_width = cases[i].width, .source_height = cases[i].height,
      };
      g_assert_cmpuint (cs_legs_count_threads (&order, 96), ==, cases[i].threads);
    }
}

CS_TESTS (legs)
{
  g_test_add_func ("/media-helper/legs/threads-are-bounded", test_threads_are_bounded);
  g_test_add_func ("/media-helper/legs/a-copy-is-made-only-where-it-must-be",
                   test_a_copy_is_made_only_where_it_must_be);
  g_test_add_func ("/media-helper/legs/a-clip-may-change-its-size",
                   test_a_clip_may_change_its_size);
  g_test_add_func ("/media-helper/legs/a-width-of-any-number-is-decoded",
                   test_a_width_of_any_number_is_decoded);
}
