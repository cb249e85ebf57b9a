/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may come next on a command line, for the shells: they pass the words up to the cursor to
 * the hidden command __complete, the last of which is the one that is being typed, and get lines
 * of a word and what it is, with a tab between; ":files" and ":folders" stand for those. Nothing
 * is made, locked or changed for it. */

#include "cs-cli-complete.h"
#include "cs-cli-numbers-words.h"

#include "cs-network.h"

#include <glib/gi18n.h>
#include <string.h>

#define LIMIT 200

/* A command line that is being typed. */
typedef struct
{
  CsCli              *cli;
  const char         *typed;      /* so far, of the word at the cursor */
  const char         *before;     /* what of it stands before each answer: --account= */
  GPtrArray          *words;      /* those that are neither options nor their values */
  const char         *wants;      /* the option before the cursor that wants a value: what it is */
  gboolean            has_ended;  /* by --: what follows is no option */
  const CsCliCommand *command;    /* NULL: none is whole yet */
  GArray             *options;    /* CsCliOption, of the command */
} Line;

static void
offer (Line       *line,
       const char *word,
       const char *what)
{
  g_auto(GStrv) lines = g_strsplit (what != NULL ? what : "", "\n", 2);
  g_autofree char *clean = cs_cli_printable (lines[0] != NULL ? lines[0] : "");

  if (g_str_has_prefix (word, line->typed))
    g_print ("%s%s\t%s\n", line->before, word, g_strdelimit (clean, "\t", ' '));
}

/* The rows that a command answers, each by one of its fields and told by others. */
static void
offer_records (Line       *line,
               const char *command,
               const char *field,
               const char *columns)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) all = NULL;
  g_auto(GStrv) names = g_strsplit (columns, " ", -1);
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (strcmp (command, "post.list") == 0 || strcmp (command, "outbox.list") == 0)
    g_variant_dict_insert (&args, "limit", "x", (gint64) LIMIT);

  /* Who presses a key is not told of errors: there is nothing to choose from, then. */
  if (cs_cli_open (line->cli, CS_WORKSPACE_LOOK, &error))
    all = cs_cli_call (line->cli, command, g_variant_dict_end (&args), &error);
  else
    g_variant_dict_clear (&args);

  for (gsize i = 0; all != NULL && i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) record = g_variant_get_child_value (all, i);
      const char *word = cs_cli_text (record, field);
      g_autoptr(GString) what = g_string_new (NULL);

      for (guint k = 0; names[k] != NULL; k++)
        {
          g_autofree char *cell = cs_cli_cell (record, names[k]);

          g_string_append_printf (what, "%s%s", what->len > 0 && *cell != '\0' ? " " : "", cell);
        }

      if (word == NULL)
        continue;

      /* The @ of a handle may be left out. */
      offer (line, *word == '@' && *line->typed != '@' && *line->typed != '\0' ? word + 1 : word,
             what->str);
    }
}

static void
offer_networks (Line *line)
{
  for (guint i = 0; i < CS_N_NETWORKS; i++)
    offer (line, cs_network_names[i], cs_network_get_title (i));
}

/* kind is a word of a command's usage, or what an option's value is called there. */
static void
offer_values (Line       *line,
              const char *kind)
{
  g_auto(GStrv) choices = g_strsplit (kind, "|", -1);

  if (choices[0] != NULL && choices[1] != NULL)
    for (guint i = 0; choices[i] != NULL; i++)
      offer (line, choices[i], NULL);
  else if (strcmp (kind, "ACCOUNT") == 0)
    offer_records (line, "account.list", "handle", "network");
  else if (strcmp (kind, "JOB") == 0)
    offer_records (line, "job.list", "id", "title state");
  else if (strcmp (kind, "MEDIA") == 0)
    offer_records (line, "media.list", "id", "title");
  else if (strcmp (kind, "POST") == 0)
    offer_records (line, "post.list", "id", "title text");
  else if (strcmp (kind, "ROW") == 0)
    offer_records (line, "outbox.list", "id", "account state");
  else if (strcmp (kind, "NETWORK") == 0)
    offer_networks (line);
  else if (strcmp (kind, "FILE") == 0)
    g_print (":files\n");
  else if (strcmp (kind, "DIR") == 0)
    g_print (":folders\n");
  else if (strcmp (kind, "PERIOD") == 0)
    for (guint i = 0; cs_cli_periods[i] != NULL; i++)
      offer (line, cs_cli_periods[i], NULL);
}

static const CsCliOption *
find_option (Line       *line,
             const char *word)
{
  gsize length = strcspn (word, "=");

  for (guint i = 0; line->options != NULL && i < line->options->len; i++)
    {
      const CsCliOption *option = &g_array_index (line->options, CsCliOption, i);

      if (length == strlen (option->name) && strncmp (word, option->name, length) == 0)
        return option;
    }

  return NULL;
}

static void
offer_options (Line *line)
{
  for (guint i = 0; line->options != NULL && i < line->options->len; i++)
    {
      const CsCliOption *option = &g_array_index (line->options, CsCliOption, i);
      g_autofree char *word = g_strconcat ("--", option->name, NULL);

      offer (line, word, option->what);
    }

  offer (line, "--workspace", _("Another folder"));
  offer (line, "--json", _("Answers as JSON"));
  offer (line, "--help", _("What the command takes"));
  if (line->words->len == 0)
    offer (line, "--version", _("The version"));
}

/* The words that commands begin with, or the second ones of those that begin like this. */
static void
offer_commands (Line *line)
{
  const char *first = line->words->len > 0 ? line->words->pdata[0] : NULL;
  const CsCliCommand *command;
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; (command = cs_cli_command_at (i)) != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (command->name, " ", 2);

      if (first == NULL && g_hash_table_add (known, g_strdup (words[0])))
        offer (line, words[0], words[1] == NULL ? _(command->summary) : "");
      else if (first != NULL && words[1] != NULL && strcmp (words[0], first) == 0)
        offer (line, words[1], _(command->summary));
    }
}

/* The word at the cursor is one of those that follow a command's name. */
static void
offer_words (Line *line)
{
  g_auto(GStrv) name = g_strsplit (line->command->name, " ", -1);
  g_auto(GStrv) kinds = g_strsplit (line->command->words, " ", -1);
  guint n = g_strv_length (kinds);
  guint at = line->words->len - g_strv_length (name);
  g_autofree char *kind = NULL;

  if (n > 0 && at >= n && strstr (kinds[n - 1], "…") != NULL)
    at = n - 1;

  if (at >= n)
    return;

  kind = g_strdup (kinds[at]);
  if (strstr (kind, "…") != NULL)
    *strstr (kind, "…") = '\0';
  offer_values (line, kind[0] == '[' ? g_strdelimit (kind, "]", '\0') + 1 : kind);
}

/* Takes in one word that stands before the cursor. */
static void
read_word (Line *line,
           char *word)
{
  const CsCliOption *option;

  if (line->wants != NULL)
    {
      if (strcmp (line->wants, "DIR") == 0)
        cs_cli_set_folder (line->cli, word);
      line->wants = NULL;
    }
  else if (!line->has_ended && strcmp (word, "--") == 0)
    line->has_ended = TRUE;
  else if (line->has_ended || *word != '-')
    {
      g_ptr_array_add (line->words, word);
      if (line->command == NULL)
        line->command = cs_cli_command_find (line->words->len, (char **) line->words->pdata);
      if (line->command != NULL && line->options == NULL)
        line->options = cs_cli_command_options (line->cli, line->command);
    }
  else if (strcmp (word, "--workspace") == 0)
    line->wants = "DIR";
  else if (g_str_has_prefix (word, "--workspace="))
    cs_cli_set_folder (line->cli, word + strlen ("--workspace="));
  else if ((option = find_option (line, word + strspn (word, "-"))) != NULL
           && option->value != NULL && strchr (word, '=') == NULL)
    line->wants = option->value;
}

/* --account=@an: the value is what is typed. */
static gboolean
splits_option (Line  *line,
               char **before)
{
  const char *equals = strchr (line->typed, '=');
  const CsCliOption *option;

  if (equals == NULL || !g_str_has_prefix (line->typed, "--"))
    return FALSE;

  option = find_option (line, line->typed + 2);
  if (option != NULL)
    line->wants = option->value;
  else if (g_str_has_prefix (line->typed, "--workspace="))
    line->wants = "DIR";
  else
    return FALSE;

  *before = g_strndup (line->typed, equals + 1 - line->typed);
  line->before = *before;
  line->typed = equals + 1;

  return TRUE;
}

/**
 * cs_cli_complete:
 * @argv: the words after the program's name; the last may be empty
 *
 * Prints what the last word may become.
 */
void
cs_cli_complete (CsCli  *cli,
                 int     argc,
                 char  **argv)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autofree char *before = NULL;
  Line line = { .cli = cli, .typed = argc > 0 ? argv[argc - 1] : "", .before = "",
                .words = words };

  for (int i = 0; i + 1 < argc; i++)
    read_word (&line, argv[i]);

  if (line.wants != NULL || splits_option (&line, &before))
    offer_values (&line, line.wants != NULL ? line.wants : "");
  else if (*line.typed == '-' && !line.has_ended)
    offer_options (&line);
  else if (line.command == NULL)
    offer_commands (&line);
  else
    offer_words (&line);

  g_clear_pointer (&line.options, g_array_unref);
}
