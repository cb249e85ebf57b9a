/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-boxes.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DEPTH 6
#define MAX_BOXES 20000    /* a film in fragments of a second has two of them each */
#define MAX_EDITS 64

#define TYPE(a, b, c, d) ((guint32) (a) << 24 | (b) << 16 | (c) << 8 | (d))

typedef struct
{
  int         fd;
  guint       boxes;     /* seen so far */
  CsBoxes    *found;
  CsBoxTrack *track;     /* the one being read */
} Reader;

typedef struct
{
  guint32 type;
  gint64  at;       /* of its header */
  gint64  body;
  gint64  end;      /* as claimed; may lie behind the end of the file */
} Box;

static gboolean
read_at (Reader *self,
         gint64  at,
         void   *bytes,
         gsize   length)
{
  return pread (self->fd, bytes, length, at) == (gssize) length;
}

static guint32
u32 (const guint8 *b)
{
  return (guint32) b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
}

static gint64
i64 (const guint8 *b)
{
  return (gint64) ((guint64) u32 (b) << 32 | u32 (b + 4));
}

/* The box at @at in a parent that ends at @limit; FALSE at the end and for what cannot be a box. */
static gboolean
next_box (Reader *self,
          gint64  at,
          gint64  limit,
          Box    *box)
{
  guint8 head[16];
  gint64 size;

  if (at > limit - 8 || ++self->boxes > MAX_BOXES || !read_at (self, at, head, 8))
    return FALSE;

  box->at = at;
  box->type = u32 (head + 4);
  box->body = at + 8;
  size = u32 (head);

  if (size == 0)
    size = limit - at;

  if (size == 1)
    {
      if (!read_at (self, at + 8, head + 8, 8))
        return FALSE;
      size = i64 (head + 8);
      box->body = at + 16;
    }

  if (size < box->body - at || size > G_MAXINT64 / 2)
    return FALSE;

  box->end = at + size;

  return TRUE;
}

static void
copy_type (char         text[5],
           const guint8 *bytes)
{
  for (guint i = 0; i < 4; i++)
    text[i] = g_ascii_isprint (bytes[i]) ? bytes[i] : '?';

  text[4] = '\0';
}

/* The timescale and duration that mvhd and mdhd have at the same places. */
static void
read_header (Reader    *self,
             const Box *box,
             guint32   *timescale,
             gint64    *duration)
{
  guint8 b[32];

  if (!read_at (self, box->body, b, sizeof b))
    return;

  *timescale = u32 (b + (b[0] == 1 ? 20 : 12));
  *duration = b[0] == 1 ? i64 (b + 24) : u32 (b + 16);
  if (*duration < 0 || *duration == G_MAXUINT32)
    *duration = 0;
}

/* Where a header box has its duration, in version 0 and in version 1. */
static void
find_length (Reader    *self,
             const Box *box,
             gint64     narrow,
             gint64     wide,
             gint64    *at,
             gboolean  *is_wide)
{
  guint8 version;

  if (!read_at (self, box->body, &version, 1))
    return;

  *is_wide = version == 1;
  *at = box->body + (version == 1 ? wide : narrow);
}

static void
read_edit (CsBoxTrack   *track,
           const guint8 *b,
           gboolean      wide)
{
  gint64 duration = wide ? i64 (b) : u32 (b);
  gint64 start = wide ? i64 (b + 8) : (gint32) u32 (b + 4);
  guint32 speed = u32 (b + (wide ? 16 : 8));

  if (start == -1)
    {
      if (track->n_pieces == 0 && duration > 0
          && duration < G_MAXINT64 / 4 && track->delay < G_MAXINT64 / 4)
        track->delay += duration;
      return;
    }

  if (track->n_pieces == 0)
    {
      track->edit_start = start;
      track->edit_duration = duration;
    }

  if (speed != 0x00010000)
    track->edit_speed = TRUE;
  track->n_pieces++;
}

static void
read_edits (Reader    *self,
            const Box *box)
{
  guint8 b[20];
  gsize each;

  if (!read_at (self, box->body, b, 8))
    return;

  self->track->n_edits = u32 (b + 4);
  self->track->edits_at = box->at;
  self->track->edits_end = box->end;
  self->track->edits_wide = b[0] == 1;
  each = b[0] == 1 ? 20 : 12;

  for (guint32 i = 0, wide = b[0] == 1; i < MIN (self->track->n_edits, MAX_EDITS); i++)
    {
      gint64 at = box->body + 8 + (gint64) (i * each);

      if (at > box->end - (gint64) each || !read_at (self, at, b, each))
        return;
      read_edit (self->track, b, wide);
    }
}

static void
read_chunks (Reader    *self,
             const Box *box)
{
  CsBoxTrack *track = self->track;
  gint64 each = box->type == TYPE ('c', 'o', '6', '4') ? 8 : 4;
  guint8 b[8];

  if (!read_at (self, box->body, b, sizeof b))
    return;

  track->chunks_at = box->body + 8;
  track->chunks_end = MIN (track->chunks_at + each * u32 (b + 4), box->end);
  track->chunks_wide = each == 8;
}

static void
read_box (Reader    *self,
          const Box *box)
{
  guint8 b[16];
  gint64 movie_duration;

  switch (box->type)
    {
    case TYPE ('m', 'v', 'h', 'd'):
      read_header (self, box, &self->found->timescale, &movie_duration);
      find_length (self, box, 16, 24, &self->found->length_at, &self->found->length_wide);
      break;

    case TYPE ('t', 'k', 'h', 'd'):
      if (self->track != NULL)
        find_length (self, box, 20, 28, &self->track->length_at, &self->track->length_wide);
      break;

    case TYPE ('m', 'v', 'e', 'x'):
      self->found->is_fragmented = TRUE;
      break;

    case TYPE ('m', 'd', 'h', 'd'):
      if (self->track != NULL)
        read_header (self, box, &self->track->timescale, &self->track->duration);
      break;

    case TYPE ('h', 'd', 'l', 'r'):
      /* QuickTime has a second one, of the data, below minf, which is not descended into here. */
      if (self->track != NULL && read_at (self, box->body, b, 12))
        copy_type (self->track->handler, b + 8);
      break;

    case TYPE ('e', 'l', 's', 't'):
      if (self->track != NULL)
        read_edits (self, box);
      break;

    case TYPE ('c', 't', 't', 's'):
      if (self->track != NULL && read_at (self, box->body, b, 16) && u32 (b + 4) > 0)
        self->track->first_offset = (gint32) u32 (b + 12);
      break;

    case TYPE ('s', 't', 'c', 'o'):
    case TYPE ('c', 'o', '6', '4'):
      if (self->track != NULL)
        read_chunks (self, box);
      break;

    case TYPE ('s', 't', 's', 'z'):
      if (self->track != NULL && read_at (self, box->body, b, 12))
        self->track->samples = u32 (b + 8);
      break;

    default:
      break;
    }
}

static gboolean
has_children (const Box *box)
{
  switch (box->type)
    {
    case TYPE ('m', 'o', 'o', 'v'):
    case TYPE ('t', 'r', 'a', 'k'):
    case TYPE ('e', 'd', 't', 's'):
    case TYPE ('m', 'd', 'i', 'a'):
    case TYPE ('m', 'i', 'n', 'f'):
    case TYPE ('s', 't', 'b', 'l'):
      return TRUE;

    default:
      return FALSE;
    }
}

static void
begin_track (Reader *self)
{
  self->track = NULL;

  if (self->found->n_tracks < CS_BOXES_MAX_TRACKS)
    {
      self->track = &self->found->tracks[self->found->n_tracks++];
      self->track->samples = -1;
    }
}

/* A box that claims more than its parent has ends with the parent. */
static void
read_children (Reader    *self,
               const Box *parent,
               guint      depth)
{
  Box box;

  for (gint64 at = parent->body; next_box (self, at, parent->end, &box); at = box.end)
    {
      box.end = MIN (box.end, parent->end);

      if (box.type == TYPE ('h', 'd', 'l', 'r') && parent->type == TYPE ('m', 'i', 'n', 'f'))
        continue;

      if (box.type == TYPE ('t', 'r', 'a', 'k'))
        begin_track (self);

      read_box (self, &box);
      if (has_children (&box) && depth < MAX_DEPTH)
        read_children (self, &box, depth + 1);
    }
}

static gboolean
may_begin (guint32 type)
{
  return type == TYPE ('f', 't', 'y', 'p') || type == TYPE ('m', 'o', 'o', 'v')
      || type == TYPE ('m', 'd', 'a', 't') || type == TYPE ('w', 'i', 'd', 'e')
      || type == TYPE ('f', 'r', 'e', 'e') || type == TYPE ('s', 'k', 'i', 'p')
      || type == TYPE ('p', 'n', 'o', 't') || type == TYPE ('s', 't', 'y', 'p');
}

static void
read_top (Reader    *self,
          const Box *box)
{
  CsBoxes *found = self->found;
  guint8 brand[4];

  if (box->at == 0)
    {
      found->is_iso = may_begin (box->type);
      found->head_end = box->end;
    }

  if (box->type == TYPE ('f', 't', 'y', 'p') && read_at (self, box->body, brand, 4))
    copy_type (found->brand, brand);

  if (box->type == TYPE ('m', 'd', 'a', 't') && found->mdat_at < 0)
    found->mdat_at = box->at;

  if (box->type == TYPE ('m', 'o', 'o', 'f'))
    found->is_fragmented = TRUE;

  if (box->type == TYPE ('m', 'o', 'o', 'v') && found->moov_at < 0)
    {
      found->moov_at = box->at;
      found->moov_end = box->end;
      read_children (self, box, 0);
    }
}

/* Never fails: a file that is none of the family has is_iso FALSE. */
void
cs_boxes_read (int      fd,
               CsBoxes *boxes)
{
  Reader self = { .fd = fd, .found = boxes };
  struct stat st;
  gint64 at = 0;
  Box box;

  *boxes = (CsBoxes) { .moov_at = -1, .mdat_at = -1 };

  if (fstat (fd, &st) < 0)
    return;

  while (next_box (&self, at, st.st_size, &box))
    {
      read_top (&self, &box);
      if (!boxes->is_iso)
        return;
      at = box.end;
    }

  boxes->claimed = at;
  boxes->is_broken = boxes->is_iso && at < st.st_size && self.boxes <= MAX_BOXES;
}

static double
seconds (gint64  time,
         guint32 scale)
{
  return scale > 0 ? (double) time / scale : 0;
}

/* Encoders delay sound by up to 2,112 samples, and an edit list that takes off just that, or just
 * the delay of B-frames, shows the clip as it was made. */
static gboolean
edit_shows (const CsBoxes    *boxes,
            const CsBoxTrack *track)
{
  double hidden = seconds (track->edit_start, track->timescale);
  double whole = seconds (track->duration, track->timescale);
  double shown = seconds (track->edit_duration, boxes->timescale);
  double innocent = strcmp (track->handler, "soun") == 0
                    ? 0.1 : seconds (track->first_offset, track->timescale) + 0.001;

  if (track->n_pieces == 0)
    return FALSE;

  return track->n_pieces > 1 || track->edit_speed
      || hidden > innocent
      || seconds (track->delay, boxes->timescale) > 0.1
      || (shown > 0 && whole - hidden - shown > 0.1);
}

/* Whether an edit list cuts, shifts, repeats or stretches what the tracks hold. */
gboolean
cs_boxes_edits_show (const CsBoxes *boxes)
{
  for (guint i = 0; i < boxes->n_tracks; i++)
    if (edit_shows (boxes, &boxes->tracks[i]))
      return TRUE;

  return FALSE;
}
