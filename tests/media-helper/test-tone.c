/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "cs-tone-table.h"

#include <math.h>

static const CsTone hlg = { .is_hlg = TRUE, .peak = CS_TONE_PEAK };
static const CsTone pq = { .is_hlg = FALSE, .peak = CS_TONE_PEAK };
static const CsToneCode bt2020 = { .kr = 0.2627, .kb = 0.0593 };

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

/* Every code of a grey, through the table: grey, from 16 to 235, and never darker than the code
 * before. */
static void
test_a_table_keeps_greys (void)
{
  const CsTone *tones[] = { &hlg, &pq };

  for (guint t = 0; t < G_N_ELEMENTS (tones); t++)
    for (int is_full = 0; is_full < 2; is_full++)
      {
        CsToneCode code = { is_full, bt2020.kr, bt2020.kb };
        g_autoptr(CsToneTable) table = cs_tone_table_new (tones[t], &code);
        guint8 before[8] = { 0, };

        for (guint16 y = 0; y < 1024; y++)
          {
            const guint16 luma[8] = { y, y, y, y, y, y, y, y };
            const guint16 none[8] = { 512, 512, 512, 512, 512, 512, 512, 512 };
            const CsToneRow row = { luma, none, none };
            guint8 out[8], cb[8], cr[8];

            cs_tone_table_luma (table, &row, 3, 8, out);
            cs_tone_table_chroma (table, &row, 3, 8, cb, cr);

            for (guint i = 0; i < 8; i++)
              {
                g_assert_cmpuint (cb[i], ==, 128);
                g_assert_cmpuint (cr[i], ==, 128);
                g_assert_cmpuint (out[i], >=, MAX (16, before[i]));
                g_assert_cmpuint (out[i], <=, 235);
                if (y <= (is_full ? 0 : 64))
                  g_assert_cmpuint (out[i], ==, 16);
                if (y >= (is_full ? 1023 : 940))
                  g_assert_cmpuint (out[i], ==, 235);
                before[i] = out[i];
              }
          }
      }
}

/* Any three codes, also such as no camera writes, and bits above the ten: nothing wraps round. */
static void
test_a_table_takes_every_code (void)
{
  g_autoptr(CsToneTable) table = cs_tone_table_new (&hlg, &bt2020);
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  guint16 y[600], cb[600], cr[600];
  guint8 out[3][600];

  for (guint n = 0; n < 200; n++)
    {
      const CsToneRow row = { y, cb, cr };

      for (guint i = 0; i < G_N_ELEMENTS (y); i++)
        {
          y[i] = g_rand_int_range (rand, 0, n < 100 ? 1024 : 65536);
          cb[i] = g_rand_int_range (rand, 0, n < 100 ? 1024 : 65536);
          cr[i] = g_rand_int_range (rand, 0, n < 100 ? 1024 : 65536);
        }
      cs_tone_table_luma (table, &row, n, G_N_ELEMENTS (y), out[0]);
      cs_tone_table_chroma (table, &row, n, G_N_ELEMENTS (y), out[1], out[2]);

      for (guint i = 0; i < G_N_ELEMENTS (y); i++)
        for (guint j = 0; j < 3; j++)
          {
            g_assert_cmpuint (out[j][i], >=, 16);
            g_assert_cmpuint (out[j][i], <=, j == 0 ? 235 : 240);
          }
    }
}

static void
map_exactly (const CsTone *tone,
             const double  hdr[3],
             double        ycc[3])
{
  double sdr[3], y;

  cs_tone_map (tone, hdr, sdr);
  y = 0.2126 * sdr[0] + 0.7152 * sdr[1] + 0.0722 * sdr[2];
  ycc[0] = 16 + 219 * y;
  ycc[1] = 128 + 224 * (sdr[2] - y) / 1.8556;
  ycc[2] = 128 + 224 * (sdr[0] - y) / 1.5748;
}

/* Colours as the world has them: half as far from grey as they could be. */
static void
test_a_table_is_the_mathematics (void)
{
  const CsTone *tones[] = { &hlg, &pq };
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (guint t = 0; t < G_N_ELEMENTS (tones); t++)
    {
      g_autoptr(CsToneTable) table = cs_tone_table_new (tones[t], &bt2020);
      double sum = 0;

      for (guint n = 0; n < 20000; n++)
        {
          double hdr[3], ycc[3], y;
          guint16 code[3];
          CsToneRow row = { &code[0], &code[1], &code[2] };
          guint8 out[3];

          for (guint i = 0; i < 3; i++)
            hdr[i] = g_rand_double_range (rand, 0.25, 0.75);
          y = bt2020.kr * hdr[0] + 0.678 * hdr[1] + bt2020.kb * hdr[2];
          code[0] = (guint16) lrint (64 + 876 * y);
          code[1] = (guint16) lrint (512 + 896 * (hdr[2] - y) / (2 - 2 * bt2020.kb));
          code[2] = (guint16) lrint (512 + 896 * (hdr[0] - y) / (2 - 2 * bt2020.kr));

          cs_tone_table_luma (table, &row, n, 1, &out[0]);
          cs_tone_table_chroma (table, &row, n, 1, &out[1], &out[2]);
          map_exactly (tones[t], hdr, ycc);
          for (guint i = 0; i < 3; i++)
            sum += fabs (out[i] - ycc[i]);
        }

      /* Rounding to dots alone is a third of a step off, and the codes are rounded too. */
      g_test_message ("%.3f steps off", sum / 60000);
      g_assert_cmpfloat (sum / 60000, <, 0.65);
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
  g_test_add_func ("/media-helper/tone/a-table-keeps-greys", test_a_table_keeps_greys);
  g_test_add_func ("/media-helper/tone/a-table-takes-every-code", test_a_table_takes_every_code);
  g_test_add_func ("/media-helper/tone/a-table-is-the-mathematics",
                   test_a_table_is_the_mathematics);
}
