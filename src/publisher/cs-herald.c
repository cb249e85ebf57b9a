/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-herald.h"

#include "cs-notice.h"

#include <string.h>

#define APPLICATION_ID "io.github.creatorsync.CreatorSync"
#define OBJECT_PATH    "/io/github/creatorsync/CreatorSync"
#define TOGETHER_MSEC  100

struct _CsHerald
{
  GApplication *application;   /* borrowed */
  CsWorkspace  *workspace;
  GCancellable *cancellable;
  gint64        last;          /* number of the last event that was told; -1: none yet */
  guint         soon;
};

/* With the application's own name: it starts when it does not run. */
static void
hand_on (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GDBusConnection *bus = g_application_get_dbus_connection (user_data);
  GVariantBuilder parameters = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  if (parameter != NULL)
    g_variant_builder_add (&parameters, "v", parameter);

  g_dbus_connection_call (bus, APPLICATION_ID, OBJECT_PATH, "org.freedesktop.Application",
                          "ActivateAction",
                          g_variant_new ("(sava{sv})", g_action_get_name (G_ACTION (action)),
                                         &parameters, NULL),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static gint64
number_of (GVariant   *view,
           const char *name)
{
  gint64 number = 0;

  g_variant_lookup (view, name, "x", &number);

  return number;
}

static void
tell (CsHerald *self,
      GVariant *notice)
{
  g_autoptr(GNotification) notification = cs_notice_to_notification (notice);
  const char *id = "";

  g_variant_lookup (notice, "id", "&s", &id);
  self->last = MAX (self->last, number_of (notice, "number"));
  g_application_send_notification (self->application, id, notification);
}

static void
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) notices = cs_workspace_run_finish (result, &error);

  /* Cancelled: the herald is gone. What else went wrong is tried at the next event. */
  for (gsize i = 0; notices != NULL && i < g_variant_n_children (notices); i++)
    {
      g_autoptr(GVariant) notice = g_variant_get_child_value (notices, i);

      tell (user_data, notice);
    }
}

static gboolean
on_soon (gpointer user_data)
{
  CsHerald *self = user_data;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  self->soon = 0;
  if (self->last < 0)
    return G_SOURCE_REMOVE;

  g_variant_dict_insert (&args, "after", "x", self->last);
  cs_workspace_run_async (self->workspace, "notice.list", g_variant_dict_end (&args), NULL,
                          self->cancellable, on_listed, self);

  return G_SOURCE_REMOVE;
}

static void
look (CsHerald *self)
{
  if (self->soon == 0)
    self->soon = g_timeout_add (TOGETHER_MSEC, on_soon, self);
}

static void
on_changed (CsWorkspace  *workspace,
            const char   *kind,
            const char  **ids,
            CsHerald     *self)
{
  if (strcmp (kind, "event") == 0)
    look (self);
}

/* What happened before is for the page Today to say. */
static void
on_status (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) status = cs_workspace_run_finish (result, &error);
  CsHerald *self;

  if (status == NULL)
    return;

  self = user_data;
  self->last = number_of (status, "last_event");
  look (self);
}

/* Owns no name: another may run under it. It stays as long as the process: who clicks on what it
 * showed is answered also after the workspace has gone to a window (and GLib 2.84 overflows the
 * stack when a notification outlives its application). NULL without a session bus. */
static GApplication *
get_application (void)
{
  static const GActionEntry actions[] = {
    { "open-post", hand_on, "s" },
    { "open-media", hand_on, "s" },
    { "show-today", hand_on },
  };
  static GApplication *application;
  g_autoptr(GApplication) made = NULL;
  g_autoptr(GError) error = NULL;

  if (application != NULL)
    return application;

  made = g_application_new (APPLICATION_ID, G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (made, NULL, &error)
      || g_application_get_dbus_connection (made) == NULL)
    {
      g_debug ("Nobody is notified: %s", error != NULL ? error->message : "no session bus");
      return NULL;
    }

  g_action_map_add_action_entries (G_ACTION_MAP (made), actions, G_N_ELEMENTS (actions), made);
  application = g_steal_pointer (&made);

  return application;
}

/**
 * cs_herald_new:
 * @workspace: one that this process owns
 *
 * Returns: (transfer full): NULL when there is no session bus to speak on
 */
CsHerald *
cs_herald_new (CsWorkspace *workspace)
{
  CsHerald *self;

  if (get_application () == NULL)
    return NULL;

  self = g_new0 (CsHerald, 1);
  self->application = get_application ();
  self->workspace = g_object_ref (workspace);
  self->cancellable = g_cancellable_new ();
  self->last = -1;
  g_signal_connect (workspace, "changed", G_CALLBACK (on_changed), self);
  cs_workspace_run_async (workspace, "status", NULL, NULL, self->cancellable, on_status, self);

  return self;
}

void
cs_herald_free (CsHerald *self)
{
  g_clear_handle_id (&self->soon, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_object_unref (self->cancellable);
  g_object_unref (self->workspace);
  g_free (self);
}
