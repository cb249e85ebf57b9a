/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli.h"

#include "cs-error.h"

#include <glib/gi18n.h>

static gboolean run_rows (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_rows_commands[] = {
  { "post rows", "", N_("The posts with where they go, when, and how far they got"), run_rows },
  { NULL, },
};

typedef struct
{
  char     *from;
  char     *until;
  char     *state;
  char     *search;
  char     *account;
  char     *media;
  char     *order;
  gboolean  drafts;
  gboolean  reverse;
  gboolean  light;
  int       limit;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->from);
  g_free (options->until);
  g_free (options->state);
  g_free (options->search);
  g_free (options->account);
  g_free (options->media);
  g_free (options->order);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The first second of a day of the person's own calendar. */
static gboolean
add_day (GVariantDict  *args,
         const char    *name,
         const char    *day,
         GError       **error)
{
  g_autofree char *midnight = NULL;
  g_autoptr(GTimeZone) here = cs_cli_dup_zone ();
  g_autoptr(GDateTime) when = NULL;

  if (day == NULL)
    return TRUE;

  midnight = g_strconcat (day, "T00:00:00", NULL);
  when = g_date_time_new_from_iso8601 (midnight, here);
  if (when == NULL)
    return cs_fail (error, CS_ERROR_USAGE, "“%s” is no day: say it as 2026-11-22", day);

  g_variant_dict_insert (args, name, "x", g_date_time_to_unix (when));

  return TRUE;
}

static void
add_flag (GVariantDict *args,
          const char   *name,
          gboolean      flag)
{
  if (flag)
    g_variant_dict_insert (args, name, "b", TRUE);
}

static gboolean
add_options (GVariantDict   *args,
             const Options  *options,
             GError        **error)
{
  cs_cli_add_text (args, "state", options->state);
  cs_cli_add_text (args, "search", options->search);
  cs_cli_add_text (args, "account", options->account);
  cs_cli_add_text (args, "media", options->media);
  cs_cli_add_text (args, "order", options->order);
  add_flag (args, "drafts", options->drafts);
  add_flag (args, "reverse", options->reverse);
  add_flag (args, "light", options->light);

  return cs_cli_add_limit (args, options->limit, error)
      && add_day (args, "from", options->from, error)
      && add_day (args, "until", options->until, error);
}

static gboolean
run_rows (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_auto(Options) options = { .limit = 50 };
  g_autoptr(GVariant) rows = NULL;
  GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, N_("From this day on"), "YYYY-MM-DD" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &options.until, N_("Before this day"), "YYYY-MM-DD" },
    { "state", 0, 0, G_OPTION_ARG_STRING, &options.state,
      N_("draft, scheduled, waiting, publishing, published, needs-you, failed or missed"),
      "STATE" },
    { "search", 0, 0, G_OPTION_ARG_STRING, &options.search, N_("Only those with these words"),
      "WORDS" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &options.account, N_("Only those that go there"),
      "ACCOUNT" },
    { "media", 0, 0, G_OPTION_ARG_STRING, &options.media, N_("Only those that show this file"),
      "MEDIA" },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options.order,
      N_("By time (default with days) or by when they were changed"), "time|changed" },
    { "reverse", 0, 0, G_OPTION_ARG_NONE, &options.reverse, N_("The other way around"), NULL },
    { "drafts", 0, 0, G_OPTION_ARG_NONE, &options.drafts, N_("Those without a time, too"), NULL },
    { "light", 0, 0, G_OPTION_ARG_NONE, &options.light, N_("Say whether each could go out"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_("At most so many (50)"), "N" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_rows_commands[0], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  if (!cs_cli_open (cli, CS_WORKSPACE_SHARE, error) || !add_options (&args, &options, error))
    {
      g_variant_dict_clear (&args);
      return FALSE;
    }

  rows = cs_cli_call (cli, "post.rows", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, rows, options.light ? "id state due@ light title reason"
                                                     : "id state due@ title",
                            _("No post is like that."));
}
