/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#define DAY        CS_DAY_SECONDS
#define N_ACCOUNTS 2
#define N_POSTS    6
#define N_ROUNDS   40
#define N_MOMENTS  60
#define MOST       300       /* samples of a round */

/* Two workspaces with the same posts: what one gets at once, the other gets one by one. */
typedef struct
{
  Store  single;
  Store  batch;
  GRand *rand;
  char  *target_ids[N_POSTS];
} Pair;

static void
put (Store     *store,
     GPtrArray *accounts,
     GPtrArray *receipts)
{
  CsTx *tx = begin (store);

  for (guint i = 0; i < accounts->len; i++)
    save_account (tx, accounts->pdata[i]);

  for (guint i = 0; i < receipts->len; i++)
    cs_record_unref (cs_receipt_store_add (tx, receipts->pdata[i], NULL));

  assert_holds (cs_tally_store_adopt (tx, NULL, why));
  commit (&tx);
}

static void
set_up (Pair          *pair,
        gconstpointer  data)
{
  g_autoptr(GPtrArray) accounts = cs_records_new ();
  g_autoptr(GPtrArray) receipts = cs_records_new ();

  store_set_up (&pair->single, data);
  store_set_up (&pair->batch, data);
  pair->rand = g_rand_new_with_seed (20260602);

  for (guint i = 0; i < N_ACCOUNTS; i++)
    g_ptr_array_add (accounts, new_account (&pair->single, "ana"));

  for (guint i = 0; i < N_POSTS; i++)
    {
      CsReceipt *receipt = new_receipt (&pair->single, accounts->pdata[i % N_ACCOUNTS],
                                        NOW - 60 * DAY + i * 7 * 3600);

      pair->target_ids[i] = g_strdup (receipt->target_id);
      g_ptr_array_add (receipts, receipt);
    }

  put (&pair->single, accounts, receipts);
  put (&pair->batch, accounts, receipts);
}

static void
tear_down (Pair          *pair,
           gconstpointer  data)
{
  for (guint i = 0; i < N_POSTS; i++)
    g_free (pair->target_ids[i]);

  g_rand_free (pair->rand);
  store_tear_down (&pair->single, data);
  store_tear_down (&pair->batch, data);
}

/* At few moments, so that many are told again: the same, or otherwise. Any number may miss. */
static CsSample *
random_sample (Pair *pair)
{
  static const char *const sources[] = { NULL, "a.example", "b.example" };
  CsSample *sample = cs_record_new (CS_RECORD_SAMPLE);
  guint post = g_rand_int_range (pair->rand, 0, N_POSTS);

  sample->target_id = g_strdup (pair->target_ids[post]);
  sample->taken_at = NOW - 60 * DAY
                   + g_rand_int_range (pair->rand, 0, N_MOMENTS) * (DAY - 3600);
  sample->origin = g_rand_boolean (pair->rand) ? CS_ORIGIN_NETWORK : CS_ORIGIN_IMPORT;
  sample->source = g_strdup (sources[g_rand_int_range (pair->rand, 0, G_N_ELEMENTS (sources))]);

  for (guint i = 0; i < CS_N_METRICS; i++)
    sample->counts[i] = g_rand_int_range (pair->rand, 0, 4) > 0
                      ? g_rand_int_range (pair->rand, 0, 3) : CS_UNKNOWN;

  return sample;
}

static guint
add_one_by_one (Store     *store,
                GPtrArray *samples)
{
  CsTx *tx = cs_tx_begin_ingest (store->db, NULL);
  guint n = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      gboolean is_new;

      assert_holds (cs_sample_store_add (tx, samples->pdata[i], &is_new, why));
      n += is_new;
    }

  commit (&tx);

  return n;
}

static guint
add_at_once (Store     *store,
             GPtrArray *samples)
{
  CsTx *tx = cs_tx_begin_ingest (store->db, NULL);
  guint n;

  assert_holds (cs_sample_store_add_all (tx, samples, &n, why));
  commit (&tx);

  return n;
}

static void
thin (Store  *store,
      gint64  now)
{
  CsTx *tx = cs_tx_begin_ingest (store->db, NULL);
  guint n;

  assert_holds (cs_sample_store_thin (tx, now, 1000, &n, why));
  commit (&tx);
}

/* All that adding writes. */
static char *
dump (Store *store)
{
  static const char *const queries[] = {
    "SELECT json_array (nr, origin, name) FROM source ORDER BY nr",
    "SELECT json_array (nr, target_id, account, published_at, next_at, gone_at, thinned_to)"
    " FROM tally ORDER BY nr",
    "SELECT json_array (tally, age, source, views, likes, comments, shares, quotes, saves)"
    " FROM sample ORDER BY tally, age",
    "SELECT json_array (tally, age, revision, source, views, likes, comments, shares, quotes,"
    " saves) FROM corrected ORDER BY tally, age, revision",
    "SELECT json_array (tally, account, taken_at, source, views, likes, comments, shares, quotes,"
    " saves, engagement) FROM latest ORDER BY tally",
    "SELECT json_array (account, day, posts, views, likes, comments, shares, quotes, saves,"
    " told_views, told_likes, told_comments, told_shares, told_quotes, told_saves, followers,"
    " frozen) FROM account_day ORDER BY account, day",
  };
  g_autoptr(CsTx) tx = begin_read (store);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr(CsStmt) select = cs_tx_prepare (tx, queries[i]);

      while (cs_stmt_next (select, NULL))
        g_string_append_printf (text, "%s\n", cs_stmt_get_text (select, 0));

      assert_holds (cs_stmt_check (select, why));
    }

  return g_string_free (text, FALSE);
}

static void
test_batches (Pair          *pair,
              gconstpointer  data)
{
  guint n_all = 0;
  guint n_new = 0;

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr(GPtrArray) samples = cs_records_new ();
      g_autofree char *single = NULL;
      g_autofree char *batch = NULL;
      guint n;

      for (guint i = g_rand_int_range (pair->rand, 1, MOST); i > 0; i--)
        g_ptr_array_add (samples, random_sample (pair));

      n = add_one_by_one (&pair->single, samples);
      g_assert_cmpuint (add_at_once (&pair->batch, samples), ==, n);
      n_all += samples->len;
      n_new += n;

      if (round % 10 == 9)
        {
          thin (&pair->single, NOW - (30 - (gint64) round / 10 * 10) * DAY);
          thin (&pair->batch, NOW - (30 - (gint64) round / 10 * 10) * DAY);
        }

      single = dump (&pair->single);
      batch = dump (&pair->batch);
      g_assert_cmpstr (single, ==, batch);
    }

  g_test_message ("%u samples, %u new", n_all, n_new);
  g_assert_cmpuint (n_new, >, 1000);
  g_assert_cmpuint (n_new, <, n_all);
}

/* Of none there is nothing to do, and one that is not counted spoils them all. */
static void
test_bad_batches (Pair          *pair,
                  gconstpointer  data)
{
  g_autoptr(GPtrArray) samples = cs_records_new ();
  g_autofree char *before = dump (&pair->batch);
  g_autofree char *after = NULL;
  CsSample *foreign;
  CsTx *tx;

  g_assert_cmpuint (add_at_once (&pair->batch, samples), ==, 0);

  foreign = random_sample (pair);
  g_set_str (&foreign->target_id, "nobody");
  g_ptr_array_add (samples, random_sample (pair));
  g_ptr_array_add (samples, foreign);
  tx = cs_tx_begin_ingest (pair->batch.db, NULL);
  assert_fails (cs_sample_store_add_all (tx, samples, NULL, why), CS_ERROR_NOT_FOUND);
  cs_tx_free (tx);

  after = dump (&pair->batch);
  g_assert_cmpstr (before, ==, after);
}

CS_TESTS (sample_add)
{
  g_test_add ("/store/samples/batches", Pair, NULL, set_up, test_batches, tear_down);
  g_test_add ("/store/samples/bad-batches", Pair, NULL, set_up, test_bad_batches, tear_down);
}
