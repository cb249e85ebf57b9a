/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define LOOK_MSEC 20

static gboolean run_run (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_run_commands[] = {
  { "run", "", N_("Publish what is due, as long as this runs"), run_run },
  { NULL, },
};

static gboolean
on_look (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* What happened since the last look, as the events tell it. */
typedef struct
{
  CsCli    *cli;
  gint64    last;
  gboolean  has_news;
} Told;

static void
on_changed (CsWorkspace *workspace,
            const char  *kind,
            GStrv        ids,
            gpointer     user_data)
{
  Told *told = user_data;

  told->has_news = told->has_news || strcmp (kind, "event") == 0;
}

static void
print_event (CsCli    *cli,
             GVariant *event)
{
  g_autoptr(GVariant) detail = g_variant_lookup_value (event, "detail", G_VARIANT_TYPE_VARDICT);
  g_autofree char *when = cs_cli_time (cs_cli_int (event, "at", 0));
  const char *more = detail != NULL ? cs_cli_text (detail, "url") : NULL;

  if (more == NULL && detail != NULL)
    more = cs_cli_text (detail, "sentence");

  if (cli->json)
    cs_cli_print_json (event);
  else
    cs_cli_print_text ("%s  %s%s%s", when, cs_cli_text (event, "name"), more != NULL ? "  " : "",
                       more != NULL ? more : "");
}

/* Prints one page of what happened; a page that was not empty may not be the last. What happens
 * while it is asked for is heard meanwhile, and may not be in it. */
static gboolean
tell_some (Told    *told,
           GError **error)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  g_autoptr(GVariant) events = NULL;

  told->has_news = FALSE;
  g_variant_dict_insert (&args, "after", "x", told->last);
  events = cs_cli_call (told->cli, "event.list", g_variant_dict_end (&args), error);
  if (events == NULL)
    return FALSE;

  told->has_news = told->has_news || g_variant_n_children (events) > 0;

  for (gsize i = 0; i < g_variant_n_children (events); i++)
    {
      g_autoptr(GVariant) event = g_variant_get_child_value (events, i);

      print_event (told->cli, event);
      told->last = cs_cli_int (event, "number", told->last);
      if (!cs_cli_is_heard ())
        break;
    }

  return TRUE;
}

static gboolean
tell (Told    *told,
      GError **error)
{
  gboolean ok = TRUE;

  while (ok && told->has_news && cs_cli_is_heard ())
    ok = tell_some (told, error);

  return ok;
}

static gboolean
publish (CsCli    *cli,
         gboolean  until_quiet,
         GError  **error)
{
  g_autoptr(GVariant) status = cs_cli_call (cli, "status", NULL, error);
  Told told = { cli, 0, FALSE };
  gboolean is_read_only = FALSE;
  gboolean ok = TRUE;
  guint look;

  if (status == NULL)
    return FALSE;

  g_variant_lookup (status, "read_only", "b", &is_read_only);
  if (is_read_only)
    return cs_fail (error, CS_ERROR_STORE, "%s", cs_cli_text (status, "sentence"));

  told.last = cs_cli_int (status, "last_event", 0);
  g_signal_connect (cli->workspace, "changed", G_CALLBACK (on_changed), &told);
  if (!cli->json)
    cs_cli_print_text (_("Publishing what is due in %s. Ctrl+C ends it."),
                       cs_workspace_get_folder (cli->workspace));
  if (cs_cli_is_heard ())
    cs_workspace_start_publishing (cli->workspace);

  look = g_timeout_add (LOOK_MSEC, on_look, NULL);
  while (ok && cs_cli_is_heard () && !g_cancellable_is_cancelled (cli->cancellable)
         && !(until_quiet && cs_workspace_is_quiet (cli->workspace)))
    {
      g_main_context_iteration (NULL, TRUE);
      ok = tell (&told, error);
    }
  g_source_remove (look);

  /* What is quiet by now may have happened since the loop last heard of it. */
  told.has_news = TRUE;
  ok = ok && tell (&told, error);
  g_signal_handlers_disconnect_by_data (cli->workspace, &told);

  return ok;
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
  GOptionEntry entries[] = {
    { "until-quiet", 0, 0, G_OPTION_ARG_NONE, &until_quiet,
      N_("End when nothing is due and nothing is in flight"), NULL },
    { NULL, },
  };

  if (!cs_cli_parse (&cs_cli_run_commands[0], entries, 0, 0, &argc, &argv, error)
      || !cs_cli_open (cli, CS_WORKSPACE_TAKE, error))
    return FALSE;

  cli->streams = TRUE;
  if (!publish (cli, until_quiet, error))
    return FALSE;

  /* Nobody reads what goes out: it ends as if a person had ended it, and says why at the end. */
  if (!cs_cli_is_heard ())
    {
      g_cancellable_cancel (cli->cancellable);
      return TRUE;
    }

  if (!until_quiet)
    return !g_cancellable_set_error_if_cancelled (cli->cancellable, error);

  status = cs_cli_call (cli, "status", NULL, error);
  if (status == NULL)
    return FALSE;

  print_result (cli, status);

  return TRUE;
}
