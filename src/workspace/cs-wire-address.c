/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-wire.h"

#include "cs-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define APPLICATION_ID "io.github.creatorsync.CreatorSync"

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

/* The instances of a Flatpak share no part of the runtime directory but this one. */
static char *
runtime_folder (const char *runtime)
{
  if (g_strcmp0 (g_getenv ("FLATPAK_ID"), APPLICATION_ID) == 0)
    return g_build_filename (runtime, "app", APPLICATION_ID, "creatorsync", NULL);

  return g_build_filename (runtime, "creatorsync", NULL);
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
    path = path_in (runtime_folder (runtime), hash);

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
