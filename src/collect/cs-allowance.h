/* cs-allowance.h: takes from the budget of an account what a call costs, before it leaves
 *
 * All that it may cost, in one transaction, so that a crash after it cannot spend the
 * same again; what it did not need is given back with its answer. What publishing
 * learned of the server holds counting, and never the other way round. Blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-account.h"
#include "cs-budget.h"
#include "cs-tx.h"

G_BEGIN_DECLS

/* What the network tells of calls that count: of those that publish it may tell another limit. */
#define CS_ALLOWANCE_TOLD "told-counting"

/* So far its reset is believed, in seconds. Counting does not ask while it is, so that nobody could
 * say otherwise; no network that is counted documents a longer time for calls that read. */
#define CS_ALLOWANCE_TOLD_LONGEST (60 * 60)

/* That it asked to wait with them. */
#define CS_ALLOWANCE_WAIT "wait-counting"

gboolean cs_allowance_take   (CsTx             *tx,
                              const CsAccount  *account,
                              guint             cost,
                              CsBudgetVerdict  *verdict,
                              gint64           *not_before,
                              GError          **error);
gboolean cs_allowance_settle (CsTx             *tx,
                              const CsAccount  *account,
                              guint             cost,
                              guint             used,
                              GError          **error);
gboolean cs_allowance_why    (CsTx             *tx,
                              const CsAccount  *account,
                              char            **code,
                              char            **sentence,
                              GError          **error);
gboolean cs_allowance_report (CsTx             *tx,
                              const CsAccount  *account,
                              gboolean          answered,
                              GError          **error);

G_END_DECLS
