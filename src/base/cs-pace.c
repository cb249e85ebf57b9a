/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-pace.h"

#define BETWEEN (G_USEC_PER_SEC / 10)

/* Whether this is to be said now: ten times a second, and the end always. */
gboolean
cs_pace_lets (CsPace  *self,
              gint64   done,
              gint64   total)
{
  gint64 now = g_get_monotonic_time ();
  gboolean is_end = total > 0 && done >= total;

  if (self->at != 0
      && ((done == self->done && total == self->total)
          || (now - self->at < BETWEEN && !is_end)))
    return FALSE;

  self->at = now;
  self->done = done;
  self->total = total;

  return TRUE;
}
