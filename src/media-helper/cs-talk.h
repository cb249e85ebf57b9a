/* cs-talk.h: the helper's end of the channel to who started it
 *
 * Who started the helper may die or lose interest at any time; the helper then
 * ends at once, wherever it is. A line of progress is also the sign of life:
 * none is sent while nothing moves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  int    channel;
  gint64 told_at;   /* monotonic microseconds */
  gint64 moved;     /* what was told last */
} CsTalk;

void cs_talk_alive  (CsTalk       *self,
                     gint64        moved,
                     gint64        done,
                     gint64        total);
void cs_talk_answer (CsTalk       *self,
                     JsonObject   *result,
                     const GError *error);

G_END_DECLS
