/* cs-services.h: what a workspace that is owned is made of
 *
 * One value that every row of the command table gets; only the workspace makes
 * and frees it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-clock.h"
#include "cs-collector.h"
#include "cs-db.h"
#include "cs-publisher.h"
#include "cs-runs.h"
#include "cs-secrets.h"
#include "cs-sign-in.h"
#include "cs-turns.h"

G_BEGIN_DECLS

typedef struct
{
  char        *folder;
  CsClock     *clock;
  CsDb        *db;
  CsSecrets   *secrets;
  CsPublisher *publisher;
  CsCollector *collector;
  CsSignIns   *sign_ins;
  CsTurns     *turns;
  CsRuns      *runs;         /* borrowed: the workspace's */
  GCancellable *reading;     /* of what an update left to be read for search */
  gint         publishing;   /* atomic: the threads of publisher and collector run */
} CsServices;

CsServices *cs_services_open  (const char  *folder,
                               CsClock     *clock,
                               CsRuns      *runs,
                               GError     **error);
CsServices *cs_services_look  (const char  *folder,
                               CsClock     *clock,
                               CsRuns      *runs,
                               GError     **error);
void        cs_services_close (CsServices  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsServices, cs_services_close)

G_END_DECLS
