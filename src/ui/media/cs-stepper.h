/* cs-stepper.h: brings the pipeline of a clip to the frame that is asked for
 *
 * One move at a time: what is asked while one is under way waits until it has
 * settled, and a seek takes the place of the one that waits. Times are GStreamer’s.
 *
 * It does not listen itself: whoever owns the pipeline says what became of a move
 * (cs_stepper_settle(), cs_stepper_meet_end()) and whether the pipeline plays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-frame-times.h"

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _CsStepper CsStepper;

CsStepper    *cs_stepper_new        (GstElement    *pipeline,
                                     GstElement    *sink,
                                     CsFrameTimes  *times);
void          cs_stepper_free       (CsStepper     *self);

GstClockTime  cs_stepper_get_shown  (CsStepper     *self);
double        cs_stepper_get_rate   (CsStepper     *self);
gboolean      cs_stepper_is_settled (CsStepper     *self);

void          cs_stepper_seek       (CsStepper     *self,
                                     GstClockTime   at,
                                     gboolean       exact);
void          cs_stepper_step       (CsStepper     *self,
                                     int            frames);
void          cs_stepper_run        (CsStepper     *self,
                                     double         rate,
                                     GstClockTime   from);
void          cs_stepper_rest       (CsStepper     *self);

gboolean      cs_stepper_settle     (CsStepper     *self);
void          cs_stepper_meet_end   (CsStepper     *self);
void          cs_stepper_end        (CsStepper     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsStepper, cs_stepper_free)

G_END_DECLS
