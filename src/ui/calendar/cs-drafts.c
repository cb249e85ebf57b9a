/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-drafts.h"

#include "cs-day.h"
#include "cs-entry-row.h"
#include "cs-item.h"
#include "cs-query.h"
#include "cs-status.h"

#include <glib/gi18n.h>

/* More than anybody looks through here; the rest is found in Posts. */
#define MOST 200

struct _CsDrafts
{
  AdwBin              parent_instance;

  CsQuery            *drafts;
  gboolean            wants_focus;    /* as soon as there is something to focus */

  GtkStack           *stack;
  GtkListView        *list;
  GtkSingleSelection *selection;
  AdwStatusPage      *trouble;
  GtkLabel           *schedule_label;
};

G_DEFINE_FINAL_TYPE (CsDrafts, cs_drafts, ADW_TYPE_BIN)

static guint selected_signal;

static CsEntry *
entry_of (CsItem *item)
{
  g_auto(CsReading) reading = cs_reading_here ();

  return cs_entry_new (cs_item_get_view (item), &reading);
}

static void
on_activate (CsDrafts    *self,
             guint        position,
             GtkListView *list)
{
  g_autoptr(CsEntry) entry = cs_drafts_dup_entry (self);

  if (entry != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-post", "s", entry->post);
}

static void
update (CsDrafts *self)
{
  const char *page = "loading";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->drafts)) > 0)
    page = "content";
  else if (cs_query_get_state (self->drafts) == CS_QUERY_READY)
    page = "empty";
  else if (cs_query_get_state (self->drafts) == CS_QUERY_FAILED)
    page = "trouble";

  gtk_stack_set_visible_child_name (self->stack, page);
  if (self->wants_focus && cs_query_get_state (self->drafts) != CS_QUERY_LOADING)
    {
      self->wants_focus = FALSE;
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_grab_focus (GTK_WIDGET (self));
    }
  cs_status_say (self->trouble, cs_query_get_reason (self->drafts));
}

static void
on_again (CsDrafts *self)
{
  self->wants_focus = TRUE;
  cs_query_ask (self->drafts);
}

static void
on_selected (CsDrafts *self)
{
  g_signal_emit (self, selected_signal, 0);
}

static void
show_item (GtkListItem *list_item)
{
  g_autoptr(CsEntry) entry = entry_of (gtk_list_item_get_item (list_item));
  g_autofree char *name = cs_entry_dup_name (entry);

  cs_entry_row_set_entry (CS_ENTRY_ROW (gtk_list_item_get_child (list_item)), entry);
  gtk_list_item_set_accessible_label (list_item, name);
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
  g_signal_connect_object (gtk_list_item_get_item (list_item), "notify::view",
                           G_CALLBACK (show_item), list_item, G_CONNECT_SWAPPED);
  show_item (list_item);
}

static void
on_unbind (GtkListItemFactory *factory,
           GtkListItem        *list_item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (list_item), list_item);
}

static GdkContentProvider *
on_drag_prepare (CsDrafts      *self,
                 double         x,
                 double         y,
                 GtkDragSource *source)
{
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = at != NULL ? gtk_widget_get_ancestor (at, CS_TYPE_ENTRY_ROW) : NULL;
  g_autoptr(GdkPaintable) picture = NULL;

  if (row == NULL && at != NULL && CS_IS_ENTRY_ROW (gtk_widget_get_first_child (at)))
    row = gtk_widget_get_first_child (at);
  if (row == NULL)
    return NULL;

  picture = gtk_widget_paintable_new (row);
  gtk_drag_source_set_icon (source, picture, 12, 12);

  return gdk_content_provider_new_typed (CS_TYPE_ENTRY,
                                         cs_entry_row_get_entry (CS_ENTRY_ROW (row)));
}

/* Or once they are known. */
static gboolean
cs_drafts_grab_focus (GtkWidget *widget)
{
  CsDrafts *self = CS_DRAFTS (widget);

  if (gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD))
    return TRUE;

  self->wants_focus = cs_query_get_state (self->drafts) == CS_QUERY_LOADING;

  return FALSE;
}

static void
cs_drafts_dispose (GObject *object)
{
  CsDrafts *self = CS_DRAFTS (object);

  if (self->drafts != NULL)
    g_signal_handlers_disconnect_by_data (self->drafts, self);
  g_clear_object (&self->drafts);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_DRAFTS);

  G_OBJECT_CLASS (cs_drafts_parent_class)->dispose (object);
}

static void
cs_drafts_class_init (CsDraftsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_drafts_dispose;
  widget_class->grab_focus = cs_drafts_grab_focus;

  selected_signal = g_signal_new ("selected", CS_TYPE_DRAFTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/calendar/cs-drafts.ui");
  gtk_widget_class_bind_template_child (widget_class, CsDrafts, stack);
  gtk_widget_class_bind_template_child (widget_class, CsDrafts, list);
  gtk_widget_class_bind_template_child (widget_class, CsDrafts, selection);
  gtk_widget_class_bind_template_child (widget_class, CsDrafts, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsDrafts, schedule_label);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
cs_drafts_init (CsDrafts *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (on_drag_prepare), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (source));
}

void
cs_drafts_set_library (CsDrafts  *self,
                       CsLibrary *library)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "state", "s", "draft");
  g_variant_dict_insert (&args, "order", "s", "changed");
  g_variant_dict_insert (&args, "limit", "x", (gint64) MOST);
  self->drafts = cs_query_new (library, "post.rows", "post target outbox-row");
  cs_query_set_args (self->drafts, g_variant_dict_end (&args));
  g_signal_connect_swapped (self->drafts, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->drafts, "items-changed", G_CALLBACK (update), self);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->drafts));
}

/* Where the selected draft would go. */
void
cs_drafts_set_day (CsDrafts *self,
                   gint64    day)
{
  /* Translators: a short day without its year, as in Thu 5 Nov */
  g_autofree char *date = cs_day_format (day, _("%a %-d %b"));
  /* Translators: %s is a day, as in: Schedule on Thu 5 Nov */
  g_autofree char *words = g_strdup_printf (_("Schedule on %s"), date);

  gtk_label_set_label (self->schedule_label, words);
}

void
cs_drafts_ask (CsDrafts *self)
{
  if (cs_query_get_state (self->drafts) == CS_QUERY_IDLE)
    cs_query_ask (self->drafts);
}

void
cs_drafts_stop (CsDrafts *self)
{
  cs_query_stop (self->drafts);
}

/* The selected one; NULL: none. */
CsEntry *
cs_drafts_dup_entry (CsDrafts *self)
{
  CsItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? entry_of (item) : NULL;
}
