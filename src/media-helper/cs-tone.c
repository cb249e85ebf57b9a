/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-tone.h"

#include <math.h>

/* Of a colour in the primaries of ITU-R BT.2020 (also BT.2100) and BT.709. */
static const double luminance_2020[3] = { 0.2627, 0.6780, 0.0593 };
static const double luminance_709[3] = { 0.2126, 0.7152, 0.0722 };

/* ITU-R BT.2087-0 gives the way from BT.709 to BT.2020; this is its inverse. */
static const double to_709[3][3] = {
  {  1.660491, -0.587641, -0.072850 },
  { -0.124550,  1.132900, -0.008349 },
  { -0.018151, -0.100579,  1.118730 },
};

static double
dot (const double a[3],
     const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static double
largest (const double colour[3])
{
  return MAX (colour[0], MAX (colour[1], colour[2]));
}

/**
 * cs_tone_hlg_scene:
 *
 * The inverse OETF of hybrid log-gamma, ITU-R BT.2100-2 table 5.
 *
 * Returns: the light of the scene, from 0 to 1
 */
double
cs_tone_hlg_scene (double signal)
{
  const double a = 0.17883277, b = 1 - 4 * a, c = 0.5 - a * log (4 * a);

  return signal <= 0.5 ? signal * signal / 3 : (exp ((signal - c) / a) + b) / 12;
}

/* SMPTE ST 2084, also ITU-R BT.2100-2 table 4. */
static const double m1 = 2610.0 / 16384, m2 = 2523.0 / 4096 * 128;
static const double c1 = 3424.0 / 4096, c2 = 2413.0 / 4096 * 32, c3 = 2392.0 / 4096 * 32;

/**
 * cs_tone_pq_light:
 *
 * The EOTF of the perceptual quantizer.
 *
 * Returns: the light of the display, from 0 to 10,000
 */
double
cs_tone_pq_light (double signal)
{
  double root = pow (signal, 1 / m2);

  return 10000 * pow (MAX (root - c1, 0) / (c2 - c3 * root), 1 / m1);
}

/* Its inverse. */
double
cs_tone_pq_signal (double light)
{
  double root = pow (light / 10000, m1);

  return pow ((c1 + c2 * root) / (1 + c3 * root), m2);
}

/**
 * cs_tone_compress:
 *
 * The EETF of ITU-R BT.2390-11 §5.4 between two displays without light in their
 * black: below its knee nothing changes, above it a Hermite spline leads what is
 * as bright as @peak to @white.
 */
double
cs_tone_compress (double light,
                  double peak,
                  double white)
{
  double top = cs_tone_pq_signal (peak);
  double most = cs_tone_pq_signal (white) / top;
  double knee = 1.5 * most - 0.5;
  double e = cs_tone_pq_signal (light) / top;
  double t, t2, t3;

  if (peak <= white)
    return MIN (light, white);

  if (e < knee)
    return light;

  t = (MIN (e, 1) - knee) / (1 - knee);
  t2 = t * t;
  t3 = t2 * t;
  e = (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (3 * t2 - 2 * t3) * most;

  return cs_tone_pq_light (e * top);
}

/**
 * cs_tone_light:
 * @signal: R'G'B'
 * @light: (out): of a display with the primaries of BT.2020
 *
 * HLG is light of the scene until the OOTF of ITU-R BT.2100-2 table 5 shows it on a
 * display of 1,000 cd/m², whose system gamma is 1.2.
 */
void
cs_tone_light (const CsTone *self,
               const double  signal[3],
               double        light[3])
{
  double gain;

  for (guint i = 0; i < 3; i++)
    {
      double s = CLAMP (signal[i], 0, 1);

      light[i] = self->is_hlg ? cs_tone_hlg_scene (s) : cs_tone_pq_light (s);
    }

  if (!self->is_hlg)
    return;

  gain = CS_TONE_PEAK * pow (dot (luminance_2020, light), 0.2);
  for (guint i = 0; i < 3; i++)
    light[i] *= gain;
}

/* Towards the grey of the same luminance, just until no component is below 0 or above 1. */
static void
fit_gamut (double colour[3])
{
  double grey = CLAMP (dot (luminance_709, colour), 0, 1);
  double least = MIN (colour[0], MIN (colour[1], colour[2])), most = largest (colour);
  double keep = 1;

  if (least < 0)
    keep = grey / (grey - least);
  if (most > 1)
    keep = MIN (keep, (1 - grey) / (most - grey));

  for (guint i = 0; i < 3; i++)
    colour[i] = CLAMP (grey + keep * (colour[i] - grey), 0, 1);
}

/**
 * cs_tone_map:
 * @hdr: R'G'B' with the primaries of BT.2020
 * @sdr: (out): R'G'B' of BT.709, for a display of ITU-R BT.1886 with black at 0
 *
 * The tone curve is that of the brightest component, and the others follow in
 * proportion: so no component leaves the range, and the hue stays.
 */
void
cs_tone_map (const CsTone *self,
             const double  hdr[3],
             double        sdr[3])
{
  double light[3], linear[3], most;

  cs_tone_light (self, hdr, light);
  most = largest (light);

  if (most > 0)
    {
      double gain = cs_tone_compress (most, self->peak, CS_TONE_WHITE) / most / CS_TONE_WHITE;

      for (guint i = 0; i < 3; i++)
        light[i] *= gain;
    }

  for (guint i = 0; i < 3; i++)
    linear[i] = dot (to_709[i], light);

  fit_gamut (linear);
  for (guint i = 0; i < 3; i++)
    sdr[i] = pow (linear[i], 1 / 2.4);
}
