/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-fix-plan.h"

#include "cs-recipe-private.h"

#include "cs-error.h"
#include "cs-limits.h"
#include "cs-preflight.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* x264’s constant quality at which a telephone shows no difference to the source. */
#define QUANTIZER 20

#define AUDIO_RATE    48000
#define AUDIO_BITRATE 128000

/* Below this a picture is not worth looking at, and the encoder does not hit its aim. */
#define LEAST_BITRATE 60000

/* When the sound takes more than this of a small budget, it is made anew. */
#define RICH_AUDIO   160000
#define SMALL_BUDGET 4000000

#define GOP_MSEC   2000
#define LEAST_SIDE 16

/* The narrowest of what the networks take together. */
typedef struct
{
  gint64   max_bytes;
  gint64   min_fps;
  gint64   max_fps;
  gint64   max_side;
  gint64   max_short_side;
  gint64   max_width;
  gint64   max_pixels;
  gint64   min_aspect;
  gint64   max_aspect;
  gint64   max_bitrate;
  gint64   max_gop;
  gint64   audio_rate;
  gint64   audio_channels;
  gint64   audio_bitrate;
  gboolean constant_rate;
} Bounds;

static void
lower (gint64 *bound,
       gint64  value)
{
  if (value != CS_UNKNOWN && (*bound == CS_UNKNOWN || value < *bound))
    *bound = value;
}

/* CS_UNKNOWN is less than every number. */
static void
raise_to (gint64 *bound,
          gint64  value)
{
  *bound = MAX (*bound, value);
}

static Bounds
bounds_of (GPtrArray *limits)
{
  Bounds all = {
    CS_UNKNOWN, CS_UNKNOWN, CS_UNKNOWN, CS_UNKNOWN, CS_UNKNOWN, CS_UNKNOWN, CS_UNKNOWN, CS_UNKNOWN,
    CS_UNKNOWN, CS_UNKNOWN, CS_UNKNOWN, AUDIO_RATE, 2, AUDIO_BITRATE, FALSE
  };

  for (guint i = 0; i < limits->len; i++)
    {
      const CsLimits *one = g_ptr_array_index (limits, i);

      lower (&all.max_bytes, one->video_max_bytes);
      raise_to (&all.min_fps, one->video_min_fps);
      lower (&all.max_fps, one->video_max_fps);
      lower (&all.max_side, one->video_max_side);
      lower (&all.max_short_side, one->video_max_short_side);
      lower (&all.max_width, one->video_max_width);
      lower (&all.max_pixels, one->video_max_pixels);
      raise_to (&all.min_aspect, one->video_min_aspect);
      lower (&all.max_aspect, one->video_max_aspect);
      lower (&all.max_bitrate, one->video_max_bitrate);
      lower (&all.max_gop, one->video_max_gop);
      lower (&all.audio_rate, one->audio_max_rate);
      lower (&all.audio_channels, one->audio_max_channels);
      lower (&all.audio_bitrate, one->audio_max_bitrate);
      all.constant_rate |= one->video_constant_rate;

      if (one->video_closed_gop)
        lower (&all.max_gop, GOP_MSEC);
    }

  return all;
}

static gboolean
is_too_large (const Bounds *bounds,
              gint64        width,
              gint64        height)
{
  return (bounds->max_width != CS_UNKNOWN && width > bounds->max_width)
      || (bounds->max_side != CS_UNKNOWN && MAX (width, height) > bounds->max_side)
      || (bounds->max_short_side != CS_UNKNOWN && MIN (width, height) > bounds->max_short_side)
      || (bounds->max_pixels != CS_UNKNOWN && width * height > bounds->max_pixels);
}

static gboolean
is_too_broad (const Bounds *bounds,
              gint64        width,
              gint64        height)
{
  return bounds->max_aspect != CS_UNKNOWN && width * 1000 > bounds->max_aspect * height;
}

static gboolean
is_too_narrow (const Bounds *bounds,
               gint64        width,
               gint64        height)
{
  return bounds->min_aspect != CS_UNKNOWN && width * 1000 < bounds->min_aspect * height;
}

static double
scale_for (const Bounds *bounds,
           gint64        width,
           gint64        height)
{
  double scale = 1;

  if (bounds->max_width != CS_UNKNOWN)
    scale = MIN (scale, (double) bounds->max_width / width);
  if (bounds->max_side != CS_UNKNOWN)
    scale = MIN (scale, (double) bounds->max_side / MAX (width, height));
  if (bounds->max_short_side != CS_UNKNOWN)
    scale = MIN (scale, (double) bounds->max_short_side / MIN (width, height));
  if (bounds->max_pixels != CS_UNKNOWN)
    scale = MIN (scale, sqrt ((double) bounds->max_pixels / ((double) width * height)));

  return scale;
}

/* The nearest even number that is not more than @most. */
static gint64
even (double value,
      gint64 most)
{
  gint64 near = 2 * (gint64) (value / 2 + 0.5);

  return MIN (near, most & ~G_GINT64_CONSTANT (1));
}

/* The largest even size of the same shape, and never larger than the source. Rounding
 * to even numbers may push a shape that only just is allowed over its edge. */
static void
fit_size (CsRecipe      *recipe,
          const CsFacts *facts,
          const Bounds  *bounds)
{
  gint64 full_width, full_height, width, height;
  double scale;
  gboolean has_shape;

  if (!cs_facts_get_shown (facts, &full_width, &full_height))
    return;

  has_shape = !is_too_broad (bounds, full_width, full_height)
           && !is_too_narrow (bounds, full_width, full_height);
  scale = scale_for (bounds, full_width, full_height);
  width = (gint64) (full_width * scale + 1e-6) & ~G_GINT64_CONSTANT (1);
  height = even ((double) width * full_height / full_width, full_height);

  while (width > 2 && height > 2)
    {
      if (has_shape && is_too_broad (bounds, width, height))
        width -= 2;
      else if (has_shape && is_too_narrow (bounds, width, height))
        height -= 2;
      else if (is_too_large (bounds, width, height))
        {
          width -= 2;
          height = MIN (height, even ((double) width * full_height / full_width, full_height));
        }
      else
        break;
    }

  recipe->width = width;
  recipe->height = height;
}

static gint64
divisor (gint64 a,
         gint64 b)
{
  return b == 0 ? a : divisor (b, a % b);
}

static void
set_rate (CsRecipe *recipe,
          gint64    num,
          gint64    den)
{
  gint64 common = divisor (num, den);

  recipe->fps_num = num / common;
  recipe->fps_den = den / common;
}

static gboolean
is_too_fast (const Bounds *bounds,
             double        fps)
{
  return bounds->max_fps != CS_UNKNOWN && fps > bounds->max_fps;
}

static gboolean
is_too_slow (const Bounds *bounds,
             double        fps)
{
  return bounds->min_fps != CS_UNKNOWN && fps < bounds->min_fps;
}

/* The usual rate next to an average, of those that may be. */
static void
set_usual_rate (CsRecipe     *recipe,
                double        fps,
                const Bounds *bounds)
{
  static const gint64 usual[][2] = {
    { 24000, 1001 }, { 24, 1 }, { 25, 1 }, { 30000, 1001 }, { 30, 1 },
    { 50, 1 }, { 60000, 1001 }, { 60, 1 }, { 120, 1 },
  };
  double nearest = INFINITY;

  /* Where none may be, as fast as may be. */
  set_rate (recipe, bounds->max_fps != CS_UNKNOWN ? MAX (1, bounds->max_fps) : 30, 1);

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      double rate = (double) usual[i][0] / usual[i][1];

      if (is_too_fast (bounds, rate) || is_too_slow (bounds, rate) || fabs (fps - rate) >= nearest)
        continue;

      nearest = fabs (fps - rate);
      set_rate (recipe, usual[i][0], usual[i][1]);
    }
}

/* A whole fraction of a steady rate that is too fast, a multiple of one that is too slow:
 * movement stays even. */
static void
set_even_rate (CsRecipe      *recipe,
               const CsFacts *facts,
               const Bounds  *bounds)
{
  double fps = cs_facts_get_fps (facts);
  gint64 times;

  if (is_too_fast (bounds, fps))
    {
      times = (gint64) ceil (fps / MAX (1, bounds->max_fps) - 1e-9);
      if (fps / times >= 0.8 * bounds->max_fps)
        set_rate (recipe, facts->fps_num, facts->fps_den * times);
      else
        set_rate (recipe, MAX (1, bounds->max_fps), 1);
    }
  else if (is_too_slow (bounds, fps))
    {
      times = (gint64) ceil (bounds->min_fps / fps - 1e-9);
      if (!is_too_fast (bounds, fps * times))
        set_rate (recipe, facts->fps_num * times, facts->fps_den);
      else
        set_rate (recipe, bounds->min_fps, 1);
    }
  else
    {
      set_rate (recipe, facts->fps_num, facts->fps_den);
    }
}

static void
fit_rate (CsRecipe      *recipe,
          const CsFacts *facts,
          const Bounds  *bounds)
{
  double fps = cs_facts_get_fps (facts);
  gboolean is_steady = fps > 0 && !facts->variable_rate
                       && facts->fps_num <= 120000 && facts->fps_den <= 1001;
  gboolean is_off = fps > 0 && (is_too_fast (bounds, fps) || is_too_slow (bounds, fps));

  recipe->constant_rate = bounds->constant_rate;

  if (is_steady && (is_off || facts->interlaced))
    set_even_rate (recipe, facts, bounds);
  else if (!is_steady && (is_off || facts->interlaced || bounds->constant_rate))
    set_usual_rate (recipe, fps > 0 ? fps : 30, bounds);
}

static void
fit_groups (CsRecipe      *recipe,
            const CsFacts *facts,
            const Bounds  *bounds)
{
  double fps = recipe->fps_num != CS_UNKNOWN ? (double) recipe->fps_num / recipe->fps_den
                                             : cs_facts_get_fps (facts);

  recipe->gop_max = CS_RECIPE_GOP;

  if (bounds->max_gop != CS_UNKNOWN)
    {
      double frames = MIN (bounds->max_gop, GOP_MSEC) / 1e3 * (fps > 0 ? fps : 24);

      recipe->gop_max = CLAMP ((gint64) frames, 1, CS_RECIPE_GOP);
    }
}

/* Rates that AAC has, at most as high as the networks take. */
static gint64
audio_rate_of (const Bounds *bounds)
{
  static const gint64 rates[] = { 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    if (rates[i] <= bounds->audio_rate)
      return rates[i];

  return 8000;
}

static void
set_sound (CsRecipe      *recipe,
           const CsFacts *facts,
           const Bounds  *bounds)
{
  gint64 channels = facts->audio_channels > 0 ? facts->audio_channels : 2;

  recipe->audio_rate = audio_rate_of (bounds);
  recipe->audio_channels = MIN (channels, MAX (1, bounds->audio_channels));
  recipe->audio_bitrate = MAX (16000, bounds->audio_bitrate);
}

/* What the file may be in bytes, a little less than allowed; bits a second left for the picture. */
static double
fit_bytes (CsRecipe      *recipe,
           const CsFacts *facts,
           const Bounds  *bounds)
{
  double seconds = facts->duration / 1e6;
  gint64 audio = facts->audio_codec != NULL ? AUDIO_BITRATE : 0;

  if (bounds->max_bytes == CS_UNKNOWN)
    return INFINITY;

  recipe->max_bytes = bounds->max_bytes - bounds->max_bytes / 200;

  return seconds > 0 ? (recipe->max_bytes * 8.0 / seconds - audio) * 0.975 : INFINITY;
}

/* Whether anything is wrong, or could be better, with what these rules are about. */
static gboolean
is_spoken_of (const CsFacts *facts,
              GPtrArray     *limits,
              const char    *prefix)
{
  for (guint i = 0; i < limits->len; i++)
    {
      g_autoptr(GPtrArray) findings = cs_preflight_media (facts, g_ptr_array_index (limits, i));

      for (guint j = 0; j < findings->len; j++)
        {
          const CsFinding *finding = g_ptr_array_index (findings, j);

          if (finding->severity >= CS_FINDING_WARNING && g_str_has_prefix (finding->rule, prefix))
            return TRUE;
        }
    }

  return FALSE;
}

static gboolean
may_keep_sound (const CsFacts *facts,
                GPtrArray     *limits,
                double         budget)
{
  return g_strcmp0 (facts->audio_codec, "aac") == 0 && g_strcmp0 (facts->audio_profile, "lc") == 0
      && facts->audio_channels <= 2
      && !(budget < SMALL_BUDGET && facts->audio_bitrate > RICH_AUDIO)
      && !is_spoken_of (facts, limits, "audio.");
}

static CsRecipe *
make_recipe (const CsFacts  *facts,
             GPtrArray      *limits,
             CsRecipeAction  action)
{
  CsRecipe *recipe = cs_record_new (CS_RECORD_RECIPE);
  const Bounds bounds = bounds_of (limits);
  double budget;

  recipe->action = action;
  recipe->version = CS_RECIPE_VERSION;

  if (action == CS_RECIPE_AUDIO)
    set_sound (recipe, facts, &bounds);

  if (action != CS_RECIPE_ENCODE)
    return recipe;

  fit_size (recipe, facts, &bounds);
  fit_rate (recipe, facts, &bounds);
  fit_groups (recipe, facts, &bounds);
  budget = fit_bytes (recipe, facts, &bounds);
  recipe->quantizer = QUANTIZER;

  if (bounds.max_bitrate != CS_UNKNOWN)
    recipe->video_bitrate = bounds.max_bitrate - bounds.max_bitrate / 20;
  if (facts->audio_codec != NULL && !may_keep_sound (facts, limits, budget))
    set_sound (recipe, facts, &bounds);

  return recipe;
}

/* The first finding that blocks, of the first network that has one. */
static CsFinding *
find_block (const CsFacts *facts,
            GPtrArray     *limits)
{
  for (guint i = 0; i < limits->len; i++)
    {
      g_autoptr(GPtrArray) findings = cs_preflight_media (facts, g_ptr_array_index (limits, i));

      for (guint j = 0; j < findings->len; j++)
        {
          CsFinding *finding = g_ptr_array_index (findings, j);

          if (finding->severity == CS_FINDING_BLOCK)
            return cs_record_ref (finding);
        }
    }

  return NULL;
}

static const char *
advice_for (const char *rule)
{
  static const char *const advice[][2] = {
    { "video.truncated", N_("copy or export the clip again") },
    { "video.duration-max", N_("cut it") },
    { "video.duration-min", N_("make it longer") },
    { "video.aspect", N_("crop it") },
    { "video.size", N_("export it in another size") },
    { "audio.missing", N_("add sound") },
    { "media.kind", N_("choose another file") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (advice); i++)
    if (strcmp (advice[i][0], rule) == 0)
      return _(advice[i][1]);

  return g_str_has_prefix (rule, "image.") ? _("change the picture") : _("choose another clip");
}

/* What no recipe can help: too small to encode, or too long for its bytes. */
static gboolean
is_hopeless (const CsFacts   *facts,
             const CsRecipe  *recipe,
             GPtrArray       *limits,
             GError         **error)
{
  const Bounds bounds = bounds_of (limits);
  g_autoptr(CsRecipe) unused = cs_record_new (CS_RECORD_RECIPE);

  if (recipe->width != CS_UNKNOWN && (recipe->width < LEAST_SIDE || recipe->height < LEAST_SIDE))
    {
      cs_fail (error, CS_ERROR_INVALID, "A picture of %" PRId64 " × %" PRId64 " pixels is "
               "too small to be encoded: choose another clip",
               recipe->width, recipe->height);
      return TRUE;
    }

  if (fit_bytes (unused, facts, &bounds) < LEAST_BITRATE)
    {
      cs_fail (error, CS_ERROR_INVALID, "The clip lasts %.0f s, too long for the %.1f MB "
               "that it may have: cut it", facts->duration / 1e6, bounds.max_bytes / 1e6);
      return TRUE;
    }

  return FALSE;
}

/**
 * cs_fix_plan:
 * @limits: (element-type CsLimits): of each network that the one file is for
 *
 * Returns: (transfer full): the least that makes the clip pass the preflight of
 *   all of them; or NULL with %CS_ERROR_INVALID when only its author can help
 */
CsRecipe *
cs_fix_plan (const CsFacts  *facts,
             GPtrArray      *limits,
             GError        **error)
{
  g_autoptr(CsFinding) last = NULL;

  for (CsRecipeAction action = CS_RECIPE_NONE; action <= CS_RECIPE_ENCODE; action++)
    {
      g_autoptr(CsRecipe) recipe = NULL;
      g_autoptr(CsFacts) after = NULL;

      if (!cs_recipe_can_do (facts, action))
        continue;

      recipe = make_recipe (facts, limits, action);
      after = cs_recipe_predict (facts, recipe);
      g_clear_pointer (&last, cs_record_unref);
      last = find_block (after, limits);

      if (last != NULL)
        continue;

      if (action == CS_RECIPE_ENCODE && is_hopeless (facts, recipe, limits, error))
        return NULL;

      cs_recipe_say (recipe, facts);

      return g_steal_pointer (&recipe);
    }

  /* Translators: why a network refuses a clip, and what its author can do about it */
  return cs_fail_null (error, CS_ERROR_INVALID, "%s: %s", last->reason, advice_for (last->rule));
}
