/* cs-order.h: what is to be made of a clip, read from a request
 *
 * The names are those of the records CsRecipe and CsFacts, which the helper does
 * not see: it speaks JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A number that the request does not give: as in the source. */
#define CS_AS_SOURCE G_MININT64

typedef enum
{
  CS_ORDER_REMUX,
  CS_ORDER_AUDIO,
  CS_ORDER_ENCODE,
} CsOrderAction;

typedef struct
{
  CsOrderAction action;
  gint64        width;
  gint64        height;
  gint64        fps_num;
  gint64        fps_den;
  gint64        gop_max;
  gint64        quantizer;
  gint64        video_bitrate;
  gint64        max_bytes;
  gint64        audio_bitrate;
  gint64        audio_rate;
  gint64        audio_channels;   /* 0: without sound */
  char         *preset;
  char         *scratch;          /* a folder of this job alone */

  char         *source_codec;     /* of the picture; NULL: none */
  gint64        source_duration;  /* microseconds; 0: unknown */
  gint64        source_frames;    /* 0: unknown */
  gint64        source_fps_num;
  gint64        source_fps_den;
  gint64        source_gop_max;
  gint64        source_width;     /* 0: unknown, or no picture */
  gint64        source_height;
  gint64        source_rotation;
  gboolean      source_interlaced;
} CsOrder;

CsOrder *cs_order_new  (JsonObject  *request,
                        GError     **error);
void     cs_order_free (CsOrder     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOrder, cs_order_free)

G_END_DECLS
