/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-collector.h"
#include "cs-collector-private.h"

#include "cs-account-store.h"
#include "cs-collect-rules.h"
#include "cs-desk.h"
#include "cs-killpoint.h"
#include "cs-meta-store.h"
#include "cs-sample-store.h"
#include "cs-service.h"
#include "cs-spell.h"
#include "cs-tally-store.h"

#include <inttypes.h>

#define NAP_MAX         (10 * 60)

/* How often it is written that counting goes on. */
#define BEAT            60

/* When it is asked again what time it is, by a clock that is behind what it was. */
#define DOUBT           (5 * 60)

/* Old samples are thinned once a day: so many rows in a transaction, and of these a round. */
#define THIN_ROWS       1000
#define THIN_BATCHES    20

struct _CsCollector
{
  GObject       parent_instance;

  CsDb         *db;
  CsClock      *clock;
  CsSecrets    *secrets;
  CsService    *service;

  GMutex        run_lock;      /* held by who runs; guards what follows */
  CsPlatform   *platforms[CS_N_NETWORKS];
  GHashTable   *desks;         /* ids of accounts → CsDesk */
  GHashTable   *left;          /* ids of accounts that are known not to be there any more */
  gint64        alive;         /* until when counting went on, as it is written; 0: it never did */
  gint64        back_at;       /* when it was seen that the clock is behind; 0: it is not */
  gboolean      is_loaded;
  gint64        confirmed_at;  /* of which a server said so too, in this process; 0: none did */
  GArray       *spells;        /* CsSpell: when it went in vain, and that is not written yet */
  gboolean      is_restored;   /* from a backup, and nothing was counted since */
  gint64        thinned_day;   /* on which there was nothing left to thin */
  gboolean      retries;       /* waits are to be forgotten */
};

G_DEFINE_FINAL_TYPE (CsCollector, cs_collector, G_TYPE_OBJECT)

/* The workspace went back to a backup: of what was counted between them nothing is left here. */
static void
take_restored (CsCollector *self,
               const char  *text)
{
  g_auto(GStrv) words = g_strsplit (text != NULL ? text : "", " ", 2);
  gint64 at = words[0] != NULL ? g_ascii_strtoll (words[0], NULL, 10) : 0;

  self->is_restored = text != NULL;
  if (at > self->alive && words[1] != NULL)
    cs_spells_begin (self->spells, self->alive, at, words[1]);
}

static gboolean
load (CsCollector  *self,
      GError      **error)
{
  g_autoptr(CsTx) tx = NULL;
  g_autofree char *alive = NULL;
  g_autofree char *restored = NULL;

  if (self->is_loaded)
    return TRUE;

  tx = cs_tx_begin_read (self->db, error);
  if (tx == NULL || !cs_meta_store_get (tx, CS_META_COUNTING, &alive, error)
      || !cs_meta_store_get (tx, CS_META_RESTORED, &restored, error))
    return FALSE;

  self->alive = alive != NULL ? g_ascii_strtoll (alive, NULL, 10) : 0;
  take_restored (self, restored);
  self->is_loaded = TRUE;

  return TRUE;
}

/* What was published since, also by a version that counted nothing. */
static gboolean
adopt (CsCollector  *self,
       GError      **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_ingest (self->db, error);

  return tx != NULL
      && cs_tally_store_adopt (tx, NULL, error)
      && cs_tx_commit (&tx, error);
}

static GHashTable *
new_desks (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cs_desk_free);
}

/* Borrowed; NULL for a network that this version does not speak to. */
static CsPlatform *
find_platform (CsCollector *self,
               CsNetwork    network)
{
  if (self->platforms[network] == NULL)
    self->platforms[network] = cs_platform_new (network, self->secrets, self->clock, NULL);

  return self->platforms[network];
}

static gboolean
ask_others (gpointer       user_data,
            const char    *host,
            CsWitness     *said,
            GCancellable  *cancellable,
            GError       **error)
{
  CsCollector *self = user_data;

  return cs_witness_ask (self->desks, host, said, cancellable, error);
}

/* Steals the desk from @desks or makes one. NULL: it speaks to no such network. */
static CsDesk *
take_desk (CsCollector     *self,
           GHashTable      *desks,
           const CsAccount *account)
{
  CsPlatform *platform = find_platform (self, account->network);
  g_autofree char *key = NULL;
  CsDesk *desk = NULL;

  if (platform != NULL
      && !g_hash_table_steal_extended (desks, account->id, (gpointer *) &key, (gpointer *) &desk))
    {
      desk = cs_desk_new (self->db, platform, account, self->alive);
      cs_desk_set_witness (desk, ask_others, self);
    }

  return desk;
}

/* Whether nothing was counted until now for so long that something may be missing. */
static gboolean
goes_on_again (CsCollector *self,
         gint64       now)
{
  return now - self->alive > CS_DESK_AWAY || cs_spells_are_long (self->spells, now);
}

/* An account that is not there any more, also one that went while nothing ran. */
static gboolean
leave_account (CsCollector      *self,
               GHashTable       *desks,
               const CsAccount  *account,
               GError          **error)
{
  gboolean was_away = goes_on_again (self, cs_clock_now (self->clock));
  g_autoptr(CsDesk) desk = NULL;

  if (g_hash_table_contains (self->left, account->id))
    return TRUE;

  desk = take_desk (self, desks, account);
  if (desk != NULL && !cs_desk_leave (desk, self->alive, was_away ? self->spells : NULL, error))
    return FALSE;

  g_hash_table_add (self->left, g_strdup (account->id));

  return TRUE;
}

static gboolean
list_accounts (CsCollector  *self,
               GHashTable   *present,
               GPtrArray   **accounts,
               GError      **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);
  g_autoptr(GPtrArray) there = tx != NULL ? cs_account_store_list (tx, error) : NULL;

  for (guint i = 0; there != NULL && i < there->len; i++)
    g_hash_table_add (present, g_strdup (((CsAccount *) there->pdata[i])->id));

  *accounts = there != NULL ? cs_account_store_list_any (tx, error) : NULL;

  return *accounts != NULL;
}

/* A desk for every account that is there, and for no other. */
static gboolean
set_desks (CsCollector  *self,
           GError      **error)
{
  g_autoptr(GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) accounts = NULL;
  g_autoptr(GHashTable) was = NULL;

  if (!list_accounts (self, present, &accounts, error))
    return FALSE;

  was = g_steal_pointer (&self->desks);
  self->desks = new_desks ();

  for (guint i = 0; i < accounts->len; i++)
    {
      const CsAccount *account = g_ptr_array_index (accounts, i);
      gboolean is_there = g_hash_table_contains (present, account->id);
      CsDesk *desk;

      if (!is_there && !leave_account (self, was, account, error))
        return FALSE;

      desk = is_there ? take_desk (self, was, account) : NULL;
      if (desk == NULL)
        continue;

      cs_desk_set_account (desk, account);
      g_hash_table_remove (self->left, account->id);
      g_hash_table_insert (self->desks, g_strdup (account->id), desk);
    }

  return TRUE;
}

typedef enum
{
  GO_ON_AWAY,
  GO_ON_DOUBT,
  GO_ON_SET_BACK,
} GoOn;

static gboolean
tell_desks (CsCollector  *self,
            GoOn          what,
            GError      **error)
{
  GHashTableIter iter;
  gpointer desk;

  g_hash_table_iter_init (&iter, self->desks);

  while (g_hash_table_iter_next (&iter, NULL, &desk))
    if (what == GO_ON_AWAY ? !cs_desk_was_away (desk, self->alive, self->spells, error)
        : what == GO_ON_DOUBT ? !cs_desk_doubt (desk, self->alive, error)
                              : !cs_desk_set_back (desk, self->back_at, error))
      return FALSE;

  return TRUE;
}

/* What was written goes by a clock that was ahead, or this one is wrong: in doubt nothing is
 * written by it. */
static gboolean
look_back (CsCollector   *self,
           gint64         now,
           GCancellable  *cancellable,
           GError       **error)
{
  CsWitness said;

  if (!cs_witness_ask (self->desks, NULL, &said, cancellable, error))
    return FALSE;

  /* Of one that answers and tells no time it is believed. */
  if (!said.agrees && (!said.is_mute || said.skew != 0))
    {
      if (self->back_at == 0)
        self->back_at = now;

      return tell_desks (self, GO_ON_DOUBT, error);
    }

  if (!tell_desks (self, GO_ON_SET_BACK, error))
    return FALSE;

  self->back_at = 0;
  g_array_set_size (self->spells, 0);

  return TRUE;
}

/* Writes that counting goes on; and first, if it did not, why nothing was counted. */
static gboolean
beat (CsCollector   *self,
      GCancellable  *cancellable,
      GError       **error)
{
  gint64 now = cs_clock_now (self->clock);
  gint64 since = now - self->alive;
  gboolean goes_again = goes_on_again (self, now);
  g_autofree char *text = NULL;
  g_autoptr(CsTx) tx = NULL;

  if (since < -CS_CLOCK_OFF_MAX)
    {
      if (!look_back (self, now, cancellable, error))
        return FALSE;

      if (self->back_at != 0)
        return TRUE;
    }
  else
    {
      self->back_at = 0;

      if (!goes_again && since >= 0 && since < BEAT)
        return TRUE;

      if (goes_again && !tell_desks (self, GO_ON_AWAY, error))
        return FALSE;
    }

  text = g_strdup_printf ("%" PRId64, now);
  tx = cs_tx_begin_ingest (self->db, error);
  if (tx == NULL || !cs_meta_store_set (tx, CS_META_COUNTING, text, error)
      || (self->is_restored && !cs_meta_store_set (tx, CS_META_RESTORED, NULL, error))
      || !cs_tx_commit (&tx, error))
    return FALSE;

  self->alive = now;
  self->is_restored = FALSE;
  if (goes_again)
    g_array_set_size (self->spells, 0);

  return TRUE;
}

static void
retry_desks (CsCollector *self)
{
  GHashTableIter iter;
  gpointer desk;

  if (!self->retries)
    return;

  self->retries = FALSE;
  g_hash_table_iter_init (&iter, self->desks);

  while (g_hash_table_iter_next (&iter, NULL, &desk))
    cs_desk_retry (desk);
}

static gboolean
run_desks (CsCollector   *self,
           gint64        *next_at,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GError) trouble = NULL;
  GHashTableIter iter;
  gpointer desk;

  retry_desks (self);
  g_hash_table_iter_init (&iter, self->desks);

  /* The trouble of one account is not that of the others. */
  while (self->back_at == 0 && g_hash_table_iter_next (&iter, NULL, &desk))
    {
      gint64 next = 0;

      if (!cs_desk_run (desk, &next, cancellable, trouble == NULL ? &trouble : NULL))
        continue;

      if (cs_desk_confirmed (desk) > 0)
        self->confirmed_at = cs_desk_confirmed (desk);

      if (!beat (self, cancellable, error))
        return FALSE;

      if (next > 0 && (*next_at == 0 || next < *next_at))
        *next_at = next;
    }

  if (self->back_at != 0)
    *next_at = cs_clock_now (self->clock) + DOUBT;

  if (trouble == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&trouble));

  return FALSE;
}

/* What is old goes by the clock too. */
static gboolean
is_in_doubt (CsCollector *self)
{
  GHashTableIter iter;
  gpointer desk;

  g_hash_table_iter_init (&iter, self->desks);

  while (g_hash_table_iter_next (&iter, NULL, &desk))
    if (cs_desk_doubts (desk))
      return TRUE;

  return FALSE;
}

/* What is kept of old samples is the store’s to say; this is when. What goes is lost for good, so
 * it goes by no time that this computer alone believes. */
static gboolean
thin (CsCollector   *self,
      GCancellable  *cancellable,
      GError       **error)
{
  gint64 now = MIN (self->confirmed_at, cs_clock_now (self->clock));
  gint64 today = now / CS_DAY_SECONDS;

  if (self->confirmed_at == 0 || is_in_doubt (self))
    return TRUE;

  for (guint i = 0; i < THIN_BATCHES && self->thinned_day != today
                    && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_autoptr(CsTx) tx = cs_tx_begin_ingest (self->db, error);
      guint n_done = 0;

      if (tx == NULL
          || !cs_sample_store_thin (tx, now, THIN_ROWS, &n_done, error))
        return FALSE;

      CS_KILLPOINT ("within thinning");
      if (!cs_tx_commit (&tx, error))
        return FALSE;

      if (n_done == 0)
        self->thinned_day = today;
    }

  return TRUE;
}

static gboolean
count_all (CsCollector   *self,
           gint64        *next_at,
           GCancellable  *cancellable,
           GError       **error)
{
  return load (self, error)
      && adopt (self, error)
      && set_desks (self, error)
      && beat (self, cancellable, error)
      && run_desks (self, next_at, cancellable, error)
      && thin (self, cancellable, error);
}

static gboolean
run_round (CsCollector   *self,
           gint64        *next_at,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GError) trouble = NULL;

  *next_at = 0;
  CS_KILLPOINT ("before a round of counting");

  if (count_all (self, next_at, cancellable, &trouble))
    {
      g_array_set_size (self->spells, 0);
      return TRUE;
    }

  /* What they know may not be what is stored. */
  g_hash_table_remove_all (self->desks);
  g_hash_table_remove_all (self->left);
  self->is_loaded = FALSE;
  if (self->back_at == 0)
    cs_spells_note (self->spells, trouble, cs_clock_now (self->clock));
  g_propagate_error (error, g_steal_pointer (&trouble));

  return FALSE;
}

/**
 * cs_collector_run_once:
 * @next_at: (out): when to run again, in seconds since 1970; 0: there is nothing to count
 *
 * Counts what is to be counted now and returns when all of it is saved. Blocks.
 * What the service’s thread does again and again.
 */
gboolean
cs_collector_run_once (CsCollector   *self,
                       gint64        *next_at,
                       GCancellable  *cancellable,
                       GError       **error)
{
  G_MUTEX_AUTO_LOCK (&self->run_lock, locker);

  return run_round (self, next_at, cancellable, error);
}

static gboolean
run (gpointer       user_data,
     gint64        *next_at,
     GCancellable  *cancellable,
     GError       **error)
{
  return cs_collector_run_once (user_data, next_at, cancellable, error);
}

/* Starts the service. Its thread is its own: it lives as long as the workspace does. */
void
cs_collector_start (CsCollector *self)
{
  cs_service_start (self->service);
}

/* Ends the service: a question under way is broken off, and asked again at the next start. */
void
cs_collector_stop (CsCollector *self)
{
  cs_service_stop (self->service);
}

/* Something changed: look now, not at the next moment that was planned. Any thread. */
void
cs_collector_wake (CsCollector *self)
{
  cs_service_wake (self->service);
}

/**
 * cs_collector_retry:
 *
 * A person asks: what was in the way is tried again in a round of its own, which ends
 * with its last call to a network. Blocks; any thread.
 *
 * Returns: (transfer full): what came of it
 */
CsRound *
cs_collector_retry (CsCollector   *self,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(CsRound) round = cs_round_new ();

  {
    G_MUTEX_AUTO_LOCK (&self->run_lock, locker);
    GHashTableIter iter;
    gpointer desk;

    self->retries = TRUE;
    if (!run_round (self, &round->next_at, cancellable, error))
      return NULL;

    g_hash_table_iter_init (&iter, self->desks);
    while (g_hash_table_iter_next (&iter, NULL, &desk))
      cs_desk_tell (desk, round);
  }

  /* It naps until what was next before. */
  cs_collector_wake (self);

  return g_steal_pointer (&round);
}

/* Asks a network through this instead of the connector of its own. */
void
cs_collector_set_platform (CsCollector *self,
                           CsNetwork    network,
                           CsPlatform  *platform)
{
  G_MUTEX_AUTO_LOCK (&self->run_lock, locker);

  g_set_object (&self->platforms[network], platform);
}

static void
cs_collector_finalize (GObject *object)
{
  CsCollector *self = CS_COLLECTOR (object);

  g_clear_pointer (&self->service, cs_service_free);
  g_clear_pointer (&self->desks, g_hash_table_unref);
  g_clear_pointer (&self->left, g_hash_table_unref);
  g_clear_pointer (&self->spells, g_array_unref);
  for (guint i = 0; i < CS_N_NETWORKS; i++)
    g_clear_object (&self->platforms[i]);
  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_clear_object (&self->secrets);
  g_mutex_clear (&self->run_lock);

  G_OBJECT_CLASS (cs_collector_parent_class)->finalize (object);
}

static void
cs_collector_class_init (CsCollectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_collector_finalize;
}

static void
cs_collector_init (CsCollector *self)
{
  g_mutex_init (&self->run_lock);
  self->desks = new_desks ();
  self->spells = cs_spells_new ();
  self->left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * cs_collector_new:
 *
 * Returns: (transfer full): a service that does nothing yet. Stop it before the
 *   last reference goes
 */
CsCollector *
cs_collector_new (CsDb      *db,
                  CsClock   *clock,
                  CsSecrets *secrets)
{
  CsCollector *self = g_object_new (CS_TYPE_COLLECTOR, NULL);

  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->secrets = g_object_ref (secrets);
  self->service = cs_service_new ("collector", clock, NAP_MAX, run, self);

  return self;
}
