/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-plan.h"
#include "cs-post-store.h"
#include "cs-publisher.h"
#include "cs-target-store.h"

/* One step of many posts: all of it, or nothing. */
typedef gboolean (*PostFunc) (CsTx          *tx,
                              const CsPost  *post,
                              GError       **error);

static gboolean
with_each (CsTx        *tx,
           GStrv        ids,
           PostFunc     func,
           GError     **error)
{
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr(CsPost) post = cs_find_post (tx, ids[i], error);

      if (post == NULL)
        return FALSE;

      if (!func (tx, post, error))
        {
          g_prefix_error (error, "“%s”: ", post->title != NULL ? post->title
                                           : post->text != NULL ? post->text : post->id);
          return FALSE;
        }
    }

  return TRUE;
}

static GVariant *
run (CsAct    *act,
     PostFunc  func,
     GError  **error)
{
  g_auto(GStrv) ids = cs_act_dup_texts (act, "ids");
  guint n_ids = g_strv_length (ids);
  g_autofree char *subject = g_strdup_printf ("%u %s", n_ids, n_ids == 1 ? "post" : "posts");
  g_autoptr(CsTx) tx = NULL;

  if (n_ids == 0)
    return cs_fail_null (error, CS_ERROR_INVALID, "Say which posts are meant");

  tx = cs_act_begin (act, subject, error);
  if (tx == NULL || !with_each (tx, ids, func, error) || !cs_tx_commit (&tx, error))
    return NULL;

  cs_publisher_wake (act->services->publisher);

  return cs_act_nothing ();
}

static gboolean
delete_one (CsTx          *tx,
            const CsPost  *post,
            GError       **error)
{
  return cs_post_store_remove (tx, post->id, error);
}

static GVariant *
delete_posts (CsAct   *act,
              GError **error)
{
  return run (act, delete_one, error);
}

/* What is a draft or has gone its way stays as it is. */
static gboolean
unschedule_one (CsTx          *tx,
                const CsPost  *post,
                GError       **error)
{
  g_autoptr(GPtrArray) targets = cs_target_store_list_for (tx, post->id, error);

  for (guint i = 0; targets != NULL && i < targets->len; i++)
    {
      const CsTarget *target = targets->pdata[i];
      g_autoptr(CsTarget) next = NULL;

      if (target->state != CS_TARGET_SCHEDULED)
        continue;

      next = cs_target_unscheduled (target, error);
      if (next == NULL || !cs_target_store_save (tx, next, error))
        return FALSE;
    }

  return targets != NULL;
}

static GVariant *
unschedule_posts (CsAct   *act,
                  GError **error)
{
  return run (act, unschedule_one, error);
}

const CsCommand cs_posts_commands[] = {
  { "posts.delete", "ids as", "a{sv}", delete_posts, CS_JOB_SHORT, "Delete %s" },
  { "posts.unschedule", "ids as", "a{sv}", unschedule_posts, CS_JOB_SHORT, "Unschedule %s" },
  { NULL, },
};
