/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean run_completion (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_completion_commands[] = {
  { "completion", "bash|zsh|fish", N_("A script that completes commands in your shell"),
    run_completion },
  { NULL, },
};

/* Each asks the program (__complete) with the words up to the cursor; what it answers is the same
 * for all. Bash cuts words at : = and @, so they are put together again before, and what readline
 * takes to be before the word is taken off the answers: a : and a =, but not an @. */
static const char bash[] =
  "_creatorsync_cli () {\n"
  "  local IFS=$' \\t\\n' rest=${COMP_LINE:0:COMP_POINT} words=() found=() i word line\n"
  "  local typed breaks= strip=\n"
  "  for ((i = 0; i <= COMP_CWORD; i++)); do\n"
  "    word=${COMP_WORDS[i]}\n"
  "    if [[ ${#words[@]} -gt 0 && $rest != [[:space:]]* && -n $rest ]]; then\n"
  "      words[${#words[@]}-1]+=$word\n"
  "    else\n"
  "      words+=(\"$word\")\n"
  "    fi\n"
  "    rest=${rest#\"${rest%%[![:space:]]*}\"}\n"
  "    rest=${rest#\"$word\"}\n"
  "  done\n"
  "  typed=${words[${#words[@]}-1]}\n"
  "  for i in : = @; do\n"
  "    [[ $COMP_WORDBREAKS == *\"$i\"* ]] && breaks+=$i\n"
  "  done\n"
  "  [[ $breaks ]] && strip=${typed%\"${typed##*[$breaks]}\"}\n"
  "  strip=${strip%@}\n"
  "  COMPREPLY=()\n"
  "  while IFS= read -r line; do\n"
  "    case $line in\n"
  "      :files) compopt -o default 2>/dev/null; return ;;\n"
  "      :folders) compopt -o dirnames 2>/dev/null; return ;;\n"
  "      *) found+=(\"${line#\"$strip\"}\") ;;\n"
  "    esac\n"
  "  done < <(\"${words[0]/#\\~/$HOME}\" __complete \"${words[@]:1}\" 2>/dev/null)\n"
  "  for line in \"${found[@]}\"; do\n"
  "    word=${line%%$'\\t'*}\n"
  "    # Where several are shown each is told; keys that walk through them take them as they are.\n"
  "    if [[ ${#found[@]} -gt 1 && $COMP_TYPE != 37 && $COMP_TYPE != 42 "
  "&& ${line#*$'\\t'} ]]; then\n"
  "      word+=\"  (${line#*$'\\t'})\"\n"
  "    fi\n"
  "    COMPREPLY+=(\"$word\")\n"
  "  done\n"
  "}\n"
  "complete -o nosort -F _creatorsync_cli creatorsync-cli\n";

static const char zsh[] =
  "#compdef creatorsync-cli\n"
  "_creatorsync_cli () {\n"
  "  local line\n"
  "  local -a found\n"
  "  for line in \"${(@f)$(\"${words[1]/#\\~/$HOME}\" __complete \"${(@Q)words[2,CURRENT-1]}\" "
  "\"${(Q)words[CURRENT]}\" 2>/dev/null)}\"; do\n"
  "    case $line in\n"
  "      (:files) _files; return ;;\n"
  "      (:folders) _files -/; return ;;\n"
  "      (?*) found+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\") ;;\n"
  "    esac\n"
  "  done\n"
  "  _describe -V creatorsync-cli found\n"
  "}\n"
  "if [ \"$funcstack[1]\" = _creatorsync_cli ]; then\n"
  "  _creatorsync_cli \"$@\"\n"
  "else\n"
  "  compdef _creatorsync_cli creatorsync-cli\n"
  "fi\n";

static const char fish[] =
  "function __creatorsync_cli_complete\n"
  "  set -l words (commandline -opc)\n"
  "  set -l typed (commandline -ct)\n"
  "  test (count $typed) -eq 0; and set typed ''\n"
  "  for line in ($words[1] __complete $words[2..-1] $typed 2>/dev/null)\n"
  "    switch $line\n"
  "      case :files\n"
  "        __fish_complete_path $typed\n"
  "      case :folders\n"
  "        __fish_complete_directories $typed\n"
  "      case '*'\n"
  "        echo $line\n"
  "    end\n"
  "  end\n"
  "end\n"
  "complete -c creatorsync-cli -f -k -a '(__creatorsync_cli_complete)'\n";

static gboolean
run_completion (CsCli   *cli,
                int      argc,
                char   **argv,
                GError **error)
{
  static const struct { const char *name, *script; } shells[] = {
    { "bash", bash }, { "zsh", zsh }, { "fish", fish },
  };

  if (!cs_cli_parse (&cs_cli_completion_commands[0], NULL, 1, 1, &argc, &argv, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    if (strcmp (argv[0], shells[i].name) == 0)
      {
        g_print ("%s", shells[i].script);
        return TRUE;
      }

  return cs_fail (error, CS_ERROR_USAGE, "“%s” is no shell known here: bash, zsh or fish", argv[0]);
}
