/* cs-media-page.h: every clip and picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_MEDIA_PAGE (cs_media_page_get_type ())
G_DECLARE_FINAL_TYPE (CsMediaPage, cs_media_page, CS, MEDIA_PAGE, CsPage)

G_END_DECLS
