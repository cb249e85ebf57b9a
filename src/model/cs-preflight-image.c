/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-preflight-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
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
    return g_strdup (_("What kind of picture this is cannot be told"));

  if (g_strv_contains ((const char *const *) types, about->facts->mime))
    return NULL;

  words = cs_words_list (types);

  /* Translators: the picture is TIFF; Mastodon takes JPEG, PNG or GIF */
  return g_strdup_printf (_("The picture is %s; %s takes %s"),
                          cs_words_name (about->facts->mime), about->network, words);
}

static char *
bytes_above (const CsMediaCase *about,
             gint64             may)
{
  CsWordsPair words;

  if (may == CS_UNKNOWN || about->facts->size == CS_UNKNOWN || about->facts->size <= may)
    return NULL;

  words = cs_words_pair (about->facts->size / 1e6, may / 1e6, 1);

  /* Translators: %s in the middle is a network */
  return g_strdup_printf (_("The picture is %s MB; %s takes at most %s MB"),
                          words.is, about->network, words.may);
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

  return g_strdup_printf (_("The picture has %" PRId64 " × %" PRId64
                            " pixels; %s takes at most %" PRId64 " in all"),
                          width, height, about->network, may);
}

static char *
narrow (const CsMediaCase *about)
{
  gint64 may = about->limits->image_min_width;
  gint64 width, height;

  if (may == CS_UNKNOWN || !cs_facts_get_shown (about->facts, &width, &height) || width >= may)
    return NULL;

  return g_strdup_printf (ngettext ("The picture is %" PRId64 " pixel wide; %s takes at least %"
                                    PRId64,
                                    "The picture is %" PRId64 " pixels wide; %s takes at least %"
                                    PRId64, width),
                          width, about->network, may);
}

static char *
wide (const CsMediaCase *about)
{
  gint64 may = about->limits->image_max_width;
  gint64 width, height;

  if (may == CS_UNKNOWN || !cs_facts_get_shown (about->facts, &width, &height) || width <= may)
    return NULL;

  return g_strdup_printf (ngettext ("The picture is %" PRId64 " pixel wide; %s takes at most %"
                                    PRId64,
                                    "The picture is %" PRId64 " pixels wide; %s takes at most %"
                                    PRId64, width),
                          width, about->network, may);
}

static char *
aspect (const CsMediaCase *about,
        gboolean           is_low,
        gint64             may)
{
  CsWordsPair words;
  gint64 width, height;

  if (may == CS_UNKNOWN || !cs_facts_get_shown (about->facts, &width, &height)
      || (is_low ? width * 1000 >= may * height : width * 1000 <= may * height))
    return NULL;

  words = cs_words_pair ((double) width / height, may / 1e3, 2);

  return g_strdup_printf (is_low ? _("The picture is %s : 1; %s takes nothing narrower than %s : 1")
                                 : _("The picture is %s : 1; %s takes nothing broader than %s : 1"),
                          words.is, about->network, words.may);
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
         ? g_strdup_printf (ngettext ("The GIF has %" PRId64 " frame; %s takes at most %" PRId64,
                                      "The GIF has %" PRId64 " frames; %s takes at most %" PRId64,
                                      about->facts->frames),
                            about->facts->frames, about->network, may)
         : NULL;
}

static char *
damaged (const CsMediaCase *about)
{
  return about->facts->damaged ? g_strdup (_("The picture ends before it is complete")) : NULL;
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
