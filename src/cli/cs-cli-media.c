/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-file.h"

#include "cs-error.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

static gboolean run_add    (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_list   (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_show   (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_check  (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_fix    (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_rename (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_locate (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_remove (CsCli *cli, int argc, char **argv, GError **error);

enum
{
  ADD,
  LIST,
  SHOW,
  CHECK,
  FIX,
  RENAME,
  LOCATE,
  REMOVE,
};

const CsCliCommand cs_cli_media_commands[] = {
  [ADD] = { "media add", "FILE", N_("Read a video or a picture, and remember it"), run_add },
  [LIST] = { "media list", "", N_("The files that were added"), run_list },
  [SHOW] = { "media show", "MEDIA", N_("What is known of a file"), run_show },
  [CHECK] = { "media check", "MEDIA",
              N_("Whether it fits each network, and what would make it fit"), run_check },
  [FIX] = { "media fix", "MEDIA", N_("Make the versions that fit"), run_fix },
  [RENAME] = { "media rename", "MEDIA TITLE",
               N_("Give it another title; the file itself keeps its name"), run_rename },
  [LOCATE] = { "media locate", "MEDIA FILE", N_("Say where a file is that was moved"), run_locate },
  [REMOVE] = { "media remove", "MEDIA…", N_("Forget files; the files themselves stay"),
               run_remove },
  { NULL, },
};

/* A fact in the units of people; NULL when it says nothing more. */
static char *
fact_text (GVariant   *facts,
           const char *name,
           GVariant   *value)
{
  gint64 number = cs_cli_int (facts, name, 0);
  gint64 fps_den = cs_cli_int (facts, "fps_den", 0);

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (value) ? g_strdup (_("yes")) : NULL;

  if (strcmp (name, "size") == 0)
    return g_format_size (number);

  if (strcmp (name, "faststart") == 0 || strcmp (name, "edit_list") == 0)
    return g_strdup (number == 0 ? _("no") : _("yes"));

  if (strcmp (name, "duration") == 0 || strcmp (name, "readable") == 0)
    return g_strdup_printf ("%.1f s", number / 1e6);

  if (g_str_has_suffix (name, "_bitrate"))
    return g_strdup_printf ("%.0f kbit/s", number / 1e3);

  if (strcmp (name, "audio_rate") == 0)
    return g_strdup_printf ("%g kHz", number / 1e3);

  if (strcmp (name, "fps_num") == 0 && fps_den > 0)
    return g_strdup_printf ("%.4g", (double) number / fps_den);

  if (strcmp (name, "par_num") == 0 && number != cs_cli_int (facts, "par_den", number))
    return g_strdup_printf ("%" PRId64 ":%" PRId64, number,
                            cs_cli_int (facts, "par_den", number));

  if (g_str_has_prefix (name, "par_") || g_str_has_prefix (name, "fps_")
      || (strcmp (name, "rotation") == 0 && number == 0))
    return NULL;

  return cs_cli_cell (facts, name);
}

static char *
fact_label (const char *name)
{
  if (strcmp (name, "fps_num") == 0)
    return g_strdup (_("frames a second"));

  if (strcmp (name, "par_num") == 0)
    return g_strdup (_("pixel shape"));

  return g_strdelimit (g_strdup (name), "_", ' ');
}

static void
print_renditions (GVariant *media)
{
  g_autoptr(GVariant) all = g_variant_lookup_value (media, "renditions",
                                                    G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; all != NULL && i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) rendition = g_variant_get_child_value (all, i);
      g_autofree const char **networks = NULL;
      g_autofree char *names = NULL;

      if (g_variant_lookup (rendition, "networks", "^a&s", &networks))
        names = g_strjoinv (", ", (char **) networks);
      /* Translators: networks, and a path: made for mastodon, bluesky: media/1a2b.mp4 */
      cs_cli_print_text (_("  made for %s: %s"), names != NULL ? names : _("none"),
                         cs_cli_text (rendition, "path"));
    }
}

/* Where the original is, and what to do when it is not there. */
static void
print_state (GVariant *media)
{
  const char *state = cs_cli_text (media, "state");
  gboolean known = FALSE;

  if (g_strcmp0 (state, "missing") == 0)
    cs_cli_print_text (_("  The file is not there any more: creatorsync-cli media locate %s FILE "
                         "says where it is."), cs_cli_text (media, "id"));
  else if (g_strcmp0 (state, "changed") == 0)
    cs_cli_print_text (_("  The file was changed since: creatorsync-cli media add reads it anew."));

  if (g_variant_lookup (media, "known", "b", &known) && known)
    cs_cli_print_text (_("  It was added before."));
}

static void
print_media (GVariant *media)
{
  g_autoptr(GVariant) facts = g_variant_lookup_value (media, "facts", G_VARIANT_TYPE_VARDICT);
  GVariantIter iter;
  char *name;
  GVariant *value;

  cs_cli_print_row (media, "id title size# path");
  if (facts != NULL)
    g_variant_iter_init (&iter, facts);
  while (facts != NULL && g_variant_iter_next (&iter, "{sv}", &name, &value))
    {
      g_autofree char *text = fact_text (facts, name, value);
      g_autofree char *label = fact_label (name);

      if (text != NULL)
        cs_cli_print_text ("  %s: %s", label, text);
      g_variant_unref (value);
      g_free (name);
    }

  if (cs_cli_text (media, "sha256") != NULL)
    cs_cli_print_text ("  sha256: %s", cs_cli_text (media, "sha256"));
  print_renditions (media);
  print_state (media);
}

/* Runs a row and prints the file that it answers. */
static gboolean
print_call (CsCli         *cli,
            const char    *name,
            GVariantDict  *args,
            GError       **error)
{
  g_autoptr(GVariant) media = cs_cli_call (cli, name, g_variant_dict_end (args), error);

  if (media == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (media);
  else
    print_media (media);

  return TRUE;
}

static gboolean
run_add (CsCli   *cli,
         int      argc,
         char   **argv,
         GError **error)
{
  g_autofree char *path = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_media_commands[ADD], NULL, 1, 1, &argc, &argv, error)
      || (path = cs_cli_dup_path (argv[0], error)) == NULL)
    return FALSE;

  g_variant_dict_insert (&args, "path", "s", path);

  return print_call (cli, "media.add", &args, error);
}

static gboolean
run_list (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_autoptr(GVariant) media = NULL;
  g_autofree char *search = NULL;
  g_autofree char *order = NULL;
  int limit = G_MAXINT;
  int offset = 0;
  GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, N_("Only those with these words"), "WORDS" },
    { "order", 0, 0, G_OPTION_ARG_STRING, &order, N_("What comes first (newest)"),
      "newest|oldest|title" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many (all)"), "N" },
    { "offset", 0, 0, G_OPTION_ARG_INT, &offset, N_("Without the first N"), "N" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_media_commands[LIST], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  if (offset < 0)
    return cs_fail (error, CS_ERROR_USAGE, "--offset is 0 or more, not %d: choose another", offset);

  if (!cs_cli_add_limit (&args, limit, error))
    return FALSE;

  cs_cli_add_text (&args, "search", search);
  cs_cli_add_text (&args, "order", order);
  g_variant_dict_insert (&args, "offset", "x", (gint64) offset);
  media = cs_cli_call (cli, "media.list", g_variant_dict_end (&args), error);

  return cs_cli_print_list (cli, media, "id title size# path",
                            search != NULL ? _("No file is called that.")
                                           : _("No file was added yet."));
}

static gboolean
run_show (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_media_commands[SHOW], NULL, 1, 1, &argc, &argv, error))
    return FALSE;

  g_variant_dict_insert (&args, "id", "s", argv[0]);

  return print_call (cli, "media.show", &args, error);
}

/* What a row says of a file for some networks and accounts, or for all there are. */
static GVariant *
call_for_aims (CsCli               *cli,
               const CsCliCommand  *command,
               const char          *name,
               int                  argc,
               char               **argv,
               GError             **error)
{
  g_auto(GStrv) networks = NULL;
  g_auto(GStrv) accounts = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);
  GOptionEntry entries[] = {
    { "network", 0, 0, G_OPTION_ARG_STRING_ARRAY, &networks,
      N_("For this network, connected or not: tiktok, instagram, x, youtube …"), "NETWORK" },
    { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, &accounts,
      N_("For this account (default: every one)"), "ACCOUNT" },
    { NULL, },
  };

  if (!cs_cli_parse (command, entries, 1, 1, &argc, &argv, error))
    return NULL;

  g_variant_dict_insert (&args, "id", "s", argv[0]);
  if (networks != NULL)
    g_variant_dict_insert (&args, "networks", "^as", networks);
  if (accounts != NULL)
    g_variant_dict_insert (&args, "accounts", "^as", accounts);

  return cs_cli_call (cli, name, g_variant_dict_end (&args), error);
}

static void
print_verdict (GVariant *verdict)
{
  g_autoptr(GVariant) findings = NULL;
  g_auto(GStrv) changes = NULL;
  gboolean fits = FALSE;
  GVariantIter iter;
  GVariant *finding;

  g_variant_lookup (verdict, "fits", "b", &fits);
  cs_cli_print_text ("%s: %s", cs_cli_text (verdict, "name"),
                     cs_cli_text (verdict, "sentence"));

  /* They are of the original, which is not what goes out once a version was made. */
  if (cs_cli_text (verdict, "rendition") == NULL)
    findings = g_variant_lookup_value (verdict, "findings", G_VARIANT_TYPE ("aa{sv}"));
  if (findings != NULL)
    {
      g_variant_iter_init (&iter, findings);
      while ((finding = g_variant_iter_next_value (&iter)) != NULL)
        {
          cs_cli_print_text ("  %s %s: %s", cs_cli_text (finding, "severity"),
                             cs_cli_text (finding, "rule"), cs_cli_text (finding, "reason"));
          g_variant_unref (finding);
        }
    }

  if (g_variant_lookup (verdict, "changes", "^as", &changes))
    for (guint i = 0; changes[i] != NULL; i++)
      cs_cli_print_text (_("  would change: %s"), changes[i]);
}

static gboolean
run_check (CsCli   *cli,
           int      argc,
           char   **argv,
           GError **error)
{
  g_autoptr(GVariant) verdicts = call_for_aims (cli, &cs_cli_media_commands[CHECK],
                                                "media.check", argc, argv, error);

  if (verdicts == NULL)
    return FALSE;

  if (cli->json)
    {
      cs_cli_print_json (verdicts);
      return TRUE;
    }

  for (gsize i = 0; i < g_variant_n_children (verdicts); i++)
    {
      g_autoptr(GVariant) verdict = g_variant_get_child_value (verdicts, i);

      print_verdict (verdict);
    }

  return TRUE;
}

static gboolean
run_fix (CsCli   *cli,
         int      argc,
         char   **argv,
         GError **error)
{
  g_autoptr(GVariant) verdicts = call_for_aims (cli, &cs_cli_media_commands[FIX],
                                                "media.fix", argc, argv, error);

  return cs_cli_print_list (cli, verdicts, "name sentence", _("Nothing had to be made."));
}

static gboolean
run_rename (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_media_commands[RENAME], NULL, 2, 2, &argc, &argv, error))
    return FALSE;

  g_variant_dict_insert (&args, "id", "s", argv[0]);
  g_variant_dict_insert (&args, "title", "s", argv[1]);

  return print_call (cli, "media.rename", &args, error);
}

static gboolean
run_locate (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autofree char *path = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_media_commands[LOCATE], NULL, 2, 2, &argc, &argv, error)
      || (path = cs_cli_dup_path (argv[1], error)) == NULL)
    return FALSE;

  g_variant_dict_insert (&args, "id", "s", argv[0]);
  g_variant_dict_insert (&args, "path", "s", path);

  return print_call (cli, "media.locate", &args, error);
}

static gboolean
run_remove (CsCli   *cli,
            int      argc,
            char   **argv,
            GError **error)
{
  g_autoptr(GVariant) media = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_media_commands[REMOVE], NULL, 1, G_MAXINT, &argc, &argv, error))
    return FALSE;

  g_variant_dict_insert_value (&args, "ids", g_variant_new_strv ((const char *const *) argv, argc));
  media = cs_cli_call (cli, "media.remove", g_variant_dict_end (&args), error);
  if (media == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (media);
  else if (cs_cli_int (media, "removed", 0) > 1)
    cs_cli_print_text (ngettext ("Forgotten: %" PRId64 " file", "Forgotten: %" PRId64 " files",
                                 cs_cli_int (media, "removed", 0)),
                       cs_cli_int (media, "removed", 0));
  else
    cs_cli_print_text (_("Forgotten: %s"), cs_cli_text (media, "title"));

  return TRUE;
}
