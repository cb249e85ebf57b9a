/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-axis-private.h"

#include <math.h>

/* What an axis is rounded to before it is known how many ticks there is room for. */
#define USUAL_TICKS 6
/* With no more than so many ticks there are more steps to choose from: else half of the axis might
 * be empty. */
#define FEW_TICKS   4
/* More than any counter tells. */
#define FARTHEST    1e18
/* Of a step: what reckoning may be off by. */
#define SLACK       1e-6
/* A range is none that is smaller than this part of its values. */
#define SMALLEST    1e-9

/* The least round step that is @least or more: what is counted is whole. */
static double
round_up (double least,
          guint  n_ticks,
          CsUnit unit)
{
  static const struct { double part; gboolean is_of_few; } steps[] = {
    { 1, FALSE }, { 1.5, TRUE }, { 2, FALSE }, { 2.5, FALSE }, { 3, TRUE }, { 4, TRUE },
    { 5, FALSE }, { 6, TRUE }, { 8, TRUE },
  };
  double power;

  if (unit == CS_UNIT_COUNT)
    least = MAX (least, 1);
  power = pow (10, floor (log10 (least) + SMALLEST));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      double step = power * steps[i].part;

      if (step >= least * (1 - SLACK) && (!steps[i].is_of_few || n_ticks <= FEW_TICKS)
          && (unit != CS_UNIT_COUNT || step == floor (step)))
        return step;
    }

  return power * 10;
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

/* Each step, or each second, third … that still has ticks at both ends, and at zero if the axis
 * goes beyond it to both sides; else the ends alone. */
static guint
find_stride (const CsAxis *self,
             guint         n_steps,
             guint         n_max)
{
  double first = round (self->low / self->step);
  guint stride = 1;

  for (; stride < n_steps; stride++)
    if (n_steps % stride == 0 && n_steps / stride < n_max
        && (self->low >= 0 || self->high <= 0 || fmod (first, stride) == 0))
      break;

  return stride;
}

static void
list_ticks (const CsAxis *self,
            guint         n_max,
            GPtrArray    *ticks)
{
  double first = round (self->low / self->step);
  guint n_steps = (guint) round ((self->high - self->low) / self->step);
  guint stride = find_stride (self, n_steps, n_max);
  double step = fmod (first, stride) == 0 ? stride * self->step : self->step;

  for (guint i = 0; i <= n_steps && ticks->len < n_max; i += stride)
    add_tick (self, ticks, (first + i) * self->step, step);
}

static char *
say (const CsAxis *self,
     double        value)
{
  return cs_number_format (value, self->unit);
}

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

/* The round step whose multiples reach the least beyond the values, with no more ticks than there
 * is room for: three at least, unless what is counted has only two. */
static double
find_step (double low,
           double high,
           CsUnit unit,
           guint  n_ticks)
{
  double least = (high - low) / (n_ticks - 1);
  double step = round_up (least, n_ticks, unit);
  double shortest = INFINITY;
  double best = step;

  for (; isinf (shortest) || step <= 2 * least; step = round_up (step * 1.1, n_ticks, unit))
    {
      double n_steps = first_multiple (high, step) - last_multiple (low, step);

      if (n_steps >= n_ticks || n_steps * step >= shortest * (1 - SLACK)
          || (n_steps < 2 && isfinite (shortest)))
        continue;

      shortest = n_steps * step;
      best = step;
    }

  return best;
}

static CsAxis *
make (const CsAxisKind *kind,
      double            low,
      double            high,
      CsUnit            unit,
      guint             n_ticks)
{
  double step = find_step (low, high, unit, n_ticks);
  CsAxis *self = cs_axis_make (kind, last_multiple (low, step) * step,
                               MAX (first_multiple (high, step),
                                    last_multiple (low, step) + 1) * step);

  self->unit = unit;
  self->least = low;
  self->most = high;
  self->step = step;

  return self;
}

/* Two numbers are the ends of an axis that might have more. */
static CsAxis *
fit (const CsAxis *self,
     guint         n_max)
{
  return make (self->kind, self->least, self->most, self->unit, n_max > 2 ? n_max : USUAL_TICKS);
}

static const CsAxisKind kind = { list_ticks, say, fit };

/**
 * cs_axis_new_value:
 *
 * From @low to @high, rounded outward so that ticks stand at both ends.
 */
CsAxis *
cs_axis_new_value (double low,
                   double high,
                   CsUnit unit)
{
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

  return make (&kind, low, high, unit, USUAL_TICKS);
}
