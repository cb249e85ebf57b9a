/* cs-search-store.h: posts and media by the words in them
 *
 * What is typed is taken as cs-match.h says: folded, words as beginnings, and
 * never an error. The index follows every commit; only after an update of an old
 * workspace it is built behind the work, the youngest first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-db.h"
#include "cs-tx.h"

G_BEGIN_DECLS

/* Ids, the best first; for up to four letters the youngest first. */
GPtrArray *cs_search_store_find_posts (CsTx         *tx,
                                       const char   *typed,
                                       guint         limit,
                                       GError      **error);
GPtrArray *cs_search_store_find_media (CsTx         *tx,
                                       const char   *typed,
                                       guint         limit,
                                       GError      **error);

gboolean   cs_search_store_keep_up    (CsTx         *tx,
                                       GError      **error);
gboolean   cs_search_store_catch_up   (CsDb         *db,
                                       GCancellable *cancellable,
                                       GError      **error);

/* All that is searched of a post, in the order in which a person reads it. */
GStrv      cs_search_store_read_post  (CsTx         *tx,
                                       const char   *id,
                                       GError      **error);

G_END_DECLS
