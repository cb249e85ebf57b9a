/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-image.h"

#include <string.h>

#define GIF_DELAY_USEC  10000   /* the unit of a GIF's delays */
#define WEBP_DELAY_USEC 1000

typedef struct
{
  const guint8 *bytes;
  gsize         length;
} Span;

static gboolean
has (Span  span,
     gsize at,
     gsize length)
{
  return at <= span.length && length <= span.length - at;
}

static guint
be16 (Span  span,
      gsize at)
{
  return has (span, at, 2) ? span.bytes[at] << 8 | span.bytes[at + 1] : 0;
}

static guint
le16 (Span  span,
      gsize at)
{
  return has (span, at, 2) ? span.bytes[at + 1] << 8 | span.bytes[at] : 0;
}

static guint
le24 (Span  span,
      gsize at)
{
  return has (span, at, 3) ? le16 (span, at) | span.bytes[at + 2] << 16 : 0;
}

static guint32
be32 (Span  span,
      gsize at)
{
  return (guint32) be16 (span, at) << 16 | be16 (span, at + 2);
}

static guint32
le32 (Span  span,
      gsize at)
{
  return (guint32) le16 (span, at + 2) << 16 | le16 (span, at);
}

static gboolean
is_at (Span        span,
       gsize       at,
       const char *text,
       gsize       length)
{
  return has (span, at, length) && memcmp (span.bytes + at, text, length) == 0;
}

/* The Orientation tag (0x0112) of Exif's first directory, as degrees. */
static guint
exif_rotation (Span exif)
{
  gboolean big = is_at (exif, 0, "MM", 2);
  gsize directory;
  guint count;

  if (!big && !is_at (exif, 0, "II", 2))
    return 0;

  directory = big ? be32 (exif, 4) : le32 (exif, 4);
  count = big ? be16 (exif, directory) : le16 (exif, directory);

  for (guint i = 0; i < count; i++)
    {
      gsize entry = directory + 2 + 12 * (gsize) i;
      guint tag = big ? be16 (exif, entry) : le16 (exif, entry);
      guint value = big ? be16 (exif, entry + 8) : le16 (exif, entry + 8);

      if (!has (exif, entry, 12))
        return 0;
      if (tag == 0x0112)
        return value == 3 || value == 4 ? 180 : value == 5 || value == 6 ? 90
               : value == 7 || value == 8 ? 270 : 0;
    }

  return 0;
}

static gboolean
is_frame_header (guint8 marker)
{
  /* C4, C8 and CC among them are tables. */
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void
read_jpeg (Span     span,
           CsImage *image)
{
  gsize at = 2;

  while (has (span, at, 4) && span.bytes[at] == 0xff && span.bytes[at + 1] != 0xda)
    {
      guint8 marker = span.bytes[at + 1];
      gsize size = be16 (span, at + 2);

      if (marker == 0xff)
        {
          at++;
          continue;
        }

      if (is_frame_header (marker))
        {
          image->height = be16 (span, at + 5);
          image->width = be16 (span, at + 7);
        }
      else if (marker == 0xe1 && size >= 8 && has (span, at + 4, size - 2)
               && is_at (span, at + 4, "Exif\0\0", 6))
        {
          image->rotation = exif_rotation ((Span) { span.bytes + at + 10, size - 8 });
        }

      at += 2 + MAX (size, 2);
    }

  /* Cameras append things behind the end mark. */
  for (gsize i = span.length; i >= 2 && span.length - i < 65536 && !image->is_whole; i--)
    image->is_whole = span.bytes[i - 2] == 0xff && span.bytes[i - 1] == 0xd9;
}

static void
read_png (Span     span,
          CsImage *image)
{
  gsize at = 8;

  image->width = be32 (span, 16);
  image->height = be32 (span, 20);

  while (has (span, at, 12))
    {
      gsize size = be32 (span, at);

      if (is_at (span, at + 4, "acTL", 4))
        image->frames = MAX (1, be32 (span, at + 8));
      if (is_at (span, at + 4, "IEND", 4))
        image->is_whole = TRUE;

      at += 12 + size;
    }
}

/* Behind a row of sub-blocks: each begins with its length, the last is empty. */
static gsize
skip_sub_blocks (Span  span,
                 gsize at)
{
  while (has (span, at, 1) && span.bytes[at] > 0)
    at += 1 + span.bytes[at];

  return at + 1;
}

static void
read_gif (Span     span,
          CsImage *image)
{
  guint8 flags = has (span, 10, 1) ? span.bytes[10] : 0;
  gsize at = 13 + (flags & 0x80 ? 3u << ((flags & 7) + 1) : 0);

  image->width = le16 (span, 6);
  image->height = le16 (span, 8);
  image->frames = 0;

  while (has (span, at, 1) && span.bytes[at] != 0x3b)
    {
      if (span.bytes[at] == 0x21)
        {
          if (has (span, at, 6) && span.bytes[at + 1] == 0xf9)
            image->duration += (gint64) le16 (span, at + 4) * GIF_DELAY_USEC;
          at = skip_sub_blocks (span, at + 2);
        }
      else if (span.bytes[at] == 0x2c && has (span, at, 10))
        {
          flags = span.bytes[at + 9];
          image->frames++;
          at = skip_sub_blocks (span, at + 11 + (flags & 0x80 ? 3u << ((flags & 7) + 1) : 0));
        }
      else
        {
          return;
        }
    }

  image->is_whole = has (span, at, 1);
}

static void
read_webp (Span     span,
           CsImage *image)
{
  gsize at = 12;
  guint moving = 0;

  image->is_whole = (gsize) le32 (span, 4) + 8 <= span.length;

  while (has (span, at, 8))
    {
      gsize size = le32 (span, at + 4), body = at + 8;

      if (is_at (span, at, "VP8X", 4))
        {
          image->width = 1 + le24 (span, body + 4);
          image->height = 1 + le24 (span, body + 7);
        }
      else if (is_at (span, at, "VP8 ", 4) && image->width == 0)
        {
          image->width = le16 (span, body + 6) & 0x3fff;
          image->height = le16 (span, body + 8) & 0x3fff;
        }
      else if (is_at (span, at, "VP8L", 4) && image->width == 0)
        {
          image->width = 1 + (le32 (span, body + 1) & 0x3fff);
          image->height = 1 + (le32 (span, body + 1) >> 14 & 0x3fff);
        }
      else if (is_at (span, at, "ANMF", 4))
        {
          moving++;
          image->duration += (gint64) le24 (span, body + 12) * WEBP_DELAY_USEC;
        }

      at = body + size + (size & 1);
    }

  image->frames = MAX (1, moving);
}

/* By the first bytes; the name of the file says nothing. */
const char *
cs_image_format (const guint8 *bytes,
                 gsize         length)
{
  Span span = { bytes, length };

  if (is_at (span, 0, "\xff\xd8\xff", 3))
    return "jpeg";
  if (is_at (span, 0, "\x89PNG\r\n\x1a\n", 8))
    return "png";
  if (is_at (span, 0, "GIF87a", 6) || is_at (span, 0, "GIF89a", 6))
    return "gif";
  if (is_at (span, 0, "RIFF", 4) && is_at (span, 8, "WEBP", 4))
    return "webp";

  return NULL;
}

void
cs_image_read (const guint8 *bytes,
               gsize         length,
               CsImage      *image)
{
  Span span = { bytes, length };

  *image = (CsImage) { .format = cs_image_format (bytes, length), .frames = 1 };

  if (g_strcmp0 (image->format, "jpeg") == 0)
    read_jpeg (span, image);
  else if (g_strcmp0 (image->format, "png") == 0)
    read_png (span, image);
  else if (g_strcmp0 (image->format, "gif") == 0)
    read_gif (span, image);
  else if (g_strcmp0 (image->format, "webp") == 0)
    read_webp (span, image);
}
