/* cs-recipe.h: what is to be done to a clip so that it fits
 *
 * Made by the fix plan (a pure function), carried out by the media helper, kept
 * with the rendition. A number that is unknown means: as in the source.
 *
 * Every action makes an MP4 with the index in front. What an edit list hides is
 * left out by an encode alone: a copy cannot begin inside a group of pictures, so
 * there the list goes on hiding it. What the file holds:
 *
 *   none    the file itself; nothing is made
 *   remux   both streams, packet for packet
 *   audio   the picture, packet for packet; the sound anew, AAC-LC
 *   encode  H.264 High, yuv420p, standard range, progressive, square pixels, stored
 *           upright, closed groups; the sound anew, unless it is AAC-LC of at most two
 *           channels and the recipe names nothing of it: then packet for packet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-facts.h"
#include "cs-record.h"

G_BEGIN_DECLS

/* In the order of what they cost; a plan takes the first that is enough. */
typedef enum
{
  CS_RECIPE_NONE,
  CS_RECIPE_REMUX,
  CS_RECIPE_AUDIO,
  CS_RECIPE_ENCODE,
} CsRecipeAction;

extern const char *const cs_recipe_action_names[];

/*
 * Raised when the same recipe comes to make another file; cs_recipe_is_current() knows of
 * which clips. 1: what names none. 2: HDR is brought to standard range tone by tone.
 */
#define CS_RECIPE_VERSION 2

typedef struct
{
  CsRecord        record;

  CsRecipeAction  action;
  gint64          version;         /* of the program’s way to carry it out */
  gint64          width;           /* as shown, after rotation, even */
  gint64          height;
  gint64          fps_num;         /* a constant rate; unknown: each frame at its own time */
  gint64          fps_den;
  gboolean        constant_rate;   /* the network wants one frame rate */
  gint64          gop_max;         /* frames from key frame to key frame, at most */
  gint64          quantizer;       /* constant quality, when no budget asks for less */
  gint64          video_bitrate;   /* bits a second, at most */
  gint64          max_bytes;       /* of the file: two passes when quality alone would exceed it */
  gint64          audio_bitrate;
  gint64          audio_rate;
  gint64          audio_channels;  /* 0: without sound */
  char          **changes;         /* for people: "Video: H.264 High, 8 bit, instead of 10 bit" */
} CsRecipe;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRecipe, cs_record_unref)

char    *cs_recipe_to_json    (const CsRecipe *self);
gboolean cs_recipe_is_current (const char     *json,
                               const CsFacts  *facts);
gboolean cs_recipe_can_do     (const CsFacts  *facts,
                               CsRecipeAction  action);
CsFacts *cs_recipe_predict    (const CsFacts  *facts,
                               const CsRecipe *recipe);

G_END_DECLS
