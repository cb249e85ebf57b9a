/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tone-filter.h"

#include "cs-codec.h"
#include "cs-tone-table.h"

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define TEN_BITS "I420_10LE"
#else
#define TEN_BITS "I420_10BE"
#endif

#define EIGHT_BITS "I420"

/* ST 2086 tells light in units of 0.0001 cd/m². */
#define LUMINANCE_UNIT 1e-4

struct _CsToneFilter
{
  GstVideoFilter       parent_instance;

  GstVideoColorimetry  source;   /* what the container, or the parser, says of the stream */
  CsToneTable         *table;
  CsTone               tone;     /* what the table is made for */
  CsToneCode           code;
  guint16             *rows;     /* room for one of each kind, see Rows */
};

G_DEFINE_FINAL_TYPE (CsToneFilter, cs_tone_filter, GST_TYPE_VIDEO_FILTER)

static GstStaticPadTemplate sink_template =
  GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
                           GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (TEN_BITS)));

static GstStaticPadTemplate src_template =
  GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
                           GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (EIGHT_BITS)
                                            ",colorimetry=" GST_VIDEO_COLORIMETRY_BT709));

/* A frame between its planes and the table. */
typedef struct
{
  const GstVideoFrame *from;
  GstVideoFrame       *to;
  guint16             *cb;      /* as broad as the picture */
  guint16             *cr;
  guint16             *mean;    /* of chroma rows, or of the luma around a chroma sample */
} Rows;

static const guint16 *
row_of (const Rows *self,
        guint       component,
        guint       number)
{
  return (const guint16 *) ((const guint8 *) GST_VIDEO_FRAME_COMP_DATA (self->from, component)
                            + (gsize) number
                              * GST_VIDEO_FRAME_COMP_STRIDE (self->from, component));
}

static guint8 *
out_row (const Rows *self,
         guint       component,
         guint       number)
{
  return (guint8 *) GST_VIDEO_FRAME_COMP_DATA (self->to, component)
         + (gsize) number * GST_VIDEO_FRAME_COMP_STRIDE (self->to, component);
}

/* Chroma of each pixel in a row, linear between samples that lie as MPEG-2 has them: in columns
 * with every second pixel, and half way between the rows. */
static void
widen (const Rows *self,
       guint       component,
       guint       number,
       guint16    *wide)
{
  guint width = GST_VIDEO_FRAME_COMP_WIDTH (self->from, component);
  guint last = GST_VIDEO_FRAME_COMP_HEIGHT (self->from, component) - 1;
  guint near = number / 2;
  guint far = number % 2 == 0 ? MAX (near, 1) - 1 : MIN (near + 1, last);
  const guint16 *near_row = row_of (self, component, near);
  const guint16 *far_row = row_of (self, component, far);
  guint16 *mean = self->mean;

  for (guint x = 0; x < width; x++)
    mean[x] = 3 * near_row[x] + far_row[x];
  mean[width] = mean[width - 1];

  for (guint x = 0; x < width; x++)
    {
      wide[2 * x] = (2 * mean[x] + 4) >> 3;
      wide[2 * x + 1] = (mean[x] + mean[x + 1] + 4) >> 3;
    }
}

static void
map_luma (const Rows        *self,
          const CsToneTable *table,
          guint              number)
{
  const CsToneRow row = { row_of (self, 0, number), self->cb, self->cr };

  widen (self, 1, number, self->cb);
  widen (self, 2, number, self->cr);
  cs_tone_table_luma (table, &row, number, GST_VIDEO_FRAME_WIDTH (self->from),
                      out_row (self, 0, number));
}

/* With the mean of the four pixels that share a sample; at an odd edge there are fewer. */
static void
map_chroma (const Rows        *self,
            const CsToneTable *table,
            guint              number)
{
  guint full = GST_VIDEO_FRAME_WIDTH (self->from);
  guint width = GST_VIDEO_FRAME_COMP_WIDTH (self->from, 1);
  guint below = MIN (2 * number + 1, (guint) GST_VIDEO_FRAME_HEIGHT (self->from) - 1);
  const guint16 *a = row_of (self, 0, 2 * number);
  const guint16 *b = row_of (self, 0, below);
  const CsToneRow row = { self->mean, row_of (self, 1, number), row_of (self, 2, number) };

  for (guint x = 0; x < full / 2; x++)
    self->mean[x] = (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1] + 2) >> 2;
  if (full % 2 != 0)
    self->mean[width - 1] = (a[full - 1] + b[full - 1] + 1) >> 1;

  cs_tone_table_chroma (table, &row, number, width, out_row (self, 1, number),
                        out_row (self, 2, number));
}

static GstFlowReturn
cs_tone_filter_transform_frame (GstVideoFilter *filter,
                                GstVideoFrame  *from,
                                GstVideoFrame  *to)
{
  CsToneFilter *self = CS_TONE_FILTER (filter);
  gsize length = GST_VIDEO_FRAME_WIDTH (from) + 2;
  Rows rows = { from, to, self->rows, self->rows + length, self->rows + 2 * length };

  for (guint i = 0; i < (guint) GST_VIDEO_FRAME_HEIGHT (from); i++)
    map_luma (&rows, self->table, i);
  for (guint i = 0; i < (guint) GST_VIDEO_FRAME_COMP_HEIGHT (from, 1); i++)
    map_chroma (&rows, self->table, i);

  return GST_FLOW_OK;
}

/* What the content says of its own brightest spot, else of the display that it was made on. */
static double
peak_of (const GstCaps *caps)
{
  GstVideoContentLightLevel level;
  GstVideoMasteringDisplayInfo display;
  double peak = 0;

  if (gst_video_content_light_level_from_caps (&level, caps))
    peak = level.max_content_light_level;
  if (peak <= 0 && gst_video_mastering_display_info_from_caps (&display, caps))
    peak = display.max_display_mastering_luminance * LUMINANCE_UNIT;

  return peak > 0 ? MIN (peak, 10000) : CS_TONE_PEAK;
}

static CsTone
tone_of (const GstVideoColorimetry *colours,
         const GstCaps             *caps)
{
  CsTone tone = { .is_hlg = colours->transfer == GST_VIDEO_TRANSFER_ARIB_STD_B67 };

  tone.peak = tone.is_hlg ? CS_TONE_PEAK : peak_of (caps);

  return tone;
}

static CsToneCode
code_of (const GstVideoColorimetry *colours)
{
  CsToneCode code = { .is_full = colours->range == GST_VIDEO_COLOR_RANGE_0_255 };

  if (!gst_video_color_matrix_get_Kr_Kb (colours->matrix, &code.kr, &code.kb))
    gst_video_color_matrix_get_Kr_Kb (GST_VIDEO_COLOR_MATRIX_BT2020, &code.kr, &code.kb);

  return code;
}

static gboolean
has_table_for (CsToneFilter     *self,
               const CsTone     *tone,
               const CsToneCode *code)
{
  return self->table != NULL
      && self->tone.is_hlg == tone->is_hlg && self->tone.peak == tone->peak
      && self->code.is_full == code->is_full
      && self->code.kr == code->kr && self->code.kb == code->kb;
}

/* A decoder knows the bitstream alone; where that is silent, the container may not be. */
static gboolean
cs_tone_filter_set_info (GstVideoFilter *filter,
                         GstCaps        *caps,
                         GstVideoInfo   *info,
                         GstCaps        *out_caps,
                         GstVideoInfo   *out_info)
{
  CsToneFilter *self = CS_TONE_FILTER (filter);
  const GstVideoColorimetry *colours = cs_codec_is_hdr (caps) ? &info->colorimetry : &self->source;
  CsTone tone = tone_of (colours, caps);
  CsToneCode code = code_of (colours);

  if (!has_table_for (self, &tone, &code))
    {
      g_clear_pointer (&self->table, cs_tone_table_free);
      self->table = cs_tone_table_new (&tone, &code);
      self->tone = tone;
      self->code = code;
    }

  g_free (self->rows);
  self->rows = g_new (guint16, 3 * (GST_VIDEO_INFO_WIDTH (info) + 2));

  return TRUE;
}

/* Everything but the colours is the same on both sides. */
static GstCaps *
cs_tone_filter_transform_caps (GstBaseTransform *base,
                               GstPadDirection   direction,
                               GstCaps          *caps,
                               GstCaps          *filter)
{
  gboolean is_sink = direction == GST_PAD_SINK;
  GstCaps *other = gst_caps_copy (caps);
  GstCaps *both;

  for (guint i = 0; i < gst_caps_get_size (other); i++)
    {
      GstStructure *s = gst_caps_get_structure (other, i);

      gst_structure_remove_fields (s, "colorimetry", "mastering-display-info",
                                   "content-light-level", NULL);
      gst_structure_set (s, "format", G_TYPE_STRING, is_sink ? EIGHT_BITS : TEN_BITS, NULL);
      if (is_sink)
        gst_structure_set (s, "colorimetry", G_TYPE_STRING, GST_VIDEO_COLORIMETRY_BT709, NULL);
    }

  if (filter == NULL)
    return other;

  both = gst_caps_intersect_full (filter, other, GST_CAPS_INTERSECT_FIRST);
  gst_caps_unref (other);

  return both;
}

static void
cs_tone_filter_finalize (GObject *object)
{
  CsToneFilter *self = CS_TONE_FILTER (object);

  g_clear_pointer (&self->table, cs_tone_table_free);
  g_free (self->rows);

  G_OBJECT_CLASS (cs_tone_filter_parent_class)->finalize (object);
}

static void
cs_tone_filter_class_init (CsToneFilterClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstVideoFilterClass *filter_class = GST_VIDEO_FILTER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cs_tone_filter_finalize;
  GST_BASE_TRANSFORM_CLASS (klass)->transform_caps = cs_tone_filter_transform_caps;
  filter_class->set_info = cs_tone_filter_set_info;
  filter_class->transform_frame = cs_tone_filter_transform_frame;

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Tone mapping", "Filter/Converter/Video",
                                         "Turns HLG and PQ into standard range", "CreatorSync");
}

static void
cs_tone_filter_init (CsToneFilter *self)
{
}

/**
 * cs_tone_filter_new:
 * @source: of a stream that cs_codec_is_hdr()
 *
 * Takes ten bits and gives eight, in the size in which they come: it costs most of
 * all that is done to a picture, so it belongs behind what makes that smaller.
 */
GstElement *
cs_tone_filter_new (const GstCaps *source)
{
  CsToneFilter *self = g_object_new (CS_TYPE_TONE_FILTER, NULL);

  cs_codec_colours (source, &self->source);

  return GST_ELEMENT (self);
}
