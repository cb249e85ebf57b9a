/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static gboolean run_load (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_sample_commands[] = {
  { "sample load", "", N_("Fill a workspace of its own with a potter’s three months"), run_load },
  { NULL, },
};

/* NETWORK=VALUE, each; in the command one argument. */
static gboolean
add_places (GVariantDict  *args,
            const char    *name,
            GStrv          words,
            GError       **error)
{
  GVariantBuilder places = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (words[i], "=", 2);

      if (g_strv_length (parts) != 2)
        {
          g_variant_builder_clear (&places);
          return cs_fail (error, CS_ERROR_USAGE, "Say NETWORK=VALUE, not “%s”", words[i]);
        }

      g_variant_builder_add (&places, "{ss}", parts[0], parts[1]);
    }

  g_variant_dict_insert_value (args, name, g_variant_builder_end (&places));

  return TRUE;
}

static gboolean
run_load (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_auto(GStrv) hosts = NULL;
  g_auto(GStrv) ids = NULL;
  gint64 seed = 0;
  GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_("Other ids and small times (a number)"), "N" },
    { "host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &hosts,
      N_("Where the account is: a stand-in’s address"), "NETWORK=URL" },
    { "id", 0, 0, G_OPTION_ARG_STRING_ARRAY, &ids, N_("What the account is called there"),
      "NETWORK=ID" },
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

  if (!add_places (&args, "hosts", hosts, error) || !add_places (&args, "ids", ids, error))
    {
      g_variant_dict_clear (&args);
      return FALSE;
    }

  loaded = cs_cli_call (cli, "sample.load", g_variant_dict_end (&args), error);
  if (loaded == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (loaded);
  else
    cs_cli_print_text (ngettext ("%" PRId64 " posts and %" PRId64 " clip are in %s. Your own "
                                 "workspace is untouched; delete that folder to be rid of the "
                                 "sample.",
                                 "%" PRId64 " posts and %" PRId64 " clips are in %s. Your own "
                                 "workspace is untouched; delete that folder to be rid of the "
                                 "sample.", cs_cli_int (loaded, "media", 0)),
                       cs_cli_int (loaded, "posts", 0), cs_cli_int (loaded, "media", 0),
                       cs_cli_text (loaded, "folder"));

  return TRUE;
}
