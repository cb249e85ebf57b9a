/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-brake.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _CsBrake
{
  GCancellable parent_instance;

  gint         is_on;    /* atomic */
  int          moved;    /* an eventfd: since somebody last looked */
};

G_DEFINE_FINAL_TYPE (CsBrake, cs_brake, G_TYPE_CANCELLABLE)

static void
cs_brake_finalize (GObject *object)
{
  CsBrake *self = CS_BRAKE (object);

  g_clear_fd (&self->moved, NULL);

  G_OBJECT_CLASS (cs_brake_parent_class)->finalize (object);
}

static void
cs_brake_class_init (CsBrakeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_brake_finalize;
}

static void
cs_brake_init (CsBrake *self)
{
  self->moved = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->moved < 0)
    g_error ("No descriptor is left: %s", g_strerror (errno));
}

GCancellable *
cs_brake_new (void)
{
  return g_object_new (CS_TYPE_BRAKE, NULL);
}

/* FALSE when it was so already. */
gboolean
cs_brake_put (CsBrake  *self,
              gboolean  on)
{
  g_return_val_if_fail (CS_IS_BRAKE (self), FALSE);

  if (!g_atomic_int_compare_and_exchange (&self->is_on, !on, on != FALSE))
    return FALSE;

  /* It would take 2⁶⁴ moves that nobody looked at to fail. */
  eventfd_write (self->moved, 1);

  return TRUE;
}

gboolean
cs_brake_is_on (GCancellable *cancellable)
{
  return CS_IS_BRAKE (cancellable) && g_atomic_int_get (&CS_BRAKE (cancellable)->is_on);
}

/**
 * cs_brake_poll:
 * @fd: what is to be read from; -1: nothing
 * @msec: how long to wait at the most; -1: for ever
 *
 * Waits for @fd, and for whoever holds @cancellable.
 */
CsWake
cs_brake_poll (GCancellable *cancellable,
               int           fd,
               int           msec)
{
  CsBrake *self = CS_IS_BRAKE (cancellable) ? CS_BRAKE (cancellable) : NULL;
  GPollFD cancel = { .fd = -1 };
  gboolean polled = g_cancellable_make_pollfd (cancellable, &cancel);
  struct pollfd fds[] = { { .fd = fd, .events = POLLIN },
                          { .fd = cancel.fd, .events = POLLIN },
                          { .fd = self != NULL ? self->moved : -1, .events = POLLIN } };
  eventfd_t moves;
  int ready;

  do
    ready = poll (fds, G_N_ELEMENTS (fds), msec);
  while (ready < 0 && errno == EINTR);

  if (polled)
    g_cancellable_release_fd (cancellable);

  if (fds[2].revents != 0)
    eventfd_read (self->moved, &moves);

  if (fds[1].revents != 0 || fds[2].revents != 0)
    return CS_WAKE_TOLD;

  return ready == 0 ? CS_WAKE_LATE : CS_WAKE_READY;
}

/**
 * cs_brake_wait:
 *
 * Waits as long as the brake is on.
 *
 * Returns: TRUE, or FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
cs_brake_wait (GCancellable  *cancellable,
               GError       **error)
{
  while (cs_brake_is_on (cancellable) && !g_cancellable_is_cancelled (cancellable))
    cs_brake_poll (cancellable, -1, -1);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
