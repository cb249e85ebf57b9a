/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preflight-private.h"

#include <string.h>

/* Averages of a rate are a little off, and the networks know that. */
#define FPS_SLACK 0.1

/* Sound ends with a whole packet, which may be a little later than the picture does. */
#define DURATION_SLACK_USEC 50000

/* An encoder that was told 128 kbit/s makes 130 of it. */
#define AUDIO_SLACK 1.1

static gboolean
known (gint64 number)
{
  return number != CS_UNKNOWN;
}

static gboolean
above (gint64 is,
       gint64 may)
{
  return known (is) && known (may) && is > may;
}

static gboolean
below (gint64 is,
       gint64 may)
{
  return known (is) && known (may) && is < may;
}

/* “The clip is 142.3 MB; Mastodon takes at most 103.8 MB” */
static char *
too_much (const CsMediaCase *about,
          const char        *what,
          double             is,
          double             may,
          const char        *unit)
{
  g_autofree char *is_words = NULL;
  g_autofree char *may_words = NULL;

  cs_words_pair (is, may, 1, &is_words, &may_words);

  return g_strdup_printf ("%s %s %s; %s takes at most %s %s",
                          what, is_words, unit, about->network, may_words, unit);
}

static char *
too_little (const CsMediaCase *about,
            const char        *what,
            double             is,
            double             may,
            const char        *unit)
{
  g_autofree char *is_words = NULL;
  g_autofree char *may_words = NULL;

  cs_words_pair (is, may, 1, &is_words, &may_words);

  return g_strdup_printf ("%s %s %s; %s takes at least %s %s",
                          what, is_words, unit, about->network, may_words, unit);
}

static gboolean
listed (GStrv       names,
        const char *name)
{
  return names == NULL || g_strv_contains ((const char *const *) names, name);
}

/* “The video is VP9; Mastodon takes H.264” */
static char *
not_listed (const CsMediaCase *about,
            const char        *what,
            const char        *is,
            GStrv              may)
{
  g_autofree char *words = cs_words_list (may);

  return g_strdup_printf ("%s %s; %s takes %s", what, cs_words_name (is), about->network, words);
}

static char *
container (const CsMediaCase *about)
{
  if (about->limits->video_containers == NULL)
    return NULL;

  if (about->facts->container == NULL)
    return g_strdup ("What kind of file this is cannot be told");

  return listed (about->limits->video_containers, about->facts->container)
         ? NULL
         : not_listed (about, "The file is", about->facts->container,
                       about->limits->video_containers);
}

static char *
codec (const CsMediaCase *about)
{
  if (about->limits->video_codecs == NULL)
    return NULL;

  if (about->facts->video_codec == NULL)
    return g_strdup ("How the picture is coded cannot be told");

  return listed (about->limits->video_codecs, about->facts->video_codec)
         ? NULL
         : not_listed (about, "The video is", about->facts->video_codec,
                       about->limits->video_codecs);
}

static char *
profile (const CsMediaCase *about)
{
  const char *is = about->facts->video_profile;

  return is == NULL || listed (about->limits->video_profiles, is)
         ? NULL : not_listed (about, "The video’s profile is", is, about->limits->video_profiles);
}

static char *
pixel_format (const CsMediaCase *about)
{
  const char *is = about->facts->pixel_format;

  return is == NULL || listed (about->limits->pixel_formats, is)
         ? NULL : not_listed (about, "The pixels are stored as", is, about->limits->pixel_formats);
}

static char *
small_side (const CsMediaCase *about)
{
  gint64 width, height;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !below (MIN (width, height), about->limits->video_min_side))
    return NULL;

  return too_little (about, "The shorter side is", MIN (width, height),
                     about->limits->video_min_side, "pixels");
}

static char *
long_side (const CsMediaCase *about)
{
  gint64 width, height;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !above (MAX (width, height), about->limits->video_max_side))
    return NULL;

  return too_much (about, "The longer side is", MAX (width, height),
                   about->limits->video_max_side, "pixels");
}

static char *
short_side (const CsMediaCase *about)
{
  gint64 width, height;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !above (MIN (width, height), about->limits->video_max_short_side))
    return NULL;

  return too_much (about, "The shorter side is", MIN (width, height),
                   about->limits->video_max_short_side, "pixels");
}

static char *
width_of (const CsMediaCase *about)
{
  gint64 width, height;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !above (width, about->limits->video_max_width))
    return NULL;

  return too_much (about, "The width is", width, about->limits->video_max_width, "pixels");
}

static char *
pixels (const CsMediaCase *about)
{
  gint64 width, height;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !above (width * height, about->limits->video_max_pixels))
    return NULL;

  return g_strdup_printf ("The picture has %" G_GINT64_FORMAT " × %" G_GINT64_FORMAT " = %"
                          G_GINT64_FORMAT " pixels; %s takes at most %" G_GINT64_FORMAT,
                          width, height, width * height, about->network,
                          about->limits->video_max_pixels);
}

static char *
bytes (const CsMediaCase *about)
{
  return above (about->facts->size, about->limits->video_max_bytes)
         ? too_much (about, "The clip is", about->facts->size / 1e6,
                     about->limits->video_max_bytes / 1e6, "MB")
         : NULL;
}

static char *
long_duration (const CsMediaCase *about)
{
  gint64 may = about->limits->video_max_duration;

  return known (may) && above (about->facts->duration, may * 1000 + DURATION_SLACK_USEC)
         ? too_much (about, "The clip lasts", about->facts->duration / 1e6, may / 1e3, "s") : NULL;
}

static char *
short_duration (const CsMediaCase *about)
{
  gint64 may = about->limits->video_min_duration;

  return known (may) && below (about->facts->duration, may * 1000 - DURATION_SLACK_USEC)
         ? too_little (about, "The clip lasts", about->facts->duration / 1e6, may / 1e3, "s")
         : NULL;
}

static char *
shorts (const CsMediaCase *about)
{
  gint64 may = about->limits->video_shorts_duration;
  g_autofree char *is_words = NULL;
  g_autofree char *may_words = NULL;

  if (!known (may) || !above (about->facts->duration, may * 1000 + DURATION_SLACK_USEC))
    return NULL;

  cs_words_pair (about->facts->duration / 1e6, may / 1e3, 1, &is_words, &may_words);

  return g_strdup_printf ("The clip lasts %s s; among the short ones %s shows those up to %s s",
                          is_words, about->network, may_words);
}

static char *
high_fps (const CsMediaCase *about)
{
  double fps = cs_facts_get_fps (about->facts);
  gint64 may = about->limits->video_max_fps;

  return known (may) && fps > may + FPS_SLACK
         ? too_much (about, "The clip has", fps, may, "frames a second") : NULL;
}

static char *
low_fps (const CsMediaCase *about)
{
  double fps = cs_facts_get_fps (about->facts);
  gint64 may = about->limits->video_min_fps;

  return known (may) && fps > 0 && fps < may - FPS_SLACK
         ? too_little (about, "The clip has", fps, may, "frames a second") : NULL;
}

static char *
variable_rate (const CsMediaCase *about)
{
  return about->facts->variable_rate && about->limits->video_constant_rate
         ? g_strdup_printf ("The frame rate varies; %s wants one that does not", about->network)
         : NULL;
}

/* Half a frame of slack: the distance was counted in whole frames. */
static char *
gop_length (const CsMediaCase *about)
{
  double fps = cs_facts_get_fps (about->facts);
  gint64 may = about->limits->video_max_gop;

  if (!known (may) || fps == 0 || !known (about->facts->gop_max)
      || about->facts->gop_max <= may / 1e3 * fps + 0.5)
    return NULL;

  return too_much (about, "From key frame to key frame it is", about->facts->gop_max / fps,
                   may / 1e3, "s");
}

static char *
gop_open (const CsMediaCase *about)
{
  return about->facts->open_gop && about->limits->video_closed_gop
         ? g_strdup_printf ("Some pictures need others from before a key frame (open GOP); "
                            "%s takes closed groups", about->network)
         : NULL;
}

static char *
bitrate (const CsMediaCase *about)
{
  return above (about->facts->video_bitrate, about->limits->video_max_bitrate)
         ? too_much (about, "The video has", about->facts->video_bitrate / 1e6,
                     about->limits->video_max_bitrate / 1e6, "Mbit a second")
         : NULL;
}

static char *
aspect_words (const CsMediaCase *about,
              gint64             width,
              gint64             height,
              const char        *than,
              gint64             may)
{
  g_autofree char *is_words = NULL;
  g_autofree char *may_words = NULL;

  cs_words_pair ((double) width / height, may / 1e3, 2, &is_words, &may_words);

  return g_strdup_printf ("The picture is %s : 1; %s takes nothing %s than %s : 1",
                          is_words, about->network, than, may_words);
}

static char *
narrow (const CsMediaCase *about)
{
  gint64 may = about->limits->video_min_aspect;
  gint64 width, height;

  return known (may) && cs_facts_get_shown (about->facts, &width, &height)
         && width * 1000 < may * height
         ? aspect_words (about, width, height, "narrower", may) : NULL;
}

static char *
broad (const CsMediaCase *about)
{
  gint64 may = about->limits->video_max_aspect;
  gint64 width, height;

  return known (may) && cs_facts_get_shown (about->facts, &width, &height)
         && width * 1000 > may * height
         ? aspect_words (about, width, height, "broader", may) : NULL;
}

static char *
pixel_aspect (const CsMediaCase *about)
{
  gint64 num = about->facts->par_num;
  gint64 den = about->facts->par_den;

  return about->limits->video_square_pixels && known (num) && known (den) && num != den
         ? g_strdup_printf ("Its pixels are %" G_GINT64_FORMAT " : %" G_GINT64_FORMAT
                            "; %s takes square ones", num, den, about->network)
         : NULL;
}

static char *
faststart (const CsMediaCase *about)
{
  return about->limits->video_faststart && about->facts->faststart == 0
         ? g_strdup_printf ("The index stands at the end of the file; %s wants it in front",
                            about->network)
         : NULL;
}

static char *
edit_list (const CsMediaCase *about)
{
  return about->limits->video_no_edit_list && about->facts->edit_list == 1
         ? g_strdup_printf ("The file hides a part of the clip by an edit list; %s takes none",
                            about->network)
         : NULL;
}

static char *
rotation (const CsMediaCase *about)
{
  return known (about->facts->rotation) && about->facts->rotation != 0
         ? g_strdup_printf ("The picture is stored turned by %" G_GINT64_FORMAT "°, which some "
                            "players do not heed", about->facts->rotation)
         : NULL;
}

static char *
hdr_refused (const CsMediaCase *about)
{
  return about->facts->hdr && about->limits->video_sdr
         ? g_strdup_printf ("The clip is HDR; %s takes standard range (SDR)", about->network)
         : NULL;
}

static char *
hdr (const CsMediaCase *about)
{
  return about->facts->hdr
         ? g_strdup ("The clip is HDR; where HDR is not shown its colours look grey") : NULL;
}

static char *
interlaced_refused (const CsMediaCase *about)
{
  return about->facts->interlaced && about->limits->video_progressive
         ? g_strdup_printf ("The clip is interlaced; %s takes progressive video", about->network)
         : NULL;
}

static char *
interlaced (const CsMediaCase *about)
{
  return about->facts->interlaced
         ? g_strdup ("The clip is interlaced; moving edges look like combs") : NULL;
}

static char *
truncated (const CsMediaCase *about)
{
  g_autofree char *all = NULL;
  g_autofree char *part = NULL;

  if (!below (about->facts->readable, about->facts->duration))
    return NULL;

  cs_words_pair (about->facts->readable / 1e6, about->facts->duration / 1e6, 1, &part, &all);

  return g_strdup_printf ("Only %s of %s s can be read", part, all);
}

static char *
damaged (const CsMediaCase *about)
{
  return about->facts->damaged ? g_strdup ("Parts of the file are damaged") : NULL;
}

static char *
audio_codec (const CsMediaCase *about)
{
  const char *is = about->facts->audio_codec;

  return is == NULL || listed (about->limits->audio_codecs, is)
         ? NULL : not_listed (about, "The sound is", is, about->limits->audio_codecs);
}

static char *
audio_profile (const CsMediaCase *about)
{
  const char *is = about->facts->audio_profile;

  return is == NULL || about->facts->audio_codec == NULL
         || listed (about->limits->audio_profiles, is)
         ? NULL : not_listed (about, "The sound’s profile is", is, about->limits->audio_profiles);
}

static char *
audio_rate (const CsMediaCase *about)
{
  return above (about->facts->audio_rate, about->limits->audio_max_rate)
         ? too_much (about, "The sound has", about->facts->audio_rate / 1e3,
                     about->limits->audio_max_rate / 1e3, "kHz")
         : NULL;
}

static char *
audio_channels (const CsMediaCase *about)
{
  return above (about->facts->audio_channels, about->limits->audio_max_channels)
         ? too_much (about, "The sound has", about->facts->audio_channels,
                     about->limits->audio_max_channels, "channels")
         : NULL;
}

static char *
audio_bitrate (const CsMediaCase *about)
{
  gint64 may = about->limits->audio_max_bitrate;
  g_autofree char *is_words = NULL;
  g_autofree char *may_words = NULL;

  if (!known (may) || about->facts->audio_bitrate <= may * AUDIO_SLACK)
    return NULL;

  cs_words_pair (about->facts->audio_bitrate / 1e3, may / 1e3, 1, &is_words, &may_words);

  return g_strdup_printf ("The sound has %s kbit a second; %s asks for %s",
                          is_words, about->network, may_words);
}

static char *
audio_required (const CsMediaCase *about)
{
  return about->limits->audio_required && about->facts->audio_codec == NULL
         ? g_strdup_printf ("The clip has no sound; %s wants some", about->network) : NULL;
}

static char *
audio_missing (const CsMediaCase *about)
{
  return about->facts->audio_codec == NULL ? g_strdup ("The clip has no sound") : NULL;
}

static char *
audio_silent (const CsMediaCase *about)
{
  return about->facts->silent ? g_strdup ("There is nothing to hear on the clip’s sound") : NULL;
}

const CsMediaRule cs_video_rules[] = {
  { "video.truncated", NULL, CS_FINDING_BLOCK, CS_FIX_NONE, truncated },
  { "video.damaged", NULL, CS_FINDING_WARNING, CS_FIX_NONE, damaged },
  { "video.container", "video_containers", CS_FINDING_BLOCK, CS_FIX_REMUX, container },
  { "video.codec", "video_codecs", CS_FINDING_BLOCK, CS_FIX_ENCODE, codec },
  { "video.profile", "video_profiles", CS_FINDING_BLOCK, CS_FIX_ENCODE, profile },
  { "video.pixel-format", "pixel_formats", CS_FINDING_BLOCK, CS_FIX_ENCODE, pixel_format },
  { "video.size", "video_min_side", CS_FINDING_BLOCK, CS_FIX_NONE, small_side },
  { "video.size", "video_max_side", CS_FINDING_BLOCK, CS_FIX_ENCODE, long_side },
  { "video.size", "video_max_short_side", CS_FINDING_BLOCK, CS_FIX_ENCODE, short_side },
  { "video.size", "video_max_width", CS_FINDING_BLOCK, CS_FIX_ENCODE, width_of },
  { "video.size", "video_max_pixels", CS_FINDING_BLOCK, CS_FIX_ENCODE, pixels },
  { "video.aspect", "video_min_aspect", CS_FINDING_BLOCK, CS_FIX_NONE, narrow },
  { "video.aspect", "video_max_aspect", CS_FINDING_BLOCK, CS_FIX_NONE, broad },
  { "video.pixel-aspect", "video_square_pixels", CS_FINDING_BLOCK, CS_FIX_ENCODE, pixel_aspect },
  { "video.duration-max", "video_max_duration", CS_FINDING_BLOCK, CS_FIX_CUT, long_duration },
  { "video.duration-min", "video_min_duration", CS_FINDING_BLOCK, CS_FIX_NONE, short_duration },
  { "video.shorts", "video_shorts_duration", CS_FINDING_NOTE, CS_FIX_CUT, shorts },
  { "video.bytes", "video_max_bytes", CS_FINDING_BLOCK, CS_FIX_ENCODE, bytes },
  { "video.fps", "video_max_fps", CS_FINDING_BLOCK, CS_FIX_ENCODE, high_fps },
  { "video.fps", "video_min_fps", CS_FINDING_BLOCK, CS_FIX_ENCODE, low_fps },
  { "video.variable-rate", "video_constant_rate", CS_FINDING_BLOCK, CS_FIX_ENCODE, variable_rate },
  { "video.gop", "video_max_gop", CS_FINDING_BLOCK, CS_FIX_ENCODE, gop_length },
  { "video.gop", "video_closed_gop", CS_FINDING_BLOCK, CS_FIX_ENCODE, gop_open },
  { "video.bitrate", "video_max_bitrate", CS_FINDING_BLOCK, CS_FIX_ENCODE, bitrate },
  { "video.faststart", "video_faststart", CS_FINDING_BLOCK, CS_FIX_REMUX, faststart },
  { "video.edit-list", "video_no_edit_list", CS_FINDING_BLOCK, CS_FIX_ENCODE, edit_list },
  { "video.rotation", NULL, CS_FINDING_NOTE, CS_FIX_ENCODE, rotation },
  { "video.hdr", "video_sdr", CS_FINDING_BLOCK, CS_FIX_ENCODE, hdr_refused },
  { "video.hdr", NULL, CS_FINDING_WARNING, CS_FIX_ENCODE, hdr },
  { "video.interlaced", "video_progressive", CS_FINDING_BLOCK, CS_FIX_ENCODE, interlaced_refused },
  { "video.interlaced", NULL, CS_FINDING_WARNING, CS_FIX_ENCODE, interlaced },
  { "audio.codec", "audio_codecs", CS_FINDING_BLOCK, CS_FIX_AUDIO, audio_codec },
  { "audio.profile", "audio_profiles", CS_FINDING_BLOCK, CS_FIX_AUDIO, audio_profile },
  { "audio.rate", "audio_max_rate", CS_FINDING_BLOCK, CS_FIX_AUDIO, audio_rate },
  { "audio.channels", "audio_max_channels", CS_FINDING_BLOCK, CS_FIX_AUDIO, audio_channels },
  { "audio.bitrate", "audio_max_bitrate", CS_FINDING_WARNING, CS_FIX_AUDIO, audio_bitrate },
  { "audio.missing", "audio_required", CS_FINDING_BLOCK, CS_FIX_NONE, audio_required },
  { "audio.missing", NULL, CS_FINDING_NOTE, CS_FIX_NONE, audio_missing },
  { "audio.silent", NULL, CS_FINDING_NOTE, CS_FIX_NONE, audio_silent },
  { NULL }
};
