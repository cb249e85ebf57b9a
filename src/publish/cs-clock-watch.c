/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clock-watch.h"

/* The time that the clock shows now is right. */
void
cs_clock_watch_trust (CsClockWatch *self,
                      gint64        now_usec,
                      gint64        boot_usec)
{
  self->started = TRUE;
  self->held = FALSE;
  self->offset = now_usec - boot_usec;
}

/**
 * cs_clock_watch_look:
 * @anything_due: whether a post would go out at this time
 *
 * A clock that went ahead is in doubt until it is set right or the time is
 * confirmed, also when nothing is due yet. The time that passed before the
 * start is none that a clock went ahead, unless it made something due.
 *
 * Returns: whether publishing is held
 */
gboolean
cs_clock_watch_look (CsClockWatch *self,
                     gint64        now_usec,
                     gint64        boot_usec,
                     gboolean      anything_due)
{
  gint64 step = 0;

  if (self->started)
    step = now_usec - boot_usec - self->offset;
  else if (self->last > 0 && anything_due)
    step = now_usec - self->last;

  if (step > CS_CLOCK_STEP_MAX)
    {
      self->held |= anything_due;
      return self->held;
    }

  /* In step, or set back: the clock's small corrections are followed. */
  cs_clock_watch_trust (self, now_usec, boot_usec);

  return FALSE;
}
