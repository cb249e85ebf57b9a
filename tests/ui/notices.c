/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "notices.h"

#include <string.h>

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

static const char xml[] =
  "<node><interface name='" NAME "'>"
  "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
  "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
  "</interface></node>";

static void
on_call (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *args,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  Notices *self = user_data;
  g_autofree const char **actions = NULL;
  const char *title;
  const char *body;

  if (strcmp (method, "Notify") == 0)
    {
      g_variant_get_child (args, 3, "&s", &title);
      g_variant_get_child (args, 4, "&s", &body);
      g_variant_get_child (args, 5, "^a&s", &actions);
      g_ptr_array_add (self->shown, g_strdup (title));
      g_ptr_array_add (self->bodies, g_strdup (body));
      g_ptr_array_add (self->actions, g_strjoinv (" ", (GStrv) actions));
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", self->shown->len));
    }
  else if (strcmp (method, "GetCapabilities") == 0)
    {
      const char *const none[] = { "actions", "body", NULL };

      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", none));
    }
  else
    {
      self->withdrawn++;
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

Notices *
notices_new (void)
{
  static const GDBusInterfaceVTable table = { on_call, NULL, NULL, { NULL } };
  Notices *self = g_new0 (Notices, 1);
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr(GError) error = NULL;

  self->shown = g_ptr_array_new_with_free_func (g_free);
  self->bodies = g_ptr_array_new_with_free_func (g_free);
  self->actions = g_ptr_array_new_with_free_func (g_free);
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus, PATH, node->interfaces[0], &table,
                                                    self, NULL, &error);
  g_assert_no_error (error);
  self->name = g_bus_own_name_on_connection (self->bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                             NULL, NULL, NULL);

  return self;
}

static void
on_heard (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result,
                                                              NULL);

  *(gboolean *) user_data = TRUE;
}

/* What was sent before is heard before. */
static void
hear_all (Notices    *self,
          const char *from,
          const char *path,
          const char *interface,
          const char *method)
{
  gboolean heard = FALSE;

  g_dbus_connection_call (self->bus, from, path, interface, method, NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_heard, &heard);
  while (!heard)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * notices_free:
 *
 * Before the application goes: what GLib keeps of a notification holds what sends it (2.84), and
 * when that is all that does, it frees itself without end once it hears that nobody shows them.
 */
void
notices_free (Notices *self)
{
  hear_all (self, g_dbus_connection_get_unique_name (self->bus), PATH, NAME, "GetCapabilities");
  g_bus_unown_name (self->name);
  hear_all (self, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId");
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_object_unref (self->bus);
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->bodies);
  g_ptr_array_unref (self->actions);
  g_free (self);
}

void
notices_click (Notices    *self,
               const char *action)
{
  g_dbus_connection_emit_signal (self->bus, NULL, PATH, NAME, "ActionInvoked",
                                 g_variant_new ("(us)", self->shown->len, action), NULL);
}
