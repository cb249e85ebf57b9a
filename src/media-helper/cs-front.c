/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-front.h"

#include "cs-boxes.h"
#include "cs-error.h"

#include <errno.h>
#include <unistd.h>

#define BLOCK (1024 * 1024)

static gboolean
fail (GError **error)
{
  if (errno == ENOSPC || errno == EDQUOT)
    return cs_fail (error, CS_ERROR_STORE, "The disk is full: free some space and try again");

  return cs_fail (error, CS_ERROR_STORE, "The new clip cannot be written: %s", g_strerror (errno));
}

static gboolean
read_all (int      fd,
          guint8  *bytes,
          gsize    length,
          gint64   at,
          GError **error)
{
  while (length > 0)
    {
      gssize got = pread (fd, bytes, length, at);

      if (got < 0 && errno == EINTR)
        continue;
      if (got == 0)
        errno = EIO;
      if (got <= 0)
        return fail (error);

      bytes += got;
      at += got;
      length -= got;
    }

  return TRUE;
}

static gboolean
write_all (int            fd,
           const guint8  *bytes,
           gsize          length,
           gint64         at,
           GError       **error)
{
  while (length > 0)
    {
      gssize put = pwrite (fd, bytes, length, at);

      if (put < 0 && errno == EINTR)
        continue;
      if (put < 0)
        return fail (error);

      bytes += put;
      at += put;
      length -= put;
    }

  return TRUE;
}

/* Moves the bytes from @begin to @end up by @distance; the last ones first, as they may overlap. */
static gboolean
move_up (int       fd,
         gint64    begin,
         gint64    end,
         gint64    distance,
         CsTalk   *talk,
         gint64    total,
         GError  **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK);

  for (gint64 at = end; at > begin; )
    {
      gsize length = MIN (BLOCK, at - begin);

      at -= length;
      if (!read_all (fd, block, length, at, error)
          || !write_all (fd, block, length, at + distance, error))
        return FALSE;

      cs_talk_alive (talk, talk->moved + 1, total, total);
    }

  return TRUE;
}

static guint64
get_place (const guint8 *bytes,
           guint         width)
{
  guint64 place = 0;

  for (guint i = 0; i < width; i++)
    place = place << 8 | bytes[i];

  return place;
}

static void
put_place (guint8  *bytes,
           guint    width,
           guint64  place)
{
  for (guint i = width; i > 0; i--, place >>= 8)
    bytes[i - 1] = place & 0xff;
}

/* @moov holds the box; the tables in it say where in the file the chunks of the media are. */
static gboolean
move_chunks (guint8         *moov,
             const CsBoxes  *boxes,
             gint64          distance,
             GError        **error)
{
  for (guint i = 0; i < boxes->n_tracks; i++)
    {
      const CsBoxTrack *track = &boxes->tracks[i];
      guint width = track->chunks_wide ? 8 : 4;

      for (gint64 at = track->chunks_at; at + width <= track->chunks_end; at += width)
        {
          guint64 place = get_place (moov + (at - boxes->moov_at), width) + distance;

          if (width == 4 && place > G_MAXUINT32)
            return cs_fail (error, CS_ERROR_INVALID, "The new clip would be larger than 4 GB");

          put_place (moov + (at - boxes->moov_at), width, place);
        }
    }

  return TRUE;
}

/**
 * cs_front_moov:
 * @fd: a finished MP4, as mp4mux writes it: ftyp, the media, and moov at the end
 * @total: what is told of progress meanwhile: as much done as there is
 *
 * Blocks; the file is of no use when it fails.
 */
gboolean
cs_front_moov (int       fd,
               CsTalk   *talk,
               gint64    total,
               GError  **error)
{
  g_autofree guint8 *moov = NULL;
  gint64 length;
  CsBoxes boxes;

  cs_boxes_read (fd, &boxes);
  length = boxes.moov_end - boxes.moov_at;

  if (boxes.moov_at < 0 || boxes.moov_at < boxes.head_end || boxes.moov_end != boxes.claimed)
    return cs_fail (error, CS_ERROR_FAILED, "The new clip is not as it should be");

  moov = g_try_malloc (length);
  if (moov == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "The clip has too many frames");

  return read_all (fd, moov, length, boxes.moov_at, error)
      && move_chunks (moov, &boxes, length, error)
      && move_up (fd, boxes.head_end, boxes.moov_at, length, talk, total, error)
      && write_all (fd, moov, length, boxes.head_end, error);
}
