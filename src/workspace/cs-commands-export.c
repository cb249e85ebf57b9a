/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-account-store.h"
#include "cs-act.h"
#include "cs-event-store.h"
#include "cs-media-store.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-preference.h"
#include "cs-receipt-store.h"
#include "cs-rendition-store.h"
#include "cs-target-store.h"

#define EXPORT_MAX 1000000

static gboolean
add_list (GVariantDict *all,
          const char   *name,
          GPtrArray    *records)
{
  g_autoptr(GPtrArray) owned = records;

  if (owned == NULL)
    return FALSE;

  g_variant_dict_insert_value (all, name, cs_records_to_variant (owned));

  return TRUE;
}

static gboolean
add_preferences (GVariantDict  *all,
                 CsTx          *tx,
                 GError       **error)
{
  g_autoptr(GVariant) preferences = cs_preference_list (tx, error);

  if (preferences == NULL)
    return FALSE;

  g_variant_dict_insert_value (all, "preferences", preferences);

  return TRUE;
}

static GPtrArray *
list_renditions (CsTx    *tx,
                 GError **error)
{
  g_autoptr(GPtrArray) media = cs_media_store_list (tx, &(CsMediaRange) { NULL, }, error);
  g_autoptr(GPtrArray) all = cs_records_new ();

  for (guint i = 0; media != NULL && i < media->len; i++)
    {
      const CsMedia *one = media->pdata[i];
      GPtrArray *some = cs_rendition_store_list_for (tx, one->id, error);

      if (some == NULL)
        return NULL;

      g_ptr_array_extend_and_steal (all, some);
    }

  return media != NULL ? g_steal_pointer (&all) : NULL;
}

/* Those without a time, too. */
static GPtrArray *
list_targets (CsTx    *tx,
              GError **error)
{
  const CsPostRange every = { 0, };
  g_autoptr(GPtrArray) posts = cs_post_store_list (tx, &every, error);
  g_autoptr(GPtrArray) all = cs_records_new ();

  for (guint i = 0; posts != NULL && i < posts->len; i++)
    {
      const CsPost *post = posts->pdata[i];
      GPtrArray *some = cs_target_store_list_for (tx, post->id, error);

      if (some == NULL)
        return NULL;

      g_ptr_array_extend_and_steal (all, some);
    }

  return posts != NULL ? g_steal_pointer (&all) : NULL;
}

/* Everything but secrets, in one value that any program can read. */
static GVariant *
export (CsAct   *act,
        GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  const CsPostRange all_posts = { 0, };
  GVariantDict all = G_VARIANT_DICT_INIT (NULL);

  if (tx == NULL)
    return NULL;

  g_variant_dict_insert (&all, "format", "s", "creatorsync-export-1");
  g_variant_dict_insert (&all, "version", "s", CS_VERSION);
  g_variant_dict_insert (&all, "made_at", "x", cs_act_now (act));

  if (!add_preferences (&all, tx, error)
      || !add_list (&all, "accounts", cs_account_store_list (tx, error))
      || !add_list (&all, "media", cs_media_store_list (tx, &(CsMediaRange) { NULL, }, error))
      || !add_list (&all, "renditions", list_renditions (tx, error))
      || !add_list (&all, "posts", cs_post_store_list (tx, &all_posts, error))
      || !add_list (&all, "targets", list_targets (tx, error))
      || !add_list (&all, "outbox", cs_outbox_store_list_recent (tx, EXPORT_MAX, error))
      || !add_list (&all, "receipts", cs_receipt_store_list (tx, 0, 0, 0, error))
      || !add_list (&all, "events", cs_event_store_list_after (tx, 0, EXPORT_MAX, error)))
    {
      g_variant_dict_clear (&all);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_dict_end (&all));
}

const CsCommand cs_export_commands[] = {
  { "export", "", "a{sv}", export, CS_JOB_LONG, NULL },
  { NULL, },
};
