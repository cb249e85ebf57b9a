/* cs-status.h: a sentence of the core on a status page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void cs_status_say (AdwStatusPage *page,
                    const char    *sentence);

G_END_DECLS
