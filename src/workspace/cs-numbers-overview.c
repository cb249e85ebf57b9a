/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-answers.h"

#include "cs-account-day-store.h"
#include "cs-account-sample-store.h"
#include "cs-curve.h"
#include "cs-find.h"
#include "cs-gap-store.h"
#include "cs-numbers-period.h"
#include "cs-numbers-tiles.h"
#include "cs-numbers-view.h"

#include <glib/gi18n.h>

/* A period and what is found of it. */
typedef struct
{
  CsNumbersPeriod of;
  CsRate          rate;        /* of its posts */
  guint           n_points;    /* of followers */
  gint64          first_at;    /* when followers were counted first in it; CS_UNKNOWN: never */
} Period;

/* With the last before the period, by which the first in it is judged. */
static GPtrArray *
list_samples (Period           *self,
              const CsAccount  *account,
              GError          **error)
{
  g_autoptr(GPtrArray) samples = NULL;
  CsAccountSample *first = NULL;

  samples = cs_account_sample_store_list (self->of.tx, account->id, self->of.from,
                                          self->of.until, error);
  if (samples == NULL
      || !cs_account_sample_store_find_last (self->of.tx, account->id, self->of.from, &first,
                                             error))
    return NULL;

  if (first != NULL && self->of.from != 0)
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
                            ? cs_gap_store_list (self->of.tx, account->id, NULL, self->of.from,
                                                 self->of.until, error) : NULL;
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GArray) curve = NULL;

  if (gaps == NULL)
    return FALSE;

  curve = cs_curve_of_followers (samples, gaps, account->added_at, self->of.now);
  if (curve->len > 0 && g_array_index (curve, CsCurvePoint, 0).x < self->of.from)
    g_array_remove_index (curve, 0);
  if (curve->len > 0)
    self->first_at = cs_numbers_older (self->first_at, g_array_index (curve, CsCurvePoint, 0).x);
  self->n_points = MAX (self->n_points, curve->len);
  cs_numbers_put_account (&view, self->of.tx, account);
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

  for (guint i = 0; i < self->of.accounts->len; i++)
    if (!add_account (self, &list, self->of.accounts->pdata[i], error))
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

  for (guint i = 0; i < self->of.posts->len; i++)
    {
      GVariantDict view = G_VARIANT_DICT_INIT (NULL);

      if (!cs_numbers_put_post (&view, self->of.tx, self->of.posts->pdata[i], error))
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

  for (guint i = 0; i < self->of.accounts->len; i++)
    {
      const CsAccount *account = self->of.accounts->pdata[i];
      GPtrArray *days = cs_account_day_store_list (self->of.tx, account->id,
                                                   self->of.from / CS_DAY_SECONDS,
                                                   (self->of.until - 1) / CS_DAY_SECONDS + 1,
                                                   error);

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

  for (guint i = 0; i < self->of.accounts->len; i++)
    is_there[((const CsAccount *) self->of.accounts->pdata[i])->network] = TRUE;

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
  if (self->of.accounts->len == 0)
    return _("There is no account yet: add one");

  if (self->n_points == 0)
    return _("Nobody has counted followers in this time: it is done every hour while Creator Sync "
             "or its publisher runs");

  return self->n_points == 1
       ? _("Followers were counted once: a line needs a second time, an hour later") : NULL;
}

static const char *
why_no_posts (Period *self)
{
  if (self->of.posts->len > 0)
    return NULL;

  return self->of.from != 0 ? _("No post went out in this time: choose a longer one")
                            : _("No post has gone out yet");
}

static const char *
why_no_engagement (Period *self)
{
  if (self->of.posts->len == 0)
    return why_no_posts (self);

  if (self->rate.n > 0)
    return NULL;

  return self->rate.too_few > 0
       ? _("Engagement by followers takes 30 followers when a post goes out")
       : _("Of none of these posts both engagement and followers are known: it takes a count of "
           "each, soon after a post went out");
}

static void
add_too_little (Period       *self,
                GVariantDict *answer)
{
  GVariantDict why = G_VARIANT_DICT_INIT (NULL);

  cs_numbers_put_text (&why, "followers", why_few_followers (self));
  cs_numbers_put_text (&why, "engagement", why_no_engagement (self));
  cs_numbers_put_text (&why, "posts", why_no_posts (self));
  g_variant_dict_insert_value (answer, "too_little", g_variant_dict_end (&why));
}

static gboolean
fill (Period        *self,
      GVariantDict  *answer,
      GError       **error)
{
  g_autoptr(GVariant) tiles = cs_numbers_tiles (&self->of, &self->rate, error);

  if (tiles == NULL
      || !add_accounts (self, answer, error)
      || !add_posts (self, answer, error)
      || !add_days (self, answer, error))
    return FALSE;

  g_variant_dict_insert_value (answer, "tiles", tiles);
  add_definitions (self, answer);
  add_too_little (self, answer);

  return TRUE;
}

/* All the time begins with the first that is known of it. */
static gint64
begins_at (Period *self)
{
  GPtrArray *posts = self->of.posts;
  gint64 from = self->first_at;

  if (self->of.from != 0)
    return self->of.from;

  if (posts->len > 0)
    from = cs_numbers_older (from, ((const CsCounted *) posts->pdata[posts->len - 1])
                                     ->tally->published_at);

  return from != CS_UNKNOWN ? from : self->of.now;
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
  Period self = { .of = { tx, accounts, NULL, now, from, until, CS_UNKNOWN, CS_UNKNOWN },
                  .first_at = CS_UNKNOWN };
  g_auto(GStrv) ids = cs_find_dup_ids (accounts);
  g_autoptr(GPtrArray) posts = NULL;
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);

  /* What is of this very second is in it, too; what is to come is in no period yet, and a period
   * that has only begun is compared with as much of the one before. */
  self.of.until = until == CS_UNKNOWN ? now + 1 : MIN (until, now + 1);
  if (from == CS_UNKNOWN)
    self.of.from = 0;
  else
    {
      gint64 earlier = cs_numbers_period_length (from, until != CS_UNKNOWN ? until : self.of.until);

      self.of.before_from = from - earlier;
      self.of.before_until = self.of.until - earlier;
    }

  posts = cs_counted_list (tx, &(CsCountedRange) { .account_ids = (const char *const *) ids,
                                                   .from = self.of.from, .until = self.of.until },
                           error);
  if (posts == NULL)
    return NULL;

  self.of.posts = posts;
  g_variant_dict_insert (&answer, "now", "x", now);
  g_variant_dict_insert (&answer, "until", "x", self.of.until);
  cs_numbers_put_number (&answer, "before_from", self.of.before_from);
  cs_numbers_put_number (&answer, "before_until", self.of.before_until);

  if (!fill (&self, &answer, error))
    {
      g_variant_dict_clear (&answer);
      return NULL;
    }

  g_variant_dict_insert (&answer, "from", "x", begins_at (&self));

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}
