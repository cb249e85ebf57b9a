/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-background.h"

#include "cs-error.h"
#include "cs-item.h"
#include "cs-portal.h"
#include "cs-settings.h"

#include <glib/gi18n.h>
#include <string.h>

#define BUS_NAME      "io.github.creatorsync.CreatorSync.Publisher"
#define PATH          "/io/github/creatorsync/CreatorSync/Publisher"
#define AUTOSTART     BUS_NAME ".desktop"
#define TOGETHER_MSEC 200

struct _CsBackground
{
  GObject          parent_instance;

  CsLibrary       *library;
  GDBusConnection *bus;           /* NULL: there is none, and nothing is started on it */
  gboolean         is_sandboxed;
  GCancellable    *cancellable;
  guint            soon;
  gboolean         is_asking;     /* of itself; the desktop may ask the person, who may take long */
};

G_DEFINE_FINAL_TYPE (CsBackground, cs_background, G_TYPE_OBJECT)

static guint decided_signal;

/* Nobody waits for it: it publishes when this window has ended. */
static void
start_publisher (CsBackground *self)
{
  if (self->bus != NULL)
    g_dbus_connection_call (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                            "org.freedesktop.DBus", "StartServiceByName",
                            g_variant_new ("(su)", BUS_NAME, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                            NULL, NULL, NULL);
}

static void
end_publisher (CsBackground *self)
{
  if (self->bus != NULL)
    g_dbus_connection_call (self->bus, BUS_NAME, PATH, "org.gtk.Actions", "Activate",
                            g_variant_new_parsed ("('quit', @av [], @a{sv} {})"), NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static gboolean
write_autostart (gboolean   wanted,
                 GError   **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autofree char *path = g_build_filename (folder, AUTOSTART, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GKeyFile) entry = g_key_file_new ();
  g_autoptr(GError) failure = NULL;

  if (!wanted)
    {
      if (g_file_delete (file, NULL, &failure)
          || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return TRUE;

      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  g_mkdir_with_parents (folder, 0700);
  g_key_file_set_string (entry, "Desktop Entry", "Type", "Application");
  /* Translators: what starts at login, as the desktop lists it */
  g_key_file_set_string (entry, "Desktop Entry", "Name", _("Creator Sync Publisher"));
  g_key_file_set_string (entry, "Desktop Entry", "Exec", CS_PUBLISHER);
  g_key_file_set_string (entry, "Desktop Entry", "TryExec", CS_PUBLISHER);
  g_key_file_set_string (entry, "Desktop Entry", "NoDisplay", "true");

  return g_key_file_save_to_file (entry, path, error);
}

/* In the settings, and now. */
static void
keep (CsBackground *self,
      gboolean      wanted)
{
  g_settings_set_enum (cs_settings_get (), CS_SETTINGS_BACKGROUND,
                       wanted ? CS_SETTINGS_ON : CS_SETTINGS_OFF);
  if (wanted)
    start_publisher (self);
  else
    end_publisher (self);
}

static void
on_portal (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  CsBackground *self = g_task_get_source_object (task);
  gboolean wanted = GPOINTER_TO_INT (g_task_get_task_data (task));
  g_autoptr(GError) error = NULL;
  gboolean granted;

  if (!cs_portal_ask_background_finish (G_DBUS_CONNECTION (source), result, &granted, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  keep (self, wanted && granted);
  if (wanted && !granted)
    g_task_return_new_error_literal (task, CS_ERROR, CS_ERROR_FAILED,
                                     _("The system does not let Creator Sync run in the "
                                       "background: allow it in the system’s settings"));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_set (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  CsBackground *self = CS_BACKGROUND (source);
  g_autoptr(GError) error = NULL;

  self->is_asking = FALSE;
  if (!cs_background_set_finish (self, result, &error))
    {
      g_debug ("Not in the background: %s", error->message);
      return;
    }

  g_signal_emit (self, decided_signal, 0);
}

static gboolean
is_undecided (void)
{
  return g_settings_get_enum (cs_settings_get (), CS_SETTINGS_BACKGROUND)
         == CS_SETTINGS_UNDECIDED;
}

static void
on_status (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CsBackground) self = user_data;
  g_autoptr(GVariant) status = cs_library_run_finish (CS_LIBRARY (source), result, NULL);

  if (status == NULL || cs_view_int (status, "next_due", 0) <= 0 || self->is_asking
      || !is_undecided ())
    return;

  self->is_asking = TRUE;
  cs_background_set_async (self, TRUE, on_set, NULL);
}

static gboolean
on_soon (gpointer user_data)
{
  CsBackground *self = user_data;

  self->soon = 0;
  cs_library_run (self->library, "status", NULL, self->cancellable, on_status,
                  g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
on_changed (CsLibrary   *library,
            const char  *kind,
            const char **ids,
            CsBackground *self)
{
  if (self->soon == 0 && strcmp (kind, "target") == 0 && is_undecided ())
    self->soon = g_timeout_add (TOGETHER_MSEC, on_soon, self);
}

static void
cs_background_dispose (GObject *object)
{
  CsBackground *self = CS_BACKGROUND (object);

  cs_background_stop (self);
  g_clear_object (&self->library);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (cs_background_parent_class)->dispose (object);
}

static void
cs_background_finalize (GObject *object)
{
  g_object_unref (CS_BACKGROUND (object)->cancellable);

  G_OBJECT_CLASS (cs_background_parent_class)->finalize (object);
}

static void
cs_background_class_init (CsBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_background_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_background_finalize;

  decided_signal = g_signal_new ("decided", CS_TYPE_BACKGROUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
cs_background_init (CsBackground *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * cs_background_new:
 * @library: the person’s own, not one to look around in
 * @bus: (nullable): the session’s
 * @is_sandboxed: the desktop decides what is started
 */
CsBackground *
cs_background_new (CsLibrary       *library,
                   GDBusConnection *bus,
                   gboolean         is_sandboxed)
{
  CsBackground *self = g_object_new (CS_TYPE_BACKGROUND, NULL);

  self->library = g_object_ref (library);
  self->bus = bus != NULL ? g_object_ref (bus) : NULL;
  self->is_sandboxed = is_sandboxed;
  g_signal_connect (library, "changed", G_CALLBACK (on_changed), self);
  if (cs_background_is_on (self))
    start_publisher (self);

  return self;
}

void
cs_background_stop (CsBackground *self)
{
  g_clear_handle_id (&self->soon, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->library != NULL)
    g_signal_handlers_disconnect_by_data (self->library, self);
}

gboolean
cs_background_is_on (CsBackground *self)
{
  return g_settings_get_enum (cs_settings_get (), CS_SETTINGS_BACKGROUND) == CS_SETTINGS_ON;
}

void
cs_background_set_async (CsBackground        *self,
                         gboolean             wanted,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, self->cancellable, callback, user_data);
  g_autoptr(GError) error = NULL;

  g_task_set_source_tag (task, cs_background_set_async);
  g_task_set_task_data (task, GINT_TO_POINTER (wanted), NULL);

  if (self->is_sandboxed && self->bus != NULL)
    {
      cs_portal_ask_background_async (self->bus, _("Publish posts when they are due"),
                                      CS_PUBLISHER, wanted, self->cancellable, on_portal,
                                      g_steal_pointer (&task));
      return;
    }

  if (!write_autostart (wanted, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  keep (self, wanted);
  g_task_return_boolean (task, TRUE);
}

/* FALSE with a sentence: it is as it was, or the desktop said no. */
gboolean
cs_background_set_finish (CsBackground  *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
