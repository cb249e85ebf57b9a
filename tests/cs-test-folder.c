/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test-folder.h"

#include <glib/gstdio.h>

char *
cs_test_folder_new (gint64    start,
                    CsClock **clock)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("cs-test-XXXXXX", &error);
  g_autofree char *face = NULL;

  g_assert_no_error (error);
  face = g_build_filename (folder, "clock", NULL);
  cs_clock_create_file (face, start * G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  *clock = cs_clock_new_mapped (face, &error);
  g_assert_no_error (error);

  g_setenv ("CREATORSYNC_SECRETS", "memory", TRUE);
  g_setenv ("CREATORSYNC_CLOCK", face, TRUE);

  return folder;
}

/* With all that is in it. */
void
cs_test_remove (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      cs_test_remove (child);
    }

  g_remove (path);
}

void
cs_test_folder_free (char *folder)
{
  g_unsetenv ("CREATORSYNC_CLOCK");
  cs_test_remove (folder);
  g_free (folder);
}
