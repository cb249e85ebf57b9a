/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sidebar.h"

#include <string.h>

struct _CsSidebar
{
  AdwBin      parent_instance;

  GtkListBox *pages;
};

G_DEFINE_FINAL_TYPE (CsSidebar, cs_sidebar, ADW_TYPE_BIN)

enum
{
  PAGE_SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_row_activated (CsSidebar     *self,
                  GtkListBoxRow *row)
{
  g_signal_emit (self, signals[PAGE_SELECTED], 0, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
cs_sidebar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SIDEBAR);

  G_OBJECT_CLASS (cs_sidebar_parent_class)->dispose (object);
}

static void
cs_sidebar_class_init (CsSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_sidebar_dispose;

  signals[PAGE_SELECTED] = g_signal_new ("page-selected", CS_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/creatorsync/CreatorSync/cs-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, pages);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
cs_sidebar_init (CsSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The row carries the page's id as its widget name. */
void
cs_sidebar_add_page (CsSidebar  *self,
                     const char *id,
                     const char *title,
                     const char *icon)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_name (row, id);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_list_box_append (self->pages, row);
}

/* Marks the page that is shown; none of that name marks none. */
void
cs_sidebar_show_page (CsSidebar  *self,
                      const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->pages, i)) != NULL; i++)
    if (strcmp (gtk_widget_get_name (GTK_WIDGET (row)), id) == 0)
      break;

  gtk_list_box_select_row (self->pages, row);
}
