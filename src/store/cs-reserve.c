/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-reserve-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define RESERVE_BYTES (4 * 1024 * 1024)
#define PLENTY_BYTES  (64 * 1024 * 1024)

static char *
reserve_path (const char *db_path)
{
  return g_strconcat (db_path, ".reserve", NULL);
}

gboolean
cs_reserve_is_there (const char *db_path)
{
  g_autofree char *path = reserve_path (db_path);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Sets the room aside while there is plenty; without, the program works as well. */
void
cs_reserve_make (const char *db_path)
{
  g_autofree char *folder = g_path_get_dirname (db_path);
  g_autofree char *path = reserve_path (db_path);
  struct statvfs room;
  int fd;

  if (cs_reserve_is_there (db_path) || statvfs (folder, &room) < 0
      || (guint64) room.f_bavail * room.f_frsize < PLENTY_BYTES)
    return;

  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return;

  if (posix_fallocate (fd, 0, RESERVE_BYTES) != 0)
    g_unlink (path);

  close (fd);
}

void
cs_reserve_release (const char *db_path)
{
  g_autofree char *path = reserve_path (db_path);

  if (g_unlink (path) == 0)
    g_debug ("The disk is full; its reserve is let go");
}
