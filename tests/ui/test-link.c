/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-link.h"

#include "cs-test.h"
#include "display.h"

/* Nothing on this desktop opens such an address. */
static void
test_who_has_no_browser_is_told (void)
{
  g_autoptr(Display) display = display_new ();

  cs_link_open (GTK_WIDGET (cs_window_get_page (display->window)), "nothing-opens-this://at-all");
  wait_for (display->window, GTK_TYPE_LABEL, "No browser could be opened");
}

CS_TESTS (link)
{
  g_test_add_func ("/ui/link/who-has-no-browser-is-told", test_who_has_no_browser_is_told);
}
