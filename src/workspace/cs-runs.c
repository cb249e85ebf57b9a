/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-runs.h"

#include "cs-brake.h"
#include "cs-error.h"

#include <string.h>

struct _CsRuns
{
  GMutex      lock;
  gboolean    is_stopped;
  GPtrArray  *under_way;   /* CsRun, borrowed: each leaves before it ends */
  CsRunsFunc  changed;
  gpointer    user_data;
};

CsRuns *
cs_runs_new (void)
{
  CsRuns *self = g_new0 (CsRuns, 1);

  g_mutex_init (&self->lock);
  self->under_way = g_ptr_array_new ();

  return self;
}

/* Before the first run enters. */
void
cs_runs_set_changed_func (CsRuns     *self,
                          CsRunsFunc  func,
                          gpointer    user_data)
{
  self->changed = func;
  self->user_data = user_data;
}

/* Without the lock: who is told may ask at once. */
static void
tell (CsRuns     *self,
      const char *id)
{
  if (self->changed != NULL)
    self->changed (id, self->user_data);
}

static void
on_caller_cancelled (GCancellable *caller,
                     gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * cs_runs_enter:
 * @run: its first part filled in, the rest is filled in here
 *
 * Until it leaves, what the run works with stays.
 *
 * Returns: FALSE with %CS_ERROR_BUSY after a stop
 */
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

    run->cancellable = run->is_job ? cs_brake_new () : g_cancellable_new ();
    run->caller = caller;
    g_ptr_array_add (self->under_way, run);
  }

  if (caller != NULL)
    run->handler = g_cancellable_connect (caller, G_CALLBACK (on_caller_cancelled),
                                          g_object_ref (run->cancellable), g_object_unref);

  if (run->is_job)
    tell (self, run->id);

  return TRUE;
}

void
cs_runs_progress (CsRuns *self,
                  CsRun  *run,
                  gint64  done,
                  gint64  total)
{
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  run->done = done;
  run->total = total;
}

void
cs_runs_leave (CsRuns *self,
               CsRun  *run)
{
  g_cancellable_disconnect (run->caller, run->handler);

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    g_ptr_array_remove_fast (self->under_way, run);
  }

  g_clear_object (&run->cancellable);
  if (run->is_job)
    tell (self, run->id);
}

static GVariant *
view_job (const CsRun *run)
{
  GVariantDict view = G_VARIANT_DICT_INIT (NULL);
  gboolean is_paused = cs_brake_is_on (run->cancellable);
  const char *subject = NULL;

  g_variant_dict_insert (&view, "id", "s", run->id);
  g_variant_dict_insert (&view, "command", "s", run->command->name);
  if (g_variant_lookup (run->args, "id", "&s", &subject))
    g_variant_dict_insert (&view, "subject", "s", subject);
  g_variant_dict_insert (&view, "state", "s", is_paused ? "paused" : "running");
  g_variant_dict_insert (&view, "done", "x", run->done);
  g_variant_dict_insert (&view, "total", "x", run->total);
  if (run->total > 0)
    g_variant_dict_insert (&view, "percent", "x", CLAMP (run->done * 100 / run->total, 0, 100));

  return g_variant_dict_end (&view);
}

/* Returns: (transfer full): aa{sv} */
GVariant *
cs_runs_view_jobs (CsRuns *self)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  G_MUTEX_AUTO_LOCK (&self->lock, locker);

  for (guint i = 0; i < self->under_way->len; i++)
    {
      const CsRun *run = self->under_way->pdata[i];

      if (run->is_job)
        g_variant_builder_add_value (&all, view_job (run));
    }

  return g_variant_ref_sink (g_variant_builder_end (&all));
}

/* A brake that is so already is left so. FALSE: there is no such job, or no more. */
gboolean
cs_runs_pause_job (CsRuns     *self,
                   const char *id,
                   gboolean    pauses)
{
  gboolean is_there = FALSE;
  gboolean has_moved = FALSE;

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    for (guint i = 0; i < self->under_way->len && !is_there; i++)
      {
        const CsRun *run = self->under_way->pdata[i];

        is_there = run->is_job && strcmp (run->id, id) == 0;
        if (is_there)
          has_moved = cs_brake_put (CS_BRAKE (run->cancellable), pauses);
      }
  }

  if (has_moved)
    tell (self, id);

  return is_there;
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
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  {
    G_MUTEX_AUTO_LOCK (&self->lock, locker);

    for (guint i = 0; i < self->under_way->len; i++)
      g_ptr_array_add (all, g_object_ref (((CsRun *) self->under_way->pdata[i])->cancellable));
  }

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
