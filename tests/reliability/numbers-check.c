/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "numbers.h"

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-cadence.h"
#include "cs-gap-store.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

#include <stdio.h>

static CsTx *
begin_read (World *self)
{
  GError *error = NULL;
  CsTx *tx = cs_tx_begin_read (self->db, &error);

  check (tx != NULL, "read", error);

  return tx;
}

GPtrArray *
list_tallies (World           *self,
              const CsAccount *account)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = begin_read (self);
  GPtrArray *tallies = cs_tally_store_list_out (tx, account->id, 0, 0, 0, &error);

  check (tallies != NULL, "tallies", error);

  return tallies;
}

/* How much of a slot no row explains; in @begins whether one explains its beginning. */
static gint64
find_unexplained (World      *self,
                  GPtrArray  *gaps,
                  const char *target_id,
                  gint64      slot,
                  gint64      next,
                  gboolean   *begins)
{
  gint64 from = slot;

  for (guint i = 0; i < gaps->len; i++)
    {
      const CsGap *gap = g_ptr_array_index (gaps, i);
      gint64 until = gap->until_at == CS_UNKNOWN ? self->end : gap->until_at;

      if (gap->from_at <= from && (gap->target_id == NULL
                                   || g_strcmp0 (gap->target_id, target_id) == 0))
        from = MAX (from, MIN (until, next));
    }

  *begins = from > slot;

  return next - from;
}

/* A slot has one sample, or why it has none stands in rows that lie over it. */
static void
check_slot (World      *self,
            GPtrArray  *gaps,
            const char *target_id,
            gint64      slot,
            gint64      next,
            guint       n_samples)
{
  gboolean begins;

  self->slots++;
  self->doubled += n_samples > 1;

  if (n_samples > 0)
    return;

  if (find_unexplained (self, gaps, target_id, slot, next, &begins) < CS_CADENCE_FINEST && begins)
    {
      self->explained++;
      return;
    }

  self->missing++;
  fprintf (stderr, "%s has no sample and no reason from %" G_GINT64_FORMAT " until %"
           G_GINT64_FORMAT "\n", target_id != NULL ? target_id : "An account",
           slot - START, next - START);
}

/* What the network had at the moment of a sample, where each network tells it. */
static void
check_counts (World          *self,
              CsNetwork       network,
              const CsTally  *tally,
              const CsSample *sample)
{
  static const CsSimulatorCount of_metric[CS_N_METRICS] = {
    [CS_METRIC_VIEWS] = CS_SIMULATOR_N_COUNTS,
    [CS_METRIC_LIKES] = CS_SIMULATOR_LIKES,
    [CS_METRIC_COMMENTS] = CS_SIMULATOR_REPLIES,
    [CS_METRIC_SHARES] = CS_SIMULATOR_SHARES,
    [CS_METRIC_QUOTES] = CS_SIMULATOR_QUOTES,
    [CS_METRIC_SAVES] = CS_SIMULATOR_SAVES,
  };
  gint64 had[CS_SIMULATOR_N_COUNTS];
  gboolean ok = cs_simulator_counts_at (self->simulator, network == CS_NETWORK_MASTODON
                                        ? CS_SIMULATOR_MASTODON : CS_SIMULATOR_BLUESKY,
                                        tally->remote_id, sample->taken_at, had)
             && sample->revision == 0;

  self->samples++;

  for (guint i = 0; ok && i < CS_N_METRICS; i++)
    {
      gint64 value = of_metric[i] < CS_SIMULATOR_N_COUNTS && cs_metric_is_given (i, network)
                     ? had[of_metric[i]] : CS_SIMULATOR_UNTOLD;

      ok = sample->counts[i] == (value != CS_SIMULATOR_UNTOLD ? value : CS_UNKNOWN);
    }

  if (ok)
    return;

  self->invented++;
  fprintf (stderr, "%s was not so at %" G_GINT64_FORMAT "\n", tally->target_id,
           sample->taken_at - START);
}

/* Only what the network lost is gone, and not before. */
static void
check_gone (World         *self,
            const CsTally *tally)
{
  const gint64 *deleted = g_hash_table_lookup (self->deleted, tally->remote_id);

  if (tally->gone_at == CS_UNKNOWN || (deleted != NULL && *deleted <= tally->gone_at))
    return;

  self->untrue++;
  fprintf (stderr, "%s is there, but was taken for gone at %" G_GINT64_FORMAT "\n",
           tally->target_id, tally->gone_at - START);
}

static void
check_tally (World         *self,
             CsNetwork      network,
             GPtrArray     *gaps,
             const CsTally *tally)
{
  GError *error = NULL;
  g_autoptr(CsTx) tx = begin_read (self);
  g_autoptr(GPtrArray) samples = cs_sample_store_list_all (tx, tally->target_id, 0, 0, &error);
  gint64 end = tally->gone_at != CS_UNKNOWN ? tally->gone_at : self->end;
  gint64 slot = tally->published_at;
  gint64 next;
  guint k = 0;

  check (samples != NULL, "samples", error);
  check_gone (self, tally);

  for (; (next = cs_cadence_next (tally->published_at, slot)) <= end; slot = next)
    {
      guint n = 0;

      for (; k < samples->len && ((CsSample *) samples->pdata[k])->taken_at < next; k++)
        n++;

      check_slot (self, gaps, tally->target_id, slot, next, n);
    }

  for (guint i = 0; i < samples->len; i++)
    check_counts (self, network, tally, g_ptr_array_index (samples, i));
}

/* The samples of accounts that came since the last time: each is compared at once. */
void
note_moments (World *self)
{
  g_autoptr(CsTx) tx = begin_read (self);

  for (guint i = 0; i < G_N_ELEMENTS (self->accounts); i++)
    {
      const CsAccount *account = self->accounts[i];
      CsSimulatorFace face = i == 1 ? CS_SIMULATOR_BLUESKY : CS_SIMULATOR_MASTODON;
      GArray *moments = self->moments[i];
      gint64 from = moments->len > 0 ? g_array_index (moments, gint64, moments->len - 1) + 1 : 0;
      GError *error = NULL;
      g_autoptr(GPtrArray) samples = account == NULL ? cs_records_new ()
        : cs_account_sample_store_list_all (tx, account->id, from, 0, &error);
      gint64 had[CS_SIMULATOR_N_COUNTS];

      check (samples != NULL, "account samples", error);

      for (guint k = 0; k < samples->len; k++)
        {
          const CsAccountSample *sample = g_ptr_array_index (samples, k);

          g_array_append_val (moments, sample->taken_at);
          self->samples++;
          self->invented +=
            !cs_simulator_counts_at (self->simulator, face, account->remote_id, sample->taken_at,
                                     had)
            || sample->followers != had[CS_SIMULATOR_FOLLOWERS]
            || sample->following != had[CS_SIMULATOR_FOLLOWING] || sample->revision != 0;
        }
    }
}

static void
check_account (World           *self,
               const CsAccount *account,
               GArray          *moments,
               GPtrArray       *gaps)
{
  guint k = 0;

  for (gint64 slot = account->added_at; slot + CS_CADENCE_ACCOUNT <= self->end;
       slot += CS_CADENCE_ACCOUNT)
    {
      guint n = 0;

      for (; k < moments->len
             && g_array_index (moments, gint64, k) < slot + CS_CADENCE_ACCOUNT; k++)
        n++;

      check_slot (self, gaps, NULL, slot, slot + CS_CADENCE_ACCOUNT, n);
    }
}

/* What stands beside the samples is what they make, also after some of them were thinned. */
static void
check_days (World *self)
{
  GError *error = NULL;
  gint64 n_days, n_changed;

  check (cs_account_day_store_rebuild (self->db, NULL, &n_days, &n_changed, &error), "rebuild",
         error);
  self->unequal += n_changed;
}

/* Every slot that was promised, every value and every call. */
void
check_world (World *self)
{
  g_autoptr(JsonArray) journal = load_journal (self);

  for (guint i = 0; i < G_N_ELEMENTS (self->accounts); i++)
    {
      const CsAccount *account = self->accounts[i];
      g_autoptr(GPtrArray) tallies = list_tallies (self, account);
      g_autoptr(GPtrArray) gaps = NULL;
      GError *error = NULL;

      {
        g_autoptr(CsTx) tx = begin_read (self);

        gaps = cs_gap_store_list (tx, account->id, NULL, 0, 0, &error);
        check (gaps != NULL, "gaps", error);
      }

      self->gaps += gaps->len;
      self->undone += self->planned[i] - tallies->len;
      check_account (self, account, self->moments[i], gaps);
      for (guint k = 0; k < tallies->len; k++)
        {
          check_tally (self, account->network, gaps, g_ptr_array_index (tallies, k));
          check_asks (self, account, g_ptr_array_index (tallies, k), journal);
        }

      check_calls (self, account, journal);
      check_why (self, account, gaps, journal);
    }

  check_days (self);
}
