/* cs-media-list.h: a file that was added, with everything that is said of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-act.h"
#include "cs-media.h"

G_BEGIN_DECLS

GVariant *cs_act_list_media (CsAct    *act,
                             GError  **error);
GVariant *cs_act_show_media (CsAct    *act,
                             GError  **error);

G_END_DECLS
