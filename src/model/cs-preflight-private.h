/* cs-preflight-private.h: the form of a rule, and words for numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-preflight.h"

G_BEGIN_DECLS

/* What the rules about media are asked. */
typedef struct
{
  const CsFacts  *facts;
  const CsLimits *limits;
  const char     *network;   /* as it writes its own name */
} CsMediaCase;

/* Rows with the same id are one rule: the first that is broken speaks. */
typedef struct
{
  const char *id;
  const char *limit;      /* the field of CsLimits it stands on; NULL for none */
  CsSeverity  severity;
  CsFix       fix;
  char     *(*broken) (const CsMediaCase *about);   /* why, in words; NULL when it is kept */
} CsMediaRule;

extern const CsMediaRule cs_video_rules[];    /* ended by a rule without id */
extern const CsMediaRule cs_image_rules[];

/* A number that is, and the one that may be. */
typedef struct
{
  char is[32];
  char may[32];
} CsWordsPair;

void  cs_preflight_add   (GPtrArray      *findings,
                          const CsLimits *limits,
                          const char     *id,
                          const char     *limit,
                          CsSeverity      severity,
                          CsFix           fix,
                          char           *reason);

char *cs_words_number    (double          value,
                          int             decimals);
CsWordsPair cs_words_pair (double         is,
                          double          may,
                          int             decimals);
char *cs_words_list      (GStrv           names);
const char *cs_words_name (const char    *name);

G_END_DECLS
