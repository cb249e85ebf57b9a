/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test-locale.h"

#include "cs-test-folder.h"

#include <glib/gstdio.h>
#include <locale.h>

/* All of a locale but the classes of its letters and their order: they take by far the longest to
 * make, and nothing here is sorted. */
static char *
describe_locale (const char *name)
{
  static const char *const own[] = {
    "LC_TIME", "LC_NUMERIC", "LC_MONETARY", "LC_MESSAGES", "LC_PAPER", "LC_NAME",
    "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION",
  };
  GString *source = g_string_new ("LC_CTYPE\ncopy \"POSIX\"\nEND LC_CTYPE\n"
                                  "LC_COLLATE\ncopy \"POSIX\"\nEND LC_COLLATE\n");

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    g_string_append_printf (source, "%s\ncopy \"%s\"\nEND %s\n", own[i], name, own[i]);

  return g_string_free (source, FALSE);
}

/* The letters of Europe, Arabia and China in UTF-8: to read all that there are takes longer than
 * the rest. A letter that is missing would be refused. */
static char *
describe_letters (void)
{
  static const gunichar ranges[][2] = {
    { 0x80, 0x7ff }, { 0x2000, 0x207f }, { 0x4e00, 0x9fff },
  };
  GString *map = g_string_new ("<code_set_name> UTF-8\n<comment_char> %\n<escape_char> /\n"
                               "<mb_cur_min> 1\n<mb_cur_max> 3\nCHARMAP\n");

  for (guint letter = 0; letter < 0x80; letter++)
    g_string_append_printf (map, "<U%04X> /x%02x x\n", letter, letter);

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (gunichar letter = ranges[i][0]; letter < ranges[i][1]; letter += 0x40)
      {
        char bytes[6];
        int n_bytes = g_unichar_to_utf8 (letter, bytes);

        g_string_append_printf (map, "<U%04X>..<U%04X> ", letter, letter + 0x3f);
        for (int k = 0; k < n_bytes; k++)
          g_string_append_printf (map, "/x%02x", (guchar) bytes[k]);
        g_string_append (map, " x\n");
      }

  g_string_append (map, "END CHARMAP\n");

  return g_string_free (map, FALSE);
}

/* Takes @text. */
static char *
write_file (const char *folder,
            const char *name,
            char       *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *taken = text;
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, taken, -1, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&path);
}

/* Under another name first: programs that run beside this one make it, too. */
static void
make_locale (const char *folder,
             const char *name)
{
  g_autofree char *new = g_strdup_printf ("%s/new-XXXXXX", folder);
  g_autofree char *path = g_strdup_printf ("%s/%s.UTF-8", folder, name);
  g_autofree char *made = NULL;
  g_autofree char *source = NULL;
  g_autofree char *letters = NULL;
  g_autofree char *said = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  g_assert_nonnull (g_mkdtemp (new));
  made = g_strdup_printf ("%s/%s.UTF-8", new, name);
  source = write_file (new, "source", describe_locale (name));
  letters = write_file (new, "letters", describe_letters ());

  const char *argv[] = { "localedef", "-i", source, "-f", letters, made, NULL };

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
