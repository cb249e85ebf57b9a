/* cs-standing.h: how far a post has come, in one word
 *
 * What a person sees of a target: its plan, and once it is claimed its outbox
 * rows, as one of eight states. Pure; it reads no clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox-row.h"
#include "cs-target.h"

G_BEGIN_DECLS

typedef enum
{
  CS_STANDING_DRAFT,        /* no time yet, or its publication was called off */
  CS_STANDING_SCHEDULED,
  CS_STANDING_WAITING,      /* due, or claimed, and held up: offline, a limit, the network’s time */
  CS_STANDING_PUBLISHING,
  CS_STANDING_PUBLISHED,
  CS_STANDING_NEEDS_YOU,
  CS_STANDING_FAILED,
  CS_STANDING_MISSED,
} CsStanding;

extern const char *const cs_standing_names[];

CsStanding cs_standing_of_plan      (CsTargetState state,
                                     gint64        due,
                                     gint64        now);
CsStanding cs_standing_of_row       (CsOutboxState state,
                                     gint64        not_before,
                                     gint64        now);
CsStanding cs_standing_more_urgent  (CsStanding    one,
                                     CsStanding    other);

G_END_DECLS
