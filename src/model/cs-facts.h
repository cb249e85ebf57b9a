/* cs-facts.h: what a media file is, as far as it can be read
 *
 * Codecs and containers have the names that limits.json uses. Width and height
 * are of the stored picture, before rotation. Every number may be unknown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_MEDIA_VIDEO,
  CS_MEDIA_IMAGE,
  CS_MEDIA_AUDIO,
} CsMediaKind;

extern const char *const cs_media_kind_names[];

typedef struct
{
  CsRecord     record;

  CsMediaKind  kind;
  char        *mime;
  char        *container;        /* mp4 mov matroska webm mpegts avi …; jpeg png gif webp */
  char        *brand;            /* major brand of ftyp */
  gint64       size;             /* bytes */
  gint64       duration;         /* microseconds, by the packets; with readable: as promised */
  char        *video_codec;      /* h264 hevc vp8 vp9 av1 prores … */
  char        *video_profile;
  char        *video_level;      /* "4.1" */
  char        *pixel_format;     /* yuv420p yuv420p10le yuv422p … */
  gint64       width;
  gint64       height;
  gint64       rotation;         /* 0 90 180 270 clockwise */
  gint64       par_num;          /* pixel aspect ratio */
  gint64       par_den;
  gint64       fps_num;          /* average frame rate */
  gint64       fps_den;
  gboolean     variable_rate;
  gboolean     interlaced;
  gboolean     hdr;
  gint64       frames;
  gint64       gop_max;          /* frames between key frames, at most */
  gboolean     open_gop;
  gint64       video_bitrate;    /* bits a second */
  char        *audio_codec;      /* aac opus mp3 vorbis pcm … */
  char        *audio_profile;    /* lc he … */
  gint64       audio_rate;       /* Hz */
  gint64       audio_channels;
  gint64       audio_bitrate;
  gboolean     silent;           /* an audio track with nothing on it */
  gint64       faststart;        /* 1: moov stands before mdat; 0: behind it */
  gint64       edit_list;        /* 1: an edit list that cuts or shifts; 0: none */
  gint64       readable;         /* microseconds that can be read, when less than the header says */
  gboolean     damaged;
} CsFacts;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFacts, cs_record_unref)

gboolean cs_facts_get_shown (const CsFacts *self,
                             gint64        *width,
                             gint64        *height);
double   cs_facts_get_fps   (const CsFacts *self);

G_END_DECLS
