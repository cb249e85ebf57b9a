/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-loading.h"

#include <glib/gi18n.h>

#define PATIENCE_MSEC 300
#define SIZE 48

struct _CsLoading
{
  AdwBin  parent_instance;

  guint   late;
};

G_DEFINE_FINAL_TYPE (CsLoading, cs_loading, ADW_TYPE_BIN)

static gboolean
on_late (gpointer user_data)
{
  CsLoading *self = user_data;
  GtkWidget *spinner = adw_spinner_new ();

  self->late = 0;
  gtk_widget_set_size_request (spinner, SIZE, SIZE);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Loading"), -1);
  adw_bin_set_child (ADW_BIN (self), spinner);

  return G_SOURCE_REMOVE;
}

static void
cs_loading_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_loading_parent_class)->map (widget);

  CS_LOADING (widget)->late = g_timeout_add (PATIENCE_MSEC, on_late, widget);
}

static void
cs_loading_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CS_LOADING (widget)->late, g_source_remove);

  GTK_WIDGET_CLASS (cs_loading_parent_class)->unmap (widget);

  adw_bin_set_child (ADW_BIN (widget), NULL);
}

static void
cs_loading_class_init (CsLoadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = cs_loading_map;
  widget_class->unmap = cs_loading_unmap;
}

static void
cs_loading_init (CsLoading *self)
{
}

GtkWidget *
cs_loading_new (void)
{
  return g_object_new (CS_TYPE_LOADING, NULL);
}
