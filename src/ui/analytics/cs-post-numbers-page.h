/* cs-post-numbers-page.h: what one post did, on each account, as it grew older
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_POST_NUMBERS_PAGE (cs_post_numbers_page_get_type ())
G_DECLARE_FINAL_TYPE (CsPostNumbersPage, cs_post_numbers_page, CS, POST_NUMBERS_PAGE, CsPage)

CsPage *cs_post_numbers_page_new (CsLibrary  *library,
                                  const char *post);

G_END_DECLS
