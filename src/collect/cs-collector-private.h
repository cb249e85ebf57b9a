/* cs-collector-private.h: what tests may put into a collector
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-collector.h"
#include "cs-platform.h"

G_BEGIN_DECLS

/* For tests. */
void cs_collector_set_platform (CsCollector *self,
                                CsNetwork    network,
                                CsPlatform  *platform);

G_END_DECLS
