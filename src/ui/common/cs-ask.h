/* cs-ask.h: a question over the page, with a verb and a way out of it
 *
 * Only before what cannot be undone, or to ask for a word. The way out is what Enter does, unless
 * the caller makes the verb the default. The heading may be as long as it has to be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The two answers of the dialog's "response". */
#define CS_ASK_NO  "no"
#define CS_ASK_YES "yes"

AdwAlertDialog *cs_ask_new (const char            *heading,
                            const char            *body,
                            const char            *verb,
                            AdwResponseAppearance  appearance);

G_END_DECLS
