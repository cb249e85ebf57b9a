/* cs-rate.h: a rate of many posts, and how it changed
 *
 * The rate of many is the sum of the numerators by the sum of the denominators, not the
 * mean of their rates. A post of which one of both is unknown is left out, and so is one
 * of a denominator below CS_RATE_LEAST_FOLLOWERS; that is told. A rate or change that is
 * not known is NAN. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-metric.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 numerator;
  gint64 denominator;
  guint  n;           /* posts in it */
  guint  left_out;
  guint  too_few;     /* of those left out: all is known, and too few were there */
} CsRate;

void   cs_rate_add    (CsRate       *self,
                       gint64        numerator,
                       gint64        denominator);
double cs_rate_get    (const CsRate *self);
double cs_rate_change (double        value,
                       double        before);

G_END_DECLS
