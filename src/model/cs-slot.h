/* cs-slot.h: a planned time, as it was written on a wall
 *
 * Minutes since 1970-01-01 00:00 on the clock of a place, the place’s time
 * zone, and fold: which of the two, where an hour comes twice. From them the
 * instant is derived, so that 18:30 in Berlin stays 18:30 in Berlin. Whether a
 * time exists, and once, is for the user to see and decide.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-target.h"

G_BEGIN_DECLS

/* The user has not said which of two; refused only where there are two. */
#define CS_FOLD_ASK (-1)

typedef enum
{
  CS_SLOT_ONCE,
  CS_SLOT_TWICE,
  CS_SLOT_NEVER,
} CsSlotKind;

typedef struct
{
  CsSlotKind kind;
  gint64     instants[2];   /* by fold, seconds since 1970 UTC; the same if it comes once */
  gint64     before;        /* never: the last minute on the wall before the gap … */
  gint64     after;         /* … and the first one after it */
} CsSlot;

gboolean  cs_slot_find         (gint64        wall,
                                const char   *zone,
                                CsSlot       *slot,
                                GError      **error);
gboolean  cs_slot_resolve      (gint64        wall,
                                const char   *zone,
                                gint64        fold,
                                gint64       *due,
                                GError      **error);
gboolean  cs_slot_from_instant (gint64        instant,
                                const char   *zone,
                                gint64       *wall,
                                gint64       *fold,
                                GError      **error);

gboolean  cs_slot_parse        (const char   *text,
                                const char   *zone,
                                gint64        now,
                                int           minute,
                                gint64       *wall,
                                gint64       *fold,
                                GError      **error);
gboolean  cs_slot_parse_minute (const char   *text,
                                int          *minute);
char     *cs_slot_format_wall  (gint64        wall);

CsTarget *cs_target_recomputed (CsTarget     *target,
                                gint64       *moved,
                                GError      **error);

G_END_DECLS
