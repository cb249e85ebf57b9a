/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-recipe-private.h"

#include "cs-preflight-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

static const char *
channel_words (gint64 channels)
{
  return channels == 1 ? _("mono") : channels == 2 ? _("stereo") : _("surround");
}

static void
say_file (GStrvBuilder   *changes,
          const CsFacts  *facts,
          const CsRecipe *recipe)
{
  if (facts->container != NULL && strcmp (facts->container, "mp4") != 0)
    g_strv_builder_take (changes, g_strdup_printf (_("File: MP4 instead of %s"),
                                                   cs_words_name (facts->container)));
  else if (facts->faststart == 0)
    g_strv_builder_add (changes, _("File: the index moves to the front"));

  if (facts->edit_list == 1 && recipe->action == CS_RECIPE_ENCODE)
    g_strv_builder_add (changes, _("File: what the edit list hides is left out"));
}

static void
say_sound (GStrvBuilder   *changes,
           const CsFacts  *facts,
           const CsRecipe *recipe)
{
  g_autofree char *rate = NULL;

  if (recipe->audio_rate == CS_UNKNOWN)
    return;

  rate = cs_words_number (recipe->audio_rate / 1e3, 1);
  g_strv_builder_take (changes,
    /* Translators: 48 kHz, stereo, 128 kbit a second, made of Opus */
    g_strdup_printf (_("Sound: AAC, %s kHz, %s, %" PRId64 " kbit a second, made of %s"),
                     rate, channel_words (recipe->audio_channels), recipe->audio_bitrate / 1000,
                     cs_words_name (facts->audio_codec)));
}

static void
say_rate (GStrvBuilder   *changes,
          const CsFacts  *facts,
          const CsRecipe *recipe)
{
  double before = cs_facts_get_fps (facts);
  g_autofree char *is = NULL;
  g_autofree char *was = NULL;

  if (recipe->fps_num == CS_UNKNOWN)
    return;

  is = cs_words_number ((double) recipe->fps_num / recipe->fps_den, 2);
  was = cs_words_number (before, 2);

  if (before == 0 || strcmp (is, was) == 0)
    g_strv_builder_take (changes, g_strdup_printf (_("Frames: %s a second throughout"), is));
  else
    g_strv_builder_take (changes,
                         g_strdup_printf (_("Frames: %s a second instead of %s"), is, was));
}

static void
say_picture (GStrvBuilder   *changes,
             const CsFacts  *facts,
             const CsRecipe *recipe)
{
  const char *codec = facts->video_codec != NULL ? cs_words_name (facts->video_codec)
                                                 : _("the source");
  gint64 width, height;

  g_strv_builder_take (changes,
    facts->pixel_format != NULL
      /* Translators: a codec, and how it stores pixels, as in: made of VP9, yuv420p */
      ? g_strdup_printf (_("Video: H.264 High, 8 bit, made of %s, %s"), codec, facts->pixel_format)
      : g_strdup_printf (_("Video: H.264 High, 8 bit, made of %s"), codec));

  if (cs_facts_get_shown (facts, &width, &height) && recipe->width != CS_UNKNOWN
      && (width != recipe->width || height != recipe->height))
    g_strv_builder_take (changes,
      g_strdup_printf (_("Picture: %" PRId64 " × %" PRId64 " pixels instead of %" PRId64
                         " × %" PRId64),
                       recipe->width, recipe->height, width, height));

  if (facts->rotation != CS_UNKNOWN && facts->rotation != 0)
    g_strv_builder_add (changes, _("Picture: stored upright"));
  if (facts->interlaced)
    g_strv_builder_add (changes, _("Picture: progressive instead of interlaced"));
  if (facts->hdr)
    g_strv_builder_add (changes, _("Colours: HDR becomes standard range (SDR)"));

  say_rate (changes, facts, recipe);

  if (recipe->gop_max < CS_RECIPE_GOP)
    g_strv_builder_take (changes,
      g_strdup_printf (ngettext ("Key frames: one in %" PRId64 " frame or more",
                                 "Key frames: one in %" PRId64 " frames or more", recipe->gop_max),
                       recipe->gop_max));
  if (recipe->max_bytes != CS_UNKNOWN)
    {
      g_autofree char *size = cs_words_number (recipe->max_bytes / 1e6, 1);

      g_strv_builder_take (changes, g_strdup_printf (_("Size: at most %s MB"), size));
    }
}

/* Sets what the recipe changes, in words. */
void
cs_recipe_say (CsRecipe      *recipe,
               const CsFacts *facts)
{
  g_autoptr(GStrvBuilder) changes = g_strv_builder_new ();

  if (recipe->action == CS_RECIPE_NONE)
    return;

  if (recipe->action == CS_RECIPE_ENCODE)
    say_picture (changes, facts, recipe);
  say_sound (changes, facts, recipe);
  say_file (changes, facts, recipe);

  recipe->changes = g_strv_builder_end (changes);
}
