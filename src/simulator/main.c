/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-simulator.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>

typedef struct
{
  char     *port_file;
  char     *clock_file;
  char     *script_file;
  char    **settings;
  gboolean  auto_approve;
  gboolean  keep_media;
} Options;

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_CONTINUE;
}

static gboolean
parse (Options  *options,
       int      *argc,
       char   ***argv,
       GError  **error)
{
  const GOptionEntry entries[] =
  {
    { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &options->port_file,
      "Write the addresses to FILE too, once they can be used", "FILE" },
    { "clock", 0, 0, G_OPTION_ARG_FILENAME, &options->clock_file,
      "Take the time from this virtual clock", "FILE" },
    { "script", 0, 0, G_OPTION_ARG_FILENAME, &options->script_file,
      "Read faults from FILE", "FILE" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->settings,
      "Change a switch, mastodon.max-characters=11000", "NAME=VALUE" },
    { "auto-approve", 0, 0, G_OPTION_ARG_NONE, &options->auto_approve,
      "Mastodon's authorize page presses its own button", NULL },
    { "keep-media", 0, 0, G_OPTION_ARG_NONE, &options->keep_media,
      "Keep uploads in a temporary folder until the end", NULL },
    { NULL, }
  };
  g_autofree char *settings = NULL;
  g_autofree char *description = NULL;
  g_autoptr(GOptionContext) context = g_option_context_new ("- stand-in networks on loopback");

  g_option_context_add_main_entries (context, entries, NULL);
  settings = cs_simulator_list_settings ();
  description =
    g_strdup_printf ("Prints one line of JSON with its addresses when it is ready, and "
                         "runs until SIGTERM.\n\nThe switches and their defaults:\n%s\n"
                         "Under the address “control”: GET /accounts /posts /counts /journal "
                         "/numbers[?at=SECONDS], POST /faults /settings /numbers /posts "
                         "/deletions /reset, with lines in their body.",
                         settings);
  g_option_context_set_description (context, description);

  return g_option_context_parse (context, argc, argv, error);
}

static void
options_clear (Options *options)
{
  g_free (options->port_file);
  g_free (options->clock_file);
  g_free (options->script_file);
  g_strfreev (options->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
configure (CsSimulator  *simulator,
           Options      *options,
           GError      **error)
{
  g_autofree char *script = NULL;

  if (options->auto_approve && !cs_simulator_set (simulator, "mastodon.auto-approve=yes", error))
    return FALSE;

  if (options->keep_media && !cs_simulator_set (simulator, "keep-media=yes", error))
    return FALSE;

  for (guint i = 0; options->settings != NULL && options->settings[i] != NULL; i++)
    if (!cs_simulator_set (simulator, options->settings[i], error))
      return FALSE;

  if (options->script_file == NULL)
    return TRUE;

  return g_file_get_contents (options->script_file, &script, NULL, error)
      && cs_simulator_add_faults (simulator, script, error);
}

static gboolean
run (Options  *options,
     GError  **error)
{
  g_autoptr(CsClock) clock = options->clock_file != NULL
                             ? cs_clock_new_mapped (options->clock_file, error)
                             : cs_clock_new_default (error);
  g_autoptr(CsSimulator) simulator = clock != NULL ? cs_simulator_new (clock) : NULL;
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *line = NULL;

  if (simulator == NULL
      || !configure (simulator, options, error)
      || !cs_simulator_start (simulator, error))
    return FALSE;

  /* Before the line: who reads it may end the program at once. */
  g_unix_signal_add (SIGTERM, quit, loop);
  g_unix_signal_add (SIGINT, quit, loop);

  line = cs_simulator_describe (simulator);
  if (options->port_file != NULL && !g_file_set_contents (options->port_file, line, -1, error))
    return FALSE;

  g_print ("%s\n", line);
  fflush (stdout);

  g_main_loop_run (loop);

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_auto(Options) options = { NULL, };
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");

  if (!parse (&options, &argc, &argv, &error) || !run (&options, &error))
    {
      g_printerr ("%s\n", error->message);
      return g_error_matches (error, CS_ERROR, CS_ERROR_USAGE) || error->domain == G_OPTION_ERROR
                 ? 2
                 : 1;
    }

  return 0;
}
