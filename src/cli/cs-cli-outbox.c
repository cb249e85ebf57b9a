/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean run_list   (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_cancel (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_answer (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_pause  (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_resume (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_outbox_commands[] = {
  { "outbox list", "", N_("What is on its way out, and what happened last"), run_list },
  { "outbox cancel", "ROW", N_("Stop a post that has not gone out"), run_cancel },
  { "outbox answer", "ROW there|again|drop", N_("Decide about a post that needs you"), run_answer },
  { "publishing pause", "", N_("Let nothing go out until it is resumed"), run_pause },
  { "publishing resume", "", N_("Let posts go out again"), run_resume },
  { NULL, },
};

static gboolean
run_list (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_autoptr(GVariant) rows = NULL;
  gboolean active = FALSE;
  int limit = 50;
  GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many (50)"), "N" },
    { "active", 0, 0, G_OPTION_ARG_NONE, &active, N_("Only those that have not come to an end"),
      NULL },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_outbox_commands[0], entries, 0, 0, &argc, &argv, error)
      || !cs_cli_add_limit (&args, limit, error))
    return FALSE;

  g_variant_dict_insert (&args, "active", "b", active);
  rows = cs_cli_call (cli, "outbox.list", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, rows, "id account state due@ post_id sentence",
                            _("Nothing is on its way."));
}

static gboolean
print_row (CsCli    *cli,
           GVariant *row)
{
  if (row == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (row);
  else
    cs_cli_print_row (row, "id account state sentence");

  return TRUE;
}

static gboolean
run_cancel (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) row = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_outbox_commands[1], NULL, 1, 1, &argc, &argv, error))
    return FALSE;

  g_variant_dict_insert (&args, "id", "s", argv[0]);
  row = cs_cli_call (cli, "outbox.cancel", g_variant_dict_end (&args), error);

  return print_row (cli, row);
}

static gboolean
run_answer (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) row = NULL;
  g_autofree char *link = NULL;
  GOptionEntry entries[] = {
    { "link", 0, 0, G_OPTION_ARG_STRING, &link, N_("Where the post is (with “there”)"), "URL" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_outbox_commands[2], entries, 2, 2, &argc, &argv, error))
    return FALSE;

  g_variant_dict_insert (&args, "id", "s", argv[0]);
  g_variant_dict_insert (&args, "answer", "s", argv[1]);
  if (link != NULL)
    g_variant_dict_insert (&args, "link", "s", link);
  row = cs_cli_call (cli, "outbox.answer", g_variant_dict_end (&args), error);

  return print_row (cli, row);
}

static gboolean
set_pause (CsCli               *cli,
           const CsCliCommand  *command,
           const char          *name,
           int                  argc,
           char               **argv,
           GError             **error)
{
  g_autoptr(GVariant) answer = NULL;
  gboolean paused = FALSE;

  if (!cs_cli_parse (command, NULL, 0, 0, &argc, &argv, error)
      || (answer = cs_cli_call (cli, name, NULL, error)) == NULL)
    return FALSE;

  g_variant_lookup (answer, "paused", "b", &paused);
  if (cli->json)
    cs_cli_print_json (answer);
  else
    cs_cli_print_text ("%s", paused ? _("Nothing goes out until creatorsync-cli publishing resume")
                                    : _("Posts go out again"));

  return TRUE;
}

static gboolean
run_pause (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  return set_pause (cli, &cs_cli_outbox_commands[3], "publishing.pause", argc, argv, error);
}

static gboolean
run_resume (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  return set_pause (cli, &cs_cli_outbox_commands[4], "publishing.resume", argc, argv, error);
}
