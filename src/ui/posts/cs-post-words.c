/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-words.h"

#include "cs-item.h"
#include "cs-metric.h"
#include "cs-number-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define NO_TIME G_MININT64

char *
cs_post_words_title (GVariant *row)
{
  const char *title = cs_view_text (row, "title");

  return g_strdup (title != NULL && *title != '\0' ? title : _("Without text"));
}

/* A text in one line, without the spaces around it. */
static char *
one_line (const char *text)
{
  g_auto(GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  GString *line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);

  return g_string_free (line, FALSE);
}

/* How the text begins; where its first line is the title, how it goes on. Empty for nothing. */
char *
cs_post_words_excerpt (GVariant *row)
{
  const char *title = cs_view_text (row, "title");
  const char *text = cs_view_text (row, "text");
  g_autofree char *whole = g_strdup (text != NULL ? text : "");
  g_auto(GStrv) lines = g_strsplit (g_strstrip (whole), "\n", 2);

  if (lines[0] != NULL && g_strcmp0 (g_strchomp (lines[0]), title) == 0)
    return one_line (lines[1] != NULL ? lines[1] : "");

  return one_line (whole);
}

/* When it went out, else when it is due. */
static gint64
time_of (GVariant *row)
{
  return cs_view_int (row, "done_at", cs_view_int (row, "due", NO_TIME));
}

static char *
zone_of (const CsReading *reading,
         GVariant        *row,
         gint64           time)
{
  gboolean is_plan = cs_view_int (row, "done_at", NO_TIME) == NO_TIME;

  return is_plan ? cs_words_zone (reading, cs_view_text (row, "zone"), time) : NULL;
}

/* Empty for a draft. */
char *
cs_post_words_when (const CsReading *reading,
                    GVariant        *row)
{
  gint64 time = time_of (row);

  return time != NO_TIME ? cs_words_when (reading, time) : g_strdup ("");
}

char *
cs_post_words_when_in_full (const CsReading *reading,
                            GVariant        *row)
{
  gint64 time = time_of (row);
  g_autofree char *when = NULL;
  g_autofree char *zone = NULL;

  if (time == NO_TIME)
    return NULL;

  when = cs_words_when_in_full (reading, time);
  zone = zone_of (reading, row, time);

  if (zone == NULL)
    return g_steal_pointer (&when);

  /* Translators: a day and time here, and the city by whose clock it was planned */
  return g_strdup_printf (_("%s, planned by the clock of %s"), when, zone);
}

/* "@ana@example.social, ana.bsky.social"; empty when it goes nowhere yet. */
char *
cs_post_words_accounts (GVariant *row)
{
  g_auto(GStrv) accounts = NULL;

  if (!g_variant_lookup (row, "accounts", "^as", &accounts))
    return g_strdup ("");

  return g_strjoinv (", ", accounts);
}

static gboolean
is_gone (GVariant *row)
{
  gint64 n_out = cs_view_int (row, "out", 0);

  return n_out > 0 && cs_view_int (row, "gone", 0) == n_out;
}

/* “12”, and “12+” where that was told of some of the accounts alone. */
static char *
dup_engagement (GVariant *row)
{
  gint64 engagement = cs_view_int (row, "engagement", CS_UNKNOWN);
  g_autofree char *count = cs_words_count_short (engagement);

  if (engagement == CS_UNKNOWN || !cs_view_bool (row, "partial"))
    return g_steal_pointer (&count);

  /* Translators: a number, and more that is not known */
  return g_strdup_printf (C_("number", "%s+"), count);
}

/* What it did so far, on all accounts together; NULL for what is not out. */
char *
cs_post_words_results (GVariant *row)
{
  g_autofree char *engagement = NULL;

  if (cs_view_int (row, "out", 0) == 0)
    return NULL;

  if (is_gone (row) && cs_view_int (row, "engagement", CS_UNKNOWN) == CS_UNKNOWN)
    return g_strdup (C_("post", "Gone"));

  engagement = dup_engagement (row);
  if (!is_gone (row))
    return g_steal_pointer (&engagement);

  /* Translators: the number is the last that was counted before the post went from its network */
  return g_strdup_printf (C_("post", "%s, gone"), engagement);
}

/* The same where no heading is above it; NULL where there is no number to say. */
char *
cs_post_words_results_named (GVariant *row)
{
  g_autofree char *engagement = cs_post_words_results (row);

  if (engagement == NULL)
    return NULL;

  if (cs_view_int (row, "engagement", CS_UNKNOWN) == CS_UNKNOWN)
    return is_gone (row) ? g_steal_pointer (&engagement) : NULL;

  /* Translators: what a post did so far, as in: Engagement 24 */
  return g_strdup_printf (_("Engagement %s"), engagement);
}

/* “Favourites 12, Boosts 3, Replies 4”, as the network calls what is added up. */
static char *
dup_counts (GVariant *target)
{
  static const CsMetric parts[] = { CS_METRIC_LIKES, CS_METRIC_SHARES, CS_METRIC_COMMENTS };
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  CsNetwork network = CS_N_NETWORKS;

  cs_network_from_name (cs_view_text (target, "network"), &network);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gint64 value = cs_view_int (target, cs_metric_names[parts[i]], CS_UNKNOWN);
      g_autofree char *count = cs_words_count (value);

      if (value != CS_UNKNOWN)
        /* Translators: what is counted and how many there are, as in: Favourites 12 */
        g_strv_builder_take (words, g_strdup_printf (C_("count", "%s %s"),
                                                     cs_metric_get_title (parts[i], network),
                                                     count));
    }

  if (cs_view_text (target, "unknown") != NULL)
    g_strv_builder_take (words, cs_words_sentence (cs_view_text (target, "unknown")));
  if (cs_view_int (target, "gone_at", CS_UNKNOWN) != CS_UNKNOWN)
    g_strv_builder_add (words, _("gone from the network"));

  all = g_strv_builder_end (words);

  return g_strjoinv (C_("list of counts", ", "), all);
}

/* A line an account, and why what is not known is not; NULL for what is not out. */
char *
cs_post_words_results_in_full (GVariant *row)
{
  g_autoptr(GVariant) targets = g_variant_lookup_value (row, "targets",
                                                        G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  if (targets == NULL || cs_view_int (row, "out", 0) == 0)
    return NULL;

  for (gsize i = 0; i < g_variant_n_children (targets); i++)
    {
      g_autoptr(GVariant) target = g_variant_get_child_value (targets, i);
      g_autofree char *counts = dup_counts (target);

      if (*counts != '\0')
        /* Translators: an account, and what a post did there */
        g_strv_builder_take (lines, g_strdup_printf (C_("account", "%s: %s"),
                                                     cs_view_text (target, "account"), counts));
    }

  all = g_strv_builder_end (lines);

  return g_strjoinv ("\n", all);
}

/* A row in one sentence, for who listens. */
char *
cs_post_words_spoken (const CsReading *reading,
                      GVariant        *row)
{
  g_autofree char *title = cs_post_words_title (row);
  g_autofree char *when = cs_post_words_when_in_full (reading, row);
  g_autofree char *accounts = cs_post_words_accounts (row);
  g_autofree char *results = cs_post_words_results_named (row);
  const char *state = cs_view_text (row, "state");
  GString *spoken = g_string_new (title);

  if (state != NULL)
    g_string_append_printf (spoken, ", %s", cs_words_state (state));
  if (when != NULL)
    g_string_append_printf (spoken, ", %s", when);
  if (*accounts != '\0')
    g_string_append_printf (spoken, ", %s", accounts);
  if (results != NULL)
    g_string_append_printf (spoken, ", %s", results);

  return g_string_free (spoken, FALSE);
}
