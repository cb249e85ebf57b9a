/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-budget.h"

#include <math.h>

#define LOOK_BUSY 30
#define LOOK_LEFT 60

/* Whether more than half is left after this. */
static gboolean
has_room (const CsBudgetPool *pool,
          guint               cost)
{
  return pool->capacity == CS_UNKNOWN
      || pool->left - (gint64) cost >= (pool->capacity + 1) / 2;
}

/**
 * cs_budget_judge:
 * @cost: requests that the call may make
 * @not_before: (out): when to ask again; 0 for %CS_BUDGET_GO
 */
CsBudgetVerdict
cs_budget_judge (const CsBudgetLook *look,
                 guint               cost,
                 gint64              now,
                 gint64             *not_before)
{
  *not_before = 0;

  if (look->is_publishing)
    {
      *not_before = now + LOOK_BUSY;
      return CS_BUDGET_BUSY;
    }

  if (look->asked_until > now)
    {
      *not_before = look->asked_until;
      return CS_BUDGET_ASKED;
    }

  if (look->rests_until > now)
    {
      *not_before = look->rests_until;
      return CS_BUDGET_RESTS;
    }

  for (guint i = 0; i < G_N_ELEMENTS (look->pools); i++)
    if (!has_room (&look->pools[i], cost))
      {
        *not_before = now + LOOK_LEFT;
        return CS_BUDGET_LIMITED;
      }

  if (look->pace_left < (gint64) cost)
    {
      *not_before = now + (gint64) ceil ((cost - look->pace_left) / CS_BUDGET_PACE);
      return CS_BUDGET_PACED;
    }

  return CS_BUDGET_GO;
}
