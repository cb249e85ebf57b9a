/* cs-month-cursor.h: where one is in the month: a day, a post of it, and the focus with them
 *
 * What has the focus is what is selected; of a day it is the first post. While the
 * chips of the view change, the focus waits in their cell, and then goes back to
 * the post. The view tells of it by its signal “selected”.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-month-view.h"

G_BEGIN_DECLS

#define CS_TYPE_MONTH_CURSOR (cs_month_cursor_get_type ())
G_DECLARE_FINAL_TYPE (CsMonthCursor, cs_month_cursor, CS, MONTH_CURSOR, GObject)

CsMonthCursor *cs_month_cursor_new        (CsMonthView    *view);

gint64         cs_month_cursor_get_day    (CsMonthCursor  *self);
const char    *cs_month_cursor_get_id     (CsMonthCursor  *self);
GtkWidget     *cs_month_cursor_get_focus  (CsMonthCursor  *self);

void           cs_month_cursor_set_day    (CsMonthCursor  *self,
                                           gint64          day);
void           cs_month_cursor_go_to      (CsMonthCursor  *self,
                                           gint64          day);
void           cs_month_cursor_select     (CsMonthCursor  *self,
                                           CsEntry        *entry);
void           cs_month_cursor_follow     (CsMonthCursor  *self);
void           cs_month_cursor_mark       (CsMonthCursor  *self);
void           cs_month_cursor_grab       (CsMonthCursor  *self);
void           cs_month_cursor_grab_later (CsMonthCursor  *self);

void           cs_month_cursor_hold       (CsMonthCursor  *self);
void           cs_month_cursor_release    (CsMonthCursor  *self,
                                           gboolean        filled);
void           cs_month_cursor_set_root   (CsMonthCursor  *self,
                                           GtkRoot        *root);

G_END_DECLS
