/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-wire.h"
#include "cs-wire-parcel.h"
#include "cs-workspace-private.h"

#include "cs-error.h"
#include "cs-job.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SILENT_MSEC  5000                 /* how long a guest may leave unread what it is told */
#define QUEUE_SLOW   (64 * 1024)
#define QUEUE_MAX    (8 * 1024 * 1024)
#define ANSWER_MAX   (1024 * 1024)        /* of a message, which the main thread puts together */
#define SIGNAL_SIZE  128                  /* of a signal beside its values, about */

static const char xml[] =
  "<node><interface name='" CS_WIRE_INTERFACE "'>"
  "<method name='Hello'><arg type='u' name='pid' direction='out'/>"
  "<arg type='s' name='version' direction='out'/></method>"
  "<method name='Run'><arg type='s' name='id' direction='in'/>"
  "<arg type='s' name='name' direction='in'/><arg type='v' name='args' direction='in'/>"
  "<arg type='v' name='answer' direction='out'/></method>"
  "<method name='Cancel'><arg type='s' name='id' direction='in'/></method>"
  "<method name='Release'><arg type='b' name='will' direction='out'/></method>"
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
  GPtrArray       *guests;
  GPtrArray       *remotes;       /* borrowed: each frees itself when it has answered */
  guint            parting;       /* guests whose last words have not left yet */
  gboolean         is_stopped;
};

/* A process that is connected. Counted: flushes end when they like. */
typedef struct
{
  CsWire          *wire;          /* NULL when that has ended */
  GDBusConnection *connection;
  guint            registration;
  gsize            queued;        /* bytes of signals that may not have left yet */
  gsize            flushing;      /* those of them that a flush waits for; 0: none does */
  GSource         *limit;         /* of that flush */
  gboolean         is_dropped;
  gboolean         is_parting;
} Guest;

/* A run that a guest asked for. */
typedef struct
{
  CsWire                *wire;
  Guest                 *guest;
  char                  *id;
  char                  *name;
  GVariant              *args;
  GVariant              *answer;       /* that is being packed */
  GDBusMethodInvocation *invocation;
  GCancellable          *cancellable;
  GSource               *limit;        /* of its begin; NULL when it has begun */
} Remote;

static void
guest_clear (gpointer data)
{
  Guest *guest = data;

  g_object_unref (guest->connection);
}

static void
guest_unref (gpointer data)
{
  g_rc_box_release_full (data, guest_clear);
}

/* Hangs up; what was asked from there is cancelled when the connection has closed. */
static void
guest_drop (Guest *guest)
{
  if (guest->is_dropped)
    return;

  guest->is_dropped = TRUE;
  g_dbus_connection_close (guest->connection, NULL, NULL, NULL);
}

static gboolean
on_silence (gpointer user_data)
{
  guest_drop (user_data);

  return G_SOURCE_REMOVE;
}

/* Drops the guest when what it was told does not leave for a while. */
static GSource *
start_limit (Guest *guest)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  GSource *limit = g_timeout_source_new (SILENT_MSEC);

  g_source_set_callback (limit, on_silence, guest, NULL);
  g_source_attach (limit, context);

  return limit;
}

static void
end_limit (GSource **limit)
{
  if (*limit != NULL)
    g_source_destroy (*limit);

  g_clear_pointer (limit, g_source_unref);
}

static void guest_flush (Guest *guest);

static void
on_flushed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Guest *guest = user_data;
  gboolean ok = g_dbus_connection_flush_finish (G_DBUS_CONNECTION (source), result, NULL);

  end_limit (&guest->limit);
  guest->queued -= guest->flushing;
  guest->flushing = 0;
  if (ok && guest->queued > QUEUE_SLOW)
    guest_flush (guest);

  guest_unref (guest);
}

static void
guest_flush (Guest *guest)
{
  guest->flushing = guest->queued;
  guest->limit = start_limit (guest);
  g_dbus_connection_flush (guest->connection, NULL, on_flushed, g_rc_box_acquire (guest));
}

/* Who does not read at all is let go, lest its news fill the memory. */
static void
guest_count (Guest *guest,
             gsize  size)
{
  guest->queued += size;

  if (guest->queued > QUEUE_MAX)
    guest_drop (guest);
  else if (guest->queued > QUEUE_SLOW && guest->flushing == 0)
    guest_flush (guest);
}

/* Who is slow may miss progress. */
static void
guest_tell (Guest      *guest,
            const char *name,
            GVariant   *values,
            gboolean    may_miss)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (values);

  if (guest->is_dropped || (may_miss && guest->queued > QUEUE_SLOW))
    return;

  /* It fails when the other side has gone: then nobody misses it. */
  g_dbus_connection_emit_signal (guest->connection, NULL, CS_WIRE_PATH, CS_WIRE_INTERFACE, name,
                                 owned, NULL);
  guest_count (guest, g_variant_get_size (owned) + SIGNAL_SIZE);
}

static void
remote_free (Remote *remote)
{
  g_ptr_array_remove_fast (remote->wire->remotes, remote);
  end_limit (&remote->limit);
  guest_unref (remote->guest);
  g_free (remote->id);
  g_free (remote->name);
  g_variant_unref (remote->args);
  g_clear_pointer (&remote->answer, g_variant_unref);
  g_object_unref (remote->cancellable);
  g_free (remote);
}

static gpointer
pack (CsJob         *job,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  return cs_wire_parcel_pack (data, error);
}

static void
on_packed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Remote *remote = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GUnixFDList) files = cs_job_finish (result, &error);

  if (files != NULL)
    g_dbus_method_invocation_return_value_with_unix_fd_list (
      remote->invocation, g_variant_new ("(v)", cs_wire_parcel_note (remote->answer)), files);
  else
    g_dbus_method_invocation_return_gerror (remote->invocation, error);

  remote_free (remote);
}

static void
on_ran (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Remote *remote = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = cs_workspace_run_finish (result, &error);

  /* What D-Bus would not carry would never come: the asker would wait for ever. */
  if (answer != NULL && g_variant_get_size (answer) > ANSWER_MAX)
    {
      remote->answer = g_steal_pointer (&answer);
      cs_job_start (CS_JOB_LONG, pack, g_variant_ref (remote->answer),
                    (GDestroyNotify) g_variant_unref, g_object_unref, NULL, remote->cancellable,
                    on_packed, remote);
      return;
    }

  if (answer != NULL)
    g_dbus_method_invocation_return_value (remote->invocation, g_variant_new ("(v)", answer));
  else
    g_dbus_method_invocation_return_gerror (remote->invocation, error);

  remote_free (remote);
}

static void
on_told (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Remote *remote = user_data;
  g_autoptr(GError) error = NULL;

  end_limit (&remote->limit);

  if (g_dbus_connection_flush_finish (G_DBUS_CONNECTION (source), result, &error)
      && !g_cancellable_set_error_if_cancelled (remote->cancellable, &error))
    {
      cs_workspace_run_as (remote->wire->workspace, remote->id, remote->name, remote->args, NULL,
                           remote->cancellable, on_ran, remote);
      return;
    }

  g_dbus_method_invocation_return_gerror (remote->invocation, error);
  remote_free (remote);
}

/* The first progress says that the run has begun: whoever does not see it before
 * the socket closes knows that nothing was done. So it leaves before the run. */
static void
begin_run (CsWire                *self,
           Guest                 *guest,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation)
{
  Remote *remote;

  if (self->is_stopped)
    {
      g_dbus_method_invocation_return_error (invocation, CS_ERROR, CS_ERROR_BUSY,
                                             _("The workspace is being closed: try again"));
      return;
    }

  remote = g_new0 (Remote, 1);
  remote->wire = self;
  remote->guest = g_rc_box_acquire (guest);
  remote->invocation = invocation;
  remote->cancellable = g_cancellable_new ();
  g_variant_get (parameters, "(ssv)", &remote->id, &remote->name, &remote->args);
  g_ptr_array_add (self->remotes, remote);

  remote->limit = start_limit (guest);
  guest_tell (guest, "Progress",
              g_variant_new ("(ssxx)", remote->id, remote->name, (gint64) 0, (gint64) 0), FALSE);
  g_dbus_connection_flush (guest->connection, NULL, on_told, remote);
}

static void
cancel_runs (CsWire     *self,
             Guest      *guest,
             const char *id)
{
  for (guint i = 0; i < self->remotes->len; i++)
    {
      Remote *remote = self->remotes->pdata[i];

      if ((guest == NULL || remote->guest == guest)
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
  Guest *guest = user_data;
  CsWire *self = guest->wire;
  GVariant *answer = NULL;
  const char *id;

  if (self == NULL)
    {
      g_dbus_method_invocation_return_error (invocation, CS_ERROR, CS_ERROR_BUSY,
                                             _("The workspace is closed: try again"));
      return;
    }

  if (strcmp (method, "Run") == 0)
    {
      begin_run (self, guest, parameters, invocation);
      return;
    }

  if (strcmp (method, "Hello") == 0)
    answer = g_variant_new ("(us)", (guint32) getpid (), CS_VERSION);
  else if (strcmp (method, "Release") == 0)
    answer = g_variant_new ("(b)", cs_workspace_ask_release (self->workspace));
  else
    {
      g_variant_get (parameters, "(&s)", &id);
      cancel_runs (self, guest, id);
    }

  g_dbus_method_invocation_return_value (invocation, answer);
  guest_count (guest, SIGNAL_SIZE);
}

/* Its connection holds it for as long as it is registered there. */
static void
guest_leave (Guest *guest)
{
  g_signal_handlers_disconnect_by_data (guest->connection, guest);
  g_dbus_connection_unregister_object (guest->connection, guest->registration);

  if (guest->is_parting)
    guest->wire->parting--;
  guest->wire = NULL;
}

static const GDBusInterfaceVTable vtable = { on_call, NULL, NULL, { NULL, } };

static void
on_closed (GDBusConnection *connection,
           gboolean         remote_vanished,
           GError          *error,
           gpointer         user_data)
{
  Guest *guest = user_data;
  CsWire *self = guest->wire;

  cancel_runs (self, guest, NULL);
  guest_leave (guest);
  g_ptr_array_remove (self->guests, guest);
}

static gboolean
on_new_connection (GDBusServer     *server,
                   GDBusConnection *connection,
                   gpointer         user_data)
{
  CsWire *self = user_data;
  Guest *guest;

  if (self->is_stopped)
    return FALSE;

  guest = g_rc_box_new0 (Guest);
  guest->wire = self;
  guest->connection = g_object_ref (connection);
  g_ptr_array_add (self->guests, guest);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), guest);
  guest->registration =
    g_dbus_connection_register_object (connection, CS_WIRE_PATH, self->node->interfaces[0],
                                       &vtable, g_rc_box_acquire (guest), guest_unref, NULL);

  return TRUE;
}

/* By credentials of the kernel, whatever the peer says of itself. */
static gboolean
on_allow_mechanism (GDBusAuthObserver *observer,
                    const char        *mechanism,
                    gpointer           user_data)
{
  return strcmp (mechanism, "EXTERNAL") == 0 || strcmp (mechanism, "ANONYMOUS") == 0;
}

/* Only the user who owns the workspace. GDBus would not believe the kernel when the peer is in
 * another process namespace, as another instance of a Flatpak is: its process number is 0 here. */
static gboolean
on_authorize (GDBusAuthObserver *observer,
              GIOStream         *stream,
              GCredentials      *credentials,
              gpointer           user_data)
{
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));
  struct ucred peer;
  socklen_t size = sizeof peer;

  return getsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
      && peer.uid == getuid ();
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
  g_signal_connect (observer, "authorize-authenticated-peer", G_CALLBACK (on_authorize), NULL);
  g_unlink (path);
  server = g_dbus_server_new_sync (address,
                                   G_DBUS_SERVER_FLAGS_AUTHENTICATION_ALLOW_ANONYMOUS,
                                   guid, observer, NULL, &cause);
  if (server == NULL)
    return cs_fail_null (error, CS_ERROR_NEEDS_YOU, "Cannot listen on “%s”: %s", path,
                         cause->message);

  self = g_new0 (CsWire, 1);
  self->workspace = workspace;
  self->server = g_steal_pointer (&server);
  self->node = g_dbus_node_info_new_for_xml (xml, NULL);
  self->socket_path = g_steal_pointer (&path);
  self->guests = g_ptr_array_new_with_free_func (guest_unref);
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
  for (guint i = 0; i < self->guests->len; i++)
    guest_tell (self->guests->pdata[i], "Changed", g_variant_new ("(s^as)", kind, ids), FALSE);
}

void
cs_wire_progress (CsWire     *self,
                  const char *id,
                  const char *title,
                  gint64      done,
                  gint64      total)
{
  for (guint i = 0; i < self->guests->len; i++)
    guest_tell (self->guests->pdata[i], "Progress",
                g_variant_new ("(ssxx)", id, title, done, total), TRUE);
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

/* Cancels what guests asked for, and hangs up on those who do not even hear that it begins. */
void
cs_wire_cancel (CsWire *self)
{
  cancel_runs (self, NULL, NULL);

  for (guint i = 0; i < self->remotes->len; i++)
    {
      Remote *remote = self->remotes->pdata[i];

      if (remote->limit != NULL)
        guest_drop (remote->guest);
    }
}

static void
on_parted (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Guest *guest = user_data;

  g_dbus_connection_flush_finish (G_DBUS_CONNECTION (source), result, NULL);
  if (guest->is_parting && guest->wire != NULL)
    guest->wire->parting--;
  guest->is_parting = FALSE;
  guest_unref (guest);
}

/* Lets the last answers leave. Only when idle: every answer is on its way. */
void
cs_wire_part (CsWire *self)
{
  g_return_if_fail (cs_wire_is_idle (self));

  self->parting = self->guests->len;
  for (guint i = 0; i < self->guests->len; i++)
    {
      Guest *guest = self->guests->pdata[i];

      guest->is_parting = TRUE;
      g_dbus_connection_flush (guest->connection, NULL, on_parted, g_rc_box_acquire (guest));
    }
}

/* Whether they have left. Who no longer reads never lets them: so that is not waited for long. */
gboolean
cs_wire_has_parted (CsWire *self)
{
  return self->parting == 0;
}

/* Only when idle. Does not block. */
void
cs_wire_free (CsWire *self)
{
  g_return_if_fail (cs_wire_is_idle (self));

  g_signal_handlers_disconnect_by_data (self->server, self);

  for (guint i = 0; i < self->guests->len; i++)
    {
      Guest *guest = self->guests->pdata[i];

      guest_leave (guest);
      guest_drop (guest);
    }

  g_unlink (self->socket_path);
  g_ptr_array_unref (self->guests);
  g_ptr_array_unref (self->remotes);
  g_object_unref (self->server);
  g_dbus_node_info_unref (self->node);
  g_free (self->socket_path);
  g_free (self);
}
