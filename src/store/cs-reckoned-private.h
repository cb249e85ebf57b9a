/* cs-reckoned-private.h: what the sums of days make of what is told of a moment
 *
 * A day gains what its samples tell over what stood before them. One that is frozen takes nothing
 * in any more: what is told too late for it is settled beside the sample, for ever, so that it is
 * not missing, or there twice, in the sum of another day.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample.h"
#include "cs-tx.h"

G_BEGIN_DECLS

/* A post, and where it stands. */
typedef struct
{
  gint64 tally;
  gint64 account;
  gint64 published_at;
  gint64 latest_at;                /* CS_UNKNOWN: it has no sample yet */
  gint64 reckoned[CS_N_METRICS];   /* what days are reckoned from of its latest */
} CsReckoned;

/* What was told nearest to a moment, on one side of it, a metric each. */
typedef struct
{
  gint64 at[CS_N_METRICS];       /* CS_UNKNOWN: nothing */
  gint64 counts[CS_N_METRICS];
} CsNeighbours;

/* What is known of a moment. */
typedef struct
{
  gboolean is_told;
  gboolean is_settled;             /* days are reckoned from other numbers than were told */
  gint64   was[CS_N_METRICS];      /* that were told */
  gint64   stood[CS_N_METRICS];    /* that days are reckoned from, */
  gint64   stands[CS_N_METRICS];   /* and are from now on */
  CsNeighbours before;
  CsNeighbours after;
} CsMoment;

/* What was told, whether that is settled otherwise, and how: of samples s, and of o beside them. */
#define CS_RECKONED_COLUMNS \
  "s.views, s.likes, s.comments, s.shares, s.quotes, s.saves, o.tally," \
  " o.views, o.likes, o.comments, o.shares, o.quotes, o.saves"
#define CS_RECKONED_SAMPLES \
  "sample AS s LEFT JOIN settled AS o ON o.tally = s.tally AND o.age = s.age"

/* Of a row that has CS_RECKONED_COLUMNS from this column on; whether it is settled otherwise. */
gboolean cs_reckoned_read      (CsStmt            *row,
                                int                column,
                                gint64             told[CS_N_METRICS],
                                gint64             reckoned[CS_N_METRICS]);

gboolean cs_moment_find        (CsMoment          *self,
                                CsTx              *tx,
                                const CsReckoned  *post,
                                gint64             taken_at,
                                GError           **error);
gboolean cs_moment_settle      (CsMoment          *self,
                                CsTx              *tx,
                                const CsReckoned  *post,
                                const CsSample    *sample,
                                GHashTable        *days,
                                GError           **error);
gboolean cs_moment_keep        (const CsMoment    *self,
                                CsTx              *tx,
                                const CsReckoned  *post,
                                const CsSample    *sample,
                                GError           **error);
void     cs_moment_change_days (const CsMoment    *self,
                                const CsReckoned  *post,
                                gint64             taken_at,
                                GHashTable        *days);

G_END_DECLS
