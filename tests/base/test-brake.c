/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-brake.h"
#include "cs-job.h"
#include "cs-test.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

typedef struct
{
  gint     waits;      /* atomic */
  gboolean is_over;
  GError  *error;
} Work;

static gpointer
wait_job (CsJob         *job,
          gpointer       input,
          GCancellable  *cancellable,
          GError       **error)
{
  Work *work = input;

  g_atomic_int_set (&work->waits, TRUE);

  return cs_brake_wait (cancellable, error) ? work : NULL;
}

static void
on_over (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Work *work = user_data;

  cs_job_finish (result, &work->error);
  work->is_over = TRUE;
}

static void
start (Work         *work,
       GCancellable *brake)
{
  cs_job_start (CS_JOB_LONG, wait_job, work, NULL, NULL, NULL, brake, on_over, work);
  while (!g_atomic_int_get (&work->waits))
    cs_pause (1, NULL, NULL);

  /* Long enough for one that does not wait to have ended. */
  for (guint i = 0; i < 20; i++)
    {
      cs_pause (1, NULL, NULL);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
end (Work *work)
{
  while (!work->is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_work_waits_until_it_is_let_off (void)
{
  g_autoptr(GCancellable) brake = cs_brake_new ();
  Work work = { 0, };

  g_assert_false (cs_brake_is_on (brake));
  g_assert_true (cs_brake_put (CS_BRAKE (brake), TRUE));
  g_assert_false (cs_brake_put (CS_BRAKE (brake), TRUE));
  g_assert_true (cs_brake_is_on (brake));

  start (&work, brake);
  g_assert_false (work.is_over);
  g_assert_true (cs_brake_put (CS_BRAKE (brake), FALSE));
  end (&work);
  g_assert_no_error (work.error);
}

static void
test_a_cancel_ends_the_wait (void)
{
  g_autoptr(GCancellable) brake = cs_brake_new ();
  Work work = { 0, };

  cs_brake_put (CS_BRAKE (brake), TRUE);
  start (&work, brake);
  g_assert_false (work.is_over);
  g_cancellable_cancel (brake);
  end (&work);
  g_assert_error (work.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&work.error);
}

static void
test_who_has_none_never_waits (void)
{
  g_autoptr(GCancellable) plain = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (cs_brake_wait (NULL, &error));
  g_assert_true (cs_brake_wait (plain, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_brake_poll (NULL, -1, 1), ==, CS_WAKE_LATE);
  g_cancellable_cancel (plain);
  g_assert_cmpint (cs_brake_poll (plain, -1, -1), ==, CS_WAKE_TOLD);
  g_assert_false (cs_brake_wait (plain, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Each move wakes once, also one that was taken back before anybody looked. */
static void
test_what_wakes_a_poll (void)
{
  g_autoptr(GCancellable) brake = cs_brake_new ();
  int ends[2];

  g_assert_true (g_unix_open_pipe (ends, O_CLOEXEC, NULL));
  g_assert_cmpint (cs_brake_poll (brake, ends[0], 1), ==, CS_WAKE_LATE);
  g_assert_cmpint (write (ends[1], "x", 1), ==, 1);
  g_assert_cmpint (cs_brake_poll (brake, ends[0], -1), ==, CS_WAKE_READY);

  cs_brake_put (CS_BRAKE (brake), TRUE);
  cs_brake_put (CS_BRAKE (brake), FALSE);
  g_assert_cmpint (cs_brake_poll (brake, ends[0], -1), ==, CS_WAKE_TOLD);
  g_assert_cmpint (cs_brake_poll (brake, ends[0], -1), ==, CS_WAKE_READY);

  close (ends[0]);
  close (ends[1]);
}

CS_TESTS (brake)
{
  g_test_add_func ("/base/brake/work-waits-until-it-is-let-off",
                   test_work_waits_until_it_is_let_off);
  g_test_add_func ("/base/brake/a-cancel-ends-the-wait", test_a_cancel_ends_the_wait);
  g_test_add_func ("/base/brake/who-has-none-never-waits", test_who_has_none_never_waits);
  g_test_add_func ("/base/brake/what-wakes-a-poll", test_what_wakes_a_poll);
}
