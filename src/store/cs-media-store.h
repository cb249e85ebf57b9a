/* cs-media-store.h: clips and pictures that the user added
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-media.h"
#include "cs-tx.h"

G_BEGIN_DECLS

typedef enum
{
  CS_MEDIA_NEWEST,      /* the last added first */
  CS_MEDIA_OLDEST,
  CS_MEDIA_BY_TITLE,
} CsMediaOrder;

extern const char *const cs_media_order_names[];

/* Which files; zeroed: all. */
typedef struct
{
  const char   *search;    /* in the title or the path; NULL: any */
  CsMediaOrder  order;
  gint64        offset;
  gint64        limit;     /* 0: no limit */
} CsMediaRange;

gboolean   cs_media_store_save         (CsTx           *tx,
                                        const CsMedia  *media,
                                        GError        **error);
gboolean   cs_media_store_remove       (CsTx           *tx,
                                        const char     *id,
                                        GError        **error);
CsMedia   *cs_media_store_find         (CsTx           *tx,
                                        const char     *id,
                                        GError        **error);
CsMedia   *cs_media_store_find_by_path (CsTx           *tx,
                                        const char     *path,
                                        GError        **error);
GPtrArray *cs_media_store_list         (CsTx                *tx,
                                        const CsMediaRange  *range,
                                        GError             **error);
gint64     cs_media_store_count_posts  (CsTx           *tx,
                                        const char     *id,
                                        GError        **error);

G_END_DECLS
