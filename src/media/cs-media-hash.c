/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-brake.h"
#include "cs-media-file.h"
#include "cs-media-tool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (1024 * 1024)

/**
 * cs_media_tool_hash:
 * @on_progress: (nullable): bytes so far and in all; called on this thread
 *
 * Returns: (transfer full): the SHA-256 of the file's bytes, in hex, or NULL
 */
char *
cs_media_tool_hash (const char      *path,
                    CsProgressFunc   on_progress,
                    gpointer         user_data,
                    GCancellable    *cancellable,
                    GError         **error)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  g_autofd int fd = cs_media_file_open (path, error);
  gint64 done = 0;
  gssize got;
  struct stat st;

  if (fd < 0)
    return NULL;

  fstat (fd, &st);
  posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);

  do
    {
      if (!cs_brake_wait (cancellable, error))
        return NULL;

      do
        got = read (fd, chunk, CHUNK);
      while (got < 0 && errno == EINTR);

      if (got < 0)
        {
          cs_media_file_fail (path, errno, error);
          return NULL;
        }

      g_checksum_update (sum, chunk, got);
      done += got;
      if (on_progress != NULL)
        on_progress (done, MAX (done, st.st_size), user_data);
    }
  while (got > 0);

  return g_strdup (g_checksum_get_string (sum));
}
