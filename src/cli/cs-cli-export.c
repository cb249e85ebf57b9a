/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"
#include "cs-json.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean run_export (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_export_commands[] = {
  { "export", "[FILE]", N_("Everything but secrets, as one JSON value"), run_export },
  { NULL, },
};

static void
print_file (const char *path)
{
  GVariantDict answer = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr(GVariant) value = NULL;

  g_variant_dict_insert (&answer, "file", "s", name);
  value = g_variant_ref_sink (g_variant_dict_end (&answer));
  cs_cli_print_json (value);
}

/* Nothing of a person's is written over unless they say so. */
static gboolean
check_place (const char  *path,
             gboolean     replaces,
             GError     **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return cs_fail (error, CS_ERROR_INVALID,
                    "“%s” is a folder: name a file in it, “%s%sexport.json”", path, path,
                    g_str_has_suffix (path, "/") ? "" : "/");

  if (!replaces && g_file_test (path, G_FILE_TEST_EXISTS))
    return cs_fail (error, CS_ERROR_INVALID,
                    "“%s” is there already: name another file, or say --replace", path);

  return TRUE;
}

static gboolean
fail_to_write (const char    *path,
               const GError  *cause,
               GError       **error)
{
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return cs_fail (error, CS_ERROR_STORE,
                    "There is no room for “%s”: free some space, or name another place", path);

  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)
      || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    return cs_fail (error, CS_ERROR_INVALID,
                    "“%s” is in no folder that is there: make the folder first", path);

  return cs_fail (error, CS_ERROR_INVALID,
                  "“%s” may not be written: name another place, or change its permissions", path);
}

/* As one line of JSON. */
static char *
read_all (CsCli   *cli,
          GError **error)
{
  g_autoptr(GVariant) all = cs_cli_call (cli, "export", NULL, error);

  return all != NULL ? cs_json_from_variant (all) : NULL;
}

static gboolean
is_printed (int    argc,
            char **argv)
{
  return argc == 0 || strcmp (argv[0], "-") == 0;
}

static gboolean
run_export (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) cause = NULL;
  gboolean replaces = FALSE;
  GOptionEntry entries[] = {
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replaces, N_("Write over a file that is there"), NULL },
    { NULL, },
  };

  if (!cs_cli_parse (&cs_cli_export_commands[0], entries, 0, 1, &argc, &argv, error)
      || (!is_printed (argc, argv) && !check_place (argv[0], replaces, error)))
    return FALSE;

  text = read_all (cli, error);
  if (text == NULL)
    return FALSE;

  if (is_printed (argc, argv))
    {
      g_print ("%s\n", text);
      return TRUE;
    }

  if (!g_file_set_contents_full (argv[0], text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    return fail_to_write (argv[0], cause, error);

  if (cli->json)
    print_file (argv[0]);
  else
    cs_cli_print_text (_("Written to %s"), argv[0]);

  return TRUE;
}
