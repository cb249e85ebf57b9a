/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-cli-numbers-words.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static gboolean run_show (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_top (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_gaps (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_rebuild (CsCli *cli, int argc, char **argv, GError **error);
static gboolean run_refresh (CsCli *cli, int argc, char **argv, GError **error);

const CsCliCommand cs_cli_numbers_commands[] = {
  { "numbers show", "", N_("What posts did and how many follow, or what one post did"), run_show },
  { "numbers top", "", N_("The posts that did best"), run_top },
  { "numbers gaps", "", N_("When nothing was counted, and why"), run_gaps },
  { "numbers rebuild", "", N_("Reckon sums again from what was counted"), run_rebuild },
  { "numbers refresh", "", N_("Count what is due now"), run_refresh },
  { NULL, },
};

static gboolean
is_anywhere (GVariant   *list,
             const char *name)
{
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr(GVariant) record = g_variant_get_child_value (list, i);
      g_autoptr(GVariant) value = g_variant_lookup_value (record, name, NULL);

      if (value != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Numbers say little without their names: those stand in a row above them. */
static void
print_numbers (GVariant   *list,
               const char *columns)
{
  g_auto(GStrv) names = g_strsplit (columns, " ", -1);
  g_autoptr(GVariant) whole = NULL;
  GVariantBuilder rows = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  GVariantDict head = G_VARIANT_DICT_INIT (NULL);

  if (g_variant_n_children (list) == 0)
    return;

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = g_strdelimit (names[i], "@", '\0');

      if (is_anywhere (list, name))
        g_variant_dict_insert (&head, name, "s", name);
    }

  g_variant_builder_add_value (&rows, g_variant_dict_end (&head));
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr(GVariant) record = g_variant_get_child_value (list, i);

      g_variant_builder_add_value (&rows, record);
    }

  whole = g_variant_ref_sink (g_variant_builder_end (&rows));
  cs_cli_print_rows (whole, columns);
}

/* What a tile says, with the change against the period before where there is one. */
static void
print_tile (GVariant   *tiles,
            const char *name,
            const char *title,
            gboolean    is_rate)
{
  g_autoptr(GVariant) tile = g_variant_lookup_value (tiles, name, G_VARIANT_TYPE_VARDICT);
  g_autoptr(GString) line = g_string_new (NULL);
  gint64 left_out = cs_cli_int (tile, "left_out", 0);
  gint64 taken_at = cs_cli_int (tile, "taken_at", G_MININT64);
  double value, change;

  if (!g_variant_lookup (tile, "value", "d", &value))
    g_string_append (line, _("not known"));
  else
    g_string_append_printf (line, is_rate ? "%.2f %%" : "%.0f", is_rate ? value * 100 : value);

  if (g_variant_lookup (tile, "change", "d", &change))
    {
      g_string_append (line, ", ");
      /* Translators: by how much a number is more or less, as in +4.5 % */
      g_string_append_printf (line, _("%+.1f %% against the time before"), change * 100);
    }
  if (left_out > 0)
    {
      g_string_append (line, ", ");
      /* Translators: of a sum: so many posts or accounts are not in it, as nobody told theirs */
      g_string_append_printf (line, ngettext ("%" PRId64 " left out", "%" PRId64 " left out",
                                              left_out), left_out);
    }
  if (taken_at != G_MININT64)
    {
      g_autofree char *time = cs_cli_time (taken_at);

      g_string_append (line, ", ");
      /* Translators: of a number, when it was told */
      g_string_append_printf (line, _("as of %s"), time);
    }

  cs_cli_print_text ("%s: %s", title, line->str);
}

/* What is the same of two of them is said once. */
static void
print_too_little (GVariant *why)
{
  g_autoptr(GPtrArray) said = g_ptr_array_new ();
  GVariantIter iter;
  const char *sentence;
  GVariant *value;

  g_variant_iter_init (&iter, why);
  while (g_variant_iter_next (&iter, "{sv}", NULL, &value))
    {
      g_autoptr(GVariant) owned = value;

      sentence = g_variant_get_string (value, NULL);
      if (g_ptr_array_find_with_equal_func (said, sentence, g_str_equal, NULL))
        continue;

      g_ptr_array_add (said, (gpointer) sentence);
      cs_cli_print_text ("%s.", sentence);
    }
}

static void
print_overview (GVariant *overview)
{
  g_autoptr(GVariant) tiles = g_variant_lookup_value (overview, "tiles", G_VARIANT_TYPE_VARDICT);
  g_autoptr(GVariant) posts = g_variant_lookup_value (overview, "posts", NULL);
  g_autoptr(GVariant) why = g_variant_lookup_value (overview, "too_little", NULL);

  print_tile (tiles, "followers", _("Followers"), FALSE);
  print_tile (tiles, "engagement", _("Engagement by followers"), TRUE);
  print_tile (tiles, "posts", _("Posts out"), FALSE);
  print_numbers (posts, "published_at@ handle title views likes comments shares quotes saves "
                        "engagement taken_at@");

  print_too_little (why);
}

static gboolean
show_overview (CsCli         *cli,
               CsCliNumbers  *words,
               GError       **error)
{
  g_autoptr(GVariant) overview = NULL;
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_numbers_add_period (cli, words, "30d", &args, error))
    {
      g_variant_dict_clear (&args);
      return FALSE;
    }

  if (words->account != NULL)
    g_variant_dict_insert_value (&args, "accounts", g_variant_new_strv (
                                   (const char *const[]) { words->account, NULL }, -1));

  overview = cs_cli_call (cli, "numbers.overview", g_variant_dict_end (&args), error);
  if (overview == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (overview);
  else
    print_overview (overview);

  return TRUE;
}

/* A list by account, post and period. */
static GVariant *
call_list (CsCli         *cli,
           const char    *name,
           CsCliNumbers  *words,
           GError       **error)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_numbers_add_period (cli, words, "all", &args, error))
    {
      g_variant_dict_clear (&args);
      return NULL;
    }

  cs_cli_add_text (&args, "account", words->account);
  cs_cli_add_text (&args, "post", words->post);

  return cs_cli_call (cli, name, g_variant_dict_end (&args), error);
}

static gboolean
run_show (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_auto(CsCliNumbers) words = { NULL, };
  g_autoptr(GVariant) samples = NULL;
  GOptionEntry entries[] = {
    CS_CLI_NUMBERS_POST_ENTRY (words),
    CS_CLI_NUMBERS_ENTRIES (words),
    { NULL, },
  };

  if (!cs_cli_parse (&cs_cli_numbers_commands[0], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  if (words.post == NULL)
    return show_overview (cli, &words, error);

  samples = call_list (cli, "numbers.list", &words, error);
  if (samples == NULL)
    return FALSE;

  if (cli->json || g_variant_n_children (samples) == 0)
    return cs_cli_print_list (cli, samples, "", _("Nobody has counted it yet."));

  print_numbers (samples, "taken_at@ handle views likes comments shares quotes saves engagement "
                          "origin source revision");

  return TRUE;
}

static gboolean
run_top (CsCli   *cli,
         int      argc,
         char   **argv,
         GError **error)
{
  g_autofree char *account = NULL;
  g_autofree char *metric = NULL;
  g_autoptr(GVariant) posts = NULL;
  int limit = 20;
  GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account, N_("Of this account alone"), "ACCOUNT" },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &metric, N_("By which number (engagement)"),
      "engagement|views|likes|comments|shares|quotes|saves" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many (20)"), "N" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_numbers_commands[1], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  cs_cli_add_text (&args, "account", account);
  cs_cli_add_text (&args, "metric", metric);
  g_variant_dict_insert (&args, "limit", "x", (gint64) limit);
  posts = cs_cli_call (cli, "numbers.top", g_variant_dict_end (&args), error);

  if (posts == NULL)
    return FALSE;

  if (cli->json || g_variant_n_children (posts) == 0)
    return cs_cli_print_list (cli, posts, "", _("Nobody has counted it yet."));

  print_numbers (posts, "published_at@ handle title views likes comments shares quotes saves "
                        "engagement taken_at@");

  return TRUE;
}

static gboolean
run_gaps (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_auto(CsCliNumbers) words = { NULL, };
  g_autoptr(GVariant) gaps = NULL;
  GOptionEntry entries[] = {
    CS_CLI_NUMBERS_POST_ENTRY (words),
    CS_CLI_NUMBERS_ENTRIES (words),
    { NULL, },
  };

  if (!cs_cli_parse (&cs_cli_numbers_commands[2], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  gaps = call_list (cli, "numbers.gaps", &words, error);

  return cs_cli_print_list (cli, gaps, "from_at@ until_at@ handle title code sentence",
                            _("Nothing is missing."));
}

static gboolean
run_rebuild (CsCli   *cli,
             int      argc,
             char   **argv,
             GError **error)
{
  g_autoptr(GVariant) answer = NULL;
  gint64 n_changed;

  if (!cs_cli_parse (&cs_cli_numbers_commands[3], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  answer = cs_cli_call (cli, "numbers.rebuild", NULL, error);
  if (answer == NULL)
    return FALSE;

  n_changed = cs_cli_int (answer, "changed", 0);
  if (cli->json)
    cs_cli_print_json (answer);
  else if (n_changed == 0)
    cs_cli_print_text (_("All is as it should be."));
  else
    cs_cli_print_text (ngettext ("%" PRId64 " sum was not as it should be, and is now.",
                                 "%" PRId64 " sums were not as they should be, and are now.",
                                 n_changed), n_changed);

  return TRUE;
}

static void
print_counted (GVariant *answer)
{
  gint64 n_posts = cs_cli_int (answer, "posts", 0);
  gint64 n_accounts = cs_cli_int (answer, "accounts", 0);
  gint64 next_at = cs_cli_int (answer, "next_at", 0);
  g_autofree char *time = next_at > 0 ? cs_cli_time (next_at) : NULL;

  if (n_posts + n_accounts == 0)
    cs_cli_print_text (_("Nothing is due."));
  if (n_posts > 0)
    cs_cli_print_text (ngettext ("%" PRId64 " post was counted.",
                                 "%" PRId64 " posts were counted.", n_posts), n_posts);
  if (n_accounts > 0)
    cs_cli_print_text (ngettext ("%" PRId64 " account was counted.",
                                 "%" PRId64 " accounts were counted.", n_accounts), n_accounts);
  if (time != NULL)
    cs_cli_print_text (_("Counting goes on at %s."), time);
}

static gboolean
run_refresh (CsCli   *cli,
             int      argc,
             char   **argv,
             GError **error)
{
  g_autoptr(GVariant) answer = NULL;

  if (!cs_cli_parse (&cs_cli_numbers_commands[4], NULL, 0, 0, &argc, &argv, error))
    return FALSE;

  answer = cs_cli_call (cli, "numbers.refresh", NULL, error);
  if (answer == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (answer);
  else
    print_counted (answer);

  return TRUE;
}
