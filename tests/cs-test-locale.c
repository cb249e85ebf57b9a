/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test-locale.h"

#include "cs-test-folder.h"

#include <glib/gstdio.h>
#include <locale.h>

/* Under another name first: programs that run beside this one make it, too. */
static void
make_locale (const char *folder,
             const char *name)
{
  g_autofree char *new = g_strdup_printf ("%s/new-XXXXXX", folder);
  g_autofree char *made = NULL;
  g_autofree char *path = g_strdup_printf ("%s/%s.UTF-8", folder, name);
  const char *argv[] = { "localedef", "-i", name, "-f", "UTF-8", NULL, NULL };
  g_autofree char *said = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  g_assert_nonnull (g_mkdtemp (new));
  made = g_strdup_printf ("%s/%s.UTF-8", new, name);
  argv[5] = made;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                NULL, NULL, &said, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("localedef: %s", said);

  if (g_rename (made, path) != 0)
    g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
  cs_test_remove (new);
}

/* @name: as “de_DE”, all of it in UTF-8 */
void
cs_test_locale_begin (const char *name)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "locales", NULL);
  g_autofree char *locale = g_strconcat (name, ".UTF-8", NULL);
  g_autofree char *path = g_build_filename (folder, locale, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    make_locale (folder, name);

  g_setenv ("LOCPATH", folder, TRUE);
  g_assert_nonnull (setlocale (LC_ALL, locale));
}

void
cs_test_locale_end (void)
{
  g_unsetenv ("LOCPATH");
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
}
