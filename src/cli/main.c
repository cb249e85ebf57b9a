/* creatorsync-cli: every command of the program, as text or JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cs-cli-complete.h"

#include "cs-error.h"
#include "cs-json.h"
#include "cs-locale.h"
#include "cs-log.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
print_help (void)
{
  const CsCliCommand *command;

  g_print ("creatorsync-cli COMMAND … [--workspace DIR] [--json]\n\n%s\n"
           "  creatorsync-cli account add mastodon --host mastodon.example\n"
           "  creatorsync-cli account add bluesky --handle ana.bsky.social\n"
           "  creatorsync-cli media add clip.mkv\n"
           "  creatorsync-cli media check MEDIA\n"
           "  creatorsync-cli media fix MEDIA\n"
           "  creatorsync-cli post new --text \"Hello\" --media MEDIA --alt \"A cat\" "
           "--account ACCOUNT\n"
           "  creatorsync-cli post schedule POST --at \"tomorrow 18:30\"\n"
           "  creatorsync-cli run\n\n",
           _("From a video file to a published post. The way of one clip:"));

  for (guint i = 0; (command = cs_cli_command_at (i)) != NULL; i++)
    g_print ("  %-17s %s\n", command->name, _(command->summary));

  g_print ("\n%s\n",
           _("--workspace DIR  another folder than the default one\n"
             "--json           answers as JSON, errors as {\"error\":{\"code\",\"message\"}}\n"
             "--help           after a command: what it takes\n"
             "--version        the version\n\n"
             "Ends with 0 done, 1 failed, 2 usage, 3 not found, 4 invalid, 5 offline, 6 sign in,\n"
             "7 rate limited, 8 rejected, 9 store, 10 busy, 11 needs you, 130 cancelled."));
}

static gboolean
fail_unknown (int      argc,
              char   **argv,
              GError **error)
{
  const CsCliCommand *command;
  g_autoptr(GString) others = g_string_new (NULL);

  for (guint i = 0; (command = cs_cli_command_at (i)) != NULL; i++)
    if (g_str_has_prefix (command->name, argv[1]) && strchr (command->name, ' ') != NULL)
      g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "", command->name);

  if (others->len > 0)
    return cs_fail (error, CS_ERROR_USAGE, "Say which: %s", others->str);

  return cs_fail (error, CS_ERROR_USAGE,
                  "There is no command “%s”: creatorsync-cli --help names them all", argv[1]);
}

/* Takes --workspace and --json out of argv wherever they stand, up to a "--". */
static gboolean
take_common (CsCli   *cli,
             int     *argc,
             char   **argv,
             GError **error)
{
  int kept = 1;
  int i;

  for (i = 1; i < *argc && strcmp (argv[i], "--") != 0; i++)
    {
      if (strcmp (argv[i], "--json") == 0)
        {
          cli->json = TRUE;
          cs_locale_leave ();
        }
      else if (strcmp (argv[i], "--workspace") == 0 && i + 1 < *argc)
        g_set_str (&cli->folder, argv[++i]);
      else if (g_str_has_prefix (argv[i], "--workspace="))
        g_set_str (&cli->folder, argv[i] + strlen ("--workspace="));
      else if (strcmp (argv[i], "--workspace") == 0)
        return cs_fail (error, CS_ERROR_USAGE, "--workspace wants a folder: --workspace DIR");
      else
        argv[kept++] = argv[i];
    }

  if (cli->folder != NULL && *cli->folder == '\0')
    return cs_fail (error, CS_ERROR_USAGE, "--workspace wants a folder: --workspace DIR");

  for (; i < *argc; i++)
    argv[kept++] = argv[i];

  argv[kept] = NULL;
  *argc = kept;

  return TRUE;
}

/* Everything that is kept and told is UTF-8. */
static gboolean
check_words (CsCli   *cli,
             int      argc,
             char   **argv,
             GError **error)
{
  for (int i = 0; i < argc; i++)
    {
      const char *word = i > 0 ? argv[i] : cli->folder != NULL ? cli->folder : "";
      g_autofree char *shown = g_utf8_make_valid (word, -1);

      if (strcmp (shown, word) != 0)
        return cs_fail (error, CS_ERROR_USAGE,
                        "“%s” is not UTF-8: write it so, or rename the file", shown);
    }

  return TRUE;
}

static gboolean
run (CsCli   *cli,
     int      argc,
     char   **argv,
     GError **error)
{
  const CsCliCommand *command;
  int n_words = 1;

  if (argc > 1 && strcmp (argv[1], "__complete") == 0)
    {
      cs_cli_complete (cli, argc - 2, argv + 2);
      return TRUE;
    }

  if (!take_common (cli, &argc, argv, error) || !check_words (cli, argc, argv, error))
    return FALSE;

  if (argc < 2)
    return cs_fail (error, CS_ERROR_USAGE,
                    "Say what to do: creatorsync-cli --help names the commands");

  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return TRUE;
    }

  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("creatorsync-cli %s\n", CS_VERSION);
      return TRUE;
    }

  command = cs_cli_command_find (argc - 1, argv + 1);
  if (command == NULL)
    return fail_unknown (argc, argv, error);

  for (const char *c = command->name; *c != '\0'; c++)
    n_words += *c == ' ';

  return command->run (cli, argc - n_words, argv + n_words, error);
}

static void
print_error (CsCli        *cli,
             const GError *error)
{
  GVariantBuilder inner = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariantBuilder outer = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr(GVariant) value = NULL;
  const char *code = error->domain == CS_ERROR ? cs_error_code_name (error->code) : "failed";

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = "cancelled";

  if (!cli->json)
    {
      g_autofree char *clean = cs_cli_printable (error->message);

      if (cs_error_exit_code (error) != CS_EXIT_CANCELLED)
        g_printerr ("creatorsync-cli: %s\n", clean);
      return;
    }

  g_variant_builder_add (&inner, "{sv}", "code", g_variant_new_string (code));
  g_variant_builder_add (&inner, "{sv}", "message", g_variant_new_string (error->message));
  g_variant_builder_add (&outer, "{sv}", "error", g_variant_builder_end (&inner));
  value = g_variant_ref_sink (g_variant_builder_end (&outer));
  cs_cli_print_json (value);
}

/* What is opened later must not become input or output by a number that nothing has. */
static void
fill_closed (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", O_RDONLY) != fd)
      g_debug ("Standard stream %d is closed, and nothing can stand for it", fd);
}

/* As head does when it has seen enough. */
static gboolean
has_reader_left (void)
{
  struct pollfd output = { STDOUT_FILENO, POLLOUT, 0 };

  return poll (&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

/* A disk may be full where the output goes, whatever prints to it. */
static gboolean
check_output (CsCli   *cli,
              GError **error)
{
  if (cs_cli_is_heard () || (!cli->streams && has_reader_left ()))
    return TRUE;

  return cs_fail (error, CS_ERROR_STORE,
                  "The answer cannot be written to where it should go: make room there, then look "
                  "at what is there before you run this again");
}

/* While others work here their work goes on, unless a person ends this. */
static void
linger (CsCli *cli)
{
  gboolean has_said = FALSE;

  while (cs_workspace_has_guests (cli->workspace) && !g_cancellable_is_cancelled (cli->cancellable))
    {
      if (!has_said && cli->is_terminal)
        g_printerr ("%s\n", _("Another creatorsync-cli works through this one: waiting for it."));
      has_said = TRUE;
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
on_interrupt (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_CONTINUE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) unwritten = NULL;
  CsCli cli = { 0, };
  int status;

  fill_closed ();
  cs_locale_begin (LC_ALL);
  /* What is typed and told is UTF-8, also where a script says LC_ALL=C. */
  if (!g_get_charset (NULL))
    setlocale (LC_CTYPE, "C.UTF-8");
  cs_log_install ();
  cs_error_quark ();
  cli.is_terminal = isatty (STDERR_FILENO);
  cli.cancellable = g_cancellable_new ();
  g_unix_signal_add (SIGINT, on_interrupt, cli.cancellable);
  g_unix_signal_add (SIGTERM, on_interrupt, cli.cancellable);

  run (&cli, argc, argv, &error);
  status = cs_error_exit_code (error);
  if (error != NULL)
    print_error (&cli, error);

  if (!check_output (&cli, &unwritten))
    {
      g_printerr ("creatorsync-cli: %s\n", unwritten->message);
      if (status == 0)
        status = cs_error_exit_code (unwritten);
    }

  if (cli.workspace != NULL)
    {
      linger (&cli);
      cs_workspace_close (cli.workspace);
    }
  g_clear_object (&cli.workspace);
  g_clear_object (&cli.cancellable);
  g_free (cli.folder);

  return status;
}
