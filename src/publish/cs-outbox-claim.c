/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox-claim.h"

#include "cs-account-store.h"
#include "cs-bucket-store.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-id.h"
#include "cs-killpoint.h"
#include "cs-outbox-store.h"
#include "cs-post-store.h"
#include "cs-target-store.h"

/* Rows that are looked through for the last turn of an account. */
#define RECENT 200

/**
 * cs_claim_may_hand_over:
 *
 * Whether the network can hold the post until its time, so that it goes out
 * with the machine off. A reply needs the id of a post that is out, so threads
 * stay here.
 */
gboolean
cs_claim_may_hand_over (const CsAccount *account,
                        const CsPost    *post,
                        const CsTarget  *target,
                        gint64           now)
{
  gboolean thread = post->thread != NULL && post->thread[0] != NULL;

  return account->can_schedule
      && account->state == CS_ACCOUNT_READY
      && !thread
      && target->due > now + CS_CLAIM_HAND_OVER_MIN
      && target->due <= now + CS_CLAIM_HAND_OVER_MAX;
}

/*
 * When the next post of an account whose time was missed has its turn. What was
 * noted by a clock that was set back since is not waited for.
 */
gint64
cs_claim_turn (GPtrArray  *rows,
               const char *account_id,
               gint64      now)
{
  gint64 turn = now;

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->account_id, account_id) && cs_outbox_row_turn (row) > 0
          && row->updated_at <= now)
        turn = MAX (turn, cs_outbox_row_turn (row) + CS_CLAIM_TURN);
    }

  return turn;
}

static gboolean
is_for_now (CsTx            *tx,
            const CsTarget  *target,
            gint64           now,
            gboolean        *claimable,
            GError         **error)
{
  g_autoptr(CsPost) post = NULL;
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(GError) failure = NULL;

  *claimable = target->due <= now;

  if (*claimable)
    return TRUE;

  post = cs_post_store_find (tx, target->post_id, &failure);
  account = post != NULL ? cs_account_store_find (tx, target->account_id, &failure) : NULL;

  if (account != NULL)
    *claimable = cs_claim_may_hand_over (account, post, target, now);
  else if (!g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return TRUE;
}

/* The targets that are due, and those that a network can hold until they are. */
GPtrArray *
cs_claim_list (CsDb    *db,
               gint64   now,
               GError **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (db, error);
  g_autoptr(GPtrArray) near = NULL;
  g_autoptr(GPtrArray) targets = cs_records_new ();

  if (tx == NULL)
    return NULL;

  near = cs_target_store_list_due (tx, now + CS_CLAIM_HAND_OVER_MAX, error);
  if (near == NULL)
    return NULL;

  for (guint i = 0; i < near->len; i++)
    {
      CsTarget *target = g_ptr_array_index (near, i);
      gboolean claimable;

      if (!is_for_now (tx, target, now, &claimable, error))
        return NULL;

      if (claimable)
        g_ptr_array_add (targets, cs_record_ref (target));
    }

  return g_steal_pointer (&targets);
}

static CsOutboxRow *
paced (CsOutboxRow    *row,
       CsLateVerdict   verdict,
       gint64          turn,
       gint64          wait,
       const CsMoment *moment)
{
  g_autoptr(CsOutboxRow) mine = row;
  CsOutboxRow *next;

  if (verdict != CS_LATE_NOT)
    return cs_outbox_row_late (mine, verdict, moment);

  next = turn > 0 ? cs_outbox_row_in_turn (mine, turn) : cs_record_ref (mine);
  next->not_before = MAX (next->not_before, wait);

  return next;
}

/* A later part of a thread, as what became of the part before it wants it. */
static CsOutboxRow *
following (CsOutboxRow       *row,
           const CsOutboxRow *parent,
           const CsMoment    *moment)
{
  g_autoptr(CsOutboxRow) mine = row;
  CsOutboxRow *next = cs_outbox_row_after_parent (mine, parent, moment);

  return next != NULL ? next : g_steal_pointer (&mine);
}

/*
 * One row a part of the thread, those that are out left out: before is the last
 * of them, or NULL. The first asks when its time was missed; the rest follow it.
 */
static GPtrArray *
make_rows (const CsTarget    *target,
           const CsPost      *post,
           const CsOutboxRow *before,
           gint64             turn,
           gint64             wait,
           gint64             now_usec)
{
  GPtrArray *rows = cs_records_new ();
  guint parts = 1 + (post->thread != NULL ? g_strv_length (post->thread) : 0);
  CsMoment moment = { .now = now_usec / G_USEC_PER_SEC };
  CsLateVerdict verdict = cs_outbox_lateness (target, target->due, moment.now);
  const CsOutboxRow *parent = before;

  for (guint part = before != NULL ? before->part + 1 : 0; part < parts; part++)
    {
      g_autofree char *id = cs_id_new (now_usec);
      CsOutboxRow *row = cs_outbox_row_claimed (target, part, id,
                                                parent != NULL ? parent->id : NULL, moment.now);

      if (parent == before || verdict == CS_LATE_NOT)
        row = paced (row, verdict, turn, wait, &moment);
      else
        row = following (row, parent, &moment);

      g_ptr_array_add (rows, row);
      parent = row;
    }

  return rows;
}

static gboolean
announce_late (CsTx               *tx,
               const CsOutboxRow  *row,
               GError            **error)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  const char *name = row->state == CS_OUTBOX_MISSED ? "post.missed" : "post.needs-you";

  if (row->state == CS_OUTBOX_CLAIMED)
    return TRUE;

  g_variant_builder_add (&builder, "{sv}", "row", g_variant_new_string (row->id));
  g_variant_builder_add (&builder, "{sv}", "post", g_variant_new_string (row->post_id));
  g_variant_builder_add (&builder, "{sv}", "account", g_variant_new_string (row->account_id));
  g_variant_builder_add (&builder, "{sv}", "sentence", g_variant_new_string (row->sentence));

  return cs_event_store_add (tx, name, CS_RECORD_TARGET, row->target_id,
                             g_variant_builder_end (&builder), error);
}

/* What an account may send by its network's documents. */
static gboolean
set_limits (CsTx             *tx,
            const CsAccount  *account,
            GError          **error)
{
  static const struct { CsNetwork network; double calls; double seconds; } limits[] = {
    { CS_NETWORK_MASTODON, 300, 300 },      /* docs.joinmastodon.org/api/rate-limits */
    { CS_NETWORK_BLUESKY, 1666, 3600 },     /* 5000 points an hour, 3 a record: docs.bsky.app */
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (limits[i].network == account->network
        && !cs_bucket_store_set (tx, account->id, "publish", limits[i].calls,
                                 limits[i].calls / limits[i].seconds, error))
      return FALSE;

  return TRUE;
}

/*
 * When a call may leave by what the account's network told, by its documents, and by whether
 * anybody there answers. One that waits spends nothing yet.
 */
static gboolean
take_pace (CsTx             *tx,
           const CsAccount  *account,
           gint64            now,
           gint64           *wait,
           GError          **error)
{
  const char *host = account->host != NULL ? account->host : "";
  gint64 told, documented, rest;

  if (!set_limits (tx, account, error)
      || !cs_bucket_store_ask (tx, account->id, "told", &told, error)
      || !cs_bucket_store_ask (tx, account->id, "publish", &documented, error)
      || !cs_breaker_store_ask (tx, account->id, host, &rest, error))
    return FALSE;

  /* No network is believed that it takes nothing for longer than a day. */
  *wait = MAX (MAX (MIN (told, now + CS_OUTBOX_LONGEST_WAIT), documented), rest);

  return *wait > 0
      || (cs_bucket_store_take (tx, account->id, "told", &told, error)
          && cs_bucket_store_take (tx, account->id, "publish", &documented, error));
}

static gboolean
claim_in (CsTx            *tx,
          const CsTarget  *target,
          gint64           now_usec,
          GError         **error)
{
  gint64 now = now_usec / G_USEC_PER_SEC;
  g_autoptr(CsPost) post = cs_post_store_find (tx, target->post_id, error);
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(GPtrArray) recent = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  gint64 turn = 0;
  gint64 wait;

  if (post == NULL || (account = cs_account_store_find (tx, target->account_id, error)) == NULL)
    return FALSE;

  if (target->due > now && !cs_claim_may_hand_over (account, post, target, now))
    return TRUE;

  if (now - target->due > CS_CLAIM_IN_TIME)
    {
      recent = cs_outbox_store_list_recent (tx, RECENT, error);
      if (recent == NULL)
        return FALSE;
      turn = cs_claim_turn (recent, target->account_id, now);
    }

  if (!take_pace (tx, account, now, &wait, error))
    return FALSE;

  rows = make_rows (target, post, NULL, turn, wait, now_usec);

  return cs_outbox_store_claim (tx, target, rows, error)
      && announce_late (tx, g_ptr_array_index (rows, 0), error);
}

/**
 * cs_claim_target:
 * @target: due, or early enough for a network that holds posts; anything else
 *   is left as it is
 *
 * Makes the rows of a target, if it still is as it was read.
 */
gboolean
cs_claim_target (CsDb            *db,
                 const CsTarget  *target,
                 gint64           now_usec,
                 GError         **error)
{
  g_autoptr(CsTx) tx = NULL;

  CS_KILLPOINT ("before a claim");
  tx = cs_tx_begin (db, error);

  if (tx == NULL || !claim_in (tx, target, now_usec, error))
    return FALSE;

  CS_KILLPOINT ("within a claim");

  if (!cs_tx_commit (&tx, error))
    return FALSE;

  CS_KILLPOINT ("after a claim");

  return TRUE;
}

/* The last part of a thread that is out; NULL: none is. */
static const CsOutboxRow *
last_out (GPtrArray *rows)
{
  const CsOutboxRow *last = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);
      gboolean out = row->state == CS_OUTBOX_DONE || row->state == CS_OUTBOX_CONFIRMED;

      if (out && (last == NULL || row->part > last->part))
        last = row;
    }

  return last;
}

/**
 * cs_claim_rest:
 * @target: claimed; the beginning of its thread is out, and the rest ended without
 *
 * Makes new rows of the parts that are not out, as replies to those that are,
 * due now. %CS_ERROR_INVALID when none is out, when all are, or while one is on
 * its way.
 */
gboolean
cs_claim_rest (CsTx            *tx,
               const CsPost    *post,
               const CsTarget  *target,
               gint64           now_usec,
               GError         **error)
{
  g_autoptr(GPtrArray) had = cs_outbox_store_list_for (tx, target->id, error);
  g_autoptr(CsTarget) now = cs_record_copy (target);
  g_autoptr(CsAccount) account = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  const CsOutboxRow *before;
  gint64 wait;

  if (had == NULL || (account = cs_account_store_find (tx, target->account_id, error)) == NULL)
    return FALSE;

  before = last_out (had);
  if (before == NULL)
    return cs_fail (error, CS_ERROR_INVALID, "Nothing of this post is out: plan it anew");

  if (!take_pace (tx, account, now_usec / G_USEC_PER_SEC, &wait, error))
    return FALSE;

  now->due = now_usec / G_USEC_PER_SEC;
  rows = make_rows (now, post, before, 0, wait, now_usec);
  if (rows->len == 0)
    return cs_fail (error, CS_ERROR_INVALID, "All of this post is out already");

  return cs_outbox_store_resume (tx, target, rows, error);
}
