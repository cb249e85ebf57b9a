/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-numbers-period.h"

/* Where the last so many days begin, of which today is one, as far as it is. */
gint64
cs_numbers_period_from (gint64 now,
                        guint  n_days)
{
  return (now / CS_DAY_SECONDS - n_days + 1) * CS_DAY_SECONDS;
}

/* In whole days, and so far before it is the period before: a day that is not over is one. */
gint64
cs_numbers_period_length (gint64 from,
                          gint64 until)
{
  return (until - from + CS_DAY_SECONDS - 1) / CS_DAY_SECONDS * CS_DAY_SECONDS;
}
