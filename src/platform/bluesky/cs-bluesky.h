/* cs-bluesky.h: Bluesky, and other servers of the AT Protocol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-platform.h"

G_BEGIN_DECLS

#define CS_TYPE_BLUESKY (cs_bluesky_get_type ())
G_DECLARE_FINAL_TYPE (CsBluesky, cs_bluesky, CS, BLUESKY, GObject)

CsPlatform *cs_bluesky_new (CsSecrets *secrets,
                            CsClock   *clock);

G_END_DECLS
