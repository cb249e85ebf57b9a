/* cs-band.h: what an account’s posts did at the same age: the middle half of them
 *
 * Of each age the quartiles of the same posts, or it would move because its posts change:
 * counts that only grow would fall where one of many is not as old. It goes as far as five
 * reach, and is of all that reach its end. What one did while it was not counted is taken as
 * on the line from before to after; where fewer than five were counted there is no band. Pure.
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
  guint    n;        /* posts that it is of: the same all along */
  gboolean breaks;   /* of an age between the point before and this one there is no band */
} CsBandPoint;

GArray *cs_band_new (GPtrArray    *curves,
                     gint64        until_age);
double  cs_quantile (const double *sorted,
                     guint         n,
                     double        share);

G_END_DECLS
