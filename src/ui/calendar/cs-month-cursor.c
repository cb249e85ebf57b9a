/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-month-cursor.h"

#include "cs-day.h"
#include "cs-month-view-private.h"

struct _CsMonthCursor
{
  GObject      parent_instance;

  CsMonthView *view;         /* borrowed: it owns this */
  GtkRoot     *root;         /* borrowed: whose focus is watched; NULL */
  gint64       day;
  char        *id;           /* of the post; NULL: none */

  gboolean     grab;         /* the focus is to go to it once the chips are there */
  gboolean     held;         /* the chips change: where the focus goes says nothing */
  gboolean     had_focus;    /* when that began */
};

G_DEFINE_FINAL_TYPE (CsMonthCursor, cs_month_cursor, G_TYPE_OBJECT)

static gboolean
has_focus_within (CsMonthCursor *self)
{
  return gtk_widget_get_focus_child (GTK_WIDGET (self->view)) != NULL;
}

/* What in the view has the focus of the window; NULL. */
GtkWidget *
cs_month_cursor_get_focus (CsMonthCursor *self)
{
  GtkWidget *focus = self->root != NULL ? gtk_root_get_focus (self->root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) ? focus : NULL;
}

/* The chip of what is selected, or the cell of its day. */
void
cs_month_cursor_grab (CsMonthCursor *self)
{
  CsDayCell *cell = cs_month_view_find_cell (self->view, self->day);
  GtkWidget *chip = cell != NULL ? cs_day_cell_find_chip (cell, self->id) : NULL;

  self->grab = FALSE;
  if (cell != NULL)
    gtk_widget_grab_focus (chip != NULL ? chip : GTK_WIDGET (cell));
}

/* When the chips are there. */
void
cs_month_cursor_grab_later (CsMonthCursor *self)
{
  self->grab = TRUE;
}

/* A chip that has got another post does not take the focus with it. */
static void
settle_focus (CsMonthCursor *self)
{
  GtkWidget *focus = cs_month_cursor_get_focus (self);
  CsEntry *entry;

  if (!self->had_focus && !self->grab)
    return;

  if (CS_IS_DAY_CELL (focus) && !self->grab)
    return;

  entry = CS_IS_CHIP (focus) ? cs_chip_get_entry (CS_CHIP (focus)) : NULL;
  if (entry == NULL || g_strcmp0 (entry->id, self->id) != 0)
    cs_month_cursor_grab (self);
}

/* GTK moves the focus of what is hidden on to anywhere: it waits in the cell meanwhile. */
static void
leave_changing_chip (CsMonthCursor *self)
{
  GtkWidget *focus = cs_month_cursor_get_focus (self);
  GtkWidget *cell = CS_IS_CHIP (focus) ? gtk_widget_get_parent (focus) : NULL;

  if (cell == NULL || cs_day_cell_is_filled (CS_DAY_CELL (cell)))
    return;

  self->grab = TRUE;
  gtk_widget_grab_focus (cell);
}

/* Some chips are about to change. */
void
cs_month_cursor_hold (CsMonthCursor *self)
{
  self->had_focus = has_focus_within (self);
  self->held = TRUE;
  leave_changing_chip (self);
}

/* They have changed; @filled: and none is left that will. */
void
cs_month_cursor_release (CsMonthCursor *self,
                         gboolean       filled)
{
  self->held = FALSE;
  if (filled)
    settle_focus (self);
}

/* Shows which of the days it is on. */
void
cs_month_cursor_mark (CsMonthCursor *self)
{
  gint64 first = cs_month_view_get_first (self->view);

  for (gint64 day = first; day < first + CS_MONTH_CELLS; day++)
    gtk_accessible_update_state (GTK_ACCESSIBLE (cs_month_view_find_cell (self->view, day)),
                                 GTK_ACCESSIBLE_STATE_SELECTED, day == self->day, -1);
}

static void
move_to (CsMonthCursor *self,
         gint64         day,
         const char    *id)
{
  gboolean other_day = self->day != day;

  self->day = day;
  if (!g_set_str (&self->id, id) && !other_day)
    return;

  if (other_day)
    cs_month_cursor_mark (self);
  g_signal_emit_by_name (self->view, "selected");
}

static void
on_focus_widget (CsMonthCursor *self)
{
  GtkWidget *focus = cs_month_cursor_get_focus (self);

  if (self->held || focus == NULL)
    return;

  if (CS_IS_CHIP (focus))
    {
      CsEntry *entry = cs_chip_get_entry (CS_CHIP (focus));
      CsDayCell *cell = CS_DAY_CELL (gtk_widget_get_parent (focus));

      move_to (self, cs_day_cell_get_day (cell), entry != NULL ? entry->id : NULL);
    }
  else if (CS_IS_DAY_CELL (focus))
    {
      gint64 day = cs_day_cell_get_day (CS_DAY_CELL (focus));

      move_to (self, day, cs_month_view_first_id (self->view, day));
    }
}

static void
cs_month_cursor_finalize (GObject *object)
{
  g_free (CS_MONTH_CURSOR (object)->id);

  G_OBJECT_CLASS (cs_month_cursor_parent_class)->finalize (object);
}

static void
cs_month_cursor_class_init (CsMonthCursorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_month_cursor_finalize;
}

static void
cs_month_cursor_init (CsMonthCursor *self)
{
  self->day = -1;
}

CsMonthCursor *
cs_month_cursor_new (CsMonthView *view)
{
  CsMonthCursor *self = g_object_new (CS_TYPE_MONTH_CURSOR, NULL);

  self->view = view;

  return self;
}

/* The window that the view is in now; NULL: none. */
void
cs_month_cursor_set_root (CsMonthCursor *self,
                          GtkRoot       *root)
{
  if (self->root != NULL)
    g_signal_handlers_disconnect_by_func (self->root, on_focus_widget, self);

  self->root = root;
  if (root != NULL)
    g_signal_connect_object (root, "notify::focus-widget", G_CALLBACK (on_focus_widget), self,
                             G_CONNECT_SWAPPED);
}

gint64
cs_month_cursor_get_day (CsMonthCursor *self)
{
  return self->day;
}

const char *
cs_month_cursor_get_id (CsMonthCursor *self)
{
  return self->id;
}

/* Of the month that the view is to show; the focus goes along when it is in there. */
void
cs_month_cursor_set_day (CsMonthCursor *self,
                         gint64         day)
{
  self->day = day;
  self->grab |= has_focus_within (self);
}

/* To a day, with the focus; another month is shown where it is needed. */
void
cs_month_cursor_go_to (CsMonthCursor *self,
                       gint64         day)
{
  CsDayCell *cell = cs_month_view_find_cell (self->view, day);

  if (cell != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (cell));
      return;
    }

  g_clear_pointer (&self->id, g_free);
  self->grab = TRUE;
  cs_month_view_set_day (self->view, day);
  g_signal_emit_by_name (self->view, "selected");
}

/* To a post, and its day; the focus goes along when it is in there. */
void
cs_month_cursor_select (CsMonthCursor *self,
                        CsEntry       *entry)
{
  self->grab = has_focus_within (self);
  if (cs_month_view_find_cell (self->view, entry->day) == NULL)
    cs_month_view_set_day (self->view, entry->day);
  move_to (self, entry->day, entry->id);
}

/* Its post may be on another day now: moved elsewhere, or put back. */
void
cs_month_cursor_follow (CsMonthCursor *self)
{
  CsEntry *entry = cs_month_view_get_entry (self->view);

  if (entry == NULL || entry->day == self->day
      || cs_month_view_find_cell (self->view, entry->day) == NULL)
    return;

  cs_month_cursor_set_day (self, entry->day);
  cs_month_cursor_mark (self);
}
