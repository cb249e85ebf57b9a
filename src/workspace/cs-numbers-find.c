/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-find.h"

#include "cs-account-sample-store.h"
#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-numbers-answers.h"
#include "cs-numbers-view.h"
#include "cs-tally-store.h"

#include <string.h>

#define TOP     20      /* posts, unless a number is said */
#define TOP_MAX 1000

const char *const cs_number_names[] = {
  "views", "likes", "comments", "shares", "quotes", "saves", "engagement", NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (cs_number_names) == CS_METRIC_ENGAGEMENT + 2);

/* Engagement unless another is said. */
gboolean
cs_act_metric (CsAct   *act,
               int     *metric,
               GError **error)
{
  *metric = CS_METRIC_ENGAGEMENT;

  return cs_act_enum (act, "metric", cs_number_names, metric, error);
}

/* Also one that was removed, by its id or handle: its numbers are still there. */
static CsAccount *
find_account (CsTx        *tx,
              const char  *word,
              GError     **error)
{
  g_autoptr(GError) cause = NULL;
  CsAccount *account = cs_find_account (tx, word, &cause);
  g_autoptr(GPtrArray) all = NULL;

  if (account != NULL)
    return account;

  if (g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND)
      && (all = cs_account_store_list_any (tx, error)) == NULL)
    return NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      CsAccount *one = all->pdata[i];

      if (strcmp (one->id, word) == 0
          || (one->handle != NULL && g_ascii_strcasecmp (one->handle, word) == 0))
        return cs_record_ref (one);
    }

  g_propagate_error (error, g_steal_pointer (&cause));

  return NULL;
}

/* Each once, in the order of the words; NULL where there are none: no account is said. */
static gboolean
find_accounts (CsAct      *act,
               CsTx       *tx,
               GPtrArray **accounts,
               GError    **error)
{
  g_auto(GStrv) words = cs_act_dup_texts (act, "accounts");
  g_autoptr(GPtrArray) found = cs_records_new ();

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_autoptr(CsAccount) account = find_account (tx, words[i], error);

      if (account == NULL)
        return FALSE;

      if (!cs_find_holds (found, account->id))
        g_ptr_array_add (found, g_steal_pointer (&account));
    }

  *accounts = found->len > 0 ? g_steal_pointer (&found) : NULL;

  return TRUE;
}

/* By the words of accounts; all that are connected where there are none. */
static GPtrArray *
list_accounts (CsAct   *act,
               CsTx    *tx,
               GError **error)
{
  GPtrArray *accounts;

  if (!find_accounts (act, tx, &accounts, error))
    return NULL;

  return accounts != NULL ? accounts : cs_account_store_list (tx, error);
}

/* The same, as queries want them; NULL: of any. */
static gboolean
find_account_ids (CsAct   *act,
                  CsTx    *tx,
                  GStrv   *ids,
                  GError **error)
{
  g_autoptr(GPtrArray) accounts = NULL;

  if (!find_accounts (act, tx, &accounts, error))
    return FALSE;

  *ids = accounts != NULL ? cs_find_dup_ids (accounts) : NULL;

  return TRUE;
}

/* A post by any word for it, also one that is deleted: by its id, or by that of a target. */
static char *
find_post_id (CsTx        *tx,
              const char  *word,
              GError     **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(CsPost) post = cs_find_post (tx, word, &cause);
  g_autoptr(GPtrArray) tallies = NULL;
  g_autoptr(CsTally) tally = NULL;

  if (post != NULL)
    return g_strdup (post->id);

  if (!g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  tallies = cs_tally_store_list_for_post (tx, word, error);
  if (tallies == NULL)
    return NULL;

  if (tallies->len > 0)
    return g_strdup (word);

  tally = cs_tally_store_find (tx, word, NULL);
  if (tally != NULL && tally->post_id != NULL)
    return g_strdup (tally->post_id);

  g_propagate_error (error, g_steal_pointer (&cause));

  return NULL;
}

/* Whether there can be something in the time from “from” until “until”, as far as they are said. */
static gboolean
check_period (CsAct   *act,
              GError **error)
{
  gint64 from = cs_act_int (act, "from", 1);
  gint64 until = cs_act_int (act, "until", G_MAXINT64);

  if (from < 1 || until < 1)
    return cs_fail (error, CS_ERROR_INVALID, "Nothing is counted of the time before 1970: choose "
                    "a later one");

  if (from > cs_act_now (act))
    return cs_fail (error, CS_ERROR_INVALID, "That time has not come yet: choose one that begins "
                    "in the past");

  return from < until
      || cs_fail (error, CS_ERROR_INVALID, "The time ends before it begins: turn it around");
}

/* What was published, by accounts and post where they are said; a time that is said is one that can
 * be. */
GPtrArray *
cs_act_list_counted (CsAct   *act,
                     CsTx    *tx,
                     GError **error)
{
  const char *post_word = cs_act_text (act, "post");
  g_auto(GStrv) ids = NULL;
  g_autofree char *post_id = NULL;
  CsCountedRange range = { NULL, };

  if (!check_period (act, error) || !find_account_ids (act, tx, &ids, error))
    return NULL;

  range.account_ids = (const char *const *) ids;

  if (post_word != NULL)
    {
      post_id = find_post_id (tx, post_word, error);
      if (post_id == NULL)
        return NULL;

      range.post_id = post_id;
    }

  return cs_counted_list (tx, &range, error);
}

/* Those with the most of a metric, of the accounts where they are said. */
GPtrArray *
cs_act_list_top (CsAct   *act,
                 CsTx    *tx,
                 GError **error)
{
  gint64 limit = CLAMP (cs_act_int (act, "limit", TOP), 1, TOP_MAX);
  g_auto(GStrv) ids = NULL;
  int metric;

  return cs_act_metric (act, &metric, error) && find_account_ids (act, tx, &ids, error)
       ? cs_counted_top (tx, (const char *const *) ids, metric, limit, error) : NULL;
}

/* Those that are said; else those of the posts where one is said, or all, also removed ones. */
GPtrArray *
cs_act_list_accounts_of (CsAct      *act,
                         CsTx       *tx,
                         GPtrArray  *posts,
                         GError    **error)
{
  GPtrArray *accounts;

  if (!find_accounts (act, tx, &accounts, error))
    return NULL;

  if (accounts != NULL)
    return accounts;

  if (cs_act_text (act, "post") == NULL)
    return cs_account_store_list_any (tx, error);

  accounts = cs_records_new ();

  for (guint i = 0; i < posts->len; i++)
    {
      const CsCounted *post = posts->pdata[i];

      if (!cs_find_holds (accounts, post->account->id))
        g_ptr_array_add (accounts, cs_record_ref (post->account));
    }

  return accounts;
}

/* Whether a post of it is out, or its followers were told. */
static gboolean
has_numbers (CsTx             *tx,
             const CsAccount  *account,
             gboolean         *has,
             GError          **error)
{
  g_autoptr(GPtrArray) posts = cs_tally_store_list_out (tx, account->id, 0, 0, 1, error);
  g_autoptr(CsAccountSample) last = NULL;

  if (posts == NULL
      || !cs_account_sample_store_find_last (tx, account->id, 0, &last, error))
    return FALSE;

  *has = posts->len > 0 || last != NULL;

  return TRUE;
}

static GVariant *
view_account (CsTx            *tx,
              const CsAccount *account)
{
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);

  cs_numbers_put_account (&view, tx, account);

  return g_variant_dict_end (&view);
}

/* Those that are connected; then those that were removed and have numbers. */
GVariant *
cs_act_counted_accounts (CsAct   *act,
                         CsTx    *tx,
                         GError **error)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GPtrArray) all = cs_account_store_list_any (tx, error);
  gboolean is_read = all != NULL;

  for (guint i = 0; is_read && i < all->len; i++)
    {
      const CsAccount *account = all->pdata[i];
      gboolean is_there = cs_find_is_connected (tx, account->id);

      is_read = is_there || has_numbers (tx, account, &is_there, error);
      if (is_read && is_there)
        g_variant_builder_add_value (&list, view_account (tx, account));
    }

  if (!is_read)
    {
      g_variant_builder_clear (&list);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_builder_end (&list));
}

GVariant *
cs_act_overview (CsAct   *act,
                 CsTx    *tx,
                 GError **error)
{
  g_autoptr(GPtrArray) accounts = NULL;

  if (!check_period (act, error))
    return NULL;

  accounts = list_accounts (act, tx, error);

  return accounts != NULL
       ? cs_numbers_overview (tx, accounts, cs_act_int (act, "from", CS_UNKNOWN),
                              cs_act_int (act, "until", CS_UNKNOWN), cs_act_now (act), error)
       : NULL;
}

GVariant *
cs_act_post_numbers (CsAct   *act,
                     CsTx    *tx,
                     GError **error)
{
  g_autoptr(GPtrArray) posts = NULL;
  int metric;

  if (!cs_act_metric (act, &metric, error))
    return NULL;

  if (cs_act_text (act, "post") == NULL)
    return cs_fail_null (error, CS_ERROR_INVALID, "Say which post is meant");

  posts = cs_act_list_counted (act, tx, error);

  return posts != NULL ? cs_numbers_post (tx, posts, metric, cs_act_now (act), error) : NULL;
}
