/* cs-calendar-page-private.h: the page as its sibling files see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-agenda.h"
#include "cs-calendar-page.h"
#include "cs-diary.h"
#include "cs-drafts.h"
#include "cs-month-view.h"
#include "cs-move.h"

G_BEGIN_DECLS

struct _CsCalendarPage
{
  CsPage               parent_instance;

  CsDiary             *diary;
  gint64               month;       /* its first day */
  gint64               today;
  guint                midnight;
  gboolean             follow;      /* the agenda is to show the day when it is known */
  GQueue               moves;       /* of CsCalendarMove, the first one being made */

  AdwOverlaySplitView *split;
  AdwViewStack        *stack;
  CsMonthView         *month_view;
  GtkWidget           *month_loading;
  CsAgenda            *agenda;
  GtkStack            *agenda_stack;
  AdwStatusPage       *agenda_trouble;
  CsDrafts            *drafts;
  AdwWindowTitle      *month_title;
  GtkWidget           *bar;
  AdwBanner           *trouble;
};

CsEntry *cs_calendar_page_get_entry       (CsCalendarPage  *self);
void     cs_calendar_page_show_day        (CsCalendarPage  *self,
                                           gint64           day);

/* cs-calendar-moves.c */
void     cs_calendar_page_drop            (CsCalendarPage  *self,
                                           CsEntry         *entry,
                                           gint64           day);
gboolean cs_calendar_page_ghost           (CsEntry         *entry,
                                           gint64           day,
                                           char           **words,
                                           gpointer         user_data);
void     cs_calendar_page_clear_moves     (CsCalendarPage  *self);
gint64   cs_calendar_page_default_wall    (gint64           day);
void     cs_calendar_page_install_moves   (GtkWidgetClass  *klass);

G_END_DECLS
