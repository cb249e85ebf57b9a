/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-runner.h"

#include "cs-clock-watch.h"
#include "cs-error.h"
#include "cs-event-store.h"
#include "cs-job.h"
#include "cs-outbox-claim.h"
#include "cs-outbox-pause.h"
#include "cs-outbox-store.h"
#include "cs-outbox-time.h"
#include "cs-pace.h"
#include "cs-target-store.h"

#define UPLOADS_MAX   3
#define LOOK_SECONDS  5       /* between looks for new work while calls are under way */
#define HELD_SECONDS  30      /* between questions to servers whether the clock is right */
#define CONFLICTS_MAX 50
#define ROUNDS_MAX    5000    /* of one run: what moves on and on without waiting is let rest */

struct _CsRunner
{
  CsDb         *db;
  CsClock      *clock;
  CsOutbox     *outbox;        /* borrowed */
  CsUploadFunc  on_upload;     /* NULL: nobody asks */
  gpointer      user_data;

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
};

/* A step under way. */
typedef struct
{
  CsRunner    *runner;      /* borrowed: a run waits for its steps */
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
take_trouble (CsRunner *self,
              GError   *error)
{
  gboolean moved = g_error_matches (error, CS_ERROR, CS_ERROR_INVALID)
                && self->conflicts++ < CONFLICTS_MAX;

  if (self->trouble == NULL && !moved && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->trouble = error;
  else
    g_error_free (error);
}

static GPtrArray *
list_active (CsRunner  *self,
             GError   **error)
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
    step->runner->on_upload (step->row->id, done, total, step->runner->user_data);
}

static gpointer
step_job (CsJob         *job,
          gpointer       input,
          GCancellable  *cancellable,
          GError       **error)
{
  Step *step = input;

  gboolean is_heard = step->uploads && step->runner->on_upload != NULL;

  return cs_outbox_step (step->runner->outbox, step->row, is_heard ? on_progress : NULL, step,
                         cancellable, error);
}

static gboolean
uploads (const CsOutboxRow *row)
{
  return row->state == CS_OUTBOX_PREPARING && !cs_outbox_row_is_prepared (row);
}

/* A row that uploads in several steps speaks at one pace. */
static CsPace *
find_pace (CsRunner   *self,
           const char *row_id)
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
  CsRunner *self = step->runner;
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
start_step (CsRunner     *self,
            CsOutboxRow  *row,
            GCancellable *cancellable)
{
  Step *step = g_new0 (Step, 1);

  step->runner = self;
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
is_ready (CsRunner          *self,
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
start_steps (CsRunner      *self,
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
claim_due (CsRunner  *self,
           GError   **error)
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

/* What was claimed before its time, to be handed over, is due at it like what was not. */
static gboolean
is_anything_due (CsRunner  *self,
                 gboolean  *due,
                 GError   **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);
  g_autoptr(GPtrArray) targets = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  gint64 now = cs_clock_now (self->clock);

  if (tx == NULL
      || (targets = cs_target_store_list_due (tx, now, error)) == NULL
      || (rows = cs_outbox_store_list_active (tx, error)) == NULL)
    return FALSE;

  *due = targets->len > 0;

  for (guint i = 0; !*due && i < rows->len; i++)
    {
      const CsOutboxRow *row = g_ptr_array_index (rows, i);

      *due = row->state < CS_OUTBOX_UNKNOWN && row->due <= now;
    }

  return TRUE;
}

/* Before anything is written: when anything last was. Then what the last run left is found. */
static gboolean
recover (CsRunner  *self,
         GError   **error)
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
is_held (CsRunner     *self,
         gboolean      due,
         GCancellable *cancellable)
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
read_pause (CsRunner  *self,
            GError   **error)
{
  g_autoptr(CsTx) tx = cs_tx_begin_read (self->db, error);

  return tx != NULL && cs_outbox_pause_get (tx, &self->paused, error);
}

/* One round: what was set right, claimed and started without waiting for any of it. */
static gboolean
start_round (CsRunner      *self,
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

/**
 * cs_runner_run:
 * @context: the thread's own, which steps come back to; it may be woken to look anew
 *
 * Runs rounds until nothing can be done now and all of it is saved; a trouble
 * with the store ends it when all steps are back. Blocks.
 */
gboolean
cs_runner_run (CsRunner      *self,
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

/* The earliest moment at which a row or a target wants something; 0: none does. */
gboolean
cs_runner_find_next (CsRunner  *self,
                     gint64    *next_at,
                     GError   **error)
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

/* Before the first run: who hears how far uploads are. */
void
cs_runner_set_upload_func (CsRunner     *self,
                           CsUploadFunc  func,
                           gpointer      user_data)
{
  self->on_upload = func;
  self->user_data = user_data;
}

void
cs_runner_free (CsRunner *self)
{
  g_clear_pointer (&self->busy, g_hash_table_unref);
  g_clear_pointer (&self->paces, g_hash_table_unref);
  g_clear_error (&self->trouble);
  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_free (self);
}

/**
 * cs_runner_new:
 * @outbox: borrowed: what makes the steps
 */
CsRunner *
cs_runner_new (CsDb     *db,
               CsClock  *clock,
               CsOutbox *outbox)
{
  CsRunner *self = g_new0 (CsRunner, 1);

  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->outbox = outbox;
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->paces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}
