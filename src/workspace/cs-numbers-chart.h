/* cs-numbers-chart.h: the charts of what numbers.overview and numbers.post answer
 *
 * One drawing for the window and for files: a record and how it is read make it. What marks
 * say is drawn: where a curve breaks there is a gap, and a number that was corrected or taken
 * back is marked. Where there is too little to draw the record says so; these draw what there
 * is. Colours and letters are set by who draws. Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chart.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How it is read. */
typedef struct
{
  GTimeZone *zone;            /* NULL: UTC */
  gboolean   twelve_hours;
  int        first_weekday;   /* 1 is Monday, 7 Sunday; 0: Monday */
  gboolean   is_mirrored;     /* from right to left */
  gboolean   has_title;       /* is drawn with it: nothing around it says what it is */
} CsNumbersReading;

CsChart *cs_numbers_chart_followers (GVariant               *overview,
                                     const CsNumbersReading *reading);
CsChart *cs_numbers_chart_sparkline (GVariant               *overview,
                                     const CsNumbersReading *reading);
CsChart *cs_numbers_chart_posts     (GVariant               *overview,
                                     guint                   measure,
                                     const CsNumbersReading *reading);
CsChart *cs_numbers_chart_curve     (GVariant               *target,
                                     gint64                  now,
                                     const CsNumbersReading *reading);
CsChart *cs_numbers_chart_post      (GVariant               *post,
                                     const CsNumbersReading *reading);

/* How old it is, or its points are: where the chart of its curve ends. */
gint64   cs_numbers_chart_get_end   (GVariant               *target,
                                     gint64                  now);

G_END_DECLS
