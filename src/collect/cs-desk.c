/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-desk.h"

#include "cs-account-sample-store.h"
#include "cs-allowance.h"
#include "cs-cadence.h"
#include "cs-collect-rules.h"
#include "cs-gap-store.h"
#include "cs-harvest.h"
#include "cs-killpoint.h"
#include "cs-obstacle.h"
#include "cs-tally-store.h"
#include "cs-work.h"

#include <glib/gi18n.h>

#define LOOK_AGAIN      (15 * 60)   /* at an account that waits for a person */
#define CLOCK           "clock"

struct _CsDesk
{
  CsDb       *db;
  CsPlatform *platform;
  CsAccount  *account;

  gboolean    is_loaded;
  gint64      not_before;     /* 0: nothing is waited for */
  guint       failures;       /* in a row */
  CsObstacle  obstacle;
  gint64      account_from;   /* the first slot of the account without a sample */
  gint64      refused_until;  /* the question for the account was, and is not asked again yet */
  GHashTable *alone;          /* ids of targets that are asked for alone */
  guint       n_posts;        /* that the last run counted */
  guint       n_accounts;
};

static CsCause
wrong_clock (void)
{
  return (CsCause) { CLOCK, _("The clock of this computer was wrong.") };
}

static gint64
now_of (CsDesk *self)
{
  return cs_clock_now (cs_db_get_clock (self->db));
}

/* What an earlier process left: what was in the way then, and how far the account was counted. */
static gboolean
load (CsDesk  *self,
      CsTx    *tx,
      GError **error)
{
  const char *id = self->account->id;
  g_autoptr(GPtrArray) samples = cs_account_sample_store_list (tx, id, self->account_from, 0,
                                                               error);

  if (samples == NULL || !cs_obstacle_find (&self->obstacle, tx, id, now_of (self), error))
    return FALSE;

  if (samples->len > 0)
    {
      const CsAccountSample *last = g_ptr_array_index (samples, samples->len - 1);

      self->account_from = cs_cadence_account_slot (self->account, last->taken_at)
                           + CS_CADENCE_ACCOUNT;
    }

  self->is_loaded = TRUE;

  return TRUE;
}

static gboolean
look (CsDesk  *self,
      CsWork  *work,
      GError **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

  if (tx == NULL
      || (!self->is_loaded && !load (self, tx, error))
      || !cs_work_look (work, tx, self->account, error))
    return FALSE;

  if (!work->wants_account)
    self->account_from = work->account_slot + CS_CADENCE_ACCOUNT;
  else if (self->refused_until > work->now)
    work->wants_account = FALSE;

  return TRUE;
}

/* The first slot that was lost; CS_UNKNOWN: none was. */
static gint64
lost_from (CsDesk       *self,
           const CsWork *work)
{
  gint64 from = cs_absence_lost_from (work->due, work->now);

  if (self->account_from + CS_CADENCE_ACCOUNT > work->now)
    return from;

  return from == CS_UNKNOWN ? self->account_from : MIN (from, self->account_from);
}

static gboolean
meet (CsDesk         *self,
      CsTx           *tx,
      const CsWork   *work,
      const CsCause  *cause,
      GError        **error)
{
  return cs_obstacle_meet (&self->obstacle, tx, self->account->id, cause, lost_from (self, work),
                           work->now, error);
}

/* Somebody answered, and to the point. */
static gboolean
get_through (CsDesk        *self,
             CsTx          *tx,
             const CsWork  *work,
             GError       **error)
{
  self->failures = 0;

  return cs_obstacle_end (&self->obstacle, tx, self->account->id, lost_from (self, work),
                          work->now, error);
}

/* Takes what a call costs. FALSE without an error: not now. */
static gboolean
take_allowance (CsDesk        *self,
                const CsWork  *work,
                guint          cost,
                GError       **error)
{
  static const CsCause causes[] = {
    [CS_BUDGET_BUSY] = { "busy", N_("Publishing came first.") },
    [CS_BUDGET_LIMITED] = { "rate-limited", N_("What the network still takes is left to "
                                               "publishing.") },
    [CS_BUDGET_RESTS] = { "server", N_("The server did not answer for some time.") },
  };
  g_autoptr(CsTx) tx = cs_tx_begin_ingest (self->db, error);
  CsBudgetVerdict verdict;
  CsCause cause;

  if (tx == NULL
      || !cs_allowance_take (tx, self->account, cost, &verdict, &self->not_before, error))
    return FALSE;

  if (verdict > CS_BUDGET_PACED)
    {
      cause = (CsCause) { causes[verdict].code, _(causes[verdict].sentence) };
      if (!meet (self, tx, work, &cause, error))
        return FALSE;
    }

  return cs_tx_commit (&tx, error) && verdict == CS_BUDGET_GO;
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
  CsCause cause = { hindrance.code, cs_hindrance_sentence (reply) };

  self->not_before = cs_hindrance_not_before (&hindrance, reply, ++self->failures, work->now);

  return meet (self, tx, work, &cause, error);
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
                                 work->account_slot, &late, error))
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

  self->refused_until = MIN (next, work->now + LOOK_AGAIN);

  return self->refused_until < next
      || cs_absence_note (tx, self->account->id, NULL, work->account_slot, next, &refused, error);
}

static gboolean
count_account (CsDesk        *self,
               CsWork        *work,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(CsAccountSample) sample = NULL;
  g_autoptr(GError) failure = NULL;
  g_autoptr(CsReply) reply = NULL;
  g_autoptr(CsTx) tx = NULL;

  CS_KILLPOINT ("before an account is counted");
  reply = reply_or_hindrance (cs_platform_count_account (self->platform, self->account, &sample,
                                                         cancellable, &failure),
                              &failure, error);
  CS_KILLPOINT ("after an account was counted");
  if (reply == NULL || (tx = cs_tx_begin_ingest (self->db, error)) == NULL)
    return FALSE;

  work->now = now_of (self);
  work->account_slot = cs_cadence_account_slot (self->account, work->now);

  if (!cs_harvest_report (tx, self->account, reply, error))
    return FALSE;

  if (is_hindered (reply))
    return take_hindrance (self, tx, work, reply, error) && cs_tx_commit (&tx, error);

  if (!get_through (self, tx, work, error)
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

  if (tx == NULL || !cs_harvest_report (tx, self->account, reply, error))
    return FALSE;

  if (is_hindered (reply))
    return take_hindrance (self, tx, work, reply, error) && cs_tx_commit (&tx, error);

  if (!get_through (self, tx, work, error)
      || (!is_refused_list && !cs_harvest_keep (tx, harvest, error)))
    return FALSE;

  CS_KILLPOINT ("within what was counted");
  if (!cs_tx_commit (&tx, error))
    return FALSE;

  note_readings (self, harvest);

  return TRUE;
}

static gboolean
count_posts (CsDesk        *self,
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

  work->now = now_of (self);
  harvest.now = work->now;
  harvest.source = source;
  harvest.refusal = reply->klass != CS_REPLY_DONE ? reply->sentence : NULL;

  return keep_posts (self, work, reply, &harvest, error);
}

/* An account that waits for a person is not asked. */
static gboolean
wait_for_person (CsDesk        *self,
                 const CsWork  *work,
                 GError       **error)
{
  gboolean is_sign_in = self->account->state == CS_ACCOUNT_SIGN_IN;
  CsCause cause = { is_sign_in ? "sign-in" : "config", self->account->reason };
  g_autoptr(CsTx) tx = cs_tx_begin_ingest (self->db, error);

  self->not_before = work->now + LOOK_AGAIN;

  return tx != NULL
      && meet (self, tx, work, &cause, error)
      && cs_tx_commit (&tx, error);
}

/* One call, if there is something to be counted and it may be made; else FALSE in @goes_on. */
static gboolean
step (CsDesk        *self,
      gboolean      *goes_on,
      GCancellable  *cancellable,
      GError       **error)
{
  guint most = cs_platform_count_max (self->platform, self->account);
  g_auto(CsWork) work = { 0, };
  g_autoptr(GPtrArray) batch = NULL;
  GError *failure = NULL;
  guint cost;

  *goes_on = FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !look (self, &work, error))
    return FALSE;

  if (cs_work_is_done (&work))
    return TRUE;

  if (self->account->state != CS_ACCOUNT_READY)
    return wait_for_person (self, &work, error);

  batch = cs_work_choose (&work, most, self->alone);
  cost = work.wants_account ? 1 : CS_PLATFORM_COUNT_COST (batch->len);

  if (!take_allowance (self, &work, cost, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      return failure == NULL;
    }

  *goes_on = TRUE;

  return work.wants_account ? count_account (self, &work, cancellable, error)
                            : count_posts (self, &work, batch, cancellable, error);
}

/**
 * cs_desk_run:
 * @next_at: (out): when to run again; 0: never
 *
 * Counts what is to be counted now, as far as the budget allows. After an error
 * the desk is of no use any more: what it knows may not be what is stored.
 */
gboolean
cs_desk_run (CsDesk        *self,
             gint64        *next_at,
             GCancellable  *cancellable,
             GError       **error)
{
  gboolean goes_on = cs_platform_count_max (self->platform, self->account) > 0;
  g_autoptr(CsTx) tx = NULL;

  *next_at = 0;
  self->n_posts = 0;
  self->n_accounts = 0;
  if (!goes_on)
    return TRUE;

  while (goes_on && self->not_before <= now_of (self))
    if (!step (self, &goes_on, cancellable, error))
      return FALSE;

  tx = cs_tx_begin_read (self->db, error);
  if (tx == NULL || !cs_work_find_next (tx, self->account, self->refused_until, next_at, error))
    return FALSE;

  *next_at = MAX (*next_at, self->not_before);

  return TRUE;
}

static void
forget_wait (CsDesk *self)
{
  self->not_before = 0;
  self->refused_until = 0;
  self->failures = 0;
}

/* Slots that had begun when counting ended are lost with those after it. */
static gint64
begun_before (CsDesk       *self,
              const CsWork *work,
              gint64        since)
{
  gint64 from = since;

  if (self->account_from + CS_CADENCE_ACCOUNT > since)
    from = MIN (from, self->account_from);

  for (guint i = 0; i < work->due->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (work->due, i);

      if (cs_absence_is_lost (tally, work->now)
          && cs_cadence_next (tally->published_at, tally->next_at) > since)
        from = MIN (from, cs_cadence_slot (tally->published_at, tally->next_at));
    }

  return from;
}

/**
 * cs_desk_was_away:
 * @since: until when counting went on; 0: it never did
 *
 * Nothing was counted in between, whatever was in the way before: one row says so,
 * if a slot was lost.
 */
gboolean
cs_desk_was_away (CsDesk  *self,
                  gint64   since,
                  GError **error)
{
  CsCause away = { "not-running", since > 0
    ? _("This program was not running, or the computer slept.")
    : _("It was not counted yet.") };
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;
  gint64 lost;

  if (!look (self, &work, error))
    return FALSE;

  if (cs_desk_doubts (self))
    away = wrong_clock ();

  lost = lost_from (self, &work);
  if (lost != CS_UNKNOWN && since > 0)
    lost = begun_before (self, &work, since);

  tx = cs_tx_begin_ingest (self->db, error);

  if (tx == NULL
      || !cs_obstacle_end (&self->obstacle, tx, self->account->id, CS_UNKNOWN, since, error)
      || (lost != CS_UNKNOWN
          && !cs_absence_note (tx, self->account->id, NULL, lost, work.now, &away, error))
      || !cs_tx_commit (&tx, error))
    return FALSE;

  forget_wait (self);
  self->obstacle.told_until = work.now;

  return TRUE;
}

/**
 * cs_desk_doubt:
 * @since: until when counting went on
 *
 * The clock is behind what it was, and nobody says that this is right: until then
 * nothing is counted.
 */
gboolean
cs_desk_doubt (CsDesk  *self,
               gint64   since,
               GError **error)
{
  const CsCause clock = wrong_clock ();
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;

  return look (self, &work, error)
      && (tx = cs_tx_begin_ingest (self->db, error)) != NULL
      && cs_obstacle_meet (&self->obstacle, tx, self->account->id, &clock, since, since, error)
      && cs_tx_commit (&tx, error);
}

/**
 * cs_desk_set_back:
 * @since: when that was seen, by the clock as it is now; 0: just now
 *
 * The clock was set back, and rightly: all goes by it from now on.
 */
gboolean
cs_desk_set_back (CsDesk  *self,
                  gint64   since,
                  GError **error)
{
  const char *id = self->account->id;
  const CsCause clock = wrong_clock ();
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;

  if (!look (self, &work, error) || (tx = cs_tx_begin_ingest (self->db, error)) == NULL
      || !cs_obstacle_end (&self->obstacle, tx, id, CS_UNKNOWN, work.now, error)
      || !cs_gap_store_cut (tx, id, work.now, clock.code, clock.sentence, error)
      || (since > 0 && !cs_absence_note (tx, id, NULL, since, work.now, &clock, error))
      || !cs_tx_commit (&tx, error))
    return FALSE;

  forget_wait (self);
  self->obstacle.told_until = 0;
  self->account_from = work.account_slot;

  return cs_work_replan (self->db, id, work.now, error);
}

/* The account was taken away: until it is back, that is why nothing is counted. */
gboolean
cs_desk_leave (CsDesk  *self,
               gint64   since,
               GError **error)
{
  const CsCause away = { "not-connected", _("The account was not connected.") };
  gint64 now = now_of (self);
  g_autoptr(CsTx) tx = cs_tx_begin_ingest (self->db, error);

  return tx != NULL
      && cs_obstacle_meet (&self->obstacle, tx, self->account->id, &away, MIN (since, now), now,
                           error)
      && cs_tx_commit (&tx, error);
}

/* The moment by the server’s clock; 0: nobody answered, CS_UNKNOWN: that was not told. */
gint64
cs_desk_ask_time (CsDesk       *self,
                  GCancellable *cancellable)
{
  return cs_platform_ask_time (self->platform, self->account, cancellable);
}

/* Whether what it was told last is that the clock is wrong. */
gboolean
cs_desk_doubts (CsDesk *self)
{
  return g_strcmp0 (self->obstacle.code, CLOCK) == 0;
}

/* Tries again at once, unless the network itself asked to wait. */
void
cs_desk_retry (CsDesk *self)
{
  if (g_strcmp0 (self->obstacle.code, "rate-limited") != 0)
    forget_wait (self);
}

/* What the last run counted, and what was in its way. */
void
cs_desk_tell (CsDesk  *self,
              CsRound *round)
{
  round->n_posts += self->n_posts;
  round->n_accounts += self->n_accounts;

  if (self->obstacle.code != NULL)
    cs_round_add_trouble (round, self->account, self->obstacle.code, self->obstacle.sentence);
}

/* The account as it is now; one that was changed is tried at once. */
void
cs_desk_set_account (CsDesk          *self,
                     const CsAccount *account)
{
  if (!cs_record_equal (self->account, account))
    forget_wait (self);

  cs_record_unref (self->account);
  self->account = cs_record_copy (account);
}

void
cs_desk_free (CsDesk *self)
{
  g_clear_object (&self->db);
  g_clear_object (&self->platform);
  g_clear_pointer (&self->account, cs_record_unref);
  cs_obstacle_clear (&self->obstacle);
  g_clear_pointer (&self->alone, g_hash_table_unref);
  g_free (self);
}

/**
 * cs_desk_new:
 * @since: until when counting went on; 0: it never did
 */
CsDesk *
cs_desk_new (CsDb            *db,
             CsPlatform      *platform,
             const CsAccount *account,
             gint64           since)
{
  CsDesk *self = g_new0 (CsDesk, 1);

  self->db = g_object_ref (db);
  self->platform = g_object_ref (platform);
  self->account = cs_record_copy (account);
  self->account_from = cs_cadence_account_slot (account, since > 0 ? MAX (since, account->added_at)
                                                                   : now_of (self));
  self->alone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}
