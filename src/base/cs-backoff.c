/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-backoff.h"

/**
 * cs_backoff:
 * @failures: in a row; 0 waits for nothing
 *
 * Returns: @first after one failure, twice as long after each further one, and no
 *   longer than @longest
 */
gint64
cs_backoff (guint  failures,
            gint64 first,
            gint64 longest)
{
  gint64 wait = failures > 0 ? first : 0;

  for (guint i = 1; i < failures && wait > 0 && wait < longest; i++)
    wait *= 2;

  return MIN (wait, longest);
}
