/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-place.h"

#include "cs-error.h"

#include <glib/gstdio.h>
#include <stdlib.h>

/* Whoever has opened a workspace has left its lock in it. */
static gboolean
is_workspace (const char *folder)
{
  g_autofree char *lock = g_build_filename (folder, "instance.lock", NULL);

  return g_file_test (lock, G_FILE_TEST_EXISTS);
}

/* @path: absolute, without links */
static gboolean
is_in_workspace (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  while (!is_workspace (folder))
    {
      char *above = g_path_get_dirname (folder);

      if (g_str_equal (above, folder))
        {
          g_free (above);
          return FALSE;
        }

      g_free (folder);
      folder = above;
    }

  return TRUE;
}

/* The file itself behind links to it or to its folder; as it is named where there is no such
 * folder: writing then tells why not. */
static char *
dup_real (const char *path)
{
  g_autofree char *above = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = NULL;
  char *real = realpath (path, NULL);

  if (real != NULL)
    return real;

  folder = realpath (above, NULL);
  if (folder == NULL)
    return g_strdup (path);

  return g_build_filename (folder, name, NULL);
}

/**
 * cs_place_resolve:
 * @path: where a file is to be, which may be there already
 *
 * Where a link leads to is what is written, and the link stays. Nothing becomes
 * a file that was something else, and what is a workspace’s own is not written.
 *
 * Returns: (transfer full): the path to write to; NULL with the reason why not
 */
char *
cs_place_resolve (const char  *path,
                  GError     **error)
{
  g_autofree char *real = NULL;
  GStatBuf there;

  if (g_stat (path, &there) == 0)
    {
      if (!S_ISREG (there.st_mode) && !S_ISDIR (there.st_mode))
        return cs_fail_null (error, CS_ERROR_INVALID, "“%s” is a device or a pipe, which is not "
                             "replaced: name a file", path);
    }
  else if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” is a link to a file that cannot be "
                         "reached: mend the link, or name another file", path);

  real = dup_real (path);
  if (is_in_workspace (real))
    return cs_fail_null (error, CS_ERROR_INVALID, "“%s” is in the folder of a workspace, where "
                         "only Creator Sync writes: name a file elsewhere", path);

  return g_steal_pointer (&real);
}
