/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static gboolean run_status (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_today  (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_events (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_status_commands[] = {
  { "status", "", N_("What is planned, on its way, or waits for you"), run_status },
  { "today", "", N_("What is due, who waits for you, what happened since yesterday"), run_today },
  { "events", "", N_("What happened, oldest first"), run_events },
  { NULL, },
};

static void
print_status (GVariant *status)
{
  gint64 n = cs_cli_int (status, "accounts", 0);
  g_autofree char *accounts = g_strdup_printf (ngettext ("%" PRId64 " account",
                                                         "%" PRId64 " accounts", n), n);
  gint64 needs_you = cs_cli_int (status, "needs_you", 0);
  gint64 next = cs_cli_int (status, "next_due", 0);
  g_autoptr(GVariant) rows = NULL;

  cs_cli_print_text ("%s", cs_cli_text (status, "folder"));
  /* Translators: 2 accounts, 5 scheduled, 1 on the way, 3 need you; the last number counts */
  cs_cli_print_text (ngettext ("%s, %" PRId64 " scheduled, %" PRId64 " on the way, %" PRId64
                               " needs you",
                               "%s, %" PRId64 " scheduled, %" PRId64 " on the way, %" PRId64
                               " need you", needs_you),
                     accounts, cs_cli_int (status, "scheduled", 0),
                     cs_cli_int (status, "active", 0), needs_you);
  if (next != 0)
    {
      g_autofree char *when = cs_cli_time (next);

      cs_cli_print_text (_("Next: %s"), when);
    }
  cs_cli_print_text ("%s", cs_cli_text (status, "sentence"));

  rows = g_variant_lookup_value (status, "waiting", G_VARIANT_TYPE ("aa{sv}"));
  if (rows != NULL)
    cs_cli_print_rows (rows, "id account state sentence");
}

static gboolean
run_status (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) status = NULL;

  if (!cs_cli_parse (&cs_cli_status_commands[0], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  status = cs_cli_call (cli, "status", NULL, error);
  if (status == NULL)
    return FALSE;

  if (cli->json)
    {
      cs_cli_print_json (status);
      return TRUE;
    }

  print_status (status);

  return TRUE;
}

static gboolean
run_today (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  g_autoptr(GVariant) all = NULL;

  if (!cs_cli_parse (&cs_cli_status_commands[1], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  all = cs_cli_call (cli, "today", NULL, error);

  return cs_cli_print_list (cli, all, "section id kind state due@ light title sentence",
                            _("Nothing is due, and nothing waits for you."));
}

static gboolean
run_events (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) events = NULL;
  gint64 after = 0;
  int limit = 100;
  GOptionEntry entries[] = {
    { "after", 0, 0, G_OPTION_ARG_INT64, &after, N_("Only those with a higher number"), "NUMBER" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many (100)"), "N" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_status_commands[2], entries, 0, 0, &argc, &argv, error)
      || !cs_cli_add_limit (&args, limit, error))
    return FALSE;

  g_variant_dict_insert (&args, "after", "x", after);
  events = cs_cli_call (cli, "event.list", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, events, "number at@ name kind subject",
                            _("Nothing has happened yet."));
}
