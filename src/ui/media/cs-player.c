/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-player.h"

#include "cs-job.h"
#include "cs-player-pipeline.h"
#include "cs-stepper.h"

#include <glib/gi18n.h>
#include <gst/gst.h>
#include <string.h>

/* Before the end, where the last frame is sought. */
#define END_USEC 1000

struct _CsPlayer
{
  GObject        parent_instance;

  CsPlayerState  state;
  char          *reason;
  char          *uri;
  gint64         picture_end;   /* microseconds: where the last frame ends; 0: not known */
  GCancellable  *opening;       /* while GStreamer is loaded */

  GstElement    *pipeline;
  GdkPaintable  *paintable;
  guint          watch;
  CsStepper     *stepper;       /* of the pipeline */

  gboolean       playing;
  gboolean       muted;
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

  g_clear_pointer (&self->stepper, cs_stepper_free);
  g_clear_object (&self->paintable);
  gst_clear_object (&self->pipeline);
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

static void
on_settled (CsPlayer *self)
{
  if (!cs_stepper_settle (self->stepper))
    return;

  set_state (self, CS_PLAYER_READY);
  g_signal_emit (self, signals[MOVED], 0);
}

static void
on_step_done (CsPlayer   *self,
              GstMessage *message)
{
  gboolean is_end = FALSE;

  gst_message_parse_step_done (message, NULL, NULL, NULL, NULL, NULL, NULL, &is_end);
  if (is_end)
    cs_stepper_meet_end (self->stepper);
}

static void
on_end (CsPlayer *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  set_playing (self, FALSE);
  cs_stepper_end (self->stepper);
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
  g_autoptr(CsFrameTimes) times = cs_frame_times_new ();
  g_autoptr(GstElement) sink = NULL;
  g_autoptr(GstBus) bus = NULL;

  self->pipeline = cs_player_pipeline_new (self->uri, times, &sink);
  if (self->pipeline == NULL)
    {
      fail (self, _("Clips cannot be played here: a part of GStreamer is missing. Install its "
                    "plugins “base” and “gtk4”"));
      return;
    }

  self->stepper = cs_stepper_new (self->pipeline, sink, times);
  g_object_get (sink, "paintable", &self->paintable, NULL);
  g_object_set (self->pipeline, "mute", self->muted, NULL);

  bus = gst_element_get_bus (self->pipeline);
  self->watch = gst_bus_add_watch (bus, on_message, self);
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
  return self->stepper != NULL ? cs_stepper_get_rate (self->stepper) : 1;
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

  if (self->stepper == NULL)
    return 0;

  return (cs_stepper_get_shown (self->stepper) + GST_USECOND / 2) / GST_USECOND;
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
  return self->state == CS_PLAYER_READY && !self->playing
      && cs_stepper_is_settled (self->stepper);
}

void
cs_player_play (CsPlayer *self,
                double    rate)
{
  if (self->state != CS_PLAYER_READY)
    return;

  cs_stepper_run (self->stepper, rate, cs_player_get_position (self) * GST_USECOND);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  set_playing (self, TRUE);
}

void
cs_player_pause (CsPlayer *self)
{
  if (!self->playing)
    return;

  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  set_playing (self, FALSE);
  cs_stepper_rest (self->stepper);
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
  if (self->state == CS_PLAYER_READY)
    cs_stepper_seek (self->stepper, MAX (usec, 0) * GST_USECOND, exact);
}

/* To the last frame. */
void
cs_player_seek_end (CsPlayer *self)
{
  gint64 end = self->picture_end > 0 ? self->picture_end : cs_player_get_duration (self);

  cs_player_seek (self, MAX (end - END_USEC, 0), TRUE);
}

/* From the frame that is seen: 1 is the next, -1 the one before. It stops playing. */
void
cs_player_step (CsPlayer *self,
                int       frames)
{
  if (self->state != CS_PLAYER_READY)
    return;

  cs_player_pause (self);
  cs_stepper_step (self->stepper, frames);
}
