/* cs-text.h: how long a text is, in the unit of whoever asks
 *
 * Networks count code points, UTF-16 units, UTF-8 bytes, grapheme clusters or
 * X's weighted characters (twitter-text, configuration v3). Links, mentions and
 * hashtags are found once, here, so that a counter and a facet agree on where
 * they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CS_TEXT_CODEPOINTS,
  CS_TEXT_GRAPHEMES,
  CS_TEXT_UTF8,
  CS_TEXT_UTF16,
  CS_TEXT_X_WEIGHTED,
} CsTextUnit;

typedef enum
{
  CS_TEXT_LINK,      /* http:// or https://, without trailing punctuation */
  CS_TEXT_MENTION,   /* @name, @name@host or @name.host */
  CS_TEXT_TAG,       /* #word */
  CS_TEXT_DOMAIN,    /* example.org/path: a link once https:// stands before it */
} CsTextEntityKind;

/* Byte offsets into the UTF-8 text, end exclusive, the @ or # included. */
typedef struct
{
  CsTextEntityKind kind;
  gsize            start;
  gsize            end;
} CsTextEntity;

/* What a counter leaves out or weighs: all zero counts the text as it stands,
 * but that to X a link always weighs 23. */
typedef struct
{
  guint    url_weight;           /* each link counts as this many; 0: as written */
  gboolean mention_local_only;   /* @name@host counts as @name (Mastodon) */
} CsTextRules;

gsize   cs_text_count         (const char        *text,
                               CsTextUnit         unit,
                               const CsTextRules *rules);
GArray *cs_text_find_entities (const char        *text);
char   *cs_text_from_html     (const char        *html);
char   *cs_text_normalise     (const char        *text);
char   *cs_text_end           (const char        *text);

gboolean    cs_text_unit_from (const char        *name,
                               CsTextUnit        *unit);

G_END_DECLS
