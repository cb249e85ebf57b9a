/* cs-runs.h: the commands that are under way, so that a close can end them
 *
 * Those of the renders’ pool are jobs: they are listed, and each can be paused for as
 * long as a person likes. Any thread may call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-command.h"

G_BEGIN_DECLS

typedef struct _CsRuns CsRuns;

/* One of them; it belongs to its worker. */
typedef struct
{
  const char      *id;
  const CsCommand *command;
  GVariant        *args;
  gboolean         is_job;

  /* While it is in. */
  GCancellable    *cancellable;   /* the caller's, or the close's; of a job with a brake */
  GCancellable    *caller;        /* NULL: it cannot cancel */
  gulong           handler;
  gint64           done;
  gint64           total;
} CsRun;

/* A job has begun, was paused or resumed, or has ended; on any thread. */
typedef void (*CsRunsFunc) (const char *id,
                            gpointer    user_data);

CsRuns   *cs_runs_new              (void);
void      cs_runs_set_changed_func (CsRuns        *self,
                                    CsRunsFunc     func,
                                    gpointer       user_data);
gboolean  cs_runs_enter            (CsRuns        *self,
                                    CsRun         *run,
                                    GCancellable  *caller,
                                    GError       **error);
void      cs_runs_progress         (CsRuns        *self,
                                    CsRun         *run,
                                    gint64         done,
                                    gint64         total);
void      cs_runs_leave            (CsRuns        *self,
                                    CsRun         *run);

GVariant *cs_runs_view_jobs        (CsRuns        *self);
gboolean  cs_runs_pause_job        (CsRuns        *self,
                                    const char    *id,
                                    gboolean       pauses);

gboolean  cs_runs_is_idle          (CsRuns        *self);
void      cs_runs_stop             (CsRuns        *self);
void      cs_runs_cancel           (CsRuns        *self);
void      cs_runs_free             (CsRuns        *self);

G_END_DECLS
