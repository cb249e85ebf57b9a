/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-day-cell.h"
#include "cs-test.h"
#include "display.h"

#include <string.h>

#define BORDER 40    /* px that a window draws around itself where nothing composes */

typedef struct
{
  Display *display;
  int      width;
} Width;

/* One that is busy is asked again. */
static gboolean
has_width (gpointer data)
{
  Width *wanted = data;
  int width = gtk_widget_get_width (GTK_WIDGET (wanted->display->window));

  if (ABS (width - wanted->width) < BORDER)
    return TRUE;

  gtk_window_set_default_size (GTK_WINDOW (wanted->display->window), wanted->width, 700);

  return FALSE;
}

static void
make_wide (Display *display,
           int      width)
{
  Width wanted = { display, width };

  wait_until (has_width, &wanted);
  wait_for_quiet (display);
}

static GtkWidget *
focus_of (Display *display)
{
  return gtk_window_get_focus (GTK_WINDOW (display->window));
}

/* Where a page folds at a width, it goes from the screen for a frame. */
static void
test_stays_when_the_window_folds (void)
{
  static const char *const ways[] = {
    "win.show-page('calendar')", "win.show-page('posts')", "win.show-page('media')",
    "win.new-post-now",
  };
  g_autoptr(Display) display = display_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      GtkWidget *focus;

      make_wide (display, 1200);
      display_act (display, ways[i]);
      focus = focus_of (display);
      make_wide (display, 800);
      g_assert_true (focus_of (display) == focus);
      make_wide (display, 500);
      g_assert_true (focus_of (display) == focus);
      make_wide (display, 1200);
      g_assert_true (focus_of (display) == focus);
    }
}

static gboolean
is_in_drawer (gpointer data)
{
  GtkWidget *focus = focus_of (data);

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW) != NULL;
}

/* With the drawer the month has room for less, so that it folds. */
static void
test_goes_into_the_drawer_and_back (void)
{
  g_autoptr(Display) display = display_new ();
  g_autoptr(GVariant) made = display_run (display, "post.new", "{'text': <'Hello'>}");
  GtkWidget *day;

  make_wide (display, 1100);
  display_act (display, "win.show-page('calendar')");
  day = focus_of (display);
  g_assert_true (CS_IS_DAY_CELL (day));

  for (guint i = 0; i < 2; i++)
    {
      press_key (focus_of (display), "F9");
      wait_for_quiet (display);
      wait_until (is_in_drawer, display);
      press_key (focus_of (display), "F9");
      wait_for_quiet (display);
      g_assert_true (focus_of (display) == day);
    }
}

static const char *
marked (GtkListBox *list)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);

  return row != NULL ? gtk_widget_get_name (GTK_WIDGET (row)) : NULL;
}

static gboolean
has_row (gpointer list)
{
  return gtk_list_box_get_row_at_index (list, 0) != NULL;
}

/* The keys go past what is not shown; what is shown stays marked. */
static void
test_marks_nothing_in_the_sidebar (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *account = display_sign_in (display);
  g_autofree char *show = g_strdup_printf ("win.show-account('%s')", account);
  GtkListBox *pages = NULL;
  GtkListBox *accounts = NULL;
  gboolean moved = FALSE;

  display_act (display, "win.show-page('today')");
  pages = find_widget (display->window, GTK_TYPE_LIST_BOX, NULL);
  accounts = GTK_LIST_BOX (gtk_widget_get_next_sibling (
    gtk_widget_get_next_sibling (GTK_WIDGET (pages))));
  wait_until (has_row, accounts);

  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (pages)));
  g_signal_emit_by_name (pages, "move-cursor", GTK_MOVEMENT_DISPLAY_LINES, 1, FALSE, FALSE, &moved);
  g_assert_cmpstr (gtk_widget_get_name (focus_of (display)), ==, "calendar");
  g_assert_cmpstr (marked (pages), ==, "today");

  gtk_widget_child_focus (GTK_WIDGET (accounts), GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (gtk_widget_get_name (focus_of (display)), ==, account);
  g_assert_null (marked (accounts));
  g_assert_cmpstr (marked (pages), ==, "today");

  display_act (display, show);
  g_assert_cmpstr (marked (accounts), ==, account);
  g_assert_null (marked (pages));
}

CS_TESTS (focus)
{
  g_test_add_func ("/ui/focus/stays-when-the-window-folds", test_stays_when_the_window_folds);
  g_test_add_func ("/ui/focus/goes-into-the-drawer-and-back", test_goes_into_the_drawer_and_back);
  g_test_add_func ("/ui/focus/marks-nothing-in-the-sidebar", test_marks_nothing_in_the_sidebar);
}
