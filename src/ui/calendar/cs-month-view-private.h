/* cs-month-view-private.h: the month as its sibling files see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chip.h"
#include "cs-day-cell.h"
#include "cs-day.h"
#include "cs-month-drag.h"
#include "cs-month-view.h"

G_BEGIN_DECLS

struct _CsMonthView
{
  GtkWidget    parent_instance;

  gint64       first;          /* of the cells */
  gint64       month;          /* its first day */
  gint64       day;            /* that has the focus, or will */
  gint64       today;
  char        *selected;       /* id of the entry; NULL: none */
  CsEntries   *entries;
  guint        fill;           /* tick callback */
  gboolean     filling;
  CsChipHeights heights;       /* line 0: to be measured */
  gboolean     grab;           /* the focus is to follow the selection */

  GtkWidget   *header;
  GtkWidget   *rows[CS_MONTH_WEEKS];
  CsDayCell   *cells[CS_MONTH_CELLS];

  CsMonthDrag *drag;
};

CsDayCell  *cs_month_view_find_cell    (CsMonthView      *self,
                                        gint64            day);
GtkWidget  *cs_month_view_find_at      (CsMonthView      *self,
                                        double            x,
                                        double            y);
gint64      cs_month_view_day_at       (CsMonthView      *self,
                                        double            x,
                                        double            y);
const char *cs_month_view_first_id     (CsMonthView      *self,
                                        gint64            day);
GtkWidget  *cs_month_view_get_focus    (CsMonthView      *self);
gboolean    cs_month_view_is_mirrored  (CsMonthView      *self);
void        cs_month_view_go_to_day    (CsMonthView      *self,
                                        gint64            day);

/* cs-month-keys.c */
gboolean    cs_month_view_move_focus   (GtkWidget        *widget,
                                        GtkDirectionType  direction);
void        cs_month_view_install_keys (GtkWidgetClass   *klass);
void        cs_month_view_add_keys     (CsMonthView      *self);

G_END_DECLS
