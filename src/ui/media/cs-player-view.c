/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-player-view.h"

#include "cs-clip-words.h"
#include "cs-thumbnail.h"

#include <glib/gi18n.h>
#include <string.h>

#define REST_MSEC 160     /* a hand that has not moved this long rests: the exact frame is shown */
#define FASTEST   8.0

struct _CsPlayerView
{
  AdwBin         parent_instance;

  CsPlayer      *player;
  guint          tick;          /* while it plays */
  guint          rest;
  double         fps;           /* 0: not known, or it changes */
  gboolean       stepped;       /* the next frame that is shown is to be spoken */

  GtkStack      *stack;
  CsThumbnail   *still;
  GtkPicture    *picture;
  GtkLabel      *reason;
  GtkWidget     *controls;
  GtkScale      *scale;
  GtkAdjustment *adjustment;
  GtkLabel      *time;
  GtkWidget     *transport;
  GtkButton     *play;
  GtkButton     *mute;
};

G_DEFINE_FINAL_TYPE (CsPlayerView, cs_player_view, ADW_TYPE_BIN)

static const char *const action_names[] = {
  "player.play-pause", "player.pause", "player.forward", "player.reverse", "player.step-forward",
  "player.step-back", "player.start", "player.end", "player.mute",
};

static char *
place_words (CsPlayerView *self)
{
  gint64 at = cs_player_get_position (self->player);
  g_autofree char *moment = cs_clip_words_moment (at);
  g_autofree char *whole = cs_clip_words_moment (cs_player_get_duration (self->player));

  if (self->fps == 0 || cs_player_get_playing (self->player))
    /* Translators: a place in a clip and its length, as in: 0:01.20 / 0:12.00 */
    return g_strdup_printf (_("%s / %s"), moment, whole);

  /* Translators: place, length, number of the frame */
  return g_strdup_printf (_("%s / %s · frame %d"), moment, whole,
                          (int) (at * self->fps / G_USEC_PER_SEC + 0.5));
}

static void
show_place (CsPlayerView *self)
{
  g_autofree char *words = place_words (self);

  gtk_label_set_label (self->time, words);
  gtk_adjustment_set_upper (self->adjustment,
                            cs_player_get_duration (self->player) / (double) G_USEC_PER_SEC);
  /* What the hand holds is not moved under it. */
  if (self->rest == 0)
    gtk_adjustment_set_value (self->adjustment,
                              cs_player_get_position (self->player) / (double) G_USEC_PER_SEC);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  show_place (CS_PLAYER_VIEW (widget));

  return G_SOURCE_CONTINUE;
}

static void
name_button (GtkButton  *button,
             const char *icon_name,
             const char *name,
             const char *tooltip)
{
  gtk_button_set_icon_name (button, icon_name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_playing (CsPlayerView *self)
{
  gboolean playing = cs_player_get_playing (self->player);

  if (playing)
    name_button (self->play, "media-playback-pause-symbolic", _("Pause"), _("Pause (K)"));
  else
    name_button (self->play, "media-playback-start-symbolic", _("Play"), _("Play (K)"));

  if (playing && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  else if (!playing && self->tick != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
      self->tick = 0;
    }
}

static void
update_muted (CsPlayerView *self)
{
  if (cs_player_get_muted (self->player))
    name_button (self->mute, "audio-volume-muted-symbolic", _("Sound on"), _("Sound On (M)"));
  else
    name_button (self->mute, "audio-volume-high-symbolic", _("Mute"), _("Mute (M)"));
}

static void
update_state (CsPlayerView *self)
{
  CsPlayerState state = cs_player_get_state (self->player);
  gboolean ready = state == CS_PLAYER_READY;

  gtk_picture_set_paintable (self->picture, ready ? cs_player_get_paintable (self->player) : NULL);
  gtk_stack_set_visible_child_name (self->stack, ready ? "clip" : "still");
  gtk_widget_set_visible (self->controls, ready);
  for (guint i = 0; i < G_N_ELEMENTS (action_names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), action_names[i], ready);

  if (state == CS_PLAYER_FAILED)
    cs_player_view_refuse (self, cs_player_get_reason (self->player));
  if (ready)
    show_place (self);
}

static void
on_moved (CsPlayerView *self)
{
  g_autofree char *words = NULL;

  if (cs_player_get_state (self->player) != CS_PLAYER_READY)
    return;

  show_place (self);
  if (!self->stepped || !cs_player_is_settled (self->player))
    return;

  self->stepped = FALSE;
  words = place_words (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->scale), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static gboolean
on_rest (gpointer user_data)
{
  CsPlayerView *self = user_data;

  self->rest = 0;
  cs_player_seek (self->player, gtk_adjustment_get_value (self->adjustment) * G_USEC_PER_SEC, TRUE);

  return G_SOURCE_REMOVE;
}

/* While the hand moves, what is quickly found; the exact frame when it rests. */
static gboolean
on_scale (CsPlayerView  *self,
          GtkScrollType  type,
          double         value)
{
  double at = CLAMP (value, 0, gtk_adjustment_get_upper (self->adjustment));

  gtk_adjustment_set_value (self->adjustment, at);
  cs_player_seek (self->player, at * G_USEC_PER_SEC, FALSE);
  g_clear_handle_id (&self->rest, g_source_remove);
  self->rest = g_timeout_add (REST_MSEC, on_rest, self);

  return TRUE;
}

static void
on_play_pause (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CsPlayerView *self = CS_PLAYER_VIEW (widget);

  if (cs_player_get_playing (self->player) || strcmp (name, "player.pause") == 0)
    cs_player_pause (self->player);
  else
    cs_player_play (self->player, 1);
}

/* L and J: again is twice as fast. */
static void
on_shuttle (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CsPlayerView *self = CS_PLAYER_VIEW (widget);
  double way = strcmp (name, "player.forward") == 0 ? 1 : -1;
  double rate = cs_player_get_rate (self->player);

  if (!cs_player_get_playing (self->player) || rate * way < 0)
    cs_player_play (self->player, way);
  else
    cs_player_play (self->player, CLAMP (rate * 2, -FASTEST, FASTEST));
}

static void
on_step (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CsPlayerView *self = CS_PLAYER_VIEW (widget);

  self->stepped = TRUE;
  cs_player_step (self->player, strcmp (name, "player.step-forward") == 0 ? 1 : -1);
}

static void
on_edge (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CsPlayerView *self = CS_PLAYER_VIEW (widget);

  self->stepped = TRUE;
  if (strcmp (name, "player.end") == 0)
    cs_player_seek_end (self->player);
  else
    cs_player_seek (self->player, 0, TRUE);
}

static void
on_mute (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CsPlayerView *self = CS_PLAYER_VIEW (widget);

  cs_player_set_muted (self->player, !cs_player_get_muted (self->player));
}

/* What is not seen does not play. */
static void
cs_player_view_unmap (GtkWidget *widget)
{
  CsPlayerView *self = CS_PLAYER_VIEW (widget);

  g_clear_handle_id (&self->rest, g_source_remove);
  cs_player_pause (self->player);

  GTK_WIDGET_CLASS (cs_player_view_parent_class)->unmap (widget);
}

static void
cs_player_view_dispose (GObject *object)
{
  CsPlayerView *self = CS_PLAYER_VIEW (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->player != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->player, self);
      cs_player_close (self->player);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_PLAYER_VIEW);
  g_clear_object (&self->player);

  G_OBJECT_CLASS (cs_player_view_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  static const GtkWidgetActionActivateFunc funcs[] = {
    on_play_pause, on_play_pause, on_shuttle, on_shuttle, on_step, on_step, on_edge, on_edge,
    on_mute,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (funcs) == G_N_ELEMENTS (action_names));
  for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
    gtk_widget_class_install_action (klass, action_names[i], NULL, funcs[i]);
}

static void
cs_player_view_class_init (CsPlayerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_player_view_dispose;
  widget_class->unmap = cs_player_view_unmap;

  g_type_ensure (CS_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/creatorsync/CreatorSync/media/cs-player-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, still);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, picture);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, reason);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, controls);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, scale);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, adjustment);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, time);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, transport);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, play);
  gtk_widget_class_bind_template_child (widget_class, CsPlayerView, mute);
  gtk_widget_class_bind_template_callback (widget_class, on_scale);
  install_actions (widget_class);
}

/* A clip runs from left to right wherever it is seen, and what drives it points there. */
static void
run_rightwards (GtkWidget *widget)
{
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    run_rightwards (child);
}

static void
cs_player_view_init (CsPlayerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  run_rightwards (GTK_WIDGET (self->scale));
  run_rightwards (self->transport);

  self->player = cs_player_new ();
  g_signal_connect_swapped (self->player, "notify::state", G_CALLBACK (update_state), self);
  g_signal_connect_swapped (self->player, "notify::playing", G_CALLBACK (update_playing), self);
  g_signal_connect_swapped (self->player, "notify::muted", G_CALLBACK (update_muted), self);
  g_signal_connect_swapped (self->player, "moved", G_CALLBACK (on_moved), self);
  update_state (self);
}

CsPlayer *
cs_player_view_get_player (CsPlayerView *self)
{
  return self->player;
}

/* A file that was probed, and is as it was then. */
void
cs_player_view_open (CsPlayerView  *self,
                     const char    *path,
                     const CsFacts *facts)
{
  self->fps = facts->variable_rate ? 0 : cs_facts_get_fps (facts);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->mute), facts->audio_codec != NULL);
  cs_player_open (self->player, path, facts);
}

/* What is shown until the clip is, and when it cannot be. */
void
cs_player_view_show_still (CsPlayerView *self,
                           const char   *thumbnail,
                           const char   *title)
{
  cs_thumbnail_set_path (self->still, thumbnail);
  gtk_picture_set_alternative_text (self->picture, title);
}

/* Nothing is played, for this reason; NULL: there is nothing to be played. */
void
cs_player_view_refuse (CsPlayerView *self,
                       const char   *reason)
{
  if (cs_player_get_state (self->player) != CS_PLAYER_FAILED)
    cs_player_close (self->player);

  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
}
