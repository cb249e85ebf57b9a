/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define BAR_WIDTH     30
#define TRIES         50
#define TEXT_MAX      (1024 * 1024)
#define SECRET_MAX    4096

static const CsCliCommand *const groups[] = {
  cs_cli_account_commands,
  cs_cli_media_commands,
  cs_cli_job_commands,
  cs_cli_post_commands,
  cs_cli_rows_commands,
  cs_cli_run_commands,
  cs_cli_sample_commands,
  cs_cli_search_commands,
  cs_cli_status_commands,
  cs_cli_watch_commands,
  cs_cli_outbox_commands,
  cs_cli_numbers_commands,
  cs_cli_numbers_files_commands,
  cs_cli_receipts_commands,
  cs_cli_history_commands,
  cs_cli_export_commands,
  cs_cli_preference_commands,
  cs_cli_workspace_commands,
  cs_cli_completion_commands,
};

const CsCliCommand *
cs_cli_command_at (guint index)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const CsCliCommand *row = groups[i]; row->name != NULL; row++)
      if (index-- == 0)
        return row;

  return NULL;
}

/* The command whose name these words begin with; NULL: none. */
const CsCliCommand *
cs_cli_command_find (int    n_words,
                     char **words)
{
  const CsCliCommand *command;

  for (guint i = 0; (command = cs_cli_command_at (i)) != NULL; i++)
    {
      g_auto(GStrv) name = g_strsplit (command->name, " ", -1);
      int n = g_strv_length (name);
      gboolean same = n_words >= n;

      for (int k = 0; same && k < n; k++)
        same = strcmp (name[k], words[k]) == 0;

      if (same)
        return command;
    }

  return NULL;
}

/* A shell passes what was typed, where ~ is still itself. */
void
cs_cli_set_folder (CsCli      *cli,
                   const char *folder)
{
  g_free (cli->folder);
  cli->folder = g_str_has_prefix (folder, "~/") ? g_build_filename (g_get_home_dir (), folder + 2,
                                                                    NULL)
                                                : g_strdup (folder);
}

/* Where options go while a command is asked for them: it ends when it would read its own. */
static GArray *asked = NULL;

static gboolean
tell_options (const GOptionEntry  *entries,
              GError             **error)
{
  for (guint i = 0; entries != NULL && entries[i].long_name != NULL; i++)
    {
      gboolean is_flag = entries[i].arg == G_OPTION_ARG_NONE;
      CsCliOption option = { g_intern_string (entries[i].long_name),
                             is_flag ? NULL : g_intern_string (entries[i].arg_description),
                             g_intern_string (_(entries[i].description)) };

      g_array_append_val (asked, option);
    }

  return cs_fail (error, CS_ERROR_USAGE, "Only asked what it takes");
}

/**
 * cs_cli_command_options:
 *
 * Returns: (transfer full) (element-type CsCliOption): what the command takes; every command
 *   reads its options before it does anything
 */
GArray *
cs_cli_command_options (CsCli              *cli,
                        const CsCliCommand *command)
{
  GArray *options = g_array_new (FALSE, FALSE, sizeof (CsCliOption));
  g_autofree char *program = g_strdup ("creatorsync-cli");
  char *argv[] = { program, NULL };
  g_autoptr(GError) told = NULL;

  asked = options;
  command->run (cli, 1, argv, &told);
  asked = NULL;

  return options;
}

/**
 * cs_cli_parse_with:
 * @entries: (nullable): the command's options
 * @user_data: what callbacks among them get
 * @min: words that must be left after the options
 * @max: words that may be left; -1: any number
 *
 * Reads a command's options. What is left in @argv are its words, from 0.
 */
gboolean
cs_cli_parse_with (const CsCliCommand   *command,
                   GOptionEntry         *entries,
                   gpointer              user_data,
                   int                   min,
                   int                   max,
                   int                  *argc,
                   char               ***argv,
                   GError              **error)
{
  g_autoptr(GOptionContext) context = g_option_context_new (command->words);
  GOptionGroup *group = g_option_group_new ("command", "", "", user_data, NULL);
  g_autofree char *program = g_strdup_printf ("creatorsync-cli %s", command->name);
  g_autoptr(GError) cause = NULL;

  if (asked != NULL)
    {
      g_option_context_set_main_group (context, group);
      return tell_options (entries, error);
    }

  if (entries != NULL)
    g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _(command->summary));
  g_option_context_set_description (context,
                                    _("With every command: --workspace DIR, --json, --help."));

  g_set_prgname (program);
  if (!g_option_context_parse (context, argc, argv, &cause))
    return cs_fail (error, CS_ERROR_USAGE, "%s: see %s --help", cause->message, program);

  (*argc)--;
  (*argv)++;
  if (*argc > 0 && strcmp ((*argv)[0], "--") == 0)
    {
      (*argc)--;
      (*argv)++;
    }

  if (*argc < min || (max >= 0 && *argc > max))
    return cs_fail (error, CS_ERROR_USAGE, "It is %s%s%s: see %s --help", program,
                    *command->words != '\0' ? " " : "", command->words, program);

  return TRUE;
}

gboolean
cs_cli_parse (const CsCliCommand   *command,
              GOptionEntry         *entries,
              int                   min,
              int                   max,
              int                  *argc,
              char               ***argv,
              GError              **error)
{
  return cs_cli_parse_with (command, entries, NULL, min, max, argc, argv, error);
}

/* NULL is left out. */
void
cs_cli_add_text (GVariantDict *args,
                 const char   *name,
                 const char   *text)
{
  if (text != NULL)
    g_variant_dict_insert (args, name, "s", text);
}

gboolean
cs_cli_add_limit (GVariantDict  *args,
                  int            limit,
                  GError       **error)
{
  if (limit < 1)
    return cs_fail (error, CS_ERROR_USAGE, "--limit is 1 or more, not %d: choose another", limit);

  g_variant_dict_insert (args, "limit", "x", (gint64) limit);

  return TRUE;
}

/* A run that is waited for. */
typedef struct
{
  CsCli        *cli;
  const char   *name;
  char         *id;
  gint64        done;
  gint64        total;       /* 0: not known */
  gboolean      is_paused;
  gboolean      drew;
  guint         asking;      /* whether it is paused */
  GAsyncResult *result;
} Call;

static void
draw (Call *call)
{
  gint64 share = call->total > 0 ? CLAMP (call->done * 100 / call->total, 0, 100) : 0;
  int filled = share * BAR_WIDTH / 100;

  g_printerr ("\r%s [%.*s%*s] %3d %%%s%s\033[K", call->name,
              filled, "##############################", BAR_WIDTH - filled, "", (int) share,
              call->is_paused ? "  " : "", call->is_paused ? _("paused") : "");
  call->drew = TRUE;
}

static void
on_progress (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Call *call = user_data;

  call->done = done;
  call->total = total;
  if (call->cli->is_terminal && total > 0)
    draw (call);
}

static void
on_jobs (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr(GVariant) jobs = cs_workspace_run_finish (result, NULL);
  gboolean is_paused = FALSE;

  call->asking--;

  for (gsize i = 0; jobs != NULL && i < g_variant_n_children (jobs); i++)
    {
      g_autoptr(GVariant) job = g_variant_get_child_value (jobs, i);

      if (g_strcmp0 (cs_cli_text (job, "id"), call->id) == 0)
        is_paused = g_strcmp0 (cs_cli_text (job, "state"), "paused") == 0;
    }

  if (is_paused == call->is_paused)
    return;

  call->is_paused = is_paused;
  draw (call);
}

static void
on_changed (CsWorkspace *workspace,
            const char  *kind,
            GStrv        ids,
            gpointer     user_data)
{
  Call *call = user_data;

  if (strcmp (kind, "job") != 0 || !g_strv_contains ((const char *const *) ids, call->id))
    return;

  call->asking++;
  cs_workspace_run_async (workspace, "job.list", NULL, NULL, NULL, on_jobs, call);
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Call *call = user_data;

  call->result = g_object_ref (result);
}

static GVariant *
call_once (CsCli       *cli,
           const char  *name,
           GVariant    *args,
           GError     **error)
{
  g_autofree char *id = g_uuid_string_random ();
  Call call = { .cli = cli, .name = name, .id = id };
  gulong handler = 0;
  GVariant *answer;

  if (cli->is_terminal)
    handler = g_signal_connect (cli->workspace, "changed", G_CALLBACK (on_changed), &call);

  cs_workspace_run_as (cli->workspace, id, name, args, on_progress, cli->cancellable,
                       on_done, &call);
  while (call.result == NULL || call.asking > 0)
    g_main_context_iteration (NULL, TRUE);

  g_clear_signal_handler (&handler, cli->workspace);
  answer = cs_workspace_run_finish (call.result, error);
  g_object_unref (call.result);
  if (call.drew)
    g_printerr ("\r\033[K");

  return answer;
}

/* By the clock that the workspace plans by; by the system’s if it cannot say. */
static void
learn_zone (CsCli *cli)
{
  g_autoptr(GVariant) all = call_once (cli, "preference.list", NULL, NULL);
  const char *zone;

  if (all == NULL || !g_variant_lookup (all, "zone", "&s", &zone))
    return;

  cli->plans_here = strcmp (zone, "system") == 0;
  cs_cli_set_zone (cli->plans_here ? NULL : zone);
}

gboolean
cs_cli_open (CsCli            *cli,
             CsWorkspaceMode   mode,
             GError          **error)
{
  g_autofree char *folder = NULL;

  if (cli->workspace != NULL)
    return TRUE;

  folder = cli->folder != NULL ? g_strdup (cli->folder) : cs_workspace_default_folder ();
  cli->workspace = cs_workspace_open (folder, mode, cli->cancellable, error);
  if (cli->workspace == NULL)
    return FALSE;

  learn_zone (cli);

  return TRUE;
}

/**
 * cs_cli_call:
 * @args: (nullable): a{sv}; sunk if floating
 *
 * Runs a row of the command table and draws its progress. An owner that ended
 * before it began is followed by the next one, or by this process.
 *
 * Returns: (transfer full): its answer
 */
GVariant *
cs_cli_call (CsCli       *cli,
             const char  *name,
             GVariant    *args,
             GError     **error)
{
  g_autoptr(GVariant) given = args != NULL ? g_variant_ref_sink (args) : NULL;

  for (guint i = 1; ; i++)
    {
      g_autoptr(GError) cause = NULL;
      GVariant *answer = NULL;

      if (cs_cli_open (cli, CS_WORKSPACE_SHARE, &cause))
        answer = call_once (cli, name, given, &cause);

      if (answer != NULL)
        {
          /* In one block from here on: a value that becomes one later frees the texts that were
           * borrowed from its parts. */
          g_variant_get_data (answer);
          return answer;
        }

      if (i == TRIES || cli->workspace == NULL || !cs_workspace_is_lost (cli->workspace)
          || !g_error_matches (cause, CS_ERROR, CS_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }

      cs_workspace_close (cli->workspace);
      g_clear_object (&cli->workspace);
    }
}

const char *
cs_cli_text (GVariant   *record,
             const char *name)
{
  const char *text = NULL;

  g_variant_lookup (record, name, "&s", &text);

  return text;
}

gint64
cs_cli_int (GVariant   *record,
            const char *name,
            gint64      fallback)
{
  gint64 value = fallback;

  g_variant_lookup (record, name, "x", &value);

  return value;
}

static char *
check_text (char        *text,
            gsize        length,
            const char  *path,
            GError     **error)
{
  g_autofree char *owned = text;

  if (length > TEXT_MAX)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "“%s” is longer than any post may be (1 MiB): shorten the text", path);

  if (!g_utf8_validate (text, length, NULL) || memchr (text, '\0', length) != NULL)
    return cs_fail_null (error, CS_ERROR_INVALID,
                         "“%s” is not UTF-8 text: save it as UTF-8, then try again", path);

  return g_steal_pointer (&owned);
}

static gboolean
on_readable (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Only while the main context runs is Ctrl+C heard. */
static gboolean
wait_for_input (CsCli   *cli,
                int      fd,
                GError **error)
{
  gboolean is_there = FALSE;
  guint source = g_unix_fd_add (fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, &is_there);

  while (!is_there && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!is_there)
    g_source_remove (source);

  return !g_cancellable_set_error_if_cancelled (cli->cancellable, error);
}

/**
 * cs_cli_read_text:
 * @path: a file, or "-" for standard input
 *
 * Reads a post's text; no more of it than a post could hold is read.
 */
char *
cs_cli_read_text (CsCli       *cli,
                  const char  *path,
                  GError     **error)
{
  gboolean is_stdin = strcmp (path, "-") == 0;
  int fd = is_stdin ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr(GString) text = g_string_new (NULL);
  char buffer[8192];
  gboolean is_told = TRUE;
  ssize_t n = 0;

  if (fd < 0)
    return cs_fail_file (error, g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno),
                                                     g_strerror (errno)), path), NULL;

  while (text->len <= TEXT_MAX && (is_told = wait_for_input (cli, fd, error))
         && (n = read (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  if (is_told && n < 0)
    cs_fail_file (error, g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno),
                                              g_strerror (errno)), path);
  if (!is_stdin)
    close (fd);
  if (n < 0 || !is_told)
    return NULL;

  while (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);

  return check_text (g_strndup (text->str, text->len), text->len, path, error);
}

static gboolean
set_echo (gboolean on)
{
  struct termios settings;

  if (tcgetattr (STDIN_FILENO, &settings) != 0)
    return FALSE;

  if (on)
    settings.c_lflag |= ECHO;
  else
    settings.c_lflag &= ~ECHO;

  return tcsetattr (STDIN_FILENO, TCSAFLUSH, &settings) == 0;
}

/**
 * cs_cli_read_secret:
 *
 * One line of standard input, not shown while it is typed. Never from argv,
 * which every process on the machine can read.
 */
char *
cs_cli_read_secret (CsCli       *cli,
                    const char  *prompt,
                    GError     **error)
{
  gboolean is_terminal = isatty (STDIN_FILENO);
  char line[SECRET_MAX];
  char *got = NULL;
  gboolean is_told;

  if (is_terminal)
    {
      g_printerr ("%s: ", prompt);
      set_echo (FALSE);
    }

  is_told = wait_for_input (cli, STDIN_FILENO, error);
  if (is_told)
    got = fgets (line, sizeof line, stdin);

  if (is_terminal)
    {
      set_echo (TRUE);
      g_printerr ("\n");
    }

  if (!is_told)
    return NULL;

  if (got != NULL)
    g_strstrip (line);

  if (got == NULL || *line == '\0')
    return cs_fail_null (error, CS_ERROR_USAGE,
                         "%s is missing: type it, or send it to standard input", prompt);

  got = g_strdup (line);
  explicit_bzero (line, sizeof line);

  return got;
}
