/* cs-sim-mastodon.h: an instance of Mastodon
 *
 * The API that clients publish with, of versions 4.0, 4.2 or 4.5, after
 * docs.joinmastodon.org and the server's own source: sign-in, media, statuses
 * with Idempotency-Key, schedules, rate limits, and their refusals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-sim-exchange.h"
#include "cs-sim-fault.h"

G_BEGIN_DECLS

typedef struct _CsSimMastodon CsSimMastodon;

CsSimMastodon *cs_sim_mastodon_new      (CsSimWorld    *world);
void           cs_sim_mastodon_free     (CsSimMastodon *self);

void           cs_sim_mastodon_answer   (CsSimMastodon *self,
                                         CsSimExchange *exchange);
void           cs_sim_mastodon_sweep    (CsSimMastodon *self);
void           cs_sim_mastodon_change   (CsSimMastodon *self,
                                         CsSimFault    *fault);

JsonNode      *cs_sim_mastodon_accounts (CsSimMastodon *self);
JsonNode      *cs_sim_mastodon_posts    (CsSimMastodon *self);
guint          cs_sim_mastodon_count    (CsSimMastodon *self);
const char    *cs_sim_mastodon_person   (CsSimMastodon *self);

/* For the control: posts from before, posts that their authors delete, and what is counted. */
gboolean       cs_sim_mastodon_add_post (CsSimMastodon *self,
                                         const char    *username,
                                         const char    *id,
                                         gint64         created,
                                         const char    *text);
gboolean       cs_sim_mastodon_delete_post (CsSimMastodon *self,
                                         const char    *id);
gboolean       cs_sim_mastodon_counts_at (CsSimMastodon *self,
                                         const char    *id,
                                         gint64         at,
                                         gint64         counts[CS_SIMULATOR_N_COUNTS]);
JsonNode      *cs_sim_mastodon_numbers  (CsSimMastodon *self,
                                         gint64         at);

G_END_DECLS
