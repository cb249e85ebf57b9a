/* cs-obstacle.h: what is in the way of counting an account
 *
 * It is remembered at once, also for the next process, and is a row once a sample is late
 * by it: one that is open, and that ends when nothing is in the way any more, or something
 * else is. If no slot was lost by then, it is taken back, with what was in the way before.
 * What it knows and what is stored agree only while transactions are committed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-absence.h"

G_BEGIN_DECLS

/* What is not there so long after it was due is put down to what is in the way. */
#define CS_OBSTACLE_LATE (5 * 60)

/* What was to be counted by now and is not. */
typedef struct
{
  gint64   from;       /* CS_UNKNOWN: nothing */
  gboolean is_late;    /* it may not come within moments */
  gboolean is_lost;    /* a slot has passed */
} CsLack;

typedef struct
{
  char     *code;          /* NULL: nothing is in the way */
  char     *sentence;
  gboolean  is_open;       /* a row says so */
  gint64    open_from;     /* where it begins, or what an earlier process left; 0: nothing */
  gint64    told_until;    /* until then it is written why nothing was counted, */
  gint64    unsure_from;   /* and since then of slots that may not be lost; 0: all of it is sure */
} CsObstacle;

void     cs_lack_add       (CsLack         *self,
                            gint64          from,
                            gboolean        is_lost);

void     cs_obstacle_clear (CsObstacle     *self);
gboolean cs_obstacle_find  (CsObstacle     *self,
                            CsTx           *tx,
                            const char     *account_id,
                            gint64          now,
                            GError        **error);
gboolean cs_obstacle_meet  (CsObstacle     *self,
                            CsTx           *tx,
                            const char     *account_id,
                            const CsCause  *cause,
                            const CsLack   *lack,
                            gint64          now,
                            GError        **error);
gboolean cs_obstacle_end   (CsObstacle     *self,
                            CsTx           *tx,
                            const char     *account_id,
                            const CsLack   *lack,
                            gint64          now,
                            GError        **error);
gboolean cs_obstacle_pass  (CsObstacle     *self,
                            CsTx           *tx,
                            const char     *account_id,
                            const CsCause  *cause,
                            const CsLack   *lack,
                            gint64          since,
                            gint64          now,
                            GError        **error);

G_END_DECLS
