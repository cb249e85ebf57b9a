/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-view.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-fit.h"
#include "cs-media-store.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-rendition-store.h"
#include "cs-target-store.h"

/* The findings about one file of the post: of the version that would be sent. */
static gboolean
add_media_findings (CsTx               *tx,
                    const CsAim        *aim,
                    const CsAttachment *attachment,
                    GPtrArray          *clips,
                    GPtrArray          *findings,
                    GError            **error)
{
  g_autoptr(CsMedia) media = cs_media_store_find (tx, attachment->media_id, error);
  g_autoptr(GPtrArray) renditions = NULL;
  const CsFacts *facts;

  renditions = media != NULL ? cs_rendition_store_list_for (tx, media->id, error) : NULL;
  if (renditions == NULL)
    return FALSE;

  facts = cs_fit_choose (aim, media, renditions);
  g_ptr_array_add (clips, cs_record_ref ((gpointer) facts));
  g_ptr_array_extend_and_steal (findings, cs_fit_clip (aim, facts));

  return TRUE;
}

static gboolean
add_part (CsTx            *tx,
          const CsAim     *aim,
          const CsPost    *post,
          const CsTarget  *target,
          guint            part,
          GPtrArray       *findings,
          GError         **error)
{
  g_autoptr(GPtrArray) clips = cs_records_new ();

  for (guint i = 0; post->attachments != NULL && i < post->attachments->len; i++)
    {
      const CsAttachment *attachment = post->attachments->pdata[i];

      if (attachment->part == part
          && !add_media_findings (tx, aim, attachment, clips, findings, error))
        return FALSE;
    }

  g_ptr_array_extend_and_steal (findings, cs_fit_text (aim, post, target, part, clips));

  return TRUE;
}

/**
 * cs_post_findings:
 *
 * What stands in the way of a post at one account: its text, and each file in
 * the version that would be sent.
 *
 * Returns: (transfer full): CsFinding records, NULL with an error
 */
GPtrArray *
cs_post_findings (CsTx            *tx,
                  const CsPost    *post,
                  const CsTarget  *target,
                  GError         **error)
{
  g_autoptr(CsAccount) account = cs_account_store_find (tx, target->account_id, error);
  g_autoptr(GPtrArray) findings = cs_records_new ();
  guint n_parts = post->thread != NULL ? g_strv_length (post->thread) : 0;
  CsAim aim = { 0, };

  if (account == NULL)
    return NULL;

  aim.network = account->network;
  aim.account = account;

  for (guint part = 0; part <= n_parts; part++)
    if (!add_part (tx, &aim, post, target, part, findings, error))
      return NULL;

  return g_steal_pointer (&findings);
}

/* The last row of a claimed target: how far it got. */
static gboolean
add_progress (CsTx            *tx,
              const CsTarget  *target,
              GVariantDict    *view,
              GError         **error)
{
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_for (tx, target->id, error);
  const CsOutboxRow *row;

  if (rows == NULL)
    return FALSE;

  if (rows->len == 0)
    return TRUE;

  row = rows->pdata[rows->len - 1];
  g_variant_dict_insert (view, "outbox_state", "s", cs_outbox_state_names[row->state]);
  if (row->sentence != NULL)
    g_variant_dict_insert (view, "sentence", "s", row->sentence);
  if (row->remote_url != NULL)
    g_variant_dict_insert (view, "url", "s", row->remote_url);

  return TRUE;
}

static GVariant *
view_target (CsTx            *tx,
             const CsTarget  *target,
             GError         **error)
{
  g_autoptr(CsAccount) account = cs_account_store_find (tx, target->account_id, NULL);
  g_autoptr(GVariant) fields = g_variant_ref_sink (cs_record_to_variant (target));
  GVariantDict view;

  g_variant_dict_init (&view, fields);
  /* An account that was removed is named by its id. */
  g_variant_dict_insert (&view, "account", "s",
                         account != NULL && account->handle != NULL ? account->handle
                                                                    : target->account_id);
  if (account != NULL)
    g_variant_dict_insert (&view, "network", "s", cs_network_names[account->network]);

  /* Rows of an earlier try say nothing of one that is planned anew. */
  if (target->state == CS_TARGET_CLAIMED && !add_progress (tx, target, &view, error))
    {
      g_variant_dict_clear (&view);
      return NULL;
    }

  return g_variant_dict_end (&view);
}

typedef struct
{
  GVariantBuilder targets;
  GPtrArray      *findings;
} Parts;

static gboolean
add_target (CsTx            *tx,
            const CsPost    *post,
            const CsTarget  *target,
            Parts           *parts,
            GError         **error)
{
  GVariant *view = view_target (tx, target, error);
  GPtrArray *findings;

  if (view == NULL)
    return FALSE;

  g_variant_builder_add_value (&parts->targets, view);

  if (target->state == CS_TARGET_CLAIMED)
    return TRUE;

  findings = cs_post_findings (tx, post, target, error);
  if (findings == NULL)
    return FALSE;

  g_ptr_array_extend_and_steal (parts->findings, findings);

  return TRUE;
}

/**
 * cs_post_view:
 * @sentence: (nullable): what else is to be said
 *
 * Returns: (transfer full): the post's fields, "targets" with the account's
 *   handle and how far each got, and "findings"
 */
GVariant *
cs_post_view (CsTx        *tx,
              const char  *post_id,
              const char  *sentence,
              GError     **error)
{
  g_autoptr(CsPost) post = cs_post_store_find (tx, post_id, error);
  g_autoptr(GPtrArray) targets = NULL;
  g_autoptr(GPtrArray) findings = cs_records_new ();
  g_autoptr(GVariant) fields = NULL;
  Parts parts = { G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}")), findings };
  GVariantDict view;

  targets = post != NULL ? cs_target_store_list_for (tx, post->id, error) : NULL;
  if (targets == NULL)
    return NULL;

  for (guint i = 0; i < targets->len; i++)
    if (!add_target (tx, post, targets->pdata[i], &parts, error))
      {
        g_variant_builder_clear (&parts.targets);
        return NULL;
      }

  fields = g_variant_ref_sink (cs_record_to_variant (post));
  g_variant_dict_init (&view, fields);
  g_variant_dict_insert_value (&view, "targets", g_variant_builder_end (&parts.targets));
  g_variant_dict_insert_value (&view, "findings", cs_records_to_variant (findings));
  if (sentence != NULL)
    g_variant_dict_insert (&view, "sentence", "s", sentence);

  return g_variant_ref_sink (g_variant_dict_end (&view));
}
