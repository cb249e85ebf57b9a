/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "preflight.h"

static void
test_a_good_clip_passes_everywhere (void)
{
  g_autoptr(CsFacts) clip = good_clip ();

  for (guint i = 0; i < CS_N_NETWORKS; i++)
    {
      g_autoptr(GPtrArray) findings = cs_preflight_media (clip, cs_limits_get (i));
      g_autofree char *rules = rules_of (findings);

      g_assert_cmpstr (rules, ==, "");
    }
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
  g_autoptr(CsFacts) clip = good_clip ();
  g_autoptr(CsFacts) turned = with_members (clip, "{'width': <int64 1920>, "
                                           "'height': <int64 1080>, 'rotation': <int64 90>}");
  g_autoptr(CsFacts) wide = with_members (clip, "{'width': <int64 1440>, "
                                         "'height': <int64 1080>, 'par_num': <int64 4>, "
                                         "'par_den': <int64 3>}");
  g_autoptr(CsFacts) huge = with_members (clip, "{'width': <int64 9000000000000000000>}");
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
  g_autoptr(CsFacts) clip = good_clip ();
  g_autoptr(CsFacts) odd = with_members (clip, "{'video_codec': <'vp9'>, "
                                              "'size': <int64 200000000>}");
  g_autoptr(GPtrArray) findings = cs_preflight_media (odd, cs_limits_get (MASTODON));
  const CsFinding *codec = g_ptr_array_index (findings, 0);
  const CsFinding *bytes = g_ptr_array_index (findings, 1);

  g_assert_cmpstr (codec->rule, ==, "video.codec");
  g_assert_true (codec->unverified);
  g_assert_cmpstr (bytes->rule, ==, "video.bytes");
  g_assert_false (bytes->unverified);
}

CS_TESTS (preflight)
{
  g_test_add_func ("/model/preflight/good-clip-passes-everywhere",
                   test_a_good_clip_passes_everywhere);
  g_test_add_func ("/model/preflight/unknown-breaks-nothing", test_unknown_breaks_nothing);
  g_test_add_func ("/model/preflight/geometry-is-as-shown", test_geometry_is_as_shown);
  g_test_add_func ("/model/preflight/unverified-says-so", test_unverified_limits_say_so);
}
