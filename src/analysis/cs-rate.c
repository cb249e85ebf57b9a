/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-rate.h"

#include <math.h>

/* Begin with zeros. Either number may be CS_UNKNOWN. */
void
cs_rate_add (CsRate *self,
             gint64  numerator,
             gint64  denominator)
{
  if (numerator == CS_UNKNOWN || denominator == CS_UNKNOWN)
    {
      self->left_out++;
      return;
    }

  if (denominator < CS_RATE_LEAST_FOLLOWERS)
    {
      self->left_out++;
      self->too_few++;
      return;
    }

  self->numerator += numerator;
  self->denominator += denominator;
  self->n++;
}

/* NAN where it is of no post. */
double
cs_rate_get (const CsRate *self)
{
  return self->n > 0 ? (double) self->numerator / self->denominator : NAN;
}

/* 0.5 for half as much again; NAN where either is not known, or it began with nothing. */
double
cs_rate_change (double value,
                double before)
{
  return before > 0 ? value / before - 1 : NAN;
}
