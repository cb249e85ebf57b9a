/* cs-numbers-period.h: from when to when a period goes, and the one before it
 *
 * A period is [from, until); its days are those of UTC. The one before it is so many whole
 * days earlier that both have the same times of day. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"

G_BEGIN_DECLS

gint64 cs_numbers_period_from   (gint64 now,
                                 guint  n_days);
gint64 cs_numbers_period_length (gint64 from,
                                 gint64 until);

G_END_DECLS
