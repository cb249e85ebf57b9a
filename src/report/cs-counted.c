/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-counted.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-post-store.h"
#include "cs-tally-store.h"

#include <string.h>

static void
counted_free (gpointer data)
{
  CsCounted *self = data;

  cs_record_unref (self->tally);
  g_clear_pointer (&self->account, cs_record_unref);
  g_free (self->title);
  g_free (self);
}

/* What is not there any more is none; NULL with an error for anything else. */
static gboolean
find_post (CsTx        *tx,
           const char  *id,
           CsPost     **post,
           GError     **error)
{
  g_autoptr(GError) cause = NULL;

  *post = id != NULL ? cs_post_store_find (tx, id, &cause) : NULL;

  if (cause == NULL || g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/* An account with many posts is read once. */
static gboolean
add_counted (CsTx        *tx,
             GPtrArray   *list,
             CsTally     *tally,
             CsAccount  **account,
             GError     **error)
{
  g_autoptr(CsPost) post = NULL;
  CsCounted *self;

  if (!find_post (tx, tally->post_id, &post, error))
    return FALSE;

  if (*account == NULL || strcmp ((*account)->id, tally->account_id) != 0)
    {
      g_clear_pointer (account, cs_record_unref);
      *account = cs_account_store_find_any (tx, tally->account_id, error);
      if (*account == NULL)
        return FALSE;
    }

  self = g_new0 (CsCounted, 1);
  self->tally = cs_record_ref (tally);
  self->account = cs_record_ref (*account);
  self->title = post != NULL ? cs_post_dup_title (post->title, post->text) : NULL;
  self->deleted = post == NULL;
  g_ptr_array_add (list, self);

  return TRUE;
}

static gboolean
is_within (const CsCountedRange *range,
           const CsTally        *tally)
{
  return (range->account_ids == NULL || g_strv_contains (range->account_ids, tally->account_id))
      && (range->post_id == NULL || g_strcmp0 (range->post_id, tally->post_id) == 0)
      && tally->published_at >= range->from
      && (range->until == 0 || tally->published_at < range->until);
}

static gboolean
add_all (CsTx                  *tx,
         GPtrArray             *list,
         GPtrArray             *tallies,
         const CsCountedRange  *range,
         GError               **error)
{
  g_autoptr(CsAccount) account = NULL;

  for (guint i = 0; i < tallies->len; i++)
    if (is_within (range, tallies->pdata[i])
        && !add_counted (tx, list, tallies->pdata[i], &account, error))
      return FALSE;

  return TRUE;
}

static GStrv
dup_account_ids (CsTx               *tx,
                 const char *const  *chosen,
                 GError            **error)
{
  g_autoptr(GPtrArray) accounts = NULL;
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  if (chosen != NULL)
    return g_strdupv ((GStrv) chosen);

  accounts = cs_account_store_list_any (tx, error);
  if (accounts == NULL)
    return NULL;

  for (guint i = 0; i < accounts->len; i++)
    g_strv_builder_add (ids, ((const CsAccount *) accounts->pdata[i])->id);

  return g_strv_builder_end (ids);
}

static gboolean
add_of_accounts (CsTx                  *tx,
                 GPtrArray             *list,
                 const CsCountedRange  *range,
                 GError               **error)
{
  g_auto(GStrv) ids = dup_account_ids (tx, range->account_ids, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr(GPtrArray) tallies = cs_tally_store_list_out (tx, ids[i], range->from, range->until,
                                                              range->limit, error);

      if (tallies == NULL || !add_all (tx, list, tallies, range, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_of_post (CsTx                  *tx,
             GPtrArray             *list,
             const CsCountedRange  *range,
             GError               **error)
{
  g_autoptr(GPtrArray) tallies = cs_tally_store_list_for_post (tx, range->post_id, error);

  return tallies != NULL && add_all (tx, list, tallies, range, error);
}

static gboolean
add_new (CsTx                  *tx,
         GPtrArray             *list,
         const CsCountedRange  *range,
         GError               **error)
{
  g_autoptr(GPtrArray) tallies = cs_tally_store_list_new (tx, error);

  return tallies != NULL && add_all (tx, list, tallies, range, error);
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const CsTally *x = (*(CsCounted *const *) a)->tally, *y = (*(CsCounted *const *) b)->tally;

  if (x->published_at != y->published_at)
    return x->published_at > y->published_at ? -1 : 1;

  return strcmp (x->target_id, y->target_id);
}

/**
 * cs_counted_list:
 *
 * Returns: (transfer full): #CsCounted, the newest first; also of accounts that were removed
 */
GPtrArray *
cs_counted_list (CsTx                  *tx,
                 const CsCountedRange  *range,
                 GError               **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (counted_free);

  if (!(range->post_id != NULL ? add_of_post (tx, list, range, error)
                               : add_of_accounts (tx, list, range, error))
      || (range->is_whole && !add_new (tx, list, range, error)))
    return NULL;

  g_ptr_array_sort (list, compare_newest_first);

  return g_steal_pointer (&list);
}

static gint64
number_of (const CsTally *tally,
           guint          metric)
{
  return metric == CS_METRIC_ENGAGEMENT ? tally->engagement : tally->counts[metric];
}

static int
compare_most_first (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  const CsTally *x = *(CsTally *const *) a, *y = *(CsTally *const *) b;
  guint metric = GPOINTER_TO_UINT (user_data);

  if (number_of (x, metric) != number_of (y, metric))
    return number_of (x, metric) > number_of (y, metric) ? -1 : 1;

  return strcmp (x->target_id, y->target_id);
}

/* Those of each account that can be among the first of all. */
static GPtrArray *
list_candidates (CsTx               *tx,
                 const char *const  *account_ids,
                 guint               metric,
                 guint               limit,
                 GError            **error)
{
  g_autoptr(GPtrArray) all = cs_records_new ();

  for (guint i = 0; account_ids[i] != NULL; i++)
    {
      g_autoptr(GPtrArray) top = cs_tally_store_list_top (tx, account_ids[i], metric, limit, error);

      if (top == NULL)
        return NULL;

      g_ptr_array_extend_and_steal (all, g_steal_pointer (&top));
    }

  g_ptr_array_sort_with_data (all, compare_most_first, GUINT_TO_POINTER (metric));
  g_ptr_array_set_size (all, MIN (all->len, limit));

  return g_steal_pointer (&all);
}

/**
 * cs_counted_top:
 * @account_ids: (nullable): of these; NULL: of those that are in the workspace
 * @metric: a CsMetric or %CS_METRIC_ENGAGEMENT; where it is unknown the post is left out
 * @limit: at most so many, of all accounts together
 *
 * Returns: (transfer full): #CsCounted, those with the most of it first
 */
GPtrArray *
cs_counted_top (CsTx               *tx,
                const char *const  *account_ids,
                guint               metric,
                guint               limit,
                GError            **error)
{
  const CsCountedRange any = { NULL, };
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (counted_free);
  g_auto(GStrv) ids = dup_account_ids (tx, account_ids, error);
  g_autoptr(GPtrArray) tallies = NULL;

  if (ids == NULL)
    return NULL;

  tallies = list_candidates (tx, (const char *const *) ids, metric, limit, error);

  return tallies != NULL && add_all (tx, list, tallies, &any, error) ? g_steal_pointer (&list)
                                                                     : NULL;
}
