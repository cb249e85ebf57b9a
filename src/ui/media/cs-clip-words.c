/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-clip-words.h"

#include "cs-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* With hundredths, for a place in a clip: “0:01.23”. */
char *
cs_clip_words_moment (gint64 usec)
{
  gint64 at = MAX (usec, 0);
  g_autofree char *time = cs_words_duration (at - at % G_USEC_PER_SEC);

  return g_strdup_printf ("%s.%02d", time, (int) (at % G_USEC_PER_SEC / 10000));
}

/* To be read aloud: “1 minute 5 seconds”. */
char *
cs_clip_words_length (gint64 usec)
{
  int seconds = (int) ((MAX (usec, 0) + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC);
  g_autofree char *minutes = NULL;
  g_autofree char *rest = NULL;

  minutes = g_strdup_printf (ngettext ("%d minute", "%d minutes", seconds / 60), seconds / 60);
  rest = g_strdup_printf (ngettext ("%d second", "%d seconds", seconds % 60), seconds % 60);

  if (seconds < 60)
    return g_steal_pointer (&rest);

  return seconds % 60 == 0 ? g_steal_pointer (&minutes)
                           : g_strjoin (" ", minutes, rest, NULL);
}

static gboolean
is_near (double ratio,
         double other)
{
  return fabs (ratio / other - 1) < 0.015;
}

/* The name of its shape: “9:16”; NULL when it has no picture. */
char *
cs_clip_words_shape (const CsFacts *facts)
{
  static const struct { int wide, high; } shapes[] = {
    { 9, 16 }, { 16, 9 }, { 1, 1 }, { 4, 5 }, { 5, 4 }, { 4, 3 }, { 3, 4 }, { 2, 3 }, { 3, 2 },
    { 21, 9 }, { 9, 21 }, { 1, 2 }, { 2, 1 },
  };
  gint64 width, height;

  if (facts == NULL || !cs_facts_get_shown (facts, &width, &height))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (is_near ((double) width / height, (double) shapes[i].wide / shapes[i].high))
      return g_strdup_printf ("%d:%d", shapes[i].wide, shapes[i].high);

  return width > height ? g_strdup_printf ("%.2f:1", (double) width / height)
                        : g_strdup_printf ("1:%.2f", (double) height / width);
}

/* “1080 × 1920 pixels, 9:16”; NULL when it is not known. */
char *
cs_clip_words_picture (const CsFacts *facts)
{
  g_autofree char *shape = cs_clip_words_shape (facts);
  gint64 width, height;

  if (shape == NULL || !cs_facts_get_shown (facts, &width, &height))
    return NULL;

  /* Translators: width, height and shape, as in: 1080 × 1920 pixels, 9:16 */
  return g_strdup_printf (_("%d × %d pixels, %s"), (int) width, (int) height, shape);
}

const char *
cs_clip_words_codec (const char *codec)
{
  static const struct { const char *codec, *name; } names[] = {
    { "h264", "H.264" }, { "hevc", "HEVC" }, { "vp8", "VP8" }, { "vp9", "VP9" }, { "av1", "AV1" },
    { "prores", "ProRes" }, { "mpeg4", "MPEG-4" }, { "theora", "Theora" }, { "aac", "AAC" },
    { "opus", "Opus" }, { "mp3", "MP3" }, { "vorbis", "Vorbis" }, { "pcm", "PCM" },
    { "flac", "FLAC" }, { "mp4", "MP4" }, { "mov", "QuickTime" }, { "matroska", "Matroska" },
    { "webm", "WebM" }, { "avi", "AVI" }, { "mpegts", "MPEG-TS" }, { "ogg", "Ogg" },
    { "jpeg", "JPEG" }, { "png", "PNG" }, { "gif", "GIF" }, { "webp", "WebP" },
  };

  for (guint i = 0; codec != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (codec, names[i].codec) == 0)
      return names[i].name;

  return codec;
}

static void
say (GString    *words,
     const char *word)
{
  if (word == NULL || *word == '\0')
    return;

  if (words->len > 0)
    g_string_append (words, ", ");
  g_string_append (words, word);
}

static char *
end (GString *words)
{
  if (words->len > 0)
    return g_string_free (words, FALSE);

  g_string_free (words, TRUE);

  return NULL;
}

static void
say_bitrate (GString *words,
             gint64   bits)
{
  g_autofree char *rate = NULL;

  if (bits <= 0)
    return;

  /* Translators: bits a second */
  rate = bits >= 1000000 ? g_strdup_printf (_("%.1f Mbit/s"), bits / 1e6)
                         : g_strdup_printf (_("%d kbit/s"), (int) (bits / 1000));
  say (words, rate);
}

char *
cs_clip_words_video (const CsFacts *facts)
{
  GString *words = g_string_new (NULL);

  if (facts->video_codec != NULL)
    {
      say (words, cs_clip_words_codec (facts->video_codec));
      if (facts->pixel_format != NULL && strstr (facts->pixel_format, "10") != NULL)
        say (words, _("10 bit"));
      if (facts->hdr)
        say (words, _("HDR"));
      if (facts->interlaced)
        say (words, _("interlaced"));
      say_bitrate (words, facts->video_bitrate);
    }

  return end (words);
}

char *
cs_clip_words_rate (const CsFacts *facts)
{
  double fps = cs_facts_get_fps (facts);
  char number[16];

  if (fps == 0 || facts->kind != CS_MEDIA_VIDEO)
    return NULL;

  if (fabs (fps - round (fps)) < 0.005)
    g_snprintf (number, sizeof number, "%.0f", fps);
  else
    g_snprintf (number, sizeof number, "%.2f", fps);

  /* Translators: frames a second */
  return g_strdup_printf (facts->variable_rate ? _("%s a second, changing") : _("%s a second"),
                          number);
}

char *
cs_clip_words_sound (const CsFacts *facts)
{
  GString *words = g_string_new (NULL);

  if (facts->audio_codec == NULL)
    {
      g_string_free (words, TRUE);
      return facts->kind == CS_MEDIA_VIDEO ? g_strdup (_("None")) : NULL;
    }

  say (words, cs_clip_words_codec (facts->audio_codec));
  if (facts->silent)
    say (words, _("silent throughout"));
  if (facts->audio_channels == 1 || facts->audio_channels == 2)
    {
      say (words, facts->audio_channels == 1 ? _("mono") : _("stereo"));
    }
  else if (facts->audio_channels > 2)
    {
      g_autofree char *channels = g_strdup_printf (ngettext ("%d channel", "%d channels",
                                                             facts->audio_channels),
                                                   (int) facts->audio_channels);
      say (words, channels);
    }
  if (facts->audio_rate > 0)
    {
      g_autofree char *rate = g_strdup_printf (_("%g kHz"), facts->audio_rate / 1e3);

      say (words, rate);
    }
  say_bitrate (words, facts->audio_bitrate);

  return end (words);
}

char *
cs_clip_words_file (const CsFacts *facts)
{
  GString *words = g_string_new (cs_clip_words_codec (facts->container));

  if (facts->size > 0)
    {
      g_autofree char *size = g_format_size (facts->size);

      say (words, size);
    }

  return end (words);
}

char *
cs_clip_words_posts (gint64 n_posts)
{
  if (n_posts <= 0)
    return g_strdup (_("Not used yet"));

  return g_strdup_printf (ngettext ("In %d post", "In %d posts", n_posts), (int) n_posts);
}
