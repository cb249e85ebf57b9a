/* cs-http-private.h: which addresses are used, for the one that sends, and what it says of trouble
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean    cs_http_is_loopback (const char    *host);
GUri       *cs_http_parse_url   (const char    *url,
                                 GError       **error);
GUri       *cs_http_next_hop    (GUri          *from,
                                 const char    *location);
const char *cs_http_cause_words (const GError  *cause);

G_END_DECLS
