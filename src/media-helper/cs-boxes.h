/* cs-boxes.h: the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12)
 *
 * What GStreamer keeps to itself: the order of moov and mdat, brands, edit
 * lists, how much the boxes claim. Every size in the file may lie: depth and
 * counts are bounded, nothing is read into memory but headers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_BOXES_MAX_TRACKS 32

typedef struct
{
  char     handler[5];       /* "vide", "soun" … */
  guint32  timescale;
  gint64   duration;         /* in timescale; what mdhd claims */
  gint64   samples;          /* as stsz claims; -1: it does not */
  gint64   first_offset;     /* of the first sample, from decoding to showing, in timescale */

  guint32  n_edits;          /* as elst claims */
  guint32  n_pieces;         /* edits that show something, of those read */
  gint64   delay;            /* empty edits at the front, in the movie's timescale */
  gint64   edit_start;       /* media_time of the first piece, in timescale */
  gint64   edit_duration;    /* of the first piece, in the movie's timescale */
  gboolean edit_speed;       /* some piece is not played at its own speed */
  gint64   length_at;        /* where tkhd has the track's length; 0: none */
  gboolean length_wide;
  gint64   edits_at;         /* where elst stands in the file; 0: none */
  gint64   edits_end;
  gboolean edits_wide;       /* 64-bit entries */
  gint64   chunks_at;        /* where the table of the chunks' places begins; 0: none */
  gint64   chunks_end;
  gboolean chunks_wide;
} CsBoxTrack;

typedef struct
{
  gboolean   is_iso;
  char       brand[5];
  gint64     head_end;       /* of the first box */
  gint64     moov_at;        /* -1: none */
  gint64     moov_end;
  gint64     mdat_at;        /* of the first; -1: none */
  gint64     claimed;        /* bytes that the boxes say the file has */
  gboolean   is_fragmented;
  gboolean   is_broken;      /* a box at the top that cannot be */
  guint32    timescale;      /* of the movie */
  gint64     length_at;      /* where mvhd has the movie's length; 0: none */
  gboolean   length_wide;
  guint      n_tracks;
  CsBoxTrack tracks[CS_BOXES_MAX_TRACKS];
} CsBoxes;

void     cs_boxes_read       (int            fd,
                              CsBoxes       *boxes);
gboolean cs_boxes_edits_show (const CsBoxes *boxes);

G_END_DECLS
