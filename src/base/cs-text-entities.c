/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-text.h"

#include "cs-text-private.h"

#include <string.h>

/* A longer one is no tag on Bluesky (app.bsky.richtext.facet#tag), and useless elsewhere. */
#define TAG_MAX_GRAPHEMES 64
#define TAG_MAX_BYTES 640

/*
 * Where a name without https:// may end to be taken for a site. The list is
 * short on purpose: what is not in it stays text, and “notes.txt” does, too.
 */
static const char *const domains[] = {
  "academy", "agency", "app", "art", "audio", "band", "bike", "biz", "blog", "cafe", "camp",
  "cat", "chat", "city", "click", "cloud", "club", "com", "community", "company", "cool",
  "design", "dev", "digital", "earth", "edu", "email", "energy", "events", "eu", "family",
  "film", "fm", "fun", "fyi", "gallery", "games", "gov", "guide", "health", "help", "host",
  "house", "info", "ink", "int", "international", "is", "jobs", "land", "law", "life", "link",
  "live", "lol", "love", "ltd", "map", "media", "mil", "mobi", "money", "movie", "museum",
  "music", "name", "net", "network", "news", "ngo", "ninja", "observer", "one", "ong", "online",
  "org", "page", "paris", "photo", "photos", "pics", "pizza", "place", "plus", "press", "pro",
  "pub", "radio", "review", "rip", "rocks", "run", "school", "science", "shop", "show", "site",
  "social", "software", "space", "store", "studio", "support", "systems", "tech", "technology",
  "theater", "tips", "today", "tools", "tours", "travel", "tube", "university", "video", "vip",
  "vision", "watch", "website", "wiki", "work", "works", "world", "wtf", "xyz", "zone",
};

/* Country codes, two letters each (ISO 3166-1 and the few that the root zone adds). */
static const char countries[] =
  "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs "
  "bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee "
  "eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm "
  "hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb "
  "lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz "
  "na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs "
  "ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm "
  "tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw ";

static gunichar
char_before (const char *text,
             const char *at)
{
  return at > text ? g_utf8_get_char (g_utf8_prev_char (at)) : 0;
}

static gboolean
is_word (gunichar c)
{
  return c == '_' || g_unichar_isalnum (c) || g_unichar_ismark (c);
}

static gboolean
is_ascii_word (char c)
{
  return c == '_' || g_ascii_isalnum (c);
}

static gboolean
is_top_domain (const char *label,
               gsize       length)
{
  g_autofree char *lower = g_ascii_strdown (label, length);

  if (length == 2)
    {
      char key[] = { lower[0], lower[1], ' ', '\0' };

      return strstr (countries, key) != NULL;
    }

  if (g_str_has_prefix (lower, "xn--"))
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    if (strcmp (lower, domains[i]) == 0)
      return TRUE;

  return FALSE;
}

/*
 * The end of a host name: labels of letters, digits, - and _, the last one of
 * letters. NULL if there is no such. A site in ASCII ends where other letters
 * begin, as in “http://example.comの”.
 */
static const char *
host_end (const char *at)
{
  const char *label = at;
  const char *wide = NULL;
  guint n_labels = 1;

  for (; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '.' && at > label && is_word (g_utf8_get_char (at + 1)))
        {
          label = at + 1;
          wide = NULL;
          n_labels++;
        }
      else if (is_word (c) || (c == '-' && at > label))
        {
          if (c >= 0x80 && wide == NULL)
            wide = at;
        }
      else
        {
          break;
        }
    }

  if (n_labels < 2 || g_unichar_isdigit (g_utf8_get_char (label)))
    return NULL;

  if (wide != NULL && wide > label && is_top_domain (label, wide - label))
    return wide;

  while (at > label && at[-1] == '-')
    at--;

  return at - label >= 2 ? at : NULL;
}

static gboolean
ends_sentence (gunichar c)
{
  static const char marks[] = ".,;:!?'\"*…。、，．！？；：“”‘’«»‹›「」『』";

  return g_utf8_strchr (marks, -1, c) != NULL;
}

/* How many more of open than of close there are. */
static gssize
balance (const char *start,
         const char *end,
         char        open,
         char        close)
{
  gssize depth = 0;

  for (const char *at = start; at < end; at++)
    depth += *at == open ? 1 : *at == close ? -1 : 0;

  return depth;
}

/* What a sentence puts behind a link: its marks, and brackets that were opened before it. */
static const char *
without_tail (const char *start,
              const char *end)
{
  gssize round = balance (start, end, '(', ')');
  gssize square = balance (start, end, '[', ']');

  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (*last == ')' && round < 0)
        round++;
      else if (*last == ']' && square < 0)
        square++;
      else if (!ends_sentence (g_utf8_get_char (last)))
        break;

      end = last;
    }

  return end;
}

/* From the end of the host: a port, a path, a query, a fragment. */
static const char *
link_end (const char *start,
          const char *host)
{
  const char *at = host;

  if (at[0] == ':' && g_ascii_isdigit (at[1]))
    for (at++; g_ascii_isdigit (*at); at++)
      ;

  if (*at != '/' && *at != '?' && *at != '#')
    return at;

  for (; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == '<' || c == '>' || c == '"')
        break;
    }

  return MAX (without_tail (start, at), host);
}

/* http://user:word@host is a link, too; its host begins behind the @. */
static const char *
skip_user (const char *at)
{
  const char *end = at + strcspn (at, "@/?# \t\r\n<>\"");

  return *end == '@' ? end + 1 : at;
}

static gboolean
may_precede_link (gunichar c)
{
  return !g_ascii_isalnum (c < 0x80 ? c : ' ')
      && c != '@' && c != '#' && c != '$' && c != '_' && c != '/';
}

static const char *
match_link (const char *text,
            const char *at)
{
  const char *host;
  gsize scheme = 0;

  if (g_ascii_strncasecmp (at, "https://", 8) == 0)
    scheme = 8;
  else if (g_ascii_strncasecmp (at, "http://", 7) == 0)
    scheme = 7;

  if (scheme == 0 || !may_precede_link (char_before (text, at)))
    return NULL;

  host = host_end (skip_user (at + scheme));

  return host != NULL ? link_end (at, host) : NULL;
}

static const char *
match_domain (const char *text,
              const char *at)
{
  gunichar before = char_before (text, at);
  const char *host;
  const char *label;

  if (is_word (before) || !may_precede_link (before) || before == '.' || before == '-')
    return NULL;

  host = at;
  while (is_ascii_word (*host) || *host == '-' || (*host == '.' && is_ascii_word (host[1])))
    host++;

  label = g_strrstr_len (at, host - at, ".");

  /* In small letters only: “finished.So” is a missing space. */
  if (label == NULL || *host == '@' || !g_ascii_islower (label[1])
      || !is_top_domain (label + 1, host - label - 1)
      || memchr (at, '_', host - at) != NULL)
    return NULL;

  return link_end (at, host);
}

/* name.name-name: words in ASCII with dots and hyphens between, never at the end. */
static const char *
name_end (const char *at)
{
  const char *end = at;

  for (; is_ascii_word (*at) || *at == '.' || *at == '-'; at++)
    if (is_ascii_word (*at))
      end = at + 1;

  return end;
}

/* As Mastodon’s Account::MENTION_RE has it, which a Bluesky handle fits, too. */
static const char *
match_mention (const char *text,
               const char *at)
{
  gunichar before = char_before (text, at);
  const char *end;

  if (*at != '@' || is_word (before) || before == '=' || before == '/' || before == '@'
      || !is_ascii_word (at[1]))
    return NULL;

  end = name_end (at + 1);

  return *end == '@' && is_ascii_word (end[1]) ? name_end (end + 1) : end;
}

static gboolean
is_in_tag (gunichar c)
{
  return is_word (c) || c == '-' || c == 0xb7 || c == 0x30fb || c == 0x200c || c == 0x200d
      || g_unichar_type (c) == G_UNICODE_OTHER_SYMBOL || (c >= 0x1f3fb && c <= 0x1f3ff);
}

static gboolean
may_end_tag (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_FORMAT:
      return FALSE;
    default:
      return TRUE;
    }
}

/* The keycap # is no tag though characters follow it: its first is a mark. */
static gboolean
may_begin_tag (gunichar before,
               gunichar first)
{
  return !is_word (before)
      && (before == 0 || before >= 0x80 || strchr ("=/)#&@", before) == NULL)
      && is_in_tag (first) && first != '-' && !g_unichar_ismark (first);
}

/*
 * Letters, digits, emoji and a few signs between them; digits alone are no
 * name. Wider than Mastodon’s, which knows no hyphen, and near to Bluesky’s.
 */
static const char *
match_tag (const char *text,
           const char *at)
{
  const char *end = at + 1;
  gboolean named = FALSE;
  g_autofree char *tag = NULL;

  if (*at != '#' || !may_begin_tag (char_before (text, at), g_utf8_get_char (at + 1)))
    return NULL;

  for (const char *next = end; is_in_tag (g_utf8_get_char (next)); )
    {
      gunichar c = g_utf8_get_char (next);

      next = g_utf8_next_char (next);

      if (!may_end_tag (c))
        continue;

      named = named || !(g_unichar_isdigit (c) || g_unichar_ismark (c));
      end = next;
    }

  if (!named || end - at - 1 > TAG_MAX_BYTES)
    return NULL;

  tag = g_strndup (at + 1, end - at - 1);

  return cs_text_count (tag, CS_TEXT_GRAPHEMES, NULL) <= TAG_MAX_GRAPHEMES ? end : NULL;
}

static const char *
match (const char       *text,
       const char       *at,
       CsTextEntityKind *kind)
{
  static const struct
  {
    CsTextEntityKind  kind;
    const char     *(*match) (const char *text,
                              const char *at);
  } rules[] = {
    { CS_TEXT_MENTION, match_mention },
    { CS_TEXT_TAG, match_tag },
    { CS_TEXT_LINK, match_link },
    { CS_TEXT_DOMAIN, match_domain },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const char *end = rules[i].match (text, at);

      *kind = rules[i].kind;
      if (end != NULL)
        return end;
    }

  return NULL;
}

/**
 * cs_text_find_entities:
 * @text: (nullable): any bytes
 *
 * Returns: (transfer full): a GArray of #CsTextEntity in the order of the text;
 *   none overlaps another
 */
GArray *
cs_text_find_entities (const char *text)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (CsTextEntity));
  gsize length;
  g_autofree char *valid = cs_text_make_valid (text != NULL ? text : "", &length);
  const char *at = valid;

  while (*at != '\0')
    {
      CsTextEntity entity = { 0 };
      const char *end = NULL;

      if (*at == '@' || *at == '#' || g_ascii_isalnum (*at))
        end = match (valid, at, &entity.kind);

      if (end == NULL)
        {
          at = g_utf8_next_char (at);
          continue;
        }

      entity.start = at - valid;
      entity.end = end - valid;
      g_array_append_val (found, entity);
      at = end;
    }

  return found;
}
