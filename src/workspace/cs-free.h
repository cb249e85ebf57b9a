/* cs-free.h: what may still be changed of a post
 *
 * A target belongs to its author until it is claimed. From then on it is the
 * outbox's; only when it ended without going out may it be planned anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-target.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean cs_free_check_target (CsTx            *tx,
                               const CsTarget  *target,
                               GError         **error);
gboolean cs_free_check_post   (CsTx            *tx,
                               const char      *post_id,
                               GError         **error);

G_END_DECLS
