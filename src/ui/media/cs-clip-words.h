/* cs-clip-words.h: what a file is, in the words of people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-facts.h"

G_BEGIN_DECLS

char *cs_clip_words_moment   (gint64          usec);
char *cs_clip_words_length   (gint64          usec);
char *cs_clip_words_shape    (const CsFacts  *facts);
char *cs_clip_words_picture  (const CsFacts  *facts);
char *cs_clip_words_video    (const CsFacts  *facts);
char *cs_clip_words_rate     (const CsFacts  *facts);
char *cs_clip_words_sound    (const CsFacts  *facts);
char *cs_clip_words_file     (const CsFacts  *facts);
char *cs_clip_words_posts    (gint64          n_posts);

/* Seconds that are left of a task, roughly: “about 2 minutes left”. */
char *cs_clip_words_left     (double          seconds);

G_END_DECLS
