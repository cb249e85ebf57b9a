/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-tiles.h"

#include "cs-account-sample-store.h"
#include "cs-counted.h"
#include "cs-numbers-view.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

#include <glib/gi18n.h>
#include <math.h>

/* A number of the period and the one of the period before. */
typedef struct
{
  double      value;
  double      before;
  gint64      taken_at;          /* the oldest in it */
  guint       n, left_out;
  guint       before_n, before_left_out;
  guint       n_posts;           /* of engagement: how many posts those n are; 0: none */
  guint       n_times;           /* of posts: to how many accounts they went in all; 0: none */
  const char *no_change;         /* why nothing is compared with; NULL: something is */
} Tile;

static GVariant *
view_tile (const Tile   *tile,
           const CsRate *rate,
           gboolean      has_before)
{
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);

  cs_numbers_put_real (&view, "value", tile->value);
  g_variant_dict_insert (&view, "n", "x", (gint64) tile->n);
  g_variant_dict_insert (&view, "left_out", "x", (gint64) tile->left_out);
  cs_numbers_put_number (&view, "taken_at", tile->taken_at);
  if (has_before)
    {
      cs_numbers_put_real (&view, "before", tile->before);
      cs_numbers_put_real (&view, "change", cs_rate_change (tile->value, tile->before));
      g_variant_dict_insert (&view, "before_n", "x", (gint64) tile->before_n);
      g_variant_dict_insert (&view, "before_left_out", "x", (gint64) tile->before_left_out);
    }
  if (isfinite (tile->value))
    cs_numbers_put_text (&view, "no_change", tile->no_change);
  if (tile->n_posts > 0)
    g_variant_dict_insert (&view, "posts", "x", (gint64) tile->n_posts);
  if (tile->n_times > 0)
    g_variant_dict_insert (&view, "times", "x", (gint64) tile->n_times);
  if (rate != NULL && rate->n > 0)
    {
      g_variant_dict_insert (&view, "numerator", "x", rate->numerator);
      g_variant_dict_insert (&view, "denominator", "x", rate->denominator);
    }

  return g_variant_dict_end (&view);
}

/* Whether it tells what there was as the period began: not further from it than samples of that
 * age stay apart, and a day more, in which nobody counted. */
static gboolean
is_near_begin (const CsNumbersPeriod *self,
               const CsAccountSample *sample)
{
  gint64 step = cs_sample_store_get_step (self->now - sample->taken_at);

  return self->from - sample->taken_at <= MAX (step, CS_DAY_SECONDS) + CS_DAY_SECONDS;
}

/* What was told of an account's followers, last in the period and last before it; it is of no
 * account of whom nothing was told in the period. */
static gboolean
add_followers (const CsNumbersPeriod  *self,
               const CsAccount        *account,
               Tile                   *tile,
               gint64                 *sum,
               gint64                 *before,
               GError                **error)
{
  g_autoptr(CsAccountSample) last = NULL;
  g_autoptr(CsAccountSample) earlier = NULL;

  if (!cs_account_sample_store_find_last (self->tx, account->id, self->until, &last, error))
    return FALSE;

  if (last == NULL || last->taken_at < self->from)
    {
      tile->left_out++;
      return TRUE;
    }

  *sum += last->followers;
  tile->n++;
  tile->taken_at = cs_numbers_older (tile->taken_at, last->taken_at);

  if (self->before_from == CS_UNKNOWN)
    return TRUE;

  if (!cs_account_sample_store_find_last (self->tx, account->id, self->from, &earlier, error))
    return FALSE;

  if (earlier == NULL || !is_near_begin (self, earlier))
    tile->before_left_out++;
  else
    {
      *before += earlier->followers;
      tile->before_n++;
    }

  return TRUE;
}

/* How an account more would change the sum is no change of followers: there is one only between
 * sums of the same accounts. */
static GVariant *
reckon_followers (const CsNumbersPeriod  *self,
                  GError                **error)
{
  Tile tile = { NAN, NAN, CS_UNKNOWN, };
  gint64 sum = 0, before = 0;

  for (guint i = 0; i < self->accounts->len; i++)
    if (!add_followers (self, self->accounts->pdata[i], &tile, &sum, &before, error))
      return NULL;

  if (tile.n > 0)
    tile.value = sum;
  if (tile.n > 0 && tile.before_n == tile.n)
    tile.before = before;
  else if (self->before_from != CS_UNKNOWN)
    tile.no_change = _("Not counted when this time began");

  return g_variant_ref_sink (view_tile (&tile, NULL, self->before_from != CS_UNKNOWN));
}

/* Whether all accounts were here when the period before began, or posts of them from then are
 * known: else what that period seems to lack was only not seen. */
static gboolean
covers_before (const CsNumbersPeriod  *self,
               gboolean               *covers,
               GError                **error)
{
  *covers = self->before_from != CS_UNKNOWN;

  for (guint i = 0; *covers && i < self->accounts->len; i++)
    {
      const CsAccount *account = self->accounts->pdata[i];
      g_autoptr(GPtrArray) earlier = NULL;

      if (account->added_at == CS_UNKNOWN || account->added_at <= self->before_from)
        continue;

      earlier = cs_tally_store_list_out (self->tx, account->id, 0, self->before_from + 1, 1, error);
      if (earlier == NULL)
        return FALSE;

      *covers = earlier->len > 0;
    }

  return TRUE;
}

/* A post that went to several accounts is one: @seen has those that were met. */
static void
add_out (GHashTable    *seen,
         const CsTally *tally)
{
  g_hash_table_add (seen, g_strdup (tally->post_id != NULL ? tally->post_id : tally->target_id));
}

static guint
count_out (GPtrArray *posts)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < posts->len; i++)
    add_out (seen, ((const CsCounted *) posts->pdata[i])->tally);

  return g_hash_table_size (seen);
}

/* The posts of the period before, each as it was known as long ago as that period is before this
 * one: what is compared has had the same time. */
static gboolean
rate_before (const CsNumbersPeriod  *self,
             CsRate                 *rate,
             guint                  *n_posts,
             GError                **error)
{
  gint64 known_before = self->now - (self->until - self->from) + 1;
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; self->before_from != CS_UNKNOWN && i < self->accounts->len; i++)
    {
      const CsAccount *account = self->accounts->pdata[i];
      g_autoptr(GPtrArray) tallies = cs_tally_store_list_out (self->tx, account->id,
                                                              self->before_from, self->from, 0,
                                                              error);

      for (guint k = 0; tallies != NULL && k < tallies->len; k++)
        {
          const CsTally *tally = tallies->pdata[k];
          g_autoptr(CsSample) last = NULL;

          add_out (seen, tally);

          if (!cs_sample_store_find_last (self->tx, tally->target_id, known_before, &last, error))
            return FALSE;

          cs_rate_add (rate, last != NULL ? cs_counts_engagement (last->counts) : CS_UNKNOWN,
                       tally->followers);
        }

      if (tallies == NULL)
        return FALSE;
    }

  *n_posts = g_hash_table_size (seen);

  return TRUE;
}

static const char *
why_not_compared (const CsNumbersPeriod *self,
                  gboolean               has_before,
                  const CsRate          *before)
{
  if (self->before_from == CS_UNKNOWN)
    return NULL;

  if (!has_before)
    return _("Not counted long enough before");

  return before->n == 0 ? _("Nothing to compare with in the time before") : NULL;
}

/* Of each account by itself: on each other people follow. */
static void
reckon_engagement (const CsNumbersPeriod *self,
                   CsRate                *rate,
                   Tile                  *tile)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->posts->len; i++)
    {
      const CsTally *tally = ((const CsCounted *) self->posts->pdata[i])->tally;

      cs_rate_add (rate, tally->engagement, tally->followers);
      if (tally->engagement == CS_UNKNOWN || tally->followers == CS_UNKNOWN)
        continue;

      add_out (seen, tally);
      tile->taken_at = cs_numbers_older (tile->taken_at, tally->taken_at);
    }

  tile->value = cs_rate_get (rate);
  tile->n = rate->n;
  tile->left_out = rate->left_out;
  tile->n_posts = g_hash_table_size (seen);
}

/**
 * cs_numbers_tiles:
 * @rate: (out caller-allocates): what engagement is of
 *
 * Returns: (transfer full): “tiles” of the answer of numbers.overview
 */
GVariant *
cs_numbers_tiles (const CsNumbersPeriod  *self,
                  CsRate                 *rate,
                  GError                **error)
{
  g_autoptr(GVariant) followers = reckon_followers (self, error);
  GVariantDict tiles = G_VARIANT_DICT_INIT (NULL);
  guint n_out = count_out (self->posts);
  Tile engagement = { NAN, NAN, CS_UNKNOWN, };
  Tile posts = { n_out, NAN, MIN (self->now, self->until - 1), n_out, };
  CsRate before = { 0, };
  gboolean has_before;

  if (followers == NULL
      || !covers_before (self, &has_before, error)
      || !rate_before (self, &before, &posts.before_n, error))
    return NULL;

  *rate = (CsRate) { 0, };
  reckon_engagement (self, rate, &engagement);
  engagement.before = cs_rate_get (&before);
  engagement.before_n = before.n;
  engagement.before_left_out = before.left_out;
  engagement.no_change = why_not_compared (self, has_before, &before);

  posts.n_times = self->posts->len;
  if (has_before)
    posts.before = posts.before_n;
  else
    posts.no_change = engagement.no_change;

  g_variant_dict_insert_value (&tiles, "followers", followers);
  g_variant_dict_insert_value (&tiles, "engagement", view_tile (&engagement, rate, has_before));
  g_variant_dict_insert_value (&tiles, "posts", view_tile (&posts, NULL, has_before));

  return g_variant_ref_sink (g_variant_dict_end (&tiles));
}
