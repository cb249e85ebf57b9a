/* cs-limits-private.h: whether limits make sense
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-limits.h"

G_BEGIN_DECLS

gboolean cs_limits_check (const CsLimits  *self,
                          GError         **error);

G_END_DECLS
