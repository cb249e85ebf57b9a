/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-find.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-numbers-answers.h"
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

/* By the words of accounts; all where there are none. */
GPtrArray *
cs_act_list_accounts (CsAct   *act,
                      CsTx    *tx,
                      GError **error)
{
  g_auto(GStrv) words = cs_act_dup_texts (act, "accounts");

  return words != NULL && words[0] != NULL
       ? cs_find_accounts (tx, (const char *const *) words, error)
       : cs_account_store_list (tx, error);
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

/* What was published, by account and post where one is said; a time that is said is one that can
 * be. */
GPtrArray *
cs_act_list_counted (CsAct   *act,
                     CsTx    *tx,
                     GError **error)
{
  const char *account_word = cs_act_text (act, "account");
  const char *post_word = cs_act_text (act, "post");
  g_autoptr(CsAccount) account = NULL;
  g_autofree char *post_id = NULL;
  CsCountedRange range = { NULL, };
  const char *ids[2] = { NULL, NULL };

  if (!check_period (act, error))
    return NULL;

  if (account_word != NULL)
    {
      account = find_account (tx, account_word, error);
      if (account == NULL)
        return NULL;

      ids[0] = account->id;
      range.account_ids = ids;
    }

  if (post_word != NULL)
    {
      post_id = find_post_id (tx, post_word, error);
      if (post_id == NULL)
        return NULL;

      range.post_id = post_id;
    }

  return cs_counted_list (tx, &range, error);
}

/* Those with the most of a metric, of the account where one is said. */
GPtrArray *
cs_act_list_top (CsAct   *act,
                 CsTx    *tx,
                 GError **error)
{
  const char *word = cs_act_text (act, "account");
  gint64 limit = CLAMP (cs_act_int (act, "limit", TOP), 1, TOP_MAX);
  g_autoptr(CsAccount) account = NULL;
  int metric;

  if (!cs_act_metric (act, &metric, error))
    return NULL;

  if (word == NULL)
    return cs_counted_top (tx, NULL, metric, limit, error);

  account = cs_find_account (tx, word, error);

  return account != NULL ? cs_counted_top (tx, (const char *const[]) { account->id, NULL }, metric,
                                           limit, error) : NULL;
}

/* Those of the posts where one is said; else the account that is said, or all, also removed
 * ones. */
GPtrArray *
cs_act_list_accounts_of (CsAct      *act,
                         CsTx       *tx,
                         GPtrArray  *posts,
                         GError    **error)
{
  const char *word = cs_act_text (act, "account");
  g_autoptr(GPtrArray) accounts = NULL;

  if (word == NULL && cs_act_text (act, "post") == NULL)
    return cs_account_store_list_any (tx, error);

  accounts = cs_records_new ();

  if (word != NULL)
    {
      CsAccount *account = find_account (tx, word, error);

      if (account == NULL)
        return NULL;

      g_ptr_array_add (accounts, account);
      return g_steal_pointer (&accounts);
    }

  for (guint i = 0; i < posts->len; i++)
    {
      const CsCounted *post = posts->pdata[i];

      if (!cs_find_holds (accounts, post->account->id))
        g_ptr_array_add (accounts, cs_record_ref (post->account));
    }

  return g_steal_pointer (&accounts);
}

GVariant *
cs_act_overview (CsAct   *act,
                 CsTx    *tx,
                 GError **error)
{
  g_autoptr(GPtrArray) accounts = NULL;

  if (!check_period (act, error))
    return NULL;

  accounts = cs_act_list_accounts (act, tx, error);

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
