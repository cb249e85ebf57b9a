/* cs-month-drag.h: dragging a post to another day of the month
 *
 * Where a drop would go a ghost says what it would do: the new time, and what is
 * too near to it. It tells of a drop, and of a post that may not be moved, by the
 * view’s signals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-month-view.h"

G_BEGIN_DECLS

#define CS_TYPE_MONTH_DRAG (cs_month_drag_get_type ())
G_DECLARE_FINAL_TYPE (CsMonthDrag, cs_month_drag, CS, MONTH_DRAG, GObject)

CsMonthDrag *cs_month_drag_new       (CsMonthView  *view);

void         cs_month_drag_set_words (CsMonthDrag  *self,
                                      CsGhostFunc   words,
                                      gpointer      user_data);
void         cs_month_drag_allocate  (CsMonthDrag  *self,
                                      int           top,
                                      int           width,
                                      int           height);

G_END_DECLS
