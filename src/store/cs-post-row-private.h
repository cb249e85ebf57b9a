/* cs-post-row-private.h: the two halves of a list of posts: which ones, and what is read of them
 *
 * Keys come in the order of the answer, each a post at a moment; rows are read
 * for a batch of posts, and those that a key means are taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-post-row-store.h"

G_BEGIN_DECLS

#define CS_POST_ROW_EVERY 9223372036854775806   /* in place of a moment: all that the post has */

/* Statements that answer (post, due). */
CsStmt     *cs_post_row_keys_by_time    (CsTx                  *tx,
                                         const CsPostRowRange  *range);
CsStmt     *cs_post_row_keys_by_receipt (CsTx                  *tx,
                                         const CsPostRowRange  *range);
CsStmt     *cs_post_row_keys_by_change  (CsTx                  *tx,
                                         const CsPostRowRange  *range);
CsStmt     *cs_post_row_keys_of_drafts  (CsTx                  *tx,
                                         const CsPostRowRange  *range);

void        cs_post_row_free            (gpointer               row);
GHashTable *cs_post_rows_read           (CsTx                  *tx,
                                         const char            *posts,
                                         gint64                 now,
                                         GError               **error);

G_END_DECLS
