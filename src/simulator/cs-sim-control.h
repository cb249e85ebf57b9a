/* cs-sim-control.h: what a test asks of the simulator itself
 *
 *   GET /accounts /posts /counts /journal     what there is and what came
 *   GET /numbers[?at=SECONDS]                 what the networks tell, or told then
 *   POST /faults /settings                    lines as a script and --set say them
 *   POST /numbers                             NETWORK ID NAME=COUNT…
 *   POST /posts                               NETWORK ACCOUNT ID SECONDS TEXT…
 *   POST /deletions                           NETWORK ID
 *   POST /reset
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-simulator-private.h"

G_BEGIN_DECLS

/* With the simulator’s lock held. */
void     cs_sim_control_answer (CsSimulator    *self,
                                CsSimExchange  *exchange);
gboolean cs_sim_control_take   (CsSimulator    *self,
                                const char     *path,
                                const char     *lines,
                                GError        **error);

G_END_DECLS
