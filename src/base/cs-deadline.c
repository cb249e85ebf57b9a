/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-deadline.h"

struct _CsDeadline
{
  GCancellable *cancellable;
  gint64        end;       /* of all of it */
  gint64        until;     /* of this step, never behind the end */
  gboolean      passed;
};

/* All deadlines of the process, and when the watcher looks at them next. */
static GMutex mutex;
static GCond changed;
static GPtrArray *deadlines = NULL;
static gint64 next_look = 0;

/* The nearest moment at which one passes; those that passed are put aside to be cancelled. */
static gint64
collect_passed (GPtrArray *passed)
{
  gint64 now = g_get_monotonic_time ();
  gint64 nearest = G_MAXINT64;

  for (guint i = 0; i < deadlines->len; i++)
    {
      CsDeadline *deadline = g_ptr_array_index (deadlines, i);

      if (deadline->passed)
        continue;

      if (deadline->until <= now)
        {
          deadline->passed = TRUE;
          g_ptr_array_add (passed, g_object_ref (deadline->cancellable));
          continue;
        }

      nearest = MIN (nearest, deadline->until);
    }

  return nearest;
}

static gpointer
watch (gpointer data)
{
  g_mutex_lock (&mutex);

  while (TRUE)
    {
      g_autoptr(GPtrArray) passed = g_ptr_array_new_with_free_func (g_object_unref);

      next_look = collect_passed (passed);

      if (passed->len > 0)
        {
          /* Whoever listens to the cancellable may come here again. */
          g_mutex_unlock (&mutex);
          for (guint i = 0; i < passed->len; i++)
            g_cancellable_cancel (g_ptr_array_index (passed, i));
          g_mutex_lock (&mutex);
        }
      else if (next_look == G_MAXINT64)
        g_cond_wait (&changed, &mutex);
      else
        g_cond_wait_until (&changed, &mutex, next_look);
    }

  return NULL;
}

static void
look_by (gint64 until)
{
  if (until < next_look)
    {
      next_look = until;
      g_cond_signal (&changed);
    }
}

/**
 * cs_deadline_new:
 * @cancellable: what is cancelled when the time has passed
 * @seconds: for all of the work, whatever its steps are given
 *
 * Returns: (transfer full): to be freed before @cancellable’s next use
 */
CsDeadline *
cs_deadline_new (GCancellable *cancellable,
                 guint         seconds)
{
  CsDeadline *self = g_new0 (CsDeadline, 1);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);

  self->cancellable = g_object_ref (cancellable);
  self->end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  self->until = self->end;

  if (deadlines == NULL)
    {
      deadlines = g_ptr_array_new ();
      next_look = G_MAXINT64;
      /* The one thread that watches: it lives as long as the process and holds nothing. */
      g_thread_unref (g_thread_new ("cs-deadlines", watch, NULL));
    }

  g_ptr_array_add (deadlines, self);
  look_by (self->until);

  return self;
}

/* The next step may take this long from now on. */
void
cs_deadline_next (CsDeadline *self,
                  guint       seconds)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);

  self->until = MIN (self->end, g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC);
  look_by (self->until);
}

/* Whether it was the deadline that cancelled. */
gboolean
cs_deadline_has_passed (CsDeadline *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);

  return self->passed;
}

void
cs_deadline_free (CsDeadline *self)
{
  {
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);

    g_ptr_array_remove_fast (deadlines, self);
  }

  g_object_unref (self->cancellable);
  g_free (self);
}
