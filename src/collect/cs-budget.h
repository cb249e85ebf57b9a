/* cs-budget.h: whether a call that counts may be made now
 *
 * Publishing comes first: of what a network allows counting leaves one half
 * untouched, and it waits while anything is going out or will in two minutes.
 * Beside that it has a pace of its own, so that nothing comes in a burst: what a
 * bucket of five calls gives that is filled with fifteen a minute, which is never
 * more than twenty in any minute. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

#define CS_BUDGET_PACE_CALLS 5
#define CS_BUDGET_PACE       (15.0 / 60)    /* calls a second */

typedef enum
{
  CS_BUDGET_GO,
  CS_BUDGET_PACED,      /* in a moment */
  CS_BUDGET_BUSY,       /* publishing comes first */
  CS_BUDGET_LIMITED,    /* what is left is publishing's */
  CS_BUDGET_ASKED,      /* the network asked to wait */
  CS_BUDGET_RESTS,      /* nobody answered there for some time */
} CsBudgetVerdict;

/* Calls of one kind that the network takes; CS_UNKNOWN: it does not say. */
typedef struct
{
  gint64 capacity;
  gint64 left;
} CsBudgetPool;

typedef struct
{
  CsBudgetPool pools[3];       /* as documented, as told to publishing, as told to counting */
  gint64       pace_left;
  gint64       asked_until;    /* 0: nobody asked to wait */
  gint64       rests_until;    /* 0: it does not rest */
  gboolean     is_publishing;
} CsBudgetLook;

CsBudgetVerdict cs_budget_judge (const CsBudgetLook *look,
                                 guint               cost,
                                 gint64              now,
                                 gint64             *not_before);

G_END_DECLS
