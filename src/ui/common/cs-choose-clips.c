/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-choose-clips.h"

#include <glib/gi18n.h>

static GtkFileFilter *
filter_new (const char        *name,
            const char *const *types)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; types[i] != NULL; i++)
    gtk_file_filter_add_mime_type (filter, types[i]);

  return filter;
}

/* @callback ends it with gtk_file_dialog_open_multiple_finish(). */
void
cs_choose_clips (GtkWidget           *from,
                 GCancellable        *cancellable,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  static const char *const media[] = { "video/*", "image/*", NULL };
  static const char *const every[] = { "application/octet-stream", NULL };
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr(GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr(GtkFileFilter) clips = filter_new (_("Clips and Pictures"), media);
  g_autoptr(GtkFileFilter) all = filter_new (_("All Files"), every);
  GtkRoot *root = gtk_widget_get_root (from);

  g_list_store_append (filters, clips);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, _("Add Clips and Pictures"));
  gtk_file_dialog_set_accept_label (dialog, _("_Add"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open_multiple (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                 cancellable, callback, user_data);
}
