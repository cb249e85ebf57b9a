/* cs-axis.h: where a value lies, and what is written there
 *
 * An axis maps values to 0…1 and knows nothing of pixels. It never changes, so any
 * thread may keep one. What it writes is in the locale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-number.h"

G_BEGIN_DECLS

typedef struct _CsAxis CsAxis;

/* How moments are read. */
typedef struct
{
  GTimeZone *zone;            /* NULL: UTC */
  gboolean   twelve_hours;
  int        first_weekday;   /* 1 is Monday, 7 Sunday; 0: Monday */
  gboolean   only_days;       /* points are whole days: hours are neither shown nor said */
} CsAxisCalendar;

typedef struct
{
  double  value;
  double  at;                 /* 0…1 */
  char   *label;
} CsTick;

CsAxis    *cs_axis_new_value   (double                low,
                                double                high,
                                CsUnit                unit);
CsAxis    *cs_axis_new_time    (double                from,
                                double                until,
                                const CsAxisCalendar *calendar);
CsAxis    *cs_axis_new_age     (double                from,
                                double                until);
CsAxis    *cs_axis_new_ordinal (const char *const    *labels,
                                const char *const    *names);
CsAxis    *cs_axis_new_plain   (double                low,
                                double                high);
CsAxis    *cs_axis_ref         (CsAxis               *self);
void       cs_axis_unref       (CsAxis               *self);

double     cs_axis_get_low     (const CsAxis         *self);
double     cs_axis_get_high    (const CsAxis         *self);
double     cs_axis_scale       (const CsAxis         *self,
                                double                value);
double     cs_axis_unscale     (const CsAxis         *self,
                                double                at);
CsAxis    *cs_axis_fit         (CsAxis               *self,
                                guint                 n_max);
GPtrArray *cs_axis_list_ticks  (const CsAxis         *self,
                                guint                 n_max);
char      *cs_axis_say         (const CsAxis         *self,
                                double                value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAxis, cs_axis_unref)

G_END_DECLS
