/* cs-axis-private.h: what the kinds of axes share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-axis.h"

G_BEGIN_DECLS

typedef struct
{
  void  (*list_ticks) (const CsAxis *self,
                       guint         n_max,
                       GPtrArray    *ticks);
  char *(*say)        (const CsAxis *self,
                       double        value);
  CsAxis *(*fit)      (const CsAxis *self,
                       guint         n_max);   /* NULL: any number of ticks fits */
} CsAxisKind;

struct _CsAxis
{
  const CsAxisKind *kind;
  double            low;
  double            high;
  CsUnit            unit;
  double            least;      /* what a value axis has to hold */
  double            most;
  double            step;       /* what the ends of a value axis are multiples of */
  CsAxisCalendar    calendar;   /* its zone is owned */
  char            **labels;
  char            **names;
};

CsAxis *cs_axis_make (const CsAxisKind *kind,
                      double            low,
                      double            high);
void    cs_axis_add  (const CsAxis     *self,
                      GPtrArray        *ticks,
                      double            value,
                      char             *label);

G_END_DECLS
