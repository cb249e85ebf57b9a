/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include <glib/gi18n.h>

static gboolean run_list (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_set  (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_preference_commands[] = {
  { "preference list", "", N_("How you want it where you have not said otherwise"), run_list },
  { "preference set", "NAME VALUE", N_("Want it otherwise"), run_set },
  { NULL, },
};

static gboolean
print_all (CsCli    *cli,
           GVariant *all)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (all == NULL)
    return FALSE;

  if (cli->json)
    {
      cs_cli_print_json (all);
      return TRUE;
    }

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    cs_cli_print_text ("%s %s", name, g_variant_get_string (value, NULL));

  return TRUE;
}

static gboolean
run_list (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_autoptr(GVariant) all = NULL;

  if (!cs_cli_parse (&cs_cli_preference_commands[0], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  all = cs_cli_call (cli, "preference.list", NULL, error);

  return print_all (cli, all);
}

static gboolean
run_set (CsCli   *cli,
         int      argc,
         char   **argv,
         GError **error)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) all = NULL;

  if (!cs_cli_parse (&cs_cli_preference_commands[1], NULL, 2, 2, &argc, &argv, error))
    return FALSE;

  g_variant_dict_insert (&args, "name", "s", argv[0]);
  g_variant_dict_insert (&args, "value", "s", argv[1]);
  all = cs_cli_call (cli, "preference.set", g_variant_dict_end (&args), error);

  return print_all (cli, all);
}
