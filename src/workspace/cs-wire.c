/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-wire.h"
#include "cs-workspace-private.h"

#include "cs-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define PARTING_MSEC 300

static const char xml[] =
  "<node><interface name='" CS_WIRE_INTERFACE "'>"
  "<method name='Hello'><arg type='u' name='pid' direction='out'/>"
  "<arg type='s' name='version' direction='out'/></method>"
  "<method name='Run'><arg type='s' name='id' direction='in'/>"
  "<arg type='s' name='name' direction='in'/><arg type='v' name='args' direction='in'/>"
  "<arg type='v' name='answer' direction='out'/></method>"
  "<method name='Cancel'><arg type='s' name='id' direction='in'/></method>"
  "<signal name='Changed'><arg type='s' name='kind'/><arg type='as' name='ids'/></signal>"
  "<signal name='Progress'><arg type='s' name='id'/><arg type='s' name='title'/>"
  "<arg type='x' name='done'/><arg type='x' name='total'/></signal>"
  "</interface></node>";

struct _CsWire
{
  CsWorkspace     *workspace;     /* borrowed: it owns the wire */
  GDBusServer     *server;
  GDBusNodeInfo   *node;
  char            *socket_path;
  GPtrArray       *connections;
  GPtrArray       *remotes;       /* borrowed: each frees itself when it has answered */
  gboolean         is_stopped;
};

/* A run that another process asked for. */
typedef struct
{
  CsWire                *wire;
  char                  *id;
  GDBusConnection       *connection;
  GDBusMethodInvocation *invocation;   /* NULL when answered */
  GCancellable          *cancellable;
} Remote;

static void
remote_free (Remote *remote)
{
  g_ptr_array_remove_fast (remote->wire->remotes, remote);
  g_free (remote->id);
  g_object_unref (remote->connection);
  g_object_unref (remote->cancellable);
  g_free (remote);
}

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Remote *remote = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_workspace_run_finish (result, &error);

  if (answer != NULL)
    g_dbus_method_invocation_return_value (remote->invocation, g_variant_new ("(v)", answer));
  else
    g_dbus_method_invocation_return_gerror (remote->invocation, error);

  remote_free (remote);
}

static void
send (GDBusConnection *connection,
      const char      *name,
      GVariant        *values)
{
  /* It fails when the other side has gone: then nobody misses it. */
  g_dbus_connection_emit_signal (connection, NULL, CS_WIRE_PATH, CS_WIRE_INTERFACE, name,
                                 values, NULL);
}

/* The first progress says that the run has begun: whoever does not see it before
 * the socket closes knows that nothing was done. So it leaves before the run. */
static void
begin_run (CsWire                *self,
           GDBusConnection       *connection,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation)
{
  g_autoptr(GVariant) args = NULL;
  const char *id;
  const char *name;
  Remote *remote;

  g_variant_get (parameters, "(&s&sv)", &id, &name, &args);

  if (self->is_stopped)
    {
      g_dbus_method_invocation_return_error (invocation, CS_ERROR, CS_ERROR_BUSY,
                                             "The workspace is being closed: try again");
      return;
    }

  remote = g_new0 (Remote, 1);
  remote->wire = self;
  remote->id = g_strdup (id);
  remote->connection = g_object_ref (connection);
  remote->invocation = invocation;
  remote->cancellable = g_cancellable_new ();
  g_ptr_array_add (self->remotes, remote);

  send (connection, "Progress", g_variant_new ("(ssxx)", id, name, (gint64) 0, (gint64) 0));
  g_dbus_connection_flush_sync (connection, NULL, NULL);

  cs_workspace_run_as (self->workspace, id, name, args, remote->cancellable, on_ran, remote);
}

static void
cancel_runs (CsWire          *self,
             GDBusConnection *connection,
             const char      *id)
{
  for (guint i = 0; i < self->remotes->len; i++)
    {
      Remote *remote = self->remotes->pdata[i];

      if ((connection == NULL || remote->connection == connection)
          && (id == NULL || strcmp (remote->id, id) == 0))
        g_cancellable_cancel (remote->cancellable);
    }
}

static void
on_call (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  CsWire *self = user_data;
  const char *id;

  if (strcmp (method, "Run") == 0)
    {
      begin_run (self, connection, parameters, invocation);
      return;
    }

  if (strcmp (method, "Hello") == 0)
    {
      g_dbus_method_invocation_return_value (invocation,
                                             g_variant_new ("(us)", (guint32) getpid (),
                                                            CS_VERSION));
      return;
    }

  g_variant_get (parameters, "(&s)", &id);
  cancel_runs (self, connection, id);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static const GDBusInterfaceVTable vtable = { on_call, NULL, NULL, { NULL, } };

static void
on_closed (GDBusConnection *connection,
           gboolean         remote_vanished,
           GError          *error,
           gpointer         user_data)
{
  CsWire *self = user_data;

  cancel_runs (self, connection, NULL);
  g_ptr_array_remove (self->connections, connection);
}

static gboolean
on_new_connection (GDBusServer     *server,
                   GDBusConnection *connection,
                   gpointer         user_data)
{
  CsWire *self = user_data;

  if (self->is_stopped
      || g_dbus_connection_register_object (connection, CS_WIRE_PATH, self->node->interfaces[0],
                                            &vtable, self, NULL, NULL) == 0)
    return FALSE;

  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), self);
  g_ptr_array_add (self->connections, g_object_ref (connection));

  return TRUE;
}

/* By credentials of the kernel, and only the user who owns the workspace. */
static gboolean
on_allow_mechanism (GDBusAuthObserver *observer,
                    const char        *mechanism,
                    gpointer           user_data)
{
  return strcmp (mechanism, "EXTERNAL") == 0;
}

/* A folder that only this user can enter, made if need be; FALSE if it is not so. */
static gboolean
is_private (const char *folder)
{
  struct stat found;

  return g_mkdir_with_parents (folder, 0700) == 0
      && lstat (folder, &found) == 0
      && S_ISDIR (found.st_mode)
      && found.st_uid == getuid ()
      && (found.st_mode & 0077) == 0;
}

/* NULL when the folder is no good, or its path is longer than a socket’s may be. */
static char *
path_in (char       *folder,
         const char *hash)
{
  g_autofree char *owned = folder;
  g_autofree char *path = NULL;

  if (owned == NULL)
    return NULL;

  path = g_strdup_printf ("%s/%.16s.sock", owned, hash);
  if (strlen (path) >= sizeof ((struct sockaddr_un *) 0)->sun_path || !is_private (owned))
    return NULL;

  return g_steal_pointer (&path);
}

/**
 * cs_wire_address:
 * @folder: the workspace's folder, absolute and without links
 *
 * Where the owner of that workspace listens, whether or not there is one now:
 * in the user's runtime directory, else in a private folder of the system's.
 *
 * Returns: an address of D-Bus, or NULL with %CS_ERROR_NEEDS_YOU
 */
char *
cs_wire_address (const char  *folder,
                 GError     **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folder, -1);
  g_autofree char *path = NULL;
  g_autofree char *escaped = NULL;

  if (runtime != NULL && *runtime == '/')
    path = path_in (g_build_filename (runtime, "creatorsync", NULL), hash);

  if (path == NULL)
    path = path_in (g_strdup_printf ("%s/creatorsync-%u", g_get_tmp_dir (), (guint) getuid ()),
                    hash);

  if (path == NULL)
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU,
                         "There is no private folder for a socket: set XDG_RUNTIME_DIR to a "
                         "short path that nobody else may enter");

  escaped = g_dbus_address_escape_value (path);

  return g_strdup_printf ("unix:path=%s", escaped);
}

static char *
path_of (const char *address)
{
  return g_uri_unescape_string (address + strlen ("unix:path="), NULL);
}

/**
 * cs_wire_new:
 * @workspace: (transfer none): whose lock the caller holds, so that a socket
 *   that is found is a dead owner's
 */
CsWire *
cs_wire_new (CsWorkspace  *workspace,
             const char   *address,
             GError      **error)
{
  g_autoptr(GDBusAuthObserver) observer = g_dbus_auth_observer_new ();
  g_autofree char *guid = g_dbus_generate_guid ();
  g_autofree char *path = path_of (address);
  g_autoptr(GError) cause = NULL;
  g_autoptr(GDBusServer) server = NULL;
  CsWire *self;

  g_signal_connect (observer, "allow-mechanism", G_CALLBACK (on_allow_mechanism), NULL);
  g_unlink (path);
  server = g_dbus_server_new_sync (address,
                                   G_DBUS_SERVER_FLAGS_AUTHENTICATION_REQUIRE_SAME_USER,
                                   guid, observer, NULL, &cause);
  if (server == NULL)
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU, "Cannot listen on “%s”: %s", path,
                         cause->message);

  self = g_new0 (CsWire, 1);
  self->workspace = workspace;
  self->server = g_steal_pointer (&server);
  self->node = g_dbus_node_info_new_for_xml (xml, NULL);
  self->socket_path = g_steal_pointer (&path);
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->remotes = g_ptr_array_new ();

  g_signal_connect (self->server, "new-connection", G_CALLBACK (on_new_connection), self);
  g_dbus_server_start (self->server);

  return self;
}

void
cs_wire_changed (CsWire            *self,
                 const char        *kind,
                 const char *const *ids)
{
  for (guint i = 0; i < self->connections->len; i++)
    send (self->connections->pdata[i], "Changed", g_variant_new ("(s^as)", kind, ids));
}

void
cs_wire_progress (CsWire     *self,
                  const char *id,
                  const char *title,
                  gint64      done,
                  gint64      total)
{
  for (guint i = 0; i < self->connections->len; i++)
    send (self->connections->pdata[i], "Progress",
          g_variant_new ("(ssxx)", id, title, done, total));
}

/* Lets nobody in any more; runs that have begun go on. */
void
cs_wire_stop (CsWire *self)
{
  self->is_stopped = TRUE;
  g_dbus_server_stop (self->server);
}

gboolean
cs_wire_is_idle (CsWire *self)
{
  return self->remotes->len == 0;
}

void
cs_wire_cancel (CsWire *self)
{
  cancel_runs (self, NULL, NULL);
}

typedef struct
{
  GCancellable *cancellable;
  guint         waiting;
} Parting;

static void
on_flushed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Parting *parting = user_data;

  /* Who no longer reads is not waited for. */
  g_dbus_connection_flush_finish (G_DBUS_CONNECTION (source), result, NULL);
  parting->waiting--;
}

static gboolean
on_parting_limit (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

/* Lets the last answers leave; a process that is stopped must not hold this one. */
static void
flush_all (CsWire *self)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr(GSource) limit = g_timeout_source_new (PARTING_MSEC);
  Parting parting = { g_cancellable_new (), self->connections->len };

  g_source_set_callback (limit, on_parting_limit, parting.cancellable, NULL);
  g_source_attach (limit, context);

  for (guint i = 0; i < self->connections->len; i++)
    g_dbus_connection_flush (self->connections->pdata[i], parting.cancellable, on_flushed,
                             &parting);

  while (parting.waiting > 0)
    g_main_context_iteration (context, TRUE);

  g_source_destroy (limit);
  g_object_unref (parting.cancellable);
}

/* Only when idle: every answer has been handed to its connection. */
void
cs_wire_free (CsWire *self)
{
  g_return_if_fail (cs_wire_is_idle (self));

  g_signal_handlers_disconnect_by_data (self->server, self);
  flush_all (self);

  for (guint i = 0; i < self->connections->len; i++)
    {
      GDBusConnection *connection = self->connections->pdata[i];

      g_signal_handlers_disconnect_by_data (connection, self);
      g_dbus_connection_close (connection, NULL, NULL, NULL);
    }

  g_unlink (self->socket_path);
  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->remotes);
  g_object_unref (self->server);
  g_dbus_node_info_unref (self->node);
  g_free (self->socket_path);
  g_free (self);
}
