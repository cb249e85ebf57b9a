/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-media-file.h"

#include "cs-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What errno @code means for this file. Always FALSE. */
gboolean
cs_media_file_fail (const char  *path,
                    int          code,
                    GError     **error)
{
  return cs_fail_file (error,
                       g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (code),
                                            g_strerror (code)),
                       path);
}

/* Opens a regular file for reading; -1 with a sentence for everything else. */
int
cs_media_file_open (const char  *path,
                    GError     **error)
{
  /* A pipe would let open() wait for ever. */
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat st;

  if (fd < 0 || fstat (fd, &st) < 0)
    {
      cs_media_file_fail (path, errno, error);
      return -1;
    }

  if (S_ISDIR (st.st_mode))
    {
      cs_fail (error, CS_ERROR_INVALID, "“%s” is a folder: name a file in it", path);
      return -1;
    }

  if (!S_ISREG (st.st_mode))
    {
      cs_fail (error, CS_ERROR_INVALID, "“%s” is not a file: choose one that is", path);
      return -1;
    }

  if (st.st_size == 0)
    {
      cs_fail (error, CS_ERROR_INVALID, "“%s” is empty: choose another file", path);
      return -1;
    }

  return g_steal_fd (&fd);
}
