/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-service.h"

#include "cs-backoff.h"

#define TROUBLE_FIRST   15
#define TROUBLE_LONGEST (5 * 60)

struct _CsService
{
  char          *name;
  CsClock       *clock;
  guint          longest_nap;   /* seconds */
  CsServiceFunc  run;
  gpointer       user_data;
  GCancellable  *stop;

  GMutex         lock;          /* guards what follows */
  GThread       *thread;
  GCancellable  *nap;
};

static void
nap (CsService    *self,
     GCancellable *alarm,
     guint         troubles,
     gint64        next_at)
{
  gint64 now = cs_clock_now_usec (self->clock);
  gint64 until = now + self->longest_nap * G_USEC_PER_SEC;

  if (troubles > 0)
    until = now + cs_backoff (troubles, TROUBLE_FIRST, TROUBLE_LONGEST) * G_USEC_PER_SEC;
  else if (next_at > 0)
    until = CLAMP (next_at * G_USEC_PER_SEC, now + G_USEC_PER_SEC, until);

  cs_clock_wait_until (self->clock, until, alarm);
}

static void
set_nap (CsService    *self,
         GCancellable *alarm)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  g_set_object (&self->nap, alarm);
}

static gpointer
serve (gpointer data)
{
  CsService *self = data;
  guint troubles = 0;

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr(GCancellable) alarm = g_cancellable_new ();
      g_autoptr(GError) error = NULL;
      gint64 next_at = 0;

      /* Made before the run, so that a wake during it is not lost. */
      set_nap (self, alarm);
      troubles = self->run (self->user_data, &next_at, self->stop, &error) ? 0 : troubles + 1;

      if (troubles > 0)
        g_debug ("The %s could not go on: %s", self->name, error->message);

      if (!g_cancellable_is_cancelled (self->stop))
        nap (self, alarm, troubles, next_at);
    }

  set_nap (self, NULL);

  return NULL;
}

/* Its thread is its own: it lives as long as who started it wants. Nothing if it runs. */
void
cs_service_start (CsService *self)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  if (self->thread != NULL)
    return;

  g_cancellable_reset (self->stop);
  self->thread = g_thread_new (self->name, serve, self);
}

/* A run under way is cancelled. Blocks until it has ended. */
void
cs_service_stop (CsService *self)
{
  GThread *thread;

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);
    thread = g_steal_pointer (&self->thread);
  }

  if (thread == NULL)
    return;

  g_cancellable_cancel (self->stop);
  cs_service_wake (self);
  g_thread_join (thread);
}

/* Something changed: run now, not at the next moment that was planned. */
void
cs_service_wake (CsService *self)
{
  g_autoptr(GCancellable) alarm = NULL;

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    g_set_object (&alarm, self->nap);
  }

  if (alarm != NULL)
    g_cancellable_cancel (alarm);
}

/* Stopped before. */
void
cs_service_free (CsService *self)
{
  g_return_if_fail (self->thread == NULL);

  g_free (self->name);
  g_object_unref (self->clock);
  g_object_unref (self->stop);
  g_clear_object (&self->nap);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * cs_service_new:
 * @name: of the thread
 * @longest_nap: seconds after which it runs again, whatever the last run said
 *
 * Returns: (transfer full): a service that does nothing yet
 */
CsService *
cs_service_new (const char    *name,
                CsClock       *clock,
                guint          longest_nap,
                CsServiceFunc  run,
                gpointer       user_data)
{
  CsService *self = g_new0 (CsService, 1);

  self->name = g_strdup (name);
  self->clock = g_object_ref (clock);
  self->longest_nap = longest_nap;
  self->run = run;
  self->user_data = user_data;
  self->stop = g_cancellable_new ();
  g_mutex_init (&self->lock);

  return self;
}
