/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static gboolean run_check   (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_backup  (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_backups (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_restore (CsCli *cli, int argc, char **argv, GError **error);

enum
{
  CHECK,
  BACKUP,
  BACKUPS,
  RESTORE,
};

const CsCliCommand cs_cli_workspace_commands[] = {
  [CHECK] = { "workspace check", "", N_("Look whether the workspace is whole"), run_check },
  [BACKUP] = { "workspace backup", "", N_("Make a backup now"), run_backup },
  [BACKUPS] = { "workspace backups", "", N_("The backups there are, newest first"),
                run_backups },
  [RESTORE] = { "workspace restore", "", N_("Go back to a backup; nothing is deleted"),
                run_restore },
  { NULL, },
};

static gboolean
run_check (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  g_autoptr(GVariant) answer = NULL;

  if (!cs_cli_parse (&cs_cli_workspace_commands[CHECK], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  answer = cs_cli_call (cli, "workspace.check", NULL, error);
  if (answer == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (answer);
  else
    cs_cli_print_text (_("“%s” is whole. Backups of it: %" PRId64 "."),
                       cs_cli_text (answer, "path"), cs_cli_int (answer, "backups", 0));

  return TRUE;
}

static gboolean
run_backup (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) backup = NULL;

  if (!cs_cli_parse (&cs_cli_workspace_commands[BACKUP], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  backup = cs_cli_call (cli, "workspace.backup", NULL, error);
  if (backup == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (backup);
  else
    cs_cli_print_text (_("The workspace is in %s now, too."), cs_cli_text (backup, "path"));

  return TRUE;
}

static gboolean
run_backups (CsCli   *cli,
             int      argc,
             char   **argv,
             GError **error)
{
  g_autoptr(GVariant) backups = NULL;

  if (!cs_cli_parse (&cs_cli_workspace_commands[BACKUPS], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  backups = cs_cli_call (cli, "workspace.backups", NULL, error);

  return cs_cli_print_list (cli, backups, "at@ size# path", _("There are no backups yet."));
}

static void
print_restored (GVariant *restored)
{
  g_autofree char *when = cs_cli_time (cs_cli_int (restored, "at", 0));
  const char *aside = cs_cli_text (restored, "aside");
  gint64 counted_until = cs_cli_int (restored, "counted_until", 0);

  cs_cli_print_text (_("The workspace is as it was on %s."), when);

  if (aside != NULL)
    cs_cli_print_text (_("What was there before is kept in %s."), aside);

  if (aside != NULL && counted_until > 0)
    {
      g_autofree char *until = cs_cli_time (counted_until);

      cs_cli_print_text (_("Numbers were counted until %s. What was counted later is only there, "
                           "and cannot be counted again."), until);
    }

  if (cs_cli_int (restored, "unscheduled", 0) > 0)
    cs_cli_print_text (_("Planned posts that are drafts now, as they may be out already: %"
                         PRId64 ". Look there, then schedule them again."),
                       cs_cli_int (restored, "unscheduled", 0));

  if (cs_cli_int (restored, "held", 0) > 0)
    cs_cli_print_text (_("Posts that were on their way and wait for you now: %" PRId64
                         ". creatorsync-cli outbox list shows them."),
                       cs_cli_int (restored, "held", 0));
}

/* Not through the owner: nobody may have the workspace open meanwhile. */
static gboolean
run_restore (CsCli   *cli,
             int      argc,
             char   **argv,
             GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *from = NULL;
  g_autoptr(GVariant) restored = NULL;
  GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_("Not the newest one that is whole, but FILE"),
      "FILE" },
    { NULL, },
  };

  if (!cs_cli_parse (&cs_cli_workspace_commands[RESTORE], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  folder = cli->folder != NULL ? g_strdup (cli->folder) : cs_workspace_default_folder ();
  restored = cs_workspace_restore (folder, from, cli->cancellable, error);
  if (restored == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (restored);
  else
    print_restored (restored);

  return TRUE;
}
