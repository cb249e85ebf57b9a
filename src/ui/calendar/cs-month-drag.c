/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-month-drag.h"

#include "cs-day.h"
#include "cs-month-view-private.h"

#define GHOST_WIDTH 150

struct _CsMonthDrag
{
  GObject      parent_instance;

  CsMonthView *view;      /* borrowed: it owns this */
  CsGhostFunc  words;
  gpointer     words_data;
  GtkWidget   *ghost;     /* child of the view */
  gint64       day;       /* that the ghost is on; -1: it is hidden */
};

G_DEFINE_FINAL_TYPE (CsMonthDrag, cs_month_drag, G_TYPE_OBJECT)

static GdkContentProvider *
on_prepare (CsMonthDrag   *self,
            double         x,
            double         y,
            GtkDragSource *source)
{
  GtkWidget *at = cs_month_view_find_at (self->view, x, y);
  CsEntry *entry = CS_IS_CHIP (at) ? cs_chip_get_entry (CS_CHIP (at)) : NULL;
  g_autoptr(GdkPaintable) picture = NULL;

  if (entry == NULL)
    return NULL;

  if (!cs_entry_may_move (entry, NULL))
    {
      g_signal_emit_by_name (self->view, "refused", entry);
      return NULL;
    }

  picture = gtk_widget_paintable_new (at);
  gtk_drag_source_set_icon (source, picture, 12, 12);

  return gdk_content_provider_new_typed (CS_TYPE_ENTRY, entry);
}

static void
hide_ghost (CsMonthDrag *self)
{
  self->day = -1;
  gtk_widget_set_visible (self->ghost, FALSE);
}

static void
show_ghost (CsMonthDrag *self,
            CsEntry     *entry,
            gint64       day)
{
  g_autofree char *words = NULL;
  gboolean fits;

  if (day == self->day)
    return;

  self->day = day;
  fits = self->words (entry, day, &words, self->words_data);
  gtk_label_set_label (GTK_LABEL (self->ghost), words);
  gtk_widget_set_css_classes (self->ghost,
                              (const char *[]) { "ghost", fits ? "fits" : "refused", NULL });
  gtk_widget_set_visible (self->ghost, TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self->view));
}

static GdkDragAction
on_motion (CsMonthDrag   *self,
           double         x,
           double         y,
           GtkDropTarget *target)
{
  const GValue *value = gtk_drop_target_get_value (target);
  gint64 day = cs_month_view_day_at (self->view, x, y);

  if (value == NULL || day < 0 || self->words == NULL)
    {
      hide_ghost (self);
      return value == NULL ? GDK_ACTION_MOVE : 0;
    }

  show_ghost (self, g_value_get_boxed (value), day);

  return GDK_ACTION_MOVE;
}

static gboolean
on_drop (CsMonthDrag   *self,
         const GValue  *value,
         double         x,
         double         y,
         GtkDropTarget *target)
{
  gint64 day = cs_month_view_day_at (self->view, x, y);

  hide_ghost (self);
  if (day < 0)
    return FALSE;

  g_signal_emit_by_name (self->view, "dropped", g_value_get_boxed (value), day);

  return TRUE;
}

static void
add_controllers (CsMonthDrag *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (CS_TYPE_ENTRY, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (on_prepare), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (source));

  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect_object (target, "enter", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (hide_ghost), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (target));
}

static void
cs_month_drag_dispose (GObject *object)
{
  g_clear_pointer (&CS_MONTH_DRAG (object)->ghost, gtk_widget_unparent);

  G_OBJECT_CLASS (cs_month_drag_parent_class)->dispose (object);
}

static void
cs_month_drag_class_init (CsMonthDragClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_month_drag_dispose;
}

static void
cs_month_drag_init (CsMonthDrag *self)
{
  self->day = -1;
}

/* It puts its ghost and its controllers into @view, which disposes of it. */
CsMonthDrag *
cs_month_drag_new (CsMonthView *view)
{
  CsMonthDrag *self = g_object_new (CS_TYPE_MONTH_DRAG, NULL);

  self->view = view;
  self->ghost = g_object_new (GTK_TYPE_LABEL, "visible", FALSE, "can-target", FALSE, "wrap", TRUE,
                              "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0, NULL);
  gtk_widget_set_parent (self->ghost, GTK_WIDGET (view));
  add_controllers (self);

  return self;
}

void
cs_month_drag_set_words (CsMonthDrag *self,
                         CsGhostFunc  words,
                         gpointer     user_data)
{
  self->words = words;
  self->words_data = user_data;
}

/* Puts the ghost over its day; @top: where the days begin. */
void
cs_month_drag_allocate (CsMonthDrag *self,
                        int          top,
                        int          width,
                        int          height)
{
  int cell = (int) (self->day - cs_month_view_get_first (self->view));
  int column = cs_month_view_is_mirrored (self->view) ? 6 - cell % 7 : cell % 7;
  int ghost_width = MIN (MAX (width / 7, GHOST_WIDTH), width);
  int x = CLAMP (column * width / 7 - (ghost_width - width / 7) / 2, 0, width - ghost_width);
  int y = top + cell / 7 * (height - top) / CS_MONTH_WEEKS;
  int ghost_height;

  if (!gtk_widget_should_layout (self->ghost))
    return;

  gtk_widget_measure (self->ghost, GTK_ORIENTATION_VERTICAL, ghost_width, &ghost_height, NULL,
                      NULL, NULL);
  y = CLAMP (y, 0, MAX (height - ghost_height, 0));
  gtk_widget_size_allocate (self->ghost,
                            &(GtkAllocation) { x, y, ghost_width, ghost_height }, -1);
}
