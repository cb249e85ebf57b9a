/* cs-today-page.h: what is due, who waits for an answer, what happened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_TODAY_PAGE (cs_today_page_get_type ())
G_DECLARE_FINAL_TYPE (CsTodayPage, cs_today_page, CS, TODAY_PAGE, CsPage)

G_END_DECLS
