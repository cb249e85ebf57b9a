/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

static gboolean run_receipts (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_receipts_commands[] = {
  { "receipts", "[POST]", "Proof of what went out: network, id, link, time", run_receipts },
  { NULL, },
};

static gboolean
verify (CsCli   *cli,
        GError **error)
{
  g_autoptr(GVariant) answer = cs_cli_call (cli, "receipt.verify", NULL, error);

  if (answer == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (answer);
  else
    {
      g_autofree char *count = cs_cli_count (cs_cli_int (answer, "receipts", 0), "receipt",
                                             "receipts");

      cs_cli_print_text ("%s, and the chain holds.", count);
    }

  return TRUE;
}

static gboolean
run_receipts (CsCli   *cli,
              int      argc,
              char   **argv,
              GError **error)
{
  g_autoptr(GVariant) receipts = NULL;
  gboolean check = FALSE;
  GOptionEntry entries[] = {
    { "verify", 0, 0, G_OPTION_ARG_NONE, &check, "Check that no receipt was changed or removed",
      NULL },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_receipts_commands[0], entries, 0, 1, &argc, &argv, error))
    return FALSE;

  if (check)
    return verify (cli, error);

  if (argc > 0)
    g_variant_dict_insert (&args, "post", "s", argv[0]);
  receipts = cs_cli_call (cli, "receipt.list", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, receipts, "published_at@ network handle remote_id url",
                            "Nothing has gone out yet.");
}
