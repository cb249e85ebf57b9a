/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-brake.h"
#include "cs-error.h"
#include "cs-job.h"
#include "cs-test.h"

typedef struct
{
  GAsyncResult *result;
  gint64        last_done;
  guint         reports;
} Outcome;

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->result = g_object_ref (result);
}

static void
on_progress (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_null (outcome->result);
  g_assert_cmpint (total, ==, 3);
  outcome->last_done = done;
  outcome->reports++;
}

static void
wait_for (Outcome *outcome)
{
  while (outcome->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gpointer
count_job (CsJob         *job,
           gpointer       input,
           GCancellable  *cancellable,
           GError       **error)
{
  for (gint64 i = 1; i <= 3; i++)
    cs_job_progress (job, i, 3);

  return g_strdup (input);
}

static void
test_result_and_progress_arrive_here (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *result = NULL;
  Outcome outcome = { 0, };

  cs_job_start (CS_JOB_SHORT, count_job, g_strdup ("it"), g_free, g_free,
                on_progress, NULL, on_done, &outcome);
  wait_for (&outcome);
  result = cs_job_finish (outcome.result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (result, ==, "it");
  g_assert_cmpuint (outcome.reports, <=, 3);

  /* Reports that come after the end are dropped: on_progress asserts it. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (outcome.result);
}

static gpointer
failing_job (CsJob         *job,
             gpointer       input,
             GCancellable  *cancellable,
             GError       **error)
{
  return cs_fail_null (error, CS_ERROR_OFFLINE, "Nobody answered");
}

static void
test_error_arrives (void)
{
  g_autoptr(GError) error = NULL;
  Outcome outcome = { 0, };

  cs_job_start (CS_JOB_LONG, failing_job, NULL, NULL, NULL, NULL, NULL, on_done, &outcome);
  wait_for (&outcome);
  g_assert_null (cs_job_finish (outcome.result, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_OFFLINE);
  g_object_unref (outcome.result);
}

static gpointer
pausing_job (CsJob         *job,
             gpointer       input,
             GCancellable  *cancellable,
             GError       **error)
{
  cs_job_progress (job, 0, 3);
  for (guint i = 0; i < 600; i++)
    if (!cs_pause (900, cancellable, error))
      return NULL;

  return g_strdup ("never");
}

static void
cancel_on_progress (gint64   done,
                    gint64   total,
                    gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
on_cancelled_done (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (cs_job_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_cancellable_reset (user_data);
}

/* The job would take nine minutes: that this returns is the proof. */
static void
test_cancel_ends_a_pause (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  cs_job_start (CS_JOB_LONG, pausing_job, NULL, NULL, g_free, cancel_on_progress,
                cancellable, on_cancelled_done, cancellable);

  while (!g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  while (g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
}

static gpointer
speaking_job (CsJob         *job,
              gpointer       input,
              GCancellable  *cancellable,
              GError       **error)
{
  cs_job_progress (job, 1, 3);
  g_atomic_int_set ((gint *) input, 1);

  return NULL;
}

static void
note_thread (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_assert_true (g_thread_self () == user_data);
}

static void
on_spoken (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
}

/* Nobody iterates the main context while the job speaks: it must wait until somebody does. */
static void
test_progress_is_never_told_on_the_worker (void)
{
  gint has_spoken = 0;

  cs_job_start (CS_JOB_SHORT, speaking_job, &has_spoken, NULL, NULL, note_thread, NULL,
                on_spoken, g_thread_self ());
  while (!g_atomic_int_get (&has_spoken))
    cs_pause (1, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gpointer
braked_job (CsJob         *job,
            gpointer       input,
            GCancellable  *cancellable,
            GError       **error)
{
  return cs_brake_wait (cancellable, error) ? input : NULL;
}

static void
count_end (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  guint *n_ended = user_data;

  cs_job_finish (result, NULL);
  (*n_ended)++;
}

static void
test_paused_renders_hold_nobody_up (void)
{
  g_autoptr(GCancellable) brake = cs_brake_new ();
  Outcome outcome = { 0, };
  guint n_ended = 0;

  cs_brake_put (CS_BRAKE (brake), TRUE);
  for (guint i = 0; i < 8; i++)
    cs_job_start (CS_JOB_RENDER, braked_job, NULL, NULL, NULL, NULL, brake, count_end, &n_ended);

  cs_job_start (CS_JOB_LONG, failing_job, NULL, NULL, NULL, NULL, NULL, on_done, &outcome);
  wait_for (&outcome);
  g_assert_cmpuint (n_ended, ==, 0);
  g_object_unref (outcome.result);

  g_cancellable_cancel (brake);
  while (n_ended < 8)
    g_main_context_iteration (NULL, TRUE);
}

CS_TESTS (job)
{
  g_test_add_func ("/base/job/progress-is-never-told-on-the-worker",
                   test_progress_is_never_told_on_the_worker);
  g_test_add_func ("/base/job/result-and-progress-arrive-here",
                   test_result_and_progress_arrive_here);
  g_test_add_func ("/base/job/error-arrives", test_error_arrives);
  g_test_add_func ("/base/job/cancel-ends-a-pause", test_cancel_ends_a_pause);
  g_test_add_func ("/base/job/paused-renders-hold-nobody-up", test_paused_renders_hold_nobody_up);
}
