/* cs-zone-rule-private.h: how a zone’s clocks change every year, for good
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char kind;   /* M: month, week, day; J: day but for 29 February; N: day from 0 */
  int  month;
  int  week;
  int  day;
  int  time;   /* seconds of the day, may be negative or more than a day */
} CsZoneDay;

typedef struct
{
  int       standard;   /* seconds east of Greenwich */
  int       summer;
  gboolean  has_summer;
  CsZoneDay start;
  CsZoneDay end;
} CsZoneRule;

gboolean cs_zone_rule_read  (const char       *text,
                             CsZoneRule       *rule);
gint64   cs_zone_rule_start (const CsZoneRule *rule,
                             int               year);
gint64   cs_zone_rule_end   (const CsZoneRule *rule,
                             int               year);

G_END_DECLS
