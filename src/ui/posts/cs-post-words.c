/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-post-words.h"

#include "cs-item.h"

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

/* A row in one sentence, for who listens. */
char *
cs_post_words_spoken (const CsReading *reading,
                      GVariant        *row)
{
  g_autofree char *title = cs_post_words_title (row);
  g_autofree char *when = cs_post_words_when_in_full (reading, row);
  g_autofree char *accounts = cs_post_words_accounts (row);
  const char *state = cs_view_text (row, "state");
  GString *spoken = g_string_new (title);

  if (state != NULL)
    g_string_append_printf (spoken, ", %s", cs_words_state (state));
  if (when != NULL)
    g_string_append_printf (spoken, ", %s", when);
  if (*accounts != '\0')
    g_string_append_printf (spoken, ", %s", accounts);

  return g_string_free (spoken, FALSE);
}
