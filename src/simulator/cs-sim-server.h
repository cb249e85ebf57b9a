/* cs-sim-server.h: HTTP/1.1 on loopback that can also be got wrong on purpose
 *
 * One thread accepts, one thread a connection serves it with blocking calls: an
 * answer before the body is read, half an answer, a reset or a silence are then
 * plain sequences of calls, which an HTTP library's server does not offer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-simulator.h"

G_BEGIN_DECLS

typedef struct _CsSimServer CsSimServer;

CsSimServer *cs_sim_server_start    (CsSimulator      *simulator,
                                     GError          **error);
void         cs_sim_server_stop     (CsSimServer      *self);
guint16      cs_sim_server_get_port (CsSimServer      *self,
                                     CsSimulatorFace   face);

G_END_DECLS
