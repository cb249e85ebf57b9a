/* cs-number.h: counts and rates as people read them
 *
 * In the locale: its separators, and the translator’s short forms. A rate is a
 * fraction, 0.042 is “4.2%”. Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CS_UNIT_COUNT,
  CS_UNIT_RATE,
} CsUnit;

char *cs_number_format       (double value,
                              CsUnit unit);
char *cs_number_format_short (double value,
                              CsUnit unit);
char *cs_number_format_tick  (double value,
                              double step,
                              double farthest,
                              CsUnit unit);

G_END_DECLS
