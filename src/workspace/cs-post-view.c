/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-view.h"

#include "cs-account-store.h"
#include "cs-error.h"
#include "cs-find.h"
#include "cs-finding.h"
#include "cs-fit.h"
#include "cs-free.h"
#include "cs-media-store.h"
#include "cs-outbox-claim.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-receipt-store.h"
#include "cs-rendition-store.h"
#include "cs-target-store.h"

#include <glib/gi18n.h>

/* The findings about one file of the post: of the version that would be sent. */
static gboolean
add_media_findings (CsTx               *tx,
                    const CsAim        *aim,
                    const CsPost       *post,
                    guint               file,
                    GPtrArray          *clips,
                    GPtrArray          *findings,
                    GError            **error)
{
  const CsAttachment *attachment = post->attachments->pdata[file];
  g_autoptr(CsMedia) media = cs_media_store_find (tx, attachment->media_id, error);
  g_autoptr(GPtrArray) renditions = NULL;
  g_autoptr(GPtrArray) broken = NULL;
  const CsFacts *facts;

  renditions = media != NULL ? cs_rendition_store_list_for (tx, media->id, error) : NULL;
  if (renditions == NULL)
    return FALSE;

  facts = cs_fit_choose (aim, media, renditions);
  g_ptr_array_add (clips, cs_record_ref ((gpointer) facts));
  broken = cs_fit_clip (aim, facts);

  for (guint i = 0; i < broken->len; i++)
    {
      CsFinding *finding = broken->pdata[i];

      finding->part = attachment->part;
      finding->file = file;
    }

  g_ptr_array_extend_and_steal (findings, g_steal_pointer (&broken));

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
          && !add_media_findings (tx, aim, post, i, clips, findings, error))
        return FALSE;
    }

  g_ptr_array_extend_and_steal (findings, cs_fit_text (aim, post, target, part, clips));

  return TRUE;
}

/**
 * cs_post_findings:
 * @from_part: of the thread; those before it are out
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
                  guint            from_part,
                  GError         **error)
{
  g_autoptr(CsAccount) account = cs_account_store_find_any (tx, target->account_id, error);
  g_autoptr(GPtrArray) findings = cs_records_new ();
  guint n_parts = post->thread != NULL ? g_strv_length (post->thread) : 0;
  CsAim aim = { 0, };

  if (account == NULL)
    return NULL;

  aim.network = account->network;
  aim.account = account;

  for (guint part = from_part; part <= n_parts; part++)
    if (!add_part (tx, &aim, post, target, part, findings, error))
      return NULL;

  return g_steal_pointer (&findings);
}

/* The youngest row of each part, for those of an earlier try say nothing any more. */
static GPtrArray *
list_parts (CsTx            *tx,
            const CsTarget  *target,
            GError         **error)
{
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_for (tx, target->id, error);
  g_autoptr(GPtrArray) parts = cs_records_new ();

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CsOutboxRow *row = rows->pdata[i];
      guint at = 0;

      while (at < parts->len && ((CsOutboxRow *) parts->pdata[at])->part < row->part)
        at++;

      if (at < parts->len && ((CsOutboxRow *) parts->pdata[at])->part == row->part)
        g_ptr_array_remove_index (parts, at);

      g_ptr_array_insert (parts, at, cs_record_ref ((gpointer) row));
    }

  return rows != NULL ? g_steal_pointer (&parts) : NULL;
}

static void
add_progress (GVariantDict      *view,
              const CsOutboxRow *row,
              GPtrArray         *receipts)
{
  g_variant_dict_insert (view, "row", "s", row->id);
  g_variant_dict_insert (view, "outbox_state", "s", cs_outbox_state_names[row->state]);
  if (row->sentence != NULL)
    g_variant_dict_insert (view, "sentence", "s", row->sentence);
  if (row->remote_url != NULL)
    g_variant_dict_insert (view, "url", "s", row->remote_url);

  for (guint i = 0; row->state == CS_OUTBOX_DONE && i < receipts->len; i++)
    {
      const CsReceipt *receipt = receipts->pdata[i];

      if (receipt->part == row->part)
        g_variant_dict_insert (view, "published_at", "x", receipt->published_at);
    }
}

static GVariant *
view_parts (const CsPost *post,
            GPtrArray    *rows,
            GPtrArray    *receipts)
{
  GVariantBuilder parts = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  gint64 length = post->thread != NULL ? g_strv_length (post->thread) : 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = rows->pdata[i];
      GVariantDict part = G_VARIANT_DICT_INIT (NULL);

      if (row->part > length)
        break;

      g_variant_dict_insert (&part, "part", "x", row->part);
      add_progress (&part, row, receipts);
      g_variant_builder_add_value (&parts, g_variant_dict_end (&part));
    }

  return g_variant_builder_end (&parts);
}

/* How far a claimed target got: its first part that is not out tells, or the first of all. */
static gboolean
add_rows (CsTx            *tx,
          const CsPost    *post,
          const CsTarget  *target,
          GVariantDict    *view,
          GError         **error)
{
  g_autoptr(GPtrArray) rows = list_parts (tx, target, error);
  g_autoptr(GPtrArray) receipts = NULL;
  const CsOutboxRow *telling = NULL;

  receipts = rows != NULL ? cs_receipt_store_find_for (tx, target->id, error) : NULL;
  if (receipts == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len && telling == NULL; i++)
    if (((CsOutboxRow *) rows->pdata[i])->state != CS_OUTBOX_DONE)
      telling = rows->pdata[i];

  if (telling == NULL && rows->len > 0)
    telling = rows->pdata[0];

  if (telling != NULL)
    add_progress (view, telling, receipts);

  if (post->thread != NULL && post->thread[0] != NULL)
    g_variant_dict_insert_value (view, "parts", view_parts (post, rows, receipts));

  return TRUE;
}

/* What may come next for a target that did not go out, or whose account is gone. */
static char *
say_next (CsTx            *tx,
          const CsPost    *post,
          const CsTarget  *target)
{
  CsFreedom freedom;
  gint64 n_out;
  g_autoptr(GError) removed = NULL;
  g_autoptr(CsAccount) account = cs_find_planned_account (tx, target->account_id, &removed);

  if (account == NULL)
    return g_strdup (removed->message);

  if (target->state != CS_TARGET_CLAIMED
      || !cs_freedom_ask (tx, post, target, &freedom, &n_out, NULL) || freedom != CS_FREE_WHOLE)
    return NULL;

  return g_strdup_printf (_("It waits for a new time: creatorsync-cli post schedule %s --at … "
                            "gives it one, post publish sends it now"), target->post_id);
}

static gint64
now_of (CsTx *tx)
{
  return cs_clock_now (cs_db_get_clock (cs_tx_get_db (tx)));
}

static GVariant *
view_target (CsTx            *tx,
             const CsPost    *post,
             const CsTarget  *target,
             CsFreedom        freedom,
             GPtrArray       *findings,
             GError         **error)
{
  g_autoptr(CsAccount) account = cs_account_store_find_any (tx, target->account_id, NULL);
  g_autoptr(GVariant) fields = g_variant_ref_sink (cs_record_to_variant (target));
  g_autofree char *name = cs_find_account_name (tx, target->account_id);
  g_autofree char *next = say_next (tx, post, target);
  GVariantDict view;

  g_variant_dict_init (&view, fields);
  g_variant_dict_insert (&view, "account", "s", name);
  if (account != NULL)
    g_variant_dict_insert (&view, "network", "s", cs_network_names[account->network]);
  if (next != NULL)
    g_variant_dict_insert (&view, "next", "s", next);
  g_variant_dict_insert (&view, "free", "s", cs_freedom_names[freedom]);
  if (account != NULL && target->state == CS_TARGET_SCHEDULED)
    g_variant_dict_insert (&view, "held", "b", cs_claim_may_hand_over (account, post, target,
                                                                       now_of (tx)));
  g_variant_dict_insert_value (&view, "findings", cs_records_to_variant (findings));

  /* Rows of an earlier try say nothing of one that is planned anew. */
  if (target->state == CS_TARGET_CLAIMED && !add_rows (tx, post, target, &view, error))
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
  gboolean        has_rest;   /* of a thread whose beginning is out */
} Parts;

static gboolean
add_target (CsTx            *tx,
            const CsPost    *post,
            const CsTarget  *target,
            Parts           *parts,
            GError         **error)
{
  g_autoptr(GPtrArray) findings = NULL;
  GVariant *view;
  CsFreedom freedom;
  gint64 n_out;

  if (!cs_freedom_ask (tx, post, target, &freedom, &n_out, error))
    return FALSE;

  if (target->state == CS_TARGET_CLAIMED && freedom != CS_FREE_REST)
    findings = cs_records_new ();
  else
    findings = cs_post_findings (tx, post, target, n_out, error);

  view = findings != NULL ? view_target (tx, post, target, freedom, findings, error) : NULL;
  if (view == NULL)
    return FALSE;

  parts->has_rest |= freedom == CS_FREE_REST;
  g_variant_builder_add_value (&parts->targets, view);
  g_ptr_array_extend_and_steal (parts->findings, g_steal_pointer (&findings));

  return TRUE;
}

/* The files with what each is called. */
static GVariant *
view_attachments (CsTx         *tx,
                  const CsPost *post)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; post->attachments != NULL && i < post->attachments->len; i++)
    {
      const CsAttachment *attachment = post->attachments->pdata[i];
      g_autoptr(GVariant) fields = g_variant_ref_sink (cs_record_to_variant (attachment));
      g_autoptr(CsMedia) media = cs_media_store_find (tx, attachment->media_id, NULL);
      GVariantDict view;

      g_variant_dict_init (&view, fields);
      if (media != NULL)
        {
          g_variant_dict_insert (&view, "title", "s", media->title);
          g_variant_dict_insert (&view, "path", "s", media->path);
          if (media->thumbnails != NULL)
            g_variant_dict_insert (&view, "thumbnails", "^as", media->thumbnails);
        }
      g_variant_builder_add_value (&all, g_variant_dict_end (&view));
    }

  return g_variant_builder_end (&all);
}

/**
 * cs_post_view:
 * @sentence: (nullable): what else is to be said
 *
 * Returns: (transfer full): the post's fields, how far it is "free" to be changed
 *   (of "rest", the parts "kept"), "targets" with the account's handle, how far each
 *   got and when it was published, whether its network holds it until its time
 *   ("held"), of a thread with each part’s "parts", its "findings" and what may come
 *   "next", the "findings" of all, and the titles and thumbnails of the "attachments"
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
  Parts parts = { G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}")), findings, FALSE };
  GVariantDict view;
  CsFreedom freedom;
  gint64 n_kept;

  targets = post != NULL ? cs_target_store_list_for (tx, post->id, error) : NULL;
  if (targets == NULL || !cs_freedom_ask_edit (tx, post, &freedom, &n_kept, NULL, error))
    return NULL;

  for (guint i = 0; i < targets->len; i++)
    if (!add_target (tx, post, targets->pdata[i], &parts, error))
      {
        g_variant_builder_clear (&parts.targets);
        return NULL;
      }

  fields = g_variant_ref_sink (cs_record_to_variant (post));
  g_variant_dict_init (&view, fields);
  if (post->attachments != NULL && post->attachments->len > 0)
    g_variant_dict_insert_value (&view, "attachments", view_attachments (tx, post));
  g_variant_dict_insert (&view, "free", "s", cs_freedom_names[freedom]);
  if (freedom == CS_FREE_REST)
    g_variant_dict_insert (&view, "kept", "x", n_kept);
  g_variant_dict_insert_value (&view, "targets", g_variant_builder_end (&parts.targets));
  g_variant_dict_insert_value (&view, "findings", cs_records_to_variant (findings));
  if (sentence == NULL && parts.has_rest)
    sentence = _("The beginning of this thread is out: creatorsync-cli post edit changes the parts "
                 "that are not, and post publish sends them as replies");
  if (sentence != NULL)
    g_variant_dict_insert (&view, "sentence", "s", sentence);

  return g_variant_ref_sink (g_variant_dict_end (&view));
}

/* As lists call it; NULL for a post of files alone, or one that is gone. */
char *
cs_post_view_title (const CsPost *post)
{
  return post != NULL ? cs_post_dup_title (post->title, post->text) : NULL;
}

/* A row of the outbox with the names of its post and of its account. Floating. */
GVariant *
cs_post_view_row (CsTx              *tx,
                  const CsOutboxRow *row)
{
  g_autoptr(GVariant) fields = g_variant_ref_sink (cs_record_to_variant (row));
  g_autoptr(CsAccount) account = cs_account_store_find_any (tx, row->account_id, NULL);
  g_autoptr(CsPost) post = cs_post_store_find (tx, row->post_id, NULL);
  g_autofree char *name = cs_find_account_name (tx, row->account_id);
  g_autofree char *title = cs_post_view_title (post);
  GVariantDict view;

  g_variant_dict_init (&view, fields);
  g_variant_dict_insert (&view, "account", "s", name);
  if (title != NULL)
    g_variant_dict_insert (&view, "title", "s", title);
  if (account != NULL)
    g_variant_dict_insert (&view, "network", "s", cs_network_names[account->network]);

  return g_variant_dict_end (&view);
}

GVariant *
cs_post_view_rows (CsTx      *tx,
                   GPtrArray *rows)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < rows->len; i++)
    g_variant_builder_add_value (&all, cs_post_view_row (tx, rows->pdata[i]));

  return g_variant_builder_end (&all);
}
