/* creatorsync-publisher: publishes what is due while no window is open
 *
 * The same services as the app's, without a display. The session bus starts it
 * by name. While another process owns the workspace it waits at that one's socket,
 * and takes over when it ends, also by a crash. It lets go when another asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-error.h"
#include "cs-herald.h"
#include "cs-locale.h"
#include "cs-log.h"
#include "cs-search-provider.h"
#include "cs-workspace.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>

#define BUS_NAME   "io.github.creatorsync.CreatorSync.Publisher"
#define BUS_PATH   "/io/github/creatorsync/CreatorSync/Publisher"
#define LOOK_MSEC  1000
#define AWAY_MSEC  5000   /* for who asked for the workspace to take it */
#define AGAIN_MSEC 10000  /* what can only be read may be written after that: the disk has room */

typedef struct
{
  char         *folder;
  CsWorkspace  *workspace;     /* its own, or another’s that it waits for */
  CsHerald     *herald;        /* of its own */
  gboolean      is_opening;
  gboolean      is_closing;
  guint         away_msec;     /* after that close */
  guint         again;         /* source of the next try to write */
  gboolean      is_read_only;  /* and that has been said */
  GCancellable *cancellable;
  GMainLoop    *loop;
  GError       *error;
  CsSearchProvider *search;    /* NULL without a session bus */
  GSimpleActionGroup *actions;
} Service;

static gboolean
on_end (gpointer user_data)
{
  Service *service = user_data;

  g_cancellable_cancel (service->cancellable);
  g_main_loop_quit (service->loop);

  return G_SOURCE_CONTINUE;
}

static gboolean look (gpointer user_data);

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Service *service = user_data;

  cs_workspace_close_finish (CS_WORKSPACE (source), result);
  service->is_closing = FALSE;
  g_clear_object (&service->workspace);
  if (!g_cancellable_is_cancelled (service->cancellable))
    g_timeout_add (service->away_msec, look, service);
}

static void
let_go (Service *service,
        guint    msec)
{
  if (service->is_closing)
    return;

  service->is_closing = TRUE;
  g_clear_handle_id (&service->again, g_source_remove);
  g_clear_pointer (&service->herald, cs_herald_free);
  service->away_msec = msec;
  cs_workspace_close_async (service->workspace, on_closed, service);
}

/* The owner has ended: whoever takes the workspace first has it. */
static void
on_lost (CsWorkspace *workspace,
         gpointer     user_data)
{
  let_go (user_data, 0);
}

static gboolean
on_release_requested (CsWorkspace *workspace,
                      gpointer     user_data)
{
  g_message ("Another process takes the workspace over");
  let_go (user_data, AWAY_MSEC);

  return TRUE;
}

static gboolean
on_again (gpointer user_data)
{
  Service *service = user_data;

  if (cs_workspace_has_guests (service->workspace))
    return G_SOURCE_CONTINUE;

  service->again = 0;
  let_go (service, 0);

  return G_SOURCE_REMOVE;
}

static void
publish (Service *service)
{
  gboolean was_read_only = service->is_read_only;

  service->is_read_only = !cs_workspace_start_publishing (service->workspace);
  if (!service->is_read_only)
    g_message ("Publishing what is due in %s", service->folder);
  else
    {
      if (!was_read_only)
        g_message ("%s can only be read: nothing is published from it", service->folder);
      service->again = g_timeout_add (AGAIN_MSEC, on_again, service);
    }

  service->herald = cs_herald_new (service->workspace);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Service *service = user_data;
  g_autoptr(GError) error = NULL;

  service->is_opening = FALSE;
  service->workspace = cs_workspace_open_finish (result, &error);

  if (service->workspace == NULL)
    {
      if (g_error_matches (error, CS_ERROR, CS_ERROR_BUSY))
        g_timeout_add (LOOK_MSEC, look, service);
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          service->error = g_steal_pointer (&error);
          g_main_loop_quit (service->loop);
        }
    }
  else if (!cs_workspace_is_owner (service->workspace))
    {
      g_signal_connect (service->workspace, "lost", G_CALLBACK (on_lost), service);
      g_message ("Waiting for the process that has %s", service->folder);
    }
  else
    {
      g_signal_connect (service->workspace, "release-requested",
                        G_CALLBACK (on_release_requested), service);
      publish (service);
    }
}

/* Owns the workspace, or waits at its owner’s. */
static gboolean
look (gpointer user_data)
{
  Service *service = user_data;

  service->is_opening = TRUE;
  cs_workspace_open_async (service->folder, CS_WORKSPACE_SHARE, service->cancellable, on_opened,
                           service);

  return G_SOURCE_REMOVE;
}

/* Nothing is to go out in the background any more. */
static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  on_end (user_data);
}

/* Before the name is taken, so that who starts the service by it finds the object. */
static void
on_bus (GDBusConnection *connection,
        const char      *name,
        gpointer         user_data)
{
  Service *service = user_data;

  service->search = cs_search_provider_new (connection, &service->workspace);
  g_dbus_connection_export_action_group (connection, BUS_PATH,
                                         G_ACTION_GROUP (service->actions), NULL);
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
    { "workspace", 0, 0, G_OPTION_ARG_FILENAME, &service->folder,
      N_("Another folder than the default"), "DIR" },
    { NULL, },
  };

  g_option_context_set_summary (context, _("Publishes what is due until it is told to end."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (service->folder == NULL)
    service->folder = cs_workspace_default_folder ();

  return TRUE;
}

/* What it was at ends first, so that nothing is left half open. */
static void
end (Service *service)
{
  g_cancellable_cancel (service->cancellable);
  while (service->is_opening || service->is_closing)
    g_main_context_iteration (NULL, TRUE);

  g_clear_handle_id (&service->again, g_source_remove);
  g_clear_pointer (&service->herald, cs_herald_free);
  if (service->workspace != NULL)
    cs_workspace_close (service->workspace);
  g_clear_object (&service->workspace);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  const GActionEntry actions[] = { { "quit", on_quit } };
  Service service = { 0, };
  guint name;
  int status;

  cs_locale_begin (LC_ALL);
  cs_log_install ();

  if (!read_options (&service, &argc, &argv, &error))
    {
      g_printerr ("creatorsync-publisher: %s\n", error->message);
      return CS_ERROR_USAGE;
    }

  service.loop = g_main_loop_new (NULL, FALSE);
  service.actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (service.actions), actions,
                                   G_N_ELEMENTS (actions), &service);
  service.cancellable = g_cancellable_new ();
  g_unix_signal_add (SIGTERM, on_end, &service);
  g_unix_signal_add (SIGINT, on_end, &service);
  name = g_bus_own_name (G_BUS_TYPE_SESSION, BUS_NAME, G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                         on_bus, NULL, on_name_lost, &service, NULL);
  look (&service);
  g_main_loop_run (service.loop);
  end (&service);

  status = cs_error_exit_code (service.error);
  if (service.error != NULL)
    g_printerr ("creatorsync-publisher: %s\n", service.error->message);

  g_clear_pointer (&service.search, cs_search_provider_free);
  g_bus_unown_name (name);
  g_clear_error (&service.error);
  g_object_unref (service.actions);
  g_object_unref (service.cancellable);
  g_main_loop_unref (service.loop);
  g_free (service.folder);

  return status;
}
