/* cs-reading.h: what a network says of a post when it is counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-metric.h"

G_BEGIN_DECLS

typedef enum
{
  CS_READING_COUNTED,   /* counts are what it told; what it left out is unknown */
  CS_READING_GONE,      /* the network says that the post is not there any more */
  CS_READING_UNSEEN,    /* it is there, but who counts has not seen it yet */
  CS_READING_LEFT_OUT,  /* not in an answer for several posts, for whatever reason: ask alone */
} CsReadingState;

typedef struct
{
  CsReadingState state;
  gint64         counts[CS_N_METRICS];
} CsReading;

G_END_DECLS
