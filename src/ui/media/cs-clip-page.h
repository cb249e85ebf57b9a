/* cs-clip-page.h: one clip: played, checked for every network, made to fit
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-page.h"
#include "cs-player-view.h"

G_BEGIN_DECLS

#define CS_TYPE_CLIP_PAGE (cs_clip_page_get_type ())
G_DECLARE_FINAL_TYPE (CsClipPage, cs_clip_page, CS, CLIP_PAGE, CsPage)

CsClipPage   *cs_clip_page_new        (CsLibrary   *library,
                                       const char  *id);

/* For tests. */
CsPlayerView *cs_clip_page_get_player (CsClipPage  *self);

G_END_DECLS
