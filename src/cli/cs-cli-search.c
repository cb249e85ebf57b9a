/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include <glib/gi18n.h>

static gboolean run_search (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_search_commands[] = {
  { "search", "WORD…", N_("Posts, files and accounts with these words or beginnings of words"),
    run_search },
  { NULL, },
};

static gboolean
run_search (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) found = NULL;
  g_autofree char *query = NULL;
  int limit = 20;
  GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many of each kind (20)"), "N" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_search_commands[0], entries, 1, -1, &argc, &argv, error)
      || !cs_cli_add_limit (&args, limit, error))
    return FALSE;

  query = g_strjoinv (" ", argv);
  g_variant_dict_insert (&args, "query", "s", query);
  found = cs_cli_call (cli, "search", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, found, "kind id title snippet", _("Nothing is like that."));
}
