/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-number-words.h"

#include "cs-record.h"

#include <glib/gi18n.h>
#include <math.h>

#define LONGEST 100000    /* what is less is written out where there is little room, too */
#define LEAST_SHARE 0.001 /* that is not written as 0 */

static char *
dup_unknown (void)
{
  /* Translators: in the place of a number that is not known */
  return g_strdup (C_("number", "—"));
}

/* "12,480", by the locale. */
char *
cs_words_count (gint64 count)
{
  return count != CS_UNKNOWN ? cs_number_format (count, CS_UNIT_COUNT) : dup_unknown ();
}

/* "12,480", "1.2M": where there is little room; the tooltip has it in full. */
char *
cs_words_count_short (gint64 count)
{
  return count != CS_UNKNOWN && ABS (count) >= LONGEST
         ? cs_number_format_short (count, CS_UNIT_COUNT) : cs_words_count (count);
}

/* "4.2%" of 0.042 */
char *
cs_words_rate (double rate)
{
  return isfinite (rate) ? cs_number_format (rate, CS_UNIT_RATE) : dup_unknown ();
}

CsWay
cs_way_of (double value,
           double before)
{
  if (!isfinite (value) || !isfinite (before))
    return CS_WAY_UNKNOWN;

  return value > before ? CS_WAY_UP : value < before ? CS_WAY_DOWN : CS_WAY_SAME;
}

/* A shape each; NULL for what is not known. */
const char *
cs_way_icon_name (CsWay way)
{
  static const char *const icons[] = {
    [CS_WAY_UNKNOWN] = NULL,
    [CS_WAY_UP] = "cs-way-up-symbolic",
    [CS_WAY_SAME] = "cs-way-same-symbolic",
    [CS_WAY_DOWN] = "cs-way-down-symbolic",
  };

  return icons[way];
}

/* NULL: what it was is 0. What would be written as no change is less than the least. */
static char *
dup_share (double change)
{
  if (!isfinite (change))
    return NULL;

  if (fabs (change) < LEAST_SHARE / 2)
    {
      g_autofree char *least = cs_number_format_short (LEAST_SHARE, CS_UNIT_RATE);

      /* Translators: %s is a share, as in: Up less than 0.1% from 12,168 in the 30 days before */
      return g_strdup_printf (C_("change", "less than %s"), least);
    }

  return cs_number_format_short (fabs (change), CS_UNIT_RATE);
}

/**
 * cs_words_change:
 * @change: as a share of what it was; NaN where that was 0
 * @before: what it was, in words
 * @period: when, as “the 30 days before”
 *
 * Returns: (transfer full) (nullable): “Up 2.6% from 12,168 in the 30 days before”;
 *   NULL for what is not known
 */
char *
cs_words_change (CsWay       way,
                 double      change,
                 const char *before,
                 const char *period)
{
  g_autofree char *share = dup_share (change);

  switch (way)
    {
    case CS_WAY_UP:
      if (share == NULL)
        /* Translators: a number rose, as in: Up from 0 in the 30 days before */
        return g_strdup_printf (_("Up from %s in %s"), before, period);

      /* Translators: a number rose, as in: Up 2.6% from 12,168 in the 30 days before */
      return g_strdup_printf (_("Up %s from %s in %s"), share, before, period);

    case CS_WAY_DOWN:
      if (share == NULL)
        /* Translators: a number fell, as in: Down from 4 in the 30 days before */
        return g_strdup_printf (_("Down from %s in %s"), before, period);

      /* Translators: a number fell, as in: Down 2.6% from 12,168 in the 30 days before */
      return g_strdup_printf (_("Down %s from %s in %s"), share, before, period);

    case CS_WAY_SAME:
      /* Translators: a number is what it was, as in: The same as in the 30 days before */
      return g_strdup_printf (_("The same as in %s"), period);

    case CS_WAY_UNKNOWN:
    default:
      return NULL;
    }
}
