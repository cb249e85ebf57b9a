/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-month-view-private.h"

/* The next chip of a cell, or its first after the cell itself; NULL behind the last. */
static GtkWidget *
next_stop (GtkWidget *from,
           gboolean   backwards)
{
  GtkWidget *next;

  if (CS_IS_DAY_CELL (from))
    next = backwards ? NULL : gtk_widget_get_first_child (from);
  else
    next = backwards ? gtk_widget_get_prev_sibling (from) : gtk_widget_get_next_sibling (from);

  while (next != NULL && !(CS_IS_CHIP (next) && gtk_widget_get_visible (next)))
    next = backwards ? gtk_widget_get_prev_sibling (next) : gtk_widget_get_next_sibling (next);

  if (next == NULL && backwards && CS_IS_CHIP (from))
    return gtk_widget_get_parent (from);

  return next;
}

/* By days; "i": 1 and -1 follow the eye, so that they are swapped where lines are. */
static gboolean
on_go (GtkWidget *widget,
       GVariant  *args,
       gpointer   user_data)
{
  CsMonthView *self = CS_MONTH_VIEW (widget);
  CsMonthCursor *cursor = cs_month_view_get_cursor (self);
  int days = g_variant_get_int32 (args);

  if (ABS (days) == 1 && cs_month_view_is_mirrored (self))
    days = -days;
  cs_month_cursor_go_to (cursor, cs_month_cursor_get_day (cursor) + days);

  return GDK_EVENT_STOP;
}

/* Through the posts of a day, then on to the week after or before. */
static gboolean
on_step (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  CsMonthCursor *cursor = cs_month_view_get_cursor (CS_MONTH_VIEW (widget));
  int step = g_variant_get_int32 (args);
  GtkWidget *focus = cs_month_cursor_get_focus (cursor);
  GtkWidget *next = CS_IS_CHIP (focus) ? next_stop (focus, step < 0) : NULL;

  if (next != NULL)
    gtk_widget_grab_focus (next);
  else
    cs_month_cursor_go_to (cursor, cs_month_cursor_get_day (cursor) + 7 * step);

  return GDK_EVENT_STOP;
}

/* To the first or the last day of the week. */
static gboolean
on_week_end (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  CsMonthView *self = CS_MONTH_VIEW (widget);
  CsMonthCursor *cursor = cs_month_view_get_cursor (self);
  gint64 day = cs_month_cursor_get_day (cursor);
  gint64 start = day - (day - cs_month_view_get_first (self)) % 7;

  cs_month_cursor_go_to (cursor, g_variant_get_int32 (args) < 0 ? start : start + 6);

  return GDK_EVENT_STOP;
}

static gboolean
on_leave_chips (GtkWidget *widget,
                GVariant  *args,
                gpointer   user_data)
{
  GtkWidget *focus = cs_month_cursor_get_focus (
    cs_month_view_get_cursor (CS_MONTH_VIEW (widget)));

  if (!CS_IS_CHIP (focus))
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (gtk_widget_get_parent (focus));

  return GDK_EVENT_STOP;
}

/* Opens the post; of a day its only one, else their list; begins one on an empty day. */
static gboolean
on_activate (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  CsMonthView *self = CS_MONTH_VIEW (widget);
  GtkWidget *focus = cs_month_cursor_get_focus (cs_month_view_get_cursor (self));
  guint n = cs_month_view_count (self, cs_month_view_get_day (self));
  const char *action = "calendar.show-day-list";

  if (focus == NULL)
    return GDK_EVENT_PROPAGATE;

  if (CS_IS_CHIP (focus) && cs_chip_get_entry (CS_CHIP (focus)) != NULL)
    action = "calendar.open";
  else if (CS_IS_DAY_CELL (focus) && n < 2)
    action = n == 0 ? "calendar.new-post" : "calendar.open";

  gtk_widget_activate_action (widget, action, NULL);

  return GDK_EVENT_STOP;
}

/* Writing on an empty day begins a post there, with that letter; T is today. */
static gboolean
on_key (CsMonthView           *self,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        GtkEventControllerKey *controller)
{
  gunichar letter = gdk_keyval_to_unicode (key);
  char text[7] = "";

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0
      || !g_unichar_isalnum (letter) || g_unichar_tolower (letter) == 't'
      || !CS_IS_DAY_CELL (cs_month_cursor_get_focus (cs_month_view_get_cursor (self)))
      || cs_month_view_count (self, cs_month_view_get_day (self)) > 0)
    return GDK_EVENT_PROPAGATE;

  text[g_unichar_to_utf8 (letter, text)] = '\0';
  gtk_widget_activate_action (GTK_WIDGET (self), "calendar.begin-post", "s", text);

  return GDK_EVENT_STOP;
}

/* Tab goes through the posts of a day, and out behind the last. */
gboolean
cs_month_view_move_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  CsMonthView *self = CS_MONTH_VIEW (widget);
  GtkWidget *focus = cs_month_cursor_get_focus (cs_month_view_get_cursor (self));
  GtkWidget *next;

  if (focus == NULL)
    {
      CsDayCell *cell = cs_month_view_find_cell (self, cs_month_view_get_day (self));

      if (cell == NULL)
        cell = cs_month_view_find_cell (self, cs_month_view_get_first (self));

      return gtk_widget_grab_focus (GTK_WIDGET (cell));
    }

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return FALSE;

  next = next_stop (focus, direction == GTK_DIR_TAB_BACKWARD);

  return next != NULL && gtk_widget_grab_focus (next);
}

void
cs_month_view_install_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint            key;
    GtkShortcutFunc  func;
    int              arg;
  } keys[] = {
    { GDK_KEY_Left, on_go, -1 }, { GDK_KEY_KP_Left, on_go, -1 },
    { GDK_KEY_Right, on_go, 1 }, { GDK_KEY_KP_Right, on_go, 1 },
    { GDK_KEY_Up, on_step, -1 }, { GDK_KEY_KP_Up, on_step, -1 },
    { GDK_KEY_Down, on_step, 1 }, { GDK_KEY_KP_Down, on_step, 1 },
    { GDK_KEY_Home, on_week_end, -1 }, { GDK_KEY_KP_Home, on_week_end, -1 },
    { GDK_KEY_End, on_week_end, 1 }, { GDK_KEY_KP_End, on_week_end, 1 },
    { GDK_KEY_Return, on_activate, 0 }, { GDK_KEY_KP_Enter, on_activate, 0 },
    { GDK_KEY_ISO_Enter, on_activate, 0 }, { GDK_KEY_space, on_activate, 0 },
    { GDK_KEY_Escape, on_leave_chips, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, 0, keys[i].func, "i", keys[i].arg);
}

void
cs_month_view_add_keys (CsMonthView *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}
