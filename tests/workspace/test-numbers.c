/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-cadence.h"
#include "cs-counted.h"
#include "cs-error.h"
#include "cs-gap-store.h"
#include "cs-numbers.h"
#include "cs-numbers-answers.h"
#include "cs-numbers-points.h"
#include "cs-receipt-store.h"
#include "cs-sample-store.h"
#include "cs-store-fixture.h"
#include "cs-tally-store.h"
#include "cs-test.h"

#include <string.h>

#define HOUR 3600
#define DAY CS_DAY_SECONDS

typedef struct
{
  Store      store;
  CsAccount *ana;
  CsAccount *bo;
} Numbers;

static void
set_up (Numbers       *numbers,
        gconstpointer  data)
{
  CsTx *tx;

  store_set_up (&numbers->store, data);
  numbers->ana = new_account (&numbers->store, "@ana@example.social");
  numbers->bo = new_account (&numbers->store, "bo.example");
  numbers->bo->network = CS_NETWORK_BLUESKY;
  tx = begin (&numbers->store);
  save_account (tx, numbers->ana);
  save_account (tx, numbers->bo);
  commit (&tx);
}

static void
tear_down (Numbers       *numbers,
           gconstpointer  data)
{
  cs_record_unref (numbers->ana);
  cs_record_unref (numbers->bo);
  store_tear_down (&numbers->store, data);
}

/* Of a post, which went out then with that many followers; its target. */
static char *
publish_to (Numbers    *numbers,
            CsPost     *post,
            CsAccount  *account,
            gint64      at,
            gint64      followers)
{
  g_autoptr(CsReceipt) receipt = new_receipt (&numbers->store, account, at);
  CsTx *tx = begin (&numbers->store);

  g_set_str (&receipt->post_id, post->id);
  save_post (tx, post);
  cs_record_unref (cs_receipt_store_add (tx, receipt, NULL));
  assert_holds (cs_tally_store_adopt (tx, NULL, why));
  assert_holds (cs_tally_store_set_followers (tx, receipt->target_id, followers, why));
  commit (&tx);

  return g_strdup (receipt->target_id);
}

/* A post of its own. */
static char *
publish (Numbers    *numbers,
         CsAccount  *account,
         gint64      at,
         gint64      followers)
{
  g_autoptr(CsPost) post = new_post (&numbers->store, "Kiln");

  return publish_to (numbers, post, account, at, followers);
}

static void
count (Numbers    *numbers,
       const char *target,
       gint64      at,
       gint64      likes)
{
  g_autoptr(CsSample) sample = cs_record_new (CS_RECORD_SAMPLE);
  CsTx *tx = begin (&numbers->store);

  sample->target_id = g_strdup (target);
  sample->taken_at = at;
  sample->source = g_strdup ("example.social");
  cs_counts_clear (sample->counts);
  sample->counts[CS_METRIC_LIKES] = likes;
  sample->counts[CS_METRIC_SHARES] = 0;
  sample->counts[CS_METRIC_COMMENTS] = likes != CS_UNKNOWN ? 0 : CS_UNKNOWN;
  assert_holds (cs_sample_store_add (tx, sample, NULL, why));
  commit (&tx);
}

static void
count_followers (Numbers   *numbers,
                 CsAccount *account,
                 gint64     at,
                 gint64     followers)
{
  g_autoptr(CsAccountSample) sample = cs_record_new (CS_RECORD_ACCOUNT_SAMPLE);
  CsTx *tx = begin (&numbers->store);

  sample->account_id = g_strdup (account->id);
  sample->taken_at = at;
  sample->source = g_strdup ("example.social");
  sample->followers = followers;
  assert_holds (cs_account_sample_store_add (tx, sample, NULL, why));
  commit (&tx);
}

/* Of both accounts, or of one of them. */
static GVariant *
overview (Numbers   *numbers,
          CsAccount *account,
          gint64     from,
          gint64     until)
{
  g_autoptr(GPtrArray) accounts = cs_records_new ();
  g_autoptr(GError) error = NULL;
  CsTx *tx = begin_read (&numbers->store);
  GVariant *answer;

  g_ptr_array_add (accounts, cs_record_ref (account != NULL ? account : numbers->ana));
  if (account == NULL)
    g_ptr_array_add (accounts, cs_record_ref (numbers->bo));
  answer = cs_numbers_overview (tx, accounts, from, until, NOW, &error);
  g_assert_no_error (error);
  cs_tx_free (tx);

  return answer;
}

static GVariant *
tile_of (GVariant   *answer,
         const char *name)
{
  g_autoptr(GVariant) tiles = g_variant_lookup_value (answer, "tiles", G_VARIANT_TYPE_VARDICT);

  return g_variant_lookup_value (tiles, name, G_VARIANT_TYPE_VARDICT);
}

static gboolean
has (GVariant   *record,
     const char *name)
{
  g_autoptr(GVariant) value = g_variant_lookup_value (record, name, NULL);

  return value != NULL;
}

/* Why a tile is compared with nothing; NULL: nobody has to know. */
static void
assert_no_change (GVariant   *answer,
                  const char *name,
                  const char *wanted)
{
  g_autoptr(GVariant) tile = tile_of (answer, name);
  const char *sentence = NULL;

  g_variant_lookup (tile, "no_change", "&s", &sentence);
  g_assert_cmpstr (sentence, ==, wanted);
}

static double
real_of (GVariant   *record,
         const char *name)
{
  double value = 0;

  g_assert_true (g_variant_lookup (record, name, "d", &value));

  return value;
}

static gint64
number_of (GVariant   *record,
           const char *name)
{
  gint64 value = 0;

  g_assert_true (g_variant_lookup (record, name, "x", &value));

  return value;
}

static GVariant *
child_of (GVariant   *answer,
          const char *list,
          gsize       place)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (answer, list, G_VARIANT_TYPE ("aa{sv}"));

  g_assert_cmpuint (g_variant_n_children (all), >, place);

  return g_variant_get_child_value (all, place);
}

static gsize
length_of (GVariant   *answer,
           const char *list)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (answer, list, NULL);

  return g_variant_n_children (all);
}

static gboolean
is_too_little (GVariant   *answer,
               const char *name)
{
  g_autoptr(GVariant) why = g_variant_lookup_value (answer, "too_little", G_VARIANT_TYPE_VARDICT);

  return has (why, name);
}

/* Nothing is known, and it is not made up. */
static void
test_nothing (Numbers       *numbers,
              gconstpointer  data)
{
  g_autoptr(GVariant) answer = overview (numbers, NULL, NOW - 7 * DAY, CS_UNKNOWN);
  g_autoptr(GVariant) followers = tile_of (answer, "followers");
  g_autoptr(GVariant) engagement = tile_of (answer, "engagement");
  g_autoptr(GVariant) posts = tile_of (answer, "posts");

  g_assert_false (has (followers, "value") || has (followers, "change"));
  g_assert_false (has (followers, "taken_at"));
  g_assert_cmpint (number_of (followers, "left_out"), ==, 2);
  g_assert_false (has (engagement, "value") || has (engagement, "numerator"));
  g_assert_cmpfloat (real_of (posts, "value"), ==, 0);
  g_assert_false (has (posts, "change"));
  g_assert_true (is_too_little (answer, "followers") && is_too_little (answer, "engagement")
                 && is_too_little (answer, "posts"));
  g_assert_cmpuint (length_of (answer, "accounts"), ==, 2);
  g_assert_cmpuint (length_of (answer, "days"), ==, 0);
}

/* Sum by sum; what is not known is left out and counted. */
static void
test_engagement (Numbers       *numbers,
                 gconstpointer  data)
{
  g_autofree char *loud = publish (numbers, numbers->ana, NOW - 2 * DAY, 100);
  g_autofree char *quiet = publish (numbers, numbers->ana, NOW - 3 * DAY, 900);
  g_autofree char *unseen = publish (numbers, numbers->ana, NOW - 4 * DAY, 900);
  g_autofree char *unasked = publish (numbers, numbers->bo, NOW - 5 * DAY, CS_UNKNOWN);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GVariant) first = NULL;

  count (numbers, loud, NOW - DAY, 40);
  count (numbers, quiet, NOW - 2 * DAY, 10);
  count (numbers, unasked, NOW - DAY, 7);
  answer = overview (numbers, NULL, NOW - 7 * DAY, CS_UNKNOWN);
  tile = tile_of (answer, "engagement");
  posts = tile_of (answer, "posts");
  first = child_of (answer, "posts", 0);

  g_assert_cmpfloat (real_of (tile, "value"), ==, 0.05);
  g_assert_cmpint (number_of (tile, "numerator"), ==, 50);
  g_assert_cmpint (number_of (tile, "denominator"), ==, 1000);
  g_assert_cmpint (number_of (tile, "n"), ==, 2);
  g_assert_cmpint (number_of (tile, "left_out"), ==, 2);
  g_assert_cmpint (number_of (tile, "taken_at"), ==, NOW - 2 * DAY);
  g_assert_false (has (tile, "before"));
  g_assert_cmpfloat (real_of (posts, "value"), ==, 4);
  g_assert_cmpuint (length_of (answer, "posts"), ==, 4);
  g_assert_cmpfloat (real_of (first, "rate"), ==, 0.4);
  g_assert_cmpint (number_of (first, "engagement"), ==, 40);
  g_assert_false (has (first, "views") || has (first, "gone_at"));
  g_assert_false (is_too_little (answer, "engagement"));
  g_assert_cmpuint (length_of (answer, "days"), >, 0);
}

/* The week before is looked at as it was a week ago. */
static void
test_before_at_the_same_distance (Numbers       *numbers,
                                  gconstpointer  data)
{
  g_autofree char *now = publish (numbers, numbers->ana, NOW - 2 * DAY, 100);
  g_autofree char *before = publish (numbers, numbers->ana, NOW - 9 * DAY, 100);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GVariant) whole = NULL;
  g_autoptr(GVariant) all = NULL;

  count (numbers, now, NOW - HOUR, 30);
  count (numbers, before, NOW - 8 * DAY, 10);
  count (numbers, before, NOW - 7 * DAY - HOUR, 20);
  count (numbers, before, NOW - DAY, 90);
  answer = overview (numbers, numbers->ana, NOW - 7 * DAY, CS_UNKNOWN);
  tile = tile_of (answer, "engagement");
  posts = tile_of (answer, "posts");

  g_assert_cmpfloat (real_of (tile, "value"), ==, 0.3);
  g_assert_cmpfloat (real_of (tile, "before"), ==, 0.2);
  g_assert_cmpfloat_with_epsilon (real_of (tile, "change"), 0.5, 1e-9);
  g_assert_cmpfloat (real_of (posts, "change"), ==, 0);
  g_assert_cmpint (number_of (posts, "taken_at"), ==, NOW);

  whole = overview (numbers, numbers->ana, CS_UNKNOWN, CS_UNKNOWN);
  all = tile_of (whole, "engagement");
  g_assert_false (has (whole, "before_from") || has (all, "before") || has (all, "before_n"));
  g_assert_cmpint (number_of (whole, "from"), ==, NOW - 9 * DAY);
  g_assert_cmpint (number_of (all, "n"), ==, 2);
}

/* A post that went to both accounts went out once; in the period before, too. */
static void
test_a_post_on_two_accounts_is_one (Numbers       *numbers,
                                    gconstpointer  data)
{
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) posts = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(CsPost) post = new_post (&numbers->store, "Kiln");

      g_free (publish_to (numbers, post, numbers->ana, NOW - (2 + 7 * i) * DAY, 100));
      g_free (publish_to (numbers, post, numbers->bo, NOW - (2 + 7 * i) * DAY + HOUR, 100));
    }

  answer = overview (numbers, NULL, NOW - 7 * DAY, CS_UNKNOWN);
  posts = tile_of (answer, "posts");
  g_assert_cmpuint (length_of (answer, "posts"), ==, 2);
  g_assert_cmpfloat (real_of (posts, "value"), ==, 1);
  g_assert_cmpfloat (real_of (posts, "before"), ==, 1);
  g_assert_cmpint (number_of (posts, "n"), ==, 1);
}

static gboolean
is_compared (Numbers    *numbers,
             const char *name)
{
  g_autoptr(GVariant) answer = overview (numbers, numbers->ana, NOW - 7 * DAY, CS_UNKNOWN);
  g_autoptr(GVariant) tile = tile_of (answer, name);

  return has (tile, "before");
}

/* Of an account that was added in the middle of the week before, half a week is not known. */
static void
test_what_was_not_seen_is_not_compared (Numbers       *numbers,
                                        gconstpointer  data)
{
  g_autofree char *now = publish (numbers, numbers->ana, NOW - 2 * DAY, 100);
  g_autofree char *before = publish (numbers, numbers->ana, NOW - 9 * DAY, 100);
  g_autofree char *earlier = NULL;
  g_autoptr(GVariant) young = NULL;
  g_autoptr(GVariant) seen = NULL;
  g_autoptr(GVariant) empty_before = NULL;
  g_autoptr(CsAccount) added = cs_record_copy (numbers->ana);
  CsTx *tx = begin (&numbers->store);

  added->added_at = NOW - 10 * DAY;
  assert_holds (cs_account_store_save (tx, added, why));
  commit (&tx);
  count (numbers, now, NOW - HOUR, 30);
  count (numbers, before, NOW - 8 * DAY, 10);

  cs_record_unref (numbers->ana);
  numbers->ana = cs_record_ref (added);
  g_assert_false (is_compared (numbers, "posts") || is_compared (numbers, "engagement"));
  young = overview (numbers, numbers->ana, NOW - 7 * DAY, CS_UNKNOWN);
  assert_no_change (young, "posts", "Not counted long enough before");
  assert_no_change (young, "engagement", "Not counted long enough before");

  earlier = publish (numbers, numbers->ana, NOW - 20 * DAY, 100);
  g_assert_true (is_compared (numbers, "posts") && is_compared (numbers, "engagement"));
  seen = overview (numbers, numbers->ana, NOW - 7 * DAY, CS_UNKNOWN);
  assert_no_change (seen, "posts", NULL);
  assert_no_change (seen, "engagement", NULL);
  empty_before = overview (numbers, numbers->ana, NOW - 3 * DAY, CS_UNKNOWN);
  assert_no_change (empty_before, "posts", NULL);
  assert_no_change (empty_before, "engagement", "Nothing to compare with in the time before");
}

/* A week that has only begun is compared with as much of the one before. */
static void
test_what_is_to_come_is_in_no_period (Numbers       *numbers,
                                      gconstpointer  data)
{
  g_autofree char *now = publish (numbers, numbers->ana, NOW - DAY, 100);
  g_autofree char *before = publish (numbers, numbers->ana, NOW - 3 * DAY, 100);
  g_autofree char *earlier = publish (numbers, numbers->ana, NOW - 8 * DAY, 100);
  g_autoptr(GVariant) answer = overview (numbers, numbers->ana, NOW - 2 * DAY, NOW + 5 * DAY);
  g_autoptr(GVariant) posts = tile_of (answer, "posts");

  g_assert_cmpint (number_of (answer, "until"), ==, NOW + 1);
  g_assert_cmpint (number_of (answer, "before_from"), ==, NOW - 4 * DAY - 1);
  g_assert_cmpfloat (real_of (posts, "value"), ==, 1);
  g_assert_cmpfloat (real_of (posts, "before"), ==, 1);
}

/* Followers of whom nothing was told in the period are not the same as before: nobody knows. */
static void
test_followers_that_nobody_counted_are_unknown (Numbers       *numbers,
                                                gconstpointer  data)
{
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) both = NULL;
  g_autoptr(GVariant) both_tile = NULL;
  g_autoptr(GVariant) account = NULL;

  count_followers (numbers, numbers->ana, NOW - 9 * DAY, 1000);
  count_followers (numbers, numbers->bo, NOW - 9 * DAY, 200);
  count_followers (numbers, numbers->bo, NOW - DAY, 210);
  answer = overview (numbers, numbers->ana, NOW - 7 * DAY, CS_UNKNOWN);
  tile = tile_of (answer, "followers");
  account = child_of (answer, "accounts", 0);

  g_assert_false (has (tile, "value") || has (tile, "before") || has (tile, "change"));
  g_assert_cmpint (number_of (tile, "left_out"), ==, 1);
  g_assert_cmpuint (length_of (account, "followers"), ==, 0);
  g_assert_true (is_too_little (answer, "followers"));

  both = overview (numbers, NULL, NOW - 7 * DAY, CS_UNKNOWN);
  both_tile = tile_of (both, "followers");
  g_assert_cmpfloat (real_of (both_tile, "value"), ==, 210);
  g_assert_cmpfloat (real_of (both_tile, "before"), ==, 200);
  g_assert_cmpint (number_of (both_tile, "left_out"), ==, 1);
}

/* The (at, value, marks) of an account’s followers. */
static void
assert_follower (GVariant *answer,
                 gsize     account,
                 gsize     place,
                 gint64    at,
                 gint64    value,
                 guint     marks)
{
  g_autoptr(GVariant) record = child_of (answer, "accounts", account);
  g_autoptr(GVariant) curve = g_variant_lookup_value (record, "followers",
                                                      G_VARIANT_TYPE ("a(xxu)"));
  gint64 found_at, found;
  guint found_marks;

  g_variant_get_child (curve, place, "(xxu)", &found_at, &found, &found_marks);
  g_assert_cmpint (found_at, ==, at);
  g_assert_cmpint (found, ==, value);
  g_assert_cmpuint (found_marks, ==, marks);
}

static void
assert_begins_near (Numbers *numbers,
                    gint64   from,
                    gint64   counted_at,
                    gboolean is_near)
{
  g_autoptr(CsAccount) account = new_account (&numbers->store, "@else@example.social");
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  CsTx *tx = begin (&numbers->store);

  save_account (tx, account);
  commit (&tx);
  count_followers (numbers, account, counted_at, 1000);
  count_followers (numbers, account, NOW - HOUR, 1013);
  answer = overview (numbers, account, from, CS_UNKNOWN);
  tile = tile_of (answer, "followers");

  g_assert_cmpfloat (real_of (tile, "value"), ==, 1013);
  g_assert_cmpint (has (tile, "change"), ==, is_near);
  g_assert_cmpint (has (tile, "no_change"), ==, !is_near);
  g_assert_cmpint (number_of (tile, "before_left_out"), ==, !is_near);
}

/* What was counted long before a period did not change in it; of old ones fewer stay. */
static void
test_followers_are_compared_from_the_begin_on (Numbers       *numbers,
                                               gconstpointer  data)
{
  static const struct { gint64 period, distance; gboolean is_near; } cases[] = {
    { 30, 55, FALSE }, { 30, 3, FALSE }, { 30, 2, TRUE },
    { 100, 8, TRUE }, { 100, 9, FALSE },
    { 364, 29, TRUE }, { 365, 29, TRUE }, { 365, 30, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_begins_near (numbers, NOW - cases[i].period * DAY,
                        NOW - (cases[i].period + cases[i].distance) * DAY, cases[i].is_near);
}

/* With where the line comes from, what was corrected, and why some is missing. */
static void
test_followers (Numbers       *numbers,
                gconstpointer  data)
{
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) tile = NULL;
  g_autoptr(GVariant) whole = NULL;
  g_autoptr(GVariant) both = NULL;
  g_autoptr(GVariant) both_tile = NULL;
  g_autoptr(GVariant) account = NULL;
  CsTx *tx;

  count_followers (numbers, numbers->ana, NOW - DAY - HOUR, 100);
  count_followers (numbers, numbers->ana, NOW - DAY, 101);
  count_followers (numbers, numbers->ana, NOW - HOUR, 120);
  count_followers (numbers, numbers->ana, NOW - HOUR, 110);
  count_followers (numbers, numbers->ana, NOW, 105);
  gap->account_id = g_strdup (numbers->ana->id);
  gap->from_at = NOW - 20 * HOUR;
  gap->until_at = NOW - HOUR;
  gap->code = g_strdup ("offline");
  gap->sentence = g_strdup ("Nobody answered");
  tx = begin (&numbers->store);
  assert_holds (cs_gap_store_note (tx, gap, why));
  commit (&tx);

  answer = overview (numbers, numbers->ana, NOW - DAY, CS_UNKNOWN);
  assert_follower (answer, 0, 0, NOW - DAY, 101, 0);
  assert_follower (answer, 0, 1, NOW - HOUR, 110, CS_CURVE_BREAK | CS_CURVE_CORRECTED);
  assert_follower (answer, 0, 2, NOW, 105, 0);
  account = child_of (answer, "accounts", 0);
  g_assert_cmpuint (length_of (account, "gaps"), ==, 1);
  g_assert_false (is_too_little (answer, "followers"));

  tile = tile_of (answer, "followers");
  g_assert_cmpfloat (real_of (tile, "value"), ==, 105);
  g_assert_cmpfloat (real_of (tile, "before"), ==, 100);
  g_assert_cmpfloat_with_epsilon (real_of (tile, "change"), 0.05, 1e-9);
  g_assert_cmpint (number_of (tile, "taken_at"), ==, NOW);

  /* An account that was not there before has brought no new followers. */
  count_followers (numbers, numbers->bo, NOW - 2 * HOUR, 1000);
  whole = overview (numbers, NULL, CS_UNKNOWN, CS_UNKNOWN);
  g_assert_cmpint (number_of (whole, "from"), ==, NOW - DAY - HOUR);
  both = overview (numbers, NULL, NOW - DAY, CS_UNKNOWN);
  both_tile = tile_of (both, "followers");
  g_assert_cmpfloat (real_of (both_tile, "value"), ==, 1105);
  g_assert_cmpint (number_of (both_tile, "taken_at"), ==, NOW - 2 * HOUR);
  g_assert_cmpint (number_of (both_tile, "n"), ==, 2);
  g_assert_cmpint (number_of (both_tile, "before_n"), ==, 1);
  g_assert_false (has (both_tile, "before") || has (both_tile, "change"));
  assert_no_change (both, "followers", "Not counted when this time began");
  assert_no_change (whole, "followers", NULL);
}

/* What the network took back, what was told otherwise, and what is gone. */
static void
test_marks (Numbers       *numbers,
            gconstpointer  data)
{
  g_autofree char *target = publish (numbers, numbers->ana, NOW - DAY, 100);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) post = NULL;
  guint marks = 0;
  gboolean deleted = TRUE;
  CsTx *tx;

  count (numbers, target, NOW - 3 * HOUR, 30);
  count (numbers, target, NOW - 2 * HOUR, 20);
  count (numbers, target, NOW - 2 * HOUR, 25);
  tx = begin (&numbers->store);
  assert_holds (cs_tally_store_set_gone (tx, target, NOW - HOUR, why));
  commit (&tx);

  answer = overview (numbers, numbers->ana, NOW - 7 * DAY, CS_UNKNOWN);
  post = child_of (answer, "posts", 0);
  g_assert_true (g_variant_lookup (post, "marks", "u", &marks));
  g_assert_true (g_variant_lookup (post, "deleted", "b", &deleted));
  g_assert_cmpuint (marks, ==, CS_CURVE_CORRECTED | CS_CURVE_LOWERED);
  g_assert_cmpint (number_of (post, "gone_at"), ==, NOW - HOUR);
  g_assert_false (deleted);
}

/* Every number that is shown says what it means on each network. */
static void
test_definitions (Numbers       *numbers,
                  gconstpointer  data)
{
  g_autoptr(GVariant) answer = overview (numbers, NULL, NOW - 7 * DAY, CS_UNKNOWN);
  guint n = length_of (answer, "definitions");
  guint expected = 2 * 3;     /* followers, engagement and its rate */

  for (guint i = 0; i < CS_N_METRICS; i++)
    expected += cs_metric_is_given (i, CS_NETWORK_MASTODON)
              + cs_metric_is_given (i, CS_NETWORK_BLUESKY);

  g_assert_cmpuint (n, ==, expected);
}

static GVariant *
look_at_post (Numbers    *numbers,
              const char *target,
              guint       metric)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) posts = NULL;
  g_autoptr(CsTally) tally = NULL;
  CsTx *tx = begin_read (&numbers->store);
  GVariant *answer;

  tally = cs_tally_store_find (tx, target, NULL);
  posts = cs_counted_list (tx, &(CsCountedRange) { .post_id = tally->post_id }, &error);
  g_assert_no_error (error);
  answer = cs_numbers_post (tx, posts, metric, NOW, &error);
  g_assert_no_error (error);
  cs_tx_free (tx);

  return answer;
}

/* A post of that age now, which had twice as many likes an hour after it went out as half an
 * hour after. */
static char *
publish_and_count (Numbers *numbers,
                   gint64   age,
                   gint64   likes)
{
  char *target = publish (numbers, numbers->ana, NOW - age, 100);

  count (numbers, target, NOW - age + HOUR / 2, likes);
  count (numbers, target, NOW - age + 3 * HOUR / 4, likes);
  count (numbers, target, NOW - age + HOUR, 2 * likes);

  return target;
}

static void
test_post_against_its_band (Numbers       *numbers,
                            gconstpointer  data)
{
  g_autofree char *target = publish_and_count (numbers, DAY, 50);
  g_autoptr(GVariant) alone = look_at_post (numbers, target, CS_METRIC_LIKES);
  g_autoptr(GVariant) alone_target = child_of (alone, "targets", 0);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) record = NULL;
  g_autoptr(GVariant) points = NULL;
  g_autoptr(GVariant) band = NULL;
  gint64 age, value;
  double low, middle, high;
  guint marks, n;

  g_assert_cmpuint (length_of (alone_target, "band"), ==, 0);
  g_assert_true (has (alone_target, "too_little"));

  for (guint i = 1; i <= 5; i++)
    g_free (publish_and_count (numbers, (i + 1) * DAY, i));

  answer = look_at_post (numbers, target, CS_METRIC_LIKES);
  record = child_of (answer, "targets", 0);
  points = g_variant_lookup_value (record, "points", G_VARIANT_TYPE ("a(xxu)"));
  band = g_variant_lookup_value (record, "band", G_VARIANT_TYPE ("a(xdddu)"));
  g_assert_false (has (record, "too_little"));
  g_assert_cmpint (number_of (record, "band_posts"), ==, 5);
  g_assert_cmpuint (g_variant_n_children (points), ==, 3);
  g_variant_get_child (points, 2, "(xxu)", &age, &value, &marks);
  g_assert_cmpint (age, ==, HOUR);
  g_assert_cmpint (value, ==, 100);
  g_assert_cmpuint (marks, ==, 0);

  /* The others had 1 … 5, then 2 … 10. */
  g_assert_cmpuint (g_variant_n_children (band), ==, 2);
  g_variant_get_child (band, 1, "(xdddu)", &age, &low, &middle, &high, &n);
  g_assert_cmpint (age, ==, HOUR);
  g_assert_cmpfloat (low, ==, 4);
  g_assert_cmpfloat (middle, ==, 6);
  g_assert_cmpfloat (high, ==, 8);
  g_assert_cmpuint (n, ==, 5);
}

static const char *
text_of (GVariant   *record,
         const char *name)
{
  const char *text = NULL;

  g_variant_lookup (record, name, "&s", &text);

  return text;
}

/* A metric that the network does not tell has no curve, not one of zeros. */
static void
test_post_without_a_metric (Numbers       *numbers,
                            gconstpointer  data)
{
  g_autofree char *target = publish_and_count (numbers, DAY, 50);
  g_autoptr(GVariant) answer = look_at_post (numbers, target, CS_METRIC_VIEWS);
  g_autoptr(GVariant) record = child_of (answer, "targets", 0);

  g_assert_cmpuint (length_of (record, "points"), ==, 0);
  g_assert_cmpstr (text_of (record, "too_little"), ==,
                   "The network does not tell this number");
  g_assert_false (has (record, "definition"));
}

/* What is in the way of counting is said at the post, too, as long as it is. */
static void
test_post_that_cannot_be_counted (Numbers       *numbers,
                                  gconstpointer  data)
{
  g_autofree char *target = publish (numbers, numbers->ana, NOW - DAY, 100);
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);
  g_autoptr(GVariant) before = look_at_post (numbers, target, CS_METRIC_LIKES);
  g_autoptr(GVariant) uncounted = child_of (before, "targets", 0);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) record = NULL;
  CsTx *tx = begin (&numbers->store);

  gap->account_id = g_strdup (numbers->ana->id);
  gap->from_at = NOW - HOUR;
  gap->until_at = CS_UNKNOWN;
  gap->code = g_strdup ("config");
  gap->sentence = g_strdup ("Nobody counts there");
  assert_holds (cs_gap_store_note (tx, gap, why));
  commit (&tx);

  answer = look_at_post (numbers, target, CS_METRIC_LIKES);
  record = child_of (answer, "targets", 0);
  g_assert_true (has (uncounted, "too_little"));
  g_assert_cmpstr (text_of (uncounted, "too_little"), !=, gap->sentence);
  g_assert_cmpstr (text_of (record, "too_little"), ==, gap->sentence);
}

/* What is kept of a post, as a line; and how often that breaks after its beginning. */
static guint
count_breaks (GVariant *points,
              gsize    *n_points)
{
  GVariantIter iter;
  guint marks, n = 0;

  *n_points = g_variant_n_children (points);
  g_variant_iter_init (&iter, points);
  while (g_variant_iter_next (&iter, "(xxu)", NULL, NULL, &marks))
    n += (marks & CS_CURVE_BREAK) != 0;

  return n - 1;
}

static void
thin (Numbers *numbers)
{
  guint n_done = 1;

  while (n_done > 0)
    {
      CsTx *tx = cs_tx_begin_ingest (numbers->store.db, NULL);

      assert_holds (cs_sample_store_thin (tx, NOW, 1000, &n_done, why));
      commit (&tx);
    }
}

/* Two years of a post at the cadence, and 120 days of an account: there is no gap, neither
 * before the old ones are thinned nor after. */
static void
test_no_break_where_nothing_is_missing (Numbers       *numbers,
                                        gconstpointer  data)
{
  gint64 out = NOW - 730 * DAY;
  g_autofree char *target = publish (numbers, numbers->ana, out, 100);
  gsize n_before[2], n_after[2];

  for (gint64 at = cs_cadence_next (out, out); at <= NOW; at = cs_cadence_next (out, at))
    count (numbers, target, at, (at - out) / HOUR);
  for (gint64 at = NOW - 120 * DAY; at <= NOW; at += CS_CADENCE_ACCOUNT)
    count_followers (numbers, numbers->ana, at, 100 + (at - out) / DAY);

  for (guint round = 0; round < 2; round++)
    {
      gsize *n_points = round == 0 ? n_before : n_after;
      g_autoptr(GVariant) answer = look_at_post (numbers, target, CS_METRIC_LIKES);
      g_autoptr(GVariant) record = child_of (answer, "targets", 0);
      g_autoptr(GVariant) whole = overview (numbers, numbers->ana, CS_UNKNOWN, CS_UNKNOWN);
      g_autoptr(GVariant) account = child_of (whole, "accounts", 0);
      g_autoptr(GVariant) points = g_variant_lookup_value (record, "points", NULL);
      g_autoptr(GVariant) followers = g_variant_lookup_value (account, "followers", NULL);

      g_assert_cmpuint (count_breaks (points, &n_points[0]), ==, 0);
      g_assert_cmpuint (count_breaks (followers, &n_points[1]), ==, 0);
      thin (numbers);
    }

  g_assert_cmpuint (n_after[0], <, n_before[0]);
  g_assert_cmpuint (n_after[1], <, n_before[1] / 3);
}

static void
note_gap (Numbers    *numbers,
          const char *target,
          gint64      from,
          gint64      until)
{
  g_autoptr(CsGap) gap = cs_record_new (CS_RECORD_GAP);
  CsTx *tx = begin (&numbers->store);

  gap->account_id = g_strdup (numbers->ana->id);
  gap->target_id = g_strdup (target);
  gap->from_at = from;
  gap->until_at = until;
  gap->code = g_strdup ("not-running");
  gap->sentence = g_strdup ("It was not running");
  assert_holds (cs_gap_store_note (tx, gap, why));
  commit (&tx);
}

/* Of thirty hours, forty days ago, each of two days has a sample left: the line of followers breaks
 * there as it did when it was new. A night breaks nothing, nor is the line of the post broken: it
 * was to be counted once a day, and was. */
static void
test_a_known_gap_breaks_old_lines (Numbers       *numbers,
                                   gconstpointer  data)
{
  gint64 today = NOW / DAY * DAY, out = today - 60 * DAY + 11 * HOUR;
  gint64 from = today - 40 * DAY + 12 * HOUR, until = from + 30 * HOUR;
  gint64 evening = today - 31 * DAY + 20 * HOUR, morning = evening + 12 * HOUR;
  g_autofree char *target = publish (numbers, numbers->ana, out, 100);
  gsize n_points;

  for (gint64 at = cs_cadence_next (out, out); at <= NOW; at = cs_cadence_next (out, at))
    count (numbers, target, at >= from && at < until ? until : at, (at - out) / HOUR);
  for (gint64 at = today - 60 * DAY; at <= NOW; at += CS_CADENCE_ACCOUNT)
    if (at < from || (at >= until && at < evening) || at >= morning)
      count_followers (numbers, numbers->ana, at, 100);
  note_gap (numbers, NULL, from, until);
  note_gap (numbers, NULL, evening, morning);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(GVariant) answer = look_at_post (numbers, target, CS_METRIC_LIKES);
      g_autoptr(GVariant) record = child_of (answer, "targets", 0);
      g_autoptr(GVariant) whole = overview (numbers, numbers->ana, CS_UNKNOWN, CS_UNKNOWN);
      g_autoptr(GVariant) account = child_of (whole, "accounts", 0);
      g_autoptr(GVariant) points = g_variant_lookup_value (record, "points", NULL);
      g_autoptr(GVariant) followers = g_variant_lookup_value (account, "followers", NULL);

      g_assert_cmpuint (count_breaks (points, &n_points), ==, 0);
      g_assert_cmpuint (count_breaks (followers, &n_points), ==, 1);
      thin (numbers);
    }
}

static void
test_no_post (Numbers       *numbers,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(CsTx) tx = begin_read (&numbers->store);

  assert_fails (cs_numbers_post (tx, none, CS_METRIC_LIKES, NOW, why), CS_ERROR_NOT_FOUND);
}

static void
assert_days (gint64      first,
             gint64      last,
             const char *days)
{
  g_autoptr(GArray) moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Pacific/Auckland");
  g_auto(GStrv) all = NULL;
  g_autofree char *line = NULL;

  g_array_append_val (moments, first);
  g_array_append_val (moments, last);
  all = cs_numbers_dup_days (moments, zone);
  line = g_strjoinv (", ", all);
  g_assert_cmpstr (line, ==, days);
}

/* Two posts of 8 November in two years are not of one day; whose days they are decides the year. */
static void
test_days_of_two_years_say_which (Numbers       *numbers,
                                  gconstpointer  data)
{
  assert_days (1794096000, 1794096000 + 20 * DAY, "8 Nov, 28 Nov");
  assert_days (1794096000, 1794096000 + 365 * DAY, "8 Nov 2026, 8 Nov 2027");
  assert_days (1794096000, 1798718400, "8 Nov 2026, 1 Jan 2027");
}

CS_TESTS (numbers)
{
#define NUMBERS_TEST(path, func) g_test_add (path, Numbers, NULL, set_up, func, tear_down)
  NUMBERS_TEST ("/workspace/numbers/a-post-on-two-accounts-is-one",
                test_a_post_on_two_accounts_is_one);
  NUMBERS_TEST ("/workspace/numbers/days-of-two-years-say-which",
                test_days_of_two_years_say_which);
  NUMBERS_TEST ("/workspace/numbers/what-is-to-come-is-in-no-period",
                test_what_is_to_come_is_in_no_period);
  NUMBERS_TEST ("/workspace/numbers/followers-that-nobody-counted-are-unknown",
                test_followers_that_nobody_counted_are_unknown);
  NUMBERS_TEST ("/workspace/numbers/what-was-not-seen-is-not-compared",
                test_what_was_not_seen_is_not_compared);
  NUMBERS_TEST ("/workspace/numbers/nothing-is-made-up", test_nothing);
  NUMBERS_TEST ("/workspace/numbers/engagement", test_engagement);
  NUMBERS_TEST ("/workspace/numbers/followers-are-compared-from-the-begin-on",
                test_followers_are_compared_from_the_begin_on);
  NUMBERS_TEST ("/workspace/numbers/before-at-the-same-distance",
                test_before_at_the_same_distance);
  NUMBERS_TEST ("/workspace/numbers/followers", test_followers);
  NUMBERS_TEST ("/workspace/numbers/marks", test_marks);
  NUMBERS_TEST ("/workspace/numbers/definitions", test_definitions);
  NUMBERS_TEST ("/workspace/numbers/post-against-its-band", test_post_against_its_band);
  NUMBERS_TEST ("/workspace/numbers/post-without-a-metric", test_post_without_a_metric);
  NUMBERS_TEST ("/workspace/numbers/post-that-cannot-be-counted",
                test_post_that_cannot_be_counted);
  NUMBERS_TEST ("/workspace/numbers/no-break-where-nothing-is-missing",
                test_no_break_where_nothing_is_missing);
  NUMBERS_TEST ("/workspace/numbers/a-known-gap-breaks-old-lines",
                test_a_known_gap_breaks_old_lines);
  NUMBERS_TEST ("/workspace/numbers/post-that-is-not-out", test_no_post);
}
