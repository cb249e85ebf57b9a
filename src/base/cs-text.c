/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-text.h"

#include "cs-text-private.h"

#include <pango/pango.h>
#include <string.h>

/* Of twitter-text’s configuration v3: transformedURLLength. */
#define X_URL_WEIGHT 23
/* Pango wants four bytes a character, so long texts go through in parts. */
#define PART_MIN 4096
#define PART_MAX (1024 * 1024)

static const char *const unit_names[] = {
  [CS_TEXT_CODEPOINTS] = "codepoint",
  [CS_TEXT_GRAPHEMES] = "grapheme",
  [CS_TEXT_UTF8] = "utf8",
  [CS_TEXT_UTF16] = "utf16",
  [CS_TEXT_X_WEIGHTED] = "x-weighted",
};

/* twitter-text v3: what is in one of these weighs 1, all else 2. */
static const struct { gunichar first, last; } light[] = {
  { 0x0000, 0x10ff }, { 0x2000, 0x200d }, { 0x2010, 0x201f }, { 0x2032, 0x2037 },
};

/**
 * cs_text_make_valid:
 *
 * Any bytes as UTF-8 of the same length: each byte that is not part of a
 * character becomes SUBSTITUTE, so that offsets into both are the same.
 *
 * Returns: (transfer full): the copy
 */
char *
cs_text_make_valid (const char *text,
                    gsize      *length)
{
  gsize bytes = strlen (text);
  char *valid = g_strndup (text, bytes);
  const char *bad = valid;

  while (!g_utf8_validate (bad, valid + bytes - bad, &bad))
    *(char *) bad = 0x1a;

  *length = bytes;

  return valid;
}

static gboolean
is_ascii (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] >= 0x80)
      return FALSE;

  return TRUE;
}

/* Where the next part ends: between two ASCII characters no cluster is ever cut, but for CR LF. */
static gsize
part_length (const char *text,
             gsize       length)
{
  gsize end;

  if (length <= PART_MIN)
    return length;

  for (end = PART_MIN; end < length && end < PART_MAX; end++)
    if ((guchar) text[end - 1] < 0x80 && (guchar) text[end] < 0x80 && text[end - 1] != '\r')
      return end;

  while (end < length && ((guchar) text[end] & 0xc0) == 0x80)
    end++;

  return end;
}

typedef gsize (*ClusterWeight) (const char *cluster,
                                glong       n_chars);

static gsize
weigh_clusters (const char    *text,
                gsize          length,
                ClusterWeight  weight)
{
  glong n_chars = g_utf8_strlen (text, length);
  g_autofree PangoLogAttr *attrs = g_new0 (PangoLogAttr, n_chars + 1);
  const char *start = text;
  const char *at = text;
  glong first = 0;
  gsize sum = 0;

  pango_get_log_attrs (text, length, -1, NULL, attrs, n_chars + 1);

  for (glong i = 1; i <= n_chars; i++)
    {
      at = g_utf8_next_char (at);

      if (i < n_chars && !attrs[i].is_cursor_position)
        continue;

      sum += weight (start, i - first);
      start = at;
      first = i;
    }

  return sum;
}

static gsize
one (const char *cluster,
     glong       n_chars)
{
  return 1;
}

static gsize
weigh_char (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (light); i++)
    if (c >= light[i].first && c <= light[i].last)
      return 1;

  return 2;
}

/* What turns a symbol, a digit or a pair of letters into one emoji. */
static gboolean
joins_emoji (gunichar c)
{
  return c == 0xfe0f || c == 0x200d || c == 0x20e3
      || (c >= 0x1f3fb && c <= 0x1f3ff)
      || (c >= 0x1f1e6 && c <= 0x1f1ff)
      || (c >= 0xe0020 && c <= 0xe007f);
}

static gboolean
may_be_emoji (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_OTHER_SYMBOL || type == G_UNICODE_MATH_SYMBOL
      || c == 0x203c || c == 0x2049 || c == 0x3030 || c == 0x303d
      || c == '#' || c == '*' || (c >= '0' && c <= '9');
}

/* A sequence that is one emoji weighs 2; of all else each character weighs for itself. */
static gsize
weigh_x (const char *cluster,
         glong       n_chars)
{
  gboolean symbol = may_be_emoji (g_utf8_get_char (cluster));
  gsize sum = 0;

  for (glong i = 0; i < n_chars; i++)
    {
      gunichar c = g_utf8_get_char (cluster);

      if (i > 0 && symbol && joins_emoji (c))
        return 2;

      sum += weigh_char (c);
      cluster = g_utf8_next_char (cluster);
    }

  return sum;
}

static gsize
count_clusters (const char    *text,
                gsize          length,
                ClusterWeight  weight)
{
  gsize sum = 0;

  while (length > 0)
    {
      gsize part = part_length (text, length);

      if (is_ascii (text, part) && memchr (text, '\r', part) == NULL)
        sum += part;
      else
        sum += weigh_clusters (text, part, weight);

      text += part;
      length -= part;
    }

  return sum;
}

static gsize
count_utf16 (const char *text,
             gsize       length)
{
  gsize sum = g_utf8_strlen (text, length);

  /* The first byte of what takes two units is F0 or more. */
  for (gsize i = 0; i < length; i++)
    sum += (guchar) text[i] >= 0xf0;

  return sum;
}

static gsize
count_span (const char *text,
            gsize       length,
            CsTextUnit  unit)
{
  switch (unit)
    {
    case CS_TEXT_CODEPOINTS:
      return g_utf8_strlen (text, length);
    case CS_TEXT_GRAPHEMES:
      return count_clusters (text, length, one);
    case CS_TEXT_UTF16:
      return count_utf16 (text, length);
    case CS_TEXT_X_WEIGHTED:
      return count_clusters (text, length, weigh_x);
    case CS_TEXT_UTF8:
    default:
      return length;
    }
}

static const char *
find_host (const char *mention,
           gsize       length)
{
  return memchr (mention + 1, '@', length - 1);
}

/* What a link or a mention counts; FALSE if it counts as it is written. */
static gboolean
count_entity (const char         *text,
              const CsTextEntity *entity,
              CsTextUnit          unit,
              const CsTextRules  *rules,
              gsize              *count)
{
  const char *start = text + entity->start;
  const char *host;

  switch (entity->kind)
    {
    case CS_TEXT_LINK:
      *count = rules->url_weight;
      return rules->url_weight > 0;

    case CS_TEXT_DOMAIN:
      *count = rules->url_weight;
      return rules->url_weight > 0 && unit == CS_TEXT_X_WEIGHTED;

    case CS_TEXT_MENTION:
      host = find_host (start, entity->end - entity->start);
      if (host == NULL || !rules->mention_local_only)
        return FALSE;
      *count = count_span (start, host - start, unit);
      return TRUE;

    case CS_TEXT_TAG:
    default:
      return FALSE;
    }
}

static gsize
count_with_rules (const char        *text,
                  gsize              length,
                  CsTextUnit         unit,
                  const CsTextRules *rules)
{
  g_autoptr(GArray) entities = cs_text_find_entities (text);
  gsize done = 0;
  gsize sum = 0;

  for (guint i = 0; i < entities->len; i++)
    {
      const CsTextEntity *entity = &g_array_index (entities, CsTextEntity, i);
      gsize count;

      if (!count_entity (text, entity, unit, rules, &count))
        continue;

      sum += count_span (text + done, entity->start - done, unit) + count;
      done = entity->end;
    }

  return sum + count_span (text + done, length - done, unit);
}

/**
 * cs_text_count:
 * @text: (nullable): any bytes; one that is not UTF-8 counts as one character
 * @rules: (nullable): what counts otherwise than it is written
 *
 * X’s weights are those of the text in NFC, and a link weighs 23 unless @rules
 * say otherwise; a domain without https:// is a link to X, but to no other.
 */
gsize
cs_text_count (const char        *text,
               CsTextUnit         unit,
               const CsTextRules *rules)
{
  static const CsTextRules as_written = { 0, FALSE };
  CsTextRules own = rules != NULL ? *rules : as_written;
  g_autofree char *valid = NULL;
  gsize length;

  if (text == NULL)
    return 0;

  valid = cs_text_make_valid (text, &length);

  if (unit == CS_TEXT_X_WEIGHTED)
    {
      char *composed = g_utf8_normalize (valid, length, G_NORMALIZE_NFC);

      g_free (valid);
      valid = composed;
      length = strlen (valid);

      if (own.url_weight == 0)
        own.url_weight = X_URL_WEIGHT;
    }

  if (own.url_weight == 0 && !own.mention_local_only)
    return count_span (valid, length, unit);

  return count_with_rules (valid, length, unit, &own);
}

/* The text with each @name@host as @name. */
static char *
without_hosts (const char *text)
{
  g_autoptr(GArray) entities = cs_text_find_entities (text);
  GString *out = g_string_new (NULL);
  gsize done = 0;

  for (guint i = 0; i < entities->len; i++)
    {
      const CsTextEntity *entity = &g_array_index (entities, CsTextEntity, i);
      const char *host = NULL;

      if (entity->kind == CS_TEXT_MENTION)
        host = find_host (text + entity->start, entity->end - entity->start);

      if (host == NULL)
        continue;

      g_string_append_len (out, text + done, host - (text + done));
      done = entity->end;
    }

  g_string_append (out, text + done);

  return g_string_free_and_steal (out);
}

/**
 * cs_text_normalise:
 *
 * The form in which two texts are compared, one of them from a server: NFC, any
 * run of white space one space, none at the ends, and @name@host as @name,
 * since servers show a mention so.
 *
 * Returns: (transfer full): the text in that form
 */
char *
cs_text_normalise (const char *text)
{
  gsize length;
  g_autofree char *valid = cs_text_make_valid (text != NULL ? text : "", &length);
  g_autofree char *composed = g_utf8_normalize (valid, length, G_NORMALIZE_NFC);
  g_autofree char *plain = without_hosts (composed);
  GString *out = g_string_new (NULL);

  for (const char *at = plain; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (out, c);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }

  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);

  return g_string_free_and_steal (out);
}

/**
 * cs_text_end:
 *
 * A sentence that another may follow: with a full stop where nothing ends it.
 *
 * Returns: (transfer full): the copy
 */
char *
cs_text_end (const char *text)
{
  const char *end = text + strlen (text);
  const char *last = g_utf8_find_prev_char (text, end);
  gboolean is_ended = last == NULL || g_utf8_strchr (".!?…。", -1, g_utf8_get_char (last)) != NULL;

  return g_strconcat (text, is_ended ? NULL : ".", NULL);
}

gboolean
cs_text_unit_from (const char *name,
                   CsTextUnit *unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (unit_names); i++)
    {
      if (g_strcmp0 (name, unit_names[i]) != 0)
        continue;

      *unit = i;
      return TRUE;
    }

  return FALSE;
}
