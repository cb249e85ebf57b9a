/* cs-tally.h: how a published post stands, and when it is counted next
 *
 * One a target that is out, born from its receipt. It outlives post and target, for
 * numbers are no part of undo. Of a thread the first part is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"
#include "cs-sample.h"

G_BEGIN_DECLS

typedef struct
{
  CsRecord  record;

  char     *target_id;
  char     *post_id;
  char     *account_id;
  char     *remote_id;
  char     *url;
  gint64    published_at;
  gint64    followers;             /* of the account when it was published: a rate divides by it */
  gint64    next_at;               /* when it is counted next; CS_UNKNOWN: never again */
  gint64    missing_at;            /* since when it is not found, perhaps; CS_UNKNOWN: it was */
  gint64    gone_at;               /* when it was found to be gone; CS_UNKNOWN: it is there */
  gint64    taken_at;              /* what follows is the last sample; CS_UNKNOWN: none yet */
  CsOrigin  origin;
  char     *source;
  gint64    counts[CS_N_METRICS];
  gint64    engagement;            /* cs_counts_engagement() of them: what lists are sorted by */
} CsTally;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsTally, cs_record_unref)

/* What an account gained in a day of UTC: the differences between each sample and the one before
 * it, on the day of the later one. */
typedef struct
{
  CsRecord  record;

  char     *account_id;
  gint64    day;                   /* days since 1970 in UTC */
  gint64    posts;                 /* that went out */
  gint64    counts[CS_N_METRICS];  /* gained; CS_UNKNOWN: nobody told that day */
  gint64    followers;             /* the last that was told that day */
  gboolean  frozen;                /* its samples were thinned: it is not reckoned again */
} CsAccountDay;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAccountDay, cs_record_unref)

/* Why samples that were promised are not there. */
typedef struct
{
  CsRecord  record;

  char     *account_id;
  char     *target_id;             /* NULL: nothing of the account was counted */
  gint64    from_at;
  gint64    until_at;              /* CS_UNKNOWN: it still is so */
  char     *code;                  /* not-running, offline, server, sign-in, config, busy … */
  char     *sentence;
} CsGap;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsGap, cs_record_unref)

G_END_DECLS
