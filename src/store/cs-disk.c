/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-disk-private.h"

#include "cs-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Less than the index of a log takes. */
#define TOO_LITTLE_BYTES (64 * 1024)

/* Bytes that this user may still write there; G_MAXINT64 where nobody can tell. */
gint64
cs_disk_get_room (const char *folder)
{
  struct statvfs room;
  guint64 bytes;

  if (statvfs (folder, &room) < 0)
    return G_MAXINT64;

  if (!g_uint64_checked_mul (&bytes, room.f_bavail, room.f_frsize))
    return G_MAXINT64;

  return MIN (bytes, (guint64) G_MAXINT64);
}

/* Whether nothing new fits there: no room for it, or for its name. */
gboolean
cs_disk_is_full (const char *folder)
{
  struct statvfs room;

  return statvfs (folder, &room) == 0
      && (cs_disk_get_room (folder) < TOO_LITTLE_BYTES
          || (room.f_files > 0 && room.f_favail == 0));
}

/* @purpose is what the room is for: "the update". */
gboolean
cs_disk_check_room (const char  *folder,
                    gint64       needed,
                    const char  *purpose,
                    GError     **error)
{
  gint64 room = cs_disk_get_room (folder);
  g_autofree char *needs = NULL;
  g_autofree char *has = NULL;

  if (room >= needed)
    return TRUE;

  needs = g_format_size (needed);
  has = g_format_size (room);

  /* Translators: %s in the middle is “a backup”, “the restored workspace” … and then two sizes */
  return cs_fail (error, CS_ERROR_STORE, "There is too little room in “%s” for %s: it needs %s and "
                  "has %s. Make some room, then try again", folder, purpose, needs, has);
}

/* A file, or a folder with the names in it: what was renamed into it stays after a power cut. */
gboolean
cs_disk_sync (const char  *path,
              GError     **error)
{
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC);

  return (fd >= 0 && fsync (fd) == 0)
      || cs_fail (error, CS_ERROR_STORE, "“%s” could not be written to the disk: %s", path,
                  g_strerror (errno));
}

gboolean
cs_disk_copy (const char  *from,
              const char  *to,
              GError     **error)
{
  g_autoptr(GFile) source = g_file_new_for_path (from);
  g_autoptr(GFile) target = g_file_new_for_path (to);
  g_autoptr(GError) cause = NULL;

  if (!g_file_copy (source, target, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                    NULL, NULL, NULL, &cause))
    return cs_fail (error, CS_ERROR_STORE, "“%s” could not be copied: %s", from, cause->message);

  return cs_disk_sync (to, error);
}
