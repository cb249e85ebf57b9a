/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-server.h"
#include "cs-sim-connection.h"

#include <poll.h>

struct _CsSimServer
{
  CsSimulator  *simulator;      /* unowned: it owns the server */
  GCancellable *cancellable;
  GSocket      *sockets[CS_SIMULATOR_N_FACES];
  GThread      *thread;
  GThreadPool  *connections;
};

typedef struct
{
  GSocket         *socket;
  CsSimulatorFace  face;
} Connection;

static void
serve (gpointer data,
       gpointer user_data)
{
  Connection *connection = data;
  CsSimServer *self = user_data;

  cs_sim_connection_serve (self->simulator, connection->face, connection->socket,
                           self->cancellable);
  g_object_unref (connection->socket);
  g_free (connection);
}

static void
accept_one (CsSimServer     *self,
            CsSimulatorFace  face)
{
  GSocket *socket = g_socket_accept (self->sockets[face], self->cancellable, NULL);
  Connection *connection;

  /* A client that has gone again is no trouble; the next one is awaited. */
  if (socket == NULL)
    return;

  connection = g_new0 (Connection, 1);
  connection->socket = socket;
  connection->face = face;
  g_thread_pool_push (self->connections, connection, NULL);
}

static gpointer
accept_all (gpointer data)
{
  CsSimServer *self = data;
  GPollFD fds[CS_SIMULATOR_N_FACES + 1];

  for (guint i = 0; i < CS_SIMULATOR_N_FACES; i++)
    {
      fds[i].fd = g_socket_get_fd (self->sockets[i]);
      fds[i].events = G_IO_IN;
    }

  if (!g_cancellable_make_pollfd (self->cancellable, &fds[CS_SIMULATOR_N_FACES]))
    return NULL;

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      if (g_poll (fds, G_N_ELEMENTS (fds), -1) <= 0)
        continue;

      for (guint i = 0; i < CS_SIMULATOR_N_FACES; i++)
        if (fds[i].revents != 0)
          accept_one (self, i);
    }

  g_cancellable_release_fd (self->cancellable);

  return NULL;
}

static GSocket *
listen_on_loopback (GError **error)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                            G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL
      || !g_socket_bind (socket, address, TRUE, error)
      || !g_socket_listen (socket, error))
    return NULL;

  g_socket_set_blocking (socket, FALSE);

  return g_steal_pointer (&socket);
}

CsSimServer *
cs_sim_server_start (CsSimulator  *simulator,
                     GError      **error)
{
  CsSimServer *self = g_new0 (CsSimServer, 1);

  self->simulator = simulator;
  self->cancellable = g_cancellable_new ();

  for (guint i = 0; i < CS_SIMULATOR_N_FACES; i++)
    {
      self->sockets[i] = listen_on_loopback (error);
      if (self->sockets[i] == NULL)
        {
          cs_sim_server_stop (self);
          return NULL;
        }
    }

  self->connections = g_thread_pool_new (serve, self, -1, FALSE, NULL);
  /* The service's own thread: it only accepts, so that a test's main loop may block. */
  self->thread = g_thread_new ("simulator", accept_all, self);

  return self;
}

/* Ends every connection and waits for their threads. */
void
cs_sim_server_stop (CsSimServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->thread, g_thread_join);

  if (self->connections != NULL)
    g_thread_pool_free (self->connections, FALSE, TRUE);

  for (guint i = 0; i < CS_SIMULATOR_N_FACES; i++)
    g_clear_object (&self->sockets[i]);

  g_object_unref (self->cancellable);
  g_free (self);
}

guint16
cs_sim_server_get_port (CsSimServer     *self,
                        CsSimulatorFace  face)
{
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (self->sockets[face], NULL);

  return address != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) : 0;
}
