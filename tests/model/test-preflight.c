/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preflight.h"
#include "cs-test.h"

#include <string.h>

/* A clip that every network takes. */
static CsFacts *
make_clip (void)
{
  CsFacts *facts = cs_record_new (CS_RECORD_FACTS);

  facts->kind = CS_MEDIA_VIDEO;
  facts->mime = g_strdup ("video/mp4");
  facts->container = g_strdup ("mp4");
  facts->brand = g_strdup ("isom");
  facts->size = 20000000;
  facts->duration = 20000000;
  facts->video_codec = g_strdup ("h264");
  facts->video_profile = g_strdup ("high");
  facts->video_level = g_strdup ("3.1");
  facts->pixel_format = g_strdup ("yuv420p");
  facts->width = 720;
  facts->height = 1280;
  facts->rotation = 0;
  facts->par_num = facts->par_den = 1;
  facts->fps_num = 30;
  facts->fps_den = 1;
  facts->frames = 600;
  facts->gop_max = 60;
  facts->video_bitrate = 7000000;
  facts->audio_codec = g_strdup ("aac");
  facts->audio_profile = g_strdup ("lc");
  facts->audio_rate = 48000;
  facts->audio_channels = 2;
  facts->audio_bitrate = 128000;
  facts->faststart = 1;
  facts->edit_list = 0;

  return facts;
}

static CsFacts *
make_picture (void)
{
  CsFacts *facts = cs_record_new (CS_RECORD_FACTS);

  facts->kind = CS_MEDIA_IMAGE;
  facts->mime = g_strdup ("image/jpeg");
  facts->container = g_strdup ("jpeg");
  facts->size = 1000000;
  facts->width = facts->height = 1080;
  facts->rotation = 0;
  facts->frames = 1;

  return facts;
}

/* The record with these members, as GVariant text, over what it has. */
static gpointer
with (gconstpointer  record,
      const char    *members)
{
  const CsRecord *self = record;
  g_autoptr(GVariant) start = g_variant_ref_sink (cs_record_to_variant (record));
  g_autoptr(GVariant) more = g_variant_parse (G_VARIANT_TYPE_VARDICT, members, NULL, NULL, NULL);
  g_autoptr(GVariant) all = NULL;
  g_auto(GVariantDict) dict;
  GVariantIter iter;
  const char *name;
  GVariant *value;
  gpointer changed;

  g_assert_nonnull (more);
  g_variant_dict_init (&dict, start);
  g_variant_iter_init (&iter, more);

  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      g_assert_nonnull (cs_record_find_field (self->kind, name));

      /* 'nothing' makes it unknown. */
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
          && strcmp (g_variant_get_string (value, NULL), "nothing") == 0)
        g_variant_dict_remove (&dict, name);
      else
        g_variant_dict_insert_value (&dict, name, value);
    }

  all = g_variant_ref_sink (g_variant_dict_end (&dict));
  changed = cs_record_from_variant (self->kind, all, NULL);
  g_assert_nonnull (changed);

  return changed;
}

static char *
rules_of (GPtrArray *findings)
{
  g_autoptr(GString) rules = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const CsFinding *finding = g_ptr_array_index (findings, i);

      g_assert_nonnull (finding->reason);
      g_assert_true (g_utf8_validate (finding->reason, -1, NULL));
      g_string_append_printf (rules, "%s%s", i > 0 ? " " : "", finding->rule);
    }

  return g_strdup (rules->str);
}

typedef struct
{
  const char *facts;      /* over the good clip */
  const char *limits;     /* over the network’s own */
  CsNetwork   network;
  const char *rule;       /* exactly this one is broken; "" for none */
  CsSeverity  severity;
  CsFix       fix;
  const char *words;      /* in the reason */
} MediaCase;

#define NONE "{}"
#define BLOCK CS_FINDING_BLOCK
#define WARNING CS_FINDING_WARNING
#define NOTE CS_FINDING_NOTE
#define MASTODON CS_NETWORK_MASTODON
#define BLUESKY CS_NETWORK_BLUESKY
#define PEERTUBE CS_NETWORK_PEERTUBE
#define YOUTUBE CS_NETWORK_YOUTUBE
#define TIKTOK CS_NETWORK_TIKTOK
#define INSTAGRAM CS_NETWORK_INSTAGRAM
#define X CS_NETWORK_X

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

static const MediaCase image_cases[] = {
  { "{'kind': <'image'>}", NONE, YOUTUBE, "media.kind", BLOCK, CS_FIX_NONE,
    "YouTube takes videos alone" },
  { "{'mime': <'image/png'>}", NONE, INSTAGRAM, "image.type", BLOCK, CS_FIX_NONE,
    "The picture is PNG; Instagram Reels takes JPEG" },
  { "{'mime': <'nothing'>}", NONE, INSTAGRAM, "image.type", BLOCK, CS_FIX_NONE, "cannot be told" },
  { "{'size': <int64 2500000>}", NONE, BLUESKY, "image.bytes", BLOCK, CS_FIX_NONE,
    "2.5 MB; Bluesky takes at most 2 MB" },
  { "{'container': <'gif'>, 'mime': <'image/gif'>, 'size': <int64 14000000>}", NONE, X, "", 0, 0,
    NULL },
  { "{'container': <'gif'>, 'mime': <'image/gif'>, 'size': <int64 16000000>}", NONE, X,
    "image.bytes", BLOCK, CS_FIX_NONE, "15 MB" },
  { "{'container': <'gif'>, 'mime': <'image/gif'>, 'frames': <int64 351>}", NONE, X,
    "image.frames", BLOCK, CS_FIX_NONE, "351 frames; X takes at most 350" },
  { "{'width': <int64 8000>, 'height': <int64 5000>}", NONE, MASTODON, "image.pixels", BLOCK,
    CS_FIX_NONE,
    "33177600" },
  { "{'width': <int64 300>, 'height': <int64 300>}", NONE, INSTAGRAM, "image.size", BLOCK,
    CS_FIX_NONE,
    "at least 320" },
  { "{'width': <int64 1600>, 'height': <int64 1600>}", NONE, INSTAGRAM, "image.size", BLOCK,
    CS_FIX_NONE,
    "at most 1440" },
  { "{'height': <int64 1920>}", NONE, INSTAGRAM, "image.aspect", BLOCK, CS_FIX_NONE,
    "narrower than 0.8" },
  { "{'height': <int64 540>}", NONE, INSTAGRAM, "image.aspect", BLOCK, CS_FIX_NONE,
    "broader than 1.91" },
  { "{'height': <int64 540>, 'width': <'nothing'>}", NONE, INSTAGRAM, "", 0, 0, NULL },
  { "{'damaged': <true>}", NONE, MASTODON, "image.damaged", BLOCK, CS_FIX_NONE,
    "before it is complete" },
};

static void
try_case (const CsFacts   *good,
          const MediaCase *one)
{
  g_autoptr(CsFacts) facts = with (good, one->facts);
  g_autoptr(CsLimits) limits = with (cs_limits_get (one->network), one->limits);
  g_autoptr(GPtrArray) findings = cs_preflight_media (facts, limits);
  g_autofree char *rules = rules_of (findings);
  const CsFinding *finding;

  g_assert_cmpstr (rules, ==, one->rule);
  g_assert_true (cs_preflight_has_block (findings)
                 == (*one->rule != '\0' && one->severity == BLOCK));

  if (findings->len == 0)
    return;

  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpint (finding->network, ==, one->network);
  g_assert_cmpint (finding->severity, ==, one->severity);
  g_assert_cmpint (finding->fix, ==, one->fix);
  if (strstr (finding->reason, one->words) == NULL)
    g_error ("“%s” does not say “%s”", finding->reason, one->words);
}

static void
test_a_good_clip_passes_everywhere (void)
{
  g_autoptr(CsFacts) clip = make_clip ();

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    {
      g_autoptr(GPtrArray) findings = cs_preflight_media (clip, cs_limits_get (i));
      g_autofree char *rules = rules_of (findings);

      g_assert_cmpstr (rules, ==, "");
    }
}

static void
test_one_fault_is_one_rule (void)
{
  g_autoptr(CsFacts) clip = make_clip ();

  for (guint i = 0; i < G_N_ELEMENTS (video_cases); i++)
    try_case (clip, &video_cases[i]);
}

static void
test_one_fault_of_a_picture_is_one_rule (void)
{
  g_autoptr(CsFacts) picture = make_picture ();

  try_case (picture, &(MediaCase) { NONE, NONE, INSTAGRAM, "", 0, 0, NULL });

  for (guint i = 0; i < G_N_ELEMENTS (image_cases); i++)
    try_case (picture, &image_cases[i]);
}

/* What nobody measured breaks no rule; but for these two, nothing could be said at all. */
static void
test_unknown_breaks_nothing (void)
{
  g_autoptr(CsFacts) facts = cs_record_new (CS_RECORD_FACTS);

  facts->container = g_strdup ("mp4");
  facts->video_codec = g_strdup ("h264");
  facts->audio_codec = g_strdup ("aac");

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    {
      g_autoptr(GPtrArray) findings = cs_preflight_media (facts, cs_limits_get (i));

      g_assert_cmpuint (findings->len, ==, 0);
    }
}

static void
test_geometry_is_as_shown (void)
{
  g_autoptr(CsFacts) clip = make_clip ();
  g_autoptr(CsFacts) turned = with (clip, "{'width': <int64 1920>, 'height': <int64 1080>,"
                                          " 'rotation': <int64 90>}");
  g_autoptr(CsFacts) wide = with (clip, "{'width': <int64 1440>, 'height': <int64 1080>,"
                                        " 'par_num': <int64 4>, 'par_den': <int64 3>}");
  g_autoptr(CsFacts) huge = with (clip, "{'width': <int64 9000000000000000000>}");
  gint64 width, height;

  g_assert_true (cs_facts_get_shown (turned, &width, &height));
  g_assert_cmpint (width, ==, 1080);
  g_assert_cmpint (height, ==, 1920);
  g_assert_true (cs_facts_get_shown (wide, &width, &height));
  g_assert_cmpint (width, ==, 1920);
  g_assert_cmpint (height, ==, 1080);
  g_assert_false (cs_facts_get_shown (huge, &width, &height));
}

static void
test_unverified_limits_say_so (void)
{
  g_autoptr(CsFacts) clip = make_clip ();
  g_autoptr(CsFacts) odd = with (clip, "{'video_codec': <'vp9'>, 'size': <int64 200000000>}");
  g_autoptr(GPtrArray) findings = cs_preflight_media (odd, cs_limits_get (MASTODON));
  const CsFinding *codec = g_ptr_array_index (findings, 0);
  const CsFinding *bytes = g_ptr_array_index (findings, 1);

  g_assert_cmpstr (codec->rule, ==, "video.codec");
  g_assert_true (codec->unverified);
  g_assert_cmpstr (bytes->rule, ==, "video.bytes");
  g_assert_false (bytes->unverified);
}

typedef struct
{
  const char *post;
  const char *target;
  guint       part;
  const char *media;     /* v: a video, i: a picture, ?: not known */
  CsNetwork   network;
  const char *rules;
  const char *words;
} TextCase;

#define ALT "'attachments': <[{'media_id': <'m'>, 'alt': <'A cat sleeps'>}]>"
#define NO_ALT "'attachments': <[{'media_id': <'m'>}]>"

static const TextCase text_cases[] = {
  { "{'text': <'Hello'>}", NONE, 0, "", MASTODON, "", NULL },
  { "{'text': <'Hello'>, " ALT "}", NONE, 0, "v", MASTODON, "", NULL },
  { "{}", NONE, 0, "", MASTODON, "text.empty", "write something" },
  { "{'text': <' \\n'>}", NONE, 0, "", BLUESKY, "text.empty", NULL },
  { "{" ALT "}", NONE, 0, "v", BLUESKY, "", NULL },
  { "{'text': <'LONG 501'>}", NONE, 0, "", MASTODON, "text.length",
    "501 characters long; Mastodon takes at most 500" },
  { "{'text': <'LONG 500'>}", NONE, 0, "", MASTODON, "", NULL },
  { "{'text': <'LONG 500'>, 'warning': <'cats'>}", NONE, 0, "", MASTODON, "text.length", "504" },
  { "{'text': <'short'>}", "{'text': <'LONG 301'>}", 0, "", BLUESKY, "text.length", "301" },
  { "{'text': <'LONG 301'>}", "{'text': <'short'>}", 0, "", BLUESKY, "", NULL },
  { "{'text': <'LONG 281'>}", NONE, 0, "", X, "text.length", "as X counts them" },
  { "{'text': <'WIDE 280'>}", NONE, 0, "", BLUESKY, "text.bytes",
    "bytes long; Bluesky takes at most 3000" },
  { "{'text': <'a'>, 'thread': <['LONG 301']>}", NONE, 1, "", BLUESKY, "text.length", NULL },
  { "{'text': <'LONG 301'>, 'thread': <['b']>}", NONE, 1, "", BLUESKY, "", NULL },
  { "{'text': <'a'>, 'thread': <['b']>}", NONE, 2, "", BLUESKY, "text.empty", NULL },
  { "{'title': <'Cat'>, 'text': <'a'>, 'thread': <['b']>, 'attachments': <[{'part': <int64 1>}]>}",
    NONE, 1, "v",
    YOUTUBE, "thread.unsupported", "Part 2" },
  { "{'text': <'a < b'>, 'title': <'Cat'>}", NONE, 0, "v", YOUTUBE, "text.characters", "“<”" },
  { "{'text': <'a'>}", NONE, 0, "v", YOUTUBE, "title.missing", "at least 1" },
  { "{'text': <'a'>, 'title': <'A > B'>}", NONE, 0, "v", YOUTUBE, "title.characters", "“>”" },
  { "{'text': <'a'>, 'title': <'LONG 121'>}", NONE, 0, "v", PEERTUBE, "title.length", "121" },
  { "{'text': <'abc'>, 'title': <'LONG 120'>}", NONE, 0, "v", PEERTUBE, "", NULL },
  { "{'text': <'abc'>, 'title': <'ab'>}", NONE, 0, "v", PEERTUBE, "title.missing", "at least 3" },
  { "{'text': <'a'>, 'title': <'LONG 101'>}", NONE, 0, "v", YOUTUBE, "title.length", "101" },
  { "{'text': <'a'>, 'title': <'LONG 500'>}", NONE, 0, "", MASTODON, "", NULL },
  { "{'text': <'a'>, 'title': <'Cat'>}", NONE, 0, "", YOUTUBE, "media.missing",
    "no post without one" },
  { "{'text': <'TAGS 31'>}", NONE, 0, "v", INSTAGRAM, "text.hashtags",
    "31 hashtags; Instagram Reels takes at most 30" },
  { "{'text': <'$GME and $AMC'>}", NONE, 0, "", X, "text.cashtags", "2 cashtags" },
  { "{'text': <'$GME for $5 each'>}", NONE, 0, "", X, "", NULL },
  { "{'text': <'a'>, 'warning': <'w'>}", NONE, 0, "", BLUESKY, "warning.unsupported",
    "will not be shown" },
  { "{'text': <'a'>, 'thread': <['b']>, 'warning': <'w'>, 'visibility': <'followers'>}", NONE, 1,
    "", BLUESKY, "", NULL },
  { "{'text': <'a'>, 'visibility': <'followers'>}", NONE, 0, "", BLUESKY, "visibility.unsupported",
    "followers" },
  { "{'text': <'a'>, 'visibility': <'followers'>}", NONE, 0, "", MASTODON, "", NULL },
  { "{'text': <'a'>, " NO_ALT "}", NONE, 0, "v", BLUESKY, "alt.missing",
    "The clip has no description" },
  { "{'text': <'a'>, " NO_ALT "}", NONE, 0, "i", BLUESKY, "alt.missing",
    "The picture has no description" },
  { "{'text': <'a'>, 'attachments': <[{'alt': <'A cat'>}, {'media_id': <'m'>}]>}", NONE, 0, "ii",
    BLUESKY, "alt.missing", "Picture 2 of 2 has no description" },
  { "{'text': <'a'>, 'thread': <['b']>, 'attachments': <[{'part': <int64 1>}]>}", NONE, 1, "i",
    BLUESKY, "alt.missing", "The picture in part 2 has no description" },
  { "{'text': <'a'>, " NO_ALT "}", NONE, 0, "v", TIKTOK, "", NULL },
  { "{'text': <'a'>, 'attachments': <[{'alt': <'LONG 1501'>}]>}", NONE, 0, "?", MASTODON,
    "alt.length", "1501" },
  { "{'text': <'a'>}", NONE, 0, "vv", MASTODON, "media.count",
    "2 videos; Mastodon takes at most 1" },
  { "{'text': <'a'>}", NONE, 0, "iiiii", BLUESKY, "media.count",
    "5 pictures; Bluesky takes at most 4" },
  { "{'text': <'a'>}", NONE, 0, "vi", MASTODON, "media.mixed", "one or the other" },
};

/* “LONG 5” in a case stands for 5 letters, “WIDE 5” for 5 of 11 bytes, “TAGS 5” for 5 tags. */
static char *
spell_out (const char *members)
{
  static const struct { const char *word, *piece; } words[] = {
    { "LONG ", "x" }, { "WIDE ", "👩‍💻" }, { "TAGS ", "#a " },
  };
  g_autoptr(GString) text = g_string_new (members);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *found = strstr (text->str, words[i].word);
      gsize at;
      char *end;
      guint64 times;

      if (found == NULL)
        continue;

      at = found - text->str;
      times = g_ascii_strtoull (found + 5, &end, 10);
      g_string_erase (text, at, end - found);
      while (times-- > 0)
        g_string_insert (text, at, words[i].piece);
    }

  return g_strdup (text->str);
}

static GPtrArray *
make_media (const char *kinds)
{
  GPtrArray *media = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_record_unref);

  for (const char *kind = kinds; *kind != '\0'; kind++)
    g_ptr_array_add (media, *kind == 'v' ? make_clip () : make_picture ());

  return media;
}

static void
test_texts (void)
{
  g_autoptr(CsPost) empty = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsTarget) none = cs_record_new (CS_RECORD_TARGET);

  for (guint i = 0; i < G_N_ELEMENTS (text_cases); i++)
    {
      const TextCase *one = &text_cases[i];
      g_autofree char *post_text = spell_out (one->post);
      g_autofree char *target_text = spell_out (one->target);
      g_autoptr(CsPost) post = with (empty, post_text);
      g_autoptr(CsTarget) target = with (none, target_text);
      g_autoptr(GPtrArray) media = make_media (one->media);
      g_autoptr(GPtrArray) findings = cs_preflight_text (post, target, one->part, media,
                                                         cs_limits_get (one->network));
      g_autofree char *rules = rules_of (findings);
      const CsFinding *finding = findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL;

      if (strcmp (rules, one->rules) != 0)
        g_error ("%s: “%s” instead of “%s”", one->post, rules, one->rules);
      if (one->words != NULL && strstr (finding->reason, one->words) == NULL)
        g_error ("“%s” does not say “%s”", finding->reason, one->words);
    }
}

static void
test_a_missing_description_blocks_where_it_must (void)
{
  g_autoptr(CsPost) empty = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsPost) post = with (empty, "{'text': <'a'>, " NO_ALT "}");
  g_autoptr(GPtrArray) pictures = make_media ("i");
  g_autoptr(GPtrArray) bluesky = cs_preflight_text (post, NULL, 0, pictures,
                                                    cs_limits_get (BLUESKY));
  g_autoptr(GPtrArray) mastodon = cs_preflight_text (post, NULL, 0, pictures,
                                                     cs_limits_get (MASTODON));

  g_assert_true (cs_preflight_has_block (bluesky));
  g_assert_cmpuint (mastodon->len, ==, 1);
  g_assert_false (cs_preflight_has_block (mastodon));
}

static void
test_descriptions_are_of_their_part (void)
{
  g_autoptr(CsPost) empty = cs_record_new (CS_RECORD_POST);
  g_autoptr(CsPost) post = with (empty, "{'text': <'a'>, 'thread': <['b']>, 'attachments': "
                                        "<[{'alt': <''>},"
                                        " {'part': <int64 1>, 'alt': <'A dog'>}]>}");
  g_autoptr(GPtrArray) one = make_media ("i");
  g_autoptr(GPtrArray) first = cs_preflight_text (post, NULL, 0, one, cs_limits_get (BLUESKY));
  g_autoptr(GPtrArray) second = cs_preflight_text (post, NULL, 1, one, cs_limits_get (BLUESKY));

  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpuint (second->len, ==, 0);
}

/* Records come from files too. */
static void
test_broken_utf8_is_survived (void)
{
  g_autoptr(CsPost) post = cs_record_new (CS_RECORD_POST);
  g_autoptr(GPtrArray) findings = NULL;

  post->text = g_strdup ("broken \xf0\x9f");
  post->title = g_strdup ("\xe2");
  findings = cs_preflight_text (post, NULL, 0, NULL, cs_limits_get (YOUTUBE));
  g_assert_cmpuint (findings->len, >, 0);
}

CS_TESTS (preflight)
{
  g_test_add_func ("/model/preflight/good-clip-passes-everywhere",
                   test_a_good_clip_passes_everywhere);
  g_test_add_func ("/model/preflight/one-fault-is-one-rule", test_one_fault_is_one_rule);
  g_test_add_func ("/model/preflight/one-fault-of-a-picture",
                   test_one_fault_of_a_picture_is_one_rule);
  g_test_add_func ("/model/preflight/unknown-breaks-nothing", test_unknown_breaks_nothing);
  g_test_add_func ("/model/preflight/geometry-is-as-shown", test_geometry_is_as_shown);
  g_test_add_func ("/model/preflight/unverified-says-so", test_unverified_limits_say_so);
  g_test_add_func ("/model/preflight/texts", test_texts);
  g_test_add_func ("/model/preflight/missing-description",
                   test_a_missing_description_blocks_where_it_must);
  g_test_add_func ("/model/preflight/descriptions-of-their-part",
                   test_descriptions_are_of_their_part);
  g_test_add_func ("/model/preflight/broken-utf8-is-survived", test_broken_utf8_is_survived);
}
