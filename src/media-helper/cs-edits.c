/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-edits.h"

#include "cs-boxes.h"
#include "cs-error.h"

#include <string.h>
#include <unistd.h>

#define NSEC     G_GINT64_CONSTANT (1000000000)
#define ENTRY    12
#define MAX_SIZE (16 + 2 * ENTRY)

static void
put32 (guint8  *bytes,
       guint32  value)
{
  for (guint i = 0; i < 4; i++)
    bytes[i] = value >> (24 - 8 * i);
}

static gint64
to_scale (gint64  nsec,
          guint32 scale)
{
  return (nsec * (gint64) scale + NSEC / 2) / NSEC;
}

/* The edit list that hides @nsec more at the front; what it no longer needs becomes a free box. */
static gsize
write_edits (const CsBoxTrack *track,
             guint32           movie_scale,
             gint64            nsec,
             guint8            bytes[MAX_SIZE])
{
  gint64 delay = track->delay * NSEC / movie_scale;
  gint64 hidden = MAX (0, nsec - delay);
  gint64 shown = MAX (0, track->edit_duration - to_scale (hidden, movie_scale));
  gint64 start = track->edit_start + to_scale (hidden, track->timescale);
  guint32 count = 1;
  gsize size = 16;

  delay = to_scale (MAX (0, delay - nsec), movie_scale);
  memset (bytes, 0, MAX_SIZE);

  if (delay > 0)
    {
      put32 (bytes + size, delay);
      put32 (bytes + size + 4, G_MAXUINT32);
      put32 (bytes + size + 8, 0x00010000);
      size += ENTRY;
      count++;
    }

  put32 (bytes + size, shown);
  put32 (bytes + size + 4, start);
  put32 (bytes + size + 8, 0x00010000);
  size += ENTRY;

  put32 (bytes, size);
  memcpy (bytes + 4, "elst", 4);
  put32 (bytes + 12, count);

  return size;
}

static gboolean
write_length (int      fd,
              gint64   at,
              gboolean wide,
              gint64   length)
{
  guint8 bytes[8] = { 0, };

  put32 (bytes, (guint64) length >> 32);
  put32 (bytes + 4, length);

  return at > 0 && pwrite (fd, bytes + (wide ? 0 : 4), wide ? 8 : 4, at) == (wide ? 8 : 4);
}

/* What the headers call the length is what is shown, so it follows the edit lists. */
static gboolean
set_lengths (int fd)
{
  gint64 longest = 0;
  CsBoxes boxes;

  cs_boxes_read (fd, &boxes);

  for (guint i = 0; i < boxes.n_tracks; i++)
    {
      const CsBoxTrack *track = &boxes.tracks[i];
      gint64 length = track->delay + track->edit_duration;

      longest = MAX (longest, length);
      if (track->n_pieces == 1
          && !write_length (fd, track->length_at, track->length_wide, length))
        return FALSE;
    }

  return write_length (fd, boxes.length_at, boxes.length_wide, longest);
}

static gboolean
patch (int                fd,
       const CsBoxTrack  *track,
       guint32            movie_scale,
       gint64             nsec)
{
  guint8 bytes[MAX_SIZE];
  gsize room = track->edits_end - track->edits_at;
  gsize size = write_edits (track, movie_scale, nsec, bytes);

  if (size < room)
    {
      put32 (bytes + size, room - size);
      memcpy (bytes + size + 4, "free", 4);
    }

  return size <= room && pwrite (fd, bytes, room, track->edits_at) == (gssize) room;
}

/* Whether the list is one that mp4mux writes: perhaps a delay, then one piece. */
static gboolean
is_simple (const CsBoxTrack *track)
{
  gint64 room = track->edits_end - track->edits_at;

  return track->n_pieces == 1 && !track->edits_wide && !track->edit_speed
      && (room == 16 + ENTRY || room == 16 + 2 * ENTRY)
      && track->timescale > 0;
}

gboolean
cs_edits_hide_start (int          fd,
                     const char  *handler,
                     gint64       nsec,
                     GError     **error)
{
  CsBoxes boxes;

  if (nsec <= 0)
    return TRUE;

  cs_boxes_read (fd, &boxes);

  for (guint i = 0; i < boxes.n_tracks; i++)
    {
      const CsBoxTrack *track = &boxes.tracks[i];

      if (handler != NULL && strcmp (track->handler, handler) != 0)
        continue;

      if (!is_simple (track) || boxes.timescale == 0
          || !patch (fd, track, boxes.timescale, nsec))
        return cs_fail (error, CS_ERROR_FAILED, "The start of the new clip cannot be set right");
    }

  return set_lengths (fd)
         || cs_fail (error, CS_ERROR_FAILED, "The length of the new clip cannot be set right");
}
