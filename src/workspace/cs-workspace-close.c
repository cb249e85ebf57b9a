/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-workspace.h"
#include "cs-workspace-private.h"

#define TICK_MSEC    5
#define LEAVE_TICKS  200   /* how long runs may go on after close: then they are cancelled */
#define PARTING_TICKS 60   /* how long the last answers may take to leave */

/* What blocks at the end, on a worker. */
typedef struct
{
  CsServices     *services;
  CsInstanceLock *lock;
} Rest;

static void
rest_free (gpointer data)
{
  Rest *rest = data;

  g_clear_pointer (&rest->services, cs_services_close);
  g_clear_pointer (&rest->lock, cs_instance_lock_free);
  g_free (rest);
}

static gpointer
stop_publishing (CsJob         *job,
                 gpointer       input,
                 GCancellable  *cancellable,
                 GError       **error)
{
  CsServices *services = input;

  cs_collector_stop (services->collector);
  cs_publisher_stop (services->publisher);

  return NULL;
}

static void
on_publishing_stopped (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  CsWorkspace *self = user_data;

  cs_job_finish (result, NULL);
  self->is_stopping = FALSE;
}

static gpointer
free_rest (CsJob         *job,
           gpointer       input,
           GCancellable  *cancellable,
           GError       **error)
{
  Rest *rest = input;

  g_clear_pointer (&rest->services, cs_services_close);
  g_clear_pointer (&rest->lock, cs_instance_lock_free);

  return NULL;
}

/* The tasks hold the workspace until here. */
static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  CsWorkspace *self = user_data;
  g_autoptr(GPtrArray) closers = g_steal_pointer (&self->closers);

  cs_job_finish (result, NULL);
  for (guint i = 0; i < closers->len; i++)
    g_task_return_boolean (closers->pdata[i], TRUE);
}

static void
end (CsWorkspace *self)
{
  Rest *rest = g_new0 (Rest, 1);

  g_clear_pointer (&self->backups, cs_backups_free);
  g_clear_pointer (&self->wire, cs_wire_free);
  g_clear_pointer (&self->owner, cs_wire_client_free);
  rest->services = g_steal_pointer (&self->services);
  rest->lock = g_steal_pointer (&self->lock);
  cs_job_start (CS_JOB_SHORT, free_rest, rest, rest_free, NULL, NULL, NULL, on_closed, self);
}

static gboolean
is_idle (CsWorkspace *self)
{
  return cs_runs_is_idle (self->runs)
      && (self->backups == NULL || cs_backups_are_idle (self->backups))
      && (self->wire == NULL || cs_wire_is_idle (self->wire));
}

/* Looks how far the end is: first all runs end, then their answers leave, then the rest. */
static gboolean
on_tick (gpointer user_data)
{
  CsWorkspace *self = user_data;

  self->ticks++;

  if (!self->is_parting)
    {
      if (self->ticks >= LEAVE_TICKS)
        {
          cs_runs_cancel (self->runs);
          if (self->wire != NULL)
            cs_wire_cancel (self->wire);
        }

      if (self->is_stopping || !is_idle (self))
        return G_SOURCE_CONTINUE;

      self->is_parting = TRUE;
      self->ticks = 0;
      if (self->wire != NULL)
        cs_wire_part (self->wire);
    }

  if (self->wire != NULL && !cs_wire_has_parted (self->wire) && self->ticks < PARTING_TICKS)
    return G_SOURCE_CONTINUE;

  end (self);

  return G_SOURCE_REMOVE;
}

static void
begin_to_close (CsWorkspace *self)
{
  g_autoptr(GSource) tick = g_timeout_source_new (TICK_MSEC);

  cs_runs_stop (self->runs);
  if (self->backups != NULL)
    cs_backups_stop (self->backups);
  if (self->wire != NULL)
    cs_wire_stop (self->wire);

  if (self->services != NULL && g_atomic_int_get (&self->services->publishing))
    {
      self->is_stopping = TRUE;
      cs_job_start (CS_JOB_SHORT, stop_publishing, self->services, NULL, NULL, NULL, NULL,
                    on_publishing_stopped, self);
    }

  g_source_set_callback (tick, on_tick, self, NULL);
  g_source_attach (tick, self->context);
}

/**
 * cs_workspace_close_async:
 *
 * Stops the services, answers the other processes, and lets go of the lock. Runs
 * that go on get a second, then they are cancelled; none begins any more. Nothing
 * blocks. Must be called on the thread that opened it; closing twice is fine.
 */
void
cs_workspace_close_async (CsWorkspace         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, cs_workspace_close_async);

  if (self->closers != NULL)
    g_ptr_array_add (self->closers, task);
  else if (self->services == NULL && self->owner == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else
    {
      self->closers = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (self->closers, task);
      begin_to_close (self);
    }
}

void
cs_workspace_close_finish (CsWorkspace  *self,
                           GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
on_closed_sync (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(gboolean *) user_data = TRUE;
}

/**
 * cs_workspace_close:
 *
 * As cs_workspace_close_async(), and iterates the main context until it is done:
 * for programs without a window.
 */
void
cs_workspace_close (CsWorkspace *self)
{
  gboolean is_done = FALSE;

  if (self->closers == NULL && self->services == NULL && self->owner == NULL)
    return;

  cs_workspace_close_async (self, on_closed_sync, &is_done);
  while (!is_done)
    g_main_context_iteration (self->context, TRUE);
  while (g_main_context_iteration (self->context, FALSE))
    ;
}
