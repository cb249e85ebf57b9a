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
 * Returns: whether publishing is held
 */
gboolean
cs_clock_watch_look (CsClockWatch *self,
                     gint64        now_usec,
                     gint64        boot_usec,
                     gboolean      anything_due)
{
  gint64 step = 0;
  gboolean doubted = anything_due;

  if (self->started)
    {
      step = now_usec - boot_usec - self->offset;
      doubted |= self->held;
    }
  else if (self->last > 0)
    step = now_usec - self->last;

  if (step > CS_CLOCK_STEP_MAX && doubted)
    {
      self->held = TRUE;
      return TRUE;
    }

  /* In step, set back, or a step that moved nothing: the clock's small corrections are followed. */
  cs_clock_watch_trust (self, now_usec, boot_usec);

  return FALSE;
}
