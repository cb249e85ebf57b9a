/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-numbers-words.h"

#include "cs-cli-file.h"
#include "cs-error.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static gboolean run_chart (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_export (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_import (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_numbers_files_commands[] = {
  { "numbers chart", "followers|posts|post [POST]", N_("A chart as a file: SVG, PDF or PNG"),
    run_chart },
  { "numbers export", "", N_("Each value with its source, time and meaning"), run_export },
  { "numbers import", "FILE",
    N_("Numbers from a table, also an exported one: all of it, or nothing"), run_import },
  { NULL, },
};

typedef struct
{
  char     *out;
  char     *format;
  char     *metric;
  char     *size;
  gboolean  dark;
  gboolean  replaces;
} Output;

static void
output_clear (Output *self)
{
  g_free (self->out);
  g_free (self->format);
  g_free (self->metric);
  g_free (self->size);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Output, output_clear)

/* By the end of the file’s name. */
static gboolean
add_picture (Output        *self,
             GVariantDict  *args,
             GError       **error)
{
  const char *dot = self->out != NULL ? strrchr (self->out, '.') : NULL;
  g_autofree char *format = g_ascii_strdown (dot != NULL ? dot + 1 : "", -1);
  int width, height, end = 0;

  if (!g_strv_contains (((const char *const[]) { "svg", "pdf", "png", NULL }), format))
    return cs_fail (error, CS_ERROR_USAGE,
                    "Say --out with the name of a file that ends in .svg, .pdf or .png");

  g_variant_dict_insert (args, "format", "s", format);
  g_variant_dict_insert (args, "dark", "b", self->dark);
  cs_cli_add_text (args, "metric", self->metric);

  if (self->size == NULL)
    return TRUE;

  if (sscanf (self->size, "%5dx%5d%n", &width, &height, &end) != 2 || self->size[end] != '\0')
    return cs_fail (error, CS_ERROR_USAGE, "“%s” is no size: say 960x480", self->size);

  g_variant_dict_insert (args, "width", "x", (gint64) width);
  g_variant_dict_insert (args, "height", "x", (gint64) height);

  return TRUE;
}

static gboolean
add_subject (CsCli         *cli,
             int            argc,
             char         **argv,
             CsCliNumbers  *words,
             GVariantDict  *args,
             GError       **error)
{
  gboolean is_of_post = strcmp (argv[0], "post") == 0;

  if (is_of_post != (argc == 2))
    return is_of_post
         ? cs_fail (error, CS_ERROR_USAGE, "Say which post: numbers chart post POST")
         : cs_fail (error, CS_ERROR_USAGE, "“%s” is of all posts: say numbers chart post %s",
                    argv[0], argv[1]);

  if (is_of_post && words->period != NULL)
    return cs_fail (error, CS_ERROR_USAGE,
                    "The curve of a post is of all the time since it went out: leave out --period");

  g_variant_dict_insert (args, "what", "s", argv[0]);
  cs_cli_numbers_add_accounts (words, args);
  if (is_of_post)
    {
      g_variant_dict_insert (args, "post", "s", argv[1]);
      return TRUE;
    }

  return cs_cli_numbers_add_period (cli, words, "30d", args, error);
}

static gboolean
write_chart (CsCli         *cli,
             const Output  *output,
             GVariant      *args,
             GError       **error)
{
  g_autoptr(GVariant) answer = cs_cli_call (cli, "numbers.chart", args, error);
  g_autoptr(GVariant) bytes = NULL;
  const char *data;
  gsize length;

  if (answer == NULL)
    return FALSE;

  bytes = g_variant_lookup_value (answer, "bytes", G_VARIANT_TYPE_BYTESTRING);
  data = g_variant_get_fixed_array (bytes, &length, 1);
  if (!cs_cli_write_file (cli, output->out, data, length, error))
    return FALSE;

  if (!cli->json && cs_cli_text (answer, "definition") != NULL)
    cs_cli_print_text ("%s", cs_cli_text (answer, "definition"));

  return TRUE;
}

static gboolean
run_chart (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  g_auto(CsCliNumbers) words = { NULL, };
  g_auto(Output) output = { NULL, };
  GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &output.out,
      N_("Where it is written: .svg, .pdf or .png"), "FILE" },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &output.replaces, N_("Write over a file that is there"),
      NULL },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &output.metric, N_("Of posts: which number"),
      "engagement|rate|views|likes|comments|shares|quotes|saves" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &output.dark, N_("On a dark ground"), NULL },
    { "size", 0, 0, G_OPTION_ARG_STRING, &output.size, N_("Width and height (960x480)"), "SIZE" },
    CS_CLI_NUMBERS_ENTRIES (words),
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_numbers_files_commands[0], entries, 1, 2, &argc, &argv, error))
    return FALSE;

  if (!add_picture (&output, &args, error)
      || !cs_cli_check_place (output.out, "chart.svg", output.replaces, error)
      || !add_subject (cli, argc, argv, &words, &args, error))
    {
      g_variant_dict_clear (&args);
      return FALSE;
    }

  return write_chart (cli, &output, g_variant_dict_end (&args), error);
}

static gboolean
write_samples (CsCli         *cli,
               const Output  *output,
               GVariant      *args,
               GError       **error)
{
  g_autoptr(GVariant) answer = cs_cli_call (cli, "numbers.export", args, error);
  const char *text = answer != NULL ? cs_cli_text (answer, "text") : NULL;

  if (answer == NULL)
    return FALSE;

  if (output->out != NULL)
    return cs_cli_write_file (cli, output->out, text, strlen (text), error);

  if (cli->json)
    cs_cli_print_json (answer);
  else
    g_print ("%s", text);

  return TRUE;
}

static gboolean
run_export (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_auto(CsCliNumbers) words = { NULL, };
  g_auto(Output) output = { NULL, };
  GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &output.format, N_("A table, or JSON (csv)"),
      "csv|json" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &output.out, N_("Where it is written"), "FILE" },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &output.replaces, N_("Write over a file that is there"),
      NULL },
    CS_CLI_NUMBERS_POST_ENTRY (words),
    CS_CLI_NUMBERS_ENTRIES (words),
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_numbers_files_commands[1], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  /* As everywhere: standard output, which is where it goes when nothing is said. */
  if (g_strcmp0 (output.out, "-") == 0)
    g_clear_pointer (&output.out, g_free);

  if (output.out != NULL
      && !cs_cli_check_place (output.out, "numbers.csv", output.replaces, error))
    return FALSE;

  g_variant_dict_insert (&args, "format", "s", output.format != NULL ? output.format : "csv");
  cs_cli_numbers_add_accounts (&words, &args);
  cs_cli_add_text (&args, "post", words.post);
  if (!cs_cli_numbers_add_period (cli, &words, "all", &args, error))
    {
      g_variant_dict_clear (&args);
      return FALSE;
    }

  return write_samples (cli, &output, g_variant_dict_end (&args), error);
}

static void
print_import (GVariant *answer,
              gboolean  is_dry)
{
  g_autoptr(GVariant) corrections = g_variant_lookup_value (answer, "corrections", NULL);
  gint64 n_new = cs_cli_int (answer, "new", 0);
  gint64 n_same = cs_cli_int (answer, "same", 0);
  gint64 n_late = cs_cli_int (answer, "late", 0);

  cs_cli_print_rows (corrections, "line handle url taken_at@ metric was value");
  if (is_dry)
    cs_cli_print_text (ngettext ("%" PRId64 " sample would be new.",
                                 "%" PRId64 " samples would be new.", n_new), n_new);
  else
    cs_cli_print_text (ngettext ("%" PRId64 " sample is new.", "%" PRId64 " samples are new.",
                                 n_new), n_new);
  if (n_same > 0)
    cs_cli_print_text (ngettext ("%" PRId64 " was there already.",
                                 "%" PRId64 " were there already.", n_same), n_same);
  if (g_variant_n_children (corrections) > 0)
    {
      gint64 n = g_variant_n_children (corrections);

      cs_cli_print_text (ngettext ("%" PRId64 " value was told otherwise before.",
                                   "%" PRId64 " values were told otherwise before.", n), n);
    }
  if (n_late > 0)
    cs_cli_print_text (ngettext ("%" PRId64 " row is of days that were settled when old samples "
                                 "were thinned: it is kept and drawn, and the sums of these days "
                                 "stay as they are.",
                                 "%" PRId64 " rows are of days that were settled when old samples "
                                 "were thinned: they are kept and drawn, and the sums of these "
                                 "days stay as they are.", n_late), n_late);
}

static gboolean
run_import (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  gboolean is_dry = FALSE;
  g_autofree char *path = NULL;
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GVariant) bad = NULL;
  GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &is_dry, N_("Only tell what would become of it"), NULL },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  gsize n_bad;

  if (!cs_cli_parse (&cs_cli_numbers_files_commands[2], entries, 1, 1, &argc, &argv, error))
    return FALSE;

  if (strcmp (argv[0], "-") == 0)
    return cs_fail (error, CS_ERROR_INVALID, "A table is read from a file, not from standard "
                    "input: write it to one, then name that");

  if ((path = cs_cli_dup_path (argv[0], error)) == NULL)
    return FALSE;

  g_variant_dict_insert (&args, "file", "s", path);
  g_variant_dict_insert (&args, "dry_run", "b", is_dry);
  answer = cs_cli_call (cli, "numbers.import", g_variant_dict_end (&args), error);
  if (answer == NULL)
    return FALSE;

  bad = g_variant_lookup_value (answer, "bad", NULL);
  n_bad = g_variant_n_children (bad);
  if (cli->json)
    cs_cli_print_json (answer);
  else if (n_bad > 0)
    cs_cli_print_rows (bad, "line reason");
  else
    print_import (answer, is_dry);

  return n_bad == 0
      || cs_fail (error, CS_ERROR_INVALID, "Nothing of “%s” is stored, for rows of it are bad "
                  "(%zu): mend them, then import it again", argv[0], n_bad);
}
