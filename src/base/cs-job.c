/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-job.h"

#include <poll.h>

struct _CsJob
{
  GTask          *task;      /* borrowed: the task owns the job */
  CsJobFunc       func;
  gpointer        input;
  GDestroyNotify  input_free;
  GDestroyNotify  result_free;
  CsProgressFunc  on_progress;
  gpointer        user_data;
};

typedef struct
{
  GTask  *task;
  gint64  done;
  gint64  total;
} Report;

static void
job_free (gpointer data)
{
  CsJob *job = data;

  if (job->input_free != NULL && job->input != NULL)
    job->input_free (job->input);

  g_free (job);
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->task);
  g_free (report);
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  g_autoptr(GTask) task = data;
  CsJob *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (task))
    return;

  result = job->func (job, job->input, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, job->result_free);
}

static GThreadPool *
get_pool (CsJobPool pool)
{
  static GThreadPool *pools[4];
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      pools[CS_JOB_SHORT] = g_thread_pool_new (run_job, NULL, 4, FALSE, NULL);
      pools[CS_JOB_LONG] = g_thread_pool_new (run_job, NULL, 8, FALSE, NULL);
      pools[CS_JOB_RENDER] = g_thread_pool_new (run_job, NULL, 8, FALSE, NULL);
      pools[CS_JOB_POST] = g_thread_pool_new (run_job, NULL, 8, FALSE, NULL);
      g_once_init_leave (&once, 1);
    }

  return pools[pool];
}

/**
 * cs_job_start:
 * @pool: which workers do it
 * @func: the work; it runs on a worker, may block, and sets its error or
 *   returns a result
 * @input: (transfer full): what @func works on: values only, since it may be
 *   freed on either thread
 * @result_free: frees a result that nobody took
 * @on_progress: (nullable): called on the caller's context, never after @callback
 *
 * Starts blocking work; @callback takes the result with cs_job_finish().
 */
void
cs_job_start (CsJobPool            pool,
              CsJobFunc            func,
              gpointer             input,
              GDestroyNotify       input_free,
              GDestroyNotify       result_free,
              CsProgressFunc       on_progress,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  CsJob *job = g_new0 (CsJob, 1);

  g_task_set_source_tag (task, cs_job_start);
  /* What was done is reported as done: a cancel that comes late changes nothing. */
  g_task_set_check_cancellable (task, FALSE);

  job->task = task;
  job->func = func;
  job->input = input;
  job->input_free = input_free;
  job->result_free = result_free;
  job->on_progress = on_progress;
  job->user_data = user_data;
  g_task_set_task_data (task, job, job_free);

  g_thread_pool_push (get_pool (pool), task, NULL);
}

gpointer
cs_job_finish (GAsyncResult  *result,
               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, cs_job_start), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
deliver_report (gpointer data)
{
  Report *report = data;
  CsJob *job = g_task_get_task_data (report->task);

  if (!g_task_get_completed (report->task))
    job->on_progress (report->done, report->total, job->user_data);

  return G_SOURCE_REMOVE;
}

/* Says how far the work is. Called by the work itself, on its worker; a NULL job is nobody's. */
void
cs_job_progress (CsJob  *job,
                 gint64  done,
                 gint64  total)
{
  g_autoptr(GSource) source = NULL;
  Report *report;

  if (job == NULL || job->on_progress == NULL)
    return;

  report = g_new0 (Report, 1);
  report->task = g_object_ref (job->task);
  report->done = done;
  report->total = total;

  /* Not g_main_context_invoke(): while nobody iterates the context, it would call from here. */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_report, report, report_free);
  g_source_attach (source, g_task_get_context (job->task));
}

/**
 * cs_pause:
 * @msec: how long, less than a second: longer waits are a time in a row
 *
 * A short wait inside a step, ended at once by @cancellable.
 *
 * Returns: TRUE, or FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
cs_pause (guint          msec,
          GCancellable  *cancellable,
          GError       **error)
{
  GPollFD cancel = { 0, };
  struct pollfd fd = { .fd = -1, .events = POLLIN };
  gboolean polled = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &cancel);

  if (polled)
    fd.fd = cancel.fd;

  poll (&fd, 1, msec);

  if (polled)
    g_cancellable_release_fd (cancellable);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
