/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-workspace.h"
#include "cs-workspace-private.h"

#include "cs-act.h"
#include "cs-error.h"
#include "cs-id.h"
#include "cs-pace.h"

/* A run in this process: where its reports go. */
typedef struct
{
  CsWorkspace    *self;
  CsRun          *run;
  CsProgressFunc  on_progress;
  gpointer        user_data;
  CsPace          pace;
} Reports;

static void
report (gint64   done,
        gint64   total,
        gpointer user_data)
{
  Reports *reports = user_data;

  if (!cs_pace_lets (&reports->pace, done, total))
    return;

  cs_runs_progress (reports->self->runs, reports->run, done, total);
  if (reports->on_progress != NULL)
    reports->on_progress (done, total, reports->user_data);

  cs_workspace_tell_progress (reports->self, reports->run->id, reports->run->command->name, done,
                              total);
}

static GVariant *
run_here (CsWorkspace      *self,
          CsRun            *run,
          CsProgressFunc    on_progress,
          gpointer          user_data,
          GError          **error)
{
  const CsCommand *command = run->command;
  Reports reports = { self, run, on_progress, user_data, { 0, } };
  CsAct act = { command, self->services, run->args, run->cancellable, report, &reports };
  GVariant *answer;

  if (!cs_command_check_args (command, run->args, error))
    return NULL;

  answer = command->run (&act, error);

  /* Here rather than where it is read: a dictionary gives its texts without copies only once it
   * is serialised, and thousands of rows would hold up the main thread. */
  if (answer != NULL)
    g_variant_get_data (answer);
  g_return_val_if_fail (answer == NULL
                        || g_variant_is_of_type (answer, G_VARIANT_TYPE (command->result)), answer);

  return answer;
}

static GVariant *
run_named (CsWorkspace     *self,
           const char      *id,
           const char      *name,
           GVariant        *args,
           CsProgressFunc   on_progress,
           gpointer         user_data,
           GCancellable    *cancellable,
           GError         **error)
{
  const CsCommand *command = cs_command_find (name);
  GVariant *answer;
  CsRun run = { id, command, args };

  if (command == NULL)
    return cs_fail_null (error, CS_ERROR_USAGE, "There is no command “%s”", name);

  run.is_job = command->pool == CS_JOB_RENDER && self->services != NULL
               && g_variant_is_of_type (args, G_VARIANT_TYPE_VARDICT);

  if (!cs_command_check_size (args, error) || !cs_runs_enter (self->runs, &run, cancellable, error))
    return NULL;

  answer = self->services != NULL
             ? run_here (self, &run, on_progress, user_data, error)
             : cs_wire_client_run (self->owner, id, name, args, on_progress, user_data,
                                   run.cancellable, error);
  cs_runs_leave (self->runs, &run);

  return answer;
}

/*
 * Serialised before any other thread can read them: whoever does it later frees the texts that
 * somebody was given a pointer to. What is too large to be run is not copied for it.
 */
static GVariant *
take_args (GVariant *args)
{
  GVariant *taken = g_variant_ref_sink (args != NULL ? args : g_variant_new ("a{sv}", NULL));

  if (cs_command_check_size (taken, NULL))
    g_variant_get_data (taken);

  return taken;
}

/**
 * cs_workspace_run:
 * @args: (nullable): a{sv}, what the command takes by name; sunk if floating
 * @on_progress: (nullable): called on this thread
 *
 * Runs a command, here or in the owner. Blocks: for workers and for tests.
 *
 * Returns: (transfer full): the command's answer
 */
GVariant *
cs_workspace_run (CsWorkspace     *self,
                  const char      *name,
                  GVariant        *args,
                  CsProgressFunc   on_progress,
                  gpointer         user_data,
                  GCancellable    *cancellable,
                  GError         **error)
{
  g_autofree char *id = cs_id_new (cs_clock_now_usec (self->clock));
  g_autoptr(GVariant) given = take_args (args);

  return run_named (self, id, name, given, on_progress, user_data, cancellable, error);
}

typedef struct
{
  CsWorkspace *self;
  char        *id;
  char        *name;
  GVariant    *args;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_object_unref (input->self);
  g_free (input->id);
  g_free (input->name);
  g_variant_unref (input->args);
  g_free (input);
}

static void
forward (gint64   done,
         gint64   total,
         gpointer user_data)
{
  cs_job_progress (user_data, done, total);
}

static gpointer
run_job (CsJob         *job,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Input *input = data;

  return run_named (input->self, input->id, input->name, input->args, forward, job,
                    cancellable, error);
}

/**
 * cs_workspace_run_as:
 * @id: what nothing else is called: reports of progress, and job.pause, name the run by it
 *
 * As cs_workspace_run_async(), under a name that the caller knows.
 */
void
cs_workspace_run_as (CsWorkspace         *self,
                     const char          *id,
                     const char          *name,
                     GVariant            *args,
                     CsProgressFunc       on_progress,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  const CsCommand *command = cs_command_find (name);
  Input *input = g_new0 (Input, 1);

  input->self = g_object_ref (self);
  input->id = g_strdup (id);
  input->name = g_strdup (name);
  input->args = take_args (args);

  cs_job_start (command != NULL ? command->pool : CS_JOB_SHORT, run_job, input, input_free,
                (GDestroyNotify) g_variant_unref, on_progress, cancellable, callback, user_data);
}

/**
 * cs_workspace_run_async:
 * @args: (nullable): a{sv}, what the command takes by name; sunk if floating
 * @on_progress: (nullable): called on the caller's context, never after @callback
 *
 * Runs a command on a worker, here or in the owner. @callback is called on the
 * main context that is this thread's default now; a run that the close of the
 * workspace ends fails there with %G_IO_ERROR_CANCELLED.
 */
void
cs_workspace_run_async (CsWorkspace         *self,
                        const char          *name,
                        GVariant            *args,
                        CsProgressFunc       on_progress,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autofree char *id = cs_id_new (cs_clock_now_usec (self->clock));

  cs_workspace_run_as (self, id, name, args, on_progress, cancellable, callback, user_data);
}

GVariant *
cs_workspace_run_finish (GAsyncResult  *result,
                         GError       **error)
{
  return cs_job_finish (result, error);
}
