/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-budget.h"

#include <math.h>

#define AHEAD     (2 * 60)      /* what goes out so soon is left alone */
#define BEHIND    (10 * 60)     /* what is due for longer is kept from going out by something */
#define LOOK_BUSY 30
#define LOOK_LEFT 60

static gboolean
is_soon (gint64 at,
         gint64 now)
{
  return at <= now + AHEAD && at > now - BEHIND;
}

/* What needs a person, or is held by the network for long, sends nothing now. */
static gboolean
is_going_out (const CsOutboxRow *row,
              gboolean           is_paused,
              gint64             now)
{
  if (row->state > CS_OUTBOX_HANDED_OFF || row->not_before > now + AHEAD)
    return FALSE;

  /* A pause holds what is not out yet; what may be out is looked for all the same. */
  return !is_paused || row->state > CS_OUTBOX_INTENT;
}

/**
 * cs_budget_is_publishing:
 * @rows: (element-type CsOutboxRow): those that are active
 * @targets: (element-type CsTarget): those that are due, or will be soon
 *
 * Whether something of the account goes out, or will in two minutes.
 */
gboolean
cs_budget_is_publishing (GPtrArray  *rows,
                         GPtrArray  *targets,
                         const char *account_id,
                         gboolean    is_paused,
                         gint64      now)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->account_id, account_id) && is_going_out (row, is_paused, now))
        return TRUE;
    }

  for (guint i = 0; !is_paused && i < targets->len; i++)
    {
      const CsTarget *target = g_ptr_array_index (targets, i);

      if (g_str_equal (target->account_id, account_id) && is_soon (target->due, now))
        return TRUE;
    }

  return FALSE;
}

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
