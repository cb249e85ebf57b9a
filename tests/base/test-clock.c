/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clock.h"
#include "cs-error.h"
#include "cs-test.h"

static gpointer
advance_in_thread (gpointer data)
{
  cs_clock_advance (data, 10 * G_USEC_PER_SEC);

  return NULL;
}

static void
test_virtual_stands (void)
{
  g_autoptr(CsClock) clock = cs_clock_new_virtual (5 * G_USEC_PER_SEC);

  g_assert_cmpint (cs_clock_now (clock), ==, 5);
  cs_clock_advance (clock, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (cs_clock_now (clock), ==, 7);
  g_assert_cmpint (cs_clock_boot_usec (clock), ==, 2 * G_USEC_PER_SEC);
}

static void
test_step_moves_wall_time_alone (void)
{
  g_autoptr(CsClock) clock = cs_clock_new_virtual (100 * G_USEC_PER_SEC);

  cs_clock_step (clock, -50 * G_USEC_PER_SEC);
  g_assert_cmpint (cs_clock_now (clock), ==, 50);
  g_assert_cmpint (cs_clock_boot_usec (clock), ==, 0);
}

static void
test_wait_ends_when_time_comes (void)
{
  g_autoptr(CsClock) clock = cs_clock_new_virtual (0);
  GThread *thread = g_thread_new ("mover", advance_in_thread, clock);

  g_assert_true (cs_clock_wait_until (clock, 10 * G_USEC_PER_SEC, NULL));
  g_thread_join (thread);
}

static void
test_wait_ends_when_cancelled (void)
{
  g_autoptr(CsClock) virtual = cs_clock_new_virtual (0);
  g_autoptr(CsClock) system = cs_clock_new_system ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_false (cs_clock_wait_until (virtual, G_MAXINT64, cancellable));
  g_assert_false (cs_clock_wait_until (system, cs_clock_now_usec (system) + G_TIME_SPAN_DAY,
                                       cancellable));
}

static void
test_system_waits_in_the_past_not_at_all (void)
{
  g_autoptr(CsClock) clock = cs_clock_new_system ();

  g_assert_true (cs_clock_wait_until (clock, cs_clock_now_usec (clock) - 1, NULL));
}

static void
test_file_is_shared (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "clock", NULL);
  g_autoptr(CsClock) mover = NULL;
  g_autoptr(CsClock) other = NULL;

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  cs_clock_create_file (path, 1000 * G_USEC_PER_SEC, &error);
  g_assert_no_error (error);

  mover = cs_clock_new_mapped (path, &error);
  g_assert_no_error (error);
  other = cs_clock_new_mapped (path, &error);
  g_assert_no_error (error);

  cs_clock_advance (mover, G_USEC_PER_SEC);
  g_assert_cmpint (cs_clock_now (other), ==, 1001);
}

static void
test_foreign_file_is_refused (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "no-clock", NULL);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_file_set_contents (path, "not a clock, and 24 long", 24, NULL);
  g_assert_null (cs_clock_new_mapped (path, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

CS_TESTS (clock)
{
  g_test_add_func ("/base/clock/virtual-stands", test_virtual_stands);
  g_test_add_func ("/base/clock/step-moves-wall-time-alone", test_step_moves_wall_time_alone);
  g_test_add_func ("/base/clock/wait-ends-when-time-comes", test_wait_ends_when_time_comes);
  g_test_add_func ("/base/clock/wait-ends-when-cancelled", test_wait_ends_when_cancelled);
  g_test_add_func ("/base/clock/past-is-not-waited-for", test_system_waits_in_the_past_not_at_all);
  g_test_add_func ("/base/clock/file-is-shared", test_file_is_shared);
  g_test_add_func ("/base/clock/foreign-file-is-refused", test_foreign_file_is_refused);
}
