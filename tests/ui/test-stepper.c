/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-stepper.h"

#include "cs-test.h"

#define RATE     30
#define N_FRAMES 60
#define FRAME(n) gst_util_uint64_scale (n, GST_SECOND, RATE)

/* A clip of thirty frames a second, which nobody sees. */
typedef struct
{
  GstElement   *pipeline;
  GstBus       *bus;
  GstPad       *pad;        /* of the sink */
  CsFrameTimes *times;
  CsStepper    *stepper;
} Fixture;

/* Until it stands where it was asked to, or has played to its end. */
static void
settle (Fixture *self)
{
  GstMessageType types = GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_STEP_DONE | GST_MESSAGE_EOS
                       | GST_MESSAGE_ERROR;

  while (!cs_stepper_is_settled (self->stepper))
    {
      g_autoptr(GstMessage) message = gst_bus_timed_pop_filtered (self->bus, 40 * GST_SECOND,
                                                                  types);
      gboolean is_end = FALSE;

      g_assert_nonnull (message);
      switch (GST_MESSAGE_TYPE (message))
        {
        case GST_MESSAGE_ASYNC_DONE:
          cs_stepper_settle (self->stepper);
          break;

        case GST_MESSAGE_STEP_DONE:
          gst_message_parse_step_done (message, NULL, NULL, NULL, NULL, NULL, NULL, &is_end);
          if (is_end)
            cs_stepper_meet_end (self->stepper);
          break;

        default:
          g_error ("%s", GST_MESSAGE_TYPE_NAME (message));
        }
    }
}

static void
assert_shows (Fixture *self,
              int      frame)
{
  settle (self);
  g_assert_cmpint (ABS (GST_CLOCK_DIFF (FRAME (frame), cs_stepper_get_shown (self->stepper))),
                   <=, GST_USECOND);
}

static GstElement *
make (const char *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  g_assert_nonnull (element);

  return gst_object_ref_sink (element);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "clips", "no-audio.mp4",
                                                 NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr(GstElement) sink = NULL;

  gst_init (NULL, NULL);
  self->pipeline = make ("playbin3");
  sink = make ("fakesink");
  g_object_set (sink, "enable-last-sample", TRUE, NULL);
  self->pad = gst_element_get_static_pad (sink, "sink");
  g_object_set (self->pipeline, "video-sink", sink, "uri", uri, NULL);
  self->bus = gst_element_get_bus (self->pipeline);
  self->times = cs_frame_times_new ();
  for (guint n = 0; n < N_FRAMES; n++)
    cs_frame_times_add (self->times, FRAME (n));

  self->stepper = cs_stepper_new (self->pipeline, sink, self->times);
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  settle (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  cs_stepper_free (self->stepper);
  cs_frame_times_unref (self->times);
  gst_object_unref (self->pad);
  gst_object_unref (self->bus);
  gst_object_unref (self->pipeline);
}

static void
test_steps_add_up (Fixture       *self,
                   gconstpointer  data)
{
  cs_stepper_step (self->stepper, 4);
  cs_stepper_step (self->stepper, -1);
  g_assert_false (cs_stepper_is_settled (self->stepper));
  assert_shows (self, 3);
  cs_stepper_step (self->stepper, -2);
  assert_shows (self, 1);
}

/* A hand that drags asks faster than frames are shown. */
static void
test_the_last_seek_wins (Fixture       *self,
                         gconstpointer  data)
{
  cs_stepper_seek (self->stepper, FRAME (10), TRUE);
  cs_stepper_seek (self->stepper, FRAME (50), TRUE);
  cs_stepper_seek (self->stepper, FRAME (20), TRUE);
  assert_shows (self, 20);
}

static void
test_a_seek_forgets_the_steps (Fixture       *self,
                               gconstpointer  data)
{
  cs_stepper_step (self->stepper, 5);
  cs_stepper_seek (self->stepper, FRAME (30), TRUE);
  assert_shows (self, 30);
}

static void
test_nothing_is_beyond_the_ends (Fixture       *self,
                                 gconstpointer  data)
{
  cs_stepper_step (self->stepper, -1);
  assert_shows (self, 0);
  cs_stepper_seek (self->stepper, FRAME (N_FRAMES - 2), TRUE);
  cs_stepper_step (self->stepper, 4);
  assert_shows (self, N_FRAMES - 1);
  cs_stepper_step (self->stepper, -1);
  assert_shows (self, N_FRAMES - 2);
}

/* Backwards it ends at the beginning: where it came from is no end. */
static void
test_all_is_ahead_after_playing_backwards (Fixture       *self,
                                           gconstpointer  data)
{
  cs_stepper_run (self->stepper, -1, FRAME (40));
  g_assert_cmpfloat (cs_stepper_get_rate (self->stepper), ==, -1);
  assert_shows (self, 39);
  cs_stepper_rest (self->stepper);
  g_assert_cmpfloat (cs_stepper_get_rate (self->stepper), ==, 1);
  assert_shows (self, 39);
  cs_stepper_step (self->stepper, 2);
  assert_shows (self, 41);
  cs_stepper_seek (self->stepper, FRAME (50), TRUE);
  assert_shows (self, 50);
}

static GstPadProbeReturn
drop_frame (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  return GST_PAD_PROBE_DROP;
}

/* As on a machine that is so busy that every frame comes too late to be shown. */
static void
play_unseen (Fixture *self)
{
  gulong probe = gst_pad_add_probe (self->pad, GST_PAD_PROBE_TYPE_BUFFER, drop_frame, NULL, NULL);
  g_autoptr(GstMessage) end = NULL;

  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  end = gst_bus_timed_pop_filtered (self->bus, 40 * GST_SECOND,
                                    GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (end);
  g_assert_cmpint (GST_MESSAGE_TYPE (end), ==, GST_MESSAGE_EOS);
  gst_pad_remove_probe (self->pad, probe);
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  cs_stepper_end (self->stepper);
}

static void
test_an_end_shows_its_frame (Fixture       *self,
                             gconstpointer  data)
{
  play_unseen (self);
  assert_shows (self, N_FRAMES - 1);
  cs_stepper_step (self->stepper, 1);
  assert_shows (self, N_FRAMES - 1);
  cs_stepper_step (self->stepper, -1);
  assert_shows (self, N_FRAMES - 2);
}

static void
test_the_beginning_is_shown_after_playing_backwards (Fixture       *self,
                                                     gconstpointer  data)
{
  cs_stepper_run (self->stepper, -1, FRAME (40));
  assert_shows (self, 39);
  play_unseen (self);
  assert_shows (self, 0);
  cs_stepper_step (self->stepper, 1);
  assert_shows (self, 1);
}

static void
add (const char *path,
     void      (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

CS_TESTS (stepper)
{
  add ("/ui/stepper/steps-add-up", test_steps_add_up);
  add ("/ui/stepper/the-last-seek-wins", test_the_last_seek_wins);
  add ("/ui/stepper/a-seek-forgets-the-steps", test_a_seek_forgets_the_steps);
  add ("/ui/stepper/nothing-is-beyond-the-ends", test_nothing_is_beyond_the_ends);
  add ("/ui/stepper/all-is-ahead-after-playing-backwards",
       test_all_is_ahead_after_playing_backwards);
  add ("/ui/stepper/an-end-shows-its-frame", test_an_end_shows_its_frame);
  add ("/ui/stepper/the-beginning-is-shown-after-playing-backwards",
       test_the_beginning_is_shown_after_playing_backwards);
}
