/* cs-band.h: what an account’s posts did at the same age: the middle half of them
 *
 * Of each age the quartiles of the posts that have a value there, and how many these are.
 * Of fewer than five there is no band. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-curve.h"

G_BEGIN_DECLS

#define CS_BAND_POSTS_MIN 5

typedef struct
{
  gint64   age;
  double   low;      /* a quarter of the posts is below */
  double   middle;
  double   high;     /* a quarter is above */
  guint    n;        /* posts that have a value at this age */
  gboolean breaks;   /* of an age between the point before and this one there is no band */
} CsBandPoint;

GArray *cs_band_new (GPtrArray    *curves,
                     gint64        until_age);
double  cs_quantile (const double *sorted,
                     guint         n,
                     double        share);

G_END_DECLS
