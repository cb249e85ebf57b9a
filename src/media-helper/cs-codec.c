/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-codec.h"

#include <string.h>

typedef struct
{
  const char *type;
  const char *name;
} Name;

static const Name codecs[] = {
  { "video/x-h264", "h264" },     { "video/x-h265", "hevc" },      { "video/x-h266", "vvc" },
  { "video/x-av1", "av1" },       { "video/x-vp8", "vp8" },        { "video/x-vp9", "vp9" },
  { "video/x-prores", "prores" }, { "video/x-theora", "theora" },  { "video/x-dv", "dv" },
  { "video/x-ffv", "ffv1" },      { "video/x-flash-video", "flv1" },
  { "video/x-dnxhd", "dnxhd" },   { "video/x-h263", "h263" },      { "video/x-wmv", "wmv" },
  { "image/jpeg", "mjpeg" },      { "image/png", "png" },          { "image/gif", "gif" },
  { "image/webp", "webp" },       { "video/x-raw", "raw" },
  { "audio/x-opus", "opus" },     { "audio/x-vorbis", "vorbis" },  { "audio/x-flac", "flac" },
  { "audio/x-alac", "alac" },     { "audio/x-ac3", "ac3" },        { "audio/x-eac3", "eac3" },
  { "audio/x-raw", "pcm" },       { "audio/x-alaw", "alaw" },      { "audio/x-mulaw", "mulaw" },
  { "audio/x-dts", "dts" },       { "audio/x-wma", "wma" },        { "audio/AMR", "amr" },
  { "audio/AMR-WB", "amr-wb" },
};

static const Name containers[] = {
  { "video/x-matroska", "matroska" },   { "audio/x-m4a", "mp4" },
  { "video/quicktime", "mov" },
  { "audio/x-matroska", "matroska" },   { "video/webm", "webm" },       { "audio/webm", "webm" },
  { "video/mpegts", "mpegts" },         { "video/x-msvideo", "avi" },   { "video/x-flv", "flv" },
  { "video/x-ms-asf", "asf" },          { "application/ogg", "ogg" },   { "video/ogg", "ogg" },
  { "audio/ogg", "ogg" },               { "audio/x-wav", "wav" },       { "audio/mpeg", "mp3" },
  { "audio/x-flac", "flac" },           { "video/mpeg", "mpeg" },
  { "application/mxf", "mxf" },
  { "video/mp4", "mp4" },               { "application/x-3gp", "3gp" }, { "audio/x-aiff", "aiff" },
  { "video/x-dv", "dv" },               { "application/x-id3", "mp3" }, { "video/x-h264", "h264" },
};

static const Name mimes[] = {
  { "mp4", "video/mp4" },   { "mov", "video/quicktime" }, { "matroska", "video/x-matroska" },
  { "webm", "video/webm" }, { "mpegts", "video/mp2t" },   { "avi", "video/x-msvideo" },
  { "flv", "video/x-flv" }, { "asf", "video/x-ms-asf" },  { "ogg", "video/ogg" },
  { "3gp", "video/3gpp" },  { "mpeg", "video/mpeg" },     { "mp3", "audio/mpeg" },
  { "wav", "audio/x-wav" }, { "flac", "audio/flac" },     { "mxf", "application/mxf" },
};

/* Codecs that know, or are only ever met in, one form. */
static const Name only_formats[] = {
  { "video/x-vp8", "yuv420p" }, { "video/x-prores", "yuv422p10le" }, { "video/x-h263", "yuv420p" },
};

static const char *
look_up (const Name *names,
         guint       n_names,
         const char *type)
{
  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i].type, type) == 0)
      return names[i].name;

  return NULL;
}

static const GstStructure *
first (const GstCaps *caps)
{
  return caps != NULL && gst_caps_get_size (caps) > 0 ? gst_caps_get_structure (caps, 0) : NULL;
}

static const char *
mpeg_name (const GstStructure *s)
{
  int version = 0, layer = 0;

  gst_structure_get_int (s, "mpegversion", &version);
  gst_structure_get_int (s, "layer", &layer);

  if (gst_structure_has_name (s, "video/mpeg"))
    return version == 4 ? "mpeg4" : version == 2 ? "mpeg2" : "mpeg1";

  if (version == 1)
    return layer == 3 ? "mp3" : layer == 2 ? "mp2" : "mp1";

  return "aac";
}

char *
cs_codec_name (const GstCaps *caps)
{
  const GstStructure *s = first (caps);
  const char *name;

  if (s == NULL)
    return NULL;

  if (gst_structure_has_name (s, "video/mpeg") || gst_structure_has_name (s, "audio/mpeg"))
    return g_strdup (mpeg_name (s));

  name = look_up (codecs, G_N_ELEMENTS (codecs), gst_structure_get_name (s));
  if (name != NULL)
    return g_strdup (name);

  name = strchr (gst_structure_get_name (s), '/');

  return g_strdup (name == NULL ? NULL : g_str_has_prefix (name, "/x-") ? name + 3 : name + 1);
}

char *
cs_codec_profile (const GstCaps *caps)
{
  const GstStructure *s = first (caps);

  return s != NULL ? g_strdup (gst_structure_get_string (s, "profile")) : NULL;
}

/* Always with a point, as the standards write it: "4" is "4.0". */
char *
cs_codec_level (const GstCaps *caps)
{
  const GstStructure *s = first (caps);
  const char *level = s != NULL ? gst_structure_get_string (s, "level") : NULL;

  if (level == NULL)
    return NULL;

  return g_ascii_isdigit (level[0]) && strchr (level, '.') == NULL
         ? g_strconcat (level, ".0", NULL) : g_strdup (level);
}

static char *
raw_format (const char *format)
{
  static const Name formats[] = {
    { "I420", "yuv420p" },          { "Y42B", "yuv422p" },          { "Y444", "yuv444p" },
    { "I420_10LE", "yuv420p10le" }, { "I422_10LE", "yuv422p10le" }, { "Y444_10LE", "yuv444p10le" },
    { "I420_12LE", "yuv420p12le" }, { "I422_12LE", "yuv422p12le" }, { "Y444_12LE", "yuv444p12le" },
    { "A420", "yuva420p" },         { "GRAY8", "gray" },            { "RGB", "rgb24" },
    { "NV12", "nv12" },             { "YUY2", "yuyv422" },          { "UYVY", "uyvy422" },
    { "RGBA", "rgba" },             { "BGRA", "bgra" },             { "GBR", "gbrp" },
  };
  const char *name = look_up (formats, G_N_ELEMENTS (formats), format);

  return name != NULL ? g_strdup (name) : g_ascii_strdown (format, -1);
}

char *
cs_codec_pixel_format (const GstCaps *caps)
{
  const GstStructure *s = first (caps);
  const char *format = s != NULL ? gst_structure_get_string (s, "format") : NULL;
  const char *chroma = s != NULL ? gst_structure_get_string (s, "chroma-format") : NULL;
  guint depth = 8;

  if (format != NULL && gst_structure_has_name (s, "video/x-raw"))
    return raw_format (format);

  if (chroma == NULL)
    return g_strdup (look_up (only_formats, G_N_ELEMENTS (only_formats),
                              s != NULL ? gst_structure_get_name (s) : NULL));

  gst_structure_get_uint (s, "bit-depth-luma", &depth);
  if (g_str_equal (chroma, "4:0:0"))
    return depth == 8 ? g_strdup ("gray") : g_strdup_printf ("gray%ule", depth);

  format = g_str_equal (chroma, "4:2:2") ? "yuv422p"
           : g_str_equal (chroma, "4:4:4") ? "yuv444p" : "yuv420p";

  return depth == 8 ? g_strdup (format) : g_strdup_printf ("%s%ule", format, depth);
}

/* FALSE where the caps do not say. */
gboolean
cs_codec_colours (const GstCaps       *caps,
                  GstVideoColorimetry *colours)
{
  const GstStructure *s = first (caps);
  const char *text = s != NULL ? gst_structure_get_string (s, "colorimetry") : NULL;

  return text != NULL && gst_video_colorimetry_from_string (colours, text);
}

/* Perceptual quantizer or hybrid log-gamma: a plain conversion would come out grey. */
gboolean
cs_codec_is_hdr (const GstCaps *caps)
{
  GstVideoColorimetry colours;

  return cs_codec_colours (caps, &colours)
      && (colours.transfer == GST_VIDEO_TRANSFER_SMPTE2084
          || colours.transfer == GST_VIDEO_TRANSFER_ARIB_STD_B67);
}

/* Some streams say it of the stream, some only of how their pictures are coded. */
gboolean
cs_codec_is_interlaced (const GstCaps *caps)
{
  const GstStructure *s = first (caps);
  const char *mode = s != NULL ? gst_structure_get_string (s, "interlace-mode") : NULL;
  const char *coded = s != NULL ? gst_structure_get_string (s, "coded-picture-structure") : NULL;

  return (mode != NULL && !g_str_equal (mode, "progressive")) || g_strcmp0 (coded, "field") == 0;
}

/* GStreamer calls all of the ISO family video/quicktime; the brand tells them apart. */
const char *
cs_container_name (const char *media_type,
                   const char *brand)
{
  const char *name = look_up (containers, G_N_ELEMENTS (containers), media_type);

  if (g_strcmp0 (name, "mov") != 0 || brand == NULL)
    return name;

  return g_str_has_prefix (brand, "qt") ? "mov" : g_str_has_prefix (brand, "3g") ? "3gp" : "mp4";
}

const char *
cs_container_mime (const char *container,
                   gboolean    has_video)
{
  if (g_strcmp0 (container, "mp4") == 0 && !has_video)
    return "audio/mp4";

  return look_up (mimes, G_N_ELEMENTS (mimes), container);
}
