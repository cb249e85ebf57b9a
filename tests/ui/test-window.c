/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "display.h"

static void
test_every_page_comes_and_goes (void)
{
  static const char *const pages[] = { "today", "calendar", "posts" };
  g_autoptr(Display) display = display_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gpointer page;

      g_assert_true (cs_window_show_page (display->window, pages[i]));
      wait_for_quiet (display);
      page = cs_window_get_page (display->window);
      g_assert_true (gtk_widget_get_mapped (page));
    }

  g_assert_false (cs_window_show_page (display->window, "nowhere"));
}

static void
test_undo_says_what_it_undid (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) made = display_run (display, "post.new", "{'text': <'Hello'>}");

  display_act (display, "win.undo");
  g_assert_nonnull (find_widget (display->window, GTK_TYPE_LABEL, "Undone: Write “Hello”"));
  display_act (display, "win.redo");
}

static void
test_narrow_window_has_room_for_all (void)
{
  g_autoptr(Display) display = display_new ();
  int least;

  wait_for_quiet (display);
  gtk_widget_measure (GTK_WIDGET (display->window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                      NULL, NULL);
  g_assert_cmpint (least, <=, 360 + 20);    /* what the shadow of a window takes */
}

CS_TESTS (window)
{
  g_test_add_func ("/ui/window/every-page-comes-and-goes", test_every_page_comes_and_goes);
  g_test_add_func ("/ui/window/undo-says-what-it-undid", test_undo_says_what_it_undid);
  g_test_add_func ("/ui/window/narrow-window-has-room-for-all",
                   test_narrow_window_has_room_for_all);
}
