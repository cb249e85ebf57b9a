/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-picker.h"

#include "cs-item.h"
#include "cs-label.h"
#include "cs-media-view.h"
#include "cs-query.h"
#include "cs-status.h"

#include <glib/gi18n.h>
#include <string.h>

#define NAME_CHARS 12   /* of a file’s name in a line: with larger text, fewer stand side by side */
#define NAME_LINES 2

struct _CsMediaPicker
{
  AdwDialog            parent_instance;

  CsLibrary           *library;
  CsQuery             *media;
  GtkCustomFilter     *filter;
  GtkFilterListModel  *found;
  char                *words;     /* looked for, folded */

  GtkSearchEntry      *search;
  GtkStack            *stack;
  GtkGridView         *grid;
  AdwStatusPage       *trouble;
};

G_DEFINE_FINAL_TYPE (CsMediaPicker, cs_media_picker, ADW_TYPE_DIALOG)

enum
{
  PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_found (gpointer item,
          gpointer user_data)
{
  CsMediaPicker *self = user_data;
  const char *title = cs_item_get_text (item, "title");
  g_autofree char *folded = g_utf8_casefold (title != NULL ? title : "", -1);

  return self->words == NULL || strstr (folded, self->words) != NULL;
}

static void
update (CsMediaPicker *self)
{
  guint n_all = g_list_model_get_n_items (G_LIST_MODEL (self->media));
  CsQueryState state = cs_query_get_state (self->media);
  const char *name = "loading";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0)
    name = "content";
  else if (n_all > 0)
    name = "none";
  else if (state == CS_QUERY_READY)
    name = "empty";
  else if (state == CS_QUERY_FAILED)
    name = "trouble";

  gtk_stack_set_visible_child_name (self->stack, name);
  cs_status_say (self->trouble, cs_query_get_reason (self->media));
}

static void
on_search (CsMediaPicker  *self,
           GtkSearchEntry *search)
{
  g_free (self->words);
  self->words = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (search)), -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
on_again (CsMediaPicker *self)
{
  cs_query_ask (self->media);
}

/* Escape, which the entry keeps for itself. */
static void
on_stop (CsMediaPicker *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_activate (CsMediaPicker *self,
             guint          position,
             GtkGridView   *grid)
{
  g_autoptr(CsItem) item = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  g_signal_emit (self, signals[PICKED], 0, cs_item_get_id (item));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         CsMediaPicker            *self)
{
  CsItem *item = gtk_list_item_get_item (list_item);
  const char *title = cs_item_get_text (item, "title");
  g_autofree char *facts = cs_media_view_describe (cs_item_get_view (item));
  g_autofree char *spoken = g_strdup_printf ("%s, %s", title, facts);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *name = gtk_label_new (title);

  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  cs_label_forbid_hyphens (GTK_LABEL (name));
  gtk_label_set_lines (GTK_LABEL (name), NAME_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), NAME_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
  gtk_label_set_justify (GTK_LABEL (name), GTK_JUSTIFY_CENTER);
  gtk_label_set_yalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "caption");
  gtk_widget_add_css_class (name, "may-ellipsize");
  gtk_box_append (GTK_BOX (box), cs_media_view_new_picture (cs_item_get_view (item),
                    cs_library_get_folder (self->library), 96, 96));
  gtk_box_append (GTK_BOX (box), name);
  gtk_widget_set_tooltip_text (box, spoken);
  gtk_list_item_set_accessible_label (list_item, spoken);
  gtk_list_item_set_child (list_item, box);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           CsMediaPicker            *self)
{
  gtk_list_item_set_child (list_item, NULL);
}

static void
cs_media_picker_dispose (GObject *object)
{
  CsMediaPicker *self = CS_MEDIA_PICKER (object);

  if (self->media != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->media, self);
      cs_query_stop (self->media);
    }
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_MEDIA_PICKER);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->media);
  g_clear_object (&self->library);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (cs_media_picker_parent_class)->dispose (object);
}

static void
cs_media_picker_class_init (CsMediaPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_media_picker_dispose;

  signals[PICKED] = g_signal_new ("picked", CS_TYPE_MEDIA_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/editor/cs-media-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, CsMediaPicker, search);
  gtk_widget_class_bind_template_child (widget_class, CsMediaPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, CsMediaPicker, grid);
  gtk_widget_class_bind_template_child (widget_class, CsMediaPicker, trouble);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
cs_media_picker_init (CsMediaPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

CsMediaPicker *
cs_media_picker_new (CsLibrary *library)
{
  CsMediaPicker *self = g_object_new (CS_TYPE_MEDIA_PICKER, NULL);
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkNoSelection) selection = NULL;

  self->library = g_object_ref (library);
  self->media = cs_query_new (library, "media.list", "media");
  self->filter = gtk_custom_filter_new (is_found, self, NULL);
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->media)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->found)));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_grid_view_set_factory (self->grid, factory);
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (selection));
  g_signal_connect_swapped (self->media, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->media, "items-changed", G_CALLBACK (update), self);
  cs_query_ask (self->media);

  return self;
}
