/* cs-outbox-time.h: whether the networks agree that our clock is right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox.h"

G_BEGIN_DECLS

gboolean cs_outbox_is_time_confirmed (CsOutbox     *self,
                                      GCancellable *cancellable);

G_END_DECLS
