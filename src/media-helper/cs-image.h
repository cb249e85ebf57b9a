/* cs-image.h: the facts of a still or moving picture file, from its bytes
 *
 * JPEG (ITU T.81), PNG (W3C), GIF89a, WebP (RFC 9649). Nothing is decoded; every
 * length in the file is checked against what is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *format;     /* "jpeg" "png" "gif" "webp"; NULL: none of them */
  guint       width;      /* 0: the file does not say */
  guint       height;
  guint       rotation;   /* clockwise, from Exif */
  guint       frames;
  gint64      duration;   /* microseconds, of a moving picture */
  gboolean    is_whole;   /* its end is there */
} CsImage;

const char *cs_image_format (const guint8 *bytes,
                             gsize         length);
void        cs_image_read   (const guint8 *bytes,
                             gsize         length,
                             CsImage      *image);

G_END_DECLS
