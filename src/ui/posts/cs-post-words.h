/* cs-post-words.h: what a list says of a post
 *
 * Pure: from a row as the command post.rows answers it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-words.h"

G_BEGIN_DECLS

char *cs_post_words_title        (GVariant        *row);
char *cs_post_words_excerpt      (GVariant        *row);
char *cs_post_words_when         (const CsReading *reading,
                                  GVariant        *row);
char *cs_post_words_when_in_full (const CsReading *reading,
                                  GVariant        *row);
char *cs_post_words_accounts     (GVariant        *row);
char *cs_post_words_results      (GVariant        *row);
char *cs_post_words_results_in_full (GVariant     *row);
char *cs_post_words_results_named (GVariant       *row);
char *cs_post_words_spoken       (const CsReading *reading,
                                  GVariant        *row);

G_END_DECLS
