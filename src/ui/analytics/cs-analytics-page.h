/* cs-analytics-page.h: what worked: followers, engagement, and each post's numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_ANALYTICS_PAGE (cs_analytics_page_get_type ())
G_DECLARE_FINAL_TYPE (CsAnalyticsPage, cs_analytics_page, CS, ANALYTICS_PAGE, CsPage)

G_END_DECLS
