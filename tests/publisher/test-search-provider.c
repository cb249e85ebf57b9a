/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test-folder.h"
#include "cs-test.h"
#include "cs-workspace.h"

#include <signal.h>

#define BUS_NAME  "io.github.creatorsync.CreatorSync.Publisher"
#define PATH      "/io/github/creatorsync/CreatorSync/Publisher/SearchProvider"
#define INTERFACE "org.gnome.Shell.SearchProvider2"
#define PATIENCE_SECONDS 30

/* A publisher on a bus and a workspace of its own, and somebody who asks as the shell does. */
typedef struct
{
  GTestDBus       *bus;
  GDBusConnection *connection;
  GSubprocess     *publisher;
  CsWorkspace     *workspace;
  char            *folder;
  char            *shown;       /* what the window was told to show */
} Shell;

static gboolean
on_late (gpointer user_data)
{
  g_error ("Waited for %d seconds, and it does not hold", PATIENCE_SECONDS);

  return G_SOURCE_REMOVE;
}

static void
on_appeared (GDBusConnection *connection,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
wait_for_name (Shell *shell)
{
  gboolean is_there = FALSE;
  guint limit = g_timeout_add_seconds (PATIENCE_SECONDS, on_late, NULL);
  guint watch = g_bus_watch_name_on_connection (shell->connection, BUS_NAME,
                                                G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, NULL,
                                                &is_there, NULL);

  while (!is_there)
    g_main_context_iteration (NULL, TRUE);

  g_bus_unwatch_name (watch);
  g_source_remove (limit);
}

/* The publisher owns it by then, or soon. */
static void
join (Shell *shell)
{
  for (guint i = 0; shell->workspace == NULL && i < PATIENCE_SECONDS * 10; i++)
    {
      shell->workspace = cs_workspace_open (shell->folder, CS_WORKSPACE_JOIN, NULL, NULL);
      if (shell->workspace == NULL)
        g_assert_true (cs_pause (100, NULL, NULL));
    }

  g_assert_nonnull (shell->workspace);
}

static void
set_up (Shell         *shell,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  shell->folder = g_dir_make_tmp ("cs-shell-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("CREATORSYNC_SECRETS", "memory", TRUE);
  shell->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (shell->bus);
  shell->connection = g_dbus_connection_new_for_address_sync (
    g_test_dbus_get_bus_address (shell->bus),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  shell->publisher = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error,
                                       g_getenv ("CREATORSYNC_PUBLISHER"), "--workspace",
                                       shell->folder, NULL);
  g_assert_no_error (error);
  wait_for_name (shell);
  join (shell);
}

static void
tear_down (Shell         *shell,
           gconstpointer  data)
{
  cs_workspace_close (shell->workspace);
  g_clear_object (&shell->workspace);
  g_subprocess_send_signal (shell->publisher, SIGTERM);
  g_assert_true (g_subprocess_wait (shell->publisher, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (shell->publisher));
  g_clear_object (&shell->publisher);
  g_dbus_connection_close_sync (shell->connection, NULL, NULL);
  g_clear_object (&shell->connection);
  g_test_dbus_down (shell->bus);
  g_clear_object (&shell->bus);
  cs_test_remove (shell->folder);
  g_free (shell->folder);
  g_free (shell->shown);
}

static GVariant *
call (Shell      *shell,
      const char *method,
      GVariant   *args,
      const char *type)
{
  g_autoptr(GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (shell->connection, BUS_NAME, PATH, INTERFACE,
                                                  method, args, G_VARIANT_TYPE (type),
                                                  G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);

  return answer;
}

static char *
write_post (Shell      *shell,
            const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) post = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  char *id = NULL;

  g_variant_dict_insert (&args, "text", "s", text);
  post = cs_workspace_run (shell->workspace, "post.new", g_variant_dict_end (&args), NULL, NULL,
                           NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_lookup (post, "id", "s", &id));

  return id;
}

static void
test_it_finds_and_describes (Shell         *shell,
                             gconstpointer  data)
{
  g_autofree char *id = write_post (shell, "Zebra crossing\nfor potters");
  g_autofree char *name = g_strconcat ("post:", id, NULL);
  const char *const terms[] = { "zeb", "pot", NULL };
  const char *const more[] = { "zebra", NULL };
  const char *const none[] = { "\"", "OR", NULL };
  g_autoptr(GVariant) first = call (shell, "GetInitialResultSet", g_variant_new ("(^as)", terms),
                                    "(as)");
  g_autoptr(GVariant) second = NULL;
  g_autoptr(GVariant) nothing = NULL;
  g_autoptr(GVariant) metas = NULL;
  g_autoptr(GVariant) meta = NULL;
  g_autofree const char **ids = NULL;
  g_autofree const char **again = NULL;
  const char *title;
  const char *description;

  g_variant_get (first, "(^a&s)", &ids);
  g_assert_cmpuint (g_strv_length ((GStrv) ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, name);

  second = call (shell, "GetSubsearchResultSet", g_variant_new ("(^as^as)", ids, more), "(as)");
  g_variant_get (second, "(^a&s)", &again);
  g_assert_cmpstr (again[0], ==, name);

  metas = call (shell, "GetResultMetas", g_variant_new ("(^as)", again), "(aa{sv})");
  g_variant_get (metas, "(@aa{sv})", &meta);
  g_assert_cmpuint (g_variant_n_children (meta), ==, 1);
  g_clear_pointer (&metas, g_variant_unref);
  metas = g_variant_get_child_value (meta, 0);
  g_assert_true (g_variant_lookup (metas, "name", "&s", &title));
  g_assert_true (g_variant_lookup (metas, "description", "&s", &description));
  g_assert_cmpstr (title, ==, "Zebra crossing");
  g_assert_cmpstr (description, ==, "Zebra crossing for potters");

  nothing = call (shell, "GetInitialResultSet", g_variant_new ("(^as)", none), "(as)");
  g_assert_cmpuint (g_variant_get_size (nothing), ==, 0);
}

static void
on_action (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  Shell *shell = user_data;

  g_free (shell->shown);
  shell->shown = g_variant_print (parameters, FALSE);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_named (GDBusConnection *connection,
          const char      *name,
          gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Stands in for the window on the bus. */
static guint
pretend_window (Shell         *shell,
                GDBusNodeInfo *node)
{
  static const GDBusInterfaceVTable vtable = { on_action, NULL, NULL, };
  gboolean is_named = FALSE;
  guint name;

  g_assert_cmpuint (g_dbus_connection_register_object (shell->connection,
                                                       "/io/github/creatorsync/CreatorSync",
                                                       node->interfaces[0], &vtable, shell, NULL,
                                                       NULL), >, 0);
  name = g_bus_own_name_on_connection (shell->connection, "io.github.creatorsync.CreatorSync",
                                       G_BUS_NAME_OWNER_FLAGS_NONE, on_named, NULL, &is_named,
                                       NULL);
  while (!is_named)
    g_main_context_iteration (NULL, TRUE);

  return name;
}

static void
assert_shown (Shell      *shell,
              const char *expected)
{
  guint limit = g_timeout_add_seconds (PATIENCE_SECONDS, on_late, NULL);

  while (shell->shown == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (limit);
  g_assert_cmpstr (shell->shown, ==, expected);
  g_clear_pointer (&shell->shown, g_free);
}

static void
test_the_window_shows_what_is_chosen (Shell         *shell,
                                      gconstpointer  data)
{
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (
    "<node><interface name='org.freedesktop.Application'><method name='ActivateAction'>"
    "<arg type='s' direction='in'/><arg type='av' direction='in'/>"
    "<arg type='a{sv}' direction='in'/></method></interface></node>", NULL);
  guint name = pretend_window (shell, node);
  const char *const terms[] = { "zebra", "pot", NULL };

  g_variant_unref (call (shell, "ActivateResult",
                         g_variant_new ("(s^asu)", "media:42", terms, 0), "()"));
  assert_shown (shell, "('show', [<('media', '42')>], {})");
  g_variant_unref (call (shell, "LaunchSearch", g_variant_new ("(^asu)", terms, 0), "()"));
  assert_shown (shell, "('show', [<('search', 'zebra pot')>], {})");
  g_bus_unown_name (name);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *runtime = g_dir_make_tmp ("cs-run-XXXXXX", NULL);
  int status;

  /* The publisher and this program meet at a socket there. */
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/publisher/search/it-finds-and-describes", Shell, NULL, set_up,
              test_it_finds_and_describes, tear_down);
  g_test_add ("/publisher/search/the-window-shows-what-is-chosen", Shell, NULL, set_up,
              test_the_window_shows_what_is_chosen, tear_down);
  status = g_test_run ();
  cs_test_remove (runtime);

  return status;
}
