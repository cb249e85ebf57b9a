/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "cs-tone-table.h"

#include <math.h>

static const CsTone hlg = { .is_hlg = TRUE, .peak = CS_TONE_PEAK };
static const CsTone pq = { .is_hlg = FALSE, .peak = CS_TONE_PEAK };
static const CsToneCode bt2020 = { .kr = 0.2627, .kb = 0.0593 };

/* The mean of a field of one colour: all of the pattern's dots are in it. */
static void
map_field (const CsToneTable *table,
           const guint16      code[3],
           double             ycc[3])
{
  guint16 in[3][8];
  const CsToneRow row = { in[0], in[1], in[2] };

  for (guint i = 0; i < 3; i++)
    {
      ycc[i] = 0;
      for (guint x = 0; x < 8; x++)
        in[i][x] = code[i];
    }

  for (guint number = 0; number < 8; number++)
    {
      guint8 out[3][8];

      cs_tone_table_luma (table, &row, number, 8, out[0]);
      cs_tone_table_chroma (table, &row, number, 8, out[1], out[2]);
      for (guint i = 0; i < 3; i++)
        for (guint x = 0; x < 8; x++)
          ycc[i] += out[i][x] / 64.0;
    }
}

/*
 * ITU-R BT.2408 table 1 names the codes of a grey card and of reference white, in HLG and in PQ.
 * BT.1886 shows 26 and 203 of 203 cd/m² at R'G'B' (light / 203)^(1/2.4), the latter after
 * BT.2390 compressed it to 159.042; Y' of 8 bits is 16 + 219 of that.
 */
static void
test_levels_of_the_standards (void)
{
  static const struct { const CsTone *tone; guint16 code; double luma; } cases[] = {
    { &hlg, 64, 16 }, { &hlg, 397, 109.4 }, { &hlg, 721, 213.9 }, { &hlg, 940, 235 },
    { &pq, 64, 16 }, { &pq, 397, 109.1 }, { &pq, 573, 213.9 }, { &pq, 723, 235 }, { &pq, 940, 235 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(CsToneTable) table = cs_tone_table_new (cases[i].tone, &bt2020);
      const guint16 code[3] = { cases[i].code, 512, 512 };
      double ycc[3];

      map_field (table, code, ycc);
      g_assert_cmpfloat (fabs (ycc[0] - cases[i].luma), <, 0.7);
      g_assert_cmpfloat (ycc[1], ==, 128);
      g_assert_cmpfloat (ycc[2], ==, 128);
    }
}

/*
 * The primaries of BT.709 at 50 cd/m², by BT.2087 and ST 2084 in 10 bits of BT.2020; and what
 * BT.709 §3 makes of one whose R', G' or B' is (50 / 203)^(1/2.4) = 0.5577 and the others 0.
 * They lie on the edge of what can be shown, where the curve of 1/2.4 begins steeply.
 */
static void
test_primaries_of_the_standards (void)
{
  static const double shown[3][3] = {
    { 42.0, 113.7, 190.5 }, { 103.4, 79.8, 71.3 }, { 24.8, 190.5, 122.3 },
  };
  static const double light[3][3] = {
    { 0.627404, 0.069097, 0.016391 }, { 0.329283, 0.919540, 0.088013 },
    { 0.043313, 0.011362, 0.895595 },
  };
  g_autoptr(CsToneTable) table = cs_tone_table_new (&pq, &bt2020);

  for (guint i = 0; i < 3; i++)
    {
      double hdr[3], y, ycc[3];
      guint16 code[3];

      for (guint j = 0; j < 3; j++)
        hdr[j] = cs_tone_pq_signal (50 * light[i][j]);
      y = 0.2627 * hdr[0] + 0.678 * hdr[1] + 0.0593 * hdr[2];
      code[0] = (guint16) lrint (64 + 876 * y);
      code[1] = (guint16) lrint (512 + 896 * (hdr[2] - y) / 1.8814);
      code[2] = (guint16) lrint (512 + 896 * (hdr[0] - y) / 1.4746);

      map_field (table, code, ycc);
      for (guint j = 0; j < 3; j++)
        g_assert_cmpfloat (fabs (ycc[j] - shown[i][j]), <, 9);
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

CS_TESTS (tone_table)
{
  g_test_add_func ("/media-helper/tone-table/levels-of-the-standards",
                   test_levels_of_the_standards);
  g_test_add_func ("/media-helper/tone-table/primaries-of-the-standards",
                   test_primaries_of_the_standards);
  g_test_add_func ("/media-helper/tone-table/keeps-greys", test_a_table_keeps_greys);
  g_test_add_func ("/media-helper/tone-table/takes-every-code", test_a_table_takes_every_code);
  g_test_add_func ("/media-helper/tone-table/is-the-mathematics",
                   test_a_table_is_the_mathematics);
}
