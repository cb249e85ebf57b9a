/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "cs-tone.h"

#include <math.h>

static const CsTone hlg = { .is_hlg = TRUE, .peak = CS_TONE_PEAK };
static const CsTone pq = { .is_hlg = FALSE, .peak = CS_TONE_PEAK };

static void
assert_near (double value,
             double expected,
             double tolerance)
{
  g_assert_cmpfloat (fabs (value - expected), <=, tolerance);
}

/* ITU-R BT.2100 table 5 and BT.2408 table 1: 75 % is the reference white of 203 cd/m², 38 % is a
 * grey card of 26. */
static void
test_light_of_hlg (void)
{
  static const struct { double signal, scene, light; } cases[] = {
    { 0, 0, 0 }, { 0.38, 0.048133, 26.24 }, { 0.5, 1.0 / 12, 50.70 }, { 0.75, 0.264963, 203.15 },
    { 1, 1, 1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double grey[3] = { cases[i].signal, cases[i].signal, cases[i].signal };
      double light[3];

      assert_near (cs_tone_hlg_scene (cases[i].signal), cases[i].scene, 1e-5);
      cs_tone_light (&hlg, grey, light);
      for (guint j = 0; j < 3; j++)
        assert_near (light[j], cases[i].light, 0.01);
    }
}

/* SMPTE ST 2084, and the levels that BT.2408 and BT.2390 print of it. */
static void
test_light_of_pq (void)
{
  static const struct { double signal, light; } cases[] = {
    { 0.149946, 1 }, { 0.380032, 26 }, { 0.5, 92.2457 }, { 0.508078, 100 }, { 0.580689, 203 },
    { 0.75, 983.378 }, { 0.751827, 1000 }, { 0.902572, 4000 }, { 1, 10000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_near (cs_tone_pq_light (cases[i].signal), cases[i].light, cases[i].light * 1e-4);
      assert_near (cs_tone_pq_signal (cases[i].light), cases[i].signal, 1e-5);
    }

  assert_near (cs_tone_pq_light (0), 0, 0);
}

/* ITU-R BT.2390-11 §5.4, reckoned by hand: below the knee nothing changes. */
static void
test_bright_light_is_compressed (void)
{
  static const struct { double peak, light, shown; } cases[] = {
    { 1000, 0, 0 }, { 1000, 50, 50 }, { 1000, 87, 87 }, { 1000, 100, 99.361 },
    { 1000, 203, 159.042 }, { 1000, 400, 193.609 }, { 1000, 1000, 203 }, { 1000, 2000, 203 },
    { 4000, 26, 26 }, { 4000, 100, 85.9 }, { 4000, 203, 127.934 }, { 4000, 4000, 203 },
    { 203, 150, 150 }, { 100, 100, 100 }, { 100, 300, 203 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_near (cs_tone_compress (cases[i].light, cases[i].peak, CS_TONE_WHITE), cases[i].shown,
                 0.01);
}

/* A grey is as bright as its light over 203 cd/m², for a display of gamma 2.4. */
static void
test_greys_of_standard_range (void)
{
  static const struct { const CsTone *tone; double signal, sdr; } cases[] = {
    { &hlg, 0, 0 }, { &hlg, 0.38, 0.42635 }, { &hlg, 0.75, 0.90344 }, { &hlg, 1, 1 },
    { &pq, 0, 0 }, { &pq, 0.380032, 0.42473 }, { &pq, 0.580689, 0.90332 }, { &pq, 0.751827, 1 },
    { &pq, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const double grey[3] = { cases[i].signal, cases[i].signal, cases[i].signal };
      double sdr[3];

      cs_tone_map (cases[i].tone, grey, sdr);
      for (guint j = 0; j < 3; j++)
        assert_near (sdr[j], cases[i].sdr, 2e-5);
    }
}

/* The primaries of BT.709 as light in those of BT.2020, ITU-R BT.2087: they come back pure. What
 * lies outside loses no more colour than it must, and its brightest component stays that. */
static void
test_colours_keep_their_hue (void)
{
  static const double inside[3][3] = {
    { 0.627404, 0.069097, 0.016391 }, { 0.329283, 0.919540, 0.088013 },
    { 0.043313, 0.011362, 0.895595 },
  };

  for (guint i = 0; i < 3; i++)
    {
      double hdr[3], sdr[3], outside[3] = { 0, 0, 0 };

      for (guint j = 0; j < 3; j++)
        hdr[j] = cs_tone_pq_signal (50 * inside[i][j]);
      cs_tone_map (&pq, hdr, sdr);
      for (guint j = 0; j < 3; j++)
        assert_near (sdr[j], j == i ? pow (50 / CS_TONE_WHITE, 1 / 2.4) : 0, 0.03);

      outside[i] = 0.7;
      cs_tone_map (&hlg, outside, sdr);
      g_assert_cmpfloat (sdr[i], >, 0.5);
      for (guint j = 0; j < 3; j++)
        {
          g_assert_cmpfloat (sdr[j], >=, 0);
          g_assert_cmpfloat (sdr[j], <=, 1);
          if (j != i)
            g_assert_cmpfloat (sdr[j], <, 0.75 * sdr[i]);
        }
    }
}

CS_TESTS (tone)
{
  g_test_add_func ("/media-helper/tone/light-of-hlg", test_light_of_hlg);
  g_test_add_func ("/media-helper/tone/light-of-pq", test_light_of_pq);
  g_test_add_func ("/media-helper/tone/bright-light-is-compressed",
                   test_bright_light_is_compressed);
  g_test_add_func ("/media-helper/tone/greys-of-standard-range", test_greys_of_standard_range);
  g_test_add_func ("/media-helper/tone/colours-keep-their-hue", test_colours_keep_their_hue);
}
