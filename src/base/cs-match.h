/* cs-match.h: words in texts, as a person looks for them
 *
 * A word is folded: small letters, no marks, no width. Scripts that write no
 * spaces give a word a character. What is typed is a list of terms; a text
 * matches when each term stands in it, the last word of a term as a beginning.
 * No typed text is an error. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place in a text, in characters. */
typedef struct
{
  guint start;
  guint length;
} CsSpan;

char     *cs_match_fold       (const char        *text);
char     *cs_match_expression (const char        *typed);
gboolean  cs_match_texts      (const char *const *texts,
                               const char        *typed);
GArray   *cs_match_find       (const char        *text,
                               const char        *typed);
char     *cs_match_snippet    (const char        *text,
                               const char        *typed,
                               guint              length,
                               GArray           **spans);

G_END_DECLS
