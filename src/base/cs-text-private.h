/* cs-text-private.h: what the files of cs-text share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cs_text_make_valid (const char *text,
                          gsize      *length);

G_END_DECLS
