/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-calendar-page.h"
#include "cs-chip.h"
#include "cs-composer-page.h"
#include "cs-day-cell.h"
#include "cs-day.h"
#include "cs-item.h"
#include "cs-month-view.h"
#include "cs-test.h"
#include "display.h"

#include <string.h>

/* A post for the account that is signed in; @at NULL: a draft. Its id. */
static char *
add_post (Display    *display,
          const char *title,
          const char *at)
{
  g_autoptr(GVariant) post = display_run (display, "post.new",
                                          "{'title': <'%s'>, 'text': <'Hello'>,"
                                          " 'accounts': <['alice.test']>}", title);
  g_autoptr(GVariant) record = g_variant_lookup_value (post, "post", G_VARIANT_TYPE_VARDICT);
  g_autofree char *id = g_strdup (cs_view_text (record != NULL ? record : post, "id"));

  g_assert_nonnull (id);
  if (at != NULL)
    {
      g_autoptr(GVariant) planned = display_run (display, "post.schedule",
                                                 "{'id': <'%s'>, 'at': <'%s'>, 'zone': <'UTC'>}",
                                                 id, at);
    }

  return g_steal_pointer (&id);
}

/* “2026-11-26 18:30”, as the workspace has it; “” for none. */
static char *
wall_of (Display    *display,
         const char *id)
{
  g_autoptr(GVariant) rows = display_run (display, "post.rows", NULL);

  for (gsize i = 0; i < g_variant_n_children (rows); i++)
    {
      g_autoptr(GVariant) row = g_variant_get_child_value (rows, i);

      if (strcmp (cs_view_text (row, "post"), id) == 0)
        return cs_view_int (row, "wall", -1) < 0 ? g_strdup ("")
               : cs_slot_format_wall (cs_view_int (row, "wall", -1));
    }

  return NULL;
}

typedef struct
{
  Display    *display;
  const char *id;
  const char *wall;
} Expected;

static gboolean
is_planned (gpointer data)
{
  Expected *expected = data;
  g_autofree char *wall = wall_of (expected->display, expected->id);

  return g_strcmp0 (wall, expected->wall) == 0;
}

/* The workspace has it so, and the window knows. */
static void
assert_wall (Display    *display,
             const char *id,
             const char *wall)
{
  wait_until (is_planned, &(Expected) { display, id, wall });
  wait_for_quiet (display);
}

static gboolean
has_chip (gpointer month)
{
  return find_widget (month, CS_TYPE_CHIP, NULL) != NULL;
}

/* At the day of the posts; with @planned, once one of them is seen. */
static CsMonthView *
show_calendar (Display  *display,
               gboolean  planned)
{
  CsMonthView *month;

  display_act (display, "win.show-day('2026-11-26')");
  g_assert_true (CS_IS_CALENDAR_PAGE (cs_window_get_page (display->window)));
  month = find_widget (display->window, CS_TYPE_MONTH_VIEW, NULL);
  if (planned)
    wait_until (has_chip, month);

  return month;
}

static gboolean
has_entry (gpointer month)
{
  return cs_month_view_get_entry (month) != NULL;
}

/* The post of the day has the focus. */
static void
grab (CsMonthView *month)
{
  cs_month_view_grab (month);
  wait_until (has_entry, month);
}

/* A calendar with one post on Thursday at 18:30, which has the focus; its id. */
static char *
plan_one (Display      *display,
          CsMonthView **month)
{
  char *id;

  g_free (display_sign_in (display));
  id = add_post (display, "Glazing", "2026-11-26 18:30");
  *month = show_calendar (display, TRUE);
  grab (*month);

  return id;
}

static void
act (Display    *display,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (cs_window_get_page (display->window)),
                                             action, NULL));
  wait_for_quiet (display);
}

static gboolean
is_said (gpointer data)
{
  Expected *expected = data;

  return find_widget (expected->display->window, GTK_TYPE_LABEL, expected->wall) != NULL;
}

static void
assert_says (Display    *display,
             const char *words)
{
  wait_until (is_said, &(Expected) { display, NULL, words });
}

static CsDayCell *
find_cell (GtkWidget *from,
           gint64     day)
{
  if (CS_IS_DAY_CELL (from))
    return cs_day_cell_get_day (CS_DAY_CELL (from)) == day ? CS_DAY_CELL (from) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (from); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      CsDayCell *cell = find_cell (child, day);

      if (cell != NULL)
        return cell;
    }

  return NULL;
}

static void
test_the_grid_is_read_aloud (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month;
  GtkAccessible *cell;
  gpointer chip;

  g_free (display_sign_in (display));
  g_free (add_post (display, "Glazing", "2026-11-26 18:30"));
  month = show_calendar (display, TRUE);
  cell = GTK_ACCESSIBLE (find_cell (GTK_WIDGET (month), cs_day_of (2026, 11, 26)));
  chip = find_widget (month, CS_TYPE_CHIP, NULL);

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (month), GTK_ACCESSIBLE_ROLE_GRID);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (month), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "November 2026");
  gtk_test_accessible_assert_role (cell, GTK_ACCESSIBLE_ROLE_GRID_CELL);
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Thursday 26 November, 1 post");
  gtk_test_accessible_assert_state (cell, GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (cell))),
                                   GTK_ACCESSIBLE_ROLE_ROW);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "18:30, Glazing, Bluesky, Scheduled");
  cell = GTK_ACCESSIBLE (find_cell (GTK_WIDGET (month), cs_day_of (2026, 11, 27)));
  gtk_test_accessible_assert_property (cell, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Friday 27 November, no posts");
}

/* Tab goes to a day, through its posts, and out again. */
static void
test_the_grid_is_one_stop (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month;
  GtkWidget *widget;

  g_free (display_sign_in (display));
  g_free (add_post (display, "Glazing", "2026-11-26 18:30"));
  month = show_calendar (display, TRUE);
  widget = GTK_WIDGET (month);
  gtk_window_set_focus (GTK_WINDOW (display->window), NULL);

  g_assert_true (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD));
  g_assert_true (CS_IS_DAY_CELL (gtk_window_get_focus (GTK_WINDOW (display->window))));
  g_assert_true (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD));
  g_assert_true (CS_IS_CHIP (gtk_window_get_focus (GTK_WINDOW (display->window))));
  g_assert_cmpstr (cs_month_view_get_entry (month)->title, ==, "Glazing");
  g_assert_false (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (widget, GTK_DIR_TAB_BACKWARD));
  g_assert_true (CS_IS_DAY_CELL (gtk_window_get_focus (GTK_WINDOW (display->window))));
  g_assert_false (gtk_widget_child_focus (widget, GTK_DIR_TAB_BACKWARD));
}

static void
test_a_post_is_moved_and_put_back (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month;
  g_autofree char *id = plan_one (display, &month);

  act (display, "calendar.move-next-day");
  assert_wall (display, id, "2026-11-27 18:30");
  assert_says (display, "Moved to Fri 27 Nov 18:30");
  g_assert_cmpint (cs_month_view_get_day (month), ==, cs_day_of (2026, 11, 27));
  act (display, "calendar.move-earlier");
  assert_wall (display, id, "2026-11-27 18:15");
  act (display, "calendar.move-next-week");
  assert_wall (display, id, "2026-12-04 18:15");
  display_act (display, "win.undo");
  assert_wall (display, id, "2026-11-27 18:15");
  assert_says (display, "Undone: Move “Glazing”");
  act (display, "calendar.unschedule");
  assert_wall (display, id, "");
}

/* It was planned before the network would refuse it: it may wait, and says what it waits for. */
static void
test_a_post_that_would_be_refused_can_wait (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month;
  g_autofree char *id = plan_one (display, &month);
  g_autofree char *long_text = g_strnfill (312, 'x');
  g_autoptr(GVariant) edited = display_run (display, "post.edit", "{'id': <'%s'>, 'text': <'%s'>}",
                                            id, long_text);

  wait_for_quiet (display);
  act (display, "calendar.move-next-day");
  assert_wall (display, id, "2026-11-27 18:30");
  assert_says (display, "Moved to Fri 27 Nov 18:30: Bluesky would refuse it");
}

/* Keys come faster than the workspace answers: each counts, and in their order. */
static void
test_keys_are_not_lost (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month;
  g_autofree char *id = plan_one (display, &month);
  GtkWidget *page = GTK_WIDGET (cs_window_get_page (display->window));

  for (guint i = 0; i < 4; i++)
    {
      gtk_widget_activate_action (page, "calendar.move-next-day", NULL);
      gtk_widget_activate_action (page, "calendar.move-later", NULL);
    }
  wait_for_quiet (display);
  assert_wall (display, id, "2026-11-30 19:30");
}

/* Between the drag's begin and its end; an id says nothing to anybody. */
static void
test_a_drop_of_what_was_deleted_says_so (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month;
  g_autofree char *id = plan_one (display, &month);
  g_autoptr(CsEntry) entry = cs_entry_ref (cs_month_view_get_entry (month));

  g_variant_unref (display_run (display, "post.delete", "{'id': <'%s'>}", id));
  g_signal_emit_by_name (month, "dropped", entry, cs_day_of (2026, 12, 1));
  wait_for_quiet (display);
  assert_says (display, "That post was deleted meanwhile");
}

static void
test_a_drop_moves_or_says_why_not (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month;
  g_autofree char *id = plan_one (display, &month);
  g_autoptr(CsEntry) entry = cs_entry_ref (cs_month_view_get_entry (month));

  g_signal_emit_by_name (month, "dropped", entry, cs_day_of (2026, 12, 1));
  wait_for_quiet (display);
  assert_wall (display, id, "2026-12-01 18:30");

  g_clear_pointer (&entry, cs_entry_unref);
  entry = cs_entry_ref (cs_month_view_get_entry (month));
  g_signal_emit_by_name (month, "dropped", entry, cs_day_of (2026, 11, 21));
  wait_for_quiet (display);
  assert_wall (display, id, "2026-12-01 18:30");
  assert_says (display, "That time has passed: choose a later day");
}

static gboolean
has_drafts (gpointer model)
{
  return g_list_model_get_n_items (model) > 0;
}

static gboolean
has_no_drafts (gpointer model)
{
  return !has_drafts (model);
}

/* Who opens the drawer by a key goes on in it. */
static gboolean
is_in_list (gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (((Display *) data)->window));

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW) != NULL;
}

static void
test_a_draft_gets_a_day (void)
{
  g_autoptr(Display) display = display_new ();
  g_autofree char *id = NULL;
  GtkSelectionModel *model;

  g_free (display_sign_in (display));
  id = add_post (display, "Glazing", NULL);
  show_calendar (display, FALSE);
  act (display, "calendar.toggle-drafts");
  model = gtk_list_view_get_model (find_widget (display->window, GTK_TYPE_LIST_VIEW,
                                                NULL));
  wait_until (has_drafts, model);
  wait_until (is_in_list, display);
  gtk_selection_model_select_item (model, 0, TRUE);
  act (display, "calendar.schedule-draft");
  assert_wall (display, id, "2026-11-26 18:30");
  wait_until (has_no_drafts, model);
}

static void
test_months_are_turned (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month = show_calendar (display, FALSE);

  act (display, "calendar.go-next");
  assert_says (display, "December 2026");
  g_assert_cmpint (cs_month_view_get_day (month), ==, cs_day_of (2026, 12, 26));
  act (display, "calendar.go-previous");
  act (display, "calendar.go-previous");
  assert_says (display, "October 2026");
  act (display, "calendar.go-today");
  g_assert_cmpint (cs_month_view_get_day (month), ==, cs_day_of (2026, 11, 22));
}

static void
type_letter (GtkWidget *widget,
             guint      letter)
{
  g_autoptr(GListModel) all = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (all) && !taken; i++)
    {
      g_autoptr(GtkEventController) one = g_list_model_get_item (all, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (one))
        g_signal_emit_by_name (one, "key-pressed", letter, 0u, (GdkModifierType) 0, &taken);
    }

  g_assert_true (taken);
}

/* With the letter that was typed, at the usual time of that day. */
static void
test_typing_begins_a_post (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month = show_calendar (display, FALSE);
  g_autoptr(GVariant) posts = NULL;
  g_autoptr(GVariant) post = NULL;

  cs_month_view_grab (month);
  type_letter (GTK_WIDGET (month), GDK_KEY_K);
  wait_for_quiet (display);
  g_assert_true (CS_IS_COMPOSER_PAGE (cs_window_get_page (display->window)));
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (display->window))));
  assert_says (display, "Thu 26 Nov 18:30");
  gtk_text_buffer_insert_at_cursor (
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (display->window)))),
    "iln", -1);
  display_act (display, "win.show-page('posts')");
  wait_for_quiet (display);
  posts = display_run (display, "post.list", NULL);
  g_assert_cmpuint (g_variant_n_children (posts), ==, 1);
  post = g_variant_get_child_value (posts, 0);
  g_assert_cmpstr (cs_view_text (post, "text"), ==, "Kiln");
}

/* Both ways to look at a month show the same, and act on the same post. */
static void
test_the_agenda_acts_on_its_selection (void)
{
  g_autoptr(Display) display = display_new ();
  CsMonthView *month;
  g_autofree char *id = plan_one (display, &month);

  act (display, "calendar.show-agenda");
  assert_says (display, "Thursday 26 November");
  act (display, "calendar.move-next-day");
  assert_wall (display, id, "2026-11-27 18:30");
  assert_says (display, "Friday 27 November");
  g_assert_null (find_widget (display->window, GTK_TYPE_LABEL, "Thursday 26 November"));
  act (display, "calendar.go-next");
  assert_says (display, "Nothing Planned This Month");
}

CS_TESTS (calendar)
{
  g_test_add_func ("/ui/calendar/the-grid-is-read-aloud", test_the_grid_is_read_aloud);
  g_test_add_func ("/ui/calendar/the-grid-is-one-stop", test_the_grid_is_one_stop);
  g_test_add_func ("/ui/calendar/a-post-is-moved-and-put-back", test_a_post_is_moved_and_put_back);
  g_test_add_func ("/ui/calendar/a-post-that-would-be-refused-can-wait",
                   test_a_post_that_would_be_refused_can_wait);
  g_test_add_func ("/ui/calendar/keys-are-not-lost", test_keys_are_not_lost);
  g_test_add_func ("/ui/calendar/a-drop-moves-or-says-why-not", test_a_drop_moves_or_says_why_not);
  g_test_add_func ("/ui/calendar/a-drop-of-what-was-deleted-says-so",
                   test_a_drop_of_what_was_deleted_says_so);
  g_test_add_func ("/ui/calendar/a-draft-gets-a-day", test_a_draft_gets_a_day);
  g_test_add_func ("/ui/calendar/months-are-turned", test_months_are_turned);
  g_test_add_func ("/ui/calendar/typing-begins-a-post", test_typing_begins_a_post);
  g_test_add_func ("/ui/calendar/the-agenda-acts-on-its-selection",
                   test_the_agenda_acts_on_its_selection);
}
