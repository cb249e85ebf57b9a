/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sim-text.h"

#include <pango/pango.h>
#include <string.h>

#define URL     "(?<![\\w@/])https?://[^\\s<>\"]*[^\\s<>\"'.,;:!?)\\]]"
#define MENTION "(?<![\\w/])@(\\w+(?:[\\w.-]+\\w+)?)@[\\w.-]+\\w"
#define TAG     "(?<![\\w/&])#(\\w*[^\\W\\d]\\w*)"

/* Mastodon lets every link weigh as much as this, however long it is. */
#define URL_WEIGHT "xxxxxxxxxxxxxxxxxxxxxxx"

static char *
replace (const char *text,
         const char *pattern,
         const char *by)
{
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, by, 0, NULL);
}

/* Extended grapheme clusters (UAX 29). */
gsize
cs_sim_text_graphemes (const char *text)
{
  gsize n_chars = g_utf8_strlen (text, -1);
  g_autofree PangoLogAttr *attrs = g_new0 (PangoLogAttr, n_chars + 1);
  gsize n = 0;

  pango_get_log_attrs (text, strlen (text), -1, pango_language_from_string ("en"),
                       attrs, n_chars + 1);

  for (gsize i = 0; i < n_chars; i++)
    n += attrs[i].is_cursor_position;

  return n;
}

/* Characters as a Mastodon server counts them: links as 23, @name@host as @name. */
gsize
cs_sim_text_mastodon (const char *text)
{
  g_autofree char *links = replace (text, URL, URL_WEIGHT);
  g_autofree char *countable = links != NULL ? replace (links, MENTION, "@\\1") : NULL;

  return cs_sim_text_graphemes (countable != NULL ? countable : text);
}

/* A link as Mastodon shows it: scheme and tail hidden, the middle cut at 30 characters. */
static void
append_link (GString    *html,
             const char *url)
{
  const char *shown = strstr (url, "://") + 3;
  const char *prefix_end = g_str_has_prefix (shown, "www.") ? shown + 4 : shown;
  g_autofree char *prefix = g_strndup (url, prefix_end - url);
  glong length = g_utf8_strlen (prefix_end, -1);
  const char *tail = g_utf8_offset_to_pointer (prefix_end, MIN (length, 30));
  g_autofree char *middle = g_strndup (prefix_end, tail - prefix_end);

  g_string_append_printf (html,
                          "<a href=\"%s\" target=\"_blank\" rel=\"nofollow noopener\">"
                          "<span class=\"invisible\">%s</span><span class=\"%s\">%s</span>"
                          "<span class=\"invisible\">%s</span></a>",
                          url, prefix, *tail != '\0' ? "ellipsis" : "", middle, tail);
}

typedef struct
{
  const char *host;
} Linking;

static gboolean
link_entity (const GMatchInfo *info,
             GString          *html,
             gpointer          data)
{
  const char *host = ((Linking *) data)->host;
  g_autofree char *whole = g_match_info_fetch (info, 0);

  if (*whole == 'h')
    append_link (html, whole);
  else if (*whole == '#')
    g_string_append_printf (html, "<a href=\"%s/tags/%s\" class=\"mention hashtag\" rel=\"tag\">"
                            "#<span>%s</span></a>", host, whole + 1, whole + 1);
  else
    g_string_append (html, whole);

  return FALSE;
}

static char *
escape (const char *text)
{
  GString *out = g_string_new (text);

  g_string_replace (out, "&", "&amp;", 0);
  g_string_replace (out, "<", "&lt;", 0);
  g_string_replace (out, ">", "&gt;", 0);
  g_string_replace (out, "\"", "&quot;", 0);

  return g_string_free_and_steal (out);
}

/* The text as the API gives it back: escaped, links and tags linked, lines as breaks. */
char *
cs_sim_text_html (const char *text,
                  const char *host)
{
  g_autoptr(GRegex) entities = g_regex_new (URL "|" TAG, G_REGEX_OPTIMIZE, 0, NULL);
  g_autofree char *escaped = escape (text);
  Linking linking = { host };
  g_autofree char *linked = g_regex_replace_eval (entities, escaped, -1, 0, 0, link_entity,
                                                  &linking, NULL);
  GString *html = g_string_new (linked != NULL ? linked : escaped);

  if (html->len == 0)
    return g_string_free_and_steal (html);

  g_string_replace (html, "\r\n", "\n", 0);
  g_string_replace (html, "\n\n", "</p><p>", 0);
  g_string_replace (html, "\n", "<br />", 0);
  g_string_prepend (html, "<p>");
  g_string_append (html, "</p>");

  return g_string_free_and_steal (html);
}

/* Whether a byte offset stands between two characters of the text, or at its end. */
gboolean
cs_sim_text_is_boundary (const char *text,
                         gint64      byte)
{
  gint64 length = strlen (text);

  if (byte < 0 || byte > length)
    return FALSE;

  return byte == length || ((guchar) text[byte] & 0xc0) != 0x80;
}
