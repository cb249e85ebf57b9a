/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clock.h"
#include "cs-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MAGIC     G_GUINT64_CONSTANT (0x43532d636c6f636b)
#define POLL_MSEC 5

/* What a virtual clock holds; in a mapped clock it is the file. */
typedef struct
{
  guint64 magic;
  gint64  now_usec;
  gint64  boot_usec;
} Face;

struct _CsClock
{
  GObject  parent_instance;

  Face    *face;       /* NULL: the system's clocks */
  gboolean is_mapped;
};

G_DEFINE_FINAL_TYPE (CsClock, cs_clock, G_TYPE_OBJECT)

static gint64
read_system (clockid_t id)
{
  struct timespec ts;

  clock_gettime (id, &ts);

  return ts.tv_sec * G_USEC_PER_SEC + ts.tv_nsec / 1000;
}

static void
cs_clock_finalize (GObject *object)
{
  CsClock *self = CS_CLOCK (object);

  if (self->is_mapped)
    munmap (self->face, sizeof *self->face);
  else
    g_free (self->face);

  G_OBJECT_CLASS (cs_clock_parent_class)->finalize (object);
}

static void
cs_clock_class_init (CsClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_clock_finalize;
}

static void
cs_clock_init (CsClock *self)
{
}

CsClock *
cs_clock_new_system (void)
{
  return g_object_new (CS_TYPE_CLOCK, NULL);
}

/* A clock of this process alone that stands at a moment until it is moved. */
CsClock *
cs_clock_new_virtual (gint64 now_usec)
{
  CsClock *self = g_object_new (CS_TYPE_CLOCK, NULL);

  self->face = g_new0 (Face, 1);
  self->face->magic = MAGIC;
  self->face->now_usec = now_usec;

  return self;
}

/* Makes the file that cs_clock_new_mapped() maps, or sets an existing one anew. */
gboolean
cs_clock_create_file (const char  *path,
                      gint64       now_usec,
                      GError     **error)
{
  Face face = { .magic = MAGIC, .now_usec = now_usec, .boot_usec = 0 };

  return g_file_set_contents (path, (const char *) &face, sizeof face, error);
}

CsClock *
cs_clock_new_mapped (const char  *path,
                     GError     **error)
{
  g_autofd int fd = open (path, O_RDWR | O_CLOEXEC);
  struct stat st;
  Face *face;
  CsClock *self;

  if (fd < 0)
    return cs_fail_null (error, CS_ERROR_NOT_FOUND, "The clock file “%s” cannot be opened: %s",
                         path, g_strerror (errno));

  if (fstat (fd, &st) < 0 || st.st_size != sizeof *face)
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” is not a clock file", path);

  face = mmap (NULL, sizeof *face, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (face == MAP_FAILED)
    return cs_fail_null (error, CS_ERROR_FAILED, "The clock file “%s” cannot be mapped: %s",
                         path, g_strerror (errno));

  if (face->magic != MAGIC)
    {
      munmap (face, sizeof *face);
      return cs_fail_null (error, CS_ERROR_INVALID, "“%s” is not a clock file", path);
    }

  self = g_object_new (CS_TYPE_CLOCK, NULL);
  self->face = face;
  self->is_mapped = TRUE;

  return self;
}

/* The clock a program runs on: the system's, unless CREATORSYNC_CLOCK names a clock file. */
CsClock *
cs_clock_new_default (GError **error)
{
  const char *path = g_getenv ("CREATORSYNC_CLOCK");

  return path != NULL ? cs_clock_new_mapped (path, error) : cs_clock_new_system ();
}

gint64
cs_clock_now_usec (CsClock *self)
{
  if (self->face == NULL)
    return read_system (CLOCK_REALTIME);

  return __atomic_load_n (&self->face->now_usec, __ATOMIC_SEQ_CST);
}

/* Seconds since 1970, UTC: what records hold. */
gint64
cs_clock_now (CsClock *self)
{
  return cs_clock_now_usec (self) / G_USEC_PER_SEC;
}

/* Time that a set clock does not change and that goes on while the machine sleeps. */
gint64
cs_clock_boot_usec (CsClock *self)
{
  if (self->face == NULL)
    return read_system (CLOCK_BOOTTIME);

  return __atomic_load_n (&self->face->boot_usec, __ATOMIC_SEQ_CST);
}

gboolean
cs_clock_is_virtual (CsClock *self)
{
  return self->face != NULL;
}

/* Sleeps on the system's clock: a timer that also ends when somebody sets the clock. */
static void
wait_system (gint64        until_usec,
             GCancellable *cancellable)
{
  g_autofd int timer = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  struct itimerspec at = { .it_value = { .tv_sec = until_usec / G_USEC_PER_SEC,
                                         .tv_nsec = until_usec % G_USEC_PER_SEC * 1000 } };
  struct pollfd fds[2] = { { .fd = timer, .events = POLLIN }, { .fd = -1, .events = POLLIN } };
  GPollFD cancel = { 0, };
  gboolean polled = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &cancel);

  if (polled)
    fds[1].fd = cancel.fd;

  timerfd_settime (timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL);
  poll (fds, 2, -1);

  if (polled)
    g_cancellable_release_fd (cancellable);
}

/**
 * cs_clock_wait_until:
 * @until_usec: wall time in microseconds since 1970
 *
 * Blocks until the clock shows @until_usec or @cancellable is cancelled. A step
 * of the system's clock wakes the caller early, who looks again.
 *
 * Returns: whether that time has come
 */
gboolean
cs_clock_wait_until (CsClock      *self,
                     gint64        until_usec,
                     GCancellable *cancellable)
{
  if (self->face == NULL)
    {
      if (cs_clock_now_usec (self) < until_usec && !g_cancellable_is_cancelled (cancellable))
        wait_system (until_usec, cancellable);
    }
  else
    {
      /* Another process moves the mapped face, so there is nothing to be woken by. */
      while (cs_clock_now_usec (self) < until_usec && !g_cancellable_is_cancelled (cancellable))
        poll (NULL, 0, POLL_MSEC);
    }

  return cs_clock_now_usec (self) >= until_usec;
}

/* Moves a virtual clock: wall and boot time alike, as time passes. */
void
cs_clock_advance (CsClock *self,
                  gint64   usec)
{
  g_return_if_fail (self->face != NULL);
  g_return_if_fail (usec >= 0);

  __atomic_add_fetch (&self->face->boot_usec, usec, __ATOMIC_SEQ_CST);
  __atomic_add_fetch (&self->face->now_usec, usec, __ATOMIC_SEQ_CST);
}

/* Sets a virtual clock forward or back, as a person or NTP would: wall time alone. */
void
cs_clock_step (CsClock *self,
               gint64   usec)
{
  g_return_if_fail (self->face != NULL);

  __atomic_add_fetch (&self->face->now_usec, usec, __ATOMIC_SEQ_CST);
}
