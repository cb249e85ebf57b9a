/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-file-row.h"

#include "cs-item.h"
#include "cs-media-view.h"
#include "cs-text-field.h"

#include <glib/gi18n.h>

#define PICTURE 64

struct _CsFileRow
{
  GtkListBoxRow  parent_instance;

  CsTextField   *alt;
  gint64         alt_max;     /* 0: nobody says */
  CsTextUnit     alt_unit;
};

G_DEFINE_FINAL_TYPE (CsFileRow, cs_file_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  ALT_EDITED,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_count (CsFileRow *self)
{
  g_autofree char *alt = cs_text_field_dup_text (self->alt);
  gint64 length = cs_text_count (alt, self->alt_unit, NULL);
  g_autofree char *count = NULL;
  g_autofree char *spoken = NULL;

  if (self->alt_max > 0)
    {
      count = g_strdup_printf ("%d / %d", (int) length, (int) self->alt_max);
      spoken = g_strdup_printf (_("%d of %d characters"), (int) length, (int) self->alt_max);
    }

  cs_text_field_set_count (self->alt, count, spoken, self->alt_max > 0 && length > self->alt_max);
}

static void
on_edited (CsFileRow *self)
{
  g_autofree char *alt = cs_text_field_dup_text (self->alt);

  show_count (self);
  g_signal_emit (self, signals[ALT_EDITED], 0, alt);
}

static GdkContentProvider *
on_prepare (GtkDragSource *source,
            double         x,
            double         y,
            CsFileRow     *self)
{
  g_autoptr(GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);

  return gdk_content_provider_new_typed (CS_TYPE_FILE_ROW, self);
}

static gboolean
on_drop (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         CsFileRow     *self)
{
  g_signal_emit (self, signals[DROPPED], 0, g_value_get_object (value));

  return TRUE;
}

/* It is taken by its handle, so that text in it can be selected. */
static GtkWidget *
new_handle (CsFileRow *self)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (CS_TYPE_FILE_ROW, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), self);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_widget_add_css_class (handle, "dimmed");

  return handle;
}

static GtkWidget *
new_menu_button (GMenuModel *menu)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_tooltip_text (button, _("More"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static GtkWidget *
new_words (GVariant   *media,
           const char *title,
           gint64      part)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (title);
  g_autofree char *facts = cs_media_view_describe (media);
  g_autofree char *where = NULL;
  GtkWidget *about;

  /* Translators: facts of a file, and which part of a thread it goes with */
  where = part > 0 ? g_strdup_printf (_("%s · with part %d"), facts, (int) part + 1)
                   : g_strdup (facts);
  about = gtk_label_new (where);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (name, title);
  gtk_widget_add_css_class (name, "may-ellipsize");
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_label_set_wrap (GTK_LABEL (about), TRUE);
  gtk_widget_add_css_class (about, "caption");
  gtk_widget_add_css_class (about, "dimmed");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), about);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);

  return box;
}

static CsTextField *
new_alt (CsFileRow  *self,
         const char *title,
         gboolean    open)
{
  g_autofree char *name = g_strdup_printf (_("Description of %s"), title);
  GtkWidget *field = cs_text_field_new (name, _("Describe it for those who cannot see it"));

  cs_text_field_set_lines (CS_TEXT_FIELD (field), 1, 5);
  cs_text_field_set_editable (CS_TEXT_FIELD (field), open);
  g_signal_connect_swapped (field, "edited", G_CALLBACK (on_edited), self);
  gtk_widget_add_css_class (field, "inset");

  return CS_TEXT_FIELD (field);
}

static void
cs_file_row_class_init (CsFileRowClass *klass)
{
  signals[ALT_EDITED] = g_signal_new ("alt-edited", CS_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DROPPED] = g_signal_new ("dropped", CS_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, CS_TYPE_FILE_ROW);
}

static void
cs_file_row_init (CsFileRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

/**
 * cs_file_row_new:
 * @media: (nullable): as the library says it; NULL: it is not there
 * @folder: of the workspace
 * @part: of the thread, that it goes with
 * @menu: (nullable): what can be done with it; NULL: nothing, it stays as it is
 */
GtkWidget *
cs_file_row_new (GVariant   *media,
                 const char *folder,
                 gint64      part,
                 GMenuModel *menu)
{
  CsFileRow *self = g_object_new (CS_TYPE_FILE_ROW, NULL);
  const char *title = media != NULL ? cs_view_text (media, "title") : _("Missing file");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  if (menu != NULL)
    gtk_box_append (GTK_BOX (head), new_handle (self));
  gtk_box_append (GTK_BOX (head), cs_media_view_new_picture (media, folder, PICTURE, PICTURE));
  gtk_box_append (GTK_BOX (head), new_words (media, title, part));
  if (menu != NULL)
    gtk_box_append (GTK_BOX (head), new_menu_button (menu));

  self->alt = new_alt (self, title, menu != NULL);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->alt));
  gtk_widget_add_css_class (box, "file");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return GTK_WIDGET (self);
}

void
cs_file_row_set_alt (CsFileRow  *self,
                     const char *alt)
{
  cs_text_field_set_text (self->alt, alt != NULL ? alt : "");
  show_count (self);
}

/* The most that a network it goes to takes; 0: none says. */
void
cs_file_row_set_alt_limit (CsFileRow  *self,
                           gint64      max,
                           CsTextUnit  unit)
{
  self->alt_max = max;
  self->alt_unit = unit;
}

/* The cursor goes to where it is described. */
void
cs_file_row_describe (CsFileRow *self)
{
  cs_text_field_select (self->alt, -1, -1);
}
