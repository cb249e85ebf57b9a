/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-killpoint.h"

#ifdef CS_KILLPOINTS

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

void
cs_killpoint (const char *name)
{
  static gint passed = 0;
  int number = g_atomic_int_add (&passed, 1) + 1;
  const char *at = g_getenv ("CREATORSYNC_KILL_AT");
  const char *log = g_getenv ("CREATORSYNC_KILL_LOG");

  if (log != NULL)
    {
      g_autofree char *line = g_strdup_printf ("%d %s\n", number, name);
      int fd = open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

      if (fd >= 0)
        {
          if (write (fd, line, strlen (line)) < 0)
            g_debug ("The kill log could not be written");
          close (fd);
        }
    }

  if (at != NULL && g_ascii_strtoll (at, NULL, 10) == number)
    kill (getpid (), SIGKILL);
}

#endif
