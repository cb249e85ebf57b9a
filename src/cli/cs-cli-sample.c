/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

static gboolean run_load (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_sample_commands[] = {
  { "sample load", "", "Fill a workspace of its own with a potter’s three months", run_load },
  { NULL, },
};

static gboolean
run_load (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  gint64 seed = 0;
  GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Other ids and small times (a number)", "N" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) loaded = NULL;

  if (!cs_cli_parse (&cs_cli_sample_commands[0], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  if (cli->folder == NULL)
    cli->folder = cs_workspace_sample_folder ();
  if (seed != 0)
    g_variant_dict_insert (&args, "seed", "x", seed);

  loaded = cs_cli_call (cli, "sample.load", g_variant_dict_end (&args), error);
  if (loaded == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (loaded);
  else
    cs_cli_print_text ("%" G_GINT64_FORMAT " posts and %" G_GINT64_FORMAT " clips are in %s. Your "
                       "own workspace is untouched; delete that folder to be rid of the sample.",
                       cs_cli_int (loaded, "posts", 0), cs_cli_int (loaded, "media", 0),
                       cs_cli_text (loaded, "folder"));

  return TRUE;
}
