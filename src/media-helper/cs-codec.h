/* cs-codec.h: GStreamer's caps in the words of the limits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

/* NULL where the caps do not say. */
char       *cs_codec_name          (const GstCaps       *caps);
char       *cs_codec_profile       (const GstCaps       *caps);
char       *cs_codec_level         (const GstCaps       *caps);
char       *cs_codec_pixel_format  (const GstCaps       *caps);
gboolean    cs_codec_colours       (const GstCaps       *caps,
                                    GstVideoColorimetry *colours);
gboolean    cs_codec_is_hdr        (const GstCaps       *caps);
gboolean    cs_codec_is_interlaced (const GstCaps       *caps);
const char *cs_container_name      (const char          *media_type,
                                    const char          *brand);
const char *cs_container_mime      (const char          *container,
                                    gboolean             has_video);

G_END_DECLS
