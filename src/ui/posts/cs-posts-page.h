/* cs-posts-page.h: every piece as a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_POSTS_PAGE (cs_posts_page_get_type ())
G_DECLARE_FINAL_TYPE (CsPostsPage, cs_posts_page, CS, POSTS_PAGE, CsPage)

G_END_DECLS
