/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-portal.h"

#define NAME    "org.freedesktop.portal.Desktop"
#define PATH    "/org/freedesktop/portal/desktop"
#define REQUEST "org.freedesktop.portal.Request"

typedef struct
{
  guint    subscription;
  GSource *cancelled;      /* NULL: it cannot be */
} Asking;

/* Nothing more is heard of the request. */
static void
forget (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  g_dbus_connection_signal_unsubscribe (g_task_get_source_object (task), asking->subscription);
  if (asking->cancelled != NULL)
    g_source_destroy (asking->cancelled);
  g_clear_pointer (&asking->cancelled, g_source_unref);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);

  if (g_task_return_error_if_cancelled (task))
    forget (task);

  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (GTask        *task,
                   GCancellable *cancellable)
{
  Asking *asking = g_task_get_task_data (task);

  if (cancellable == NULL)
    return;

  asking->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (asking->cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task),
                         g_object_unref);
  g_source_attach (asking->cancelled, g_main_context_get_thread_default ());
}

/* 0: done, 1: the person said no, 2: it ended otherwise. */
static void
on_response (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  g_autoptr(GVariant) results = NULL;
  gboolean granted = FALSE;
  guint32 response;

  if (g_task_get_completed (task))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &granted);
  forget (task);
  g_task_return_boolean (task, response == 0 && granted);
}

static void
on_called (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) handle = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result,
                                                              &error);

  if (handle != NULL || g_task_get_completed (task))
    return;

  forget (task);
  g_task_return_error (task, g_steal_pointer (&error));
}

/* Where the answer comes, which may be before the call returns. */
static char *
request_path (GDBusConnection *bus,
              const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  return g_strdup_printf (PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

/**
 * cs_portal_ask_background_async:
 * @reason: what the desktop may show to the person
 * @program: what is started at login
 * @wanted: FALSE: it is started at login no more
 */
void
cs_portal_ask_background_async (GDBusConnection     *bus,
                                const char          *reason,
                                const char          *program,
                                gboolean             wanted,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  static guint n_requests;
  GTask *task = g_task_new (bus, cancellable, callback, user_data);
  Asking *asking = g_new0 (Asking, 1);
  g_autofree char *token = g_strdup_printf ("creatorsync%u", ++n_requests);
  g_autofree char *path = request_path (bus, token);
  const char *command[] = { program, NULL };
  GVariantDict options = G_VARIANT_DICT_INIT (NULL);

  g_task_set_source_tag (task, cs_portal_ask_background_async);
  g_task_set_task_data (task, asking, g_free);
  asking->subscription = g_dbus_connection_signal_subscribe (bus, NAME, REQUEST, "Response", path,
                                                             NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                             on_response, g_object_ref (task),
                                                             g_object_unref);
  watch_cancellable (task, cancellable);

  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "reason", "s", reason);
  g_variant_dict_insert (&options, "autostart", "b", wanted);
  g_variant_dict_insert (&options, "commandline", "^as", command);
  g_variant_dict_insert (&options, "dbus-activatable", "b", FALSE);
  g_dbus_connection_call (bus, NAME, PATH, "org.freedesktop.portal.Background",
                          "RequestBackground",
                          g_variant_new ("(s@a{sv})", "", g_variant_dict_end (&options)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, cancellable,
                          on_called, task);
}

/* Returns: FALSE when there is no answer; @granted says what it was */
gboolean
cs_portal_ask_background_finish (GDBusConnection  *bus,
                                 GAsyncResult     *result,
                                 gboolean         *granted,
                                 GError          **error)
{
  g_autoptr(GError) failure = NULL;

  g_return_val_if_fail (g_task_is_valid (result, bus), FALSE);

  *granted = g_task_propagate_boolean (G_TASK (result), &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}
