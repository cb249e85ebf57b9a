/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-deadline.h"
#include "cs-test.h"

/* Blocks until the cancellable fires; FALSE when it did not in ten seconds. */
static gboolean
wait_for (GCancellable *cancellable)
{
  GPollFD fd;
  gboolean fired;

  g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
  fired = g_poll (&fd, 1, 10000) == 1;
  g_cancellable_release_fd (cancellable);

  return fired;
}

static void
test_a_passed_deadline_cancels (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(CsDeadline) deadline = cs_deadline_new (cancellable, 100);

  cs_deadline_next (deadline, 0);
  g_assert_true (wait_for (cancellable));
  g_assert_true (cs_deadline_has_passed (deadline));
}

static void
test_a_step_is_never_longer_than_the_whole (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(CsDeadline) deadline = cs_deadline_new (cancellable, 0);

  cs_deadline_next (deadline, 100);
  g_assert_true (wait_for (cancellable));
}

static void
test_others_are_left_alone (void)
{
  g_autoptr(GCancellable) near = g_cancellable_new ();
  g_autoptr(GCancellable) far = g_cancellable_new ();
  g_autoptr(GCancellable) gone = g_cancellable_new ();
  g_autoptr(CsDeadline) last = cs_deadline_new (far, 100);
  g_autoptr(CsDeadline) first = cs_deadline_new (near, 100);
  CsDeadline *freed = cs_deadline_new (gone, 100);

  cs_deadline_free (freed);
  cs_deadline_next (first, 0);
  g_assert_true (wait_for (near));
  g_assert_false (g_cancellable_is_cancelled (far));
  g_assert_false (g_cancellable_is_cancelled (gone));
  g_assert_false (cs_deadline_has_passed (last));
}

CS_TESTS (deadline)
{
  g_test_add_func ("/base/deadline/a-passed-deadline-cancels", test_a_passed_deadline_cancels);
  g_test_add_func ("/base/deadline/a-step-is-never-longer-than-the-whole",
                   test_a_step_is_never_longer_than_the_whole);
  g_test_add_func ("/base/deadline/others-are-left-alone", test_others_are_left_alone);
}
