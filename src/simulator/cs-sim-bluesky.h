/* cs-sim-bluesky.h: a Bluesky PDS, and the directory that says where it is
 *
 * After the lexicons and what the reference server answered when it was asked:
 * sessions that expire and rotate, blobs, records with their validation, point
 * budgets, service tokens; and the AppView that it hands on to.
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

/* The AppView: what is counted, some time after it is in a repository. */
void          cs_sim_bluesky_answer_appview (CsSimBluesky  *self,
                                         CsSimExchange *exchange);

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
const char   *cs_sim_bluesky_person     (CsSimBluesky  *self);

/* For the control: posts from before, posts that their authors delete, and what is counted. */
gboolean      cs_sim_bluesky_add_post   (CsSimBluesky  *self,
                                         const char    *name,
                                         const char    *uri,
                                         gint64         created,
                                         const char    *text);
gboolean      cs_sim_bluesky_delete_post (CsSimBluesky *self,
                                         const char    *uri);
gboolean      cs_sim_bluesky_counts_at  (CsSimBluesky  *self,
                                         const char    *id,
                                         gint64         at,
                                         gint64         counts[CS_SIMULATOR_N_COUNTS]);
JsonNode     *cs_sim_bluesky_numbers    (CsSimBluesky  *self,
                                         gint64         at);

G_END_DECLS
