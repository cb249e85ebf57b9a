/* cs-activity-row.h: one thing that is on its way, how far it is, and its end
 *
 * A row of the outbox, or a run of the library’s list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-item.h"
#include "cs-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_ACTIVITY_ROW (cs_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (CsActivityRow, cs_activity_row, CS, ACTIVITY_ROW, GtkListBoxRow)

GtkWidget *cs_activity_row_new          (CsLibrary     *library,
                                         CsItem        *item);
CsItem    *cs_activity_row_get_item     (CsActivityRow *self);
void       cs_activity_row_set_progress (CsActivityRow *self,
                                         gint64         done,
                                         gint64         total);

G_END_DECLS
