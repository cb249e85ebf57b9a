/* cs-run.h: lets a pipeline run to its end, and says honestly how it ended
 *
 * GStreamer ends many faults as silent success. Here a run fails when the state
 * change fails, when any element posts an error, or when a stream has no
 * decoder; the caller compares what came through with what was promised.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "cs-talk.h"

G_BEGIN_DECLS

typedef struct
{
  CsTalk *talk;
  gint64  moved;    /* buffers seen anywhere; atomic */
  gint64  done;     /* microseconds of the clip; atomic */
  gint64  total;
  gint64  before;   /* of total, done by earlier passes */
  int     stop;     /* somebody saw that going on is useless; atomic */
  int     growing;  /* a file that grows while nothing else moves (a muxer's last act); -1: none */
} CsRun;

gboolean cs_run_to_end   (CsRun       *self,
                          GstElement  *pipeline,
                          GError     **error);
void     cs_run_moved    (CsRun       *self,
                          gint64       done);
void     cs_run_stop     (CsRun       *self);
gboolean cs_run_fault    (GstMessage  *message,
                          GError     **error);

G_END_DECLS
