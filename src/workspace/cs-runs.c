/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-runs.h"

#include "cs-error.h"

struct _CsRuns
{
  GMutex      lock;
  gboolean    is_stopped;
  GPtrArray  *under_way;   /* GCancellable */
};

CsRuns *
cs_runs_new (void)
{
  CsRuns *self = g_new0 (CsRuns, 1);

  g_mutex_init (&self->lock);
  self->under_way = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

static void
on_caller_cancelled (GCancellable *caller,
                     gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/* Until it leaves, what the run works with stays. FALSE with CS_ERROR_BUSY after a stop. */
gboolean
cs_runs_enter (CsRuns        *self,
               CsRun         *run,
               GCancellable  *caller,
               GError       **error)
{
  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    if (self->is_stopped)
      return cs_fail (error, CS_ERROR_BUSY, "The workspace is being closed: open it again");

    *run = (CsRun) { g_cancellable_new (), caller, 0 };
    g_ptr_array_add (self->under_way, g_object_ref (run->cancellable));
  }

  if (caller != NULL)
    run->handler = g_cancellable_connect (caller, G_CALLBACK (on_caller_cancelled),
                                          g_object_ref (run->cancellable), g_object_unref);

  return TRUE;
}

void
cs_runs_leave (CsRuns *self,
               CsRun  *run)
{
  g_cancellable_disconnect (run->caller, run->handler);

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    g_ptr_array_remove_fast (self->under_way, run->cancellable);
  }

  g_clear_object (&run->cancellable);
}

gboolean
cs_runs_is_idle (CsRuns *self)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  return self->under_way->len == 0;
}

/* Nobody enters any more; who is in stays. */
void
cs_runs_stop (CsRuns *self)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  self->is_stopped = TRUE;
}

void
cs_runs_cancel (CsRuns *self)
{
  g_autoptr(GPtrArray) all = NULL;

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    all = g_ptr_array_copy (self->under_way, (GCopyFunc) (GCallback) g_object_ref, NULL);
  }

  g_ptr_array_set_free_func (all, g_object_unref);
  for (guint i = 0; i < all->len; i++)
    g_cancellable_cancel (all->pdata[i]);
}

void
cs_runs_free (CsRuns *self)
{
  g_ptr_array_unref (self->under_way);
  g_mutex_clear (&self->lock);
  g_free (self);
}
