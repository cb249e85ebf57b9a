/* cs-move.h: where a post comes to lie when it is moved
 *
 * A move keeps the time on the wall of the post’s own zone. Where the clocks are
 * changed the wall decides: a time that does not exist becomes the first that
 * does, one that comes twice is the first of the two; and the move says so. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entry.h"

G_BEGIN_DECLS

typedef struct
{
  gint64      asked;   /* the wall that was meant */
  gint64      wall;    /* the one that there is */
  gint64      fold;
  gint64      due;
  CsSlotKind  kind;    /* of the asked one */
} CsMove;

gboolean  cs_move_to_wall      (gint64          wall,
                                const char     *zone,
                                CsMove         *move,
                                GError        **error);
gboolean  cs_move_by_days      (const CsEntry  *entry,
                                gint64          days,
                                CsMove         *move,
                                GError        **error);
gboolean  cs_move_by_minutes   (const CsEntry  *entry,
                                int             minutes,
                                CsMove         *move,
                                GError        **error);
gboolean  cs_move_to_day       (const CsEntry  *entry,
                                gint64          day,
                                int             minute,
                                const char     *zone,
                                gint64          now,
                                CsMove         *move,
                                GError        **error);

int       cs_move_default_minute (gint64        day,
                                  int           minute,
                                  gint64        now_wall);
char     *cs_move_dup_remark   (const CsMove    *self,
                                const CsReading *reading);

G_END_DECLS
