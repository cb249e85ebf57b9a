/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-outbox.h"

#include "cs-error.h"
#include "cs-killpoint.h"
#include "cs-outbox-absence.h"
#include "cs-outbox-call.h"
#include "cs-outbox-hindrance.h"
#include "cs-outbox-save.h"
#include "cs-outbox-store.h"
#include "cs-timing.h"

#include <glib/gi18n.h>

struct _CsOutbox
{
  CsDb       *db;
  CsClock    *clock;
  CsSecrets  *secrets;
  char       *folder;

  GMutex      lock;                       /* of what follows */
  GRand      *rand;
  CsPlatform *platforms[CS_N_NETWORKS];
  GHashTable *sent;                       /* ids of rows whose commit call may have left unsaved */
};

CsOutbox *
cs_outbox_new (CsDb       *db,
               CsClock    *clock,
               CsSecrets  *secrets,
               const char *folder)
{
  CsOutbox *self = g_new0 (CsOutbox, 1);

  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->secrets = g_object_ref (secrets);
  self->folder = g_strdup (folder);
  self->rand = g_rand_new ();
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);

  return self;
}

void
cs_outbox_free (CsOutbox *self)
{
  for (guint i = 0; i < CS_N_NETWORKS; i++)
    g_clear_object (&self->platforms[i]);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_clear_object (&self->secrets);
  g_free (self->folder);
  g_rand_free (self->rand);
  g_hash_table_unref (self->sent);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The same seed, the same waits. */
void
cs_outbox_seed (CsOutbox *self,
                guint32   seed)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  g_rand_set_seed (self->rand, seed);
}

/* Speaks to a network through this instead of the connector of its own. */
void
cs_outbox_set_platform (CsOutbox   *self,
                        CsNetwork   network,
                        CsPlatform *platform)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  g_set_object (&self->platforms[network], platform);
}

CsDb *
cs_outbox_get_db (CsOutbox *self)
{
  return self->db;
}

/* Borrowed; made when first asked for. */
CsPlatform *
cs_outbox_get_platform (CsOutbox   *self,
                        CsNetwork   network,
                        GError    **error)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (self->platforms[network] == NULL)
    self->platforms[network] = cs_platform_new (network, self->secrets, self->clock, error);

  return self->platforms[network];
}

CsMoment
cs_outbox_moment (CsOutbox        *self,
                  const CsAccount *account)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  return (CsMoment) {
    .now = cs_clock_now (self->clock),
    .boot = cs_clock_boot_usec (self->clock) / G_USEC_PER_SEC,
    .chance = g_rand_double (self->rand),
    .proof = account != NULL ? cs_outbox_proof (account) : CS_PROOF_LIST,
  };
}

static gboolean
was_sent (CsOutbox   *self,
          const char *id)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  return g_hash_table_contains (self->sent, id);
}

static void
set_sent (CsOutbox   *self,
          const char *id,
          gboolean    sent)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (sent)
    g_hash_table_add (self->sent, g_strdup (id));
  else
    g_hash_table_remove (self->sent, id);
}

/* Only if the row still is as it was read: two that do the same step cannot both win. */
gboolean
cs_outbox_move (CsOutbox           *self,
                const CsOutboxRow  *was,
                const CsOutboxRow  *next,
                GError            **error)
{
  return cs_outbox_save (self->db, NULL, was, next, error);
}

/**
 * cs_outbox_recover:
 *
 * What a start begins with: a row that stands at its intent may be out, so only
 * a look leads on.
 */
gboolean
cs_outbox_recover (CsOutbox  *self,
                   GError   **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  {
    g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

    if (tx == NULL || (rows = cs_outbox_store_list_active (tx, error)) == NULL)
      return FALSE;
  }

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);
      g_autoptr(CsOutboxCall) call = NULL;
      g_autoptr(CsOutboxRow) found = NULL;
      CsMoment moment;

      if (row->state != CS_OUTBOX_INTENT)
        continue;

      call = cs_outbox_call_load (self->db, row, error);
      if (call == NULL)
        return FALSE;

      moment = cs_outbox_moment (self, call->account);
      found = cs_outbox_row_found (row, &moment);

      if (!cs_outbox_move (self, row, found, error))
        return FALSE;
    }

  return TRUE;
}

static void
note_outcome (CsOutboxCall  *call,
              const CsReply *reply)
{
  gboolean failed = reply->klass == CS_REPLY_RETRY || reply->klass == CS_REPLY_PROBE;

  call->outcome = failed ? CS_CALL_FAILED : CS_CALL_ANSWERED;
  call->budget = reply->budget;

  /* A quota is one of posts alone, and what is pending is worked on. */
  if (failed || reply->klass == CS_REPLY_RATE)
    call->asked_until = reply->not_before;
}

/* One that no row of the account ever had: two posts under one key would be one post. */
static char *
make_free_key (CsOutbox         *self,
               const CsAccount  *account,
               CsPlatform       *platform,
               GError          **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);
  g_autofree char *key = NULL;
  gboolean is_free = FALSE;

  while (tx != NULL && !is_free)
    {
      g_free (key);
      key = cs_platform_make_key (platform, cs_clock_now_usec (self->clock));

      if (!cs_outbox_store_is_free_key (tx, account->id, key, &is_free, error))
        return NULL;
    }

  return g_steal_pointer (&key);
}

/* Everything local is looked at before the network is bothered. */
static CsOutboxRow *
start (CsOutbox      *self,
       CsOutboxCall  *call,
       CsPlatform    *platform,
       GError       **error)
{
  CsMoment moment = cs_outbox_moment (self, call->account);
  g_autoptr(GError) hindrance = NULL;
  g_autofree char *key = NULL;

  if (call->account->state == CS_ACCOUNT_SIGN_IN)
    return cs_outbox_row_asking (call->row, cs_reply_class_names[CS_REPLY_SIGN_IN],
                                 _("The account’s sign-in has ended. Sign in again, then "
                                   "answer here."), &moment);

  if (call->account->state == CS_ACCOUNT_NEEDS_YOU)
    return cs_outbox_row_asking (call->row, cs_reply_class_names[CS_REPLY_CONFIG],
                                 call->account->reason, &moment);

  if (!cs_outbox_call_load_uploads (call, self->db, self->folder, &hindrance))
    return cs_outbox_hindered (call->row, &hindrance, &moment, error);

  key = make_free_key (self, call->account, platform, error);
  if (key == NULL)
    return NULL;

  return cs_outbox_row_started (call->row, key, &moment);
}

static CsOutboxRow *
prepare (CsOutbox      *self,
         CsOutboxCall  *call,
         CsPlatform    *platform,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(GError) hindrance = NULL;
  g_autoptr(CsReply) reply = NULL;
  CsMoment moment;

  if (cs_outbox_call_load_uploads (call, self->db, self->folder, &hindrance))
    reply = cs_platform_prepare (platform, &call->call, call->on_progress, call->user_data,
                                 cancellable, &hindrance);

  moment = cs_outbox_moment (self, call->account);

  if (reply != NULL)
    {
      note_outcome (call, reply);
      return cs_outbox_row_prepared (call->row, reply, &moment);
    }

  return cs_outbox_hindered (call->row, &hindrance, &moment, error);
}

/* Freezes what will be sent. A row that waited so long that it is late asks first. */
static CsOutboxRow *
intend (CsOutbox      *self,
        CsOutboxCall  *call,
        CsPlatform    *platform,
        GCancellable  *cancellable,
        GError       **error)
{
  CsMoment moment = cs_outbox_moment (self, call->account);
  CsLateVerdict verdict = cs_timing_lateness (call, moment.now);
  g_autoptr(GError) hindrance = NULL;
  g_autofree char *body = NULL;

  if (cs_timing_is_stale (call, moment.now))
    return cs_outbox_row_thawed (call->row, &moment);

  if (cs_timing_is_early (call, moment.now))
    return cs_outbox_row_in_time (call->row, cs_timing_wanted_at (call), &moment);

  if (verdict != CS_LATE_NOT && !cs_outbox_row_was_sent (call->row))
    return cs_outbox_row_late (call->row, verdict, &moment);

  if (call->row->body != NULL)
    return cs_outbox_row_intended (call->row, NULL, FALSE, &moment);

  /* What is not wanted yet, and not too early to be frozen, is the network's to hold. */
  if (cs_timing_wanted_at (call) > moment.now)
    call->call.hold_until = call->row->due;

  if (cs_outbox_call_load_uploads (call, self->db, self->folder, &hindrance))
    body = cs_platform_freeze (platform, &call->call, cancellable, &hindrance);

  moment = cs_outbox_moment (self, call->account);

  if (body != NULL)
    return cs_outbox_row_intended (call->row, body, call->call.hold_until > 0, &moment);

  return cs_outbox_hindered (call->row, &hindrance, &moment, error);
}

/* The one call that cannot be taken back. */
static CsOutboxRow *
commit (CsOutbox      *self,
        CsOutboxCall  *call,
        CsPlatform    *platform,
        GCancellable  *cancellable)
{
  CsMoment moment = cs_outbox_moment (self, call->account);
  g_autoptr(GError) error = NULL;
  g_autoptr(CsReply) reply = NULL;

  /*
   * The answer to an earlier call could not be saved: that call counts. What was
   * stopped while a look found nothing is looked for as a stopped one.
   */
  if (was_sent (self, call->row->id) || cs_outbox_row_key_is_old (call->row, &moment)
      || cs_outbox_row_is_stopping (call->row))
    return cs_outbox_row_found (call->row, &moment);

  if (cs_timing_is_stale (call, moment.now))
    return cs_outbox_row_thawed (call->row, &moment);

  set_sent (self, call->row->id, TRUE);
  CS_KILLPOINT ("before the commit call");
  reply = cs_platform_commit (platform, &call->call, cancellable, &error);
  CS_KILLPOINT ("after the commit call");

  if (reply != NULL)
    note_outcome (call, reply);
  else
    reply = cs_outbox_reply_to_no_commit (error);

  moment = cs_outbox_moment (self, call->account);

  return cs_outbox_row_committed (call->row, reply, &moment);
}

/* Whatever a connector says: what proves another row is no proof of this one. */
static CsReply *
doubted (const CsOutboxCall *call,
         CsReply            *reply)
{
  if (reply == NULL || reply->remote_id == NULL
      || !g_hash_table_contains (call->taken, reply->remote_id))
    return reply;

  cs_reply_free (reply);

  return cs_reply_new (CS_REPLY_RETRY, "The network names a post that is another one’s");
}

/* Asks the network after a post of which it is not known, or which it holds. */
static CsOutboxRow *
look (CsOutbox      *self,
      CsOutboxCall  *call,
      CsPlatform    *platform,
      GCancellable  *cancellable,
      GError       **error)
{
  gboolean unknown = call->row->state == CS_OUTBOX_UNKNOWN;
  gboolean back = !unknown && cs_outbox_row_is_stopping (call->row)
               && cs_platform_can_withdraw (platform);
  g_autoptr(GError) hindrance = NULL;
  g_autoptr(CsReply) reply = NULL;
  CsMoment moment;

  if (!cs_outbox_call_load_taken (call, self->db, error))
    return NULL;

  if (unknown)
    reply = cs_platform_probe (platform, &call->call, cancellable, &hindrance);
  else if (back)
    reply = cs_platform_withdraw (platform, &call->call, cancellable, &hindrance);
  else
    reply = cs_platform_poll (platform, &call->call, cancellable, &hindrance);

  reply = doubted (call, g_steal_pointer (&reply));

  if (reply == NULL && g_error_matches (hindrance, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&hindrance));
      return NULL;
    }

  moment = cs_outbox_moment (self, call->account);
  moment.wanted_at = cs_timing_wanted_at (call);

  if (reply == NULL)
    reply = cs_outbox_reply_to_error (hindrance);

  if (reply == NULL)
    return cs_outbox_row_asking (call->row, "local", hindrance->message, &moment);

  note_outcome (call, reply);

  if (unknown)
    return cs_outbox_row_probed (call->row, reply, &moment);

  return back ? cs_outbox_row_withdrawn (call->row, reply, &moment)
              : cs_outbox_row_polled (call->row, reply, &moment);
}

static CsOutboxRow *
take_step (CsOutbox      *self,
           CsOutboxCall  *call,
           CsPlatform    *platform,
           GCancellable  *cancellable,
           GError       **error)
{
  switch ((int) call->row->state)
    {
    case CS_OUTBOX_CLAIMED:
      return start (self, call, platform, error);

    case CS_OUTBOX_PREPARING:
      if (cs_outbox_row_is_prepared (call->row))
        return intend (self, call, platform, cancellable, error);
      return prepare (self, call, platform, cancellable, error);

    case CS_OUTBOX_INTENT:   /* on disk before this call leaves: a crash is found as unknown */
      return commit (self, call, platform, cancellable);

    case CS_OUTBOX_UNKNOWN:
    case CS_OUTBOX_HANDED_OFF:
      return look (self, call, platform, cancellable, error);

    default:
      return cs_fail_null (error, CS_ERROR_INVALID, "Nothing is to be done for this post");
    }
}

/* The account, post or target of a row is no longer here. */
static CsOutboxRow *
orphaned (CsOutbox           *self,
          const CsOutboxRow  *row,
          GError            **missing,
          GError            **error)
{
  CsMoment moment = cs_outbox_moment (self, NULL);
  g_autoptr(CsOutboxRow) next = NULL;

  if (!g_error_matches (*missing, CS_ERROR, CS_ERROR_NOT_FOUND)
      || row->state == CS_OUTBOX_CONFIRMED)
    {
      g_propagate_error (error, g_steal_pointer (missing));
      return NULL;
    }

  next = cs_outbox_row_asking (row, "local", (*missing)->message, &moment);

  return cs_outbox_move (self, row, next, error) ? g_steal_pointer (&next) : NULL;
}

/**
 * cs_outbox_step:
 * @on_progress: (nullable): of an upload in bytes; called on this thread or the network's
 *
 * Does what the row says is next and saves what came of it. An error is not the
 * network's: the store failed, or the act was cancelled before anything that
 * counts; the row then stands as it stood.
 *
 * Returns: (transfer full): the row as it was saved
 */
CsOutboxRow *
cs_outbox_step (CsOutbox           *self,
                const CsOutboxRow  *row,
                CsProgressFunc      on_progress,
                gpointer            user_data,
                GCancellable       *cancellable,
                GError            **error)
{
  g_autoptr(GError) missing = NULL;
  g_autoptr(CsOutboxCall) call = cs_outbox_call_load (self->db, row, &missing);
  g_autoptr(CsOutboxRow) next = NULL;
  CsMoment moment = cs_outbox_moment (self, NULL);
  CsPlatform *platform;

  if (call == NULL)
    return orphaned (self, row, &missing, error);

  call->on_progress = on_progress;
  call->user_data = user_data;

  if (row->state == CS_OUTBOX_CONFIRMED)
    {
      moment = cs_outbox_moment (self, call->account);
      next = cs_outbox_row_done (row, &moment);
      return cs_outbox_save_done (self->db, call, next, error) ? g_steal_pointer (&next) : NULL;
    }

  platform = cs_outbox_get_platform (self, call->account->network, &missing);
  next = platform != NULL ? take_step (self, call, platform, cancellable, error)
                          : cs_outbox_row_asking (row, "local", missing->message, &moment);

  if (next == NULL || !cs_outbox_save (self->db, call, row, next, error))
    return NULL;

  set_sent (self, row->id, FALSE);

  return g_steal_pointer (&next);
}

/* Lets a row follow a clock that was set back, and what became of the part before it. */
CsFollow
cs_outbox_follow (CsOutbox           *self,
                  const CsOutboxRow  *row,
                  GError            **error)
{
  CsMoment moment = cs_outbox_moment (self, NULL);
  g_autoptr(CsOutboxRow) parent = NULL;
  g_autoptr(CsOutboxRow) again = cs_outbox_row_set_back (row, &moment);
  g_autoptr(CsOutboxRow) next = NULL;

  if (again != NULL)
    return cs_outbox_move (self, row, again, error) ? CS_FOLLOW_MOVED : CS_FOLLOW_TROUBLE;

  if (row->parent_id == NULL)
    return CS_FOLLOW_GO;

  {
    g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

    if (tx == NULL || (parent = cs_outbox_store_find (tx, row->parent_id, error)) == NULL)
      return CS_FOLLOW_TROUBLE;
  }

  next = cs_outbox_row_after_parent (row, parent, &moment);

  if (next != NULL)
    return cs_outbox_move (self, row, next, error) ? CS_FOLLOW_MOVED : CS_FOLLOW_TROUBLE;

  if (row->state > CS_OUTBOX_PREPARING || parent->state == CS_OUTBOX_DONE)
    return CS_FOLLOW_GO;

  return CS_FOLLOW_WAIT;
}
