/* cs-replan.h: plans keep their time on the wall when a zone's rules change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"

G_BEGIN_DECLS

gboolean cs_replan (CsDb    *db,
                    GError **error);

G_END_DECLS
