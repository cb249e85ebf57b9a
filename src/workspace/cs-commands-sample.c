/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-media-store.h"
#include "cs-meta-store.h"
#include "cs-post-store.h"
#include "cs-sample-numbers.h"
#include "cs-sample-past.h"
#include "cs-target-store.h"
#include "cs-zone.h"

#include <glib/gstdio.h>
#include <string.h>

#define SEED 20260514

/* Where a run is: its reports name the clips that are made and those that are to be. */
typedef struct
{
  CsAct  *act;
  guint   done;
  guint   total;
} Progress;

static void
report_part (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Progress *progress = user_data;
  gint64 part = total > 0 ? done * 100 / total : 0;

  progress->act->on_progress (progress->done * 100 + MIN (part, 100), progress->total * 100,
                              progress->act->user_data);
}

static gboolean
check_empty (CsTx    *tx,
             GError **error)
{
  const CsPostRange any = { .limit = 1 };
  g_autoptr(GPtrArray) accounts = NULL;
  g_autoptr(GPtrArray) media = NULL;
  g_autoptr(GPtrArray) posts = NULL;

  if ((accounts = cs_account_store_list (tx, error)) == NULL
      || (media = cs_media_store_list (tx, &(CsMediaRange) { .limit = 1 }, error)) == NULL
      || (posts = cs_post_store_list (tx, &any, error)) == NULL)
    return FALSE;

  return accounts->len + media->len + posts->len == 0
      || cs_fail (error, CS_ERROR_INVALID,
                  "The sample goes into an empty workspace only, and this one is in use: name "
                  "another folder");
}

static void
make_relative (CsAct *act,
               GStrv  paths)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      char *rest = paths[i] + strlen (act->services->folder) + 1;

      memmove (paths[i], rest, strlen (rest) + 1);
    }
}

static gboolean
make_thumbnails (CsAct   *act,
                 CsMedia *media,
                 GError **error)
{
  g_autofree char *folder = g_build_filename (act->services->folder, "media", media->id, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return cs_fail (error, CS_ERROR_STORE, "“%s” cannot be made: free some space", folder);

  media->thumbnails = cs_media_tool_thumbnails (media->path, media->facts, folder,
                                                act->cancellable, error);
  if (media->thumbnails == NULL)
    return FALSE;

  make_relative (act, media->thumbnails);

  return TRUE;
}

/* The file beside the workspace's own, as a person would have filmed it. */
static gboolean
make_clip (CsAct         *act,
           CsSampleClip  *clip,
           const char    *folder,
           Progress      *progress,
           GError       **error)
{
  CsMedia *media = clip->media;
  g_autofree char *path = g_build_filename (folder, media->path, NULL);
  GStatBuf found;

  g_set_str (&media->path, path);
  media->facts = cs_media_tool_sample (&clip->sample, path, report_part, progress,
                                       act->cancellable, error);
  if (media->facts == NULL
      || (media->sha256 = cs_media_tool_hash (path, NULL, NULL, act->cancellable, error)) == NULL)
    return FALSE;

  if (g_stat (path, &found) != 0)
    return cs_fail (error, CS_ERROR_STORE, "“%s” has gone: try again", path);

  media->size = found.st_size;
  media->mtime = found.st_mtim.tv_sec * G_USEC_PER_SEC + found.st_mtim.tv_nsec / 1000;

  return make_thumbnails (act, media, error);
}

static gboolean
make_clips (CsAct         *act,
            CsSamplePlan  *plan,
            GError       **error)
{
  g_autofree char *folder = g_build_filename (act->services->folder, "clips", NULL);
  Progress progress = { act, 0, plan->clips->len };

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return cs_fail (error, CS_ERROR_STORE, "“%s” cannot be made: free some space", folder);

  for (; progress.done < progress.total; progress.done++)
    if (!make_clip (act, plan->clips->pdata[progress.done], folder, &progress, error))
      return FALSE;

  return TRUE;
}

/* What a cancelled or failed run had made: the workspace is empty again. */
static void
remove_clips (CsAct        *act,
              CsSamplePlan *plan)
{
  g_autofree char *clips = g_build_filename (act->services->folder, "clips", NULL);

  for (guint i = 0; i < plan->clips->len; i++)
    {
      const CsMedia *media = ((CsSampleClip *) plan->clips->pdata[i])->media;
      g_autofree char *folder = g_build_filename (act->services->folder, "media", media->id, NULL);

      if (g_path_is_absolute (media->path))
        g_unlink (media->path);

      for (guint k = 0; media->thumbnails != NULL && media->thumbnails[k] != NULL; k++)
        {
          g_autofree char *path = g_build_filename (act->services->folder, media->thumbnails[k],
                                                    NULL);

          g_unlink (path);
        }

      g_rmdir (folder);
    }

  g_rmdir (clips);
}

static const char *
place_of (CsAct      *act,
          const char *name,
          CsNetwork   network)
{
  g_autoptr(GVariant) places = g_variant_lookup_value (act->args, name, G_VARIANT_TYPE ("a{ss}"));
  const char *place = NULL;

  if (places != NULL)
    g_variant_lookup (places, cs_network_names[network], "&s", &place);

  return place;
}

/* On a stand-in: a sign-in will find the accounts by these. */
static void
place_accounts (CsAct        *act,
                CsSamplePlan *plan)
{
  for (int network = 0; network < CS_N_NETWORKS; network++)
    {
      const char *host = place_of (act, "hosts", network);
      const char *id = place_of (act, "ids", network);

      if (host != NULL && id != NULL)
        cs_sample_plan_place (plan, network, host, id);
    }
}

static gboolean
save_target (CsTx                  *tx,
             CsSamplePlan          *plan,
             const CsSampleTarget  *target,
             GError               **error)
{
  cs_tx_set_time (tx, plan->now);

  return cs_target_store_save (tx, target->target, error)
      && cs_sample_save_past (tx, plan, target, error);
}

static gboolean
save_plan (CsAct         *act,
           CsTx          *tx,
           CsSamplePlan  *plan,
           GError       **error)
{
  for (guint i = 0; i < plan->accounts->len; i++)
    if (!cs_account_store_save (tx, plan->accounts->pdata[i], error))
      return FALSE;

  for (guint i = 0; i < plan->clips->len; i++)
    if (!cs_media_store_save (tx, ((CsSampleClip *) plan->clips->pdata[i])->media, error))
      return FALSE;

  for (guint i = 0; i < plan->posts->len; i++)
    if (!cs_post_store_save (tx, plan->posts->pdata[i], error))
      return FALSE;

  for (guint i = 0; i < plan->targets->len; i++)
    if (!save_target (tx, plan, plan->targets->pdata[i], error))
      return FALSE;

  return cs_sample_save_numbers (tx, plan, cs_act_int (act, "seed", SEED), error)
      && cs_meta_store_set (tx, "sample", "1", error);
}

/* All of it or nothing; and only if nobody began to work here meanwhile. */
static gboolean
save (CsAct         *act,
      CsSamplePlan  *plan,
      GError       **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin (act->services->db, error);

  return tx != NULL
      && check_empty (tx, error)
      && save_plan (act, tx, plan, error)
      && cs_tx_commit (&tx, error);
}

static gboolean
may_load (CsAct   *act,
          GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL && check_empty (tx, error);
}

static GVariant *
load_sample (CsAct   *act,
             GError **error)
{
  g_autofree char *zone = cs_zone_dup_local ();
  g_autoptr(CsSamplePlan) plan = NULL;
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);

  if (!may_load (act, error))
    return NULL;

  plan = cs_sample_plan_new (cs_act_now (act), zone, cs_act_int (act, "seed", SEED), error);
  if (plan == NULL)
    return NULL;

  place_accounts (act, plan);
  if (!make_clips (act, plan, error) || !save (act, plan, error))
    {
      remove_clips (act, plan);
      return NULL;
    }

  cs_publisher_wake (act->services->publisher);
  g_variant_dict_insert (&answer, "folder", "s", act->services->folder);
  g_variant_dict_insert (&answer, "accounts", "x", (gint64) plan->accounts->len);
  g_variant_dict_insert (&answer, "media", "x", (gint64) plan->clips->len);
  g_variant_dict_insert (&answer, "posts", "x", (gint64) plan->posts->len);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

const CsCommand cs_sample_commands[] = {
  { "sample.load", "seed ?x, hosts ?a{ss}, ids ?a{ss}", "a{sv}", load_sample, CS_JOB_LONG, NULL },
  { NULL, },
};
