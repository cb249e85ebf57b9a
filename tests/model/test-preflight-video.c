/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preflight-private.h"
#include "cs-test.h"
#include "preflight.h"

#include <string.h>

static const MediaCase video_cases[] = {
  { "{'container': <'matroska'>}", NONE, MASTODON, "video.container", BLOCK, CS_FIX_REMUX,
    "The file is Matroska; Mastodon takes MP4, MOV or WebM" },
  { "{'container': <'mov'>}", NONE, BLUESKY, "video.container", BLOCK, CS_FIX_REMUX, "MP4" },
  { "{'container': <'nothing'>}", NONE, X, "video.container", BLOCK, CS_FIX_REMUX,
    "cannot be told" },
  { "{'container': <'avi'>}", NONE, PEERTUBE, "", 0, 0, NULL },
  { "{'video_codec': <'vp9'>}", NONE, MASTODON, "video.codec", BLOCK, CS_FIX_ENCODE,
    "The video is VP9; Mastodon takes H.264" },
  { "{'video_codec': <'nothing'>}", NONE, MASTODON, "video.codec", BLOCK, CS_FIX_ENCODE,
    "cannot be told" },
  { "{'video_codec': <'hevc'>}", NONE, INSTAGRAM, "", 0, 0, NULL },
  { "{'video_profile': <'high-4:4:4'>}", "{'video_profiles': <['main', 'high']>}", X,
    "video.profile", BLOCK, CS_FIX_ENCODE, "Main or High" },
  { "{'pixel_format': <'yuv420p10le'>}", NONE, BLUESKY, "video.pixel-format", BLOCK, CS_FIX_ENCODE,
    "yuv420p10le; Bluesky takes yuv420p" },
  { "{'width': <int64 350>, 'height': <int64 640>}", NONE, TIKTOK, "video.size", BLOCK, CS_FIX_NONE,
    "350 pixels; TikTok takes at least 360 pixels" },
  { "{'width': <int64 4098>, 'height': <int64 2160>}", NONE, TIKTOK, "video.size", BLOCK,
    CS_FIX_ENCODE,
    "4098 pixels; TikTok takes at most 4096 pixels" },
  { "{'width': <int64 1100>, 'height': <int64 1280>}", NONE, X, "video.size", BLOCK, CS_FIX_ENCODE,
    "1100 pixels; X takes at most 1024 pixels" },
  { "{'width': <int64 1922>, 'height': <int64 1080>}", NONE, INSTAGRAM, "video.size", BLOCK,
    CS_FIX_ENCODE,
    "The width is 1922 pixels; Instagram Reels takes at most 1920" },
  { "{'width': <int64 1922>, 'height': <int64 1080>, 'rotation': <int64 180>}", NONE, INSTAGRAM,
    "video.size video.rotation", BLOCK, CS_FIX_ENCODE,
    "The width is 1922 pixels; Instagram Reels takes at most 1920" },
  { "{'width': <int64 3840>, 'height': <int64 2162>}", NONE, MASTODON, "video.size", BLOCK,
    CS_FIX_ENCODE,
    "at most 8294400" },
  { "{'size': <int64 142300000>}", NONE, MASTODON, "video.bytes", BLOCK, CS_FIX_ENCODE,
    "The clip is 142.3 MB; Mastodon takes at most 103.8 MB" },
  { "{'size': <int64 103809025>}", NONE, MASTODON, "video.bytes", BLOCK, CS_FIX_ENCODE,
    "The clip is 103.80903 MB; Mastodon takes at most 103.80902 MB" },
  { "{'size': <int64 103809024>}", NONE, MASTODON, "", 0, 0, NULL },
  { "{'duration': <int64 180500000>}", NONE, BLUESKY, "video.duration-max", BLOCK, CS_FIX_CUT,
    "The clip lasts 180.5 s; Bluesky takes at most 180 s" },
  { "{'duration': <int64 180020000>}", NONE, BLUESKY, "", 0, 0, NULL },
  { "{'duration': <int64 2000000>}", NONE, INSTAGRAM, "video.duration-min", BLOCK, CS_FIX_NONE,
    "at least 3 s" },
  { "{'duration': <int64 100000000>}", NONE, INSTAGRAM, "video.shorts", NOTE, CS_FIX_CUT, "90 s" },
  { "{'fps_num': <int64 120>}", NONE, X, "video.fps", BLOCK, CS_FIX_ENCODE,
    "120 frames a second; X takes at most 60" },
  { "{'fps_num': <int64 60000>, 'fps_den': <int64 1001>}", NONE, X, "", 0, 0, NULL },
  { "{'fps_num': <int64 15>}", NONE, TIKTOK, "video.fps", BLOCK, CS_FIX_ENCODE, "at least 23" },
  { "{'variable_rate': <true>}", "{'video_constant_rate': <true>}", X, "video.variable-rate", BLOCK,
    CS_FIX_ENCODE, "varies" },
  { "{'variable_rate': <true>}", NONE, MASTODON, "", 0, 0, NULL },
  { "{'gop_max': <int64 61>}", "{'video_max_gop': <int64 2000>}", BLUESKY, "video.gop", BLOCK,
    CS_FIX_ENCODE, "2.03 s; Bluesky takes at most 2 s" },
  { "{'gop_max': <int64 60>}", "{'video_max_gop': <int64 2000>}", BLUESKY, "", 0, 0, NULL },
  { "{'open_gop': <true>}", NONE, INSTAGRAM, "video.gop", BLOCK, CS_FIX_ENCODE, "open GOP" },
  { "{'open_gop': <true>}", NONE, MASTODON, "", 0, 0, NULL },
  { "{'video_bitrate': <int64 26000000>}", NONE, INSTAGRAM, "video.bitrate", BLOCK, CS_FIX_ENCODE,
    "26 Mbit a second; Instagram Reels takes at most 25" },
  { "{'width': <int64 1280>, 'height': <int64 400>}", NONE, X, "video.aspect", BLOCK, CS_FIX_NONE,
    "broader than 3 : 1" },
  { "{'width': <int64 400>, 'height': <int64 1280>}", NONE, X, "video.aspect", BLOCK, CS_FIX_NONE,
    "narrower than 0.33 : 1" },
  { "{'width': <int64 720>, 'height': <int64 480>, 'par_num': <int64 8>, 'par_den': <int64 9>}",
    NONE, X,
    "video.pixel-aspect", BLOCK, CS_FIX_ENCODE, "8 : 9" },
  { "{'faststart': <int64 0>}", NONE, INSTAGRAM, "video.faststart", BLOCK, CS_FIX_REMUX,
    "in front" },
  { "{'faststart': <'nothing'>}", NONE, INSTAGRAM, "", 0, 0, NULL },
  { "{'edit_list': <int64 1>}", NONE, INSTAGRAM, "video.edit-list", BLOCK, CS_FIX_ENCODE,
    "edit list" },
  { "{'rotation': <int64 90>}", NONE, MASTODON, "video.rotation", NOTE, CS_FIX_ENCODE, "90°" },
  { "{'hdr': <true>}", "{'video_sdr': <true>}", BLUESKY, "video.hdr", BLOCK, CS_FIX_ENCODE, "SDR" },
  { "{'hdr': <true>}", NONE, BLUESKY, "video.hdr", WARNING, CS_FIX_ENCODE, "grey" },
  { "{'interlaced': <true>}", NONE, X, "video.interlaced", BLOCK, CS_FIX_ENCODE,
    "X takes progressive" },
  { "{'interlaced': <true>}", NONE, MASTODON, "video.interlaced", WARNING, CS_FIX_ENCODE, "combs" },
  { "{'damaged': <true>}", NONE, MASTODON, "video.damaged", WARNING, CS_FIX_NONE, "damaged" },
  { "{'readable': <int64 10000000>}", NONE, YOUTUBE, "video.truncated", BLOCK, CS_FIX_NONE,
    "Only 10 of 20 s can be read" },
  { "{'audio_codec': <'opus'>, 'audio_profile': <'nothing'>}", NONE, MASTODON, "audio.codec", BLOCK,
    CS_FIX_AUDIO, "The sound is Opus; Mastodon takes AAC" },
  { "{'audio_profile': <'he'>}", NONE, X, "audio.profile", BLOCK, CS_FIX_AUDIO, "LC" },
  { "{'audio_rate': <int64 96000>}", NONE, INSTAGRAM, "audio.rate", BLOCK, CS_FIX_AUDIO,
    "96 kHz; Instagram Reels takes at most 48 kHz" },
  { "{'audio_channels': <int64 6>}", NONE, X, "audio.channels", BLOCK, CS_FIX_AUDIO,
    "6 channels; X takes at most 2 channels" },
  { "{'audio_bitrate': <int64 320000>}", NONE, INSTAGRAM, "audio.bitrate", WARNING, CS_FIX_AUDIO,
    "128" },
  { "{'audio_bitrate': <int64 135000>}", NONE, INSTAGRAM, "", 0, 0, NULL },
  { "{'silent': <true>}", NONE, MASTODON, "audio.silent", NOTE, CS_FIX_NONE, "nothing to hear" },
  { "{'audio_codec': <'nothing'>}", NONE, X, "audio.missing", NOTE, CS_FIX_NONE, "no sound" },
  { "{'audio_codec': <'nothing'>}", "{'audio_required': <true>}", X, "audio.missing", BLOCK,
    CS_FIX_NONE,
    "X wants some" },
  { "{'kind': <'audio'>}", NONE, MASTODON, "media.kind", BLOCK, CS_FIX_NONE,
    "sound but no picture" },
  { NONE, "{'videos_max': <int64 0>}", MASTODON, "media.kind", BLOCK, CS_FIX_NONE, "video" },
};

static void
test_one_fault_is_one_rule (void)
{
  g_autoptr(CsFacts) clip = good_clip ();

  for (guint i = 0; i < G_N_ELEMENTS (video_cases); i++)
    try_media_case (clip, &video_cases[i]);
}

/* A rule that nothing here breaks could be gone tomorrow. */
static void
test_every_rule_has_its_case (void)
{
  for (guint i = 0; cs_video_rules[i].id != NULL; i++)
    {
      guint n = 0;

      for (guint k = 0; k < G_N_ELEMENTS (video_cases); k++)
        n += g_str_has_prefix (video_cases[k].rule, cs_video_rules[i].id)
             && video_cases[k].severity == cs_video_rules[i].severity
             && video_cases[k].fix == cs_video_rules[i].fix;

      if (n == 0)
        g_error ("No case breaks “%s” so that it is a %d", cs_video_rules[i].id,
                 cs_video_rules[i].severity);
    }
}

CS_TESTS (preflight_video)
{
  g_test_add_func ("/model/preflight-video/one-fault-is-one-rule", test_one_fault_is_one_rule);
  g_test_add_func ("/model/preflight-video/every-rule-has-its-case", test_every_rule_has_its_case);
}
