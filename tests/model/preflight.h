/* preflight.h: clips and pictures without a fault, and one fault at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-preflight.h"

G_BEGIN_DECLS

#define NONE "{}"
#define BLOCK CS_FINDING_BLOCK
#define WARNING CS_FINDING_WARNING
#define NOTE CS_FINDING_NOTE
#define MASTODON CS_NETWORK_MASTODON
#define BLUESKY CS_NETWORK_BLUESKY
#define PEERTUBE CS_NETWORK_PEERTUBE
#define YOUTUBE CS_NETWORK_YOUTUBE
#define TIKTOK CS_NETWORK_TIKTOK
#define INSTAGRAM CS_NETWORK_INSTAGRAM
#define X CS_NETWORK_X

typedef struct
{
  const char *facts;      /* over the good clip */
  const char *limits;     /* over the network’s own */
  CsNetwork   network;
  const char *rule;       /* exactly this one is broken; "" for none */
  CsSeverity  severity;
  CsFix       fix;
  const char *words;      /* in the reason */
} MediaCase;

CsFacts   *good_clip       (void);
CsFacts   *good_picture    (void);

/* The record with these members, as GVariant text, over what it has. */
gpointer   with_members    (gconstpointer     record,
                            const char       *members);
char      *rules_of        (GPtrArray        *findings);

void       try_media_case  (const CsFacts    *good,
                            const MediaCase  *one);

G_END_DECLS
