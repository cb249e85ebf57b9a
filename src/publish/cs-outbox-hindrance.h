/* cs-outbox-hindrance.h: what follows from an error that is not the network's answer
 *
 * A step that is broken off, a keyring that is locked, a file that is gone: it
 * depends on whether the one call may have left. Pure functions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-rules.h"

G_BEGIN_DECLS

CsReply     *cs_outbox_reply_to_error     (const GError       *error);
CsReply     *cs_outbox_reply_to_no_commit (const GError       *error);
CsOutboxRow *cs_outbox_hindered           (const CsOutboxRow  *row,
                                           GError            **hindrance,
                                           const CsMoment     *moment,
                                           GError            **error);

G_END_DECLS
