/* cs-limits.h: what a network takes, and what it can do
 *
 * Shipped as data (limits.json) and parsed once; what a server says of itself
 * wins over it. A number that is CS_UNKNOWN and a list that is NULL mean: no
 * limit, or none is known. Times are milliseconds, sizes bytes, aspects
 * width ÷ height × 1000, units the names that cs_text_unit_from() knows. Geometry
 * is of the picture as shown, after rotation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-network.h"
#include "cs-record.h"

G_BEGIN_DECLS

/* How a post is kept from going out twice when an answer was lost. */
typedef enum
{
  CS_IDEMPOTENCY_BLIND,       /* nothing tells: a person must look */
  CS_IDEMPOTENCY_LIST,        /* the account's own posts are read back and compared */
  CS_IDEMPOTENCY_CONTAINER,   /* the network's id of the attempt can be asked about */
  CS_IDEMPOTENCY_SESSION,     /* the upload session can be asked about */
  CS_IDEMPOTENCY_PUT,         /* we choose the record's name, and writing it twice is one */
  CS_IDEMPOTENCY_KEYED,       /* a key of ours is kept by the server */
} CsIdempotency;

extern const char *const cs_idempotency_names[];

typedef enum
{
  CS_UPLOAD_MULTIPART,       /* one form */
  CS_UPLOAD_VIDEO_SERVICE,   /* Bluesky's video service, or a blob */
  CS_UPLOAD_RESUMABLE,       /* a session and Content-Range (Google, PeerTube) */
  CS_UPLOAD_PUT_RANGE,       /* numbered ranges to one address (TikTok) */
  CS_UPLOAD_OFFSET,          /* offset header (Instagram) */
  CS_UPLOAD_SEGMENT,         /* numbered segments (X) */
} CsUploadKind;

extern const char *const cs_upload_kind_names[];

typedef struct
{
  CsRecord       record;

  CsNetwork      network;

  /* Text of one post */
  gint64         text_min;
  gint64         text_max;
  char          *text_unit;
  gint64         text_max_bytes;       /* a second limit, UTF-8 */
  char          *text_forbidden;       /* characters it may not hold */
  gint64         url_weight;           /* each link counts as this many */
  gboolean       mention_local_only;   /* @name@host counts as @name */
  gboolean       warning_counts;       /* the content warning counts as text */
  gint64         title_min;            /* a network without title_max has no title */
  gint64         title_max;
  char          *title_unit;
  char          *title_forbidden;
  gint64         hashtags_max;         /* in the text */
  gint64         mentions_max;
  gint64         cashtags_max;
  gint64         tag_min;              /* length of a tag beside the text */
  gint64         tag_max;
  char          *tag_unit;
  gint64         tag_max_bytes;
  gint64         tags_max;
  gint64         tags_total_max;
  gint64         languages_max;

  /* Description of a picture */
  gint64         alt_max;
  char          *alt_unit;
  gboolean       alt_required;

  /* Video */
  gint64         videos_max;             /* in one post */
  GStrv          video_containers;
  GStrv          video_codecs;
  GStrv          video_profiles;
  GStrv          pixel_formats;
  gint64         video_max_bytes;
  gint64         video_min_duration;
  gint64         video_max_duration;
  gint64         video_shorts_duration;  /* longer ones are not shown among the short */
  gint64         video_min_fps;
  gint64         video_max_fps;
  gint64         video_min_side;
  gint64         video_max_side;         /* of the longer side */
  gint64         video_max_short_side;   /* of the shorter side */
  gint64         video_max_width;
  gint64         video_max_pixels;       /* width × height */
  gint64         video_min_aspect;
  gint64         video_max_aspect;
  gint64         video_max_bitrate;      /* bits a second, the picture alone */
  gint64         video_max_gop;
  gboolean       video_closed_gop;
  gboolean       video_constant_rate;
  gboolean       video_progressive;
  gboolean       video_sdr;
  gboolean       video_square_pixels;
  gboolean       video_faststart;
  gboolean       video_no_edit_list;
  gboolean       audio_required;
  GStrv          audio_codecs;
  GStrv          audio_profiles;
  gint64         audio_max_rate;
  gint64         audio_max_channels;
  gint64         audio_max_bitrate;      /* advice: no network refuses a little more */

  /* Pictures */
  gint64         images_max;
  gboolean       media_mixed;            /* video and pictures in one post */
  gboolean       media_required;         /* a post without any cannot be */
  GStrv          image_types;            /* MIME */
  gint64         image_max_bytes;
  gint64         image_max_pixels;
  gint64         image_min_width;
  gint64         image_max_width;
  gint64         image_min_aspect;
  gint64         image_max_aspect;
  gint64         gif_max_bytes;
  gint64         gif_max_frames;
  gint64         thumbnail_max_bytes;
  gint64         captions_max;
  gint64         captions_max_bytes;

  /* What it can do */
  gboolean       native_schedule;
  gint64         schedule_min_ahead;
  gint64         scheduled_max;
  gint64         scheduled_per_day;
  gboolean       threads;
  gboolean       alt;
  gboolean       warnings;
  GStrv          visibility;             /* names of CsVisibility */
  gboolean       needs_secret;           /* the user must bring an app's secret */
  gboolean       public_url_required;    /* it fetches the video itself */
  gboolean       image_url_required;     /* it fetches pictures itself */
  CsIdempotency  idempotency;

  /* Uploading and waiting */
  CsUploadKind   upload;
  gint64         chunk_default;
  gint64         chunk_multiple;
  gint64         chunk_min;
  gint64         chunk_max;
  gint64         chunk_last_max;
  gint64         single_max;             /* a file up to this goes in one piece */
  gint64         chunks_max;
  gint64         session_life;
  gint64         poll_start;
  gint64         poll_max;
  gint64         poll_give_up;
  gint64         rate_points;            /* in rate_window */
  gint64         rate_window;
  gint64         rate_cost;              /* points one post takes */
  gint64         rate_points_per_day;
  gint64         rate_uploads;           /* in rate_uploads_window */
  gint64         rate_uploads_window;
  gint64         posts_per_day;

  /* What a rendition for this network looks like when nothing else is asked */
  gint64         pref_width;
  gint64         pref_height;
  char          *pref_codec;
  char          *pref_container;

  GStrv          unverified;             /* names of fields that no primary source states */
} CsLimits;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsLimits, cs_record_unref)

const CsLimits *cs_limits_get           (CsNetwork        network);
CsLimits       *cs_limits_for_account   (const CsAccount *account);
GPtrArray      *cs_limits_parse         (const char      *text,
                                         GError         **error);
gboolean        cs_limits_is_unverified (const CsLimits  *self,
                                         const char      *field);

G_END_DECLS
