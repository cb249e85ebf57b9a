/* cs-course.h: one way through a clip, from its file into a new one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-legs.h"
#include "cs-order.h"
#include "cs-run.h"

G_BEGIN_DECLS

typedef struct
{
  const CsOrder *order;
  CsPass         pass;
  CsRun          run;
  gint64         max_bytes;       /* stop when this cannot be kept; 0: no limit */
  const GArray  *decoding;        /* gint64: when to decode each picture; NULL: as in the source */

  /* What came of it. */
  gint64         frames;
  gint64         first;           /* nanoseconds on the new clip's own time */
  gint64         last;
  gint64         bytes;           /* of all packets */
  gint64         hidden;          /* nanoseconds that the source keeps but does not show */
  gboolean       has_video;
  gboolean       has_audio;
  gboolean       audio_encoded;
  int            audio_rate;      /* of what was encoded */
  gboolean       is_too_large;    /* stopped because of max_bytes */

  GstElement    *pipeline;
  GstElement    *queues;          /* multiqueue: streams run apart only as far as they must */
  GstElement    *muxer;           /* NULL in pass 1 */
  GPtrArray     *tracks;
  GError        *error;           /* of a leg that could not be built */
} CsCourse;

gboolean cs_course_go (CsCourse  *self,
                       int        in,
                       int        out,
                       GError   **error);

G_END_DECLS
