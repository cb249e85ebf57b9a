/* cs-locale.h: the language that a program speaks
 *
 * Sentences are translated where they are made: cs_fail(), cs_fail_null() and
 * cs_reply_new() look their format up themselves, anything else says _(), and
 * tables say N_() and are translated where they are read. What is compared,
 * stored as a key, logged or sent to a network is never translated. A sentence
 * that is stored stays in the language that it was said in.
 * How the locale reads a calendar and a clock is told here, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     cs_locale_begin             (int   category);
void     cs_locale_leave             (void);

/* 1 is Monday, 7 Sunday. */
int      cs_locale_get_first_weekday (void);
int      cs_locale_read_week         (guint day_one,
                                      guint first);
gboolean cs_locale_has_twelve_hours  (void);
/* Whether its language is written from right to left. */
gboolean cs_locale_is_mirrored       (void);

G_END_DECLS
