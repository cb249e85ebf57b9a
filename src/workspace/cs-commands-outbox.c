/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-command-private.h"

#include "cs-act.h"
#include "cs-event-store.h"
#include "cs-find.h"
#include "cs-outbox-pause.h"
#include "cs-outbox-store.h"
#include "cs-post-view.h"
#include "cs-receipt-store.h"
#include "cs-target-store.h"

static const char *const answer_names[] = { "there", "again", "drop", NULL };

static GVariant *
list_rows (CsAct   *act,
           GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  guint limit = CLAMP (cs_act_int (act, "limit", 50), 1, 10000);
  g_autoptr(GPtrArray) rows = NULL;

  if (tx != NULL)
    rows = cs_act_bool (act, "active") ? cs_outbox_store_list_active (tx, error)
                                       : cs_outbox_store_list_recent (tx, limit, error);

  return rows != NULL ? g_variant_ref_sink (cs_post_view_rows (tx, rows)) : NULL;
}

static CsOutboxRow *
find_row (CsAct   *act,
          GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);

  return tx != NULL ? cs_find_row (tx, cs_act_text (act, "id"), error) : NULL;
}

static GVariant *
answer_with_row (CsAct   *act,
                 GError **error)
{
  g_autoptr(CsOutboxRow) row = find_row (act, error);
  g_autoptr(CsTx) tx = row != NULL ? cs_act_begin_read (act, error) : NULL;

  return tx != NULL ? g_variant_ref_sink (cs_post_view_row (tx, row)) : NULL;
}

static GVariant *
cancel_row (CsAct   *act,
            GError **error)
{
  g_autoptr(CsOutboxRow) row = find_row (act, error);

  if (row == NULL || !cs_publisher_cancel (act->services->publisher, row->id, error))
    return NULL;

  return answer_with_row (act, error);
}

static GVariant *
answer_row (CsAct   *act,
            GError **error)
{
  g_autoptr(CsOutboxRow) row = NULL;
  int answer = CS_ANSWER_DROP;

  if (!cs_act_enum (act, "answer", answer_names, &answer, error)
      || (row = find_row (act, error)) == NULL
      || !cs_publisher_answer (act->services->publisher, row->id, answer,
                               cs_act_text (act, "link"), act->cancellable, error))
    return NULL;

  return answer_with_row (act, error);
}

static GVariant *
set_pause (CsAct     *act,
           gboolean   paused,
           GError   **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin (act->services->db, error);
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);

  if (tx == NULL || !cs_outbox_pause_set (tx, paused, error) || !cs_tx_commit (&tx, error))
    return NULL;

  cs_publisher_wake (act->services->publisher);
  g_variant_dict_insert (&answer, "paused", "b", paused);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

static GVariant *
pause_publishing (CsAct   *act,
                  GError **error)
{
  return set_pause (act, TRUE, error);
}

static GVariant *
resume_publishing (CsAct   *act,
                   GError **error)
{
  return set_pause (act, FALSE, error);
}

static GPtrArray *
find_receipts (CsTx       *tx,
               const char *word,
               GError    **error)
{
  g_autoptr(CsPost) post = cs_find_post (tx, word, error);
  g_autoptr(GPtrArray) targets = NULL;
  g_autoptr(GPtrArray) all = cs_records_new ();

  targets = post != NULL ? cs_target_store_list_for (tx, post->id, error) : NULL;
  if (targets == NULL)
    return NULL;

  for (guint i = 0; i < targets->len; i++)
    {
      const CsTarget *target = targets->pdata[i];
      GPtrArray *some = cs_receipt_store_find_for (tx, target->id, error);

      if (some == NULL)
        return NULL;

      g_ptr_array_extend_and_steal (all, some);
    }

  return g_steal_pointer (&all);
}

static GVariant *
list_receipts (CsAct   *act,
               GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  const char *post = cs_act_text (act, "post");
  GPtrArray *receipts;

  if (tx == NULL)
    return NULL;

  receipts = post != NULL ? find_receipts (tx, post, error)
                          : cs_receipt_store_list (tx, 0, 0, 0, error);

  return receipts != NULL ? cs_act_records (receipts) : NULL;
}

static GVariant *
verify_receipts (CsAct   *act,
                 GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);
  gint64 n_checked;

  if (tx == NULL || !cs_receipt_store_verify (tx, &n_checked, error))
    return NULL;

  g_variant_dict_insert (&answer, "receipts", "x", n_checked);

  return g_variant_ref_sink (g_variant_dict_end (&answer));
}

static GVariant *
list_events (CsAct   *act,
             GError **error)
{
  g_autoptr(CsTx) tx = cs_act_begin_read (act, error);
  guint limit = CLAMP (cs_act_int (act, "limit", 100), 1, 10000);
  GPtrArray *events = NULL;

  if (tx != NULL)
    events = cs_event_store_list_after (tx, cs_act_int (act, "after", 0), limit, error);

  return events != NULL ? cs_act_records (events) : NULL;
}

const CsCommand cs_outbox_commands[] = {
  { "outbox.list", "limit ?x, active ?b", "aa{sv}", list_rows, CS_JOB_SHORT, NULL },
  { "outbox.cancel", "id s", "a{sv}", cancel_row, CS_JOB_SHORT, NULL },
  { "outbox.answer", "id s, answer s, link ?s", "a{sv}", answer_row, CS_JOB_LONG, NULL },
  { "publishing.pause", "", "a{sv}", pause_publishing, CS_JOB_SHORT, NULL },
  { "publishing.resume", "", "a{sv}", resume_publishing, CS_JOB_SHORT, NULL },
  { "receipt.list", "post ?s", "aa{sv}", list_receipts, CS_JOB_SHORT, NULL },
  { "receipt.verify", "", "a{sv}", verify_receipts, CS_JOB_SHORT, NULL },
  { "event.list", "after ?x, limit ?x", "aa{sv}", list_events, CS_JOB_SHORT, NULL },
  { NULL, },
};
