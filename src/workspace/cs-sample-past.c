/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sample-past.h"

#include "cs-id.h"
#include "cs-outbox-rules.h"
#include "cs-outbox-save.h"
#include "cs-outbox-store.h"
#include "cs-receipt-store.h"
#include "cs-target-store.h"

#include <glib/gi18n.h>

/* A row on its way: each step is the publisher's own rule, at the time it would have been made. */
typedef struct
{
  CsTx                 *tx;
  CsSamplePlan         *plan;
  const CsSampleTarget *target;
  CsOutboxRow          *row;
  CsMoment              moment;
  GError              **error;
} Past;

/* The row moves; takes @next. */
static gboolean
move (Past        *self,
      CsOutboxRow *next)
{
  g_autoptr(CsOutboxRow) was = self->row;

  self->row = next;
  cs_tx_set_time (self->tx, self->moment.now);

  return cs_outbox_save_in (self->tx, was, next, self->error);
}

static void
pass (Past   *self,
      gint64  seconds)
{
  self->moment.now += seconds;
}

/* As the network writes it: its address names the post. */
static CsReply *
published_reply (Past *self)
{
  const CsAccount *account = self->target->account;
  CsReply *reply = cs_reply_new (CS_REPLY_DONE, "Published");
  guint32 number = g_rand_int (self->plan->rand);

  reply->published_at = self->moment.now;
  if (account->network == CS_NETWORK_MASTODON)
    {
      reply->remote_id = g_strdup_printf ("11%010" G_GUINT32_FORMAT "%06" G_GINT64_FORMAT, number,
                                          self->moment.now % 1000000);
      reply->remote_url = g_strdup_printf ("%s/@ana/%s", account->host, reply->remote_id);
    }
  else
    {
      reply->remote_cid = g_strdup_printf ("bafyrei%08x%08x", number, (guint32) self->moment.now);
      reply->remote_id = g_strdup_printf ("at://%s/app.bsky.feed.post/%s", account->remote_id,
                                          self->row->key);
      reply->remote_url = g_strdup_printf ("https://bsky.app/profile/%s/post/%s", account->handle,
                                           self->row->key);
    }

  return reply;
}

/* As its platform makes them, but the same for the same seed: Bluesky names the post by it. */
static char *
new_key (Past *self)
{
  gint64 usec;

  if (self->target->account->network != CS_NETWORK_BLUESKY)
    return cs_sample_plan_new_id (self->plan, self->moment.now);

  usec = self->moment.now * G_USEC_PER_SEC + g_rand_int_range (self->plan->rand, 0, G_USEC_PER_SEC);

  return cs_id_new_tid (usec, g_rand_int (self->plan->rand));
}

/* What goes on to its network goes under a key that this network takes. */
static gboolean
start (Past *self)
{
  g_autofree char *key = new_key (self);

  pass (self, 1);

  return move (self, cs_outbox_row_started (self->row, key, &self->moment));
}

static gboolean
prepare (Past         *self,
         CsReplyClass  klass,
         gint64        not_before)
{
  const char *sentence = klass != CS_REPLY_DONE ? self->target->sentence : NULL;
  g_autoptr(CsReply) reply = cs_reply_new (klass, "%s",
                                           sentence != NULL ? sentence : _("Prepared"));

  reply->not_before = not_before;
  pass (self, 3);

  return move (self, cs_outbox_row_prepared (self->row, reply, &self->moment));
}

static gboolean
intend (Past *self)
{
  g_autofree char *body = g_strdup_printf ("{\"part\": %" G_GINT64_FORMAT ", \"post\": \"%s\"}",
                                           self->row->part, self->row->post_id);
  gboolean is_held = self->row->due > self->moment.now;

  pass (self, 1);

  return move (self, cs_outbox_row_intended (self->row, body, is_held, &self->moment));
}

static gboolean
commit (Past    *self,
        CsReply *reply)
{
  g_autoptr(CsReply) owned = reply;

  pass (self, 2);

  return move (self, cs_outbox_row_committed (self->row, owned, &self->moment));
}

static gboolean
add_receipt (Past *self)
{
  const CsOutboxRow *row = self->row;
  g_autoptr(CsReceipt) receipt = cs_record_new (CS_RECORD_RECEIPT);
  g_autoptr(CsReceipt) kept = NULL;

  receipt->id = cs_sample_plan_new_id (self->plan, self->moment.now);
  receipt->target_id = g_strdup (row->target_id);
  receipt->post_id = g_strdup (row->post_id);
  receipt->account_id = g_strdup (row->account_id);
  receipt->network = self->target->account->network;
  receipt->handle = g_strdup (self->target->account->handle);
  receipt->part = row->part;
  receipt->remote_id = g_strdup (row->remote_id);
  receipt->url = g_strdup (row->remote_url);
  receipt->published_at = cs_outbox_row_published_at (row);
  receipt->body_sha256 = g_strdup (row->body_sha256);
  kept = cs_receipt_store_add (self->tx, receipt, self->error);

  return kept != NULL;
}

static gboolean
publish (Past *self)
{
  return start (self)
      && prepare (self, CS_REPLY_DONE, 0)
      && intend (self)
      && commit (self, published_reply (self))
      && add_receipt (self)
      && move (self, cs_outbox_row_done (self->row, &self->moment));
}

/* The network took it early and will publish it at its time. */
static gboolean
hand_over (Past *self)
{
  g_autoptr(CsReply) reply = cs_reply_new (CS_REPLY_DONE, "The network holds it");
  g_autofree char *id = g_strdup_printf ("%d", g_rand_int_range (self->plan->rand, 3000, 9000));
  GVariantDict handles = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&handles, CS_HANDLE_SCHEDULED, "s", id);
  reply->handles = g_variant_ref_sink (g_variant_dict_end (&handles));

  return start (self)
      && prepare (self, CS_REPLY_DONE, 0)
      && intend (self)
      && commit (self, g_steal_pointer (&reply));
}

/* The answer was lost, and looks found nothing that decides it. */
static gboolean
lose_answer (Past *self)
{
  CsReply *lost = cs_reply_new (CS_REPLY_PROBE, "The connection ended before the answer came.");

  if (!start (self) || !prepare (self, CS_REPLY_DONE, 0) || !intend (self) || !commit (self, lost))
    return FALSE;

  pass (self, 40 * 60);

  return move (self, cs_outbox_row_asking (self->row, "probe", self->target->sentence,
                                           &self->moment));
}

static gboolean
ask_for_sign_in (Past *self)
{
  pass (self, 1);

  return move (self, cs_outbox_row_asking (self->row, cs_reply_class_names[CS_REPLY_SIGN_IN],
                                           _("The account’s sign-in has ended. Sign in again, then "
                                             "answer here."), &self->moment));
}

static gboolean
refuse (Past *self)
{
  return start (self)
      && prepare (self, CS_REPLY_REJECTED, 0);
}

/* The machine slept at its time, and woke later. */
static gboolean
be_late (Past          *self,
         CsLateVerdict  verdict)
{
  pass (self, CS_OUTBOX_GRACE + 47 * 60);

  return move (self, cs_outbox_row_late (self->row, verdict, &self->moment));
}

static gboolean
follow (Past *self)
{
  gint64 now = self->plan->now;

  switch (self->target->state)
    {
    case CS_SAMPLE_PUBLISHED:
      return publish (self);
    case CS_SAMPLE_PUBLISHING:   /* its upload has begun */
      return start (self);
    case CS_SAMPLE_WAITING:
      return start (self) && prepare (self, CS_REPLY_RATE, now + 12 * 60);
    case CS_SAMPLE_HANDED_OFF:
      return hand_over (self);
    case CS_SAMPLE_UNKNOWN:
      return lose_answer (self);
    case CS_SAMPLE_LATE:
      return be_late (self, CS_LATE_TO_ASK);
    case CS_SAMPLE_SIGN_IN:
      return ask_for_sign_in (self);
    case CS_SAMPLE_FAILED:
      return refuse (self);
    case CS_SAMPLE_MISSED:
      return be_late (self, CS_LATE_MISSED);
    case CS_SAMPLE_PLANNED:
    default:
      return TRUE;
    }
}

static GPtrArray *
make_rows (Past *self)
{
  GPtrArray *rows = cs_records_new ();
  guint parts = 1 + (self->target->post->thread != NULL ? g_strv_length (self->target->post->thread)
                                                        : 0);
  const char *parent = NULL;

  for (guint part = 0; part < parts; part++)
    {
      g_autofree char *id = cs_sample_plan_new_id (self->plan, self->moment.now);
      CsOutboxRow *row = cs_outbox_row_claimed (self->target->target, part, id, parent,
                                                self->moment.now);

      g_ptr_array_add (rows, row);
      parent = row->id;
    }

  return rows;
}

/**
 * cs_sample_save_past:
 * @target: saved already, as scheduled
 *
 * Walks a target's rows from their claim to where they stand now, with log,
 * events and receipts, each at its time. One that is only planned stays as it is.
 */
gboolean
cs_sample_save_past (CsTx                  *tx,
                     CsSamplePlan          *plan,
                     const CsSampleTarget  *target,
                     GError               **error)
{
  Past self = { .tx = tx, .plan = plan, .target = target, .error = error };
  g_autoptr(GPtrArray) rows = NULL;

  if (target->state == CS_SAMPLE_PLANNED)
    return TRUE;

  /* What a network holds it was given this morning. */
  self.moment.now = MIN (target->target->due + 1, plan->now - 30 * 60);
  if (target->target->due < plan->now)
    self.moment.now = target->target->due + 1;
  self.moment.chance = 0.5;

  cs_tx_set_time (tx, self.moment.now);
  rows = make_rows (&self);
  if (!cs_outbox_store_claim (tx, target->target, rows, error))
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      gboolean walked;

      self.row = cs_record_ref (rows->pdata[i]);
      walked = follow (&self);
      cs_record_unref (self.row);
      if (!walked)
        return FALSE;
    }

  return TRUE;
}
