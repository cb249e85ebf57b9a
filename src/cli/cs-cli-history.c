/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include <glib/gi18n.h>

static gboolean run_undo    (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_redo    (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_history (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_history_commands[] = {
  { "undo", "", N_("Take back the last step"), run_undo },
  { "redo", "", N_("Do again what was taken back last"), run_redo },
  { "history", "", N_("The steps that can be undone and redone, newest first"), run_history },
  { NULL, },
};

static gboolean
turn (CsCli               *cli,
      const CsCliCommand  *command,
      const char          *name,
      const char          *said,
      int                  argc,
      char               **argv,
      GError             **error)
{
  g_autoptr(GVariant) step = NULL;

  if (!cs_cli_parse (command, NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  step = cs_cli_call (cli, name, NULL, error);
  if (step == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (step);
  else
    cs_cli_print_text ("%s: %s", said, cs_cli_text (step, "title"));

  return TRUE;
}

static gboolean
run_undo (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  return turn (cli, &cs_cli_history_commands[0], "undo", _("Undone"), argc, argv, error);
}

static gboolean
run_redo (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  return turn (cli, &cs_cli_history_commands[1], "redo", _("Done again"), argc, argv, error);
}

static gboolean
run_history (CsCli   *cli,
             int      argc,
             char   **argv,
             GError **error)
{
  g_autoptr(GVariant) steps = NULL;
  int limit = 50;
  GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many (50)"), "N" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_history_commands[2], entries, 0, 0, &argc, &argv, error)
      || !cs_cli_add_limit (&args, limit, error))
    return FALSE;

  steps = cs_cli_call (cli, "history.list", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, steps, "number at@ state title", _("Nothing has been done yet."));
}
