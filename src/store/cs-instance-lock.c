/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-instance-lock.h"

#include "cs-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

struct _CsInstanceLock
{
  int fd;
};

static int
open_file (const char *folder,
           int         flags)
{
  g_autofree char *path = g_build_filename (folder, "instance.lock", NULL);

  return open (path, flags | O_CLOEXEC, 0600);
}

static gboolean
set_lock (int   fd,
          short type)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET };

  return fcntl (fd, F_OFD_SETLK, &lock) == 0;
}

/* The process id in the file; 0 when its holder has not written one yet. */
static gint64
read_holder (int fd)
{
  char text[32] = "";
  gssize length = pread (fd, text, sizeof text - 1, 0);

  return length > 0 ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static gboolean
write_holder (int fd)
{
  g_autofree char *text = g_strdup_printf ("%d\n", getpid ());
  gssize length = strlen (text);

  return ftruncate (fd, 0) == 0 && pwrite (fd, text, length, 0) == length;
}

/**
 * cs_instance_lock_take:
 * @folder: the workspace's
 *
 * Does not wait. The lock passes on when it is freed or its process ends.
 *
 * Returns: (transfer full): the lock, or NULL with %CS_ERROR_BUSY when another
 *   process, or another lock of this one, holds it
 */
CsInstanceLock *
cs_instance_lock_take (const char  *folder,
                       GError     **error)
{
  g_autofd int fd = open_file (folder, O_RDWR | O_CREAT);
  CsInstanceLock *self;

  /* On a disk that nobody can write there is nothing to keep others from. */
  if (fd < 0 && errno == EROFS)
    {
      self = g_new0 (CsInstanceLock, 1);
      self->fd = -1;
      return self;
    }

  if (fd < 0)
    return cs_fail_null (error, errno == ENOENT ? CS_ERROR_NOT_FOUND : CS_ERROR_STORE,
                         "Nothing can be kept in “%s”: %s. Choose another folder for the "
                         "workspace", folder, g_strerror (errno));

  if (!set_lock (fd, F_WRLCK))
    {
      if (errno != EAGAIN && errno != EACCES)
        return cs_fail_null (error, CS_ERROR_STORE, "The workspace “%s” cannot be locked: %s",
                             folder, g_strerror (errno));

      return cs_fail_null (error, CS_ERROR_BUSY, "The workspace “%s” is in use by process %"
                           PRId64 ": end it, then try again", folder, read_holder (fd));
    }

  /* A full disk may keep the id from being written; the lock holds all the same. */
  if (!write_holder (fd))
    g_debug ("The holder of the workspace could not be written down");

  self = g_new0 (CsInstanceLock, 1);
  self->fd = g_steal_fd (&fd);

  return self;
}

/**
 * cs_instance_lock_is_held:
 * @holder: (out) (optional): the process that holds it, 0 when it is not known
 *
 * Looks without taking it: the answer may be old when it arrives.
 */
gboolean
cs_instance_lock_is_held (const char *folder,
                          gint64     *holder)
{
  g_autofd int fd = open_file (folder, O_RDWR);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  gboolean held;

  if (holder != NULL)
    *holder = 0;

  if (fd < 0 || fcntl (fd, F_OFD_GETLK, &lock) < 0)
    return FALSE;

  held = lock.l_type != F_UNLCK;

  if (held && holder != NULL)
    *holder = read_holder (fd);

  return held;
}

void
cs_instance_lock_free (CsInstanceLock *self)
{
  if (self->fd >= 0 && ftruncate (self->fd, 0) < 0)
    g_debug ("The holder of the workspace could not be taken out: %s", g_strerror (errno));

  g_clear_fd (&self->fd, NULL);
  g_free (self);
}
