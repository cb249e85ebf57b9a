/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-test.h"
#include "cs-theme.h"

#include <math.h>

/* CIEDE2000; 2.3 is just seen, and of two thin lines far apart more is wanted. */
#define LEAST_DIFFERENCE 15.0

/* What is seen with no cone of a kind: Machado, Oliveira and Fernandes 2009, of linear light. */
static const struct
{
  const char *name;
  double      matrix[3][3];
} eyes[] = {
  { "all cones", { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } },
  { "protanopia", { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 },
                    { -0.003882, -0.048116, 1.051998 } } },
  { "deuteranopia", { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 },
                      { -0.011820, 0.042940, 0.968881 } } },
  { "tritanopia", { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 },
                    { 0.004733, 0.691367, 0.303900 } } },
};

typedef struct
{
  double l;
  double a;
  double b;
} Lab;

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (CsInk ink)
{
  return 0.2126 * linear (ink.red) + 0.7152 * linear (ink.green) + 0.0722 * linear (ink.blue);
}

/* WCAG 2: from 1 to 21 */
static double
contrast (CsInk a,
          CsInk b)
{
  double lighter = fmax (luminance (a), luminance (b));
  double darker = fmin (luminance (a), luminance (b));

  return (lighter + 0.05) / (darker + 0.05);
}

static double
lab_part (double t)
{
  return t > 0.008856 ? cbrt (t) : 7.787 * t + 16 / 116.0;
}

static Lab
seen (CsInk        ink,
      const double matrix[3][3])
{
  double light[3] = { linear (ink.red), linear (ink.green), linear (ink.blue) };
  double rgb[3];
  double x;
  double y;
  double z;

  for (guint i = 0; i < 3; i++)
    rgb[i] = CLAMP (matrix[i][0] * light[0] + matrix[i][1] * light[1] + matrix[i][2] * light[2],
                    0, 1);

  x = lab_part ((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
  y = lab_part (0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]);
  z = lab_part ((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);

  return (Lab) { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double
degrees (double radians)
{
  double angle = radians * 180 / G_PI;

  return angle < 0 ? angle + 360 : angle;
}

static double
cosine (double angle)
{
  return cos (angle * G_PI / 180);
}

/* CIEDE2000, as Sharma, Wu and Dalal write it. */
static double
difference (Lab one,
            Lab other)
{
  double middle_c = (hypot (one.a, one.b) + hypot (other.a, other.b)) / 2;
  double g = 1.5 - 0.5 * sqrt (pow (middle_c, 7) / (pow (middle_c, 7) + pow (25, 7)));
  double c1 = hypot (one.a * g, one.b);
  double c2 = hypot (other.a * g, other.b);
  double h1 = c1 > 0 ? degrees (atan2 (one.b, one.a * g)) : 0;
  double h2 = c2 > 0 ? degrees (atan2 (other.b, other.a * g)) : 0;
  double turn = c1 * c2 <= 0 ? 0 : remainder (h2 - h1, 360);
  double l = (one.l + other.l) / 2 - 50;
  double c = (c1 + c2) / 2;
  double h = c1 * c2 <= 0 ? h1 + h2 : h1 + turn / 2 + (h1 + turn / 2 < 0 ? 360 : 0);
  double t = 1 - 0.17 * cosine (h - 30) + 0.24 * cosine (2 * h) + 0.32 * cosine (3 * h + 6)
             - 0.20 * cosine (4 * h - 63);
  double dl = (other.l - one.l) / (1 + 0.015 * l * l / sqrt (20 + l * l));
  double dc = (c2 - c1) / (1 + 0.045 * c);
  double dh = 2 * sqrt (c1 * c2) * sin (turn / 2 * G_PI / 180) / (1 + 0.015 * c * t);
  double rotation = -2 * sqrt (pow (c, 7) / (pow (c, 7) + pow (25, 7)))
                    * sin (60 * G_PI / 180 * exp (-pow ((h - 275) / 25, 2)));

  return sqrt (dl * dl + dc * dc + dh * dh + rotation * dc * dh);
}

/* Of the data that the authors give with it. */
static void
test_difference_is_reckoned_right (void)
{
  g_assert_cmpfloat_with_epsilon (difference ((Lab) { 50, 2.6772, -79.7751 },
                                              (Lab) { 50, 0, -82.7485 }), 2.0425, 1e-4);
  g_assert_cmpfloat_with_epsilon (difference ((Lab) { 50, 2.5, 0 },
                                              (Lab) { 73, 25, -18 }), 27.1492, 1e-4);
  g_assert_cmpfloat_with_epsilon (difference ((Lab) { 22.7233, 20.0904, -46.6940 },
                                              (Lab) { 23.0331, 14.9730, -42.5619 }), 2.0373, 1e-4);
  g_assert_cmpfloat_with_epsilon (difference ((Lab) { 50, -1, 2 }, (Lab) { 50, 0, 0 }), 2.3669,
                                  1e-4);
}

static void
test_inks_are_told_apart (void)
{
  for (guint dark = 0; dark < 2; dark++)
    {
      CsTheme theme = cs_theme_get (dark, FALSE);

      for (guint eye = 0; eye < G_N_ELEMENTS (eyes); eye++)
        for (guint pair = 0; pair < CS_THEME_N_INKS * CS_THEME_N_INKS; pair++)
          {
            guint one = pair / CS_THEME_N_INKS;
            guint other = pair % CS_THEME_N_INKS;

            if (one >= other)
              continue;

            g_test_message ("%s, %s: %u and %u", dark ? "dark" : "light", eyes[eye].name, one,
                            other);
            g_assert_cmpfloat (difference (seen (theme.inks[one], eyes[eye].matrix),
                                           seen (theme.inks[other], eyes[eye].matrix)),
                               >=, LEAST_DIFFERENCE);
          }
    }
}

#define GREY(r, g, b) { (r) / 255.0, (g) / 255.0, (b) / 255.0, 1 }

/* On the theme’s own paper, and on what libadwaita 1.7 has behind a chart: window, view, card and
 * dialog. */
static void
test_inks_stand_out (void)
{
  static const CsInk papers[2][4] = {
    { GREY (0xfa, 0xfa, 0xfb), GREY (0xff, 0xff, 0xff), GREY (0xff, 0xff, 0xff),
      GREY (0xfa, 0xfa, 0xfb) },
    { GREY (0x22, 0x22, 0x26), GREY (0x1d, 0x1d, 0x20), GREY (0x34, 0x34, 0x37),
      GREY (0x36, 0x36, 0x3a) },
  };

  for (guint dark = 0; dark < 2; dark++)
    for (guint contrasty = 0; contrasty < 2; contrasty++)
      {
        CsTheme theme = cs_theme_get (dark, contrasty);

        g_assert_cmpfloat (contrast (theme.text, theme.paper), >=, 7);

        for (guint i = 0; i < G_N_ELEMENTS (papers[0]); i++)
          {
            CsInk paper = papers[dark][i];

            for (guint ink = 0; ink < CS_THEME_N_INKS; ink++)
              g_assert_cmpfloat (contrast (theme.inks[ink], paper), >=, 3);

            g_assert_cmpfloat (contrast (theme.text, paper), >=, 7);
            g_assert_cmpfloat (contrast (theme.dim, paper), >=, contrasty ? 7 : 4.5);
            g_assert_cmpfloat (contrast (theme.quiet, paper), >=, 3);
            g_assert_cmpfloat (contrast (theme.grid, paper), >=, contrasty ? 3 : 1.25);
          }
      }
}

CS_TESTS (theme)
{
  g_test_add_func ("/theme/difference-is-reckoned-right", test_difference_is_reckoned_right);
  g_test_add_func ("/theme/inks-are-told-apart", test_inks_are_told_apart);
  g_test_add_func ("/theme/inks-stand-out", test_inks_stand_out);
}
