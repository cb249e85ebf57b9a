/* cs-log.h: what the program says to its log, with every secret taken out
 *
 * One writer for all of GLib's structured logging. Values of Authorization,
 * Cookie and DPoP headers, of tokens, codes and secrets in URLs, forms and
 * JSON leave only their last four characters (short ones none), and of a URL’s
 * query only the names stay. No level is exempt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  cs_log_install (void);
char *cs_log_redact  (const char *text);

G_END_DECLS
