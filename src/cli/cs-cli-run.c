/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#define LOOK_MSEC 20

static gboolean run_run (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_run_commands[] = {
  { "run", "", "Publish what is due, as long as this runs", run_run },
  { NULL, },
};

static gboolean
on_look (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
print_result (CsCli    *cli,
              GVariant *status)
{
  if (cli->json)
    cs_cli_print_json (status);
  else
    cs_cli_print_text ("%s", cs_cli_text (status, "sentence"));
}

static gboolean
run_run (CsCli   *cli,
         int      argc,
         char   **argv,
         GError **error)
{
  gboolean until_quiet = FALSE;
  g_autoptr(GVariant) status = NULL;
  guint look;
  GOptionEntry entries[] = {
    { "until-quiet", 0, 0, G_OPTION_ARG_NONE, &until_quiet,
      "End when nothing is due and nothing is in flight", NULL },
    { NULL, },
  };

  if (!cs_cli_parse (&cs_cli_run_commands[0], entries, 0, 0, &argc, &argv, error)
      || !cs_cli_open (cli, CS_WORKSPACE_OWN, error))
    return FALSE;

  cs_workspace_start_publishing (cli->workspace);
  if (!cli->json)
    cs_cli_print_text ("Publishing what is due in %s. Ctrl+C ends it.",
                       cs_workspace_get_folder (cli->workspace));

  look = g_timeout_add (LOOK_MSEC, on_look, NULL);
  while (!g_cancellable_is_cancelled (cli->cancellable)
         && !(until_quiet && cs_workspace_is_quiet (cli->workspace)))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (look);

  if (!until_quiet)
    return !g_cancellable_set_error_if_cancelled (cli->cancellable, error);

  status = cs_cli_call (cli, "status", NULL, error);
  if (status == NULL)
    return FALSE;

  print_result (cli, status);

  return TRUE;
}
