/* cs-sim-bluesky.h: a Bluesky PDS, and the directory that says where it is
 *
 * After the lexicons and what the reference server answered when it was asked:
 * sessions that expire and rotate, blobs, records with their validation, point
 * budgets, service tokens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-exchange.h"
#include "cs-sim-fault.h"

G_BEGIN_DECLS

typedef struct _CsSimBluesky CsSimBluesky;

CsSimBluesky *cs_sim_bluesky_new        (CsSimWorld    *world);
void          cs_sim_bluesky_free       (CsSimBluesky  *self);

void          cs_sim_bluesky_answer     (CsSimBluesky  *self,
                                         CsSimExchange *exchange);
void          cs_sim_bluesky_answer_plc (CsSimBluesky  *self,
                                         CsSimExchange *exchange);
void          cs_sim_bluesky_sweep      (CsSimBluesky  *self);
void          cs_sim_bluesky_change     (CsSimBluesky  *self,
                                         CsSimFault    *fault);

/* For the video service: who a service token speaks for, and where its blob goes. */
const char   *cs_sim_bluesky_check_service (CsSimBluesky  *self,
                                            CsSimExchange *exchange,
                                            const char    *lxm,
                                            const char    *other_aud);
JsonObject   *cs_sim_bluesky_put_blob   (CsSimBluesky  *self,
                                         const char    *did,
                                         CsSimUpload   *upload);

JsonNode     *cs_sim_bluesky_accounts   (CsSimBluesky  *self);
JsonNode     *cs_sim_bluesky_posts      (CsSimBluesky  *self);
guint         cs_sim_bluesky_count      (CsSimBluesky  *self);

G_END_DECLS
