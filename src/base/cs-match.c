/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-match.h"

#include <string.h>

#define MAX_TERMS  8
#define MAX_TYPED  256    /* characters of what is typed that are read */
#define BEFORE     24     /* characters of a snippet before what was found */

typedef struct
{
  char  *folded;
  CsSpan span;
} Word;

static void
word_clear (gpointer data)
{
  g_free (((Word *) data)->folded);
}

static GArray *
words_new (void)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));

  g_array_set_clear_func (words, word_clear);

  return words;
}

static gboolean
is_word_character (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
    case G_UNICODE_PRIVATE_USE:
      return TRUE;

    default:
      return FALSE;
    }
}

static gboolean
is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

/* Whether words of its script stand without spaces between them. */
static gboolean
stands_alone (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;

    default:
      return FALSE;
    }
}

/* Appends what is left of a character; nothing when it is no part of a word. */
static void
append_folded (GString  *folded,
               gunichar  c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n_parts = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < n_parts; i++)
    if (is_word_character (parts[i]))
      g_string_append_unichar (folded, g_unichar_tolower (parts[i]));
}

static void
end_word (GArray  *words,
          GString *folded,
          guint    start,
          guint    end)
{
  Word word = { NULL, { start, end - start } };

  if (folded->len == 0)
    return;

  word.folded = g_strdup (folded->str);
  g_array_append_val (words, word);
  g_string_truncate (folded, 0);
}

static GArray *
split (const char *text)
{
  GArray *words = words_new ();
  g_autoptr(GString) folded = g_string_new (NULL);
  guint start = 0;
  guint at = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), at++)
    {
      gunichar c = g_utf8_get_char (p);

      /* A mark belongs to the letter before it. */
      if (is_mark (c))
        continue;

      if (!is_word_character (c) || stands_alone (c))
        end_word (words, folded, start, at);

      if (!is_word_character (c))
        continue;

      if (folded->len == 0)
        start = at;

      append_folded (folded, c);

      if (stands_alone (c))
        end_word (words, folded, start, at + 1);
    }

  end_word (words, folded, start, at);

  return words;
}

/* A text’s words as an index keeps them, with spaces between. */
char *
cs_match_fold (const char *text)
{
  g_autoptr(GArray) words = split (text != NULL ? text : "");
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (line, "%s%s", i > 0 ? " " : "",
                            g_array_index (words, Word, i).folded);

  return g_string_free (line, FALSE);
}

/* Each term’s words. */
static GPtrArray *
read_terms (const char *typed)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autofree char *valid = g_utf8_make_valid (typed != NULL ? typed : "", -1);
  g_autofree char *head = g_utf8_substring (valid, 0, MIN (MAX_TYPED, g_utf8_strlen (valid, -1)));
  g_auto(GStrv) parts = g_strsplit_set (head, " \t\r\n", -1);

  for (guint i = 0; parts[i] != NULL && terms->len < MAX_TERMS; i++)
    {
      g_autoptr(GArray) words = split (parts[i]);

      if (words->len > 0)
        g_ptr_array_add (terms, g_steal_pointer (&words));
    }

  return terms;
}

/**
 * cs_match_expression:
 * @typed: anything
 *
 * Returns: (transfer full) (nullable): what SQLite’s full-text search is asked
 *   for; NULL when there is no word in what was typed
 */
char *
cs_match_expression (const char *typed)
{
  g_autoptr(GPtrArray) terms = read_terms (typed);
  g_autoptr(GString) expression = g_string_new (NULL);

  /* Words hold letters and digits alone, so nothing has to be escaped. */
  for (guint i = 0; i < terms->len; i++)
    {
      GArray *words = terms->pdata[i];

      g_string_append (expression, i > 0 ? " \"" : "\"");
      for (guint k = 0; k < words->len; k++)
        g_string_append_printf (expression, "%s%s", k > 0 ? " " : "",
                                g_array_index (words, Word, k).folded);
      g_string_append (expression, "\"*");
    }

  return terms->len > 0 ? g_strdup (expression->str) : NULL;
}

/* Whether a term stands in a text from that word on. */
static gboolean
stands_at (GArray *words,
           guint   at,
           GArray *term)
{
  if (at + term->len > words->len)
    return FALSE;

  for (guint i = 0; i < term->len; i++)
    {
      const char *word = g_array_index (words, Word, at + i).folded;
      const char *wanted = g_array_index (term, Word, i).folded;

      if (i + 1 < term->len ? strcmp (word, wanted) != 0 : !g_str_has_prefix (word, wanted))
        return FALSE;
    }

  return TRUE;
}

static gboolean
holds (GArray *words,
       GArray *term)
{
  for (guint i = 0; i < words->len; i++)
    if (stands_at (words, i, term))
      return TRUE;

  return FALSE;
}

/* Whether each term stands in one of the texts. Without a term nothing matches. */
gboolean
cs_match_texts (const char *const *texts,
                const char        *typed)
{
  g_autoptr(GPtrArray) terms = read_terms (typed);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (all, split (texts[i]));

  for (guint i = 0; i < terms->len; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < all->len && !found; k++)
        found = holds (all->pdata[k], terms->pdata[i]);

      if (!found)
        return FALSE;
    }

  return terms->len > 0;
}

/* How many words from here on belong to a term; 0 for none. */
static guint
length_at (GArray    *words,
           guint      at,
           GPtrArray *terms)
{
  guint longest = 0;

  for (guint i = 0; i < terms->len; i++)
    {
      GArray *term = terms->pdata[i];

      if (term->len > longest && stands_at (words, at, term))
        longest = term->len;
    }

  return longest;
}

/* The words of a text that were looked for, in order. (element-type CsSpan) */
GArray *
cs_match_find (const char *text,
               const char *typed)
{
  g_autoptr(GPtrArray) terms = read_terms (typed);
  g_autoptr(GArray) words = split (text);
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (CsSpan));

  for (guint i = 0; i < words->len; )
    {
      guint n = length_at (words, i, terms);

      if (n > 0)
        {
          CsSpan first = g_array_index (words, Word, i).span;
          CsSpan last = g_array_index (words, Word, i + n - 1).span;
          CsSpan span = { first.start, last.start + last.length - first.start };

          g_array_append_val (spans, span);
        }

      i += MAX (n, 1);
    }

  return spans;
}

/* Where a snippet begins: a little before what was found, at the beginning of a word. */
static guint
choose_start (const char *text,
              guint       found)
{
  guint start = found > BEFORE ? found - BEFORE : 0;
  const char *p = g_utf8_offset_to_pointer (text, start);

  for (; start > 0 && start < found; start++, p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return start + 1;

  return start;
}

/* Where a snippet ends: behind a word, when one ends not far before and not before what was found
 * does. A script without spaces is cut where the room ends. */
static guint
choose_end (const char *text,
            guint       wanted,
            guint       found)
{
  guint least = MAX (found, wanted > BEFORE ? wanted - BEFORE : 0);
  const char *p = g_utf8_offset_to_pointer (text, wanted);

  for (guint end = wanted; end > least; end--, p = g_utf8_prev_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return end;

  return wanted;
}

/* What begins in the snippet, as much of it as is there, counted from the snippet’s beginning. */
static void
move_spans (GArray *spans,
            guint   start,
            guint   end,
            guint   shift)
{
  for (guint i = spans->len; i > 0; i--)
    {
      CsSpan *span = &g_array_index (spans, CsSpan, i - 1);

      if (span->start < start || span->start >= end)
        {
          g_array_remove_index (spans, i - 1);
          continue;
        }

      span->length = MIN (span->length, end - span->start);
      span->start = span->start - start + shift;
    }
}

/**
 * cs_match_snippet:
 * @length: characters that are wanted, about
 * @spans: (out) (element-type CsSpan): where in the snippet it was found
 *
 * Returns: (transfer full): a line of the text around the first find, or its
 *   beginning when there is none
 */
char *
cs_match_snippet (const char  *text,
                  const char  *typed,
                  guint        length,
                  GArray     **spans)
{
  guint whole = g_utf8_strlen (text, -1);
  guint start = 0;
  guint end = whole;
  g_autofree char *part = NULL;

  *spans = cs_match_find (text, typed);

  if (whole > length)
    {
      CsSpan found = (*spans)->len > 0 ? g_array_index (*spans, CsSpan, 0) : (CsSpan) { 0, 0 };

      start = choose_start (text, found.start);
      end = start + length < whole
            ? choose_end (text, start + length, found.start + found.length) : whole;
    }

  move_spans (*spans, start, end, start > 0 ? 1 : 0);

  part = g_utf8_substring (text, start, end);
  g_strdelimit (part, "\r\n\t", ' ');

  return g_strconcat (start > 0 ? "…" : "", part, end < whole ? "…" : "", NULL);
}
