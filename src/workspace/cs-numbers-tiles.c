/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-tiles.h"

#include "cs-account-sample-store.h"
#include "cs-cadence.h"
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
  guint       too_few, before_too_few;
  guint       n_posts;           /* of engagement: how many posts those n are; 0: none */
  guint       n_times;           /* of posts: to how many accounts they went in all; 0: none */
  const char *no_change;         /* why nothing is compared with; NULL: something is */
} Tile;

/* Left out where there is none. */
static void
put_some (GVariantDict *view,
          const char   *name,
          guint         n)
{
  if (n > 0)
    g_variant_dict_insert (view, name, "x", (gint64) n);
}

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
      put_some (&view, "before_too_few", tile->before_too_few);
    }
  if (isfinite (tile->value))
    cs_numbers_put_text (&view, "no_change", tile->no_change);
  put_some (&view, "too_few", tile->too_few);
  put_some (&view, "posts", tile->n_posts);
  put_some (&view, "times", tile->n_times);
  if (rate != NULL && rate->n > 0)
    {
      g_variant_dict_insert (&view, "numerator", "x", rate->numerator);
      g_variant_dict_insert (&view, "denominator", "x", rate->denominator);
    }

  return g_variant_dict_end (&view);
}

/* Whether it tells what there was as the period before ended: not further from it than samples of
 * that age stay apart, and a day more, in which nobody counted. */
static gboolean
is_near_end_before (const CsNumbersPeriod *self,
                    const CsAccountSample *sample)
{
  gint64 step = cs_sample_store_get_step (self->now - sample->taken_at);

  return self->before_until - sample->taken_at <= MAX (step, CS_DAY_SECONDS) + CS_DAY_SECONDS;
}

/* What was told of an account's followers, last up to the end of the period and of the one before.
 * Who was not counted in the period is in the sum nonetheless, or it would fall without anybody
 * having gone; the number is as old as the tile says, and how it changed nobody knows. */
static gboolean
add_followers (const CsNumbersPeriod  *self,
               const CsAccount        *account,
               Tile                   *tile,
               gint64                 *sum,
               gint64                 *before,
               guint                  *n_stale,
               GError                **error)
{
  g_autoptr(CsAccountSample) last = NULL;
  g_autoptr(CsAccountSample) earlier = NULL;

  if (!cs_account_sample_store_find_last (self->tx, account->id, self->until, &last, error))
    return FALSE;

  if (last == NULL)
    {
      tile->left_out++;
      return TRUE;
    }

  *sum += last->followers;
  tile->n++;
  tile->taken_at = cs_numbers_older (tile->taken_at, last->taken_at);

  if (self->before_from == CS_UNKNOWN)
    return TRUE;

  if (!cs_account_sample_store_find_last (self->tx, account->id, self->before_until, &earlier,
                                          error))
    return FALSE;

  if (last->taken_at < self->from)
    *n_stale += 1;

  if (last->taken_at < self->from || earlier == NULL || !is_near_end_before (self, earlier))
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
  guint n_stale = 0;

  for (guint i = 0; i < self->accounts->len; i++)
    if (!add_followers (self, self->accounts->pdata[i], &tile, &sum, &before, &n_stale, error))
      return NULL;

  if (tile.n > 0)
    tile.value = sum;
  if (tile.n > 0 && tile.before_n == tile.n)
    tile.before = before;
  else if (n_stale > 0)
    tile.no_change = tile.n == 1 ? _("Not counted in this time")
                                 : _("Not every account was counted in this time");
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

/* Whether what was counted then tells what there was at that moment: not further from it than
 * counts of that age lie apart, and a quarter of the age more, in which nobody counted: so much
 * earlier most posts had all but a seventh. What was gone by then keeps the numbers that it had. */
static gboolean
is_near (const CsTally *tally,
         gint64         taken_at,
         gint64         moment)
{
  gint64 until = tally->gone_at != CS_UNKNOWN ? MIN (tally->gone_at, moment) : moment;
  gint64 age = MAX (0, until - tally->published_at);
  gint64 step = MAX (cs_cadence_step (tally->published_at, until),
                     cs_sample_store_get_step (age));

  return until - taken_at <= step + age / 4;
}

/* A post of the period before, as it was known as long ago as that period is before this one: what
 * is compared has had the same time. What nobody counted near that moment is not known. */
static gboolean
add_before (const CsNumbersPeriod  *self,
            const CsTally          *tally,
            CsRate                 *rate,
            GError                **error)
{
  gint64 moment = self->now - (self->from - self->before_from);
  g_autoptr(CsSample) last = NULL;

  if (!cs_sample_store_find_last (self->tx, tally->target_id, moment + 1, &last, error))
    return FALSE;

  cs_rate_add (rate, last != NULL && is_near (tally, last->taken_at, moment)
                     ? cs_counts_engagement (last->counts) : CS_UNKNOWN, tally->followers);

  return TRUE;
}

static gboolean
rate_before (const CsNumbersPeriod  *self,
             CsRate                 *rate,
             guint                  *n_posts,
             GError                **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; self->before_from != CS_UNKNOWN && i < self->accounts->len; i++)
    {
      const CsAccount *account = self->accounts->pdata[i];
      g_autoptr(GPtrArray) tallies = cs_tally_store_list_out (self->tx, account->id,
                                                              self->before_from,
                                                              self->before_until, 0, error);

      if (tallies == NULL)
        return FALSE;

      for (guint k = 0; k < tallies->len; k++)
        {
          add_out (seen, tallies->pdata[k]);
          if (!add_before (self, tallies->pdata[k], rate, error))
            return FALSE;
        }
    }

  *n_posts = g_hash_table_size (seen);

  return TRUE;
}

/* Of what may have a rate, at most a quarter was not counted when it is looked at. */
static gboolean
are_enough (const CsRate *rate,
            guint         n_late)
{
  guint n = rate->n + rate->left_out - rate->too_few;

  return 4 * (rate->left_out - rate->too_few + n_late) <= n;
}

static const char *
why_not_seen (const CsNumbersPeriod *self)
{
  return self->before_from != CS_UNKNOWN ? _("Not counted long enough before") : NULL;
}

/* @n_late: how many posts of the period were not counted lately */
static const char *
why_not_rated (const CsRate *rate,
               const CsRate *before,
               guint         n_late)
{
  if (before->n + before->left_out == 0)
    return _("Nothing to compare with in the time before");

  if (before->left_out == before->too_few && before->n == 0)
    return _("Too few followed in the time before");

  if (!are_enough (before, 0))
    return _("Too few posts of the time before were counted then");

  return !are_enough (rate, n_late) ? _("Too few of these posts were counted lately") : NULL;
}

/* Of each account by itself: on each other people follow. */
static void
reckon_engagement (const CsNumbersPeriod *self,
                   CsRate                *rate,
                   guint                 *n_late,
                   Tile                  *tile)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *n_late = 0;

  for (guint i = 0; i < self->posts->len; i++)
    {
      const CsTally *tally = ((const CsCounted *) self->posts->pdata[i])->tally;
      guint n_before = rate->n;

      cs_rate_add (rate, tally->engagement, tally->followers);
      if (rate->n == n_before)
        continue;

      add_out (seen, tally);
      *n_late += !is_near (tally, tally->taken_at, self->now);
      tile->taken_at = cs_numbers_older (tile->taken_at, tally->taken_at);
    }

  tile->value = cs_rate_get (rate);
  tile->n = rate->n;
  tile->left_out = rate->left_out;
  tile->too_few = rate->too_few;
  tile->n_posts = g_hash_table_size (seen);
}

/* Its change, or why there is none. */
static void
compare_engagement (const CsNumbersPeriod *self,
                    const CsRate          *rate,
                    const CsRate          *before,
                    guint                  n_late,
                    gboolean               has_before,
                    Tile                  *tile)
{
  tile->before_n = before->n;
  tile->before_left_out = before->left_out;
  tile->before_too_few = before->too_few;
  tile->no_change = has_before ? why_not_rated (rate, before, n_late) : why_not_seen (self);

  if (tile->no_change == NULL)
    tile->before = cs_rate_get (before);
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
  guint n_late;

  if (followers == NULL
      || !covers_before (self, &has_before, error)
      || !rate_before (self, &before, &posts.before_n, error))
    return NULL;

  *rate = (CsRate) { 0, };
  reckon_engagement (self, rate, &n_late, &engagement);
  compare_engagement (self, rate, &before, n_late, has_before, &engagement);

  posts.n_times = self->posts->len;
  if (has_before)
    posts.before = posts.before_n;
  else
    posts.no_change = why_not_seen (self);

  g_variant_dict_insert_value (&tiles, "followers", followers);
  g_variant_dict_insert_value (&tiles, "engagement", view_tile (&engagement, rate, has_before));
  g_variant_dict_insert_value (&tiles, "posts", view_tile (&posts, NULL, has_before));

  return g_variant_ref_sink (g_variant_dict_end (&tiles));
}
