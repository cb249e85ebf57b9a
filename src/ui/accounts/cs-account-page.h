/* cs-account-page.h: one account: what state it is in and what its network takes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_ACCOUNT_PAGE (cs_account_page_get_type ())
G_DECLARE_FINAL_TYPE (CsAccountPage, cs_account_page, CS, ACCOUNT_PAGE, CsPage)

CsAccountPage *cs_account_page_new (CsLibrary  *library,
                                    const char *id);

G_END_DECLS
