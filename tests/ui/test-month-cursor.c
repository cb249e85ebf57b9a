/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-month-cursor.h"

#include "cs-chip.h"
#include "cs-day-cell.h"
#include "cs-day.h"
#include "cs-test.h"
#include "display.h"

/* Thursday, 26 November 2026 */
#define DAY (cs_day_of (2026, 11, 26))

typedef struct
{
  GtkWidget   *window;
  CsMonthView *month;
  guint        n_selected;
} Fixture;

static void
on_selected (Fixture *self)
{
  self->n_selected++;
}

static GtkWidget *
get_focus (Fixture *self)
{
  return gtk_window_get_focus (GTK_WINDOW (self->window));
}

/* Of what has the focus; NULL: it is no post. */
static const char *
focused_title (Fixture *self)
{
  GtkWidget *focus = get_focus (self);
  CsEntry *entry = CS_IS_CHIP (focus) ? cs_chip_get_entry (CS_CHIP (focus)) : NULL;

  return entry != NULL ? entry->title : NULL;
}

static CsEntry *
new_entry (const char *title,
           gint64      day,
           int         hour)
{
  g_auto(CsReading) reading = { g_time_zone_new_utc (), FALSE, 0 };
  g_autofree char *text = g_strdup_printf (
    "{'id': <'%s'>, 'post': <'%s'>, 'title': <'%s'>, 'state': <'scheduled'>,"
    " 'due': <int64 %" G_GINT64_FORMAT ">}",
    title, title, title, day * 86400 + hour * 3600);
  g_autoptr(GVariant) row = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);

  g_assert_nonnull (row);

  return cs_entry_new (row, &reading);
}

/* “Glazing” and “Firing”, each on a day and at an hour. */
static void
plan (Fixture *self,
      gint64   glazing_day,
      int      glazing_hour,
      gint64   firing_day,
      int      firing_hour)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_entry_unref);
  g_autoptr(CsEntries) entries = NULL;

  g_ptr_array_add (all, new_entry ("Glazing", glazing_day, glazing_hour));
  g_ptr_array_add (all, new_entry ("Firing", firing_day, firing_hour));
  entries = cs_entries_new (cs_month_view_get_first (self->month), CS_MONTH_CELLS, all);
  cs_month_view_set_entries (self->month, entries);
}

static gboolean
is_on_glazing (gpointer self)
{
  return g_strcmp0 (focused_title (self), "Glazing") == 0;
}

/* And that on its day, also where it was moved. */
static gboolean
is_on_glazing_of_its_day (gpointer data)
{
  Fixture *self = data;
  GtkWidget *focus = get_focus (self);

  return is_on_glazing (self)
      && cs_day_cell_get_day (CS_DAY_CELL (gtk_widget_get_parent (focus)))
         == cs_month_view_get_entry (self->month)->day;
}

static gboolean
is_firing_first (gpointer month)
{
  GtkWidget *chip = find_widget (month, CS_TYPE_CHIP, NULL);

  return g_strcmp0 (cs_chip_get_entry (CS_CHIP (chip))->title, "Firing") == 0;
}

static gboolean
is_on_day (gpointer data)
{
  Fixture *self = data;
  GtkWidget *focus = get_focus (self);

  return CS_IS_DAY_CELL (focus)
      && cs_day_cell_get_day (CS_DAY_CELL (focus)) == cs_month_view_get_day (self->month);
}

static gboolean
has_two_chips (gpointer month)
{
  GtkWidget *chip = find_widget (month, CS_TYPE_CHIP, NULL);
  GtkWidget *next = chip != NULL ? gtk_widget_get_next_sibling (chip) : NULL;

  return next != NULL && gtk_widget_get_visible (next);
}

/* Both on Thursday, “Glazing” first, which has the focus. */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->month = g_object_new (CS_TYPE_MONTH_VIEW, NULL);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1000, 900);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->month));
  cs_month_view_set_day (self->month, DAY);
  plan (self, DAY, 10, DAY, 18);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (has_two_chips, self->month);
  cs_month_view_select (self->month, "Glazing");
  cs_month_view_grab (self->month);
  wait_until (is_on_glazing, self);
  g_signal_connect_swapped (self->month, "selected", G_CALLBACK (on_selected), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (self->month), (gpointer *) &self->month);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_null (self->month);
}

/* A day stands for its first post. */
static void
test_what_has_the_focus_is_selected (Fixture       *self,
                                     gconstpointer  data)
{
  gtk_widget_grab_focus (gtk_widget_get_next_sibling (get_focus (self)));
  g_assert_cmpstr (cs_month_view_get_entry (self->month)->title, ==, "Firing");
  g_assert_cmpuint (self->n_selected, ==, 1);
  gtk_widget_grab_focus (gtk_widget_get_parent (get_focus (self)));
  g_assert_cmpstr (cs_month_view_get_entry (self->month)->title, ==, "Glazing");
  press_key (get_focus (self), "Right");
  g_assert_cmpint (cs_month_view_get_day (self->month), ==, DAY + 1);
  g_assert_null (cs_month_view_get_entry (self->month));
}

static void
test_the_focus_follows_its_post (Fixture       *self,
                                 gconstpointer  data)
{
  plan (self, DAY + 3, 10, DAY, 18);
  g_assert_cmpint (cs_month_view_get_day (self->month), ==, DAY + 3);
  wait_until (is_on_glazing_of_its_day, self);
}

/* The chips stay and their posts change places. */
static void
test_another_post_in_its_chip_gets_no_focus (Fixture       *self,
                                             gconstpointer  data)
{
  plan (self, DAY, 18, DAY, 10);
  wait_until (is_firing_first, self->month);
  g_assert_true (is_on_glazing (self));
  g_assert_cmpstr (cs_month_view_get_entry (self->month)->title, ==, "Glazing");
}

static void
test_a_post_that_goes_leaves_its_day (Fixture       *self,
                                      gconstpointer  data)
{
  g_autoptr(CsEntries) none = cs_entries_new (
    cs_month_view_get_first (self->month), CS_MONTH_CELLS,
    g_ptr_array_new_with_free_func ((GDestroyNotify) cs_entry_unref));

  cs_month_view_set_entries (self->month, none);
  wait_until (is_on_day, self);
  g_assert_cmpint (cs_month_view_get_day (self->month), ==, DAY);
  g_assert_null (cs_month_view_get_entry (self->month));
}

/* By a key out of the six weeks: the focus is in the other month, at that day. */
static void
test_the_focus_goes_to_another_month (Fixture       *self,
                                      gconstpointer  data)
{
  gint64 last = cs_month_view_get_first (self->month) + CS_MONTH_CELLS - 1;

  press_key (get_focus (self), "Escape");
  while (cs_month_view_get_day (self->month) <= last)
    {
      wait_until (is_on_day, self);
      press_key (get_focus (self), "Down");
    }

  wait_until (is_on_day, self);
  g_assert_cmpint (cs_month_view_get_first (self->month), >, DAY);
}

static void
add (const char *path,
     void      (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

CS_TESTS (month_cursor)
{
  add ("/ui/month-cursor/what-has-the-focus-is-selected", test_what_has_the_focus_is_selected);
  add ("/ui/month-cursor/the-focus-follows-its-post", test_the_focus_follows_its_post);
  add ("/ui/month-cursor/another-post-in-its-chip-gets-no-focus",
       test_another_post_in_its_chip_gets_no_focus);
  add ("/ui/month-cursor/a-post-that-goes-leaves-its-day", test_a_post_that_goes_leaves_its_day);
  add ("/ui/month-cursor/the-focus-goes-to-another-month", test_the_focus_goes_to_another_month);
}
