/* cs-sim-text.h: how the simulated servers count and show a text
 *
 * Counted here on purpose apart from the program's own counters, so that a
 * miscount on either side is found by a test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize     cs_sim_text_graphemes      (const char *text);
gsize     cs_sim_text_mastodon       (const char *text);
char     *cs_sim_text_html           (const char *text,
                                      const char *host);
gboolean  cs_sim_text_is_boundary    (const char *text,
                                      gint64      byte);

G_END_DECLS
