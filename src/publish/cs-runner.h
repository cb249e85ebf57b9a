/* cs-runner.h: does everything for publishing that can be done at this moment
 *
 * A run goes in rounds: what a crash left is found, due targets are claimed, and
 * every row that is ready makes its next step, many accounts at once and each
 * account one call at a time. It knows nothing of sleeping; one thread at a time
 * may use it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-outbox.h"
#include "cs-publisher.h"

G_BEGIN_DECLS

typedef struct _CsRunner CsRunner;

CsRunner *cs_runner_new             (CsDb          *db,
                                     CsClock       *clock,
                                     CsOutbox      *outbox);
void      cs_runner_free            (CsRunner      *self);
void      cs_runner_set_upload_func (CsRunner      *self,
                                     CsUploadFunc   func,
                                     gpointer       user_data);
gboolean  cs_runner_run             (CsRunner      *self,
                                     GMainContext  *context,
                                     GCancellable  *cancellable,
                                     GError       **error);
gboolean  cs_runner_find_next       (CsRunner      *self,
                                     gint64        *next_at,
                                     GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRunner, cs_runner_free)

G_END_DECLS
