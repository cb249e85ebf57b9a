/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-desk-private.h"

#include "cs-allowance.h"
#include "cs-cadence.h"
#include "cs-harvest.h"
#include "cs-killpoint.h"

#include <glib/gi18n.h>

/* Within so many seconds two clocks differ by the same: an answer takes its time. */
#define SAME_SKEW 60

/* Somebody answered, and to the point; but perhaps so that a slot is lost with it. What was in the
 * way of @others, and cost no slot, is over with their own answer: until then it may be why they
 * are not there. */
static gboolean
get_through (CsDesk        *self,
             CsTx          *tx,
             const CsWork  *work,
             gboolean       loses_slot,
             gboolean       others,
             GError       **error)
{
  CsLack lack = cs_desk_lack (self, work);

  lack.is_lost |= loses_slot;
  if (others && !lack.is_lost)
    return TRUE;

  self->failures = 0;

  return cs_obstacle_end (&self->obstacle, tx, self->account->id, &lack, work->now, error);
}

/* What is in the way, and until when it is. */
static gboolean
take_hindrance (CsDesk         *self,
                CsTx           *tx,
                const CsWork   *work,
                const CsReply  *reply,
                GError        **error)
{
  CsHindrance hindrance = cs_hindrance_of_reply (reply);
  CsCause cause = { hindrance.code, cs_hindrance_sentence (reply, self->clock) };

  self->not_before = cs_hindrance_not_before (&hindrance, reply, ++self->failures, work->now);

  return cs_desk_meet (self, tx, work, &cause, error);
}

static gboolean
is_hindered (const CsReply *reply)
{
  return cs_hindrance_of_reply (reply).scope == CS_HINDRANCE_ACCOUNT;
}

/* An error that is not the network’s; NULL with it when the act was cancelled. */
static CsReply *
reply_or_hindrance (CsReply  *reply,
                    GError  **failure,
                    GError  **error)
{
  if (reply != NULL)
    return reply;

  if (g_error_matches (*failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (failure));
      return NULL;
    }

  return cs_hindrance_reply (*failure);
}

/* The server’s clock may differ from ours. If another one says that ours is right, it is counted by
 * ours, as long as they differ by the same. */
static gboolean
hear_time (CsDesk        *self,
           CsReply       *reply,
           GCancellable  *cancellable,
           GError       **error)
{
  guint sent = cs_platform_get_sent (self->platform);
  CsWitness said = { FALSE, FALSE, 0 };

  if (!cs_reply_doubts_clock (reply))
    {
      self->off_by = 0;
      return TRUE;
    }

  if (self->off_by == 0 || ABS (reply->skew - self->off_by) > SAME_SKEW)
    {
      if (self->witness != NULL
          && !self->witness (self->witness_data, cs_desk_get_host (self), &said, cancellable,
                             error))
        return FALSE;

      /* What others were asked is no cost of this question. */
      self->sent += cs_platform_get_sent (self->platform) - sent;
      self->off_by = said.agrees ? reply->skew : 0;
      self->clock = said.skew != 0 && (said.skew > 0) == (reply->skew > 0)
                    ? CS_CLOCK_WRONG : CS_CLOCK_DISPUTED;
    }

  if (self->off_by != 0)
    {
      reply->skew = 0;
      reply->timed_at = 0;
    }

  return TRUE;
}

/* What the call cost, and what it tells of what is left. */
static gboolean
report (CsDesk         *self,
        CsTx           *tx,
        const CsReply  *reply,
        GError        **error)
{
  guint used = cs_platform_get_sent (self->platform) - self->sent;

  if (cs_reply_confirms_clock (reply))
    self->confirmed_at = reply->timed_at;

  return cs_allowance_settle (tx, self->account, CS_PLATFORM_COUNT_COST, used, error)
      && cs_harvest_report (tx, self->account, reply, error);
}

/* Slots of the account that passed, if nothing explains them yet; then this one. */
static gboolean
keep_account (CsDesk                 *self,
              CsTx                   *tx,
              const CsWork           *work,
              const CsAccountSample  *sample,
              GError                **error)
{
  const CsCause late = { "unknown", _("Nothing tells why it was not counted.") };

  return (self->account_from >= work->account_slot
          || cs_absence_explain (tx, self->account->id, NULL, self->account_from,
                                 work->account_slot, CS_CADENCE_FINEST, &late, error))
      && cs_harvest_keep_account (tx, sample, work->now, error);
}

/* No reason not to count the posts: of the account itself a slot is lost, at most. */
static gboolean
skip_account (CsDesk         *self,
              CsTx           *tx,
              const CsWork   *work,
              const CsReply  *reply,
              GError        **error)
{
  const CsCause refused = { "refused", reply->sentence };
  gint64 next = work->account_slot + CS_CADENCE_ACCOUNT;

  self->refused_until = MIN (next, work->now + CS_DESK_LOOK_AGAIN);

  return self->refused_until < next
      || cs_absence_explain (tx, self->account->id, NULL, work->account_slot, next, 1, &refused,
                             error);
}

/* How the account itself stands. */
gboolean
cs_desk_ask_account (CsDesk        *self,
                     CsWork        *work,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr(CsAccountSample) sample = NULL;
  g_autoptr(GError) failure = NULL;
  g_autoptr(CsReply) reply = NULL;
  g_autoptr(CsTx) tx = NULL;
  gboolean loses_slot;

  CS_KILLPOINT ("before an account is counted");
  reply = reply_or_hindrance (cs_platform_count_account (self->platform, self->account, &sample,
                                                         cancellable, &failure),
                              &failure, error);
  CS_KILLPOINT ("after an account was counted");
  work->now = cs_desk_now (self);
  if (reply == NULL || !hear_time (self, reply, cancellable, error)
      || (tx = cs_tx_begin_ingest (self->db, error)) == NULL)
    return FALSE;

  work->account_slot = cs_cadence_account_slot (self->account, work->now);

  if (!report (self, tx, reply, error))
    return FALSE;

  if (is_hindered (reply))
    return take_hindrance (self, tx, work, reply, error) && cs_tx_commit (&tx, error);

  loses_slot = sample == NULL
            && work->now + CS_DESK_LOOK_AGAIN >= work->account_slot + CS_CADENCE_ACCOUNT;

  if (!get_through (self, tx, work, loses_slot, work->due->len > 0, error)
      || !(sample != NULL ? keep_account (self, tx, work, sample, error)
                          : skip_account (self, tx, work, reply, error))
      || !cs_tx_commit (&tx, error))
    return FALSE;

  self->n_accounts += sample != NULL;

  return TRUE;
}

/* What was counted; and what an answer for several says nothing of is asked for alone. */
static void
note_readings (CsDesk          *self,
               const CsHarvest *harvest)
{
  gboolean is_list = harvest->tallies->len > 1;

  for (guint i = 0; i < harvest->readings->len; i++)
    self->n_posts += g_array_index (harvest->readings, CsReading, i).state == CS_READING_COUNTED;

  for (guint i = 0; i < harvest->tallies->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (harvest->tallies, i);

      if (is_list && (harvest->refusal != NULL
                      || g_array_index (harvest->readings, CsReading, i).state
                         == CS_READING_LEFT_OUT))
        g_hash_table_add (self->alone, g_strdup (tally->target_id));
      else
        g_hash_table_remove (self->alone, tally->target_id);
    }
}

/* What was answered, and what follows from it, in one transaction. */
static gboolean
keep_posts (CsDesk           *self,
            CsWork           *work,
            const CsReply    *reply,
            const CsHarvest  *harvest,
            GError          **error)
{
  gboolean is_refused_list = harvest->refusal != NULL && harvest->tallies->len > 1;
  g_autoptr(CsTx) tx = cs_tx_begin_ingest (self->db, error);

  if (tx == NULL || !report (self, tx, reply, error))
    return FALSE;

  if (is_hindered (reply))
    return take_hindrance (self, tx, work, reply, error) && cs_tx_commit (&tx, error);

  if (!get_through (self, tx, work, FALSE, FALSE, error)
      || (!is_refused_list && !cs_harvest_keep (tx, harvest, error)))
    return FALSE;

  CS_KILLPOINT ("within what was counted");
  if (!cs_tx_commit (&tx, error))
    return FALSE;

  note_readings (self, harvest);

  return TRUE;
}

/* What these posts did. */
gboolean
cs_desk_ask_posts (CsDesk        *self,
                   CsWork        *work,
                   GPtrArray     *batch,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(GArray) readings = g_array_new (FALSE, FALSE, sizeof (CsReading));
  g_autofree char *source = NULL;
  g_autoptr(GError) failure = NULL;
  g_autoptr(CsReply) reply = NULL;
  CsHarvest harvest = { .tallies = batch, .readings = readings };

  CS_KILLPOINT ("before posts are counted");
  reply = reply_or_hindrance (cs_platform_count (self->platform, self->account, batch, readings,
                                                 &source, cancellable, &failure),
                              &failure, error);
  CS_KILLPOINT ("after posts were counted");
  if (reply == NULL)
    return FALSE;

  work->now = cs_desk_now (self);
  harvest.now = work->now;
  harvest.source = source;
  harvest.refusal = reply->klass != CS_REPLY_DONE ? reply->sentence : NULL;

  return hear_time (self, reply, cancellable, error)
      && keep_posts (self, work, reply, &harvest, error);
}
