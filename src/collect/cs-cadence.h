/* cs-cadence.h: at which moments a post is counted
 *
 * Moments are slots: every quarter of an hour in a post’s first day, every hour in
 * its first week, every day until its ninetieth, every week after. They go by the
 * second of its publication, so they are the same whoever asks and whenever. A
 * sample belongs to the slot that it was taken in: from its moment until the next.
 * What was missed is skipped. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-tally.h"

G_BEGIN_DECLS

#define CS_CADENCE_FINEST  (15 * 60)       /* no slot is shorter */
#define CS_CADENCE_ACCOUNT (60 * 60)       /* between the slots of an account */

/* So long a post is not found before it is gone: a server that falters says so, too. */
#define CS_CADENCE_MISSING (60 * 60)

gint64 cs_cadence_slot         (gint64           published_at,
                                gint64           now);
gint64 cs_cadence_step         (gint64           published_at,
                                gint64           now);
gint64 cs_cadence_next         (gint64           published_at,
                                gint64           now);
gint64 cs_cadence_again        (gint64           published_at,
                                gint64           now);
gint64 cs_cadence_missing      (gint64           published_at,
                                gint64           missing_at,
                                gint64           now);
gint64 cs_cadence_after_gone   (gint64           gone_at,
                                gint64           now);
gint64 cs_cadence_account_slot (const CsAccount *account,
                                gint64           now);

G_END_DECLS
