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

#define SAMPLES_A_PAGE 1000

#define POST_COLUMNS "published_at@ handle title views likes comments shares quotes saves " \
                     "engagement taken_at@ note"

static gboolean
is_true (GVariant   *record,
         const char *name)
{
  gboolean value = FALSE;

  return g_variant_lookup (record, name, "b", &value) && value;
}

/* What is to be known of the numbers in a row, beside them; NULL: nothing. */
static char *
dup_note (GVariant *record)
{
  g_autoptr(GStrvBuilder) notes = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  gint64 revision = cs_cli_int (record, "revision", -1);
  gint64 gone_at = cs_cli_int (record, "gone_at", 0);

  if (is_true (record, "superseded"))
    g_strv_builder_add (notes, _("corrected below"));
  else if (is_true (record, "corrected"))
    g_strv_builder_add (notes, _("corrected"));
  else if (revision > 0)
    g_strv_builder_add (notes, _("correction"));

  /* Of a post; samples of it are told with a line of their own. */
  if (gone_at > 0 && revision < 0)
    g_strv_builder_add (notes, _("deleted on the network"));

  all = g_strv_builder_end (notes);

  return all[0] != NULL ? g_strjoinv ("; ", all) : NULL;
}

/* The record with its note. */
static GVariant *
with_note (GVariant *record)
{
  GVariantDict row = G_VARIANT_DICT_INIT (record);
  g_autofree char *note = dup_note (record);

  cs_cli_add_text (&row, "note", note);

  return g_variant_dict_end (&row);
}

static GVariant *
with_notes (GVariant *list)
{
  GVariantBuilder rows = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr(GVariant) record = g_variant_get_child_value (list, i);

      g_variant_builder_add_value (&rows, with_note (record));
    }

  return g_variant_ref_sink (g_variant_builder_end (&rows));
}

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
print_numbers (GVariant   *records,
               const char *columns)
{
  g_autoptr(GVariant) list = with_notes (records);
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
            gboolean    is_rate,
            const char *more)
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

  if (more != NULL)
    g_string_append_printf (line, ", %s", more);

  if (g_variant_lookup (tile, "change", "d", &change))
    {
      g_string_append (line, ", ");
      /* Translators: by how much a number is more or less, as in +4.5 % */
      g_string_append_printf (line, _("%+.1f %% against the time before"), change * 100);
    }
  else if (cs_cli_text (tile, "no_change") != NULL)
    {
      g_string_append (line, ", ");
      /* Translators: %s is a sentence that says why */
      g_string_append_printf (line, _("change not known (%s)"), cs_cli_text (tile, "no_change"));
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

/* A post that went to several accounts is one, and has a row each; NULL where there is none. */
static char *
dup_times (GVariant *tiles,
           gsize     n_rows)
{
  g_autoptr(GVariant) tile = g_variant_lookup_value (tiles, "posts", G_VARIANT_TYPE_VARDICT);

  if ((gsize) cs_cli_int (tile, "n", 0) == n_rows)
    return NULL;

  /* Translators: of posts that went out, some to several accounts, as in: 3, 5 times in all */
  return g_strdup_printf (ngettext ("%zu time in all", "%zu times in all", n_rows), n_rows);
}

static void
print_overview (GVariant *overview)
{
  g_autoptr(GVariant) tiles = g_variant_lookup_value (overview, "tiles", G_VARIANT_TYPE_VARDICT);
  g_autoptr(GVariant) posts = g_variant_lookup_value (overview, "posts", NULL);
  g_autoptr(GVariant) why = g_variant_lookup_value (overview, "too_little", NULL);
  g_autofree char *times = dup_times (tiles, g_variant_n_children (posts));

  print_tile (tiles, "followers", _("Followers"), FALSE, NULL);
  print_tile (tiles, "engagement", _("Engagement by followers"), TRUE, NULL);
  print_tile (tiles, "posts", _("Posts out"), FALSE, times);
  print_numbers (posts, POST_COLUMNS);

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

/* How many at the beginning of a page are of its first second. */
static gsize
count_first (GVariant *page,
             gint64   *second)
{
  gsize n = g_variant_n_children (page);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) sample = g_variant_get_child_value (page, i);
      gint64 at = cs_cli_int (sample, "taken_at", 0);

      if (i > 0 && at != *second)
        return i;

      *second = at;
    }

  return n;
}

/* Adds the page, the newest first. Of the first second of a full page there may be more before it:
 * it is left to the next, which is asked for by @until; FALSE: there is none. */
static gboolean
add_page (GPtrArray *samples,
          GVariant  *page,
          gint64    *until)
{
  gsize n = g_variant_n_children (page), cut = 0;
  gint64 second = 0;

  if (n == SAMPLES_A_PAGE)
    {
      cut = count_first (page, &second);
      *until = cut < n ? second + 1 : second;
      cut = cut < n ? cut : 0;
    }

  for (gsize i = n; i > cut; i--)
    g_ptr_array_add (samples, g_variant_get_child_value (page, i - 1));

  return n == SAMPLES_A_PAGE;
}

/* All of them, page by page. */
static GVariant *
call_samples (CsCli         *cli,
              CsCliNumbers  *words,
              GError       **error)
{
  g_autoptr(GVariant) args = dup_list_args (cli, words, error);
  g_autoptr(GPtrArray) samples = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  GVariantBuilder all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  gboolean goes_on = args != NULL;
  gint64 until = 0;

  while (goes_on)
    {
      GVariantDict page_args = G_VARIANT_DICT_INIT (args);
      g_autoptr(GVariant) page = NULL;

      g_variant_dict_insert (&page_args, "limit", "x", (gint64) SAMPLES_A_PAGE);
      if (until != 0)
        g_variant_dict_insert (&page_args, "until", "x", until);
      page = cs_cli_call (cli, "numbers.list", g_variant_dict_end (&page_args), error);
      if (page == NULL)
        g_clear_pointer (&args, g_variant_unref);
      goes_on = page != NULL && add_page (samples, page, &until);
    }

  for (guint i = samples->len; i > 0; i--)
    g_variant_builder_add_value (&all, samples->pdata[i - 1]);

  if (args == NULL)
    {
      g_variant_builder_clear (&all);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_builder_end (&all));
}

/* Where the post is no more, once each account. */
static void
print_gone (GVariant *samples)
{
  g_autoptr(GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < g_variant_n_children (samples); i++)
    {
      g_autoptr(GVariant) sample = g_variant_get_child_value (samples, i);
      gint64 gone_at = cs_cli_int (sample, "gone_at", 0);

      if (gone_at > 0 && g_hash_table_add (told, g_strdup (cs_cli_text (sample, "target"))))
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

  samples = call_samples (cli, &words, error);
  if (samples == NULL)
    return FALSE;

  if (cli->json || g_variant_n_children (samples) == 0)
    return cs_cli_print_list (cli, samples, "", _("Nobody has counted it yet."));

  print_numbers (samples, "taken_at@ handle views likes comments shares quotes saves engagement "
                          "origin source revision note");
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

  print_numbers (posts, POST_COLUMNS);

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
