/* cs-target.h: a post for one account: when, and what differs there
 *
 * A planned moment is wall time, zone and fold: due is derived from them and
 * computed anew when the rules of the zone change. How far a claimed target
 * got is in its outbox row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_TARGET_DRAFT,       /* no due yet: a time in it is what its author has in mind */
  CS_TARGET_SCHEDULED,   /* has a time; free to edit, move and undo */
  CS_TARGET_CLAIMED,     /* in the outbox from now on */
} CsTargetState;

extern const char *const cs_target_state_names[];

typedef enum
{
  CS_LATE_ASK,       /* late by more than the grace: ask */
  CS_LATE_PUBLISH,   /* publish up to late_limit late */
  CS_LATE_DROP,      /* miss it, and say so */
} CsLateness;

extern const char *const cs_lateness_names[];

typedef struct
{
  CsRecord       record;

  char          *id;
  char          *post_id;
  char          *account_id;
  CsTargetState  state;
  char          *text;         /* instead of the post’s; NULL: inherit */
  char          *warning;      /* instead of the post’s; NULL: inherit */
  gint64         wall;         /* minutes since 1970-01-01 00:00 on that wall’s clock */
  char          *zone;         /* IANA name */
  gint64         fold;         /* 0: first of an hour that comes twice, 1: second */
  gint64         due;          /* seconds since 1970, UTC; derived */
  CsLateness     lateness;
  gint64         late_limit;   /* seconds */
} CsTarget;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsTarget, cs_record_unref)

G_END_DECLS
