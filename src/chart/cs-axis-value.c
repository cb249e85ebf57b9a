/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-axis-private.h"

#include <math.h>

/* What an axis is rounded to: as if it had room for so many ticks. */
#define USUAL_TICKS 5
/* More than any counter tells. */
#define FARTHEST    1e18
/* Of a step: what reckoning may be off by. */
#define SLACK       1e-6
/* A range is none that is smaller than this part of its values. */
#define SMALLEST    1e-9

/* The next of 1, 2 and 5 times a power of ten. */
static double
round_up (double step)
{
  double power = pow (10, floor (log10 (step) + SMALLEST));
  double part = step / power;

  return power * (part <= 1 + SLACK ? 1 : part <= 2 + SLACK ? 2 : part <= 5 + SLACK ? 5 : 10);
}

static double
find_step (double span,
           guint  n,
           CsUnit unit)
{
  double step = round_up (span / n);

  return unit == CS_UNIT_COUNT ? MAX (step, 1) : step;
}

static double
first_multiple (double value,
                double step)
{
  return ceil (value / step - SLACK);
}

static double
last_multiple (double value,
               double step)
{
  return floor (value / step + SLACK);
}

static void
add_tick (const CsAxis *self,
          GPtrArray    *ticks,
          double        value,
          double        step)
{
  double farthest = MAX (fabs (self->low), fabs (self->high));

  cs_axis_add (self, ticks, value, cs_number_format_tick (value, step, farthest, self->unit));
}

static void
list_ticks (const CsAxis *self,
            guint         n_max,
            GPtrArray    *ticks)
{
  double step = find_step (self->high - self->low, n_max, self->unit);

  while (last_multiple (self->high, step) - first_multiple (self->low, step) + 1 > n_max)
    step = round_up (step * 1.5);

  /* One number is no scale; both ends are round, too. */
  if (n_max > 1 && last_multiple (self->high, step) <= first_multiple (self->low, step))
    {
      add_tick (self, ticks, self->low, self->step);
      add_tick (self, ticks, self->high, self->step);
      return;
    }

  for (double i = first_multiple (self->low, step); i <= last_multiple (self->high, step); i++)
    add_tick (self, ticks, i == 0 ? 0 : i * step, step);
}

static char *
say (const CsAxis *self,
     double        value)
{
  return cs_number_format (value, self->unit);
}

static const CsAxisKind kind = { list_ticks, say };

/* Makes room around a range that is none, but never below zero for what is not. */
static void
widen (double *low,
       double *high,
       CsUnit  unit)
{
  double value = *low;
  double room = unit == CS_UNIT_COUNT ? 1 : 0.01;

  if (fabs (value) * 0.1 > room || (unit == CS_UNIT_RATE && value != 0))
    room = fabs (value) * 0.1;

  *low = value >= 0 ? MAX (value - room, 0) : value - room;
  *high = value + room;
}

/**
 * cs_axis_new_value:
 *
 * From @low to @high, rounded outward so that ticks stand at both ends where there is room for
 * as many as are usual; of fewer the last may stand before the end.
 */
CsAxis *
cs_axis_new_value (double low,
                   double high,
                   CsUnit unit)
{
  CsAxis *self;
  double step;

  low = isfinite (low) ? CLAMP (low, -FARTHEST, FARTHEST) : 0;
  high = isfinite (high) ? CLAMP (high, -FARTHEST, FARTHEST) : 0;

  if (low > high)
    {
      double other = low;

      low = high;
      high = other;
    }

  if (high - low <= MAX (fabs (low), fabs (high)) * SMALLEST)
    widen (&low, &high, unit);

  step = find_step (high - low, USUAL_TICKS, unit);
  self = cs_axis_make (&kind, last_multiple (low, step) * step, first_multiple (high, step) * step);
  self->unit = unit;
  self->step = step;

  return self;
}
