/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include <glib/gi18n.h>

static gboolean run_list   (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_pause  (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_resume (CsCli *cli, int argc, char **argv, GError **error);

enum
{
  LIST,
  PAUSE,
  RESUME,
};

const CsCliCommand cs_cli_job_commands[] = {
  [LIST] = { "job list", "", N_("The renders that are under way"), run_list },
  [PAUSE] = { "job pause", "JOB", N_("Let a render wait until it is resumed"), run_pause },
  [RESUME] = { "job resume", "JOB", N_("Let a render go on"), run_resume },
  { NULL, },
};

static gboolean
run_list (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_autoptr(GVariant) jobs = NULL;

  if (!cs_cli_parse (&cs_cli_job_commands[LIST], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  jobs = cs_cli_call (cli, "job.list", NULL, error);

  return cs_cli_print_list (cli, jobs, "id state percent title", _("Nothing is rendered now."));
}

static gboolean
set_pause (CsCli               *cli,
           const CsCliCommand  *command,
           const char          *name,
           const char          *said,
           int                  argc,
           char               **argv,
           GError             **error)
{
  g_autoptr(GVariant) answer = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (command, NULL, 1, 1, &argc, &argv, error))
    return FALSE;

  g_variant_dict_insert (&args, "id", "s", argv[0]);
  answer = cs_cli_call (cli, name, g_variant_dict_end (&args), error);
  if (answer == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (answer);
  else
    cs_cli_print_text ("%s", said);

  return TRUE;
}

static gboolean
run_pause (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  return set_pause (cli, &cs_cli_job_commands[PAUSE], "job.pause",
                    _("It waits until creatorsync-cli job resume"), argc, argv, error);
}

static gboolean
run_resume (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  return set_pause (cli, &cs_cli_job_commands[RESUME], "job.resume", _("It goes on"), argc, argv,
                    error);
}
