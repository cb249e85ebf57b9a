/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-background.h"
#include "cs-item.h"
#include "cs-preferences.h"
#include "cs-settings.h"
#include "cs-test.h"
#include "display.h"

#include <string.h>

#define PORTAL      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PUBLISHER      "io.github.creatorsync.CreatorSync.Publisher"
#define PUBLISHER_PATH "/io/github/creatorsync/CreatorSync/Publisher"

static const char xml[] =
  "<node><interface name='org.freedesktop.portal.Background'>"
  "<method name='RequestBackground'><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
  "</interface></node>";

/* A desktop that answers as it is told to, and a bus that a publisher could be on. */
typedef struct
{
  Display         *display;
  GDBusConnection *bus;
  guint            object;
  guint            name;
  guint            response;    /* what the next request is answered with */
  gboolean         grants;
  gboolean         is_slow;     /* the person is asked, and has not answered yet */
  GPtrArray       *asked;       /* a{sv} */
  char            *request;     /* where the answer to the last one is awaited */
  CsBackground    *background;
  gboolean         has_ended;   /* the publisher was told to */
} Desktop;

/* To the request that came last. */
static void
answer (Desktop *self)
{
  GVariantDict results = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&results, "background", "b", self->grants);
  g_dbus_connection_emit_signal (self->bus, NULL, self->request, "org.freedesktop.portal.Request",
                                 "Response",
                                 g_variant_new ("(u@a{sv})", self->response,
                                                g_variant_dict_end (&results)), NULL);
}

static void
on_request (GDBusConnection       *connection,
            const char            *sender,
            const char            *path,
            const char            *interface,
            const char            *method,
            GVariant              *args,
            GDBusMethodInvocation *invocation,
            gpointer               user_data)
{
  Desktop *self = user_data;
  g_autoptr(GVariant) options = g_variant_get_child_value (args, 1);
  g_autofree char *owner = g_strdelimit (g_strdup (sender + 1), ".", '_');
  const char *token = "";

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_free (self->request);
  self->request = g_strdup_printf (PORTAL_PATH "/request/%s/%s", owner, token);
  g_ptr_array_add (self->asked, g_steal_pointer (&options));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", self->request));
  if (!self->is_slow)
    answer (self);
}

static gboolean
has_name (gpointer data)
{
  Desktop *self = data;
  g_autoptr(GVariant) answer = g_dbus_connection_call_sync (
    self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "NameHasOwner", g_variant_new ("(s)", PORTAL), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean there = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "(b)", &there);

  return there;
}

static Desktop *
desktop_new (gboolean is_sandboxed)
{
  static const GDBusInterfaceVTable table = { on_request, NULL, NULL, { NULL } };
  Desktop *self = g_new0 (Desktop, 1);
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr(GError) error = NULL;

  self->display = display_new ();
  self->asked = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus, PORTAL_PATH, node->interfaces[0],
                                                    &table, self, NULL, &error);
  g_assert_no_error (error);
  self->name = g_bus_own_name_on_connection (self->bus, PORTAL, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                             NULL, NULL, NULL);
  wait_until (has_name, self);
  g_settings_reset (cs_settings_get (), CS_SETTINGS_BACKGROUND);
  self->background = cs_background_new (self->display->library, self->bus, is_sandboxed);

  return self;
}

static void
desktop_free (Desktop *self)
{
  cs_background_stop (self->background);
  g_assert_finalize_object (self->background);
  g_clear_pointer (&self->display, display_free);
  g_bus_unown_name (self->name);
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_object_unref (self->bus);
  g_ptr_array_unref (self->asked);
  g_free (self->request);
  g_settings_reset (cs_settings_get (), CS_SETTINGS_BACKGROUND);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desktop, desktop_free)

static int
decision (void)
{
  return g_settings_get_enum (cs_settings_get (), CS_SETTINGS_BACKGROUND);
}

static gboolean
is_on (gpointer data)
{
  return decision () == CS_SETTINGS_ON;
}

static gboolean
is_off (gpointer data)
{
  return decision () == CS_SETTINGS_OFF;
}

static void
schedule_post (Desktop *self)
{
  g_autoptr(GVariant) post = display_run (self->display, "post.new",
                                          "{'text': <'Hello'>, 'accounts': <['alice.test']>}");
  g_autoptr(GVariant) planned = display_run (self->display, "post.schedule",
                                             "{'id': <'%s'>, 'at': <'+1d'>}",
                                             cs_view_text (post, "id"));
}

static AdwSwitchRow *
open_switch (Desktop *self)
{
  adw_dialog_present (cs_preferences_new (self->display->library, self->background),
                      GTK_WIDGET (self->display->window));
  wait_for_quiet (self->display);

  return find_widget (self->display->window, ADW_TYPE_SWITCH_ROW, "Publish in the Background");
}

static void
close_dialog (Desktop *self)
{
  adw_dialog_force_close (adw_application_window_get_visible_dialog (
    ADW_APPLICATION_WINDOW (self->display->window)));
  wait_for_quiet (self->display);
}

static gboolean
is_asked (gpointer data)
{
  return ((Desktop *) data)->asked->len > 0;
}

/* Behind the moment in which it looks what has changed, and what it asks then. */
static void
schedule_and_wait (Desktop *self)
{
  schedule_post (self);
  wait_past (300);
  g_variant_unref (display_run (self->display, "status", NULL));
  wait_for_quiet (self->display);
}

/* Once: with what was decided nobody is asked again. */
static void
test_it_is_asked_when_first_scheduled (void)
{
  g_autoptr(Desktop) desktop = desktop_new (TRUE);
  g_autofree const char **command = NULL;
  const char *reason = NULL;
  gboolean autostart = FALSE;

  desktop->grants = TRUE;
  g_free (display_sign_in (desktop->display));
  wait_for_quiet (desktop->display);
  g_assert_cmpint (decision (), ==, CS_SETTINGS_UNDECIDED);

  schedule_post (desktop);
  wait_until (is_on, NULL);
  g_assert_cmpuint (desktop->asked->len, ==, 1);
  g_assert_true (g_variant_lookup (desktop->asked->pdata[0], "autostart", "b", &autostart));
  g_assert_true (autostart);
  g_assert_true (g_variant_lookup (desktop->asked->pdata[0], "reason", "&s", &reason));
  g_assert_true (g_variant_lookup (desktop->asked->pdata[0], "commandline", "^a&s", &command));
  g_assert_true (g_str_has_suffix (command[0], "/creatorsync-publisher"));
  g_assert_null (command[1]);

  schedule_and_wait (desktop);
  g_assert_cmpuint (desktop->asked->len, ==, 1);
}

/* However many posts are scheduled until the person answers. */
static void
test_it_is_asked_once_at_a_time (void)
{
  g_autoptr(Desktop) desktop = desktop_new (TRUE);

  desktop->is_slow = TRUE;
  desktop->grants = TRUE;
  g_free (display_sign_in (desktop->display));
  schedule_post (desktop);
  wait_until (is_asked, desktop);
  schedule_and_wait (desktop);
  g_assert_cmpuint (desktop->asked->len, ==, 1);
  g_assert_cmpint (decision (), ==, CS_SETTINGS_UNDECIDED);

  answer (desktop);
  wait_until (is_on, NULL);
}

static void
test_a_no_is_kept_and_said (void)
{
  g_autoptr(Desktop) desktop = desktop_new (TRUE);
  AdwSwitchRow *row;

  desktop->response = 1;
  row = open_switch (desktop);
  g_assert_nonnull (row);
  g_assert_false (adw_switch_row_get_active (row));
  adw_switch_row_set_active (row, TRUE);
  wait_until (is_off, NULL);
  wait_for_quiet (desktop->display);
  g_assert_false (adw_switch_row_get_active (row));
  g_assert_nonnull (find_widget (desktop->display->window, GTK_TYPE_LABEL,
                                 "The system does not let Creator Sync run in the background: "
                                 "allow it in the system’s settings"));
  close_dialog (desktop);

  g_free (display_sign_in (desktop->display));
  schedule_and_wait (desktop);
  g_assert_cmpuint (desktop->asked->len, ==, 1);
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  ((Desktop *) user_data)->has_ended = TRUE;
}

static gboolean
has_ended (gpointer data)
{
  return ((Desktop *) data)->has_ended;
}

/* A file starts it at login; without it the publisher that runs is told to end. */
static void
test_without_a_sandbox_a_file_does_it (void)
{
  g_autoptr(Desktop) desktop = desktop_new (FALSE);
  const GActionEntry actions[] = { { "quit", on_quit } };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "autostart",
                                            PUBLISHER ".desktop", NULL);
  g_autoptr(GKeyFile) entry = g_key_file_new ();
  g_autofree char *exec = NULL;
  guint exported;
  guint name;
  AdwSwitchRow *row;

  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, 1, desktop);
  exported = g_dbus_connection_export_action_group (desktop->bus, PUBLISHER_PATH,
                                                    G_ACTION_GROUP (group), NULL);
  name = g_bus_own_name_on_connection (desktop->bus, PUBLISHER, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                       NULL, NULL, NULL);

  row = open_switch (desktop);
  adw_switch_row_set_active (row, TRUE);
  wait_until (is_on, NULL);
  g_assert_true (g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, NULL));
  exec = g_key_file_get_string (entry, "Desktop Entry", "Exec", NULL);
  g_assert_true (g_str_has_suffix (exec, "/creatorsync-publisher"));

  adw_switch_row_set_active (row, FALSE);
  wait_until (is_off, NULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  wait_until (has_ended, desktop);
  g_assert_cmpuint (desktop->asked->len, ==, 0);

  close_dialog (desktop);
  g_bus_unown_name (name);
  g_dbus_connection_unexport_action_group (desktop->bus, exported);
}

CS_TESTS (background)
{
  g_test_add_func ("/ui/background/it-is-asked-when-first-scheduled",
                   test_it_is_asked_when_first_scheduled);
  g_test_add_func ("/ui/background/it-is-asked-once-at-a-time", test_it_is_asked_once_at_a_time);
  g_test_add_func ("/ui/background/a-no-is-kept-and-said", test_a_no_is_kept_and_said);
  g_test_add_func ("/ui/background/without-a-sandbox-a-file-does-it",
                   test_without_a_sandbox_a_file_does_it);
}
