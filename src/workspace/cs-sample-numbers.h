/* cs-sample-numbers.h: what was counted of the sample's posts and accounts until now
 *
 * Three months with a week offline, a number that was corrected and quotes that a
 * server stopped to tell. The audience is base's, by the names of posts and accounts:
 * a stand-in that is given the same seed goes on where the sample ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sample-plan.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean cs_sample_save_numbers (CsTx                *tx,
                                 const CsSamplePlan  *plan,
                                 gint64               seed,
                                 GError             **error);

G_END_DECLS
