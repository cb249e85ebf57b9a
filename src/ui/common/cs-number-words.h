/* cs-number-words.h: counted numbers, and how they changed, as people read them
 *
 * Pure; what is answered is translated. A number that is not known (CS_UNKNOWN of
 * counts, NaN of rates) is a dash, never 0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-number.h"

G_BEGIN_DECLS

/* Which way a number went. */
typedef enum
{
  CS_WAY_UNKNOWN,
  CS_WAY_UP,
  CS_WAY_SAME,
  CS_WAY_DOWN,
} CsWay;

char       *cs_words_count       (gint64      count);
char       *cs_words_count_short (gint64      count);
char       *cs_words_rate        (double      rate);

CsWay       cs_way_of            (double      value,
                                  double      before);
const char *cs_way_icon_name     (CsWay       way);
char       *cs_words_change      (CsWay       way,
                                  double      change,
                                  const char *before,
                                  const char *period);

G_END_DECLS
