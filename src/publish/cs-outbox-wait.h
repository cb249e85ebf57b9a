/* cs-outbox-wait.h: how long a row waits, and when waiting becomes a question
 *
 * These change a row that was just made: its not_before, the count of its
 * attempts, and what it remembers of its progress. What waits in vain for an hour
 * and a half, or would for over a day, asks a person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-rules.h"

G_BEGIN_DECLS

#define CS_OUTBOX_BACKOFF_BASE 2   /* seconds */

gint64  cs_outbox_backoff         (gint64          attempt,
                                   double          chance);
void    cs_outbox_watch           (CsOutboxRow    *next,
                                   const CsMoment *moment);
void    cs_outbox_back_off        (CsOutboxRow    *next,
                                   const CsMoment *moment);
void    cs_outbox_wait_for_server (CsOutboxRow    *next,
                                   const CsReply  *reply,
                                   const CsMoment *moment);
void    cs_outbox_wait_as_asked   (CsOutboxRow    *next,
                                   const CsReply  *reply,
                                   gboolean        is_new,
                                   const CsMoment *moment);

G_END_DECLS
