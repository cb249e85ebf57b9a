/* cs-media-store.h: clips and pictures that the user added
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-media.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean   cs_media_store_save         (CsTx           *tx,
                                        const CsMedia  *media,
                                        GError        **error);
gboolean   cs_media_store_remove       (CsTx           *tx,
                                        const char     *id,
                                        GError        **error);
CsMedia   *cs_media_store_find         (CsTx           *tx,
                                        const char     *id,
                                        GError        **error);
CsMedia   *cs_media_store_find_by_hash (CsTx           *tx,
                                        const char     *sha256,
                                        GError        **error);
CsMedia   *cs_media_store_find_by_path (CsTx           *tx,
                                        const char     *path,
                                        GError        **error);
GPtrArray *cs_media_store_list         (CsTx           *tx,
                                        gint64          from,
                                        gint64          until,
                                        guint           limit,
                                        GError        **error);

G_END_DECLS
