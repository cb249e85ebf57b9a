/* cs-clock-watch.h: notices that somebody set the clock
 *
 * Wall time and boot time go together; where they part by more than two
 * minutes, the clock was set. Forward, that may be a mistake that would publish
 * a day's plan at once: as soon as a post is due by the new time, it is held
 * until the time is confirmed. Backward nothing is held, since no row moves twice.
 *
 * At a start there is no boot time to go by: what passed since anything was last
 * written may be a night's sleep, or a clock that is wrong. With posts due it is
 * held as well; who can publish can ask.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_CLOCK_STEP_MAX (120 * G_USEC_PER_SEC)

typedef struct
{
  gboolean started;
  gboolean held;
  gint64   offset;   /* wall time less boot time, as last trusted */
  gint64   last;     /* the last wall time known before the start; 0: none */
} CsClockWatch;

gboolean cs_clock_watch_look  (CsClockWatch *self,
                               gint64        now_usec,
                               gint64        boot_usec,
                               gboolean      anything_due);
void     cs_clock_watch_trust (CsClockWatch *self,
                               gint64        now_usec,
                               gint64        boot_usec);

G_END_DECLS
