/* cs-recipe.h: what is to be done to a clip so that it fits
 *
 * Made by the fix plan (a pure function), carried out by the media helper, kept
 * with the rendition. A number that is unknown means: as in the source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

/* In the order of what they cost; a plan takes the first that is enough. */
typedef enum
{
  CS_RECIPE_NONE,     /* the file fits as it is */
  CS_RECIPE_REMUX,    /* stream copy into MP4, moov in front, no edit list that cuts */
  CS_RECIPE_AUDIO,    /* new AAC (or none), the video copied */
  CS_RECIPE_ENCODE,   /* H.264 and AAC */
} CsRecipeAction;

extern const char *const cs_recipe_action_names[];

typedef struct
{
  CsRecord        record;

  CsRecipeAction  action;
  gint64          width;           /* as shown, after rotation, even */
  gint64          height;
  gint64          fps_num;
  gint64          fps_den;
  gboolean        constant_rate;   /* the network wants one frame rate */
  gint64          gop_max;         /* frames; closed */
  gint64          quantizer;       /* constant quality, when no budget asks for less */
  gint64          video_bitrate;   /* bits a second, at most */
  gint64          max_bytes;       /* of the file: two passes when quality alone would exceed it */
  gint64          audio_bitrate;
  gint64          audio_rate;
  gint64          audio_channels;
  char          **changes;         /* for people: "Video: H.264 High, 8 bit, instead of 10 bit" */
} CsRecipe;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRecipe, cs_record_unref)

G_END_DECLS
