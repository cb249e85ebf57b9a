/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-publisher.h"
#include "cs-publisher-private.h"

#include "cs-outbox-claim.h"
#include "cs-outbox-pause.h"
#include "cs-outbox-person.h"
#include "cs-outbox-store.h"
#include "cs-runner.h"
#include "cs-service.h"

#define NAP_MAX 60

struct _CsPublisher
{
  GObject       parent_instance;

  CsDb         *db;
  CsClock      *clock;
  CsOutbox     *outbox;
  CsService    *service;

  GMutex        run_lock;      /* held by who runs; guards the runner */
  CsRunner     *runner;

  GMutex        lock;          /* guards what follows */
  GMainContext *context;       /* of the run that is under way */
};

G_DEFINE_FINAL_TYPE (CsPublisher, cs_publisher, G_TYPE_OBJECT)

static void
set_context (CsPublisher  *self,
             GMainContext *context)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  self->context = context;
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
  ok = cs_runner_run (self->runner, context, cancellable, error)
    && cs_runner_find_next (self->runner, &next, error);
  g_main_context_pop_thread_default (context);
  set_context (self, NULL);

  if (next_at != NULL)
    *next_at = next;

  return ok;
}

static gboolean
run (gpointer       user_data,
     gint64        *next_at,
     GCancellable  *cancellable,
     GError       **error)
{
  return cs_publisher_run_once (user_data, next_at, cancellable, error);
}

/* Before the first run: who hears how far uploads are. */
void
cs_publisher_set_upload_func (CsPublisher  *self,
                              CsUploadFunc  func,
                              gpointer      user_data)
{
  cs_runner_set_upload_func (self->runner, func, user_data);
}

/* Starts the service. Its thread is its own: it lives as long as the workspace does. */
void
cs_publisher_start (CsPublisher *self)
{
  cs_service_start (self->service);
}

/* Ends the service: uploads are broken off, what was sent is looked for at the next start. */
void
cs_publisher_stop (CsPublisher *self)
{
  cs_service_stop (self->service);
}

/* Something changed: look now, not at the next due moment. Any thread. */
void
cs_publisher_wake (CsPublisher *self)
{
  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    if (self->context != NULL)
      g_main_context_wakeup (self->context);
  }

  cs_service_wake (self->service);
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
  if (targets == NULL || (tx = cs_tx_begin_read (self->db, &error)) == NULL
      || (rows = cs_outbox_store_list_active (tx, &error)) == NULL
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

  g_clear_pointer (&self->service, cs_service_free);
  g_clear_pointer (&self->runner, cs_runner_free);
  g_clear_pointer (&self->outbox, cs_outbox_free);
  g_clear_object (&self->db);
  g_clear_object (&self->clock);
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
  self->runner = cs_runner_new (db, clock, self->outbox);
  self->service = cs_service_new ("publisher", clock, NAP_MAX, run, self);

  return self;
}
