/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-error.h"
#include "cs-plain-numbers.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#include <string.h>

#define DAY        CS_DAY_SECONDS
#define N_STEPS    10000
#define PER_TX     10
#define PER_CHECK  250
#define N_ACCOUNTS 3
#define N_POSTS    24
#define N_MOMENTS  240

typedef struct
{
  Store         store;
  GRand        *rand;
  CsAccount    *accounts[N_ACCOUNTS];
  PlainNumbers *plain;
  GHashTable   *frozen;         /* what a day says for ever, by its key */
  gint64        now;            /* of thinning, which only goes on */
  gboolean      keeps_posts;
  guint         n_corrections;
  guint         n_late;         /* told of a day that was frozen */
  guint         n_thinned;
  guint         n_removed;
} World;

static PlainPost *
random_post (World *world)
{
  return world->plain->posts->pdata[g_rand_int_range (world->rand, 0, world->plain->posts->len)];
}

static void
publish (World *world,
         CsTx  *tx)
{
  guint account = g_rand_int_range (world->rand, 0, N_ACCOUNTS);
  gint64 published_at = NOW - g_rand_int_range (world->rand, 0, 40 * DAY);
  g_autoptr(CsReceipt) receipt =
    new_receipt (&world->store, world->accounts[account], published_at);
  guint n_new;

  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  assert_holds (cs_tally_store_adopt (tx, &n_new, why));
  g_assert_cmpuint (n_new, ==, 1);
  plain_numbers_add_post (world->plain, receipt->target_id, account, published_at);
}

static void
set_up (World         *world,
        gconstpointer  data)
{
  CsTx *tx;

  store_set_up (&world->store, data);
  world->rand = g_rand_new_with_seed (20260602);
  world->plain = plain_numbers_new ();
  world->frozen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  world->now = NOW;
  tx = begin (&world->store);

  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      world->accounts[i] = new_account (&world->store, "ana");
      save_account (tx, world->accounts[i]);
      plain_numbers_add_account (world->plain, world->accounts[i]->id);
    }

  for (guint i = 0; i < N_POSTS; i++)
    publish (world, tx);

  commit (&tx);
}

static void
tear_down (World         *world,
           gconstpointer  data)
{
  for (guint i = 0; i < N_ACCOUNTS; i++)
    cs_record_unref (world->accounts[i]);

  g_rand_free (world->rand);
  plain_numbers_free (world->plain);
  g_hash_table_unref (world->frozen);
  store_tear_down (&world->store, data);
}

/* Some of few moments, close to each other at first and days apart at last: so that many are told
 * again, and many fall into one bucket. */
static gint64
random_age (World *world)
{
  gint64 n = g_rand_int_range (world->rand, 0, N_MOMENTS);

  return n < 40 ? n * 3600 + 30 : n < 160 ? 2 * DAY + n * 1700 : (n - 150) * DAY / 2 + n * 977;
}

/* Most samples tell all that their network counts; of some any part is missing. */
static void
fill_counts (World  *world,
             gint64  counts[CS_N_METRICS])
{
  gboolean is_whole = g_rand_int_range (world->rand, 0, 3) > 0;

  for (guint i = 0; i < CS_N_METRICS; i++)
    counts[i] = is_whole || g_rand_boolean (world->rand) ? g_rand_int_range (world->rand, 0, 1000)
                                                         : CS_UNKNOWN;
}

static gboolean
is_of_frozen_day (World           *world,
                  const PlainPost *post,
                  gint64           moment)
{
  g_autofree char *key = plain_day_key (post->account, moment / DAY);

  return g_hash_table_contains (world->frozen, key);
}

static CsSample *
new_sample (World    *world,
            gboolean *is_new)
{
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);
  PlainPost *post = random_post (world);
  PlainRow row;

  row.taken_at = post->published_at + random_age (world);
  fill_counts (world, row.counts);
  sample->target_id = g_strdup (post->target_id);
  sample->taken_at = row.taken_at;
  memcpy (sample->counts, row.counts, sizeof row.counts);

  plain_post_expect (post, world->frozen, &row, is_new);
  world->n_corrections += *is_new && row.revision > 0;
  world->n_late += *is_new && is_of_frozen_day (world, post, row.taken_at);

  return sample;
}

/* One, or now and then many at once; the last of them twice. */
static void
add (World *world,
     CsTx  *tx)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  guint n_expected = 0;
  guint n_new;

  for (guint n = g_rand_int_range (world->rand, 0, 60) == 0 ? 30 : 1; n > 0; n--)
    {
      gboolean is_new;

      g_ptr_array_add (samples, new_sample (world, &is_new));
      n_expected += is_new;
    }

  g_ptr_array_add (samples, cs_record_ref (samples->pdata[samples->len - 1]));
  assert_holds (cs_sample_store_add_all (tx, samples, &n_new, why));
  g_assert_cmpuint (n_new, ==, n_expected);
}

static void
add_to_account (World *world,
                CsTx  *tx)
{
  g_autoptr(CsAccountSample) sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);
  guint account = g_rand_int_range (world->rand, 0, N_ACCOUNTS);
  gboolean expected, is_new;
  PlainRow row;

  fill_counts (world, row.counts);
  row.taken_at = NOW - 40 * DAY + g_rand_int_range (world->rand, 0, 400) * 21600;
  memset (row.counts + 1, 0, sizeof row.counts - sizeof row.counts[0]);
  sample->account_id = g_strdup (world->accounts[account]->id);
  sample->taken_at = row.taken_at;
  sample->followers = row.counts[0];

  expected = plain_rows_expect (world->plain->account_rows->pdata[account], &row);
  assert_holds (cs_account_sample_store_add (tx, sample, &is_new, why));
  g_assert_cmpint (is_new, ==, expected);
}

static void
remove_post (World *world,
             CsTx  *tx)
{
  PlainPost *post = random_post (world);

  assert_holds (cs_tally_store_remove (tx, post->target_id, why));
  g_ptr_array_remove_fast (world->plain->posts, post);
  world->n_removed++;
  publish (world, tx);
}

static gboolean
is_kept (GPtrArray      *samples,
         const PlainRow *row)
{
  for (guint i = 0; i < samples->len; i++)
    {
      const CsSample *sample = samples->pdata[i];

      if (sample->taken_at == row->taken_at && sample->revision == row->revision)
        return cs_counts_equal (sample->counts, row->counts);
    }

  return FALSE;
}

/* Of what is expected, takes out what the store has not; it may have no more than that. */
static void
forget_thinned (World *world,
                CsTx  *tx)
{
  for (guint p = 0; p < world->plain->posts->len; p++)
    {
      PlainPost *post = world->plain->posts->pdata[p];
      g_autoptr(GPtrArray) samples = cs_sample_store_list_all (tx, post->target_id, 0, 0, NULL);

      g_assert_nonnull (samples);
      g_assert_cmpuint (samples->len, <=, post->rows->len);
      world->n_thinned += post->rows->len - samples->len;

      for (guint i = post->rows->len; i > 0; i--)
        if (!is_kept (samples, &g_array_index (post->rows, PlainRow, i - 1)))
          g_array_remove_index_fast (post->rows, i - 1);

      g_assert_cmpuint (samples->len, ==, post->rows->len);
    }
}

static void
forget_thinned_of_accounts (World *world,
                            CsTx  *tx)
{
  for (guint a = 0; a < N_ACCOUNTS; a++)
    {
      GArray *rows = world->plain->account_rows->pdata[a];

      for (guint i = rows->len; i > 0; i--)
        {
          gint64 at = g_array_index (rows, PlainRow, i - 1).taken_at;
          g_autoptr(GPtrArray) samples =
            cs_account_sample_store_list_all (tx, world->accounts[a]->id, at, at + 1, NULL);

          if (samples->len == 0)
            g_array_remove_index_fast (rows, i - 1);
        }
    }
}

static char *
print_day (const CsAccountDay *day)
{
  g_autoptr(GVariant) value = g_variant_ref_sink (cs_record_to_variant (day));

  return g_variant_print (value, FALSE);
}

/* A day that froze says for ever what it said before its samples went. */
static void
note_frozen (World      *world,
             CsTx       *tx,
             GHashTable *before)
{
  for (guint a = 0; a < N_ACCOUNTS; a++)
    {
      g_autoptr(GPtrArray) days =
        cs_account_day_store_list (tx, world->accounts[a]->id, 0, 0, NULL);

      for (guint i = 0; i < days->len; i++)
        {
          const CsAccountDay *day = days->pdata[i];
          g_autofree char *key = plain_day_key (a, day->day);
          g_autoptr(CsAccountDay) was = NULL;

          if (!day->frozen || g_hash_table_contains (world->frozen, key))
            continue;

          /* Only days that ended two weeks before. */
          g_assert_cmpint ((day->day + 15) * DAY, <=, world->now);
          was = cs_record_copy (plain_day_get (world->plain, before, a, day->day));
          was->frozen = TRUE;
          g_hash_table_insert (world->frozen, g_steal_pointer (&key), print_day (was));
        }
    }
}

static void
thin (World *world,
      CsTx  *tx)
{
  g_autoptr(GHashTable) before = plain_numbers_reckon (world->plain);
  guint n;

  world->now += g_rand_int_range (world->rand, 0, 2 * DAY);
  assert_holds (cs_sample_store_thin (tx, world->now, g_rand_int_range (world->rand, 1, 400), &n,
                                      why));
  forget_thinned (world, tx);
  forget_thinned_of_accounts (world, tx);
  note_frozen (world, tx, before);
}

static void
step (World *world,
      CsTx  *tx)
{
  guint what = g_rand_int_range (world->rand, 0, 1000);

  if (what < 900)
    add (world, tx);
  else if (what < 975)
    add_to_account (world, tx);
  else if (what < 995 || world->keeps_posts)
    thin (world, tx);
  else
    remove_post (world, tx);
}

/* The days as they stand are those that were reckoned, or what they were when they froze. */
static void
check_days (World *world)
{
  g_autoptr(GHashTable) expected = plain_numbers_reckon (world->plain);
  g_autoptr(CsTx) tx = begin_read (&world->store);

  for (guint a = 0; a < N_ACCOUNTS; a++)
    {
      g_autoptr(GPtrArray) days =
        cs_account_day_store_list (tx, world->accounts[a]->id, 0, 0, NULL);

      for (guint i = 0; i < days->len; i++)
        {
          const CsAccountDay *day = days->pdata[i];
          g_autofree char *key = plain_day_key (a, day->day);
          g_autofree char *stands = print_day (day);
          g_autofree char *plain =
            print_day (plain_day_get (world->plain, expected, a, day->day));
          const char *for_ever = g_hash_table_lookup (world->frozen, key);

          g_assert_cmpstr (stands, ==, for_ever != NULL ? for_ever : plain);
          g_hash_table_remove (expected, key);
        }
    }

  /* No day is missing. */
  g_assert_cmpuint (g_hash_table_size (expected), ==, 0);
}

/* Whatever was told when, and thinned: all days together gained what the posts stand at, as far as
 * it did not come too late. */
static void
check_sums (World *world)
{
  g_autoptr(CsTx) tx = begin_read (&world->store);

  for (guint m = 0; m < CS_N_METRICS; m++)
    {
      gint64 sum = 0;

      for (guint a = 0; a < N_ACCOUNTS; a++)
        {
          g_autoptr(GPtrArray) days =
            cs_account_day_store_list (tx, world->accounts[a]->id, 0, 0, NULL);

          for (guint i = 0; i < days->len; i++)
            {
              gint64 gained = ((CsAccountDay *) days->pdata[i])->counts[m];

              sum += gained != CS_UNKNOWN ? gained : 0;
            }
        }

      for (guint p = 0; p < world->plain->posts->len; p++)
        sum -= plain_rows_last_summed (((PlainPost *) world->plain->posts->pdata[p])->rows, m);

      g_assert_cmpint (sum, ==, 0);
    }
}

/* The last row of each post is the one that stands beside it. */
static void
check_latest (World *world)
{
  g_autoptr(CsTx) tx = begin_read (&world->store);

  for (guint p = 0; p < world->plain->posts->len; p++)
    {
      const PlainPost *post = world->plain->posts->pdata[p];
      const PlainRow *last = plain_rows_last (post->rows);
      g_autoptr(CsTally) tally = cs_tally_store_find (tx, post->target_id, NULL);

      g_assert_cmpint (tally->taken_at, ==, last != NULL ? last->taken_at : CS_UNKNOWN);
      g_assert_true (last == NULL || cs_counts_equal (tally->counts, last->counts));
      g_assert_cmpint (tally->engagement, ==,
                       last != NULL ? cs_counts_engagement (last->counts) : CS_UNKNOWN);
    }
}

static char *
dump (World *world)
{
  static const char *const queries[] = {
    "SELECT json_array (account, day, posts, views, likes, comments, shares, quotes, saves,"
    " told_views, told_likes, told_comments, told_shares, told_quotes, told_saves, followers,"
    " frozen) FROM account_day ORDER BY account, day",
    "SELECT json_array (tally, account, taken_at, source, views, likes, comments, shares, quotes,"
    " saves, engagement) FROM latest ORDER BY tally",
  };
  g_autoptr(CsTx) tx = begin_read (&world->store);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr(CsStmt) select = cs_tx_prepare (tx, queries[i]);

      while (cs_stmt_next (select, NULL))
        g_string_append_printf (text, "%s\n", cs_stmt_get_text (select, 0));
    }

  return g_string_free (text, FALSE);
}

static void
assert_rebuilds (World  *world,
                 gint64  n_expected)
{
  gint64 n_days, n_changed;

  assert_holds (cs_account_day_store_rebuild (world->store.db, NULL, &n_days, &n_changed, why));
  g_assert_cmpint (n_changed, ==, n_expected);
  g_assert_cmpint (n_days, >, 0);
}

/* What was damaged is set right again. */
static void
check_mending (World *world)
{
  static const char *const damages[] = {
    "UPDATE account_day SET likes = likes + 1 WHERE account = 1 AND NOT frozen",
    "UPDATE account_day SET told_likes = told_likes + 1 WHERE account = 2 AND NOT frozen",
    "UPDATE account_day SET followers = 7777 WHERE NOT frozen",
    "DELETE FROM account_day WHERE account = 3 AND NOT frozen",
    "INSERT INTO account_day (account, day, shares, told_shares) VALUES (1, 7, 7, 1)",
    "DELETE FROM latest WHERE tally % 2 = 0",
    "UPDATE latest SET engagement = 1234567 WHERE tally % 2 = 1",
    "UPDATE latest SET account = account % 3 + 1",
  };
  g_autofree char *before = dump (world);

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *after = NULL;
      CsTx *tx = begin (&world->store);
      g_autoptr(CsStmt) damage = cs_tx_prepare (tx, damages[i]);
      gint64 n;

      assert_holds (cs_stmt_run (damage, why));
      n = cs_stmt_get_changes (damage);
      g_assert_cmpint (n, >, 0);
      commit (&tx);

      assert_rebuilds (world, n);
      after = dump (world);
      g_assert_cmpstr (before, ==, after);
    }
}

/* However it came to be, what stands beside the samples is what they say. */
static void
test_random_steps (World         *world,
                   gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < N_STEPS / PER_TX; i++)
    {
      CsTx *tx = begin (&world->store);

      for (guint n = 0; n < PER_TX; n++)
        step (world, tx);

      commit (&tx);

      if ((i + 1) % (PER_CHECK / PER_TX) == 0)
        {
          check_days (world);
          check_latest (world);
        }
    }

  g_test_message ("%u corrections, %u late, %u rows thinned, %u posts removed, %u days frozen",
                  world->n_corrections, world->n_late, world->n_thinned, world->n_removed,
                  g_hash_table_size (world->frozen));
  g_assert_cmpuint (world->n_corrections, >, 500);
  g_assert_cmpuint (world->n_late, >, 500);
  g_assert_cmpuint (world->n_thinned, >, 500);
  g_assert_cmpuint (world->n_removed, >, 20);
  g_assert_cmpuint (g_hash_table_size (world->frozen), >, 20);

  before = dump (world);
  assert_rebuilds (world, 0);
  after = dump (world);
  g_assert_cmpstr (before, ==, after);
  check_mending (world);
}

static void
test_random_sums (World         *world,
                  gconstpointer  data)
{
  world->keeps_posts = TRUE;

  for (guint i = 0; i < N_STEPS / 4 / PER_TX; i++)
    {
      CsTx *tx = begin (&world->store);

      for (guint n = 0; n < PER_TX; n++)
        step (world, tx);

      commit (&tx);
      if ((i + 1) % (PER_CHECK / PER_TX) == 0)
        check_sums (world);
    }

  g_assert_cmpuint (world->n_late, >, 100);
  check_days (world);
}

/* In the midst of one, when what it mended is known to all. */
static void
on_mended (CsDb       *db,
           int         kind,
           GPtrArray  *ids,
           gpointer    user_data)
{
  guint *n_refused = user_data;
  g_autoptr(GError) error = NULL;
  gint64 n_days, n_changed;

  g_assert_false (cs_account_day_store_rebuild (db, NULL, &n_days, &n_changed, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_BUSY);
  (*n_refused)++;
}

static void
test_one_rebuild_at_a_time (World         *world,
                            gconstpointer  data)
{
  guint n_refused = 0;
  CsTx *tx = begin (&world->store);
  g_autoptr(CsStmt) damage = NULL;
  gint64 n;

  for (guint i = 0; i < PER_TX; i++)
    step (world, tx);

  damage = cs_tx_prepare (tx, "UPDATE account_day SET likes = likes + 1 WHERE NOT frozen");
  assert_holds (cs_stmt_run (damage, why));
  n = cs_stmt_get_changes (damage);
  g_assert_cmpint (n, >, 0);
  commit (&tx);

  cs_db_set_changed_func (world->store.db, on_mended, &n_refused);
  assert_rebuilds (world, n);
  cs_db_set_changed_func (world->store.db, NULL, NULL);
  g_assert_cmpuint (n_refused, >, 0);
  assert_rebuilds (world, 0);
}

CS_TESTS (numbers)
{
  g_test_add ("/store/numbers/one-rebuild-at-a-time", World, NULL, set_up,
              test_one_rebuild_at_a_time, tear_down);
  g_test_add ("/store/numbers/random-sums", World, NULL, set_up, test_random_sums, tear_down);
  g_test_add ("/store/numbers/random-steps", World, NULL, set_up, test_random_steps, tear_down);
}
