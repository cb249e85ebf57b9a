/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-error.h"
#include "cs-fix-plan.h"
#include "cs-limits.h"
#include "cs-preflight.h"
#include "cs-test.h"

#include <math.h>
#include <string.h>

#define N_RANDOM 10000
#define SEED     20261121

static CsFacts *
make_clip (const char *members)
{
  static const char *const good =
    "{'kind': <'video'>, 'mime': <'video/mp4'>, 'container': <'mp4'>, 'size': <int64 20000000>,"
    " 'duration': <int64 20000000>, 'video_codec': <'h264'>, 'video_profile': <'high'>,"
    " 'pixel_format': <'yuv420p'>, 'width': <int64 720>, 'height': <int64 1280>,"
    " 'rotation': <int64 0>, 'par_num': <int64 1>, 'par_den': <int64 1>, 'fps_num': <int64 30>,"
    " 'fps_den': <int64 1>, 'frames': <int64 600>, 'gop_max': <int64 60>,"
    " 'video_bitrate': <int64 7000000>, 'audio_codec': <'aac'>, 'audio_profile': <'lc'>,"
    " 'audio_rate': <int64 48000>, 'audio_channels': <int64 2>, 'audio_bitrate': <int64 128000>,"
    " 'faststart': <int64 1>, 'edit_list': <int64 0>}";
  g_autoptr(GVariant) base = g_variant_parse (G_VARIANT_TYPE_VARDICT, good, NULL, NULL, NULL);
  g_autoptr(GVariant) more = g_variant_parse (G_VARIANT_TYPE_VARDICT, members, NULL, NULL, NULL);
  g_autoptr(GVariant) all = NULL;
  g_auto(GVariantDict) dict;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_assert_nonnull (more);
  g_variant_dict_init (&dict, base);
  g_variant_iter_init (&iter, more);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    g_variant_dict_insert_value (&dict, name, value);
  all = g_variant_ref_sink (g_variant_dict_end (&dict));

  return cs_record_from_variant (CS_RECORD_FACTS, all, NULL);
}

/* The limits of the networks that the mask names. */
static GPtrArray *
limits_of (guint mask)
{
  GPtrArray *limits = g_ptr_array_new ();

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    if (mask & 1u << i)
      g_ptr_array_add (limits, (gpointer) cs_limits_get (i));

  return limits;
}

static gboolean
passes (const CsFacts *facts,
        GPtrArray     *limits)
{
  for (guint i = 0; i < limits->len; i++)
    {
      g_autoptr(GPtrArray) findings = cs_preflight_media (facts, g_ptr_array_index (limits, i));

      if (cs_preflight_has_block (findings))
        return FALSE;
    }

  return TRUE;
}

#define MASTODON (1u << CS_NETWORK_MASTODON)
#define BLUESKY (1u << CS_NETWORK_BLUESKY)
#define PEERTUBE (1u << CS_NETWORK_PEERTUBE)
#define TIKTOK (1u << CS_NETWORK_TIKTOK)
#define INSTAGRAM (1u << CS_NETWORK_INSTAGRAM)
#define X (1u << CS_NETWORK_X)
#define ALL ((1u << CS_N_NETWORKS) - 1)

#define NOTHING "{\"action\":\"none\",\"constant_rate\":false}"
#define REMUX "{\"action\":\"remux\",\"constant_rate\":false}"
#define SOUND(channels) \
  "{\"action\":\"audio\",\"audio_bitrate\":128000,\"audio_channels\":" channels \
  ",\"audio_rate\":48000,\"constant_rate\":false}"

static void
test_the_least_is_chosen (void)
{
  static const struct
  {
    const char *facts;
    guint       networks;
    const char *recipe;
  } cases[] = {
    { "{}", ALL, NOTHING },
    { "{'container': <'matroska'>}", PEERTUBE, NOTHING },
    { "{'container': <'matroska'>}", MASTODON, REMUX },
    { "{'container': <'avi'>}", MASTODON,
      "{\"action\":\"encode\",\"constant_rate\":false,\"gop_max\":250,\"height\":1280,"
      "\"max_bytes\":103289979,\"quantizer\":20,\"width\":720}" },
    { "{'container': <'mov'>}", MASTODON, NOTHING },
    { "{'container': <'mov'>}", MASTODON | BLUESKY, REMUX },
    { "{'faststart': <int64 0>}", INSTAGRAM, REMUX },
    { "{'faststart': <int64 0>}", MASTODON, NOTHING },
    { "{'edit_list': <int64 1>}", INSTAGRAM,
      "{\"action\":\"encode\",\"constant_rate\":false,\"gop_max\":60,\"height\":1280,"
      "\"max_bytes\":298500000,\"quantizer\":20,\"video_bitrate\":23750000,\"width\":720}" },
    { "{'audio_codec': <'opus'>, 'audio_profile': <''>}", MASTODON, SOUND ("2") },
    { "{'audio_codec': <'pcm'>, 'audio_channels': <int64 1>}", MASTODON, SOUND ("1") },
    { "{'audio_channels': <int64 6>}", X, SOUND ("2") },
    { "{'audio_channels': <int64 6>}", MASTODON, NOTHING },
    { "{'container': <'matroska'>, 'audio_codec': <'opus'>}", BLUESKY, SOUND ("2") },
    { "{'pixel_format': <'yuv420p10le'>}", MASTODON,
      "{\"action\":\"encode\",\"constant_rate\":false,\"gop_max\":250,\"height\":1280,"
      "\"max_bytes\":103289979,\"quantizer\":20,\"width\":720}" },
    { "{'pixel_format': <'yuv420p10le'>, 'audio_codec': <'opus'>}", BLUESKY,
      "{\"action\":\"encode\",\"audio_bitrate\":128000,\"audio_channels\":2,\"audio_rate\":48000,"
      "\"constant_rate\":false,\"gop_max\":250,\"height\":1280,"
      "\"max_bytes\":298500000,\"quantizer\":20,\"width\":720}" },
    { "{'open_gop': <true>, 'video_bitrate': <int64 30000000>}", INSTAGRAM,
      "{\"action\":\"encode\",\"constant_rate\":false,\"gop_max\":60,\"height\":1280,"
      "\"max_bytes\":298500000,\"quantizer\":20,\"video_bitrate\":23750000,\"width\":720}" },
    { "{'width': <int64 3840>, 'height': <int64 2160>, 'fps_num': <int64 120>}", X,
      "{\"action\":\"encode\",\"constant_rate\":false,\"fps_den\":1,\"fps_num\":60,\"gop_max\":120,"
      "\"height\":720,\"max_bytes\":509440000,\"quantizer\":20,\"width\":1280}" },
    { "{'width': <int64 4096>, 'height': <int64 2304>, 'rotation': <int64 90>}", MASTODON,
      "{\"action\":\"encode\",\"constant_rate\":false,\"gop_max\":250,\"height\":3840,"
      "\"max_bytes\":103289979,\"quantizer\":20,\"width\":2160}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsFacts) clip = make_clip (cases[i].facts);
      g_autoptr(GPtrArray) limits = limits_of (cases[i].networks);
      g_autoptr(CsRecipe) recipe = cs_fix_plan (clip, limits, &error);
      g_autofree char *json = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (recipe->version, ==, CS_RECIPE_VERSION);
      recipe->version = CS_UNKNOWN;
      json = cs_recipe_to_json (recipe);
      g_assert_cmpstr (json, ==, cases[i].recipe);
      g_assert_true ((recipe->changes != NULL) == (recipe->action != CS_RECIPE_NONE));
    }
}

static void
test_frame_rates (void)
{
  static const struct { gint64 num, den; guint networks; gint64 to_num, to_den; } cases[] = {
    { 60000, 1001, X, CS_UNKNOWN, CS_UNKNOWN },
    { 120000, 1001, X, 60000, 1001 },
    { 100, 1, X, 50, 1 },
    { 75, 1, X, 60, 1 },
    { 144, 1, X, 48, 1 },
    { 240, 1, MASTODON, 120, 1 },
    { 12, 1, TIKTOK, 24, 1 },
    { 15, 1, TIKTOK | INSTAGRAM, 30, 1 },
    { 10, 1, TIKTOK, 30, 1 },
    { 2999999, 50000, X, CS_UNKNOWN, CS_UNKNOWN },
    { 288695777, 11655050, TIKTOK, CS_UNKNOWN, CS_UNKNOWN },
    { 288695777, 1165505, X, 60, 1 },
    { 288695777, 13280754, TIKTOK, 24000, 1001 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsFacts) clip = make_clip ("{'video_codec': <'prores'>}");
      g_autoptr(GPtrArray) limits = limits_of (cases[i].networks);
      g_autoptr(CsRecipe) recipe = NULL;

      clip->fps_num = cases[i].num;
      clip->fps_den = cases[i].den;
      recipe = cs_fix_plan (clip, limits, NULL);
      g_assert_nonnull (recipe);
      g_assert_cmpint (recipe->fps_num, ==, cases[i].to_num);
      g_assert_cmpint (recipe->fps_den, ==, cases[i].to_den);
    }
}

static void
test_a_varying_rate_becomes_a_usual_one (void)
{
  g_autoptr(CsFacts) clip = make_clip ("{'variable_rate': <true>, 'fps_num': <int64 2987>,"
                                       " 'fps_den': <int64 100>}");
  g_autoptr(CsLimits) strict = cs_record_copy (cs_limits_get (CS_NETWORK_BLUESKY));
  g_autoptr(GPtrArray) limits = g_ptr_array_new ();
  g_autoptr(CsRecipe) recipe = NULL;

  strict->video_constant_rate = TRUE;
  g_ptr_array_add (limits, strict);
  recipe = cs_fix_plan (clip, limits, NULL);
  g_assert_cmpint (recipe->action, ==, CS_RECIPE_ENCODE);
  g_assert_true (recipe->constant_rate);
  g_assert_cmpint (recipe->fps_num, ==, 30000);
  g_assert_cmpint (recipe->fps_den, ==, 1001);
}

static void
test_what_only_the_author_can_mend (void)
{
  static const struct { const char *facts; guint networks; const char *words; } cases[] = {
    { "{'duration': <int64 200000000>}", BLUESKY, "200 s; Bluesky takes at most 180 s: cut it" },
    { "{'duration': <int64 1000000>}", INSTAGRAM, "make it longer" },
    { "{'readable': <int64 5000000>}", MASTODON, "Only 5 of 20 s can be read: copy or export" },
    { "{'width': <int64 200>}", TIKTOK, "TikTok takes at least 360 pixels" },
    { "{'width': <int64 4000>, 'height': <int64 1000>}", X, "broader than 3 : 1: crop it" },
    { "{'kind': <'audio'>}", MASTODON, "choose another file" },
    { "{'kind': <'image'>, 'size': <int64 3000000>}", BLUESKY, "2 MB: change the picture" },
    { "{'width': <int64 8>, 'height': <int64 8>, 'video_codec': <'vp9'>}", MASTODON,
      "8 × 8 pixels is too small" },
    { "{'duration': <int64 36000000000>, 'size': <int64 200000000>}", MASTODON,
      "36000 s, too long for the 103.8 MB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsFacts) clip = make_clip (cases[i].facts);
      g_autoptr(GPtrArray) limits = limits_of (cases[i].networks);

      g_assert_null (cs_fix_plan (clip, limits, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      if (strstr (error->message, cases[i].words) == NULL)
        g_error ("“%s” does not say “%s”", error->message, cases[i].words);
    }
}

static void
test_changes_are_in_words (void)
{
  g_autoptr(CsFacts) clip = make_clip (
    "{'container': <'matroska'>, 'video_codec': <'vp9'>, 'audio_codec': <'opus'>,"
    " 'width': <int64 1920>, 'height': <int64 1080>, 'rotation': <int64 90>,"
    " 'fps_num': <int64 120>, 'interlaced': <true>, 'hdr': <true>}");
  g_autoptr(GPtrArray) limits = limits_of (X);
  g_autoptr(CsRecipe) recipe = cs_fix_plan (clip, limits, NULL);
  g_autofree char *all = g_strjoinv ("\n", recipe->changes);

  g_assert_cmpstr (all, ==,
    "Video: H.264 High, 8 bit, made of VP9, yuv420p\n"
    "Picture: 720 × 1280 pixels instead of 1080 × 1920\n"
    "Picture: stored upright\n"
    "Picture: progressive instead of interlaced\n"
    "Colours: HDR becomes standard range (SDR)\n"
    "Frames: 60 a second instead of 120\n"
    "Key frames: one in 120 frames or more\n"
    "Size: at most 509.4 MB\n"
    "Sound: AAC, 48 kHz, stereo, 128 kbit a second, made of Opus\n"
    "File: MP4 instead of Matroska");
}

/* Where a network refuses it, an encode makes it standard range; a copy keeps it. */
static void
test_hdr_becomes_standard_range (void)
{
  g_autoptr(CsFacts) clip = make_clip ("{'hdr': <true>}");
  g_autoptr(CsLimits) strict = cs_record_copy (cs_limits_get (CS_NETWORK_MASTODON));
  g_autoptr(GPtrArray) limits = g_ptr_array_new ();
  g_autoptr(CsRecipe) copy = cs_record_new (CS_RECORD_RECIPE);
  g_autoptr(CsRecipe) recipe = NULL;
  g_autoptr(CsFacts) copied = NULL, after = NULL;
  g_autoptr(GError) error = NULL;

  strict->video_sdr = TRUE;
  g_ptr_array_add (limits, strict);
  g_assert_false (passes (clip, limits));

  copy->action = CS_RECIPE_REMUX;
  copied = cs_recipe_predict (clip, copy);
  g_assert_true (copied->hdr);
  g_assert_false (passes (copied, limits));

  recipe = cs_fix_plan (clip, limits, &error);
  g_assert_no_error (error);
  g_assert_cmpint (recipe->action, ==, CS_RECIPE_ENCODE);
  after = cs_recipe_predict (clip, recipe);
  g_assert_false (after->hdr);
  g_assert_true (passes (after, limits));
  g_assert_true (g_strv_contains ((const char *const *) recipe->changes,
                                  "Colours: HDR becomes standard range (SDR)"));
}

/* Equal work is equal text, whatever is said of it. */
static void
test_words_are_not_in_the_canonical_text (void)
{
  g_autoptr(CsRecipe) recipe = cs_record_new (CS_RECORD_RECIPE);
  g_autofree char *before = cs_recipe_to_json (recipe);
  g_autofree char *after = NULL;

  recipe->changes = g_strsplit ("a,b", ",", -1);
  after = cs_recipe_to_json (recipe);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (after, ==, NOTHING);
}

/* HDR that an older program encoded is washed out; nothing else of its is worse. */
static void
test_what_an_older_program_made (void)
{
  static const struct { const char *facts; const char *recipe; gboolean is_current; } cases[] = {
    { "{'hdr': <true>}", "{\"action\":\"encode\",\"quantizer\":20}", FALSE },
    { "{'hdr': <true>}", "{\"action\":\"encode\",\"version\":1}", FALSE },
    { "{'hdr': <true>}", "{\"action\":\"encode\",\"version\":2}", TRUE },
    { "{'hdr': <true>}", "{\"action\":\"encode\",\"version\":3}", TRUE },
    { "{'hdr': <true>}", "{\"action\":\"remux\"}", TRUE },
    { "{'hdr': <true>}", "{\"action\":\"audio\"}", TRUE },
    { "{'hdr': <true>}", "no recipe", FALSE },
    { "{'hdr': <true>}", NULL, FALSE },
    { "{'hdr': <false>}", "{\"action\":\"encode\"}", TRUE },
    { "{'hdr': <false>}", NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsFacts) clip = make_clip (cases[i].facts);

      g_assert_cmpint (cs_recipe_is_current (cases[i].recipe, clip), ==, cases[i].is_current);
    }
}

static gboolean
chance (GRand  *rand,
        double  share)
{
  return g_rand_double (rand) < share;
}

static char *
pick (GRand      *rand,
      const char *names)
{
  g_auto(GStrv) all = g_strsplit (names, " ", -1);
  const char *one = all[g_rand_int_range (rand, 0, g_strv_length (all))];

  return strcmp (one, "?") == 0 ? NULL : g_strdup (one);
}

static gint64
between (GRand  *rand,
         gint64  low,
         gint64  high)
{
  return low + (gint64) (g_rand_double (rand) * (double) (high - low + 1));
}

/* Small numbers as often as large ones; unknown now and then. */
static gint64
spread (GRand  *rand,
        double  low,
        double  high)
{
  double x = g_rand_double (rand);

  return chance (rand, 0.03) ? CS_UNKNOWN : (gint64) (low * pow (high / low, x));
}

static void
set_random_picture (CsFacts *facts,
                    GRand   *rand)
{
  static const gint64 rates[][2] = {
    { 24000, 1001 }, { 25, 1 }, { 30, 1 }, { 60000, 1001 }, { 60, 1 }, { 120, 1 }, { 15, 1 },
    { 2987, 100 }, { 1, 1 }, { 240, 1 }, { 7, 2 }, { 75, 1 }, { 30000, 1001 }, { 30, 1 },
  };
  guint rate = g_rand_int_range (rand, 0, G_N_ELEMENTS (rates));

  facts->video_codec = pick (rand, "h264 h264 h264 h264 hevc vp9 vp8 prores av1 ?");
  facts->video_profile = pick (rand, "high main baseline high-10 ?");
  facts->pixel_format = pick (rand, "yuv420p yuv420p yuv420p yuv420p10le yuv422p ?");
  facts->width = spread (rand, 100, 8000);
  facts->height = chance (rand, 0.5) && facts->width > 0
                  ? between (rand, facts->width / 2, facts->width * 2) : spread (rand, 100, 8000);
  facts->rotation = chance (rand, 0.1) ? CS_UNKNOWN : 90 * g_rand_int_range (rand, 0, 4);
  facts->par_num = chance (rand, 0.8) ? 1 : between (rand, 1, 64);
  facts->par_den = chance (rand, 0.8) ? 1 : between (rand, 1, 45);
  facts->fps_num = rates[rate][0];
  facts->fps_den = rates[rate][1];
  if (chance (rand, 0.05))
    facts->fps_num = facts->fps_den = CS_UNKNOWN;
  facts->variable_rate = chance (rand, 0.2);
  facts->interlaced = chance (rand, 0.1);
  facts->hdr = chance (rand, 0.1);
  facts->gop_max = spread (rand, 1, 1000);
  facts->open_gop = chance (rand, 0.2);
  facts->video_bitrate = spread (rand, 1e5, 1e8);
}

static CsFacts *
make_random (GRand *rand)
{
  CsFacts *facts = cs_record_new (CS_RECORD_FACTS);

  facts->kind = chance (rand, 0.98) ? CS_MEDIA_VIDEO : CS_MEDIA_AUDIO;
  facts->container = pick (rand, "mp4 mp4 mp4 mov matroska webm avi mpegts ?");
  facts->duration = spread (rand, 1e6, 1e10);
  if (chance (rand, 0.7))
    facts->duration = between (rand, 3000000, 140000000);
  facts->size = spread (rand, 1e5, 1e10);
  set_random_picture (facts, rand);

  facts->audio_codec = pick (rand, "aac aac aac opus mp3 pcm vorbis ?");
  if (facts->audio_codec != NULL)
    {
      facts->audio_profile = pick (rand, strcmp (facts->audio_codec, "aac") == 0 ? "lc he ?" : "?");
      facts->audio_rate = chance (rand, 0.1) ? CS_UNKNOWN : 48000 << g_rand_int_range (rand, 0, 2);
      facts->audio_channels = chance (rand, 0.1) ? CS_UNKNOWN : between (rand, 1, 8);
      facts->audio_bitrate = spread (rand, 32000, 1.5e6);
    }

  facts->faststart = between (rand, 0, 1);
  facts->edit_list = between (rand, 0, 1);
  facts->damaged = chance (rand, 0.05);
  if (chance (rand, 0.02) && facts->duration > 0)
    facts->readable = facts->duration / 2;

  return facts;
}

/* Never larger, never smoother without need, even, and of the same shape. */
static void
assert_geometry (const CsFacts  *facts,
                 const CsRecipe *recipe)
{
  gint64 width, height;
  double stretch;

  if (!cs_facts_get_shown (facts, &width, &height))
    return;

  g_assert_cmpint (recipe->width % 2 + recipe->height % 2, ==, 0);
  g_assert_cmpint (recipe->width, <=, width);
  g_assert_cmpint (recipe->height, <=, height);

  /* Rounding moves a side by two pixels at most; at an edge of what is allowed by a few more. */
  stretch = (double) recipe->width / recipe->height / ((double) width / height);
  g_assert_cmpfloat (ABS (stretch - 1), <,
                     6.0 / MIN (recipe->width, recipe->height) + 0.001);
}

/* No network’s bound is left unused: one step larger breaks one, or is more than the source. */
static void
assert_as_large_as_may_be (const CsFacts  *facts,
                           const CsRecipe *recipe,
                           GPtrArray      *limits)
{
  g_autoptr(CsRecipe) larger = cs_record_copy (recipe);
  g_autoptr(CsFacts) after = NULL;
  gint64 width, height;

  if (!cs_facts_get_shown (facts, &width, &height)
      || (recipe->width >= width - 1 && recipe->height >= height - 1))
    return;

  larger->width = recipe->width + recipe->width / 16 + 16;
  larger->height = recipe->height + recipe->height / 16 + 16;
  if (larger->width > width || larger->height > height)
    return;

  after = cs_recipe_predict (facts, larger);
  g_assert_false (passes (after, limits));
}

static gboolean
author_is_needed (const CsFacts *facts,
                  GPtrArray     *limits)
{
  for (guint i = 0; i < limits->len; i++)
    {
      g_autoptr(GPtrArray) findings = cs_preflight_media (facts, g_ptr_array_index (limits, i));

      for (guint j = 0; j < findings->len; j++)
        {
          const CsFinding *finding = g_ptr_array_index (findings, j);

          if (finding->severity == CS_FINDING_BLOCK
              && (finding->fix == CS_FIX_NONE || finding->fix == CS_FIX_CUT))
            return TRUE;
        }
    }

  return FALSE;
}

static void
assert_planned (const CsFacts  *facts,
                GPtrArray      *limits,
                const CsRecipe *recipe)
{
  g_autoptr(CsFacts) after = cs_recipe_predict (facts, recipe);

  g_assert_true (passes (after, limits));
  g_assert_true ((recipe->action == CS_RECIPE_NONE) == passes (facts, limits));
  g_assert_true (cs_recipe_can_do (facts, recipe->action));

  /* Nothing that costs less would have been enough. */
  for (CsRecipeAction less = CS_RECIPE_REMUX; less < recipe->action; less++)
    {
      g_autoptr(CsRecipe) cheap = cs_record_copy (recipe);
      g_autoptr(CsFacts) made = NULL;

      cheap->action = less;
      if (less == CS_RECIPE_AUDIO)
        {
          cheap->audio_rate = 48000;
          cheap->audio_channels = MIN (2, facts->audio_channels > 0 ? facts->audio_channels : 2);
          cheap->audio_bitrate = 128000;
        }
      made = cs_recipe_predict (facts, cheap);
      g_assert_false (cs_recipe_can_do (facts, less) && passes (made, limits));
    }

  if (recipe->action == CS_RECIPE_ENCODE)
    {
      assert_geometry (facts, recipe);
      assert_as_large_as_may_be (facts, recipe, limits);
    }
}

static void
test_every_plan_passes (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (SEED);
  guint actions[CS_RECIPE_ENCODE + 1] = { 0, };
  guint refused = 0;

  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(CsFacts) facts = make_random (rand);
      g_autoptr(GPtrArray) limits = limits_of (chance (rand, 0.7)
                                               ? 1u << g_rand_int_range (rand, 0, CS_N_NETWORKS)
                                               : (guint) g_rand_int_range (rand, 1, ALL + 1));
      g_autoptr(CsRecipe) recipe = cs_fix_plan (facts, limits, &error);

      if (recipe == NULL)
        {
          g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
          refused++;
          if (!author_is_needed (facts, limits)
              && strstr (error->message, "too long for") == NULL
              && strstr (error->message, "too small to be encoded") == NULL
              && strstr (error->message, "takes at least") == NULL)
            g_error ("The author is not needed: %s", error->message);
          continue;
        }

      assert_planned (facts, limits, recipe);
      actions[recipe->action]++;
    }

  g_test_message ("none %u, remux %u, audio %u, encode %u, refused %u", actions[0], actions[1],
                  actions[2], actions[3], refused);

  /* The numbers mean something only when every way was taken. */
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_cmpuint (actions[i], >, N_RANDOM / 100);
}

CS_TESTS (fix_plan)
{
  g_test_add_func ("/model/fix-plan/the-least-is-chosen", test_the_least_is_chosen);
  g_test_add_func ("/model/fix-plan/frame-rates", test_frame_rates);
  g_test_add_func ("/model/fix-plan/varying-rate", test_a_varying_rate_becomes_a_usual_one);
  g_test_add_func ("/model/fix-plan/only-the-author", test_what_only_the_author_can_mend);
  g_test_add_func ("/model/fix-plan/hdr-becomes-standard-range",
                   test_hdr_becomes_standard_range);
  g_test_add_func ("/model/fix-plan/what-an-older-program-made", test_what_an_older_program_made);
  g_test_add_func ("/model/fix-plan/changes-in-words", test_changes_are_in_words);
  g_test_add_func ("/model/fix-plan/canonical-text", test_words_are_not_in_the_canonical_text);
  g_test_add_func ("/model/fix-plan/every-plan-passes", test_every_plan_passes);
}
