/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preflight-private.h"

#include <string.h>

static gboolean
is_gif (const CsMediaCase *about)
{
  return g_strcmp0 (about->facts->container, "gif") == 0;
}

static char *
type (const CsMediaCase *about)
{
  const GStrv types = about->limits->image_types;
  g_autofree char *words = NULL;

  if (types == NULL)
    return NULL;

  if (about->facts->mime == NULL)
    return g_strdup ("What kind of picture this is cannot be told");

  if (g_strv_contains ((const char *const *) types, about->facts->mime))
    return NULL;

  words = cs_words_list (types);

  return g_strdup_printf ("The picture is %s; %s takes %s",
                          cs_words_name (about->facts->mime), about->network, words);
}

static char *
bytes_above (const CsMediaCase *about,
             gint64             may)
{
  g_autofree char *is_words = NULL;
  g_autofree char *may_words = NULL;

  if (may == CS_UNKNOWN || about->facts->size == CS_UNKNOWN || about->facts->size <= may)
    return NULL;

  cs_words_pair (about->facts->size / 1e6, may / 1e6, 1, &is_words, &may_words);

  return g_strdup_printf ("The picture is %s MB; %s takes at most %s MB",
                          is_words, about->network, may_words);
}

/* A GIF has a limit of its own where the network gives one. */
static char *
bytes_gif (const CsMediaCase *about)
{
  return is_gif (about) ? bytes_above (about, about->limits->gif_max_bytes) : NULL;
}

static char *
bytes (const CsMediaCase *about)
{
  return is_gif (about) && about->limits->gif_max_bytes != CS_UNKNOWN
         ? NULL : bytes_above (about, about->limits->image_max_bytes);
}

static char *
pixels (const CsMediaCase *about)
{
  gint64 may = about->limits->image_max_pixels;
  gint64 width, height;

  if (may == CS_UNKNOWN || !cs_facts_get_shown (about->facts, &width, &height)
      || width * height <= may)
    return NULL;

  return g_strdup_printf ("The picture has %" G_GINT64_FORMAT " × %" G_GINT64_FORMAT
                          " pixels; %s takes at most %" G_GINT64_FORMAT " in all",
                          width, height, about->network, may);
}

static char *
narrow (const CsMediaCase *about)
{
  gint64 may = about->limits->image_min_width;
  gint64 width, height;

  if (may == CS_UNKNOWN || !cs_facts_get_shown (about->facts, &width, &height) || width >= may)
    return NULL;

  return g_strdup_printf ("The picture is %" G_GINT64_FORMAT " pixels wide; %s takes at least %"
                          G_GINT64_FORMAT, width, about->network, may);
}

static char *
wide (const CsMediaCase *about)
{
  gint64 may = about->limits->image_max_width;
  gint64 width, height;

  if (may == CS_UNKNOWN || !cs_facts_get_shown (about->facts, &width, &height) || width <= may)
    return NULL;

  return g_strdup_printf ("The picture is %" G_GINT64_FORMAT " pixels wide; %s takes at most %"
                          G_GINT64_FORMAT, width, about->network, may);
}

static char *
aspect (const CsMediaCase *about,
        gboolean           is_low,
        gint64             may)
{
  g_autofree char *is_words = NULL;
  g_autofree char *may_words = NULL;
  gint64 width, height;

  if (may == CS_UNKNOWN || !cs_facts_get_shown (about->facts, &width, &height)
      || (is_low ? width * 1000 >= may * height : width * 1000 <= may * height))
    return NULL;

  cs_words_pair ((double) width / height, may / 1e3, 2, &is_words, &may_words);

  return g_strdup_printf ("The picture is %s : 1; %s takes nothing %s than %s : 1",
                          is_words, about->network, is_low ? "narrower" : "broader", may_words);
}

static char *
aspect_low (const CsMediaCase *about)
{
  return aspect (about, TRUE, about->limits->image_min_aspect);
}

static char *
aspect_high (const CsMediaCase *about)
{
  return aspect (about, FALSE, about->limits->image_max_aspect);
}

static char *
frames (const CsMediaCase *about)
{
  gint64 may = about->limits->gif_max_frames;

  return is_gif (about) && may != CS_UNKNOWN && about->facts->frames > may
         ? g_strdup_printf ("The GIF has %" G_GINT64_FORMAT " frames; %s takes at most %"
                            G_GINT64_FORMAT, about->facts->frames, about->network, may)
         : NULL;
}

static char *
damaged (const CsMediaCase *about)
{
  return about->facts->damaged ? g_strdup ("The picture ends before it is complete") : NULL;
}

const CsMediaRule cs_image_rules[] = {
  { "image.damaged", NULL, CS_FINDING_BLOCK, CS_FIX_NONE, damaged },
  { "image.type", "image_types", CS_FINDING_BLOCK, CS_FIX_NONE, type },
  { "image.bytes", "gif_max_bytes", CS_FINDING_BLOCK, CS_FIX_NONE, bytes_gif },
  { "image.bytes", "image_max_bytes", CS_FINDING_BLOCK, CS_FIX_NONE, bytes },
  { "image.pixels", "image_max_pixels", CS_FINDING_BLOCK, CS_FIX_NONE, pixels },
  { "image.size", "image_min_width", CS_FINDING_BLOCK, CS_FIX_NONE, narrow },
  { "image.size", "image_max_width", CS_FINDING_BLOCK, CS_FIX_NONE, wide },
  { "image.aspect", "image_min_aspect", CS_FINDING_BLOCK, CS_FIX_NONE, aspect_low },
  { "image.aspect", "image_max_aspect", CS_FINDING_BLOCK, CS_FIX_NONE, aspect_high },
  { "image.frames", "gif_max_frames", CS_FINDING_BLOCK, CS_FIX_NONE, frames },
  { NULL }
};
