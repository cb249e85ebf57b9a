/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-plan.h"
#include "cs-post-store.h"
#include "cs-post-view.h"
#include "cs-publisher.h"
#include "cs-target-store.h"

#include <glib/gi18n.h>

/* One step of many posts: all of it, or nothing. */
typedef gboolean (*PostFunc) (CsTx          *tx,
                              const CsPost  *post,
                              GError       **error);

/* By the words of ids; each once. */
static GPtrArray *
find_meant (CsAct   *act,
            GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  g_autoptr(GPtrArray) found = cs_records_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(GStrv) words = cs_act_dup_texts (act, "ids");

  for (guint i = 0; tx != NULL && words[i] != NULL; i++)
    {
      g_autoptr(CsPost) post = cs_find_post (tx, words[i], error);

      if (post == NULL)
        return NULL;

      if (g_hash_table_add (seen, post->id))
        g_ptr_array_add (found, g_steal_pointer (&post));
    }

  if (tx != NULL && found->len == 0)
    return cs_fail_null (error, CS_ERROR_INVALID, "Say which posts are meant");

  return tx != NULL ? g_steal_pointer (&found) : NULL;
}

static gboolean
with_each (CsTx       *tx,
           GPtrArray  *posts,
           PostFunc    func,
           GError    **error)
{
  for (guint i = 0; i < posts->len; i++)
    {
      const CsPost *post = posts->pdata[i];

      if (!func (tx, post, error))
        {
          g_autofree char *title = cs_post_view_title (post);

          g_prefix_error (error, _("“%s”: "), title != NULL ? title : post->id);
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
  g_autoptr(GPtrArray) posts = find_meant (act, error);
  g_autofree char *subject = NULL;
  g_autoptr(CsTx) tx = NULL;

  if (posts == NULL)
    return NULL;

  subject = g_strdup_printf (ngettext ("%u post", "%u posts", posts->len), posts->len);
  tx = cs_act_begin (act, subject, error);
  if (tx == NULL || !with_each (tx, posts, func, error) || !cs_tx_commit (&tx, error))
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
  /* Translators: %s is “3 posts” */
  { "posts.delete", "ids as", "a{sv}", delete_posts, CS_JOB_SHORT, N_("Delete %s") },
  /* Translators: %s is “3 posts” */
  { "posts.unschedule", "ids as", "a{sv}", unschedule_posts, CS_JOB_SHORT, N_("Unschedule %s") },
  { NULL, },
};
