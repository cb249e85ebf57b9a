/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-stepper.h"

/* Into a frame, so that rounding does not end in the one before it. */
#define INTO_FRAME (GST_MSECOND / 2)

struct _CsStepper
{
  GstElement   *pipeline;
  GstElement   *sink;
  CsFrameTimes *times;

  double        rate;
  GstClockTime  shown;         /* start of the frame that is seen */
  gboolean      ended;         /* there is no frame after it */

  gboolean      moving;        /* a seek or a step is under way */
  GstClockTime  wanted;        /* the next seek; NONE */
  gboolean      wanted_exact;
  int           steps;         /* still to be made */
  GstClockTime  back_from;     /* the frame whose predecessor is looked for; NONE */
};

/* @pipeline is on its way to its first frame. */
CsStepper *
cs_stepper_new (GstElement   *pipeline,
                GstElement   *sink,
                CsFrameTimes *times)
{
  CsStepper *self = g_new0 (CsStepper, 1);

  self->pipeline = gst_object_ref (pipeline);
  self->sink = gst_object_ref (sink);
  self->times = cs_frame_times_ref (times);
  self->rate = 1;
  self->moving = TRUE;
  self->wanted = GST_CLOCK_TIME_NONE;
  self->back_from = GST_CLOCK_TIME_NONE;

  return self;
}

void
cs_stepper_free (CsStepper *self)
{
  gst_object_unref (self->sink);
  gst_object_unref (self->pipeline);
  cs_frame_times_unref (self->times);
  g_free (self);
}

/* Where the frame begins that was seen when it last stood still. */
GstClockTime
cs_stepper_get_shown (CsStepper *self)
{
  return self->shown;
}

/* 1 as recorded, negative backwards. */
double
cs_stepper_get_rate (CsStepper *self)
{
  return self->rate;
}

/* Whether nothing is under way, and nothing waits. */
gboolean
cs_stepper_is_settled (CsStepper *self)
{
  return !self->moving && self->steps == 0 && self->wanted == GST_CLOCK_TIME_NONE;
}

/* Where the buffer that is seen stands in the clip. */
static GstClockTime
read_shown (CsStepper *self)
{
  GstSample *sample = NULL;
  GstClockTime at = GST_CLOCK_TIME_NONE;
  gint64 begins;

  g_object_get (self->sink, "last-sample", &sample, NULL);
  if (sample == NULL)
    return self->shown;

  if (gst_sample_get_buffer (sample) != NULL)
    at = gst_segment_to_stream_time (gst_sample_get_segment (sample), GST_FORMAT_TIME,
                                     GST_BUFFER_PTS (gst_sample_get_buffer (sample)));
  gst_sample_unref (sample);
  if (at == GST_CLOCK_TIME_NONE)
    return self->shown;

  /* An exact seek cuts the frame that it ends in: its own beginning is in its packet. */
  begins = cs_frame_times_find (self->times, at);

  return begins >= 0 ? (GstClockTime) begins : at;
}

static void
seek_to (CsStepper    *self,
         GstClockTime  at,
         gboolean      exact)
{
  GstSeekFlags flags = GST_SEEK_FLAG_FLUSH
                     | (exact ? GST_SEEK_FLAG_ACCURATE
                              : GST_SEEK_FLAG_KEY_UNIT | GST_SEEK_FLAG_SNAP_NEAREST);
  gboolean back = self->rate < 0;

  self->ended = FALSE;
  self->moving = gst_element_seek (self->pipeline, self->rate, GST_FORMAT_TIME, flags,
                                   GST_SEEK_TYPE_SET, back ? 0 : at,
                                   GST_SEEK_TYPE_SET, back ? at : GST_CLOCK_TIME_NONE);
}

static void
step_once (CsStepper *self)
{
  if (self->steps > 0)
    {
      self->moving = gst_element_send_event (self->pipeline,
                                             gst_event_new_step (GST_FORMAT_BUFFERS, 1, 1.0,
                                                                 TRUE, FALSE));
      self->steps--;
      return;
    }

  self->steps++;
  if (self->shown < INTO_FRAME)
    {
      self->steps = 0;
      return;
    }

  self->back_from = self->shown;
  seek_to (self, self->shown - INTO_FRAME, TRUE);
}

/* Where packets are stored in another order than they are shown in, some say that they last too
 * short, and the seek fell behind the frame before. Its packet went by: that is sought. */
static gboolean
is_back (CsStepper *self)
{
  gint64 before = self->back_from != GST_CLOCK_TIME_NONE
                    ? cs_frame_times_find_before (self->times, self->back_from) : -1;

  self->back_from = GST_CLOCK_TIME_NONE;
  if (before < 0 || self->shown == (GstClockTime) before)
    return TRUE;

  seek_to (self, before + INTO_FRAME, TRUE);

  return FALSE;
}

static void
go_on (CsStepper *self)
{
  GstClockTime wanted = self->wanted;

  if (self->moving)
    return;

  if (wanted != GST_CLOCK_TIME_NONE)
    {
      self->wanted = GST_CLOCK_TIME_NONE;
      seek_to (self, wanted, self->wanted_exact);
      return;
    }

  /* The last frame has no next one. */
  if (self->steps > 0 && self->ended)
    self->steps = 0;
  if (self->steps != 0)
    step_once (self);
}

/* Forgets the steps that are still to be made. */
static void
forget_steps (CsStepper *self)
{
  self->steps = 0;
  self->back_from = GST_CLOCK_TIME_NONE;
}

/* Not @exact: to a frame that is quickly shown, while the hand moves on. */
void
cs_stepper_seek (CsStepper    *self,
                 GstClockTime  at,
                 gboolean      exact)
{
  forget_steps (self);
  self->wanted = at + (exact && at > 0 ? INTO_FRAME : 0);
  self->wanted_exact = exact;
  go_on (self);
}

/* From the frame that is seen: 1 is the next, -1 the one before. */
void
cs_stepper_step (CsStepper *self,
                 int        frames)
{
  self->steps = CLAMP (self->steps + frames, -1000, 1000);
  go_on (self);
}

/* For a pipeline that is to play: at that rate, and after the end from the beginning. */
void
cs_stepper_run (CsStepper    *self,
                double        rate,
                GstClockTime  from)
{
  gboolean again = self->ended && rate > 0;

  forget_steps (self);
  if (rate != self->rate || again)
    {
      self->rate = rate;
      self->wanted = again ? 0 : from;
      self->wanted_exact = TRUE;
    }

  go_on (self);
}

/* The pipeline plays no more: steps go on from the frame that is seen, forwards. */
void
cs_stepper_rest (CsStepper *self)
{
  self->shown = read_shown (self);
  if (self->rate == 1)
    return;

  self->rate = 1;
  cs_stepper_seek (self, self->shown, TRUE);
}

/* The pipeline has made a move; FALSE when it has to make another to be where it was asked to. */
gboolean
cs_stepper_settle (CsStepper *self)
{
  self->moving = FALSE;
  self->shown = read_shown (self);
  if (!is_back (self))
    return FALSE;

  go_on (self);

  return TRUE;
}

/* A step found no frame. */
void
cs_stepper_meet_end (CsStepper *self)
{
  self->ended = TRUE;
}

/* It played to its end, where frames that came too late were not shown: the last one is sought. */
void
cs_stepper_end (CsStepper *self)
{
  gboolean ahead = self->rate > 0;
  gint64 last = ahead ? cs_frame_times_find_before (self->times, G_MAXINT64)
                      : cs_frame_times_find (self->times, 0);

  self->shown = read_shown (self);
  self->rate = 1;
  if (last >= 0 && self->shown != (GstClockTime) last)
    seek_to (self, last + INTO_FRAME, TRUE);
  self->ended = ahead;
}
