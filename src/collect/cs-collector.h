/* cs-collector.h: the service that counts what is out, and never in publishing’s way
 *
 * Owns one named thread. It adopts what was published, asks of each post and each
 * account what the cadence promises, keeps what was told, and writes down why
 * something is missing. It promises nothing to callers about when.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"
#include "cs-round.h"
#include "cs-secrets.h"

G_BEGIN_DECLS

#define CS_TYPE_COLLECTOR (cs_collector_get_type ())
G_DECLARE_FINAL_TYPE (CsCollector, cs_collector, CS, COLLECTOR, GObject)

CsCollector *cs_collector_new      (CsDb          *db,
                                    CsClock       *clock,
                                    CsSecrets     *secrets);
void         cs_collector_start    (CsCollector   *self);
void         cs_collector_stop     (CsCollector   *self);
void         cs_collector_wake     (CsCollector   *self);
gboolean     cs_collector_run_once (CsCollector   *self,
                                    gint64        *next_at,
                                    GCancellable  *cancellable,
                                    GError       **error);
CsRound     *cs_collector_retry    (CsCollector   *self,
                                    GCancellable  *cancellable,
                                    GError       **error);

G_END_DECLS
