/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "cs-timing.h"

/* Frames in the order of the file: times in milliseconds, a capital K before key frames. */
static void
timing_of (const char *text,
           CsTiming   *timing)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  CsTrack track = { .packets = g_array_new (FALSE, FALSE, sizeof (CsPacket)) };

  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean key = words[i][0] == 'K';
      CsPacket packet = { .pts = g_ascii_strtoll (words[i] + key, NULL, 10) * (gint64) GST_MSECOND,
                          .key = key };

      g_array_append_val (track.packets, packet);
    }

  cs_timing_of (&track, timing);
  g_array_unref (track.packets);
}

static void
test_milliseconds_are_no_variable_rate (void)
{
  CsTiming timing;

  timing_of ("K0 33 67 100 133 167 200 233 267 300 333 367 400", &timing);
  g_assert_false (timing.variable);
  g_assert_cmpint (timing.fps_num, ==, 30);
  g_assert_cmpint (timing.fps_den, ==, 1);
  g_assert_cmpint (timing.frames, ==, 13);
}

static void
test_a_rate_that_varies (void)
{
  CsTiming timing;

  timing_of ("K0 33 67 100 183 266 350 433", &timing);
  g_assert_true (timing.variable);
}

static void
test_groups (void)
{
  CsTiming timing;

  timing_of ("K0 120 40 80 K160 280 200 240", &timing);
  g_assert_cmpint (timing.gop_max, ==, 4);
  g_assert_false (timing.open_gop);
  g_assert_cmpint (timing.fps_num, ==, 25);

  /* 120 stands behind the second key frame and is shown before it. */
  timing_of ("K0 80 40 K160 120 240 200", &timing);
  g_assert_true (timing.open_gop);
}

static void
test_nothing_is_nothing (void)
{
  CsTiming timing;

  timing_of ("K0", &timing);
  g_assert_cmpint (timing.frames, ==, 1);
  g_assert_cmpint (timing.fps_num, ==, 0);
  g_assert_cmpint (timing.gop_max, ==, 1);
}

/* As from AVI: nothing but key frames has a time to be shown. */
static void
test_times_of_decoding_do (void)
{
  CsTrack track = { .packets = g_array_new (FALSE, FALSE, sizeof (CsPacket)) };
  CsTiming timing;

  for (guint i = 0; i < 24; i++)
    {
      CsPacket packet = { .dts = i * 40 * (gint64) GST_MSECOND, .key = i % 12 == 0 };

      packet.pts = packet.key ? packet.dts : G_MININT64;
      g_array_append_val (track.packets, packet);
    }

  cs_timing_of (&track, &timing);
  g_assert_cmpint (timing.frames, ==, 24);
  g_assert_cmpint (timing.fps_num, ==, 25);
  g_assert_cmpint (timing.gop_max, ==, 12);
  g_assert_false (timing.variable);
  g_array_unref (track.packets);
}

/* As XviD has it in AVI: two pictures in one piece, then an empty one for the second's moment. */
static void
test_packed_pictures_are_one_moment (void)
{
  CsTrack track = { .packets = g_array_new (FALSE, FALSE, sizeof (CsPacket)) };
  CsTiming timing;

  for (guint i = 0; i < 60; i++)
    for (guint twice = i % 3 == 1 ? 2 : 1; twice > 0; twice--)
      {
        CsPacket packet = { .dts = i * 40 * (gint64) GST_MSECOND, .key = i % 12 == 0 };

        packet.pts = packet.key ? packet.dts : G_MININT64;
        g_array_append_val (track.packets, packet);
      }

  cs_timing_of (&track, &timing);
  g_assert_cmpint (timing.frames, ==, 60);
  g_assert_cmpint (timing.fps_num, ==, 25);
  g_assert_false (timing.variable);
  g_array_unref (track.packets);
}

CS_TESTS (timing)
{
  g_test_add_func ("/media-helper/timing/packed-pictures-are-one-moment",
                   test_packed_pictures_are_one_moment);
  g_test_add_func ("/media-helper/timing/times-of-decoding-do", test_times_of_decoding_do);
  g_test_add_func ("/media-helper/timing/milliseconds-are-no-variable-rate",
                   test_milliseconds_are_no_variable_rate);
  g_test_add_func ("/media-helper/timing/a-rate-that-varies", test_a_rate_that_varies);
  g_test_add_func ("/media-helper/timing/groups", test_groups);
  g_test_add_func ("/media-helper/timing/nothing-is-nothing", test_nothing_is_nothing);
}
