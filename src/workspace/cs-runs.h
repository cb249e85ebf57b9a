/* cs-runs.h: the commands that are under way, so that a close can end them
 *
 * Any thread may call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsRuns CsRuns;

/* One of them. */
typedef struct
{
  GCancellable *cancellable;   /* the caller's, or the close's */
  GCancellable *caller;        /* NULL: it cannot cancel */
  gulong        handler;
} CsRun;

CsRuns   *cs_runs_new     (void);
gboolean  cs_runs_enter   (CsRuns        *self,
                           CsRun         *run,
                           GCancellable  *caller,
                           GError       **error);
void      cs_runs_leave   (CsRuns        *self,
                           CsRun         *run);
gboolean  cs_runs_is_idle (CsRuns        *self);
void      cs_runs_stop    (CsRuns        *self);
void      cs_runs_cancel  (CsRuns        *self);
void      cs_runs_free    (CsRuns        *self);

G_END_DECLS
