/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-player.h"

#include "cs-job.h"
#include "cs-player-pipeline.h"

#include <glib/gi18n.h>
#include <gst/gst.h>
#include <string.h>

/* Into a frame, so that rounding does not end in the one before it. */
#define INTO_FRAME (GST_MSECOND / 2)

struct _CsPlayer
{
  GObject        parent_instance;

  CsPlayerState  state;
  char          *reason;
  char          *uri;
  gint64         picture_end;   /* microseconds: where the last frame ends; 0: not known */
  GCancellable  *opening;       /* while GStreamer is loaded */

  GstElement    *pipeline;
  GstElement    *sink;
  GdkPaintable  *paintable;
  guint          watch;
  CsFrameTimes  *times;

  gboolean       playing;
  gboolean       muted;
  gboolean       ended;         /* it played to its end */
  double         rate;
  GstClockTime   shown;         /* start of the frame that is seen */

  gboolean       moving;        /* a seek or a step is under way */
  GstClockTime   wanted;        /* the next seek; NONE */
  gboolean       wanted_exact;
  int            steps;         /* still to be made */
  GstClockTime   back_from;     /* the frame whose predecessor is looked for; NONE */
};

G_DEFINE_FINAL_TYPE (CsPlayer, cs_player, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_PLAYING,
  PROP_MUTED,
  N_PROPS,
};

enum
{
  MOVED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_state (CsPlayer      *self,
           CsPlayerState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_playing (CsPlayer *self,
             gboolean  playing)
{
  if (self->playing == playing)
    return;

  self->playing = playing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

static void
drop_pipeline (CsPlayer *self)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  g_clear_object (&self->paintable);
  gst_clear_object (&self->sink);
  gst_clear_object (&self->pipeline);
  g_clear_pointer (&self->times, cs_frame_times_unref);
  self->moving = FALSE;
  self->ended = FALSE;
  self->wanted = GST_CLOCK_TIME_NONE;
  self->back_from = GST_CLOCK_TIME_NONE;
  self->steps = 0;
  self->shown = 0;
}

static void
fail (CsPlayer   *self,
      const char *reason)
{
  g_set_str (&self->reason, reason);
  drop_pipeline (self);
  set_playing (self, FALSE);
  set_state (self, CS_PLAYER_FAILED);
}

/* Where the buffer that is seen stands in the clip. */
static GstClockTime
read_shown (CsPlayer *self)
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
seek_to (CsPlayer     *self,
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
                                   back ? GST_SEEK_TYPE_SET : GST_SEEK_TYPE_NONE,
                                   back ? at : GST_CLOCK_TIME_NONE);
}

static void
step_once (CsPlayer *self)
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
is_back (CsPlayer *self)
{
  gint64 before = self->back_from != GST_CLOCK_TIME_NONE
                    ? cs_frame_times_find_before (self->times, self->back_from) : -1;

  self->back_from = GST_CLOCK_TIME_NONE;
  if (before < 0 || self->shown == (GstClockTime) before)
    return TRUE;

  seek_to (self, before + INTO_FRAME, TRUE);

  return FALSE;
}

/* One thing at a time: a seek that comes while one is under way replaces the one that waits. */
static void
go_on (CsPlayer *self)
{
  GstClockTime wanted = self->wanted;

  if (self->moving || self->pipeline == NULL || self->state != CS_PLAYER_READY)
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

static void
on_settled (CsPlayer *self)
{
  self->moving = FALSE;
  if (self->pipeline == NULL)
    return;

  if (!self->playing)
    self->shown = read_shown (self);

  if (!self->playing && !is_back (self))
    return;

  if (self->state == CS_PLAYER_OPENING)
    set_state (self, CS_PLAYER_READY);

  go_on (self);
  g_signal_emit (self, signals[MOVED], 0);
}

static void
on_step_done (CsPlayer   *self,
              GstMessage *message)
{
  gboolean is_end = FALSE;

  gst_message_parse_step_done (message, NULL, NULL, NULL, NULL, NULL, NULL, &is_end);
  self->ended = self->ended || is_end;
}

static void
on_end (CsPlayer *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  set_playing (self, FALSE);
  self->ended = self->rate > 0;
  self->shown = read_shown (self);
  self->rate = 1;
  g_signal_emit (self, signals[MOVED], 0);
}

static void
on_error (CsPlayer   *self,
          GstMessage *message)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *details = NULL;

  gst_message_parse_error (message, &error, &details);
  g_debug ("%s: %s", error->message, details);

  if (g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND))
    fail (self, _("A decoder for this clip is missing on this computer. Install the GStreamer "
                  "plugins “libav” and “good” to play it; it can be planned and published as it "
                  "is"));
  else
    fail (self, _("This clip cannot be played here. It can be planned and published as it is"));
}

static gboolean
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  CsPlayer *self = user_data;

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ASYNC_DONE:
      on_settled (self);
      break;

    case GST_MESSAGE_STEP_DONE:
      on_step_done (self, message);
      break;

    case GST_MESSAGE_EOS:
      on_end (self);
      break;

    case GST_MESSAGE_ERROR:
      /* The watch that calls this goes with the pipeline. */
      self->watch = 0;
      on_error (self, message);
      return G_SOURCE_REMOVE;

    case GST_MESSAGE_CLOCK_LOST:
      gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
      gst_element_set_state (self->pipeline, self->playing ? GST_STATE_PLAYING : GST_STATE_PAUSED);
      break;

    default:
      break;
    }

  return G_SOURCE_CONTINUE;
}

static void
build (CsPlayer *self)
{
  g_autoptr(GstBus) bus = NULL;

  self->times = cs_frame_times_new ();
  self->pipeline = cs_player_pipeline_new (self->uri, self->times, &self->sink);
  if (self->pipeline == NULL)
    {
      fail (self, _("Clips cannot be played here: a part of GStreamer is missing. Install its "
                    "plugins “base” and “gtk4”"));
      return;
    }

  g_object_get (self->sink, "paintable", &self->paintable, NULL);
  g_object_set (self->pipeline, "mute", self->muted, NULL);

  bus = gst_element_get_bus (self->pipeline);
  self->watch = gst_bus_add_watch (bus, on_message, self);
  self->moving = TRUE;
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
}

/* The first time it reads the list of plugins, which may have to be made. */
static gpointer
load_job (CsJob         *job,
          gpointer       input,
          GCancellable  *cancellable,
          GError       **error)
{
  if (!gst_init_check (NULL, NULL, error))
    return NULL;

  return GINT_TO_POINTER (TRUE);
}

/* What asked for it: a clip that was closed meanwhile, or followed by another, asks no more. */
typedef struct
{
  CsPlayer     *player;
  GCancellable *opening;
} Loading;

static void
loading_free (Loading *self)
{
  g_object_unref (self->player);
  g_object_unref (self->opening);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, loading_free)

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Loading) loading = user_data;
  CsPlayer *self = loading->player;
  g_autoptr(GError) error = NULL;
  gboolean loaded = cs_job_finish (result, &error) != NULL;

  if (self->opening != loading->opening)
    return;

  g_clear_object (&self->opening);
  if (loaded)
    build (self);
  else
    fail (self, error->message);
}

static void
cs_player_dispose (GObject *object)
{
  CsPlayer *self = CS_PLAYER (object);

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  drop_pipeline (self);

  G_OBJECT_CLASS (cs_player_parent_class)->dispose (object);
}

static void
cs_player_finalize (GObject *object)
{
  CsPlayer *self = CS_PLAYER (object);

  g_free (self->reason);
  g_free (self->uri);

  G_OBJECT_CLASS (cs_player_parent_class)->finalize (object);
}

static void
cs_player_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  CsPlayer *self = CS_PLAYER (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;

    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;

    case PROP_MUTED:
      g_value_set_boolean (value, self->muted);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cs_player_class_init (CsPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cs_player_dispose;
  object_class->finalize = cs_player_finalize;
  object_class->get_property = cs_player_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, CS_PLAYER_EMPTY, CS_PLAYER_FAILED,
                                             CS_PLAYER_EMPTY,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[MOVED] = g_signal_new ("moved", CS_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
cs_player_init (CsPlayer *self)
{
  self->rate = 1;
  self->wanted = GST_CLOCK_TIME_NONE;
  self->back_from = GST_CLOCK_TIME_NONE;
}

CsPlayer *
cs_player_new (void)
{
  return g_object_new (CS_TYPE_PLAYER, NULL);
}

/* Where the picture ends, which may be before the sound does; microseconds, 0: not known. */
static gint64
end_of_picture (const CsFacts *facts)
{
  double fps = cs_facts_get_fps (facts);

  if (facts->frames > 0 && fps > 0 && !facts->variable_rate)
    return MIN (facts->frames / fps * G_USEC_PER_SEC,
                facts->duration > 0 ? facts->duration : G_MAXINT64);

  return MAX (facts->duration, 0);
}

/* A file that was probed: @facts are what was found. */
void
cs_player_open (CsPlayer      *self,
                const char    *path,
                const CsFacts *facts)
{
  Loading *loading;

  cs_player_close (self);
  self->picture_end = end_of_picture (facts);
  self->uri = g_filename_to_uri (path, NULL, NULL);
  if (self->uri == NULL)
    {
      fail (self, _("This clip cannot be played here: move it to a folder on this computer"));
      return;
    }

  set_state (self, CS_PLAYER_OPENING);
  self->opening = g_cancellable_new ();
  loading = g_new0 (Loading, 1);
  loading->player = g_object_ref (self);
  loading->opening = g_object_ref (self->opening);
  cs_job_start (CS_JOB_LONG, load_job, NULL, NULL, NULL, NULL, self->opening, on_loaded, loading);
}

void
cs_player_close (CsPlayer *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  drop_pipeline (self);
  g_clear_pointer (&self->uri, g_free);
  self->rate = 1;
  set_playing (self, FALSE);
  set_state (self, CS_PLAYER_EMPTY);
}

CsPlayerState
cs_player_get_state (CsPlayer *self)
{
  return self->state;
}

const char *
cs_player_get_reason (CsPlayer *self)
{
  return self->reason;
}

/* What shows the clip; NULL until it is ready. */
GdkPaintable *
cs_player_get_paintable (CsPlayer *self)
{
  return self->paintable;
}

gboolean
cs_player_get_playing (CsPlayer *self)
{
  return self->playing;
}

/* How fast it plays: 1 as recorded, negative backwards. */
double
cs_player_get_rate (CsPlayer *self)
{
  return self->rate;
}

gboolean
cs_player_get_muted (CsPlayer *self)
{
  return self->muted;
}

/* Microseconds: while it plays where it is, else where the frame that is seen begins. */
gint64
cs_player_get_position (CsPlayer *self)
{
  gint64 at;

  if (self->playing && gst_element_query_position (self->pipeline, GST_FORMAT_TIME, &at))
    return at / GST_USECOND;

  return (self->shown + GST_USECOND / 2) / GST_USECOND;
}

/* Microseconds; 0 until it is known. */
gint64
cs_player_get_duration (CsPlayer *self)
{
  gint64 nsec = 0;

  if (self->state != CS_PLAYER_READY
      || !gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &nsec))
    return 0;

  return nsec / GST_USECOND;
}

/* Whether it stands still where it was asked to: nothing is under way. */
gboolean
cs_player_is_settled (CsPlayer *self)
{
  return self->state == CS_PLAYER_READY && !self->playing && !self->moving && self->steps == 0
      && self->wanted == GST_CLOCK_TIME_NONE;
}

void
cs_player_play (CsPlayer *self,
                double    rate)
{
  gint64 at = cs_player_get_position (self) * GST_USECOND;
  gboolean again = self->ended && rate > 0;

  if (self->state != CS_PLAYER_READY)
    return;

  if (rate != self->rate || again)
    {
      self->rate = rate;
      self->wanted = again ? 0 : at;
      self->wanted_exact = TRUE;
    }

  self->steps = 0;
  self->back_from = GST_CLOCK_TIME_NONE;
  go_on (self);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  set_playing (self, TRUE);
}

void
cs_player_pause (CsPlayer *self)
{
  if (!self->playing)
    return;

  /* Frame by frame it goes on from the frame that is seen, forwards. */
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  set_playing (self, FALSE);
  self->shown = read_shown (self);
  if (self->rate != 1)
    {
      self->rate = 1;
      cs_player_seek (self, self->shown / GST_USECOND, TRUE);
    }
}

void
cs_player_set_muted (CsPlayer *self,
                     gboolean  muted)
{
  if (self->muted == !!muted)
    return;

  self->muted = !!muted;
  if (self->pipeline != NULL)
    g_object_set (self->pipeline, "mute", self->muted, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MUTED]);
}

/* Not @exact: to a frame that is quickly shown, while the hand moves on. */
void
cs_player_seek (CsPlayer *self,
                gint64    usec,
                gboolean  exact)
{
  if (self->state != CS_PLAYER_READY)
    return;

  self->steps = 0;
  self->back_from = GST_CLOCK_TIME_NONE;
  self->wanted = MAX (usec, 0) * GST_USECOND + (exact && usec > 0 ? INTO_FRAME : 0);
  self->wanted_exact = exact;
  go_on (self);
}

/* To the last frame. */
void
cs_player_seek_end (CsPlayer *self)
{
  gint64 end = self->picture_end > 0 ? self->picture_end : cs_player_get_duration (self);

  cs_player_seek (self, MAX (end - 2 * (INTO_FRAME / GST_USECOND), 0), TRUE);
}

/* From the frame that is seen: 1 is the next, -1 the one before. It stops playing. */
void
cs_player_step (CsPlayer *self,
                int       frames)
{
  if (self->state != CS_PLAYER_READY)
    return;

  cs_player_pause (self);
  self->steps = CLAMP (self->steps + frames, -1000, 1000);
  go_on (self);
}
