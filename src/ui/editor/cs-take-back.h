/* cs-take-back.h: an act in the composer that its author can take back
 *
 * What is written is one step of undo for as long as the page is open, so that the
 * workspace's undo would take back all of it. This takes back one act.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_take_back_offer (GtkWidget      *from,
                         CsDraft        *draft,
                         CsDraftContent *before,
                         const char     *sentence);

G_END_DECLS
