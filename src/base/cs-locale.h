/* cs-locale.h: the language that a program speaks
 *
 * Sentences are translated where they are made: cs_fail(), cs_fail_null() and
 * cs_reply_new() look their format up themselves, anything else says _(), and
 * tables say N_() and are translated where they are read. What is compared,
 * stored as a key, logged or sent to a network is never translated. A sentence
 * that is stored stays in the language that it was said in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void cs_locale_begin (int category);
void cs_locale_leave (void);

G_END_DECLS
