/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-publisher.h"
#include "cs-publisher-private.h"

#include "cs-clock-watch.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-job.h"
#include "cs-outbox-claim.h"
#include "cs-outbox-pause.h"
#include "cs-outbox-person.h"
#include "cs-outbox-store.h"
#include "cs-outbox-time.h"
#include "cs-pace.h"
#include "cs-target-store.h"

#define UPLOADS_MAX   3
#define NAP_MAX       (60 * G_USEC_PER_SEC)
#define LOOK_SECONDS  5       /* between looks for new work while calls are under way */
#define TROUBLE_PAUSE (15 * G_USEC_PER_SEC)
#define HELD_SECONDS  30      /* between questions to servers whether the clock is right */
#define CONFLICTS_MAX 50
#define ROUNDS_MAX    5000    /* of one run: what moves on and on without waiting is let rest */

struct _CsPublisher
{
  GObject       parent_instance;

  CsDb         *db;
  CsClock      *clock;
  CsOutbox     *outbox;
  CsUploadFunc  on_upload;     /* set before the first run */
  gpointer      user_data;

  GMutex        run_lock;      /* held by who runs; guards what follows */
  GHashTable   *busy;          /* ids of accounts with a step under way */
  GHashTable   *paces;         /* ids of rows that upload → CsPace */
  CsClockWatch  watch;
  gboolean      recovered;
  gboolean      paused;        /* as of this round */
  guint         running;       /* steps under way */
  guint         uploading;     /* those of them that upload */
  gboolean      moved;         /* a row changed, so that it or others may be ready */
  guint         conflicts;     /* rows that somebody moved meanwhile, in this run */
  GError       *trouble;       /* the first that a step of this run had with the store */

  GMutex        lock;          /* guards what follows */
  GThread      *thread;
  GCancellable *stop;
  GCancellable *nap;
  GMainContext *context;       /* of the run that is under way */
};

G_DEFINE_FINAL_TYPE (CsPublisher, cs_publisher, G_TYPE_OBJECT)

/* A step under way. */
typedef struct
{
  CsPublisher *publisher;   /* borrowed: a run waits for its steps */
  CsOutboxRow *row;
  gboolean     uploads;
  CsPace      *pace;        /* borrowed; of a row that uploads: its steps come one by one */
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  cs_record_unref (step->row);
  g_free (step);
}

/* A row that somebody moved meanwhile is read anew; what else a step meets ends the run. */
static void
take_trouble (CsPublisher *self,
              GError      *error)
{
  gboolean moved = g_error_matches (error, CS_ERROR, CS_ERROR_INVALID)
                && self->conflicts++ < CONFLICTS_MAX;

  if (self->trouble == NULL && !moved && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->trouble = error;
  else
    g_error_free (error);
}

static void
set_context (CsPublisher  *self,
             GMainContext *context)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  self->context = context;
}

static void
set_nap (CsPublisher  *self,
         GCancellable *alarm)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  g_set_object (&self->nap, alarm);
}

static GPtrArray *
list_active (CsPublisher  *self,
             GError      **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

  return tx != NULL ? cs_outbox_store_list_active (tx, error) : NULL;
}

static void
on_progress (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Step *step = user_data;

  if (cs_pace_lets (step->pace, done, total))
    step->publisher->on_upload (step->row->id, done, total, step->publisher->user_data);
}

static gpointer
step_job (CsJob         *job,
          gpointer       input,
          GCancellable  *cancellable,
          GError       **error)
{
  Step *step = input;

  gboolean is_heard = step->uploads && step->publisher->on_upload != NULL;

  return cs_outbox_step (step->publisher->outbox, step->row, is_heard ? on_progress : NULL, step,
                         cancellable, error);
}

static gboolean
uploads (const CsOutboxRow *row)
{
  return row->state == CS_OUTBOX_PREPARING && !cs_outbox_row_is_prepared (row);
}

/* A row that uploads in several steps speaks at one pace. */
static CsPace *
find_pace (CsPublisher *self,
           const char  *row_id)
{
  CsPace *pace = g_hash_table_lookup (self->paces, row_id);

  if (pace == NULL)
    {
      pace = g_new0 (CsPace, 1);
      g_hash_table_insert (self->paces, g_strdup (row_id), pace);
    }

  return pace;
}

/* On the run's own thread: its context is the one that the step was started from. */
static void
on_stepped (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Step *step = user_data;
  CsPublisher *self = step->publisher;
  GError *error = NULL;
  g_autoptr(CsOutboxRow) next = cs_job_finish (result, &error);

  self->moved = TRUE;
  self->running--;
  self->uploading -= step->uploads;

  g_hash_table_remove (self->busy, step->row->account_id);
  if (next != NULL && !uploads (next))
    g_hash_table_remove (self->paces, next->id);

  if (error != NULL)
    take_trouble (self, error);

  step_free (step);
}

static void
start_step (CsPublisher  *self,
            CsOutboxRow  *row,
            GCancellable *cancellable)
{
  Step *step = g_new0 (Step, 1);

  step->publisher = self;
  step->row = cs_record_ref (row);
  step->uploads = uploads (row);
  step->pace = step->uploads ? find_pace (self, row->id) : NULL;

  g_hash_table_add (self->busy, g_strdup (row->account_id));
  self->running++;
  self->uploading += step->uploads;

  cs_job_start (CS_JOB_POST, step_job, step, NULL, cs_record_unref, NULL, cancellable,
                on_stepped, step);
}

static gboolean
is_ready (CsPublisher       *self,
          const CsOutboxRow *row,
          gint64             now)
{
  return row->state <= CS_OUTBOX_HANDED_OFF
      && row->not_before <= now
      && (!self->paused || cs_outbox_pause_lets (row))
      && !(uploads (row) && self->uploading >= UPLOADS_MAX);
}

/* Starts every step that can be made now. */
static gboolean
start_steps (CsPublisher   *self,
             GCancellable  *cancellable,
             GError       **error)
{
  gint64 now = cs_clock_now (self->clock);
  g_autoptr(GPtrArray) rows = list_active (self, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      CsOutboxRow *row = g_ptr_array_index (rows, i);

      /* One call at a time for an account, which may be about this very row. */
      if (g_hash_table_contains (self->busy, row->account_id))
        continue;

      switch (cs_outbox_follow (self->outbox, row, error))
        {
        case CS_FOLLOW_GO:
          if (is_ready (self, row, now))
            start_step (self, row, cancellable);
          break;

        case CS_FOLLOW_WAIT:
          break;

        case CS_FOLLOW_MOVED:
          self->moved = TRUE;
          break;

        case CS_FOLLOW_TROUBLE:
        default:
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
claim_due (CsPublisher  *self,
           GError      **error)
{
  gint64 now = cs_clock_now (self->clock);
  g_autoptr(GPtrArray) targets = cs_claim_list (self->db, now, error);

  if (targets == NULL)
    return FALSE;

  for (guint i = 0; i < targets->len; i++)
    {
      const CsTarget *target = g_ptr_array_index (targets, i);
      g_autoptr(GError) one = NULL;

      if (cs_claim_target (self->db, target, cs_clock_now_usec (self->clock), &one))
        continue;

      if (g_error_matches (one, CS_ERROR, CS_ERROR_STORE))
        {
          g_propagate_error (error, g_steal_pointer (&one));
          return FALSE;
        }

      g_debug ("A due post was not claimed: %s", one->message);
    }

  return TRUE;
}

static gboolean
is_anything_due (CsPublisher  *self,
                 gboolean     *due,
                 GError      **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);
  g_autoptr(GPtrArray) targets = NULL;

  if (tx == NULL)
    return FALSE;

  targets = cs_target_store_list_due (tx, cs_clock_now (self->clock), error);
  *due = targets != NULL && targets->len > 0;

  return targets != NULL;
}

/* Before anything is written: when anything last was. Then what the last run left is found. */
static gboolean
recover (CsPublisher  *self,
         GError      **error)
{
  g_autoptr(GError) failure = NULL;
  gint64 last;

  if (self->recovered)
    return TRUE;

  {
    g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

    if (tx == NULL)
      return FALSE;

    last = cs_event_store_last_at (tx, &failure);
  }

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  self->watch.last = last * G_USEC_PER_SEC;
  self->recovered = cs_outbox_recover (self->outbox, error);

  return self->recovered;
}

/* Whether publishing waits because the clock went ahead and nobody confirms it yet. */
static gboolean
is_held (CsPublisher   *self,
         gboolean       due,
         GCancellable  *cancellable)
{
  if (!cs_clock_watch_look (&self->watch, cs_clock_now_usec (self->clock),
                            cs_clock_boot_usec (self->clock), due))
    return FALSE;

  if (!cs_outbox_is_time_confirmed (self->outbox, cancellable))
    return TRUE;

  cs_clock_watch_trust (&self->watch, cs_clock_now_usec (self->clock),
                        cs_clock_boot_usec (self->clock));

  return FALSE;
}

static gboolean
read_pause (CsPublisher  *self,
            GError      **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

  return tx != NULL && cs_outbox_pause_get (tx, &self->paused, error);
}

/* One round: what was set right, claimed and started without waiting for any of it. */
static gboolean
start_round (CsPublisher   *self,
             GCancellable  *cancellable,
             GError       **error)
{
  gboolean due;

  if (!recover (self, error) || !read_pause (self, error)
      || !is_anything_due (self, &due, error))
    return FALSE;

  if (self->paused)
    return start_steps (self, cancellable, error);

  if (is_held (self, due, cancellable))
    return TRUE;

  return claim_due (self, error)
      && start_steps (self, cancellable, error);
}

static gboolean
on_look (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs rounds until nothing can be done now; a trouble ends it when all steps are back. */
static gboolean
run (CsPublisher   *self,
     GMainContext  *context,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr(GSource) look = g_timeout_source_new_seconds (LOOK_SECONDS);
  guint rounds = 0;

  self->conflicts = 0;
  g_source_set_callback (look, on_look, NULL, NULL);
  g_source_attach (look, context);

  do
    {
      GError *one = NULL;

      self->moved = FALSE;

      if (self->trouble == NULL && rounds++ < ROUNDS_MAX
          && !g_cancellable_is_cancelled (cancellable)
          && !start_round (self, cancellable, &one))
        take_trouble (self, one);

      if (self->running > 0)
        g_main_context_iteration (context, TRUE);
    }
  while (self->running > 0 || (self->moved && self->trouble == NULL && rounds < ROUNDS_MAX));

  g_source_destroy (look);

  if (self->trouble == NULL)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);

  g_propagate_error (error, g_steal_pointer (&self->trouble));
  return FALSE;
}

/* The earliest moment at which a row or a target wants something. */
static gboolean
find_next (CsPublisher  *self,
           gint64       *next_at,
           GError      **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) failure = NULL;
  gint64 now = cs_clock_now (self->clock);

  if (tx == NULL || (rows = cs_outbox_store_list_active (tx, error)) == NULL)
    return FALSE;

  *next_at = MAX (0, cs_target_store_next_due (tx, &failure));

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      if (row->state <= CS_OUTBOX_HANDED_OFF && row->not_before > now
          && (*next_at == 0 || row->not_before < *next_at))
        *next_at = row->not_before;
    }

  /* What is due stays due meanwhile: no server is asked every second, and a resume wakes. */
  if (self->watch.held || self->paused)
    *next_at = MAX (*next_at, now + HELD_SECONDS);

  return TRUE;
}

/**
 * cs_publisher_run_once:
 * @next_at: (out) (optional): when to run again, in seconds since 1970; 0: nothing
 *   waits
 *
 * Does everything that can be done now and returns when all of it is saved.
 * Blocks. What the service's thread does again and again, and what a caller does
 * that owns no service.
 */
gboolean
cs_publisher_run_once (CsPublisher   *self,
                       gint64        *next_at,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  gint64 next = 0;
  gboolean ok;

  G_MUTEX_AUTO_LOCK (&self->run_lock, locker);

  set_context (self, context);
  g_main_context_push_thread_default (context);
  ok = run (self, context, cancellable, error) && find_next (self, &next, error);
  g_main_context_pop_thread_default (context);
  set_context (self, NULL);

  if (next_at != NULL)
    *next_at = next;

  return ok;
}

static void
nap (CsPublisher  *self,
     GCancellable *cancellable,
     gboolean      ran,
     gint64        next_at)
{
  gint64 now = cs_clock_now_usec (self->clock);
  gint64 until = now + (ran ? NAP_MAX : TROUBLE_PAUSE);

  if (ran && next_at > 0)
    until = CLAMP (next_at * G_USEC_PER_SEC, now + G_USEC_PER_SEC, until);

  cs_clock_wait_until (self->clock, until, cancellable);
}

static gpointer
serve (gpointer data)
{
  CsPublisher *self = data;

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr(GCancellable) alarm = g_cancellable_new ();
      g_autoptr(GError) error = NULL;
      gint64 next_at = 0;
      gboolean ran;

      /* Made before the run, so that a wake during it is not lost. */
      set_nap (self, alarm);
      ran = cs_publisher_run_once (self, &next_at, self->stop, &error);

      if (!ran)
        g_debug ("The publisher could not go on: %s", error->message);

      if (!g_cancellable_is_cancelled (self->stop))
        nap (self, alarm, ran, next_at);
    }

  set_nap (self, NULL);

  return NULL;
}

/* Before the first run: who hears how far uploads are. */
void
cs_publisher_set_upload_func (CsPublisher  *self,
                              CsUploadFunc  func,
                              gpointer      user_data)
{
  self->on_upload = func;
  self->user_data = user_data;
}

/* Starts the service. Its thread is its own: it lives as long as the workspace does. */
void
cs_publisher_start (CsPublisher *self)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (self->thread != NULL)
    return;

  g_cancellable_reset (self->stop);
  self->thread = g_thread_new ("publisher", serve, self);
}

/* Ends the service: uploads are broken off, what was sent is looked for at the next start. */
void
cs_publisher_stop (CsPublisher *self)
{
  GThread *thread;

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);
    thread = g_steal_pointer (&self->thread);
  }

  if (thread == NULL)
    return;

  g_cancellable_cancel (self->stop);
  cs_publisher_wake (self);
  g_thread_join (thread);
}

/* Something changed: look now, not at the next due moment. Any thread. */
void
cs_publisher_wake (CsPublisher *self)
{
  g_autoptr(GCancellable) alarm = NULL;

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    g_set_object (&alarm, self->nap);

    if (self->context != NULL)
      g_main_context_wakeup (self->context);
  }

  if (alarm != NULL)
    g_cancellable_cancel (alarm);
}

/**
 * cs_publisher_is_quiet:
 *
 * Whether nothing is due, to be handed over, under way or waiting for its next
 * try. A post that needs a person, or that a network holds until its time, is
 * quiet, and so is what a pause holds. Blocks.
 */
gboolean
cs_publisher_is_quiet (CsPublisher *self)
{
  g_autoptr(GError) error = NULL;
  gint64 now = cs_clock_now (self->clock);
  g_autoptr(GPtrArray) targets = cs_claim_list (self->db, now, &error);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(CsTx) tx = NULL;
  gboolean paused = FALSE;

  /* The rows second: a target that is claimed in between is in both. */
  if (targets == NULL || (rows = list_active (self, &error)) == NULL
      || (tx = cs_tx_begin_read (self->db, &error)) == NULL
      || !cs_outbox_pause_get (tx, &paused, &error))
    {
      g_debug ("Whether the publisher is quiet cannot be said: %s", error->message);
      return FALSE;
    }

  for (guint i = 0; i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      if (row->state <= CS_OUTBOX_CONFIRMED && (!paused || cs_outbox_pause_lets (row)))
        return FALSE;

      if (row->state == CS_OUTBOX_HANDED_OFF && row->not_before <= now)
        return FALSE;
    }

  return paused || targets->len == 0;
}

/**
 * cs_publisher_cancel:
 *
 * Stops a row. What may be out already is looked for first, and what a network
 * holds is taken back, so that the row may end a while later; what is out stays.
 *
 * Returns: FALSE with %CS_ERROR_INVALID when there is nothing to stop, or when
 *   the row moved meanwhile
 */
gboolean
cs_publisher_cancel (CsPublisher  *self,
                     const char   *row_id,
                     GError      **error)
{
  if (!cs_outbox_cancel (self->outbox, row_id, error))
    return FALSE;

  cs_publisher_wake (self);

  return TRUE;
}

/**
 * cs_publisher_answer:
 * @link: of a post that is there: its address on the network, which is asked
 *   whether the account has it; else NULL
 *
 * What a person says of a row that needs them. Blocks.
 */
gboolean
cs_publisher_answer (CsPublisher   *self,
                     const char    *row_id,
                     CsAnswer       answer,
                     const char    *link,
                     GCancellable  *cancellable,
                     GError       **error)
{
  if (!cs_outbox_answer (self->outbox, row_id, answer, link, cancellable, error))
    return FALSE;

  cs_publisher_wake (self);

  return TRUE;
}

/* What makes the steps: tests put platforms into it. */
CsOutbox *
cs_publisher_get_outbox (CsPublisher *self)
{
  return self->outbox;
}

static void
cs_publisher_finalize (GObject *object)
{
  CsPublisher *self = CS_PUBLISHER (object);

  g_clear_pointer (&self->outbox, cs_outbox_free);
  g_clear_pointer (&self->busy, g_hash_table_unref);
  g_clear_pointer (&self->paces, g_hash_table_unref);
  g_clear_error (&self->trouble);
  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_clear_object (&self->stop);
  g_clear_object (&self->nap);
  g_mutex_clear (&self->run_lock);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (cs_publisher_parent_class)->finalize (object);
}

static void
cs_publisher_class_init (CsPublisherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_publisher_finalize;
}

static void
cs_publisher_init (CsPublisher *self)
{
  g_mutex_init (&self->run_lock);
  g_mutex_init (&self->lock);
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->paces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->stop = g_cancellable_new ();
}

/**
 * cs_publisher_new:
 * @folder: of the workspace, for the renditions in it
 *
 * Returns: (transfer full): a service that does nothing yet. Stop it before the
 *   last reference goes
 */
CsPublisher *
cs_publisher_new (CsDb       *db,
                  CsClock    *clock,
                  CsSecrets  *secrets,
                  const char *folder)
{
  CsPublisher *self = g_object_new (CS_TYPE_PUBLISHER, NULL);

  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->outbox = cs_outbox_new (db, clock, secrets, folder);

  return self;
}
