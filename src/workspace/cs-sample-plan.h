/* cs-sample-plan.h: the sample workspace as records, around a moment
 *
 * sample.json tells of a potter's accounts, clips and posts; times are written
 * there as weeks, days or minutes from now. The same moment, zone and seed give
 * the same records, ids and all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-media-tool.h"
#include "cs-media.h"
#include "cs-post.h"
#include "cs-target.h"

G_BEGIN_DECLS

/* How far a target of the sample has come. */
typedef enum
{
  CS_SAMPLE_PLANNED,      /* a draft, or scheduled */
  CS_SAMPLE_PUBLISHED,
  CS_SAMPLE_PUBLISHING,
  CS_SAMPLE_WAITING,
  CS_SAMPLE_HANDED_OFF,
  CS_SAMPLE_UNKNOWN,
  CS_SAMPLE_LATE,
  CS_SAMPLE_SIGN_IN,
  CS_SAMPLE_FAILED,
  CS_SAMPLE_MISSED,
} CsSampleState;

typedef struct
{
  CsMedia       *media;    /* path: its file name alone; no facts yet */
  CsMediaSample  sample;
} CsSampleClip;

typedef struct
{
  CsTarget        *target;
  const CsPost    *post;
  const CsAccount *account;
  CsSampleState    state;
  const char      *sentence;   /* what happened, where sample.json says so */
} CsSampleTarget;

/* When what befell the counting of the sample’s posts, seconds since 1970. */
typedef struct
{
  gint64 since;           /* accounts are counted */
  gint64 offline;         /* nothing is … */
  gint64 online;          /* … until here */
  gint64 quotes_end;      /* a server goes back to a version that tells none */
  gint64 sign_in_end;     /* of the account that asks for it */
} CsSampleCounted;

typedef struct
{
  gint64      now;
  GRand      *rand;
  GPtrArray  *accounts;   /* CsAccount */
  GPtrArray  *clips;      /* CsSampleClip */
  GPtrArray  *posts;      /* CsPost */
  GPtrArray  *targets;    /* CsSampleTarget, by time */
  CsSampleCounted counted;

  /* While it is read. */
  gpointer    story;      /* JsonObject */
  char       *zone;
  gint64      wall;       /* now, on the wall */
  GHashTable *by_key;     /* key → record */
} CsSamplePlan;

CsSamplePlan *cs_sample_plan_new    (gint64         now,
                                     const char    *zone,
                                     guint32        seed,
                                     GError       **error);
void          cs_sample_plan_free   (CsSamplePlan  *self);
char         *cs_sample_plan_new_id (CsSamplePlan  *self,
                                     gint64         seconds);
void          cs_sample_plan_place  (CsSamplePlan  *self,
                                     CsNetwork      network,
                                     const char    *host,
                                     const char    *remote_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSamplePlan, cs_sample_plan_free)

G_END_DECLS
