/* cs-status.h: what a page says of what it could not read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void cs_status_say  (AdwStatusPage *page,
                     const char    *sentence);
void cs_status_tell (AdwStatusPage *page,
                     AdwBanner     *banner,
                     const char    *reason,
                     gboolean       is_known);

G_END_DECLS
