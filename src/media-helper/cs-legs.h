/* cs-legs.h: the way of one stream from a demuxer to a muxer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "cs-order.h"

G_BEGIN_DECLS

/* How the picture is to be compressed in this pass. */
typedef struct
{
  int         pass;           /* 0: constant quality; 1, 2: towards a rate */
  gint64      bitrate;        /* bits a second, for passes 1 and 2 */
  char       *statistics;     /* where pass 1 leaves what pass 2 reads */
} CsPass;

/* Elements in order; FALSE with an error when one cannot be had. */
gboolean cs_legs_video_encode (const CsOrder  *order,
                               const CsPass   *pass,
                               const GstCaps  *caps,
                               GPtrArray      *leg,
                               GError        **error);
gboolean cs_legs_audio_encode (const CsOrder  *order,
                               const GstCaps  *caps,
                               GPtrArray      *leg,
                               GError        **error);
int      cs_legs_audio_rate   (const CsOrder  *order,
                               const GstCaps  *caps);
gboolean cs_legs_copy         (const GstCaps  *caps,
                               GPtrArray      *leg,
                               GError        **error);

guint       cs_legs_count_threads (const CsOrder *order,
                                   guint          n_processors);

GstElement *cs_legs_decoder   (const GstCaps  *caps,
                               GError        **error);

GstCaps    *cs_legs_dup_caps  (GstPad         *pad);
gboolean    cs_legs_is        (const GstCaps  *caps,
                               const char     *prefix);
gboolean    cs_legs_is_picture (const GstCaps *caps,
                                const char    *codec);

G_END_DECLS
