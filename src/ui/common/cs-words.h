/* cs-words.h: times, states and counts as people read them
 *
 * Pure: the moment, the zone and the clock’s hours are given. Times are seconds
 * since 1970; what is answered is translated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the person’s clock is read. */
typedef struct
{
  GTimeZone *zone;            /* owned */
  gboolean   twelve_hours;
  gint64     now;
} CsReading;

CsReading   cs_reading_here       (void);
void        cs_reading_clear      (CsReading       *self);

char       *cs_words_time         (const CsReading *reading,
                                   gint64           seconds);
char       *cs_words_day          (const CsReading *reading,
                                   gint64           seconds);
char       *cs_words_when         (const CsReading *reading,
                                   gint64           seconds);
char       *cs_words_when_in_full (const CsReading *reading,
                                   gint64           seconds);
char       *cs_words_progress     (double           fraction,
                                   double           spent,
                                   gboolean         is_paused);
char       *cs_words_relative     (const CsReading *reading,
                                   gint64           seconds);
char       *cs_words_zone         (const CsReading *reading,
                                   const char      *zone,
                                   gint64           seconds);
char       *cs_words_duration     (gint64           usec);
char       *cs_words_posts        (guint            n);
const char *cs_words_state        (const char      *state);
const char *cs_words_network      (const char      *network);
char       *cs_words_refusal      (GVariant        *post);
char       *cs_words_sentence     (const char      *sentence);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsReading, cs_reading_clear)

G_END_DECLS
