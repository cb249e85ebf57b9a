/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-application.h"

#include "cs-background.h"
#include "cs-notifier.h"
#include "cs-sample-dialog.h"
#include "cs-toast.h"
#include "cs-window.h"
#include "cs-workspace.h"

#include <glib/gi18n.h>
#include <string.h>

#define RESOURCES "/io/github/creatorsync/CreatorSync"

struct _CsApplication
{
  AdwApplication  parent_instance;

  CsLibrary      *library;
  CsLibrary      *sample;      /* to look around in; NULL until it is asked for */
  CsNotifier     *notifier;
  CsBackground   *background;  /* NULL for another workspace than the default one */
  char           *folder;      /* of --workspace; NULL: the default one */
};

G_DEFINE_FINAL_TYPE (CsApplication, cs_application, ADW_TYPE_APPLICATION)

/* What stands before the pages goes, as if by Escape. */
static void
close_dialogs (GtkWindow *window)
{
  AdwDialog *dialog;

  if (!ADW_IS_APPLICATION_WINDOW (window))
    return;

  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))))
    adw_dialog_force_close (dialog);
}

/* A window closes its dialog first where it has one, and then stays. */
static void
close_window (GtkWindow *window)
{
  close_dialogs (window);
  gtk_window_close (window);
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  /* A window saves what is being written before it closes, and the last one ends the program. */
  for (GList *link = windows; link != NULL; link = link->next)
    close_window (link->data);

  if (windows == NULL)
    g_application_quit (user_data);

  g_list_free (windows);
}

/* The window that shows a library; NULL: none does. */
static GtkWindow *
find_window (CsApplication *self,
             CsLibrary     *library)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL;
       link = link->next)
    if (CS_IS_WINDOW (link->data) && cs_window_get_library (link->data) == library)
      return link->data;

  return NULL;
}

static GtkWindow *
present (CsApplication *self,
         CsLibrary     *library)
{
  GtkWindow *window = find_window (self, library);

  if (window == NULL)
    window = GTK_WINDOW (cs_window_new (self, library));

  gtk_window_present (window);

  return window;
}

/* Whatever is asked for from outside is seen: no dialog stands before it. */
static GtkWindow *
present_pages (CsApplication *self)
{
  GtkWindow *window = present (self, self->library);

  close_dialogs (window);

  return window;
}

/* The one that is used; there is none while the session asks for an action alone. */
static GtkWindow *
get_window (CsApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  return window != NULL ? window : present (self, self->library);
}

static void
on_help_opened (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GtkWidget) window = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error)
      && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    cs_toast (window, _("Help cannot be shown: install a help viewer, for example Yelp"));
}

static void
on_help (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autoptr(GtkUriLauncher) launcher = gtk_uri_launcher_new ("help:creatorsync");
  GtkWindow *window = get_window (user_data);

  gtk_uri_launcher_launch (launcher, window, NULL, on_help_opened, g_object_ref (window));
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  adw_show_about_dialog (GTK_WIDGET (get_window (user_data)),
                         "application-name", _("Creator Sync"),
                         "application-icon", CS_APPLICATION_ID,
                         "version", CS_VERSION,
                         "developer-name", _("The Creator Sync authors"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Plan, prepare and publish short video"),
                         NULL);
}

static void
on_show_today (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  CsApplication *self = user_data;

  cs_window_show_page (CS_WINDOW (present_pages (self)), "today");
}

static void
on_open_post (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  CsApplication *self = user_data;

  gtk_widget_activate_action_variant (GTK_WIDGET (present_pages (self)), "win.edit-post",
                                      parameter);
}

static void
on_open_media (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  CsApplication *self = user_data;

  gtk_widget_activate_action_variant (GTK_WIDGET (present_pages (self)), "win.show-media",
                                      parameter);
}

static void
on_new_post (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  CsApplication *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (present_pages (self)), "win.new-post-now", NULL);
}

/* One workspace is seen at a time: the other’s window goes. */
static void
switch_to (CsApplication *self,
           CsLibrary     *to,
           CsLibrary     *from)
{
  GtkWindow *other = find_window (self, from);

  present (self, to);
  if (other != NULL)
    close_window (other);
}

static void
on_sample_ready (CsSampleDialog *dialog,
                 CsApplication  *self)
{
  switch_to (self, self->sample, self->library);
}

static void
on_open_sample (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  CsApplication *self = user_data;
  GtkWindow *window = present (self, self->library);
  AdwDialog *dialog;

  if (self->sample == NULL)
    {
      g_autofree char *folder = cs_workspace_sample_folder ();

      self->sample = cs_library_new (folder);
    }

  dialog = cs_sample_dialog_new (self->sample);
  g_signal_connect_object (dialog, "ready", G_CALLBACK (on_sample_ready), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
on_leave_sample (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  CsApplication *self = user_data;

  if (self->sample == NULL)
    return;

  switch_to (self, self->library, self->sample);
}

/* For the shell’s search: a thing of a kind. */
static void
on_show (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  static const struct
  {
    const char *kind;
    const char *action;
  } ways[] = {
    { "post", "win.edit-post" },
    { "media", "win.show-media" },
    { "account", "win.show-account" },
    { "search", "win.search" },
  };
  const char *kind;
  const char *id;
  CsApplication *self = user_data;
  GtkWindow *window = present_pages (self);

  g_variant_get (parameter, "(&s&s)", &kind, &id);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (strcmp (kind, ways[i].kind) == 0)
      gtk_widget_activate_action (GTK_WIDGET (window), ways[i].action, "s", id);
}

static const GActionEntry actions[] = {
  { "show-today", on_show_today },
  { "open-post", on_open_post, "s" },
  { "open-media", on_open_media, "s" },
  { "new-post", on_new_post },
  { "open-sample", on_open_sample },
  { "leave-sample", on_leave_sample },
  { "show", on_show, "(ss)" },
  { "quit", on_quit },
  { "help", on_help },
  { "about", on_about },
};

static void
set_accels (GtkApplication *self)
{
  static const struct
  {
    const char *action;
    const char *accels[3];
  } keys[] = {
    { "app.quit", { "<Control>q" } },
    { "app.help", { "F1" } },
    { "window.close", { "<Control>w" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z" } },
    { "win.new-post-now", { "<Control>n" } },
    { "win.search('')", { "<Control>f" } },
    { "win.show-activity", { "<Control><Shift>a" } },
    { "win.show-preferences", { "<Control>comma" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (self, keys[i].action, keys[i].accels);
}

static void
on_background_decided (CsApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    cs_toast (GTK_WIDGET (window), _("Posts also go out while no window is open"));
}

/* The publisher that starts at login publishes the default workspace. */
static void
make_background (CsApplication *self)
{
  self->background = cs_background_new (self->library,
                                        g_application_get_dbus_connection (G_APPLICATION (self)),
                                        g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS));
  g_signal_connect_object (self->background, "decided", G_CALLBACK (on_background_decided), self,
                           G_CONNECT_SWAPPED);
}

static void
cs_application_startup (GApplication *application)
{
  CsApplication *self = CS_APPLICATION (application);
  g_autofree char *folder = self->folder != NULL ? g_strdup (self->folder)
                                                 : cs_workspace_default_folder ();

  G_APPLICATION_CLASS (cs_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (CS_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  set_accels (GTK_APPLICATION (self));

  self->library = cs_library_new (folder);
  cs_library_open (self->library);
  self->notifier = cs_notifier_new (GTK_APPLICATION (self), self->library);
  if (self->folder == NULL)
    make_background (self);
}

static void
cs_application_activate (GApplication *application)
{
  gtk_window_present (get_window (CS_APPLICATION (application)));
}

/* Who asks for the program by its name means the default workspace: another one has a process of
 * its own, which takes no such name and gives its folder to nobody. */
static int
cs_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  CsApplication *self = CS_APPLICATION (application);
  g_autofree char *usual = cs_workspace_default_folder ();
  g_autofree char *given = NULL;
  g_autofree char *folder = NULL;

  if (!g_variant_dict_lookup (options, "workspace", "^ay", &given))
    return -1;

  folder = g_canonicalize_filename (given, NULL);
  if (strcmp (folder, usual) == 0)
    return -1;

  self->folder = g_steal_pointer (&folder);
  g_application_set_flags (application,
                           g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
cs_application_shutdown (GApplication *application)
{
  CsApplication *self = CS_APPLICATION (application);

  if (self->notifier != NULL)
    cs_notifier_stop (self->notifier);
  g_clear_object (&self->notifier);
  if (self->background != NULL)
    cs_background_stop (self->background);
  g_clear_object (&self->background);
  if (self->sample != NULL)
    cs_library_close (self->sample);
  if (self->library != NULL)
    cs_library_close (self->library);

  G_APPLICATION_CLASS (cs_application_parent_class)->shutdown (application);
}

static void
cs_application_finalize (GObject *object)
{
  CsApplication *self = CS_APPLICATION (object);

  g_clear_object (&self->library);
  g_clear_object (&self->sample);
  g_free (self->folder);

  G_OBJECT_CLASS (cs_application_parent_class)->finalize (object);
}

static void
cs_application_class_init (CsApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = cs_application_finalize;
  application_class->startup = cs_application_startup;
  application_class->activate = cs_application_activate;
  application_class->handle_local_options = cs_application_handle_local_options;
  application_class->shutdown = cs_application_shutdown;
}

static void
cs_application_init (CsApplication *self)
{
  const GOptionEntry options[] = {
    { "workspace", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Another folder than the default one"),
      /* Translators: stands for a folder’s path in the help of the command line */
      N_("DIR") },
    { NULL, },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

CsApplication *
cs_application_new (GApplicationFlags flags)
{
  return g_object_new (CS_TYPE_APPLICATION,
                       "application-id", CS_APPLICATION_ID,
                       "resource-base-path", RESOURCES,
                       "flags", flags,
                       NULL);
}

/* Before startup: another workspace than the default one. */
void
cs_application_set_folder (CsApplication *self,
                           const char    *folder)
{
  g_set_str (&self->folder, folder);
}

/* NULL before startup. */
CsLibrary *
cs_application_get_library (CsApplication *self)
{
  return self->library;
}

/* NULL where nothing is published in the background. */
CsBackground *
cs_application_get_background (CsApplication *self)
{
  return self->background;
}
