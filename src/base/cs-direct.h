/* cs-direct.h: where libav’s decoders may draw straight into the next element’s buffers
 *
 * A picture is coded in blocks of 16 by 16. Where it ends within one, the buffers
 * are larger than what is shown: they are copied in any case, and at times the
 * decoder aborts over them ("video meta uses 544x960 instead of 540x960").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Some decoders draw each picture over the one before. Where that stays libav’s own, gst-libav
 * (1.26) takes all of them for the first again, and drops them. Their buffers are never larger than
 * what is shown. */
static inline gboolean
cs_direct_must (const char *media_type)
{
  static const char *const overdrawn[] = {
    "video/x-rle", "video/x-cinepak", "video/x-flash-screen", "video/x-msvideocodec",
    "video/x-apple-video", "video/x-smc", NULL,
  };

  return g_strv_contains (overdrawn, media_type);
}

/* The size of the picture in its file; 0: not known. */
static inline gboolean
cs_direct_fits (int width,
                int height)
{
  return width > 0 && height > 0 && width % 16 == 0 && height % 16 == 0;
}

G_END_DECLS
