/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preflight-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
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

/* What is, and what may be: “142.3”, “103.8”. */
static CsWordsPair
pair (double is,
      double may)
{
  return cs_words_pair (is, may, 1);
}

static gboolean
listed (GStrv       names,
        const char *name)
{
  return names == NULL || g_strv_contains ((const char *const *) names, name);
}

/* What is taken instead, as in “H.264 or VP9”; NULL when this is. */
static char *
instead (GStrv       names,
         const char *name)
{
  return name == NULL || listed (names, name) ? NULL : cs_words_list (names);
}

static char *
container (const CsMediaCase *about)
{
  const char *is = about->facts->container;
  g_autofree char *may = instead (about->limits->video_containers, is);

  if (about->limits->video_containers != NULL && is == NULL)
    return g_strdup (_("What kind of file this is cannot be told"));

  /* Translators: the file is AVI; Mastodon takes MP4, MOV or WebM */
  return may != NULL ? g_strdup_printf (_("The file is %s; %s takes %s"), cs_words_name (is),
                                        about->network, may)
                     : NULL;
}

static char *
codec (const CsMediaCase *about)
{
  const char *is = about->facts->video_codec;
  g_autofree char *may = instead (about->limits->video_codecs, is);

  if (about->limits->video_codecs != NULL && is == NULL)
    return g_strdup (_("How the picture is coded cannot be told"));

  /* Translators: the video is VP9; Mastodon takes H.264 */
  return may != NULL ? g_strdup_printf (_("The video is %s; %s takes %s"), cs_words_name (is),
                                        about->network, may)
                     : NULL;
}

static char *
profile (const CsMediaCase *about)
{
  const char *is = about->facts->video_profile;
  g_autofree char *may = instead (about->limits->video_profiles, is);

  /* Translators: of H.264: the profile is High; the network takes Main or Baseline */
  return may != NULL ? g_strdup_printf (_("The video’s profile is %s; %s takes %s"),
                                        cs_words_name (is), about->network, may)
                     : NULL;
}

static char *
pixel_format (const CsMediaCase *about)
{
  const char *is = about->facts->pixel_format;
  g_autofree char *may = instead (about->limits->pixel_formats, is);

  /* Translators: the pixels are stored as yuv422p; the network takes yuv420p */
  return may != NULL ? g_strdup_printf (_("The pixels are stored as %s; %s takes %s"),
                                        cs_words_name (is), about->network, may)
                     : NULL;
}

static char *
small_side (const CsMediaCase *about)
{
  gint64 width, height;
  CsWordsPair side;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !below (MIN (width, height), about->limits->video_min_side))
    return NULL;

  side = pair (MIN (width, height), about->limits->video_min_side);

  return g_strdup_printf (_("The shorter side is %s pixels; %s takes at least %s pixels"),
                          side.is, about->network, side.may);
}

static char *
long_side (const CsMediaCase *about)
{
  gint64 width, height;
  CsWordsPair side;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !above (MAX (width, height), about->limits->video_max_side))
    return NULL;

  side = pair (MAX (width, height), about->limits->video_max_side);

  return g_strdup_printf (_("The longer side is %s pixels; %s takes at most %s pixels"),
                          side.is, about->network, side.may);
}

static char *
short_side (const CsMediaCase *about)
{
  gint64 width, height;
  CsWordsPair side;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !above (MIN (width, height), about->limits->video_max_short_side))
    return NULL;

  side = pair (MIN (width, height), about->limits->video_max_short_side);

  return g_strdup_printf (_("The shorter side is %s pixels; %s takes at most %s pixels"),
                          side.is, about->network, side.may);
}

static char *
width_of (const CsMediaCase *about)
{
  gint64 width, height;
  CsWordsPair words;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !above (width, about->limits->video_max_width))
    return NULL;

  words = pair (width, about->limits->video_max_width);

  return g_strdup_printf (_("The width is %s pixels; %s takes at most %s pixels"),
                          words.is, about->network, words.may);
}

static char *
pixels (const CsMediaCase *about)
{
  gint64 width, height;

  if (!cs_facts_get_shown (about->facts, &width, &height)
      || !above (width * height, about->limits->video_max_pixels))
    return NULL;

  return g_strdup_printf (_("The picture has %" PRId64 " × %" PRId64 " = %" PRId64
                            " pixels; %s takes at most %" PRId64),
                          width, height, width * height, about->network,
                          about->limits->video_max_pixels);
}

static char *
bytes (const CsMediaCase *about)
{
  CsWordsPair size;

  if (!above (about->facts->size, about->limits->video_max_bytes))
    return NULL;

  size = pair (about->facts->size / 1e6, about->limits->video_max_bytes / 1e6);

  /* Translators: the clip is 142.3 MB; Mastodon takes at most 103.8 MB */
  return g_strdup_printf (_("The clip is %s MB; %s takes at most %s MB"),
                          size.is, about->network, size.may);
}

static char *
long_duration (const CsMediaCase *about)
{
  gint64 may = about->limits->video_max_duration;
  CsWordsPair length;

  if (!known (may) || !above (about->facts->duration, may * 1000 + DURATION_SLACK_USEC))
    return NULL;

  length = pair (about->facts->duration / 1e6, may / 1e3);

  return g_strdup_printf (_("The clip lasts %s s; %s takes at most %s s"),
                          length.is, about->network, length.may);
}

static char *
short_duration (const CsMediaCase *about)
{
  gint64 may = about->limits->video_min_duration;
  CsWordsPair length;

  if (!known (may) || !below (about->facts->duration, may * 1000 - DURATION_SLACK_USEC))
    return NULL;

  length = pair (about->facts->duration / 1e6, may / 1e3);

  return g_strdup_printf (_("The clip lasts %s s; %s takes at least %s s"),
                          length.is, about->network, length.may);
}

static char *
shorts (const CsMediaCase *about)
{
  gint64 may = about->limits->video_shorts_duration;
  CsWordsPair length;

  if (!known (may) || !above (about->facts->duration, may * 1000 + DURATION_SLACK_USEC))
    return NULL;

  length = pair (about->facts->duration / 1e6, may / 1e3);

  return g_strdup_printf (_("The clip lasts %s s; among the short ones %s shows those up to %s s"),
                          length.is, about->network, length.may);
}

static char *
high_fps (const CsMediaCase *about)
{
  double fps = cs_facts_get_fps (about->facts);
  gint64 may = about->limits->video_max_fps;
  CsWordsPair rate;

  if (!known (may) || fps <= may + FPS_SLACK)
    return NULL;

  rate = pair (fps, may);

  return g_strdup_printf (_("The clip has %s frames a second; %s takes at most %s frames a second"),
                          rate.is, about->network, rate.may);
}

static char *
low_fps (const CsMediaCase *about)
{
  double fps = cs_facts_get_fps (about->facts);
  gint64 may = about->limits->video_min_fps;
  CsWordsPair rate;

  if (!known (may) || fps <= 0 || fps >= may - FPS_SLACK)
    return NULL;

  rate = pair (fps, may);

  return g_strdup_printf (_("The clip has %s frames a second; %s takes at least %s frames a "
                            "second"), rate.is, about->network, rate.may);
}

static char *
variable_rate (const CsMediaCase *about)
{
  return about->facts->variable_rate && about->limits->video_constant_rate
         ? g_strdup_printf (_("The frame rate varies; %s wants one that does not"), about->network)
         : NULL;
}

/* Half a frame of slack: the distance was counted in whole frames. */
static char *
gop_length (const CsMediaCase *about)
{
  double fps = cs_facts_get_fps (about->facts);
  gint64 may = about->limits->video_max_gop;
  CsWordsPair length;

  if (!known (may) || fps == 0 || !known (about->facts->gop_max)
      || about->facts->gop_max <= may / 1e3 * fps + 0.5)
    return NULL;

  length = pair (about->facts->gop_max / fps, may / 1e3);

  return g_strdup_printf (_("From key frame to key frame it is %s s; %s takes at most %s s"),
                          length.is, about->network, length.may);
}

static char *
gop_open (const CsMediaCase *about)
{
  return about->facts->open_gop && about->limits->video_closed_gop
         ? g_strdup_printf (_("Some pictures need others from before a key frame (open GOP); "
                              "%s takes closed groups"), about->network)
         : NULL;
}

static char *
bitrate (const CsMediaCase *about)
{
  CsWordsPair rate;

  if (!above (about->facts->video_bitrate, about->limits->video_max_bitrate))
    return NULL;

  rate = pair (about->facts->video_bitrate / 1e6, about->limits->video_max_bitrate / 1e6);

  return g_strdup_printf (_("The video has %s Mbit a second; %s takes at most %s Mbit a second"),
                          rate.is, about->network, rate.may);
}

static char *
narrow (const CsMediaCase *about)
{
  gint64 may = about->limits->video_min_aspect;
  gint64 width, height;
  CsWordsPair words;

  if (!known (may) || !cs_facts_get_shown (about->facts, &width, &height)
      || width * 1000 >= may * height)
    return NULL;

  words = cs_words_pair ((double) width / height, may / 1e3, 2);

  return g_strdup_printf (_("The picture is %s : 1; %s takes nothing narrower than %s : 1"),
                          words.is, about->network, words.may);
}

static char *
broad (const CsMediaCase *about)
{
  gint64 may = about->limits->video_max_aspect;
  gint64 width, height;
  CsWordsPair words;

  if (!known (may) || !cs_facts_get_shown (about->facts, &width, &height)
      || width * 1000 <= may * height)
    return NULL;

  words = cs_words_pair ((double) width / height, may / 1e3, 2);

  return g_strdup_printf (_("The picture is %s : 1; %s takes nothing broader than %s : 1"),
                          words.is, about->network, words.may);
}

static char *
pixel_aspect (const CsMediaCase *about)
{
  gint64 num = about->facts->par_num;
  gint64 den = about->facts->par_den;

  return about->limits->video_square_pixels && known (num) && known (den) && num != den
         ? g_strdup_printf (_("Its pixels are %" PRId64 " : %" PRId64 "; %s takes square ones"),
                            num, den, about->network)
         : NULL;
}

static char *
faststart (const CsMediaCase *about)
{
  return about->limits->video_faststart && about->facts->faststart == 0
         ? g_strdup_printf (_("The index stands at the end of the file; %s wants it in front"),
                            about->network)
         : NULL;
}

static char *
edit_list (const CsMediaCase *about)
{
  return about->limits->video_no_edit_list && about->facts->edit_list == 1
         ? g_strdup_printf (_("The file hides a part of the clip by an edit list; %s takes none"),
                            about->network)
         : NULL;
}

static char *
rotation (const CsMediaCase *about)
{
  return known (about->facts->rotation) && about->facts->rotation != 0
         ? g_strdup_printf (_("The picture is stored turned by %" PRId64 "°, which some "
                              "players do not heed"), about->facts->rotation)
         : NULL;
}

static char *
hdr_refused (const CsMediaCase *about)
{
  return about->facts->hdr && about->limits->video_sdr
         ? g_strdup_printf (_("The clip is HDR; %s takes standard range (SDR)"), about->network)
         : NULL;
}

static char *
hdr (const CsMediaCase *about)
{
  return about->facts->hdr
         ? g_strdup (_("The clip is HDR; where HDR is not shown its colours look grey")) : NULL;
}

static char *
interlaced_refused (const CsMediaCase *about)
{
  return about->facts->interlaced && about->limits->video_progressive
         ? g_strdup_printf (_("The clip is interlaced; %s takes progressive video"), about->network)
         : NULL;
}

static char *
interlaced (const CsMediaCase *about)
{
  return about->facts->interlaced
         ? g_strdup (_("The clip is interlaced; moving edges look like combs")) : NULL;
}

static char *
truncated (const CsMediaCase *about)
{
  CsWordsPair length;

  if (!below (about->facts->readable, about->facts->duration))
    return NULL;

  length = pair (about->facts->readable / 1e6, about->facts->duration / 1e6);

  /* Translators: 3.5 of 12 s: the seconds of a clip */
  return g_strdup_printf (_("Only %s of %s s can be read"), length.is, length.may);
}

static char *
damaged (const CsMediaCase *about)
{
  return about->facts->damaged ? g_strdup (_("Parts of the file are damaged")) : NULL;
}

static char *
audio_codec (const CsMediaCase *about)
{
  const char *is = about->facts->audio_codec;
  g_autofree char *may = instead (about->limits->audio_codecs, is);

  /* Translators: the sound is Opus; the network takes AAC or MP3 */
  return may != NULL ? g_strdup_printf (_("The sound is %s; %s takes %s"), cs_words_name (is),
                                        about->network, may)
                     : NULL;
}

static char *
audio_profile (const CsMediaCase *about)
{
  const char *is = about->facts->audio_codec != NULL ? about->facts->audio_profile : NULL;
  g_autofree char *may = instead (about->limits->audio_profiles, is);

  /* Translators: of AAC: the profile is HE; the network takes LC */
  return may != NULL ? g_strdup_printf (_("The sound’s profile is %s; %s takes %s"),
                                        cs_words_name (is), about->network, may)
                     : NULL;
}

static char *
audio_rate (const CsMediaCase *about)
{
  CsWordsPair rate;

  if (!above (about->facts->audio_rate, about->limits->audio_max_rate))
    return NULL;

  rate = pair (about->facts->audio_rate / 1e3, about->limits->audio_max_rate / 1e3);

  return g_strdup_printf (_("The sound has %s kHz; %s takes at most %s kHz"),
                          rate.is, about->network, rate.may);
}

static char *
audio_channels (const CsMediaCase *about)
{
  CsWordsPair channels;

  if (!above (about->facts->audio_channels, about->limits->audio_max_channels))
    return NULL;

  channels = pair (about->facts->audio_channels, about->limits->audio_max_channels);

  return g_strdup_printf (_("The sound has %s channels; %s takes at most %s channels"),
                          channels.is, about->network, channels.may);
}

static char *
audio_bitrate (const CsMediaCase *about)
{
  gint64 may = about->limits->audio_max_bitrate;
  CsWordsPair rate;

  if (!known (may) || about->facts->audio_bitrate <= may * AUDIO_SLACK)
    return NULL;

  rate = pair (about->facts->audio_bitrate / 1e3, may / 1e3);

  return g_strdup_printf (_("The sound has %s kbit a second; %s asks for %s"),
                          rate.is, about->network, rate.may);
}

static char *
audio_required (const CsMediaCase *about)
{
  return about->limits->audio_required && about->facts->audio_codec == NULL
         ? g_strdup_printf (_("The clip has no sound; %s wants some"), about->network) : NULL;
}

static char *
audio_missing (const CsMediaCase *about)
{
  return about->facts->audio_codec == NULL ? g_strdup (_("The clip has no sound")) : NULL;
}

static char *
audio_silent (const CsMediaCase *about)
{
  return about->facts->silent ? g_strdup (_("There is nothing to hear on the clip’s sound")) : NULL;
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
