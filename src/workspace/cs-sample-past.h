/* cs-sample-past.h: what became of the sample's posts until now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample-plan.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean cs_sample_save_past (CsTx                  *tx,
                              CsSamplePlan          *plan,
                              const CsSampleTarget  *target,
                              GError               **error);

G_END_DECLS
