/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-number.h"

#include <glib/gi18n.h>
#include <math.h>

/* Of a rate in percent. */
#define RATE_DECIMALS  12
/* What is off by less than this part of it came from reckoning. */
#define NEARLY         1e-9

static char *
write_grouped (double value,
               guint  decimals)
{
  double unit = pow (10, decimals);

  /* Halves away from zero, which printf() does not promise; and no number is “-0”. */
  value = fabs (value) * unit < 0.5 ? 0 : round (value * unit) / unit;

  return g_strdup_printf ("%'.*f", (int) decimals, value);
}

/* How many decimals a number has, up to a limit; G_MAXUINT: more. */
static guint
count_decimals (double value,
                guint  limit)
{
  for (guint decimals = 0; decimals <= limit; decimals++)
    {
      double whole = value * pow (10, decimals);

      if (fabs (whole - round (whole)) <= NEARLY * fabs (whole))
        return decimals;
    }

  return G_MAXUINT;
}

static char *
write_rate (double value,
            guint  decimals)
{
  g_autofree char *number = write_grouped (value * 100, decimals);

  /* Translators: a number in percent, as in 4.2% */
  return g_strdup_printf (_("%s%%"), number);
}

/* @power: of a thousand */
static char *
write_power (double value,
             guint  decimals,
             guint  power)
{
  g_autofree char *number = write_grouped (value / pow (1000, power), decimals);

  switch (power)
    {
    case 0:
      return g_steal_pointer (&number);

    case 1:
      /* Translators: a number of thousands, short, as in 1.2k */
      return g_strdup_printf (_("%sk"), number);

    case 2:
      /* Translators: a number of millions, short, as in 1.2M */
      return g_strdup_printf (_("%sM"), number);

    default:
      /* Translators: a number of thousands of millions, short, as in 1.2B */
      return g_strdup_printf (_("%sB"), number);
    }
}

static guint
find_power (double value)
{
  guint power = 0;

  while (power < 3 && fabs (value) >= pow (1000, power + 1))
    power++;

  return power;
}

/* In full: “1,204”, “4.25%” */
char *
cs_number_format (double value,
                  CsUnit unit)
{
  if (unit == CS_UNIT_RATE)
    return write_rate (value, MIN (count_decimals (value * 100, 2), 2));

  return write_grouped (value, MIN (count_decimals (value, 1), 1));
}

/* Three figures or so: “1.2k”, “4.3%” */
char *
cs_number_format_short (double value,
                        CsUnit unit)
{
  guint power;
  double part;

  if (unit == CS_UNIT_RATE)
    return write_rate (value, fabs (value) < 0.0995 ? 1 : 0);

  power = find_power (value);
  /* 999,960 is 1M rather than 1,000k. */
  if (power < 3 && power > 0 && round (fabs (value) / pow (1000, power)) >= 1000)
    power++;

  if (power == 0)
    return cs_number_format (value, unit);

  part = round (fabs (value) / pow (1000, power) * 10);

  return write_power (value, part < 1000 && fmod (part, 10) != 0 ? 1 : 0, power);
}

/**
 * cs_number_format_tick:
 * @step: what all ticks of the axis are multiples of
 * @farthest: the end of the axis that is farther from zero
 *
 * As short as it can be without losing what tells it from the next; all of an axis in one form.
 */
char *
cs_number_format_tick (double value,
                       double step,
                       double farthest,
                       CsUnit unit)
{
  /* “1.25M” is short, but “1.25k” is no shorter than the number itself. */
  static const guint limits[] = { 0, 1, 2, 2 };
  guint power;
  guint decimals;

  if (unit == CS_UNIT_RATE)
    return write_rate (value, MIN (count_decimals (step * 100, RATE_DECIMALS), RATE_DECIMALS));

  power = find_power (farthest);
  while (power > 0 && count_decimals (step / pow (1000, power), limits[power]) == G_MAXUINT)
    power--;

  if (power == 0 || value == 0)
    return cs_number_format (value, unit);

  decimals = count_decimals (step / pow (1000, power), limits[power]);

  return write_power (value, decimals, power);
}
