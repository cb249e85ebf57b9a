/* cs-rendition-store.h: what was made of a clip so that it fits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-rendition.h"
#include "cs-tx.h"

G_BEGIN_DECLS

gboolean     cs_rendition_store_save     (CsTx               *tx,
                                          const CsRendition  *rendition,
                                          GError            **error);
gboolean     cs_rendition_store_remove   (CsTx               *tx,
                                          const char         *id,
                                          GError            **error);
GPtrArray   *cs_rendition_store_list_for (CsTx               *tx,
                                          const char         *media_id,
                                          GError            **error);

G_END_DECLS
