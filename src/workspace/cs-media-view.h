/* cs-media-view.h: a file that was added, with everything that is said of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-act.h"
#include "cs-media.h"

G_BEGIN_DECLS

GVariant *cs_media_view_list (CsAct    *act,
                              GError  **error);
GVariant *cs_media_view_show (CsAct    *act,
                              GError  **error);

G_END_DECLS
