/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-month-view-private.h"

#include "cs-day.h"
#include "cs-month-drag.h"
#include "cs-settings.h"

#include <glib/gi18n.h>

#define CHIPS_A_FRAME 24    /* no frame waits for more than so many new texts */
#define NARROW 560

struct _CsMonthView
{
  GtkWidget      parent_instance;

  gint64         first;          /* of the cells */
  gint64         month;          /* its first day */
  gint64         today;
  CsEntries     *entries;
  guint          fill;           /* tick callback */
  CsChipHeights  heights;        /* line 0: to be measured */

  GtkWidget     *header;
  GtkWidget     *rows[CS_MONTH_WEEKS];
  CsDayCell     *cells[CS_MONTH_CELLS];

  CsMonthCursor *cursor;
  CsMonthDrag   *drag;
};

G_DEFINE_FINAL_TYPE (CsMonthView, cs_month_view, GTK_TYPE_WIDGET)

enum
{
  SELECTED,
  DROPPED,
  REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

CsMonthCursor *
cs_month_view_get_cursor (CsMonthView *self)
{
  return self->cursor;
}

/* NULL: that day is not shown. */
CsDayCell *
cs_month_view_find_cell (CsMonthView *self,
                         gint64       day)
{
  return day >= self->first && day < self->first + CS_MONTH_CELLS
         ? self->cells[day - self->first] : NULL;
}

static gboolean
on_fill (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  CsMonthView *self = CS_MONTH_VIEW (widget);
  guint touched = 0;
  guint i;

  if (self->heights.line == 0)
    self->heights = cs_chip_heights_in (widget);

  cs_month_cursor_hold (self->cursor);
  for (i = 0; i < CS_MONTH_CELLS && touched < CHIPS_A_FRAME; i++)
    if (!cs_day_cell_is_filled (self->cells[i]))
      touched += cs_day_cell_fill (self->cells[i], &self->heights);

  if (i < CS_MONTH_CELLS)
    {
      cs_month_cursor_release (self->cursor, FALSE);
      return G_SOURCE_CONTINUE;
    }

  self->fill = 0;
  cs_month_cursor_release (self->cursor, TRUE);

  return G_SOURCE_REMOVE;
}

static void
queue_fill (CsMonthView *self)
{
  if (self->fill == 0)
    self->fill = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_fill, NULL, NULL);
}

guint
cs_month_view_count (CsMonthView *self,
                     gint64       day)
{
  return self->entries != NULL ? cs_entries_count (self->entries, day) : 0;
}

/* Of the first post of a day; NULL: it has none. */
const char *
cs_month_view_first_id (CsMonthView *self,
                        gint64       day)
{
  CsEntry *entry = self->entries != NULL ? cs_entries_get (self->entries, day, 0) : NULL;

  return entry != NULL ? entry->id : NULL;
}

static void
cs_month_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_month_view_parent_class)->root (widget);

  cs_month_cursor_set_root (CS_MONTH_VIEW (widget)->cursor, gtk_widget_get_root (widget));
}

static void
cs_month_view_unroot (GtkWidget *widget)
{
  cs_month_cursor_set_root (CS_MONTH_VIEW (widget)->cursor, NULL);

  GTK_WIDGET_CLASS (cs_month_view_parent_class)->unroot (widget);
}

gboolean
cs_month_view_is_mirrored (CsMonthView *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static gboolean
cs_month_view_grab_focus (GtkWidget *widget)
{
  cs_month_view_grab (CS_MONTH_VIEW (widget));

  return TRUE;
}

/* The chip or the cell at a place. */
GtkWidget *
cs_month_view_find_at (CsMonthView *self,
                       double       x,
                       double       y)
{
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  while (at != NULL && !CS_IS_CHIP (at) && !CS_IS_DAY_CELL (at))
    at = at != GTK_WIDGET (self) ? gtk_widget_get_parent (at) : NULL;

  return at;
}

/* -1 outside of all. */
gint64
cs_month_view_day_at (CsMonthView *self,
                      double       x,
                      double       y)
{
  int top = gtk_widget_get_height (self->header);
  int cell = cs_grid_cell_at (x, y - top, gtk_widget_get_width (GTK_WIDGET (self)),
                              gtk_widget_get_height (GTK_WIDGET (self)) - top,
                              cs_month_view_is_mirrored (self));

  return cell >= 0 ? self->first + cell : -1;
}

static void
on_pressed (CsMonthView     *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  GtkWidget *at = cs_month_view_find_at (self, x, y);

  if (at == NULL)
    return;

  gtk_widget_grab_focus (at);
  if (n_press == 2 && CS_IS_DAY_CELL (at))
    gtk_widget_activate_action (GTK_WIDGET (self), "calendar.new-post", NULL);
  else if (n_press == 2 && cs_chip_get_entry (CS_CHIP (at)) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "calendar.open", NULL);
}

static void
on_released (CsMonthView     *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  GtkWidget *at = cs_month_view_find_at (self, x, y);
  gboolean is_more = CS_IS_CHIP (at) && cs_chip_get_entry (CS_CHIP (at)) == NULL;
  gint64 dotted = CS_IS_DAY_CELL (at) && cs_month_view_is_narrow (self)
                  ? cs_day_cell_get_day (CS_DAY_CELL (at)) : -1;

  if (n_press == 1 && (is_more || cs_month_view_first_id (self, dotted) != NULL))
    gtk_widget_activate_action (GTK_WIDGET (self), "calendar.show-day-list", NULL);
}

static void
cs_month_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  CsMonthView *self = CS_MONTH_VIEW (widget);
  int top;

  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, -1, &top, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->header, &(GtkAllocation) { 0, 0, width, top }, -1);

  for (int i = 0; i < CS_MONTH_WEEKS; i++)
    {
      int y = top + i * (height - top) / CS_MONTH_WEEKS;
      int until = top + (i + 1) * (height - top) / CS_MONTH_WEEKS;

      gtk_widget_size_allocate (self->rows[i], &(GtkAllocation) { 0, y, width, until - y }, -1);
    }

  for (guint i = 0; i < CS_MONTH_CELLS; i++)
    if (!cs_day_cell_is_filled (self->cells[i]))
      queue_fill (self);

  cs_month_drag_allocate (self->drag, top, width, height);
}

static void
cs_month_view_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  CsMonthView *self = CS_MONTH_VIEW (widget);
  int rows_minimum;
  int rows_natural;

  *minimum_baseline = *natural_baseline = -1;
  gtk_widget_measure (self->header, orientation, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->rows[0], orientation, -1, &rows_minimum, &rows_natural, NULL, NULL);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum += CS_MONTH_WEEKS * rows_minimum;
      *natural += CS_MONTH_WEEKS * rows_natural;
    }
  else
    {
      *minimum = MAX (*minimum, rows_minimum);
      *natural = MAX (*natural, rows_natural);
    }
}

/* Another font, or size of text. */
static void
cs_month_view_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  CsMonthView *self = CS_MONTH_VIEW (widget);

  GTK_WIDGET_CLASS (cs_month_view_parent_class)->css_changed (widget, change);

  self->heights.line = 0;
  for (guint i = 0; i < CS_MONTH_CELLS; i++)
    cs_day_cell_empty (self->cells[i]);
  queue_fill (self);
}

static void
cs_month_view_dispose (GObject *object)
{
  CsMonthView *self = CS_MONTH_VIEW (object);

  if (self->fill != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->fill);
  self->fill = 0;
  g_clear_pointer (&self->header, gtk_widget_unparent);
  for (guint i = 0; i < CS_MONTH_WEEKS; i++)
    g_clear_pointer (&self->rows[i], gtk_widget_unparent);
  g_clear_object (&self->drag);
  g_clear_object (&self->cursor);

  G_OBJECT_CLASS (cs_month_view_parent_class)->dispose (object);
}

static void
cs_month_view_finalize (GObject *object)
{
  g_clear_pointer (&CS_MONTH_VIEW (object)->entries, cs_entries_unref);

  G_OBJECT_CLASS (cs_month_view_parent_class)->finalize (object);
}

static void
cs_month_view_class_init (CsMonthViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_month_view_dispose;
  object_class->finalize = cs_month_view_finalize;
  widget_class->root = cs_month_view_root;
  widget_class->unroot = cs_month_view_unroot;
  widget_class->focus = cs_month_view_move_focus;
  widget_class->grab_focus = cs_month_view_grab_focus;
  widget_class->size_allocate = cs_month_view_size_allocate;
  widget_class->measure = cs_month_view_measure;
  widget_class->css_changed = cs_month_view_css_changed;

  signals[SELECTED] = g_signal_new ("selected", CS_TYPE_MONTH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[DROPPED] = g_signal_new ("dropped", CS_TYPE_MONTH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, CS_TYPE_ENTRY, G_TYPE_INT64);
  signals[REFUSED] = g_signal_new ("refused", CS_TYPE_MONTH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, CS_TYPE_ENTRY);

  gtk_widget_class_set_css_name (widget_class, "monthview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  cs_month_view_install_keys (widget_class);
}

static GtkWidget *
row_new (void)
{
  return g_object_new (GTK_TYPE_BOX, "homogeneous", TRUE, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_ROW, NULL);
}

/* The names of the days, from the one that a week begins with. */
static void
add_header (CsMonthView *self)
{
  gint64 day = cs_month_first_cell (cs_day_of (2000, 2, 1), cs_settings_get_week_start ());

  self->header = row_new ();
  gtk_widget_add_css_class (self->header, "header");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->header), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Days of the week"), -1);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *text = cs_day_format (day + i, "%a");
      g_autofree char *name = cs_day_format (day + i, "%A");
      GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "ellipsize",
                                       PANGO_ELLIPSIZE_END, "accessible-role",
                                       GTK_ACCESSIBLE_ROLE_COLUMN_HEADER, NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      gtk_box_append (GTK_BOX (self->header), label);
    }
}

static void
add_cells (CsMonthView *self)
{
  for (int i = 0; i < CS_MONTH_WEEKS; i++)
    {
      self->rows[i] = row_new ();
      gtk_widget_set_parent (self->rows[i], GTK_WIDGET (self));
    }

  for (int i = 0; i < CS_MONTH_CELLS; i++)
    {
      self->cells[i] = CS_DAY_CELL (cs_day_cell_new ());
      gtk_box_append (GTK_BOX (self->rows[i / 7]), GTK_WIDGET (self->cells[i]));
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->cells[i]),
                                      GTK_ACCESSIBLE_RELATION_COL_INDEX, i % 7 + 1,
                                      GTK_ACCESSIBLE_RELATION_ROW_INDEX, i / 7 + 1, -1);
    }

  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_COL_COUNT, 7,
                                  GTK_ACCESSIBLE_RELATION_ROW_COUNT, CS_MONTH_WEEKS, -1);
}

static void
add_click (CsMonthView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
cs_month_view_init (CsMonthView *self)
{
  self->first = self->month = self->today = -1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_header (self);
  add_cells (self);
  add_click (self);
  cs_month_view_add_keys (self);
  self->cursor = cs_month_cursor_new (self);
  self->drag = cs_month_drag_new (self);
}

gint64
cs_month_view_get_day (CsMonthView *self)
{
  return cs_month_cursor_get_day (self->cursor);
}

/* What is selected, borrowed; NULL: nothing. */
CsEntry *
cs_month_view_get_entry (CsMonthView *self)
{
  const char *id = cs_month_cursor_get_id (self->cursor);

  return self->entries != NULL && id != NULL ? cs_entries_find (self->entries, id) : NULL;
}

/* The day of the first cell. */
gint64
cs_month_view_get_first (CsMonthView *self)
{
  return self->first;
}

/* The first day of the month that is not dimmed. */
gint64
cs_month_view_get_month (CsMonthView *self)
{
  return self->month;
}

/* Whether the cells show dots rather than chips. */
gboolean
cs_month_view_is_narrow (CsMonthView *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < NARROW;
}

static void
show_days (CsMonthView *self)
{
  gint64 from = self->month;
  gint64 until = cs_month_last (self->month);
  /* Translators: a month and its year, as in November 2026 */
  g_autofree char *month = cs_day_format (self->month, _("%OB %Y"));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, month, -1);

  for (int i = 0; i < CS_MONTH_CELLS; i++)
    {
      gint64 day = self->first + i;

      cs_day_cell_set_day (self->cells[i], day, day < from || day > until, day == self->today);

      if (i % 7 == 0)
        {
          /* Translators: the number of a week of the year */
          g_autofree char *week = g_strdup_printf (_("Week %d"), cs_day_get_week (day + 3));

          gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows[i / 7]),
                                          GTK_ACCESSIBLE_PROPERTY_LABEL, week, -1);
        }
    }

  cs_month_cursor_mark (self->cursor);
  queue_fill (self);
}

void
cs_month_view_set_today (CsMonthView *self,
                         gint64       today)
{
  if (self->today == today)
    return;

  self->today = today;
  if (self->first >= 0)
    show_days (self);
}

/* Shows the month of @day. */
void
cs_month_view_set_day (CsMonthView *self,
                       gint64       day)
{
  if (cs_month_cursor_get_day (self->cursor) == day && self->month == cs_month_first (day))
    return;

  self->month = cs_month_first (day);
  self->first = cs_month_first_cell (day, cs_settings_get_week_start ());
  cs_month_cursor_set_day (self->cursor, day);
  show_days (self);
}

/* Of the days that are shown; NULL while they are not known. */
void
cs_month_view_set_entries (CsMonthView *self,
                           CsEntries   *entries)
{
  if (self->entries == entries)
    return;

  g_clear_pointer (&self->entries, cs_entries_unref);
  self->entries = entries != NULL ? cs_entries_ref (entries) : NULL;

  for (guint i = 0; i < CS_MONTH_CELLS; i++)
    cs_day_cell_set_entries (self->cells[i], entries);
  cs_month_cursor_follow (self->cursor);
  queue_fill (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

void
cs_month_view_set_ghost (CsMonthView *self,
                         CsGhostFunc  ghost,
                         gpointer     user_data)
{
  cs_month_drag_set_words (self->drag, ghost, user_data);
}

/* The post of that id, and its day; the focus goes along when it is in here. */
void
cs_month_view_select (CsMonthView *self,
                      const char  *id)
{
  CsEntry *entry = self->entries != NULL ? cs_entries_find (self->entries, id) : NULL;

  if (entry == NULL)
    return;

  cs_month_cursor_select (self->cursor, entry);
  queue_fill (self);
}

/* Gives the focus to what is selected. */
void
cs_month_view_grab (CsMonthView *self)
{
  if (self->fill != 0)
    cs_month_cursor_grab_later (self->cursor);
  else
    cs_month_cursor_grab (self->cursor);
}
