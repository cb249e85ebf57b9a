/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preflight.h"
#include "cs-preflight-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* “12.5”, “12”: as many decimals as say something. */
char *
cs_words_number (double value,
                 int    decimals)
{
  char *words = g_strdup_printf ("%.*f", decimals, value);

  if (decimals > 0)
    {
      gsize end = strlen (words);

      while (words[end - 1] == '0')
        end--;
      while (!g_ascii_isdigit (words[end - 1]))
        end--;
      words[end] = '\0';
    }

  return words;
}

/* Two numbers of which one is too large, with so many decimals, or more, that it shows. */
CsWordsPair
cs_words_pair (double is,
               double may,
               int    decimals)
{
  for (; ; decimals++)
    {
      g_autofree char *is_words = cs_words_number (is, decimals);
      g_autofree char *may_words = cs_words_number (may, decimals);

      if (strcmp (is_words, may_words) != 0 || decimals >= 6)
        {
          CsWordsPair words;

          g_strlcpy (words.is, is_words, sizeof words.is);
          g_strlcpy (words.may, may_words, sizeof words.may);

          return words;
        }
    }
}

/* How a codec or container is called by people. */
const char *
cs_words_name (const char *name)
{
  static const char *const names[][2] = {
    { "h264", "H.264" }, { "hevc", "H.265" }, { "vp8", "VP8" }, { "vp9", "VP9" }, { "av1", "AV1" },
    { "prores", "ProRes" }, { "mpeg2", "MPEG-2" }, { "mpeg4", "MPEG-4 Part 2" },
    { "aac", "AAC" }, { "opus", "Opus" }, { "mp3", "MP3" }, { "vorbis", "Vorbis" },
    { "pcm", "PCM" }, { "flac", "FLAC" }, { "ac3", "AC-3" }, { "alac", "ALAC" },
    { "mp4", "MP4" }, { "mov", "MOV" }, { "matroska", "Matroska" }, { "webm", "WebM" },
    { "mpegts", "MPEG-TS" }, { "avi", "AVI" }, { "3gp", "3GP" }, { "ogg", "Ogg" },
    { "jpeg", "JPEG" }, { "png", "PNG" }, { "gif", "GIF" }, { "webp", "WebP" },
    { "image/jpeg", "JPEG" }, { "image/png", "PNG" }, { "image/gif", "GIF" },
    { "image/webp", "WebP" },
    { "high", "High" }, { "main", "Main" }, { "baseline", "Baseline" },
    { "constrained-baseline", "Constrained Baseline" }, { "lc", "LC" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i][0], name) == 0)
      return names[i][1];

  return name;
}

/* “MP4, MOV or WebM” */
char *
cs_words_list (GStrv names)
{
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = cs_words_name (names[i]);

      if (i > 0 && names[i + 1] == NULL)
        /* Translators: the end of a list of names, as in: MP4, MOV or WebM */
        return g_strdup_printf (_("%s or %s"), words->str, name);

      if (i > 0)
        /* Translators: between the names of a list, as in: MP4, MOV or WebM */
        g_string_append (words, _(", "));
      g_string_append (words, name);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
cs_preflight_add (GPtrArray      *findings,
                  const CsLimits *limits,
                  const char     *id,
                  const char     *limit,
                  CsSeverity      severity,
                  CsFix           fix,
                  char           *reason)
{
  CsFinding *finding = cs_record_new (CS_RECORD_FINDING);

  finding->rule = g_strdup (id);
  finding->network = limits->network;
  finding->severity = severity;
  finding->reason = reason;
  finding->fix = fix;
  finding->unverified = limit != NULL && cs_limits_is_unverified (limits, limit);
  g_ptr_array_add (findings, finding);
}

gboolean
cs_preflight_has_block (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const CsFinding *finding = g_ptr_array_index (findings, i);

      if (finding->severity == CS_FINDING_BLOCK)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_said (GPtrArray  *findings,
         const char *id)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const CsFinding *finding = g_ptr_array_index (findings, i);

      if (strcmp (finding->rule, id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Why a file of this kind cannot be posted there at all; NULL when it can. */
static char *
kind_refused (const CsMediaCase *about)
{
  switch (about->facts->kind)
    {
    case CS_MEDIA_VIDEO:
      return about->limits->videos_max == 0
             ? g_strdup_printf (_("This is a video; %s takes none"), about->network) : NULL;

    case CS_MEDIA_IMAGE:
      return about->limits->images_max == 0
             ? g_strdup_printf (_("This is a picture; %s takes videos alone"), about->network)
             : NULL;

    case CS_MEDIA_AUDIO:
    default:
      return g_strdup_printf (_("This file has sound but no picture; %s takes a video with it"),
                              about->network);
    }
}

/**
 * cs_preflight_media:
 *
 * Returns: (transfer full) (element-type CsFinding): what is to be said of this
 *   file on this network, the worst not first but in the order of the rules;
 *   empty when it passes
 */
GPtrArray *
cs_preflight_media (const CsFacts  *facts,
                    const CsLimits *limits)
{
  const CsMediaCase about = { facts, limits, cs_network_get_title (limits->network) };
  GPtrArray *findings = cs_records_new ();
  const CsMediaRule *rules = facts->kind == CS_MEDIA_VIDEO ? cs_video_rules : cs_image_rules;
  char *refusal = kind_refused (&about);

  if (refusal != NULL)
    {
      cs_preflight_add (findings, limits, "media.kind", NULL, CS_FINDING_BLOCK, CS_FIX_NONE,
                        refusal);
      return findings;
    }

  for (const CsMediaRule *rule = rules; rule->id != NULL; rule++)
    {
      char *reason = is_said (findings, rule->id) ? NULL : rule->broken (&about);

      if (reason != NULL)
        cs_preflight_add (findings, limits, rule->id, rule->limit, rule->severity, rule->fix,
                          reason);
    }

  return findings;
}
