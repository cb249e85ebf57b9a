/* cs-month-view.h: six weeks of days, with the posts in them
 *
 * One stop of the focus, which moves inside it: the arrows go by day, Tab goes
 * through the posts of a day. It acts through the actions calendar.… of whoever
 * holds it, on what is selected in it.
 *
 *   selected (): another day, or another post of it
 *   dropped (entry, day): a post was dropped onto a day
 *   refused (entry): it was to be dragged and may not be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-entries.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a drop on a day would do, in one line; FALSE when it would be refused, with the reason. */
typedef gboolean (*CsGhostFunc) (CsEntry   *entry,
                                 gint64     day,
                                 char     **words,
                                 gpointer   user_data);

#define CS_TYPE_MONTH_VIEW (cs_month_view_get_type ())
G_DECLARE_FINAL_TYPE (CsMonthView, cs_month_view, CS, MONTH_VIEW, GtkWidget)

gint64      cs_month_view_get_day       (CsMonthView  *self);
CsEntry    *cs_month_view_get_entry     (CsMonthView  *self);
gint64      cs_month_view_get_first     (CsMonthView  *self);
gint64      cs_month_view_get_month     (CsMonthView  *self);
gboolean    cs_month_view_is_narrow     (CsMonthView  *self);

void        cs_month_view_set_today     (CsMonthView  *self,
                                         gint64        today);
void        cs_month_view_set_day       (CsMonthView  *self,
                                         gint64        day);
void        cs_month_view_set_entries   (CsMonthView  *self,
                                         CsEntries    *entries);
void        cs_month_view_set_ghost     (CsMonthView  *self,
                                         CsGhostFunc   ghost,
                                         gpointer      user_data);
void        cs_month_view_select        (CsMonthView  *self,
                                         const char   *id);
void        cs_month_view_grab          (CsMonthView  *self);

G_END_DECLS
