/* cs-mastodon.h: Mastodon, and servers that speak its API
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-platform.h"

G_BEGIN_DECLS

#define CS_TYPE_MASTODON (cs_mastodon_get_type ())
G_DECLARE_FINAL_TYPE (CsMastodon, cs_mastodon, CS, MASTODON, GObject)

CsPlatform *cs_mastodon_new (CsSecrets *secrets,
                             CsClock   *clock);

G_END_DECLS
