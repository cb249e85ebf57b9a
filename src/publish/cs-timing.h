/* cs-timing.h: whether what would leave now still fits the time that its author chose
 *
 * Pure functions of a call as it was read and of a moment. A post waits here, for its network
 * that holds it, or for its turn; an upload may take long, an account may change, and a clock
 * may be set meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-call.h"
#include "cs-outbox-rules.h"

G_BEGIN_DECLS

gint64        cs_timing_wanted_at (const CsOutboxCall *call);
gboolean      cs_timing_is_early  (const CsOutboxCall *call,
                                   gint64              now);
gboolean      cs_timing_is_stale  (const CsOutboxCall *call,
                                   gint64              now);
CsLateVerdict cs_timing_lateness  (const CsOutboxCall *call,
                                   gint64              now);

G_END_DECLS
