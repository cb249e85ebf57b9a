/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-harvest.h"

#include "cs-account-sample-store.h"
#include "cs-allowance.h"
#include "cs-bucket-store.h"
#include "cs-cadence.h"
#include "cs-collect-rules.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

#include <glib/gi18n.h>

static CsCause
not_found (void)
{
  return (CsCause) { "unseen", _("It was not found there.") };
}

/* Slots that passed before this one, and that nothing explains yet. One that was asked for in vain
 * was to be asked for again: until then that is the reason. */
static gboolean
explain_lost (CsTx             *tx,
              const CsHarvest  *self,
              const CsTally    *tally,
              GError          **error)
{
  const CsCause untold = tally->missing_at != CS_UNKNOWN ? not_found ()
    : (CsCause) { "refused", _("The network told nothing of it.") };
  const CsCause unknown = { "unknown", tally->taken_at == CS_UNKNOWN
    ? _("It was not counted yet.") : _("Nothing tells why it was not counted.") };
  gint64 from = cs_cadence_slot (tally->published_at, tally->next_at);
  gint64 until = cs_cadence_slot (tally->published_at, self->now);

  if (!cs_absence_is_lost (tally, self->now))
    return TRUE;

  return cs_absence_explain (tx, tally->account_id, tally->target_id, from, tally->next_at, 1,
                             &untold, error)
      && cs_absence_explain (tx, tally->account_id, tally->target_id, tally->next_at, until,
                             CS_CADENCE_FINEST, &unknown, error);
}

/* It is there again: in between it was not found. */
static gboolean
take_back_gone (CsTx             *tx,
                const CsHarvest  *self,
                const CsTally    *tally,
                GError          **error)
{
  const CsCause away = not_found ();

  return tally->gone_at == CS_UNKNOWN
      || (cs_tally_store_set_gone (tx, tally->target_id, CS_UNKNOWN, error)
          && cs_absence_explain (tx, tally->account_id, tally->target_id,
                                 cs_cadence_slot (tally->published_at, tally->gone_at),
                                 cs_cadence_slot (tally->published_at, self->now), 1, &away,
                                 error));
}

/* It is there, whatever else is told of it. */
static gboolean
keep_found (CsTx           *tx,
            const CsTally  *tally,
            GError        **error)
{
  return tally->missing_at == CS_UNKNOWN
      || cs_tally_store_set_missing (tx, tally->target_id, CS_UNKNOWN, error);
}

static CsSample *
make_sample (const CsHarvest *self,
             const CsTally   *tally,
             const CsReading *reading)
{
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);

  sample->target_id = g_strdup (tally->target_id);
  sample->taken_at = self->now;
  sample->origin = CS_ORIGIN_NETWORK;
  sample->source = g_strdup (self->source);
  for (guint i = 0; i < CS_N_METRICS; i++)
    sample->counts[i] = reading->counts[i];

  return sample;
}

static gboolean
tells_counts (const CsReading *reading)
{
  return reading->state == CS_READING_COUNTED && !cs_counts_are_unknown (reading->counts);
}

/* The counts of all posts at once. */
static gboolean
keep_samples (CsTx             *tx,
              const CsHarvest  *self,
              GError          **error)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();

  for (guint i = 0; self->refusal == NULL && i < self->tallies->len; i++)
    {
      const CsReading *reading = &g_array_index (self->readings, CsReading, i);

      if (tells_counts (reading))
        g_ptr_array_add (samples, make_sample (self, self->tallies->pdata[i], reading));
    }

  return cs_sample_store_add_all (tx, samples, NULL, error);
}

/* Its counts are kept: when it is counted next. */
static gboolean
keep_counted (CsTx             *tx,
              const CsHarvest  *self,
              const CsTally    *tally,
              GError          **error)
{
  return keep_found (tx, tally, error)
      && take_back_gone (tx, self, tally, error)
      && explain_lost (tx, self, tally, error)
      && cs_tally_store_find_followers (tx, tally, error)
      && cs_tally_store_plan (tx, tally->target_id,
                              cs_cadence_next (tally->published_at, self->now), error);
}

static gboolean
keep_gone (CsTx             *tx,
           const CsHarvest  *self,
           const CsTally    *tally,
           GError          **error)
{
  gint64 gone_at = tally->gone_at != CS_UNKNOWN ? tally->gone_at : self->now;

  return (tally->gone_at != CS_UNKNOWN
          || cs_tally_store_set_gone (tx, tally->target_id, gone_at, error))
      && explain_lost (tx, self, tally, error)
      && cs_tally_store_plan (tx, tally->target_id, cs_cadence_after_gone (gone_at, self->now),
                              error);
}

/* Its slot is lost, unless it is asked for again within it. */
static gboolean
ask_again (CsTx             *tx,
           const CsHarvest  *self,
           const CsTally    *tally,
           gint64            again,
           const CsCause    *cause,
           GError          **error)
{
  gint64 slot = cs_cadence_slot (tally->published_at, self->now);
  gint64 next = cs_cadence_next (tally->published_at, self->now);

  return explain_lost (tx, self, tally, error)
      && (again < next
          || cs_absence_explain (tx, tally->account_id, tally->target_id, slot, next, 1, cause,
                                 error))
      && cs_tally_store_plan (tx, tally->target_id, again, error);
}

/* It is gone when it is not found for a while: one answer may be that of a server that falters. */
static gboolean
keep_missing (CsTx             *tx,
              const CsHarvest  *self,
              const CsTally    *tally,
              GError          **error)
{
  const CsCause missing = not_found ();
  gboolean is_new = tally->missing_at == CS_UNKNOWN || tally->missing_at > self->now;
  gint64 since = is_new ? self->now : tally->missing_at;

  if (tally->gone_at != CS_UNKNOWN || self->now - since >= CS_CADENCE_MISSING)
    return keep_gone (tx, self, tally, error);

  return (!is_new || cs_tally_store_set_missing (tx, tally->target_id, since, error))
      && ask_again (tx, self, tally, cs_cadence_missing (tally->published_at, since, self->now),
                    &missing, error);
}

/* Nothing is known of it. One that was gone is so until somebody says otherwise. */
static gboolean
keep_nothing (CsTx             *tx,
              const CsHarvest  *self,
              const CsTally    *tally,
              const CsCause    *cause,
              GError          **error)
{
  if (tally->gone_at != CS_UNKNOWN && self->refusal != NULL)
    return cs_tally_store_plan (tx, tally->target_id,
                                cs_cadence_after_gone (tally->gone_at, self->now), error);

  return take_back_gone (tx, self, tally, error)
      && ask_again (tx, self, tally, cs_cadence_again (tally->published_at, self->now), cause,
                    error);
}

static gboolean
keep_one (CsTx             *tx,
          const CsHarvest  *self,
          const CsTally    *tally,
          const CsReading  *reading,
          GError          **error)
{
  const CsCause unseen = { "unseen", _("Who counts has not seen the post yet.") };
  const CsCause silent = { "refused", _("The network told no number of it.") };

  switch (reading->state)
    {
    case CS_READING_COUNTED:
      return tells_counts (reading) ? keep_counted (tx, self, tally, error)
                                    : keep_found (tx, tally, error)
                                      && keep_nothing (tx, self, tally, &silent, error);

    case CS_READING_GONE:
      return keep_missing (tx, self, tally, error);

    case CS_READING_UNSEEN:
      return keep_found (tx, tally, error) && keep_nothing (tx, self, tally, &unseen, error);

    case CS_READING_LEFT_OUT:
    default:
      return TRUE;
    }
}

/* All that was learned of the posts, in their order. */
gboolean
cs_harvest_keep (CsTx             *tx,
                 const CsHarvest  *self,
                 GError          **error)
{
  const CsCause refused = { "refused", self->refusal };

  if (!keep_samples (tx, self, error))
    return FALSE;

  for (guint i = 0; i < self->tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (self->tallies, i);

      if (self->refusal != NULL ? !keep_nothing (tx, self, tally, &refused, error)
                                : !keep_one (tx, self, tally,
                                             &g_array_index (self->readings, CsReading, i), error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cs_harvest_keep_account (CsTx                   *tx,
                         const CsAccountSample  *sample,
                         gint64                  now,
                         GError                **error)
{
  g_autoptr(CsAccountSample) taken = cs_record_copy (sample);

  taken->taken_at = now;
  taken->revision = 0;
  taken->origin = CS_ORIGIN_NETWORK;

  return cs_account_sample_store_add (tx, taken, NULL, error);
}

/* What the call tells of how much is left, of how long to wait, and of whether anybody answers
 * there. */
gboolean
cs_harvest_report (CsTx             *tx,
                   const CsAccount  *account,
                   const CsReply    *reply,
                   GError          **error)
{
  gint64 now = cs_clock_now (cs_db_get_clock (cs_tx_get_db (tx)));
  gboolean answered = reply->klass != CS_REPLY_RETRY && reply->klass != CS_REPLY_PROBE;

  if (reply->budget.limit > 0
      && !cs_bucket_store_report (tx, account->id, CS_ALLOWANCE_TOLD, reply->budget.limit,
                                  reply->budget.left,
                                  MIN (reply->budget.reset_at, now + CS_ALLOWANCE_TOLD_LONGEST),
                                  error))
    return FALSE;

  if (reply->not_before > now
      && !cs_wait_store_report (tx, account->id, CS_ALLOWANCE_WAIT, reply->not_before,
                                cs_wait_code (reply), reply->sentence, error))
    return FALSE;

  return cs_allowance_report (tx, account, answered, error);
}
