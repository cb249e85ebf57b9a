/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-library.h"
#include "cs-library-private.h"

#include "cs-command.h"
#include "cs-error.h"
#include "cs-words.h"

#include <string.h>

static void
call_free (CsLibraryCall *call)
{
  g_clear_object (&call->task);
  g_free (call->command);
  g_clear_pointer (&call->args, g_variant_unref);
  g_clear_object (&call->cancellable);
  g_free (call->id);
  g_free (call->title);
  g_clear_object (&call->item);
  g_free (call);
}

static void
on_caller_cancelled (GCancellable *caller,
                     gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/* Of a run; NULL: it has ended, or is another process’s. */
static CsLibraryCall *
find_call (CsLibrary  *self,
           const char *id)
{
  for (guint i = 0; i < self->under_way->len; i++)
    {
      CsLibraryCall *call = self->under_way->pdata[i];

      if (g_strcmp0 (call->id, id) == 0)
        return call;
    }

  return NULL;
}

static gboolean
is_job (const CsLibraryCall *call)
{
  const CsCommand *command = cs_command_find (call->command);

  return command != NULL && command->pool == CS_JOB_RENDER;
}

/* What it is about: its argument “id” or “path”. */
static const char *
subject_of (const CsLibraryCall *call)
{
  const char *subject = "";

  if (call->args != NULL && !g_variant_lookup (call->args, "id", "&s", &subject))
    g_variant_lookup (call->args, "path", "&s", &subject);

  return subject;
}

static GVariant *
view_run (const CsLibraryCall *call)
{
  GVariantDict view = G_VARIANT_DICT_INIT (call->args);
  GVariant *all;

  g_variant_dict_insert (&view, "subject", "s", subject_of (call));
  g_variant_dict_insert (&view, "id", "s", call->id);
  g_variant_dict_insert (&view, "command", "s", call->command);
  if (call->title != NULL)
    g_variant_dict_insert (&view, "title", "s", call->title);
  g_variant_dict_insert (&view, "done", "x", call->done);
  g_variant_dict_insert (&view, "total", "x", call->total);
  g_variant_dict_insert (&view, "can_pause", "b", is_job (call));
  g_variant_dict_insert (&view, "paused", "b", call->is_paused);
  all = g_variant_ref_sink (g_variant_dict_end (&view));
  g_variant_get_data (all);

  return all;
}

/* The signal names it by its subject. */
static void
tell_run (CsLibrary     *self,
          CsLibraryCall *call)
{
  g_autoptr(GVariant) view = view_run (call);

  if (call->item != NULL)
    {
      cs_item_set_view (call->item, view);
    }
  else
    {
      call->item = cs_item_new (view);
      g_list_store_append (self->runs, call->item);
    }

  cs_library_tell_progress (self, subject_of (call), call->command, call->done, call->total);
}

static void
on_run_progress (gint64   done,
                 gint64   total,
                 gpointer user_data)
{
  CsLibraryCall *call = user_data;

  call->done = done;
  call->total = total;
  tell_run (g_task_get_source_object (call->task), call);
}

static void
on_jobs_listed (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(CsLibrary) self = user_data;
  g_autoptr(GVariant) jobs = cs_workspace_run_finish (result, NULL);

  for (gsize i = 0; jobs != NULL && i < g_variant_n_children (jobs); i++)
    {
      g_autoptr(GVariant) job = g_variant_get_child_value (jobs, i);
      gboolean is_paused = g_strcmp0 (cs_view_text (job, "state"), "paused") == 0;
      CsLibraryCall *call = find_call (self, cs_view_text (job, "id"));

      if (call != NULL && (call->item == NULL || call->is_paused != is_paused))
        {
          call->is_paused = is_paused;
          g_set_str (&call->title, cs_view_text (job, "title"));
          tell_run (self, call);
        }
    }
}

/* One has begun, or somebody paused or resumed it, here or in another process. */
void
cs_library_look_at_jobs (CsLibrary *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->under_way->len; i++)
    any = any || is_job (self->under_way->pdata[i]);

  if (any)
    cs_workspace_run_async (self->workspace, "job.list", NULL, NULL, NULL, on_jobs_listed,
                            g_object_ref (self));
}

static void
end_call (CsLibrary     *self,
          CsLibraryCall *call)
{
  guint place;

  g_cancellable_disconnect (g_task_get_cancellable (call->task), call->handler);
  g_ptr_array_remove_fast (self->under_way, call);
  if (call->item != NULL && g_list_store_find (self->runs, call->item, &place))
    g_list_store_remove (self->runs, place);
  call_free (call);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  CsLibraryCall *call = user_data;
  g_autoptr(GTask) task = g_object_ref (call->task);
  g_autoptr(GError) error = NULL;
  GVariant *answer = cs_workspace_run_finish (result, &error);

  end_call (g_task_get_source_object (task), call);

  if (answer == NULL)
    {
      g_autofree char *message = error->message;

      error->message = cs_words_sentence (message);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task, answer, (GDestroyNotify) g_variant_unref);
}

void
cs_library_send (CsLibrary     *self,
                 CsLibraryCall *call)
{
  GCancellable *caller = g_task_get_cancellable (call->task);

  call->id = g_uuid_string_random ();
  call->cancellable = g_cancellable_new ();
  if (caller != NULL)
    call->handler = g_cancellable_connect (caller, G_CALLBACK (on_caller_cancelled),
                                           g_object_ref (call->cancellable), g_object_unref);
  g_ptr_array_add (self->under_way, call);
  cs_workspace_run_as (self->workspace, call->id, call->command, call->args, on_run_progress,
                       call->cancellable, on_answered, call);
}

void
cs_library_refuse (CsLibrary     *self,
                   CsLibraryCall *call)
{
  g_task_return_new_error (call->task, CS_ERROR, CS_ERROR_BUSY, "%s",
                           self->reason != NULL ? self->reason : "The workspace is closed");
  call_free (call);
}

/**
 * cs_library_run:
 * @args: (nullable): a{sv}, by name; sunk if floating
 *
 * Runs a command of the workspace's table; see cs_workspace_run_async().
 */
void
cs_library_run (CsLibrary           *self,
                const char          *command,
                GVariant            *args,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  CsLibraryCall *call = g_new0 (CsLibraryCall, 1);

  call->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call->task, cs_library_run);
  call->command = g_strdup (command);
  call->args = args != NULL ? g_variant_ref_sink (args) : NULL;

  if (self->workspace != NULL)
    cs_library_send (self, call);
  else if (self->state == CS_LIBRARY_OPENING)
    g_queue_push_tail (&self->waiting, call);
  else
    cs_library_refuse (self, call);
}

/* Returns: (transfer full): the answer, serialised */
GVariant *
cs_library_run_finish (CsLibrary     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Borrowed. */
GListModel *
cs_library_get_runs (CsLibrary *self)
{
  return G_LIST_MODEL (self->runs);
}

/* Returns: (transfer none) (nullable): the one of that list */
CsItem *
cs_library_find_run (CsLibrary  *self,
                     const char *command,
                     const char *subject)
{
  for (guint i = 0; i < self->under_way->len; i++)
    {
      const CsLibraryCall *call = self->under_way->pdata[i];

      if (call->item != NULL && strcmp (call->command, command) == 0
          && strcmp (subject_of (call), subject) == 0)
        return call->item;
    }

  return NULL;
}

/* Of that list; one that has ended meanwhile is no longer there to be cancelled. */
void
cs_library_cancel_run (CsLibrary  *self,
                       const char *id)
{
  const CsLibraryCall *call = find_call (self, id);

  if (call != NULL)
    g_cancellable_cancel (call->cancellable);
}
