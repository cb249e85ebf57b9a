/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-codec.h"
#include "cs-test.h"

static void
test_names_of_codecs (void)
{
  static const struct { const char *caps, *name; } cases[] = {
    { "video/x-h264", "h264" },          { "video/x-h265", "hevc" },
    { "video/mpeg,mpegversion=4", "mpeg4" }, { "video/mpeg,mpegversion=2", "mpeg2" },
    { "audio/mpeg,mpegversion=4", "aac" },   { "audio/mpeg,mpegversion=1,layer=3", "mp3" },
    { "audio/x-raw", "pcm" },            { "video/x-unheard-of", "unheard-of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GstCaps) caps = gst_caps_from_string (cases[i].caps);
      g_autofree char *name = cs_codec_name (caps);

      g_assert_cmpstr (name, ==, cases[i].name);
    }

  g_assert_null (cs_codec_name (NULL));
}

static void
test_pixel_formats_and_levels (void)
{
  static const struct { const char *caps, *format, *level; } cases[] = {
    { "video/x-h264,chroma-format=4:2:0,bit-depth-luma=(uint)8,level=(string)4", "yuv420p", "4.0" },
    { "video/x-h264,chroma-format=4:2:0,bit-depth-luma=(uint)10,level=(string)4.1",
      "yuv420p10le", "4.1" },
    { "video/x-h265,chroma-format=4:2:2,bit-depth-luma=(uint)10", "yuv422p10le", NULL },
    { "video/x-h264,chroma-format=4:4:4,bit-depth-luma=(uint)8", "yuv444p", NULL },
    { "video/x-raw,format=NV12", "nv12", NULL },
    { "video/x-vp8", "yuv420p", NULL },
    { "video/mpeg,mpegversion=2", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GstCaps) caps = gst_caps_from_string (cases[i].caps);
      g_autofree char *format = cs_codec_pixel_format (caps);
      g_autofree char *level = cs_codec_level (caps);

      g_assert_cmpstr (format, ==, cases[i].format);
      g_assert_cmpstr (level, ==, cases[i].level);
    }
}

static void
test_hdr_is_told_by_its_transfer (void)
{
  static const struct { const char *caps; gboolean hdr; } cases[] = {
    { "video/x-h265,colorimetry=bt2100-pq", TRUE },
    { "video/x-h265,colorimetry=bt2100-hlg", TRUE },
    { "video/x-h265,colorimetry=2:6:14:7", TRUE },   { "video/x-h265,colorimetry=bt709", FALSE },
    { "video/x-h265,colorimetry=2:0:0:0", FALSE },   { "video/x-h264", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GstCaps) caps = gst_caps_from_string (cases[i].caps);

      g_assert_cmpint (cs_codec_is_hdr (caps), ==, cases[i].hdr);
    }
}

static void
test_the_brand_tells_mp4_from_mov (void)
{
  g_assert_cmpstr (cs_container_name ("video/quicktime", "isom"), ==, "mp4");
  g_assert_cmpstr (cs_container_name ("video/quicktime", "qt  "), ==, "mov");
  g_assert_cmpstr (cs_container_name ("video/quicktime", "3gp5"), ==, "3gp");
  g_assert_cmpstr (cs_container_name ("video/webm", NULL), ==, "webm");
  g_assert_null (cs_container_name ("text/plain", NULL));
  g_assert_null (cs_container_name (NULL, NULL));
}

CS_TESTS (codec)
{
  g_test_add_func ("/media-helper/codec/names-of-codecs", test_names_of_codecs);
  g_test_add_func ("/media-helper/codec/pixel-formats-and-levels", test_pixel_formats_and_levels);
  g_test_add_func ("/media-helper/codec/hdr-is-told-by-its-transfer",
                   test_hdr_is_told_by_its_transfer);
  g_test_add_func ("/media-helper/codec/the-brand-tells-mp4-from-mov",
                   test_the_brand_tells_mp4_from_mov);
}
