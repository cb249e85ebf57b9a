/* cs-tone.h: what a colour of an HDR picture looks like in standard range
 *
 * The mathematics of the standards in double, for one colour at a time; see
 * cs-tone-table.h for whole pictures. Signals are R'G'B' from 0 to 1, light is in
 * candela a square metre.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ITU-R BT.2408: as bright as this are paper and captions in HDR; it becomes the white of SDR. */
#define CS_TONE_WHITE 203.0

/* Of the display that HLG is reckoned for, and of PQ that does not say how bright it gets. */
#define CS_TONE_PEAK  1000.0

typedef struct
{
  gboolean is_hlg;    /* else PQ */
  double   peak;      /* the brightest light in the content */
} CsTone;

double cs_tone_hlg_scene (double        signal);
double cs_tone_pq_light  (double        signal);
double cs_tone_pq_signal (double        light);
double cs_tone_compress  (double        light,
                          double        peak,
                          double        white);
void   cs_tone_light     (const CsTone *self,
                          const double  signal[3],
                          double        light[3]);
void   cs_tone_map       (const CsTone *self,
                          const double  hdr[3],
                          double        sdr[3]);

G_END_DECLS
