/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-post-content.h"
#include "cs-cli-post-show.h"

#include "cs-error.h"
#include "cs-zone.h"

#include <glib/gi18n.h>

static gboolean run_new        (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_edit       (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_check      (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_list       (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_show       (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_schedule   (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_unschedule (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_publish    (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_delete     (CsCli *cli, int argc, char **argv, GError **error);

enum
{
  NEW,
  EDIT,
  CHECK,
  LIST,
  SHOW,
  SCHEDULE,
  UNSCHEDULE,
  PUBLISH,
  DELETE,
};

const CsCliCommand cs_cli_post_commands[] = {
  [NEW] = { "post new", "", N_("Write a post; its text may come from a file or a pipe"), run_new },
  [EDIT] = { "post edit", "POST", N_("Change a post, or what is not out of a thread"), run_edit },
  [CHECK] = { "post check", "[POST]", N_("What each network would say of a post, written or not"),
              run_check },
  [LIST] = { "post list", "", N_("The posts, newest first"), run_list },
  [SHOW] = { "post show", "POST", N_("A post, where it goes, and what stands in its way"),
             run_show },
  [SCHEDULE] = { "post schedule", "POST", N_("Give it a time, in the clock of a place"),
                 run_schedule },
  [UNSCHEDULE] = { "post unschedule", "POST", N_("Take its time away"), run_unschedule },
  [PUBLISH] = { "post publish", "POST",
                N_("Send it, or the rest of a thread, as soon as something publishes"),
                run_publish },
  [DELETE] = { "post delete", "POST…", N_("Delete a post here; what has gone out stays there"),
               run_delete },
  { NULL, },
};

static gboolean
print_post (CsCli    *cli,
            GVariant *post)
{
  if (post == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (post);
  else
    cs_cli_print_post (post);

  return TRUE;
}

static gboolean
run_new (CsCli   *cli,
         int      argc,
         char   **argv,
         GError **error)
{
  g_auto(CsCliContent) options = { 0, };
  g_autoptr(GVariant) post = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_content_parse (&cs_cli_post_commands[NEW], FALSE, &options, 0, 0,
                             &argc, &argv, error)
      || !cs_cli_content_read (cli, &options, TRUE, error))
    return FALSE;

  cs_cli_content_add (&options, &args);
  post = cs_cli_call (cli, "post.new", g_variant_dict_end (&args), error);

  return print_post (cli, post);
}

static gboolean
run_edit (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_auto(CsCliContent) options = { 0, };
  g_autoptr(GVariant) post = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_content_parse (&cs_cli_post_commands[EDIT], TRUE, &options, 1, 1,
                             &argc, &argv, error)
      || !cs_cli_content_read (cli, &options, FALSE, error))
    return FALSE;

  /* The rest is the same everywhere. */
  if (options.only != NULL
      && (options.title != NULL || options.visibility != NULL || options.language != NULL
          || options.thread != NULL || options.accounts != NULL || options.no_media
          || options.attached.media->len > 0))
    return cs_fail (error, CS_ERROR_USAGE, "--only goes with --text, --file and --warning alone: "
                    "leave the rest out");

  if (!cs_cli_content_is_given (&options))
    return cs_fail (error, CS_ERROR_USAGE, "Say what to change: --text, --media, --account …");

  g_variant_dict_insert (&args, "id", "s", argv[0]);
  cs_cli_add_text (&args, "only", options.only);
  cs_cli_content_add (&options, &args);
  post = cs_cli_call (cli, "post.edit", g_variant_dict_end (&args), error);

  return print_post (cli, post);
}

static gboolean
run_check (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  g_auto(CsCliContent) options = { 0, };
  g_autoptr(GVariant) all = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_content_parse (&cs_cli_post_commands[CHECK], TRUE, &options, 0, 1,
                             &argc, &argv, error)
      || !cs_cli_content_read (cli, &options, argc == 0, error))
    return FALSE;

  if (argc > 0)
    g_variant_dict_insert (&args, "id", "s", argv[0]);
  if (options.only != NULL)
    cs_cli_content_add_own (&options, &args);
  cs_cli_content_add (&options, &args);
  all = cs_cli_call (cli, "post.check", g_variant_dict_end (&args), error);
  if (all == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (all);
  else
    cs_cli_print_checks (all);

  return TRUE;
}

static gboolean
run_list (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_autoptr(GVariant) posts = NULL;
  g_autofree char *search = NULL;
  int limit = 50;
  GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many (50)"), "N" },
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, N_("Only those with these words"), "WORDS" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_post_commands[LIST], entries, 0, 0, &argc, &argv, error)
      || !cs_cli_add_limit (&args, limit, error))
    return FALSE;

  cs_cli_add_text (&args, "search", search);
  posts = cs_cli_call (cli, "post.list", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, posts, "id created_at@ text", _("No post yet."));
}

static GVariant *
call_with_post (CsCli         *cli,
                const char    *name,
                const char    *id,
                char         **accounts,
                GVariantDict  *args,
                GError       **error)
{
  g_variant_dict_insert (args, "id", "s", id);
  if (accounts != NULL)
    g_variant_dict_insert (args, "accounts", "^as", accounts);

  return cs_cli_call (cli, name, g_variant_dict_end (args), error);
}

static gboolean
with_post (CsCli         *cli,
           const char    *name,
           const char    *id,
           char         **accounts,
           GVariantDict  *args,
           GError       **error)
{
  g_autoptr(GVariant) post = call_with_post (cli, name, id, accounts, args, error);

  return print_post (cli, post);
}

static gboolean
run_show (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  return cs_cli_parse (&cs_cli_post_commands[SHOW], NULL, 1, 1, &argc, &argv, error)
      && with_post (cli, "post.show", argv[0], NULL, &args, error);
}

static gboolean
run_schedule (CsCli   *cli,
              int      argc,
              char   **argv,
              GError **error)
{
  g_autofree char *at = NULL;
  g_autofree char *zone = NULL;
  g_autofree char *fold = NULL;
  g_autofree char *late = NULL;
  g_auto(GStrv) accounts = NULL;
  int limit = G_MININT;
  GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, &at,
      N_("When, as a clock on the wall shows it; a day alone means the preferred time"),
      "\"YYYY-MM-DD HH:MM\"" },
    { "zone", 0, 0, G_OPTION_ARG_STRING, &zone, N_("In which place (default: the preferred zone)"),
      "Europe/Berlin" },
    { "fold", 0, 0, G_OPTION_ARG_STRING, &fold,
      N_("Which one, when the hour comes twice that night"), "first|second" },
    { "late", 0, 0, G_OPTION_ARG_STRING, &late,
      N_("What to do when the time was missed (ask)"), "ask|publish|drop" },
    { "late-limit", 0, 0, G_OPTION_ARG_INT, &limit,
      N_("With --late publish: how late at most (360)"), "MINUTES" },
    { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, &accounts, N_("Only there; may be given again"),
      "ACCOUNT" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_post_commands[SCHEDULE], entries, 1, 1, &argc, &argv, error))
    return FALSE;

  if (at == NULL)
    return cs_fail (error, CS_ERROR_USAGE, "Say when: --at \"tomorrow 18:30\"");

  if (!cs_cli_open (cli, CS_WORKSPACE_SHARE, error))
    return FALSE;

  /* The clock on this wall, not on that of the process that owns the workspace. */
  if (zone == NULL && cli->plans_here)
    zone = cs_zone_dup_local ();

  cs_cli_add_text (&args, "at", at);
  cs_cli_add_text (&args, "zone", zone);
  cs_cli_add_text (&args, "fold", fold);
  cs_cli_add_text (&args, "late", late);
  if (limit != G_MININT)
    g_variant_dict_insert (&args, "late_limit", "x", (gint64) limit * 60);

  return with_post (cli, "post.schedule", argv[0], accounts, &args, error);
}

/* The options of what concerns all accounts of a post, or some. */
static gboolean
parse_accounts (const CsCliCommand   *command,
                char               ***accounts,
                int                  *argc,
                char               ***argv,
                GError              **error)
{
  GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, accounts, N_("Only there; may be given again"),
      "ACCOUNT" },
    { NULL, },
  };

  return cs_cli_parse (command, entries, 1, 1, argc, argv, error);
}

static gboolean
run_unschedule (CsCli   *cli,
                int      argc,
                char   **argv,
                GError **error)
{
  g_auto(GStrv) accounts = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  return parse_accounts (&cs_cli_post_commands[UNSCHEDULE], &accounts, &argc, &argv, error)
      && with_post (cli, "post.unschedule", argv[0], accounts, &args, error);
}

/* Where it goes now, or what it waits for: the post itself is known to who sends it. */
static gboolean
run_publish (CsCli   *cli,
             int      argc,
             char   **argv,
             GError **error)
{
  g_auto(GStrv) accounts = NULL;
  g_autoptr(GVariant) post = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!parse_accounts (&cs_cli_post_commands[PUBLISH], &accounts, &argc, &argv, error))
    return FALSE;

  post = call_with_post (cli, "post.publish", argv[0], accounts, &args, error);
  if (post == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (post);
  else
    cs_cli_print_text ("%s", cs_cli_text (post, "sentence"));

  return TRUE;
}

static gboolean
run_delete (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) post = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_post_commands[DELETE], NULL, 1, -1, &argc, &argv, error))
    return FALSE;

  if (argc > 1)
    g_variant_dict_insert (&args, "ids", "^as", argv);
  else
    g_variant_dict_insert (&args, "id", "s", argv[0]);
  post = cs_cli_call (cli, argc > 1 ? "posts.delete" : "post.delete", g_variant_dict_end (&args),
                      error);
  if (post == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (post);
  else
    cs_cli_print_text (_("Deleted; creatorsync-cli undo brings it back."));

  return TRUE;
}
