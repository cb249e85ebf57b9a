/* cs-tile-text.h: what the tiles of the numbers say
 *
 * Pure: from the answer of numbers.overview.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-number-words.h"
#include "cs-words.h"

G_BEGIN_DECLS

typedef struct
{
  char  *value;
  char  *in_full;      /* what stands for it where it is read aloud, and in the tooltip */
  CsWay  way;
  char  *change;       /* in words: the shape says it once more; NULL: there is none to tell */
  char  *note;         /* of how many, and how old; NULL */
  char  *definition;   /* what exactly is counted; NULL */
} CsTileText;

CsTileText cs_tile_text_read  (GVariant        *overview,
                               const char      *tile,
                               const CsReading *reading,
                               const char      *period_before);
void       cs_tile_text_clear (CsTileText      *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsTileText, cs_tile_text_clear)

G_END_DECLS
