/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-desk.h"
#include "cs-desk-private.h"

#include "cs-allowance.h"
#include "cs-cadence.h"

#include <glib/gi18n.h>

#define TIME_COST 1    /* requests */

gint64
cs_desk_now (CsDesk *self)
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
  gint64 last;

  if (!cs_obstacle_find (&self->obstacle, tx, id, cs_desk_now (self), error))
    return FALSE;

  /* What it lost then is lost. */
  if (self->obstacle.code != NULL)
    self->account_from = MIN (self->account_from,
                              cs_cadence_account_slot (self->account, self->obstacle.open_from));

  if (!cs_work_find_last (tx, self->account, self->account_from, 0, &last, error))
    return FALSE;

  if (last != CS_UNKNOWN)
    self->account_from = cs_cadence_account_slot (self->account, last) + CS_CADENCE_ACCOUNT;

  self->is_loaded = TRUE;

  return TRUE;
}

/* What there is to be counted now. */
gboolean
cs_desk_look (CsDesk  *self,
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

/* What was to be counted by now, as this is asked. */
CsLack
cs_desk_lack (CsDesk       *self,
              const CsWork *work)
{
  CsLack lack = { CS_UNKNOWN, FALSE, FALSE };

  for (guint i = 0; i < work->due->len; i++)
    {
      const CsTally *tally = g_ptr_array_index (work->due, i);

      if (tally->gone_at == CS_UNKNOWN)
        cs_lack_add (&lack, tally->next_at, cs_absence_is_lost (tally, work->now));
    }

  if (self->account_from + CS_CADENCE_ACCOUNT <= work->now)
    cs_lack_add (&lack, self->account_from, TRUE);
  else if (work->wants_account)
    cs_lack_add (&lack, self->account_from, FALSE);

  lack.is_late = lack.from != CS_UNKNOWN && lack.from + CS_OBSTACLE_LATE <= work->now;

  return lack;
}

gboolean
cs_desk_meet (CsDesk         *self,
              CsTx           *tx,
              const CsWork   *work,
              const CsCause  *cause,
              GError        **error)
{
  const CsLack lack = cs_desk_lack (self, work);

  return cs_obstacle_meet (&self->obstacle, tx, self->account->id, cause, &lack, work->now, error);
}

/* Why it is not asked now; what the network asked to wait for goes on for the reason of then. */
static gboolean
tell_refusal (CsDesk           *self,
              CsTx             *tx,
              const CsWork     *work,
              CsBudgetVerdict   verdict,
              GError          **error)
{
  static const CsCause causes[] = {
    [CS_BUDGET_BUSY] = { "busy", N_("Publishing came first.") },
    [CS_BUDGET_LIMITED] = { "rate-limited", N_("What the network still takes is left to "
                                               "publishing.") },
    [CS_BUDGET_ASKED] = { "rate-limited", N_("The network asked to wait.") },
    [CS_BUDGET_RESTS] = { "server", N_("The server did not answer for some time.") },
  };
  g_autofree char *code = NULL;
  g_autofree char *sentence = NULL;
  CsCause cause;

  if (verdict <= CS_BUDGET_PACED)
    return TRUE;

  if (verdict == CS_BUDGET_ASKED
      && !cs_allowance_why (tx, self->account, &code, &sentence, error))
    return FALSE;

  cause = code != NULL ? (CsCause) { code, sentence }
                       : (CsCause) { causes[verdict].code, _(causes[verdict].sentence) };

  return cs_desk_meet (self, tx, work, &cause, error);
}

/* Takes what a call costs; FALSE in @may_ask: not now, and why is told. */
static gboolean
take_allowance (CsDesk        *self,
                const CsWork  *work,
                gboolean      *may_ask,
                GError       **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_ingest (self->db, error);
  CsBudgetVerdict verdict;

  if (tx == NULL
      || !cs_allowance_take (tx, self->account, CS_PLATFORM_COUNT_COST, &verdict,
                             &self->not_before, error))
    return FALSE;

  self->sent = cs_platform_get_sent (self->platform);

  if (!tell_refusal (self, tx, work, verdict, error))
    return FALSE;

  *may_ask = verdict == CS_BUDGET_GO;

  return cs_tx_commit (&tx, error);
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

  self->not_before = work->now + CS_DESK_LOOK_AGAIN;

  return tx != NULL
      && cs_desk_meet (self, tx, work, &cause, error)
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

  *goes_on = FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !cs_desk_look (self, &work, error))
    return FALSE;

  if (cs_work_is_done (&work))
    return TRUE;

  if (self->account->state != CS_ACCOUNT_READY)
    return wait_for_person (self, &work, error);

  batch = cs_work_choose (&work, most, self->alone);

  if (!take_allowance (self, &work, goes_on, error))
    return FALSE;

  if (!*goes_on)
    return TRUE;

  return work.wants_account ? cs_desk_ask_account (self, &work, cancellable, error)
                            : cs_desk_ask_posts (self, &work, batch, cancellable, error);
}

static gboolean
find_next (CsDesk  *self,
           gint64  *next_at,
           GError **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

  return tx != NULL
      && cs_work_find_next (tx, self->account, self->refused_until, next_at, error);
}

/* While nobody may be asked: what is in the way gets its row as soon as something is late by it,
 * not only when it is over. */
static gboolean
watch (CsDesk  *self,
       gint64  *next_at,
       GError **error)
{
  const CsCause cause = { self->obstacle.code, self->obstacle.sentence };
  gint64 due_at = *next_at;
  g_auto(CsWork) work = { 0, };
  g_autoptr(CsTx) tx = NULL;
  CsLack lack;

  *next_at = MAX (due_at, self->not_before);
  if (cause.code == NULL || self->obstacle.is_open || self->not_before <= cs_desk_now (self))
    return TRUE;

  if (!cs_desk_look (self, &work, error))
    return FALSE;

  lack = cs_desk_lack (self, &work);
  if (lack.from != CS_UNKNOWN)
    due_at = lack.from;

  if (!lack.is_late)
    {
      *next_at = MIN (*next_at, due_at + CS_OBSTACLE_LATE);
      return TRUE;
    }

  return (tx = cs_tx_begin_ingest (self->db, error)) != NULL
      && cs_obstacle_meet (&self->obstacle, tx, self->account->id, &cause, &lack, work.now, error)
      && cs_tx_commit (&tx, error);
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

  *next_at = 0;
  self->n_posts = 0;
  self->n_accounts = 0;
  self->confirmed_at = 0;
  if (!goes_on)
    return TRUE;

  while (goes_on && self->not_before <= cs_desk_now (self))
    if (!step (self, &goes_on, cancellable, error))
      return FALSE;

  return find_next (self, next_at, error) && watch (self, next_at, error);
}

/* It is tried at once. */
void
cs_desk_forget_wait (CsDesk *self)
{
  self->not_before = 0;
  self->refused_until = 0;
  self->failures = 0;
}

/**
 * cs_desk_ask_time:
 * @there: (out): the moment by the server’s clock; 0: nobody answered, or may be asked now,
 *   %CS_UNKNOWN: that was not told
 *
 * A request as any other, taken from the same budget.
 */
gboolean
cs_desk_ask_time (CsDesk        *self,
                  gint64        *there,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_ingest (self->db, error);
  guint sent = cs_platform_get_sent (self->platform);
  CsBudgetVerdict verdict;
  gint64 not_before;

  *there = 0;
  if (tx == NULL
      || !cs_allowance_take (tx, self->account, TIME_COST, &verdict, &not_before, error)
      || !cs_tx_commit (&tx, error))
    return FALSE;

  if (verdict != CS_BUDGET_GO)
    return TRUE;

  *there = cs_platform_ask_time (self->platform, self->account, cancellable);

  return (tx = cs_tx_begin_ingest (self->db, error)) != NULL
      && cs_allowance_settle (tx, self->account, TIME_COST,
                              cs_platform_get_sent (self->platform) - sent, error)
      && cs_allowance_report (tx, self->account, *there != 0, error)
      && cs_tx_commit (&tx, error);
}

/* The last moment of the last run of which a server said too that it was then; 0: none did. */
gint64
cs_desk_confirmed (CsDesk *self)
{
  return self->confirmed_at;
}

/* Tries again at once, unless the network itself asked to wait. */
void
cs_desk_retry (CsDesk *self)
{
  if (g_strcmp0 (self->obstacle.code, "rate-limited") != 0)
    cs_desk_forget_wait (self);
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

/* Whom it asks when its server’s clock and ours differ. */
void
cs_desk_set_witness (CsDesk        *self,
                     CsWitnessFunc  witness,
                     gpointer       user_data)
{
  self->witness = witness;
  self->witness_data = user_data;
}

const char *
cs_desk_get_host (CsDesk *self)
{
  return self->account->host != NULL ? self->account->host : "";
}

/* The account as it is now; one that was changed is tried at once. */
void
cs_desk_set_account (CsDesk          *self,
                     const CsAccount *account)
{
  if (!cs_record_equal (self->account, account))
    cs_desk_forget_wait (self);

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
                                                                   : cs_desk_now (self));
  self->alone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}
