/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-content.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-free.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-post-view.h"
#include "cs-preference.h"
#include "cs-target-store.h"

#include <glib/gi18n.h>

/* merge: an editing session, which is one step; draft: what nobody planned may be unfinished. */
#define CONTENT CS_CONTENT_ARGS ", merge ?s, draft ?b"

static gboolean
add_target (CsAct           *act,
            CsTx            *tx,
            const CsPost    *post,
            const CsAccount *account,
            GError         **error)
{
  g_autoptr(CsTarget) target = cs_record_new (CS_RECORD_TARGET);
  g_autofree char *late = cs_preference_dup (tx, CS_PREFERENCE_LATE, error);
  int lateness = CS_LATE_ASK;

  if (late == NULL)
    return FALSE;

  cs_enum_from_name (cs_lateness_names, late, &lateness);
  target->id = cs_act_new_id (act);
  target->post_id = g_strdup (post->id);
  target->account_id = g_strdup (account->id);
  target->state = CS_TARGET_DRAFT;
  target->lateness = lateness;

  return cs_target_store_save (tx, target, error);
}

/* One that was missed or failed is a plan again first: the outbox lets go of it. */
static gboolean
remove_target (CsTx           *tx,
               const CsTarget *target,
               GError        **error)
{
  g_autoptr(CsTarget) draft = cs_record_copy (target);

  draft->state = CS_TARGET_DRAFT;

  return (target->state != CS_TARGET_CLAIMED || cs_outbox_store_replan (tx, draft, error))
      && cs_target_store_remove (tx, target->id, error);
}

/* Afterwards the post goes to those accounts and no others. */
static gboolean
set_accounts (CsAct        *act,
              CsTx         *tx,
              const CsPost *post,
              GError      **error)
{
  g_auto(GStrv) words = cs_act_dup_texts (act, "accounts");
  g_autoptr(GPtrArray) targets = NULL;
  g_autoptr(GPtrArray) accounts = NULL;

  if (words == NULL)
    return TRUE;

  accounts = cs_find_accounts (tx, (const char *const *) words, error);
  targets = accounts != NULL ? cs_target_store_list_for (tx, post->id, error) : NULL;
  if (targets == NULL)
    return FALSE;

  for (guint i = 0; i < targets->len; i++)
    {
      const CsTarget *target = targets->pdata[i];

      if (!cs_find_holds (accounts, target->account_id)
          && !remove_target (tx, target, error))
        return FALSE;
    }

  for (guint i = 0; i < accounts->len; i++)
    {
      const CsAccount *account = accounts->pdata[i];

      if (cs_find_target_for (targets, account->id) == NULL
          && !add_target (act, tx, post, account, error))
        return FALSE;
    }

  return TRUE;
}

/* What differs from account to account, and the time in mind. */
static gboolean
save_targets (CsAct        *act,
              CsTx         *tx,
              const CsPost *post,
              GError      **error)
{
  g_autoptr(GPtrArray) targets = cs_target_store_list_for (tx, post->id, error);
  g_autoptr(GPtrArray) next = cs_records_new ();

  for (guint i = 0; targets != NULL && i < targets->len; i++)
    g_ptr_array_add (next, cs_record_copy (targets->pdata[i]));

  if (targets == NULL
      || !cs_content_take_own (act, tx, next, error)
      || !cs_content_take_moment (act, next, error))
    return FALSE;

  for (guint i = 0; i < next->len; i++)
    if (!cs_record_equal (targets->pdata[i], next->pdata[i])
        && !cs_target_store_save (tx, next->pdata[i], error))
      return FALSE;

  return TRUE;
}

static GVariant *
view (CsAct      *act,
      const char *id,
      const char *sentence,
      GError    **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_post_view (tx, id, sentence, error) : NULL;
}

static GVariant *
new_post (CsAct   *act,
          GError **error)
{
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTx) tx = NULL;

  post->id = cs_act_new_id (act);
  post->created_at = cs_act_now (act);
  post->changed_at = post->created_at;

  tx = cs_act_begin (act, cs_post_name (cs_act_text (act, "title"), cs_act_text (act, "text")),
                     error);
  if (tx == NULL
      || !cs_content_take (act, tx, post, error)
      || (!cs_act_bool (act, "draft") && !cs_content_check_parts (post, error))
      || !cs_post_store_save (tx, post, error)
      || !set_accounts (act, tx, post, error)
      || !save_targets (act, tx, post, error)
      || !cs_tx_commit (&tx, error))
    return NULL;

  return view (act, post->id, NULL, error);
}

/* Text and warning for one account alone. */
static gboolean
override (CsAct        *act,
          CsTx         *tx,
          const CsPost *post,
          GError      **error)
{
  g_autoptr(CsAccount) account = cs_find_account (tx, cs_act_text (act, "only"), error);
  g_autoptr(GPtrArray) targets = NULL;
  g_autoptr(CsTarget) next = NULL;
  const CsTarget *target;

  targets = account != NULL ? cs_target_store_list_for (tx, post->id, error) : NULL;
  if (targets == NULL)
    return FALSE;

  target = cs_find_target_for (targets, account->id);
  if (target == NULL)
    return cs_fail (error, CS_ERROR_NOT_FOUND, "The post does not go to %s: add --account first",
                    account->handle);

  next = cs_record_copy (target);

  return cs_content_take_text (act, "text", &next->text, error)
      && cs_content_take_text (act, "warning", &next->warning, error)
      && cs_target_store_save (tx, next, error);
}

/* What has a time stays whole, for it may go out at any moment. */
static gboolean
check_whole (CsAct         *act,
             CsTx          *tx,
             const CsPost  *post,
             GError       **error)
{
  g_autoptr(GPtrArray) targets = cs_target_store_list_for (tx, post->id, error);
  gboolean planned = FALSE;

  for (guint i = 0; targets != NULL && i < targets->len; i++)
    planned |= ((CsTarget *) targets->pdata[i])->state != CS_TARGET_DRAFT;

  if (targets != NULL && !planned && cs_act_bool (act, "draft"))
    return TRUE;

  return targets != NULL && cs_content_check_parts (post, error);
}

static gboolean
change (CsAct      *act,
        CsTx       *tx,
        GError    **error)
{
  g_autoptr(CsPost) post = cs_find_post (tx, cs_act_text (act, "id"), error);
  g_autoptr(CsPost) next = NULL;

  if (post == NULL)
    return FALSE;

  if (cs_act_text (act, "only") != NULL)
    return override (act, tx, post, error);

  next = cs_record_copy (post);
  next->changed_at = cs_act_now (act);

  return cs_content_take (act, tx, next, error)
      && check_whole (act, tx, next, error)
      && cs_free_check_edit (tx, post, next, error)
      && cs_post_store_save (tx, next, error)
      && set_accounts (act, tx, next, error)
      && save_targets (act, tx, next, error);
}

static GVariant *
edit_post (CsAct   *act,
           GError **error)
{
  g_autoptr(CsPost) was = cs_act_find_post (act, error);
  g_autoptr(CsTx) tx = NULL;

  if (was == NULL)
    return NULL;

  tx = cs_act_begin (act, cs_post_name (was->title, was->text), error);
  if (tx == NULL || !change (act, tx, error) || !cs_tx_commit (&tx, error))
    return NULL;

  return view (act, was->id, NULL, error);
}

static GVariant *
list_posts (CsAct   *act,
            GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  CsPostRange range = {
    .from = cs_act_int (act, "from", 0),
    .until = cs_act_int (act, "until", 0),
    .search = cs_act_text (act, "search"),
    .limit = CLAMP (cs_act_int (act, "limit", 50), 1, 10000),
  };
  GPtrArray *posts = tx != NULL ? cs_post_store_list (tx, &range, error) : NULL;

  return posts != NULL ? cs_act_records (posts) : NULL;
}

/* What is planned between two moments: the calendar's question. */
static GVariant *
list_planned (CsAct   *act,
              GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  GPtrArray *targets = NULL;

  if (tx != NULL)
    targets = cs_target_store_list_range (tx, cs_act_int (act, "from", 0),
                                          cs_act_int (act, "until", G_MAXINT64), error);

  return targets != NULL ? cs_act_records (targets) : NULL;
}

static GVariant *
show_post (CsAct   *act,
           GError **error)
{
  g_autoptr(CsPost) post = cs_act_find_post (act, error);

  return post != NULL ? view (act, post->id, NULL, error) : NULL;
}

static GVariant *
delete_post (CsAct   *act,
             GError **error)
{
  g_autoptr(CsPost) was = cs_act_find_post (act, error);
  g_autoptr(CsTx) tx = NULL;

  if (was == NULL)
    return NULL;

  tx = cs_act_begin (act, cs_post_name (was->title, was->text), error);
  if (tx == NULL || !cs_post_store_remove (tx, was->id, error) || !cs_tx_commit (&tx, error))
    return NULL;

  return cs_act_record (g_steal_pointer (&was));
}

const CsCommand cs_post_commands[] = {
  { "post.new", CONTENT, "a{sv}", new_post, CS_JOB_SHORT, N_("Write “%s”") },
  { "post.edit", "id s, only ?s, " CONTENT, "a{sv}", edit_post, CS_JOB_SHORT, N_("Edit “%s”") },
  { "post.list", "from ?x, until ?x, search ?s, limit ?x", "aa{sv}", list_posts, CS_JOB_SHORT,
    NULL },
  { "post.planned", "from ?x, until ?x", "aa{sv}", list_planned, CS_JOB_SHORT, NULL },
  { "post.show", "id s", "a{sv}", show_post, CS_JOB_SHORT, NULL },
  { "post.delete", "id s, merge ?s", "a{sv}", delete_post, CS_JOB_SHORT, N_("Delete “%s”") },
  { NULL, },
};
