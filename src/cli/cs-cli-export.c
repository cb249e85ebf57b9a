/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"
#include "cs-json.h"

static gboolean run_export (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_export_commands[] = {
  { "export", "[FILE]", "Everything but secrets, as one JSON value", run_export },
  { NULL, },
};

static gboolean
run_export (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) all = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) cause = NULL;

  if (!cs_cli_parse (&cs_cli_export_commands[0], NULL, 0, 1, &argc, &argv, error))
    return FALSE;

  all = cs_cli_call (cli, "export", NULL, error);
  if (all == NULL)
    return FALSE;

  if (argc == 0)
    {
      cs_cli_print_json (all);
      return TRUE;
    }

  text = cs_json_from_variant (all);
  if (!g_file_set_contents_full (argv[0], text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    return cs_fail (error, CS_ERROR_INVALID, "“%s” cannot be written: %s", argv[0],
                    cause->message);

  if (!cli->json)
    cs_cli_print_text ("Written to %s", argv[0]);

  return TRUE;
}
