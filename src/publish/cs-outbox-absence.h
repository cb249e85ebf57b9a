/* cs-outbox-absence.h: when it is proved that a post is not there
 *
 * A look that finds nothing proves little by itself: a slow server may yet publish
 * what it was sent. How many looks it takes, and when, depends on what protects the
 * second call. Pure functions, as in cs-outbox-rules.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-rules.h"

G_BEGIN_DECLS

void     cs_outbox_weigh_absence   (CsOutboxRow       *next,
                                    const CsMoment    *moment);
gboolean cs_outbox_row_key_is_old  (const CsOutboxRow *row,
                                    const CsMoment    *moment);

G_END_DECLS
