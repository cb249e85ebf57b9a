/* cs-post-rows.h: a post where it is one of many
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-act.h"
#include "cs-post-row-store.h"

G_BEGIN_DECLS

/* How a post is called: the title that its author gave, how its text begins, or its file. */
char     *cs_post_row_dup_title (const CsPostRow  *row);
gboolean  cs_post_row_view      (CsAct            *act,
                                 CsTx             *tx,
                                 const CsPostRow  *row,
                                 gboolean          light,
                                 GVariantDict     *view,
                                 GError          **error);

G_END_DECLS
