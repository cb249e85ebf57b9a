/* cs-sim-connection.h: one TCP connection, served until it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-simulator.h"

G_BEGIN_DECLS

/* Blocks until the client goes away, a fault ends it, or @cancellable. */
void cs_sim_connection_serve (CsSimulator     *simulator,
                              CsSimulatorFace  face,
                              GSocket         *socket,
                              GCancellable    *cancellable);

G_END_DECLS
