/* cs-job.h: blocking work, started from the main thread and reported to it
 *
 * The core blocks; this is its asynchronous edge. Short jobs (the store), long
 * ones (network, media), renders and the publisher's steps have workers of their
 * own, so that eight uploads never delay an autosave, nor eight renders, which may
 * be paused for days, a post or a sign-in. Results and progress arrive on the main
 * context that was the thread's default when the job was started.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CS_JOB_SHORT,   /* 4 workers: reads and writes of the store */
  CS_JOB_LONG,    /* 8 workers: network and media */
  CS_JOB_RENDER,  /* 8 workers: what can be paused */
  CS_JOB_POST,    /* 8 workers: the publisher’s steps alone */
} CsJobPool;

typedef struct _CsJob CsJob;

/* Done so far and to be done, in one unit of the job's own; total 0: not known. */
typedef void     (*CsProgressFunc) (gint64         done,
                                    gint64         total,
                                    gpointer       user_data);
typedef gpointer (*CsJobFunc)      (CsJob         *job,
                                    gpointer       input,
                                    GCancellable  *cancellable,
                                    GError       **error);

void     cs_job_start    (CsJobPool            pool,
                          CsJobFunc            func,
                          gpointer             input,
                          GDestroyNotify       input_free,
                          GDestroyNotify       result_free,
                          CsProgressFunc       on_progress,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
gpointer cs_job_finish   (GAsyncResult        *result,
                          GError             **error);

void     cs_job_progress (CsJob               *job,
                          gint64               done,
                          gint64               total);

gboolean cs_pause        (guint                msec,
                          GCancellable        *cancellable,
                          GError             **error);

G_END_DECLS
