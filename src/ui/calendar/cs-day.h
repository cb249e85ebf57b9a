/* cs-day.h: days and months, without hours and zones
 *
 * A day is a count of days since 1970-01-01, as a wall’s minute divided by a
 * day’s minutes is: weeks and months are arithmetic, and no clock change can
 * make one shorter. Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-words.h"

G_BEGIN_DECLS

#define CS_DAY_MINUTES (24 * 60)
#define CS_MONTH_WEEKS 6
#define CS_MONTH_CELLS (CS_MONTH_WEEKS * 7)

gint64  cs_day_of            (int         year,
                              int         month,
                              int         day);
gint64  cs_day_of_wall       (gint64      wall);
gint64  cs_day_of_instant    (gint64           instant,
                              const CsReading *reading);
gint64  cs_day_parse         (const char *iso);
GDate   cs_day_get_date      (gint64      day);
int     cs_day_get_weekday   (gint64      day);
int     cs_day_get_week      (gint64      day);
gint64  cs_day_add_months    (gint64      day,
                              int         months);
char   *cs_day_format        (gint64      day,
                              const char *format);

gint64  cs_month_first       (gint64      day);
gint64  cs_month_last        (gint64      day);
gint64  cs_month_first_cell  (gint64      day,
                              int         first_weekday);

char   *cs_minute_format     (int              minute,
                              const CsReading *reading);

int     cs_grid_cell_at      (double      x,
                              double      y,
                              double      width,
                              double      height,
                              gboolean    mirrored);

G_END_DECLS
