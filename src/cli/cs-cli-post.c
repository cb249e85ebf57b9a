/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-post-show.h"

#include "cs-error.h"

#include <string.h>

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
  [NEW] = { "post new", "", "Write a post; its text may come from a file or a pipe", run_new },
  [EDIT] = { "post edit", "POST", "Change a post, or what is not out of a thread", run_edit },
  [CHECK] = { "post check", "[POST]", "What each network would say of a post, written or not",
              run_check },
  [LIST] = { "post list", "", "The posts, newest first", run_list },
  [SHOW] = { "post show", "POST", "A post, where it goes, and what stands in its way", run_show },
  [SCHEDULE] = { "post schedule", "POST", "Give it a time, in the clock of a place", run_schedule },
  [UNSCHEDULE] = { "post unschedule", "POST", "Take its time away", run_unschedule },
  [PUBLISH] = { "post publish", "POST",
                "Send it, or the rest of a thread, as soon as something publishes", run_publish },
  [DELETE] = { "post delete", "POST…", "Delete a post here; what has gone out stays there",
               run_delete },
  { NULL, },
};

/* What --media and --alt say, in the order in which they stand. */
typedef struct
{
  GPtrArray *media;   /* of char* */
  GPtrArray *alts;    /* beside it; NULL: none was given */
} Attached;

typedef struct
{
  char     *text;
  char     *file;
  char     *title;
  char     *warning;
  char     *visibility;
  char     *language;
  char    **thread;
  char    **accounts;
  char     *only;
  gboolean  no_media;
  Attached  attached;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->text);
  g_free (options->file);
  g_free (options->title);
  g_free (options->warning);
  g_free (options->visibility);
  g_free (options->language);
  g_free (options->only);
  g_strfreev (options->thread);
  g_strfreev (options->accounts);
  g_clear_pointer (&options->attached.media, g_ptr_array_unref);
  g_clear_pointer (&options->attached.alts, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
on_media (const char  *name,
          const char  *value,
          gpointer     user_data,
          GError     **error)
{
  Attached *attached = user_data;

  g_ptr_array_add (attached->media, g_strdup (value));
  g_ptr_array_add (attached->alts, NULL);

  return TRUE;
}

static gboolean
on_alt (const char  *name,
        const char  *value,
        gpointer     user_data,
        GError     **error)
{
  Attached *attached = user_data;
  GPtrArray *alts = attached->alts;

  if (alts->len == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "--alt describes the --media before it");
      return FALSE;
    }

  if (alts->pdata[alts->len - 1] != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "--alt is given twice for one --media");
      return FALSE;
    }

  alts->pdata[alts->len - 1] = g_strdup (value);

  return TRUE;
}

/* The callbacks of --media and --alt need a group of their own for their data. */
static gboolean
parse_content (const CsCliCommand   *command,
               Options              *options,
               int                   min,
               int                   max,
               int                  *argc,
               char               ***argv,
               GError              **error)
{
  gboolean edits = command != &cs_cli_post_commands[NEW];
  GOptionEntry entries[] = {
    { "text", 0, 0, G_OPTION_ARG_STRING, &options->text, "The text", "TEXT" },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &options->file,
      "The text is in this file; - is the pipe", "FILE" },
    { "thread", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->thread,
      "The next part of a thread; may be given again", "TEXT" },
    { "media", 0, 0, G_OPTION_ARG_CALLBACK, on_media, "A file that was added; may be given again",
      "MEDIA" },
    { "alt", 0, 0, G_OPTION_ARG_CALLBACK, on_alt, "What the --media before it shows", "TEXT" },
    { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->accounts,
      "Where it goes; may be given again", "ACCOUNT" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options->title,
      "A name for you; networks with titles show it", "TEXT" },
    { "warning", 0, 0, G_OPTION_ARG_STRING, &options->warning, "A content warning", "TEXT" },
    { "visibility", 0, 0, G_OPTION_ARG_STRING, &options->visibility,
      "Who may see it", "public|unlisted|followers" },
    { "language", 0, 0, G_OPTION_ARG_STRING, &options->language, "Its language: en, de, pt-BR …",
      "TAG" },
    { edits ? "no-media" : NULL, 0, 0, G_OPTION_ARG_NONE, &options->no_media,
      "Take the files out", NULL },
    { "only", 0, 0, G_OPTION_ARG_STRING, &options->only,
      "Text and warning are for this account alone", "ACCOUNT" },
    { NULL, },
  };

  options->attached.media = g_ptr_array_new_with_free_func (g_free);
  options->attached.alts = g_ptr_array_new_with_free_func (g_free);

  return cs_cli_parse_with (command, entries, &options->attached, min, max, argc, argv, error);
}

static gboolean
has_content (const Options *options)
{
  return options->text != NULL || options->title != NULL || options->warning != NULL
      || options->visibility != NULL || options->language != NULL || options->thread != NULL
      || options->accounts != NULL || options->no_media || options->attached.media->len > 0;
}

static gboolean
read_content (CsCli    *cli,
              Options  *options,
              gboolean  wants_text,
              GError  **error)
{
  if (options->text != NULL && options->file != NULL)
    return cs_fail (error, CS_ERROR_USAGE, "Say --text or --file, not both");

  if (options->text == NULL && options->file == NULL && wants_text)
    options->file = g_strdup ("-");

  if (options->file == NULL)
    return TRUE;

  options->text = cs_cli_read_text (cli, options->file, error);

  return options->text != NULL;
}

static void
add_text (GVariantDict *args,
          const char   *name,
          const char   *text)
{
  if (text != NULL)
    g_variant_dict_insert (args, name, "s", text);
}

static void
add_attachments (GVariantDict  *args,
                 const Options *options)
{
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  const Attached *attached = &options->attached;

  for (guint i = 0; i < attached->media->len; i++)
    {
      g_variant_builder_open (&all, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&all, "{sv}", "media_id",
                             g_variant_new_string (attached->media->pdata[i]));
      if (attached->alts->pdata[i] != NULL)
        g_variant_builder_add (&all, "{sv}", "alt",
                               g_variant_new_string (attached->alts->pdata[i]));
      g_variant_builder_add (&all, "{sv}", "part", g_variant_new_int64 (0));
      g_variant_builder_close (&all);
    }

  if (attached->media->len > 0 || options->no_media)
    g_variant_dict_insert_value (args, "attachments", g_variant_builder_end (&all));
  else
    g_variant_builder_clear (&all);
}

static void
add_content (GVariantDict  *args,
             const Options *options)
{
  add_text (args, "text", options->text);
  add_text (args, "title", options->title);
  add_text (args, "warning", options->warning);
  add_text (args, "visibility", options->visibility);
  add_text (args, "language", options->language);
  if (options->thread != NULL)
    g_variant_dict_insert (args, "thread", "^as", options->thread);
  if (options->accounts != NULL)
    g_variant_dict_insert (args, "accounts", "^as", options->accounts);
  add_attachments (args, options);
}

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
  g_auto(Options) options = { 0, };
  g_autoptr(GVariant) post = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!parse_content (&cs_cli_post_commands[NEW], &options, 0, 0, &argc, &argv, error)
      || !read_content (cli, &options, TRUE, error))
    return FALSE;

  add_content (&args, &options);
  post = cs_cli_call (cli, "post.new", g_variant_dict_end (&args), error);

  return print_post (cli, post);
}

static gboolean
run_edit (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_auto(Options) options = { 0, };
  g_autoptr(GVariant) post = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!parse_content (&cs_cli_post_commands[EDIT], &options, 1, 1, &argc, &argv, error)
      || !read_content (cli, &options, FALSE, error))
    return FALSE;

  /* The rest is the same everywhere. */
  if (options.only != NULL
      && (options.title != NULL || options.visibility != NULL || options.language != NULL
          || options.thread != NULL || options.accounts != NULL || options.no_media
          || options.attached.media->len > 0))
    return cs_fail (error, CS_ERROR_USAGE, "--only goes with --text, --file and --warning alone: "
                    "leave the rest out");

  if (!has_content (&options))
    return cs_fail (error, CS_ERROR_USAGE, "Say what to change: --text, --media, --account …");

  g_variant_dict_insert (&args, "id", "s", argv[0]);
  add_text (&args, "only", options.only);
  add_content (&args, &options);
  post = cs_cli_call (cli, "post.edit", g_variant_dict_end (&args), error);

  return print_post (cli, post);
}

/* “only” is the text of that account alone, beside what the others get. */
static void
add_own (GVariantDict *args,
         Options      *options)
{
  GVariantBuilder own = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  g_variant_builder_open (&own, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&own, "{sv}", "account", g_variant_new_string (options->only));
  if (options->text != NULL)
    g_variant_builder_add (&own, "{sv}", "text", g_variant_new_string (options->text));
  if (options->warning != NULL)
    g_variant_builder_add (&own, "{sv}", "warning", g_variant_new_string (options->warning));
  g_variant_builder_close (&own);
  g_variant_dict_insert_value (args, "own", g_variant_builder_end (&own));
  g_clear_pointer (&options->text, g_free);
  g_clear_pointer (&options->warning, g_free);
}

static gboolean
run_check (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  g_auto(Options) options = { 0, };
  g_autoptr(GVariant) all = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!parse_content (&cs_cli_post_commands[CHECK], &options, 0, 1, &argc, &argv, error)
      || !read_content (cli, &options, argc == 0, error))
    return FALSE;

  if (argc > 0)
    g_variant_dict_insert (&args, "id", "s", argv[0]);
  if (options.only != NULL)
    add_own (&args, &options);
  add_content (&args, &options);
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
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, "At most so many (50)", "N" },
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, "Only those with these words", "WORDS" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_post_commands[LIST], entries, 0, 0, &argc, &argv, error)
      || !cs_cli_add_limit (&args, limit, error))
    return FALSE;

  add_text (&args, "search", search);
  posts = cs_cli_call (cli, "post.list", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, posts, "id created_at@ text", "No post yet.");
}

static gboolean
with_post (CsCli         *cli,
           const char    *name,
           const char    *id,
           char         **accounts,
           GVariantDict  *args,
           GError       **error)
{
  g_autoptr(GVariant) post = NULL;

  g_variant_dict_insert (args, "id", "s", id);
  if (accounts != NULL)
    g_variant_dict_insert (args, "accounts", "^as", accounts);
  post = cs_cli_call (cli, name, g_variant_dict_end (args), error);

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
      "When, as a clock on the wall shows it; a day alone means the preferred time",
      "\"YYYY-MM-DD HH:MM\"" },
    { "zone", 0, 0, G_OPTION_ARG_STRING, &zone, "In which place (default: the preferred zone)",
      "Europe/Berlin" },
    { "fold", 0, 0, G_OPTION_ARG_STRING, &fold,
      "Which one, when the hour comes twice that night", "first|second" },
    { "late", 0, 0, G_OPTION_ARG_STRING, &late,
      "What to do when the time was missed (ask)", "ask|publish|drop" },
    { "late-limit", 0, 0, G_OPTION_ARG_INT, &limit, "With --late publish: how late at most (360)",
      "MINUTES" },
    { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, &accounts, "Only there; may be given again",
      "ACCOUNT" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_post_commands[SCHEDULE], entries, 1, 1, &argc, &argv, error))
    return FALSE;

  if (at == NULL)
    return cs_fail (error, CS_ERROR_USAGE, "Say when: --at \"tomorrow 18:30\"");

  add_text (&args, "at", at);
  add_text (&args, "zone", zone);
  add_text (&args, "fold", fold);
  add_text (&args, "late", late);
  if (limit != G_MININT)
    g_variant_dict_insert (&args, "late_limit", "x", (gint64) limit * 60);

  return with_post (cli, "post.schedule", argv[0], accounts, &args, error);
}

static gboolean
with_accounts (CsCli               *cli,
               const CsCliCommand  *command,
               const char          *name,
               int                  argc,
               char               **argv,
               GError             **error)
{
  g_auto(GStrv) accounts = NULL;
  GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, &accounts, "Only there; may be given again",
      "ACCOUNT" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  return cs_cli_parse (command, entries, 1, 1, &argc, &argv, error)
      && with_post (cli, name, argv[0], accounts, &args, error);
}

static gboolean
run_unschedule (CsCli   *cli,
                int      argc,
                char   **argv,
                GError **error)
{
  return with_accounts (cli, &cs_cli_post_commands[UNSCHEDULE], "post.unschedule", argc, argv,
                        error);
}

static gboolean
run_publish (CsCli   *cli,
             int      argc,
             char   **argv,
             GError **error)
{
  return with_accounts (cli, &cs_cli_post_commands[PUBLISH], "post.publish", argc, argv, error);
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
    cs_cli_print_text ("Deleted; creatorsync-cli undo brings it back.");

  return TRUE;
}
