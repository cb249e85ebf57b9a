/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-link.h"

#include "cs-toast.h"

#include <glib/gi18n.h>

static void
on_launched (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) from = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
      && gtk_widget_get_root (from) != NULL)
    cs_toast (from, _("No browser could be opened"));
}

/* @from: where the person asked for it, and is told when it cannot be. */
void
cs_link_open (GtkWidget  *from,
              const char *url)
{
  g_autoptr(GtkUriLauncher) launcher = gtk_uri_launcher_new (url);
  GtkRoot *root = gtk_widget_get_root (from);

  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                           on_launched, g_object_ref (from));
}
