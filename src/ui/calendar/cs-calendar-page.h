/* cs-calendar-page.h: what goes out when, as a month or as a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_CALENDAR_PAGE (cs_calendar_page_get_type ())
G_DECLARE_FINAL_TYPE (CsCalendarPage, cs_calendar_page, CS, CALENDAR_PAGE, CsPage)

G_END_DECLS
