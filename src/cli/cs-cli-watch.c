/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <glib/gi18n.h>

#define LOOK_MSEC 100

static gboolean run_watch (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_watch_commands[] = {
  { "watch", "", N_("Print what changes and how far work is, as it happens"), run_watch },
  { NULL, },
};

typedef struct
{
  CsCli    *cli;
  int       left;      /* lines; -1: no end */
  gboolean  is_lost;
} Watch;

static void
print_line (Watch        *watch,
            GVariantDict *line,
            const char   *text)
{
  g_autoptr(GVariant) value = g_variant_ref_sink (g_variant_dict_end (line));

  if (watch->left == 0 || !cs_cli_is_heard ())
    return;

  if (watch->cli->json)
    cs_cli_print_json (value);
  else
    cs_cli_print_text ("%s", text);

  if (watch->left > 0)
    watch->left--;
}

static void
on_changed (CsWorkspace *workspace,
            const char  *kind,
            GStrv        ids,
            gpointer     user_data)
{
  GVariantDict line = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *all = g_strjoinv (" ", ids);
  g_autofree char *text = g_strdup_printf ("changed %s %s", kind, all);

  g_variant_dict_insert (&line, "changed", "s", kind);
  g_variant_dict_insert (&line, "ids", "^as", ids);
  print_line (user_data, &line, text);
}

static void
on_progress (CsWorkspace *workspace,
             const char  *id,
             const char  *title,
             gint64       done,
             gint64       total,
             gpointer     user_data)
{
  GVariantDict line = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *text = g_strdup_printf ("progress %s %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                                           title, done, total);

  g_variant_dict_insert (&line, "progress", "s", id);
  g_variant_dict_insert (&line, "title", "s", title);
  g_variant_dict_insert (&line, "done", "x", done);
  g_variant_dict_insert (&line, "total", "x", total);
  print_line (user_data, &line, text);
}

static void
on_lost (CsWorkspace *workspace,
         gpointer     user_data)
{
  Watch *watch = user_data;

  watch->is_lost = TRUE;
}

static gboolean
on_look (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Joins whoever owns the workspace now. FALSE with no error: nobody does. */
static gboolean
join (Watch   *watch,
      GError **error)
{
  CsCli *cli = watch->cli;
  GVariantDict line = G_VARIANT_DICT_INIT (NULL);
  GError *cause = NULL;

  if (!cs_cli_open (cli, CS_WORKSPACE_JOIN, &cause))
    {
      if (g_error_matches (cause, CS_ERROR, CS_ERROR_NOT_FOUND))
        g_clear_error (&cause);
      else
        g_propagate_error (error, cause);
      return FALSE;
    }

  g_signal_connect (cli->workspace, "changed", G_CALLBACK (on_changed), watch);
  g_signal_connect (cli->workspace, "progress", G_CALLBACK (on_progress), watch);
  g_signal_connect (cli->workspace, "lost", G_CALLBACK (on_lost), watch);
  watch->is_lost = FALSE;

  g_variant_dict_insert (&line, "joined", "s", cs_workspace_get_folder (cli->workspace));
  print_line (watch, &line, "joined");

  return TRUE;
}

static void
leave (Watch *watch)
{
  GVariantDict line = G_VARIANT_DICT_INIT (NULL);

  g_signal_handlers_disconnect_by_data (watch->cli->workspace, watch);
  cs_workspace_close (watch->cli->workspace);
  g_clear_object (&watch->cli->workspace);
  g_variant_dict_insert (&line, "left", "b", TRUE);
  print_line (watch, &line, "left");
}

static gboolean
run_watch (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  Watch watch = { cli, -1, FALSE };
  guint look;
  GOptionEntry entries[] = {
    { "lines", 0, 0, G_OPTION_ARG_INT, &watch.left, N_("End after so many lines"), "N" },
    { NULL, },
  };
  GError *cause = NULL;

  if (!cs_cli_parse (&cs_cli_watch_commands[0], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  cli->streams = TRUE;

  /* While nobody owns the workspace nothing changes: a look ten times a second is enough. */
  look = g_timeout_add (LOOK_MSEC, on_look, NULL);

  while (watch.left != 0 && cs_cli_is_heard () && cause == NULL
         && !g_cancellable_is_cancelled (cli->cancellable))
    {
      if (cli->workspace == NULL && join (&watch, &cause))
        continue;

      g_main_context_iteration (NULL, TRUE);
      if (cli->workspace != NULL && watch.is_lost)
        leave (&watch);
    }

  g_source_remove (look);
  if (cli->workspace != NULL)
    g_signal_handlers_disconnect_by_data (cli->workspace, &watch);

  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }

  return watch.left == 0 || !cs_cli_is_heard ()
      || !g_cancellable_set_error_if_cancelled (cli->cancellable, error);
}
