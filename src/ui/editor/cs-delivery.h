/* cs-delivery.h: how far a post got at one account, and what may still be done about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The state of a target as the workspace shows it, as cs-state-mark.h names them. */
const char *cs_delivery_state    (GVariant   *target);

/* Rows for it, to be put into a list. */
GPtrArray  *cs_delivery_new_rows (CsLibrary  *library,
                                  GVariant   *target);

G_END_DECLS
