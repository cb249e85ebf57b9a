/* creatorsync-publisher: publishes what is due while no window is open
 *
 * The same services as the app's, without a display. The session bus starts it
 * by name; another process that owns the workspace makes it wait its turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-error.h"
#include "cs-log.h"
#include "cs-workspace.h"

#include <glib-unix.h>
#include <locale.h>

#define BUS_NAME   "io.github.creatorsync.Publisher"
#define LOOK_MSEC  1000

typedef struct
{
  char         *folder;
  CsWorkspace  *workspace;     /* NULL while another process owns it */
  GCancellable *cancellable;
  GMainLoop    *loop;
  GError       *error;
} Service;

static gboolean
on_end (gpointer user_data)
{
  Service *service = user_data;

  g_cancellable_cancel (service->cancellable);
  g_main_loop_quit (service->loop);

  return G_SOURCE_CONTINUE;
}

/* Looks once a second whether the workspace is free: its owner may have crashed. */
static gboolean
on_look (gpointer user_data)
{
  Service *service = user_data;
  g_autoptr(GError) error = NULL;

  service->workspace = cs_workspace_open (service->folder, CS_WORKSPACE_OWN,
                                          service->cancellable, &error);

  if (service->workspace != NULL)
    {
      cs_workspace_start_publishing (service->workspace);
      g_message ("Publishing what is due in %s", service->folder);
      return G_SOURCE_REMOVE;
    }

  if (g_error_matches (error, CS_ERROR, CS_ERROR_BUSY))
    return G_SOURCE_CONTINUE;

  service->error = g_steal_pointer (&error);
  g_main_loop_quit (service->loop);

  return G_SOURCE_REMOVE;
}

static void
on_name_lost (GDBusConnection *connection,
              const char      *name,
              gpointer         user_data)
{
  Service *service = user_data;

  /* Without a session bus it is started by hand, and goes on. */
  if (connection == NULL)
    return;

  g_message ("Another creatorsync-publisher runs already");
  g_main_loop_quit (service->loop);
}

static gboolean
read_options (Service  *service,
              int      *argc,
              char   ***argv,
              GError  **error)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  GOptionEntry entries[] = {
    { "workspace", 0, 0, G_OPTION_ARG_FILENAME, &service->folder, "Another folder than the default",
      "DIR" },
    { NULL, },
  };

  g_option_context_set_summary (context, "Publishes what is due until it is told to end.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (service->folder == NULL)
    service->folder = cs_workspace_default_folder ();

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  Service service = { 0, };
  guint name;
  int status;

  setlocale (LC_ALL, "");
  cs_log_install ();

  if (!read_options (&service, &argc, &argv, &error))
    {
      g_printerr ("creatorsync-publisher: %s\n", error->message);
      return CS_ERROR_USAGE;
    }

  service.loop = g_main_loop_new (NULL, FALSE);
  service.cancellable = g_cancellable_new ();
  g_unix_signal_add (SIGTERM, on_end, &service);
  g_unix_signal_add (SIGINT, on_end, &service);
  name = g_bus_own_name (G_BUS_TYPE_SESSION, BUS_NAME, G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                         NULL, NULL, on_name_lost, &service, NULL);
  if (on_look (&service))
    g_timeout_add (LOOK_MSEC, on_look, &service);

  if (service.error == NULL)
    g_main_loop_run (service.loop);

  status = cs_error_exit_code (service.error);
  if (service.error != NULL)
    g_printerr ("creatorsync-publisher: %s\n", service.error->message);

  g_bus_unown_name (name);
  if (service.workspace != NULL)
    cs_workspace_close (service.workspace);
  g_clear_object (&service.workspace);
  g_clear_error (&service.error);
  g_object_unref (service.cancellable);
  g_main_loop_unref (service.loop);
  g_free (service.folder);

  return status;
}
