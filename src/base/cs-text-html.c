/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-text.h"

#include "cs-text-private.h"

#include <string.h>

/* Longest name of a character that is read, and longest of a tag. */
#define NAME_MAX_BYTES 16

static const struct { const char *name; gunichar c; } characters[] = {
  { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
  { "nbsp", 0xa0 }, { "shy", 0xad }, { "copy", 0xa9 }, { "reg", 0xae }, { "trade", 0x2122 },
  { "hellip", 0x2026 }, { "ndash", 0x2013 }, { "mdash", 0x2014 }, { "bull", 0x2022 },
  { "middot", 0xb7 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "ldquo", 0x201c },
  { "rdquo", 0x201d }, { "laquo", 0xab }, { "raquo", 0xbb }, { "euro", 0x20ac },
  { "pound", 0xa3 }, { "deg", 0xb0 }, { "times", 0xd7 }, { "zwj", 0x200d }, { "zwnj", 0x200c },
};

static const char *const paragraphs[] = {
  "p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", NULL
};
static const char *const lines[] = { "br", "li", "tr", NULL };
static const char *const hidden[] = { "script", "style", NULL };

typedef struct
{
  GString *text;
  int      breaks;     /* line breaks owed before the next character */
  gboolean space;      /* a space owed, as white space in HTML is one */
  int      in_pre;
} Reader;

/* Pays what is owed, but nothing at the start of the text. */
static void
settle (Reader *self)
{
  if (self->text->len > 0 && self->breaks > 0)
    for (int i = 0; i < self->breaks; i++)
      g_string_append_c (self->text, '\n');
  else if (self->text->len > 0 && self->space)
    g_string_append_c (self->text, ' ');

  self->breaks = 0;
  self->space = FALSE;
}

static void
add_char (Reader   *self,
          gunichar  c)
{
  if (c == '\n' && self->in_pre > 0)
    {
      self->breaks++;
    }
  else if (self->in_pre == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'))
    {
      self->space = TRUE;
    }
  else
    {
      settle (self);
      g_string_append_unichar (self->text, c);
    }
}

static gunichar
find_character (const char *name)
{
  guint64 number;

  if (name[0] == '#')
    {
      gboolean hex = name[1] == 'x' || name[1] == 'X';

      number = g_ascii_strtoull (name + (hex ? 2 : 1), NULL, hex ? 16 : 10);

      return number <= 0x10ffff && g_unichar_validate (number) ? number : 0;
    }

  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    if (strcmp (name, characters[i].name) == 0)
      return characters[i].c;

  return 0;
}

/* The character at @at, be it itself or “&name;” or “&#number;”; @after is behind it. */
static gunichar
read_character (const char  *at,
                const char **after)
{
  char name[NAME_MAX_BYTES + 1] = { 0 };
  gunichar c = 0;

  *after = g_utf8_next_char (at);

  if (*at != '&')
    return g_utf8_get_char (at);

  for (gsize i = 1; i <= NAME_MAX_BYTES && at[i] != '\0' && at[i] != ';'; i++)
    name[i - 1] = at[i];

  if (at[strlen (name) + 1] == ';')
    c = find_character (name);

  if (c == 0)
    return '&';

  *after = at + strlen (name) + 2;

  return c;
}

/* The end of the tag at @at, quoted values passed over; NULL if it never ends. */
static const char *
tag_end (const char *at)
{
  char quote = '\0';

  for (; *at != '\0'; at++)
    {
      if (quote != '\0')
        quote = *at == quote ? '\0' : quote;
      else if (*at == '"' || *at == '\'')
        quote = *at;
      else if (*at == '>')
        return at + 1;
    }

  return NULL;
}

static const char *
skip_element (const char *at,
              const char *name)
{
  g_autofree char *close = g_strconcat ("</", name, NULL);

  for (; *at != '\0'; at++)
    if (*at == '<' && g_ascii_strncasecmp (at, close, strlen (close)) == 0)
      return at;

  return at;
}

/* Custom emoji are pictures whose alternative text is :name:. */
static void
add_alternative (Reader     *self,
                 const char *tag,
                 const char *end)
{
  const char *at = g_strstr_len (tag, end - tag, " alt=\"");
  const char *after;

  if (at == NULL)
    return;

  for (at += strlen (" alt=\""); at < end && *at != '"'; at = after)
    add_char (self, read_character (at, &after));
}

/* Acts on the tag at @at; answers where to go on. */
static const char *
read_tag (Reader     *self,
          const char *at,
          const char *end)
{
  gboolean closes = at[1] == '/';
  const char *start = at + (closes ? 2 : 1);
  gsize length = strspn (start, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456");
  g_autofree char *name = g_ascii_strdown (start, MIN (length, NAME_MAX_BYTES));

  if (g_strv_contains (paragraphs, name))
    self->breaks = MAX (self->breaks, 2);
  else if (strcmp (name, "br") == 0)
    self->breaks++;
  else if (g_strv_contains (lines, name))
    self->breaks = MAX (self->breaks, 1);
  else if (strcmp (name, "img") == 0)
    add_alternative (self, at, end);

  if (strcmp (name, "pre") == 0)
    self->in_pre = MAX (self->in_pre + (closes ? -1 : 1), 0);

  return !closes && g_strv_contains (hidden, name) ? skip_element (end, name) : end;
}

static gboolean
is_markup (const char *at)
{
  return at[0] == '<'
      && (g_ascii_isalpha (at[1]) || at[1] == '/' || at[1] == '!' || at[1] == '?');
}

/* Where to go on behind the tag or comment at @at; NULL if it never ends. */
static const char *
read_markup (Reader     *self,
             const char *at)
{
  const char *end;

  if (g_str_has_prefix (at, "<!--"))
    {
      end = strstr (at, "-->");
      return end != NULL ? end + 3 : NULL;
    }

  end = tag_end (at);

  return end != NULL ? read_tag (self, at, end) : NULL;
}

/**
 * cs_text_from_html:
 * @html: (nullable): a post as servers of the fediverse show it
 *
 * Plain text: paragraphs with an empty line between, breaks as they are, links
 * and mentions as they read, hidden parts of a link included, characters
 * instead of their names. What is not markup stays as it is written.
 *
 * Returns: (transfer full): the text
 */
char *
cs_text_from_html (const char *html)
{
  gsize length;
  g_autofree char *valid = cs_text_make_valid (html != NULL ? html : "", &length);
  Reader self = { g_string_sized_new (length), 0, FALSE, 0 };
  gboolean markup_ends = TRUE;

  for (const char *at = valid, *after; *at != '\0'; at = after)
    {
      after = markup_ends && is_markup (at) ? read_markup (&self, at) : NULL;

      if (after != NULL)
        continue;

      /* A tag that never ends is text, and the search for an end is not made again. */
      markup_ends = markup_ends && !is_markup (at);
      add_char (&self, read_character (at, &after));
    }

  return g_string_free_and_steal (self.text);
}
