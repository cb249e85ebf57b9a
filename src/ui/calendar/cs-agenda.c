/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-agenda.h"

#include "cs-day.h"
#include "cs-entry-list.h"
#include "cs-entry-row.h"

#include <glib/gi18n.h>

struct _CsAgenda
{
  AdwBin              parent_instance;

  CsEntryList        *entries;
  gint64              month;
  gint64              today;
  gint64              wanted_day;    /* what is to be shown: a day, or if it is -1 … */
  char               *wanted_id;     /* … a post */
  guint               frame;

  GtkListView        *list;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (CsAgenda, cs_agenda, ADW_TYPE_BIN)

static guint selected_signal;

static void
on_activate (CsAgenda    *self,
             guint        position,
             GtkListView *list)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "calendar.open", NULL);
}

static void
on_selected (CsAgenda *self)
{
  g_signal_emit (self, selected_signal, 0);
}

static void
on_setup (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  gtk_list_item_set_child (list_item, cs_entry_row_new ());
}

static void
on_bind (GtkListItemFactory *factory,
         GtkListItem        *list_item)
{
  CsEntry *entry = cs_entry_item_get_entry (gtk_list_item_get_item (list_item));
  g_autofree char *name = cs_entry_dup_name (entry);

  cs_entry_row_set_entry (CS_ENTRY_ROW (gtk_list_item_get_child (list_item)), entry);
  gtk_list_item_set_accessible_label (list_item, name);
}

static void
on_setup_header (GtkListItemFactory *factory,
                 GtkListHeader      *header)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (label, "heading");
  gtk_list_header_set_child (header, label);
}

static void
on_bind_header (CsAgenda           *self,
                GtkListHeader      *header,
                GtkListItemFactory *factory)
{
  gint64 day = cs_entry_item_get_entry (gtk_list_header_get_item (header))->day;
  GtkWidget *label = gtk_list_header_get_child (header);
  /* Translators: a day without its year, as in Thursday 5 November */
  g_autofree char *date = cs_day_format (day, _("%A %-d %B"));
  g_autofree char *today = NULL;

  if (day == self->today)
    {
      /* Translators: %s is a day, as in: Today, Thursday 5 November */
      today = g_strdup_printf (_("Today, %s"), date);
      gtk_widget_add_css_class (label, "accent");
    }
  else
    {
      gtk_widget_remove_css_class (label, "accent");
    }

  gtk_label_set_label (GTK_LABEL (label), today != NULL ? today : date);
}

static void
cs_agenda_dispose (GObject *object)
{
  CsAgenda *self = CS_AGENDA (object);

  if (self->frame != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->frame);
  self->frame = 0;
  g_clear_pointer (&self->wanted_id, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_AGENDA);
  g_clear_object (&self->entries);

  G_OBJECT_CLASS (cs_agenda_parent_class)->dispose (object);
}

static gboolean
cs_agenda_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CS_AGENDA (widget)->list));
}

static void
cs_agenda_class_init (CsAgendaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_agenda_dispose;
  widget_class->grab_focus = cs_agenda_grab_focus;

  selected_signal = g_signal_new ("selected", CS_TYPE_AGENDA, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/calendar/cs-agenda.ui");
  gtk_widget_class_bind_template_child (widget_class, CsAgenda, list);
  gtk_widget_class_bind_template_child (widget_class, CsAgenda, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_setup_header);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_header);
}

static void
cs_agenda_init (CsAgenda *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->entries = cs_entry_list_new ();
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->entries));
}

/* What is selected, borrowed; NULL: nothing. */
CsEntry *
cs_agenda_get_entry (CsAgenda *self)
{
  CsEntryItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? cs_entry_item_get_entry (item) : NULL;
}

gboolean
cs_agenda_is_empty (CsAgenda *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->entries)) == 0;
}

/* Those of the month that begins with @month. */
void
cs_agenda_set_entries (CsAgenda  *self,
                       CsEntries *entries,
                       gint64     month,
                       gint64     today)
{
  CsEntry *selected = cs_agenda_get_entry (self);
  g_autofree char *id = selected != NULL ? g_strdup (selected->id) : NULL;

  self->month = month;
  self->today = today;
  cs_entry_list_set_range (self->entries, entries, month, cs_month_last (month));
  if (id != NULL)
    gtk_single_selection_set_selected (self->selection, cs_entry_list_find (self->entries, id));
}

static void
scroll_to (CsAgenda *self,
           guint     position,
           gboolean  on_top)
{
  gboolean has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  /* Its day is to be near the top, below the last of the day before. */
  if (on_top)
    {
      guint last = g_list_model_get_n_items (G_LIST_MODEL (self->entries)) - 1;

      gtk_list_view_scroll_to (self->list, last, 0, NULL);
      gtk_list_view_scroll_to (self->list, MAX (position, 1) - 1, 0, NULL);
    }

  gtk_list_view_scroll_to (self->list, position,
                           GTK_LIST_SCROLL_SELECT | (has_focus ? GTK_LIST_SCROLL_FOCUS : 0), NULL);
}

static gboolean
on_frame (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  CsAgenda *self = CS_AGENDA (widget);

  if (gtk_widget_get_height (GTK_WIDGET (self->list)) == 0)
    return G_SOURCE_CONTINUE;

  self->frame = 0;
  if (self->wanted_day >= 0)
    scroll_to (self, cs_entry_list_find_day (self->entries, self->wanted_day), TRUE);
  else
    scroll_to (self, cs_entry_list_find (self->entries, self->wanted_id), FALSE);

  return G_SOURCE_REMOVE;
}

/* Once the list has a size; the focus goes along when it is in here. */
static void
want (CsAgenda   *self,
      gint64      day,
      const char *id)
{
  self->wanted_day = day;
  g_set_str (&self->wanted_id, id);
  if (self->frame == 0)
    self->frame = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

/* Selects the first post of the day, or the next after it, and shows it. */
void
cs_agenda_show_day (CsAgenda *self,
                    gint64    day)
{
  want (self, day, NULL);
}

void
cs_agenda_select (CsAgenda   *self,
                  const char *id)
{
  want (self, -1, id);
}
