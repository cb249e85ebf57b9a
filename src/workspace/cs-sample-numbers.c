/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-numbers.h"

#include "cs-account-sample-store.h"
#include "cs-cadence.h"
#include "cs-gap-store.h"
#include "cs-growth.h"
#include "cs-meta-store.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

#include <glib/gi18n.h>
#include <string.h>

#define DAY CS_DAY_SECONDS

/* The network said too much at first: of which post (the oldest is 0), and at what age. */
#define CORRECTED_POST 2
#define CORRECTED_AGE  (2 * DAY)

typedef struct
{
  CsTx                *tx;
  const CsSamplePlan  *plan;
  gint64               seed;
  const CsAccount     *account;
  char                *source;
  gint64               until;       /* when its sign-in ended; else now */
  GError             **error;
} Numbers;

static gboolean
is_offline (Numbers *self,
            gint64   at)
{
  return at >= self->plan->counted.offline && at < self->plan->counted.online;
}

/* Whom we ask answers under its host's name. */
static char *
dup_source (const CsAccount *account)
{
  g_autoptr(GUri) uri = g_uri_parse (account->host, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL ? g_uri_get_host (uri) : account->host);
}

/* Whether the account's server tells quotes at that moment: the first of Mastodon's did. */
static gboolean
tells_quotes (Numbers *self,
              gint64   at)
{
  return self->account->network == CS_NETWORK_BLUESKY
      || (self->account->state == CS_ACCOUNT_READY && at < self->plan->counted.quotes_end);
}

static CsSample *
count (Numbers       *self,
       const CsTally *tally,
       gint64         at)
{
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);
  gint64 grown[CS_N_GROWTHS];

  cs_growth_of_post (self->seed, tally->remote_id, tally->published_at, at, grown);
  sample->target_id = g_strdup (tally->target_id);
  sample->taken_at = at;
  sample->origin = CS_ORIGIN_NETWORK;
  sample->source = g_strdup (self->source);
  sample->counts[CS_METRIC_LIKES] = grown[CS_GROWTH_LIKES];
  sample->counts[CS_METRIC_COMMENTS] = grown[CS_GROWTH_REPLIES];
  sample->counts[CS_METRIC_SHARES] = grown[CS_GROWTH_SHARES];
  if (tells_quotes (self, at))
    sample->counts[CS_METRIC_QUOTES] = grown[CS_GROWTH_QUOTES];
  if (self->account->network == CS_NETWORK_BLUESKY)
    sample->counts[CS_METRIC_SAVES] = grown[CS_GROWTH_SAVES];

  return sample;
}

static gboolean
add_sample (Numbers       *self,
            const CsTally *tally,
            gint64         at,
            gboolean       is_corrected)
{
  g_autoptr(CsSample) sample = count (self, tally, at);
  g_autoptr(CsSample) wrong = is_corrected ? count (self, tally, at) : NULL;

  if (wrong != NULL)
    wrong->counts[CS_METRIC_LIKES] += 40 + wrong->counts[CS_METRIC_LIKES] / 3;

  return (wrong == NULL || cs_sample_store_add (self->tx, wrong, NULL, self->error))
      && cs_sample_store_add (self->tx, sample, NULL, self->error);
}

static gboolean
save_post (Numbers       *self,
           const CsTally *tally,
           gboolean       is_corrected)
{
  gint64 followers, following, at;

  cs_growth_of_account (self->seed, self->account->remote_id, tally->published_at, &followers,
                        &following);
  if (!cs_tally_store_set_followers (self->tx, tally->target_id, followers, self->error))
    return FALSE;

  for (at = tally->published_at; at <= self->plan->now;
       at = cs_cadence_next (tally->published_at, at))
    if (at < self->until && !is_offline (self, at)
        && !add_sample (self, tally, at,
                        is_corrected && at - tally->published_at == CORRECTED_AGE))
      return FALSE;

  return cs_tally_store_plan (self->tx, tally->target_id, at, self->error);
}

static gboolean
save_posts (Numbers *self)
{
  g_autoptr(GPtrArray) tallies = cs_tally_store_list_out (self->tx, self->account->id, 0, 0, 0,
                                                          self->error);

  for (guint i = 0; tallies != NULL && i < tallies->len; i++)
    {
      gboolean is_corrected = self->account == self->plan->accounts->pdata[0]
                           && i + 1 + CORRECTED_POST == tallies->len;

      if (!save_post (self, tallies->pdata[i], is_corrected))
        return FALSE;
    }

  return tallies != NULL;
}

/* Every hour, of which the last of a day is left where that day ended two weeks ago. */
static gboolean
save_account (Numbers *self)
{
  gint64 since = cs_cadence_account_slot (self->account, self->plan->counted.since);
  gint64 whole = (self->plan->now / DAY - 14) * DAY;

  for (gint64 at = since; at < self->until; at += CS_CADENCE_ACCOUNT)
    {
      g_autoptr(CsAccountSample) sample = NULL;

      if (is_offline (self, at) || (at < whole && at % DAY < DAY - CS_CADENCE_ACCOUNT))
        continue;

      sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);
      sample->account_id = g_strdup (self->account->id);
      sample->taken_at = at;
      sample->origin = CS_ORIGIN_NETWORK;
      sample->source = g_strdup (self->source);
      cs_growth_of_account (self->seed, self->account->remote_id, at, &sample->followers,
                            &sample->following);
      if (!cs_account_sample_store_add (self->tx, sample, NULL, self->error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
note_gap (Numbers    *self,
          const char *code,
          gint64      from,
          gint64      until,
          const char *sentence)
{
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);

  gap->account_id = g_strdup (self->account->id);
  gap->code = g_strdup (code);
  gap->from_at = from;
  gap->until_at = until;
  gap->sentence = g_strdup (sentence);

  return cs_gap_store_note (self->tx, gap, self->error);
}

static gboolean
save_gaps (Numbers *self)
{
  return note_gap (self, "offline", self->plan->counted.offline, self->plan->counted.online,
                   _("There was no network."))
      && (self->until >= self->plan->now
          || note_gap (self, "sign-in", self->until, CS_UNKNOWN, self->account->reason));
}

/* The collector is told that nothing was missed until now. */
static gboolean
save_counting (CsTx                *tx,
               const CsSamplePlan  *plan,
               GError             **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, plan->now);

  return cs_meta_store_set (tx, CS_META_COUNTING, now, error);
}

/* The plan's accounts, posts and receipts are saved already. */
gboolean
cs_sample_save_numbers (CsTx                *tx,
                        const CsSamplePlan  *plan,
                        gint64               seed,
                        GError             **error)
{
  cs_tx_set_time (tx, plan->now);
  if (!cs_tally_store_adopt (tx, NULL, error))
    return FALSE;

  for (guint i = 0; i < plan->accounts->len; i++)
    {
      const CsAccount *account = plan->accounts->pdata[i];
      g_autofree char *source = dup_source (account);
      Numbers self = { .tx = tx, .plan = plan, .seed = seed, .account = account,
                       .source = source, .error = error };

      self.until = account->state == CS_ACCOUNT_READY ? plan->now + 1 : plan->counted.sign_in_end;
      if (!save_account (&self) || !save_posts (&self) || !save_gaps (&self))
        return FALSE;
    }

  return save_counting (tx, plan, error);
}
