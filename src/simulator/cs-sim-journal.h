/* cs-sim-journal.h: every request that came, for tests to read
 *
 * Secrets are in it only as the beginning of their hash: two equal tokens look
 * equal, and none can be read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-exchange.h"
#include "cs-sim-fault.h"

G_BEGIN_DECLS

typedef struct _CsSimJournal CsSimJournal;

CsSimJournal *cs_sim_journal_new   (void);
void          cs_sim_journal_free  (CsSimJournal  *self);
void          cs_sim_journal_clear (CsSimJournal  *self);

void          cs_sim_journal_add   (CsSimJournal  *self,
                                    CsSimExchange *exchange,
                                    CsSimFault    *fault,
                                    gboolean       is_answered,
                                    gint64         now_usec);
JsonNode     *cs_sim_journal_list  (CsSimJournal  *self);

G_END_DECLS
