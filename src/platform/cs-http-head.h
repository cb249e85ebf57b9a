/* cs-http-head.h: what the head of an answer says of times and of what is left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-http.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

void    cs_http_read_head   (CsHttpAnswer *answer,
                             SoupMessage  *message,
                             CsClock      *clock);
gint64  cs_http_read_reset  (const char   *value,
                             gint64        now);

G_END_DECLS
