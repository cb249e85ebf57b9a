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

#define POST_COLUMNS "published_at@ handle title views likes comments shares quotes saves " \
                     "engagement taken_at@ note"

static gboolean
is_true (GVariant   *record,
         const char *name)
{
  gboolean value = FALSE;

  return g_variant_lookup (record, name, "b", &value) && value;
}

/* Of a sample whether it is a correction, or was corrected. */
static char *
dup_sample_note (GVariant *sample)
{
  if (is_true (sample, "superseded"))
    return g_strdup (_("corrected below"));

  return cs_cli_int (sample, "revision", 0) > 0 ? g_strdup (_("correction")) : NULL;
}

static char *
dup_post_note (GVariant *post)
{
  const char *corrected = is_true (post, "corrected") ? _("corrected") : NULL;
  const char *gone = cs_cli_int (post, "gone_at", 0) > 0 ? _("deleted on the network") : NULL;

  if (corrected != NULL && gone != NULL)
    return g_strdup_printf ("%s; %s", corrected, gone);

  return g_strdup (corrected != NULL ? corrected : gone);
}

/* What is less than a tenth of a per cent is written without a sign. */
static void
add_change (GString *line,
            double   change)
{
  g_string_append (line, ", ");
  if (ABS (change) < 0.0005)
    g_string_append_printf (line, _("%.1f %% against the time before"), 0.0);
  else
    /* Translators: by how much a number is more or less, as in +4.5 % */
    g_string_append_printf (line, _("%+.1f %% against the time before"), change * 100);
}

/* How many of a sum are not in it, and of the one that it is compared with. */
static void
add_left_out (GString  *line,
              GVariant *tile)
{
  gint64 left_out = cs_cli_int (tile, "left_out", 0);
  gint64 before = cs_cli_int (tile, "before_left_out", 0);
  gint64 too_few = cs_cli_int (tile, "too_few", 0);
  double was;

  if (left_out > too_few)
    {
      g_string_append (line, ", ");
      /* Translators: of a sum: so many posts or accounts are not in it, as nobody told theirs */
      g_string_append_printf (line, ngettext ("%" PRId64 " left out", "%" PRId64 " left out",
                                              left_out - too_few), left_out - too_few);
    }

  if (too_few > 0)
    {
      g_string_append (line, ", ");
      /* Translators: of posts of which there is no rate of engagement by followers */
      g_string_append_printf (line, ngettext ("%" PRId64 " left out as too few followed",
                                              "%" PRId64 " left out as too few followed", too_few),
                              too_few);
    }

  if (before > 0 && g_variant_lookup (tile, "before", "d", &was))
    {
      g_string_append (line, ", ");
      g_string_append_printf (line, ngettext ("%" PRId64 " of the time before left out",
                                              "%" PRId64 " of the time before left out", before),
                              before);
    }
}

/* What a tile says, with the change against the period before where there is one. */
static void
print_tile (GVariant   *tiles,
            const char *name,
            const char *title,
            gboolean    is_rate,
            const char *more)
{
  g_autoptr(GVariant) tile = g_variant_lookup_value (tiles, name, G_VARIANT_TYPE_VARDICT);
  g_autoptr(GString) line = g_string_new (NULL);
  gint64 taken_at = cs_cli_int (tile, "taken_at", G_MININT64);
  double value, change;

  if (!g_variant_lookup (tile, "value", "d", &value))
    g_string_append (line, _("not known"));
  else
    g_string_append_printf (line, is_rate ? "%.2f %%" : "%.0f", is_rate ? value * 100 : value);

  if (more != NULL)
    g_string_append_printf (line, ", %s", more);

  if (g_variant_lookup (tile, "change", "d", &change))
    add_change (line, change);
  else if (cs_cli_text (tile, "no_change") != NULL)
    {
      g_string_append (line, ", ");
      /* Translators: %s is a sentence that says why */
      g_string_append_printf (line, _("change not known (%s)"), cs_cli_text (tile, "no_change"));
    }
  add_left_out (line, tile);
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

/* A post that went to several accounts is one, and has a row each; NULL where each went to one. */
static char *
dup_times (GVariant *tiles)
{
  g_autoptr(GVariant) tile = g_variant_lookup_value (tiles, "posts", G_VARIANT_TYPE_VARDICT);
  gint64 n = cs_cli_int (tile, "times", 0);

  if (n == cs_cli_int (tile, "n", 0))
    return NULL;

  /* Translators: of posts, some of which went to several accounts, as in: 3, published 5 times */
  return g_strdup_printf (ngettext ("published %" PRId64 " time", "published %" PRId64 " times", n),
                          n);
}

/* What engagement is of; NULL: of nothing. */
static char *
dup_of_posts (GVariant *tiles)
{
  g_autoptr(GVariant) tile = g_variant_lookup_value (tiles, "engagement", G_VARIANT_TYPE_VARDICT);
  gint64 n = cs_cli_int (tile, "n", 0);
  gint64 n_posts = cs_cli_int (tile, "posts", 0);

  if (n_posts == 0)
    return NULL;

  if (n_posts == n)
    return g_strdup_printf (ngettext ("of %" PRId64 " post", "of %" PRId64 " posts", n), n);

  /* Translators: the second number is greater, for a post may go to several accounts */
  return g_strdup_printf (ngettext ("of %" PRId64 " post, published %" PRId64 " times",
                                    "of %" PRId64 " posts, published %" PRId64 " times", n_posts),
                          n_posts, n);
}

static void
print_overview (GVariant *overview)
{
  g_autoptr(GVariant) tiles = g_variant_lookup_value (overview, "tiles", G_VARIANT_TYPE_VARDICT);
  g_autoptr(GVariant) posts = g_variant_lookup_value (overview, "posts", NULL);
  g_autoptr(GVariant) why = g_variant_lookup_value (overview, "too_little", NULL);
  g_autofree char *times = dup_times (tiles);
  g_autofree char *of = dup_of_posts (tiles);

  print_tile (tiles, "followers", _("Followers"), FALSE, NULL);
  print_tile (tiles, "engagement", _("Engagement by followers"), TRUE, of);
  print_tile (tiles, "posts", _("Posts out"), FALSE, times);
  cs_cli_print_headed (posts, POST_COLUMNS, dup_post_note);

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

  cs_cli_numbers_add_accounts (words, &args);
  overview = cs_cli_call (cli, "numbers.overview", g_variant_dict_end (&args), error);
  if (overview == NULL)
    return FALSE;

  if (cli->json)
    cs_cli_print_json (overview);
  else
    print_overview (overview);

  return TRUE;
}

/* Which list by accounts, post and period. */
static GVariant *
dup_list_args (CsCli         *cli,
               CsCliNumbers  *words,
               GError       **error)
{
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_numbers_add_period (cli, words, "all", &args, error))
    {
      g_variant_dict_clear (&args);
      return NULL;
    }

  cs_cli_numbers_add_accounts (words, &args);
  cs_cli_add_text (&args, "post", words->post);

  return g_variant_ref_sink (g_variant_dict_end (&args));
}

/* Where the post is no more, once each account. */
static void
print_gone (GVariant *samples)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < g_variant_n_children (samples); i++)
    {
      g_autoptr(GVariant) sample = g_variant_get_child_value (samples, i);
      gboolean is_first = g_hash_table_add (seen, (gpointer) cs_cli_text (sample, "target"));
      gint64 gone_at = is_first ? cs_cli_int (sample, "gone_at", 0) : 0;

      if (gone_at > 0)
        {
          g_autofree char *time = cs_cli_time (gone_at);

          /* Translators: of a post: the account, and when that was found */
          cs_cli_print_text (_("%s: deleted on the network, as was found at %s."),
                             cs_cli_text (sample, "handle"), time);
        }
    }
}

static gboolean
run_show (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_auto(CsCliNumbers) words = { NULL, };
  g_autoptr(GVariant) args = NULL;
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

  args = dup_list_args (cli, &words, error);
  samples = args != NULL ? cs_cli_call (cli, "numbers.list", args, error) : NULL;
  if (samples == NULL)
    return FALSE;

  if (cli->json || g_variant_n_children (samples) == 0)
    return cs_cli_print_list (cli, samples, "", words.period != NULL || words.accounts != NULL
                              ? _("Nobody counted it there or in that time: leave out --account "
                                  "or --period to see more.")
                              : _("Nobody has counted it yet."));

  cs_cli_print_headed (samples, "taken_at@ handle views likes comments shares quotes saves "
                                "engagement origin source revision note", dup_sample_note);
  print_gone (samples);

  return TRUE;
}

static gboolean
run_top (CsCli   *cli,
         int      argc,
         char   **argv,
         GError **error)
{
  g_auto(CsCliNumbers) words = { NULL, };
  g_autofree char *metric = NULL;
  g_autoptr(GVariant) posts = NULL;
  int limit = 20;
  GOptionEntry entries[] = {
    CS_CLI_NUMBERS_ACCOUNT_ENTRY (words),
    { "metric", 0, 0, G_OPTION_ARG_STRING, &metric, N_("By which number (engagement)"),
      "engagement|views|likes|comments|shares|quotes|saves" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many (20)"), "N" },
    { NULL, },
  };
  GVariantDict args = G_VARIANT_DICT_INIT (NULL);

  if (!cs_cli_parse (&cs_cli_numbers_commands[1], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  cs_cli_numbers_add_accounts (&words, &args);
  cs_cli_add_text (&args, "metric", metric);
  if (!cs_cli_add_limit (&args, limit, error))
    {
      g_variant_dict_clear (&args);
      return FALSE;
    }

  posts = cs_cli_call (cli, "numbers.top", g_variant_dict_end (&args), error);

  if (posts == NULL)
    return FALSE;

  if (cli->json || g_variant_n_children (posts) == 0)
    return cs_cli_print_list (cli, posts, "", _("Nobody has counted it yet."));

  cs_cli_print_headed (posts, POST_COLUMNS, dup_post_note);

  return TRUE;
}

static gboolean
run_gaps (CsCli   *cli,
          int      argc,
          char   **argv,
          GError **error)
{
  g_auto(CsCliNumbers) words = { NULL, };
  g_autoptr(GVariant) args = NULL;
  g_autoptr(GVariant) gaps = NULL;
  GOptionEntry entries[] = {
    CS_CLI_NUMBERS_POST_ENTRY (words),
    CS_CLI_NUMBERS_ENTRIES (words),
    { NULL, },
  };

  if (!cs_cli_parse (&cs_cli_numbers_commands[2], entries, 0, 0, &argc, &argv, error))
    return FALSE;

  args = dup_list_args (cli, &words, error);
  if (args == NULL)
    return FALSE;

  gaps = cs_cli_call (cli, "numbers.gaps", args, error);

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
