/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-collector.h"
#include "cs-curve.h"
#include "cs-gap-store.h"
#include "cs-media-store.h"
#include "cs-post-store.h"
#include "cs-sample-numbers.h"
#include "cs-sample-past.h"
#include "cs-sample-store.h"
#include "cs-simulator.h"
#include "cs-tally-store.h"
#include "cs-target-store.h"
#include "cs-test-folder.h"
#include "cs-test.h"

#define NOW  G_GINT64_CONSTANT (1795363200)     /* 2026-11-22 16:00 UTC */
#define SEED 7
#define HOUR (60 * 60)
#define DAY  CS_DAY_SECONDS

/* The sample without its clips, which need the media helper, beside stand-in networks of its seed:
 * an account of each is the sample’s. */
typedef struct
{
  char         *folder;
  CsClock      *clock;
  CsSimulator  *simulator;
  CsSamplePlan *plan;
  CsDb         *db;
  CsTx         *tx;          /* reads what was saved */
} Sample;

static void
place (Sample          *self,
       CsNetwork        network,
       CsSimulatorFace  face)
{
  g_autofree char *id = cs_simulator_dup_person (self->simulator, face);

  cs_sample_plan_place (self->plan, network, "http://127.0.0.1:1", id);
}

/* As the command sample.load does. */
static void
save (Sample *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsTx) tx = cs_tx_begin (self->db, &error);

  for (guint i = 0; i < self->plan->accounts->len; i++)
    g_assert_true (cs_account_store_save (tx, self->plan->accounts->pdata[i], &error));

  for (guint i = 0; i < self->plan->clips->len; i++)
    {
      CsMedia *media = ((CsSampleClip *) self->plan->clips->pdata[i])->media;

      media->facts = cs_record_new (CS_RECORD_FACTS);
      media->sha256 = g_strdup (media->id);
      g_assert_true (cs_media_store_save (tx, media, &error));
    }

  for (guint i = 0; i < self->plan->posts->len; i++)
    g_assert_true (cs_post_store_save (tx, self->plan->posts->pdata[i], &error));

  for (guint i = 0; i < self->plan->targets->len; i++)
    {
      const CsSampleTarget *target = self->plan->targets->pdata[i];

      g_assert_true (cs_target_store_save (tx, target->target, &error));
      cs_sample_save_past (tx, self->plan, target, &error);
      g_assert_no_error (error);
    }

  cs_sample_save_numbers (tx, self->plan, SEED, &error);
  g_assert_no_error (error);
  g_assert_true (cs_tx_commit (&tx, &error));
}

static void
setup (Sample        *self,
       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  self->folder = cs_test_folder_new (NOW, &self->clock);
  self->simulator = cs_simulator_new (self->clock);
  g_assert_true (cs_simulator_set (self->simulator, "growth=yes", &error));
  g_assert_true (cs_simulator_set (self->simulator, "growth.seed=7", &error));
  g_assert_true (cs_simulator_set (self->simulator, "mastodon.person=ana", &error));
  g_assert_true (cs_simulator_set (self->simulator, "bluesky.person=anaribera.example", &error));

  self->plan = cs_sample_plan_new (NOW, "Europe/Berlin", SEED, &error);
  g_assert_no_error (error);
  place (self, CS_NETWORK_MASTODON, CS_SIMULATOR_MASTODON);
  place (self, CS_NETWORK_BLUESKY, CS_SIMULATOR_BLUESKY);

  path = g_build_filename (self->folder, "main.db", NULL);
  self->db = cs_db_open (path, self->clock, &error);
  g_assert_no_error (error);
  save (self);
  self->tx = cs_tx_begin_read (self->db, &error);
  g_assert_no_error (error);
}

static void
teardown (Sample        *self,
          gconstpointer  data)
{
  g_clear_pointer (&self->tx, cs_tx_free);
  cs_db_close (self->db);
  g_clear_object (&self->db);
  cs_sample_plan_free (self->plan);
  g_clear_object (&self->simulator);
  g_clear_object (&self->clock);
  cs_test_folder_free (self->folder);
}

static GPtrArray *
list_tallies (Sample          *self,
              const CsAccount *account)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *tallies = cs_tally_store_list_out (self->tx, account->id, 0, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tallies->len, >, 0);

  return tallies;
}

static GPtrArray *
list_samples (Sample        *self,
              const CsTally *tally)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *samples = cs_sample_store_list (self->tx, tally->target_id, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (samples->len, >, 0);

  return samples;
}

/* The post goes on on its network, and was there before. */
static void
add_to_network (Sample          *self,
                const CsAccount *account,
                const CsTally   *tally)
{
  g_autoptr(GError) error = NULL;
  gboolean is_mastodon = account->network == CS_NETWORK_MASTODON;
  g_autofree char *line = g_strdup_printf ("%s %s %s %" G_GINT64_FORMAT " Some words",
                                           is_mastodon ? "mastodon" : "bluesky",
                                           is_mastodon ? "ana" : account->handle,
                                           tally->remote_id, tally->published_at);

  cs_simulator_add_posts (self->simulator, line, &error);
  g_assert_no_error (error);
}

/* What the sample says was told is what its network tells of that moment. */
static void
assert_told (Sample          *self,
             const CsAccount *account,
             const CsTally   *tally)
{
  static const CsSimulatorCount of_metric[CS_N_METRICS] = {
    [CS_METRIC_LIKES] = CS_SIMULATOR_LIKES,   [CS_METRIC_COMMENTS] = CS_SIMULATOR_REPLIES,
    [CS_METRIC_SHARES] = CS_SIMULATOR_SHARES, [CS_METRIC_QUOTES] = CS_SIMULATOR_QUOTES,
    [CS_METRIC_SAVES] = CS_SIMULATOR_SAVES,
  };
  CsSimulatorFace face = account->network == CS_NETWORK_MASTODON ? CS_SIMULATOR_MASTODON
                                                                 : CS_SIMULATOR_BLUESKY;
  g_autoptr(GPtrArray) samples = list_samples (self, tally);

  for (guint i = 0; i < samples->len; i++)
    {
      const CsSample *sample = samples->pdata[i];
      gint64 counts[CS_SIMULATOR_N_COUNTS];

      g_assert_true (cs_simulator_counts_at (self->simulator, face, tally->remote_id,
                                             sample->taken_at, counts));
      g_assert_cmpint (sample->counts[CS_METRIC_VIEWS], ==, CS_UNKNOWN);
      for (CsMetric metric = CS_METRIC_LIKES; metric < CS_N_METRICS; metric++)
        if (sample->counts[metric] != CS_UNKNOWN)
          g_assert_cmpint (sample->counts[metric], ==, counts[of_metric[metric]]);

      g_assert_cmpint (sample->counts[CS_METRIC_LIKES], !=, CS_UNKNOWN);
    }
}

static void
assert_followers_told (Sample          *self,
                       const CsAccount *account)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) samples = cs_account_sample_store_list (self->tx, account->id, 0, 0,
                                                               &error);
  CsSimulatorFace face = account->network == CS_NETWORK_MASTODON ? CS_SIMULATOR_MASTODON
                                                                 : CS_SIMULATOR_BLUESKY;

  g_assert_no_error (error);
  g_assert_cmpuint (samples->len, >, 14 * 24 + 60);
  for (guint i = 0; i < samples->len; i++)
    {
      const CsAccountSample *sample = samples->pdata[i];
      gint64 counts[CS_SIMULATOR_N_COUNTS];

      g_assert_true (cs_simulator_counts_at (self->simulator, face, account->remote_id,
                                             sample->taken_at, counts));
      g_assert_cmpint (sample->followers, ==, counts[CS_SIMULATOR_FOLLOWERS]);
      g_assert_cmpint (sample->following, ==, counts[CS_SIMULATOR_FOLLOWING]);
    }
}

static void
assert_a_stand_in_goes_on (Sample *self)
{
  for (guint i = 0; i < self->plan->accounts->len; i++)
    {
      const CsAccount *account = self->plan->accounts->pdata[i];
      g_autoptr(GPtrArray) tallies = list_tallies (self, account);

      if (account->state != CS_ACCOUNT_READY)
        continue;

      assert_followers_told (self, account);
      for (guint k = 0; k < tallies->len; k++)
        {
          add_to_network (self, account, tallies->pdata[k]);
          assert_told (self, account, tallies->pdata[k]);
        }
    }
}

static gint64
step_at (gint64 age)
{
  if (age < DAY)
    return 15 * 60;

  return age < 7 * DAY ? HOUR : age < 90 * DAY ? DAY : 7 * DAY;
}

/* Whether something that is kept says why the account was not counted then. */
static gboolean
is_explained (GPtrArray *gaps,
              gint64     at)
{
  for (guint i = 0; i < gaps->len; i++)
    {
      const CsGap *gap = gaps->pdata[i];

      if (at >= gap->from_at && (gap->until_at == CS_UNKNOWN || at < gap->until_at))
        return TRUE;
    }

  return FALSE;
}

/* Each sample that was promised is there, or why it is not; and no other. */
static void
assert_counted_when_promised (Sample        *self,
                              const CsTally *tally,
                              GPtrArray     *gaps)
{
  g_autoptr(GPtrArray) samples = list_samples (self, tally);
  guint n = 0;
  gint64 at;

  for (at = tally->published_at; at <= NOW; at += step_at (at - tally->published_at))
    {
      const CsSample *sample = n < samples->len ? samples->pdata[n] : NULL;

      if (is_explained (gaps, at))
        continue;

      g_assert_nonnull (sample);
      g_assert_cmpint (sample->taken_at, ==, at);
      n++;
    }

  g_assert_cmpuint (n, ==, samples->len);
  g_assert_cmpint (tally->next_at, ==, at);
  g_assert_cmpint (tally->followers, >, 0);
}

/* Nothing is missing of its followers but what the gap has. */
static void
assert_one_break (Sample          *self,
                  const CsAccount *account,
                  GPtrArray       *gaps)
{
  g_autoptr(GPtrArray) samples = cs_account_sample_store_list (self->tx, account->id, 0, 0, NULL);
  g_autoptr(GArray) curve = cs_curve_of_followers (samples, gaps, account->added_at,
                                                   self->plan->now);
  guint n = 0;

  for (guint i = 1; i < curve->len; i++)
    n += (g_array_index (curve, CsCurvePoint, i).marks & CS_CURVE_BREAK) != 0;

  g_assert_cmpuint (n, ==, 1);
}

static void
assert_what_is_missing_is_explained (Sample *self)
{
  guint n_open = 0;

  for (guint i = 0; i < self->plan->accounts->len; i++)
    {
      const CsAccount *account = self->plan->accounts->pdata[i];
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) tallies = list_tallies (self, account);
      g_autoptr(GPtrArray) gaps = cs_gap_store_list (self->tx, account->id, NULL, 0, 0, &error);
      const CsGap *first;

      g_assert_no_error (error);
      g_assert_cmpuint (gaps->len, ==, account->state == CS_ACCOUNT_READY ? 1 : 2);
      assert_one_break (self, account, gaps);
      first = gaps->pdata[0];
      g_assert_cmpstr (first->code, ==, "offline");
      g_assert_cmpint (first->until_at - first->from_at, >=, 7 * DAY);
      n_open += gaps->len == 2 && ((CsGap *) gaps->pdata[1])->until_at == CS_UNKNOWN;

      for (guint k = 0; k < tallies->len; k++)
        assert_counted_when_promised (self, tallies->pdata[k], gaps);
    }

  g_assert_cmpuint (n_open, ==, 1);
}

/* One number was corrected; one server stopped to tell quotes. */
static void
assert_one_correction_and_one_metric_that_vanished (Sample *self)
{
  const CsAccount *account = self->plan->accounts->pdata[0];
  g_autoptr(GPtrArray) tallies = list_tallies (self, account);
  guint n_wrong = 0, n_told = 0, n_untold = 0;

  for (guint i = 0; i < tallies->len; i++)
    {
      const CsTally *tally = tallies->pdata[i];
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) all = cs_sample_store_list_all (self->tx, tally->target_id, 0, 0,
                                                           &error);

      g_assert_no_error (error);
      for (guint k = 0; k < all->len; k++)
        {
          const CsSample *sample = all->pdata[k];
          gboolean is_told = sample->counts[CS_METRIC_QUOTES] != CS_UNKNOWN;

          g_assert_cmpint (is_told, ==, sample->taken_at < self->plan->counted.quotes_end);
          n_wrong += sample->revision > 0;
          n_told += is_told;
          n_untold += !is_told;
        }
    }

  g_assert_cmpuint (n_wrong, ==, 1);
  g_assert_cmpuint (n_told, >, 1000);
  g_assert_cmpuint (n_untold, >, 1000);
}

/* The days’ gains are what the posts have by now. */
static void
assert_the_days_add_up (Sample *self)
{
  for (guint i = 0; i < self->plan->accounts->len; i++)
    {
      const CsAccount *account = self->plan->accounts->pdata[i];
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) tallies = list_tallies (self, account);
      g_autoptr(GPtrArray) days = cs_account_day_store_list (self->tx, account->id, 0,
                                                             NOW / DAY + 1, &error);
      gint64 gained = 0, posts = 0, shares = 0;

      g_assert_no_error (error);
      for (guint k = 0; k < days->len; k++)
        {
          const CsAccountDay *day = days->pdata[k];

          posts += day->posts;
          if (day->counts[CS_METRIC_SHARES] != CS_UNKNOWN)
            gained += day->counts[CS_METRIC_SHARES];
        }

      for (guint k = 0; k < tallies->len; k++)
        shares += ((CsTally *) tallies->pdata[k])->counts[CS_METRIC_SHARES];

      g_assert_cmpint (gained, ==, shares);
      g_assert_cmpint (posts, ==, tallies->len);
    }
}

static void
assert_same_records (GPtrArray *a,
                     GPtrArray *b)
{
  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_cmpuint (a->len, >, 0);
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_true (cs_record_equal (a->pdata[i], b->pdata[i]));
}

static void
assert_same_account (Sample     *one,
                     Sample     *other,
                     const char *id)
{
  g_autoptr(GPtrArray) followers = cs_account_sample_store_list (one->tx, id, 0, 0, NULL);
  g_autoptr(GPtrArray) their_followers = cs_account_sample_store_list (other->tx, id, 0, 0, NULL);
  g_autoptr(GPtrArray) days = cs_account_day_store_list (one->tx, id, 0, NOW / DAY + 1, NULL);
  g_autoptr(GPtrArray) their_days = cs_account_day_store_list (other->tx, id, 0, NOW / DAY + 1,
                                                               NULL);
  g_autoptr(GPtrArray) gaps = cs_gap_store_list (one->tx, id, NULL, 0, 0, NULL);
  g_autoptr(GPtrArray) their_gaps = cs_gap_store_list (other->tx, id, NULL, 0, 0, NULL);

  assert_same_records (followers, their_followers);
  assert_same_records (days, their_days);
  assert_same_records (gaps, their_gaps);
}

/* What is loaded again, at the same moment and with the same seed, is the same to the last number:
 * pictures of two workspaces can be compared. */
static void
assert_another_is_the_same (Sample *self)
{
  Sample other = { 0, };

  setup (&other, NULL);
  for (guint i = 0; i < self->plan->accounts->len; i++)
    {
      const CsAccount *account = self->plan->accounts->pdata[i];
      g_autoptr(GPtrArray) tallies = list_tallies (self, account);
      g_autoptr(GPtrArray) theirs = list_tallies (&other, account);

      assert_same_records (tallies, theirs);
      assert_same_account (self, &other, account->id);
      for (guint k = 0; k < tallies->len; k++)
        {
          const char *id = ((CsTally *) tallies->pdata[k])->target_id;
          g_autoptr(GPtrArray) samples = cs_sample_store_list_all (self->tx, id, 0, 0, NULL);
          g_autoptr(GPtrArray) their_samples = cs_sample_store_list_all (other.tx, id, 0, 0, NULL);

          assert_same_records (samples, their_samples);
        }
    }

  teardown (&other, NULL);
}

/* All that is reckoned is so already. */
static void
assert_rebuild_changes_nothing (Sample *self)
{
  g_autoptr(GError) error = NULL;
  gint64 n_days = 0, n_changed = -1;

  g_assert_true (cs_account_day_store_rebuild (self->db, NULL, &n_days, &n_changed, &error));
  g_assert_cmpint (n_days, >, 200);
  g_assert_cmpint (n_changed, ==, 0);
}

/* What is not in the way of counting ends nothing: the account still waits for its sign-in, and
 * nothing was missed. The stand-ins do not answer. */
static void
assert_the_collector_goes_on (Sample *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CsSecrets) secrets = cs_secrets_new_memory ();
  g_autoptr(CsCollector) collector = cs_collector_new (self->db, self->clock, secrets);
  gint64 next_at;

  g_clear_pointer (&self->tx, cs_tx_free);
  g_assert_true (cs_collector_run_once (collector, &next_at, NULL, &error));
  self->tx = cs_tx_begin_read (self->db, &error);
  g_assert_no_error (error);
  assert_what_is_missing_is_explained (self);
}

/* One sample for all of it: it is large. */
static void
test_numbers (Sample        *self,
              gconstpointer  data)
{
  assert_a_stand_in_goes_on (self);
  assert_what_is_missing_is_explained (self);
  assert_one_correction_and_one_metric_that_vanished (self);
  assert_the_days_add_up (self);
  assert_another_is_the_same (self);
  assert_rebuild_changes_nothing (self);
  assert_the_collector_goes_on (self);
}

CS_TESTS (sample_numbers)
{
  g_test_add ("/sample-numbers/numbers", Sample, NULL, setup, test_numbers, teardown);
}
