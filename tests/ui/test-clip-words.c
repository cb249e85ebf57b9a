/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clip-words.h"
#include "cs-test.h"

static void
assert_words (char       *words,
              const char *expected)
{
  g_assert_cmpstr (words, ==, expected);
  g_free (words);
}

static CsFacts *
a_clip (void)
{
  CsFacts *facts = cs_record_new (CS_RECORD_FACTS);

  facts->kind = CS_MEDIA_VIDEO;
  facts->container = g_strdup ("matroska");
  facts->size = 105000000;
  facts->width = 1920;
  facts->height = 1080;
  facts->rotation = 90;
  facts->video_codec = g_strdup ("h264");
  facts->pixel_format = g_strdup ("yuv420p10le");
  facts->video_bitrate = 8000000;
  facts->fps_num = 30000;
  facts->fps_den = 1001;
  facts->audio_codec = g_strdup ("opus");
  facts->audio_channels = 6;
  facts->audio_rate = 44100;
  facts->audio_bitrate = 96000;

  return facts;
}

static void
test_times (void)
{
  assert_words (cs_clip_words_moment (61230000), "1:01.23");
  assert_words (cs_clip_words_moment (-1), "0:00.00");
  assert_words (cs_clip_words_length (65 * G_USEC_PER_SEC), "1 minute 5 seconds");
  assert_words (cs_clip_words_length (120 * G_USEC_PER_SEC), "2 minutes");
  assert_words (cs_clip_words_length (G_USEC_PER_SEC), "1 second");
}

/* A phone’s clip is told as it is shown, not as it lies in the file. */
static void
test_a_clip (void)
{
  g_autoptr(CsFacts) clip = a_clip ();

  assert_words (cs_clip_words_picture (clip), "1080 × 1920 pixels, 9:16");
  assert_words (cs_clip_words_video (clip), "H.264, 10 bit, 8.0 Mbit/s");
  assert_words (cs_clip_words_rate (clip), "29.97 a second");
  assert_words (cs_clip_words_sound (clip), "Opus, 6 channels, 44.1 kHz, 96 kbit/s");
  assert_words (cs_clip_words_file (clip), "Matroska, 105.0\302\240MB");

  g_clear_pointer (&clip->audio_codec, g_free);
  assert_words (cs_clip_words_sound (clip), "None");
  clip->width = 1000;
  clip->height = 3000;
  assert_words (cs_clip_words_shape (clip), "3.00:1");
}

static void
test_codecs (void)
{
  g_assert_cmpstr (cs_clip_words_codec ("hevc"), ==, "HEVC");
  g_assert_cmpstr (cs_clip_words_codec ("a-new-one"), ==, "a-new-one");
  g_assert_null (cs_clip_words_codec (NULL));
}

CS_TESTS (clip_words)
{
  g_test_add_func ("/clip-words/times", test_times);
  g_test_add_func ("/clip-words/a-clip", test_a_clip);
  g_test_add_func ("/clip-words/codecs", test_codecs);
}
