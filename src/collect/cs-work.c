/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-work.h"

#include "cs-account-sample-store.h"
#include "cs-cadence.h"
#include "cs-tally-store.h"

#define TOGETHER 30     /* what is due in so short a time is asked for at once */

#define REPLANS_AT_ONCE 500

/* The shortest slots first, for they are lost first; among them who lost the most already, so that
 * nobody waits for ever where more is due than may be asked for; then the youngest. */
static gint
compare_urgency (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  const CsTally *first = *(CsTally *const *) a;
  const CsTally *second = *(CsTally *const *) b;
  gint64 now = *(const gint64 *) data;
  gint64 step_1 = cs_cadence_step (first->published_at, now);
  gint64 step_2 = cs_cadence_step (second->published_at, now);
  gint64 lost_1 = (now - first->next_at) / step_1;
  gint64 lost_2 = (now - second->next_at) / step_2;

  if (step_1 != step_2)
    return step_1 < step_2 ? -1 : 1;

  if (lost_1 != lost_2)
    return lost_1 > lost_2 ? -1 : 1;

  if (first->published_at != second->published_at)
    return first->published_at > second->published_at ? -1 : 1;

  return g_strcmp0 (first->target_id, second->target_id);
}

/* When the account itself was counted last, from this second until before that one (0: no such
 * bound); CS_UNKNOWN: it was not. What a person brought in a file was not counted here. */
gboolean
cs_work_find_last (CsTx             *tx,
                   const CsAccount  *account,
                   gint64            from,
                   gint64            until,
                   gint64           *taken_at,
                   GError          **error)
{
  g_autoptr(GPtrArray) samples = cs_account_sample_store_list_all (tx, account->id, from, until,
                                                                   error);

  *taken_at = CS_UNKNOWN;

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const CsAccountSample *sample = g_ptr_array_index (samples, i);

      if (sample->origin == CS_ORIGIN_NETWORK)
        *taken_at = sample->taken_at;
    }

  return samples != NULL;
}

static gboolean
wants_account (CsTx             *tx,
               const CsAccount  *account,
               gint64            now,
               gboolean         *wants,
               GError          **error)
{
  gint64 slot = cs_cadence_account_slot (account, now);
  gint64 taken_at;

  if (!cs_work_find_last (tx, account, slot, now + 1, &taken_at, error))
    return FALSE;

  *wants = taken_at == CS_UNKNOWN;

  return TRUE;
}

gboolean
cs_work_look (CsWork           *self,
              CsTx             *tx,
              const CsAccount  *account,
              GError          **error)
{
  cs_work_clear (self);
  self->now = cs_clock_now (cs_db_get_clock (cs_tx_get_db (tx)));
  self->account_slot = cs_cadence_account_slot (account, self->now);

  if (!wants_account (tx, account, self->now, &self->wants_account, error))
    return FALSE;

  self->due = cs_tally_store_list_due (tx, account->id, self->now, 0, error);
  if (self->due == NULL)
    return FALSE;

  g_ptr_array_sort_with_data (self->due, compare_urgency, &self->now);

  return TRUE;
}

gboolean
cs_work_is_done (const CsWork *self)
{
  return !self->wants_account && self->due->len == 0;
}

/**
 * cs_work_choose:
 * @alone: ids of targets that an answer for several says nothing of
 *
 * Returns: (transfer full): the posts of the next question, the most urgent
 *   first: those that are asked for alone come last, one by one
 */
GPtrArray *
cs_work_choose (const CsWork *self,
                guint         most,
                GHashTable   *alone)
{
  GPtrArray *batch = cs_records_new ();

  for (guint i = 0; i < self->due->len && batch->len < most; i++)
    {
      CsTally *tally = g_ptr_array_index (self->due, i);

      if (!g_hash_table_contains (alone, tally->target_id))
        g_ptr_array_add (batch, cs_record_ref (tally));
    }

  if (batch->len == 0 && self->due->len > 0)
    g_ptr_array_add (batch, cs_record_ref (g_ptr_array_index (self->due, 0)));

  return batch;
}

void
cs_work_clear (CsWork *self)
{
  g_clear_pointer (&self->due, g_ptr_array_unref);
}

/* What is planned beyond what goes by the clock as it is now is planned anew. */
static gboolean
replan (CsTx       *tx,
        GPtrArray  *tallies,
        guint       from,
        gint64      now,
        GError    **error)
{
  for (guint i = from; i < MIN (from + REPLANS_AT_ONCE, tallies->len); i++)
    {
      const CsTally *tally = g_ptr_array_index (tallies, i);
      gboolean is_beyond = tally->next_at > cs_cadence_next (tally->published_at, now);

      if (tally->next_at != CS_UNKNOWN && tally->gone_at == CS_UNKNOWN && is_beyond
          && !cs_tally_store_plan (tx, tally->target_id,
                                   cs_cadence_slot (tally->published_at, now), error))
        return FALSE;
    }

  return TRUE;
}

/* The clock was set back: all of the account goes by it as it is now. */
gboolean
cs_work_replan (CsDb        *db,
                const char  *account_id,
                gint64       now,
                GError     **error)
{
  g_autoptr(GPtrArray) tallies = NULL;

  {
    g_autoptr(CsTx) tx = cs_tx_begin_read (db, error);

    if (tx == NULL
        || (tallies = cs_tally_store_list_out (tx, account_id, 0, 0, 0, error)) == NULL)
      return FALSE;
  }

  for (guint i = 0; i < tallies->len; i += REPLANS_AT_ONCE)
    {
      g_autoptr(CsTx) tx = cs_tx_begin_ingest (db, error);

      if (tx == NULL || !replan (tx, tallies, i, now, error) || !cs_tx_commit (&tx, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * cs_work_find_next:
 * @account_not_before: the account itself is not asked for earlier
 * @next_at: (out): when there is something to count next; now, if there is
 */
gboolean
cs_work_find_next (CsTx             *tx,
                   const CsAccount  *account,
                   gint64            account_not_before,
                   gint64           *next_at,
                   GError          **error)
{
  gint64 now = cs_clock_now (cs_db_get_clock (cs_tx_get_db (tx)));
  g_autoptr(GPtrArray) first = NULL;
  gboolean wants;

  if (!wants_account (tx, account, now, &wants, error)
      || (first = cs_tally_store_list_due (tx, account->id, G_MAXINT64, 1, error)) == NULL)
    return FALSE;

  *next_at = wants ? MAX (now, account_not_before)
                   : cs_cadence_account_slot (account, now) + CS_CADENCE_ACCOUNT;

  if (first->len > 0)
    {
      const CsTally *tally = g_ptr_array_index (first, 0);

      *next_at = MIN (*next_at, MAX (now, tally->next_at) + (tally->next_at > now ? TOGETHER : 0));
    }

  return TRUE;
}
