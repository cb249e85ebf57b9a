/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-answers.h"

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-curve.h"
#include "cs-find.h"
#include "cs-gap-store.h"
#include "cs-numbers-view.h"
#include "cs-rate.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

#include <glib/gi18n.h>
#include <math.h>

/* The period and what is read of it. */
typedef struct
{
  CsTx       *tx;
  GPtrArray  *accounts;
  gint64      now;
  gint64      from;
  gint64      until;
  gint64      before_from;   /* CS_UNKNOWN: there is no period before */
  GPtrArray  *posts;         /* CsCounted */
  guint       n_points;      /* of followers */
  gint64      first_at;      /* when followers were counted first in it; CS_UNKNOWN: never */
} Period;

/* A number of the period and the one of the period before. */
typedef struct
{
  double      value;
  double      before;
  gint64      taken_at;          /* the oldest in it */
  guint       n, left_out;
  guint       before_n, before_left_out;
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
  if (rate != NULL && rate->n > 0)
    {
      g_variant_dict_insert (&view, "numerator", "x", rate->numerator);
      g_variant_dict_insert (&view, "denominator", "x", rate->denominator);
    }

  return g_variant_dict_end (&view);
}

static gint64
older (gint64 a,
       gint64 b)
{
  return a == CS_UNKNOWN || (b != CS_UNKNOWN && b < a) ? b : a;
}

/* Whether it tells what there was as the period began: not further from it than samples of that
 * age stay apart, and a day more, in which nobody counted. */
static gboolean
is_near_begin (const Period          *self,
               const CsAccountSample *sample)
{
  gint64 step = cs_sample_store_get_step (self->now - sample->taken_at);

  return self->from - sample->taken_at <= MAX (step, CS_DAY_SECONDS) + CS_DAY_SECONDS;
}

/* What was told of an account's followers, last in the period and last before it; it is of no
 * account of whom nothing was told in the period. */
static gboolean
add_followers (Period           *self,
               const CsAccount  *account,
               Tile             *tile,
               gint64           *sum,
               gint64           *before,
               GError          **error)
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
  tile->taken_at = older (tile->taken_at, last->taken_at);

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
reckon_followers (Period  *self,
                  GError **error)
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

  return view_tile (&tile, NULL, self->before_from != CS_UNKNOWN);
}

/* Whether all accounts were here when the period before began, or posts of them from then are
 * known: else what that period seems to lack was only not seen. */
static gboolean
covers_before (Period    *self,
               gboolean  *covers,
               GError   **error)
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
rate_before (Period   *self,
             CsRate   *rate,
             guint    *n_posts,
             GError  **error)
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
why_not_compared (const Period *self,
                  gboolean      has_before,
                  const CsRate *before)
{
  if (self->before_from == CS_UNKNOWN)
    return NULL;

  if (!has_before)
    return _("Not counted long enough before");

  return before->n == 0 ? _("Nothing to compare with in the time before") : NULL;
}

static gboolean
add_tiles (Period        *self,
           GVariantDict  *tiles,
           CsRate        *rate,
           GError       **error)
{
  GVariant *followers = reckon_followers (self, error);
  gboolean has_before;
  Tile engagement = { NAN, NAN, CS_UNKNOWN, };
  guint n_out = count_out (self->posts);
  Tile posts = { n_out, NAN, MIN (self->now, self->until - 1), n_out, };
  CsRate before = { 0, };

  if (followers == NULL)
    return FALSE;

  g_variant_dict_insert_value (tiles, "followers", followers);

  if (!covers_before (self, &has_before, error)
      || !rate_before (self, &before, &posts.before_n, error))
    return FALSE;

  for (guint i = 0; i < self->posts->len; i++)
    {
      const CsTally *tally = ((const CsCounted *) self->posts->pdata[i])->tally;

      cs_rate_add (rate, tally->engagement, tally->followers);
      if (tally->engagement != CS_UNKNOWN && tally->followers != CS_UNKNOWN)
        engagement.taken_at = older (engagement.taken_at, tally->taken_at);
    }

  engagement.value = cs_rate_get (rate);
  engagement.n = rate->n;
  engagement.left_out = rate->left_out;
  engagement.before = cs_rate_get (&before);
  engagement.before_n = before.n;
  engagement.before_left_out = before.left_out;
  engagement.no_change = why_not_compared (self, has_before, &before);
  g_variant_dict_insert_value (tiles, "engagement", view_tile (&engagement, rate, has_before));

  if (has_before)
    posts.before = posts.before_n;
  else
    posts.no_change = engagement.no_change;
  g_variant_dict_insert_value (tiles, "posts", view_tile (&posts, NULL, has_before));

  return TRUE;
}

/* With the last before the period, by which the first in it is judged. */
static GPtrArray *
list_samples (Period           *self,
              const CsAccount  *account,
              GError          **error)
{
  g_autoptr(GPtrArray) samples = NULL;
  CsAccountSample *first = NULL;

  samples = cs_account_sample_store_list (self->tx, account->id, self->from, self->until, error);
  if (samples == NULL
      || !cs_account_sample_store_find_last (self->tx, account->id, self->from, &first, error))
    return NULL;

  if (first != NULL && self->from != 0)
    g_ptr_array_insert (samples, 0, first);
  else
    g_clear_pointer (&first, cs_record_unref);

  return g_steal_pointer (&samples);
}

/* Those of all of the account. */
static GVariant *
view_gaps (GPtrArray       *gaps,
           const CsAccount *account)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < gaps->len; i++)
    if (((const CsGap *) gaps->pdata[i])->target_id == NULL)
      g_variant_builder_add_value (&list, cs_numbers_view_gap (gaps->pdata[i], account, NULL));

  return g_variant_builder_end (&list);
}

static gboolean
add_account (Period           *self,
             GVariantBuilder  *list,
             const CsAccount  *account,
             GError          **error)
{
  g_autoptr(GPtrArray) samples = list_samples (self, account, error);
  g_autoptr(GPtrArray) gaps = samples != NULL
                            ? cs_gap_store_list (self->tx, account->id, NULL, self->from,
                                                 self->until, error) : NULL;
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GArray) curve = NULL;

  if (gaps == NULL)
    return FALSE;

  curve = cs_curve_of_followers (samples, gaps, account->added_at, self->now);
  if (curve->len > 0 && g_array_index (curve, CsCurvePoint, 0).x < self->from)
    g_array_remove_index (curve, 0);
  if (curve->len > 0)
    self->first_at = older (self->first_at, g_array_index (curve, CsCurvePoint, 0).x);
  self->n_points = MAX (self->n_points, curve->len);
  cs_numbers_put_account (&view, self->tx, account);
  g_variant_dict_insert_value (&view, "followers", cs_numbers_view_curve (curve));
  if (curve->len > 0)
    cs_numbers_put_text (&view, "source",
                         ((const CsAccountSample *) samples->pdata[samples->len - 1])->source);
  g_variant_dict_insert_value (&view, "gaps", view_gaps (gaps, account));
  g_variant_builder_add_value (list, g_variant_dict_end (&view));

  return TRUE;
}

static gboolean
add_accounts (Period        *self,
              GVariantDict  *answer,
              GError       **error)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->accounts->len; i++)
    if (!add_account (self, &list, self->accounts->pdata[i], error))
      {
        g_variant_builder_clear (&list);
        return FALSE;
      }

  g_variant_dict_insert_value (answer, "accounts", g_variant_builder_end (&list));

  return TRUE;
}

static gboolean
add_posts (Period        *self,
           GVariantDict  *answer,
           GError       **error)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->posts->len; i++)
    {
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);

      if (!cs_numbers_put_post (&view, self->tx, self->posts->pdata[i], error))
        {
          g_variant_dict_clear (&view);
          g_variant_builder_clear (&list);
          return FALSE;
        }

      g_variant_builder_add_value (&list, g_variant_dict_end (&view));
    }

  g_variant_dict_insert_value (answer, "posts", g_variant_builder_end (&list));

  return TRUE;
}

static gboolean
add_days (Period        *self,
          GVariantDict  *answer,
          GError       **error)
{
  g_autoptr(GPtrArray) all = cs_records_new ();

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const CsAccount *account = self->accounts->pdata[i];
      GPtrArray *days = cs_account_day_store_list (self->tx, account->id,
                                                   self->from / CS_DAY_SECONDS,
                                                   (self->until - 1) / CS_DAY_SECONDS + 1, error);

      if (days == NULL)
        return FALSE;

      g_ptr_array_extend_and_steal (all, days);
    }

  g_variant_dict_insert_value (answer, "days", cs_records_to_variant (all));

  return TRUE;
}

static void
add_definition (GVariantBuilder *list,
                CsNetwork        network,
                const CsMeaning *meaning)
{
  if (meaning->definition == NULL)
    return;

  g_variant_builder_open (list, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (list, "{sv}", "network",
                         g_variant_new_string (cs_network_names[network]));
  g_variant_builder_add (list, "{sv}", "metric", g_variant_new_string (meaning->name));
  g_variant_builder_add (list, "{sv}", "title", g_variant_new_string (meaning->title));
  g_variant_builder_add (list, "{sv}", "definition", g_variant_new_string (meaning->definition));
  g_variant_builder_close (list);
}

static void
add_definitions (Period       *self,
                 GVariantDict *answer)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  gboolean is_there[CS_N_NETWORKS] = { FALSE, };

  for (guint i = 0; i < self->accounts->len; i++)
    is_there[((const CsAccount *) self->accounts->pdata[i])->network] = TRUE;

  for (CsNetwork network = 0; network < CS_N_NETWORKS; network++)
    {
      CsMeaning meanings[CS_N_MEANINGS];

      cs_metric_list_meanings (network, meanings);

      for (guint i = 0; i < CS_N_MEANINGS && is_there[network]; i++)
        add_definition (&list, network, &meanings[i]);
    }

  g_variant_dict_insert_value (answer, "definitions", g_variant_builder_end (&list));
}

static const char *
why_few_followers (Period *self)
{
  if (self->accounts->len == 0)
    return _("There is no account yet: add one");

  if (self->n_points == 0)
    return _("Nobody has counted followers in this time: it is done every hour while Creator Sync "
             "or its publisher runs");

  return self->n_points == 1
       ? _("Followers were counted once: a line needs a second time, an hour later") : NULL;
}

static const char *
why_no_engagement (Period       *self,
                   const CsRate *rate)
{
  if (self->posts->len == 0)
    return self->from != 0 ? _("No post went out in this time: choose a longer one")
                           : _("No post has gone out yet");

  return rate->n == 0
       ? _("Of none of these posts both engagement and followers are known: it takes a count of "
           "each, soon after a post went out") : NULL;
}

static void
add_too_little (Period       *self,
                GVariantDict *answer,
                const CsRate *rate)
{
  GVariantDict why = G_VARIANT_DICT_INIT (NULL);

  cs_numbers_put_text (&why, "followers", why_few_followers (self));
  cs_numbers_put_text (&why, "engagement", why_no_engagement (self, rate));
  if (self->posts->len == 0)
    cs_numbers_put_text (&why, "posts", why_no_engagement (self, rate));
  g_variant_dict_insert_value (answer, "too_little", g_variant_dict_end (&why));
}

static gboolean
fill (Period        *self,
      GVariantDict  *answer,
      GError       **error)
{
  GVariantDict tiles = G_VARIANT_DICT_INIT (NULL);
  CsRate rate = { 0, };

  if (!add_tiles (self, &tiles, &rate, error))
    {
      g_variant_dict_clear (&tiles);
      return FALSE;
    }

  g_variant_dict_insert_value (answer, "tiles", g_variant_dict_end (&tiles));

  if (!add_accounts (self, answer, error)
      || !add_posts (self, answer, error)
      || !add_days (self, answer, error))
    return FALSE;

  add_definitions (self, answer);
  add_too_little (self, answer, &rate);

  return TRUE;
}

/* All the time begins with the first that is known of it. */
static gint64
begins_at (Period *self)
{
  gint64 from = self->first_at;

  if (self->from != 0)
    return self->from;

  if (self->posts->len > 0)
    from = older (from, ((const CsCounted *) self->posts->pdata[self->posts->len - 1])
                          ->tally->published_at);

  return from != CS_UNKNOWN ? from : self->now;
}

/**
 * cs_numbers_overview:
 * @accounts: #CsAccount
 * @from: %CS_UNKNOWN: since the first post or count
 * @until: %CS_UNKNOWN: up to now, as is what lies ahead
 *
 * Returns: (transfer full): the answer of numbers.overview
 */
GVariant *
cs_numbers_overview (CsTx       *tx,
                     GPtrArray  *accounts,
                     gint64      from,
                     gint64      until,
                     gint64      now,
                     GError    **error)
{
  Period self = { tx, accounts, now, from, until, CS_UNKNOWN, .first_at = CS_UNKNOWN };
  g_auto(GStrv) ids = cs_find_dup_ids (accounts);
  g_autoptr(GPtrArray) posts = NULL;
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);

  /* What is of this very second is in it, too; what is to come is in no period yet, and a period
   * that has only begun is compared with as much of the one before. */
  self.until = until == CS_UNKNOWN ? now + 1 : MIN (until, now + 1);
  if (from == CS_UNKNOWN)
    self.from = 0;
  else
    self.before_from = from - (self.until - from);

  posts = cs_counted_list (tx, &(CsCountedRange) { .account_ids = (const char *const *) ids,
                                                   .from = self.from, .until = self.until },
                           error);
  if (posts == NULL)
    return NULL;

  self.posts = posts;
  g_variant_dict_insert (&answer, "now", "x", now);
  g_variant_dict_insert (&answer, "until", "x", self.until);
  cs_numbers_put_number (&answer, "before_from", self.before_from);

  if (!fill (&self, &answer, error))
    {
      g_variant_dict_clear (&answer);
      return NULL;
    }

  g_variant_dict_insert (&answer, "from", "x", begins_at (&self));

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}
