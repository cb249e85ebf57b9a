/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <string.h>

static gboolean run_completion (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_completion_commands[] = {
  { "completion", "bash|zsh|fish", "A script that completes commands in your shell",
    run_completion },
  { NULL, },
};

/* "account" → "add list …"; words that stand alone have an empty entry. */
static GHashTable *
collect_words (GPtrArray *first)
{
  GHashTable *second = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const CsCliCommand *command;

  for (guint i = 0; (command = cs_cli_command_at (i)) != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (command->name, " ", 2);
      const char *known = g_hash_table_lookup (second, words[0]);

      if (known == NULL)
        g_ptr_array_add (first, g_strdup (words[0]));
      g_hash_table_insert (second, g_strdup (words[0]),
                           g_strjoin (known != NULL && *known != '\0' ? " " : "",
                                      known != NULL ? known : "",
                                      words[1] != NULL ? words[1] : "", NULL));
    }

  g_ptr_array_add (first, NULL);

  return second;
}

static void
print_bash (GPtrArray  *first,
            GHashTable *second)
{
  g_autofree char *all = g_strjoinv (" ", (GStrv) first->pdata);

  g_print ("_creatorsync_cli () {\n"
           "  local word=${COMP_WORDS[COMP_CWORD]} words\n"
           "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
           "    words='%s --help --version'\n"
           "  elif [ \"$COMP_CWORD\" = 2 ]; then\n"
           "    case ${COMP_WORDS[1]} in\n", all);

  for (guint i = 0; first->pdata[i] != NULL; i++)
    {
      const char *words = g_hash_table_lookup (second, first->pdata[i]);

      if (*words != '\0')
        g_print ("      %s) words='%s' ;;\n", (char *) first->pdata[i], words);
    }

  g_print ("    esac\n"
           "  fi\n"
           "  case $word in -*) words='--workspace --json --help' ;; esac\n"
           "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
           "}\n"
           "complete -o default -F _creatorsync_cli creatorsync-cli\n");
}

static void
print_fish (GPtrArray  *first,
            GHashTable *second)
{
  const CsCliCommand *command;

  g_print ("complete -c creatorsync-cli -f\n"
           "complete -c creatorsync-cli -l workspace -r -d 'Another folder'\n"
           "complete -c creatorsync-cli -l json -d 'Answers as JSON'\n"
           "complete -c creatorsync-cli -l help -d 'What the command takes'\n");

  for (guint i = 0; (command = cs_cli_command_at (i)) != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (command->name, " ", 2);

      if (words[1] == NULL)
        g_print ("complete -c creatorsync-cli -n __fish_use_subcommand -a %s -d '%s'\n",
                 words[0], command->summary);
      else
        g_print ("complete -c creatorsync-cli -n __fish_use_subcommand -a %s\n"
                 "complete -c creatorsync-cli -n '__fish_seen_subcommand_from %s' -a %s -d '%s'\n",
                 words[0], words[0], words[1], command->summary);
    }
}

static gboolean
run_completion (CsCli   *cli,
                int      argc,
                char   **argv,
                GError **error)
{
  g_autoptr(GPtrArray) first = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) second = NULL;

  if (!cs_cli_parse (&cs_cli_completion_commands[0], NULL, 1, 1, &argc, &argv, error))
    return FALSE;

  second = collect_words (first);

  if (strcmp (argv[0], "bash") == 0)
    print_bash (first, second);
  else if (strcmp (argv[0], "zsh") == 0)
    {
      g_print ("#compdef creatorsync-cli\nautoload -U +X bashcompinit && bashcompinit\n");
      print_bash (first, second);
    }
  else if (strcmp (argv[0], "fish") == 0)
    print_fish (first, second);
  else
    return cs_fail (error, CS_ERROR_USAGE, "“%s” is no shell known here: bash, zsh or fish",
                    argv[0]);

  return TRUE;
}
