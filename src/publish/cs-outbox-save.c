/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-save.h"

#include "cs-account-store.h"
#include "cs-bucket-store.h"
#include "cs-event-store.h"
#include "cs-id.h"
#include "cs-killpoint.h"
#include "cs-outbox-rules.h"
#include "cs-outbox-store.h"
#include "cs-receipt-store.h"

#include <string.h>

static const char *
event_of (CsOutboxState state)
{
  switch ((int) state)
    {
    case CS_OUTBOX_HANDED_OFF:
      return "post.handed-off";
    case CS_OUTBOX_NEEDS_YOU:
      return "post.needs-you";
    case CS_OUTBOX_FAILED:
      return "post.failed";
    case CS_OUTBOX_DONE:
      return "post.published";
    case CS_OUTBOX_MISSED:
      return "post.missed";
    case CS_OUTBOX_CANCELLED:
      return "post.cancelled";
    default:
      return NULL;
    }
}

static GVariant *
event_detail (const CsOutboxRow *row)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&builder, "{sv}", "row", g_variant_new_string (row->id));
  g_variant_builder_add (&builder, "{sv}", "post", g_variant_new_string (row->post_id));
  g_variant_builder_add (&builder, "{sv}", "account", g_variant_new_string (row->account_id));

  if (row->remote_url != NULL)
    g_variant_builder_add (&builder, "{sv}", "url", g_variant_new_string (row->remote_url));

  if (row->sentence != NULL)
    g_variant_builder_add (&builder, "{sv}", "sentence", g_variant_new_string (row->sentence));

  return g_variant_builder_end (&builder);
}

/* Says in the transaction of a move what the move means to a person: of a thread once. */
static gboolean
announce (CsTx               *tx,
          const CsOutboxRow  *was,
          const CsOutboxRow  *next,
          GError            **error)
{
  const char *name = event_of (next->state);

  if (name == NULL || was->state == next->state || cs_outbox_row_follows (next))
    return TRUE;

  return cs_event_store_add (tx, name, CS_RECORD_TARGET, next->target_id,
                             event_detail (next), error);
}

/* A refused sign-in concerns the account, not this post alone. */
static gboolean
mark_account (CsTx               *tx,
              const CsOutboxRow  *next,
              GError            **error)
{
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(CsAccount) marked = NULL;
  gboolean sign_in = g_strcmp0 (next->code, cs_reply_class_names[CS_REPLY_SIGN_IN]) == 0;
  gboolean config = g_strcmp0 (next->code, cs_reply_class_names[CS_REPLY_CONFIG]) == 0;

  if (next->state != CS_OUTBOX_NEEDS_YOU || (!sign_in && !config))
    return TRUE;

  account = cs_account_store_find (tx, next->account_id, error);
  if (account == NULL)
    return FALSE;

  if (account->state != CS_ACCOUNT_READY)
    return TRUE;

  marked = cs_record_copy (account);
  marked->state = sign_in ? CS_ACCOUNT_SIGN_IN : CS_ACCOUNT_NEEDS_YOU;
  g_set_str (&marked->reason, next->sentence);

  /* What is said of the post is not said of the account. */
  if (marked->reason != NULL && g_str_has_suffix (marked->reason, _(CS_OUTBOX_MAY_BE_OUT)))
    marked->reason[strlen (marked->reason) - strlen (_(CS_OUTBOX_MAY_BE_OUT))] = '\0';

  return cs_account_store_save (tx, marked, error)
      && cs_event_store_add (tx, sign_in ? "account.sign-in" : "account.needs-you",
                             CS_RECORD_ACCOUNT, marked->id, event_detail (next), error);
}

/* One move of a row, its log line, and what it means to a person and to the account. */
gboolean
cs_outbox_save_in (CsTx               *tx,
                   const CsOutboxRow  *was,
                   const CsOutboxRow  *next,
                   GError            **error)
{
  g_autoptr(CsOutboxRow) current = cs_outbox_store_find (tx, was->id, error);
  g_autoptr(CsOutboxRow) kept = NULL;

  if (current == NULL)
    return FALSE;

  /* Asked for while the step was made: the step did not know of it. */
  if (!cs_outbox_row_is_stopping (was))
    kept = cs_outbox_row_keeping_stop (next, current);

  return cs_outbox_store_move (tx, was, kept != NULL ? kept : next, error)
      && announce (tx, was, next, error)
      && mark_account (tx, next, error);
}

/* A rest of an account is a wait of its rows, so that a restart keeps it. */
static gboolean
rest_rows (CsTx        *tx,
           const char  *account_id,
           gint64       until,
           GError     **error)
{
  g_autoptr(GPtrArray) rows = cs_outbox_store_list_active (tx, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);
      g_autoptr(CsOutboxRow) next = NULL;

      if (row->state > CS_OUTBOX_UNKNOWN || row->not_before >= until
          || !g_str_equal (row->account_id, account_id))
        continue;

      next = cs_record_copy (row);
      next->not_before = until;
      next->updated_at = cs_clock_now (cs_db_get_clock (cs_tx_get_db (tx)));

      if (!cs_outbox_store_move (tx, row, next, error))
        return FALSE;
    }

  return rows != NULL;
}

/* Tells bucket and breaker how the call ended; when the breaker opens, the account rests. What the
 * network asked to wait for is a wait of the row, and kept for who counts as well. */
static gboolean
report_outcome (CsTx                *tx,
                const CsOutboxCall  *call,
                GError             **error)
{
  const char *host = call->account->host != NULL ? call->account->host : "";
  gboolean answered = call->outcome == CS_CALL_ANSWERED;
  gint64 until;

  if (call->outcome == CS_CALL_NOT_MADE)
    return TRUE;

  if (call->budget.limit > 0
      && !cs_bucket_store_report (tx, call->account->id, "told", call->budget.limit,
                                  call->budget.left, call->budget.reset_at, error))
    return FALSE;

  if (call->asked_until > cs_clock_now (cs_db_get_clock (cs_tx_get_db (tx)))
      && !cs_wait_store_report (tx, call->account->id, "wait", call->asked_until, NULL, NULL,
                                error))
    return FALSE;

  if (!cs_breaker_store_report (tx, call->account->id, host, answered, error))
    return FALSE;

  if (answered)
    return TRUE;

  return cs_breaker_store_ask (tx, call->account->id, host, &until, error)
      && (until == 0 || rest_rows (tx, call->account->id, until, error));
}

/**
 * cs_outbox_save:
 * @call: (nullable): the call to the network that led to this
 *
 * One move of a row in a transaction of its own, with full durability.
 */
gboolean
cs_outbox_save (CsDb                *db,
                const CsOutboxCall  *call,
                const CsOutboxRow   *was,
                const CsOutboxRow   *next,
                GError             **error)
{
  g_autoptr(CsTx) tx = NULL;

  CS_KILLPOINT ("before a move");
  tx = cs_tx_begin (db, error);

  if (tx == NULL || !cs_outbox_save_in (tx, was, next, error)
      || (call != NULL && !report_outcome (tx, call, error)))
    return FALSE;

  CS_KILLPOINT ("within a move");

  if (!cs_tx_commit (&tx, error))
    return FALSE;

  CS_KILLPOINT ("after a move");

  return TRUE;
}

static CsReceipt *
receipt_of (const CsOutboxCall *call,
            gint64              now_usec)
{
  CsReceipt *receipt = cs_record_new (CS_RECORD_RECEIPT);
  const CsOutboxRow *row = call->row;

  receipt->id = cs_id_new (now_usec);
  receipt->target_id = g_strdup (row->target_id);
  receipt->post_id = g_strdup (row->post_id);
  receipt->account_id = g_strdup (row->account_id);
  receipt->network = call->account->network;
  receipt->handle = g_strdup (call->account->handle);
  receipt->part = row->part;
  receipt->remote_id = g_strdup (row->remote_id);
  receipt->url = g_strdup (row->remote_url);
  receipt->published_at = cs_outbox_row_published_at (row);
  receipt->body_sha256 = g_strdup (row->body_sha256);

  return receipt;
}

/**
 * cs_outbox_save_done:
 * @call: of a row that is confirmed
 * @next: the same row, done
 *
 * Receipt, event and the last move in one transaction: all of it, or to be done again.
 */
gboolean
cs_outbox_save_done (CsDb                *db,
                     const CsOutboxCall  *call,
                     const CsOutboxRow   *next,
                     GError             **error)
{
  g_autoptr(CsReceipt) receipt = receipt_of (call, cs_clock_now_usec (cs_db_get_clock (db)));
  g_autoptr(CsReceipt) kept = NULL;
  g_autoptr(CsTx) tx = NULL;

  CS_KILLPOINT ("before the receipt");
  tx = cs_tx_begin (db, error);

  if (tx == NULL
      || (kept = cs_receipt_store_add (tx, receipt, error)) == NULL
      || !cs_outbox_save_in (tx, call->row, next, error))
    return FALSE;

  CS_KILLPOINT ("within the receipt");

  if (!cs_tx_commit (&tx, error))
    return FALSE;

  CS_KILLPOINT ("after the receipt");

  return TRUE;
}
