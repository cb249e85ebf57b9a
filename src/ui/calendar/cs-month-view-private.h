/* cs-month-view-private.h: what the drag, the cursor and the keys ask of the month
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-chip.h"
#include "cs-day-cell.h"
#include "cs-month-cursor.h"
#include "cs-month-view.h"

G_BEGIN_DECLS

CsMonthCursor *cs_month_view_get_cursor   (CsMonthView  *self);
CsDayCell     *cs_month_view_find_cell    (CsMonthView  *self,
                                           gint64        day);
GtkWidget     *cs_month_view_find_at      (CsMonthView  *self,
                                           double        x,
                                           double        y);
gint64         cs_month_view_day_at       (CsMonthView  *self,
                                           double        x,
                                           double        y);
guint          cs_month_view_count        (CsMonthView  *self,
                                           gint64        day);
const char    *cs_month_view_first_id     (CsMonthView  *self,
                                           gint64        day);
gboolean       cs_month_view_is_mirrored  (CsMonthView  *self);

/* cs-month-keys.c */
gboolean       cs_month_view_move_focus   (GtkWidget        *widget,
                                           GtkDirectionType  direction);
void           cs_month_view_install_keys (GtkWidgetClass   *klass);
void           cs_month_view_add_keys     (CsMonthView      *self);

G_END_DECLS
