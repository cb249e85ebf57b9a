/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-notifier.h"

#include "cs-test.h"
#include "display.h"
#include "standstill.h"

#define TOGETHER_MSEC 100    /* news that come within it are one */

/* There is news while an answer is awaited, and it ends before that comes. */
static void
test_who_was_stopped_asks_no_more (void)
{
  g_autoptr(Display) display = display_new ();
  const char *nobody[] = { "nobody", NULL };
  CsNotifier *notifier;

  wait_for_quiet (display);
  standstill_begin (CS_JOB_SHORT);
  notifier = cs_notifier_new (GTK_APPLICATION (display->application), display->library);
  g_signal_emit_by_name (display->library, "changed", "event", nobody);
  wait_past (2 * TOGETHER_MSEC);
  cs_notifier_stop (notifier);
  standstill_end ();
  wait_for_quiet (display);
  g_assert_finalize_object (notifier);
}

CS_TESTS (notifier)
{
  g_test_add_func ("/ui/notifier/who-was-stopped-asks-no-more", test_who_was_stopped_asks_no_more);
}
