/* cs-numbers-answers.h: the answers of cs-numbers.h, put together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-tx.h"

G_BEGIN_DECLS

GVariant *cs_numbers_overview (CsTx       *tx,
                               GPtrArray  *accounts,
                               gint64      from,
                               gint64      until,
                               gint64      now,
                               GError    **error);
GVariant *cs_numbers_post     (CsTx       *tx,
                               GPtrArray  *posts,
                               guint       metric,
                               gint64      now,
                               GError    **error);

G_END_DECLS
