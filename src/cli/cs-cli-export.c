/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-file.h"

#include "cs-json.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean run_export (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_export_commands[] = {
  { "export", "[FILE]", N_("Everything but secrets, as one JSON value"), run_export },
  { NULL, },
};

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
  gboolean replaces = FALSE;
  GOptionEntry entries[] = {
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replaces, N_("Write over a file that is there"), NULL },
    { NULL, },
  };

  if (!cs_cli_parse (&cs_cli_export_commands[0], entries, 0, 1, &argc, &argv, error)
      || (!is_printed (argc, argv)
          && !cs_cli_check_place (argv[0], "export.json", replaces, error)))
    return FALSE;

  text = read_all (cli, error);
  if (text == NULL)
    return FALSE;

  if (is_printed (argc, argv))
    {
      g_print ("%s\n", text);
      return TRUE;
    }

  return cs_cli_write_file (cli, argv[0], text, strlen (text), error);
}
