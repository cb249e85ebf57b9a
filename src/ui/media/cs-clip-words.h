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

/* Of a codec or a container, as in: H.264. One that is not known is named as it is written. */
const char *cs_clip_words_codec (const char *codec);


G_END_DECLS
