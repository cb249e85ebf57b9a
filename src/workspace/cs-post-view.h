/* cs-post-view.h: a post with everything that is said of it, as one answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-act.h"
#include "cs-outbox-row.h"
#include "cs-post.h"
#include "cs-target.h"

G_BEGIN_DECLS

GPtrArray *cs_post_findings  (CsTx               *tx,
                              const CsPost       *post,
                              const CsTarget     *target,
                              guint               from_part,
                              GError            **error);
GVariant  *cs_post_view      (CsTx               *tx,
                              const char         *post_id,
                              const char         *sentence,
                              GError            **error);
char      *cs_post_view_title (const CsPost      *post);
GVariant  *cs_post_view_row  (CsTx               *tx,
                              const CsOutboxRow  *row);
GVariant  *cs_post_view_rows (CsTx               *tx,
                              GPtrArray          *rows);

G_END_DECLS
