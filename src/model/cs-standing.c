/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-standing.h"

const char *const cs_standing_names[] = {
  [CS_STANDING_DRAFT] = "draft",
  [CS_STANDING_SCHEDULED] = "scheduled",
  [CS_STANDING_WAITING] = "waiting",
  [CS_STANDING_PUBLISHING] = "publishing",
  [CS_STANDING_PUBLISHED] = "published",
  [CS_STANDING_NEEDS_YOU] = "needs-you",
  [CS_STANDING_FAILED] = "failed",
  [CS_STANDING_MISSED] = "missed",
  NULL
};

/* Of a target that no row speaks of. */
CsStanding
cs_standing_of_plan (CsTargetState state,
                     gint64        due,
                     gint64        now)
{
  switch (state)
    {
    case CS_TARGET_SCHEDULED:
      return due <= now ? CS_STANDING_WAITING : CS_STANDING_SCHEDULED;

    case CS_TARGET_CLAIMED:
      return CS_STANDING_WAITING;

    case CS_TARGET_DRAFT:
    default:
      return CS_STANDING_DRAFT;
    }
}

/* Of one part of a claimed target, by its last row. */
CsStanding
cs_standing_of_row (CsOutboxState state,
                    gint64        not_before,
                    gint64        now)
{
  switch (state)
    {
    case CS_OUTBOX_HANDED_OFF:
      return CS_STANDING_WAITING;

    case CS_OUTBOX_NEEDS_YOU:
      return CS_STANDING_NEEDS_YOU;

    case CS_OUTBOX_FAILED:
      return CS_STANDING_FAILED;

    case CS_OUTBOX_DONE:
      return CS_STANDING_PUBLISHED;

    case CS_OUTBOX_MISSED:
      return CS_STANDING_MISSED;

    case CS_OUTBOX_CANCELLED:
      return CS_STANDING_DRAFT;

    case CS_OUTBOX_CLAIMED:
    case CS_OUTBOX_PREPARING:
    case CS_OUTBOX_INTENT:
    case CS_OUTBOX_UNKNOWN:
    case CS_OUTBOX_CONFIRMED:
    default:
      return not_before != CS_UNKNOWN && not_before > now ? CS_STANDING_WAITING
                                                          : CS_STANDING_PUBLISHING;
    }
}

/* Which of two says what a person should know first. */
CsStanding
cs_standing_more_urgent (CsStanding one,
                         CsStanding other)
{
  static const int urgency[] = {
    [CS_STANDING_DRAFT] = 0,
    [CS_STANDING_PUBLISHED] = 1,
    [CS_STANDING_SCHEDULED] = 2,
    [CS_STANDING_WAITING] = 3,
    [CS_STANDING_PUBLISHING] = 4,
    [CS_STANDING_MISSED] = 5,
    [CS_STANDING_FAILED] = 6,
    [CS_STANDING_NEEDS_YOU] = 7,
  };

  return urgency[one] >= urgency[other] ? one : other;
}
