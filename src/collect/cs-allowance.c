/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-allowance.h"

#include "cs-bucket-store.h"
#include "cs-meta-store.h"
#include "cs-outbox-store.h"
#include "cs-target-store.h"

#define AHEAD  (2 * 60)      /* what goes out so soon is left alone */
#define BEHIND (10 * 60)     /* what is due for longer is kept from going out by something */

/* The buckets that publishing fills, that the network asked it to wait, and the pace. */
#define DOCUMENTED "publish"
#define TOLD       "told"
#define ASKED      "wait"
#define PACE       "counting"

/* Where a host stands for publishing’s breaker: what counts may be another’s, as an AppView is,
 * so a call that counts in vain says nothing of whether one that publishes would be answered. */
#define BREAKER "counting"

static const char *const pools[] = { DOCUMENTED, TOLD, CS_ALLOWANCE_TOLD };

/* Those that a call that counts takes from. */
static const char *const buckets[] = { PACE, DOCUMENTED, CS_ALLOWANCE_TOLD };

/* Whether something of the account goes out, or will in two minutes. A pause holds what is not
 * out yet; what may be out is looked for all the same. */
static gboolean
look_at_publishing (CsTx             *tx,
                    const CsAccount  *account,
                    gint64            now,
                    gboolean         *is_publishing,
                    GError          **error)
{
  g_autofree char *paused = NULL;

  if (!cs_meta_store_get (tx, CS_META_PAUSED, &paused, error)
      || !cs_outbox_store_is_going_out (tx, account->id,
                                        paused != NULL ? CS_OUTBOX_UNKNOWN : CS_OUTBOX_CLAIMED,
                                        now + AHEAD, is_publishing, error))
    return FALSE;

  return *is_publishing || paused != NULL
      || cs_target_store_has_due (tx, account->id, now - BEHIND, now + AHEAD, is_publishing,
                                  error);
}

static gboolean
look (CsTx             *tx,
      const CsAccount  *account,
      gint64            now,
      CsBudgetLook     *look,
      GError          **error)
{
  const char *host = account->host != NULL ? account->host : "";
  gint64 capacity;
  gint64 asked;

  for (guint i = 0; i < G_N_ELEMENTS (pools); i++)
    if (!cs_bucket_store_left (tx, account->id, pools[i], &look->pools[i].capacity,
                               &look->pools[i].left, error))
      return FALSE;

  if (!cs_wait_store_ask (tx, account->id, CS_ALLOWANCE_WAIT, &look->asked_until, error)
      || !cs_wait_store_ask (tx, account->id, ASKED, &asked, error))
    return FALSE;

  look->asked_until = MAX (look->asked_until, asked);

  return cs_breaker_store_look (tx, account->id, host, &look->rests_until, error)
      && cs_bucket_store_set (tx, account->id, PACE, CS_BUDGET_PACE_CALLS, CS_BUDGET_PACE, error)
      && cs_bucket_store_left (tx, account->id, PACE, &capacity, &look->pace_left, error)
      && look_at_publishing (tx, account, now, &look->is_publishing, error);
}

static gboolean
spend (CsTx             *tx,
       const CsAccount  *account,
       guint             cost,
       GError          **error)
{
  gint64 not_before;

  for (guint i = 0; i < cost; i++)
    for (guint k = 0; k < G_N_ELEMENTS (buckets); k++)
      if (!cs_bucket_store_take (tx, account->id, buckets[k], &not_before, error))
        return FALSE;

  return TRUE;
}

/**
 * cs_allowance_take:
 * @cost: requests that the call may make
 * @verdict: (out): %CS_BUDGET_GO when all of it was taken; else nothing was
 * @not_before: (out): when to ask again
 */
gboolean
cs_allowance_take (CsTx             *tx,
                   const CsAccount  *account,
                   guint             cost,
                   CsBudgetVerdict  *verdict,
                   gint64           *not_before,
                   GError          **error)
{
  gint64 now = cs_clock_now (cs_db_get_clock (cs_tx_get_db (tx)));
  CsBudgetLook state = { .rests_until = 0 };

  if (!look (tx, account, now, &state, error))
    return FALSE;

  *verdict = cs_budget_judge (&state, cost, now, not_before);
  if (*verdict != CS_BUDGET_GO)
    return TRUE;

  /* Last, for who asks after a rest is the one who tries. */
  if (!cs_breaker_store_ask (tx, account->id, BREAKER, &state.rests_until, error))
    return FALSE;

  *verdict = cs_budget_judge (&state, cost, now, not_before);

  return *verdict != CS_BUDGET_GO || spend (tx, account, cost, error);
}

/**
 * cs_allowance_settle:
 * @cost: what was taken for the call
 * @used: the requests that it made; one that was sent from address to address may have
 *   made more than was taken
 */
gboolean
cs_allowance_settle (CsTx             *tx,
                     const CsAccount  *account,
                     guint             cost,
                     guint             used,
                     GError          **error)
{
  if (used > cost)
    return spend (tx, account, used - cost, error);

  for (guint i = 0; used < cost && i < G_N_ELEMENTS (buckets); i++)
    if (!cs_bucket_store_give (tx, account->id, buckets[i], cost - used, error))
      return FALSE;

  return TRUE;
}

/* Why the network asked to wait, as it was told then; NULL: nobody said, or it asked publishing. */
gboolean
cs_allowance_why (CsTx             *tx,
                  const CsAccount  *account,
                  char            **code,
                  char            **sentence,
                  GError          **error)
{
  gint64 until;

  if (!cs_wait_store_ask (tx, account->id, CS_ALLOWANCE_WAIT, &until, error))
    return FALSE;

  return cs_wait_store_why (tx, account->id, until > 0 ? CS_ALLOWANCE_WAIT : ASKED, code, sentence,
                            error);
}

/* Whether anybody answered. Where nobody did for some time, counting rests, and counting alone. */
gboolean
cs_allowance_report (CsTx             *tx,
                     const CsAccount  *account,
                     gboolean          answered,
                     GError          **error)
{
  return cs_breaker_store_report (tx, account->id, BREAKER, answered, error);
}
