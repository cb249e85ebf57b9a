/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static gboolean run_receipts (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_receipts_commands[] = {
  { "receipts", "[POST]", N_("Proof of what went out: network, id, link, time"), run_receipts },
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
      gint64 n = cs_cli_int (answer, "receipts", 0);

      cs_cli_print_text (ngettext ("%" PRId64 " receipt, and the chain holds.",
                                   "%" PRId64 " receipts, and the chain holds.", n), n);
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
    { "verify", 0, 0, G_OPTION_ARG_NONE, &check, N_("Check that no receipt was changed or removed"),
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
                            _("Nothing has gone out yet."));
}
