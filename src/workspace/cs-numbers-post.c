/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-answers.h"

#include "cs-band.h"
#include "cs-error.h"
#include "cs-gap-store.h"
#include "cs-numbers-view.h"
#include "cs-sample-store.h"
#include "cs-tally-store.h"

#include <glib/gi18n.h>
#include <string.h>

#define OTHERS_MAX 100    /* posts that one is compared with */

typedef struct
{
  CsTx   *tx;
  gint64  now;
  guint   metric;
} Look;

static GArray *
read_curve (Look           *self,
            const CsTally  *tally,
            GPtrArray      *gaps,
            GError        **error)
{
  g_autoptr(GPtrArray) samples = cs_sample_store_list (self->tx, tally->target_id, 0, 0, error);

  return samples != NULL ? cs_curve_of_post (samples, gaps, tally->published_at, self->metric)
                         : NULL;
}

/* Those of the account’s newest posts, without this one. */
static GPtrArray *
read_others (Look           *self,
             const CsTally  *tally,
             GError        **error)
{
  g_autoptr(GPtrArray) tallies = cs_tally_store_list_out (self->tx, tally->account_id, 0, 0,
                                                          OTHERS_MAX + 1, error);
  g_autoptr(GPtrArray) gaps = tallies != NULL
                            ? cs_gap_store_list (self->tx, tally->account_id, NULL, 0, 0, error)
                            : NULL;
  g_autoptr(GPtrArray) curves = NULL;

  if (gaps == NULL)
    return NULL;

  curves = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < tallies->len && curves->len < OTHERS_MAX; i++)
    {
      const CsTally *other = tallies->pdata[i];
      GArray *curve;

      if (strcmp (other->target_id, tally->target_id) == 0)
        continue;

      curve = read_curve (self, other, gaps, error);
      if (curve == NULL)
        return NULL;

      g_ptr_array_add (curves, curve);
    }

  return g_steal_pointer (&curves);
}

static GVariant *
view_band (const GArray *band)
{
  GVariantBuilder points = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xdddu)"));

  for (guint i = 0; i < band->len; i++)
    {
      const CsBandPoint *point = &g_array_index (band, CsBandPoint, i);

      g_variant_builder_add (&points, "(xdddu)", point->age, point->low, point->middle,
                             point->high, point->n);
    }

  return g_variant_builder_end (&points);
}

static GVariant *
view_breaks (const GArray *band)
{
  GVariantBuilder ages = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ax"));

  for (guint i = 0; i < band->len; i++)
    if (g_array_index (band, CsBandPoint, i).breaks)
      g_variant_builder_add (&ages, "x", g_array_index (band, CsBandPoint, i).age);

  return g_variant_builder_end (&ages);
}

/* What is in the way of counting now, in the newest gap that is open; NULL: nothing. */
static const char *
find_obstacle (GPtrArray *gaps)
{
  for (guint i = gaps->len; i > 0; i--)
    {
      const CsGap *gap = gaps->pdata[i - 1];

      if (gap->until_at == CS_UNKNOWN && gap->sentence != NULL)
        return gap->sentence;
    }

  return NULL;
}

static const char *
why_no_curve (const CsTally *tally,
              GPtrArray     *gaps)
{
  const char *obstacle = find_obstacle (gaps);

  if (obstacle != NULL)
    return obstacle;

  return tally->taken_at != CS_UNKNOWN
       ? _("The network does not tell this number")
       : _("Nobody has counted this yet: it is done while Creator Sync or its publisher runs");
}

static char *
dup_too_little (const CsTally *tally,
                const GArray  *curve,
                const GArray  *band,
                guint          n_others,
                GPtrArray     *gaps)
{
  if (curve->len == 0)
    return g_strdup (why_no_curve (tally, gaps));

  if (band->len > 0)
    return NULL;

  if (n_others == 0)
    return g_strdup_printf (ngettext ("There is no other post to compare with: it takes %u that "
                                      "was counted at the same age",
                                      "There is no other post to compare with: it takes %u that "
                                      "were counted at the same age", CS_BAND_POSTS_MIN),
                            CS_BAND_POSTS_MIN);

  return g_strdup_printf (ngettext ("There is %u other post to compare with: it takes %u that were "
                                    "counted at the same age",
                                    "There are %u other posts to compare with: it takes %u that "
                                    "were counted at the same age", n_others),
                          n_others, CS_BAND_POSTS_MIN);
}

static GVariant *
view_gaps (GPtrArray       *gaps,
           const CsCounted *post)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < gaps->len; i++)
    {
      const CsGap *gap = gaps->pdata[i];

      g_variant_builder_add_value (&list,
                                   cs_numbers_view_gap (gap, post->account,
                                                        gap->target_id != NULL ? post : NULL));
    }

  return g_variant_builder_end (&list);
}

static gboolean
put_target (Look             *self,
            GVariantDict     *view,
            const CsCounted  *post,
            GError          **error)
{
  CsMeaning meanings[CS_N_MEANINGS];
  const CsMeaning *meaning = &meanings[self->metric == CS_METRIC_ENGAGEMENT
                                       ? CS_MEANING_ENGAGEMENT : self->metric];
  gint64 age = self->now - post->tally->published_at;
  g_autoptr(GPtrArray) gaps = cs_gap_store_list (self->tx, post->account->id,
                                                 post->tally->target_id,
                                                 post->tally->published_at, 0, error);
  g_autoptr(GArray) curve = gaps != NULL ? read_curve (self, post->tally, gaps, error) : NULL;
  g_autoptr(GPtrArray) others = curve != NULL ? read_others (self, post->tally, error) : NULL;
  g_autoptr(GArray) band = NULL;
  g_autofree char *why = NULL;

  if (others == NULL || !cs_numbers_put_post (view, self->tx, post, error))
    return FALSE;

  band = cs_band_new (others, age);
  why = dup_too_little (post->tally, curve, band, others->len, gaps);
  cs_metric_list_meanings (post->account->network, meanings);
  cs_numbers_put_text (view, "metric_title", meaning->title);
  cs_numbers_put_text (view, "definition", meaning->definition);
  g_variant_dict_insert_value (view, "gaps", view_gaps (gaps, post));
  g_variant_dict_insert_value (view, "points", cs_numbers_view_curve (curve));
  g_variant_dict_insert_value (view, "band", view_band (band));
  g_variant_dict_insert_value (view, "band_breaks", view_breaks (band));
  g_variant_dict_insert (view, "band_posts", "x", (gint64) others->len);
  cs_numbers_put_text (view, "too_little", why);

  return TRUE;
}

static GVariant *
view_targets (Look       *self,
              GPtrArray  *posts,
              GError    **error)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < posts->len; i++)
    {
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);

      if (!put_target (self, &view, posts->pdata[i], error))
        {
          g_variant_dict_clear (&view);
          g_variant_builder_clear (&list);
          return NULL;
        }

      g_variant_builder_add_value (&list, g_variant_dict_end (&view));
    }

  return g_variant_builder_end (&list);
}

/**
 * cs_numbers_post:
 * @posts: #CsCounted of one post
 * @metric: a #CsMetric, or %CS_METRIC_ENGAGEMENT
 *
 * Returns: (transfer full): the answer of numbers.post
 */
GVariant *
cs_numbers_post (CsTx       *tx,
                 GPtrArray  *posts,
                 guint       metric,
                 gint64      now,
                 GError    **error)
{
  Look self = { tx, now, metric };
  const CsCounted *first = posts->len > 0 ? posts->pdata[0] : NULL;
  GVariant *targets;
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);

  if (first == NULL)
    return cs_fail_null (error, CS_ERROR_NOT_FOUND,
                         "This post has not gone out yet: there is nothing to count");

  targets = view_targets (&self, posts, error);
  if (targets == NULL)
    return NULL;

  cs_numbers_put_text (&answer, "post", first->tally->post_id);
  cs_numbers_put_text (&answer, "title", first->title);
  cs_numbers_put_text (&answer, "metric", metric == CS_METRIC_ENGAGEMENT
                                          ? "engagement" : cs_metric_names[metric]);
  g_variant_dict_insert (&answer, "now", "x", now);
  g_variant_dict_insert_value (&answer, "targets", targets);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}
