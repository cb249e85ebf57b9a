/* cs-meta-store.h: small things that a workspace remembers by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tx.h"

G_BEGIN_DECLS

/* What more than one room goes by. Publishing is paused: */
#define CS_META_PAUSED "publishing.paused"
/* Until when counting went on, in seconds since 1970. */
#define CS_META_COUNTING "counting.alive"
/* When the workspace went back to a backup, in seconds since 1970, and what to say of that where
 * numbers are missing since. */
#define CS_META_RESTORED "counting.restored"
/* What is in the way of counting an account, whose id follows. */
#define CS_META_OBSTACLE "counting.obstacle."

gboolean cs_meta_store_set (CsTx        *tx,
                            const char  *name,
                            const char  *value,
                            GError     **error);
gboolean cs_meta_store_get (CsTx        *tx,
                            const char  *name,
                            char       **value,
                            GError     **error);

G_END_DECLS
